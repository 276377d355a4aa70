"""Which articles ``framing compare`` compares: keys by any of their names, and what each filter leaves of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from framing.statistics.levels import LEVELS

if TYPE_CHECKING:
    from framing.store.filters import Naming
    from framing.store.loaded import Loaded
    from framing.store.project import Project

__all__ = ["Choice"]


class Choice:
    """The articles and keys of a contrast.

    Args:
        project: that is compared within.
        loaded: what it holds.
        about: only articles that name this.
        sides: ``a``, ``b``, ``by``, ``within`` as for :func:`framing.compare`; names are made keys.
    """

    def __init__(self, project: Project, loaded: Loaded, about: str | None, sides: Mapping[str, Any]) -> None:
        from framing.store.filters import Naming

        self._lexicon = project.lexicon()
        self._about = about
        read_in = loaded.scored.articles.select("article_id", "language")
        self._loaded = loaded
        self._articles = loaded.articles.drop("language").join(read_in, on="article_id", maintain_order="left")
        naming = Naming(project.outlets().among(loaded.articles), self._lexicon)
        #: As given, but for the keys.
        self.sides: dict[str, Any] = dict(sides)
        self.sides["within"] = {level: self._key(naming, level, key) for level, key in sides["within"].items()}
        for side in ("a", "b"):
            self.sides[side] = self._key(naming, str(sides["by"]), sides.get(side))

    def check(self) -> None:
        """Refuse sides that have no articles.

        Raises:
            UsageError: ``filter.empty``; it says how many each filter left.
        """
        from framing.scoring.search import about
        from framing.store.filters import Funnel

        on_topic = None
        if self._about is not None:
            texts = self._loaded.scored.with_texts(self._loaded.articles)
            mentions = about(texts, self._about, self._lexicon).filter(pl.col("mentions") > 0)
            on_topic = pl.col("article_id").is_in(mentions["article_id"].implode())
        for side in ("a", "b"):
            funnel = Funnel(self._articles)
            if on_topic is not None:
                funnel.keep(f"--about {self._about}", on_topic)
            for level, key in self.sides["within"].items():
                if level in LEVELS:
                    funnel.keep(f"--within {level}={key}", pl.col(LEVELS[level]) == key)
            level, key = self.sides["by"], self.sides.get(side)
            if level in LEVELS and key is not None:
                funnel.keep(f"the {level} {key}", pl.col(LEVELS[level]) == key)
            funnel.check()

    def _key(self, naming: Naming, level: str, name: str | None) -> str | None:
        if name is None or level not in LEVELS:
            return name
        return naming.key(level, name, set(self._articles[LEVELS[level]].drop_nulls()), code="compare.key")

"""Which articles ``framing compare`` compares: keys by any of their names, and what each filter leaves of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from framing.naming import Naming
from framing.schemas import LEVELS
from framing.scoring.about import Mentions, Query
from framing.statistics.narrowing import Funnel, keep_about, keep_large, option

if TYPE_CHECKING:
    from framing.statistics.question import Question
    from framing.store.loaded import Loaded
    from framing.store.project import Project

__all__ = ["Choice"]


class Choice:
    """The articles and keys of a contrast.

    Args:
        project: that is compared within.
        loaded: what it holds.
        asked: the contrast; its names are made keys. Its filters by what is known of articles were applied already.
    """

    def __init__(self, project: Project, loaded: Loaded, asked: Question) -> None:
        self._lexicon = project.lexicon()
        self._loaded = loaded
        read_in = loaded.scored.articles.select("article_id", "language")
        self._articles = loaded.articles.drop("language").join(read_in, on="article_id", maintain_order="left")
        naming = Naming(project.outlets().among(loaded.articles), self._lexicon)
        by = asked.by or "outlet"
        #: As given, but for the keys.
        self.asked = asked.changed(
            a=self._key(naming, by, asked.a),
            b=self._key(naming, by, asked.b),
            within={level: str(self._key(naming, level, key)) for level, key in asked.within},
        )

    def check(self) -> None:
        """Refuse sides that have no articles.

        Raises:
            UsageError: ``filter.empty``; it says how many each filter left.
        """
        asked, mentions = self.asked, Mentions.none()
        if asked.about is not None:
            mentions = Query(asked.about, self._lexicon).of(self._loaded.scored.with_texts(self._loaded.articles))
        by = str(asked.by)
        for side in (asked.a, asked.b):
            funnel = Funnel(self._articles)
            if asked.about is not None:
                keep_about(funnel, asked.about, mentions, called=option)
            keep_large(funnel, asked, called=option)
            for level, key in asked.within:
                if level in LEVELS:
                    funnel.keep(f"--within {level}={key}", pl.col(LEVELS[level]) == key)
            if by in LEVELS and side is not None:
                funnel.keep(f"the {by} {side}", pl.col(LEVELS[by]) == side)
            funnel.check()

    def _key(self, naming: Naming, level: str, name: str | None) -> str | None:
        if name is None or level not in LEVELS:
            return name
        return naming.key(level, name, set(self._articles[LEVELS[level]].drop_nulls()), code="compare.key")

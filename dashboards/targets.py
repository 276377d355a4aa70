"""What is said of whom, of a whole project: worked out once, kept, and read like articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

import framing
from dashboards.background import Background, Tell
from dashboards.names import country_name
from framing.scoring.score import Scored
from framing.statistics.targets import TARGET, with_targets

__all__ = ["TARGET", "WHOLE", "Finding", "Targets", "of_targets", "target_name"]

#: Of a part of an article that speaks of somebody, the id of the article.
WHOLE: Final = "whole"
_PARTS: Final = "parts"


def target_name(key: str) -> str:
    """What somebody who is spoken of is called: countries by their names, all others as they are written.

    Example:
        >>> target_name("IN"), target_name("Ann Lee"), target_name("region.kashmir")
        ('India', 'Ann Lee', 'Kashmir')
    """
    if len(key) == 2 and key.isascii() and key.isupper():
        return country_name(key)
    return key.rpartition(".")[2].capitalize() if key.isascii() and key.islower() else key


@dataclass(frozen=True, repr=False, eq=False)
class _OfTargets(Scored):
    """What was found in parts of articles; their texts are those of the articles, read when they are needed.

    Attributes:
        source: what was found in the articles.
    """

    source: Scored

    def with_texts(self, articles: pl.DataFrame) -> pl.DataFrame:
        parts = articles["article_id"]
        read = self.source.with_texts(articles.with_columns(article_id=WHOLE))
        return read.with_columns(parts)

    def only(self, articles: pl.Series) -> Scored:
        kept = super().only(articles)
        return _OfTargets(**{name: getattr(kept, name) for name in Scored.FRAMES}, source=self.source)


def of_targets(
    scored: Scored, articles: pl.DataFrame, lexicon: framing.Lexicon, tell: Tell | None = None
) -> dict[str, pl.DataFrame]:
    """What is said of whom in articles, as tables to keep: what was found, and which article each part is of."""
    found, parts = with_targets(scored, articles, lexicon, [TARGET], tell=tell)
    whole = pl.col("article_id").str.head(pl.col("article_id").str.len_chars() - pl.col(TARGET).str.len_chars() - 3)
    kept = parts.select("article_id", TARGET, whole.alias(WHOLE))
    return {name: getattr(found, name) for name in Scored.FRAMES} | {_PARTS: kept}


class Targets:
    """What is said of whom in a project.

    Args:
        kept: what :func:`of_targets` gave.
        scored: what was found in the articles.
        articles: what is known of them.
    """

    def __init__(self, kept: Mapping[str, pl.DataFrame], scored: Scored, articles: pl.DataFrame) -> None:
        self._found = _OfTargets(**{name: kept[name] for name in Scored.FRAMES}, source=scored)
        known = articles.rename({"article_id": WHOLE})
        self._parts = kept[_PARTS].join(known, on=WHOLE, how="inner", maintain_order="left")

    def among(self, ids: pl.Series | None = None) -> tuple[Scored, pl.DataFrame]:
        """What was found in the parts of some articles, or all, and a row a part with what is known of its article."""
        if ids is None:
            return self._found, self._parts
        parts = self._parts.filter(pl.col(WHOLE).is_in(ids.implode()))
        return self._found.only(parts["article_id"]), parts

    def keyed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows of articles, each as often as it speaks of somebody."""
        parts = self._parts.select("article_id", TARGET, WHOLE)
        return parts.join(rows.rename({"article_id": WHOLE}), on=WHOLE, how="inner", maintain_order="left")


class Finding:
    """Whom a project speaks of: found in the background, which takes minutes of tens of thousands of articles.

    Args:
        find: finds it; it is given what to tell how many articles are read.
        is_quick: whether it is found in no time.
    """

    def __init__(self, find: Callable[[Tell], Targets], is_quick: Callable[[], bool]) -> None:
        self._work, self._find, self._is_quick = Background(1), find, is_quick

    def is_done(self, seconds: float) -> bool:
        """Whether it is known after so many seconds; else it goes on."""
        return self._work.get(TARGET, self._find, None if self._is_quick() else seconds) is not None

    @property
    def read(self) -> int:
        """How many articles are read so far."""
        return self._work.done

    @property
    def targets(self) -> Targets:
        """What was found, after as long as it takes."""
        found = self._work.get(TARGET, self._find, None)
        assert isinstance(found, Targets)
        return found

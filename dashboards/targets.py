"""What is said of whom, of a whole project: worked out once, kept, and read like articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

import framing
from dashboards.names import country_name
from framing.scoring.score import Scored
from framing.statistics.targets import TARGET, with_targets

__all__ = ["TARGET", "WHOLE", "of_targets", "read_targets", "target_name"]

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


def of_targets(scored: Scored, articles: pl.DataFrame, lexicon: framing.Lexicon) -> dict[str, pl.DataFrame]:
    """What is said of whom in articles, as tables to keep: what was found, and which article each part is of."""
    found, parts = with_targets(scored, articles, lexicon, [TARGET])
    whole = pl.col("article_id").str.head(pl.col("article_id").str.len_chars() - pl.col(TARGET).str.len_chars() - 3)
    kept = parts.select("article_id", TARGET, whole.alias(WHOLE))
    return {name: getattr(found, name) for name in Scored.FRAMES} | {_PARTS: kept}


def read_targets(
    kept: Mapping[str, pl.DataFrame], scored: Scored, articles: pl.DataFrame
) -> tuple[Scored, pl.DataFrame]:
    """What was kept, as what was found in parts of articles, and a row a part with what is known of its article."""
    found = _OfTargets(**{name: kept[name] for name in Scored.FRAMES}, source=scored)
    known = articles.rename({"article_id": WHOLE})
    return found, kept[_PARTS].join(known, on=WHOLE, how="inner", maintain_order="left")

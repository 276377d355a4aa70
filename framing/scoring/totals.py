"""Totals: what was counted in each article, in all sections and voices together, by the articles' numbers.

Most questions ask for no more. A number takes a fraction of the room of an article's id, and finds its article in a
fraction of the time: the counts of a million articles add up in a second.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import polars as pl

from framing.arrays import Longs
from framing.schemas import VOICES
from framing.scoring.scales import WHOLE

__all__ = ["HITS", "NAMES", "PLACE", "SIDES", "Totals", "hits_of", "placed", "places_of", "sides_of", "words_of"]

#: The number of an article among others.
PLACE: Final = "place"

#: Names that stand in millions of rows: each is kept once.
NAMES: Final = pl.Categorical(pl.Categories("names", "framing", pl.UInt16))

#: Sparse: one row an article × dimension with hits.
HITS: Final = {PLACE: pl.UInt32(), "dimension": NAMES, "hits": pl.Int32()}
#: Sparse: one row an article × scale with stance hits on either side, in the voices that the scale counts.
SIDES: Final = {PLACE: pl.UInt32(), "scale": NAMES, "positive": pl.Int32(), "negative": pl.Int32()}


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """What was counted in articles.

    Attributes:
        words: column article_id, and a column for each of ``schemas.VOICES`` with the words in that voice; an article's
            row is its number.
        hits: HITS columns.
        sides: SIDES columns.
    """

    words: pl.DataFrame
    hits: pl.DataFrame
    sides: pl.DataFrame

    @classmethod
    def counted(cls, exposure: pl.DataFrame, scores: pl.DataFrame, scales: pl.DataFrame) -> Self:
        """The totals of what scoring counted: EXPOSURE, SCORE and SCALE columns."""
        words = words_of(exposure)
        (with_hits, hits), (with_sides, sides) = hits_of(scores), sides_of(scales)
        ids = words["article_id"]
        return cls(
            words,
            placed(hits, places_of(with_hits["article_id"], ids)),
            placed(sides, places_of(with_sides["article_id"], ids)),
        )

    def of(self, ids: pl.Series) -> Totals:
        """The totals of some articles, in their order; 0 of those that nothing was counted in.

        Args:
            ids: of the articles, each once.
        """
        own = self.words["article_id"]
        if len(own) == len(ids) and bool((own == ids).all()):
            return self
        words = ids.to_frame("article_id").join(self.words, on="article_id", how="left", maintain_order="left")
        place = places_of(own, ids)
        return Totals(
            words.with_columns(pl.col(VOICES).fill_null(0)), placed(self.hits, place), placed(self.sides, place)
        )


def places_of(own: pl.Series, ids: pl.Series) -> Longs:
    """The place of each of some articles among others, −1 where it is not there."""
    known = pl.DataFrame({"id": ids, PLACE: np.arange(len(ids), dtype=np.int64)})
    joined = own.to_frame("id").join(known, on="id", how="left", maintain_order="left")
    return joined[PLACE].fill_null(-1).to_numpy()


def placed(counts: pl.DataFrame, place: Longs) -> pl.DataFrame:
    """Counts with new numbers of their articles; those of articles without one go."""
    if not counts.height:
        return counts
    moved = place[counts[PLACE].to_numpy()]
    if (place < 0).any():
        kept = moved >= 0
        counts, moved = counts.filter(kept), moved[kept]
    return counts.with_columns(pl.Series(PLACE, moved.astype(np.uint32)))


def words_of(exposure: pl.DataFrame, *, by: tuple[str, ...] = ("article_id",)) -> pl.DataFrame:
    """The words of each article in each voice.

    Args:
        exposure: EXPOSURE columns.
        by: columns that tell articles apart.
    """
    words, voice = pl.col("words").fill_null(0), pl.col("voice").cast(pl.String)
    return exposure.group_by(by, maintain_order=True).agg(
        words.filter(voice == name).sum().cast(pl.Int64).alias(name) for name in VOICES
    )


def hits_of(scores: pl.DataFrame, *, by: tuple[str, ...] = ("article_id",)) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles with hits, and HITS columns with their numbers.

    Args:
        scores: SCORE columns.
        by: columns that tell articles apart.
    """
    rows = scores.filter(pl.col("hits") > 0)
    rows = rows.group_by(*by, pl.col("dimension").cast(NAMES), maintain_order=True).agg(pl.col("hits").sum())
    return _numbered(rows, by, HITS)


def sides_of(scales: pl.DataFrame, *, by: tuple[str, ...] = ("article_id",)) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles with stance hits of a scale, and SIDES columns with their numbers.

    Args:
        scales: SCALE columns.
        by: columns that tell articles apart.
    """
    whole = pl.col("section").cast(pl.String) == WHOLE
    return _numbered(scales.filter(whole, (pl.col("positive") > 0) | (pl.col("negative") > 0)), by, SIDES)


def _numbered(
    rows: pl.DataFrame, by: tuple[str, ...], kinds: Mapping[str, pl.DataType]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    articles = rows.select(by).unique(maintain_order=True)
    known = articles.with_row_index(PLACE)
    return articles, rows.join(known, on=by, how="left", maintain_order="left").select(list(kinds)).cast(kinds)  # type: ignore[arg-type]

"""Hits: numbers of articles and measures, so that millions of them add up in a moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.codebook import Codebook
from framing.schemas import SECTIONS
from framing.scoring.scales import WHOLE
from framing.scoring.score import Scored
from framing.statistics.observations import Observations, article_rows
from framing.statistics.reference import NEGATIVE, POSITIVE

__all__ = ["Sums", "counts_of", "counts_of_scored", "rate_names", "share_names", "with_sides"]

Ints = npt.NDArray[np.integer[Any]]

#: Runs of counts that are added up at a time: some tens of MB.
_STRETCH: Final = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Counts of all articles, as matrices articles × names.

    A full table, because news has hits of most dimensions: a sparse one would hold a row and a column with each count.

    Attributes:
        names: of the measures.
        first: hits, or those of the positive side.
        second: hits of the negative side; None where there is none.
    """

    names: tuple[str, ...]
    first: Ints
    second: Ints | None = None


def rate_names(codebook: Codebook) -> tuple[str, ...]:
    """What is estimated as a rate: all dimensions, then the rate scales."""
    return (*codebook.dimensions, *(name for name, scale in codebook.scales.items() if scale.kind == "rate"))


def share_names(codebook: Codebook) -> tuple[str, ...]:
    """What is estimated as a proportion: the contrast scales."""
    return tuple(name for name, scale in codebook.scales.items() if scale.kind == "contrast")


def counts_of(observations: Observations, codebook: Codebook) -> tuple[Sums, Sums]:
    """The counts of observations: for rates, and for proportions."""
    sides = observations.sides.select("article_id", name="scale", first="positive", second="negative")
    hits = observations.hits.select("article_id", name="dimension", first="hits")
    return _both(hits, sides, observations.articles["article_id"], codebook)


def counts_of_scored(
    scored: Scored, ids: pl.Series, codebook: Codebook, sections: Collection[str] = SECTIONS
) -> tuple[Sums, Sums]:
    """The counts of scored articles in all voices, without an observation in between.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        ids: of the articles that count.
        codebook: whose dimensions and scales count.
        sections: whose hits count.
    """
    place = pl.col("section").cast(pl.String)
    scores, scales = scored.scores.lazy(), scored.scales.lazy()
    if set(sections) != set(SECTIONS):
        scores, chosen = scores.filter(place.is_in(list(sections))), place.is_in(list(sections))
    else:
        chosen = pl.col("section") == WHOLE
    hits = scores.select("article_id", name="dimension", first="hits").collect()
    sided = scales.filter(chosen, (pl.col("positive") > 0) | (pl.col("negative") > 0))
    sides = sided.select("article_id", name="scale", first="positive", second="negative").collect()
    return _both(hits, sides, ids, codebook)


def with_sides(rates: Sums, shares: Sums) -> Sums:
    """The rates, and the two sides of each contrast scale as rates of their own.

    Example:
        >>> sided = with_sides(Sums(("x",), np.ones((1, 1), int)), Sums(("tone",), *np.ones((2, 1, 1), int)))
        >>> sided.names
        ('x', 'tone+', 'tone-')
    """
    assert shares.second is not None
    names = [name + end for end in (POSITIVE, NEGATIVE) for name in shares.names]
    return Sums((*rates.names, *names), np.hstack([rates.first, shares.first, shares.second]))


def _both(hits: pl.DataFrame, sides: pl.DataFrame, ids: pl.Series, codebook: Codebook) -> tuple[Sums, Sums]:
    rates, shares = rate_names(codebook), share_names(codebook)
    counted = np.zeros((len(ids), len(rates)), np.int32)
    positive, negative = (np.zeros((len(ids), len(shares)), np.int32) for _ in range(2))
    # What is a rate is a dimension or a scale; the two have no name in common.
    _add(hits, ids, [(rates, [counted])])
    _add(sides, ids, [(rates, [counted]), (shares, [positive, negative])])
    return Sums(rates, counted), Sums(shares, positive, negative)


def _add(counts: pl.DataFrame, ids: pl.Series, tables: list[tuple[tuple[str, ...], list[Ints]]]) -> None:
    """Add counts to the tables of their names; those of other articles and names go nowhere."""
    rows, lengths = article_rows(counts["article_id"], ids)
    begin = 0
    for at in range(0, len(rows), _STRETCH):
        row = np.repeat(rows[at : at + _STRETCH], lengths[at : at + _STRETCH])
        part = counts.slice(begin, len(row))
        begin += len(row)
        for names, matrices in tables:
            place = _places(part["name"], names)
            kept = np.flatnonzero((row >= 0) & (place >= 0))
            cell = row[kept] * len(names) + place[kept]
            for name, matrix in zip(("first", "second"), matrices, strict=False):
                np.add.at(matrix.reshape(-1), cell, part[name].to_numpy()[kept].astype(np.int32))


def _places(column: pl.Series, names: tuple[str, ...]) -> Ints:
    """Each name's place, −1 for others; of an Enum the names are compared once each."""
    if isinstance(column.dtype, pl.Enum):
        place = {name: at for at, name in enumerate(names)}
        table = np.array([place.get(name, -1) for name in column.dtype.categories.to_list()], np.int16)
        return np.asarray(table[column.to_physical().to_numpy()], np.int16)
    codes = column.cast(pl.String).cast(pl.Enum(names), strict=False).to_physical()
    return codes.cast(pl.Int16).fill_null(-1).to_numpy()

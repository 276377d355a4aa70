"""Hits: numbers of articles and measures, so that millions of them add up in a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Longs
from framing.lexicon.codebook import Codebook
from framing.scoring.totals import PLACE
from framing.statistics.observations import Observations

__all__ = [
    "NEGATIVE",
    "POSITIVE",
    "Sums",
    "columns_of",
    "counts_of",
    "hits_of",
    "rate_names",
    "share_names",
    "with_sides",
]

#: End the name of a contrast scale where one of its sides is meant: ``tone+`` is the rate of its positive stance hits.
POSITIVE, NEGATIVE = "+", "-"

Ints = npt.NDArray[np.integer[Any]]

#: Counts that are added up at a time: some tens of MB.
_STRETCH: Final = 1_000_000


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
    """The counts of observations: for rates, and for proportions; rows are those of the articles."""
    rates, shares = rate_names(codebook), share_names(codebook)
    counted = hits_of(observations, rates)
    positive, negative = (np.zeros((len(counted), len(shares)), np.int32) for _ in range(2))
    sides, row = observations.sides, observations.rows()
    # What is a rate is a dimension or a scale; the two have no name in common.
    _add(sides, row, "scale", rates, {"positive": counted})
    _add(sides, row, "scale", shares, {"positive": positive, "negative": negative})
    return Sums(rates, counted), Sums(shares, positive, negative)


def hits_of(observations: Observations, dimensions: Sequence[str]) -> Ints:
    """The hits of some dimensions in each article, as a matrix articles × dimensions."""
    hits = np.zeros((observations.articles.height, len(dimensions)), np.int32)
    _add(observations.hits, observations.rows(), "dimension", dimensions, {"hits": hits})
    return hits


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


def _add(counts: pl.DataFrame, row: Longs, name: str, names: Sequence[str], matrices: Mapping[str, Ints]) -> None:
    """Add counts to the rows of their articles and the columns of their names; those of others go nowhere."""
    column = columns_of(counts[name], names)
    for part, at in zip(counts.iter_slices(_STRETCH), range(0, counts.height, _STRETCH), strict=True):
        rows, columns = row[part[PLACE].to_numpy()], column[at : at + part.height]
        kept = np.flatnonzero((rows >= 0) & (columns >= 0))
        cell = rows[kept] * len(names) + columns[kept]
        for each, matrix in matrices.items():
            np.add.at(matrix.reshape(-1), cell, part[each].to_numpy()[kept])


def columns_of(names: pl.Series, wanted: Sequence[str]) -> Ints:
    """The place of each name among those wanted, −1 of others; each name is compared once."""
    known = names.unique()
    place = {name: at for at, name in enumerate(wanted)}
    table = np.full(int(known.to_physical().max() or 0) + 1, -1, np.int16)  # type: ignore[arg-type]
    table[known.to_physical().to_numpy()] = [place.get(name, -1) for name in known.cast(pl.String).to_list()]
    return np.asarray(table[names.to_physical().to_numpy()], np.int16)

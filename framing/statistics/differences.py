"""Differences: does an outlet differ from the rest of its language by more than its texts vary?

The texts, or events, of a language are shuffled among its outlets (:mod:`framing.statistics.saddlepoint`). That asks
whether the outlet could be any other, not by how much it differs, and not whether the outlets cover the same topics.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.statistics.counts import Counts
from framing.statistics.observations import SCALE_WORDS, Observations
from framing.statistics.saddlepoint import shuffled_p
from framing.statistics.tally import Texts, texts_of

__all__ = ["Measured", "differences", "measured"]

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One measure of the units of one language.

    Attributes:
        language: its place among the languages, sorted.
        name: dimension or scale.
        column: its place among rates and then shares.
        y: hits of each unit, or those of the positive side; so ``n``, words or hits of both sides.
        group: of each unit, as a place in ``rows``.
        rows: the groups of the language, as places in the tally's.
        share: whether it is a proportion.
    """

    language: int
    name: str
    column: int
    y: Floats
    n: Floats
    group: Longs
    rows: Longs
    share: bool


def differences(observations: Observations, by: Sequence[str], counts: tuple[Counts, Counts]) -> Floats:
    """P that a group has the rate, or the proportion, of the rest of its language.

    Args:
        observations: whose articles are tallied by the same columns.
        by: columns that make a group, with the language, as for :func:`framing.statistics.tally.tally`.
        counts: the observations' hits and sides.

    Returns:
        Groups × names (rates and then shares), groups in the order of the tally's; NaN where nothing can be tested.
    """
    texts, groups = texts_of(observations, by)
    p = np.full((groups.height, sum(len(each.names) for each in counts)), np.nan)
    for one in measured(texts, groups, counts):
        p[one.rows, one.column] = shuffled_p(one.y, one.n, one.group, len(one.rows))
    return p


def measured(texts: Texts, groups: pl.DataFrame, counts: tuple[Counts, Counts]) -> Iterator[Measured]:
    """What each language's units have of each measure; see :func:`framing.statistics.tally.texts_of`."""
    language = (groups["language"].rank("dense").to_numpy() - 1).astype(np.int64)
    rates, shares = counts
    of_unit = texts.group[texts.units]
    for number in range(int(language.max(initial=-1)) + 1):
        rows = np.flatnonzero(language == number)
        here = np.flatnonzero(language[of_unit] == number)
        group = np.searchsorted(rows, of_unit[here])
        for column, name in enumerate(rates.names):
            words = texts.of_units(texts.words.get(f"{SCALE_WORDS}{name}", texts.words["words"]))[here]
            hits = _of_units(rates.first, column, texts)[here]
            yield Measured(number, name, column, hits, words, group, rows, share=False)
        for column, name in enumerate(shares.names if shares.second is not None else ()):
            positive, negative = (_of_units(side, column, texts)[here] for side in (shares.first, shares.second))
            place = len(rates.names) + column
            yield Measured(number, name, place, positive, positive + negative, group, rows, share=True)


def _of_units(counts: npt.NDArray[np.integer[Any]] | None, column: int, texts: Texts) -> Floats:
    """Counts of each unit: the sum over its texts, each the mean of its copies."""
    if counts is None or not len(texts.group):
        return np.zeros(len(texts.units))
    sums = np.add.reduceat(counts[texts.order, column].astype(np.float64), texts.starts[:-1])
    return texts.of_units(np.asarray(sums / texts.copies, np.float64))

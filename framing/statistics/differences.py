"""Differences: does an outlet differ from the rest of its language by more than its texts vary?

The texts, or events, of a language are shuffled among its outlets (:mod:`framing.statistics.saddlepoint`). That asks
whether the outlet could be any other, not by how much it differs, and not whether the outlets cover the same topics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.statistics.counts import Counts
from framing.statistics.observations import SCALE_WORDS, Observations
from framing.statistics.saddlepoint import shuffled_p
from framing.statistics.tally import Texts, texts_of

__all__ = ["differences"]

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


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
    language = (groups["language"].rank("dense").to_numpy() - 1).astype(np.int64)
    rates, shares = counts
    p = np.full((groups.height, len(rates.names) + len(shares.names)), np.nan)
    for number in range(int(language.max(initial=-1)) + 1):
        rows = np.flatnonzero(language == number)
        here = np.flatnonzero(language[texts.group[texts.units]] == number)
        group = np.searchsorted(rows, texts.group[texts.units][here])
        for column, name in enumerate(rates.names):
            words = texts.of_units(texts.words.get(f"{SCALE_WORDS}{name}", texts.words["words"]))[here]
            p[rows, column] = shuffled_p(_of_units(rates.first, column, texts)[here], words, group, len(rows))
        for column in range(len(shares.names) if shares.second is not None else 0):
            positive, negative = (_of_units(side, column, texts)[here] for side in (shares.first, shares.second))
            p[rows, len(rates.names) + column] = shuffled_p(positive, positive + negative, group, len(rows))
    return p


def _of_units(counts: npt.NDArray[np.integer[Any]] | None, column: int, texts: Texts) -> Floats:
    """Counts of each unit: the sum over its texts, each the mean of its copies."""
    if counts is None or not len(texts.group):
        return np.zeros(len(texts.units))
    sums = np.add.reduceat(counts[texts.order, column].astype(np.float64), texts.starts[:-1])
    return texts.of_units(np.asarray(sums / texts.copies, np.float64))

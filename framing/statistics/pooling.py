"""Keys with few codes: what these say of each, drawn to what they say of all.

Ten codes of an outlet tell little of it, and ten of each of ten outlets tell what outlets are like. The corrected
figure r̂ of a key and its standard error enter the model that stands behind all estimates
(:mod:`framing.statistics.model`) as data: as so many hits in so many articles as have that mean and that standard
error, so that a figure of 0, whose logarithm is none, is no exception. On the logarithm that is (log r̂, se / r̂).

Of ten codes a variance is hardly known, and is 0 where all ten are alike. So a key with few has the variance of a code
that all keys of its population have in common, over the number of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from framing.arrays import Floats
from framing.statistics.model import VARIATION, Cells, Prior, fit

__all__ = ["LEAST_CODES", "LEAST_KEYS", "Measured", "Pooled", "pooled"]

#: Codes of a key under which it is not drawn to others either, and keys with so many that a population needs. The truth
#: was in .92 to .96 of the intervals, from ten codes of each of five keys and five codes of each of ten keys on, and
#: these .46 to .69 as wide as those of the codes alone (``python -m tests.benchmarks.correction --pooled``).
LEAST_CODES: Final = 5
LEAST_KEYS: Final = 5
#: Texts that weigh as much as no more than chance: the figures' own variance is all there is.
_SURE: Final = 1e6


@dataclass(frozen=True, slots=True)
class Measured:
    """What the codes of a key say.

    Attributes:
        value: r̂, corrected.
        variance: of it.
        by_hand: variance of what the codes alone say.
        coded: codes.
        is_enough: whether it stands by itself: its variance is its own, and nothing else is said of it.
    """

    value: float
    variance: float
    by_hand: float
    coded: int
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Pooled:
    """What is said of a key with few codes; ``gain`` is over the codes alone."""

    value: float
    se: float
    low: float
    high: float
    gain: float


def pooled(keys: Sequence[Measured], highest: float) -> list[Pooled | None]:
    """What is said of the keys of a population that have few codes.

    Args:
        keys: of the population.
        highest: that a figure can be: 1 for a share.

    Returns:
        One a key; None where it stands by itself, or too little is known of it or its population.

    Example:
        >>> few = [Measured(at / 20, 0.02, 0.03, 10, False) for at in range(2, 10)]
        >>> found = pooled(few, 1.0)
        >>> found[0].low < 0.1 < found[0].value < found[-1].value < 0.45 < found[-1].high
        True
    """
    own = [at for at, key in enumerate(keys) if key.coded >= LEAST_CODES]
    results: list[Pooled | None] = [None] * len(keys)
    if len(own) < LEAST_KEYS or all(keys[at].is_enough for at in own):
        return results
    number, value, variance, by_hand = (
        np.array([getattr(keys[at], name) for at in own], np.float64)
        for name in ("coded", "value", "variance", "by_hand")
    )
    enough = np.array([keys[at].is_enough for at in own])
    mean = float((number * value).sum() / number.sum())
    each, each_by_hand = _of_a_code(variance, number), _of_a_code(by_hand, number)
    if mean <= 0 or each <= 0:
        return results
    articles = np.where(
        enough & (value > 0) & (variance > 0), value / np.maximum(variance, 1e-300), mean * number / each
    )
    hits = np.maximum(value, 0.0) * articles
    cells = Cells(hits, articles, np.full(len(own), _SURE), np.arange(len(own)))
    fitted = fit(cells, Prior(None, VARIATION, 1.0), joint=False)
    rates = np.exp(fitted.grid)
    middle, ends = fitted.estimate, fitted.interval
    spread = np.sqrt((fitted.mass * (rates - middle[:, None]) ** 2).sum(axis=1))
    for row, at in enumerate(own):
        if not enough[row]:
            low, high = (float(min(end, highest)) for end in ends[row])
            gain = each_by_hand / number[row] / spread[row] ** 2
            results[at] = Pooled(float(min(middle[row], highest)), float(spread[row]), low, high, float(gain))
    return results


def _of_a_code(variance: Floats, number: Floats) -> float:
    """The variance of a figure that rests on one code: what variances of means of few say too little of is added."""
    return float((number * variance * number * number / (number - 1)).sum() / number.sum())

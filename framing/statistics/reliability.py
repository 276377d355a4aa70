"""Reliability: whether these articles can rank these outlets.

An interval says how far an outlet's value may be off; a ranking needs more, for the outlets must differ by more than
that. Reliability is the share of what differs between the observed values that is differences between the outlets:
ρⱼ = τ²/(τ² + vⱼ), with τ² the variance of the outlets' true values and vⱼ the sampling variance of outlet j's (Brennan,
Generalizability Theory, 2001). It is what the correlation of two halves of the articles tells, stepped up to all of
them (Spearman 1910; Brown 1910). Sampling variances are of units (texts or events), which vary more than chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.statistics.differences import Measured

__all__ = ["AIM", "FEWEST_OUTLETS", "LOW", "Reliability", "articles_needed", "ranked", "reliability"]

Floats = npt.NDArray[np.float64]

#: Of fewer outlets τ² is hardly known, and nothing is said.
FEWEST_OUTLETS: Final = 8
#: What rankings are commonly asked to have (Nunnally, Psychometric Theory, 1978).
AIM: Final = 0.8
#: Under this more than half of what differs is chance.
LOW: Final = 0.5
_ROUNDS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """How well outlets can be ranked; arrays of shape (outlets,), NaN where nothing can be said.

    Attributes:
        value: ρ of each, 0 to 1.
        needed: articles of each for a reliability of :data:`AIM`, were its articles like those at hand; infinite where
            the outlets do not differ by more than chance.
        between: τ, the standard deviation of the outlets' true values over their mean.
        error: relative standard error of each outlet's value; also where outlets are too few for the rest.
    """

    value: Floats
    needed: Floats
    between: float
    error: Floats


def reliability(
    y: npt.ArrayLike,
    n: npt.ArrayLike,
    outlet: npt.ArrayLike,
    outlets: int,
    *,
    articles: npt.ArrayLike | None = None,
    share: bool = False,
) -> Reliability:
    """Reliability of the outlets' rates, or proportions, in one language.

    Args:
        y: hits of each unit, or those of a scale's positive side.
        n: words of each unit, or hits of both sides; units without any are left out.
        outlet: whose it is: 0 … ``outlets`` − 1.
        outlets: how many there are.
        articles: of each outlet; its units where none are given.
        share: whether ``y`` is a part of ``n``.

    Example:
        >>> outlet = np.repeat(np.arange(8), 10)
        >>> found = reliability(outlet + np.arange(80) % 3, np.full(80, 400.0), outlet, 8)
        >>> bool(found.value.min() > 0.9), bool(found.needed.max() < 10)
        (True, True)
    """
    hits, words, number = np.asarray(y, np.float64), np.asarray(n, np.float64), np.asarray(outlet, np.int64)
    here = words > 0
    hits, words, number = hits[here], words[here], number[here]
    total, room = (np.bincount(number, each, outlets).astype(np.float64) for each in (hits, words))
    units = np.bincount(number, minlength=outlets)
    nothing = np.full(outlets, np.nan)
    told = room > 0
    if not hits.sum() or (share and hits.sum() == words.sum()):
        return Reliability(nothing, nothing.copy(), np.nan, nothing.copy())
    mean = float(hits.sum() / words.sum())
    variance = _variances(hits, words, number, total, room, mean * (1 - mean) if share else mean)
    error = np.where(told, np.sqrt(variance) / mean, np.nan)
    if told.sum() < FEWEST_OUTLETS:
        return Reliability(nothing, nothing.copy(), np.nan, error)
    value = total[told] / room[told]
    between = _between(value, variance[told])
    rho = nothing.copy()
    rho[told] = between / (between + variance[told])
    size = np.asarray(units if articles is None else articles, np.float64)
    return Reliability(rho, articles_needed(size, rho), float(np.sqrt(between)) / mean, error)


def ranked(one: Measured, articles: Floats) -> tuple[Floats, Floats]:
    """Reliability of each group in a measure, and the whole articles that it needs for :data:`AIM`.

    Args:
        one: what the groups' units have of it.
        articles: of each group of any language.

    Returns:
        NaN where nothing can be said; the articles needed also where groups do not differ by more than chance.
    """
    found = reliability(one.y, one.n, one.group, len(one.rows), articles=articles[one.rows], share=one.share)
    return found.value, np.where(np.isfinite(found.needed), np.ceil(found.needed), np.nan)


def articles_needed(articles: npt.ArrayLike, value: npt.ArrayLike, aim: float = AIM) -> Floats:
    """Articles for a reliability, by Spearman and Brown's formula; from as many that have a reliability now.

    Example:
        >>> articles_needed([10, 10], [0.5, 0.8]).round(6).tolist()
        [40.0, 10.0]
    """
    rho = np.asarray(value, np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray(articles, np.float64) * (aim / (1 - aim)) * (1 - rho) / rho


def _variances(
    hits: Floats, words: Floats, number: npt.NDArray[np.int64], total: Floats, room: Floats, chance: float
) -> Floats:
    """Sampling variance of each outlet's value: what chance adds, and what units differ by, pooled over all outlets.

    Var(y) = chance · n + extra · n² for a unit; the residuals around an outlet's own value tell ``extra`` by moments.
    """
    size = len(total)
    own = np.divide(total, room, out=np.zeros(size), where=room > 0)
    residual = (hits - own[number] * words) ** 2
    two, three = (np.bincount(number, words**power, size) for power in (2, 3))
    safe = np.where(room > 0, room, 1.0)
    of_chance = room - two / safe
    of_extra = two - 2 * three / safe + (two / safe) ** 2
    extra = 0.0
    if of_extra.sum() > 0:
        extra = max((float(residual.sum()) - chance * float(of_chance.sum())) / float(of_extra.sum()), 0.0)
    return np.asarray((chance * room + extra * two) / safe**2, np.float64)


def _between(value: Floats, variance: Floats) -> float:
    """τ² by Paule & Mandel (1982): the weighted spread is what it is expected to be; 0 where it is less without."""

    def spread(between: float) -> float:
        weight = 1 / (variance + between)
        centre = (weight * value).sum() / weight.sum()
        return float((weight * (value - centre) ** 2).sum()) - (len(value) - 1)

    low, high = 0.0, float(np.var(value)) * 4 + 1e-300
    if spread(1e-300) <= 0:
        return 0.0
    while spread(high) > 0:
        high *= 4
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if spread(middle) > 0 else (low, middle)
    return high

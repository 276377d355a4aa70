"""Effects of contrasts: rate ratios and differences of scales, each with an interval that clusters have widened.

A side's hits are divided by its design effect, the cluster-robust variance over what chance alone would make; what is
left are effective hits, as many independent ones as would be as sure. Given both sides' effective hits, A's share of
them is a binomial proportion, whose Jeffreys interval (Brown, Cai & DasGupta 2001) gives that of the rate ratio
(Przyborowski & Wilenski 1940). It has no trouble with a side without hits, where an interval on the log scale does not
exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.scoring.intervals import LEVEL, NORMAL
from framing.statistics.permutation import Side

__all__ = ["Effect", "Effective", "difference", "effective", "ratio"]

Floats = npt.NDArray[np.float64]

_TAILS: Final = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
#: What a side's own clusters say of their likeness counts as much as what both sides' say together where it rests on
#: this many clusters with hits. Calibrated by simulation (tests/benchmarks/simulate_contrasts.py).
_POOLED: Final = 20.0


@dataclass(frozen=True, slots=True, eq=False)
class Effective:
    """A side as so many independent hits in so many words (or hits of a scale); shape (measures,)."""

    hits: Floats
    worth: Floats
    design_effect: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """An effect and its interval; shape (measures,); NaN where there is none."""

    value: Floats
    low: Floats
    high: Floats


def effective(
    a: Side,
    b: Side,
    informative: tuple[Floats, Floats],
    shares: npt.NDArray[np.bool_],
    pooled: Floats | None = None,
) -> tuple[Effective, Effective]:
    """Divide by design effects.

    What clusters are pooled for is how much alike the words of one cluster are, which does not depend on how long the
    texts of a side are; the design effect does.

    Args:
        a: one side, as it is (one set of labels).
        b: the other.
        informative: clusters with hits on each side, shape (measures,).
        shares: which measures are shares of a scale's hits, not rates.
        pooled: likeness in all texts of the language (κ and ρ of :mod:`framing.statistics.dispersion`); that of both
            sides together where it is not given.
    """
    own = [_alike(side, shares) for side in (a, b)]
    known = [np.where(np.isfinite(alike), count, 0.0) for alike, count in zip(own, informative, strict=True)]
    alike = [np.where(np.isfinite(part), part, 0.0) for part in own]
    together = known[0] + known[1]
    others = np.full(len(shares), np.inf)
    if pooled is None:
        pooled, others = (known[0] * alike[0] + known[1] * alike[1]) / np.maximum(together, 1.0), together
    out = []
    for side, part, count in zip((a, b), alike, known, strict=True):
        mixed = (count * part + _POOLED * pooled) / (count + _POOLED)
        # A variance estimated from few clusters is itself uncertain: Student's quantile instead of the normal one.
        degrees = np.minimum(count, side.effective[0]) + np.minimum(np.maximum(others - count, 0.0), _POOLED) - 1
        student = (_student(degrees) / NORMAL) ** 2
        design_effect = np.maximum(1.0, 1 + mixed * _slope(side, shares)) * student
        with np.errstate(divide="ignore", invalid="ignore"):
            worth = side.worth[0] / design_effect
            # With strata, hits are worth what their own variance says, not what the words' would.
            hits = np.where(side.rate[0] > 0, side.rate[0] ** 2 / (side.chance[0] * design_effect), 0.0)
            worth = np.where((hits > 0) & ~shares, hits / side.rate[0], worth)
        hits = np.where(shares, side.rate[0] * worth, hits)
        out.append(Effective(hits=hits, worth=worth, design_effect=design_effect))
    return out[0], out[1]


def _slope(side: Side, shares: npt.NDArray[np.bool_]) -> Floats:
    """By how much a design effect exceeds 1 where the words of a cluster are alike by 1."""
    slope = np.where(shares, side.size[0] - 1, side.size[0] * side.rate[0])
    return np.where(np.isfinite(slope), slope, 0.0).clip(min=0.0)


def _alike(side: Side, shares: npt.NDArray[np.bool_]) -> Floats:
    """How much alike the words of one cluster are; NaN where it cannot be told.

    For rates the squared coefficient of variation of the clusters' true rates (a gamma's 1/shape), for shares the
    intraclass correlation. Below 0 where they are less alike than chance would have it.
    """
    slope = _slope(side, shares)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(slope > 0, (_design_effect(side, shares) - 1) / slope, np.nan)


def _design_effect(side: Side, shares: npt.NDArray[np.bool_]) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.where(shares, (1 - side.rate[0]) * side.chance[0], side.chance[0])
        return np.where(chance > 0, side.variance[0] / chance, np.nan)


def _student(degrees: Floats) -> Floats:
    from scipy.special import stdtrit

    return np.asarray(stdtrit(np.maximum(degrees, 2.0), _TAILS[1]), dtype=np.float64)


def ratio(a: Effective, b: Effective, rates: tuple[Floats, Floats]) -> Effect:
    """The ratio of two rates.

    Args:
        a: one side.
        b: the other.
        rates: of both. Where one of them is 0 the ratio is that of the effective hits with a half added to each.
    """
    from scipy.special import betaincinv

    first, second = a.hits + 0.5, b.hits + 0.5
    with np.errstate(divide="ignore", invalid="ignore"):
        exposure = b.worth / a.worth
        low, high = (share / (1 - share) * exposure for share in (betaincinv(first, second, tail) for tail in _TAILS))
        plain = (rates[0] > 0) & (rates[1] > 0)
        value = np.where(plain, rates[0] / rates[1], first / second * exposure)
    none = (rates[0] <= 0) & (rates[1] <= 0)
    return Effect(*(np.where(none | ~np.isfinite(part), np.nan, part) for part in (value, low, high)))


def difference(a: Effective, b: Effective, shares: tuple[Floats, Floats]) -> Effect:
    """The difference of two values of a scale, each ``2 × share − 1``.

    Two Jeffreys intervals made into one of the difference (Newcombe, Stat. Med. 17, 1998, method 10; Zou & Donner,
    Stat. Med. 27, 2008).
    """
    from scipy.special import betaincinv

    lows, highs = [], []
    for side, share in zip((a, b), shares, strict=True):
        positive, negative = side.hits + 0.5, side.worth - side.hits + 0.5
        lows.append(np.where(share <= 0, 0.0, betaincinv(positive, negative, _TAILS[0])))
        highs.append(np.where(share >= 1, 1.0, betaincinv(positive, negative, _TAILS[1])))
    value = shares[0] - shares[1]
    low = value - np.sqrt((shares[0] - lows[0]) ** 2 + (highs[1] - shares[1]) ** 2)
    high = value + np.sqrt((highs[0] - shares[0]) ** 2 + (shares[1] - lows[1]) ** 2)
    return Effect(2 * value, 2 * low, 2 * high)

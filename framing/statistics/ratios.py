"""Effects of contrasts: rate ratios and differences of scales, each with an interval that clusters have widened.

A side's hits are divided by its design effect, the cluster-robust variance over what chance alone would make; what is
left are effective hits, as many independent ones as would be as sure. Given both sides' effective hits, A's share of
them is a binomial proportion, whose Jeffreys interval (Brown, Cai & DasGupta 2001) gives that of the rate ratio
(Przyborowski & Wilenski 1940). It has no trouble with a side without hits, where an interval on the log scale does not
exist.

Paired contrasts: two voices, or two sections, of the same articles.

Each article is compared with itself, so that neither topic nor outlet can make the difference: the rate ratio is Mantel
and Haenszel's over articles, the difference of a scale theirs of proportions (Greenland & Robins, Biometrics 41, 1985),
with variances from the sums over clusters.

Two tests have to agree that there is a difference. Flipping the signs of the articles' contributions needs no model,
but many articles where these are skewed, as of headlines of ten words. Given how many hits an article has, how many of
them fall into the headline is binomial where nothing differs: that test is exact for few and short texts, and knows
nothing of hits that come in clusters, of which short texts have none. The larger p is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats
from framing.scoring.intervals import LEVEL, NORMAL
from framing.statistics.permutation import Side

__all__ = [
    "Effect",
    "Effective",
    "Pairs",
    "conditional_p",
    "contributions",
    "difference",
    "effective",
    "paired_difference",
    "paired_ratio",
    "ratio",
]


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


_TAIL: Final = (1 + LEVEL) / 2
#: Above this variance a sum of binomial counts is so nearly symmetric (skewness below 0.15) that flipping signs does.
_SKEWED: Final = 50.0
#: Points of the discrete Fourier transform: 18 standard errors to each side.
_POINTS: Final = 256


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Articles with words on both sides.

    Attributes:
        x: numerators of both sides, each of shape (articles, measures).
        e: denominators of both sides.
        cluster: cluster of each article, 0 … number of clusters − 1.
    """

    x: tuple[Floats, Floats]
    e: tuple[Floats, Floats]
    cluster: npt.NDArray[np.int64]


def _weighted(pairs: Pairs) -> tuple[Floats, Floats, Floats]:
    """Per article: both sides' hits weighted by the other side's share of the words, and the weight of the pair."""
    total = pairs.e[0] + pairs.e[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [pairs.x[0] * pairs.e[1] / total, pairs.x[1] * pairs.e[0] / total, pairs.e[0] * pairs.e[1] / total]
    a, b, weight = (np.where(total > 0, part, 0.0) for part in parts)
    return a, b, weight


def _by_cluster(values: Floats, cluster: npt.NDArray[np.int64]) -> Floats:
    out = np.zeros((int(cluster.max(initial=-1)) + 1, values.shape[1]))
    np.add.at(out, cluster, values)
    return out


def contributions(pairs: Pairs) -> Floats:
    """What each cluster adds to the score of "no difference", shape (clusters, measures)."""
    a, b, _ = _weighted(pairs)
    return _by_cluster(a - b, pairs.cluster)


def conditional_p(pairs: Pairs, shares: npt.NDArray[np.bool_]) -> Floats:
    """Exact test given each article's hits: how many of them fall on the first side.

    The sum of binomial counts with unequal probabilities, by Fourier transform of its characteristic function (Hong,
    Comput. Stat. Data Anal. 59, 2013); two-sided as in :func:`scipy.stats.binomtest`. For a share of a scale's hits the
    count is hypergeometric; the binomial of the smaller side is wider, so that p errs upwards. Of copies one counts.

    Args:
        pairs: articles.
        shares: which measures are shares.

    Returns:
        Shape (measures,); NaN where so much was found that nothing is skewed, or nothing at all.

    Example:
        >>> one = np.ones((1, 1))
        >>> pairs = Pairs((4 * one, 1 * one), (100 * one, 300 * one), np.zeros(1, np.int64))
        >>> conditional_p(pairs, np.zeros(1, np.bool_)).round(6).tolist()
        [0.015625]
    """
    _, first = np.unique(pairs.cluster, return_index=True)
    (x, y), (e, f) = ((side[first] for side in both) for both in (pairs.x, pairs.e))
    out = np.full(x.shape[1], np.nan)
    for number, share in enumerate(shares):
        both = (e[:, number] > 0) & (f[:, number] > 0) & (x[:, number] + y[:, number] > 0)
        hits, others, words, rest = (values[both, number] for values in (x, y, e, f))
        swapped = share & (words > rest)
        part = np.where(share, hits + others, words) / (words + rest)
        trials = np.where(share, np.minimum(words, rest), hits + others)
        sign = np.where(swapped, -1.0, 1.0)
        spread = float((trials * part * (1 - part)).sum())
        if 0 < spread <= _SKEWED:
            out[number] = _binomial_sum_p(trials, part, sign, float(np.where(swapped, -others, hits).sum()))
    return out


def _binomial_sum_p(trials: Floats, part: Floats, sign: Floats, observed: float) -> float:
    angle = 2 * np.pi * np.arange(_POINTS // 2 + 1) / _POINTS
    turned = np.exp(1j * sign[:, None] * angle)
    with np.errstate(divide="ignore"):
        # A probability of one half at the angle π has the logarithm of 0: the product is 0 there.
        logs = trials[:, None] * np.log(1 - part[:, None] + part[:, None] * turned)
    chance = np.fft.irfft(np.exp(logs.sum(axis=0)).conj(), _POINTS)
    middle = round(float((trials * part * sign).sum()))
    values = middle - _POINTS // 2 + np.arange(_POINTS)
    chance = chance[values % _POINTS].clip(min=0.0)
    at = np.flatnonzero(values == observed)
    if not len(at):
        return 0.0
    return float(min(1.0, chance[chance <= chance[at[0]] * (1 + 1e-7)].sum()))


def _widening(weight: Floats, cluster: npt.NDArray[np.int64]) -> Floats:
    """Variance factor for few clusters: the jackknife's, and Student's quantile instead of the normal one.

    As few as there would be, were all of one weight.
    """
    from scipy.special import stdtrit

    by_cluster = _by_cluster(weight, cluster)
    clusters = by_cluster.sum(axis=0) ** 2 / (by_cluster**2).sum(axis=0)
    clusters = np.maximum(np.where(np.isfinite(clusters), clusters, 1.5), 1.5)
    student = stdtrit(np.maximum(clusters - 1, 2.0), _TAIL)
    return np.asarray((clusters / (clusters - 1)) ** 2 * (student / NORMAL) ** 2, dtype=np.float64)


def paired_ratio(pairs: Pairs) -> Effect:
    """Mantel–Haenszel ratio of the first side's rate to the second's."""
    from scipy.special import betaincinv

    a, b, _ = _weighted(pairs)
    sums = a.sum(axis=0), b.sum(axis=0)
    hits = [(x * ((pairs.e[0] > 0) & (pairs.e[1] > 0))).sum(axis=0) for x in pairs.x]
    total = pairs.e[0] + pairs.e[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = pairs.e[0] * pairs.e[1] / total**2 * (pairs.x[0] + pairs.x[1])
        chance = np.where(total > 0, spread, 0.0).sum(axis=0) / (sums[0] * sums[1])
        pulls = _by_cluster(a / sums[0] - b / sums[1], pairs.cluster)
        factor = _widening(a / sums[0] + b / sums[1], pairs.cluster)
        variance = np.maximum((pulls**2).sum(axis=0), chance) * factor
        # As many hits, in the proportion seen, as give this variance of the logarithm.
        plain = (hits[0] > 0) & (hits[1] > 0)
        divisor = np.where(plain, np.maximum(1.0, variance / (1 / hits[0] + 1 / hits[1])), 1.0)
        first, second = hits[0] / divisor + 0.5, hits[1] / divisor + 0.5
        bounds = [share / (1 - share) for share in (betaincinv(first, second, tail) for tail in (1 - _TAIL, _TAIL))]
        exposure = [np.where(total > 0, e, 0.0).sum(axis=0) for e in pairs.e]
        value = np.where(plain, sums[0] / sums[1], first / second * exposure[1] / exposure[0])
        scale = np.where(plain, value * hits[1] / hits[0], exposure[1] / exposure[0])
    none = (hits[0] + hits[1]) == 0
    low, high = (np.where(none, np.nan, bound * scale) for bound in bounds)
    return Effect(np.where(none, np.nan, value), low, high)


def paired_difference(pairs: Pairs) -> Effect:
    """Mantel–Haenszel difference of a scale's values, ``2 × share − 1`` each."""
    a, b, weight = _weighted(pairs)
    total = weight.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (a - b).sum(axis=0) / total
        pulls = _by_cluster(a - b - value * weight, pairs.cluster) / total
        factor = _widening(weight, pairs.cluster)
        half = NORMAL * np.sqrt((pulls**2).sum(axis=0) * factor)
    few = (pulls != 0).sum(axis=0) < 2
    half = np.where(few, np.nan, half)
    return Effect(2 * value, np.maximum(2 * (value - half), -2.0), np.minimum(2 * (value + half), 2.0))

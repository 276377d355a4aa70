"""Posteriors: what an outlet's texts and the other outlets of its language say together.

A rate has a gamma prior and a negative binomial likelihood, a proportion a beta prior and a beta-binomial one: Poisson
and binomial counts, widened by the design effect of the texts (:mod:`framing.statistics.dispersion`). Dividing hits and
words by the design effect instead is nearly the same where hits are many; where they are few it took 88 % of outlets
into a 95 % interval in simulation, and this takes 94 %.

The prior is the spread of the outlets of the language. How wide that is is not known exactly, and a plug-in value would
make intervals too narrow where outlets are few. So it is averaged over a grid of means and spreads, each weighted by
how well it explains all outlets (Kass & Steffey, Journal of the American Statistical Association 84, 1989).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.scoring.intervals import LEVEL

__all__ = [
    "Posterior",
    "Prior",
    "beta_prior",
    "fit_beta_prior",
    "fit_gamma_prior",
    "gamma_prior",
    "rate_posterior",
    "share_posterior",
]

Floats = npt.NDArray[np.float64]

#: Coefficients of variation of the outlets' rates that are weighed, with a flat prior (Gelman, Bayesian Analysis 1,
#: 2006). Above 2.5 a few outlets would have nearly all hits.
_VARIATIONS: Final = np.linspace(0.02, 1, 25) ** 1.5 * 2.5
#: Standard deviations of outlets' proportions, as shares of the largest there can be at their mean.
_SPREADS: Final = np.linspace(0.04, 1, 25) ** 1.5 * 0.95
#: Means that are weighed at each spread, in standard errors around the best one.
_STEPS: Final = np.linspace(-3, 3, 9)
#: Factor of a fitted spread. Where articles vary much (κ of 2) and outlets little, the fit on scaled counts is too
#: narrow: 91.9 % of outlets of one article were in their interval in simulation (``make simulate``), with the factor
#: 93 % and more; where hits are many, the prior does not count.
_WIDER: Final = 1.08
#: Points of the grid of a rate's logarithm; mean and variance no longer change beyond the sixth digit.
_POINTS: Final = 32
#: Half the width of the grid of log odds, in standard deviations of the beta with scaled counts.
_SPAN: Final = 9.0
#: Newton's steps towards the peak; the grid is far wider than what they leave.
_NEWTON: Final = 10
#: From here on Stirling's series with two terms gives ratios of Γ.
_STIRLING: Final = 64.0
#: Texts whose variation beyond chance is none.
_MANY: Final = 1e9
#: Shapes of gammas whose quantiles are tabulated, and at how many.
_SHAPES: Final = (1e-2, 1e7)
_TABLE: Final = 3000
#: Outlets worked out at a time: a few MB of memory.
_CHUNK: Final = 4096
_TAILS: Final = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
#: Outlets that a prior is fitted on at most; more add nothing but time.
_ENOUGH: Final = 1000


@dataclass(frozen=True, slots=True)
class Prior:
    """A gamma distribution of a rate, or a beta distribution of a proportion.

    Attributes:
        first: shape of the gamma, or first parameter of the beta.
        second: thousands of words that the gamma is worth, or second parameter of the beta.
        mean: rate per 1,000 words, or proportion.
    """

    first: float
    second: float
    mean: float


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Posterior means and equal-tailed 95 % intervals; arrays of one shape."""

    mean: Floats
    low: Floats
    high: Floats


def gamma_prior(per_1000: float, variation: float) -> Prior:
    """The gamma with a mean and a coefficient of variation.

    Example:
        >>> gamma_prior(4.0, 0.5)
        Prior(first=4.0, second=1.0, mean=4.0)
    """
    shape = 1 / variation**2
    return Prior(shape, shape / per_1000, per_1000)


def beta_prior(mean: float, spread: float) -> Prior:
    """The beta with a mean and a standard deviation, as a share of the largest there can be.

    Example:
        >>> beta_prior(0.25, 0.5)
        Prior(first=0.75, second=2.25, mean=0.25)
    """
    worth = 1 / spread**2 - 1
    return Prior(mean * worth, (1 - mean) * worth, mean)


def fit_gamma_prior(hits: npt.ArrayLike, words: npt.ArrayLike) -> Prior:
    """How a rate spreads over outlets.

    Args:
        hits: of each outlet, divided by its design effect.
        words: of each outlet, divided so too; outlets without words are left out.

    Returns:
        The gamma of the mean and variance that the grid gives. Without any hit, that of half a hit.

    Example:
        >>> prior = fit_gamma_prior([20, 2, 40, 11, 25], [4000, 1000, 5000, 2500, 2500])
        >>> 5 < prior.mean < 9
        True
    """
    from scipy.special import gammaln

    y, n = _sample(hits, words)
    n = n / 1000
    if not y.sum():
        return gamma_prior(0.5 / max(float(n.sum()), 1e-3), 1.0)
    variation = _VARIATIONS[:, None]
    centre = np.full_like(variation, y.sum() / n.sum())
    for _ in range(3):
        weight = n / (1 + variation**2 * centre * n)
        centre = np.maximum((weight * y / n).sum(1) / weight.sum(1), 1e-6)[:, None]
    error = 1 / np.sqrt((centre * n / (1 + variation**2 * centre * n)).sum(1))[:, None]
    mean = centre * np.exp(error * _STEPS)
    shape = np.broadcast_to(1 / variation**2, mean.shape).ravel()
    worth = shape / mean.ravel()
    base = shape * np.log(worth) - gammaln(shape)
    log = _explained(lambda y, n: gammaln(shape + y) - (shape + y) * np.log(worth + n) + base, y, n)
    # The grid is even in the variation's 2/3rd power and, at each, in the logarithm of the mean.
    step = np.gradient(_VARIATIONS)[:, None] * error
    weight = _weights(log, step)
    first = float((weight * mean.ravel()).sum())
    second = float((weight * shape * (shape + 1) / worth**2).sum())
    return gamma_prior(first, _WIDER * float(np.sqrt(second / first**2 - 1)))


def fit_beta_prior(positive: npt.ArrayLike, both: npt.ArrayLike) -> Prior:
    """How a proportion spreads over outlets.

    Args:
        positive: hits of the positive side of each outlet, divided by its design effect.
        both: hits of both sides, divided so too; outlets without hits are left out.

    Returns:
        The beta of the mean and variance that the grid gives. Without any hit, Jeffreys'.

    Example:
        >>> 0.3 < fit_beta_prior([3, 5, 2, 9], [8, 10, 7, 20]).mean < 0.6
        True
    """
    from scipy.special import betaln

    p, t = _sample(positive, both)
    if not len(t):
        return beta_prior(0.5, 1 / np.sqrt(2))
    spread = _SPREADS[:, None]
    weight = t / (1 + spread**2 * np.maximum(t - 1, 0))
    # Half a hit on either side keeps a mean of 0 or 1 away, of which no beta has one.
    centre = (((weight * p / t).sum(1) + 0.5) / (weight.sum(1) + 1))[:, None]
    error = 1 / np.sqrt(weight.sum(1)[:, None] * centre * (1 - centre))
    odds = centre / (1 - centre) * np.exp(error * _STEPS)
    mean = odds / (1 + odds)
    worth = 1 / spread**2 - 1
    a, b = (mean * worth).ravel(), ((1 - mean) * worth).ravel()
    base = betaln(a, b)
    log = _explained(lambda p, t: betaln(a + p, b + t - p) - base, p, t)
    # A flat prior of the mean, which the grid has by its logit.
    step = np.gradient(_SPREADS)[:, None] * error * mean * (1 - mean)
    weight = _weights(log, step)
    first = float((weight * mean.ravel()).sum())
    second = float((weight * a * (a + 1) / ((a + b) * (a + b + 1))).sum())
    return beta_prior(first, min(_WIDER * float(np.sqrt((second - first**2) / (first * (1 - first)))), _SPREADS[-1]))


def rate_posterior(
    hits: Floats, words: Floats, texts: Floats, first: npt.ArrayLike, second: npt.ArrayLike
) -> Posterior:
    """Posterior of rates: mean and equal-tailed 95 % interval, per 1,000 words.

    The counts of an outlet are negative binomial: Poisson around its rate times the chance that its texts are full of
    the frame, a gamma of mean 1 and shape ``texts``. The posterior's mean and variance are integrated over the rate's
    logarithm, and the gamma that has them gives the interval. Without such chance the posterior is that gamma exactly.

    Args:
        hits: of each outlet; one dimension.
        words: of each.
        texts: how many texts of equal length and wholly different rates vary as much: (Σn)² / (κΣn²). Infinite where
            the texts vary no more than chance.
        first: shape of the gamma prior, of all or of each.
        second: thousands of words that it is worth.

    Example:
        >>> found = rate_posterior(np.array([4.0]), np.array([1000.0]), np.array([np.inf]), 4.0, 1.0)
        >>> found.mean.round(6).tolist(), found.low.round(3).tolist(), found.high.round(3).tolist()
        ([4.0], [1.727], [7.211])
    """
    thousands = words / 1000
    a, b = (np.broadcast_to(np.asarray(value, np.float64), hits.shape) for value in (first, second))
    shape, rate = a + hits, b + thousands
    varied = np.flatnonzero(texts < _MANY)
    for at in range(0, len(varied), _CHUNK):
        some = varied[at : at + _CHUNK]
        mean, variance = _rate_moments(hits[some], thousands[some], texts[some], a[some], b[some])
        shape[some], rate[some] = mean**2 / variance, mean / variance
    return Posterior(shape / rate, *(gamma_quantile(shape, tail) / rate for tail in _TAILS))


def _rate_moments(y: Floats, n: Floats, texts: Floats, shape: Floats, rate: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a posterior with a negative binomial likelihood and a gamma prior."""
    # The density of s = log rate is log-concave: Newton's steps end at its peak.
    s = np.log((shape + y) / (rate + n))
    for _ in range(_NEWTON):
        exponential = np.exp(s)
        full = n * exponential
        slope = shape + y - rate * exponential - (y + texts) * full / (texts + full)
        bend = rate * exponential + (y + texts) * texts * full / (texts + full) ** 2
        s += np.clip(slope / bend, -1.5, 1.5)
    width = 1 / np.sqrt(bend)
    # To the left the density falls as rate**(shape + y) at the slowest.
    left, right = 6.5 * width + 9 / (shape + y), 6.5 * width + np.minimum(width, 1.0)
    grid = (s - left)[:, None] + ((left + right) / (_POINTS - 1))[:, None] * np.arange(_POINTS)
    rates = np.exp(grid)
    y, n, texts, shape, rate = (each[:, None] for each in (y, n, texts, shape, rate))
    log = (shape + y) * grid - rate * rates - (y + texts) * np.log1p(n / texts * rates)
    density = np.exp(log - log.max(axis=1, keepdims=True))
    density /= density.sum(axis=1, keepdims=True)
    mean = (density * rates).sum(axis=1)
    return mean, (density * (rates - mean[:, None]) ** 2).sum(axis=1)


def gamma_quantile(shape: Floats, tail: float) -> Floats:
    """Quantile of gamma distributions of rate 1.

    Between the shapes of a fine table a cubic gives it, to 1e-8; scipy's own takes many times as long.

    Example:
        >>> from scipy.stats import gamma
        >>> abs(float(gamma_quantile(np.array([7.5]), 0.025)[0] / gamma(7.5).ppf(0.025)) - 1) < 1e-8
        True
    """
    from scipy.special import gammaincinv

    table = _table(tail)
    inside = (shape > _SHAPES[0]) & (shape < _SHAPES[1])
    place = (np.log(np.clip(shape, *_SHAPES)) - np.log(_SHAPES[0])) / np.log(_SHAPES[1] / _SHAPES[0]) * (_TABLE - 1)
    at = np.clip(place.astype(np.int64), 1, _TABLE - 3)
    t = place - at
    # Lagrange's cubic through the four nearest points.
    cubic = (
        -t * (t - 1) * (t - 2) / 6 * table[at - 1]
        + (t + 1) * (t - 1) * (t - 2) / 2 * table[at]
        - (t + 1) * t * (t - 2) / 2 * table[at + 1]
        + (t + 1) * t * (t - 1) / 6 * table[at + 2]
    )
    found = np.asarray(shape * np.exp(cubic), np.float64)
    found[~inside] = gammaincinv(shape[~inside], tail)
    return found


@cache
def _table(tail: float) -> Floats:
    """Logarithm of the quantile over the shape, at even steps of the shape's logarithm."""
    from scipy.special import gammaincinv

    shapes = np.exp(np.linspace(np.log(_SHAPES[0]), np.log(_SHAPES[1]), _TABLE))
    return np.asarray(np.log(gammaincinv(shapes, tail) / shapes), np.float64)


def share_posterior(
    positive: Floats, both: Floats, effect: Floats, first: npt.ArrayLike, second: npt.ArrayLike
) -> Posterior:
    """Posterior of proportions: mean and equal-tailed 95 % interval.

    The counts of an outlet are beta-binomial, with the design effect of its texts. Mean and variance are integrated
    over the proportion's log odds, and the beta that has them gives the interval. With design effect 1 the posterior is
    that beta exactly.

    Args:
        positive: hits of the positive side of each outlet; one dimension.
        both: hits of both sides, more than 0.
        effect: design effect of each.
        first: first parameter of the beta prior, of all or of each.
        second: its second parameter.

    Example:
        >>> found = share_posterior(np.array([1.0]), np.array([2.0]), np.ones(1), 1.5, 1.5)
        >>> found.mean.round(6).tolist(), found.low.round(3).tolist()
        ([0.5], [0.123])
    """
    from scipy.special import betaincinv

    a, b = (np.broadcast_to(np.asarray(value, np.float64), both.shape) for value in (first, second))
    worth = a + b + both
    mean = (a + positive) / worth
    varied = np.flatnonzero(effect > 1 + 1 / _MANY)
    for at in range(0, len(varied), _CHUNK):
        some = varied[at : at + _CHUNK]
        mean[some], variance = _share_moments(positive[some], both[some], effect[some], a[some], b[some])
        worth[some] = np.maximum(mean[some] * (1 - mean[some]) / variance - 1, 1e-6)
    ends = (np.asarray(betaincinv(mean * worth, (1 - mean) * worth, tail), np.float64) for tail in _TAILS)
    return Posterior(mean, *ends)


def _share_moments(p: Floats, t: Floats, effect: Floats, a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of a posterior with a beta-binomial likelihood and a beta prior."""
    from scipy.special import digamma, polygamma

    # What the hits of one text have in common, as if all came from texts of the beta with this worth.
    shared = np.maximum((t - effect) / (effect - 1), 1e-3)
    first, second = a + p / effect, b + (t - p) / effect
    centre, width = digamma(first) - digamma(second), np.sqrt(polygamma(1, first) + polygamma(1, second))
    grid = centre[:, None] + width[:, None] * np.linspace(-_SPAN, _SPAN, 2 * _POINTS)
    log_share, log_rest = -np.logaddexp(0, -grid), -np.logaddexp(0, grid)
    share = np.exp(log_share)
    p, t, a, b, shared = (each[:, None] for each in (p, t, a, b, shared))
    # No gamma function is finite at 0.
    of_p, of_rest = (np.maximum(shared * np.exp(log), 1e-300) for log in (log_share, log_rest))
    log = a * log_share + b * log_rest + _log_rising(of_p, p) + _log_rising(of_rest, t - p)
    density = np.exp(log - log.max(axis=1, keepdims=True))
    density /= density.sum(axis=1, keepdims=True)
    mean = (density * share).sum(axis=1)
    return mean, np.maximum((density * (share - mean[:, None]) ** 2).sum(axis=1), 1e-14)


def _log_rising(x: Floats, n: Floats) -> Floats:
    """Logarithm of Γ(x + n) / Γ(x), x(x + 1)…(x + n − 1) for whole n.

    Where x is large, the difference of two logarithms of Γ would lose what is sought; Stirling's series has it at once.
    """
    from scipy.special import gammaln

    small, n = x < _STIRLING, np.broadcast_to(n, x.shape)
    found = np.empty_like(x)
    found[small] = gammaln(x[small] + n[small]) - gammaln(x[small])
    large, n = x[~small], n[~small]
    whole = large + n
    # What the series goes on with is below 1e-12 from here on.
    series = (1 / whole - 1 / large) / 12 - (1 / whole**3 - 1 / large**3) / 360
    found[~small] = (large - 0.5) * np.log1p(n / large) + n * (np.log(whole) - 1) + series
    return found


def _sample(counts: npt.ArrayLike, exposure: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Counts and exposure where there is exposure; of very many outlets, every so manieth."""
    y, n = np.asarray(counts, np.float64), np.asarray(exposure, np.float64)
    y, n = y[n > 0], n[n > 0]
    every = max(1, -(-len(y) // _ENOUGH))
    return y[::every], n[::every]


def _explained(point: Callable[[Floats, Floats], Floats], counts: Floats, exposure: Floats) -> Floats:
    """Log-likelihood of all outlets at each point of the grid."""
    return np.asarray(point(counts[:, None], exposure[:, None]).sum(axis=0), np.float64)


def _weights(log: Floats, step: Floats) -> Floats:
    """Posterior weights of the points of a grid."""
    weight = np.exp(log - log.max()) * np.broadcast_to(step, (len(step), len(_STEPS))).ravel()
    return np.asarray(weight / weight.sum(), np.float64)

"""Intervals from fixed priors: what a count says about the rate or the proportion behind it.

The priors are Jeffreys', which depend on nothing but the model: Gamma(½, 0) for a Poisson rate and Beta(½, ½) for
a proportion. An article's value so never depends on the batch that it came in. Method: Brown, Cai & DasGupta,
Statistical Science 16 (2001).
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats
from framing.cache import key, read, write

__all__ = ["LEVEL", "NORMAL", "PER", "contrast_interval", "points_interval", "rate_interval"]


#: Share of the posterior that an interval holds.
LEVEL: Final = 0.95
#: Standard errors on either side of an estimate that hold as much of a normal distribution.
NORMAL: Final = 1.959963984540054
#: Rates are per this many words.
PER: Final = 1000.0

_TAILS: Final = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
#: Distributions whose quantiles are kept, of each family. The counts of 20,000 articles have 3,000 or so.
_MOST: Final = 20_000


def rate_interval(
    hits: npt.ArrayLike, words: npt.ArrayLike, *, prior_rate: npt.ArrayLike = 0.0, prior_words: npt.ArrayLike = 0.0
) -> tuple[Floats, Floats, Floats]:
    """Posterior mean and equal-tailed interval of a rate per 1,000 words.

    Args:
        hits: counts.
        words: exposure in words, of the same shape.
        prior_rate: mean of the prior per 1,000 words. Without ``prior_words`` the prior is Jeffreys'.
        prior_words: how many words of evidence the prior is worth.

    Returns:
        (estimate, low, high); NaN where there are no words.

    Example:
        >>> estimate, low, high = rate_interval([3], [1000])
        >>> bool(low[0] < 3 < high[0])
        True
    """
    prior_words = np.asarray(prior_words, dtype=np.float64)
    shape = np.asarray(hits, dtype=np.float64) + np.where(
        prior_words > 0, np.asarray(prior_rate) * prior_words / PER, 0.5
    )
    exposure = (np.asarray(words, dtype=np.float64) + prior_words) / PER
    empty = np.asarray(words) <= 0
    shapes, inverse = np.unique(shape, return_inverse=True)
    tails = [quantile[inverse].reshape(shape.shape) for quantile in _quantiles("gamma").of(shapes[:, None])]
    with np.errstate(divide="ignore", invalid="ignore"):
        estimate, low, high = (value / exposure for value in (shape, *tails))
    return np.where(empty, np.nan, estimate), np.where(empty, np.nan, low), np.where(empty, np.nan, high)


def contrast_interval(positive: npt.ArrayLike, negative: npt.ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Posterior mean and equal-tailed interval of a contrast ``(positive − negative) / (positive + negative)``.

    The contrast is ``2p − 1`` of the proportion ``p`` of positive hits.

    Returns:
        (value, low, high); without any hit value is NaN and the interval the whole range −1 … 1.

    Example:
        >>> value, low, high = contrast_interval([0], [9])
        >>> round(float(value[0]), 3)
        -0.9
    """
    a, b = np.asarray(positive, dtype=np.float64) + 0.5, np.asarray(negative, dtype=np.float64) + 0.5
    none = (a + b) <= 1.0
    # Counts of news articles repeat themselves, and the quantile is slow: once per distinct pair of counts.
    pairs, inverse = np.unique(np.where(none, 1.0 + 1.0j, a + 1j * b), return_inverse=True)
    quantiles = _quantiles("beta").of(np.stack([pairs.real, pairs.imag], axis=1))
    low, high = (2 * quantile[inverse].reshape(a.shape) - 1 for quantile in quantiles)
    value = (a - b) / (a + b)
    return np.where(none, np.nan, value), np.where(none, -1.0, low), np.where(none, 1.0, high)


def points_interval(
    hits: npt.ArrayLike, points: npt.ArrayLike, squares: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Points for less points against, and the interval of their difference.

    Points are a sum of Poisson counts with weights. Each side's interval is that of its count of hits, stretched to the
    standard deviation of its points (Dobson, Kuulasmaa, Eberle & Scherer, Statistics in Medicine 10, 1991); upwards
    as if a further hit of weight 1 had been seen, since hits of light words say little of heavy ones. The two are put
    together so that neither needs to be symmetric (MOVER; Zou & Donner, Statistics in Medicine 27, 2008).

    Args:
        hits: of the side for and of the side against, along the first axis.
        points: likewise the sums of their weights, none of them negative.
        squares: likewise the sums of the squares of their weights.

    Returns:
        (points, low, high) in the shape of one side.

    Example:
        >>> points, low, high = points_interval([[2], [0]], [[3.0], [0.0]], [[5.0], [0.0]])
        >>> float(points[0]), bool(low[0] < 3 < high[0])
        (3.0, True)
    """
    counts, sums, parts = (np.asarray(values, dtype=np.float64) for values in (hits, points, squares))
    shapes, inverse = np.unique(counts + 0.5, return_inverse=True)
    ends = [quantile[inverse].reshape(counts.shape) for quantile in _quantiles("gamma").of(shapes[:, None])]
    # What was not seen may weigh more than what was: upwards goes one hit of weight 1 that nobody saw.
    down, up = np.sqrt(parts / np.maximum(counts, 1.0)), np.sqrt((parts + 1) / (counts + 1))
    # Jeffreys' lower end of no hits lies above 0 by a hair.
    below, above = down * np.maximum(counts - ends[0], 0.0), up * (ends[1] - counts)
    value = sums[0] - sums[1]
    return value, value - np.hypot(below[0], above[1]), value + np.hypot(above[0], below[1])


class _Quantiles:
    """The quantiles at ``_TAILS`` of one family of distributions, kept from process to process.

    SciPy takes longer to import than an article to score, and the counts of one article have nearly always been met
    before: what is kept are quantiles by shape, and tells nothing of any article.
    """

    def __init__(self, family: str) -> None:
        self._family = family
        self._place = key("quantiles", family, *map(str, _TAILS), _scipy())
        kept = read(self._place) or {"shapes": np.zeros((0, 1)), "tails": np.zeros((0, 2))}
        shapes, tails = (np.asarray(kept[name]).tolist() for name in ("shapes", "tails"))
        self._known = dict(zip(map(tuple, shapes), tails, strict=True))

    def of(self, shapes: Floats) -> Floats:
        """Tail × distribution, from distribution × parameter."""
        asked = list(map(tuple, shapes.tolist()))
        new = [shape for shape in asked if shape not in self._known]
        if len(self._known) + len(new) > _MOST:
            return self._computed(shapes).T
        if new:
            self._known.update(zip(new, self._computed(np.array(new)).tolist(), strict=True))
            known = list(self._known.items())
            write(
                self._place, {"shapes": np.array([one for one, _ in known]), "tails": np.array([at for _, at in known])}
            )
        return np.array([self._known[shape] for shape in asked], np.float64).reshape(-1, len(_TAILS)).T

    def _computed(self, shapes: Floats) -> Floats:
        from scipy.special import betaincinv, gammaincinv

        inverse = {"beta": betaincinv, "gamma": gammaincinv}[self._family]
        return np.stack([inverse(*shapes.T, tail) for tail in _TAILS], axis=1)


@cache
def _scipy() -> str:
    """What tells the version of SciPy, without loading it or parsing its description: an article is scored sooner."""
    spec = find_spec("scipy")
    try:
        return Path(str(spec and spec.origin)).with_name("version.py").read_text(encoding="utf-8")
    except OSError:
        from importlib.metadata import version

        return version("scipy")


@cache
def _quantiles(family: str) -> _Quantiles:
    return _Quantiles(family)

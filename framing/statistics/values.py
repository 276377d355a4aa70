"""Values: estimate and interval of each key and measure, by shrinkage or by random effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.scoring.intervals import PER
from framing.statistics.countries import random_effects
from framing.statistics.dispersion import rate_effect, share_effect
from framing.statistics.posterior import rate_posterior, share_posterior
from framing.statistics.priors import Population
from framing.statistics.tally import Tally

__all__ = ["MIN_UNITS", "SPREADS", "Layout", "Values", "random_values", "shrunken_values"]

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

#: Where the spread between outlets comes from, in words.
SPREADS: Final = ("spread of the language's outlets", "spread of reference news", "no prior knowledge")
_BASIS: Final = ("outlets", "reference", "none")
#: Outlets that the variance between them is estimated on at least. Of fewer it says nothing: with two, Hartung and
#: Knapp's interval is 12.7 standard errors wide on either side.
MIN_UNITS: Final = 5
#: No proportion is nearer to 0 or 1.
_EDGE: Final = 1e-3
#: No rate is higher: every second word a hit.
_HIGHEST: Final = 500.0


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Which group of a tally belongs to which key.

    Attributes:
        key: number of each group's key.
        language: number of each group's language.
        stratum: number of each group's population.
        keys: how many.
    """

    key: Longs
    language: Longs
    stratum: Longs
    keys: int

    def sums(self, matrix: Floats) -> Floats:
        """Groups added up to keys."""
        added = np.zeros((self.keys, matrix.shape[1]))
        np.add.at(added, self.key, matrix)
        return added

    def highest(self, matrix: Floats, lowest: float = 0.0) -> Floats:
        """The highest value of a key's groups."""
        found = np.full((self.keys, matrix.shape[1]), lowest)
        np.maximum.at(found, self.key, matrix)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Matrices keys × names, rates and then shares; a share's values are contrasts from −1 to +1.

    Attributes:
        effect: design effect.
        tau2: variance between outlets, of logarithms; NaN where it was not estimated.
        i2: the part of the variation that is not chance; NaN so too.
        spread: variance between outlets, of logarithms, that the prior has.
        basis: where the prior comes from, as a number of :data:`SPREADS`.
        effects: how many outlets random effects were estimated on; 0 where they were not.
    """

    estimate: Floats
    low: Floats
    high: Floats
    effect: Floats
    tau2: Floats
    i2: Floats
    spread: Floats
    basis: Longs
    effects: Longs


def shrunken_values(
    found: Tally, layout: Layout, extra: tuple[Floats, Floats], populations: Sequence[Population]
) -> Values:
    """Posterior means and intervals.

    The prior of a key in several languages has the mean of theirs, by words, and the widest spread.

    Args:
        found: sums of the groups.
        layout: their keys.
        extra: κ and ρ, languages × names.
        populations: that ``layout.stratum`` numbers.
    """
    rates, shares = found.rates, found.shares
    cut = len(rates.names)
    y, n, varied = (layout.sums(each) for each in (rates.y, rates.n, extra[0][layout.language] * rates.n2))
    p, t, t2 = (layout.sums(each) for each in (shares.p, shares.t, shares.t2))
    effects = share_effect(_ratio(layout.sums(extra[1][layout.language] * shares.t), t), t, t2)
    mean, worth, basis = _priors(found, layout, populations)
    with np.errstate(divide="ignore", invalid="ignore"):
        texts = n**2 / varied
    shape = mean.shape
    values = np.full((3, *shape), np.nan)
    at = np.nonzero(n > 0)
    first = worth[:, :cut][at]
    rate = rate_posterior(y[at], n[at], texts[at], first, first / mean[:, :cut][at])
    at_t = np.nonzero(t > 0)
    first = worth[:, cut:][at_t]
    of_p = mean[:, cut:][at_t]
    share = share_posterior(p[at_t], t[at_t], effects[at_t], first * of_p, first * (1 - of_p))
    for row, name in enumerate(("mean", "low", "high")):
        values[row, :, :cut][at] = getattr(rate, name)
        values[row, :, cut:][at_t] = 2 * getattr(share, name) - 1
    effect = np.hstack([1 + np.nan_to_num(values[0, :, :cut]) / PER * _ratio(varied, n), effects])
    # Of a gamma's logarithm, and of a beta's log odds by the delta method.
    odds = mean[:, cut:] * (1 - mean[:, cut:])
    spread = np.hstack([np.log1p(1 / worth[:, :cut]), 1 / ((worth[:, cut:] + 1) * odds)])
    none = np.full(shape, np.nan)
    low, high = values[1], values[2]
    return Values(values[0], low, high, effect, none, none, spread, basis, np.zeros(shape, np.int64))


def _priors(found: Tally, layout: Layout, populations: Sequence[Population]) -> tuple[Floats, Floats, Longs]:
    """Each key's prior mean, its worth (a gamma's shape, the sum of a beta's parameters) and where it comes from."""
    cut = len(found.rates.names)
    means = np.array([[prior.mean for prior in each.priors] for each in populations])
    worths = np.array(
        [
            [prior.first if at < cut else prior.first + prior.second for at, prior in enumerate(each.priors)]
            for each in populations
        ]
    )
    bases = np.array([[_BASIS.index(name) for name in each.basis] for each in populations])
    # A hundredth of a word, or of a hit, so that a key without any has a prior too.
    weight = np.hstack([found.rates.n, found.shares.t]) + 0.01
    mean = layout.sums(weight * means[layout.stratum]) / layout.sums(weight)
    worth = 1 / layout.highest(1 / worths[layout.stratum])
    return mean, worth, layout.highest(bases[layout.stratum].astype(np.float64)).astype(np.int64)


def random_values(found: Tally, layout: Layout, extra: tuple[Floats, Floats], pooled: Values) -> Values:
    """Random effects over outlets: what the average outlet has.

    Rates and proportions are averaged as they are, each outlet's variance by chance taken at the pooled value: a
    logarithm of few hits is biased, and a variance of an outlet's own hits goes with its value. (Averaging logarithms
    with half a hit added took 32 % of the truths into the intervals of 30 outlets of 10 articles; see ``make simulate``
    for this.) The interval is made on the logarithm, or the log odds, of the mean. Under :data:`MIN_UNITS` outlets the
    variance between them is the prior's, and the interval the normal's.

    Args:
        found: sums of the outlets of each key.
        layout: their keys.
        extra: κ and ρ, languages × names.
        pooled: from :func:`shrunken_values`; stands where the outlets have no hit, or hits of one side only.
    """
    names = ("estimate", "low", "high", "tau2", "i2")
    kept = {name: getattr(pooled, name).copy() for name in names}
    sizes = pooled.effects.copy()
    cut = len(found.rates.names)
    for column in range(pooled.estimate.shape[1]):
        of = (
            _of_rates(found, layout, extra[0], column)
            if column < cut
            else _of_shares(found, layout, extra[1], column - cut)
        )
        if not len(of.key):
            continue
        few = np.bincount(of.key, minlength=layout.keys) < MIN_UNITS
        spread = pooled.spread[:, column]
        tau2 = (np.expm1(spread) if column < cut else spread) * of.slope**2
        result = random_effects(of.values, of.variances, of.key, layout.keys, np.where(few, tau2, np.nan))
        known = (result.size > 0) & (result.mean > 0) & (of.slope > 0)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            if column < cut:
                half = result.half / result.mean
                ends = [of.centre * result.mean * np.exp(way * half) for way in (0, -1, 1)]
                ends = [np.minimum(end, _HIGHEST) for end in ends]
                between = result.tau2 / result.mean**2
            else:
                share = np.clip(result.mean, _EDGE, 1 - _EDGE)
                half = result.half / (share * (1 - share))
                ends = [np.tanh((np.log(share / (1 - share)) + way * half) / 2) for way in (0, -1, 1)]
                between = result.tau2 / (share * (1 - share)) ** 2
        for name, new in zip(names, (*ends, between, result.i2), strict=True):
            kept[name][known, column] = new[known]
        sizes[known, column] = result.size[known]
    return replace(pooled, **kept, effects=sizes)


@dataclass(frozen=True, slots=True, eq=False)
class _Of:
    """Outlets' values, their variances by chance and their keys; and a number a key.

    Attributes:
        centre: what rates are relative to.
        slope: of a value over its logarithm, or log odds, at the pooled value; 0 where there is nothing to average.
    """

    values: Floats
    variances: Floats
    key: Longs
    centre: Floats
    slope: Floats


def _of_rates(found: Tally, layout: Layout, extra: Floats, column: int) -> _Of:
    """Rates over the pooled rate of their key."""
    y, n, n2 = (each[:, column] for each in (found.rates.y, found.rates.n, found.rates.n2))
    hits, words = (np.bincount(layout.key, each, layout.keys).astype(np.float64) for each in (y, n))
    centre = PER * _ratio(hits, words)
    rows = np.flatnonzero((n > 0) & (hits[layout.key] > 0))
    key = layout.key[rows]
    expected = centre[key] / PER * n[rows]
    effect = rate_effect(extra[layout.language[rows], column], centre[key], n[rows], n2[rows])
    return _Of(y[rows] / expected, effect / expected, key, centre, (hits > 0).astype(np.float64))


def _of_shares(found: Tally, layout: Layout, correlation: Floats, column: int) -> _Of:
    """Proportions."""
    p, t, t2 = (each[:, column] for each in (found.shares.p, found.shares.t, found.shares.t2))
    positive, both = (np.bincount(layout.key, each, layout.keys).astype(np.float64) for each in (p, t))
    pooled = _ratio(positive, both)
    slope = pooled * (1 - pooled)
    rows = np.flatnonzero((t > 0) & (slope[layout.key] > 0))
    key = layout.key[rows]
    effect = share_effect(correlation[layout.language[rows], column], t[rows], t2[rows])
    return _Of(p[rows] / t[rows], slope[key] * effect / t[rows], key, pooled, slope)


def _ratio(over: Floats, under: Floats) -> Floats:
    return np.asarray(np.divide(over, under, out=np.zeros_like(over), where=under > 0), np.float64)

"""The model behind every estimate: outlets vary around their population's mean, and their articles vary around them.

For one measure, y hits in n thousand words, and one population of outlets:

* y of an outlet is negative binomial around nλ with shape s/κ: s = n²/Σnⱼ² is how many articles of equal length it has,
  κ how much more than chance its articles vary;
* λ of an outlet is gamma with mean μ and a coefficient of variation;
* log μ has Student's t with three degrees of freedom around reference news: it stays near unless the outlets say
  otherwise, and then goes where they say (O'Hagan & Pericchi, Brazilian Journal of Probability and Statistics, 2012).

μ, the coefficient of variation and κ are integrated over a grid (Rue, Martino & Chopin, Journal of the Royal
Statistical Society B 71, 2009), each log λ over a grid of its own, so that big outlets are as exact as small ones.
:func:`fit` gives each outlet's posterior, and :data:`DRAWS` joint draws: fixed, stratified, the same in each run.
Whatever is said of several outlets is a function of these, so that a mean of outlets lies among them and a ratio to the
median outlet agrees with both.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from framing.arrays import Floats, Longs, Singles
from framing.statistics.figures import TAILS, between, cumulated, edges, quantiles, uniforms

__all__ = ["VARIATION", "Cells", "Fit", "Prior", "fit"]

#: Factors of κ that are weighed alike: articles of an outlet come in topics and events, and κ is fitted on few.
_KAPPAS: Final = np.array([0.5, 1.0, 2.0, 4.0])
#: Scale of log μ. The means of topical corpora lie .4 to .55 (standard deviation) from reference news, some a factor of
#: 12; with this scale outlets of a corpus at five times the reference are in their intervals as often as they should.
_SCALE: Final = 1.0
_FREEDOM: Final = 3.0
#: Standard deviation of the logarithm of the coefficient of variation: wider than {½, 1, 2} weighed alike, whose .57
#: held .85 of the rates of 30 bimodal outlets of five articles where .8 holds .875, and .90 with the next line.
_UNSURE: Final = 0.8
#: The coefficient of variation that is expected, at least. Reference news is of all topics, and outlets that somebody
#: sets side by side differ more than its outlets do; with .5 intervals of three outlets are a tenth wider.
_FLOOR: Final = 0.35
#: No coefficient of variation is smaller, or larger: a few outlets would have nearly all hits.
_VARIATIONS: Final = (0.05, 2.5)
#: Where nothing is known of how outlets vary: the middle of ``priors.csv``.
VARIATION: Final = 0.5
#: Points of the grids: of log λ; of log μ at first and then where it is likely; of the coefficient of variation.
_POINTS: Final = 41
_MEANS: Final = (25, 15)
_SPREADS: Final = (7, 7)
#: Outlets that the first, wide grids are weighed on at most, and the second; more add nothing but time.
_SAMPLES: Final = (128, 1024)
#: Chances that are held at a time, of all points of all outlets given what was drawn: 16 MB.
_CELLS: Final = 2_000_000
#: A rate cannot be higher: each word a hit.
_HIGHEST: Final = np.log(1000.0)
#: Fits that are kept, each of so many outlets at most (30 MB in all): with another filter, level or choice few counts
#: change. Of a report with what its findings hang on nine fits in ten were made before, of a specification curve eight.
_KEPT: Final = 512
_KEPT_OUTLETS: Final = 24
#: Half the width of the grids, in standard deviations.
_REACH: Final = (6.0, 5.0, 2.4)
#: A prior under which what was found is rarer than this is given up. Student's t with three degrees of freedom is wide:
#: whatever the outlets, ten times the reference has p = .1, thirty times .04, a hundred times .02, and 350 times .01.
_CONFLICT: Final = 0.01
#: A κ that is none, and a likelihood that is none.
_LEAST: Final = 1e-6
_TINY: Final = np.float32(1e-30)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """What was counted in the outlets of a population; one number an outlet, of those that have words.

    Attributes:
        hits: y.
        thousands: n, thousands of words.
        texts: s, how many texts of equal length would weigh as much.
        place: of each, its place among the draws: what has a place of its own is drawn independently.
    """

    hits: Floats
    thousands: Floats
    texts: Floats
    place: Longs


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known beforehand.

    Attributes:
        mean: of reference news, per 1,000 words; None where there is none, or it is given up.
        variation: coefficient of variation of the outlets' rates.
        extra: κ of their articles.
    """

    mean: float | None
    variation: float
    extra: float


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What is known afterwards.

    Attributes:
        grid: logarithms of λ per 1,000 words, outlets × points.
        mass: chance of each point, outlets × points.
        logs: draws of log λ, draws × outlets.
        mean: draws of log μ.
        variation: draws of the coefficient of variation.
        conflict: whether the prior's mean was given up.
    """

    grid: Floats
    mass: Floats
    logs: Singles
    mean: Floats
    variation: Floats
    conflict: bool

    @property
    def estimate(self) -> Floats:
        """Posterior mean of each outlet's rate."""
        return np.asarray((self.mass * np.exp(self.grid)).sum(axis=1), np.float64)

    @property
    def interval(self) -> Floats:
        """Equal-tailed 95 % interval of each outlet's rate; outlets × 2."""
        tails = np.broadcast_to(TAILS, (len(self.grid), 2))
        return np.exp(quantiles(self.grid, self.mass, tails))

    def shifted_log2(self, by: float) -> Floats:
        """Posterior mean of log₂(λ + by)."""
        return np.asarray((self.mass * np.log2(np.exp(self.grid) + by)).sum(axis=1), np.float64)


def fit(cells: Cells, prior: Prior, stream: int = 0, *, joint: bool = True) -> Fit:
    """Fit the outlets of one population.

    Args:
        cells: what was counted.
        prior: what is known beforehand.
        stream: fits of different streams are drawn independently of each other.
        joint: whether outlets are drawn together, as all that is said of several needs; else each for itself, in a
            tenth of the time.

    Example:
        >>> counted = Cells(*(np.array(of, float) for of in ([9, 2, 30], [4, 1, 5], [9, 2, 12])), np.arange(3))
        >>> found = fit(counted, Prior(3.0, 0.5, 1.0))
        >>> found.estimate.round(1).tolist()
        [3.4, 3.9, 5.2]
    """
    if len(cells.hits) > _KEPT_OUTLETS:
        return _fitted(cells, prior, stream, joint)
    return _kept(np.array([getattr(cells, name) for name in Cells.__slots__]).tobytes(), prior, stream, joint)


@lru_cache(maxsize=_KEPT)
def _kept(counted: bytes, prior: Prior, stream: int, joint: bool) -> Fit:
    hits, thousands, texts, place = np.frombuffer(counted).reshape(4, -1)
    found = _fitted(Cells(hits, thousands, texts, place.astype(np.int64)), prior, stream, joint)
    # It will be taken again: nobody may write into it.
    for name in ("grid", "mass", "logs", "mean", "variation"):
        getattr(found, name).flags.writeable = False
    return found


def _fitted(cells: Cells, prior: Prior, stream: int, joint: bool) -> Fit:
    prior = replace(prior, variation=max(prior.variation, _FLOOR))
    conflict = prior.mean is not None and _surprise(cells, prior, prior.mean) < _CONFLICT
    if conflict:
        prior = replace(prior, mean=None)
    sample = _part(cells, slice(None, None, -(-len(cells.hits) // _SAMPLES[0])))
    first = _weighed(sample, prior, *_first_grids(sample, prior))
    many = _part(cells, slice(None, None, -(-len(cells.hits) // _SAMPLES[1])))
    second = _weighed(many, prior, *_second_grids(first, many, prior))
    if len(second.grid) == len(cells.hits):
        return _drawn(cells, second, stream, conflict, joint)
    parts = []
    for at in range(0, len(cells.hits), _SAMPLES[1]):
        few = _part(cells, slice(at, at + _SAMPLES[1]))
        weighed = _weighed(few, prior, *_second_grids(first, few, prior))
        parts.append(_drawn(few, replace(weighed, weight=second.weight), stream, conflict, joint))
    grid, mass = (np.concatenate([getattr(part, name) for part in parts]) for name in ("grid", "mass"))
    logs = np.concatenate([part.logs for part in parts], axis=1)
    return Fit(grid, mass, logs, parts[0].mean, parts[0].variation, conflict)


def _part(cells: Cells, which: slice) -> Cells:
    return Cells(*(getattr(cells, name)[which] for name in Cells.__slots__))


@dataclass(frozen=True, slots=True, eq=False)
class _Weighed:
    """All points of the grids with their weights.

    Attributes:
        grid: outlets × points.
        likelihood: outlets × κ × points, each point's step in it.
        density: of log λ: outlets × points × (means × variations).
        explained: of each outlet: outlets × κ × (means × variations).
        weight: κ × means × variations; adds up to 1.
        means: logarithms of μ.
        variations: coefficients of variation.
    """

    grid: Floats
    likelihood: Singles
    density: Singles
    explained: Singles
    weight: Floats
    means: Floats
    variations: Floats

    @property
    def mass(self) -> Floats:
        """Chance of each point over all that is weighed: outlets × points."""
        share = self.weight.reshape(len(self.weight), -1).astype(np.float32) / self.explained
        mass = (self.likelihood * (share @ self.density.transpose(0, 2, 1))).sum(axis=1, dtype=np.float64)
        return np.asarray(mass / mass.sum(axis=1, keepdims=True), np.float64)


def _weighed(cells: Cells, prior: Prior, grid: Floats, step: Floats, means: Floats, variations: Floats) -> _Weighed:
    log = _log_likelihood(cells, grid, np.maximum(prior.extra, 0.01) * _KAPPAS)
    top = log.max(axis=2, keepdims=True)
    # Single precision: what is left of six figures after the sums is far more than the data say, in half the time.
    likelihood = (np.exp(log - top) * step[:, None, :]).astype(np.float32)
    density = _density(grid, step, means, variations)
    explained = np.maximum(likelihood @ density, _TINY)
    evidence = (np.log(explained) + top).sum(axis=0, dtype=np.float64).reshape(len(log[0]), len(means), -1)
    if prior.mean is not None:
        away = (means - np.log(prior.mean)) / _SCALE
        evidence -= ((_FREEDOM + 1) / 2 * np.log1p(away**2 / _FREEDOM))[:, None]
    evidence += np.log(_steps(means))[:, None] + np.log(_steps(np.log(variations)))
    evidence -= (np.log(variations / prior.variation) / _UNSURE) ** 2 / 2
    weight = np.exp(evidence - evidence.max())
    return _Weighed(grid, likelihood, density, explained, weight / weight.sum(), means, variations)


def _steps(points: Floats) -> Floats:
    """What each point of a grid stands for."""
    return np.asarray(np.gradient(points) / np.where(np.isin(points, np.log(_VARIATIONS)), 2, 1), np.float64)


def _log_likelihood(cells: Cells, grid: Floats, extra: Floats) -> Floats:
    """Outlets × κ × points."""
    from scipy.special import gammaln

    y, shape = cells.hits[:, None, None], (cells.texts[:, None] / extra)[:, :, None]
    expected = np.exp(grid)[:, None, :] * cells.thousands[:, None, None]
    constant = gammaln(y + shape) - gammaln(shape) - y * np.log(shape)
    return np.asarray(y * grid[:, None, :] - (y + shape) * np.log1p(expected / shape) + constant, np.float64)


def _density(grid: Floats, step: Floats, means: Floats, variations: Floats) -> Singles:
    """Density of log λ where λ is gamma: outlets × points × (means × variations).

    The first point stands for all below it: of a wide gamma's logarithm that can be much, and no hits rule none of it
    out.
    """
    from scipy.special import gammainc, gammaln

    shape = variations**-2.0
    constant = shape * np.log(shape) - gammaln(shape)
    away = grid[:, :, None] - means
    shaped = (away - np.exp(np.minimum(away, 50.0))).astype(np.float32)[..., None] * shape.astype(np.float32)
    shaped += constant.astype(np.float32)
    np.exp(shaped, out=shaped)
    edge = np.exp(np.minimum(away[:, 0] + step[:, :1] / 2, 50.0))
    shaped[:, 0] = gammainc(shape, edge[..., None] * shape) / step[:, :1, None]
    return shaped.reshape(*grid.shape, -1)


def _first_grids(cells: Cells, prior: Prior) -> tuple[Floats, Floats, Floats, Floats]:
    """Wide grids around what a normal approximation says."""
    y, n, information = cells.hits, cells.thousands, _information(cells, prior.extra)
    between = 2 * prior.variation**2
    unsure = 1 / ((information / (1 + information * between)).sum() + 1 / 3)  # Of log μ; the t's variance is 3.
    known = prior.mean if prior.mean is not None else (y.sum() + 0.5) / n.sum()
    weight = 1 / (1 + n * known * (between + prior.extra / cells.texts))
    mean = np.log(((weight * y).sum() + 0.5) / ((weight * n).sum() + 0.5 / known))
    means = mean + np.sqrt(unsure + between / len(y)) * _REACH[1] * np.linspace(-1, 1, _MEANS[0])
    spread = np.clip(prior.variation * 2.0 ** np.linspace(-2, 2, _SPREADS[0]), *_VARIATIONS)
    centre, width = _normal(cells, prior.extra, mean, 1 / (between + unsure))
    return *_points(centre, np.column_stack([width, width])), means, _distinct(spread)


def _second_grids(first: _Weighed, cells: Cells, prior: Prior) -> tuple[Floats, Floats, Floats, Floats]:
    """Fine grids where the first ones have their mass."""
    # A posterior narrower than the first grid's step is no wider than that step.
    mean, sides = _sides(first.weight.sum(axis=(0, 2))[None], first.means[None], (first.means[1] - first.means[0]) / 3)
    means = _split(mean, sides, (_REACH[1] - 0.5) * np.linspace(-1, 1, _MEANS[1]))[0]
    logs = np.log(first.variations)[None]
    usual, unsure = _sides(first.weight.sum(axis=(0, 1))[None], logs, 0.12)
    spreads = np.exp(_split(usual, unsure, _REACH[2] * np.linspace(-1, 1, _SPREADS[1]))[0])
    if len(first.grid) == len(cells.hits):
        centre, width = _sides(first.mass, first.grid, 1e-4)
    else:
        worth = 1 / (np.exp(2 * usual[0]) + (sides**2).mean())
        centre, each = _normal(cells, prior.extra, float(mean[0]), float(worth))
        width = np.column_stack([each, each])
    return *_points(centre, width), means, _distinct(np.clip(spreads, *_VARIATIONS))


def _sides(mass: Floats, values: Floats, least: float) -> tuple[Floats, Floats]:
    """Median of each row, and the standard deviations around it to the left and to the right; rows × 2."""
    middle = quantiles(values, mass, np.full((len(mass), 1), 0.5))
    away = values - middle
    both = []
    for sign in (-1, 1):
        side = np.where(away * sign > 0, mass, 0.0)
        both.append(np.sqrt((side * away**2).sum(axis=1) / np.maximum(side.sum(axis=1), 1e-30)))
    return middle[:, 0], np.maximum(np.column_stack(both), least)


def _split(centre: Floats, width: Floats, place: Floats) -> Floats:
    """Points at a place in standard deviations, which differ to the left and to the right; rows × points."""
    return np.asarray(centre[:, None] + np.where(place < 0, width[:, :1], width[:, 1:]) * place, np.float64)


def _normal(cells: Cells, extra: float, mean: float, worth: float) -> tuple[Floats, Floats]:
    """Centre and standard deviation of each log λ, roughly: from its hits, and from a mean that is worth so many."""
    information = _information(cells, extra)
    own = information * cells.thousands / np.maximum(cells.hits, 0.5)
    return np.log((information + worth) / (own + worth / np.exp(mean))), 1 / np.sqrt(information + worth)


def _information(cells: Cells, extra: float) -> Floats:
    """Of each outlet's hits on its log λ."""
    shape = cells.texts / max(extra, _LEAST)
    return cells.hits * shape / np.maximum(cells.hits + shape, _LEAST)


def _distinct(variations: Floats) -> Floats:
    """Rising, and two at least; none so near another that their logarithms are the same number."""
    values = np.unique(variations)
    values = np.asarray(values[np.append(True, np.diff(np.log(values)) > 1e-9)], np.float64)
    return values if len(values) > 1 else values[0] * np.array([1.0, 1.1])


def _points(centre: Floats, width: Floats) -> tuple[Floats, Floats]:
    """Points and their steps: even in the middle, wider apart to the left, where a gamma's logarithm has its tail."""
    even = _REACH[0] * np.linspace(-1, 1, _POINTS)
    place = even - np.where(even < -2, 0.24 * (even + 2) ** 2, 0.0)
    grid = _split(centre, width, place)
    return grid, np.gradient(grid, axis=1)


def _surprise(cells: Cells, prior: Prior, mean: float) -> float:
    """How likely hits as many, or as few, are under the prior: twice the smaller tail (Box, JRSS A 143, 1980)."""
    from scipy.special import betainc, stdtrit

    n, y = cells.thousands.sum(), cells.hits.sum()
    expected = n * mean * np.exp(_SCALE * stdtrit(_FREEDOM, (np.arange(100) + 0.5) / 100))
    varied = (cells.thousands**2 * (prior.variation**2 + prior.extra / cells.texts)).sum() / n**2
    shape = 1 / max(varied, _LEAST)
    miss = shape / (shape + expected)
    fewer = betainc(shape, y + 1, miss).mean()
    more = 1 - betainc(shape, y, miss).mean() if y > 0 else 1.0
    return float(min(2 * min(fewer, more), 1.0))


def _drawn(cells: Cells, weighed: _Weighed, stream: int, conflict: bool, joint: bool) -> Fit:
    """Systematic draws of (κ, variation, μ), and of each outlet's λ given them."""
    sizes = weighed.weight.shape
    chance = np.cumsum(weighed.weight.transpose(0, 2, 1).ravel())
    even = uniforms(stream, np.concatenate([[0, 1], cells.place + 2]))
    where = np.minimum(np.searchsorted(chance / chance[-1], even[:, 0]), len(chance) - 1)
    kappa, rest = np.divmod(where, sizes[1] * sizes[2])
    spread, mean = np.divmod(rest, sizes[1])
    mass = weighed.mass
    if joint:
        logs = _given(weighed, (kappa, mean * sizes[2] + spread), even[:, 2:])
    else:
        logs = quantiles(weighed.grid, mass, even[:, 2:].T).T
    # Between the grid's points, so that the draws of μ are no steps.
    jitter = np.gradient(weighed.means)[mean] * (even[:, 1] - 0.5)
    grid = np.minimum(weighed.grid, _HIGHEST)
    means = np.minimum(weighed.means[mean] + jitter, _HIGHEST)
    return Fit(grid, mass, np.minimum(logs, _HIGHEST).astype(np.float32), means, weighed.variations[spread], conflict)


def _given(weighed: _Weighed, drawn: tuple[Longs, Longs], even: Floats) -> Floats:
    """Each outlet's log λ in each draw, given κ and given mean and variation; draws × outlets."""
    kappa, prior = drawn
    pairs, which = np.unique(kappa * weighed.density.shape[2] + prior, return_inverse=True)
    kappas, priors = np.divmod(pairs, weighed.density.shape[2])
    likelihood, density = weighed.likelihood.transpose(1, 0, 2), weighed.density.transpose(2, 0, 1)
    logs, ends = np.empty(even.shape), edges(weighed.grid)
    outlet, size = np.arange(len(weighed.grid)), len(weighed.grid)
    step = _CELLS // weighed.grid.size
    for at in range(0, len(pairs), step):
        stretch = slice(at, at + step)
        given = (likelihood[kappas[stretch]] * density[priors[stretch]]).astype(np.float64)
        draws = np.flatnonzero((which >= at) & (which < at + step))
        place = outlet + (which[draws] - at)[:, None] * size
        logs[draws] = between(ends, outlet, cumulated(given.reshape(-1, given.shape[2])), place, even[draws])
    return logs

"""Draws: numbers that stand for chance, the same in each run, and quantiles of densities on a grid.

Figures: what the joint draws say of each key, an outlet, a country, a month, as estimate, interval and ratio.

A key is the unweighted mean of its cells, and a cell is what one outlet has under the key in one language: so a country
lies among its outlets, and is not its biggest one. Everything is said of draws or of the posteriors that they are drawn
from; nothing is fitted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Longs
from framing.scoring.intervals import LEVEL

__all__ = [
    "DRAWS",
    "MIN_OUTLETS",
    "TAILS",
    "Baseline",
    "Drawn",
    "Figures",
    "Keys",
    "baseline_of",
    "between",
    "cumulated",
    "edges",
    "figures_of",
    "further_outlets",
    "quantiles",
    "uniforms",
    "uniforms_of",
    "unknown",
]


#: Joint draws.
DRAWS: Final = 400
#: Ends of an interval, as shares of what is below.
TAILS: Final = np.array([(1 - LEVEL) / 2, (1 + LEVEL) / 2])
#: Columns that are hashed at a time.
_BLOCK: Final = 256
_TINY: Final = 1e-30


def quantiles(grid: Floats, mass: Floats, at: Floats) -> Floats:
    """Quantiles of densities that are even around each point of a grid; rows × tails.

    Example:
        >>> quantiles(np.array([[0.0, 1.0, 2.0]]), np.array([[1.0, 2.0, 1.0]]), np.array([[0.5, 0.875]])).tolist()
        [[1.0, 2.0]]
    """
    row = np.arange(len(grid))[:, None]
    return between(edges(grid), row, cumulated(mass), row, at)


def cumulated(mass: Floats) -> Floats:
    """What is at each point and before it, as a share of all; rows × points."""
    total = np.cumsum(mass, axis=1)
    total /= np.maximum(total[:, -1:], _TINY)
    return np.asarray(total, np.float64)


def edges(grid: Floats) -> Floats:
    """Where the stretch of each point begins, and the last one ends; rows × (points + 1)."""
    middle = (grid[:, 1:] + grid[:, :-1]) / 2
    return np.concatenate([2 * grid[:, :1] - middle[:, :1], middle, 2 * grid[:, -1:] - middle[:, -1:]], axis=1)


def between(ends: Floats, row: Longs, total: Floats, density: Longs, at: Floats) -> Floats:
    """Values below which shares of densities lie, even within the stretch of each point.

    Args:
        ends: from :func:`edges`.
        row: of ``ends``, for each share.
        total: from :func:`cumulated`; densities × points.
        density: for each share; like ``row`` of the shape of ``at``, once broadcast.
        at: the shares.

    Returns:
        Values, of the shape of ``at``.
    """
    points = total.shape[1]
    flat, first = total.ravel(), density * points
    # How many points of its density lie below each share: all are searched at once, by ever smaller steps.
    below = np.zeros(at.shape, np.int64)
    step = 1 << (points.bit_length() - 1)
    while step:
        next_one = np.minimum(below + step, points)
        below = np.where(flat.take(first + next_one - 1) < at, next_one, below)
        step //= 2
    index = np.minimum(below, points - 1)
    before = np.where(index > 0, flat.take(first + np.maximum(index - 1, 0)), 0.0)
    own = np.maximum(flat.take(first + index) - before, _TINY)
    begin = row * (points + 1) + index
    left, right = ends.ravel().take(begin), ends.ravel().take(begin + 1)
    return np.asarray(left + np.clip((at - before) / own, 0, 1) * (right - left), np.float64)


def uniforms(stream: int, columns: npt.ArrayLike) -> Floats:
    """Numbers between 0 and 1, draws × columns: each column has the same, evenly spaced, in an order of its own.

    The order is a hash of column and stream (SplitMix64: Steele, Lea & Flood, OOPSLA 2014): the same everywhere, and
    whatever else is drawn.

    Example:
        >>> numbers = uniforms(1, [5, 900])
        >>> numbers.shape, float(numbers.min()), bool((numbers[:, 0] == numbers[:, 1]).all())
        ((400, 2), 0.00125, False)
    """
    wanted = np.asarray(columns, np.int64)
    numbers = np.empty((DRAWS, len(wanted)))
    for block in np.unique(wanted // _BLOCK):
        places = np.flatnonzero(wanted // _BLOCK == block)
        numbers[:, places] = _uniforms(stream, int(block))[:, wanted[places] % _BLOCK]
    return numbers


def uniforms_of(stream: int, names: Sequence[str]) -> Floats:
    """The same, draws × names, in an order that depends on the name alone: whoever else is there, it stays.

    Example:
        >>> bool((uniforms_of(1, ["IN", "PK"])[:, 1] == uniforms_of(1, ["PK"])[:, 0]).all())
        True
    """
    # Of 31 bits, so that 400 draws of each stay below the stream's.
    return _ranked(stream, np.array([crc32(name.encode()) & 0x7FFFFFFF for name in names], np.uint64))


@lru_cache(maxsize=256)
def _uniforms(stream: int, block: int) -> Floats:
    return _ranked(stream, np.arange(block * _BLOCK, (block + 1) * _BLOCK, dtype=np.uint64))


def _ranked(stream: int, columns: npt.NDArray[np.uint64]) -> Floats:
    number = np.arange(DRAWS, dtype=np.uint64)[:, None] + columns * np.uint64(DRAWS)
    with np.errstate(over="ignore"):
        mixed = (number + np.uint64((stream & 0xFFFFFF) << 40) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return (np.argsort(np.argsort(mixed, axis=0, kind="stable"), axis=0, kind="stable") + 0.5) / DRAWS


#: Outlets of a language that have a median worth naming.
MIN_OUTLETS: Final = 5
#: What differs by half as much again is worth telling.
BEYOND: Final = 1.5
#: Keys worked out at a time.
_STRETCH: Final = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One measure in all cells; NaN in those without words.

    Attributes:
        estimate: posterior mean of each cell.
        interval: of each cell, cells × 2; NaN where it is to be taken from the draws.
        draws: draws × cells: a rate per 1,000 words, or a scale's log₂ ratio.
        ratio: whether it is a rate, so that a ratio to the baseline means something; else a difference does.
        conflict: whether the cell's prior was given up.
        variation: draws × cells: coefficient of variation of the cell's population.
    """

    estimate: Floats
    interval: Floats
    draws: npt.NDArray[np.float32]
    ratio: bool
    conflict: npt.NDArray[np.bool_]
    variation: npt.NDArray[np.float32]

    def take(self, cells: Longs) -> Drawn:
        """The same of some cells."""
        return Drawn(
            self.estimate[cells],
            self.interval[cells],
            self.draws[:, cells],
            self.ratio,
            self.conflict[cells],
            self.variation[:, cells],
        )

    def centred(self, language: Longs, baseline: Baseline) -> Drawn:
        """A scale's distance from what is usual in its language; rates are as they are."""
        if self.ratio:
            return self
        usual = np.where(baseline.basis > 0, baseline.draws, 0.0)[:, language]
        estimate, draws = self.estimate - usual.mean(axis=0), (self.draws - usual).astype(np.float32)
        return replace(self, estimate=estimate, draws=draws)


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Which cell belongs to which key.

    Attributes:
        key: number of each cell's key.
        language: number of each cell's language.
        size: how many keys.
        alike: of each key, a number that keys with the same counts share; None where that does not matter.
    """

    key: Longs
    language: Longs
    size: int
    alike: Longs | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """What is usual in each language.

    Attributes:
        draws: draws × languages; NaN where nothing is known.
        basis: where it is from: 0 nowhere, 1 the median outlet, 2 reference news.
    """

    draws: Floats
    basis: Longs

    @property
    def of_differences(self) -> Baseline:
        """What distances from it have: 0 where it is known."""
        return Baseline(np.where(self.basis > 0, 0.0, np.nan) * np.ones_like(self.draws), self.basis)

    def of_keys(self, keys: Keys) -> Baseline:
        """The mean over each key's cells."""
        size = np.maximum(np.bincount(keys.key, minlength=keys.size), 1)
        draws, basis = np.zeros((keys.size, DRAWS)), np.zeros(keys.size, np.int64)
        np.add.at(draws, keys.key, self.draws.T[keys.language])
        np.maximum.at(basis, keys.key, self.basis[keys.language])
        return Baseline((draws / size[:, None]).T, basis)


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """One number a key, NaN where there is none.

    Attributes:
        estimate: mean of the cells' posterior means.
        low: lower end of the 95 % interval; so ``high``.
        baseline: what is usual; a difference's is 0.
        ratio: median of the ratio to the baseline, with ``ratio_low`` and ``ratio_high``.
        lfsr: chance that the sign of the difference from the baseline is the other one.
        beyond: chance that it differs from the baseline by more than half as much again.
        conflict: whether a prior was given up.
        basis: where the baseline is from, as for :class:`Baseline`.
    """

    estimate: Floats
    low: Floats
    high: Floats
    baseline: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    lfsr: Floats
    beyond: Floats
    conflict: npt.NDArray[np.bool_]
    basis: Longs


def baseline_of(draws: npt.NDArray[np.float32], language: Longs, reference: Floats) -> Baseline:
    """The median outlet of each language in each draw; of fewer than five outlets, the reference.

    Args:
        draws: draws × outlets, NaN where an outlet has no words.
        language: of each outlet.
        reference: of each language, NaN where there is none.
    """
    rates = np.tile(reference, (DRAWS, 1)).astype(np.float64)
    basis = np.where(np.isnan(reference), 0, 2)
    estimated = ~np.isnan(draws[0])
    for number in range(len(reference)):
        of = np.flatnonzero(estimated & (language == number))
        if len(of) >= MIN_OUTLETS:
            rates[:, number], basis[number] = np.median(draws[:, of], axis=1), 1
    return Baseline(rates, basis)


def figures_of(drawn: Drawn, keys: Keys, baseline: Baseline) -> Figures:
    """What the draws say of each key."""
    estimated = np.flatnonzero(~np.isnan(drawn.estimate))
    order = estimated[np.argsort(keys.key[estimated], kind="stable")]
    known, starts, sizes = np.unique(keys.key[order], return_index=True, return_counts=True)
    columns = {name: np.full(keys.size, np.nan) for name in _COLUMNS}
    for at in range(0, len(known), _STRETCH):
        stretch = slice(at, at + _STRETCH)
        cells = order[starts[at] : starts[stretch][-1] + sizes[stretch][-1]]
        part = _figures_of(drawn, cells, keys.language[cells], starts[stretch] - starts[at], sizes[stretch], baseline)
        for name, values in part.items():
            columns[name][known[stretch]] = values
    single = np.flatnonzero(sizes == 1)
    own = order[starts[single]]
    for row, name in enumerate(("low", "high")):
        exact = ~np.isnan(drawn.interval[own, row])
        columns[name][known[single[exact]]] = drawn.interval[own[exact], row]
    if keys.alike is not None:
        columns = {name: _alike(values, keys.alike) for name, values in columns.items()}
    columns["low"] = np.minimum(columns["low"], columns["estimate"])
    columns["high"] = np.maximum(columns["high"], columns["estimate"])
    conflict, basis = np.zeros(keys.size, np.bool_), np.zeros(keys.size, np.int64)
    np.logical_or.at(conflict, keys.key, drawn.conflict)
    np.maximum.at(basis, keys.key, baseline.basis[keys.language])
    return Figures(**columns, conflict=conflict, basis=basis)


_COLUMNS: Final = ("estimate", "low", "high", "baseline", "ratio", "ratio_low", "ratio_high", "lfsr", "beyond")


def unknown(keys: int) -> Figures:
    """The figures of a measure that nobody asked for: none."""
    blank = dict.fromkeys(_COLUMNS, np.full(keys, np.nan))
    return Figures(**blank, conflict=np.zeros(keys, np.bool_), basis=np.zeros(keys, np.int64))


def _figures_of(
    drawn: Drawn, cells: Longs, language: Longs, starts: Longs, sizes: Longs, baseline: Baseline
) -> dict[str, Floats]:
    """The figures of some keys, whose cells stand together from ``starts`` on."""

    def mean(of: Floats) -> Floats:
        return np.asarray(np.add.reduceat(of, starts, axis=-1) / sizes, np.float64)

    values = mean(drawn.draws[:, cells].astype(np.float64))
    usual = mean(baseline.draws[:, language])
    figures = {"estimate": mean(drawn.estimate[cells])}
    figures["low"], figures["high"] = np.quantile(values, TAILS, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.log(values / usual) if drawn.ratio else (values - usual) * np.log(2)
    comparable = ~np.isnan(away[0])
    below, above = ((way <= 0).mean(axis=0) for way in (away, -away))
    figures["lfsr"] = np.where(comparable, np.minimum(below, above), np.nan)
    figures["beyond"] = np.where(comparable, (np.abs(away) > np.log(BEYOND)).mean(axis=0), np.nan)
    blank = np.full(len(sizes), np.nan)
    low, middle, high = np.exp(np.quantile(away, [TAILS[0], 0.5, TAILS[1]], axis=0)) if drawn.ratio else [blank] * 3
    figures |= {"ratio": middle, "ratio_low": low, "ratio_high": high}
    figures["baseline"] = np.median(usual, axis=0)
    return figures


def _alike(values: Floats, alike: Longs) -> Floats:
    """The mean of keys that have the same counts: they differ by nothing but their place among the draws."""
    size = np.bincount(alike)
    return np.asarray((np.bincount(alike, values) / size)[alike], np.float64)


def further_outlets(drawn: Drawn, keys: Keys, even: Floats) -> Drawn:
    """Draws of the mean of all outlets like those of each key, of which those at hand are a few.

    Given k outlets' rates, of a gamma with a known coefficient of variation, the mean of all is an inverse gamma; of
    log ratios it is normal.

    Args:
        drawn: one measure in all cells.
        keys: which cell belongs to which key.
        even: draws × keys, numbers between 0 and 1.

    Returns:
        One cell a key; NaN for keys of fewer than two outlets.
    """
    from scipy.special import gammaincinv, ndtri

    estimated = ~np.isnan(drawn.estimate)
    size = np.bincount(keys.key[estimated], minlength=keys.size)
    draws = np.full((DRAWS, keys.size), np.nan)
    for key in np.flatnonzero(size > 1):
        of = np.flatnonzero(estimated & (keys.key == key))
        values = drawn.draws[:, of].astype(np.float64)
        if drawn.ratio:
            shape = len(of) * (drawn.variation[:, of] ** -2.0).mean(axis=1)
            draws[:, key] = np.minimum(shape * values.mean(axis=1) / gammaincinv(shape, even[:, key]), 1000.0)
        else:
            error = values.std(axis=1, ddof=1) / np.sqrt(len(of))
            draws[:, key] = values.mean(axis=1) + error * ndtri(even[:, key])
    conflict = np.zeros(keys.size, np.bool_)
    np.logical_or.at(conflict, keys.key, drawn.conflict)
    blank = np.full((keys.size, 2), np.nan)
    return Drawn(draws.mean(axis=0), blank, draws.astype(np.float32), drawn.ratio, conflict, drawn.variation[:, :0])

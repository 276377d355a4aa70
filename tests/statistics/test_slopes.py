"""Slopes: maximum likelihood, robust intervals, and what they say of too little."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import minimize

from framing.statistics.slopes import PeriodCells, slopes
from tests.benchmarks.trends import held

Floats = npt.NDArray[np.float64]


def cells(
    random: np.random.Generator, *, share: bool, periods: int = 13, groups: int = 3, slope: float = 0.1
) -> PeriodCells:
    """A text a cell, so that all sums follow from it."""
    group, x = (part.ravel() for part in np.meshgrid(np.arange(groups), np.arange(periods), indexing="ij"))
    level = np.array([-1.0, 0.0, 0.7])[group]
    if share:
        n = random.integers(20, 60, len(x)).astype(np.float64)
        y = random.binomial(n.astype(int), 1 / (1 + np.exp(-(level + slope * x)))).astype(np.float64)
    else:
        n = random.integers(2000, 9000, len(x)).astype(np.float64)
        y = random.poisson(0.005 * n * np.exp(level + slope * x)).astype(np.float64)
    return PeriodCells(y, n, y**2, y * n, n**2, group, x.astype(np.float64), share=share)


def likelihood(of: PeriodCells, *, within: bool) -> float:
    """The slope by a general optimiser, levels as dummies."""
    group = of.group if within else np.zeros_like(of.group)
    x = of.x - of.x.mean()

    def loss(point: Floats) -> tuple[float, Floats]:
        line = point[1:][group] + point[0] * x
        mean = of.n / (1 + np.exp(-line)) if of.share else of.n * np.exp(line)
        value = of.n * np.logaddexp(0, line) - of.y * line if of.share else mean - of.y * line
        left = mean - of.y
        return float(value.sum()), np.array([(left * x).sum(), *np.bincount(group, left)])

    start = np.array([0.0, *[-0.5 if of.share else -5.0] * (int(group.max()) + 1)])
    return float(minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-6}).x[0])


@pytest.mark.parametrize("share", [False, True])
def test_slopes_are_those_of_maximum_likelihood(share: bool) -> None:
    found = cells(np.random.default_rng(3), share=share)
    assert slopes(found).pooled.value == pytest.approx(likelihood(found, within=False), abs=1e-6)
    assert slopes(found).within.value == pytest.approx(likelihood(found, within=True), abs=1e-6)


@pytest.mark.parametrize("share", [False, True])
def test_intervals_hold_the_true_slope(share: bool) -> None:
    random = np.random.default_rng(4)
    found = [slopes(cells(random, share=share, periods=12)).within for _ in range(80)]
    assert 0.93 <= np.mean([one.low < 0.1 < one.high for one in found]) < 1
    assert np.mean([one.clear for one in found]) > 0.9


def test_of_one_group_both_are_the_same_line() -> None:
    found = slopes(cells(np.random.default_rng(5), share=False, groups=1))
    assert found.pooled == found.within
    assert found.p == 1.0


def test_a_change_of_the_mix_is_told_from_one_of_the_groups() -> None:
    x = np.tile(np.arange(12.0), 2)
    group = np.repeat([0, 1], 12)
    # The loud group grows from a tenth to nine tenths of the words, while both fall.
    part = np.linspace(0.1, 0.9, 12)
    n = 50_000 * np.concatenate([part, 1 - part])
    y = np.round(n * np.repeat([0.01, 0.001], 12) * np.exp(-0.05 * x))
    found = slopes(PeriodCells(y, n, y**2 / 100, y * n / 100, n**2 / 100, group, x, share=False))
    assert found.pooled.low > 0
    assert found.within.high < 0
    assert found.within.value == pytest.approx(-0.05, abs=0.002)
    assert found.p < 0.001


@pytest.mark.parametrize(
    ("y", "n", "x"),
    [
        ([], [], []),
        ([5] * 11, [100] * 11, range(11)),
        ([5] * 11 + [0], [100] * 11 + [0], range(12)),
        ([0] * 12, [100] * 12, range(12)),
        ([0] * 11 + [9], [100] * 12, range(12)),
        ([5] * 12, [100] * 12, [1] * 12),
    ],
)
@pytest.mark.parametrize("share", [False, True])
def test_too_little_has_no_slope(y: list[float], n: list[float], x: Sequence[int], share: bool) -> None:
    counts, exposure, times = (np.array(list(values), dtype=np.float64) for values in (y, n, x))
    group = np.zeros(len(counts), np.int64)
    found = slopes(PeriodCells(counts, exposure, counts**2, counts * exposure, exposure**2, group, times, share=share))
    assert not found.pooled.clear
    assert not found.within.clear
    assert np.isnan(found.pooled.value)
    assert np.isnan(found.p)


def test_twelve_periods_have_a_slope() -> None:
    y, n, x = np.full(12, 5.0), np.full(12, 100.0), np.arange(12.0)
    found = slopes(PeriodCells(y, n, y**2, y * n, n**2, np.zeros(12, np.int64), x, share=False))
    assert found.pooled.value == pytest.approx(0.0, abs=1e-9)
    assert found.pooled.low < 0 < found.pooled.high


@pytest.mark.parametrize("share", [False, True])
def test_intervals_hold_the_slope_where_shocks_last(share: bool) -> None:
    assert held(24, 0.7, 0.3, runs=60, share=share).within >= 0.87


def test_long_series_are_told_in_blocks() -> None:
    assert held(300, 0.9, 0.3, runs=12).pooled >= 0.75

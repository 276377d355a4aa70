"""The parts of the model beside plain formulas: likelihood, densities, weights, where grids lie, and draws from them."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from framing.statistics import model
from framing.statistics.figures import DRAWS
from framing.statistics.model import Cells, Prior

Floats = npt.NDArray[np.float64]

CELLS = Cells(np.array([0.0, 4, 40]), np.array([1.0, 2, 9]), np.array([2.0, 5, 20]), np.arange(3))
PRIOR = Prior(3.0, 0.5, 0.8)
MEANS, VARIATIONS = np.log([1.0, 2.0, 3.5, 6.0]), np.array([0.3, 0.6, 1.0])


def grids() -> tuple[Floats, Floats]:
    grid = np.log(np.array([[0.1], [2.0], [4.0]])) + np.linspace(-2, 2, 9) * np.array([[1.0], [0.5], [0.2]])
    return grid, np.gradient(grid, axis=1)


@pytest.fixture(scope="module")
def weighed() -> model._Weighed:
    return model._weighed(CELLS, PRIOR, *grids(), MEANS, VARIATIONS)


def test_hits_are_negative_binomial_around_words_times_rate() -> None:
    """But for what neither the rate nor κ change: log n^y / y!."""
    grid, _ = grids()
    found = model._log_likelihood(CELLS, grid, np.array([0.4, 3.2]))
    for outlet, (y, n, s) in enumerate(zip(CELLS.hits, CELLS.thousands, CELLS.texts, strict=True)):
        left = y * math.log(n) - math.lgamma(y + 1)
        for number, kappa in enumerate((0.4, 3.2)):
            shape = s / kappa
            plain = stats.nbinom.logpmf(y, shape, shape / (shape + n * np.exp(grid[outlet])))
            assert found[outlet, number] + left == pytest.approx(plain)


def test_rates_are_gamma_and_the_first_point_stands_for_all_below() -> None:
    grid, step = grids()
    found = model._density(grid, step, MEANS, VARIATIONS).reshape(3, 9, 4, 3)
    for at, mean in enumerate(np.exp(MEANS)):
        for number, variation in enumerate(VARIATIONS):
            gamma = stats.gamma(variation**-2, scale=mean * variation**2)
            rates = np.exp(grid)
            # Of the logarithm: times the rate.
            assert found[:, 1:, at, number] == pytest.approx(
                gamma.pdf(rates[:, 1:]) * rates[:, 1:], rel=1e-3, abs=1e-12
            )
            below = gamma.cdf(np.exp(grid[:, 0] + step[:, 0] / 2))
            assert found[:, 0, at, number] * step[:, 0] == pytest.approx(below, rel=1e-3, abs=1e-30)


@pytest.mark.parametrize("mean", [3.0, None])
def test_weights_are_what_was_found_times_what_was_known(mean: float | None) -> None:
    grid, step = grids()
    prior = Prior(mean, 0.5, 0.8)
    found = model._weighed(CELLS, prior, grid, step, MEANS, VARIATIONS)
    likelihood = np.exp(model._log_likelihood(CELLS, grid, 0.8 * np.array([0.5, 1, 2, 4])))
    density = model._density(grid, step, MEANS, VARIATIONS).reshape(3, 9, 4, 3).astype(np.float64)
    expected, parts = np.zeros((4, 4, 3)), np.zeros((3, 9))
    of_mean, of_spread = np.gradient(MEANS), np.gradient(np.log(VARIATIONS))
    for k in range(4):
        for m in range(4):
            for v in range(3):
                each = (likelihood[:, k] * step * density[:, :, m, v]).sum(axis=1)
                known = stats.t.pdf(MEANS[m] - math.log(mean), 3) if mean else 1.0
                # Half as wide as a factor of e: the coefficient of variation is log-normal around what is usual.
                known *= math.exp(-((math.log(VARIATIONS[v] / 0.5) / 0.8) ** 2) / 2)
                expected[k, m, v] = each.prod() * known * of_mean[m] * of_spread[v]
                parts += expected[k, m, v] * likelihood[:, k] * step * density[:, :, m, v] / each[:, None]
    assert found.weight == pytest.approx(expected / expected.sum(), rel=1e-3)
    assert found.weight.sum() == pytest.approx(1)
    assert found.mass == pytest.approx(parts / expected.sum(), rel=2e-3, abs=1e-7)
    assert found.mass.sum(axis=1) == pytest.approx([1, 1, 1])


def test_points_at_the_bounds_of_variations_stand_for_half() -> None:
    points = np.log([0.05, 0.5, 2.5])
    whole = np.gradient(points)
    assert model._steps(points) == pytest.approx(whole / [2, 1, 2])
    assert model._steps(np.log([0.1, 0.5, 2.0])) == pytest.approx(np.gradient(np.log([0.1, 0.5, 2.0])))


def test_a_grid_has_forty_one_points_and_a_longer_tail_to_the_left() -> None:
    grid, step = model._points(np.array([1.0, -2.0]), np.array([[0.5, 0.25], [2.0, 1.0]]))
    assert grid.shape == (2, 41)
    place = (grid[1] + 2) / np.where(grid[1] < -2, 2.0, 1.0)
    assert grid[0] == pytest.approx(1 + place * np.where(place < 0, 0.5, 0.25))
    # Even from two standard deviations to the left on, and six of them to the right; thence wider and wider.
    even = place[place >= -2.01]
    assert np.diff(even) == pytest.approx(np.full(len(even) - 1, 0.3))
    assert (place[-1], place[20]) == (pytest.approx(6), pytest.approx(0))
    assert (np.diff(np.diff(place[place <= -1.9])) < 0).all()
    assert place[0] == pytest.approx(-6 - 0.24 * 4**2)
    assert step == pytest.approx(np.gradient(grid, axis=1))


@pytest.mark.parametrize(
    ("hits", "texts", "extra", "expected"),
    [
        (40.0, 1e9, 1.0, 40.0),  # As of independent hits.
        (1e9, 20.0, 0.5, 40.0),  # However many hits: no more than twenty texts tell.
        (10.0, 5.0, 0.5, 5.0),
        (0.0, 5.0, 0.5, 0.0),
        (10.0, 5.0, 0.0, 10.0),
    ],
)
def test_hits_tell_as_much_as_the_texts_that_they_are_in(
    hits: float, texts: float, extra: float, expected: float
) -> None:
    one = Cells(np.array([hits]), np.ones(1), np.array([texts]), np.zeros(1, np.int64))
    assert model._information(one, extra)[0] == pytest.approx(expected, rel=1e-4)


def test_an_outlet_lies_between_its_own_rate_and_what_is_usual() -> None:
    """Harmonically, by what each is worth."""
    cells = Cells(np.array([0.0, 8, 8, 8000]), np.array([1.0, 2, 2, 2000]), np.full(4, 1e12), np.arange(4))
    centre, width = model._normal(cells, 1.0, math.log(2.0), 4.0)
    # Without hits it is worth nothing; eight hits at 4 beside four at 2 have 12 in 2 + 2 thousand.
    assert np.exp(centre[:3]) == pytest.approx([2.0, 3.0, 3.0], rel=1e-6)
    assert np.exp(centre[3]) == pytest.approx(8004 / 2002, rel=1e-6)
    assert width == pytest.approx(1 / np.sqrt([4, 12, 12, 8004]), rel=1e-6)


def test_first_grids_are_wide_around_a_normal_approximation() -> None:
    grid, step, means, spreads = model._first_grids(CELLS, PRIOR)
    assert spreads == pytest.approx(0.5 * 2.0 ** np.linspace(-2, 2, 7))
    between = 2 * 0.5**2
    information = [y * (s / 0.8) / (y + s / 0.8) for y, s in zip(CELLS.hits, CELLS.texts, strict=True)]
    unsure = 1 / (sum(i / (1 + i * between) for i in information) + 1 / 3)
    weight = [1 / (1 + 3.0 * n * (between + 0.8 / s)) for n, s in zip(CELLS.thousands, CELLS.texts, strict=True)]
    hits, words = (sum(w * of for w, of in zip(weight, each, strict=True)) for each in (CELLS.hits, CELLS.thousands))
    mean = math.log((hits + 0.5) / (words + 0.5 / 3.0))
    reach = 5 * math.sqrt(unsure + between / 3)
    assert means == pytest.approx(np.linspace(mean - reach, mean + reach, 25))
    centre, width = model._normal(CELLS, 0.8, mean, 1 / (between + unsure))
    assert grid == pytest.approx(model._points(centre, np.column_stack([width, width]))[0])
    assert step == pytest.approx(np.gradient(grid, axis=1))
    # Nothing known beforehand: around what all have together.
    alone = model._first_grids(CELLS, Prior(None, 0.5, 0.8))[2]
    known = 44.5 / 12
    weight = [1 / (1 + known * n * (between + 0.8 / s)) for n, s in zip(CELLS.thousands, CELLS.texts, strict=True)]
    hits, words = (sum(w * of for w, of in zip(weight, each, strict=True)) for each in (CELLS.hits, CELLS.thousands))
    assert alone.mean() == pytest.approx(math.log((hits + 0.5) / (words + 0.5 / known)))
    # No variation is beyond its bounds.
    assert model._first_grids(CELLS, Prior(3.0, 2.0, 0.8))[3].max() == 2.5
    assert model._first_grids(CELLS, Prior(3.0, 0.1, 0.8))[3].min() == 0.05


def test_second_grids_are_fine_where_the_first_have_their_mass() -> None:
    first = model._weighed(CELLS, PRIOR, *model._first_grids(CELLS, PRIOR))
    grid, _, means, spreads = model._second_grids(first, CELLS, PRIOR)
    assert (grid.shape, len(means)) == ((3, 41), 15)
    assert 2 <= len(spreads) <= 7
    middle, sides = model._sides(first.weight.sum(axis=(0, 2))[None], first.means[None], 0.0)
    least = (first.means[1] - first.means[0]) / 3
    left, right = np.maximum(sides[0], least)
    assert (means[0], means[7], means[-1]) == pytest.approx(
        (middle[0] - 4.5 * left, middle[0], middle[0] + 4.5 * right)
    )
    usual, unsure = model._sides(first.weight.sum(axis=(0, 1))[None], np.log(first.variations)[None], 0.12)
    expected = np.exp(usual[0] + 2.4 * np.array([-unsure[0, 0], unsure[0, 1]]))
    assert (spreads[0], spreads[-1]) == pytest.approx(tuple(np.clip(expected, 0.05, 2.5)))
    centre, width = model._sides(first.mass, first.grid, 1e-4)
    assert grid == pytest.approx(model._points(centre, width)[0])
    # Of outlets that the first were not weighed on: around what these say.
    twice = [np.append(values, values) for values in (CELLS.hits, CELLS.thousands, CELLS.texts)]
    more = Cells(twice[0], twice[1], twice[2], np.arange(6))
    grid = model._second_grids(first, more, PRIOR)[0]
    mean_sides = np.maximum(sides, least)
    worth = 1 / (math.exp(2 * usual[0]) + (mean_sides**2).mean())
    centre, each = model._normal(more, 0.8, float(middle[0]), worth)
    assert grid == pytest.approx(model._points(centre, np.column_stack([each, each]))[0])


def test_draws_are_as_many_as_weights_say(weighed: model._Weighed) -> None:
    found = model._drawn(CELLS, weighed, 3, False, True)
    for number, variation in enumerate(VARIATIONS):
        share = weighed.weight[:, :, number].sum()
        # Systematic: no further from the share than one draw for each place that the order passes it.
        assert abs((found.variation == variation).sum() - share * DRAWS) <= 4 + 1
    steps = np.gradient(MEANS)
    near = np.abs(found.mean[:, None] - MEANS) <= steps / 2 + 1e-12
    assert near.any(axis=1).all()
    assert len(np.unique(found.mean)) > 100
    assert found.mean.mean() == pytest.approx((weighed.weight.sum(axis=(0, 2)) * MEANS).sum(), abs=0.03)
    together = np.corrcoef(found.variation, found.mean)[0, 1]
    weight = weighed.weight.sum(axis=0)
    pairs = [(m, v, w) for m, row in zip(MEANS, weight, strict=True) for v, w in zip(VARIATIONS, row, strict=True)]
    m, v, w = (np.array(column) for column in zip(*pairs, strict=True))
    covariance = np.cov(v, m, aweights=w, ddof=0)
    assert together == pytest.approx(covariance[0, 1] / math.sqrt(covariance[0, 0] * covariance[1, 1]), abs=0.12)


@pytest.mark.parametrize("joint", [True, False])
def test_each_outlet_is_drawn_from_its_density(weighed: model._Weighed, joint: bool) -> None:
    found = model._drawn(CELLS, weighed, 5, True, joint)
    assert (found.conflict, found.logs.shape) == (True, (DRAWS, 3))
    for outlet in range(3):
        mean = (weighed.mass[outlet] * weighed.grid[outlet]).sum()
        spread = math.sqrt((weighed.mass[outlet] * (weighed.grid[outlet] - mean) ** 2).sum())
        assert found.logs[:, outlet].mean() == pytest.approx(mean, abs=0.15 * spread)
        assert found.logs[:, outlet].std() == pytest.approx(spread, rel=0.15)
    # Where outlets are drawn together, what is usual of all is in each of them.
    tied = np.corrcoef(found.mean, found.logs[:, 1])[0, 1]
    assert (tied > 0.2) == joint


@given(st.floats(-3, 3), st.floats(0.01, 2), st.floats(0.01, 2), st.floats(-4, 4))
def test_a_place_is_in_standard_deviations_of_its_side(centre: float, left: float, right: float, place: float) -> None:
    found = model._split(np.array([centre]), np.array([[left, right]]), np.array([place]))
    assert found[0, 0] == pytest.approx(centre + place * (left if place < 0 else right))


def test_log2_of_a_shifted_rate_is_its_mean_over_the_posterior() -> None:
    grid, mass = np.log([[1.0, 3.0]]), np.array([[0.25, 0.75]])
    found = model.Fit(grid, mass, np.zeros((1, 1), np.float32), np.zeros(1), np.zeros(1), conflict=False)
    assert found.shifted_log2(1.0) == pytest.approx([0.25 * 1 + 0.75 * 2])
    assert found.estimate == pytest.approx([0.25 + 0.75 * 3])

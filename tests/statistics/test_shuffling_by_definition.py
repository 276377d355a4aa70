"""The saddlepoint written out for one outlet, and what stands around it: points, chunks, and the ends of what may be."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import root
from scipy.stats import norm

from framing.statistics import shuffling
from framing.statistics.shuffling import Shuffle, shuffled, shuffled_p

Floats = npt.NDArray[np.float64]


def by_definition(hits: Floats, words: Floats, own: npt.NDArray[np.bool_], *, lengths: bool) -> float:
    """Twice the smaller tail of r*: units are drawn with log odds θ·(1, length, residual)."""
    residual = hits - hits.sum() / words.sum() * words
    residual = (residual - residual.mean()) / residual.std()
    length = np.log(words)
    # Where lengths hardly differ they are taken for as alike as they are.
    length = (length - length.mean()) / max(length.std(), 0.5) if lengths else np.zeros(len(words))
    design = np.column_stack([np.ones(len(hits)), length, residual])
    aim = design[own].sum(axis=0)
    slack = np.diag([0.0, 1.0, 0.0])

    def solved(slopes: int) -> tuple[Floats, float, float]:
        def full(theta: Floats) -> Floats:
            return np.append(theta, np.zeros(3 - slopes))

        def gradient(theta: Floats) -> Floats:
            at = full(theta)
            return np.asarray((aim - (1 / (1 + np.exp(-design @ at))) @ design - slack @ at)[:slopes])

        at = full(root(gradient, np.zeros(slopes), tol=1e-13).x)
        chance = 1 / (1 + np.exp(-design @ at))
        hessian = ((design.T * (chance * (1 - chance))) @ design + slack)[:slopes, :slopes]
        value = at @ aim - np.log1p(np.exp(design @ at)).sum() - at @ slack @ at / 2
        return at, float(value), float(np.linalg.det(hessian))

    _, low, narrow = solved(2)
    at, high, wide = solved(3)
    r = np.sign(at[2]) * np.sqrt(2 * (high - low))
    upper = norm.sf(r + np.log(at[2] * np.sqrt(wide / narrow) / r) / r)
    return float(2 * min(upper, 1 - upper))


@pytest.mark.parametrize("lengths", [True, False])
@pytest.mark.parametrize(("spread", "size"), [(0.1, 14), (0.8, 14), (1.5, 30)])
def test_p_is_that_of_a_double_saddlepoint(lengths: bool, spread: float, size: int) -> None:
    random = np.random.default_rng(int(10 * spread) + size)
    words = random.lognormal(6, spread, size)
    hits = random.poisson(0.01 * random.gamma(1, 1, size) * words).astype(float)
    outlet = random.permutation(np.arange(size) % 3)
    found = shuffled_p(hits, words, outlet, 3, lengths=lengths)
    expected = [by_definition(hits, words, outlet == which, lengths=lengths) for which in range(3)]
    assert found == pytest.approx(expected, rel=1e-4)


def test_without_words_a_unit_says_nothing() -> None:
    random = np.random.default_rng(4)
    words, hits, outlet = random.lognormal(6, 0.5, 12), random.poisson(3, 12), np.arange(12) % 2
    more = shuffled_p(np.append(hits, 9), np.append(words, 0), np.append(outlet, 0), 2)
    assert more.tolist() == shuffled_p(hits, words, outlet, 2).tolist()


VALUES = st.lists(st.sampled_from([0.0, 1.0, 1.0 + 1e-12, 2.0, 3.5, 5.0]), min_size=1, max_size=5)


@given(VALUES, VALUES)
def test_the_next_sum_is_one_exchange_away(own: list[float], left: list[float]) -> None:
    """Of the largest of all sums; values that are nearly the same are."""
    every = sorted([*own, *left])
    own, left = every[len(left) :], every[: len(left)]
    apart = [a - b for a, b in itertools.product(own, left) if a - b > 1e-9]
    assume(apart)
    assert shuffling._gap(np.array(own), np.array(left)) == pytest.approx(min(apart))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=3, max_size=9))
def test_a_sum_at_the_end_of_all_that_may_be_is_moved_inside(units: list[tuple[int, int]]) -> None:
    value, number = (np.array(column) for column in zip(*units, strict=True))
    size = np.bincount(number, minlength=4).astype(float)
    assume(len(set(value.tolist())) > 1 and (size < len(units)).all())
    found = shuffling._inside(value.astype(float), number, size)
    assert found[3] == 0
    for outlet in range(3):
        total, taken = float(value[number == outlet].sum()), int(size[outlet])
        if not taken:
            continue
        sums = sorted({float(sum(one)) for one in itertools.combinations(value.tolist(), taken)})
        if len(sums) == 1:
            continue
        expected = total
        # Halfway to the next of all sums, where it is the first or the last.
        if total == sums[-1]:
            expected -= (sums[-1] - sums[-2]) / 2
        if total == sums[0]:
            expected += (sums[1] - sums[0]) / 2
        assert found[outlet] == pytest.approx(expected)


@pytest.mark.parametrize(("units", "together"), [(399, False), (400, False), (401, True)])
def test_more_than_four_hundred_units_are_put_together_where_they_are_alike(units: int, together: bool) -> None:
    random = np.random.default_rng(5)
    hits, words = random.integers(0, 60, units).astype(float), random.lognormal(6, 0.4, units)
    residual, length = random.normal(size=units), np.log(words)
    found = shuffling._points(hits, words, residual, length)
    assert (len(found.weight) < units) == together
    assert found.weight.sum() == units
    assert (found.design[:, 0] == 1).all()
    for column, values in ((1, length), (2, residual)):
        assert (found.weight * found.design[:, column]).sum() == pytest.approx(values.sum())
    if not together:
        assert found.design[:, 1].tolist() == length.tolist()
        return
    # As many points as there are cells of a tenth of the logarithm of words, and of counts from ten on.
    cells = {
        (round(float(np.arcsinh(y / 10) * 10)), round(float(np.log(n) * 10))) for y, n in zip(hits, words, strict=True)
    }
    assert len(found.weight) == len(cells)
    few = shuffling._points(np.tile([0.0, 1.0, 2.0, 3.0], 101)[:401], np.full(401, 300.0), residual[:401], length[:401])
    assert sorted(few.weight.tolist()) == [100, 100, 100, 101]


def test_outlets_are_worked_out_in_chunks_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(6)
    words, outlet = random.lognormal(6, 0.5, 60), np.arange(60) % 7
    hits = random.poisson(0.01 * words).astype(float)
    at_once = shuffled_p(hits, words, outlet, 7)
    calls: list[int] = []
    settle = shuffling._settle

    def noted(together: Sequence[shuffling._Aims]) -> None:
        calls.append(len(together))
        settle(together)

    monkeypatch.setattr(shuffling, "_settle", noted)
    monkeypatch.setattr(shuffling, "_CHUNK", 2)
    assert shuffled_p(hits, words, outlet, 7) == pytest.approx(at_once, rel=1e-9)
    # Three chunks of two outlets are of one shape, and the last one by itself.
    assert calls == [3, 1]
    # Of sixty points and two outlets each: two chunks may be settled together, and no third.
    for cells, expected in ((2 * 60 * 2, [2, 1, 1]), (2 * 60 * 2 - 1, [1, 1, 1, 1])):
        calls.clear()
        monkeypatch.setattr(shuffling, "_CELLS", cells)
        assert shuffled_p(hits, words, outlet, 7) == pytest.approx(at_once, rel=1e-9)
        assert calls == expected
    assert shuffled([]) == []


def test_rates_that_are_one_but_for_rounding_do_not_differ() -> None:
    words, outlet = np.array([7.0, 11, 13, 17, 19, 23]), np.arange(6) % 2
    assert shuffled_p(words / 3, words, outlet, 2).tolist() == [1, 1]
    # A difference in the last of seven figures is one.
    differs = words / 3 + 1e-6 * (outlet == 0)
    assert shuffled([Shuffle(differs, words, outlet, 2)])[0][0] < 1

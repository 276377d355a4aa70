"""From draws to the figures of keys, beside loops over keys; medians of languages; and what further outlets would have."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import scipy.stats

from framing.statistics import figures
from framing.statistics.figures import (
    DRAWS,
    Baseline,
    Drawn,
    Figures,
    Keys,
    baseline_of,
    figures_of,
    further_outlets,
    unknown,
)

Floats = npt.NDArray[np.float64]


def drawn(
    draws: Floats, *, ratio: bool = True, interval: Floats | None = None, variation: Floats | None = None
) -> Drawn:
    cells = draws.shape[1]
    blank = np.full((cells, 2), np.nan)
    return Drawn(
        draws.mean(axis=0) * 1.01, blank if interval is None else interval, draws.astype(np.float32), ratio,
        np.zeros(cells, np.bool_), np.full(draws.shape, 0.5, np.float32) if variation is None else variation.astype(np.float32),
    )  # fmt: skip


RANDOM = np.random.default_rng(3)
#: Six cells, of which the fourth has no words: keys 0 … 3 have one, two, one and none that is known; two languages.
DRAWS_OF_CELLS = RANDOM.gamma(4, 1, (DRAWS, 6))
DRAWS_OF_CELLS[:, 3] = np.nan
KEYS = Keys(np.array([1, 0, 2, 3, 1, 4]), np.array([0, 0, 1, 0, 1, 1]), 5)
USUAL = Baseline(RANDOM.gamma(9, 0.4, (DRAWS, 2)), np.array([1, 2]))


@pytest.mark.parametrize("ratio", [True, False])
@pytest.mark.parametrize("stretch", [2, 2048])
def test_a_key_has_the_mean_of_its_cells_in_each_draw(
    monkeypatch: pytest.MonkeyPatch, ratio: bool, stretch: int
) -> None:
    monkeypatch.setattr(figures, "_STRETCH", stretch)
    given = drawn(DRAWS_OF_CELLS, ratio=ratio)
    found = figures_of(given, KEYS, USUAL)
    for key in range(5):
        cells = [cell for cell in range(6) if KEYS.key[cell] == key and cell != 3]
        if not cells:
            assert all(np.isnan(getattr(found, name)[key]) for name in figures._COLUMNS)
            continue
        values = given.draws[:, cells].astype(np.float64).mean(axis=1)
        usual = USUAL.draws[:, KEYS.language[cells]].mean(axis=1)
        assert found.estimate[key] == pytest.approx(given.estimate[cells].mean())
        assert [found.low[key], found.high[key]] == pytest.approx(np.quantile(values, [0.025, 0.975]))
        assert found.baseline[key] == pytest.approx(np.median(usual))
        above = (values > usual).mean()
        assert found.lfsr[key] == pytest.approx(min(above, 1 - above))
        if ratio:
            assert found.beyond[key] == pytest.approx(((values > 1.5 * usual) | (values < usual / 1.5)).mean())
            ends = np.exp(np.quantile(np.log(values / usual), [0.025, 0.5, 0.975]))
            assert [found.ratio_low[key], found.ratio[key], found.ratio_high[key]] == pytest.approx(ends)
        else:
            # A distance of log₂ 1.5: half as much again.
            assert found.beyond[key] == pytest.approx((np.abs(values - usual) > np.log2(1.5)).mean())
            assert np.isnan([found.ratio_low[key], found.ratio[key], found.ratio_high[key]]).all()
    assert found.basis.tolist() == [1, 2, 2, 1, 2]


@pytest.mark.parametrize("ratio", [True, False])
def test_a_draw_that_is_what_is_usual_is_on_neither_side(ratio: bool) -> None:
    """An outlet is the median of its language in a quarter of the draws, and above it in the others."""
    usual = np.full((DRAWS, 1), 2.0)
    draws = np.where(np.arange(DRAWS)[:, None] % 4 == 0, usual, 4.0)
    one = Keys(np.zeros(1, np.int64), np.zeros(1, np.int64), 1)
    for cells, baseline in ((draws, usual), (usual, draws)):
        found = figures_of(drawn(cells, ratio=ratio), one, Baseline(baseline, np.array([1])))
        assert found.lfsr[0] == 0.25
    same = figures_of(drawn(draws, ratio=ratio), one, Baseline(draws, np.array([1])))
    assert same.lfsr[0] == 1
    assert same.beyond[0] == 0


def test_a_key_of_one_cell_has_its_own_interval_where_it_is_known() -> None:
    interval = np.array([[0.1, 90.0]] * 5 + [[np.nan, 80.0]])
    given = drawn(DRAWS_OF_CELLS, interval=interval)
    found = figures_of(given, KEYS, USUAL)
    plain = figures_of(drawn(DRAWS_OF_CELLS), KEYS, USUAL)
    assert found.low.tolist() == pytest.approx([0.1, plain.low[1], 0.1, np.nan, plain.low[4]], nan_ok=True)
    assert found.high.tolist() == pytest.approx([90.0, plain.high[1], 90.0, np.nan, 80.0], nan_ok=True)


def test_an_interval_holds_its_estimate() -> None:
    interval = np.array([[99.0, 99.5]] + [[0.0, 0.5]] * 5)
    found = figures_of(drawn(DRAWS_OF_CELLS, interval=interval), Keys(np.arange(6), np.zeros(6, np.int64), 6), USUAL)
    assert found.low[0] == found.estimate[0]
    assert (found.high == found.estimate).tolist() == [False, True, True, False, True, True]


def test_keys_that_are_alike_have_the_mean_of_their_figures() -> None:
    every = Keys(np.arange(6), np.zeros(6, np.int64), 6)
    plain = figures_of(drawn(DRAWS_OF_CELLS), every, USUAL)
    found = figures_of(drawn(DRAWS_OF_CELLS), Keys(every.key, every.language, 6, np.array([0, 1, 0, 2, 3, 4])), USUAL)
    for name in ("estimate", "low", "ratio", "lfsr", "beyond"):
        values, expected = getattr(found, name), getattr(plain, name).copy()
        expected[[0, 2]] = (expected[0] + expected[2]) / 2
        assert values.tolist() == pytest.approx(expected.tolist(), nan_ok=True)


def test_a_prior_that_one_cell_gave_up_is_told_of_its_key() -> None:
    given = drawn(DRAWS_OF_CELLS)
    given.conflict[4] = True
    assert figures_of(given, KEYS, USUAL).conflict.tolist() == [False, True, False, False, False]


@pytest.mark.parametrize(("outlets", "basis"), [(4, 2), (5, 1), (6, 1)])
def test_the_median_of_five_outlets_is_usual_and_else_the_reference(outlets: int, basis: int) -> None:
    """Of those that have words; a language without either has none."""
    draws = RANDOM.gamma(4, 1, (DRAWS, 9)).astype(np.float32)
    draws[:, 8] = np.nan
    language = np.array([0] * outlets + [1] * (8 - outlets) + [0])
    found = baseline_of(draws, language, np.array([7.0, np.nan]))
    assert found.basis.tolist() == [basis, 0]
    expected = np.median(draws[:, :outlets], axis=1) if basis == 1 else np.full(DRAWS, 7.0)
    np.testing.assert_allclose(found.draws[:, 0], expected, rtol=1e-6)
    assert np.isnan(found.draws[:, 1]).all()
    away = found.of_differences
    assert (away.draws[:, 0] == 0).all()
    assert np.isnan(away.draws[:, 1]).all()
    assert away.basis.tolist() == [basis, 0]


def test_what_is_usual_of_a_key_is_the_mean_over_its_cells() -> None:
    found = USUAL.of_keys(KEYS)
    both = USUAL.draws.mean(axis=1)
    for key, expected in enumerate((USUAL.draws[:, 0], both, USUAL.draws[:, 1], USUAL.draws[:, 0], USUAL.draws[:, 1])):
        np.testing.assert_allclose(found.draws[:, key], expected)
    assert found.basis.tolist() == [1, 2, 2, 1, 2]


@pytest.mark.parametrize("ratio", [True, False])
def test_further_outlets_are_like_those_at_hand(ratio: bool) -> None:
    """The mean of all is an inverse gamma where rates are of a gamma, and normal where they are log ratios."""
    variation = RANDOM.uniform(0.3, 0.9, (DRAWS, 6))
    given, even = drawn(DRAWS_OF_CELLS, ratio=ratio, variation=variation), RANDOM.uniform(0.01, 0.99, (DRAWS, 5))
    found = further_outlets(given, KEYS, even)
    own = given.draws[:, [0, 4]].astype(np.float64)
    if ratio:
        shape = 2 * (given.variation[:, [0, 4]].astype(np.float64) ** -2).mean(axis=1)
        # What is s · m / q, where q is a gamma's quantile, is the quantile of an inverse gamma from above.
        expected = np.minimum(scipy.stats.invgamma.isf(even[:, 1], shape, scale=shape * own.mean(axis=1)), 1000)
    else:
        expected = scipy.stats.norm.ppf(even[:, 1], own.mean(axis=1), own.std(axis=1, ddof=1) / np.sqrt(2))
    np.testing.assert_allclose(found.draws[:, 1], expected, rtol=1e-5)
    assert np.isnan(found.draws[:, [0, 2, 3, 4]]).all()
    assert found.estimate[1] == pytest.approx(expected.mean(), rel=1e-5)
    assert found.ratio == ratio
    assert np.isnan(found.interval).all()


def test_no_mean_of_further_outlets_is_above_a_thousand() -> None:
    given = drawn(np.full((DRAWS, 2), 900.0), variation=np.full((DRAWS, 2), 2.0))
    found = further_outlets(given, Keys(np.zeros(2, np.int64), np.zeros(2, np.int64), 1), np.full((DRAWS, 1), 0.01))
    assert (found.draws == 1000).all()


def test_some_cells_can_be_taken_and_scales_are_told_from_what_is_usual() -> None:
    given = drawn(DRAWS_OF_CELLS, ratio=False, interval=np.arange(12.0).reshape(6, 2))
    taken = given.take(np.array([4, 0]))
    assert taken.estimate.tolist() == given.estimate[[4, 0]].tolist()
    assert taken.interval.tolist() == [[8.0, 9.0], [0.0, 1.0]]
    assert (taken.draws == given.draws[:, [4, 0]]).all()
    language = np.array([1, 0])
    away = taken.centred(language, USUAL)
    np.testing.assert_allclose(away.draws, taken.draws - USUAL.draws[:, language], rtol=1e-5, atol=1e-6)
    assert away.estimate.tolist() == pytest.approx((taken.estimate - USUAL.draws[:, language].mean(axis=0)).tolist())
    nothing = taken.centred(language, Baseline(USUAL.draws, np.array([0, 0])))
    np.testing.assert_array_equal(nothing.draws, taken.draws)
    rates = drawn(DRAWS_OF_CELLS)
    assert rates.centred(KEYS.language, USUAL) is rates


def test_what_nobody_asked_for_has_no_figures() -> None:
    found: Figures = unknown(3)
    assert all(np.isnan(getattr(found, name)).tolist() == [True] * 3 for name in figures._COLUMNS)
    assert (found.conflict.tolist(), found.basis.tolist()) == ([False] * 3, [0] * 3)

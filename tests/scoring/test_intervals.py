"""Intervals agree with scipy's distributions and hold what they promise."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from framing.scoring import intervals as module
from framing.scoring.intervals import LEVEL, NORMAL, contrast_interval, points_interval, rate_interval

COUNTS = st.integers(0, 500)


@given(hits=COUNTS, words=st.integers(1, 100_000))
def test_a_rate_is_the_gamma_posterior(hits: int, words: int) -> None:
    posterior = stats.gamma(hits + 0.5, scale=1000 / words)
    estimate, low, high = (float(value[0]) for value in rate_interval([hits], [words]))
    assert estimate == pytest.approx(posterior.mean(), rel=1e-9)
    assert (low, high) == pytest.approx(posterior.interval(LEVEL), rel=1e-6, abs=1e-12)


@given(positive=COUNTS, negative=COUNTS)
def test_a_contrast_is_the_beta_posterior(positive: int, negative: int) -> None:
    value, low, high = (float(found[0]) for found in contrast_interval([positive], [negative]))
    if positive + negative == 0:
        assert np.isnan(value)
        assert (low, high) == (-1.0, 1.0)
        return
    posterior = stats.beta(positive + 0.5, negative + 0.5)
    assert value == pytest.approx(2 * posterior.mean() - 1, abs=1e-9)
    assert (low, high) == pytest.approx([2 * edge - 1 for edge in posterior.interval(LEVEL)], abs=1e-6)
    assert -1 <= low < value < high <= 1


@given(positive=COUNTS, negative=COUNTS)
def test_a_contrast_turned_round_changes_its_sign(positive: int, negative: int) -> None:
    value, low, high = (found[0] for found in contrast_interval([positive], [negative]))
    turned, turned_low, turned_high = (found[0] for found in contrast_interval([negative], [positive]))
    np.testing.assert_allclose([turned, turned_low, turned_high], [-value, -high, -low], atol=1e-9)


def test_a_prior_pulls_a_short_text_to_the_mean_and_leaves_a_long_one() -> None:
    short, long = rate_interval([1, 1250], [8, 10_000], prior_rate=3.0, prior_words=300)[0]
    assert 3.0 < short < 10.0
    assert long == pytest.approx(125, rel=0.05)


SIDE = st.lists(st.sampled_from([0.25, 0.5, 1.0, 2.0]), max_size=30)


def points_of(plus: list[float], minus: list[float]) -> tuple[float, float, float]:
    sides = [(len(side), sum(side), sum(one * one for one in side)) for side in (plus, minus)]
    value, low, high = points_interval(*([[side[part]] for side in sides] for part in range(3)))
    return float(value[0]), float(low[0]), float(high[0])


@given(plus=SIDE, minus=SIDE)
def test_points_lie_within_their_interval_and_turn_round_with_their_sides(
    plus: list[float], minus: list[float]
) -> None:
    value, low, high = points_of(plus, minus)
    assert value == pytest.approx(sum(plus) - sum(minus))
    assert low <= value < high
    assert points_of(minus, plus) == pytest.approx((-value, -high, -low))


@given(hits=st.integers(1, 40))
def test_points_of_hits_of_weight_one_alone_have_the_interval_of_a_count(hits: int) -> None:
    ends = stats.gamma(hits + 0.5).interval(LEVEL)
    value, low, high = points_of([1.0] * hits, [])
    # What no hit against could still be (its upper end) widens the lower side.
    assert (value, high) == pytest.approx((hits, ends[1]), rel=1e-6)
    none = stats.gamma(0.5).ppf((1 + LEVEL) / 2)
    assert low == pytest.approx(value - np.hypot(value - ends[0], none), rel=1e-6)


@pytest.mark.parametrize("rates", [(2.0, 3.0, 1.0), (8.0, 2.0, 0.5)])
def test_intervals_of_points_hold_what_they_promise(rates: tuple[float, ...]) -> None:
    weights, rng = np.array([1.0, 0.25, -0.25]), np.random.default_rng(5)
    hits = rng.poisson(rates, (4_000, 3))
    plus = weights > 0
    parts = [[(hits[:, side] * abs(weights[side]) ** power).sum(1) for side in (plus, ~plus)] for power in range(3)]
    _, low, high = points_interval(*parts)
    truth = float(weights @ np.array(rates))
    assert ((low <= truth) & (truth <= high)).mean() > 0.93


def test_a_normal_distribution_has_as_much_within_so_many_standard_errors() -> None:
    assert stats.norm.interval(LEVEL) == pytest.approx((-NORMAL, NORMAL))


def test_no_words_say_nothing() -> None:
    assert all(np.isnan(value[0]) for value in rate_interval([0], [0]))


def test_many_at_once_equal_one_at_a_time() -> None:
    hits, words = np.array([0, 3, 3, 50]), np.array([10, 100, 200, 0])
    together = np.stack(rate_interval(hits, words))
    alone = np.stack([np.ravel(rate_interval([h], [w])) for h, w in zip(hits, words, strict=True)], axis=1)
    np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize("most", [0, 2, 3, 4, 100])
def test_quantiles_are_the_same_kept_or_worked_out(most: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """However many are kept, in whatever order they are asked for, and read again from the disk."""
    monkeypatch.setenv("FRAMING_CACHE", str(tmp_path))
    monkeypatch.setattr(module, "_MOST", most)
    for _ in range(2):
        quantiles = module._Quantiles("gamma")
        for shapes in ([2.5], [1.5, 2.5, 1.5], [9.5, 2.5], [0.5], []):
            low, high = quantiles.of(np.array(shapes, np.float64)[:, None])
            expected = [stats.gamma(shape).interval(LEVEL) for shape in shapes]
            np.testing.assert_allclose(np.stack([low, high], axis=1), np.reshape(expected, (-1, 2)), rtol=1e-6)
    kept = len(module._Quantiles("gamma")._known)
    assert kept == {0: 0, 2: 2, 3: 3, 4: 4, 100: 4}[most]

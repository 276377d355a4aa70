"""Metrics against definitions and scipy."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from framing.validation.coefficients import ends
from framing.validation.metrics import auc, bootstrap_interval, f1, length_matched_auc, spearman, spearman_of_rows

Floats = npt.NDArray[np.float64]
scored = st.lists(st.tuples(st.booleans(), st.integers(0, 6), st.integers(1, 60)), min_size=4, max_size=80)


def columns(rows: list[tuple[bool, int, int]]) -> tuple[npt.NDArray[np.bool_], Floats, npt.NDArray[np.int64]]:
    label, value, words = (np.array(column) for column in zip(*rows, strict=True))
    return label.astype(np.bool_), value.astype(np.float64), words.astype(np.int64)


@given(scored)
def test_auc_is_the_share_of_pairs_in_order(rows: list[tuple[bool, int, int]]) -> None:
    label, value, _ = columns(rows)
    assume(len(set(label.tolist())) == 2)
    pairs = [np.sign(a - b) / 2 + 0.5 for a in value[label] for b in value[~label]]
    assert auc(label, value) == pytest.approx(np.mean(pairs))


@given(scored)
def test_turning_the_value_around_turns_the_auc_around(rows: list[tuple[bool, int, int]]) -> None:
    label, value, words = columns(rows)
    assume(bool(np.isfinite(length_matched_auc(label, value, words))))
    assert auc(label, -value) == pytest.approx(1 - auc(label, value))
    assert length_matched_auc(label, -value, words) == pytest.approx(1 - length_matched_auc(label, value, words))


def test_a_score_that_only_counts_words_is_worth_nothing_among_texts_of_one_length() -> None:
    draw = np.random.default_rng(3)
    words = draw.integers(5, 60, 30_000)
    label = draw.random(30_000) < words / 70
    length = words.astype(np.float64)
    assert auc(label, length) > 0.7
    # What is left is the slope within one of fifteen bins.
    assert length_matched_auc(label, length, words) == pytest.approx(0.5, abs=1 / 30)


def test_sides_that_are_empty_have_no_auc() -> None:
    everything = np.ones(3, np.bool_)
    assert np.isnan(auc(everything, np.arange(3.0)))
    assert np.isnan(length_matched_auc(everything, np.arange(3.0), np.arange(3)))


@given(scored)
def test_spearman_is_scipys(rows: list[tuple[bool, int, int]]) -> None:
    _, value, words = columns(rows)
    length = words.astype(np.float64)
    assume(bool(np.ptp(value) > 0 and np.ptp(length) > 0))
    assert spearman(value, length) == pytest.approx(stats.spearmanr(value, length).statistic)


def test_spearman_of_rows_is_that_of_each_row() -> None:
    label, value = np.random.default_rng(3).integers(0, 4, (2, 9, 6)).astype(float)
    value[4] = 2
    of_rows = spearman_of_rows(label, value)
    assert np.isnan(of_rows[4])
    rest = [number for number in range(9) if number != 4]
    wanted = [stats.spearmanr(label[number], value[number]).statistic for number in rest]
    assert of_rows[rest] == pytest.approx(wanted)
    assert spearman_of_rows(label[:0], value[:0]).shape == (0,)


def test_spearman_of_what_does_not_vary_is_undefined() -> None:
    assert np.isnan(spearman(np.ones(3), np.arange(3.0)))


def test_f1_is_the_harmonic_mean_and_zero_where_nothing_is_found() -> None:
    label = np.array([True, True, True, False])
    flagged = np.array([True, False, False, True])
    precision, recall, both = f1(label, flagged)
    assert (precision, recall) == (1 / 2, 1 / 3)
    assert both == pytest.approx(stats.hmean([precision, recall]))
    assert f1(label, ~label & False) == (0.0, 0.0, 0.0)


def test_the_bootstrap_redraws_whole_groups() -> None:
    draw = np.random.default_rng(5)
    level = np.repeat(draw.normal(size=40), 25)
    alone = np.arange(1000)
    together = np.repeat(np.arange(40), 25)

    def mean(rows: npt.NDArray[np.int64]) -> float:
        return float(level[rows].mean())

    narrow, wide = (np.ptp(bootstrap_interval(mean, groups)) for groups in (alone, together))
    # 25 copies of one number tell as much as one: the interval is about five times as wide.
    assert 3 < wide / narrow < 8


def test_the_bootstrap_leaves_out_undefined_replicates() -> None:
    assert np.isnan(bootstrap_interval(lambda _: float("nan"), np.arange(5))).all()
    seen = []

    def every_second(rows: npt.NDArray[np.int64]) -> float:
        seen.append(rows)
        return float("nan") if len(seen) % 2 else float(len(seen))

    # Of two hundred redraws the even ones say their number.
    assert bootstrap_interval(every_second, np.arange(5)) == tuple(np.quantile(range(2, 201, 2), [0.025, 0.975]))
    assert len(seen) == 200


def test_the_ends_leave_a_fortieth_on_either_side() -> None:
    """Of 1,001 redraws in steps of one; those that say nothing do not count."""
    values = np.append(np.random.default_rng(1).permutation(1001), [np.nan, np.inf])
    assert ends(values) == (25.0, 975.0)
    assert ends(np.array([np.nan])) == (None, None)

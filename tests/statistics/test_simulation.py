"""Intervals hold what they say, on populations that are known: the small, fast version of ``make simulate``."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.simulate import country_coverage, coverage, false_discoveries, reference_coverage


def error(drawn: int, share: float = 0.95) -> float:
    """Three standard errors of a share of so many draws; outlets of a population share its prior, and so their errors."""
    return 3 * float(np.sqrt(2 * share * (1 - share) / drawn))


@pytest.mark.parametrize(("rate", "between", "within"), [(4.0, 0.3, 0.7), (14.0, 1.0, 1.5)])
def test_intervals_of_outlets_hold_their_rates(rate: float, between: float, within: float) -> None:
    found = coverage({1: 30, 3: 30, 10: 30, 100: 5}, rate, between, within, repeats=1, seed=11)
    for one in found.values():
        assert one.share >= 0.93 - error(one.drawn)
        if one.expected > 20:
            assert one.share <= 0.975 + error(one.drawn)


def test_few_outlets_lean_on_reference_news() -> None:
    for one in reference_coverage({1: 2, 10: 2, 100: 1}, repeats=4, seed=12).values():
        assert one.share >= 0.93 - error(one.drawn)


def test_a_country_is_the_average_of_its_outlets() -> None:
    assert country_coverage(12, 10, repeats=4, seed=13).share >= 0.93 - error(4 * 28)


def test_outlets_that_do_not_differ_are_not_told_apart() -> None:
    any_, small = false_discoveries({3: 20, 30: 10}, 0.7, repeats=2, seed=14)
    assert any_ <= 0.05 + error(2 * 28, 0.05)
    assert small <= 0.05 + error(2 * 28 * 30, 0.05)

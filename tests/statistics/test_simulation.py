"""Intervals hold what they say, on populations that are known: the small, fast version of ``make simulate``."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.simulate import false_discoveries, simulate


def error(drawn: int, share: float = 0.95) -> float:
    """Three standard errors of a share of so many draws; cells of a population share its prior, and so their errors."""
    return 3 * float(np.sqrt(2 * share * (1 - share) / drawn))


@pytest.mark.parametrize(
    ("counts", "world", "shift"),
    [
        ((5, 5, 5), ("gamma", "gamma"), 1.0),
        ((5, 5, 5), ("lognormal", "lognormal"), 5.0),
        ((40, 3, 3, 3, 3), ("bimodal", "topics"), 3.0),
    ],
)
def test_intervals_hold_their_rates(counts: tuple[int, ...], world: tuple[str, str], shift: float) -> None:
    repeats = 4
    found = simulate(counts, world, shift, repeats=repeats, seed=11)
    outlets, countries = found.outlets, found.countries
    assert outlets.computed >= 0.93 - error(repeats * 28 * len(counts))
    assert countries.computed >= 0.93 - error(repeats * 28)
    assert outlets.width < 20


def test_outlets_that_do_not_differ_are_not_told_apart() -> None:
    any_, small = false_discoveries({3: 12, 30: 6}, 0.7, repeats=1, seed=14)
    assert any_ <= 0.05 + error(28, 0.05)
    assert small <= 0.05 + error(28 * 18, 0.05)

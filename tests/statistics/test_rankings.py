"""Reliability: what was drawn, what two halves agree on, and nothing where nothing can be told."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from framing.statistics.rankings import articles_needed, reliability
from tests.benchmarks.reliability import halves

Floats = npt.NDArray[np.float64]


def drawn(
    random: np.random.Generator, outlets: int, units: int, cv: float
) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Hits, words and outlets: rates 4 per 1,000 words, outlets' CV given, texts' CV 1."""
    outlet = np.repeat(np.arange(outlets), units)
    rates = 0.004 * (random.gamma(cv**-2, cv**2, outlets) if cv else np.ones(outlets))
    words = random.lognormal(6, 0.5, len(outlet))
    return random.poisson(rates[outlet] * random.gamma(1, 1, len(outlet)) * words).astype(np.float64), words, outlet


def test_reliability_is_the_share_of_true_differences() -> None:
    random = np.random.default_rng(1)
    for cv, units in ((0.5, 10), (0.3, 40)):
        # Var of a rate over the mean²: chance, one over the hits; texts' CV², one over the effective texts, and more
        # where an outlet's own rate is higher.
        error = 1 / (0.004 * units * 457) + (1 + cv**2) * np.exp(0.25) / units
        expected = cv**2 / (cv**2 + error)
        found = [reliability(*drawn(random, 60, units, cv), 60) for _ in range(8)]
        assert np.mean([one.value.mean() for one in found]) == pytest.approx(expected, abs=0.05)
        assert np.mean([one.between for one in found]) == pytest.approx(cv, rel=0.15)


@pytest.mark.parametrize("units", [12, 40])
def test_two_halves_agree_as_much_as_it_says(units: int) -> None:
    random = np.random.default_rng(2)
    hits, words, outlet = drawn(random, 80, units, 0.5)
    said, agreed = halves(hits, words, outlet, 80, splits=20)
    assert agreed == pytest.approx(said, abs=0.08)


def test_outlets_that_do_not_differ_cannot_be_ranked() -> None:
    random = np.random.default_rng(3)
    values = [reliability(*drawn(random, 30, 20, 0.0), 30).value.mean() for _ in range(20)]
    assert np.mean(values) < 0.15
    exact = reliability(np.ones(40), np.full(40, 100.0), np.repeat(np.arange(10), 4), 10)
    assert exact.value.tolist() == [0.0] * 10
    assert np.isinf(exact.needed).all()


def test_more_articles_of_the_kind_make_it_so() -> None:
    assert articles_needed([20.0], [0.5]).tolist() == pytest.approx([80.0])
    assert articles_needed([20.0], [0.8]).tolist() == pytest.approx([20.0])
    assert articles_needed([20.0], [0.5], aim=0.9).tolist() == pytest.approx([180.0])


def test_too_few_outlets_say_nothing() -> None:
    hits, words, outlet = drawn(np.random.default_rng(4), 8, 10, 0.5)
    assert np.isfinite(reliability(hits, words, outlet, 8).value).all()
    seven = outlet < 7
    assert np.isnan(reliability(hits[seven], words[seven], outlet[seven], 7).value).all()
    # An outlet without words says nothing, and is none of the eight.
    found = reliability(hits[seven], words[seven], outlet[seven], 8)
    assert np.isnan(found.value).all()
    assert np.isnan(reliability(np.zeros(80), words, outlet, 8).value).all()
    assert np.isnan(reliability(words, words, outlet, 8, share=True).value).all()
    assert np.isnan(reliability([], [], [], 0).between)


def test_proportions_have_a_reliability_too() -> None:
    random = np.random.default_rng(5)
    outlet = np.repeat(np.arange(40), 30)
    both = random.poisson(3.0, len(outlet)).astype(np.float64)
    share = random.beta(2, 2, 40)[outlet]
    found = reliability(random.binomial(both.astype(int), share), both, outlet, 40, share=True)
    assert found.value.mean() > 0.85
    assert found.between == pytest.approx(np.sqrt(0.05) / 0.5, rel=0.3)

"""Posteriors, beside scipy's distributions and quadrature."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from framing.statistics.posterior import _log_rising, fit_beta_prior, fit_gamma_prior, rate_posterior, share_posterior


@given(st.integers(0, 10_000), st.integers(1, 10_000_000), st.floats(0.05, 500), st.floats(0.01, 50))
def test_without_dispersion_a_rate_is_scipys_gamma(hits: int, words: int, first: float, second: float) -> None:
    found = rate_posterior(np.array([float(hits)]), np.array([float(words)]), np.array([np.inf]), first, second)
    expected = stats.gamma(first + hits, scale=1 / (second + words / 1000))
    np.testing.assert_allclose(
        [found.mean[0], found.low[0], found.high[0]],
        [expected.mean(), expected.ppf(0.025), expected.ppf(0.975)],
        rtol=1e-6,
        atol=1e-300,
    )


@given(st.integers(0, 500), st.integers(1, 500), st.floats(0.3, 50), st.floats(0.3, 50))
def test_without_dispersion_a_proportion_is_scipys_beta(hits: int, more: int, first: float, second: float) -> None:
    both = float(hits + more)
    found = share_posterior(np.array([float(hits)]), np.array([both]), np.ones(1), first, second)
    expected = stats.beta(first + hits, second + more)
    np.testing.assert_allclose(
        [found.mean[0], found.low[0], found.high[0]],
        [expected.mean(), expected.ppf(0.025), expected.ppf(0.975)],
        rtol=1e-6,
        atol=1e-12,
    )


@pytest.mark.parametrize(
    ("hits", "words", "texts"), [(0, 400, 0.3), (5, 400, 0.5), (5, 4000, 5.0), (300, 40_000, 60.0)]
)
def test_with_dispersion_the_mean_is_that_of_quadrature(hits: int, words: int, texts: float) -> None:
    """Negative binomial hits of scipy's, and a gamma prior."""
    prior = stats.gamma(4.0, scale=1.0)

    def weight(rate: float) -> float:
        mean = rate * words / 1000
        return float(stats.nbinom(texts, texts / (texts + mean)).pmf(hits) * prior.pdf(rate))

    points = [0.5, 2.0, 4.0, 8.0]
    whole = integrate.quad(weight, 0, 60, points=points, limit=200)[0]
    mean = integrate.quad(lambda rate: rate * weight(rate), 0, 60, points=points, limit=200)[0] / whole
    found = rate_posterior(np.array([float(hits)]), np.array([float(words)]), np.array([texts]), 4.0, 1.0)
    assert found.mean[0] == pytest.approx(mean, rel=1e-5)


@pytest.mark.parametrize(("positive", "both", "effect"), [(0, 20, 5.0), (3, 9, 1.5), (40, 100, 4.0)])
def test_with_dispersion_a_proportion_is_that_of_quadrature(positive: int, both: int, effect: float) -> None:
    """Beta-binomial hits of scipy's, and a beta prior."""
    worth, prior = (both - effect) / (effect - 1), stats.beta(3.0, 2.0)

    def weight(share: float) -> float:
        chance = stats.betabinom(both, worth * share, worth * (1 - share)).pmf(positive)
        return float(chance * prior.pdf(share))

    whole = integrate.quad(weight, 1e-9, 1 - 1e-9)[0]
    mean = integrate.quad(lambda share: share * weight(share), 1e-9, 1 - 1e-9)[0] / whole
    first, second, third = (np.array([float(value)]) for value in (positive, both, effect))
    assert share_posterior(first, second, third, 3.0, 2.0).mean[0] == pytest.approx(mean, rel=1e-5)


@pytest.mark.parametrize("beyond", [1e-5, 1e-6, 1e-7, 1e-8])
def test_a_design_effect_next_to_one_is_next_to_none(beyond: float) -> None:
    positive, both = np.array([3.0, 40.0, 0.0, 900.0]), np.array([10.0, 100.0, 5.0, 1500.0])
    exact = share_posterior(positive, both, np.ones(4), 1.5, 2.5)
    near = share_posterior(positive, both, np.full(4, 1 + beyond), 1.5, 2.5)
    for name in ("mean", "low", "high"):
        np.testing.assert_allclose(getattr(near, name), getattr(exact, name), rtol=0, atol=beyond + 2e-7)


@pytest.mark.parametrize("x", [1e-3, 0.5, 7.0, 63.9, 64.1, 500.0, 1e6])
@pytest.mark.parametrize("n", [0, 1, 2, 37, 400])
def test_a_ratio_of_gammas_is_its_product(x: float, n: int) -> None:
    product = sum(math.log(x + step) for step in range(n))
    found = _log_rising(np.array([[x]]), np.array([[float(n)]]))[0, 0]
    assert found == pytest.approx(product, rel=1e-12, abs=1e-11)


def test_the_spread_of_outlets_is_found_again() -> None:
    random = np.random.default_rng(21)
    words = random.integers(20_000, 200_000, 400)
    hits = random.poisson(words / 1000 * random.gamma(4.0, 1.0, 400))
    prior = fit_gamma_prior(hits, words)
    assert prior.mean == pytest.approx(4.0, rel=0.1)
    assert prior.first**-0.5 == pytest.approx(0.5, rel=0.2)
    both = random.integers(50, 500, 400)
    share = fit_beta_prior(random.binomial(both, random.beta(6.0, 2.0, 400)), both)
    assert share.mean == pytest.approx(0.75, rel=0.05)
    assert (share.first + share.second + 1) ** -0.5 == pytest.approx(1 / 3, rel=0.2)


def test_nothing_found_leaves_a_prior() -> None:
    for prior in (fit_gamma_prior([], []), fit_gamma_prior([0, 0], [10, 0]), fit_beta_prior([0], [0])):
        assert 0 < prior.first < np.inf
        assert 0 < prior.second < np.inf

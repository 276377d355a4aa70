"""The prior of a rate is found again in articles drawn from it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.benchmarks.priors import fit_rate_prior


@pytest.mark.parametrize(("rate", "worth"), [(3.0, 300.0), (10.0, 1000.0)])
def test_moments_find_the_prior_again(rate: float, worth: float) -> None:
    random = np.random.default_rng(7)
    words = random.integers(200, 2000, size=40_000)
    rates = random.gamma(rate * worth / 1000, 1000 / worth, size=words.size)
    found = fit_rate_prior(random.poisson(rates * words / 1000), words)
    assert found == pytest.approx((rate, worth), rel=0.05)


def test_articles_that_vary_no_more_than_chance_have_no_spread() -> None:
    assert fit_rate_prior([1, 1, 1], [100, 100, 100])[1] == float("inf")

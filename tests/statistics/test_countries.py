"""Random effects, beside statsmodels'."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from framing.scoring.intervals import NORMAL
from framing.statistics.countries import random_effects


@pytest.mark.parametrize("seed", range(5))
def test_they_agree_with_statsmodels(seed: int) -> None:
    random = np.random.default_rng(seed)
    variances = random.uniform(0.01, 0.2, 12)
    values = random.normal(1.0, np.sqrt(variances + 0.3))
    oracle = combine_effects(values, variances, method_re="iterated", use_t=True)
    found = random_effects(values, variances, np.zeros(12, np.int64), 1)
    assert found.tau2[0] == pytest.approx(oracle.tau2, abs=1e-6)
    assert found.mean[0] == pytest.approx(oracle.mean_effect_re, abs=1e-6)
    assert found.i2[0] == pytest.approx(oracle.i2, abs=1e-6)
    half = (oracle.conf_int(use_t=True)[3][1] - oracle.conf_int(use_t=True)[3][0]) / 2
    assert found.half[0] == pytest.approx(half, abs=1e-6)


def test_groups_stand_apart() -> None:
    values, variances = np.array([1.0, 2.0, 1.5, 9.0]), np.array([0.1, 0.2, 0.1, 0.5])
    both = random_effects(values, variances, np.array([0, 0, 0, 2]), 3)
    alone = random_effects(values[:3], variances[:3], np.zeros(3, np.int64), 1)
    assert both.mean[0] == alone.mean[0]
    assert both.size.tolist() == [3, 0, 1]
    assert np.isnan(both.mean[1])
    # One outlet says nothing of how outlets differ.
    assert both.half[2] == np.inf
    assert np.isnan(both.tau2[2])


def test_a_known_variance_gives_one_outlet_an_interval() -> None:
    found = random_effects(np.array([1.0]), np.array([0.2]), np.zeros(1, np.int64), 1, np.array([0.3]))
    assert found.half[0] == pytest.approx(NORMAL * np.sqrt(0.5))

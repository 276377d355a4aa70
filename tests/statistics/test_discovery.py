"""Benjamini and Hochberg's adjustment, beside scipy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from framing.statistics.discovery import adjusted


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_it_agrees_with_scipy(p: list[float]) -> None:
    np.testing.assert_allclose(adjusted(p), false_discovery_control(p), atol=1e-12)


def test_what_was_not_compared_counts_for_nothing() -> None:
    found = adjusted([[0.01, np.nan], [0.04, np.nan]])
    np.testing.assert_allclose(found, [[0.02, np.nan], [0.04, np.nan]])
    assert adjusted([]).shape == (0,)
    assert np.isnan(adjusted([np.nan])).all()

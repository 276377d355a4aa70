"""Benjamini and Hochberg's adjustment, beside scipy's; and the cells that are marked."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import false_discovery_control

from framing.statistics.significance import LARGE, RATE, adjusted, marked


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_it_agrees_with_scipy(p: list[float]) -> None:
    np.testing.assert_allclose(adjusted(p), false_discovery_control(p), atol=1e-12)


def test_what_was_not_compared_counts_for_nothing() -> None:
    found = adjusted([[0.01, np.nan], [0.04, np.nan]])
    np.testing.assert_allclose(found, [[0.02, np.nan], [0.04, np.nan]])
    assert adjusted([]).shape == (0,)
    assert np.isnan(adjusted([np.nan])).all()


@given(st.lists(st.tuples(st.sampled_from([0, 0.01, 0.05, 0.06, 0.2, 0.5, np.nan]), st.sampled_from([0.5, 0.8, 1.0]))))
def test_the_largest_set_is_marked_that_keeps_its_rate(cells: list[tuple[float, float]]) -> None:
    lfsr, beyond = np.array(cells, float).reshape(-1, 2).T
    found = marked(lfsr, beyond)
    assert not found[beyond < LARGE].any()
    assert not np.isnan(lfsr[found]).any()
    assert lfsr[found].sum() <= RATE * found.sum() + 1e-12
    # No other cell, with all that equal it, could be marked as well.
    for other in np.flatnonzero(~found & (beyond >= LARGE) & ~np.isnan(lfsr)):
        more = found | ((lfsr == lfsr[other]) & (beyond == beyond[other]))
        assert lfsr[more].sum() > RATE * more.sum()


def test_marks_keep_the_shape() -> None:
    assert marked([[0.04, 0.4]], [[0.9, 0.9]]).tolist() == [[True, False]]
    assert marked([], []).shape == (0,)
    assert not marked([np.nan], [1.0]).any()

"""Keys with few codes: who is drawn to the others, and what is known of one code."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from framing.statistics.pooling import Measured, _of_a_code, pooled


def few(keys: int, codes: int = 10) -> list[Measured]:
    return [Measured(0.1 + at / 20, 0.02, 0.03, codes, False) for at in range(keys)]


@pytest.mark.parametrize(("keys", "codes", "told"), [(5, 5, True), (5, 4, False), (4, 5, False), (6, 6, True)])
def test_five_codes_of_five_keys_are_drawn_to_each_other(keys: int, codes: int, told: bool) -> None:
    found = pooled(few(keys, codes), 1.0)
    assert [one is not None for one in found] == [told] * keys


def test_keys_that_stand_by_themselves_are_left_so() -> None:
    keys = few(6)
    assert pooled([replace(key, is_enough=True) for key in keys], 1.0) == [None] * 6
    keys[2] = replace(keys[2], is_enough=True)
    keys[4] = replace(keys[4], coded=4)  # Too few to be drawn to others, too.
    assert [one is None for one in pooled(keys, 1.0)] == [False, False, True, False, True, False]


def test_nothing_is_known_where_nothing_was_found_or_nothing_varies() -> None:
    assert pooled([replace(key, value=0.0) for key in few(6)], 1.0) == [None] * 6
    assert pooled([replace(key, variance=0.0) for key in few(6)], 1.0) == [None] * 6


def test_what_one_code_tells_is_put_together_from_all_keys() -> None:
    """A mean of n codes with variance v: of a code, v · n · n / (n − 1), each key counting by its codes."""
    found = _of_a_code(np.array([0.02, 0.05]), np.array([10.0, 5.0]))
    assert found == pytest.approx((10 * (0.02 * 10 * 10 / 9) + 5 * (0.05 * 5 * 5 / 4)) / 15)


def test_keys_are_drawn_to_each_other_and_told_more_surely() -> None:
    keys = few(8)
    found = pooled(keys, 1.0)
    by_hand = 0.03 * 10 * 10 / 9  # Of a code.
    for key, one in zip(keys, found, strict=True):
        assert one is not None
        assert abs(one.value - 0.275) < abs(key.value - 0.275)
        assert one.low < one.value < one.high
        assert one.gain == pytest.approx(by_hand / 10 / one.se**2)
    values = [one.value for one in found if one is not None]
    assert values == sorted(values)


def test_no_figure_is_above_the_highest() -> None:
    for one in pooled([replace(key, value=0.9 + key.value) for key in few(8)], 1.0):
        assert one is not None
        assert one.value <= 1.0
        assert one.high == 1.0
    for one in pooled([replace(key, value=0.9 + key.value) for key in few(8)], 5.0):
        assert one is not None
        assert one.high > 1.0


def test_a_key_that_stands_by_itself_weighs_by_its_own_variance() -> None:
    """It pulls the others the more, the surer it is."""
    keys = few(6)
    sure, unsure = (pooled([*keys, Measured(0.9, variance, 0.03, 60, True)], 1.0)[0] for variance in (0.0005, 0.5))
    assert sure is not None
    assert unsure is not None
    assert sure.value != unsure.value

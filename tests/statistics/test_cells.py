"""What all levels share: offsets of scales, priors, streams of draws, and the places of cells among them."""

from __future__ import annotations

import math
from zlib import crc32

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.statistics.cells import Fitted, _places, divided
from framing.statistics.groups import Rates, Shares, Tally
from framing.statistics.hits import Sums
from framing.statistics.model import VARIATION, Prior
from framing.statistics.reference import Reference

NAMES = ("tone+", "tone-", "stance+", "stance-", "praise")


def tally(hits: list[list[float]], words: list[float], languages: list[str]) -> Tally:
    """Groups with the same words for each name; all other sums are told apart by their factor."""
    y, n = np.array(hits), np.repeat(np.array(words)[:, None], len(NAMES), axis=1)
    rates = Rates(NAMES, y, n, y, n, y * y, y * n, n * n, n**3)
    return Tally(pl.DataFrame({"language": languages}), rates, Shares((), *([y[:, :0]] * 8)))


def fitted(reference: dict[tuple[str, str], Reference]) -> Fitted:
    own = tally([[4, 9, 2, 3, 1], [6, 1, 0, 5, 2], [7, 7, 7, 7, 7]], [1000, 2000, 500], ["en", "en", "hi"])
    nothing = Sums((), np.empty((0, 0), np.int64))
    extra = np.arange(10.0).reshape(2, 5)
    return Fitted(framing.default_lexicon(), (nothing, nothing), ("en", "hi"), own, extra, reference, None)


def line(mean: float) -> Reference:
    return Reference(mean=mean, variation=0.7, extra=1.5, outlets=9)


def test_a_scale_has_the_geometric_mean_of_both_usual_rates_added_to_both_sides() -> None:
    """What is usual is what reference news has; where it lacks a side, what the outlets have together, and a half."""
    known = fitted({("en", "stance+"): line(8.0), ("en", "stance-"): line(2.0), ("hi", "stance+"): line(3.0)})
    by, value = known.offsets("stance", 0)
    assert by == pytest.approx((4.0, 4.0))
    assert value == pytest.approx(math.log2((8 + 4) / (2 + 4)))
    by, value = known.offsets("stance", 1)
    usual = 1000 * 7.5 / 501
    assert by == pytest.approx((usual, usual))
    assert value is None
    nothing = fitted({("en", "stance+"): line(8.0), ("en", "stance-"): line(0.0)})
    plus, minus = 1000 * 2.5 / 3001, 1000 * 8.5 / 3001
    by, value = nothing.offsets("stance", 0)
    assert by == pytest.approx([math.sqrt(plus * minus)] * 2)
    assert value is None


def test_the_side_that_leads_tone_has_a_quarter_of_its_own_added_and_the_other_four_times() -> None:
    known = fitted({("en", "tone+"): line(8.0), ("en", "tone-"): line(3.0)})
    by, value = known.offsets("tone", 0)
    assert by == pytest.approx((2.0, 12.0))
    assert value == pytest.approx(math.log2((8 + 2) / (3 + 12)))


def test_what_is_known_beforehand_is_of_reference_news() -> None:
    known = fitted({("hi", "praise"): line(3.0)})
    assert known.prior("praise", 1) == Prior(3.0, 0.7, 9.0)
    assert known.prior("praise", 0) == Prior(None, VARIATION, 4.0)


def test_streams_of_languages_sides_and_kinds_differ() -> None:
    known = fitted({})
    code = crc32(b"hi") & 0xFFFF
    assert known.stream("praise", 0, 1) == code
    assert known.stream("tone-", 0, 1) == code + 2**16
    assert known.stream("praise", 3, 1) == code + 3 * 2**18
    streams = {
        known.stream(name, kind, language) for name in ("tone+", "tone-") for kind in range(4) for language in (0, 1)
    }
    assert len(streams) == 16
    assert max(streams) < 2**24


CELL = st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from([10, 20]), st.integers(0, 2))


@given(st.lists(CELL, min_size=1, max_size=8))
def test_a_place_is_a_rank_in_its_population_by_all_that_was_counted(cells: list[tuple[int, int, int, int]]) -> None:
    """By population and words, and then by the hits of the last measure, those before it, and the order given."""
    hits = np.array([[a, b] for a, b, _, _ in cells], np.float64)
    words = np.array([[n, n] for _, _, n, _ in cells], np.float64)
    population = np.array([of for *_, of in cells])
    expected: dict[int, int] = {}
    for at in sorted(range(len(cells)), key=lambda at: (cells[at][3], cells[at][2], cells[at][1], cells[at][0], at)):
        expected[at] = sum(cells[other][3] == cells[at][3] for other in expected)
    assert _places(hits, words, population).tolist() == [expected[at] for at in range(len(cells))]
    in_turn = _places(hits[:, :0], words, population)
    assert in_turn.tolist() == [sum(of == population[at] for of in population[:at]) for at in range(len(cells))]


def test_a_factor_makes_texts_as_many_words_longer() -> None:
    own = tally([[4, 9, 2, 3, 1], [7, 7, 7, 7, 7]], [1000, 500], ["en", "hi"])
    assert divided(own, None) is own
    found = divided(own, {("hi", "stance+"): (2.0, 0.1), ("en", "praise"): (3.0, 0.1)}).rates
    factor = np.ones((2, 5))
    factor[1, 2], factor[0, 4] = 2.0, 3.0
    for name, power in (("hits", 0), ("words", 0), ("y", 0), ("n", 1), ("y2", 0), ("yn", 1), ("n2", 2), ("n3", 3)):
        np.testing.assert_array_equal(getattr(found, name), getattr(own.rates, name) * factor**power)

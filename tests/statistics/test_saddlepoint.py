"""P of each group against the rest: as exhaustive permutations find it, at its level, and defined everywhere."""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.statistics import shuffling
from framing.statistics.shuffling import Shuffle, shuffled, shuffled_p
from tests.benchmarks.false_discoveries import TEXTS, against_permutations, equal_outlets

Floats = npt.NDArray[np.float64]


def exhaustive(values: Floats, taken: int) -> Floats:
    """Sums of all sets of so many values, sorted."""
    sets = itertools.combinations(range(len(values)), taken)
    index = np.fromiter(itertools.chain.from_iterable(sets), np.int64).reshape(-1, taken)
    return np.sort(values[index].sum(axis=1))


@pytest.mark.parametrize("texts", sorted(TEXTS))
def test_p_is_that_of_all_permutations(texts: str) -> None:
    random = np.random.default_rng(7)
    words = random.lognormal(6, 0.5, 21).round()
    hits = TEXTS[texts](random, np.full(21, 0.02), words)
    residual = hits - hits.sum() / words.sum() * words
    sets = np.array(list(itertools.combinations(range(21), 8)))
    sums = residual[sets].sum(axis=1)
    order = np.argsort(-sums)
    for place, backwards in itertools.product([0.0001, 0.001, 0.01, 0.1], [1, -1]):
        at = order[::backwards][int(len(sets) * place)]
        above, below = (sums >= sums[at] - 1e-9).mean(), (sums <= sums[at] + 1e-9).mean()
        outlet = np.ones(21, np.int64)
        outlet[sets[at]] = 0
        p = shuffled_p(hits, words, outlet, 2, lengths=False)
        # Where four texts have all hits, a fifth of the sets end within one step of the sum.
        few = texts == "four of five without"
        assert p[0] == pytest.approx(2 * min(above, below), rel=0.4 if few else 0.25)
        # The rest differs from the outlet by as much as the outlet from the rest.
        assert p[1] == pytest.approx(p[0], rel=1e-6)


def test_p_of_many_units_is_that_of_drawn_permutations() -> None:
    for name, ratios in against_permutations(20, 100_000, tail=1e-3, size=120):
        assert np.all((ratios > 0.75) & (ratios < 1.25)), name


def test_length_is_no_difference() -> None:
    texts = TEXTS["four of five without"]
    aware, blind = (equal_outlets(texts, 15, 20, 0.5, 6, lengths=lengths) for lengths in (True, False))
    assert blind.any >= 4 > 1 >= aware.any
    assert blind.far_below / blind.p > 0.005 > aware.far_below / aware.p


@pytest.mark.parametrize("texts", sorted(TEXTS))
def test_a_level_is_kept_where_lengths_do_not_differ(texts: str) -> None:
    found = equal_outlets(TEXTS[texts], 15, 20, 0.0, 6)
    assert found.any <= 1
    assert 0.03 < found.below / found.p < 0.07


def test_a_loud_outlet_is_found_and_the_others_are_not() -> None:
    random = np.random.default_rng(1)
    outlet = np.repeat(np.arange(10), 30)
    words = random.lognormal(6, 0.5, 300)
    p = shuffled_p(random.poisson(np.where(outlet == 4, 0.02, 0.005) * words), words, outlet, 10)
    assert p[4] < 1e-6
    assert np.delete(p, 4).min() > 1e-3


def test_units_that_are_alike_go_together_without_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    outlet, words = random.integers(0, 40, 1200), random.lognormal(6, 0.6, 1200).round()
    hits = random.poisson(0.004 * random.gamma(1, 1 + 2 * (outlet == 3), 1200) * words)
    together = shuffled_p(hits, words, outlet, 40)
    monkeypatch.setattr(shuffling, "_ENOUGH", 2000)
    apart = shuffled_p(hits, words, outlet, 40)
    assert together == pytest.approx(apart, rel=0.03)
    assert together.min() < 1e-3


def test_one_unit_has_the_p_of_its_rank() -> None:
    hits, words = np.array([9.0, 5, 4, 3, 2, 1, 1, 0, 0, 0]), np.full(10, 100.0)
    first = (np.arange(10) != 0).astype(np.int64)
    # One of ten is as high, and counts half; so for the outlet of nine, whose rest it is.
    assert shuffled_p(hits, words, first, 2).tolist() == pytest.approx([0.1, 0.1])
    assert shuffled_p(hits, words, (np.arange(10) != 8).astype(np.int64), 2)[0] == pytest.approx(0.3)


@pytest.mark.parametrize("taken", [2, 5, 8])
def test_the_highest_sum_there_can_be_is_as_likely_as_its_sets_are_many(taken: int) -> None:
    hits, words = np.array([30.0, 22, 17, 11, 8, 5, 2, 2, 0, 0]), np.linspace(90, 110, 10)
    outlet = (np.arange(10) >= taken).astype(np.int64)
    sums = exhaustive(hits - hits.sum() / words.sum() * words, taken)
    p = shuffled_p(hits, words, outlet, 2, lengths=False)[0]
    assert p == pytest.approx(2 / len(sums), rel=0.5)


@pytest.mark.parametrize(("taken", "size"), [(3, 6), (5, 10), (5, 25), (10, 40)])
def test_complete_separation_is_as_likely_as_there_are_sets(taken: int, size: int) -> None:
    outlet = (np.arange(size) >= taken).astype(np.int64)
    p = shuffled_p(np.where(outlet == 0, 3.0, 0.0), np.full(size, 400.0), outlet, 2)[0]
    # Of three of six texts one set in twenty is as extreme to each side: .1 is the least there can be.
    assert 0.9 < p / (2 / math.comb(size, taken)) < 5
    # Where an outlet's texts are also longer than all others, length is another reason, and little is left to tell.
    longer = shuffled_p(np.where(outlet == 0, 3.0, 0.0), np.where(outlet == 0, 900.0, 300.0), outlet, 2)[0]
    assert longer > p


def test_what_cannot_be_tested_has_no_p() -> None:
    words, outlet = np.full(12, 100.0), np.repeat(np.arange(3), 4)
    assert np.isnan(shuffled_p(np.zeros(12), words, outlet, 3)).all()
    assert shuffled_p(np.full(12, 2.0), words, outlet, 3).tolist() == [1, 1, 1]
    # The last has no unit with words, and the first is then all there is.
    assert np.isnan(shuffled_p(np.arange(12), np.where(outlet == 0, words, 0), outlet, 4)).all()
    assert np.isnan(shuffled_p([], [], [], 0)).all()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_p_is_defined_whatever_the_hits(data: st.DataObject) -> None:
    size, outlets = data.draw(st.integers(1, 30)), data.draw(st.integers(1, 6))
    hits = np.array(data.draw(st.lists(st.sampled_from([0, 0, 0, 1, 2, 40]), min_size=size, max_size=size)), float)
    words = np.array(
        data.draw(st.lists(st.sampled_from([0, 1, 50, 50, 300, 9000]), min_size=size, max_size=size)), float
    )
    outlet = np.array(data.draw(st.lists(st.integers(0, outlets - 1), min_size=size, max_size=size)))
    lengths = data.draw(st.booleans())
    p = shuffled_p(hits, words, outlet, outlets, lengths=lengths)
    there = np.bincount(outlet[words > 0], minlength=outlets)
    told = (there > 0) & (there < there.sum()) & bool(hits[words > 0].any())
    assert (np.isfinite(p) == told).all()
    assert ((p[told] >= 0) & (p[told] <= 1)).all()
    # Neither the order of the units nor the unit of length matters.
    order = np.array(data.draw(st.permutations(range(size))))
    again = shuffled_p(hits[order], 7 * words[order], outlet[order], outlets, lengths=lengths)
    assert again[told] == pytest.approx(p[told], rel=1e-4, abs=1e-12)


def test_texts_of_nearly_one_length_need_no_other_reason() -> None:
    outlet, hits = np.repeat([0, 1], 20), np.repeat([1.0, 0.0], 20)
    assert shuffled_p(hits, np.where(outlet == 0, 5, 4), outlet, 2)[0] < 1e-4


def test_measures_worked_out_together_have_the_p_that_each_has_alone() -> None:
    random = np.random.default_rng(3)
    measures = []
    for size in (40, 40, 40, 41, 900, 900, 40):
        words, outlet = random.lognormal(6, 0.6, size).round(), random.integers(0, 5, size)
        measures.append(Shuffle(random.poisson(0.004 * random.gamma(1, 1, size) * words), words, outlet, 5))
    for together, one in zip(shuffled(measures), measures, strict=True):
        # To the last bit: what is shown does not depend on what is asked for beside it.
        assert together.tolist() == shuffled_p(one.y, one.n, one.outlet, one.outlets).tolist()

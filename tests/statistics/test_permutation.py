"""Permutation tests: exact where they can be, uniform under the null, and the same as other people's."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import binomtest, fisher_exact, kstest

from framing.statistics.permutation import Units, assignments, evaluate, permutation_test, sign_flip_test

Floats = npt.NDArray[np.float64]


def make(
    hits: Floats, words: Floats, first: npt.NDArray[np.bool_], stratum: npt.NDArray[np.int64] | None = None
) -> Units:
    """Units of rates; one stratum unless told, weighted by its words."""
    stratum = np.zeros(len(words), np.int64) if stratum is None else stratum
    weights = np.bincount(stratum, words) / words.sum()
    exposure = np.repeat(words[:, None], hits.shape[1], axis=1)
    return Units(hits, exposure, words, first, stratum, np.ones(len(words), np.bool_), weights)


def news(
    random: np.random.Generator, articles: int, rate: float, measures: int, median: float = 400
) -> tuple[Floats, Floats]:
    """Gamma–Poisson counts in articles of unequal length."""
    words = random.lognormal(np.log(median), 0.6, articles).round() + 30
    rates = rate * random.gamma(1.0, 1.0, (articles, measures))
    return random.poisson(rates * words[:, None]).astype(np.float64), words


@pytest.mark.parametrize("hits", [5, 4, 3])
def test_clusters_of_one_word_give_fishers_exact_test(hits: int) -> None:
    # Six words a side, each a hit or none: with equal sides both tests are two-sided in the same way.
    outcome = np.zeros((12, 1))
    outcome[:hits] = 1.0
    outcome[6] = 1.0
    first = np.arange(12) < 6
    found = permutation_test(make(outcome, np.ones(12), first))
    expected = fisher_exact(np.array([[hits, 6 - hits], [1, 5]])).pvalue
    assert found.exact
    assert found.sets == pytest.approx(924)
    assert found.p[0] == pytest.approx(expected, abs=1e-6)


def test_equal_contributions_give_the_exact_sign_test() -> None:
    for positive in range(13):
        signs = np.where(np.arange(12) < positive, 1.0, -1.0)[:, None]
        expected = binomtest(positive, 12).pvalue
        assert sign_flip_test(signs, number=5000).p[0] == pytest.approx(expected, abs=1e-6)


def test_enumeration_is_what_a_loop_finds() -> None:
    random = np.random.default_rng(3)
    hits, words = news(random, 8, 0.01, 1)
    first = np.array([True, True, True, False, False, False, False, False])

    def statistic(chosen: npt.NDArray[np.bool_]) -> float:
        rates, variances = [], []
        for side in (chosen, ~chosen):
            n, y = words[side], hits[side, 0]
            rate = y.sum() / n.sum()
            clusters = n.sum() ** 2 / (n**2).sum()
            rates.append(rate)
            variances.append(((y - rate * n) ** 2).sum() / n.sum() ** 2 * (clusters / (clusters - 1)) ** 2)
        return float(abs(rates[0] - rates[1]) / np.sqrt(sum(variances)))

    sets = [np.isin(np.arange(8), chosen) for chosen in itertools.combinations(range(8), 3)]
    observed = statistic(first)
    expected = np.mean([statistic(chosen) >= observed - 1e-12 for chosen in sets])
    assert permutation_test(make(hits, words, first)).p[0] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("sides", "median"), [((25, 25), 400), ((15, 120), 400), ((60, 60), 900)])
def test_p_is_uniform_where_nothing_differs(sides: tuple[int, int], median: float) -> None:
    random = np.random.default_rng(20)
    values = []
    for draw in range(12):
        hits, words = news(random, sum(sides), 0.01, 25)
        # The two sides may differ in how long their articles are.
        longer = np.arange(sum(sides)) < sides[0]
        if median != 400:
            extra, other = news(random, sum(sides), 0.01, 25, median)
            hits, words = np.where(longer[:, None], extra, hits), np.where(longer, other, words)
        values.append(permutation_test(make(hits, words, longer), number=299, seed=draw).p)
    p = np.concatenate(values)
    # Measures of one draw share their articles' lengths, so that they are not quite independent: a lenient level.
    assert kstest(p, "uniform").pvalue > 0.001
    assert 0.02 < (p <= 0.05).mean() < 0.09


def test_a_difference_is_found() -> None:
    random = np.random.default_rng(1)
    (more, words_a), (less, words_b) = news(random, 80, 0.03, 4), news(random, 80, 0.01, 4)
    units = make(np.concatenate([more, less]), np.concatenate([words_a, words_b]), np.arange(160) < 80)
    assert (permutation_test(units, number=999).p < 0.01).all()


def test_labels_change_within_strata_only() -> None:
    # A's articles are in one language but for one, and that language has more of everything.
    hits = np.array([9.0, 8, 9, 1, 9, 8, 1, 1, 2, 1])[:, None]
    stratum = np.array([0, 0, 0, 1, 0, 0, 1, 1, 1, 1])
    first = np.arange(10) < 4
    units = make(hits, np.full(10, 100.0), first, stratum)
    assert assignments(units) == pytest.approx(10 * 5)
    together = make(hits, np.full(10, 100.0), first)
    assert permutation_test(units).p[0] > 0.4 > permutation_test(together).p[0]


def test_a_text_on_both_sides_stays_where_it_is() -> None:
    hits, words = np.array([3.0, 3, 5, 4, 1, 0])[:, None], np.full(6, 100.0)
    first = np.array([True, False, True, True, False, False])
    loose = np.array([False, False, True, True, True, True])
    units = Units(hits, words[:, None], words, first, np.zeros(6, np.int64), loose, np.ones(1))
    assert permutation_test(units).sets == pytest.approx(6)


def test_the_same_seed_draws_the_same_labels() -> None:
    hits, words = news(np.random.default_rng(5), 60, 0.01, 3)
    units = make(hits, words, np.arange(60) < 20)
    first, again, other = (permutation_test(units, number=200, seed=seed).p for seed in (1, 1, 2))
    assert first.tolist() == again.tolist() != other.tolist()


def test_very_many_clusters_change_sides_in_blocks() -> None:
    hits, words = news(np.random.default_rng(8), 25_000, 0.01, 2)
    first = np.arange(25_000) < 12_000
    hits[first, 1] += 1
    p = permutation_test(make(hits, words, first), number=100).p
    assert p[0] > 0.05
    assert p[1] == pytest.approx(1 / 101)


def test_nothing_to_compare_has_no_p() -> None:
    hits = np.array([[1.0, 0.0], [2.0, 0.0], [0.0, 3.0], [1.0, 0.0]])
    total = np.array([[1.0, 0.0], [2.0, 0.0], [1.0, 3.0], [1.0, 0.0]])
    words = np.full(4, 100.0)
    first = np.array([True, True, False, False])
    units = Units(hits, total, words, first, np.zeros(4, np.int64), np.ones(4, np.bool_), np.ones(1))
    assert np.isnan(permutation_test(units).p).tolist() == [False, True]
    assert np.isnan(sign_flip_test(np.zeros((0, 2))).p).all()


def test_standardised_rates_are_those_of_one_mix() -> None:
    # Within each topic both sides have one rate; their mixes are opposite.
    rates = np.array([0.02, 0.02, 0.005, 0.005])
    words = np.array([9000.0, 1000, 1000, 9000])
    units = make((rates * words)[:, None], words, np.array([True, False, True, False]), np.array([0, 0, 1, 1]))
    a, b = evaluate(units)
    assert a.rate[0, 0] == pytest.approx(b.rate[0, 0]) == pytest.approx(0.0125)

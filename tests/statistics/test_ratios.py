"""Effects and their intervals: exact without clusters, wide enough with them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from scipy.stats import beta, binomtest

from framing.statistics.permutation import Side, evaluate, sign_flip_test
from framing.statistics.ratios import (
    Effective,
    Pairs,
    conditional_p,
    contributions,
    difference,
    effective,
    paired_difference,
    paired_ratio,
    ratio,
)
from tests.statistics.test_permutation import make, news

Floats = npt.NDArray[np.float64]


def of(*hits: float, worth: float = 1000.0) -> Effective:
    values = np.array(hits)
    return Effective(values, np.full(len(values), worth), np.ones(len(values)))


def test_independent_hits_have_the_conditional_interval_of_two_poisson_rates() -> None:
    hits = [(30.0, 12.0), (3.0, 0.0), (7.0, 7.0)]
    a, b = of(*(pair[0] for pair in hits), worth=2000.0), of(*(pair[1] for pair in hits))
    found = ratio(a, b, (a.hits / a.worth, b.hits / b.worth))
    for number, (first, second) in enumerate(hits):
        share = beta(first + 0.5, second + 0.5)
        expected = [0.5 * share.ppf(tail) / (1 - share.ppf(tail)) for tail in (0.025, 0.975)]
        assert [found.low[number], found.high[number]] == pytest.approx(expected, rel=1e-6)
    assert found.value[0] == pytest.approx(30 / 12 / 2)
    assert 1 < found.value[1] < np.inf


def test_without_hits_there_is_no_ratio() -> None:
    found = ratio(of(0.0), of(0.0), (np.zeros(1), np.zeros(1)))
    assert np.isnan([found.value[0], found.low[0], found.high[0]]).all()


def test_swapping_the_sides_inverts_the_ratio() -> None:
    a, b = of(30.0, 4.0), of(11.0, 9.0, worth=500.0)
    rates = a.hits / a.worth, b.hits / b.worth
    one, other = ratio(a, b, rates), ratio(b, a, rates[::-1])
    assert one.value == pytest.approx(1 / other.value)
    assert one.low == pytest.approx(1 / other.high)


def cover(sides: tuple[int, int], rate: float, medians: tuple[float, float], times: float, draws: int) -> float:
    """Share of intervals that hold the true ratio."""
    random = np.random.default_rng(2)
    held = []
    for _ in range(draws):
        parts = [
            news(random, size, rate * factor, 20, median)
            for size, factor, median in zip(sides, (times, 1.0), medians, strict=True)
        ]
        hits, words = (np.concatenate([part[number] for part in parts]) for number in (0, 1))
        units = make(hits, words, np.arange(sum(sides)) < sides[0])
        a, b = evaluate(units)
        counted = [(hits[side] > 0).sum(axis=0).astype(float) for side in (units.first, ~units.first)]
        both = effective(a, b, (counted[0], counted[1]), np.zeros(20, np.bool_))
        found = ratio(*both, (a.rate[0], b.rate[0]))
        held.append((found.low <= times) & (found.high >= times) | np.isnan(found.low))
    return float(np.concatenate(held).mean())


@pytest.mark.parametrize(
    ("sides", "rate", "medians", "times"),
    [
        ((5, 5), 0.005, (400, 400), 1.0),
        ((10, 60), 0.005, (400, 400), 2.0),
        ((20, 40), 0.01, (900, 200), 0.5),
        ((60, 60), 0.001, (400, 400), 1.0),
    ],
)
def test_intervals_hold_the_true_ratio(
    sides: tuple[int, int], rate: float, medians: tuple[float, float], times: float
) -> None:
    # 3,000 intervals of measures that share their articles' lengths: Monte Carlo error about 0.006.
    assert 0.925 <= cover(sides, rate, medians, times, 150) <= 0.985


def test_design_effects_are_at_least_one_and_grow_with_length() -> None:
    random = np.random.default_rng(4)
    (long, words_a), (short, words_b) = news(random, 200, 0.01, 5, 1500), news(random, 200, 0.01, 5, 150)
    a, b = evaluate(make(np.concatenate([long, short]), np.concatenate([words_a, words_b]), np.arange(400) < 200))
    counted = np.full(5, 200.0)
    one, other = effective(a, b, (counted, counted), np.zeros(5, np.bool_))
    # A gamma of shape 1: 1 + rate × mean length of the words' articles.
    assert one.design_effect == pytest.approx(1 + 0.01 * (words_a**2).sum() / words_a.sum(), rel=0.35)
    assert (one.design_effect > other.design_effect).all()
    assert (other.design_effect >= 1).all()


def test_differences_of_scales() -> None:
    a, b = of(40.0, 0.0, worth=80.0), of(20.0, 0.0, worth=80.0)
    found = difference(a, b, (a.hits / 80, b.hits / 80))
    assert found.value.tolist() == [0.5, 0.0]
    assert 0 < found.low[0] < 0.5 < found.high[0] < 1
    assert found.low[1] == pytest.approx(-found.high[1])


def pairs(x: list[tuple[float, float]], e: list[tuple[float, float]]) -> Pairs:
    hits, words = np.array(x), np.array(e)
    return Pairs((hits[:, :1], hits[:, 1:]), (words[:, :1], words[:, 1:]), np.arange(len(x)))


def test_one_rate_ratio_in_every_article_is_found_whatever_the_topics() -> None:
    # Twice the rate in quotations everywhere; long quotations where there is little of it, so that the sums mislead.
    words = [(100.0, 900.0), (900.0, 100.0), (500.0, 500.0)]
    rates = [0.01, 0.1, 0.04]
    found = pairs([(2 * rate * one, rate * other) for rate, (one, other) in zip(rates, words, strict=True)], words)
    assert paired_ratio(found).value[0] == pytest.approx(2.0)
    crude = found.x[0].sum() / found.e[0].sum() / (found.x[1].sum() / found.e[1].sum())
    assert crude > 3


def test_mantel_and_haenszel_by_hand() -> None:
    found = paired_ratio(pairs([(4, 2), (1, 3), (6, 2)], [(100, 200), (50, 150), (200, 100)]))
    a = 4 * 200 / 300 + 1 * 150 / 200 + 6 * 100 / 300
    b = 2 * 100 / 300 + 3 * 50 / 200 + 2 * 200 / 300
    assert found.value[0] == pytest.approx(a / b)
    assert found.low[0] < a / b < found.high[0]
    scores = contributions(pairs([(4, 2), (1, 3)], [(100, 200), (50, 150)]))
    assert scores[:, 0] == pytest.approx([(4 * 200 - 2 * 100) / 300, (1 * 150 - 3 * 50) / 200])


def test_paired_intervals_hold_the_true_ratio() -> None:
    random = np.random.default_rng(6)
    held = []
    for _ in range(60):
        words = random.lognormal(np.log([60.0, 400.0]), 0.5, (40, 2)).round() + 5
        rate = 0.01 * random.gamma(1.0, 1.0, (40, 20))
        # Each part of an article has a rate of its own around the article's.
        x = [random.poisson(rate * random.gamma(2.0, 0.5, (40, 20)) * words[:, [side]] * (2 - side)) for side in (0, 1)]
        e = [np.repeat(words[:, [side]], 20, axis=1) for side in (0, 1)]
        found = paired_ratio(Pairs((x[0].astype(float), x[1].astype(float)), (e[0], e[1]), np.arange(40)))
        held.append((found.low <= 2) & (found.high >= 2))
    assert 0.92 <= np.concatenate(held).mean() <= 0.985


def test_a_scale_without_hits_in_an_article_adds_nothing() -> None:
    found = paired_difference(pairs([(3, 1), (0, 0), (4, 2)], [(4, 4), (0, 3), (5, 5)]))
    assert found.value[0] == pytest.approx(2 * ((3 * 4 - 1 * 4) / 8 + (4 * 5 - 2 * 5) / 10) / (16 / 8 + 25 / 10))


@pytest.mark.parametrize(
    "counts", [(4, 1, 100, 300), (0, 7, 100, 300), (3, 3, 10, 400), (20, 60, 100, 300), (0, 1, 5, 5)]
)
def test_one_article_gives_the_exact_binomial_test(counts: tuple[int, int, int, int]) -> None:
    first, second, words, others = counts
    found = conditional_p(pairs([(first, second)], [(words, others)]), np.zeros(1, np.bool_))
    expected = binomtest(first, first + second, words / (words + others)).pvalue
    assert found[0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("articles", "words"), [(12, (10.0, 400.0)), (60, (10.0, 400.0)), (60, (100.0, 400.0))])
def test_few_short_headlines_find_nothing_where_nothing_is(articles: int, words: tuple[float, float]) -> None:
    random = np.random.default_rng(9)
    found = []
    for seed in range(15):
        length = random.lognormal(np.log(words), 0.4, (articles, 2)).round() + 3
        rate = 0.01 * random.gamma(1.0, 1.0, (articles, 28))
        x = [
            random.poisson(rate * random.gamma(2.0, 0.5, rate.shape) * length[:, [side]]).astype(float)
            for side in (0, 1)
        ]
        e = [np.repeat(length[:, [side]], 28, axis=1) for side in (0, 1)]
        both = Pairs((x[0], x[1]), (e[0], e[1]), np.arange(articles))
        flips = sign_flip_test(contributions(both), number=299, seed=seed).p
        found.append(np.fmax(flips, conditional_p(both, np.zeros(28, np.bool_))))
    assert (np.concatenate(found) <= 0.05).mean() < 0.075


def test_side_is_documented_by_its_shape() -> None:
    a, _ = evaluate(make(np.ones((4, 3)), np.full(4, 10.0), np.array([True, True, False, False])))
    assert isinstance(a, Side)
    assert a.rate.shape == (1, 3)

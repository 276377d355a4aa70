"""Design effects: found again in texts that were drawn with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import framing
from framing.statistics.dispersion import (
    dispersion,
    fit_extra_variance,
    fit_intra_text,
    rate_effect,
    share_effect,
)
from framing.statistics.groups import Rates, Shares, tally
from tests.statistics.simulated import draw, frames, together


def extra(table: pl.DataFrame, dimension: str = "conflict") -> float:
    return float(table.filter(pl.col("dimension") == dimension)["extra"].item())


@pytest.mark.parametrize(("within", "rate"), [(0.0, 8.0), (0.7, 8.0), (1.4, 2.0)])
def test_the_variation_of_texts_is_found_again(within: float, rate: float) -> None:
    truth = draw([200] * 50, rate=rate, between=0.5, within=within, seed=3)
    assert extra(dispersion(truth.observations)) == pytest.approx(within**2, rel=0.15, abs=0.04)


def test_outlets_that_differ_are_no_texts_that_differ() -> None:
    truth = draw([4] * 1000, rate=10.0, between=1.0, within=0.0, seed=4)
    assert extra(dispersion(truth.observations)) < 0.05


def test_few_texts_lean_on_the_reference() -> None:
    truth = draw([1] * 40, rate=5.0, between=0.5, within=1.0, seed=5)
    reference = {("en", "conflict"): 0.8}
    assert extra(dispersion(truth.observations, reference=reference)) == pytest.approx(0.8)


def test_copies_are_one_text() -> None:
    truth = draw([30] * 4, rate=5.0, between=0.3, within=1.0, seed=6)
    seen = truth.observations
    again = seen.articles.with_columns(pl.col("article_id") + "-copy")
    copied = together(seen, replace(seen, articles=again))
    assert extra(dispersion(copied)) == pytest.approx(extra(dispersion(seen)))
    once, twice = (tally(each, ["outlet"], framing.default_lexicon().codebook) for each in (seen, copied))
    assert np.array_equal(once.rates.y, twice.rates.y)
    assert np.array_equal(2 * once.rates.hits, twice.rates.hits)
    assert twice.groups["clusters"].to_list() == [30] * 4
    assert twice.groups["articles"].to_list() == [60] * 4


def test_the_correlation_of_hits_in_a_text_is_found_again() -> None:
    random = np.random.default_rng(8)
    correlation = 0.2
    t = random.poisson(6, (60, 100)).astype(float)
    mean = random.beta(8, 4, (60, 1))
    worth = 1 / correlation - 1
    p = random.binomial(t.astype(int), random.beta(mean * worth, (1 - mean) * worth, t.shape)).astype(float)
    sums = [values.sum(axis=1, keepdims=True) for values in (p, t - p, p, t, p**2, p * t, t**2, t**3)]
    found, variance = fit_intra_text(Shares(("tone",), *sums), np.zeros(60, np.int64), 1)
    assert found[0, 0] == pytest.approx(correlation, abs=0.03)
    assert np.sqrt(variance[0, 0]) < 0.03


def test_design_effects_are_what_they_say() -> None:
    """Against the variance of sums that were drawn: the negative binomial, and the beta-binomial."""
    random = np.random.default_rng(9)
    n = random.integers(100, 2000, 30)
    drawn = random.poisson(5e-3 * n * random.gamma(2.0, 0.5, (100_000, 30))).sum(axis=1)
    assert drawn.var() / drawn.mean() == pytest.approx(float(rate_effect(0.5, 5.0, n.sum(), (n**2).sum())), rel=0.03)
    t = random.integers(1, 12, 30)
    drawn = random.binomial(t, random.beta(3.0, 1.0, (100_000, 30))).sum(axis=1)
    chance = t.sum() * 0.75 * 0.25
    assert drawn.var() / chance == pytest.approx(float(share_effect(1 / 5, t.sum(), (t**2).sum())), rel=0.03)


def test_nothing_at_all_has_no_dispersion() -> None:
    none = np.zeros(0, np.int64)
    assert dispersion(frames(none, none, np.zeros((0, 1), np.int64), ("conflict",))).height == 0
    empty = frames(np.zeros(3, np.int64), np.zeros(3, np.int64), np.zeros((3, 1), np.int64), ("conflict",))
    assert (dispersion(empty)["design_effect"] == 1).all()


@pytest.mark.parametrize(("hits", "extra"), [((1, 1), -1.0), ((2, 1), -2 / 3), ((4, 1), 0.5), ((2, 0), 50.0)])
def test_no_extra_variance_is_beyond_what_two_texts_can_say(hits: tuple[int, int], extra: float) -> None:
    """Of two texts of one length with a and b hits, y = a + b, Σ(y − rn)² is (a − b)² / 2, and chance makes y / 2 of it.

    What is left is κ (y² − y) / (4 + 2 max(κ, 0)). Of four hits and one that is 2 = 20 κ / (4 + 2 κ), so that κ = ½; of
    two and one −1 = 6 κ / 4; of one each it would be −2, and of two and none κ = κ + 2, which both go beyond the limits.
    """
    y, n = np.array(hits, np.float64), np.array([100.0, 100.0])
    sums = [y.sum(), n.sum(), (y * y).sum(), (y * n).sum(), (n * n).sum(), (n**3).sum()]
    columns = [np.array([[value]]) for value in sums]
    rates = Rates(("x",), columns[0], columns[1], *columns)
    found, _ = fit_extra_variance(rates, np.zeros(1, np.int64), 1)
    assert found.item() == pytest.approx(extra)

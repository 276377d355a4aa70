"""Whatever was counted: estimates that agree with each other, and with what was counted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.statistics.estimates import estimates
from framing.statistics.model import Cells, Fit, Prior, fit
from framing.statistics.observations import Observations
from tests.statistics.simulated import frames, together

OUTLET = st.tuples(st.integers(0, 400), st.floats(0.05, 60.0), st.floats(1.0, 80.0))
OUTLETS = st.lists(OUTLET, min_size=1, max_size=6)
PRIOR = st.builds(Prior, st.floats(0.05, 20.0), st.floats(0.15, 1.2), st.floats(0.05, 6.0))
NAMES = ("conflict", "communique")
#: Articles of one outlet: hits of two dimensions, and words.
ARTICLES = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 3), st.sampled_from([60, 400, 900])), min_size=5, max_size=8
)
PRESS = st.lists(ARTICLES, min_size=2, max_size=6)
SHOWN = ("observed", "estimate", "low", "high", "ratio", "ratio_low", "ratio_high", "lfsr", "beyond")


def fitted(outlets: list[tuple[int, float, float]], prior: Prior) -> Fit:
    """The posterior of outlets as (hits, thousands of words, texts)."""
    hits, thousands, texts = (np.array(of, np.float64) for of in zip(*outlets, strict=True))
    return fit(Cells(hits, thousands, texts, np.arange(len(outlets))), prior)


def press(outlets: list[list[tuple[int, int, int]]], language: str = "en") -> Observations:
    """The articles of some outlets."""
    number = np.repeat(np.arange(len(outlets)), [len(articles) for articles in outlets])
    rows = np.array([article for articles in outlets for article in articles])
    return frames(number, rows[:, 2], rows[:, :2], NAMES, language)


def shown(observed: Observations) -> pl.DataFrame:
    """The rows of the dimensions that articles have hits of, at three levels."""
    table = estimates(observed, levels=("outlet", "country", "language"))
    return table.filter(pl.col("dimension").is_in([*NAMES, "tone"]))


def assert_same(first: pl.DataFrame, second: pl.DataFrame, tolerance: float) -> None:
    """The figures of two tables, row by row."""
    for name in SHOWN:
        one, two = (table[name].fill_null(-99.0).to_numpy() for table in (first, second))
        np.testing.assert_allclose(one, two, rtol=tolerance, atol=1e-6, err_msg=name)


@given(OUTLETS, PRIOR, st.integers(0, 5), st.integers(1, 20))
def test_more_hits_are_a_higher_estimate(
    outlets: list[tuple[int, float, float]], prior: Prior, which: int, more: int
) -> None:
    which %= len(outlets)
    hits, thousands, texts = outlets[which]
    higher = [*outlets[:which], (hits + more, thousands, texts), *outlets[which + 1 :]]
    before, after = fitted(outlets, prior).estimate[which], fitted(higher, prior).estimate[which]
    # Half a hundredth is what the grids leave.
    assert after >= before * 0.995


@given(st.tuples(st.integers(1, 60), st.floats(0.5, 20.0), st.floats(2.0, 20.0)), PRIOR)
def test_more_of_the_same_evidence_narrows(outlet: tuple[int, float, float], prior: Prior) -> None:
    once, often = (fitted([(outlet[0] * times, outlet[1] * times, outlet[2] * times)], prior) for times in (1, 8))
    wide, narrow = (np.log(found.interval[0]) for found in (once, often))
    assert narrow[1] - narrow[0] < wide[1] - wide[0]


@settings(max_examples=5, deadline=None)
@given(PRESS)
def test_a_country_lies_among_its_outlets(outlets: list[list[tuple[int, int, int]]]) -> None:
    table = shown(press(outlets)).drop_nulls("estimate")
    for name in (*NAMES, "tone"):
        rows = table.filter(pl.col("dimension") == name)
        own, above = (rows.filter(pl.col("level").is_in(levels)) for levels in (["outlet"], ["country", "language"]))
        if own.height == len(outlets):
            assert above.select(pl.col("estimate").is_between(*own.select(
                least=pl.col("estimate").min() - 1e-9, most=pl.col("estimate").max() + 1e-9
            ).row(0)).all()).item()  # fmt: skip


@settings(max_examples=4, deadline=None)
@given(PRESS)
def test_names_and_order_change_nothing(outlets: list[list[tuple[int, int, int]]]) -> None:
    found = press(outlets)
    names = found.articles["outlet"].unique().sort().to_list()
    renamed = [f"z{len(names) - at}" for at in range(len(names))]
    articles = found.articles.with_columns(pl.col("outlet").replace_strict(names, renamed))
    articles = articles.sample(fraction=1.0, shuffle=True, seed=3)
    before = shown(found).with_columns(pl.col("key").replace(names, renamed)).sort("level", "key", "dimension")
    after = shown(replace(found, articles=articles)).sort("level", "key", "dimension")
    assert_same(before, after, 1e-4)


@settings(max_examples=4, deadline=None)
@given(PRESS, ARTICLES)
def test_another_language_changes_nothing(
    outlets: list[list[tuple[int, int, int]]], other: list[tuple[int, int, int]]
) -> None:
    english, urdu = press(outlets), press([other, other], "ur")
    # Its country comes before the others in the order of keys.
    urdu = replace(urdu, articles=urdu.articles.with_columns(country=pl.lit("AE")))
    both = together(english, urdu)
    alone, beside = (estimates(found, levels=("outlet", "country")) for found in (english, both))
    assert "population:country" in alone["level"]
    # But p, which is adjusted over all cells of the table, whatever their language.
    assert_same(alone, beside.filter(pl.col("language") == "en"), 1e-9)


@settings(max_examples=3, deadline=None)
@given(PRESS)
def test_a_crossing_agrees_with_its_parts(outlets: list[list[tuple[int, int, int]]]) -> None:
    found = press(outlets)
    articles = found.articles.with_columns(genre=pl.Series(["news", "opinion", "news"] * 99)[: found.articles.height])
    table = estimates(replace(found, articles=articles), levels=("outlet*genre", "genre", "genre*outlet"))
    table = table.filter(pl.col("dimension").is_in([*NAMES, "tone"]))
    first, again = (table.filter(pl.col("level") == level) for level in ("outlet*genre", "genre*outlet"))
    turned = again.with_columns(key=pl.col("key").str.replace(r"(.*)\*(.*)", "$2*$1"))
    assert_same(first.sort("key", "dimension"), turned.sort("key", "dimension"), 1e-9)
    # A genre is the mean of what its outlets have in it.
    own = first.with_columns(key=pl.col("key").str.replace(r".*\*", "")).group_by("key", "dimension").agg(
        mean=pl.col("estimate").mean(), told=pl.col("estimate").is_not_null().all()
    )  # fmt: skip
    genre = table.filter(pl.col("level") == "genre").join(own, on=["key", "dimension"]).filter("told")
    np.testing.assert_allclose(
        genre.drop_nulls("estimate")["estimate"], genre.drop_nulls("estimate")["mean"], rtol=1e-5
    )

"""The table of a contrast: what each row can be trusted for, in which order, and what is said below it."""

from __future__ import annotations

from datetime import UTC, datetime
from math import log
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.statistics.contrast_sides import Measures, Split
from framing.statistics.contrast_table import ALONE, finished, sentences, side_of, told_of_events
from framing.statistics.effects import Rows
from framing.statistics.observations import Observations
from framing.statistics.ratios import Effect

#: Value, low and high of an effect; NaN where there is none.
ENDS = st.tuples(st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0]), st.sampled_from([1.1, 1.9, 3.0, 9.0]))
RATIOS = ENDS.map(lambda pair: (pair[0], pair[0] / pair[1], pair[0] * pair[1]))
POINTS = ENDS.map(lambda pair: (pair[0] - 1, pair[0] - pair[1], pair[0] + pair[1] - 2))


def rows_of(effects: list[tuple[float, float, float]], **others: Any) -> Rows:
    """Effects of which enough is known; in hits and words of both sides, if no others are given."""
    many = len(effects)
    known = {
        "hits": (np.full(many, 50.0), np.full(many, 40.0)),
        "words": (np.full(many, 1000.0), np.full(many, 900.0)),
        "rates": (np.full(many, 0.05), np.full(many, 0.04)),
        "clusters": (20, 30),
        "effect": Effect(*(np.array(column, np.float64) for column in zip(*effects, strict=True))),
        "p": np.linspace(0.01, 0.9, many),
        "sets": 1000.0,
        "method": "permutation",
        "calibrated": np.ones(many, np.bool_),
    }
    return Rows(**{**known, **others})


def measures(ratios: int, shares: int) -> Measures:
    names = tuple(f"m{number}" for number in range(ratios + shares))
    return Measures(names, ratios, np.arange(ratios + shares) >= ratios)


@given(st.lists(RATIOS, min_size=1, max_size=6), st.lists(POINTS, max_size=4), st.permutations(range(10)))
def test_dimensions_come_before_scales_and_the_clearest_difference_first(
    ratios: list[tuple[float, float, float]], points: list[tuple[float, float, float]], order: list[int]
) -> None:
    known = measures(len(ratios), len(points))
    known = Measures(tuple(f"m{order[at]}" for at in range(len(known.names))), known.dimensions, known.shares)
    table = finished(rows_of(ratios + points), known)

    def place(at: int) -> tuple[bool, float, float, str]:
        is_scale = at >= len(ratios)
        value, low, high = (end if is_scale else log(end) for end in (ratios + points)[at])
        return is_scale, -max(low, -high, 0.0), -abs(value), known.names[at]

    assert table["dimension"].to_list() == [known.names[at] for at in sorted(range(len(known.names)), key=place)]
    assert table["measure"].to_list() == ["ratio"] * len(ratios) + ["difference"] * len(points)


def test_what_has_no_effect_comes_last() -> None:
    few = np.array([1.0, 50.0, 1.0, 50.0])
    rows = rows_of([(8.0, 4.0, 16.0), (1.0, 0.5, 2.0), (9.0, 8.0, 10.0), (2.0, 0.9, 4.0)], hits=(few, few))
    table = finished(rows, measures(4, 0))
    assert table["dimension"].to_list() == ["m3", "m1", "m0", "m2"]
    assert table["effect"].to_list() == [2.0, 1.0, None, None]
    assert table["p"].is_null().to_list() == [False, False, True, True]


def state(**others: Any) -> str:
    options = {name: others.pop(name) for name in ("unit", "raw", "topical", "status") if name in others}
    pairs = ("hits", "words")
    given = {
        name: tuple(np.array([float(one)]) for one in value) if name in pairs else value
        for name, value in others.items()
    }
    return str(finished(rows_of([(2.0, 1.5, 3.0)], **given), measures(1, 0), **options)["status"][0])


@pytest.mark.parametrize(
    ("expected", "others"),
    [
        ("no-words", {"words": (0, 900)}),
        ("ok", {"words": (1, 1), "hits": (4, 5)}),
        ("no-hits", {"hits": (0, 0)}),
        ("few-hits", {"hits": (1, 0)}),
        ("few-hits", {"hits": (2, 2)}),
        ("ok", {"hits": (2, 3)}),
        ("ok", {"hits": (6, 0)}),
        # One hit is expected on the smaller side at the common rate; and a little less.
        ("ok", {"hits": (10, 0), "words": (900, 100)}),
        ("few-hits", {"hits": (10, 0), "words": (901, 99)}),
        ("few-hits", {"hits": (9, 0), "words": (900, 100)}),
        ("one-outlet", {"unit": "one-outlet"}),
        ("few-outlets", {"unit": "outlet", "sets": 19}),
        ("ok", {"unit": "outlet", "sets": 20}),
        ("ok", {"unit": "outlet", "sets": 21, "clusters": (2, 2)}),
        ("few-articles", {"clusters": (9, 30)}),
        ("few-articles", {"clusters": (30, 9)}),
        ("ok", {"clusters": (10, 30)}),
        ("ok", {"clusters": (11, 11), "sets": 3}),
        ("is-topic", {"topical": np.array([True])}),
        ("ok", {"topical": np.array([False])}),
        ("calibrated", {"raw": True}),
        ("uncalibrated", {"raw": True, "calibrated": np.array([False])}),
        ("ok", {"calibrated": np.array([False])}),
        ("no-baseline", {"method": "relative to each language", "effect": Effect(*[np.array([np.nan])] * 3)}),
        ("few-hits", {"effect": Effect(*[np.array([np.nan])] * 3)}),
        ("ok", {"method": "relative to each language"}),
        ("same-sides", {"status": "same-sides"}),
    ],
)
def test_a_row_says_what_it_can_be_trusted_for(expected: str, others: dict[str, Any]) -> None:
    assert state(**others) == expected


def test_rates_are_per_thousand_words_and_scales_go_from_minus_one_to_one() -> None:
    shares = (np.array([0.05, 0.75]), np.array([0.04, 0.5]))
    table = finished(rows_of([(2.0, 1.0, 4.0), (0.5, 0.0, 1.0)], rates=shares), measures(1, 1))
    assert table.select("rate_a", "rate_b").rows() == [(50.0, 40.0), (0.5, 0.0)]
    assert table.select("hits_a", "hits_b", "words_a", "words_b", "clusters_a", "clusters_b").row(0) == (
        50,
        40,
        1000,
        900,
        20,
        30,
    )
    assert table["crude"].null_count() == table["standardised"].null_count() == 2
    both = finished(rows_of([(2.0, 1.0, 4.0)]), measures(1, 0), crude=np.array([3.0]), standardised=np.array([2.5]))
    assert both.select("crude", "standardised").row(0) == (3.0, 2.5)


SIDES = Split("dawn", "jang", pl.DataFrame(), ("A note.",))

INSIDE = (
    "dawn and jang are compared inside 20 texts that have both: ratios hold topic and outlet fixed (Mantel–Haenszel), "
    "rates are sums over these texts."
)
RELATIVE = (
    "dawn and jang share no language: each is compared with the rest of its own, and effects are ratios (differences) of "
    "these two contrasts. Rates are raw and do not compare."
)
SHIFTS = "Word shifts take the crude difference apart, not the one at one mix."


@pytest.mark.parametrize(
    ("others", "options", "said"),
    [
        ({}, {}, []),
        ({}, {"paired": True}, [INSIDE]),
        ({}, {"status": "same-sides"}, ["Both sides are the same."]),
        (
            {"words": (np.array([0.0]), np.array([9.0]))},
            {},
            ["A side has no words: there is nothing to compare."],
        ),
        ({"left_out": (0.0049, 0.0)}, {}, []),
        (
            {"left_out": (0.005, 0.25)},
            {},
            [
                "0% of the words of dawn are in languages that the other side does not have; left out.",
                "25% of the words of jang are in languages that the other side does not have; left out.",
            ],
        ),
        (
            {"left_out": (0.0, 0.25)},
            {"standardised": "genre"},
            ["25% of the words of jang are in languages or genres that the other side does not have; left out.", SHIFTS],
        ),
        (
            {"clusters": (9, 30)},
            {},
            ["Fewer than 10 texts on a side: the intervals speak of these texts, not of the outlets."],
        ),
        ({}, {"unit": "one-outlet"}, ["One of the sides is a single outlet: this compares outlets, not countries."]),
        (
            {},
            {"unit": "outlet"},
            ["Outlets, not articles, change sides in the test: a country is no more than its outlets."],
        ),
        ({}, {"unit": "day"}, ["Days, not articles, change sides in the test: the articles of a day share its news."]),
        ({}, {"unit": "event"}, []),
        *(
            ({}, {"unit": unit, "standardised": "genre"}, [f"At one mix of genres articles change sides in the test, not whole {unit}s.", SHIFTS])
            for unit in ("outlet", "day", "event")
        ),
        ({}, {"unit": "article", "standardised": "genre"}, [SHIFTS]),
        (
            {},
            {"standardised": "topic"},
            [SHIFTS, "At one mix of topics as issue frames tell them apart; what differs inside a topic stays."],
        ),
        (
            {},
            {"topical": np.array([True])},
            ["Issue frames make up the topics; they are compared crude and marked is-topic."],
        ),
        ({"method": "relative to each language"}, {}, [RELATIVE]),
        ({"method": "relative to each language", "effect": Effect(*[np.array([np.nan])] * 3)}, {}, [ALONE]),
        (
            {"calibrated": np.array([False])},
            {"raw": True},
            ["Languages differ and no factor ties them together: rows marked uncalibrated do not compare."],
        ),
        (
            {},
            {"raw": True},
            ["Ratios are divided by translation-based factors, whose uncertainty widens the intervals."],
        ),
    ],
)  # fmt: skip
def test_what_a_table_cannot_tell_is_said_and_only_then(
    others: dict[str, Any], options: dict[str, Any], said: list[str]
) -> None:
    rows = rows_of([(2.0, 1.5, 3.0)], **others)
    table = finished(
        rows, measures(1, 0), **{name: options[name] for name in ("status", "raw", "topical") if name in options},
        unit=options.get("unit", "article"),
    )  # fmt: skip
    own = {name: options[name] for name in ("unit", "standardised", "paired") if name in options}
    assert [str(line) for line in sentences(rows, table, SIDES, **own)] == ["A note.", *said]


DAY = datetime(2025, 5, 1, tzinfo=UTC)


def articles(**columns: Any) -> pl.DataFrame:
    """Four, of which the last has no words."""
    days = pl.Series([DAY, DAY, DAY, None], dtype=pl.Datetime("us", "UTC"))
    return pl.DataFrame({"article_id": list("abcd"), "words": [9, 9, 9, 0], "published": days, **columns})


def test_how_stories_were_found_is_said_where_they_are_not_the_articles() -> None:
    compared = articles(first=[True, True, False, False], unit=list("uvww")).drop("words")
    assert told_of_events(articles(), compared) == []
    as_one = (
        "2 articles in 1 and 1 article in 1 stories: what an outlet published on one event, and copies of a text, "
        "change sides as one"
    )
    together = compared.with_columns(unit=pl.lit("u"))
    assert [str(line) for line in told_of_events(articles(), together)] == [f"{as_one}."]
    for undated, said in (("a", "1 has no date"), ("ab", "2 have no date")):
        known = pl.when(~pl.col("article_id").is_in(list(undated))).then("published")
        (line,) = told_of_events(articles(), together.with_columns(published=known))
        assert str(line) == f"{as_one}; {said}, and only copies are found among these."
    (line,) = told_of_events(articles(), compared.with_columns(published=known))
    assert str(line).startswith("2 articles in 2 and 1 article in 1 stories")


def test_a_side_is_told_by_what_has_words() -> None:
    there = articles(
        cluster=list("xxyz"), outlet=["dawn", "dawn", None, "jang"], language=["ur", "en", "en", "hi"],
        published_precision=["month", "day", None, None],
    )  # fmt: skip
    nothing = pl.DataFrame()
    (row,) = side_of(Observations(there, nothing, nothing), "Dawn", "a").iter_rows(named=True)
    first, last = row.pop("first_published"), row.pop("last_published")
    assert row == {
        "side": "a", "name": "Dawn", "articles": 3, "clusters": 2, "outlets": 1, "words": 27, "languages": "en+ur",
    }  # fmt: skip
    # A month ends with its last day.
    assert (first.date().isoformat(), last.date().isoformat()) == ("2025-05-01", "2025-05-31")

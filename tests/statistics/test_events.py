"""Events: what is joined, what is not, and that intervals hold once it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import framing
from framing.lexicon.lexicon import default_lexicon
from framing.statistics.differences import differences
from framing.statistics.events import events, with_units
from framing.statistics.groups import tally
from framing.statistics.hits import counts_of
from framing.statistics.observations import Observations
from tests.benchmarks.events import coverage
from tests.statistics.simulated import frames

CRASH = "The Coromandel express derailed near Balasore, and rescuers searched its carriages"
TEXTS = (f"{CRASH} overnight.", f"{CRASH} again, officials said.")


def news(first: dict[str, object], second: dict[str, object], others: int = 12) -> pl.DataFrame:
    """Two articles of outlet a among others on nothing in common."""
    row = {"outlet": "a", "published": date(2023, 6, 3), "language": "en", "cluster": None}
    fill = [
        {**row, "text": f"Alpha{n} beta{n} gamma{n} of delta{n}.", "published": date(2023, 6, 3)} for n in range(others)
    ]
    rows = [{**row, "text": TEXTS[0], **first}, {**row, "text": TEXTS[1], **second}, *fill]
    return pl.DataFrame(rows, schema_overrides={"cluster": pl.String, "published": pl.Date}, strict=False)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ({}, {}, True),
        ({}, {"published": date(2023, 6, 4)}, True),
        ({"published": date(2023, 6, 4)}, {}, True),
        ({}, {"published": date(2023, 6, 5)}, False),
        ({}, {"published": None}, False),
        ({}, {"outlet": "b"}, False),
        ({"outlet": None}, {"outlet": None}, False),
        ({}, {"language": "hi"}, False),
        ({}, {"text": "The Delhi express was late, and officials blamed fog, rain and one old signal."}, False),
        ({"published": None, "cluster": "7"}, {"published": None, "cluster": "7"}, True),
        ({"outlet": "b", "cluster": "7"}, {"cluster": "7", "published": None}, False),
    ],
)
def test_what_is_one_event(first: dict[str, object], second: dict[str, object], joined: bool) -> None:
    unit = events(news(first, second)).to_list()
    assert (unit[0] == unit[1]) == joined
    assert len(set(unit)) == len(unit) - joined


def test_hindi_and_urdu_are_read_in_every_spelling() -> None:
    hindi = "बालासोर में कोरोमंडल एक्सप्रेस पटरी से उतरी, हिन्दी भाषी यात्रियों की तलाश"
    urdu = "بالاسور میں کورومنڈل ایکسپریس پٹری سے اتر گئی"
    for code, text, other in (("hi", hindi, hindi.replace("हिन्दी", "हिंदी")), ("ur", urdu, urdu.replace("ی", "ي"))):
        found = events(news({"text": text, "language": code}, {"text": other, "language": code}))
        assert found[0] == found[1], code


def test_a_date_that_tells_no_day_is_none() -> None:
    articles = news({}, {}).with_columns(published_precision=pl.lit("month"))
    assert events(articles).n_unique() == articles.height


def test_a_chain_that_fills_an_outlet_is_taken_apart() -> None:
    # Each of twelve articles has three rare words of the one before it; a fifth of the outlet are four.
    letters = "abcdefghijklm"
    chain = [
        " ".join(f"{word}{one}" for one in letters[at : at + 2] for word in ("al", "be", "ga")) for at in range(12)
    ]
    rows = pl.DataFrame({"text": [*chain, *("nothing here",) * 8]}).with_columns(outlet=pl.lit("a"))
    dated = rows.with_columns(published=date(2024, 1, 1))
    unit = events(dated)
    assert unit.value_counts()["count"].max() == 4
    assert unit[:12].n_unique() <= 4
    # Among many other articles the chain stands; copies stay together, whatever their number.
    more = pl.concat([dated, dated[12:].select(pl.all().repeat_by(6).explode())])
    assert events(more)[:12].n_unique() == 1
    assert events(rows.with_columns(cluster=pl.lit("1"))).n_unique() == 1


@given(st.data())
def test_units_are_in_one_outlet_and_do_not_depend_on_the_order(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 24))

    def draw(*values: object) -> list[object]:
        return data.draw(st.lists(st.sampled_from(values), min_size=size, max_size=size))

    articles = pl.DataFrame(
        {
            "outlet": draw("a", "a", "b", None),
            "text": [f"{first} {second}" for first, second in zip(draw(*TEXTS, "", "…"), draw("x", "Nine lives."), strict=True)],
            "title": draw(None, "Balasore mourns"),
            "published": draw(None, *(date(2024, 1, day) for day in (1, 2, 3, 9))),
            "cluster": draw(None, None, 1, 2),
        },
        schema={"outlet": pl.String, "text": pl.String, "title": pl.String, "published": pl.Date, "cluster": pl.Int64},
    )  # fmt: skip
    frame = articles.with_columns(unit=events(articles), row=pl.int_range(pl.len()))
    assert frame.height == size
    assert frame.drop_nulls("outlet").group_by("unit").agg(pl.col("outlet").n_unique())["outlet"].max() in (None, 1)
    copies = frame.drop_nulls(["outlet", "cluster"]).group_by("outlet", "cluster").agg(pl.col("unit").n_unique())
    assert copies["unit"].max() in (None, 1)
    order = data.draw(st.permutations(range(size)))
    again = articles[order].with_columns(unit=events(articles[order]), row=pl.Series(order, dtype=pl.Int64))
    pairs = frame.select("row", "unit").join(again.select("row", other="unit"), on="row")
    assert pairs["unit"].n_unique() == pairs["other"].n_unique() == pairs.select("unit", "other").n_unique()


def observed(unit: list[int] | None) -> Observations:
    """Six articles of two outlets, the first two copies of one text."""
    hits = np.array([[4], [2], [3], [0], [5], [1]])
    found = frames(np.array([0, 0, 0, 0, 1, 1]), np.array([100, 100, 200, 50, 400, 100]), hits, ("praise",))
    articles = found.articles.with_columns(cluster=pl.Series(["x", "x", "b", "c", "d", "e"]))
    return replace(found, articles=articles if unit is None else articles.with_columns(unit=pl.Series(unit)))


def test_a_unit_is_the_sum_of_its_texts() -> None:
    codebook = default_lexicon().codebook
    found = tally(observed([7, 7, 7, 1, 2, 3]), ["outlet"], codebook)
    column = found.rates.names.index("praise")
    # The copies are one text of three hits in 100 words; with the third they are a unit of six in 300.
    assert found.groups["clusters"].to_list() == [3, 2]
    rates = {
        name: getattr(found.rates, name)[0, column] for name in ("hits", "words", "y", "n", "y2", "yn", "n2", "n3")
    }
    assert rates == {"hits": 9, "words": 450, "y": 6, "n": 350, "y2": 36, "yn": 1800, "n2": 92_500, "n3": 27_125_000}


def test_units_of_one_text_change_nothing() -> None:
    codebook = default_lexicon().codebook
    with_units, without = (observed(unit) for unit in ([5, 5, 2, 9, 1, 0], None))
    for name in ("y", "n", "y2", "yn", "n2", "n3"):
        first, second = (getattr(tally(each, ["outlet"], codebook).rates, name) for each in (with_units, without))
        np.testing.assert_allclose(first, second)
    p, q = (differences(each, ["outlet"], counts_of(each, codebook)) for each in (with_units, without))
    np.testing.assert_allclose(p, q)


def test_intervals_hold_where_articles_come_in_events() -> None:
    plain, joined = coverage(20, 20, 10, repeats=2)
    assert plain < 0.88
    assert joined >= 0.9


def test_what_framing_gives_takes_what_users_have() -> None:
    rows = news({}, {}).drop("cluster").with_row_index("article_id").with_columns(pl.col("article_id").cast(pl.String))
    unit = framing.events(rows)
    scored = framing.score(rows)
    assert unit[0] == unit[1]
    said = framing.caveats(scored, rows.with_columns(unit))
    assert any(each.startswith(f"{rows.height} articles in {unit.n_unique()} stories: ") for each in said)
    # Whoever does not name the units gets the same.
    given = framing.estimate(scored, rows.with_columns(unit), levels=["outlet"])
    assert_frame_equal(framing.estimate(scored, rows, levels=["outlet"]), given)
    assert framing.caveats(scored, rows) == said


def in_stories(stories: int, size: int) -> tuple[framing.Scored, pl.DataFrame]:
    """Two outlets, each with so many stories of so many articles; outlet a is loud in every other story."""
    rows = [
        {
            "article_id": f"{outlet}-{story}-{part}",
            "outlet": outlet,
            "language": "en",
            "published": date(2023, 1, 1) + timedelta(days=3 * story),
            "text": " ".join(place + outlet + "abcdefgh"[story] for place in ("arda", "belo", "cima", "dorn"))
            + (
                " heard of a shameless and stunning disaster."
                if (outlet == "a" and story % 2)
                else f" heard part {part}."
            ),
        }
        for outlet in "ab"
        for story in range(stories)
        for part in range(size)
    ]
    articles = pl.DataFrame(rows).with_columns(cluster="article_id")
    return framing.score(articles), articles


def test_a_contrast_goes_by_stories() -> None:
    scored, articles = in_stories(8, 4)
    found = framing.compare(scored, articles, "a", "b")
    row = found.table.row(by_predicate=pl.col("dimension") == "sensational", named=True)
    assert (row["clusters_a"], row["clusters_b"]) == (8, 8)
    assert any("32 articles in 8 and 32 articles in 8 stories" in said for said in found.caveats)
    alone = framing.compare(scored, articles.with_columns(unit=pl.int_range(pl.len())), "a", "b")
    other = alone.table.row(by_predicate=pl.col("dimension") == "sensational", named=True)
    # Four loud stories of eight may be chance where sixteen loud articles of thirty-two are not.
    assert row["p"] > 10 * other["p"]
    assert row["high"] / row["low"] > other["high"] / other["low"]


def test_a_text_that_both_sides_carry_stays_where_it_is() -> None:
    scored, articles = in_stories(8, 4)
    shared = articles.with_columns(
        cluster=pl.when(pl.col("article_id").is_in(["a-1-0", "b-1-0"])).then(pl.lit("copy")).otherwise("article_id")
    )
    found = framing.compare(scored, shared, "a", "b")
    row = found.table.row(by_predicate=pl.col("dimension") == "sensational", named=True)
    # The copy, and the rest of the story that it is of.
    assert (row["clusters_a"], row["clusters_b"]) == (9, 9)


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 4), st.booleans(), st.sampled_from("xyz")),
        min_size=1,
        max_size=40,
    )
)
def test_days_are_units_where_there_are_too_many_dates(rows: list[tuple[str | None, int, bool, str]]) -> None:
    articles = pl.DataFrame(
        {
            "outlet": [outlet for outlet, *_ in rows],
            "published": [date(2023, 1, 1 + day) if told else None for _, day, told, _ in rows],
            "cluster": [cluster for *_, cluster in rows],
            "text": "words",
        },
        schema_overrides={"outlet": pl.String, "published": pl.Date},
    )
    found = with_units(articles, most=-1)
    assert set(found["unit_basis"]) == {"day"}
    counts = found.filter(pl.col("outlet").is_not_null()).group_by("outlet").len()
    fifth = dict(counts.with_columns(pl.col("len") / 5).iter_rows())
    for unit, part in found.group_by("unit"):
        assert part["outlet"].n_unique() == 1, unit
        if part["outlet"][0] is None:
            assert part.height == 1
        elif part["published"].null_count() or part.height > fifth[part["outlet"][0]]:
            assert part["cluster"].n_unique() == 1
        else:
            assert part["published"].n_unique() == 1

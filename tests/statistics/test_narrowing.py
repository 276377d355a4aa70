"""What each filter of a question leaves, and what is said of the one that leaves nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

import framing
from framing.errors import UsageError
from framing.statistics.narrowing import Funnel, FunnelCounts, exact_key, keep_known, keep_large, option
from framing.statistics.question import question_of

ROWS = pl.DataFrame({"outlet": ["a"] * 3 + ["b"] * 2 + ["c"], "year": [1, 1, 2, 2, 2, 3]})


def test_a_sentence_goes_up_to_the_condition_that_leaves_nothing() -> None:
    funnel = Funnel(ROWS).keep("one", pl.col("outlet") == "a").keep("two", pl.col("year") == 3)
    assert funnel.summary() == "articles: 6; one leaves 3; two leaves 0 (alone: 1)"
    # What comes behind it leaves nothing of nothing.
    funnel.keep("three", pl.col("year") == 1)
    assert funnel.summary() == "articles: 6; one leaves 3; two leaves 0 (alone: 1)"
    assert [step.alone for step in funnel.counts.steps] == [None, 1, None]
    with pytest.raises(UsageError, match=r"two leaves 0 \(alone: 1\)"):
        funnel.check()


def test_the_first_condition_and_one_found_of_what_was_left_are_not_told_alone() -> None:
    first = Funnel(ROWS, "lines").keep("one", pl.col("year") == 9)
    assert first.summary() == "lines: 6; one leaves 0"
    partial = Funnel(ROWS).keep("one", pl.col("year") == 1).keep("two", pl.col("year") == 2, is_partial=True)
    assert partial.summary() == "articles: 6; one leaves 2; two leaves 0"
    kept = Funnel(ROWS).keep("one", pl.col("year") == 1)
    assert kept.summary() == "articles: 6; one leaves 2"
    assert kept.check() is kept
    # Nothing that was narrowed is nobody's fault.
    assert Funnel(ROWS.clear()).check().rows.height == 0


def test_parts_of_a_condition_are_told_where_it_leaves_nothing() -> None:
    empty = Funnel(ROWS).keep("one", pl.col("year") > 9, parts={"x": 1200, "y": 0})
    assert empty.summary() == "articles: 6; one leaves 0 (x: 1,200, y: 0)"
    some = Funnel(ROWS).keep("one", pl.col("year") > 1, parts={"x": 12})
    assert some.summary() == "articles: 6; one leaves 4"


def test_counts_of_others_are_added_up() -> None:
    one, other = (
        Funnel(ROWS.filter(pl.col("year") <= most)).keep("c", pl.col("outlet") == "a", parts={"x": most, "y": 1}).counts
        for most in (3, 1)
    )
    both = one + other
    assert (both.what, both.whole) == ("articles", 8)
    (step,) = both.steps
    assert (step.name, step.left, step.alone, dict(step.parts)) == ("c", 5, None, {"x": 4, "y": 2})
    assert FunnelCounts("articles", 3).summary() == "articles: 3"


def test_rows_may_be_a_part_of_all_that_there_are() -> None:
    whole = pl.concat([ROWS, ROWS])
    funnel = Funnel(ROWS, whole=lambda condition: whole.filter(condition).height)
    funnel.keep("one", pl.col("year") == 1).keep("two", pl.col("outlet") == "b")
    assert funnel.summary() == "articles: 12; one leaves 2; two leaves 0 (alone: 4)"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"min_articles": 2}, "aaabb"),
        ({"min_articles": 3}, "aaa"),
        ({"min_articles": 4}, ""),
        ({"top": 1}, "aaa"),
        ({"top": 2}, "aaabb"),
        ({"top": 9}, "aaabbc"),
        ({"min_articles": 2, "top": 1}, "aaa"),
        ({}, "aaabbc-"),
    ],
)
def test_large_outlets_are_those_with_most_articles(asked: dict[str, int], kept: str) -> None:
    nobody = pl.concat([ROWS, pl.DataFrame({"outlet": [None], "year": [1]}, schema=ROWS.schema)])
    funnel = keep_large(Funnel(nobody), question_of(None, asked))  # type: ignore[arg-type]
    assert "".join(name or "-" for name in funnel.rows["outlet"]) == kept


def test_of_outlets_of_one_size_the_first_by_name_is_taken() -> None:
    rows = pl.DataFrame({"outlet": ["c", "b", "c", "b", "a"]})
    assert set(keep_large(Funnel(rows), question_of(None, {"top": 1})).rows["outlet"]) == {"b"}


NEWS = pl.DataFrame(
    {
        "article_id": list("123456"),
        "text": ["Rain in Delhi.", "Snow in Delhi.", "Rain in Lahore.", "Sun.", "Rain.", "Hail."],
        "outlet": ["dawn", "dawn", "jagran", "jagran", "bbc", "bbc"],
        "country": ["PK", "PK", "IN", "IN", "GB", None],
        "genre": ["news", "opinion", "news", None, "news", "news"],
        "language": ["en", "en", "hi", "hi", "en", "ur"],
        "published": [datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 31, 23, 59, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC),
                      None, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)],
        "published_precision": ["day", "day", "day", None, "month", "year"],
        "groups": [["side:left"], ["side:left"], ["side:right"], [], ["side:right"], []],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"outlet": "dawn"}, "12"),
        ({"outlet": ["dawn", "bbc"]}, "1256"),
        ({"country": "IN"}, "34"),
        ({"language": "en"}, "125"),
        ({"genre": "news"}, "1356"),
        ({"since": "2026-02"}, "3"),
        ({"since": "2026-01-05"}, "123"),
        # Of a month, or a year, all of it has to lie before the end.
        ({"until": "2026-01"}, "125"),
        ({"until": "2026-01-05"}, "1"),
        ({"until": "2026"}, "12356"),
        ({"since": "2026-01-06", "until": "2026-01-31"}, "2"),
        ({"within": {"country": "PK"}}, "12"),
        ({"within": {"month": "2026-01"}}, "125"),
        ({"within": {"outlet*language": "bbc*ur"}}, "6"),
        ({"about": "rain"}, "135"),
        ({"about": "rain", "outlet": "dawn"}, "1"),
        ({"top": 1, "language": "en"}, "12"),
        ({"about": "rain", "min_articles": 1}, "135"),
    ],
)
def test_a_question_is_about_what_fits_all_its_filters(asked: dict[str, Any], ids: str) -> None:
    kept = framing.where(NEWS.drop("groups"), **asked)
    assert "".join(kept["article_id"]) == ids
    assert kept.columns == NEWS.drop("groups").columns


def test_frames_may_lack_what_no_filter_asks_for() -> None:
    bare = NEWS.select("text", "outlet")
    assert framing.where(bare, outlet="bbc")["text"].to_list() == ["Rain.", "Hail."]
    with pytest.raises(UsageError, match="no article has the country 'PK'"):
        framing.where(bare, country="PK")
    with pytest.raises(UsageError, match="articles: 6; since=2027 leaves 0"):
        framing.where(NEWS, since="2027")


def test_a_filter_is_named_as_whoever_asks_calls_it() -> None:
    assert option("min_articles", "5") == "--min-articles 5"
    funnel = keep_known(Funnel(NEWS), question_of(None, {"outlet": ["dawn", "bbc"], "until": "2026-01"}), called=option)
    assert funnel.summary() == "articles: 6; --outlet dawn, bbc leaves 4; --until 2026-01 leaves 3"
    assert exact_key("outlet", "dawn", {"dawn"}) == "dawn"
    with pytest.raises(UsageError, match=r"no article has the outlet 'dwan'.*dawn"):
        exact_key("outlet", "dwan", {"dawn", "bbc"})


def test_a_language_that_is_in_no_column_is_read_out_of_the_texts() -> None:
    texts = [
        "Heavy rain fell on the harbour town on Monday, people there said.",
        "सोमवार को शहर में भारी बारिश हुई, लोगों ने कहा।",
    ]
    news = pl.DataFrame({"text": texts, "outlet": ["a", "b"]})
    assert framing.where(news, language="hi")["outlet"].to_list() == ["b"]

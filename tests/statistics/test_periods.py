"""A date counts at the levels that it reaches: a month tells its year, and not its day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.statistics.levels import (
    PERIODS,
    keys_of,
    last_moment,
    moments,
    number_of,
    parts_of,
    period_index,
    period_name,
    reaches,
)

DATES = pl.DataFrame(
    {
        "published": [datetime(2024, 2, day, tzinfo=UTC) for day in (1, 29, 1)]
        + [datetime(2024, 1, 1, tzinfo=UTC), None],
        "published_precision": [None, "day", "month", "year", None],
    },
    schema={"published": pl.Datetime("us", "UTC"), "published_precision": pl.String},
)


def test_what_is_known_of_a_date_tells_its_period_or_does_not() -> None:
    found = {period: DATES.select(reaches(period)).to_series().to_list() for period in PERIODS}
    days = [True, True, False, False, False]
    months = [True, True, True, False, False]
    assert found == {
        "day": days,
        "week": days,
        "month": months,
        "quarter": months,
        "year": [True, True, True, True, False],
    }


def test_the_last_moment_is_the_end_of_what_is_known() -> None:
    last = DATES.select(last_moment()).to_series().dt.to_string("%Y-%m-%d %H:%M").to_list()
    assert last == ["2024-02-01 00:00", "2024-02-29 00:00", "2024-02-29 23:59", "2024-12-31 23:59", None]


@given(st.dates(date(1899, 12, 1), date(2101, 3, 1)), st.integers(0, 800))
def test_periods_are_numbered_in_their_order_and_known_by_their_names(first: date, days: int) -> None:
    both = [first, first + timedelta(days)]
    frame = pl.DataFrame({"published": [datetime(day.year, day.month, day.day, 13, tzinfo=UTC) for day in both]})
    monday = [day - timedelta(day.weekday()) for day in both]
    between = {
        "day": days,
        "week": (monday[1] - monday[0]).days // 7,
        "month": 12 * (both[1].year - both[0].year) + both[1].month - both[0].month,
        "quarter": 4 * (both[1].year - both[0].year) + (both[1].month - 1) // 3 - (both[0].month - 1) // 3,
        "year": both[1].year - both[0].year,
    }
    written = {
        "day": [day.isoformat() for day in both],
        "week": [f"{day.isocalendar()[0]:04}-W{day.isocalendar()[1]:02}" for day in both],
        "month": [day.isoformat()[:7] for day in both],
        "quarter": [f"{day.year}-Q{(day.month + 2) // 3}" for day in both],
        "year": [f"{day.year}" for day in both],
    }
    for period in PERIODS:
        index = frame.select(period_index(pl.col("published"), period)).to_series().to_list()
        names = frame.select(period_name(pl.col("published"), period)).to_series().to_list()
        assert names == written[period]
        assert index[1] - index[0] == between[period]
        assert [number_of(name, period) for name in names] == index


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2024", "2024-01-01T00:00:00+00:00", "2025-01-01T00:00:00+00:00"),
        ("2024-02", "2024-02-01T00:00:00+00:00", "2024-03-01T00:00:00+00:00"),
        ("2024-02-29", "2024-02-29T00:00:00+00:00", "2024-03-01T00:00:00+00:00"),
        ("2024-02-29T13:00", "2024-02-29T13:00:00+00:00", "2024-02-29T13:00:00.000001+00:00"),
        ("2024-02-29 13:00:00+05:30", "2024-02-29T07:30:00+00:00", "2024-02-29T07:30:00.000001+00:00"),
    ],
)
def test_a_date_begins_and_ends_with_what_it_names(text: str, first: str, after: str) -> None:
    assert [moment.isoformat() for moment in moments(text)] == [first, after]


@pytest.mark.parametrize(
    "text", ["", "24", "2024-2", "2024-13", "2024-02-30", "20240229", "२०२४", "2024-02-29T", "2024-02-29x10:00", "9999"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(framing.UsageError) as caught:
        moments(text)
    assert (caught.value.code, caught.value.what) == ("filter.date", f"'{text}' is no date")


def test_a_period_that_there_is_not_is_refused() -> None:
    for ask in (
        lambda: number_of("1", "hour"),
        lambda: period_name(pl.col("x"), "hour"),
        lambda: reaches("hour"),
        lambda: period_index(pl.col("x"), "hour"),
    ):
        with pytest.raises(framing.UsageError, match=r"no period 'hour'; use day, week, month, quarter, year"):
            ask()


@pytest.mark.parametrize(
    ("level", "parts"), [("outlet", ("outlet",)), (" month * group:desk ", ("month", "group:desk"))]
)
def test_a_level_is_one_or_crosses_two(level: str, parts: tuple[str, ...]) -> None:
    assert parts_of(level) == parts


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("planet", "no level 'planet'"),
        ("group:", "no level 'group:'"),
        ("outlet*outlet", "'outlet*outlet' does not cross two levels"),
        ("outlet*month*genre", "'outlet*month*genre' does not cross two levels"),
    ],
)
def test_what_is_no_level_is_refused(level: str, said: str) -> None:
    with pytest.raises(framing.UsageError) as caught:
        parts_of(level)
    assert (caught.value.code, caught.value.what) == ("estimate.level", said)


def test_keys_are_in_their_order_and_known_where_all_parts_are() -> None:
    frame = DATES.with_columns(
        pl.Series("group:desk", ["b", "a", None, "a", "a"]), outlet=pl.Series(["y", "x", "x", "y", "x"])
    )
    assert keys_of(frame, "outlet").to_list() == ["y", "x", "x", "y", "x"]
    assert keys_of(frame, "outlet").dtype == pl.Enum(["x", "y"])
    assert keys_of(frame, "group:desk*month").to_list() == ["b*2024-02", "a*2024-02", None, None, None]
    assert keys_of(frame, "week*outlet").to_list() == ["2024-W05*y", "2024-W09*x", None, None, None]
    assert keys_of(frame, "year").to_list() == ["2024"] * 4 + [None]
    with pytest.raises(framing.UsageError, match="no article has a 'group:x'; the articles' groups: group:desk"):
        keys_of(frame, "group:x")
    with pytest.raises(framing.UsageError, match="the articles' groups: none"):
        keys_of(DATES, "group:x")
    assert keys_of(frame.clear(), "group:x").to_list() == []


@pytest.fixture
def news() -> pl.DataFrame:
    """Two articles of known days, one of a month and one of a year."""
    dates = ["2024-02-20", "2024-04-02", "2024-03-01", "2024-01-01"]
    precision = ["day", None, "month", "year"]
    texts = [f"The historic deal number {name} was signed in the capital." for name in ("one", "two", "three", "four")]
    return pl.DataFrame(
        {
            "article_id": list("abcd"),
            "text": texts,
            "language": ["en"] * 4,
            "outlet": ["x"] * 4,
            "published": dates,
            "published_precision": precision,
        }
    )


def test_estimates_and_trends_leave_out_what_does_not_reach(news: pl.DataFrame) -> None:
    scored = framing.score(news)
    found = {
        level: dict(framing.estimate(scored, news, levels=[level]).select("key", "articles").rows())
        for level in ("day", "week", "month", "year")
    }
    assert found == {
        "day": {"2024-02-20": 1, "2024-04-02": 1},
        "week": {"2024-W08": 1, "2024-W14": 1},
        "month": {"2024-02": 1, "2024-03": 1, "2024-04": 1},
        "year": {"2024": 4},
    }
    by_day, by_month = (framing.trends(scored, news, period=period, measures=["praise"]) for period in ("day", "month"))
    assert by_day.volume["articles"].sum() == 2
    assert by_month.volume["articles"].sum() == 3
    assert by_day.caveats[0].startswith("2 articles have no words, or no date that tells the day: left out")


@pytest.mark.parametrize(
    ("day", "before", "after", "unclear"),
    [
        ("2024-03-01", "a", "bc", 1),
        ("2024-03-15", "a", "b", 2),
        ("2024-04-01", "ac", "b", 1),
        ("2025-01-01", "abcd", "", 0),
    ],
)
def test_a_contrast_of_two_times_has_an_article_only_where_its_side_is_known(
    news: pl.DataFrame, day: str, before: str, after: str, unclear: int
) -> None:
    found = framing.compare(framing.score(news), news, before=day, dimensions=["praise"])
    assert found.sides["articles"].to_list() == [len(before), len(after)]
    told = [sentence for sentence in found.caveats if "without a day" in sentence]
    assert [sentence.split()[0] for sentence in told] == [str(unclear)][: unclear > 0]

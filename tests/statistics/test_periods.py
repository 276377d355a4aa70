"""A date counts at the levels that it reaches: a month tells its year, and not its day."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

import framing
from framing.statistics.levels import PERIODS, last_moment, reaches

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

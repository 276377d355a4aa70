"""Periods on every day of a century: as the calendar has them, none skipped and none counted twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from framing.statistics.levels import (
    KEY,
    PERIODS,
    keyed,
    last_moment,
    number_of,
    period_index,
    period_name,
    reaches,
)
from framing.statistics.observations import Observations
from tests.statistics.simulated import frames

FIRST, DAYS = date(1959, 12, 28), 36_600
CALENDAR = [FIRST + timedelta(days=number) for number in range(DAYS)]
ALL = pl.DataFrame({"published": CALENDAR}).with_columns(
    pl.col("published").cast(pl.Datetime("us", "UTC")), published_precision=pl.lit("day")
)


@cache
def names_of(period: str) -> list[str]:
    """The names of all days' periods, by Python's calendar."""
    return [name(day, period) for day in CALENDAR]


def name(day: date, period: str) -> str:
    """A period's name."""
    year, week, _ = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{year}-W{week:02}",
        "month": f"{day.year}-{day.month:02}",
        "quarter": f"{day.year}-Q{'111222333444'[day.month - 1]}",
        "year": str(day.year),
    }[period]


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("second", [0, 86_399])
def test_periods_are_those_of_the_calendar_and_follow_each_other(period: str, second: int) -> None:
    at = pl.col("published") + timedelta(seconds=second)
    found = ALL.select(name=period_name(at, period), index=period_index(at, period))
    names, index = found["name"].to_list(), found["index"].to_numpy()
    assert names == names_of(period)
    # The number goes up by one exactly where the name changes, and is the one that the name alone gives.
    changes = [one != other for one, other in pairwise(names)]
    assert np.diff(index).tolist() == [int(changed) for changed in changes]
    heads = np.flatnonzero(np.r_[True, changes])
    assert [number_of(names[head], period) for head in heads] == index[heads].tolist()


@pytest.mark.parametrize("level", [period for period in PERIODS if period != "quarter"])
def test_keys_are_the_names_of_the_periods(level: str) -> None:
    none = frames(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 1), np.int64), ("praise",))
    dated = Observations(articles=ALL, hits=none.hits, sides=none.sides)
    keys = keyed(dated, level).articles[KEY].cast(pl.String).to_list()
    assert keys == names_of(level)


@pytest.mark.parametrize(("precision", "period"), [("month", "month"), ("year", "year"), ("day", None), (None, None)])
def test_the_last_moment_is_the_one_before_the_next_period(precision: str | None, period: str | None) -> None:
    dated = ALL.with_columns(published_precision=pl.lit(precision, dtype=pl.String))
    starts = dated if period is None else dated.filter(period_name(pl.col("published"), period) != _day_before(period))
    last = starts.select(last_moment()).to_series()
    if period is None:
        assert last.equals(starts["published"], check_names=False)
        return
    assert last.head(-1).equals((starts["published"] - timedelta(microseconds=1)).slice(1), check_names=False)


def _day_before(period: str) -> pl.Expr:
    return period_name(pl.col("published") - timedelta(days=1), period)


def test_only_what_is_known_of_a_date_counts() -> None:
    known = {None: PERIODS, "day": PERIODS, "month": ("month", "quarter", "year"), "year": ("year",)}
    for precision, periods in known.items():
        row = pl.DataFrame(
            {"published": [datetime(2024, 1, 1, tzinfo=UTC), None], "published_precision": [precision] * 2},
            schema_overrides={"published_precision": pl.String},
        )
        for period in PERIODS:
            assert row.select(reaches(period)).to_series().to_list() == [period in periods, False]

"""Dates at the ends of what is read: the last and the first year, hour, minute and number on either side of each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.article.datecells import kind_of_number, read_cell, readings
from framing.ingest.article.dates import parse_date, parse_published, url_date

TODAY = date(2026, 11, 29)
LAST_SECOND = int(datetime(2056, 1, 1, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("form", ["5 March {}", "{}/03/05", "05/05/{}", "March 5, {}", "5 مارچ {}ء"])
@pytest.mark.parametrize(("year", "read"), [(1799, False), (1800, True), (2055, True), (2056, False)])
def test_years_of_news(form: str, year: int, read: bool) -> None:
    found = parse_date(form.format(year))
    assert (found is not None) == read
    assert found is None or found.year == year


@pytest.mark.parametrize("pm", [False, True])
@pytest.mark.parametrize("hour", range(25))
def test_hours_by_both_clocks(hour: int, pm: bool) -> None:
    midnight = datetime(2022, 2, 26, tzinfo=UTC)
    # What is no hour of a clock is no time; the day is kept.
    assert parse_date(f"26 Feb 2022 {hour:02}:30") == midnight + (
        timedelta(hours=hour, minutes=30) if hour < 24 else timedelta()
    )
    named = f"26 Feb 2022, {hour}:30 {'PM' if pm else 'AM'}"
    if 1 <= hour <= 12:
        told = datetime.strptime(named, "%d %b %Y, %I:%M %p").replace(tzinfo=UTC)
        assert parse_date(named) == told
    else:
        assert parse_date(named) == midnight


@pytest.mark.parametrize(("clock", "seconds"), [("10:59:59", 39_599), ("10:60", 0), ("10:59:60", 0), ("10:00", 36_000)])
def test_minutes_and_seconds_end_at_59(clock: str, seconds: int) -> None:
    assert parse_date(f"26 Feb 2022 {clock}") == datetime(2022, 2, 26, tzinfo=UTC) + timedelta(seconds=seconds)


@given(st.integers(-12 * 60, 14 * 60).map(lambda minutes: minutes // 15 * 15), st.sampled_from(["", ":", "GMT"]))
def test_every_distance_from_utc(minutes: int, form: str) -> None:
    zone = timezone(timedelta(minutes=minutes))
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    written = f"{sign}{hours:02}{':' if form == ':' else ''}{rest:02}"
    found = parse_date(f"26 Feb 2022 10:30 {'GMT' if form == 'GMT' else ''}{written}")
    assert found == datetime(2022, 2, 26, 10, 30, tzinfo=zone)
    short = parse_date(f"posted 2022-02-26T10:30:00{sign}{hours}:{rest:02}")
    assert short == datetime(2022, 2, 26, 10, 30, tzinfo=zone)
    if not rest:
        assert parse_date(f"26 Feb 2022 10:30 {sign}{hours}") == datetime(2022, 2, 26, 10, 30, tzinfo=zone)


@pytest.mark.parametrize("between", [20, 60])
def test_a_time_counts_where_it_stands_near_its_date(between: int) -> None:
    midnight = datetime(2022, 2, 26, tzinfo=UTC)
    time = timedelta(hours=10, minutes=30) if between < 30 else timedelta()
    assert parse_date(f"26 Feb 2022{' x' * (between // 2)} 10:30") == midnight + time
    assert parse_date(f"10:30{' x' * (between // 2)} 26 Feb 2022") == midnight + time
    # Of two the one behind the date counts.
    assert parse_date("09:15, 26 Feb 2022 10:30") == midnight + timedelta(hours=10, minutes=30)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        *((9_999, None), (10_000, "days"), (56_979, "days"), (56_980, None)),
        *((100_000_000 - 1, None), (100_000_000, "seconds"), (LAST_SECOND - 1, "seconds"), (LAST_SECOND, None)),
        *((10**11 - 1, None), (10**11, "milliseconds"), (LAST_SECOND * 10**3 - 1, "milliseconds")),
        *((LAST_SECOND * 10**3, None), (10**14 - 1, None), (10**14, "microseconds"), (LAST_SECOND * 10**6, None)),
        *((10**17, "nanoseconds"), (LAST_SECOND * 10**9, None)),
    ],
)
def test_what_a_number_counts(number: int, kind: str | None) -> None:
    assert kind_of_number(str(number)) == kind
    found = read_cell(str(number), today=TODAY)
    assert (found is not None) == (kind is not None)


@given(st.integers(100_000_000, LAST_SECOND - 1), st.integers(0, 999_999), st.sampled_from([1, 10**3, 10**6]))
def test_parts_of_a_second_are_kept(second: int, micro: int, per_second: int) -> None:
    moment = datetime.fromtimestamp(second, UTC) + timedelta(microseconds=micro)
    if per_second == 1:
        found = read_cell(f"{second}.{micro:06}")
    elif per_second == 10**3:
        moment = moment.replace(microsecond=micro // 1000 * 1000)
        found = read_cell(f"{second}{micro // 1000:03}")
    else:
        found = read_cell(f"{second}{micro:06}")
    assert found is not None
    assert abs(found.moment - moment) <= timedelta(microseconds=1)


@pytest.mark.parametrize(("two", "year"), [("00", 2000), ("25", 2025), ("68", None), ("69", 1969), ("99", 1999)])
def test_years_of_two_digits_turn_at_69(two: str, year: int | None) -> None:
    found = read_cell(f"5-Mar-{two}", today=TODAY)
    assert (found and found.moment.year) == year


@pytest.mark.parametrize(("days", "is_read"), [(-1, True), (0, True), (1, True), (2, False)])
def test_tomorrow_is_somewhere_and_the_day_after_is_not(days: int, is_read: bool) -> None:
    day = TODAY + timedelta(days=days)
    assert ("dmy" in readings(day.strftime("%d.%m.%y"), today=TODAY)) == is_read


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("12/13/2022", {(12, 13)}),
        ("13/12/2022", {(12, 13)}),
        ("12/12/2022", {(12, 12)}),
        ("12/31/2022", {(12, 31)}),
        ("12/32/2022", set()),
        ("13/13/2022", set()),
        ("00/12/2022", set()),
    ],
)
def test_days_and_months_that_can_be(text: str, days: set[tuple[int, int]]) -> None:
    found = parse_date(text)
    assert ({(found.month, found.day)} if found else set()) == days


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.com/2024/04/03/rain", date(2024, 4, 3)),
        ("https://example.com/2024-04-03/rain", date(2024, 4, 3)),
        ("https://example.com/20240403/rain", date(2024, 4, 3)),
        ("https://example.com/a/2024/04/03", date(2024, 4, 3)),
        ("https://example.com/2024/04/03.html", date(2024, 4, 3)),
        ("https://example.com/2024/04/031", None),
        ("https://example.com/2024/13/03/rain", None),
        ("https://example.com/1899/04/03/rain", None),
        ("https://example.com/?d=/2024/04/03/", None),
    ],
)
def test_days_in_addresses(url: str, day: date | None) -> None:
    found = url_date(url)
    assert (found and found.date()) == day


@pytest.mark.parametrize(
    "text", ["1712010112345", "2022-02-26T24:30", "2022-W08-6", "2022-057", "9999-12-31T23:59-01:00"]
)
def test_what_only_looks_like_a_moment(text: str) -> None:
    assert parse_published(text) is None

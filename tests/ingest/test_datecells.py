"""What one cell says is read as far as it says it, and no further."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framing.ingest.article.datecells import in_words, is_yearless, kind_of_number, read_cell, readings
from framing.ingest.article.dates import YEARS

TODAY = date(2026, 11, 29)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5-Mar-24", utc(2024, 3, 5)),
        ("Tue, 5 Mar '24", utc(2024, 3, 5)),
        ("5 मार्च 24", utc(2024, 3, 5)),
        ("5-Mar-24 14:30", utc(2024, 3, 5, 14, 30)),
        ("March 5, '24", utc(2024, 3, 5)),
        ("2024-Mar-05", utc(2024, 3, 5)),
        ("5-Mar-99", utc(1999, 3, 5)),
        ("2024-3-5", utc(2024, 3, 5)),
        ("28.07.14", utc(2014, 7, 28)),
        ("05/05/2024", utc(2024, 5, 5)),
        ("25/04/2024 11:10 AM IST", utc(2024, 4, 25, 5, 40)),
        ("मंगलवार, 2 नवंबर 2010", utc(2010, 11, 2)),
        ("منگل 2 نومبر 2010", utc(2010, 11, 2)),
        ("جمعـہ ۱۲ جنوري ۲۰۱۲ء", utc(2012, 1, 12)),
        ("202203051430", utc(2022, 3, 5, 14, 30)),
        ("45356", utc(2024, 3, 5)),
        ("45356.5", utc(2024, 3, 5, 12)),
        ("४५३५६", utc(2024, 3, 5)),
        ("1709596800", utc(2024, 3, 5)),
        ("1709596800.0", utc(2024, 3, 5)),
        ("1.7095968e9", utc(2024, 3, 5)),
        ("1709596800500", utc(2024, 3, 5) + timedelta(milliseconds=500)),
        ("1709596800000000", utc(2024, 3, 5)),
        ("1709596800000000000", utc(2024, 3, 5)),
    ],
)
def test_a_day_is_read(text: str, expected: datetime) -> None:
    assert read_cell(text, today=TODAY) == (expected, "day")


@given(st.integers(0, 999_999), st.integers(100_000_000, 3_000_000_000))
@example(249, 1_709_596_800)
def test_a_fraction_of_a_second_is_exact(fraction: int, seconds: int) -> None:
    """To the microsecond; what is beyond it is left out."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, microseconds=fraction)
    for text in (
        f"{seconds}.{fraction:06d}",
        f"{seconds}.{fraction:06d}999",
        f"{seconds}{fraction:06d}",
        f"{seconds}{fraction // 1_000:03d}.{fraction % 1_000:03d}",
        f"{seconds}{fraction:06d}999",
    ):
        assert read_cell(text) == (moment, "day")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        # Days as spreadsheets count them, and seconds from 1973 on; and what is a thousand times as fine.
        *(("9999", None), ("10000", "days"), ("56979", "days"), ("56979.99", "days"), ("56980", None)),
        *(("99999999", None), ("100000000", "seconds"), ("99999999999", None), ("100000000000", "milliseconds")),
        *(("100000000000000", "microseconds"), ("100000000000000000", "nanoseconds")),
    ],
)
def test_what_a_number_counts(number: str, kind: str | None) -> None:
    assert kind_of_number(number) == kind


@pytest.mark.parametrize("per_second", [1, 1_000, 1_000_000])
def test_no_number_is_a_year_that_is_none(per_second: int) -> None:
    """The first moment of the year behind the last that is read."""
    last = int(datetime(YEARS.stop, 1, 1, tzinfo=UTC).timestamp()) * per_second
    assert kind_of_number(str(last - 1)) is not None
    assert kind_of_number(str(last)) is None


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        *(("2024-03", 2024, 3), ("03/2024", 2024, 3), ("March 2024", 2024, 3)),
        *(("2024 Mar", 2024, 3), ("मार्च २०२४", 2024, 3), ("مارچ 2024ء", 2024, 3), ("सितंबर, 2024", 2024, 9)),
        *(("2024", 2024, None), ("2024.0", 2024, None), ("२०२४", 2024, None), ("۲۰۲۴ء", 2024, None)),
    ],
)
def test_a_month_or_a_year_alone_is_kept_as_what_it_is(text: str, year: int, month: int | None) -> None:
    assert read_cell(text) == (utc(year, month or 1, 1), "month" if month else "year")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "03/04/2024",
            "24-03-05",
            "0..14",
            "31.09.14",
            "2024-13",
            "13/13/2024",
            "2078",
            "1443",
            "2024.3",
            "1234567",
            "99999",
        ),
        *("منگل 2 نومبر", "24-Mar", "Mar-24", "5-Mar-45", "5 Mar 10:30", "12345678901234567890", "5 March 24 April"),
    ],
)
def test_what_could_be_several_days_or_none_is_none(text: str) -> None:
    assert read_cell(text, today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/04/2024", {"dmy": utc(2024, 4, 3), "mdy": utc(2024, 3, 4)}),
        ("13/04/2024", {"dmy": utc(2024, 4, 13)}),
        ("Tuesday 04-13-2024 10:30", {"mdy": utc(2024, 4, 13)}),
        ("24-03-05", {"dmy": utc(2005, 3, 24), "ymd": utc(2024, 3, 5)}),
        ("99-03-05", {"ymd": utc(1999, 3, 5)}),
        ("27-03-05", {"dmy": utc(2005, 3, 27)}),  # March 2027 is yet to come.
        ("2024/03/04", {}),
        ("3 April 2024", {}),
        ("10:30.45", {}),
    ],
)
def test_a_day_in_digits_may_be_several(text: str, expected: dict[str, datetime]) -> None:
    assert readings(text, today=TODAY) == expected


@given(st.dates(date(1970, 1, 1), TODAY), st.sampled_from("/.-"), st.sampled_from(["dmy", "mdy", "ymd"]), st.booleans())
def test_the_order_that_a_date_was_written_in_gives_it_back(day: date, sign: str, order: str, short: bool) -> None:
    short = short or order == "ymd"
    names = {"d": "%d", "m": "%m", "y": "%y" if short else "%Y"}
    text = day.strftime(sign.join(names[letter] for letter in order))
    found = readings(text, today=TODAY)
    moment = utc(day.year, day.month, day.day)
    assert found[order] == moment  # type: ignore[index]
    assert all(other.date() <= TODAY + timedelta(days=1) for other in found.values())
    assert read_cell(in_words(text, moment), today=TODAY) == (moment, "day")


@given(st.datetimes(datetime(1974, 1, 1), datetime(2055, 1, 1)), st.sampled_from([1, 1_000, 1_000_000, 1_000_000_000]))
def test_a_count_of_seconds_is_that_moment(moment: datetime, per_second: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert read_cell(str(int(moment.timestamp()) * per_second)) == (moment, "day")


@given(st.datetimes(datetime(1930, 1, 1), datetime(2055, 1, 1)), st.booleans())
def test_a_count_of_days_is_that_moment(moment: datetime, since_1904: bool) -> None:
    moment = moment.replace(microsecond=0)
    if since_1904:
        moment = max(moment, datetime(1935, 1, 1))
    begin = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    days = (moment - begin) / timedelta(days=1)
    assert read_cell(repr(days), since_1904=since_1904) == (moment.replace(tzinfo=UTC), "day")


@given(st.text(alphabet=st.sampled_from("0123456789۰۵/.-: '،,MarmachوहمارچT+eE"), max_size=24))
def test_no_cell_raises(text: str) -> None:
    found = read_cell(text, today=TODAY)
    assert found is None or found.precision in ("day", "month", "year")
    for day in readings(text, today=TODAY).values():
        in_words(text, day)
    kind_of_number(text)
    is_yearless(text)

"""Dates as cells of tables and fields of exports have them.

Besides what :mod:`framing.ingest.article.dates` reads anywhere, a cell may hold

- digits in an order that it does not tell: 03/04/2022, 28.07.14. :func:`readings` gives what they may be;
- a year of two digits: 5-Mar-24. It is read as POSIX reads it, 69 to 99 as 1969 to 1999 and 00 to 68 as 2000 to 2068:
  no collection has news of both 1924 and 2024. What would lie in the future is no date at all, since nothing was
  published then and nobody knows which century was meant;
- a month or a year alone, which is kept as what it is;
- a number: days as spreadsheets count them, or seconds, milli-, micro- or nanoseconds since 1970. The numbers that are
  days, years and moments of news are of different size, so that each is one of these or none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

import regex

from framing.expressions import expression
from framing.ingest.article.dates import YEARS, date_words, fold_date, make_day, parse_date, parse_published, word_key

__all__ = ["ORDERS", "Dated", "Order", "in_words", "is_yearless", "kind_of_number", "read_cell", "readings"]


#: In which order day, month and year may stand.
Order: TypeAlias = Literal["dmy", "mdy", "ymd"]
ORDERS: Final[tuple[Order, ...]] = ("dmy", "mdy", "ymd")

#: Characters of a cell that are looked at.
_CHARS: Final = 400

_NUMBER: Final = expression(r"\d{4,20}(?:\.\d{1,12})?|\d\.\d{1,18}[eE]\+?\d{1,2}")
#: Digits that are a day, whatever number they may be taken for: 20220305, 202203051430, 20220305143000.
_COMPACT: Final = expression(
    r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?"
)
#: Moments in 1973 to 2055, by what is counted: no range overlaps another, nor those of days and years.
_SINCE_1970: Final = {
    "seconds": (100_000_000, 1),
    "milliseconds": (100_000_000_000, 1_000),
    "microseconds": (100_000_000_000_000, 1_000_000),
    "nanoseconds": (100_000_000_000_000_000, 1_000_000_000),
}
_LAST_SECOND: Final = int(datetime(YEARS.stop, 1, 1, tzinfo=UTC).timestamp())
#: Days as spreadsheets count them: five digits, which are 1927 to 2055.
_SERIALS: Final = range(10_000, 56_980)
#: Day 0 of either system; in the older one there was a 29 February 1900, which lies before all that is read.
_DAY_0: Final = {False: datetime(1899, 12, 30, tzinfo=UTC), True: datetime(1904, 1, 1, tzinfo=UTC)}

_LONG: Final = expression(r"(?<![\d/.-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{4})(?!\d)")
#: With a year of two digits it is a date only where the cell begins with it; 10.30.45 elsewhere is a time.
_SHORT: Final = expression(r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<c>\d\d)(?![\d/:-]|\.\d)")
_MONTH: Final = (
    expression(r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})"),
    expression(r"(?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
)
_YEAR: Final = expression(r"(?:सन्?|سنہ)? ?(?P<y>\d{4}) ?ء?")
_ENGLISH: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

#: A moment without signs between its parts, as GDELT writes it.
_DENSE: Final = expression(r"((?:19|20)\d\d)(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?")


class Dated(NamedTuple):
    """A date: the moment that it begins with, in UTC, and whether its ``day``, ``month`` or ``year`` is known."""

    moment: datetime
    precision: str


def read_cell(
    text: str, *, country: str | None = None, since_1904: bool = False, today: date | None = None
) -> Dated | None:
    """The date that a cell holds; null where it holds none.

    Args:
        text: the cell.
        country: the publisher's; see :func:`framing.ingest.article.dates.parse_date`.
        since_1904: whether days are counted from 1904, as old workbooks of Macintosh do.
        today: the day of reading; that of the clock where left out.

    Example:
        >>> read_cell("5-Mar-24").moment.date().isoformat()
        '2024-03-05'
        >>> [read_cell(text).precision for text in ("28.07.14", "मार्च 2024", "2024")]
        ['day', 'month', 'year']
        >>> read_cell("45356").moment == read_cell("1709596800").moment == read_cell("2024-03-05").moment
        True
        >>> read_cell("منگل 2 نومبر") is None
        True
    """
    if (dense := _DENSE.fullmatch(text.strip())) is not None:
        text = "{}-{}-{}T{}:{}:{}Z".format(*dense.groups())
    if (exact := parse_published(text)) is not None:
        return Dated(exact, "day")
    line = fold_date(text[:_CHARS])
    if _NUMBER.fullmatch(line) and not _is_compact(line):
        return _number(line, since_1904)
    if (part := _month(line) or _year(line)) is not None:
        return part
    moment = _short(line, country, today) or parse_date(line, country=country)
    if moment is None and len(days := set(readings(line, today=today).values())) == 1:
        moment = parse_date(in_words(line, days.pop()), country=country)
    return None if moment is None else Dated(moment, "day")


def readings(text: str, *, today: date | None = None) -> dict[Order, datetime]:
    """What a day in digits may be: order → the day. Empty where a cell holds no such day, or says its order.

    Example:
        >>> sorted(readings("03/04/2022")), sorted(readings("13/04/2022")), readings("2022/04/03")
        (['dmy', 'mdy'], ['dmy'], {})
    """
    match = _digits(fold_date(text[:_CHARS]))
    if match is None:
        return {}
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if len(match["c"]) == 4:
        days = {"dmy": make_day(c, b, a), "mdy": make_day(c, a, b)}
    else:
        days = {"dmy": _recent(c, b, a, today), "mdy": _recent(c, a, b, today)}
        days["ymd"] = _recent(a, b, c, today) if len(match["a"]) == 2 else None
    return {order: days[order] for order in ORDERS if days.get(order) is not None}  # type: ignore[misc]


def in_words(text: str, day: datetime) -> str:
    """A cell with its day in digits written out, so that nothing about its order is left to be guessed.

    Example:
        >>> in_words("03/04/2022, 11:10 AM IST", datetime(2022, 4, 3))
        '3 April 2022, 11:10 AM IST'
    """
    line = fold_date(text[:_CHARS])
    match = _digits(line)
    if match is None:
        return text
    return f"{line[: match.start()]}{_written(day)}{line[match.end() :]}"


def is_yearless(text: str) -> bool:
    """Whether a cell names a day and its month, and no year.

    Example:
        >>> is_yearless("منگل 2 نومبر"), is_yearless("2 نومبر 2010")
        (True, False)
    """
    line = fold_date(text[:_CHARS])
    return not regex.search(r"\d{4}", line) and date_words().dates.yearless.search(line) is not None


def kind_of_number(text: str) -> str | None:
    """What a number counts: ``days``, ``seconds``, ``milliseconds`` …; null where a cell is no such number.

    Example:
        >>> kind_of_number("45356.5"), kind_of_number("1709596800"), kind_of_number("2024"), kind_of_number("20240305")
        ('days', 'seconds', None, None)
    """
    line = fold_date(text[:_CHARS])
    if not _NUMBER.fullmatch(line) or _is_compact(line):
        return None
    value = float(line)
    if int(value) in _SERIALS:
        return "days"
    for name, (least, per_second) in _SINCE_1970.items():
        if least <= value < _LAST_SECOND * per_second:
            return name
    return None


def _is_compact(line: str) -> bool:
    return _COMPACT.fullmatch(line) is not None


def _number(line: str, since_1904: bool) -> Dated | None:
    kind = kind_of_number(line)
    if kind is None:
        return _year(line.removesuffix(".0"))
    if kind == "days":
        # What spreadsheets show is a second; the number of days is not exact to more than that.
        return Dated(_DAY_0[since_1904] + timedelta(seconds=round(float(line) * 86_400)), "day")
    per_second = _SINCE_1970[kind][1]
    whole, _, fraction = line.partition(".")
    if "e" in line.lower():
        whole, fraction = str(int(float(line))), ""
    microseconds = int(whole + fraction) * 1_000_000 // (per_second * 10 ** len(fraction))
    return Dated(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds), "day")


def _month(line: str) -> Dated | None:
    for pattern in (*_MONTH, *date_words().dates.month_year):
        if (match := pattern.fullmatch(line)) is not None:
            name = match["m"]
            number = int(name) if name.isdigit() else date_words().months[word_key(name)]
            day = make_day(int(match["y"]), number, 1)
            return None if day is None else Dated(day, "month")
    return None


def _year(line: str) -> Dated | None:
    match = _YEAR.fullmatch(line)
    day = make_day(int(match["y"]), 1, 1) if match is not None else None
    return None if day is None else Dated(day, "year")


def _short(line: str, country: str | None, today: date | None) -> datetime | None:
    """A day with its month's name and a year of two digits, or behind its year."""
    words = date_words()
    bare = line[begin.end() :] if (begin := words.weekday.match(line)) is not None else line
    for pattern in words.dates.short:
        match = pattern.fullmatch(bare)
        if match is None or (match["rest"].strip(" ,،") and not words.time.search(match["rest"])):
            continue
        parts = int(match["y"]), words.months[word_key(match["m"])], int(match["d"])
        day = make_day(*parts) if len(match["y"]) == 4 else _recent(*parts, today)
        if day is not None:
            return parse_date(f"{_written(day)} {match['rest']}", country=country)
    return None


def _written(day: datetime) -> str:
    return f"{day.day} {_ENGLISH[day.month - 1]} {day.year}"


def _digits(line: str) -> regex.Match[str] | None:
    if (match := _LONG.search(line)) is not None:
        return None if date_words().other_calendar.search(line) else match
    begin = date_words().weekday.match(line)
    return _SHORT.match(line, begin.end() if begin is not None else 0)


def _recent(year: int, month: int, day: int, today: date | None) -> datetime | None:
    """A day of a year of two digits; null where there is none or it is yet to come."""
    moment = make_day(year + (2000 if year <= 68 else 1900), month, day)
    # Somewhere it is tomorrow already.
    last = (today or datetime.now(UTC).date()) + timedelta(days=1)
    return moment if moment is not None and moment.date() <= last else None

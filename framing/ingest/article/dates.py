"""Dates of publication in Hindi, Urdu and English, in words and digits, as lines of text have them.

What a date does not say is not supplied: without day, month and year there is no date; "two hours ago" is none; a date
of the Hijri, the Persian or the Vikram calendar is left unread, since converting one takes more than the text says
(Hijri months begin with a sighting of the moon). 03/04/2022 is read in the order of the publisher's country and stays
unread without one. What a cell of a table may hold besides is read by :mod:`framing.ingest.article.datecells`.

A day without a time is the midnight, UTC, that it begins with; a time without a zone counts as UTC. A time whose zone
is not known is dropped and its day kept. Words of dates, of which patterns are made, stand in ``lexicons/dates.csv``.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Final

import regex

from framing.expressions import expression
from framing.ingest.article.sites import split_url
from framing.resources import lexicons_folder

__all__ = [
    "YEARS",
    "DateWords",
    "date_words",
    "fold_date",
    "make_day",
    "parse_date",
    "parse_published",
    "stated_date",
    "url_date",
    "word_key",
]


#: Between the parts of a date: spaces, commas, and the words that some put there.
_GAP: Final = r"(?:[\s,،.'’/-]|of\b|सन्?\b|سنہ|ء)*"
#: A word's edges; digits may touch it, as in دسمبر2018.
_BEFORE: Final = r"(?<![\p{L}\p{M}])"
_BEHIND: Final = r"(?![\p{L}\p{M}])"
_CLOCK: Final = r"(?<![\d:])(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?(?![\d:])"

#: Letters that Arabic keyboards write for those of Urdu, and the stroke that only makes a word longer (جمعـہ).
_LETTERS: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ـ": None})


@dataclass(frozen=True, slots=True)
class NamedDates:
    """Patterns of dates with the name of a month; they name the parts ``d``, ``m`` and ``y``.

    Attributes:
        day_month: 5 March 2022, anywhere in a line.
        month_day: March 5, 2022.
        short: a whole cell of 5-Mar-24, March 5, '24 or 2024-Mar-05, with what stands behind it as ``rest``.
        month_year: a whole cell of a month: March 2022, 2022 March.
        yearless: a day and a month; only of use where there is no year.
    """

    day_month: regex.Pattern[str]
    month_day: regex.Pattern[str]
    short: tuple[regex.Pattern[str], ...]
    month_year: tuple[regex.Pattern[str], ...]
    yearless: regex.Pattern[str]


@dataclass(frozen=True, slots=True)
class DateWords:
    """The data file, ready for matching.

    Attributes:
        months: name of a month, as :func:`word_key` writes it → its number.
        meridiems: → ``am`` or ``pm``.
        zones: name of a zone and country (empty where it is the same everywhere) → distance from UTC.
        day_first: countries that write 3 April as 03/04.
        month_first: those that write it as 04/03.
        dates: with the name of a month.
        weekday: at the beginning of a cell.
        time: of the day, with ``meridiem`` and ``zone``.
        other_calendar: a sign that a date is not of the Gregorian calendar.
        label: what pages write before a date.
        updated: labels of dates that are not of publication.
    """

    months: dict[str, int]
    meridiems: dict[str, str]
    zones: dict[tuple[str, str], str]
    day_first: frozenset[str]
    month_first: frozenset[str]
    dates: NamedDates
    weekday: regex.Pattern[str]
    time: regex.Pattern[str]
    other_calendar: regex.Pattern[str]
    label: regex.Pattern[str]
    updated: frozenset[str]


@cache
def date_words() -> DateWords:
    """The words of dates."""
    forms: dict[str, dict[str, list[str]]] = {}
    zones: dict[tuple[str, str], str] = {}
    with (lexicons_folder() / "dates.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            named = row["forms"].split(";")
            forms.setdefault(row["kind"], {})[row["value"]] = named
            if row["kind"] == "zone":
                zones.update({(word_key(form), row["country"]): row["value"] for form in named})
    months = {word_key(form): int(value) for value, named in forms["month"].items() for form in named}
    meridiems = {word_key(form): value for value, named in forms["meridiem"].items() for form in named}
    labels = [*forms["published"][""], *forms["updated"][""]]
    zone = rf"[+-]\d\d?(?::?\d\d)?|{_alternatives({form for form, _ in zones})}"
    return DateWords(
        months=months,
        meridiems=meridiems,
        zones=zones,
        day_first=frozenset(forms["order"]["day-month"][0].split()),
        month_first=frozenset(forms["order"]["month-day"][0].split()),
        dates=_dates(_alternatives(months)),
        weekday=_pattern(rf"(?:{_alternatives(form for named in forms['weekday'].values() for form in named)}){_BEHIND}"
                         r"[\s,،.]*"),
        time=_pattern(
            rf"{_CLOCK}\s*(?P<meridiem>{_alternatives(meridiems)})?(?![\p{{L}}\p{{M}}])"
            rf"[\s(]*(?:(?:GMT|UTC)(?=[+-]))?(?P<zone>{zone})?(?![\p{{L}}\p{{M}}\d])"
        ),
        other_calendar=_pattern(
            rf"{_BEFORE}(?:{_alternatives(form for named in forms['calendar'].values() for form in named)})"
            rf"{_BEHIND}|\d(?:ھ|هـ|ه){_BEHIND}"
        ),
        label=_pattern(
            rf"{_BEFORE}({_alternatives(labels)})\s*(?:[:：|–-]|(?=\d)|(?=\s(?:{_alternatives(months)})\b))\s*"
        ),
        updated=frozenset(map(word_key, forms["updated"][""])),
    )  # fmt: skip


def _dates(months: str) -> NamedDates:
    day = r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
    month, year = rf"{_BEFORE}(?P<m>{months}){_BEHIND}", r"(?P<y>\d{4})(?!\d)"
    # In a line of text "5 March 10:30" would have a year; a cell is that date and its time, and nothing else.
    short, rest = r"['’]?(?P<y>\d\d)(?![\d:])", r"(?P<rest>.*)"
    return NamedDates(
        day_month=_pattern(rf"{day}{_GAP}{month}{_GAP}{year}"),
        month_day=_pattern(rf"{month}{_GAP}{day}{_GAP}{year}"),
        short=(
            _pattern(rf"{day}[\s.,،/-]*{month}[\s.,،/-]*{short}{rest}"),
            _pattern(rf"{month}[\s.]*{day}[,،]\s*{short}{rest}"),
            _pattern(rf"{year}[\s.,،/-]*{month}[\s.,،/-]*{day}{rest}"),
        ),
        month_year=(_pattern(rf"{_GAP}{month}{_GAP}{year}{_GAP}"), _pattern(rf"{_GAP}{year}{_GAP}{month}{_GAP}")),
        yearless=_pattern(rf"{day}{_GAP}{month}|{month}{_GAP}{day}".replace("?P<d>", "?:").replace("?P<m>", "?:")),
    )


def _pattern(pattern: str) -> regex.Pattern[str]:
    return expression(unicodedata.normalize("NFC", pattern).translate(_LETTERS), regex.IGNORECASE)


def _alternatives(forms: Iterable[str]) -> str:
    return "|".join(
        sorted((regex.escape(form, literal_spaces=True) for form in forms), key=lambda form: (-len(form), form))
    )


def word_key(form: str) -> str:
    """A word as the tables of :class:`DateWords` have it."""
    return unicodedata.normalize("NFC", form).translate(_LETTERS).casefold()


def fold_date(text: str) -> str:
    """NFC, digits of all scripts as 0 to 9, one form of each Urdu letter, one kind of space, no invisible marks.

    Example:
        >>> fold_date("۵؍مارچ  ۲۰۲۲ء")
        '5/مارچ 2022ء'
    """
    marked = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else "/" if sign == "؍" else sign
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign) != "Cf"
    )
    return " ".join(marked.translate(_LETTERS).split())


#: Years that a date of publication may have. Later ones are of other calendars: 2078 is a year of Vikram Samvat.
YEARS: Final = range(1800, 2056)

#: Whatever is read as a date has it.
_YEAR: Final = expression(r"\d{4}")
_ISO: Final = expression(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)? ?(?:[Zz]|[+-]\d\d:?\d\d)?)?")

#: The same without its signs, as crawlers and databases of news write it.
_COMPACT: Final = expression(
    r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:[Tt]?(?P<time>\d{4}(?:\d\d)?)(?:[Zz]|(?:\+00:?00))?)?"
)
#: As Unix and social networks write a time: "Sat Nov 21 10:00:00 +0000 2026".
_UNIX: Final = expression(
    r"\p{L}{3} (?P<m>\p{L}{3}) +(?P<d>\d{1,2}) (?P<time>\d\d:\d\d:\d\d) (?P<zone>\S{1,6}) (?P<y>\d{4})"
)

#: The same inside other text, with the loose offsets that pages have (+5:30).
_ISO_WITHIN: Final = expression(
    r"(?<!\d)(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[Tt ](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(?P<zone>[Zz]|[+-]\d\d?:?\d\d)?)?(?!\d\d?:)"
)
_YEAR_FIRST: Final = expression(r"(?<!\d)(?P<y>\d{4})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)")
_NUMERIC: Final = expression(r"(?<!\d)(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})(?!\d)")
_URL_DAY: Final = expression(r"/(?P<y>(?:19|20)\d\d)(?P<sep>[/-]?)(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?=[/_.-]|$)")

#: Characters after a date, and before it, in which its time may stand.
_TIME_CHARS: Final = 30


def parse_published(text: str) -> datetime | None:
    """An ISO 8601 date or time in UTC; null for anything else.

    A time without a zone, and the midnight that a bare date begins with, count as UTC.

    Example:
        >>> parse_published("2022-02-26T11:10:42+05:30").isoformat()
        '2022-02-26T05:40:42+00:00'
        >>> parse_published("26 February 2022") is None
        True
    """
    # Without the pattern, fromisoformat would read "1712010112345", a count of milliseconds, as a day in 1712.
    if not _ISO.fullmatch(text.strip()):
        return None
    try:
        moment = datetime.fromisoformat(text.strip().replace(",", ".").upper().replace(" +", "+").replace(" Z", "Z"))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parse_date(text: str, *, country: str | None = None) -> datetime | None:
    """The first date of publication in a line, in UTC; null where there is none.

    Args:
        text: such as ``26 Feb 2022, 11:10 AM IST``, ``५ मार्च २०२२``, ``5 مارچ 2022ء``. Where it has labels, a date
            behind "Updated:" does not count.
        country: the publisher's; it tells the order of 03/04/2022 and whose zone ``IST`` or ``BST`` is.

    Example:
        >>> parse_date("Published: 26 Feb 2022, 11:10 AM IST").isoformat()
        '2022-02-26T05:40:00+00:00'
        >>> parse_date("۵؍مارچ ۲۰۲۲ء").date().isoformat()
        '2022-03-05'
        >>> parse_date("03/04/2022") is None, parse_date("03/04/2022", country="PK").month
        (True, 4)
        >>> parse_date("2 hours ago") is None
        True
    """
    line = fold_date(text[:400])
    if not (_YEAR.search(line) or _YEAR.search(text)):
        return None
    if (exact := parse_published(text)) is not None:
        return exact
    if (compact := _COMPACT.fullmatch(line)) is not None:
        clock = ":".join(regex.findall("..", compact["time"] or "")) or "00:00:00"
        return parse_published(f"{compact['y']}-{compact['m']}-{compact['d']}T{clock}Z")
    if (unix := _UNIX.fullmatch(line)) is not None:
        line = f"{unix['d']} {unix['m']} {unix['y']} {unix['time']} {unix['zone']}"
    for part in _published_parts(line):
        if (day := _find(part, country)) is not None:
            return day
    return None


def stated_date(lines: Iterable[str], *, country: str | None = None) -> datetime | None:
    """The date that a page states as that of publication; a date without a label that says so does not count.

    Example:
        >>> stated_date(["Updated: 27 Feb 2022", "Published at : 06 Feb 2026 11:02 AM (IST)"]).isoformat()
        '2026-02-06T05:32:00+00:00'
        >>> stated_date(["Mon. Dec 23rd, 2024"]) is None
        True
    """
    for line in lines:
        folded = fold_date(line[:400])
        labels = date_words().label.finditer(folded)
        labelled = [label for label in labels if word_key(label[1]) not in date_words().updated]
        if labelled and (day := parse_date(folded[labelled[0].start() :], country=country)) is not None:
            return day
    return None


def url_date(url: str | None) -> datetime | None:
    """The day that an article's address names in full.

    Example:
        >>> url_date("https://example.com/2022/03/05/talks").date().isoformat()
        '2022-03-05'
        >>> url_date("https://example.com/2022/03/talks") is None
        True
    """
    parts = split_url(url)
    match = _URL_DAY.search(parts.path) if parts is not None else None
    return make_day(int(match["y"]), int(match["m"]), int(match["d"])) if match else None


def _published_parts(line: str) -> list[str]:
    """What stands behind labels of publication, then what stands before any label; nothing behind "Updated:"."""
    labels = list(date_words().label.finditer(line))
    if not labels:
        return [line]
    ends = [label.start() for label in labels[1:]] + [len(line)]
    published = [
        line[label.end() : end]
        for label, end in zip(labels, ends, strict=True)
        if word_key(label[1]) not in date_words().updated
    ]
    return [*published, line[: labels[0].start()]]


def _find(line: str, country: str | None) -> datetime | None:
    words = date_words()
    if (match := _ISO_WITHIN.search(line)) is not None:
        return _iso(match)
    matches = [match for pattern in (words.dates.day_month, words.dates.month_day) if (match := pattern.search(line))]
    if matches:
        match = min(matches, key=lambda match: match.start())
        day = make_day(int(match["y"]), words.months[word_key(match["m"])], int(match["d"]))
    elif words.other_calendar.search(line):
        return None
    elif (year_first := _YEAR_FIRST.search(line)) is not None:
        match, day = year_first, make_day(int(year_first["y"]), int(year_first["m"]), int(year_first["d"]))
    elif (numeric := _NUMERIC.search(line)) is not None:
        match, day = numeric, _numeric(numeric, country)
    else:
        return None
    return day and day + _time(line, match, country)


def _iso(match: regex.Match[str]) -> datetime | None:
    zone = match["zone"] or ""
    if zone and zone not in "Zz":
        digits = zone[1:].replace(":", "").zfill(4)
        zone = f"{zone[0]}{digits[:2]}:{digits[2:]}"
    return parse_published(match["day"] + (f"T{match['time']}{zone}" if match["time"] else ""))


def _numeric(match: regex.Match[str], country: str | None) -> datetime | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    as_days = {(day, month) for day, month in ((first, second), (second, first)) if month <= 12 and day <= 31}
    if len(as_days) == 1:
        day, month = as_days.pop()
    elif country in date_words().day_first:
        day, month = first, second
    elif country in date_words().month_first:
        day, month = second, first
    else:
        return None
    return make_day(year, month, day)


def make_day(year: int, month: int, day: int) -> datetime | None:
    """The midnight that a day begins with; null where there is no such day, or none of news."""
    try:
        return datetime(year, month, day, tzinfo=UTC) if year in YEARS else None
    except ValueError:
        return None


def _time(line: str, date: regex.Match[str], country: str | None) -> timedelta:
    """What a time beside a date adds to its midnight; nothing where there is none or its zone is not known."""
    words = date_words()
    after = words.time.search(line[date.end() : date.end() + _TIME_CHARS])
    match = after or words.time.search(line[max(0, date.start() - _TIME_CHARS) : date.start()])
    if match is None:
        return timedelta()
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    meridiem = words.meridiems.get(word_key(match["meridiem"] or ""))
    if minute > 59 or second > 59 or hour > (12 if meridiem else 23) or (meridiem and hour == 0):
        return timedelta()
    if meridiem:
        hour = hour % 12 + (12 if meridiem == "pm" else 0)
    offset = _offset(match["zone"], country)
    return timedelta() if offset is None else timedelta(hours=hour, minutes=minute, seconds=second) - offset


def _offset(zone: str | None, country: str | None) -> timedelta | None:
    """A zone's distance from UTC; null where it is not known. Of a name that several use, the country's counts."""
    if not zone:
        return timedelta()
    name = zone
    if not zone[-1].isdigit():
        zones = date_words().zones
        name = zones.get((word_key(zone), country or "")) or zones.get((word_key(zone), "")) or ""
    if not name:
        return None
    digits = name[1:].replace(":", "")
    digits = digits.zfill(4) if len(digits) > 2 else digits.zfill(2) + "00"
    return timezone(timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))).utcoffset(None) * (
        -1 if name[0] == "-" else 1
    )

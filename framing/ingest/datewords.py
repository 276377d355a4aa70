"""The words of dates in Hindi, Urdu and English (``lexicons/dates.csv``), and the patterns made of them."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from framing.resources import lexicons_folder

__all__ = ["DateWords", "date_words", "fold_date", "word_key"]

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
    return regex.compile(unicodedata.normalize("NFC", pattern).translate(_LETTERS), regex.IGNORECASE)


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

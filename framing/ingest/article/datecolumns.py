"""The dates of one file's column: in which order its days and months stand, and what is said of those not read.

03/04/2024 alone may be 3 April or 4 March. Whoever wrote a table wrote all of its dates alike, so that one 25/04/2024
settles it for all: the order is decided by the whole column of a file, and not by the publisher's country, where who
made the table need not live. Where no date settles it, or some contradict others, those that could be either are left
out, counted and asked for.

A file is read in parts, and its last row may be the one that tells. So where a part has dates that could be either, the
rest of the file is looked at before the part is handed on: as far as it fits into memory it is kept, and a longer file
is read once more for its dates. What comes out is the same whatever the size of the parts. (Standard input lies on the
disk by then.)
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import polars as pl

from framing import limits
from framing.ingest.archives import BROKEN, ZIP
from framing.ingest.article.datecells import ORDERS, Order, in_words, is_yearless, kind_of_number, read_cell, readings
from framing.ingest.source import Cell, Note, Part, Reader, Source

__all__ = ["dated"]


#: Dates quoted in a message, and characters of each.
_EXAMPLES: Final = 3
_SHOWN: Final = 30
#: Different dates of which it is remembered how they were read.
_REMEMBERED: Final = 100_000

#: Dates that leave nothing to be asked, as most programs write them. They need not be looked at one by one.
_EXACT: Final = (
    r"^\s*\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)? ?(?:Z|[+-]\d\d:?\d\d)?)?\s*$"
)

_IN_WORDS: Final = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year/month/day"}
_SINCE_1904: Final = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']|null-date\s[^>]*date-value\s*=\s*["']1904""")
#: Bytes of a workbook's description in which it says from when its days count.
_DESCRIPTION: Final = 1 << 20


def dated(source: Source, reader: Reader) -> Iterator[Part]:
    """The parts of a file with dates that mean one day each.

    A table's dates in digits are written out in words; those that nobody can read are taken away, so that a date is
    either one that :func:`framing.ingest.article.datecells.read_cell` reads or none. At last comes a note of what was
    guessed and what could not be read. Of a file that is one article the date is changed only where the user told its
    order.

    Args:
        source: the file; ``options.date_order`` counts before what the column tells.
        reader: of its parts.
    """
    column = _Column(source)
    for part in _decided(source, reader, column):
        if part.row is not None:
            yield replace(part, row={**part.row, "published": column.alone(part.row.get("published"))})
        else:
            yield replace(part, rows=column.read(part.rows)) if part.rows.height else part
    if (note := column.summary()) is not None:
        yield Part(notes=[Note(source.origin, note)])


def _decided(source: Source, reader: Reader, column: _Column) -> Iterator[Part]:
    """The parts of a file, none with dates that could be either before the column's order is decided."""
    parts = reader(source)
    if column.order is not None:
        yield from parts
        return
    evidence = _Evidence()
    for part in parts:
        evidence.see(part)
        if not evidence.asked:
            yield part
            continue
        # One part more than fits tells that the file is too long to be kept.
        kept, size, ended = [part], 0, True
        for later in parts:
            kept.append(later)
            evidence.see(later)
            size += int(later.rows["text"].str.len_bytes().sum())
            if size > limits.BATCH_BYTES:
                ended = False
                break
        if not ended:
            evidence = _Evidence()
            for again in reader(source):
                evidence.see(again)
        column.decide(evidence)
        yield from kept
        yield from parts
        return


class _Evidence:
    """What the dates of a column tell of the order that they are written in."""

    def __init__(self) -> None:
        self.possible: frozenset[Order] = frozenset(ORDERS)
        self.asked = False
        self._today = datetime.now(UTC).date()

    def see(self, part: Part) -> None:
        """Look at the dates of some rows."""
        if part.row is None:
            for text in _unclear(part.rows).unique().to_list():
                if days := readings(text, today=self._today):
                    self.possible &= days.keys()
                    self.asked |= len(set(days.values())) > 1

    @property
    def order(self) -> Order | None:
        """The only order in which each date is one; null where there are several or none."""
        return next(iter(self.possible)) if len(self.possible) == 1 else None


class _Column:
    """Reads the dates of a file, and counts."""

    def __init__(self, source: Source) -> None:
        self.order = self._stated = source.options.date_order
        self._contradicted = False
        self._source = source
        self._today = datetime.now(UTC).date()
        self._since_1904: bool | None = None
        self._given = 0
        self._counts: Counter[str] = Counter()
        self._examples: defaultdict[str, list[str]] = defaultdict(list)
        self._could_be: set[Order] = set()
        self._known: dict[str, tuple[str | None, tuple[str, ...]]] = {}

    def decide(self, evidence: _Evidence) -> None:
        """Take the order that the column tells."""
        self.order, self._contradicted = evidence.order, not evidence.possible

    def alone(self, cell: Cell) -> Cell:
        """The date of a file that is one article, in the order that the user told."""
        if self._stated is None or not isinstance(cell, str) or not (days := readings(cell, today=self._today)):
            return cell
        return in_words(cell, days[self._stated]) if self._stated in days else cell

    def read(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with dates that mean one day each, or none."""
        self._given += int(rows["published"].str.contains(r"\S").sum())
        changed = {}
        unclear = _unclear(rows).to_frame("text")
        # In their order, so that the same dates are quoted each time.
        for text, count in unclear.group_by("text", maintain_order=True).len().iter_rows():
            read, kinds = self._cell(text)
            for kind in kinds:
                self._counts[kind] += count
                shown = " ".join(text.split())[:_SHOWN]
                if len(self._examples[kind]) < _EXAMPLES and shown not in self._examples[kind]:
                    self._examples[kind].append(shown)
            if read != text:
                changed[text] = read
        return rows.with_columns(pl.col("published").replace(changed)) if changed else rows

    def _cell(self, text: str) -> tuple[str | None, tuple[str, ...]]:
        """What becomes of a cell, and what is to be counted of it."""
        if (known := self._known.get(text)) is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[text] = self._in_digits(text) or self._otherwise(text)
        return known

    def _in_digits(self, text: str) -> tuple[str | None, tuple[str, ...]] | None:
        days = readings(text, today=self._today)
        if not days:
            return None
        different = len(set(days.values())) > 1
        if self.order is not None:
            if self.order not in days:
                return None, ("misfit",)
            # What the user said need not be said to them.
            guessed = different and self._stated is None
            return in_words(text, days[self.order]), ("order",) if guessed else ()
        if different:
            self._could_be |= days.keys()
            return None, ("either",)
        return in_words(text, next(iter(days.values()))), ()

    def _otherwise(self, text: str) -> tuple[str | None, tuple[str, ...]]:
        number = kind_of_number(text)
        if number == "days" and self._since_1904 is None:
            self._since_1904 = _counts_from_1904(self._source)
        since = number == "days" and bool(self._since_1904)
        day = read_cell(text, since_1904=since, today=self._today)
        if day is None:
            return None, ("unread", "yearless") if is_yearless(text) else ("unread",)
        kinds = (number,) if number else ("coarse",) if day.precision != "day" else ()
        return (day.moment.isoformat() if since else text), kinds

    def summary(self) -> str | None:
        """What there is to say of the dates; null where each says by itself what it means."""
        counts, lost = self._counts, []
        if either := counts["either"]:
            both = ", and some contradict others" if self._contradicted else ""
            could = " or ".join(name for order, name in _EITHER.items() if order in self._could_be)
            say = " or ".join(order for order in ORDERS if order in self._could_be)
            lost.append(f"{self._of(either)} could be {could}{self._quoted('either')}{both}: say --date-order {say}")
        if misfit := counts["misfit"]:
            lost.append(f"{self._of(misfit)} do not fit the order {self.order}{self._quoted('misfit')}")
        if unread := counts["unread"]:
            yearless = f", {counts['yearless']:,} of them for want of a year" if counts["yearless"] else ""
            lost.append(f"{self._of(unread)} could not be read{self._quoted('unread')}{yearless}")
        read = []
        if counts["order"] and self.order is not None:
            read.append(f"{counts['order']:,} as {_IN_WORDS[self.order]}, as the others of the column are")
        read += [f"{counts[kind]:,} as {name}" for kind, name in _NUMBERS.items() if counts[kind]]
        if counts["coarse"]:
            read.append(f"{counts['coarse']:,} as a month or a year, since they name no day")
        parts = [*lost, *(["counted as not given"] if lost else [])]
        parts += [f"dates read: {', '.join(read)}"] if read else []
        return "; ".join(parts) or None

    def _of(self, count: int) -> str:
        return f"{count:,} of {self._given:,} {'date' if self._given == 1 else 'dates'}"

    def _quoted(self, kind: str) -> str:
        return f" ({', '.join(repr(text) for text in self._examples[kind])})"


_EITHER: Final[dict[Order, str]] = {"dmy": "day/month", "mdy": "month/day", "ymd": "year first"}
_NUMBERS: Final = {
    "days": "days that a spreadsheet counts",
    **{name: f"{name} since 1970" for name in ("seconds", "milliseconds", "microseconds", "nanoseconds")},
}


def _unclear(rows: pl.DataFrame) -> pl.Series:
    """The dates of some rows that do not say by themselves what they mean."""
    given = rows["published"].drop_nulls()
    return given.filter(given.str.contains(r"\S") & ~given.str.contains(_EXACT))


def _counts_from_1904(source: Source) -> bool:
    """Whether a workbook says that it counts its days from 1904."""
    if source.head(len(ZIP)) != ZIP:
        return False
    try:
        with source.open() as handle, zipfile.ZipFile(handle) as archive:
            names = [name for name in ("xl/workbook.xml", "content.xml") if name in archive.namelist()]
            heads: Iterable[bytes] = (archive.open(name).read(_DESCRIPTION) for name in names)
            return any(_SINCE_1904.search(head) for head in heads)
    except (*BROKEN, OSError, ValueError, NotImplementedError, RuntimeError):
        return False

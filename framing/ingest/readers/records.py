"""The records of a CSV or TSV file: where each ends, and where the next begins behind one that is broken.

A quotation mark too many or too few turns all that follows inside out, up to the end of the file. So what cannot be a
row costs its first line, and reading goes on where the next row begins. Whether that is the next line, or the next line
is still within the broken row's text, the next quotation mark tells: one with a delimiter before it and a letter behind
it opens a cell, one with a letter before it and a delimiter behind it closes one. (So Ge, Li, Eilebrecht, Chandramouli
and Kossmann, *Speculative distributed CSV data parsing for big data analytics*, SIGMOD 2019, find where they are in the
middle of a file.) What can be read as the csv module reads it is read so.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Final

from framing import limits
from framing.errors import InputError

__all__ = ["CELL", "Record", "RecordLine", "Records"]


#: Characters of one line, one cell and one record: beyond it a quotation mark was never closed.
CELL: Final = 8 * limits.ARTICLE_CHARS

#: Characters that are looked at to find out where a row begins, and lines that are read as rows for it.
_AHEAD_CHARS: Final = 1_000_000
_AHEAD_LINES: Final = 1_000
#: Last lines of a row that are tried as the beginning of another.
_LINES_BACK: Final = 100

#: Characters that may be looked at so in a whole file: these, and as many times those that were read. Beyond it each
#: line is taken to begin a row, so that no file takes more than a few times as long as a good one.
_BUDGET: Final = 16_000_000
_BUDGET_TIMES: Final = 4

_MARKS: Final = re.compile('"+')
_HINT: Final = "check the quotation marks around its cells"


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of a file.

    Attributes:
        number: from 1.
        text: with its end; bytes that are not UTF-8 as lone surrogates.
        size: bytes of it.
        astray: the first byte of the file within it that is not UTF-8.
        is_long: whether it has more characters than a line may; those behind are left out.
    """

    number: int
    text: str
    size: int
    astray: int | None
    is_long: bool

    def raw(self) -> bytes:
        """Its bytes."""
        return self.text.encode("utf-8", "surrogateescape")


@dataclass(frozen=True, slots=True)
class Record:
    """A row, or what cannot be one.

    Attributes:
        lines: where it stands; of what cannot be a row only the first.
        cells: none where it cannot be split into cells.
        error: why it is no row.
    """

    lines: Sequence[RecordLine]
    cells: Sequence[str] = ()
    error: InputError | None = None

    def astray(self) -> RecordLine | None:
        """Its first line with a byte that is not UTF-8."""
        return next((line for line in self.lines if line.astray is not None), None)


@dataclass(frozen=True, slots=True)
class _Taken:
    """Lines that are no row, and whether the text of the last one may go on."""

    lines: Sequence[RecordLine]
    goes_on: bool


class Records:
    """Reads a file record by record.

    Args:
        handle: bytes of UTF-8, and whatever else is among them.
        delimiter: one character.
    """

    def __init__(self, handle: IO[bytes], delimiter: str) -> None:
        csv.field_size_limit(CELL)
        self._feed = _Feed(handle)
        self._delimiter = delimiter
        self._edges = frozenset((delimiter, "\r", "\n"))
        self._reader = csv.reader(self._feed, delimiter=delimiter, strict=True)
        self._width = 0
        self._looked = 0
        self._has_breaks = False  # Whether a row stood on several lines.

    def close(self) -> None:
        """Leave the file to whoever opened it."""
        self._feed.close()

    def header(self) -> Record | None:
        """The first record, whose cells are as many as those of each row; none in an empty file.

        Raises:
            InputError: ``input.csv``.
        """
        while (record := self._attempt()) is not None:
            if record.error is not None:
                raise InputError("input.csv", f"its header cannot be read: {record.error.what}", "", _HINT)
            if record.cells:
                self._width = len(record.cells)
                return record
        return None

    def __iter__(self) -> Iterator[Record]:
        """The records behind the header; blank lines are none."""
        is_behind = False
        while (record := self._attempt()) is not None:
            if self._is_row(record) and not self._is_torn(record) and not (is_behind and _is_odd(record)):
                self._has_breaks |= len(record.lines) > 1
                is_behind = False
                yield record
            elif record.cells or record.error is not None:
                is_behind = True
                yield self._broken(record)

    def _attempt(self, before: str = "") -> Record | None:
        """The next record, with some text put before it; null at the end of the file."""
        given = self._feed.begin(before, 1 if self._is_spent() else CELL)
        try:
            return Record(given, next(self._reader))
        except StopIteration:
            return None
        except csv.Error as error:
            message = str(error)
            what = "a quotation mark is never closed" if message.startswith("unexpected end") else message
            return Record(given, error=InputError("input.csv", f"it cannot be split into cells: {what}", "", _HINT))
        except _TooLongError:
            what = f"it has more than {CELL:,} characters"
            if self._is_spent():
                what = "a quotation mark in its line is not closed there, and too many rows before were broken"
            return Record(given, error=InputError("input.too-large", what, "", _HINT))

    def _is_row(self, record: Record | None) -> bool:
        return record is not None and record.error is None and len(record.cells) == self._width

    def _broken(self, record: Record) -> Record:
        """What is no row, up to where the next row may begin; the lines that it takes are said."""
        first, taken = record.lines[0], self._taken(record)
        while taken.goes_on and self._is_within() and (rest := self._attempt('"')) is not None:
            ends = rest.error is None and not self._is_torn(rest, '"')
            further = _Taken(rest.lines, False) if ends else self._taken(rest)
            taken = _Taken([*taken.lines, *further.lines], further.goes_on)
        last, size = taken.lines[-1].number, sum(line.size for line in taken.lines)
        what = f"it has {len(record.cells)} cells where the header has {self._width}"
        if len(record.cells) == self._width:
            what = "its quotation marks do not pair, and it may be two rows"
        error = record.error or InputError("input.csv", what, "", _HINT)
        where = f"line {last}" if last == first.number else f"lines {first.number}–{last}"
        reason = f"{error.what}; {where} skipped ({size:,} bytes)"
        return Record([first], record.cells, InputError(error.code, reason, "", error.hint))

    def _taken(self, record: Record) -> _Taken:
        """The lines that a broken record takes for certain, and whether its text may go on."""
        lines = record.lines
        opens = self._offends(lines[-1].text) if len(lines) > 1 and record.error is not None else None
        # The mark that makes it none is within its text, or opens the cell of a later row, or there is no such mark.
        count = len(lines)
        if opens is not False:
            count = 1 if opens is None or self._are_rows(lines[1:-1]) else len(lines) - 1
        self._feed.back(lines[count:])
        self._looked += sum(len(line.text) for line in lines[count:])
        return _Taken(lines[:count], opens is not True)

    def _are_rows(self, lines: Sequence[RecordLine]) -> bool:
        """Whether most lines look like rows; those of a table of one column would in any case."""
        if self._width == 1:
            return not self._has_breaks
        bare = [line.text.replace('""', "") for line in lines[:_AHEAD_LINES]]
        rows = sum('"' not in text and text.count(self._delimiter) == self._width - 1 for text in bare)
        return rows * 2 > len(bare) or not bare

    def _offends(self, text: str) -> bool | None:
        """Whether the first mark of a line that began within a cell opens one, so that the cell before had no end.

        It does with a delimiter before it, and none behind; null where it has both, or there is no such mark.
        """
        for run in _MARKS.finditer(text):
            if (run.end() - run.start()) % 2:
                before, behind = self._is_edge(text, run.start() - 1), self._is_edge(text, run.end())
                return None if before and behind else before
        return None

    def _is_edge(self, text: str, place: int) -> bool:
        """Whether a delimiter, or the beginning or end of a line, stands at a place."""
        return not 0 <= place < len(text) or text[place] in self._edges

    def _is_within(self) -> bool:
        """Whether the next line stands within the text of a cell; where nothing tells, it begins a row."""
        within, between = self._look()
        if within is False:
            return False
        if within is True and not between:
            return True
        if within is None and any('"' in line.text for line in between) and self._is_row(self._trial()):
            return False
        if within is True and self._width == 1:
            return True
        return not self._are_rows(between)

    def _look(self) -> tuple[bool | None, list[RecordLine]]:
        """Whether the next line stands within a cell, if the next marks tell, and the lines before them."""
        flips, within = False, None
        between: list[RecordLine] = []
        size = 0
        if self._is_spent():
            return False, between
        for line in self._feed.ahead():
            size += len(line.text)
            flips, within = self._edge(line.text, flips)
            if within is not None or size > _AHEAD_CHARS or line.is_long:
                break
            if len(between) < _AHEAD_LINES:
                between.append(line)
        self._looked += size
        return within, between

    def _edge(self, text: str, flips: bool) -> tuple[bool, bool | None]:
        """Whether a line begins within a cell, if its marks tell, and whether one more or less has been met."""
        for run in _MARKS.finditer(text):
            if (run.end() - run.start()) % 2 == 0:
                continue  # Marks within a text are written twice; and a cell of nothing is two marks.
            before, behind = self._is_edge(text, run.start() - 1), self._is_edge(text, run.end())
            if before != behind:
                return flips, behind != flips
            flips = not flips
        return flips, None

    def _is_spent(self) -> bool:
        return self._looked > _BUDGET + _BUDGET_TIMES * self._feed.read

    def _is_torn(self, record: Record, before: str = "") -> bool:
        """Whether a row over several lines is none: the mark that ends a cell of it began the cell of a later row.

        So it looks where a cell ends in a delimiter or a line break, and a later line of it begins a row, if a mark has
        no partner, or the next line stands within a cell; where no mark tells that, if the next record is no row.
        """
        if len(record.lines) == 1 or not any(self._is_suspect(cell) for cell in record.cells):
            return False
        is_paired = (len(before) + sum(line.text.count('"') for line in record.lines)) % 2 == 0
        if is_paired:
            within = self._look()[0]
            later = self._trial() if within is None else None
            if within is False or (within is None and (later is None or self._is_row(later))):
                return False
        # The other row holds the mark in question: it goes on to the last line, or beyond where it is not closed there.
        return any(
            self._is_row(other) and not _is_odd(other) and start + len(other.lines) >= len(record.lines) + is_paired
            for start, other in self._others(record)
        )

    def _others(self, record: Record) -> Iterator[tuple[int, Record]]:
        """The records that begin in the lines of another one, and where."""
        for start in range(1, len(record.lines))[-_LINES_BACK:]:
            text = record.lines[start].text
            # A line that begins with the mark in question would begin with a cell that begins with a line break.
            marks = len(text) - len(text.lstrip('"'))
            if text.strip() and not (marks % 2 and self._is_edge(text, marks)):
                other = self._trial(record.lines[start:])
                if other is not None:
                    yield start, other

    def _is_suspect(self, cell: str) -> bool:
        return "\n" in cell and cell.rstrip('"')[-1:] in self._edges

    def _trial(self, lines: Sequence[RecordLine] = ()) -> Record | None:
        """The next record that is not blank, as if some lines came before; nothing is used up."""
        self._feed.back(lines)
        used: list[RecordLine] = []
        while (record := self._attempt()) is not None:
            used += record.lines
            if record.cells or record.error is not None:
                break
        self._feed.back(used)
        self._feed.drop(len(lines))
        self._looked += sum(len(line.text) for line in used)
        return record


def _is_odd(record: Record) -> bool:
    """Whether a mark stands in a cell that has none around it, as no program writes it: the rest of a broken row."""
    marks = [cell.count('"') for cell in record.cells]
    return sum(line.text.count('"') for line in record.lines) < sum(2 * count + 2 for count in marks if count)


class _TooLongError(Exception):
    pass


class _Feed:
    """Gives the csv module the lines of a record, and takes back those that it should not have had.

    Attributes:
        read: characters read so far.
    """

    def __init__(self, handle: IO[bytes]) -> None:
        # Each way to end a line counts, whatever ends the others; nothing is translated.
        self._file = io.TextIOWrapper(handle, "utf-8", "surrogateescape", newline="")
        self._ahead: deque[RecordLine] = deque()
        self._number = 0
        self._offset = 0
        self._given: list[RecordLine] = []
        self._size = 0
        self._before = ""
        self._most = CELL
        self.read = 0

    def close(self) -> None:
        """Let go of the bytes."""
        self._file.detach()

    def begin(self, before: str, most: int) -> list[RecordLine]:
        """Begin a record; its lines will be those of the list.

        Args:
            before: what to put before it.
            most: characters beyond which no further line is given.
        """
        self._given, self._size, self._before, self._most = [], 0, before, most
        return self._given

    def back(self, lines: Sequence[RecordLine]) -> None:
        """Have lines come again."""
        self._ahead.extendleft(reversed(lines))

    def drop(self, count: int) -> None:
        """Leave out the next lines, which had been taken back."""
        for _ in range(count):
            self._ahead.popleft()

    def ahead(self) -> Iterator[RecordLine]:
        """The next lines, which will come all the same."""
        known = list(self._ahead)
        yield from known
        while (line := self._next()) is not None:
            self._ahead.append(line)
            yield line

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._next()
        if line is None:
            raise StopIteration
        self._given.append(line)
        if line.is_long or self._size > self._most:
            raise _TooLongError
        self._size += len(line.text)
        text, self._before = self._before + line.text, ""
        return text

    def _next(self) -> RecordLine | None:
        text = self._file.readline(CELL)
        if not text:
            return None
        self._number += 1
        self.read += len(text)
        raw = text.encode("utf-8", "surrogateescape")
        astray = None
        try:
            raw.decode()
        except UnicodeDecodeError as error:
            astray = self._offset + error.start
        rest = 0
        is_long = len(text) == CELL and text[-1] not in "\r\n"
        while is_long and (more := self._file.readline(CELL)):
            rest += len(more.encode("utf-8", "surrogateescape"))
            if more[-1] in "\r\n":
                break
        self._offset += len(raw) + rest
        return RecordLine(self._number, text, len(raw) + rest, astray, is_long)

"""Reads CSV and TSV files: a header line, then one article a row.

The standard library's reader is as fast as Polars' on cells of article size, and it says of each row what is wrong
with it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import IO, Final

from framing import limits
from framing.errors import InputError
from framing.ingest.encoding import suggestion, utf8
from framing.ingest.mapping import Columns, check_text, group_rows, resolve
from framing.ingest.source import (
    FIELDS,
    FIRST_BYTES,
    Note,
    Part,
    Rejected,
    Row,
    Source,
    empty_file,
    listed,
    rows_frame,
    split_tags,
    unreadable,
)

__all__ = ["Header", "read_delimited"]

#: Bytes of one line, and characters of one cell: beyond it a quotation mark was never closed.
_CELL: Final = 8 * limits.ARTICLE_CHARS

#: Spreadsheets of some countries write semicolons, and TSV files are named CSV; of two that fit alike the first counts.
_DELIMITERS: Final = (",", ";", "\t", "|")

_BROKEN: Final = "check the quotation marks around its cells"


class _Lines:
    """The lines of a file as text, for the csv module.

    It remembers what the module does not tell: where a byte was not UTF-8, and which lines were left out for being too
    long, until the row is done.
    """

    def __init__(self, source: Source, handle: IO[bytes]) -> None:
        self._source = source
        self._handle = handle
        self._offset = 0
        self.bad: int | None = None
        self.raw = b""  # The line with that byte.
        self.first = b""
        self.skipped: list[bytes] = []
        self.within = False  # Whether the last line given may have begun a row that is not done.

    def __iter__(self) -> Iterator[str]:
        while line := self._handle.readline(_CELL):
            if len(line) == _CELL and not line.endswith(b"\n"):
                self._skip(line)
                continue
            self.first = self.first or line
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError as error:
                if self.bad is None:
                    self.bad, self.raw = self._offset + error.start, line
                text = line.decode("utf-8", "replace")
            self._offset += len(line)
            self.within = True
            yield text

    def _skip(self, line: bytes) -> None:
        """Pass over an overlong line, where it is a row by itself.

        Raises:
            InputError: its quotation marks do not pair up, so that nobody knows where the row ends.
        """
        first, marks = line[:FIRST_BYTES], 0
        while line:
            marks += line.count(b'"')
            self._offset += len(line)
            line = b"" if line.endswith(b"\n") else self._handle.readline(_CELL)
        if self.within or marks % 2 or not self.first:
            what = f"a line has more than {_CELL} bytes"
            raise InputError("input.too-large", what, self._source.origin, "end each row with a line break")
        self.skipped.append(first)


def read_delimited(source: Source) -> Iterator[Part]:
    """Read the articles of a CSV or TSV file; the place of a row is ``file#row``, counted from 1 after the header.

    Yields:
        Parts of bounded size, in the order of the file.
    """
    csv.field_size_limit(_CELL)
    try:
        if source.opener is None and source.path.stat().st_size > limits.TABLE_FILE_BYTES:
            what = f"it has more than {limits.TABLE_FILE_BYTES} bytes"
            raise InputError("input.too-large", what, source.origin, "split it")
        with source.open() as packed:
            handle, notes = utf8(source, packed)
            yield from _read(source, _Lines(source, handle), _delimiter(source, handle), notes)
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    except csv.Error as error:
        broken = InputError("input.csv", f"its header cannot be read: {error}", source.origin, _BROKEN)
        yield Part(rejects=[Rejected.of(broken, source.head())])
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])


def _delimiter(source: Source, handle: IO[bytes]) -> str:
    """A tab in TSV; in CSV whichever sign gives the header the most fields of an article, or else the most columns."""
    head = handle.peek(10_000)[:10_000].split(b"\n")[0]  # type: ignore[attr-defined]
    if b"\0" in head:
        hint = "export it as CSV UTF-8, or name its encoding: --encoding utf-16-le, perhaps"
        raise InputError("input.binary", "it is not a text file", source.origin, hint)
    names = head.decode("utf-8", "replace")
    headers = {sign: _names(next(csv.reader([names], delimiter=sign), [])) for sign in _DELIMITERS}
    told = set(source.options.columns.values()) | {"text"}
    return max(_DELIMITERS, key=lambda sign: (len(told & set(headers[sign])), len(headers[sign])))


def _names(header: Sequence[str]) -> list[str]:
    return [name.strip() for name in header]


def _read(source: Source, lines: _Lines, delimiter: str, notes: Sequence[Note]) -> Iterator[Part]:
    records = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    header = _names(next(records, []))
    if not header:
        yield Part(rejects=[empty_file(source)])
        return
    if lines.bad is not None:
        what = f"byte {lines.bad} of its header is not UTF-8"
        raise InputError("input.encoding", what, source.origin, f"save it as UTF-8, or {suggestion(lines.first)}")
    columns = resolve(header, source)
    check_text(source, columns, header)
    yield Part(notes=[*notes, *columns.notes])
    yield from _parts(source, lines, records, Header(header, columns))


class Header:
    """The columns of a table, and how a row is made of its cells."""

    def __init__(self, names: Sequence[str], columns: Columns) -> None:
        self.names = names
        self._fields = columns.fields
        self._further = columns.further(dict.fromkeys(names))

    def row(self, record: Sequence[str]) -> Row:
        """A row; of two columns with one name the first counts, as in JSON Lines."""
        cells = dict(zip(reversed(self.names), reversed(record), strict=True))
        return {
            **{name: cells.get(self._fields[name]) for name in (*FIELDS, "site")},
            "byline": listed(cells.get(self._fields["byline"])),
            **{name: split_tags(listed(cells.get(self._fields[name]), "; ")) for name in ("tags", "labels")},
            "groups": group_rows((name, cells[name]) for name in self._further),
        }


def _parts(source: Source, lines: _Lines, records: Iterator[list[str]], header: Header) -> Iterator[Part]:
    rows: list[Row] = []
    rejects: list[Rejected] = []
    size, number, met = 0, 0, False
    while True:
        lines.within = False
        try:
            record = next(records, None)
        except csv.Error as error:
            record, number = [], number + 1
            what = f"it cannot be split into cells: {error}"
            rejects.append(_reject(source, number, InputError("input.csv", what, "", _BROKEN), []))
        else:
            for first in lines.skipped:
                number += 1
                rejects.append(Rejected.of(_overlong(), first, origin=f"{source.origin}#{number}"))
            if record:
                number += 1
                try:
                    rows.append(_row(source, number, record, header, lines))
                except InputError as error:
                    rejects.append(_reject(source, number, error, record))
        lines.bad, lines.skipped = None, []
        size += sum(map(len, record or ()))
        met = met or number > 0
        if size > limits.BATCH_BYTES // 2 or record is None:
            yield Part(rows_frame(rows), rejects)
            rows, rejects, size = [], [], 0
        if record is None:
            break
    if not met:
        yield Part(rejects=[empty_file(source)])


def _row(source: Source, number: int, record: Sequence[str], header: Header, lines: _Lines) -> Row:
    if lines.bad is not None:
        what, hint = f"byte {lines.bad} of the file is not UTF-8", f"save it as UTF-8, or {suggestion(lines.raw)}"
        raise InputError("input.encoding", what, "", hint)
    if len(record) != len(header.names):
        what = f"it has {len(record)} cells where the header has {len(header.names)}"
        raise InputError("input.csv", what, "", _BROKEN)
    place = {"place": f"{source.origin}#{number}", "fallback_id": f"{source.label}#{number}"}
    return {**header.row(record), **place}


def _reject(source: Source, number: int, error: InputError, record: Sequence[str]) -> Rejected:
    return Rejected.of(error, ",".join(record)[:200].encode("utf-8", "replace"), origin=f"{source.origin}#{number}")


def _overlong() -> InputError:
    return InputError("input.too-large", f"it has more than {_CELL} bytes", "", "split it into articles")

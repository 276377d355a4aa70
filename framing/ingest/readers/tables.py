"""Reads tables of rows that are text: CSV and TSV files.

The standard library's reader is as fast as Polars' on cells of article size, and it says of each row what is wrong
with it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import IO, Final

from framing import limits
from framing.errors import InputError
from framing.ingest.columns import Columns, check_text, group_rows, resolve
from framing.ingest.readers.encoding import astray, utf8
from framing.ingest.readers.records import Record, Records
from framing.ingest.source import (
    FIELDS,
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


#: Spreadsheets of some countries write semicolons, and TSV files are named CSV; of two that fit alike the first counts.
_DELIMITERS: Final = (",", ";", "\t", "|")


def read_delimited(source: Source) -> Iterator[Part]:
    """Read the articles of a CSV or TSV file; the place of a row is ``file#row``, counted from 1 after the header.

    Yields:
        Parts of bounded size, in the order of the file.
    """
    try:
        if source.opener is None and source.path.stat().st_size > limits.TABLE_FILE_BYTES:
            what = f"it has more than {limits.TABLE_FILE_BYTES} bytes"
            raise InputError("input.too-large", what, source.origin, "split it")
        with source.open() as packed:
            handle, notes = utf8(source, packed)
            with closing(Records(handle, _delimiter(source, handle))) as records:
                yield from _read(source, records, notes)
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])


def _delimiter(source: Source, handle: IO[bytes]) -> str:
    """A tab in TSV; in CSV whichever sign gives the header the most fields of an article, or else the most columns."""
    lines = handle.peek(10_000)[:10_000].splitlines()  # type: ignore[attr-defined]
    head = next((line for line in lines if line.strip()), b"")
    if b"\0" in head:
        hint = "export it as CSV UTF-8, or name its encoding: --encoding utf-16-le, perhaps"
        raise InputError("input.binary", "it is not a text file", source.origin, hint)
    names = head.decode("utf-8", "replace")
    headers = {sign: _names(next(csv.reader([names], delimiter=sign), [])) for sign in _DELIMITERS}
    known = set(source.options.columns.values()) | {"text"}
    return max(_DELIMITERS, key=lambda sign: (len(known & set(headers[sign])), len(headers[sign])))


def _names(header: Sequence[str]) -> list[str]:
    return [name.strip() for name in header]


def _read(source: Source, records: Records, notes: Sequence[Note]) -> Iterator[Part]:
    first = records.header()
    if first is None:
        yield Part(rejects=[empty_file(source)])
        return
    if (line := first.astray()) is not None:
        error = astray(line.astray or 0, line.raw())
        raise InputError(error.code, f"in its header {error.what.removeprefix('it has ')}", source.origin, error.hint)
    names = _names(first.cells)
    columns = resolve(names, source)
    check_text(source, columns, names)
    yield Part(notes=[*notes, *columns.notes])
    yield from _parts(source, records, Header(names, columns))


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


def _parts(source: Source, records: Records, header: Header) -> Iterator[Part]:
    rows: list[Row] = []
    rejects: list[Rejected] = []
    size, number = 0, 0
    try:
        for number, record in enumerate(records, 1):
            try:
                rows.append(_row(source, number, record, header))
            except InputError as error:
                rejects.append(Rejected.of(error, record.lines[0].raw(), origin=f"{source.origin}#{number}"))
            size += sum(len(line.text) for line in record.lines)
            if size > limits.BATCH_BYTES // 2:
                yield Part(rows_frame(rows), rejects)
                rows, rejects, size = [], [], 0
    except (InputError, OSError):
        # What came before the file broke off is kept.
        yield Part(rows_frame(rows), rejects)
        raise
    yield Part(rows_frame(rows), rejects)
    if not number:
        yield Part(rejects=[empty_file(source)])


def _row(source: Source, number: int, record: Record, header: Header) -> Row:
    if record.error is not None:
        raise record.error
    if (line := record.astray()) is not None:
        raise astray(line.astray or 0, line.raw())
    place = {"place": f"{source.origin}#{number}", "fallback_id": f"{source.label}#{number}"}
    return {**header.row(record.cells), **place}

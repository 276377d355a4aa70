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
from framing.ingest.source import FIELDS, Part, Rejected, Source, empty_file, rows_frame, split_tags, unreadable

__all__ = ["read_delimited"]

#: Bytes of one line, and characters of one cell: beyond it a quotation mark was never closed.
_CELL: Final = 8 * limits.ARTICLE_CHARS

_BROKEN: Final = "check the quotation marks around its cells"


class _Lines:
    """The lines of a file as text, for the csv module. Remembers where a byte was not UTF-8 until the row is done."""

    def __init__(self, source: Source, handle: IO[bytes]) -> None:
        self._source = source
        self._handle = handle
        self._offset = 0
        self.bad: int | None = None
        self.first = b""

    def __iter__(self) -> Iterator[str]:
        while line := self._handle.readline(_CELL):
            if len(line) == _CELL:
                what = f"a line has more than {_CELL} bytes"
                raise InputError("input.too-large", what, self._source.origin, "end each row with a line break")
            self.first = self.first or line
            try:
                text = line.decode("utf-8-sig" if self._offset == 0 else "utf-8")
            except UnicodeDecodeError as error:
                self.bad = self._offset + error.start if self.bad is None else self.bad
                text = line.decode("utf-8", "replace")
            self._offset += len(line)
            yield text


def read_delimited(source: Source) -> Iterator[Part]:
    """Read the articles of a CSV or TSV file; the place of a row is ``file#row``, counted from 1 after the header.

    Yields:
        Parts of bounded size, in the order of the file.
    """
    csv.field_size_limit(_CELL)
    try:
        if source.path.stat().st_size > limits.TABLE_FILE_BYTES:
            what = f"it has more than {limits.TABLE_FILE_BYTES} bytes"
            raise InputError("input.too-large", what, source.origin, "split it")
        with source.path.open("rb") as handle:
            yield from _read(source, _Lines(source, handle), _delimiter(source))
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, origin=source.origin)])
    except csv.Error as error:
        broken = InputError("input.csv", f"its header cannot be read: {error}", source.origin, _BROKEN)
        yield Part(rejects=[Rejected.of(broken)])
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])


def _delimiter(source: Source) -> str:
    """A tab in TSV; in CSV a comma, or the semicolon or tab that spreadsheets of some countries write instead."""
    with source.path.open("rb") as handle:
        head = handle.readline(10_000)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError("input.encoding", "it is UTF-16, from byte 0", source.origin, "save it as CSV UTF-8")
    if b"\0" in head:
        raise InputError("input.binary", "it is not a text file", source.origin, "export it as CSV UTF-8")
    if source.path.name.lower().endswith(".tsv"):
        return "\t"
    names = head.decode("utf-8-sig", "replace")
    for delimiter in ",;\t":
        if "text" in _names(next(csv.reader([names], delimiter=delimiter), [])):
            return delimiter
    return ","


def _names(header: Sequence[str]) -> list[str]:
    return [name.strip() for name in header]


def _read(source: Source, lines: _Lines, delimiter: str) -> Iterator[Part]:
    records = csv.reader(iter(lines), delimiter=delimiter, strict=True)
    header = _names(next(records, []))
    if not header:
        yield Part(rejects=[empty_file(source)])
        return
    if "text" not in header or lines.bad is not None:
        found = ", ".join(header)[:200] if lines.bad is None else f"byte {lines.bad} is not UTF-8"
        code = "input.no-text-column" if lines.bad is None else "input.encoding"
        hint = "name the column of the article's text 'text', and save the file as UTF-8"
        error_row = InputError(code, f"its header has no readable column 'text' ({found})", source.origin, hint)
        yield Part(rejects=[Rejected.of(error_row, lines.first)])
        return
    yield from _parts(source, lines, records, header)


def _parts(source: Source, lines: _Lines, records: Iterator[list[str]], header: Sequence[str]) -> Iterator[Part]:
    rows: list[dict[str, str | list[str] | None]] = []
    rejects: list[Rejected] = []
    size, number, met = 0, 0, False
    while True:
        try:
            record = next(records, None)
        except csv.Error as error:
            record, number = [], number + 1
            what = f"it cannot be split into cells: {error}"
            rejects.append(_reject(source, number, InputError("input.csv", what, "", _BROKEN), []))
        else:
            if record:
                number += 1
                try:
                    rows.append(_row(source, number, record, header, lines.bad))
                except InputError as error:
                    rejects.append(_reject(source, number, error, record))
        lines.bad = None
        size += sum(map(len, record or ()))
        met = met or number > 0
        if size > limits.BATCH_BYTES // 2 or record is None:
            yield Part(rows_frame(rows), rejects)
            rows, rejects, size = [], [], 0
        if record is None:
            break
    if not met:
        yield Part(rejects=[empty_file(source)])


def _row(
    source: Source, number: int, record: Sequence[str], header: Sequence[str], bad: int | None
) -> dict[str, str | list[str] | None]:
    if bad is not None:
        raise InputError("input.encoding", f"byte {bad} of the file is not UTF-8", "", "save the file as UTF-8")
    if len(record) != len(header):
        what = f"it has {len(record)} cells where the header has {len(header)}"
        raise InputError("input.csv", what, "", _BROKEN)
    # Of two columns with one name the first counts, as in JSON Lines.
    cells = dict(zip(reversed(header), reversed(record), strict=True))
    row: dict[str, str | list[str] | None] = {name: cells.get(name) for name in FIELDS}
    place = {"place": f"{source.origin}#{number}", "fallback_id": f"{source.label}#{number}"}
    return {**row, "tags": split_tags(cells.get("tags")), **place}


def _reject(source: Source, number: int, error: InputError, record: Sequence[str]) -> Rejected:
    return Rejected.of(error, ",".join(record)[:200].encode("utf-8", "replace"), origin=f"{source.origin}#{number}")

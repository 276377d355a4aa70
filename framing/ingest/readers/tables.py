"""Reads tables of rows: CSV and TSV files, and the sheets of workbooks.

The standard library's reader is as fast as Polars' on cells of article size, and it says of each row what is wrong
with it.

Reads workbooks (.xlsx, .xlsb, .xls, .ods): a header row, then one article a row, on each sheet with a text column.

Cells are read as they were saved: no formula is computed and no macro runs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, Final, TypeAlias

from framing import limits
from framing.errors import InputError, fault_of
from framing.ingest.archives import bomb, is_bomb, on_disk
from framing.ingest.columns import Columns, check_text, group_rows, resolve
from framing.ingest.readers.encoding import astray, utf8
from framing.ingest.readers.extraction import pieces
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

__all__ = ["Header", "read_delimited", "read_workbook"]


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


#: A row's number, and its cells; null where they are too long.
_Cells: TypeAlias = "tuple[int, list[str | None] | None]"

#: Characters that a cell of a workbook holds at most: what is as long was cut when it was put there.
_CELL_CHARS: Final = 32_767


def read_workbook(source: Source) -> Iterator[Part]:
    """Read the articles of a workbook; the place of a row is ``file#sheet!row``, numbered as the spreadsheet does.

    Yields:
        Parts of some thousand rows. Where the workbook can be read no further, its last part is one reject.
    """
    try:
        with on_disk(source) as path:
            size = path.stat().st_size
            if size == 0:
                yield Part(rejects=[empty_file(source)])
            elif size > limits.WORKBOOK_BYTES:
                what = f"it has more than {limits.WORKBOOK_BYTES} bytes"
                raise InputError("input.too-large", what, source.origin, "save its sheets as CSV")
            else:
                with path.open("rb"):
                    pass  # What may not be read is told here, by the system's own words.
                yield from _sheets(source, path)
    except InputError as error:
        is_fault = fault_of(error) is not None
        rejected = Rejected.of(error, source.head(), origin=source.origin)
        yield Part(rejects=[unreadable(source, error) if is_fault else rejected])
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])


def _sheets(source: Source, path: Path) -> Iterator[Part]:
    sheets: dict[str, _Sheet] = {}
    rejected = False
    # Titles alone are headlines only where no sheet has a text: those of a list of sources are none.
    for headlines in (False, True):
        for name, piece in _pieces(source, path):
            if isinstance(piece, Rejected):
                if not headlines:
                    rejected = True
                    yield Part(rejects=[piece])
                continue
            sheet = sheets.setdefault(name, _Sheet(source, name))
            yield from sheet.parts(piece, headlines=headlines)
        if any(sheet.has_articles for sheet in sheets.values()):
            return
        errors = [sheet.error for sheet in sheets.values() if sheet.error]
        sheets.clear()
    # A workbook has sheets of notes beside that of the articles; only one without any article is a reject.
    if not rejected:
        yield Part(rejects=[Rejected.of(errors[0], source.head()) if errors else empty_file(source)])


def _pieces(source: Source, path: Path) -> Iterator[tuple[str, Sequence[_Cells] | Rejected]]:
    """Some rows of a sheet with its name, or why the sheet cannot be read.

    Raises:
        InputError: the workbook can be read no further.
    """
    size, given = path.stat().st_size, 0
    most_bytes, most_cells = limits.WORKBOOK_UNPACKED_BYTES, limits.WORKBOOK_CELLS
    for piece in pieces("workbook", path=str(path), bytes=most_bytes, cells=most_cells):
        name = piece["sheet"]
        if "error" in piece:
            code, what, hint = piece["error"]
            yield name, Rejected.of(InputError(code, what, f"{source.origin}#{name}", hint), source.head())
            continue
        given += sum(len(cell) for _, cells in piece["rows"] for cell in cells or () if cell)
        if is_bomb(size, given):
            raise bomb(size, given, source.origin)
        yield name, piece["rows"]


class _Sheet:
    """A sheet that is read piece by piece.

    Attributes:
        has_articles: whether its header names a column of them.
        error: why it has none.
    """

    def __init__(self, source: Source, name: str) -> None:
        self._source = source
        self._name = name
        self._header: Header | None = None
        self.has_articles = False
        self.error: InputError | None = None

    def parts(self, rows: Sequence[_Cells], *, headlines: bool) -> Iterator[Part]:
        """The articles of some rows; a column of headlines may be enough."""
        if self._header is None and self.error is None and rows:
            names = [cell or "" for cell in rows[0][1] or ()]
            try:
                columns = resolve(names, self._source)
                check_text(self._source, columns, names, headlines=headlines)
            except InputError as error:
                self.error = error
            else:
                self._header, self.has_articles = Header(names, columns), True
                rows = rows[1:]
                yield Part(notes=columns.notes)
        if self._header is not None:
            yield self._part(self._header, rows)

    def _part(self, header: Header, rows: Sequence[_Cells]) -> Part:
        given_rows: list[Row] = []
        rejects: list[Rejected] = []
        width = len(header.names)
        for number, cells in rows:
            place = f"{self._source.origin}#{self._name}!{number}"
            if cells is None:
                rejects.append(Rejected.of(_overlong(), origin=place))
            elif any(cells):
                row = header.row([cell or "" for cell in (cells + [None] * width)[:width]])
                if error := _is_cut(row):
                    rejects.append(Rejected.of(error, str(row["text"]).encode()[:200], origin=place))
                else:
                    label = f"{self._source.label}#{self._name}!{number}"
                    given_rows.append({**row, "place": place, "fallback_id": label})
        return Part(rows_frame(given_rows), rejects)


def _is_cut(row: Row) -> InputError | None:
    if len(str(row["text"] or "")) < _CELL_CHARS:
        return None
    what = f"its text fills the cell to the last of {_CELL_CHARS} characters: the rest was lost when it was saved"
    return InputError("input.truncated", what, "", "export the table anew as CSV")


def _overlong() -> InputError:
    what = f"it has more than {8 * limits.ARTICLE_CHARS} characters"
    return InputError("input.too-large", what, "", "split it into articles")

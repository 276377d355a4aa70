"""Reads workbooks (.xlsx, .xls, .ods): a header row, then one article a row, on each sheet that has a column of text.

Cells are read as they were saved: no formula is computed and no macro runs.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from framing import limits
from framing.errors import InputError
from framing.faults import fault_of
from framing.ingest.delimited import Header
from framing.ingest.mapping import check_text, resolve
from framing.ingest.packing import BROKEN, ZIP, on_disk
from framing.ingest.source import Part, Rejected, Row, Source, empty_file, rows_frame, unreadable

__all__ = ["read_workbook"]

#: Characters that a cell of a workbook holds at most: what is as long was cut when it was put there.
_CELL_CHARS: Final = 32_767
_ROWS: Final = 2_000


def read_workbook(source: Source) -> Iterator[Part]:
    """Read the articles of a workbook; the place of a row is ``file#sheet!row``, numbered as the spreadsheet does.

    Yields:
        Parts of some thousand rows.
    """
    try:
        with on_disk(source) as path:
            if path.stat().st_size == 0:
                yield Part(rejects=[empty_file(source)])
                return
            _check_size(source, path)
            with CalamineWorkbook.from_path(path) as book:
                yield from _sheets(source, book)
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    except (OSError, CalamineError, *BROKEN, ValueError, NotImplementedError, RuntimeError) as error:
        yield Part(rejects=[_damaged(source, error)])
    except BaseException as error:
        # What the library's Rust panics with is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        yield Part(rejects=[_damaged(source, error)])


def _check_size(source: Source, path: Path) -> None:
    """Refuse a workbook that would not fit into memory unpacked, whatever it says of its size.

    Raises:
        InputError: ``input.too-large`` or ``input.bomb``.
    """
    size = path.stat().st_size
    if size > limits.WORKBOOK_BYTES:
        raise _too_large(source, limits.WORKBOOK_BYTES)
    with path.open("rb") as handle:
        if handle.read(len(ZIP)) != ZIP:
            return
    given = 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            info.file_size = 1 << 62  # What the archive says of it would end the reading early.
            with archive.open(info) as handle:
                while data := handle.read(1 << 20):
                    given += len(data)
                    if given > limits.WORKBOOK_UNPACKED_BYTES:
                        raise _too_large(source, limits.WORKBOOK_UNPACKED_BYTES)


def _sheets(source: Source, book: CalamineWorkbook) -> Iterator[Part]:
    errors: list[InputError] = []
    met = False
    names = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    # Titles alone are headlines only where no sheet has a text: those of a list of sources are none.
    for headlines, name in product((False, True), names):
        if headlines and met:
            break
        try:
            for part in _sheet(source, book.get_sheet_by_name(name), headlines=headlines):
                met = True
                yield part
        except InputError as error:
            errors.append(error)
    # A workbook has sheets of notes beside that of the articles; only one without any article is a reject.
    if not met:
        yield Part(rejects=[Rejected.of(errors[0], source.head()) if errors else empty_file(source)])


def _sheet(source: Source, sheet: CalamineSheet, *, headlines: bool) -> Iterator[Part]:
    records = sheet.iter_rows()
    names = [_cell(value) or "" for value in next(records, [])]
    if not any(names):
        return
    columns = resolve(names, source)
    check_text(source, columns, names, headlines=headlines)
    header = Header(names, columns)
    first = (sheet.start or (0, 0))[0] + 2
    rows: list[Row] = []
    rejects: list[Rejected] = []
    yield Part(notes=columns.notes)
    for number, record in enumerate(records, first):
        cells = [_cell(value) for value in record]
        if not any(cells):
            continue
        place = f"{source.origin}#{sheet.name}!{number}"
        row = header.row([cell or "" for cell in cells])
        if error := _is_cut(row):
            rejects.append(Rejected.of(error, str(row["text"]).encode()[:200], origin=place))
        else:
            rows.append({**row, "place": place, "fallback_id": f"{source.label}#{sheet.name}!{number}"})
        if len(rows) >= _ROWS:
            yield Part(rows_frame(rows), rejects)
            rows, rejects = [], []
    yield Part(rows_frame(rows), rejects)


def _is_cut(row: Row) -> InputError | None:
    if len(str(row["text"] or "")) < _CELL_CHARS:
        return None
    what = f"its text fills the cell to the last of {_CELL_CHARS} characters: the rest was lost when it was saved"
    return InputError("input.truncated", what, "", "export the table anew as CSV")


def _cell(value: Any) -> str | None:
    """A cell as text; dates in ISO 8601, whole numbers without a point."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "") if value is not None and value != "" else None


def _too_large(source: Source, limit: int) -> InputError:
    return InputError("input.too-large", f"it has more than {limit} bytes", source.origin, "save it as CSV")


def _damaged(source: Source, error: BaseException) -> Rejected:
    if isinstance(error, Exception) and fault_of(error) is not None:
        return unreadable(source, error)
    bare = unreadable(source, Exception(str(error)))
    what = f"it is no workbook, or damaged: {bare.reason}"
    return Rejected(bare.origin, bare.code, what, bare.hint, source.head())

"""The cells of a workbook. Runs in the process of ``worker.py``.

The library makes a table of each sheet, as wide and as long as its outermost cells, at 32 bytes a cell: one stray cell
far away would take all memory. So an .xlsx workbook is looked through first, and such a sheet is left out by name; what
remains is for the memory that the process may have. Older and other formats are read by the library at once.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, TypeAlias
from urllib.parse import urljoin

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from framing.ingest.readers.cells import in_pieces
from framing.ingest.readers.entries import Unreadable

__all__ = ["sheet_rows"]


_ZIP: Final = b"PK\x03\x04"
_READ: Final = 1 << 20
#: Bytes that the tag of a row or cell takes, so that one at the end of a piece is met in the next.
_TAG: Final = 200

#: The number of a row, and the cells beyond column Z, of which most tables have none.
_PLACES: Final = re.compile(rb"""<(?:\w+:)?(?:row\s[^>]*?\br=["'](\d{1,7})|c\s[^>]*?\br=["']([A-Z]{2,3})(\d{1,7}))""")
#: Code, what, and a hint.
Error: TypeAlias = tuple[str, str, str]


def sheet_rows(path: str, most_bytes: int, most_cells: int) -> Iterator[dict[str, Any]]:
    """The rows of each sheet of a workbook: ``sheet``, and ``rows``, each a number and its cells up to the last in use.

    Rows without any are left out; the cells of a row that is too long are null. A sheet that cannot be read has an
    ``error`` in place of rows.

    Args:
        path: of the workbook.
        most_bytes: that it may have unpacked.
        most_cells: that the table of a sheet may have.

    Raises:
        Unreadable: the workbook cannot be read, or no further.
    """
    try:
        bad = _bad_sheets(path, most_bytes, most_cells)
        with _opened(path) as book:
            for meta in book.sheets_metadata:
                if meta.typ != SheetTypeEnum.WorkSheet:
                    continue
                if meta.name not in bad:
                    try:
                        sheet = book.get_sheet_by_name(meta.name)
                    except CalamineError as error:
                        bad[meta.name] = _damaged(error)
                if meta.name in bad:
                    yield {"sheet": meta.name, "error": bad[meta.name]}
                else:
                    yield from _rows(sheet)
    except PasswordError as error:
        raise Unreadable("input.encrypted", "it is protected by a password", "save it without one") from error
    except (Unreadable, MemoryError):
        raise
    except BaseException as error:
        # What the library's Rust panics with is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise Unreadable(*_damaged(error)) from error


def _damaged(error: BaseException) -> Error:
    if isinstance(error, OSError) and error.errno is not None:
        return "input.unreadable", f"{error.strerror} (os error {error.errno})", ""
    what = f"it is no workbook, or damaged: {' '.join(str(error).split()) or type(error).__name__}"
    return "input.unreadable", what[:500], "check that the file is whole"


def _opened(path: str) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise
    except CalamineError:
        # Its name may tell another format than it has.
        with suppress(CalamineError), open(path, "rb") as file:
            return CalamineWorkbook.from_filelike(file)
        raise


def _rows(sheet: CalamineSheet) -> Iterator[dict[str, Any]]:
    first = (sheet.start or (0, 0))[0] + 1
    return in_pieces(sheet.name, enumerate(sheet.iter_rows(), first))


def _bad_sheets(path: str, most_bytes: int, most_cells: int) -> dict[str, Error]:
    """The sheets of an .xlsx workbook that are damaged, or whose table would not fit into memory.

    Raises:
        Unreadable: ``input.too-large``; unpacked it would not fit, whatever it says of its size.
        BadZipFile, zlib.error: what is damaged is no sheet.
    """
    with open(path, "rb") as file:
        if file.read(len(_ZIP)) != _ZIP:
            return {}
    bad: dict[str, Error] = {}
    with zipfile.ZipFile(path) as archive:
        sheets, budget = _sheets(archive), _Budget(most_bytes)
        for info in archive.infolist():
            data = _unpacked(archive, info, budget)
            if info.filename not in sheets:
                deque(data, maxlen=0)
                continue
            try:
                rows, columns = _extent(data)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                bad[sheets[info.filename]] = _damaged(error)
            else:
                if rows * columns > most_cells:
                    bad[sheets[info.filename]] = _too_far(rows, columns)
    return bad


class _Budget:
    """The bytes that may still be unpacked."""

    def __init__(self, most: int) -> None:
        self._most = self._left = most

    def spend(self, size: int) -> None:
        """Take some.

        Raises:
            Unreadable: ``input.too-large``; there are not so many.
        """
        self._left -= size
        if self._left < 0:
            what = f"unpacked it has more than {self._most} bytes"
            raise Unreadable("input.too-large", what, "save its sheets as CSV")


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """File in an .xlsx workbook → name of the sheet; nothing where it is of another format, or damaged."""
    try:
        book, links = (_tree(archive.read(name)) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    except (KeyError, etree.XMLSyntaxError):
        return {}
    files = {link.get("Id"): urljoin("/xl/", str(link.get("Target")))[1:] for link in links.iter("{*}Relationship")}
    names = {}
    for sheet in book.iter("{*}sheet"):
        link = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), None)
        if link in files:
            names[files[link]] = str(sheet.get("name"))
    return names


def _tree(raw: bytes) -> etree._Element:
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    info.file_size = 1 << 62  # What the archive says of it would end the reading early.
    with archive.open(info) as handle:
        while data := handle.read(_READ):
            budget.spend(len(data))
            yield data


def _extent(pieces: Iterable[bytes]) -> tuple[int, int]:
    """The greatest numbers of a row and a column of a sheet, from 1; up to Z columns are not counted."""
    rows = columns = 0
    left = b""
    for data in pieces:
        for row, letters, beside in _PLACES.findall(left + data):
            rows = max(rows, int(row or beside))
            number = 0
            for letter in letters:
                number = 26 * number + letter - ord("A") + 1
            columns = max(columns, number)
        left = data[-_TAG:]
    return rows, columns


def _too_far(rows: int, columns: int) -> Error:
    what = f"it has cells as far away as row {rows:,} and column {columns:,}: a table of {rows * columns:,} cells"
    return "input.too-large", what, "delete the rows and columns behind the articles, or save the sheet as CSV"

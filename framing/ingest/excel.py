"""Reads workbooks (.xlsx, .xlsb, .xls, .ods): a header row, then one article a row, on each sheet with a text column.

Cells are read as they were saved: no formula is computed and no macro runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from framing import limits
from framing.errors import InputError, fault_of
from framing.ingest.delimited import Header
from framing.ingest.extraction import pieces
from framing.ingest.mapping import check_text, resolve
from framing.ingest.packing import bomb, is_bomb, on_disk
from framing.ingest.source import Part, Rejected, Row, Source, empty_file, rows_frame, unreadable

__all__ = ["read_workbook"]

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
        found: list[Row] = []
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
                    found.append({**row, "place": place, "fallback_id": label})
        return Part(rows_frame(found), rejects)


def _is_cut(row: Row) -> InputError | None:
    if len(str(row["text"] or "")) < _CELL_CHARS:
        return None
    what = f"its text fills the cell to the last of {_CELL_CHARS} characters: the rest was lost when it was saved"
    return InputError("input.truncated", what, "", "export the table anew as CSV")


def _overlong() -> InputError:
    what = f"it has more than {8 * limits.ARTICLE_CHARS} characters"
    return InputError("input.too-large", what, "", "split it into articles")

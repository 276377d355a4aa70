"""Reads tables out of files that other programs write: workbooks, databases, files of statistics programs.

All of them are parsed in a process with limits (:mod:`framing.ingest.readers.extraction`), which hands on the rows of
each table as text: a header, then one article a row, in each table with a column of texts. Cells are read as they were
saved: no formula is computed and no macro runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from framing import limits
from framing.errors import InputError, fault_of
from framing.ingest.archives import bomb, is_bomb, on_disk
from framing.ingest.columns import check_text, resolve
from framing.ingest.readers.extraction import pieces
from framing.ingest.readers.tables import Header
from framing.ingest.source import Part, Rejected, Row, Source, empty_file, rows_frame, unreadable

__all__ = ["read_arrow", "read_database", "read_query", "read_r", "read_spss", "read_stata", "read_workbook"]


#: A row's number, and its cells; null where they cannot be read, with the error behind them, or are too long.
_Cells: TypeAlias = Sequence[Any]

#: Characters that a cell of a workbook holds at most: what is as long was cut when it was put there.
_CELL_CHARS: Final = 32_767


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of such files.

    Attributes:
        task: what the process is asked for.
        most: bytes that a file may have.
        hint: what to do with a larger one.
        is_packed: whether text is packed in it, so that it can be a bomb.
        facts: what else the process is told.
    """

    task: str
    most: int
    hint: str
    is_packed: bool = True
    facts: tuple[tuple[str, int], ...] = ()


def read_workbook(source: Source) -> Iterator[Part]:
    """Read the articles of a workbook; the place of a row is ``file#sheet!row``, numbered as the spreadsheet does.

    Yields:
        Parts of some thousand rows. Where the workbook can be read no further, its last part is one reject.
    """
    facts = (("bytes", limits.WORKBOOK_UNPACKED_BYTES), ("cells", limits.WORKBOOK_CELLS))
    return _read(source, _Kind("workbook", limits.WORKBOOK_BYTES, "save its sheets as CSV", facts=facts))


def read_database(source: Source) -> Iterator[Part]:
    """Read the articles of an SQLite file; the place of a row is ``file#table!row``, counted from 1.

    Views and virtual tables are left out: they are programs. As :func:`read_workbook` otherwise.
    """
    if source.opener is None:
        for suffix in ("-wal", "-journal"):
            beside = source.path.with_name(source.path.name + suffix)
            if beside.is_file() and beside.stat().st_size:
                what = f"changes that are not in it yet stand beside it ({beside.name})"
                error = InputError("input.open-database", what, source.origin, "close the program that writes it")
                return iter([Part(rejects=[Rejected.of(error, source.head())])])
    return _read(source, _Kind("database", limits.TABLE_FILE_BYTES, "export its tables as CSV", is_packed=False))


def read_query(source: Source) -> Iterator[Part]:
    """Read the articles that a query finds in a database; the place of a row is ``address#row``, counted from 1.

    The database is asked for them some at a time, in a transaction that may only read.
    """
    kind = _Kind("query", limits.TABLE_FILE_BYTES, "", is_packed=False)
    facts = {"address": source.database, "query": source.options.query}
    try:
        yield from _sheets(source, source.path, kind, facts)
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, origin=source.origin)])


def read_arrow(source: Source) -> Iterator[Part]:
    """Read the articles of an Arrow (Feather) file or stream; the place of a row is ``file#row``, counted from 1."""
    return _read(source, _Kind("arrow", limits.STATISTICS_BYTES, "write it as Parquet"))


def read_stata(source: Source) -> Iterator[Part]:
    """Read the articles of a Stata file; codes with labels are read as these. The place of a row is ``file#row``."""
    return _read(source, _Kind("stata", limits.TABLE_FILE_BYTES, "export it as CSV"))


def read_spss(source: Source) -> Iterator[Part]:
    """Read the articles of an SPSS file; as :func:`read_stata`."""
    return _read(source, _Kind("spss", limits.TABLE_FILE_BYTES, "export it as CSV"))


def read_r(source: Source) -> Iterator[Part]:
    """Read the articles of an R object (.rds): a data frame. The place of a row is ``file#row``, counted from 1."""
    return _read(source, _Kind("r", limits.STATISTICS_BYTES, "write it as CSV or Parquet"))


def _read(source: Source, kind: _Kind) -> Iterator[Part]:
    try:
        with on_disk(source) as path:
            size = path.stat().st_size
            if size == 0:
                yield Part(rejects=[empty_file(source)])
            elif size > kind.most:
                what = f"it has more than {kind.most} bytes"
                raise InputError("input.too-large", what, source.origin, kind.hint)
            else:
                with path.open("rb"):
                    pass  # What may not be read is told here, by the system's own words.
                yield from _sheets(source, path, kind)
    except InputError as error:
        is_fault = fault_of(error) is not None
        rejected = Rejected.of(error, source.head(), origin=source.origin)
        yield Part(rejects=[unreadable(source, error) if is_fault else rejected])
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])


def _sheets(source: Source, path: Path, kind: _Kind, further: Mapping[str, str | None] | None = None) -> Iterator[Part]:
    sheets: dict[str, _Sheet] = {}
    rejected = False
    # Titles alone are headlines only where no sheet has a text: those of a list of sources are none.
    for headlines in (False, True):
        for name, piece in _pieces(source, path, kind, further or {}):
            if isinstance(piece, Rejected):
                if not headlines:
                    rejected = True
                    yield Part(rejects=[piece])
                continue
            sheet = sheets.setdefault(name, _Sheet(source, name, is_cut=kind.task == "workbook"))
            yield from sheet.parts(piece, headlines=headlines)
        if any(sheet.has_articles for sheet in sheets.values()):
            return
        errors = [sheet.error for sheet in sheets.values() if sheet.error]
        sheets.clear()
    # A workbook has sheets of notes beside that of the articles; only one without any article is a reject.
    if not rejected:
        yield Part(rejects=[Rejected.of(errors[0], source.head()) if errors else empty_file(source)])


def _pieces(
    source: Source, path: Path, kind: _Kind, further: Mapping[str, str | None]
) -> Iterator[tuple[str, Sequence[_Cells] | Rejected]]:
    """Some rows of a sheet with its name, or why the sheet cannot be read.

    Raises:
        InputError: the workbook can be read no further.
    """
    size, given = path.stat().st_size if kind.is_packed else 0, 0
    facts: dict[str, Any] = {"path": str(path), "encoding": source.options.encoding, **dict(kind.facts), **further}
    for piece in pieces(kind.task, **facts):
        name = piece["sheet"]
        if "error" in piece:
            code, what, hint = piece["error"]
            place = f"{source.origin}#{name}" if name else source.origin
            yield name, Rejected.of(InputError(code, what, place, hint), source.head())
            continue
        given += sum(len(cell) for _, cells, *_ in piece["rows"] for cell in cells or () if cell)
        if kind.is_packed and is_bomb(size, given):
            raise bomb(size, given, source.origin)
        yield name, piece["rows"]


class _Sheet:
    """A sheet that is read piece by piece.

    Attributes:
        has_articles: whether its header names a column of them.
        error: why it has none.
    """

    def __init__(self, source: Source, name: str, *, is_cut: bool) -> None:
        self._source = source
        self._name = f"{name}!" if name else ""
        self._may_be_cut = is_cut
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
        for number, cells, *errors in rows:
            place = f"{self._source.origin}#{self._name}{number}"
            if cells is None:
                rejects.append(Rejected.of(_unread(*errors), origin=place))
            elif any(cells):
                row = header.row([cell or "" for cell in (cells + [None] * width)[:width]])
                if self._may_be_cut and (cut := _is_cut(row)):
                    rejects.append(Rejected.of(cut, str(row["text"]).encode()[:200], origin=place))
                else:
                    label = f"{self._source.label}#{self._name}{number}"
                    given_rows.append({**row, "place": place, "fallback_id": label})
        return Part(rows_frame(given_rows), rejects)


def _is_cut(row: Row) -> InputError | None:
    if len(str(row["text"] or "")) < _CELL_CHARS:
        return None
    what = f"its text fills the cell to the last of {_CELL_CHARS} characters: the rest was lost when it was saved"
    return InputError("input.truncated", what, "", "export the table anew as CSV")


def _unread(error: Sequence[str] = ()) -> InputError:
    """Why a row has no cells."""
    if error:
        code, what, hint = error
        return InputError(code, what, "", hint)
    what = f"it has more than {8 * limits.ARTICLE_CHARS} characters"
    return InputError("input.too-large", what, "", "split it into articles")

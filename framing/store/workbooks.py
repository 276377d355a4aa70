"""Writes workbooks (.xlsx) as a stream: a hundred thousand rows in a second or two, in bounded memory.

The format is ECMA-376 part 1 (SpreadsheetML) with inline strings. Cells are made by the column, so that no cell passes
through Python. Nothing of an article's text becomes a formula or a link, also when somebody edits its cell.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

import polars as pl

from framing.errors import UsageError
from framing.render.escaping import RISKY

__all__ = ["CELL_CHARS", "ROWS", "Workbook"]

#: What a sheet holds at most: rows with the heading, columns, characters of a cell.
ROWS: Final = 1_048_576
_COLUMNS: Final = 16_384
CELL_CHARS: Final = 32_767
#: More sheets than this no spreadsheet opens in reasonable time.
_SHEETS: Final = 8

#: Rows that are held at a time.
_CHUNK: Final = 4_096
#: How well the file is packed: better than this takes twice as long, for a tenth.
_LEVEL: Final = 3

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

#: The styles of cells by their number: plain, heading, date, and text that stays text when somebody edits it.
_HEADING, _DATE, _QUOTED = 1, 2, 3
_STYLES: Final = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
    '<patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1">'
    '<xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>'
    '<xf xfId="0" numFmtId="164" applyNumberFormat="1"/><xf xfId="0" quotePrefix="1"/></cellXfs></styleSheet>'
)
_HEAD: Final = (
    f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
    'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
_END: Final = "</sheetData></worksheet>"

#: What XML cannot hold, and what would be read as what stands for it (ECMA-376 part 1, 22.9.2.19).
_ODD: Final = r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_"
_ODD_LETTER: Final = re.compile(_ODD)
#: Days from the beginning of a sheet's calendar to 1970, and microseconds of a day. No year before 1900 has a number,
#: and up to the 29th of February 1900, which never was, numbers mean the day before.
_DAYS_1970: Final = 25_569
_DAY: Final = 86_400_000_000
_FIRST_DAY: Final = 61


class Workbook:
    """A workbook that is written sheet by sheet; a context manager.

    Args:
        path: of the file.

    Attributes:
        shortened: cells that were cut to what a sheet holds.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()
        self._names: list[str] = []
        self.shortened = 0

    def __enter__(self) -> Self:
        file = self._stack.enter_context(_Output(self._path))
        self._archive = self._stack.enter_context(ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._describe()
        self._stack.__exit__(kind, error, trace)

    def add(self, name: str, rows: pl.LazyFrame) -> tuple[int, int]:
        """Write rows, on further sheets where one does not hold them.

        Returns:
            How many rows, and on how many sheets.

        Raises:
            UsageError: ``export.too-large``.
        """
        columns = rows.collect_schema().names()
        if len(columns) > _COLUMNS:
            raise self._too_large(f"{len(columns)} columns are more than a sheet holds")
        heading = pl.DataFrame({name: [name] for name in columns}, schema=dict.fromkeys(columns, pl.String))
        head = _joined(heading.select(_text(name, pl.lit(_HEADING)) for name in columns))
        count = sheets = left = 0
        pieces = _pieces(rows)
        piece = next(pieces, None)
        while piece is not None or not sheets:
            if sheets >= _SHEETS:
                raise self._too_large(f"there are more rows than {_SHEETS} sheets hold")
            sheets, left = sheets + 1, ROWS - 1
            self._names.append(name if sheets == 1 else f"{name} {sheets}")
            place = f"xl/worksheets/sheet{len(self._names)}.xml"
            with self._archive.open(place, "w", force_zip64=True) as file:
                file.write(f"{_HEAD}{head}".encode())
                while piece is not None and left:
                    now, piece = piece[:left], piece[left:]
                    file.write(self._cells(now).encode())
                    count, left = count + now.height, left - now.height
                    piece = piece if piece.height else next(pieces, None)
                file.write(_END.encode())
        return count, sheets

    def _cells(self, rows: pl.DataFrame) -> str:
        """Rows as XML."""
        texts = []
        for name in (name for name, kind in rows.schema.items() if kind == pl.String):
            short, cut = _shortened(rows[name])
            self.shortened += cut
            texts.append(short)
        return _joined(rows.with_columns(texts).select(_cell(name, kind) for name, kind in rows.schema.items()))

    def _too_large(self, what: str) -> UsageError:
        return UsageError("export.too-large", what, str(self._path), "export CSV or Parquet, or fewer articles")

    def _describe(self) -> None:
        """Write what says which parts there are."""
        numbers = range(1, len(self._names) + 1)
        sheets = "".join(
            f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
            for number, name in zip(numbers, self._names, strict=True)
        )
        links = [("styles", "styles.xml"), *(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers)]
        targets = "".join(
            f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(links)
        )
        parts = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
        parts += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in numbers]
        kinds = "".join(f'<Override PartName="{part}" ContentType="{_OFFICE}.{kind}+xml"/>' for part, kind in parts)
        package = "application/vnd.openxmlformats-package.relationships+xml"
        for place, content in {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="{package}"/>{kinds}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>',
        }.items():
            self._archive.writestr(place, _XML + content)
        self._archive.writestr("xl/styles.xml", _STYLES)


def _pieces(rows: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    yield from (batch for batch in rows.collect_batches(chunk_size=_CHUNK, maintain_order=True) if batch.height)


def _joined(cells: pl.DataFrame) -> str:
    if not cells.width:
        return ""
    rows = cells.select(pl.concat_str(pl.lit("<row>"), *cells.columns, pl.lit("</row>"))).to_series()
    return "".join(rows.to_list())


def _cell(name: str, kind: pl.DataType) -> pl.Expr:
    """A column as cells, by its type."""
    column = pl.col(name)
    if kind == pl.Boolean:
        cell = pl.format('<c t="b"><v>{}</v></c>', column.cast(pl.Int8))
    elif isinstance(kind, pl.Datetime):
        # XLSX knows no time zones.
        micros = column.dt.cast_time_unit("us").dt.timestamp("us")
        serial = (micros / _DAY + _DAYS_1970).round(8)
        dated = pl.format('<c s="{}"><v>{}</v></c>', pl.lit(_DATE), serial)
        written = column.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        early = pl.format('<c t="inlineStr"><is><t>{}</t></is></c>', written)
        cell = pl.when(serial >= _FIRST_DAY).then(dated).otherwise(early)
    elif kind.is_numeric():
        cell = pl.format("<c><v>{}</v></c>", column)
        if kind.is_float():
            cell = pl.when(column.is_finite()).then(cell).otherwise(pl.lit('<c t="e"><v>#NUM!</v></c>'))
    else:
        column = column.cast(pl.String)
        style = pl.when(column.str.contains(RISKY)).then(pl.lit(_QUOTED)).otherwise(pl.lit(0))
        return _text(name, style)
    return pl.when(column.is_null()).then(pl.lit("<c/>")).otherwise(cell).alias(name)


def _text(name: str, style: pl.Expr) -> pl.Expr:
    column = pl.col(name).cast(pl.String)
    safe = column.str.replace_many(["&", "<", ">"], ["&amp;", "&lt;", "&gt;"])
    cell = pl.format('<c t="inlineStr" s="{}"><is><t xml:space="preserve">{}</t></is></c>', style, safe)
    return pl.when(column.is_null()).then(pl.lit("<c/>")).otherwise(cell).alias(name)


def _shortened(texts: pl.Series) -> tuple[pl.Series, int]:
    """Texts of the length that a cell holds, with what XML cannot hold written out; and how many were cut."""
    # Excel counts UTF-16 units, of which a character has two at most.
    odd = (texts.str.len_chars() > CELL_CHARS // 2) | texts.str.contains(_ODD)
    if not odd.any():
        return texts, 0
    mended, cut = [], 0
    for text, is_odd in zip(texts, odd, strict=True):
        short = text.encode("utf-16-le")[: 2 * CELL_CHARS].decode("utf-16-le", errors="ignore") if is_odd else text
        cut += short != text
        mended.append(_written(short) if is_odd else text)
    return pl.Series(texts.name, mended, pl.String), cut


def _written(short: str) -> str:
    return _ODD_LETTER.sub(lambda odd: f"_x005F{odd[0]}" if len(odd[0]) > 1 else f"_x{ord(odd[0]):04X}_", short)


class _Output(FileIO):
    """A file that the disk has refused once takes whatever comes: what is still written to it then is lost anyway.

    A workbook is closed once more when it is thrown away, and would only complain of it again.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, "w")
        self._is_lost, self._end = False, 0

    def seek(self, place: int, whence: int = 0, /) -> int:
        return place if self._is_lost else super().seek(place, whence)

    def tell(self) -> int:
        return self._end if self._is_lost else super().tell()

    def close(self) -> None:
        self._is_lost = True
        super().close()

    def flush(self) -> None:
        if not self._is_lost:
            super().flush()

    def write(self, content: Any, /) -> int:
        if self._is_lost:
            return len(content)
        view = memoryview(content).cast("B")
        done = 0
        try:
            while done < len(view):
                done += super().write(view[done:])
        except OSError:
            self._is_lost, self._end = True, os.fstat(self.fileno()).st_size
            raise
        return done

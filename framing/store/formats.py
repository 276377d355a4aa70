"""The file formats of exports.

CSV and Parquet are written in pieces. XLSX is written row by row, so that memory stays bounded too; Stata and SPSS
files are made in memory.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any, Final

import polars as pl

from framing.errors import UsageError, whole_file
from framing.phrases import counted
from framing.render.escaping import is_risky, safe_cells
from framing.scratch import scratch

__all__ = ["FORMATS", "WRITTEN_BY", "Sheet", "write"]

#: Rows that are held at a time.
_CHUNK: Final = 4_096

#: What a sheet of XLSX holds at most: rows with the heading, columns, characters of a cell.
XLSX_ROWS: Final = 1_048_576
_XLSX_COLUMNS: Final = 16_384
_XLSX_CHARS: Final = 32_767
#: More sheets than this no spreadsheet opens in reasonable time.
_XLSX_SHEETS: Final = 8

#: Bytes of a text in a Stata and in an SPSS file, and characters of a name.
_TEXT_BYTES: Final = {"dta": 2_000_000, "sav": 32_767}
_NAME_CHARS: Final = {"dta": 32, "sav": 64}
_LABEL_CHARS: Final = {"dta": 80, "sav": 255}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes with the rows.

    Attributes:
        name: the table's.
        codebook: columns what, name, type, meaning.
        methods: how they were made.
        bom: begin a CSV with the mark by which Excel knows UTF-8.
        notes: what the format could not hold, told while writing.
    """

    name: str
    codebook: pl.DataFrame
    methods: str
    bom: bool = False
    notes: list[str] = field(default_factory=list)


def write(
    format: str,  # noqa: A002 - the word that users know
    rows: pl.LazyFrame,
    output: Path,
    sheet: Sheet,
) -> tuple[int, tuple[Path, ...]]:
    """Write rows, their codebook and how they were made.

    Returns:
        How many rows, and the files written.

    Raises:
        UsageError: a format whose package is missing, or rows that the format cannot hold.
    """
    files = [output]
    # All of them take their names together: no table stands without what was done to make it.
    with ExitStack() as drafts:
        height = FORMATS[format](rows, drafts.enter_context(whole_file(output)), sheet)
        notes = "".join(f"{note}\n" for note in sheet.notes)
        beside = {"methods.txt": sheet.methods + notes}
        if format != "xlsx":
            table = sheet.codebook.with_columns(safe_cells(sheet.codebook.schema))
            beside["codebook.csv"] = table.write_csv(include_bom=sheet.bom)
        for suffix, text in beside.items():
            files.append(output.with_name(f"{output.stem}.{suffix}"))
            drafts.enter_context(whole_file(files[-1])).write_text(text, encoding="utf-8", newline="\n")
    return height, tuple(files)


def _csv(rows: pl.LazyFrame, path: Path, sheet: Sheet) -> int:
    schema = rows.collect_schema()
    dates = [
        pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ").alias(name)
        for name, kind in schema.items()
        if kind.is_temporal()
    ]
    counted, frame = _counted(rows.with_columns(*dates, *safe_cells(schema)))
    frame.sink_csv(path, include_bom=sheet.bom)
    sheet.notes.append("Text cells that a spreadsheet would run as formulas begin with an apostrophe.")
    return counted()


def _parquet(rows: pl.LazyFrame, path: Path, sheet: Sheet) -> int:
    rows.sink_parquet(path, compression="zstd", row_group_size=8_192 if sheet.name == "articles" else 131_072)
    return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())


def _counted(rows: pl.LazyFrame) -> tuple[Callable[[], int], pl.LazyFrame]:
    """Rows, and how many there were once they have been written."""
    seen = [0]

    def count(batch: pl.DataFrame) -> pl.DataFrame:
        seen[0] += batch.height
        return batch

    return lambda: seen[0], rows.map_batches(count, streamable=True, validate_output_schema=False)


#: Nothing of an article's text may become a formula or a link.
_BOOK: Final[Mapping[str, Any]] = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


def _xlsx(rows: pl.LazyFrame, path: Path, sheet: Sheet) -> int:
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise _missing("xlsxwriter", path, "xlsx") from error
    schema = rows.collect_schema()
    if len(schema) > _XLSX_COLUMNS:
        what = f"{len(schema)} columns are more than a sheet holds"
        raise UsageError("export.too-large", what, str(path), "export CSV or Parquet")
    # What is put aside meanwhile is text of articles as well: nobody else's to read, and gone with the process.
    with scratch() as folder, _Output(path) as file, Workbook(file, {**_BOOK, "tmpdir": str(folder)}) as book:
        bold = book.add_format({"bold": True})
        date = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        quoted = book.add_format()
        quoted.set_quote_prefix()
        count, shortened, place = 0, 0, None
        for batch in rows.collect_batches(chunk_size=_CHUNK, maintain_order=True):
            for row in batch.iter_rows():
                line = count % (XLSX_ROWS - 1) + 1
                if line == 1:
                    place = _new_sheet(book, sheet.name, count // (XLSX_ROWS - 1), list(schema), bold, path)
                shortened += _write_row(place, line, row, date, quoted)
                count += 1
        if place is None:
            _new_sheet(book, sheet.name, 0, list(schema), bold, path)
        _write_table(book, "codebook", sheet.codebook, bold, quoted)
        lines = pl.DataFrame({"methods": sheet.methods.splitlines()}, schema={"methods": pl.String})
        _write_table(book, "methods", lines, bold, quoted)
    if count >= XLSX_ROWS:
        sheet.notes.append(f"{count:,} rows are more than one sheet holds: they stand on several.")
    if shortened:
        cells = counted(shortened, "cells were", "cell was")
        sheet.notes.append(f"{cells} cut to the {_XLSX_CHARS} characters that XLSX holds; CSV and Parquet have all.")
    return count


def _new_sheet(book: Any, name: str, number: int, columns: list[str], bold: Any, path: Path) -> Any:
    if number >= _XLSX_SHEETS:
        what = f"there are more rows than {_XLSX_SHEETS} sheets hold"
        raise UsageError("export.too-large", what, str(path), "export CSV or Parquet, or fewer articles")
    place = book.add_worksheet(name if number == 0 else f"{name} {number + 1}")
    place.freeze_panes(1, 0)
    for column, title in enumerate(columns):
        place.write_string(0, column, title, bold)
    return place


def _write_row(place: Any, line: int, row: tuple[Any, ...], date: Any, quoted: Any) -> int:
    """Write cells by their types; how many were cut. What could be a formula stays text when somebody edits it."""
    cut = 0
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, str):
            # Excel counts UTF-16 units.
            text = value.encode("utf-16-le")[: 2 * _XLSX_CHARS].decode("utf-16-le", errors="ignore")
            cut += text != value
            place.write_string(line, column, text, quoted if is_risky(text) else None)
        elif isinstance(value, bool):
            place.write_boolean(line, column, value)
        elif isinstance(value, datetime):
            # XLSX knows no time zones, and no year before 1900.
            if value.year >= 1900:
                place.write_datetime(line, column, value.replace(tzinfo=None), date)
            else:
                place.write_string(line, column, value.strftime("%Y-%m-%dT%H:%M:%SZ"))
        else:
            place.write_number(line, column, value)
    return cut


def _write_table(book: Any, name: str, frame: pl.DataFrame, bold: Any, quoted: Any) -> None:
    place = book.add_worksheet(name)
    for column, title in enumerate(frame.columns):
        place.write_string(0, column, title, bold)
    for line, row in enumerate(frame.iter_rows(), 1):
        _write_row(place, line, row, None, quoted)


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


def _statistics(format: str) -> Callable[[pl.LazyFrame, Path, Sheet], int]:  # noqa: A002
    def run(rows: pl.LazyFrame, path: Path, sheet: Sheet) -> int:
        try:
            import pyreadstat
        except ImportError as error:
            raise _missing("pyreadstat", path, "stata") from error
        frame = rows.collect()
        names = _names(frame.columns, _NAME_CHARS[format])
        meanings = dict(sheet.codebook.filter(pl.col("what") == "column").select("name", "meaning").iter_rows())
        labels = {names[name]: meanings[name][: _LABEL_CHARS[format]] for name in frame.columns}
        cut = 0
        for name, kind in frame.schema.items():
            if kind == pl.String:
                short = [_short(text, _TEXT_BYTES[format]) for text in frame[name]]
                cut += sum(one != other for one, other in zip(short, frame[name], strict=True))
                frame = frame.with_columns(pl.Series(name, short, pl.String))
            elif kind == pl.Boolean:
                frame = frame.with_columns(pl.col(name).cast(pl.Int8))
            elif kind.is_temporal():
                frame = frame.with_columns(pl.col(name).dt.replace_time_zone(None))
        writer = pyreadstat.write_dta if format == "dta" else pyreadstat.write_sav
        writer(frame.rename(names), str(path), column_labels=labels)
        if renamed := [f"{old} as {new}" for old, new in names.items() if old != new]:
            sheet.notes.append(f"Renamed, as the format asks: {', '.join(renamed)}.")
        if cut:
            number = counted(cut, "texts were", "text was")
            sheet.notes.append(f"{number} cut to {_TEXT_BYTES[format]} bytes; CSV and Parquet have all.")
        return frame.height

    return run


def _names(columns: list[str], length: int) -> dict[str, str]:
    """Names that Stata and SPSS take: letters, digits, underscores; short; each once."""
    names: dict[str, str] = {}
    for column in columns:
        plain = re.sub(r"[^A-Za-z0-9_]", "_", column)
        plain = (plain if plain[0].isalpha() else f"v{plain}")[:length]
        number = 1
        while plain.lower() in {name.lower() for name in names.values()}:
            number += 1
            plain = f"{plain[: length - len(str(number)) - 1]}_{number}"
        names[column] = plain
    return names


def _short(text: str | None, size: int) -> str | None:
    if text is None or len(text) * 4 <= size:
        return text
    return text.encode()[:size].decode(errors="ignore")


def _missing(package: str, path: Path, extra: str) -> UsageError:
    what = f"the package {package} is not installed"
    return UsageError("export.missing", what, str(path), f"pip install 'framing-toolkit[{extra}]', or export CSV")


#: Format → the extra of the package that writes it.
WRITTEN_BY: Final[Mapping[str, str]] = {"dta": "stata", "sav": "spss"}

#: Format → what writes it.
FORMATS: Final[Mapping[str, Callable[[pl.LazyFrame, Path, Sheet], int]]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "dta": _statistics("dta"),
    "sav": _statistics("sav"),
}

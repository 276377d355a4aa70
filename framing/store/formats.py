"""The file formats of exports.

CSV, Parquet, Arrow and XLSX are written in pieces, so that memory stays bounded; Stata and SPSS files are made in
memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import UsageError, whole_file
from framing.ingest.archives import PACKED, TARS
from framing.ingest.formats import FORMATS as READ
from framing.ingest.formats import missing
from framing.phrases import counted
from framing.render.escaping import safe_cells
from framing.store.workbooks import CELL_CHARS, Workbook

__all__ = ["FORMATS", "WRITTEN_BY", "Sheet", "formats", "write"]

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
        articles: that the table speaks of, as far as known: columns article_id, status and others.
        notes: what the format could not hold, told while writing.
        output: the name of the table's file.
        beside: makes a file of the same name with another suffix, which takes its name with the others.
    """

    name: str
    codebook: pl.DataFrame
    methods: str
    bom: bool = False
    articles: pl.DataFrame | None = None
    notes: list[str] = field(default_factory=list)
    beside: Callable[[str], Path] = Path
    output: str = ""


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

        def beside(suffix: str) -> Path:
            files.append(output.with_name(f"{output.stem}.{suffix}"))
            return drafts.enter_context(whole_file(files[-1]))

        sheet = replace(sheet, beside=beside, output=output.name)
        height = FORMATS[format](rows, drafts.enter_context(whole_file(output)), sheet)
        notes = "".join(f"{note}\n" for note in sheet.notes)
        texts = {"methods.txt": sheet.methods + notes}
        if format != "xlsx":
            table = sheet.codebook.with_columns(safe_cells(sheet.codebook.schema))
            texts["codebook.csv"] = table.write_csv(include_bom=sheet.bom)
        for suffix, text in texts.items():
            beside(suffix).write_text(text, encoding="utf-8", newline="\n")
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


def _arrow(rows: pl.LazyFrame, path: Path, sheet: Sheet) -> int:  # noqa: ARG001 - as all writers
    rows.sink_ipc(path, compression="zstd")
    return int(pl.scan_ipc(path, glob=False).select(pl.len()).collect().item())


def _r(rows: pl.LazyFrame, path: Path, sheet: Sheet) -> int:
    """A script of base R, and the table that it reads: text is as it is there, which no spreadsheet opens by itself."""
    schema = rows.collect_schema()
    moments = [name for name, kind in schema.items() if kind.is_temporal()]
    dates = [pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ") for name in moments]
    count, frame = _counted(rows.with_columns(*dates))
    table = sheet.beside("data.txt")
    frame.sink_csv(table, separator="\t", quote_style="non_numeric")
    height = count()
    name = re.sub(r"[^A-Za-z0-9.]", ".", sheet.name)
    kinds = ",\n".join(f'    {_r_text(column)} = "{_r_kind(kind)}"' for column, kind in schema.items())
    times = "".join(
        f"{name}[[{_r_text(column)}]] <- as.POSIXct({name}[[{_r_text(column)}]], "
        'format = "%Y-%m-%dT%H:%M:%SZ", tz = "UTC")\n'
        for column in moments
    )
    # All that is no number stands in quotes, in which R reads text alone.
    truths = "".join(
        f"{name}[[{_r_text(column)}]] <- as.logical({name}[[{_r_text(column)}]])\n"
        for column, kind in schema.items()
        if kind == pl.Boolean
    )
    data = _r_text(f"{Path(sheet.output).stem}.data.txt")
    lines = [
        f"# The table '{sheet.name}' for base R. In the folder of this file:",
        f'# source("{sheet.output}", encoding = "UTF-8")',
        f"{name} <- read.delim(",
        f'  {data}, quote = "\\"", na.strings = "", check.names = FALSE,',
        '  fileEncoding = "UTF-8", stringsAsFactors = FALSE,',
        f"  colClasses = c(\n{kinds}\n  )\n)",
        f"{times}{truths}stopifnot(nrow({name}) == {height})\n",
    ]
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return height


def _r_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _r_kind(kind: pl.DataType) -> str:
    """The class of a column; whole numbers of R end at 2³¹, and its doubles hold these to 2⁵³."""
    return "numeric" if kind.is_numeric() else "character"


def _matrix_market(rows: pl.LazyFrame, path: Path, sheet: Sheet) -> int:
    """A sparse matrix in the coordinate format, and what its rows (articles) and columns (entries) are.

    Articles without a hit are rows of zeros; what was not read is no row.
    """
    cells = rows.collect()
    known = cells.select("article_id").unique() if sheet.articles is None else sheet.articles
    read = known.filter(pl.col("status") != "refused") if "status" in known else known
    labels = [name for name in ("article_id", "outlet", "country", "language", "published", "words") if name in read]
    own = read.select(labels).with_row_index("row", 1)
    features = cells.select("entry_id", "dimension", "concept").unique("entry_id").sort("entry_id")
    features = features.with_row_index("column", 1)
    placed = cells.join(own.select("article_id", "row"), on="article_id").join(
        features.select("entry_id", "column"), on="entry_id"
    )
    placed = placed.select("row", "column", "hits").sort("column", "row")
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            "%%MatrixMarket matrix coordinate integer general\n% rows: articles; columns: entries; values: hits\n"
        )
        file.write(f"{own.height} {features.height} {placed.height}\n")
        placed.write_csv(file, separator=" ", include_header=False)
    for suffix, table in (("rows.csv", own), ("columns.csv", features)):
        _csv(table.lazy(), sheet.beside(suffix), sheet)
    if left := known.height - read.height:
        sheet.notes.append(f"{counted(left, 'articles')} not read: no rows of the matrix.")
    return placed.height


def _counted(rows: pl.LazyFrame) -> tuple[Callable[[], int], pl.LazyFrame]:
    """Rows, and how many there were once they have been written."""
    seen = [0]

    def count(batch: pl.DataFrame) -> pl.DataFrame:
        seen[0] += batch.height
        return batch

    return lambda: seen[0], rows.map_batches(count, streamable=True, validate_output_schema=False)


def _xlsx(rows: pl.LazyFrame, path: Path, sheet: Sheet) -> int:
    lines = pl.DataFrame({"methods": sheet.methods.splitlines()}, schema={"methods": pl.String})
    with Workbook(path) as book:
        count, sheets = book.add(sheet.name, rows)
        book.add("codebook", sheet.codebook.lazy())
        book.add("methods", lines.lazy())
    if sheets > 1:
        sheet.notes.append(f"{count:,} rows are more than one sheet holds: they stand on several.")
    if book.shortened:
        cells = counted(book.shortened, "cells were", "cell was")
        sheet.notes.append(f"{cells} cut to the {CELL_CHARS} characters that XLSX holds; CSV and Parquet have all.")
    return count


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
    "arrow": _arrow,
    "r": _r,
    "mtx": _matrix_market,
    "dta": _statistics("dta"),
    "sav": _statistics("sav"),
}


def formats() -> pl.DataFrame:
    """The formats of files that can be read and written, as ``framing formats``.

    Returns:
        Columns ``kind`` (read, written), ``format``, ``suffixes``, ``extra`` of the package that it needs (empty: none)
        and ``installed``.

    Example:
        >>> formats().filter(pl.col("format") == "xlsx").select("kind", "installed").rows()
        [('written', True)]
    """
    read = [*((known.name, known.suffixes, known.extra) for known in READ), ("archives", (".zip", *TARS, *PACKED), "")]
    written = [(name, (f".{'R' if name == 'r' else name}",), WRITTEN_BY.get(name, "")) for name in FORMATS]
    rows = [
        {"kind": kind, "format": name, "suffixes": list(suffixes), "extra": extra, "installed": not missing(extra)}
        for kind, table in (("read", read), ("written", written))
        for name, suffixes, extra in table
    ]
    return pl.DataFrame(rows)

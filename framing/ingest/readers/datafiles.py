"""The rows of files of Stata and SPSS. Runs in the process of ``worker.py``."""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from framing.ingest.readers.cells import in_pieces, with_header
from framing.ingest.readers.entries import Unreadable

__all__ = ["arrow_rows", "r_rows", "spss_rows", "stata_rows"]

_WORKSPACE: Final = (b"RDX2\n", b"RDX3\n")


def r_rows(path: str, encoding: str | None) -> Iterator[dict[str, Any]]:
    """The rows of each data frame, as :func:`framing.ingest.readers.cells.in_pieces` gives them.

    Args:
        path: of the file, unpacked.
        encoding: of texts that do not say theirs.

    Raises:
        Unreadable: ``input.unreadable``; or ``input.no-table``: there is no data frame in it.
    """
    from pandas import DataFrame
    from rdata import read_rda, read_rds
    from rdata.conversion import DEFAULT_CLASS_MAP

    with open(path, "rb") as file:
        is_workspace = file.read(5) in _WORKSPACE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Of classes that are none of its own: they are what they are made of.
            content = (read_rda if is_workspace else read_rds)(
                path,
                constructor_dict={**DEFAULT_CLASS_MAP, "Date": _days, "POSIXct": _moments},
                default_encoding=encoding or "utf-8",
            )
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # The library has no errors of its own.
        what = f"it is no R object, or damaged: {' '.join(str(error).split())[:300] or type(error).__name__}"
        raise Unreadable("input.unreadable", what, "save it anew with saveRDS, or write.csv") from error
    tables = content if isinstance(content, Mapping) else {"": content}
    frames = {str(name): table for name, table in tables.items() if isinstance(table, DataFrame)}
    if not frames:
        what = f"it holds no data frame, but {type(content).__name__}"
        raise Unreadable("input.no-table", what, "save a data frame: one row an article")
    for name, table in frames.items():
        columns = [_values(table.iloc[:, place]) for place in range(table.shape[1])]
        header = [str(column) for column in table.columns]
        yield from in_pieces(name, with_header(header, zip(*columns, strict=True)))


def _days(numbers: Any, _: Any) -> list[date | None]:
    """R's dates: days since 1970."""
    return [None if math.isnan(number) else date(1970, 1, 1) + timedelta(days=math.floor(number)) for number in numbers]


def _moments(numbers: Any, _: Any) -> list[datetime | None]:
    """R's times: seconds since 1970 in UTC; its time zones are for display alone."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return [None if math.isnan(number) else start + timedelta(seconds=float(number)) for number in numbers]


def _values(column: Any) -> list[Any]:
    """The values of a column; what R has not is null."""
    missing = column.isna()
    return [None if none else value for value, none in zip(column.tolist(), missing, strict=True)]


_MARK: Final = b"ARROW1"


def arrow_rows(path: str) -> Iterator[dict[str, Any]]:
    """The rows, as :func:`framing.ingest.readers.cells.in_pieces` gives them.

    Raises:
        Unreadable: ``input.unreadable``.
    """
    try:
        with open(path, "rb") as file:
            is_file = file.read(len(_MARK)) == _MARK
        table = pl.scan_ipc(path, glob=False) if is_file else pl.read_ipc_stream(path).lazy()
        columns = table.collect_schema().names()
        batches = table.collect_batches(chunk_size=1_000, maintain_order=True)
        yield from in_pieces("", with_header(columns, (row for batch in batches for row in batch.iter_rows())))
    except (PolarsError, PanicException, OSError, ValueError) as error:
        what = f"it is no Arrow file, or damaged: {' '.join(str(error).split())[:300]}"
        raise Unreadable("input.unreadable", what, "check that the file is whole") from error


#: Bytes of a file whose rows are read together, and how many of them at most.
_CHUNK: Final = 20_000_000
_ROWS: Final = 50_000


def stata_rows(path: str, encoding: str | None) -> Iterator[dict[str, Any]]:
    """The rows of a Stata file, as :func:`framing.ingest.readers.cells.in_pieces` gives them.

    Raises:
        Unreadable: ``input.unreadable``, or ``input.missing-package``.
    """
    from pyreadstat import read_dta

    return _rows(read_dta, path, encoding)


def spss_rows(path: str, encoding: str | None) -> Iterator[dict[str, Any]]:
    """The rows of an SPSS file; as :func:`stata_rows`."""
    from pyreadstat import read_por, read_sav

    with open(path, "rb") as file:
        is_system = file.read(4) in (b"$FL2", b"$FL3")
    return _rows(read_sav if is_system else read_por, path, encoding)


def _rows(read: Any, path: str, encoding: str | None) -> Iterator[dict[str, Any]]:
    from pyreadstat import PyreadstatError, ReadstatError

    try:
        _, about = read(path, metadataonly=True, encoding=encoding)
        whole = about.number_rows  # Portable files do not say it.
        share = _CHUNK * (whole or _ROWS) // max(os.path.getsize(path), 1)
        rows = _records(read, path, encoding, min(max(share, 1), _ROWS))
        yield from in_pieces("", with_header(about.column_names, rows))
    except (PyreadstatError, ReadstatError, UnicodeDecodeError, OverflowError, ValueError) as error:
        what = f"it is damaged, or not what its name says: {' '.join(str(error).split())[:300]}"
        raise Unreadable("input.unreadable", what, "check that the file is whole, or export it as CSV") from error


def _records(read: Any, path: str, encoding: str | None, rows: int) -> Iterator[tuple[Any, ...]]:
    for start in count(0, rows):
        table, about = read(path, encoding=encoding, row_offset=start, row_limit=rows, output_format="dict")
        labels = about.variable_value_labels
        columns = [_labelled(column, labels.get(name)) for name, column in table.items()]
        yield from zip(*columns, strict=True)
        if not columns or len(columns[0]) < rows:
            return


def _labelled(column: Any, labels: Mapping[Any, str] | None) -> list[Any]:
    """The values of a column; what has a label is meant by it: outlet 3 is called Dawn."""
    values: list[Any] = column if isinstance(column, list) else column.tolist()
    return [labels.get(value, value) for value in values] if labels else values

"""The data frames of R objects (.rds, .rdata). Runs in the process of ``worker.py``.

R's serialization holds any object, functions too; the library makes data of it and runs nothing.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from framing.ingest.readers.cells import in_pieces, with_header
from framing.ingest.readers.entries import Unreadable

__all__ = ["r_rows"]

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

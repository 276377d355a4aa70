"""The rows of files of Stata and SPSS. Runs in the process of ``worker.py``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Final

from framing.ingest.readers.cells import in_pieces, with_header
from framing.ingest.readers.entries import Unreadable

__all__ = ["spss_rows", "stata_rows"]

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

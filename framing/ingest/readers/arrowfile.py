"""The rows of an Arrow file (Feather) or stream. Runs in the process of ``worker.py``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from framing.ingest.readers.cells import in_pieces, with_header
from framing.ingest.readers.entries import Unreadable

__all__ = ["arrow_rows"]

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

"""Rows: which article each line of a long frame belongs to, looked up once a run of lines and not once a line."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

__all__ = ["article_rows"]

Longs = npt.NDArray[np.int64]


def article_rows(column: pl.Series, ids: pl.Series) -> tuple[Longs, Longs]:
    """Where the articles of a long frame stand among others.

    Args:
        column: the article of each line; lines of one article mostly stand together.
        ids: the articles, each once.

    Returns:
        Of each run of lines of one article its row in ``ids``, −1 where it is not there, and its length.

    Example:
        >>> rows, lengths = article_rows(pl.Series(["b", "b", "x", "a"]), pl.Series(["a", "b"]))
        >>> rows.tolist(), lengths.tolist()
        ([1, -1, 0], [2, 1, 1])
    """
    if not len(column):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    # Chunk by chunk, so that no column is copied; a run cut in two does no harm.
    runs = pl.concat([chunk.rle().struct.unnest() for chunk in column.get_chunks() if len(chunk)])
    heads, lengths = runs["value"].cast(pl.String), runs["len"].to_numpy().astype(np.int64)
    if len(heads) == len(ids) and bool((heads == ids).all()):
        return np.arange(len(ids)), lengths
    known = pl.DataFrame({"id": ids, "row": np.arange(len(ids), dtype=np.int64)})
    rows = heads.to_frame("id").join(known, on="id", how="left", maintain_order="left")["row"]
    return rows.fill_null(-1).to_numpy(), lengths

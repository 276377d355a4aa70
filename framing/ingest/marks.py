"""What reading notes of an article by itself, in the article's groups beside the user's own columns."""

from __future__ import annotations

import polars as pl

from framing import schemas

__all__ = ["mark"]


def mark(rows: pl.DataFrame, name: str, chosen: pl.Series) -> pl.DataFrame:
    """Add a mark to the groups of some rows.

    Args:
        rows: column ``groups`` as in ``schemas.GROUPS``.
        name: of the group; its value is ``schemas.MARKED``.
        chosen: Boolean, which rows.
    """
    if not chosen.any():
        return rows
    added = pl.concat_list(pl.struct(pl.lit(name).alias("name"), pl.lit(schemas.MARKED).alias("value")))
    # First, since of two values of one name the first counts.
    with_mark = pl.concat_list(added, pl.col("groups").fill_null([])).cast(schemas.GROUPS)
    return rows.with_columns(pl.when(chosen).then(with_mark).otherwise("groups").alias("groups"))

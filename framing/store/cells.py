"""Cells that a spreadsheet may open without harm."""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = ["safe_cells"]

#: A spreadsheet runs a text cell that begins with one of these as a formula.
_FORMULA: Final = r"^[=+\-@\t\r\x00]"


def safe_cells(schema: pl.Schema) -> list[pl.Expr]:
    """Expressions that put an apostrophe before text that would be a formula; numbers stay as they are.

    Args:
        schema: of the frame that they are for.

    Example:
        >>> frame = pl.DataFrame({"a": ["=1+1", "1+1"], "b": [-1, 1]})
        >>> frame.with_columns(safe_cells(frame.schema)).rows()
        [("'=1+1", -1), ('1+1', 1)]
    """
    return [
        pl.when(pl.col(name).str.contains(_FORMULA)).then(pl.lit("'") + pl.col(name)).otherwise(name).alias(name)
        for name, kind in schema.items()
        if kind == pl.String
    ]

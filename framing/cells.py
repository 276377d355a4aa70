"""Cells that a spreadsheet may open without harm.

Whatever writes a table that a spreadsheet opens has its text from here: article text, names and terms are anybody's.
"""

from __future__ import annotations

from typing import Final

import polars as pl
import regex

__all__ = ["bare_cell", "is_risky", "safe_cell", "safe_cells"]

#: A spreadsheet runs a text cell as a formula that begins with a sign, also behind what it strips or shows nothing of
#: (spaces, line breaks, marks without width), and in some languages behind the full-width form of a sign; a tab, a line
#: break or a NUL at the beginning makes some of them split the cell, and run what follows.
_SIGNS: Final = "=+@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b-"
_RISKY: Final = rf"^(?:[\t\r\n\x00]|[\s\p{{Cc}}\p{{Cf}}]*[{_SIGNS}])"
_FOUND: Final = regex.compile(_RISKY)
_ESCAPE: Final = "'"


def safe_cells(schema: pl.Schema) -> list[pl.Expr]:
    """Expressions that put an apostrophe before text that would be a formula; numbers stay as they are.

    Args:
        schema: of the frame that they are for.

    Example:
        >>> frame = pl.DataFrame({"a": [" =1+1", "1+1"], "b": [-1, 1]})
        >>> frame.with_columns(safe_cells(frame.schema)).rows()
        [("' =1+1", -1), ('1+1', 1)]
    """
    return [
        pl.when(pl.col(name).str.contains(_RISKY)).then(pl.lit(_ESCAPE) + pl.col(name)).otherwise(name).alias(name)
        for name, kind in schema.items()
        if kind == pl.String
    ]


def is_risky(text: str) -> bool:
    r"""Whether a spreadsheet may run a text as a formula.

    Example:
        >>> is_risky("\n＝1+1"), is_risky(" 1+1"), is_risky("")
        (True, False, False)
    """
    return _FOUND.match(text) is not None


def safe_cell(text: str) -> str:
    """A text with an apostrophe before it where it would be a formula.

    Example:
        >>> safe_cell("@sum"), safe_cell("sum")
        ("'@sum", 'sum')
    """
    return _ESCAPE + text if is_risky(text) else text


def bare_cell(text: str) -> str:
    """A text that :func:`safe_cell` wrote, as it was; any other as it is.

    Example:
        >>> bare_cell("'@sum"), bare_cell("'tis")
        ('@sum', "'tis")
    """
    return text[1:] if text[:1] == _ESCAPE and is_risky(text[1:]) else text

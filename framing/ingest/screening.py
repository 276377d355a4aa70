"""Finds the texts in which there may be something to cut, all texts at once.

Most articles that come as data have nothing of a site in them. Looking at each line of each in Python would
cost more than scoring; here Polars looks at the beginnings of lines, at a hundred megabytes a second or so, and
cleaning reads only what is found. Screening may find too much, never too little.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from framing.ingest.cleaning import REPEATED_CHARS, fold_line
from framing.ingest.patterns import START_CHARS, triggers

__all__ = ["suspect"]

#: Characters of a line behind which a headline at its end makes no breadcrumb.
_LINE_CHARS = 1000


def suspect(rows: pl.DataFrame, *, learned: Collection[str] = ()) -> pl.Series:
    r"""Which texts have a line that cleaning may cut.

    Args:
        rows: columns ``title`` and ``text``.
        learned: further lines that are cut somewhere, folded.

    Returns:
        A Boolean for each row.

    Example:
        >>> suspect(pl.DataFrame({"title": ["T", "T"], "text": ["It rained.", "It rained.\n By Asha Rao"]})).to_list()
        [False, True]
    """
    lines = (
        rows.lazy()
        .select(pl.row_index("row"), "title", line=pl.col("text").str.split("\n"))
        .explode("line")
        .with_columns(pl.col("line").str.strip_chars())
        .filter(pl.col("line") != "")
        .with_columns(following=pl.col("line").shift(-1), next_row=pl.col("row").shift(-1))
        .collect()
    )
    start, words = triggers()
    found = (
        pl.col("line").str.slice(0, START_CHARS).str.contains(start)
        | ((pl.col("line").str.len_chars() < _LINE_CHARS) & pl.col("line").str.contains_any(list(words)))
        | ((pl.col("line").str.len_chars() >= REPEATED_CHARS) & pl.struct("row", "line").is_duplicated())
        | pl.col("line").str.ends_with(pl.col("title"))
        | (
            (pl.col("row") == pl.col("next_row"))
            & pl.col("following").str.starts_with(pl.col("line").str.strip_chars_end(" .…।۔!?؟\"'”’)"))
        )
    )
    hits = lines.filter(found.fill_null(False))["row"]
    if learned:
        longest = max(map(len, learned))
        short = lines.filter(pl.col("line").str.len_chars() <= 2 * longest).select("row", "line")
        known = frozenset(learned)
        hit = [fold_line(line) in known for line in short["line"].to_list()]
        hits = pl.concat([hits, short.filter(pl.Series(hit, dtype=pl.Boolean))["row"]])
    return pl.Series(pl.int_range(rows.height, dtype=pl.UInt32, eager=True)).is_in(hits.unique().implode())

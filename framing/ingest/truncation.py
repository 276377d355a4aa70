"""Tells texts that a service cut off by the mark that it left.

News services give the first 200 characters ("… [+2586 chars]"), feeds and blogs an excerpt ("[…]", "… Read more"). What
is left breaks off within a sentence and is no article, so only its headline is scored.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from framing.ingest.marks import mark
from framing.schemas import TRUNCATED

__all__ = ["marked_truncated"]

#: NewsAPI's and GNews's count of what is missing.
_COUNTED: Final = r"\[\+?\d+ char(?:acter)?s\]\s*$"

#: What excerpts end in.
_MORE: Final = (
    r"(?i)(?:\[(?:…|\.\.\.|&#8230;|&hellip;)\]|(?:…|\.\.\.)\s*[(\[<]?\s*(?:read more|read full (?:story|article)|"
    r"continue reading|और पढ़ें|आगे पढ़ें|पूरा पढ़ें|مزید پڑھیں)[\s.…)\]>»→]*)\s*$"
)
#: Code points of an excerpt at most; behind a longer text such words point to another article.
_EXCERPT_CHARS: Final = 1_000

#: Code points of such marks at most, with what blank stands behind them.
_MARK_CHARS: Final = 100

#: What services write where the text would stand.
_WITHHELD: Final = ("ONLY AVAILABLE IN PAID PLANS", "ONLY AVAILABLE IN PROFESSIONAL AND CORPORATE PLANS")


def marked_truncated(rows: pl.DataFrame) -> pl.DataFrame:
    """Mark the rows whose text a service cut off with the group ``truncated``; a text that it withholds is none.

    Args:
        rows: columns ``text`` and ``groups`` as in ``source.ROW``.

    Example:
        >>> from framing.ingest.source import rows_frame
        >>> rows = rows_frame([{"text": "Talks between the two … [+2586 chars]"}, {"text": "Talks failed."}])
        >>> marked_truncated(rows)["groups"].to_list()
        [[{'name': 'truncated', 'value': 'yes'}], None]
    """
    text, end = pl.col("text"), pl.col("text").str.tail(_MARK_CHARS)
    withheld = (text.str.len_chars() <= _MARK_CHARS) & text.str.strip_chars().is_in(_WITHHELD)
    rows = rows.with_columns(pl.when(~withheld.fill_null(False)).then(text).alias("text"))
    excerpt = end.str.contains(_MORE) & (text.str.len_chars() <= _EXCERPT_CHARS)
    cut = rows.select((end.str.contains(_COUNTED) | excerpt).fill_null(False).alias("cut")).to_series()
    return mark(rows, TRUNCATED, cut)

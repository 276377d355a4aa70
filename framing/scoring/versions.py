"""Which results compare with what would be found now: those of the same lexicon, release and compiled tables."""

from __future__ import annotations

import polars as pl

from framing.lexicon.compile import tables_named
from framing.lexicon.lexicon import Lexicon
from framing.schemas import VERSIONS
from framing.version import __version__

__all__ = ["is_current", "used"]


def used(status: pl.DataFrame, lexicon: Lexicon) -> dict[str, str]:
    """What scored some articles, as a run of a project says it.

    Args:
        status: STATUS columns of the articles.
        lexicon: that scored them.

    Returns:
        The columns of ``schemas.VERSIONS``; all tables apart by spaces.
    """
    tables = {name for names in status["lexicon_tables"].drop_nulls().unique() for name in names.split()}
    values = (lexicon.fingerprint, __version__, " ".join(sorted(tables)))
    return dict(zip(VERSIONS, values, strict=True))


def is_current(status: pl.DataFrame, lexicon: Lexicon) -> pl.Series:
    """Which articles were scored with this lexicon, by this version, with the tables that it compiles to now.

    Args:
        status: the columns of ``schemas.VERSIONS``. Null tables are those of a version that did not name any.
        lexicon: the one to compare with; it is compiled for the languages that the articles name.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> from framing.scoring.score import score
        >>> status = score(pl.DataFrame({"text": ["It was a historic day for us all."]})).articles
        >>> is_current(status, default_lexicon()).to_list()
        [True]
        >>> is_current(status.with_columns(lexicon_tables=pl.lit("en:0123456789abcdef")), default_lexicon()).to_list()
        [False]
    """
    same = (pl.col("lexicon_fingerprint") == lexicon.fingerprint) & (pl.col("scorer_version") == __version__)
    named = status.filter(same)["lexicon_tables"].drop_nulls().unique().to_list()
    known = tables_named(lexicon, {name for names in named for name in names.split()})
    same &= pl.col("lexicon_tables").is_in([names for names in named if known.issuperset(names.split())])
    return status.select(same.fill_null(False)).to_series()

"""Levels: what estimates can be made for, and the keys that articles have at each."""

from __future__ import annotations

from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.statistics.observations import GROUP, Observations

__all__ = ["CROSS", "KEY", "LEVELS", "keyed", "parts_of"]

#: Level → the article column that its keys come from. Publisher and source are two levels and never added up.
LEVELS: Final = {
    "outlet": "outlet",
    "country": "country",
    "source": "source_country",
    "agency": "source",
    "language": "language",
    "genre": "genre",
}
#: Level → how a date is written.
_PERIODS: Final = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}
#: Stands between the two levels of a crossing, and between their keys.
CROSS: Final = "*"
#: The column that holds the keys.
KEY: Final = "__key"


def parts_of(level: str) -> tuple[str, ...]:
    """The level, or the two that it crosses.

    Raises:
        UsageError: no such level.

    Example:
        >>> parts_of("outlet*month")
        ('outlet', 'month')
    """
    parts = tuple(part.strip() for part in level.split(CROSS))
    known = (*LEVELS, *_PERIODS)
    for part in parts:
        if part not in known and not (part.startswith(GROUP) and len(part) > len(GROUP)):
            hint = f"use {', '.join(known)}, {GROUP}NAME, or two of them with '{CROSS}' between"
            raise UsageError("estimate.level", f"no level '{part}'", "", hint)
    if len(set(parts)) != len(parts) or len(parts) > 2:
        raise UsageError("estimate.level", f"'{level}' does not cross two levels", "", "name one or two different ones")
    return parts


def keyed(observations: Observations, level: str) -> Observations:
    """The observations with their keys at a level in the column :data:`KEY`; null where an article has none.

    Raises:
        UsageError: no such level, or no such group of the user's.
    """
    articles = observations.articles
    texts = []
    for part in parts_of(level):
        if part in _PERIODS:
            texts.append(pl.col("published").dt.strftime(_PERIODS[part]))
        elif part in LEVELS:
            texts.append(pl.col(LEVELS[part]))
        elif part in articles.columns:
            texts.append(pl.col(part))
        elif articles.height:
            names = ", ".join(name for name in articles.columns if name.startswith(GROUP)) or "none"
            raise UsageError("estimate.group", f"no article has a '{part}'", "", f"the articles' groups: {names}")
        else:
            texts.append(pl.lit(None, dtype=pl.String))
    key = texts[0] if len(texts) == 1 else pl.concat_str(texts, separator=CROSS)
    return Observations(
        articles=articles.with_columns(key.alias(KEY)), hits=observations.hits, sides=observations.sides
    )

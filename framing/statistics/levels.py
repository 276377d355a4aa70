"""Levels: what estimates can be made for, and the keys that articles have at each."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.statistics.observations import GROUP, Observations
from framing.statistics.periods import reaches

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
#: Level → the length of a period, and how its first day is written.
_PERIODS: Final = {
    "day": ("1d", "%Y-%m-%d"),
    "week": ("1w", "%G-W%V"),
    "month": ("1mo", "%Y-%m"),
    "year": ("1y", "%Y"),
}
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

    The column is an enumeration of the keys in their order: its texts are made once a key, not once an article.

    Raises:
        UsageError: no such level, or no such group of the user's.
    """
    articles = observations.articles
    parts: list[pl.Expr] = []
    texts = []
    for number, part in enumerate(parts_of(level)):
        column = pl.col(str(number))
        if part in _PERIODS:
            length, written = _PERIODS[part]
            parts.append(pl.when(reaches(part)).then(pl.col("published").dt.date().dt.truncate(length)))
            column = column.dt.strftime(written)
        elif part in LEVELS:
            parts.append(pl.col(LEVELS[part]))
        elif part in articles.columns:
            parts.append(pl.col(part))
        elif articles.height:
            names = ", ".join(name for name in articles.columns if name.startswith(GROUP)) or "none"
            raise UsageError("estimate.group", f"no article has a '{part}'", "", f"the articles' groups: {names}")
        else:
            parts.append(pl.lit(None, dtype=pl.String))
        texts.append(column.cast(pl.String))
    found = articles.select(part.alias(str(number)) for number, part in enumerate(parts))
    known = found.unique().drop_nulls()
    known = known.with_columns(pl.concat_str(texts, separator=CROSS).alias(KEY))
    known = known.with_columns(pl.col(KEY).cast(pl.Enum(known[KEY].unique().sort())))
    keys = found.join(known, on=found.columns, how="left", maintain_order="left")[KEY]
    return replace(observations, articles=articles.with_columns(keys))

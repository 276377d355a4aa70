"""Levels: what estimates can be made for, and the keys that articles have at each.

Periods: days, weeks, months, quarters and years of publication, in UTC.

Their names sort as text in the order of time: ``2024-03-01``, ``2024-W09`` (ISO 8601), ``2024-03``, ``2024-Q1``,
``2024``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.expressions import expression
from framing.schemas import LEVELS
from framing.statistics.observations import GROUP, Observations

__all__ = [
    "CROSS",
    "KEY",
    "PERIODS",
    "check_period",
    "keyed",
    "keys_of",
    "last_moment",
    "moments",
    "number_of",
    "parts_of",
    "period_index",
    "period_name",
    "reaches",
]


PERIODS: Final = ("day", "week", "month", "quarter", "year")

_FORMATS: Final = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}

#: What must be known of a date for its period to be known: a month tells its quarter and year, and not its week.
_TELLING: Final = {"month": ("month", "quarter", "year"), "year": ("year",)}

#: 1 January 1970 was a Thursday; weeks begin on Mondays.
_TO_MONDAY: Final = 3
_EPOCH: Final = date(1970, 1, 1).toordinal()

#: Length → how a year, a month and a day are written, and how long they last; else it is a moment.
_SHAPES: Final = {
    4: (expression("[0-9]{4}"), "1y"),
    7: (expression("[0-9]{4}-[0-9]{2}"), "1mo"),
    10: (expression("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "1d"),
}
_TIME: Final = expression("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9].{1,30}")


def check_period(period: str) -> None:
    """Refuse an unknown period.

    Raises:
        UsageError: ``statistics.period``.
    """
    if period not in PERIODS:
        raise UsageError("statistics.period", f"no period '{period}'", "", f"use {', '.join(PERIODS)}")


def period_name(published: pl.Expr, period: str) -> pl.Expr:
    """The name of the period that a date is in; null where there is no date.

    Args:
        published: a UTC datetime.
        period: one of ``PERIODS``.

    Raises:
        UsageError: an unknown period.

    Example:
        >>> from datetime import datetime
        >>> frame = pl.DataFrame({"published": [datetime(2024, 12, 30)]})
        >>> [frame.select(period_name(pl.col("published"), name)).item() for name in PERIODS]
        ['2024-12-30', '2025-W01', '2024-12', '2024-Q4', '2024']
    """
    check_period(period)
    if period == "quarter":
        quarter = published.dt.quarter().cast(pl.String)
        return published.dt.year().cast(pl.String) + pl.lit("-Q") + quarter
    return published.dt.to_string(_FORMATS[period])


def reaches(period: str) -> pl.Expr:
    """Whether it is known in which period an article was published.

    It reads the columns ``published`` and ``published_precision``; where the latter is null, the day is known.

    Args:
        period: one of ``PERIODS``.

    Raises:
        UsageError: an unknown period.

    Example:
        >>> from datetime import datetime
        >>> march = pl.DataFrame({"published": [datetime(2024, 3, 1)], "published_precision": ["month"]})
        >>> [march.select(reaches(name)).item() for name in PERIODS]
        [False, False, True, True, True]
    """
    check_period(period)
    coarse = [name for name, telling in _TELLING.items() if period not in telling]
    return pl.col("published").is_not_null() & ~pl.col("published_precision").is_in(coarse).fill_null(False)


def last_moment() -> pl.Expr:
    """The last moment at which an article may have been published: that of its month or year where no day is known.

    It reads the same columns as :func:`reaches`.
    """
    published, precision = pl.col("published"), pl.col("published_precision")
    return (
        pl.when(precision == "month").then(published.dt.offset_by("1mo").dt.offset_by("-1us"))
        .when(precision == "year").then(published.dt.offset_by("1y").dt.offset_by("-1us"))
        .otherwise(published)
    )  # fmt: skip


def moments(text: str) -> tuple[datetime, datetime]:
    """The first moment of a day, month or year, and the first one after it; of a moment itself and a microsecond later.

    Args:
        text: ISO 8601: ``2026-02-05``, ``2026-02``, ``2026`` or ``2026-02-05T13:00:00Z``; UTC where no zone is named.

    Raises:
        UsageError: ``filter.date``.

    Example:
        >>> [f"{moment:%Y-%m-%d}" for moment in moments("2025-12")]
        ['2025-12-01', '2026-01-01']
    """
    shape, unit = _SHAPES.get(len(text), (_TIME, "1us"))
    try:
        if not shape.fullmatch(text):
            raise ValueError(text)
        first = datetime.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < len("2026-02-05") else text)
        first = first.replace(tzinfo=UTC) if first.tzinfo is None else first.astimezone(UTC)
        after: datetime = pl.Series([first]).dt.offset_by(unit)[0]
    except (ValueError, OverflowError, pl.exceptions.PolarsError) as error:
        hint = "write a day as 2026-02-05, a month as 2026-02, a year as 2026"
        raise UsageError("filter.date", f"'{text[:40]}' is no date", "", hint) from error
    return first, after


def period_index(published: pl.Expr, period: str) -> pl.Expr:
    """The number of the period that a date is in; the next period has the next number, also if nothing is in it.

    Args:
        published: a UTC datetime.
        period: one of ``PERIODS``.

    Raises:
        UsageError: an unknown period.
    """
    check_period(period)
    days = published.dt.date().cast(pl.Int32).cast(pl.Int64)
    year, month = published.dt.year().cast(pl.Int64), published.dt.month().cast(pl.Int64)
    match period:
        case "day":
            return days
        case "week":
            return (days + _TO_MONDAY).floordiv(7)
        case "month":
            return year * 12 + month - 1
        case "quarter":
            return year * 4 + (month - 1).floordiv(3)
        case _:
            return year


def number_of(name: str, period: str) -> int:
    """The number that :func:`period_index` gives a period, from its name.

    Example:
        >>> number_of("2024-W02", "week") - number_of("2023-W52", "week")
        2
    """
    check_period(period)
    if period == "day":
        return date.fromisoformat(name).toordinal() - _EPOCH
    year, _, rest = name.partition("-")
    match period:
        case "week":
            return (date.fromisocalendar(int(year), int(rest[1:]), 1).toordinal() - _EPOCH + _TO_MONDAY) // 7
        case "month":
            return int(year) * 12 + int(rest) - 1
        case "quarter":
            return int(year) * 4 + int(rest[1:]) - 1
        case _:
            return int(year)


#: Period → its length, as Polars calls it.
_LENGTHS: Final = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
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
    known = (*LEVELS, *PERIODS)
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
    return replace(observations, articles=articles.with_columns(keys_of(articles, level)))


def keys_of(articles: pl.DataFrame, level: str) -> pl.Series:
    """The keys of articles at a level, as :func:`keyed` has them.

    Args:
        articles: with the columns of the level (:data:`framing.schemas.LEVELS`), groups as columns ``group:NAME``.
        level: as for :func:`parts_of`.

    Raises:
        UsageError: no such level, or no such group of the user's.
    """
    parts: list[pl.Expr] = []
    texts = []
    for number, part in enumerate(parts_of(level)):
        column = pl.col(str(number))
        if part in PERIODS:
            parts.append(pl.when(reaches(part)).then(pl.col("published").dt.date().dt.truncate(_LENGTHS[part])))
            column = period_name(column, part)
        elif LEVELS.get(part, part) in articles.columns:
            parts.append(pl.col(LEVELS.get(part, part)))
        elif articles.height:
            names = ", ".join(name for name in articles.columns if name.startswith(GROUP)) or "none"
            raise UsageError("estimate.group", f"no article has a '{part}'", "", f"the articles' groups: {names}")
        else:
            parts.append(pl.lit(None, dtype=pl.String))
        texts.append(column.cast(pl.String))
    columns = [str(number) for number in range(len(parts))]
    # Chosen after they are made: a level that no article has is a single null, and of no articles there are no keys.
    keys = articles.with_columns(part.alias(name) for name, part in zip(columns, parts, strict=True)).select(columns)
    known = keys.unique().drop_nulls()
    known = known.with_columns(pl.concat_str(texts, separator=CROSS).alias(KEY))
    known = known.with_columns(pl.col(KEY).cast(pl.Enum(known[KEY].unique().sort())))
    return keys.join(known, on=keys.columns, how="left", maintain_order="left")[KEY]

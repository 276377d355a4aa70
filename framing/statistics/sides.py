"""The two sides of a contrast: which articles stand on which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Final

import polars as pl

from framing.counting import counted
from framing.errors import UsageError
from framing.statistics.observations import GROUP
from framing.statistics.periods import last_moment

__all__ = ["COLUMNS", "Split", "column_of", "known", "near", "split", "within_keys"]

#: Level → the article column that its keys come from.
COLUMNS: Final = {
    "outlet": "outlet",
    "country": "country",
    "source": "source_country",
    "genre": "genre",
    "language": "language",
}

#: Likeness of a name that was probably meant: "amar-ujala" and "nieman-lab" have .5, one letter of five wrong .8.
_ALIKE: Final = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Articles on two sides.

    Attributes:
        a: what side A is called.
        b: what side B is called.
        frame: columns article_id, first (whether on side A); only articles that are on a side.
        notes: sentences about what was left out.
    """

    a: str
    b: str
    frame: pl.DataFrame
    notes: tuple[str, ...] = ()


def near(name: str, names: list[str]) -> str:
    """A hint that names what is spelled like a name, else the first few of what there is."""
    folded = {other.casefold(): other for other in reversed(names)}
    close = [folded[match] for match in get_close_matches(name.casefold(), list(folded), n=3, cutoff=_ALIKE)]
    close += [other for other in names if name.casefold() in other.casefold() and other not in close][:3]
    if close:
        return f"did you mean {' or '.join(close[:3])}?"
    return f"there are {', '.join(names[:8])}{' …' if len(names) > 8 else ''}" if names else "there are none"


def column_of(articles: pl.DataFrame, level: str) -> str:
    """The column that a level's keys stand in.

    Raises:
        UsageError: no such level, or no such group.
    """
    column = COLUMNS.get(level, level if level.startswith(GROUP) else "")
    if column in articles.columns:
        return column
    groups = [name for name in articles.columns if name.startswith(GROUP)]
    levels = [*COLUMNS, "voice", "section", *groups]
    raise UsageError("compare.level", f"no level '{level}'", "", f"use {', '.join(levels)}")


def known(articles: pl.DataFrame, level: str, key: str) -> pl.Expr:
    """Which articles have a key.

    Raises:
        UsageError: none has; the error names near ones.
    """
    column = column_of(articles, level)
    names = articles[column].drop_nulls()
    if not (names == key).any():
        counted = names.value_counts(sort=True)[column].to_list()
        raise UsageError("compare.key", f"no article has the {level} '{key}'", "", near(key, counted))
    return pl.col(column) == key


def within_keys(articles: pl.DataFrame, within: Mapping[str, str] | None) -> pl.DataFrame:
    """Articles that have all the keys of some levels.

    Raises:
        UsageError: see :func:`known`.
    """
    for level, key in (within or {}).items():
        articles = articles.filter(known(articles, level, key))
    return articles


def split(
    articles: pl.DataFrame,
    by: str,
    a: str | None,
    b: str | None,
    before: str | date | datetime | None,
    *,
    outlet_name: Callable[[str], str] = str,
) -> Split:
    """Put articles on two sides.

    Args:
        articles: of observations.
        by: level of the keys.
        a: key of side A; with ``before`` the key, if any, whose articles are compared with each other.
        b: key of side B; everything else in A's languages where there is none.
        before: the first day of side B.
        outlet_name: what an outlet is called.

    Raises:
        UsageError: an unknown level, key or date, or nothing to compare.
    """
    naming = outlet_name if by == "outlet" else str
    if before is not None:
        return _periods(articles, by, a, b, before, naming)
    if a is None:
        raise UsageError("compare.sides", "nothing to compare", "", f"name a key of the level '{by}', or a date")
    column = column_of(articles, by)
    on_a = known(articles, by, a)
    if b is not None:
        on_b = known(articles, by, b)
        frame = articles.filter(on_a | on_b).select("article_id", first=on_a)
        return Split(naming(a), naming(b), frame)
    languages = articles.filter(on_a)["language"].unique().to_list()
    rest = pl.col(column).is_not_null() & pl.col("language").is_in(languages)
    frame = articles.filter(on_a | rest).select("article_id", first=on_a)
    return Split(naming(a), "rest of its language" if len(languages) == 1 else "rest of its languages", frame)


def _periods(
    articles: pl.DataFrame,
    by: str,
    a: str | None,
    b: str | None,
    before: str | date | datetime,
    naming: Callable[[str], str],
) -> Split:
    if b is not None:
        raise UsageError("compare.sides", "two keys and a date", "", "name one key, or none, with a date")
    day = _moment(before)
    if a is not None:
        articles = articles.filter(known(articles, by, a))
    told = articles.filter(pl.col("published").is_not_null())
    notes = []
    if missing := articles.height - told.height:
        notes.append(f"{missing} of {counted(articles.height, 'articles')} without a date: left out.")
    # Of a month in which the day lies nobody knows on which side an article is.
    dated = told.filter((last_moment() < day) | (pl.col("published") >= day))
    if unclear := told.height - dated.height:
        number = counted(unclear, "articles have", "article has")
        notes.append(f"{number} a date without a day, in the month or year of {day.date()}: left out.")
    name = f"{naming(a)} " if a is not None else ""
    text = day.date().isoformat()
    frame = dated.select("article_id", first=pl.col("published") < day)
    return Split(f"{name}before {text}", f"{name}from {text}", frame, tuple(notes))


def _moment(given: str | date | datetime) -> datetime:
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    if isinstance(given, str):
        try:
            given = date.fromisoformat(given)
        except ValueError:
            raise UsageError("compare.date", f"'{given}' is no date", "", "write it as 2022-02-24") from None
    return datetime(given.year, given.month, given.day, tzinfo=UTC)

"""Filters: which articles a view is about, which of their words count, and how many articles each filter leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from dashboards.names import country_name, genre_name, language_name, topic_name
from framing.errors import UsageError
from framing.schemas import SECTIONS, VOICES
from framing.statistics.levels import last_moment
from framing.statistics.narrowing import Funnel

__all__ = ["COUNTED", "LISTS", "NAMES", "SINGLE", "Filters", "Kept", "described", "keep", "moments"]

#: Filters that choose articles by several values, and how the page calls them.
LISTS: Final[dict[str, str]] = {
    "language": "Language", "country": "Country", "outlet": "Outlet", "genre": "Genre", "topic": "Topic",
}  # fmt: skip
#: Filters that choose what counts in these articles.
COUNTED: Final[dict[str, str]] = {"voices": "Voice", "sections": "Section", "family": "Family"}
#: Filters of one value.
SINGLE: Final[dict[str, str]] = {"since": "From", "until": "Until", "about": "About"}
#: All filters, as an address has them: the one list that pages, links, exports and the page's script go by.
NAMES: Final = (*LISTS, *COUNTED, *SINGLE, "least")
#: What sections, voices and families may be.
_KNOWN: Final = {"voices": VOICES, "sections": SECTIONS}
#: How a day, a month and a year are written.
_FORMATS: Final = {10: "%Y-%m-%d", 7: "%Y-%m", 4: "%Y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles a view is about, and which of their words count; what is empty lets all of them pass.

    Attributes:
        voices: whose words and hits count.
        sections: whose words and hits count.
        family: whose dimensions are shown, and their hits counted.
        since: the first day, month or year: ``2026-02-05``, ``2026-02`` or ``2026``.
        until: the last one.
        about: an actor, or names apart by ``|``: only articles that name it.
        least: articles that an outlet has, of those that fit the other filters.
    """

    language: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    family: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    about: str = ""
    least: int = 0

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def counted(self) -> dict[str, Any]:
        """The sections and voices that count, as the toolkit's functions take them."""
        return {name: given for name in _KNOWN if (given := getattr(self, name))}

    def check(self) -> None:
        """Refuse a section or voice that there is not.

        Raises:
            UsageError: ``dashboard.filter``.
        """
        for name, known in _KNOWN.items():
            for value in getattr(self, name):
                if value not in known:
                    what = f"'{value[:40]}' is none of the {name}"
                    raise UsageError("dashboard.filter", what, "", f"use {', '.join(known)}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """The rows that fit some filters.

    Attributes:
        rows: one row an article.
        undated: articles that a range of dates leaves out because they have none.
        funnel: how many articles each filter leaves, up to the one that leaves none.
    """

    rows: pl.DataFrame
    undated: int
    funnel: str


def moments(text: str) -> tuple[datetime, datetime]:
    """The first moment of a day, month or year, and the first one after it.

    Raises:
        UsageError: ``dashboard.date``.

    Example:
        >>> [f"{moment:%Y-%m-%d}" for moment in moments("2025-12")]
        ['2025-12-01', '2026-01-01']
    """
    shape = _FORMATS.get(len(text), "") if text.isascii() else ""
    try:
        first = datetime.strptime(text, shape).replace(tzinfo=UTC)
        unit = {10: "1d", 7: "1mo", 4: "1y"}[len(text)]
        after: datetime = pl.Series([first]).dt.offset_by(unit)[0]
    except (ValueError, KeyError, OverflowError, pl.exceptions.PolarsError) as error:
        hint = "write a day as 2026-02-05, a month as 2026-02, a year as 2026"
        raise UsageError("dashboard.date", f"'{text[:40]}' is no date", "", hint) from error
    return first, after


def described(filters: Filters, outlet_name: Callable[[str], str]) -> list[tuple[str, Filters]]:
    """Each filter that is on, in words, and the filters without it.

    Example:
        >>> [said for said, _ in described(Filters(language=("ur", "hi"), voices=("own",), least=20), str.upper)]
        ['Language Urdu or Hindi', 'Voice own', 'Outlets with at least 20 articles']
    """
    call = _names(outlet_name)
    described_filters: list[tuple[str, Filters]] = []
    for name, label in (LISTS | COUNTED).items():
        if chosen := getattr(filters, name):
            empty: dict[str, Any] = {name: ()}
            filter_text = f"{label} {' or '.join(call[name](key) for key in chosen)}"
            described_filters.append((filter_text, replace(filters, **empty)))
    for name, label in SINGLE.items():
        if text := getattr(filters, name):
            blank: dict[str, Any] = {name: ""}
            described_filters.append((f"{label} {text}", replace(filters, **blank)))
    if filters.least > 1:
        described_filters.append((f"Outlets with at least {filters.least:,} articles", replace(filters, least=0)))
    return described_filters


def _names(outlet_name: Callable[[str], str]) -> dict[str, Callable[[str], str]]:
    """How the values of each list are called."""
    return {
        "language": language_name, "country": country_name, "outlet": outlet_name, "genre": genre_name,
        "topic": topic_name, "voices": str, "sections": str, "family": str,
    }  # fmt: skip


def keep(
    rows: pl.DataFrame,
    filters: Filters,
    *,
    outlet_name: Callable[[str], str],
    on_topic: Callable[[pl.DataFrame], Collection[str] | pl.Series],
) -> Kept:
    """The rows that fit filters.

    Args:
        rows: one row an article.
        filters: which.
        outlet_name: what an outlet is called.
        on_topic: the ids of those rows that name what the filters are about. It is asked for rows that fit all else
            but the number of articles, since it reads their text.

    Raises:
        UsageError: ``dashboard.date``: what the dates say is none.
    """
    call = _names(outlet_name)
    funnel, undated = Funnel(rows), 0
    for name, label in LISTS.items():
        wanted: tuple[str, ...] = getattr(filters, name)
        if wanted:
            text = f"{label} {' or '.join(call[name](key) for key in wanted)}"
            funnel.keep(text, pl.col(name).is_in(list(wanted)))
    if filters.since or filters.until:
        undated = funnel.rows["published"].null_count()
    if filters.since:
        funnel.keep(f"From {filters.since}", pl.col("published") >= moments(filters.since)[0])
    if filters.until:
        # Of a month without a day, the whole month has to lie in the range.
        funnel.keep(f"Until {filters.until}", last_moment() < moments(filters.until)[1])
    if filters.about:
        ids = pl.Series("article_id", on_topic(funnel.rows), dtype=pl.String)
        funnel.keep(f"About {filters.about}", pl.col("article_id").is_in(ids.implode()), is_partial=True)
    if filters.least > 1:
        enough = (pl.len().over("outlet") >= filters.least) & pl.col("outlet").is_not_null()
        funnel.keep(f"Outlets with at least {filters.least:,} articles", enough)
    return Kept(rows=funnel.rows, undated=undated, funnel=funnel.summary())

"""Filters: which articles a view is about, which of their words count, and how many articles each filter leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

import polars as pl

from dashboards.names import country_name, genre_name, language_name, section_name, topic_name, voice_name
from dashboards.wording import later, many, say, sense
from framing.errors import UsageError
from framing.phrases import phrase
from framing.schemas import SECTIONS, VOICES
from framing.statistics.levels import last_moment
from framing.statistics.narrowing import Funnel

__all__ = ["COUNTED", "LISTS", "NAMES", "SINGLE", "Filters", "Kept", "Step", "described", "keep", "left_by", "moments"]

#: A filter, the articles that it left of those before, and those that it leaves by itself, where that is known.
Step: TypeAlias = tuple[str, int, int | None]

#: Filters that choose articles by several values, and how the page calls them.
LISTS: Final[dict[str, str]] = {
    "language": later("Language"), "country": later("Country"), "outlet": later("Outlet"), "genre": later("Genre"),
    "topic": later("Topic"),
}  # fmt: skip
#: Filters that choose what counts in these articles.
COUNTED: Final[dict[str, str]] = {"voices": later("Voice"), "sections": later("Section"), "family": later("Family")}
#: Filters of one value.
SINGLE: Final[dict[str, str]] = {"since": later("From"), "until": later("Until"), "about": later("About")}
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
                    what = phrase("'{value}' is none of the {names}", value=value[:40], names=name)
                    raise UsageError("dashboard.filter", what, "", phrase("use {names}", names=list(known)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """The rows that fit some filters.

    Attributes:
        rows: one row an article.
        undated: articles that a range of dates leaves out because they have none.
        steps: how many articles each filter leaves.
    """

    rows: pl.DataFrame
    undated: int
    steps: tuple[Step, ...]


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
        hint = phrase("write a day as 2026-02-05, a month as 2026-02, a year as 2026")
        raise UsageError("dashboard.date", phrase("'{text}' is no date", text=text[:40]), "", hint) from error
    return first, after


def described(filters: Filters, outlet_name: Callable[[str], str]) -> list[tuple[str, Filters]]:
    """Each filter that is on, in words, and the filters without it.

    Example:
        >>> [said for said, _ in described(Filters(language=("ur", "hi"), voices=("own",), least=20), str.upper)]
        ['Language Urdu or Hindi', 'Voice own', 'Outlets with at least 20 articles']
    """
    off = Filters()
    parts: list[tuple[str, Filters]] = []
    for name in NAMES:
        if getattr(filters, name) and (name != "least" or filters.least > 1):
            without: dict[str, Any] = {name: getattr(off, name)}
            parts.append((_said(filters, name, outlet_name), replace(filters, **without)))
    return parts


def _said(filters: Filters, name: str, outlet_name: Callable[[str], str]) -> str:
    """What a filter lets pass."""
    value: Any = getattr(filters, name)
    if name == "least":
        return many("Outlets with at least {n} article", "Outlets with at least {n} articles", value)
    if name in SINGLE:
        return f"{say(SINGLE[name])} {value}"
    call = _names(outlet_name)[name]
    return f"{say((LISTS | COUNTED)[name])} {sense('between choices', ' or ').join(map(call, value))}"


def _names(outlet_name: Callable[[str], str]) -> dict[str, Callable[[str], str]]:
    """How the values of each list are called."""
    return {
        "language": language_name, "country": country_name, "outlet": outlet_name, "genre": genre_name,
        "topic": topic_name, "voices": voice_name, "sections": section_name, "family": str,
    }  # fmt: skip


def left_by(filters: Filters, steps: Sequence[Step], whole: int, outlet_name: Callable[[str], str]) -> list[str]:
    """How many articles there were, and how many each filter left, up to the one that left none.

    Example:
        >>> left_by(Filters(language=("ur",), since="2026"), [("language", 3, None), ("since", 0, 2)], 5, str)
        ['articles: 5', 'Language Urdu leaves 3', 'From 2026 leaves 0 (alone: 2)']
    """
    lines = [say("articles: {n}", n=whole)]
    for name, left, alone in steps:
        condition = _said(filters, name, outlet_name)
        if left or alone is None:
            lines.append(say("{filter} leaves {n}", filter=condition, n=left))
        else:
            lines.append(say("{filter} leaves {n} (alone: {alone})", filter=condition, n=left, alone=alone))
        if not left:
            break
    return lines


def keep(
    rows: pl.DataFrame,
    filters: Filters,
    *,
    on_topic: Callable[[pl.DataFrame], Collection[str] | pl.Series],
) -> Kept:
    """The rows that fit filters.

    Args:
        rows: one row an article.
        filters: which.
        on_topic: the ids of those rows that name what the filters are about. It is asked for rows that fit all else
            but the number of articles, since it reads their text.

    Raises:
        UsageError: ``dashboard.date``: what the dates say is none.
    """
    funnel, undated = Funnel(rows), 0
    for name in LISTS:
        wanted: tuple[str, ...] = getattr(filters, name)
        if wanted:
            funnel.keep(name, pl.col(name).is_in(list(wanted)))
    if filters.since or filters.until:
        undated = funnel.rows["published"].null_count()
    if filters.since:
        funnel.keep("since", pl.col("published") >= moments(filters.since)[0])
    if filters.until:
        # Of a month without a day, the whole month has to lie in the range.
        funnel.keep("until", last_moment() < moments(filters.until)[1])
    if filters.about:
        ids = pl.Series("article_id", on_topic(funnel.rows), dtype=pl.String)
        funnel.keep("about", pl.col("article_id").is_in(ids.implode()), is_partial=True)
    if filters.least > 1:
        enough = (pl.len().over("outlet") >= filters.least) & pl.col("outlet").is_not_null()
        funnel.keep("least", enough)
    steps = tuple((step.name, step.left, step.alone) for step in funnel.counts.steps)
    return Kept(rows=funnel.rows, undated=undated, steps=steps)

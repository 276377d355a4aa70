"""A view is a link: what a page shows stands in its address, and nothing else decides it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, Self
from urllib.parse import parse_qs, quote, unquote, urlencode

from dashboards.filtering import COUNTED, LISTS, SINGLE, Filters
from dashboards.sides import Sides, level_of
from framing.errors import UsageError
from framing.phrases import phrase

__all__ = [
    "ARTICLE",
    "COMPARE",
    "MOST_SHOWN",
    "NONE",
    "OUTLETS",
    "ArticleView",
    "CompareView",
    "FilteredView",
    "OutletsView",
    "OverviewView",
    "SidedView",
    "article_of",
    "article_path",
    "filter_pairs",
    "filters_of",
    "one_of",
    "page_of",
    "switched",
]

#: The path of the outlets' page.
OUTLETS: Final = "/outlets"
#: The path of the page that compares.
COMPARE: Final = "/compare"
#: Below it stand the articles.
ARTICLE: Final = "/article/"
#: Dimensions that are marked in a text at once: more colours are not told apart.
MOST_SHOWN: Final = 6
#: Stands in an address for no dimension.
NONE: Final = "none"
_EXPLAINED: Final = ("dimension", "voice", "scale", "entry")
_SCALE: Final = "tone"
_COMPARED: Final = ("a", "b", "before", "mix", "raw", "measure", "words", "word")
_COMPARING: Final = ("sort", "ranked", "a", "b", "measure", "mix")
_BY: Final = "publisher"


def article_path(article_id: str) -> str:
    """The path of an article's page.

    Example:
        >>> article_path("https://example.org/ख़बर?a=1")[:40]
        '/article/https%3A%2F%2Fexample.org%2F%E0'
    """
    return ARTICLE + quote(article_id, safe="")


def article_of(path: str) -> str | None:
    """The article that a path names; None where it names none.

    Example:
        >>> article_of(article_path("a/b:c %41"))
        'a/b:c %41'
    """
    return unquote(path.removeprefix(ARTICLE)) if path.startswith(ARTICLE) and path != ARTICLE else None


class FilteredView(Protocol):
    """A view that has filters."""

    @property
    def filters(self) -> Filters:
        """Which articles it is about."""

    def href(self, **changes: Any) -> str:
        """The link to this view, with some things changed."""

    def toggled(self, name: str, value: str) -> str:
        """The link to this view with one filter value switched on or off."""


class SidedView(FilteredView, Protocol):
    """A view that compares two sides."""

    @property
    def sides(self) -> Sides:
        """What is compared."""

    @property
    def measure(self) -> str:
        """The dimension or scale whose words are shown; empty for the strongest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """What the overview shows.

    Attributes:
        plane: language of the outlets on the plane; empty for the one with the most.
        scale: of the outlets.
        by: whose country: the publisher's or the source's.
        order: of the outlets: empty for the highest first, ``low`` for the lowest, ``articles`` for the most articles.
        rank: page of the outlets, from 1.
        nations: page of the countries, from 1.
        sort: column of the list of articles, ``-`` first for descending; empty for the project's own order.
        page: of the list, from 1.
    """

    filters: Filters = field(default_factory=Filters)
    plane: str = ""
    scale: str = _SCALE
    by: str = _BY
    order: str = ""
    rank: int = 1
    nations: int = 1
    sort: str = ""
    page: int = 1

    @classmethod
    def parse(cls, search: str | None) -> Self:
        """The view that a query string names; what it does not name is the default."""
        query = parse_qs((search or "").lstrip("?"))
        return cls(
            filters=filters_of(query),
            plane=one_of(query, "plane", ""),
            scale=one_of(query, "scale", _SCALE),
            by=one_of(query, "by", _BY),
            order=one_of(query, "order", ""),
            rank=page_of(query, "outlets"),
            nations=page_of(query, "countries"),
            sort=one_of(query, "sort", ""),
            page=page_of(query),
        )

    def href(self, **changes: Any) -> str:
        """The link to this view, with some things changed. Another filter or order begins at the first page."""
        view = replace(self, **changes)
        if "page" not in changes and changes.keys() & {"filters", "sort"}:
            view = replace(view, page=1)
        if "rank" not in changes and changes.keys() & {"filters", "scale", "order"}:
            view = replace(view, rank=1)
        if "nations" not in changes and changes.keys() & {"filters", "scale", "by"}:
            view = replace(view, nations=1)
        pairs = filter_pairs(view.filters)
        usual = {"plane": "", "scale": _SCALE, "by": _BY, "order": "", "sort": ""}
        pairs += [(name, getattr(view, name)) for name, value in usual.items() if getattr(view, name) != value]
        pages = {"outlets": view.rank, "countries": view.nations, "page": view.page}
        pairs += [(name, str(page)) for name, page in pages.items() if page > 1]
        return "/" + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, name: str, value: str) -> str:
        """The link to this view with one filter value switched on or off."""
        return self.href(filters=switched(self.filters, name, value))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletsView:
    """What the outlets' page shows.

    Attributes:
        sort: dimension that the outlets of each language are ordered by, highest first; empty for their names.
        page: of the heat map, from 1.
        ranked: language of the outlets that are ranked; empty for the one with the most.
        rank: page of the ranked outlets, from 1.
        a: the outlet that is compared; empty for none.
        b: the outlet it is compared with; empty for the rest of its language.
        measure: dimension or scale whose words are shown; empty for the strongest.
        mix: ``topic`` or ``genre`` where both sides are brought to one mix of it.
    """

    filters: Filters = field(default_factory=Filters)
    sort: str = ""
    page: int = 1
    ranked: str = ""
    rank: int = 1
    a: str = ""
    b: str = ""
    measure: str = ""
    mix: str = ""

    @classmethod
    def parse(cls, search: str | None) -> Self:
        """The view that a query string names; what it does not name is the default."""
        query = parse_qs((search or "").lstrip("?"))
        plain = {name: one_of(query, name, "") for name in _COMPARING}
        return cls(filters=filters_of(query), page=page_of(query), rank=page_of(query, "outlets"), **plain)

    def href(self, **changes: Any) -> str:
        """The link to this view, with some things changed. Other filters or another order begin at the first page."""
        view = replace(self, **changes)
        if "page" not in changes and changes.keys() & {"filters", "sort"}:
            view = replace(view, page=1)
        if "rank" not in changes and changes.keys() & {"filters", "sort", "ranked"}:
            view = replace(view, rank=1)
        pairs = filter_pairs(view.filters)
        pairs += [(name, value) for name in _COMPARING if (value := getattr(view, name))]
        pages = {"outlets": view.rank, "page": view.page}
        pairs += [(name, str(page)) for name, page in pages.items() if page > 1]
        return OUTLETS + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, name: str, value: str) -> str:
        """The link to this view with one filter value switched on or off."""
        return self.href(filters=switched(self.filters, name, value))

    @property
    def sides(self) -> Sides:
        """The outlets compared."""
        return Sides(a=self.a, b=self.b, mix=self.mix)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareView:
    """What the page shows that compares.

    Attributes:
        by, a, b, before, mix, raw: what is compared, see :class:`dashboards.sides.Sides`.
        measure: dimension or scale whose words are shown; empty for the strongest.
        words: language whose words are all compared; empty where they are not wanted, ``all`` for that with the most.
        word: only words that have this in them.
    """

    filters: Filters = field(default_factory=Filters)
    by: str = "outlet"
    a: str = ""
    b: str = ""
    before: str = ""
    mix: str = ""
    raw: str = ""
    measure: str = ""
    words: str = ""
    word: str = ""

    @classmethod
    def parse(cls, search: str | None) -> Self:
        """The view that a query string names; what it does not name is the default."""
        query = parse_qs((search or "").lstrip("?"))
        plain = {name: one_of(query, name, "").strip() for name in _COMPARED}
        by = one_of(query, "by", "outlet")
        return cls(filters=filters_of(query), by=by if level_of(by) is not None else "outlet", **plain)

    def href(self, **changes: Any) -> str:
        """The link to this view, with some things changed. Other ways to compare begin without sides."""
        view = replace(self, **changes)
        if "by" in changes and changes["by"] != self.by:
            view = replace(view, **{"a": "", "b": "", "before": "", "measure": "", "words": "", **changes})
        pairs = filter_pairs(view.filters) + ([("by", view.by)] if view.by != "outlet" else [])
        pairs += [(name, value) for name in _COMPARED if (value := getattr(view, name))]
        return COMPARE + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, name: str, value: str) -> str:
        """The link to this view with one filter value switched on or off."""
        return self.href(filters=switched(self.filters, name, value))

    @property
    def sides(self) -> Sides:
        """What is compared."""
        return Sides(by=self.by, a=self.a, b=self.b, before=self.before, mix=self.mix, raw=bool(self.raw))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """What an article's page shows.

    Attributes:
        filters: of the page that led to it, and that it leads back to.
        shown: dimensions whose hits are marked; empty for those of one family, ``none`` for none.
        dimension: whose number is explained; empty for none.
        voice: in which voice; empty for all.
        scale: that is explained; empty for none.
        entry: whose card is open; empty for none.
        page: of the evidence, from 1.
    """

    filters: Filters = field(default_factory=Filters)
    shown: tuple[str, ...] = ()
    dimension: str = ""
    voice: str = ""
    scale: str = ""
    entry: str = ""
    page: int = 1

    @classmethod
    def parse(cls, search: str | None) -> Self:
        """The view that a query string names."""
        query = parse_qs((search or "").lstrip("?"))
        plain = {name: one_of(query, name, "") for name in _EXPLAINED}
        return cls(filters=filters_of(query), shown=tuple(query.get("show", ())), page=page_of(query), **plain)

    def href(self, article_id: str, **changes: Any) -> str:
        """The link to this view, with some things changed."""
        view = replace(self, **{"page": 1, **changes})
        pairs = filter_pairs(view.filters) + [("show", name) for name in view.shown]
        pairs += [(name, value) for name in _EXPLAINED if (value := getattr(view, name))]
        pairs += [("page", str(view.page))] if view.page > 1 else []
        return article_path(article_id) + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, article_id: str, dimension: str, shown: tuple[str, ...]) -> str:
        """The link to this view with one dimension switched on or off; of too many the first goes.

        Args:
            article_id: of the article.
            dimension: to switch.
            shown: those that are on now.
        """
        on = tuple(name for name in shown if name != dimension) if dimension in shown else (*shown, dimension)
        rest = {"dimension": "", "voice": "", "scale": ""} if self.dimension == dimension or self.scale else {}
        return self.href(article_id, shown=on[-MOST_SHOWN:] or (NONE,), **rest)

    def focused(self, article_id: str, dimension: str, voice: str = "") -> str:
        """The link to this view with one number explained; once more, none."""
        if (self.dimension, self.voice) == (dimension, voice):
            return self.href(article_id, dimension="", voice="")
        return self.href(article_id, dimension=dimension, voice=voice, scale="", entry="")

    def explained(self, article_id: str, scale: str) -> str:
        """The link to this view with a scale explained; once more, none."""
        return self.href(article_id, scale="" if self.scale == scale else scale, dimension="", voice="", entry="")


def filters_of(query: dict[str, list[str]]) -> Filters:
    """The filters of a query string.

    Raises:
        UsageError: ``dashboard.least``, ``dashboard.filter``.
    """
    chosen: dict[str, Any] = {name: tuple(dict.fromkeys(query.get(name, ()))) for name in (*LISTS, *COUNTED)}
    chosen |= {name: " ".join(one_of(query, name, "").split()) for name in SINGLE}
    least = one_of(query, "least", "0").strip()
    if not (least.isascii() and least.isdigit() and len(least) < 9):
        raise UsageError(
            "dashboard.least",
            phrase("'{text}' is no number of articles", text=least[:40]),
            "",
            phrase("write it in figures, such as 20"),
        )
    filters = Filters(**chosen, least=int(least))
    filters.check()
    return filters


def filter_pairs(filters: Filters) -> list[tuple[str, str]]:
    """Filters as an address has them."""
    pairs = [(name, value) for name in (*LISTS, *COUNTED) for value in getattr(filters, name)]
    pairs += [(name, value) for name in SINGLE if (value := getattr(filters, name))]
    return [*pairs, ("least", str(filters.least))] if filters.least > 1 else pairs


def switched(filters: Filters, name: str, value: str) -> Filters:
    """Filters with one value switched on or off."""
    now: tuple[str, ...] = getattr(filters, name)
    then = tuple(kept for kept in now if kept != value) if value in now else (*now, value)
    changed: dict[str, Any] = {name: then}
    return replace(filters, **changed)


def page_of(query: dict[str, list[str]], name: str = "page") -> int:
    """A page's number, from 1."""
    page = one_of(query, name, "1")
    return int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1


def one_of(query: dict[str, list[str]], name: str, default: str) -> str:
    """The first value of a name."""
    return query.get(name, [default])[0]

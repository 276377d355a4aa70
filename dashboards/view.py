"""A view is a link: what a page shows stands in its address, and nothing else decides it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final, Self
from urllib.parse import parse_qs, quote, unquote, urlencode

from dashboards.data import Filters

__all__ = ["ArticleView", "OverviewView", "article_of", "article_path"]

_ARTICLE: Final = "/article/"
_SCALE: Final = "tone"
_BY: Final = "publisher"


def article_path(article_id: str) -> str:
    """The path of an article's page.

    Example:
        >>> article_path("https://example.org/ख़बर?a=1")[:40]
        '/article/https%3A%2F%2Fexample.org%2F%E0'
    """
    return _ARTICLE + quote(article_id, safe="")


def article_of(path: str) -> str | None:
    """The article that a path names; None where it names none.

    Example:
        >>> article_of(article_path("a/b:c %41"))
        'a/b:c %41'
    """
    return unquote(path.removeprefix(_ARTICLE)) if path.startswith(_ARTICLE) and path != _ARTICLE else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewView:
    """What the overview shows.

    Attributes:
        scale: of the outlets.
        by: whose country: the publisher's or the source's.
        sort: column of the list of articles, ``-`` first for descending; empty for the project's own order.
        page: of the list, from 1.
    """

    filters: Filters = field(default_factory=Filters)
    scale: str = _SCALE
    by: str = _BY
    sort: str = ""
    page: int = 1

    @classmethod
    def parse(cls, search: str | None) -> Self:
        """The view that a query string names; what it does not name is the default."""
        query = parse_qs((search or "").lstrip("?"))
        page = _one(query, "page", "1")
        return cls(
            filters=Filters(**{name: tuple(query.get(name, ())) for name in ("language", "country", "outlet")}),
            scale=_one(query, "scale", _SCALE),
            by=_one(query, "by", _BY),
            sort=_one(query, "sort", ""),
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
        )

    def href(self, **changes: Any) -> str:
        """The link to this view, with some things changed. Another filter or order begins at the first page."""
        view = replace(self, **changes)
        if "page" not in changes and changes.keys() & {"filters", "sort"}:
            view = replace(view, page=1)
        pairs: list[tuple[str, str]] = [
            (name, value)
            for name in ("language", "country", "outlet")
            for value in getattr(view.filters, name)
        ]  # fmt: skip
        plain = {"scale": (view.scale, _SCALE), "by": (view.by, _BY), "sort": (view.sort, "")}
        pairs += [(name, value) for name, (value, usual) in plain.items() if value != usual]
        pairs += [("page", str(view.page))] if view.page > 1 else []
        return "/" + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, name: str, value: str) -> str:
        """The link to this view with one filter value switched on or off."""
        now: tuple[str, ...] = getattr(self.filters, name)
        then = tuple(kept for kept in now if kept != value) if value in now else (*now, value)
        return self.href(filters=replace(self.filters, **{name: then}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """What an article's page shows.

    Attributes:
        hidden: dimensions that are switched off.
        dimension: whose spans stand out; empty for all.
        voice: in which voice they stand out; empty for all.
        entry: whose card is open; empty for none.
    """

    hidden: tuple[str, ...] = ()
    dimension: str = ""
    voice: str = ""
    entry: str = ""

    @classmethod
    def parse(cls, search: str | None) -> Self:
        """The view that a query string names."""
        query = parse_qs((search or "").lstrip("?"))
        return cls(
            hidden=tuple(query.get("hide", ())),
            dimension=_one(query, "dimension", ""),
            voice=_one(query, "voice", ""),
            entry=_one(query, "entry", ""),
        )

    def href(self, article_id: str, **changes: Any) -> str:
        """The link to this view, with some things changed."""
        view = replace(self, **changes)
        pairs = [("hide", name) for name in view.hidden]
        pairs += [(name, value) for name in ("dimension", "voice", "entry") if (value := getattr(view, name))]
        return article_path(article_id) + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, article_id: str, dimension: str) -> str:
        """The link to this view with one dimension switched on or off."""
        if dimension in self.hidden:
            return self.href(article_id, hidden=tuple(name for name in self.hidden if name != dimension))
        focus = {"dimension": "", "voice": ""} if self.dimension == dimension else {}
        return self.href(article_id, hidden=(*self.hidden, dimension), **focus)

    def focused(self, article_id: str, dimension: str, voice: str = "") -> str:
        """The link to this view with one dimension's spans standing out; once more, none."""
        if (self.dimension, self.voice) == (dimension, voice):
            return self.href(article_id, dimension="", voice="")
        shown = tuple(name for name in self.hidden if name != dimension)
        return self.href(article_id, dimension=dimension, voice=voice, hidden=shown)


def _one(query: dict[str, list[str]], name: str, default: str) -> str:
    return query.get(name, [default])[0]

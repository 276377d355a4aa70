"""What a page of the dashboard is: an address, what stands there, and what of it can be had as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import polars as pl

from dashboards.components.links import Child
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.names import count
from dashboards.rows import nameless
from dashboards.wording import many, say

__all__ = ["File", "Made", "Page", "asked_of", "narrowing"]


def asked_of(rows: pl.DataFrame) -> str:
    """Whose articles these are.

    Example:
        >>> asked_of(pl.DataFrame({"outlet": ["a", "b"], "country": ["IN", "PK"]}))
        '2 outlets in 2 countries'
    """
    outlets = rows["outlet"].n_unique() - nameless(rows)[1]
    countries = rows["country"].drop_nulls().n_unique()
    if not countries:
        return count(outlets, "outlet")
    where = many("in {n} country", "in {n} countries", countries)
    return many("{n} outlet {where}", "{n} outlets {where}", outlets, where=where)


def narrowing(filters: Filters) -> str:
    """What filters say of a subject and a time, as a question goes on.

    Example:
        >>> narrowing(Filters(about="Kashmir", since="2025", until="2026-02"))
        ' on Kashmir from 2025 to 2026-02'
    """
    about = " " + say("on {subject}", subject=filters.about) if filters.about else ""
    since, until = filters.since, filters.until
    if since and until:
        both = (
            say("in {time}", time=since) if since == until else say("from {since} to {until}", since=since, until=until)
        )
        return f"{about} {both}"
    if since or until:
        return f"{about} {say('since {since}', since=since) if since else say('until {until}', until=until)}"
    return about


class Made(NamedTuple):
    """A page as it is shown: its content, its title, and what to scroll to."""

    content: Child
    title: str
    focus: str = ""


class File(NamedTuple):
    """What a page shows, as a file."""

    media_type: str
    content: str


#: From the project and the page's address (path and query) to the page; None where nothing stands there.
Maker: TypeAlias = Callable[[Snapshot, str, str], Made | None]
#: From the project and the page's address to what stands in a part of the page.
Filler: TypeAlias = Callable[[Snapshot, str, str], Sequence[Child]]
#: From the project, a file's name, path and query to the file; None where the page has no such file.
Filer: TypeAlias = Callable[[Snapshot, str, str, str], File | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, or all pages of one kind.

    Attributes:
        path: its address; one that ends in a slash has pages below it.
        make: makes it.
        file: makes a file of what it shows.
        parts: what takes longer than the rest of the page, by name, see :mod:`dashboards.components.part`.
        name: what the link to it is called that stands on every page; empty where there is none.
        href: its address under some filters, for that link.
        missing: what is said where it has nothing to show.
        has: whether something stands at a path, as a server sees it: decoded.
        needs_articles: whether a project without articles shows how to add some instead.
    """

    path: str
    make: Maker
    file: Filer
    parts: Mapping[str, Filler] = field(default_factory=dict)
    name: str = ""
    href: Callable[[Filters], str] | None = None
    missing: str = ""
    has: Callable[[Snapshot, str], bool] = lambda _snapshot, _path: True
    needs_articles: bool = True

    def stands_at(self, path: str) -> bool:
        """Whether a path is this page's."""
        return path == self.path or (len(self.path) > 1 and self.path.endswith("/") and path.startswith(self.path))

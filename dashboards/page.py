"""What a page of the dashboard is: an address, what stands there, and what of it can be had as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from dashboards.components.links import Child
from dashboards.data import Snapshot
from dashboards.filtering import Filters

__all__ = ["File", "Made", "Page"]


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

"""Views of pages whose addresses hold filters, choices by name and page numbers, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Final, Self
from urllib.parse import parse_qs, urlencode

from dashboards.filtering import Filters
from dashboards.view import filter_pairs, filters_of, one_of, page_of, switched

__all__ = [
    "PLAIN",
    "CountriesView",
    "DataView",
    "LexiconsView",
    "PlainView",
    "ProfileView",
    "SearchView",
    "TimeView",
    "ValidityView",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainView:
    """A view: its fields are the names in its address. One of a number is a page, from 1; others are text.

    Attributes:
        path: of the page.
        listing: fields that choose what a list holds or its order: once one of them changes, it begins at its first
            page, and nothing in it is open.
    """

    path: ClassVar[str] = ""
    listing: ClassVar[frozenset[str]] = frozenset()
    filters: Filters = field(default_factory=Filters)

    @classmethod
    def parse(cls, search: str | None) -> Self:
        """The view that a query string names; what it does not name is the default."""
        query = parse_qs((search or "").lstrip("?"))
        given: dict[str, Any] = {
            each.name: page_of(query, each.name)
            if each.default == 1
            else " ".join(one_of(query, each.name, str(each.default)).split())
            for each in fields(cls)
            if each.name != "filters"
        }
        return cls(filters=filters_of(query), **given)

    def href(self, **changes: Any) -> str:
        """The link to this view, with some things changed."""
        if changes.keys() & {"filters", *self.listing}:
            first: dict[str, Any] = {
                each.name: each.default for each in fields(self) if each.default == 1 or each.name == "open"
            }
            changes = first | changes
        view = replace(self, **changes)
        pairs = filter_pairs(view.filters)
        for each in fields(view):
            value = getattr(view, each.name)
            if each.name != "filters" and value != each.default:
                pairs.append((each.name, str(value)))
        return self.path + (f"?{urlencode(pairs)}" if pairs else "")

    def toggled(self, name: str, value: str) -> str:
        """The link to this view with one filter value switched on or off."""
        return self.href(filters=switched(self.filters, name, value))


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView(PlainView):
    """What the page shows that searches.

    Attributes:
        q: what is looked for; empty for nothing.
        kind: ``entry`` where it names entries of the lexicon; empty where it is words of any kind.
        sort: of the places: ``before``, ``after``, ``date``, ``outlet``; empty for the project's own order.
        open: the place whose paragraph is shown.
        page: of the places.
    """

    path: ClassVar[str] = "/search"
    listing: ClassVar[frozenset[str]] = frozenset({"q", "kind", "sort", "page"})
    q: str = ""
    kind: str = ""
    sort: str = ""
    open: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeView(PlainView):
    """What the page shows that follows measures over time.

    Attributes:
        measure: dimension or scale.
        period: day, week or month.
        by: whose trends are told apart: ``outlet`` or ``country``.
        of: the language; empty for the one with the most dated articles.
        page: of the table of periods.
    """

    path: ClassVar[str] = "/time"
    listing: ClassVar[frozenset[str]] = frozenset({"measure", "period", "by", "of"})
    measure: str = "loudness"
    period: str = "month"
    by: str = "outlet"
    of: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CountriesView(PlainView):
    """What the page of the countries shows.

    Attributes:
        measure: dimension or scale.
        open: the country whose outlets are shown.
        cell: ``rate`` where cells of publishers across sources hold the measure; empty for how many articles.
        page: of the countries.
    """

    path: ClassVar[str] = "/countries"
    listing: ClassVar[frozenset[str]] = frozenset({"measure", "page"})
    measure: str = "loudness"
    open: str = ""
    cell: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView(PlainView):
    """What the page shows that has everything about one outlet or country.

    Attributes:
        kind: ``outlet`` or ``country``.
        key: which one; empty for none yet.
    """

    path: ClassVar[str] = "/profile"
    kind: str = "outlet"
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidityView(PlainView):
    """What the page shows that tells how far the numbers can be trusted.

    Attributes:
        measure: dimension whose checks are shown, and whose figures codes put right; empty for all.
        check: kind of check; empty for all.
        by: whose figures codes put right: ``outlet``, ``country``, ``language`` or ``genre``.
        kind: ``rate`` for places per 1,000 words, put right by what coders marked; empty for shares of articles.
        page: of what was measured.
        keys: page of the figures that codes put right.
    """

    path: ClassVar[str] = "/validity"
    listing: ClassVar[frozenset[str]] = frozenset({"measure", "check", "by", "kind"})
    measure: str = ""
    check: str = ""
    by: str = "outlet"
    kind: str = ""
    page: int = 1
    keys: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconsView(PlainView):
    """What the page of the lexicons shows.

    Attributes:
        measure: dimension.
        of: the language of the entries; empty for that with the most articles.
        q: only entries that have this in their term, gloss, concept or id.
        sort: of the entries: ``term``, ``weight``, ``concept``; empty for the most hits first.
        open: the entry whose card is shown.
        page: of the entries.
        draw: which hits are drawn of the entry that is open.
        gaps: page of the concepts that the language lacks.
        grown: page of the grown words.
        grown_sort: of these: ``plain``, ``frequent``; empty for the most charged first.
    """

    path: ClassVar[str] = "/lexicons"
    listing: ClassVar[frozenset[str]] = frozenset({"measure", "of", "q", "sort", "page"})
    measure: str = "sensational"
    of: str = ""
    q: str = ""
    sort: str = ""
    open: str = ""
    page: int = 1
    draw: int = 1
    gaps: int = 1
    grown: int = 1
    grown_sort: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView(PlainView):
    """What the page of the data shows.

    Attributes:
        q: only articles that have this in their title or the name of their outlet.
        where: only rejects that have this in their origin, reason or hint.
        why: only rejects of this code.
        kind: only runs of this kind.
        day: only runs of this day, month or year.
        like: only pairs that have this in a name.
        sort: of the articles: ``title``, ``outlet``, ``published``, ``words``, ``hits``, ``-`` first for descending;
            empty for the project's own order.
        page: of the articles.
        rejects: page of what could not be read.
        runs: page of the runs.
        gaps: page of the topics that outlets leave out.
        looks: page of the looks at the data.
    """

    path: ClassVar[str] = "/data"
    listing: ClassVar[frozenset[str]] = frozenset({"q", "sort", "where", "why", "kind", "day", "like"})
    q: str = ""
    where: str = ""
    why: str = ""
    kind: str = ""
    day: str = ""
    like: str = ""
    sort: str = ""
    page: int = 1
    rejects: int = 1
    runs: int = 1
    gaps: int = 1
    looks: int = 1


#: Path → view.
PLAIN: Final[dict[str, type[PlainView]]] = {
    view.path: view for view in (SearchView, TimeView, CountriesView, ProfileView, LexiconsView, ValidityView, DataView)
}

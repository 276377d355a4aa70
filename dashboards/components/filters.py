"""The filters: language, country, outlet, and what the articles are about. Each choice is a link.

A list of hundreds of outlets would be most of the page. A panel holds the choices that were made and those with the
most articles; its field asks the server for others (:func:`answer`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, toggle, view_link
from dashboards.data import Filters, Snapshot
from dashboards.names import country_name, language_name
from dashboards.view import FilteredView, OutletsView, OverviewView

__all__ = ["CHOICES", "answer", "chooser", "filter_bar"]

#: Choices that a panel shows at once, those that are on apart.
_SHOWN: Final = 12
#: Where the field of a panel asks for others.
CHOICES: Final = "/choices"

_FILTERS: Final[dict[str, str]] = {"language": "Language", "country": "Country", "outlet": "Outlet"}
#: The outlet that is compared, and the one that it is compared with.
_SIDES: Final[dict[str, str]] = {"a": "A", "b": "B"}
_REST: Final = "the rest of its language"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """One choice of a panel.

    Attributes:
        key: what it stands for.
        text: what it is called.
        detail: what stands beside it.
        href: the view that it leads to.
        on: whether it is chosen.
    """

    key: str
    text: str
    detail: str
    href: str
    on: bool


def filter_bar(snapshot: Snapshot, view: OverviewView | OutletsView) -> Component:
    """The filters over all articles of the project.

    Args:
        snapshot: the project.
        view: which filters are on.
    """
    parts: list[Child] = [_filter(snapshot, view, name) for name in _FILTERS]
    parts.append(_about(view))
    if view.filters:
        parts.append(view_link("Clear filters", view.href(filters=Filters()), "clear"))
    return html.Div(parts, className="filters", role="group", **named({"aria-label": "Filters"}))


def chooser(snapshot: Snapshot, view: OutletsView, side: str) -> Component:
    """A choice of one outlet: ``a``, which is compared, or ``b``, with which it is."""
    found = _choices(snapshot, view, side)
    chosen = getattr(view, side)
    said = snapshot.outlet_name(chosen) if chosen else {"a": "choose an outlet", "b": _REST}[side]
    return _panel(f"choose-{side}", side, _SIDES[side], said, found, view, on=bool(chosen))


def answer(snapshot: Snapshot, address: str, name: str, wanted: str) -> list[dict[str, Any]] | None:
    """The choices of a panel that have a word in their name, for the field that asks for them.

    Args:
        snapshot: the project.
        address: path and query of the page that asks.
        name: of the panel: a filter, or ``a`` or ``b``.
        wanted: part of a name, in whatever case; empty for those with the most articles.

    Returns:
        Text, detail, link and whether it is on, of each; None where there is no such panel.
    """
    path, _, search = address.partition("?")
    view = OutletsView.parse(search) if path == OutletsView().href() else OverviewView.parse(search)
    if name not in _FILTERS and (name not in _SIDES or isinstance(view, OverviewView)):
        return None
    part = wanted.strip().casefold()
    found = _choices(snapshot, view, name)
    fitting = [choice for choice in found if part in choice.text.casefold() or part in choice.key.casefold()]
    return [
        {"text": choice.text, "detail": choice.detail, "href": choice.href, "on": choice.on}
        for choice in _first(fitting if part else found)
    ]


def _choices(snapshot: Snapshot, view: OverviewView | OutletsView, name: str) -> list[_Choice]:
    """All choices of a panel: those that are on, then by their number of articles."""
    if name in _FILTERS:
        on: tuple[str, ...] = getattr(view.filters, name)
        call = _named(snapshot, name)
        counts = snapshot.rows[name].drop_nulls().value_counts().iter_rows()
        made = [(number, key, call(key), f"{number:,}", view.toggled(name, key)) for key, number in counts]
    else:
        assert isinstance(view, OutletsView)
        on = (getattr(view, name),)
        made = list(_outlets(snapshot, view, name))
    made.sort(key=lambda row: (row[1] not in on, -row[0], row[2], row[1]))
    return [_Choice(key=key, text=text, detail=detail, href=href, on=key in on) for _, key, text, detail, href in made]


def _outlets(snapshot: Snapshot, view: OutletsView, side: str) -> Iterable[tuple[int, str, str, str, str]]:
    rows = snapshot.select(view.filters).rows
    counts = rows.group_by("outlet", "language").len().sort("len", "language").group_by("outlet").agg(pl.all().last())
    if side == "b":
        yield rows.height + 1, "", _REST, "", view.href(b="", measure="")
    for key, code, number in counts.iter_rows():
        changed: dict[str, Any] = {side: key, "measure": ""}
        yield number, key, snapshot.outlet_name(key), language_name(code), view.href(**changed)


def _named(snapshot: Snapshot, name: str) -> Callable[[str], str]:
    """How the keys of a filter are called."""
    if name == "outlet":
        return snapshot.outlet_name
    return language_name if name == "language" else country_name


def _first(found: list[_Choice]) -> list[_Choice]:
    on = sum(choice.on for choice in found)
    return found[: on + _SHOWN]


def _filter(snapshot: Snapshot, view: OverviewView | OutletsView, name: str) -> Component:
    call = _named(snapshot, name)
    on: tuple[str, ...] = getattr(view.filters, name)
    said = "all" if not on else call(on[0]) if len(on) == 1 else f"{len(on)} chosen"
    found = _choices(snapshot, view, name)
    return _panel(f"filter-{name}", name, _FILTERS[name], said, found, view, on=bool(on))


def _about(view: FilteredView) -> Component:
    """What the articles name: a field, since there are too many names to choose from."""
    asked = view.filters.about
    # The page's script makes the field and leads to the view that it names.
    field = {"data-name": "about", "data-value": asked, "data-label": "Only articles that name this"}
    hint = (
        "An actor such as Kashmir or NATO, found in every language; or names apart by | such as monsoon|मानसून|مون سون."
    )
    all_of_them = view_link("All articles", view.href(filters=replace(view.filters, about=""))) if asked else None
    return html.Details(
        [
            html.Summary([html.Span("About ", className="label"), html.Bdi(asked or "anything", className="value")]),
            html.Div(
                [html.Div(className="ask-slot", **named(field)), html.P(hint, className="note"), all_of_them],
                className="panel ask",
            ),
        ],
        className="filter on" if asked else "filter",
        id="filter-about",
    )


def _panel(
    identity: str,
    name: str,
    label: str,
    said: str,
    found: list[_Choice],
    view: OverviewView | OutletsView,
    *,
    on: bool,
) -> Component:
    """A button with what is chosen, and under it the choices."""
    shown = _first(found)
    parts: list[Child] = []
    if len(found) > len(shown):
        hint = f"Search {len(found):,} {'outlets' if name in _SIDES else label.lower() + 's'}"
        field = {"placeholder": hint, "ask": CHOICES, "name": name, "view": view.href()}
        parts = [html.Div(className="search-slot", **named({f"data-{key}": value for key, value in field.items()}))]
    several = name in _FILTERS
    parts.append(html.Ul([html.Li(_item(choice, several=several)) for choice in shown]))
    return html.Details(
        [
            html.Summary([html.Span(f"{label} ", className="label"), html.Span(said, className="value")]),
            html.Div(parts, className="panel"),
        ],
        className="filter on" if on else "filter",
        id=identity,
    )


def _item(choice: _Choice, *, several: bool) -> Component:
    words: list[Child] = [html.Span(choice.text, className="name"), html.Span(choice.detail, className="n")]
    if several:
        return toggle([html.Span(className="tick"), *words], choice.href, on=choice.on, role="checkbox")
    return view_link(words, choice.href, "", **({"aria-current": "true"} if choice.on else {}))

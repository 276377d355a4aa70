"""The filters: language, country, outlet, and what the articles are about. Each choice is a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, toggle, view_link
from dashboards.data import Filters, Snapshot
from dashboards.names import country_name, language_name
from dashboards.view import FilteredView

__all__ = ["chooser", "filter_bar"]

#: A list longer than this has a field to search it.
_LONG: Final = 10


def filter_bar(snapshot: Snapshot, view: FilteredView) -> Component:
    """The filters over all articles of the project.

    Args:
        snapshot: the project.
        view: which filters are on.
    """
    parts: list[Child] = [
        _filter(snapshot.rows, view, "language", "Language", language_name),
        _filter(snapshot.rows, view, "country", "Country", country_name),
        _filter(snapshot.rows, view, "outlet", "Outlet", snapshot.outlet_name),
        _about(view),
    ]
    if view.filters:
        parts.append(view_link("Clear filters", view.href(filters=Filters()), "clear"))
    return html.Div(parts, className="filters", role="group", **named({"aria-label": "Filters"}))


def _filter(
    rows: pl.DataFrame, view: FilteredView, column: str, label: str, name: Callable[[str | None], str]
) -> Component:
    counts = rows[column].drop_nulls().value_counts()
    options = sorted(((name(value), value, number) for value, number in counts.iter_rows()), key=lambda row: row[0])
    on: tuple[str, ...] = getattr(view.filters, column)
    said = "all" if not on else name(on[0]) if len(on) == 1 else f"{len(on)} chosen"
    items: list[Child] = [
        html.Li(
            toggle(
                [
                    html.Span(className="tick"),
                    html.Span(text, className="name"),
                    html.Span(f"{number:,}", className="n"),
                ],
                view.toggled(column, value),
                on=value in on,
                role="checkbox",
            )
        )
        for text, value, number in options
    ]
    return _panel(f"filter-{column}", label, said, items, on=bool(on))


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


def chooser(
    snapshot: Snapshot,
    rows: pl.DataFrame,
    name: str,
    label: str,
    chosen: str,
    usual: str,
    href: Callable[[str], str],
    *,
    empty: bool = False,
) -> Component:
    """A choice of one outlet.

    Args:
        snapshot: the project.
        rows: one row an article, of those to choose among.
        name: of the choice, for its id.
        label: what stands before the outlet.
        chosen: the outlet; empty for none.
        usual: what stands where none is chosen.
        href: outlet → the link that chooses it.
        empty: whether none can be chosen again.
    """
    counts = rows.group_by("outlet", "language").len().sort("len").group_by("outlet").agg(pl.all().last())
    options = sorted((language_name(code), snapshot.outlet_name(key), key) for key, code, _ in counts.iter_rows())
    choices = [("", usual, "")] * empty + options
    items: list[Child] = [
        html.Li(
            view_link(
                [html.Span(text, className="name"), html.Span(language, className="n")],
                href(key),
                "",
                **({"aria-current": "true"} if key == chosen else {}),
            )
        )
        for language, text, key in choices
    ]
    return _panel(f"choose-{name}", label, snapshot.outlet_name(chosen) if chosen else usual, items, on=bool(chosen))


def _panel(identity: str, label: str, said: str, items: list[Child], *, on: bool) -> Component:
    """A button with what is chosen, and under it the choices."""
    search: list[Child] = []
    if len(items) > _LONG:
        hint = f"Search {label.lower()}"
        field = {"type": "search", "placeholder": hint, "aria-label": hint}
        search = [html.Div(className="search-slot", **named({f"data-{key}": value for key, value in field.items()}))]
    return html.Details(
        [
            html.Summary([html.Span(f"{label} ", className="label"), html.Span(said, className="value")]),
            html.Div([*search, html.Ul(items)], className="panel"),
        ],
        className="filter on" if on else "filter",
        id=identity,
    )

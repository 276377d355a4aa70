"""The filters: language, country, outlet. Each choice is a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, toggle, view_link
from dashboards.data import Filters
from dashboards.names import country_name, language_name, outlet_name
from dashboards.view import OverviewView

__all__ = ["filter_bar"]

_FILTERS: Final[tuple[tuple[str, str, Callable[[str | None], str]], ...]] = (
    ("language", "Language", language_name),
    ("country", "Country", country_name),
    ("outlet", "Outlet", outlet_name),
)
#: A list longer than this has a field to search it.
_LONG: Final = 10


def filter_bar(rows: pl.DataFrame, view: OverviewView) -> Component:
    """The filters over all articles of the project.

    Args:
        rows: one row an article of the whole project.
        view: which filters are on.
    """
    parts: list[Child] = [_filter(rows, view, *spec) for spec in _FILTERS]
    if view.filters:
        parts.append(view_link("Clear filters", view.href(filters=Filters()), "clear"))
    return html.Div(parts, className="filters", role="group", **named({"aria-label": "Filters"}))


def _filter(
    rows: pl.DataFrame, view: OverviewView, column: str, label: str, name: Callable[[str | None], str]
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
    search: list[Child] = []
    if len(options) > _LONG:
        hint = f"Search {label.lower()}"
        field = {"type": "search", "placeholder": hint, "aria-label": hint, "id": f"search-{column}"}
        search = [html.Div(className="search-slot", **named({f"data-{key}": value for key, value in field.items()}))]
    return html.Details(
        [
            html.Summary([html.Span(f"{label} ", className="label"), html.Span(said, className="value")]),
            html.Div([*search, html.Ul(items)], className="panel"),
        ],
        className="filter on" if on else "filter",
        id=f"filter-{column}",
    )

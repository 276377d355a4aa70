"""The list of articles, page by page."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, paged, profile_link, view_link
from dashboards.names import count, country_name, language_name, measure_name, scale_number, script_of, when
from dashboards.selection import Selection
from dashboards.view import ArticleView, OverviewView
from dashboards.wording import later, say

__all__ = ["PAGE", "listing"]

#: Articles on one page of the list.
PAGE: Final = 15

_COLUMNS: Final = (
    ("title", later("Article"), ""),
    ("outlet", later("Outlet"), ""),
    ("country", later("Country"), ""),
    ("language", later("Language"), ""),
    ("published", later("Date"), ""),
    ("words", later("Words"), "num"),
    ("scale", "", "num"),
    ("hits", later("Hits"), "num"),
)


#: Where a date comes from, and how an article was scored.
_BASES: Final = {
    "stated": later("stated"), "metadata": later("metadata"), "inferred": later("inferred"),
    "unknown": later("basis unknown"),
}  # fmt: skip
_STATUS: Final = {
    "short": later("short"), "refused": later("refused"), "headline": later("headline"),
    "truncated": later("truncated"),
}  # fmt: skip


def listing(selection: Selection, view: OverviewView) -> Component:
    """The articles of a selection, each a link to its page."""
    rows = _sorted(selection.rows, view)
    shown, pages = paged(rows, view.page, PAGE, lambda page: view.href(page=page), say("Pages of the list"))
    head: list[Child] = [_head(column, label, kind, view) for column, label, kind in _COLUMNS]
    body = [_row(row, view) for row in shown.iter_rows(named=True)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="articles", id="articles")
    return html.Div([table, pages])


def _sorted(rows: pl.DataFrame, view: OverviewView) -> pl.DataFrame:
    column = view.sort.lstrip("-")
    column = {"scale": view.scale, "title": "start", "outlet": "outlet_name"}.get(column, column)
    if column not in rows.columns:
        return rows
    key = pl.coalesce("title", "start") if column == "start" else pl.col(column)
    return rows.sort(key, descending=view.sort.startswith("-"), nulls_last=True, maintain_order=True)


def _head(column: str, label: str, kind: str, view: OverviewView) -> Component:
    name = say(label) if label else measure_name(view.scale).capitalize()
    down = f"-{column}"
    first, second = (column, down) if kind == "" and column != "published" else (down, column)
    then = second if view.sort == first else first
    state = {column: "ascending", down: "descending"}.get(view.sort)
    attributes: dict[str, Any] = {"aria-sort": state} if state else {}
    return html.Th(view_link(name, view.href(sort=then), "sort"), scope="col", className=kind, **attributes)


def _row(row: dict[str, Any], view: OverviewView) -> Component:
    title = row["title"] or row["start"] or row["article_id"]
    link = view_link(
        title, ArticleView(filters=view.filters).href(row["article_id"]), "title", **script_of(row["language"])
    )
    untitled = [] if row["title"] else [html.Small(say("no title; first words"))]
    value = row.get(view.scale)
    date: list[Child] = [html.Span(when(row["published"], row["published_precision"]))]
    if row["published"] is not None:
        date.append(html.Small(say(_BASES.get(row["published_basis"], row["published_basis"]))))
    status = [] if row["status"] == "ok" else [html.Small(say(_STATUS.get(row["status"], row["status"])))]
    cells: list[tuple[Any, str]] = [
        ([link, *untitled], say("Article")),
        (profile_link(row["outlet_name"], view.filters, row["outlet"]), say("Outlet")),
        (profile_link(country_name(row["country"]), view.filters, row["country"], "country"), say("Country")),
        (language_name(row["language"]), say("Language")),
        (date, say("Date")),
        ([count(row["words"]), *status], say("Words")),
        (scale_number(value), measure_name(view.scale).capitalize()),
        (count(row["hits"]), say("Hits")),
    ]
    made = [
        html.Td(children, className=kind, **named({"data-label": label}))
        for (children, label), (_, _, kind) in zip(cells, _COLUMNS, strict=True)
    ]
    return html.Tr(made, **named({"data-key": row["article_id"]}))

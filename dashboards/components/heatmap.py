"""The heat map: how many times as often as its language an outlet uses each dimension."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

import framing
from dashboards.components.links import Child, named, view_link
from dashboards.components.scale import why_not
from dashboards.data import Snapshot
from dashboards.looking import look_at_outlets
from dashboards.names import count, country_name, language_names, measure_name
from dashboards.selection import Selection
from dashboards.view import OutletsView
from dashboards.wording import many, say
from framing.figures.cells import Cell, HeatMap, shade, times

__all__ = [
    "LOW",
    "ROWS",
    "cell_text",
    "cells_of",
    "dimension_name",
    "heat_drawn",
    "heat_map",
    "is_sure",
    "page_of",
]

#: Outlets on one page of the map: some 340 cells, which a browser lays out without a pause beside an open drawer.
ROWS: Final = 12
#: Differences of this adjusted p and below are shown as sure in a contrast.
_SURE: Final = 0.05
#: Under this reliability more than half of what outlets differ by is chance, and a badge says so.
LOW: Final = 0.5


def dimension_name(name: str) -> str:
    """A dimension or scale as the page writes it.

    Example:
        >>> dimension_name("human_interest")
        'human interest'
    """
    return measure_name(name)


def is_sure(p_adjusted: float | None) -> bool:
    """Whether a difference survives the control of false discoveries."""
    return p_adjusted is not None and p_adjusted <= _SURE


def cells_of(snapshot: Snapshot, selection: Selection) -> pl.DataFrame:
    """The estimates of the map's cells, of all families and pages, and which of them are ``marked``.

    Which are does not depend on the family that is looked at: it is known of the whole map.
    """
    rows = selection.estimates("outlet", snapshot.lexicon.codebook.dimensions, ranked=True)
    return rows.with_columns(pl.Series("marked", framing.marked(rows["lfsr"].to_numpy(), rows["beyond"].to_numpy())))


def heat_map(snapshot: Snapshot, selection: Selection, view: OutletsView, page: int) -> Component:
    """Outlets, by language, against dimensions.

    Args:
        snapshot: whose codebook orders the columns.
        selection: whose outlets are shown.
        view: which families, which order, which outlet is compared.
        page: which ``ROWS`` outlets, from 1.
    """
    rows = cells_of(snapshot, selection)
    look_at_outlets(snapshot, view.filters, rows["lfsr"].count())
    columns = [name for name in _columns(snapshot, view) if name in set(rows["dimension"])]
    shown = _order(snapshot, rows, view.sort)[(page - 1) * ROWS : page * ROWS]
    cells: dict[str, dict[str, dict[str, Any]]] = {}
    for row in rows.filter(pl.col("key").is_in(shown)).iter_rows(named=True):
        cells.setdefault(row["key"], {})[row["dimension"]] = row
    names = {key: snapshot.outlet_name(key) for key in cells}
    view = replace(view, page=page)
    body: list[Child] = []
    for language, keys in groupby(shown, key=lambda key: _any(cells[key])["language"]):
        body.append(
            html.Tr(html.Th(language_names(language), colSpan=len(columns) + 1, scope="rowgroup"), className="of")
        )
        body += [_row(key, names[key], cells[key], columns, view) for key in keys]
    # One stop of the tab key: the page's script goes from cell to cell by arrows.
    table = html.Table(
        [html.Thead(_head(snapshot, columns, view)), html.Tbody(body)], className="heat", id="heat", role="grid"
    )
    label = say("Outlets against dimensions; scrolls sideways")
    return html.Div(table, className="heat-pane", tabIndex="0", role="region", **named({"aria-label": label}))


def heat_drawn(snapshot: Snapshot, selection: Selection, view: OutletsView, page: int, caption: Sequence[str]) -> str:
    """The same as a drawing that stands alone."""
    rows = cells_of(snapshot, selection)
    columns = [name for name in _columns(snapshot, view) if name in set(rows["dimension"])]
    shown = _order(snapshot, rows, view.sort)[(page - 1) * ROWS : page * ROWS]
    known = {(row["key"], row["dimension"]): row for row in rows.iter_rows(named=True) if row["ratio"] is not None}

    def cell(key: str, column: str) -> Cell:
        row = known.get((key, column))
        return Cell(ratio=None) if row is None else Cell(ratio=row["ratio"], is_sure=row["marked"])

    drawn = [(snapshot.outlet_name(key), [cell(key, column) for column in columns]) for key in shown]
    label = say("Times the baseline of its language; bold where surely far from it")
    names = [dimension_name(column) for column in columns]
    return HeatMap(columns=names, groups=[("", drawn)], label=label).svg([label, *caption])


def page_of(snapshot: Snapshot, selection: Selection, view: OutletsView) -> tuple[int, int]:
    """Which page of the map is shown, and how many there are: while an outlet is looked at, the one that holds it."""
    order = _order(snapshot, cells_of(snapshot, selection), view.sort)
    pages = max(1, -(-len(order) // ROWS))
    if view.a in order:
        return order.index(view.a) // ROWS + 1, pages
    return min(max(1, view.page), pages), pages


def _order(snapshot: Snapshot, rows: pl.DataFrame, sort: str) -> list[str]:
    """Outlets by language; in it by the ratio of what is sorted by, or by name; last those without any ratio."""
    facts = rows.group_by("key").agg(
        pl.first("language").fill_null(""),
        silent=pl.col("ratio").is_null().all(),
        ratio=pl.col("ratio").filter(pl.col("dimension") == sort).first(),
    )
    names = pl.Series("name", [snapshot.outlet_name(key).lower() for key in facts["key"]], dtype=pl.String)
    by = ["language", "silent", "ratio", "name", "key"]
    down = [False, False, True, False, False]
    return facts.with_columns(names).sort(by, descending=down, nulls_last=True)["key"].to_list()


def _columns(snapshot: Snapshot, view: OutletsView) -> list[str]:
    book = snapshot.lexicon.codebook.dimensions
    ordered = [
        name
        for family in snapshot.lexicon.codebook.families
        for name, dimension in book.items()
        if dimension.family == family
    ]
    shown = snapshot.dimensions(view.filters)
    return [name for name in ordered if name in shown]


def _any(cells: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return next(iter(cells.values()))


def _head(snapshot: Snapshot, columns: Sequence[str], view: OutletsView) -> list[Component]:
    book, called = snapshot.lexicon.codebook.dimensions, snapshot.lexicon.codebook.families
    families: list[Child] = [html.Td()]
    for family, members in groupby(columns, key=lambda name: book[name].family):
        families.append(html.Th(say(called[family]), colSpan=len(list(members)), scope="colgroup", className="family"))
    names: list[Child] = [html.Th(say("Outlet"), scope="col")]
    for name in columns:
        sorted_by = view.sort == name
        link = view_link(
            html.Span(dimension_name(name)),
            view.href(sort="" if sorted_by else name),
            "sort",
            title=f"{say(book[name].label)}: {say(book[name].definition)}",
            tabIndex="-1",
        )
        state: dict[str, str] = {"aria-sort": "descending"} if sorted_by else {}
        names.append(html.Th(link, scope="col", className=_edge(name, columns, book), **named(state)))
    return [html.Tr(families, className="families"), html.Tr(names)]


def _edge(name: str, columns: Sequence[str], book: Mapping[str, Any]) -> str:
    """The first dimension of a family stands a little apart."""
    index = columns.index(name)
    return "first" if index and book[columns[index - 1]].family != book[name].family else ""


def _row(
    key: str, outlet: str, cells: Mapping[str, dict[str, Any]], columns: Sequence[str], view: OutletsView
) -> Component:
    facts = _any(cells)
    about: list[Child] = [f"{country_name(facts['country'])} · {count(facts['articles'], 'article')}"]
    about += _badge([cells[column] for column in columns if column in cells], view.sort)
    name = view_link(
        outlet,
        view.href(a=key, b="", measure=""),
        "outlet",
        title=say("{outlet} ({key}): compare it", outlet=outlet, key=key),
        tabIndex="-1",
    )
    head = html.Th([name, html.Small(about)], scope="row")
    marked = [_cell(key, outlet, dimension, cells.get(dimension), view) for dimension in columns]
    return html.Tr([head, *marked], className="chosen" if key in (view.a, view.b) else "", **named({"data-key": key}))


def _badge(cells: Sequence[Mapping[str, Any]], sort: str) -> list[Child]:
    """Whether the outlet's place is chance: in the dimension that is sorted by, else in most of those shown."""
    # Of whom nothing is said, no place is either.
    rated = [row for row in cells if row["ratio"] is not None and row["reliability"] is not None]
    rated = [row for row in rated if sort in ("", row["dimension"])]
    low = [row for row in rated if row["reliability"] < LOW]
    if len(low) * 2 <= len(rated):
        return []
    if sort:
        text = say("reliability {share}", share=_share(low[0]["reliability"]))
        explained = _reliability(low[0])
    else:
        text = say("unreliable in {n} of {all}", n=len(low), all=len(rated))
        explained = many(
            "in {low} of {n} dimension more than half of what outlets differ by is chance",
            "in {low} of {n} dimensions more than half of what outlets differ by is chance",
            len(rated),
            low=len(low),
        )
    return [html.Br(), html.Span(text, className="badge", title=explained)]


def _reliability(row: Mapping[str, Any]) -> str:
    """What an outlet's place in a ranking is worth."""
    needed = row["articles_needed"]
    sentence = say("reliability among the outlets of its language {share}", share=_share(row["reliability"]))
    if not needed or needed <= row["articles"]:
        return sentence
    return f"{sentence}; {say('{articles} would make it .80', articles=count(needed, 'article'))}"


def _share(value: float) -> str:
    """A share without its zero.

    Example:
        >>> _share(0.314), _share(0.998)
        ('.31', '1.00')
    """
    return f"{value:.2f}".removeprefix("0")


def _chance(value: float) -> str:
    """A chance in per cent.

    Example:
        >>> _chance(0.0), _chance(0.034), _chance(0.99999)
        ('under 1 %', '3 %', 'over 99 %')
    """
    if value < 0.005:
        return say("under 1 %")
    return say("over 99 %") if value > 0.995 else f"{value:.0%}".replace("%", " %")


def _cell(key: str, outlet: str, dimension: str, row: Mapping[str, Any] | None, view: OutletsView) -> Component:
    if row is None or row["ratio"] is None:
        why = say("not measured")
        if row is not None:
            why = say(
                "{hits} in {words} of {articles}; {reason}: nothing is said of it at large",
                hits=count(row["hits"], "hit"),
                words=count(row["words"], "word"),
                articles=count(row["articles"], "article"),
                reason=why_not(row),
            )
        return html.Td("·", title=f"{outlet}, {dimension_name(dimension)}: {why}", className="none")
    link = view_link(
        times(row["ratio"]),
        view.href(a=key, b="", measure=dimension),
        "",
        title=f"{outlet}, {cell_text(row)}",
        tabIndex="-1",
        **named({"data-focus": dimension}),
    )
    return html.Td(link, className=f"{shade(row['ratio'])} {'sure' if row['marked'] else 'unsure'}")


def cell_text(row: Mapping[str, Any]) -> str:
    """What a cell says, in full."""
    title = say(
        "{dimension}: {times} times its language’s baseline, 95 % interval {times_low} to {times_high}; at large "
        "{rate} per 1,000 words, {low} to {high}; these articles {hits} in {words}",
        dimension=dimension_name(row["dimension"]),
        times=times(row["ratio"]),
        times_low=times(row["ratio_low"]),
        times_high=times(row["ratio_high"]),
        rate=f"{row['estimate']:.2f}",
        low=f"{row['low']:.2f}",
        high=f"{row['high']:.2f}",
        hits=count(row["hits"], "hit"),
        words=count(row["words"], "word"),
    )
    if row["lfsr"] is not None:
        chances = {"chance": _chance(row["lfsr"]), "beyond": _chance(row["beyond"])}
        side = (
            say(
                "chance that it is below the baseline {chance}, that it differs by more than half as much again "
                "{beyond}",
                **chances,
            )
            if row["ratio"] >= 1
            else say(
                "chance that it is above the baseline {chance}, that it differs by more than half as much again "
                "{beyond}",
                **chances,
            )
        )
        title = f"{title}; {side}"
    return title if row["reliability"] is None else f"{title}; {_reliability(row)}"

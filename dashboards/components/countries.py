"""Countries, on a map and in a table: the publisher's or the source's, never added up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, paged, profile_link
from dashboards.components.scale import axis, observed, reach, strip, why_not
from dashboards.data import Snapshot
from dashboards.names import alpha_3, count, country_name, language_name, listed, measure_name, numeric, scale_number
from dashboards.selection import Selection
from dashboards.view import OverviewView
from dashboards.wording import many, say
from framing.figures.planes import country_classes

__all__ = [
    "COLOURS",
    "CONFIG",
    "LEVEL",
    "NO_VALUE",
    "country_map",
    "country_table",
    "layout_of",
    "missing_source",
    "on_coarse_map",
]

#: Countries on one page of the table.
_COUNTRIES: Final = 10
#: Choice of the page → level of the estimates.
LEVEL: Final = {"publisher": "country", "source": "source"}

_GEO: Final = Path(__file__).parent.parent / "assets" / "geo"
#: Blue, sand, orange: told apart with any colour vision, on light and on dark ground.
COLOURS: Final = [[0, "#2c6fae"], [0.25, "#7fb0d8"], [0.5, "#cfc8b8"], [0.75, "#e5995a"], [1, "#b5500c"]]
NO_VALUE: Final = "#8b8778"
CONFIG: Final[Any] = {
    "topojsonURL": "/assets/geo/",
    "showSendToCloud": False,
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "responsive": True,
}


@cache
def on_coarse_map() -> frozenset[str]:
    """The countries, by ISO 3166-1 alpha-3, that the coarse map has."""
    shapes = json.loads((_GEO / "world_110m.json").read_text(encoding="utf-8"))
    return frozenset(str(shape.get("id")) for shape in shapes["objects"]["countries"]["geometries"])


def _rows(selection: Selection, view: OverviewView) -> pl.DataFrame:
    rows = selection.estimates(LEVEL[view.by], (view.scale,))
    return rows.sort("estimate", descending=True, nulls_last=True, maintain_order=True)


def country_map(snapshot: Snapshot, selection: Selection, view: OverviewView) -> Component:
    """The countries coloured by their value on the scale."""
    rows = _rows(selection, view)
    codes, span = [alpha_3(code) for code in rows["key"].to_list()], reach(rows)
    traces = [
        _trace(rows.filter(pl.Series(kept)), [code for code, keep in zip(codes, kept, strict=True) if keep], grey, span)
        for grey in (False, True)
        if any(
            kept := [
                bool(code) and (value is None) == grey for code, value in zip(codes, rows["estimate"], strict=True)
            ]
        )
    ]
    fine = any(code and code not in on_coarse_map() for code in codes)
    figure = {"data": traces, "layout": layout_of(50 if fine else 110)}
    scale = snapshot.lexicon.codebook.scales[view.scale]
    key = html.Div(
        [
            html.Span([html.Bdi(f"−{span:.0f}"), f" {say(scale.low_label)}"]),
            html.Span(className="ramp"),
            html.Span([f"{say(scale.high_label)} ", html.Bdi(f"+{span:.0f}")]),
        ],
        className="map-key",
    )
    note = html.P(
        say(
            "Borders are United Nations shapes: Kashmir is drawn unassigned, as part of no country. Countries in grey "
            "have articles, but too few to say anything at large."
        ),
        className="note",
    )
    graph = dcc.Graph(id="map", figure=figure, config=CONFIG, className="map", responsive=True)
    return html.Figure(
        [html.Div(graph, role="img", **named({"aria-label": _label(rows, view)})), key, html.Figcaption(note)]
    )


def _label(rows: pl.DataFrame, view: OverviewView) -> str:
    measure = measure_name(view.scale)
    values = [f"{country_name(row['key'])} {scale_number(row['estimate'])}" for row in rows.iter_rows(named=True)]
    countries = listed(values) if values else say("no country")
    if view.by == "publisher":
        return say("World map of {measure} by publisher country: {countries}", measure=measure, countries=countries)
    return say("World map of {measure} by source country: {countries}", measure=measure, countries=countries)


def _trace(rows: pl.DataFrame, codes: list[str | None], grey: bool, span: float) -> dict[str, Any]:
    # Names come from our own table, so no text of an article can reach the chart's markup.
    text = [
        f"<b>{country_name(row['key'])}</b><br>{scale_number(row['estimate'])} "
        f"({_interval(row)})<br>{count(row['articles'], 'article')}"
        if not grey
        else f"<b>{country_name(row['key'])}</b><br>{count(row['articles'], 'article')}; {why_not(row)}"
        for row in rows.iter_rows(named=True)
    ]
    return {
        "type": "choropleth",
        "locationmode": "ISO-3",
        "locations": codes,
        "z": [0.0] * rows.height if grey else rows["estimate"].to_list(),
        "zmin": -span,
        "zmax": span,
        "colorscale": [[0, NO_VALUE], [1, NO_VALUE]] if grey else COLOURS,
        "showscale": False,
        "text": text,
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"line": {"width": 0.6, "color": "#6b675e"}},
    }


def _interval(row: Mapping[str, Any]) -> str:
    return why_not(row) if row["low"] is None else numeric(f"{scale_number(row['low'])} … {scale_number(row['high'])}")


def layout_of(resolution: int) -> dict[str, Any]:
    """The layout of a world map, coarse (110) or fine (50)."""
    return {
        "geo": {
            "resolution": resolution,
            "projection": {"type": "natural earth"},
            "lataxis": {"range": [-56, 82]},
            "showframe": False,
            "showcoastlines": False,
            "showcountries": True,
            "countrywidth": 0.5,
            "showland": True,
            "bgcolor": "rgba(0,0,0,0)",
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "dragmode": False,
        "font": {"family": "inherit", "size": 13},
        "uirevision": "map",
    }


def country_table(snapshot: Snapshot, selection: Selection, view: OverviewView) -> Component:
    """The same countries in a table, page by page, which holds what a map cannot show."""
    scale = snapshot.lexicon.codebook.scales[view.scale]
    rows = _rows(selection, view)
    colours, span = country_classes(snapshot.rows["country"]), reach(rows)
    rows, pages = paged(
        rows, view.nations, _COUNTRIES, lambda page: view.href(nations=page), say("Pages of the countries")
    )
    head: list[Child] = [
        html.Th(say("Publisher country") if view.by == "publisher" else say("Source country"), scope="col"),
        html.Th(axis(say(scale.low_label), say(scale.high_label), span), scope="col", className="strip-cell"),
        html.Th(
            [measure_name(view.scale).capitalize(), html.Small(say("95 % interval"))], scope="col", className="num"
        ),
    ]
    body = []
    for row in rows.iter_rows(named=True):
        value: list[Child] = [html.B(scale_number(row["estimate"]), className="value")]
        if row["low"] is not None:
            value.append(html.Small(_interval(row)))
        value.append(observed(row))
        languages = listed(language_name(code) for code in row["language"].split("+"))
        about = f"{languages} · {count(row['articles'], 'article')} · {count(row['words'], 'own word')}"
        cells: list[Child] = [
            html.Th([_named(row["key"], view), html.Small(about)], scope="row"),
            html.Td(
                strip(row, span, colours.get(row["key"], "c7"), measure_name(view.scale)),
                className="strip-cell",
            ),
            html.Td(value, className="num"),
        ]
        body.append(html.Tr(cells, **named({"data-key": row["key"]})))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="scale countries", id="countries")
    return html.Div([table, pages])


def _named(code: str, view: OverviewView) -> Child:
    """A country's name; a publishers' country leads to all about it."""
    if view.by == "source":
        return html.Span(country_name(code), className="outlet")
    return profile_link(country_name(code), view.filters, code, "country", "outlet")


def missing_source(selection: Selection) -> str:
    """How many articles the table by source country leaves out."""
    without = selection.rows["source_country"].null_count()
    if not without:
        return say("Every article credits a source with a country.")
    return many(
        "{n} article of {all} credits no source with a country, and is not in this table.",
        "{n} articles of {all} credit no source with a country, and are not in this table.",
        without,
        all=selection.rows.height,
    )

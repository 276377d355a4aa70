"""A map of the region that the countries at hand lie in; what is uncertain is faint, what is one outlet's is grey."""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.countries import COLOURS, CONFIG, NO_VALUE, layout_of, on_coarse_map
from dashboards.components.links import named
from dashboards.components.scale import why_not
from dashboards.names import alpha_3, count, country_name, listed, numeric, scale_number
from dashboards.wording import many, say

__all__ = ["regional_map"]


def regional_map(rows: pl.DataFrame, span: float, name: str) -> Component:
    """The countries coloured by how far they are from what is usual.

    Args:
        rows: of countries, from :func:`dashboards.components.measures.doublings`.
        span: doublings at the end of the colours.
        name: of the measure.
    """
    rows = rows.with_columns(code=pl.Series([alpha_3(key) for key in rows["key"]], dtype=pl.String)).drop_nulls("code")
    several = (pl.col("outlets") > 1) & pl.col("at").is_not_null() & pl.col("from").is_not_null()
    sure = (pl.col("from") > 0) | (pl.col("to") < 0)
    traces = [
        _trace(kept, span, opacity)
        for kept, opacity in (
            (rows.filter(several & sure), 1.0),
            (rows.filter(several & ~sure), 0.4),
            (rows.filter(~several | several.is_null()), 0.0),
        )
        if kept.height
    ]
    layout = layout_of(110 if set(rows["code"]) <= on_coarse_map() else 50)
    layout["geo"] |= {"fitbounds": "locations"}
    layout["geo"].pop("lataxis")
    graph = dcc.Graph(id="map", figure={"data": traces, "layout": layout}, config=CONFIG, className="map")
    said = [f"{country_name(row['key'])} {scale_number(row['at'])}" for row in rows.iter_rows(named=True)]
    countries = listed(said) if said else say("no country")
    label = say("Map of {measure}, in doublings from the usual: {countries}", measure=name, countries=countries)
    key = html.Div(
        [
            html.Span([html.Bdi(f"−{span:.0f}"), f" {say('less')}"]),
            html.Span(className="ramp"),
            html.Span([f"{say('more')} ", html.Bdi(f"+{span:.0f}")]),
        ],
        className="map-key",
    )
    note = say(
        "Doublings from what is usual in a country’s languages. Faint: the interval holds the usual. Grey: one outlet "
        "alone, which is no country, or too little. Borders are United Nations shapes: Kashmir is drawn unassigned."
    )
    figure = html.Div(graph, role="img", **named({"aria-label": label}))
    return html.Figure([figure, key, html.Figcaption(html.P(note, className="note"))])


def _articles(row: dict[str, Any]) -> str:
    return count(row["articles"], "article")


def _trace(rows: pl.DataFrame, span: float, opacity: float) -> dict[str, Any]:
    """Countries of one certainty; of none, where the opacity is 0. Names are our own: no text of an article is here."""
    text = [
        f"<b>{country_name(row['key'])}</b><br>"
        + (
            numeric(f"{scale_number(row['at'])} ({scale_number(row['from'])} … {scale_number(row['to'])})")
            if opacity
            else why_not(row)
        )
        + "<br>"
        + many("{articles} of {n} outlet", "{articles} of {n} outlets", row["outlets"], articles=_articles(row))
        for row in rows.iter_rows(named=True)
    ]
    return {
        "type": "choropleth",
        "locationmode": "ISO-3",
        "locations": rows["code"].to_list(),
        "z": rows["at"].to_list() if opacity else [0.0] * rows.height,
        "zmin": -span,
        "zmax": span,
        "colorscale": COLOURS if opacity else [[0, NO_VALUE], [1, NO_VALUE]],
        "showscale": False,
        "text": text,
        "hovertemplate": "%{text}<extra></extra>",
        "marker": {"opacity": opacity or 1.0, "line": {"width": 0.6, "color": "#6b675e"}},
    }

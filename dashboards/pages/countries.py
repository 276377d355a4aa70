"""The page of the countries: how the press of each frames, with its outlets, and whose words it carries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.caveats import checked
from dashboards.components.countries import COLOURS, CONFIG, NO_VALUE, layout_of, on_coarse_map
from dashboards.components.filters import filter_bar, left_out, nothing_left
from dashboards.components.links import Child, command_for, export_line, named, paged, profile_link, view_link
from dashboards.components.matrix import carried, carried_with_rates, matrix_part
from dashboards.components.measures import doublings, figures, is_contrast, measure_name, measure_of, measure_panel
from dashboards.components.part import part, pending
from dashboards.components.scale import axis, dot, doublings_said, why_not
from dashboards.data import Snapshot
from dashboards.export import caption, csv, printed, with_names
from dashboards.names import alpha_3, count, country_name, listed, numeric, scale_number
from dashboards.page import File, Made, Page, narrowing
from dashboards.plainview import CountriesView, ProfileView
from dashboards.selection import Selection
from dashboards.wording import ENGLISH, later, many, say, spoken
from framing.figures.planes import country_classes
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["PAGE", "countries_page", "regional_map"]


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
    labels = [f"{country_name(row['key'])} {scale_number(row['at'])}" for row in rows.iter_rows(named=True)]
    countries = listed(labels) if labels else say("no country")
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


#: Countries on a page, and outlets that are shown of one that is open.
_COUNTRIES, _OUTLETS = 10, 25
#: Doublings at the end of the strips, at least and at most: one wide interval must not press all others together.
_LEAST, _MOST = 1.0, 3.0
_NONE: Final = "none"


def countries_page(snapshot: Snapshot, view: CountriesView) -> Component:
    """The page of a project that has articles."""
    view = replace(view, measure=measure_of(snapshot, view))
    selection = snapshot.select(view.filters)
    rows = selection.rows
    countries = rows["country"].drop_nulls().n_unique()
    question = say("No article fits these filters")
    if rows.height:
        places = {"measure": measure_name(snapshot, view.measure), "about": narrowing(view.filters)}
        if countries == 1:
            country = country_name(rows["country"].drop_nulls()[0])
            asks = later("What is {measure} of the press of {country}{about}, and whose words does it carry?")
            question = say(asks, country=country, **places)
        else:
            question = many(
                "What is {measure} of the press of {n} country{about}, and whose words does it carry?",
                "What is {measure} of the press of {n} countries{about}, and whose words does it carry?",
                countries,
                **places,
            )
    if rows.height and not countries:
        question = say("Of which country are these outlets? None is known")
    about = say("A country is the mean of its outlets, which stand inside it; one outlet is not a country.")
    head = html.Header([html.H1(question), html.P(about, className="about")], className="lede")
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if rows.height:
        parts += [
            html.Div(html.Div(measure_panel(snapshot, view), className="filters pick"), className="time-ways"),
            part("countries", _countries(snapshot, view)),
            part("matrix", matrix_part(snapshot, view)),
            checked(snapshot, (view.measure,), rows["language"].unique().sort()),
        ]
    else:
        parts.append(nothing_left(snapshot, selection, view))
    parts.append(printed(caption(snapshot, view.filters, rows, view.href())))
    return html.Div(parts, className="countries-page overview")


def _countries(snapshot: Snapshot, view: CountriesView, is_asked: bool = False) -> list[Child]:
    """Map and table."""
    known = all(snapshot.is_estimated(view.filters, level, (view.measure,)) for level in ("country", "outlet"))
    if not (is_asked or known or snapshot.is_quick(view.filters)):
        return pending("countries", view.href(), say("Working out what is known of each country …"))
    selection = snapshot.select(view.filters)
    contrast = is_contrast(snapshot, view.measure)
    rows = doublings(selection.estimates("country", (view.measure,)), contrast=contrast)
    rows = rows.sort("at", "key", descending=[True, False], nulls_last=True)
    if not rows.height:
        return [html.P(say("No outlet of these articles is known to be of a country."), className="nothing")]
    inside = doublings(selection.estimates("outlet", (view.measure,)), contrast=contrast)
    inside = inside.filter(pl.col("country") == view.open).sort("articles", descending=True).head(_OUTLETS)
    # What is open shares the axis.
    span = _span(pl.concat([rows, inside.select(rows.columns)]))
    files = export_line(
        "countries",
        view.href(),
        command_for(["report", "--by", "country", "--dimension", view.measure], view.filters),
        picture="map",
        about=caption(snapshot, view.filters, selection.rows, view.href()),
    )
    return [
        html.Section(
            [
                html.H2(say("{measure} by country", measure=_title(snapshot, view))),
                regional_map(rows, span, _title(snapshot, view)),
                _table(snapshot, selection, view, rows, span),
                files,
                export_line(
                    "outlets",
                    view.href(),
                    command_for(["report", "--by", "outlet", "--dimension", view.measure], view.filters),
                ),
            ],
            id="by-country",
        )
    ]


def _title(snapshot: Snapshot, view: CountriesView) -> str:
    name = measure_name(snapshot, view.measure)
    return (name.removeprefix("the ") if spoken() == ENGLISH else name).capitalize()


def _span(rows: pl.DataFrame) -> float:
    ends = [abs(value) for name in ("at", "from", "to") for value in rows[name].drop_nulls() if abs(value) < 99]
    return min(_MOST, float(max([_LEAST, *(-(-end // 1) for end in ends)])))


def _table(snapshot: Snapshot, selection: Selection, view: CountriesView, rows: pl.DataFrame, span: float) -> Component:
    """The countries, one of them open with its outlets."""
    colours, contrast = country_classes(snapshot.rows["country"]), is_contrast(snapshot, view.measure)
    shown, pages = paged(rows, view.page, _COUNTRIES, lambda page: view.href(page=page), say("Pages of the countries"))
    unit = say("doublings from the usual, 95 % interval") if contrast else say("per 1,000 words, 95 % interval")
    ends = axis(say("less"), say("more"), span)
    head = [
        html.Th(say("Country and its outlets"), scope="col"),
        html.Th(ends, scope="col", className="strip-cell"),
        html.Th([_title(snapshot, view), html.Small(unit)], scope="col", className="num"),
    ]
    body: list[Child] = []
    for row in shown.iter_rows(named=True):
        key, is_open = row["key"], row["key"] == view.open
        colour = colours.get(key, "c7")
        link = view_link(
            country_name(key), view.href(open="" if is_open else key, page=view.page), "outlet", role="button",
            **named({"aria-expanded": "true" if is_open else "false"}),
        )  # fmt: skip
        about = f"{count(row['outlets'], 'outlet')} · {count(row['articles'], 'article')}"
        body.append(_row([link, html.Small(about)], row, span, colour, contrast, key))
        if is_open:
            body += _outlets(snapshot, selection, view, span, colour)
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="scale countries", id="countries")
    return html.Div([table, pages])


def _row(
    name: list[Child], row: dict[str, Any], span: float, colour: str, contrast: bool, key: str, kind: str = ""
) -> Component:
    strip = dot(
        row["at"], row["from"], row["to"], colour, "", span=span, nothing=why_not(row), label=doublings_said(row)
    )
    cells: list[Child] = [
        html.Th(name, scope="row"),
        html.Td(strip, className="strip-cell"),
        html.Td(figures(row, contrast=contrast), className="num"),
    ]
    return html.Tr(cells, className=kind, **named({"data-key": key}))


def _outlets(snapshot: Snapshot, selection: Selection, view: CountriesView, span: float, colour: str) -> list[Child]:
    """The outlets of the country that is open, those with the most articles first."""
    contrast = is_contrast(snapshot, view.measure)
    rows = doublings(selection.estimates("outlet", (view.measure,)), contrast=contrast)
    rows = rows.filter(pl.col("country") == view.open, ~pl.col("key").str.starts_with(UNKNOWN_OUTLET))
    rows = rows.sort("articles", "key", descending=[True, False])
    profile = ProfileView(filters=view.filters, kind="country", key=view.open).href()
    all_of_it = view_link(say("Everything about {name}", name=country_name(view.open)), profile)
    body: list[Child] = [html.Tr(html.Td(all_of_it, colSpan=3), className="inside")]
    for row in rows.head(_OUTLETS).iter_rows(named=True):
        link = profile_link(snapshot.outlet_name(row["key"]), view.filters, row["key"])
        name: list[Child] = [link, html.Small(count(row["articles"], "article"))]
        body.append(_row(name, row, span, colour, contrast, row["key"], "inside"))
    if rows.height > _OUTLETS:
        text = many(
            "and {n} outlet more with fewer articles; the CSV has them all",
            "and {n} outlets more with fewer articles; the CSV has them all",
            rows.height - _OUTLETS,
        )
        body.append(html.Tr(html.Td(text, colSpan=3, className="nothing"), className="inside"))
    return body


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``countries.csv``, ``outlets.csv``, ``matrix.csv``."""
    view = CountriesView.parse(search)
    view = replace(view, measure=measure_of(snapshot, view))
    selection = snapshot.select(view.filters)
    heading = caption(snapshot, view.filters, selection.rows, view.href())
    if name == "matrix.csv":
        if view.cell:
            return csv(carried_with_rates(snapshot, view), f"{say('By publisher’s and source’s country')} · {heading}")
        what = say("Articles by publisher’s and source’s country, counted")
        return csv(carried(selection.rows), f"{what} · {heading}")
    if name == "countries.csv":
        return csv(selection.estimates("country", (view.measure,)), heading)
    if name == "outlets.csv":
        return csv(with_names(selection.estimates("outlet", (view.measure,)), snapshot), heading)
    return None


def _part(fill: Callable[..., list[Child]], snapshot: Snapshot, _: str, search: str) -> list[Child]:
    view = CountriesView.parse(search)
    view = replace(view, measure=measure_of(snapshot, view))
    return fill(snapshot, view, True) if snapshot.select(view.filters).rows.height else []


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    return Made(countries_page(snapshot, CountriesView.parse(search)), say("Countries"))


PAGE: Final = Page(
    path=CountriesView.path,
    make=_make,
    file=_file,
    parts={"countries": partial(_part, _countries), "matrix": partial(_part, matrix_part)},
    name=later("Countries"),
    href=lambda filters: CountriesView(filters=filters).href(),
)

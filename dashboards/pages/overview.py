"""The overview: how each outlet and country frames, how sure that is, and the articles behind it."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.countries import LEVEL, country_map, country_table, missing_source
from dashboards.components.drawing import WIDE, drawn
from dashboards.components.filters import filter_bar, left_out, nothing_left
from dashboards.components.links import Child, command_for, export_line, named, switch
from dashboards.components.listing import listing
from dashboards.components.plane import LOUD, OFFICIAL, axes_of, label_of, plane_of, plane_section, points_of
from dashboards.components.scale import OUTLETS, scale_names, scale_table
from dashboards.data import Selection, Snapshot
from dashboards.export import caption, csv, with_names
from dashboards.names import count, language_name, listed
from dashboards.page import File, Made, Page
from dashboards.view import OverviewView

__all__ = ["PAGE", "overview_page"]


def overview_page(snapshot: Snapshot, view: OverviewView) -> Component:
    """The overview of a project that has articles."""
    names, view = scale_names(snapshot, view.filters), _settled(snapshot, view)
    selection = snapshot.select(view.filters)
    head = html.Header(
        [html.H1(_question(selection, view.filters.about)), html.P(_about(selection), className="about")],
        className="lede",
    )
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if selection.rows.height:
        # Asked for together, they are worked out together.
        selection.estimates("outlet", (OFFICIAL, LOUD, view.scale))
        parts += [
            plane_section(snapshot, selection, view) if OFFICIAL in snapshot.dimensions(view.filters) else None,
            _outlets(snapshot, selection, view, names),
            _countries(snapshot, selection, view),
            _articles(selection, view),
        ]
    else:
        parts.append(nothing_left(snapshot, selection, view))
    return html.Div(parts, className="overview")


def _settled(snapshot: Snapshot, view: OverviewView) -> OverviewView:
    """The view with a scale and a country that there are: a link may be older than the lexicon."""
    names = scale_names(snapshot, view.filters)
    scale = view.scale if view.scale in names else names[0]
    return replace(view, scale=scale, by=view.by if view.by in LEVEL else "publisher")


def _question(selection: Selection, about: str) -> str:
    outlets = selection.rows["outlet"].n_unique()
    if not outlets:
        return "No article fits these filters"
    countries = selection.rows["country"].drop_nulls().n_unique()
    verb = "does" if outlets == 1 else "do"
    where = f" in {count(countries, 'country', 'countries')}" if countries else ""
    return f"How {verb} {count(outlets, 'outlet')}{where} frame {about or 'this'}?"


def _about(selection: Selection) -> str:
    rows = selection.rows
    parts = [count(rows.height, "article"), count(int(rows["words"].fill_null(0).sum()), "word")]
    if languages := sorted(language_name(code) for code in rows["language"].unique().to_list()):
        parts.append(listed(languages))
    dates = rows["published"].drop_nulls()
    undated = rows.height - len(dates)
    if len(dates):
        months = dates.sort().dt.strftime("%b %Y").to_list()
        parts.append(months[0] if months[0] == months[-1] else f"{months[0]} – {months[-1]}")
    if undated:
        parts.append(f"{undated:,} undated")
    return " · ".join(parts)


def _outlets(snapshot: Snapshot, selection: Selection, view: OverviewView, names: list[str]) -> Component:
    scale = snapshot.lexicon.codebook.scales[view.scale]
    choices = [(name.replace("_", " ").capitalize(), view.href(scale=name), name == view.scale) for name in names]
    sentences: list[Child] = [html.Li(sentence) for sentence in selection.caveats]
    how = (
        "A dot is the outlet at large, the bar its 95 % interval: how many doublings the ratio of its two rates is "
        "from what is usual in its language. “Counted”, from −1 to +1, and the two rates describe these articles. "
    )
    how += (
        f"Stance words count in the voices that are chosen: {listed(view.filters.voices)}."
        if view.filters.voices
        else "Stance words in the outlet’s own voice count; what it quotes or reports is left out."
    )
    caveats = html.Aside(
        [html.H3("What these numbers cannot tell"), html.Ul(sentences)],
        className="caveats",
        **named({"aria-label": "Caveats"}),
    )
    return html.Section(
        [
            html.Div([html.H2("Outlets"), switch("Scale", choices)], className="section-head"),
            html.P(scale.definition, className="standfirst"),
            _order(selection, view, scale.high_label, scale.low_label),
            scale_table(snapshot, selection, view),
            export_line("outlets", view.href(), _estimates(view, "outlet")),
            html.P(how, className="note"),
            caveats if sentences else None,
        ],
        id="outlets",
    )


def _order(selection: Selection, view: OverviewView, high: str, low: str) -> Component | None:
    """Which outlets come first, where they do not fit one page."""
    if selection.rows["outlet"].n_unique() <= OUTLETS:
        return None
    orders = {"": f"Most {high}", "low": f"Most {low}", "articles": "Most articles"}
    on = view.order if view.order in orders else ""
    return switch("Order", [(text, view.href(order=name), name == on) for name, text in orders.items()])


def _countries(snapshot: Snapshot, selection: Selection, view: OverviewView) -> Component:
    choices = [
        ("Publisher", view.href(by="publisher"), view.by == "publisher"),
        ("Source", view.href(by="source"), view.by == "source"),
    ]
    explained = {
        "publisher": "Where the outlet publishes. A text it took over from an agency counts for its publisher.",
        "source": "Where the credited agency or producer sits, whoever published the text. "
        + missing_source(selection),
    }[view.by]
    empty = selection.estimates(LEVEL[view.by], (view.scale,)).height == 0
    table: Component = (
        html.P("No article of this selection names one.", className="nothing")
        if empty
        else country_table(snapshot, selection, view)
    )
    by = {"publisher": "country", "source": "source"}[view.by]
    about = caption(snapshot, view.filters, selection.rows)
    files = export_line("countries", view.href(), _estimates(view, by), picture="map", about=about)
    return html.Section(
        [
            html.Div([html.H2("Countries"), switch("Whose country", choices)], className="section-head"),
            html.P(explained, className="standfirst"),
            html.Div(
                [
                    html.Div([table, files], className="geo-table"),
                    # Plotly draws axes where there is no country.
                    None if empty else country_map(snapshot, selection, view),
                ],
                className="geo-columns",
            ),
        ],
        id="countries-section",
    )


def _articles(selection: Selection, view: OverviewView) -> Component:
    note = "Each opens on its text, with the words behind its numbers."
    files = export_line("articles", view.href(), command_for(["export", "articles"], view.filters))
    return html.Section(
        [html.H2("Articles"), html.P(note, className="standfirst"), listing(selection, view), files], id="list"
    )


def _estimates(view: OverviewView, level: str) -> str:
    """The command that prints the figures of a level."""
    return command_for(["report", "--by", level, "--dimension", view.scale], view.filters)


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    return Made(overview_page(snapshot, OverviewView.parse(search)), snapshot.name)


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``outlets.csv``, ``countries.csv``, ``articles.csv``, ``plane.csv``, ``plane.svg``."""
    view = _settled(snapshot, OverviewView.parse(search))
    selection = snapshot.select(view.filters)
    heading = caption(snapshot, view.filters, selection.rows)
    if name in ("outlets.csv", "countries.csv"):
        level = "outlet" if name == "outlets.csv" else LEVEL[view.by]
        rows = selection.estimates(level, (view.scale,))
        return csv(_with_sides(with_names(rows, snapshot), selection) if level == "outlet" else rows, heading)
    if name == "articles.csv":
        return csv(selection.rows.drop("start"), heading)
    plane = plane_of(snapshot, selection, view.plane) if name in ("plane.csv", "plane.svg") else None
    if plane is None:
        return None
    if name == "plane.csv":
        return csv(plane.rows, heading)
    points = points_of(snapshot, plane, view)
    label = label_of(plane)
    lines = [label, *wrap(heading, 150)]
    return File("image/svg+xml", drawn(points, *axes_of(plane), WIDE, label=label, caption=lines, file=True))


def _with_sides(rows: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Rows of outlets with the two rates of each scale, and the hits and words that these are made of."""
    sides = [pl.col(side).alias(f"hits_{side}") for side in ("positive", "negative")]
    rates = [
        (1000 * pl.col(side) / pl.col("words")).fill_nan(None).alias(f"rate_{side}")
        for side in ("positive", "negative")
    ]
    counts = selection.sides.select(*sides, *rates, key="outlet", dimension="scale", scale_words="words")
    return rows.join(counts, on=["key", "dimension"], how="left", maintain_order="left")


PAGE: Final = Page(
    path="/", make=_make, file=_file, name="Overview", href=lambda filters: OverviewView(filters=filters).href()
)

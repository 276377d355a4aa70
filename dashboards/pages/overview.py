"""The overview: how each outlet and country frames, how sure that is, and the articles behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.caveats import caveats_part, checked
from dashboards.components.countries import LEVEL, country_map, country_table, missing_source
from dashboards.components.filters import filter_bar, left_out, nothing_left
from dashboards.components.links import Child, command_for, export_line, switch
from dashboards.components.listing import listing
from dashboards.components.part import part, pending
from dashboards.components.plane import plane_drawing, plane_of, plane_section
from dashboards.components.scale import OUTLETS, scale_drawn, scale_names, scale_table
from dashboards.data import Snapshot
from dashboards.export import caption, caption_lines, csv, printed, with_names
from dashboards.names import count, language_name, listed, measure_name, month, voice_name, when
from dashboards.page import File, Made, Page
from dashboards.selection import Selection
from dashboards.view import OverviewView
from dashboards.wording import later, many, say, sense
from framing.figures.planes import LOUD, OFFICIAL

__all__ = ["PAGE", "overview_page"]


def overview_page(snapshot: Snapshot, view: OverviewView) -> Component:
    """The overview of a project that has articles."""
    view = _settled(snapshot, view)
    selection = snapshot.select(view.filters)
    head = html.Header(
        [
            html.H1(_question(selection, view.filters.about)),
            html.P(_about(selection), className="about"),
            html.P(_latest(*snapshot.latest), className="about latest") if snapshot.latest else None,
        ],
        className="lede",
    )
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if selection.rows.height:
        parts += [
            part("outlets", _outlets_part(snapshot, view)),
            checked(snapshot, (OFFICIAL, LOUD, view.scale), selection.rows["language"].unique().sort()),
            part("caveats", caveats_part(snapshot, view)),
            part("countries", _countries_part(snapshot, view)),
            _articles(selection, view),
        ]
    else:
        parts.append(nothing_left(snapshot, selection, view))
    parts.append(printed(caption(snapshot, view.filters, selection.rows, view.href())))
    return html.Div(parts, className="overview")


def _outlets_part(snapshot: Snapshot, view: OverviewView, is_asked: bool = False) -> list[Child]:
    """The plane, and the outlets on a scale."""
    measures = (OFFICIAL, LOUD, view.scale)
    is_quick = is_asked or snapshot.is_quick(view.filters)
    if not is_quick and not snapshot.is_estimated(view.filters, "outlet", measures):
        return pending("outlets", view.href(), say("Working out what is known of each outlet …"))
    selection = snapshot.select(view.filters)
    # Asked for together, they are worked out together.
    selection.estimates("outlet", measures)
    is_placed = OFFICIAL in snapshot.dimensions(view.filters)
    return [
        plane_section(snapshot, selection, view) if is_placed else None,
        _outlets(snapshot, selection, view, scale_names(snapshot, view.filters)),
    ]


def _countries_part(snapshot: Snapshot, view: OverviewView, is_asked: bool = False) -> list[Child]:
    is_quick = is_asked or snapshot.is_quick(view.filters)
    if not is_quick and not snapshot.is_estimated(view.filters, LEVEL[view.by], (view.scale,)):
        return pending("countries", view.href(), say("Working out what is known of each country …"))
    return [_countries(snapshot, snapshot.select(view.filters), view)]


def _settled(snapshot: Snapshot, view: OverviewView) -> OverviewView:
    """The view with a scale and a country that there are: a link may be older than the lexicon."""
    names = scale_names(snapshot, view.filters)
    scale = view.scale if view.scale in names else names[0]
    return replace(view, scale=scale, by=view.by if view.by in LEVEL else "publisher")


def _question(selection: Selection, about: str) -> str:
    outlets = selection.outlets
    if not outlets:
        return say("No article fits these filters")
    countries = selection.rows["country"].drop_nulls().n_unique()
    subject = about or sense("what outlets frame", "this")
    if not countries:
        return many(
            "How does {n} outlet frame {subject}?", "How do {n} outlets frame {subject}?", outlets, subject=subject
        )
    where = many("in {n} country", "in {n} countries", countries)
    return many(
        "How does {n} outlet {where} frame {subject}?",
        "How do {n} outlets {where} frame {subject}?",
        outlets,
        where=where,
        subject=subject,
    )


def _about(selection: Selection) -> str:
    rows = selection.rows
    parts = [count(rows.height, "article"), count(int(rows["words"].fill_null(0).sum()), "word")]
    if languages := sorted(language_name(code) for code in rows["language"].unique().to_list()):
        parts.append(listed(languages))
    dates = rows["published"].drop_nulls()
    undated = rows.height - len(dates)
    if len(dates):
        ends = rows.select(first=pl.col("published").min(), last=pl.col("published").max())
        months = [month(end) for end in ends.row(0)]
        parts.append(months[0] if months[0] == months[-1] else f"{months[0]} – {months[-1]}")
    if undated:
        parts.append(many("{n} undated", "{n} undated", undated))
    return " · ".join(parts)


def _latest(day: datetime, articles: int) -> str:
    """What came last, whatever the filters."""
    return say("Newest: {articles}, added on {day} (UTC)", articles=count(articles, "article"), day=when(day))


def _outlets(snapshot: Snapshot, selection: Selection, view: OverviewView, names: list[str]) -> Component:
    scale = snapshot.lexicon.codebook.scales[view.scale]
    choices = [(measure_name(name).capitalize(), view.href(scale=name), name == view.scale) for name in names]
    how = say(
        "A dot is the outlet at large, the bar its 95 % interval: how many doublings the ratio of its two rates is "
        "from what is usual in its language. “Counted”, from −1 to +1, and the two rates describe these articles."
    )
    how += " " + (
        say(
            "Stance words count in the voices that are chosen: {voices}.",
            voices=listed(map(voice_name, view.filters.voices)),
        )
        if view.filters.voices
        else say("Stance words in the outlet’s own voice count; what it quotes or reports is left out.")
    )
    return html.Section(
        [
            html.Div([html.H2(say("Outlets")), switch(say("Scale"), choices)], className="section-head"),
            html.P(say(scale.definition), className="standfirst"),
            _order(selection, view, say(scale.high_label), say(scale.low_label)),
            scale_table(snapshot, selection, view),
            export_line("outlets", view.href(), _estimates(view, "outlet"), kinds=("svg", "csv")),
            html.P(how, className="note"),
        ],
        id="outlets",
    )


def _order(selection: Selection, view: OverviewView, high: str, low: str) -> Component | None:
    """Which outlets come first, where they do not fit one page."""
    if selection.outlets <= OUTLETS:
        return None
    orders = {"": say("Most {end}", end=high), "low": say("Most {end}", end=low), "articles": say("Most articles")}
    on = view.order if view.order in orders else ""
    return switch(say("Order"), [(text, view.href(order=name), name == on) for name, text in orders.items()])


def _countries(snapshot: Snapshot, selection: Selection, view: OverviewView) -> Component:
    choices = [
        (say("Publisher"), view.href(by="publisher"), view.by == "publisher"),
        (say("Source"), view.href(by="source"), view.by == "source"),
    ]
    explained = {
        "publisher": say("Where the outlet publishes. A text it took over from an agency counts for its publisher."),
        "source": " ".join(
            (
                say("Where the credited agency or producer sits, whoever published the text."),
                missing_source(selection),
            )
        ),
    }[view.by]
    empty = selection.estimates(LEVEL[view.by], (view.scale,)).height == 0
    table: Component = (
        html.P(say("No article of this selection names one."), className="nothing")
        if empty
        else country_table(snapshot, selection, view)
    )
    by = {"publisher": "country", "source": "source"}[view.by]
    about = caption(snapshot, view.filters, selection.rows, view.href())
    files = export_line("countries", view.href(), _estimates(view, by), picture="map", about=about)
    return html.Section(
        [
            html.Div([html.H2(say("Countries")), switch(say("Whose country"), choices)], className="section-head"),
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
    note = say("Each opens on its text, with the words behind its numbers.")
    files = export_line("articles", view.href(), command_for(["export", "articles"], view.filters))
    return html.Section(
        [html.H2(say("Articles")), html.P(note, className="standfirst"), listing(selection, view), files], id="list"
    )


def _estimates(view: OverviewView, level: str) -> str:
    """The command that prints the figures of a level."""
    return command_for(["report", "--by", level, "--dimension", view.scale], view.filters)


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    return Made(overview_page(snapshot, OverviewView.parse(search)), snapshot.name)


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``outlets.csv``, ``outlets.svg``, ``countries.csv``, ``articles.csv``, ``plane.csv``, ``plane.svg``."""
    view = _settled(snapshot, OverviewView.parse(search))
    selection = snapshot.select(view.filters)
    heading = caption(snapshot, view.filters, selection.rows, view.href())
    if name in ("outlets.csv", "countries.csv"):
        level = "outlet" if name == "outlets.csv" else LEVEL[view.by]
        rows = selection.estimates(level, (view.scale,))
        return csv(_with_sides(with_names(rows, snapshot), selection) if level == "outlet" else rows, heading)
    if name == "outlets.svg":
        drawing = scale_drawn(snapshot, selection, view, caption_lines(heading))
        return File("image/svg+xml", drawing) if drawing else None
    if name == "articles.csv":
        return csv(selection.rows.drop("start"), heading)
    plane = plane_of(snapshot, selection, view.plane) if name in ("plane.csv", "plane.svg") else None
    if plane is None:
        return None
    if name == "plane.csv":
        return csv(plane.rows, heading)
    drawn = plane_drawing(snapshot, plane, view)
    return File("image/svg+xml", drawn.svg([drawn.label, *caption_lines(heading)]))


def _with_sides(rows: pl.DataFrame, selection: Selection) -> pl.DataFrame:
    """Rows of outlets with the two rates of each scale, and the hits and words that these are made of."""
    sides = [pl.col(side).alias(f"hits_{side}") for side in ("positive", "negative")]
    rates = [
        (1000 * pl.col(side) / pl.col("words")).fill_nan(None).alias(f"rate_{side}")
        for side in ("positive", "negative")
    ]
    counts = selection.sides.select(*sides, *rates, key="outlet", dimension="scale", scale_words="words")
    return rows.join(counts, on=["key", "dimension"], how="left", maintain_order="left")


def _part(
    fill: Callable[[Snapshot, OverviewView, bool], list[Child]], snapshot: Snapshot, _: str, search: str
) -> list[Child]:
    view = _settled(snapshot, OverviewView.parse(search))
    return fill(snapshot, view, True) if snapshot.select(view.filters).rows.height else []


PAGE: Final = Page(
    path="/",
    make=_make,
    file=_file,
    parts={
        name: partial(_part, fill)
        for name, fill in (("outlets", _outlets_part), ("caveats", caveats_part), ("countries", _countries_part))
    },
    name=later("Overview"),
    href=lambda filters: OverviewView(filters=filters).href(),
)

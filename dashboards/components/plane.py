"""The plane of shouting against communiqué: where the outlets of a language stand, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, command_for, export_line, named, switch
from dashboards.data import Snapshot
from dashboards.names import SAID, country_name, language_names, listed
from dashboards.selection import Selection
from dashboards.view import OutletsView, OverviewView
from dashboards.wording import later, many, say, spliced
from framing.figures.planes import LOUD, OFFICIAL, Plane, axes, both_rates, country_classes, placed, points, rate

__all__ = ["Placed", "plane_drawing", "plane_of", "plane_section"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The outlets of a language on the plane.

    Attributes:
        language: whose outlets.
        languages: all that have outlets on a plane, those with the most first.
        rows: key, name, country, articles and both rates with the ends of their intervals, most articles first.
        withheld: outlets of the language of which too little is known.
    """

    language: str
    languages: tuple[str, ...]
    rows: pl.DataFrame
    withheld: int


def plane_of(snapshot: Snapshot, selection: Selection, wanted: str) -> Placed | None:
    """The plane of a language, of the one with the most outlets where there is no such; None without any outlet."""
    outlets = selection.estimates("outlet", (OFFICIAL, LOUD))
    both = both_rates(outlets)
    known = placed(both)
    if known.is_empty():
        return None
    sizes = known.group_by("language").len().sort("len", "language", descending=[True, False])
    languages = tuple(sizes["language"])
    language = wanted if wanted in languages else languages[0]
    rows = known.filter(pl.col("language") == language)
    names = [snapshot.outlet_name(key) for key in rows["key"]]
    return Placed(
        language=language,
        languages=languages,
        rows=rows.with_columns(pl.Series("name", names, dtype=pl.String)),
        withheld=both.filter(pl.col("language") == language).height - rows.height,
    )


def plane_section(snapshot: Snapshot, selection: Selection, view: OverviewView) -> Component:
    """The plane, who is the loudest and who the quietest, and how to read it."""
    plane = plane_of(snapshot, selection, view.plane)
    if plane is None:
        sentence = say("No outlet has enough of both to be placed between them: five articles, and words for a rate.")
        return html.Section(
            [html.H2(say("Who shouts, who speaks officially")), html.P(sentence, className="nothing")], id="plane"
        )
    of = language_names(plane.language)
    choices = [(language_names(code), view.href(plane=code), code == plane.language) for code in plane.languages]
    drawing = plane_drawing(snapshot, plane, view)
    markup = {name: drawing.svg(is_narrow=name == "narrow", file=False) for name in ("wide", "narrow")}
    command = command_for(
        ["report", *(part for name in (OFFICIAL, LOUD) for part in ("--dimension", name))], view.filters
    )
    files = export_line("plane", view.href(), command, kinds=("svg", "csv"))
    slot = html.Div(className="plane", **named({f"data-{name}": text for name, text in markup.items()}))
    return html.Section(
        [
            html.Div(
                [
                    html.H2(say("Who shouts, who speaks officially: {language}", language=of)),
                    switch(say("Language of the plane"), choices) if len(choices) > 1 else None,
                ],
                className="section-head",
            ),
            html.P(_ends(plane), className="standfirst"),
            html.Figure([slot, _legend(snapshot, plane), html.P(_how(plane), className="note"), files]),
        ],
        id="plane",
    )


def plane_drawing(snapshot: Snapshot, plane: Placed, view: OverviewView) -> Plane:
    """What is drawn; on the page each dot leads to its outlet."""
    across, up = axes(plane.rows, SAID)
    colours = country_classes(snapshot.rows["country"])
    label = many(
        "{n} outlet in {language} by communiqué and shouting",
        "{n} outlets in {language} by communiqué and shouting",
        plane.rows.height,
        language=language_names(plane.language),
    )
    shown = points(plane.rows, colours, SAID, lambda key: OutletsView(filters=view.filters, a=key).href())
    return Plane(points=shown, x=across, y=up, label=label)


def _ends(plane: Placed) -> list[Child]:
    """The loudest and the quietest, and how many are not told apart from them."""
    order = plane.rows.sort(f"{LOUD}_estimate", "key", descending=[True, False])
    if order.height < 2:
        return [say("One outlet alone has enough to be placed: {outlet}.", outlet=order["name"][0])]
    parts: list[Child] = []
    description = (
        later("Loudest: {outlet}, {rate} per 1,000 own words; {apart}."),
        later("Quietest: {outlet}, {rate} per 1,000 own words; {apart}."),
    )
    for row, sentence in zip((order.row(0, named=True), order.row(-1, named=True)), description, strict=True):
        meets = (pl.col(f"{LOUD}_low") <= row[f"{LOUD}_high"]) & (pl.col(f"{LOUD}_high") >= row[f"{LOUD}_low"])
        near = order.filter(meets).height - 1
        apart = (
            many("{n} other interval overlaps with it", "{n} other intervals overlap with it", near)
            if near
            else say("no other interval overlaps with it")
        )
        outlet = html.B(html.Bdi(row["name"]))
        parts += [*spliced(sentence, outlet=outlet, rate=say(rate(row, LOUD)), apart=apart), " "]
    return parts


def _how(plane: Placed) -> str:
    sentence = say(
        "A dot is an outlet at large, the faint cross its two 95 % intervals, the dashed lines what is usual in the "
        "language. The axes go by square roots, so that small rates lie apart. Shouting is alarm and contempt in the "
        "outlet’s own voice; communiqué words count in any voice. Choose a dot to see the words behind it."
    )
    if plane.withheld:
        withheld = many(
            "{n} outlet of the language had too little to be placed.",
            "{n} outlets of the language had too little to be placed.",
            plane.withheld,
        )
        return f"{sentence} {withheld}"
    return sentence


def _legend(snapshot: Snapshot, plane: Placed) -> Component:
    """Which colour is which country; a grey one stands for several."""
    colours = country_classes(snapshot.rows["country"])
    named_by: dict[str, list[str]] = {}
    for code in sorted(plane.rows["country"].fill_null("").unique().to_list()):
        named_by.setdefault(colours.get(code, "c7"), []).append(country_name(code))
    items: list[Child] = []
    for colour, names in sorted(named_by.items()):
        text = listed(names) if len(names) < 4 else many("{n} other country", "{n} other countries", len(names))
        items.append(html.Li([html.Span(className=f"swatch {colour}"), text]))
    return html.Ul(items, className="plane-legend", **named({"aria-label": say("Colours of the countries")}))

"""The plane of shouting against communiqué: where the outlets of a language stand, with intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.drawing import NARROW, WIDE, Axis, Point, drawn
from dashboards.components.links import Child, command_for, export_line, named, switch
from dashboards.components.scale import country_classes
from dashboards.data import Snapshot
from dashboards.names import count, country_name, language_names, listed
from dashboards.selection import Selection
from dashboards.view import OutletsView, OverviewView
from dashboards.wording import later, many, say, spliced

__all__ = ["LOUD", "OFFICIAL", "Plane", "axes_of", "label_of", "plane_of", "plane_section", "points_of"]

#: A scale: alarm and contempt in the outlet's own voice, per 1,000 of its own words.
LOUD: Final = "loudness"
#: A dimension: formulas of official statements in any voice, per 1,000 words.
OFFICIAL: Final = "communique"
_COLUMNS: Final = ("estimate", "low", "high", "baseline")
_LOUD_AXIS: Final = later("shouting in its own voice, per 1,000 own words")
_OFFICIAL_AXIS: Final = later("communiqué words, per 1,000 words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
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


def plane_of(snapshot: Snapshot, selection: Selection, wanted: str) -> Plane | None:
    """The plane of a language, of the one with the most outlets where there is no such; None without any outlet."""
    outlets = selection.estimates("outlet", (OFFICIAL, LOUD))
    sides = [
        outlets.filter(pl.col("dimension") == name).select(
            "key", *extra, *(pl.col(column).alias(f"{name}_{column}") for column in _COLUMNS)
        )
        for name, extra in ((OFFICIAL, ("language", "country", "articles")), (LOUD, ()))
    ]
    both = sides[0].join(sides[1], on="key", how="inner", maintain_order="left")
    placed = both.filter(*(pl.col(f"{name}_{end}").is_not_null() for name in (OFFICIAL, LOUD) for end in _COLUMNS[:3]))
    if placed.is_empty():
        return None
    sizes = placed.group_by("language").len().sort("len", "language", descending=[True, False])
    languages = tuple(sizes["language"])
    language = wanted if wanted in languages else languages[0]
    rows = placed.filter(pl.col("language") == language).sort("articles", "key", descending=[True, False])
    names = [snapshot.outlet_name(key) for key in rows["key"]]
    return Plane(
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
    label = label_of(plane)
    markup = {name: picture(snapshot, plane, view, name, label) for name in ("wide", "narrow")}
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


def picture(snapshot: Snapshot, plane: Plane, view: OverviewView, size: str, label: str) -> str:
    """The markup that the page draws."""
    points = points_of(snapshot, plane, view)
    return drawn(points, *axes_of(plane), {"wide": WIDE, "narrow": NARROW}[size], label=label)


def label_of(plane: Plane) -> str:
    """What the plane shows."""
    return many(
        "{n} outlet in {language} by communiqué and shouting",
        "{n} outlets in {language} by communiqué and shouting",
        plane.rows.height,
        language=language_names(plane.language),
    )


def axes_of(plane: Plane) -> tuple[Axis, Axis]:
    """Across and up."""
    usual = [plane.rows[f"{name}_baseline"][0] for name in (OFFICIAL, LOUD)]
    return Axis(name=say(_OFFICIAL_AXIS), usual=usual[0]), Axis(name=say(_LOUD_AXIS), usual=usual[1])


def points_of(snapshot: Snapshot, plane: Plane, view: OverviewView) -> list[Point]:
    """The outlets as they are drawn."""
    colours = country_classes(snapshot.rows["country"])
    return [
        Point(
            key=row["key"],
            name=row["name"],
            label=_point_label(row),
            href=OutletsView(filters=view.filters, a=row["key"]).href(),
            colour=colours.get(row["country"] or "", "c7"),
            articles=row["articles"],
            x=row[f"{OFFICIAL}_estimate"],
            y=row[f"{LOUD}_estimate"],
            x_ends=(row[f"{OFFICIAL}_low"], row[f"{OFFICIAL}_high"]),
            y_ends=(row[f"{LOUD}_low"], row[f"{LOUD}_high"]),
        )
        for row in plane.rows.iter_rows(named=True)
    ]


def _point_label(row: Mapping[str, Any]) -> str:
    return say(
        "{outlet}: shouting {loud}, communiqué {official}; {articles}",
        outlet=row["name"],
        loud=_rate(row, LOUD),
        official=_rate(row, OFFICIAL),
        articles=count(row["articles"], "article"),
    )


def _rate(row: Mapping[str, Any], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return say(
        "{value} ({low} to {high})", value=f"{row[f'{name}_estimate']:.2f}", low=f"{low:.2f}", high=f"{high:.2f}"
    )


def _ends(plane: Plane) -> list[Child]:
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
        parts += [*spliced(sentence, outlet=outlet, rate=_rate(row, LOUD), apart=apart), " "]
    return parts


def _how(plane: Plane) -> str:
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


def _legend(snapshot: Snapshot, plane: Plane) -> Component:
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

"""Outlets on a scale: a dot with its interval, and the two rates that the dot is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, paged, profile_link, view_link
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.names import count, country_name, language_name, measure_name, numeric, scale_number
from dashboards.selection import Selection
from dashboards.view import OverviewView
from dashboards.wording import grouped, later, say
from framing.figures.planes import country_classes
from framing.figures.strips import Mark, Panel, Strips
from framing.lexicon.names import dimensions_of
from framing.render.charts import Axis

__all__ = [
    "NOTHING",
    "OUTLETS",
    "axis",
    "dot",
    "doublings_said",
    "observed",
    "pointed_names",
    "reach",
    "scale_drawn",
    "scale_names",
    "scale_table",
    "strip",
    "why_not",
]

#: Of an article without hits on a scale.
NOTHING: Final = later("no hits on this scale")
#: Why nothing is said at large, by status.
_WHY: Final = {
    "few-articles": later("under five events or texts"),
    "too-few-words": later("too few words"),
    "no-words": later("no words"),
    "one-outlet": later("one outlet is not a country"),
}
#: Outlets on one page of the table.
OUTLETS: Final = 15
#: Order of the outlets → column, and whether its highest value comes first.
_ORDERS: Final = {"": ("estimate", True), "low": ("estimate", False), "articles": ("articles", True)}


def scale_names(snapshot: Snapshot, filters: Filters | None = None) -> list[str]:
    """The contrasts that the lexicon has entries for on both sides.

    Args:
        snapshot: whose lexicon.
        filters: that may name families: then those made of their dimensions, where there are some.
    """
    present = frozenset[str]().union(*dimensions_of(snapshot.lexicon).values())
    scales = {
        name: {*scale.positive, *scale.negative}
        for name, scale in snapshot.lexicon.codebook.scales.items()
        if scale.kind == "contrast" and present.intersection(scale.positive) and present.intersection(scale.negative)
    }
    shown = set(snapshot.dimensions(filters or Filters()))
    return [name for name, sides in scales.items() if sides <= shown] or list(scales)


def pointed_names(snapshot: Snapshot) -> list[str]:
    """The scales by whose points texts are measured, and that the lexicon has entries for."""
    present = frozenset[str]().union(*dimensions_of(snapshot.lexicon).values())
    scales = snapshot.lexicon.codebook.scales.items()
    return [name for name, scale in scales if scale.weights and present.intersection(scale.weights)]


def reach(rows: pl.DataFrame) -> float:
    """How far a scale goes to either side: as far as the intervals do, and a doubling at least."""
    ends = [abs(value) for name in ("estimate", "low", "high") for value in rows[name].drop_nulls().to_list()]
    return float(ceil(max([1.0, *ends])))


def why_not(row: Mapping[str, Any]) -> str:
    """Why a row has no estimate, or no interval."""
    return say(_WHY.get(row["status"], _WHY["few-articles"]))


def scale_drawn(snapshot: Snapshot, selection: Selection, view: OverviewView, caption: Sequence[str]) -> str:
    """The outlets of a page of the table as a drawing that stands alone; empty where none has an estimate."""
    every = _ordered(selection, view)
    rows, _ = paged(every, view.rank, OUTLETS, lambda page: view.href(rank=page), "")
    rows = rows.filter(pl.col("estimate").is_not_null())
    if not rows.height:
        return ""
    scale, span = snapshot.lexicon.codebook.scales[view.scale], reach(every)
    marks = []
    for row in rows.iter_rows(named=True):
        low, high = (row[name] if row[name] is not None else row["estimate"] for name in ("low", "high"))
        figures = numeric(f"{scale_number(row['estimate'])} ({scale_number(low)} … {scale_number(high)})")
        marks.append(
            Mark(
                name=snapshot.outlet_name(row["key"]),
                figures=f"{figures}; {count(row['articles'], 'article')}",
                value=row["estimate"],
                ends=(low, high),
            )
        )
    label = say(
        "Outlets by {measure}, in doublings from what is usual in their languages", measure=measure_name(view.scale)
    )
    ends = say(scale.low_label), say(scale.high_label)
    panel = Panel(axis=Axis(-span, span, (-span, 0, span), reference=0), marks=marks, ends=ends)
    return Strips(panels=[panel], label=label).svg([label, *caption])


def observed(row: Mapping[str, Any]) -> Child:
    """A scale as counted in these articles."""
    return html.Small(say("counted {value}", value=scale_number(row["observed"])))


def strip(row: Mapping[str, Any], span: float, class_name: str, what: str) -> Component:
    """A row's estimate as a dot with its 95 % interval between −span and +span; without one, words instead of a dot."""
    values = row["estimate"], row["low"], row["high"]
    return dot(*values, class_name, what, span=span, nothing=why_not(row))


def dot(
    value: float | None,
    low: float | None,
    high: float | None,
    class_name: str,
    what: str,
    *,
    span: float = 1.0,
    nothing: str = NOTHING,
    label: str = "",
) -> Component:
    """A dot with its interval between −span and +span, in words ``label``; without a value, words instead."""
    if value is None or low is None or high is None:
        return html.Div(html.Span(say(nothing), className="nothing"), className="strip empty")
    label = label or say(
        "{what} {value}, 95 % interval {low} to {high}",
        what=what,
        value=scale_number(value),
        low=scale_number(low),
        high=scale_number(high),
    )
    places = {"--at": _place(value, span), "--low": _place(low, span), "--high": _place(high, span)}
    marks: list[Child] = [html.Span(className="bar"), html.Span(className="dot")]
    return html.Div(marks, className=f"strip {class_name}", style=places, role="img", **named({"aria-label": label}))


def doublings_said(row: Mapping[str, Any]) -> str:
    """What a strip of doublings shows, for those who do not see it: columns at, from, to."""
    values = {"value": scale_number(row["at"]), "low": scale_number(row["from"]), "high": scale_number(row["to"])}
    return say("{value} doublings, 95 % interval {low} to {high}", **values)


def _place(value: float, span: float) -> str:
    return f"{50 + 50 * max(-1.0, min(1.0, value / span)):.2f}%"


def axis(low: str, high: str, span: float = 1.0, ends: tuple[str, str, str] | None = None) -> Component:
    """The head of a column of strips: what its two ends mean, and how the ends and the middle are called."""
    first, middle, last = ends or (numeric(f"−{span:.0f}"), "0", numeric(f"+{span:.0f}"))
    return html.Div(
        [
            html.Span([f"{first} ", html.B(low)], className="low"),
            html.Span(middle, className="mid", title=say("as usual in its language")),
            html.Span([html.B(high), f" {last}"], className="high"),
        ],
        className="axis",
    )


def scale_table(snapshot: Snapshot, selection: Selection, view: OverviewView) -> Component:
    """The outlets of a selection on one scale, page by page; those of which little is known last, without a dot."""
    scale = snapshot.lexicon.codebook.scales[view.scale]
    rows = _ordered(selection, view)
    # The same axis on every page, so that dots compare.
    colours, span = country_classes(snapshot.rows["country"]), reach(rows)
    rows, pages = paged(rows, view.rank, OUTLETS, lambda page: view.href(rank=page), say("Pages of the outlets"))
    sides = {row["outlet"]: row for row in selection.sides.filter(pl.col("scale") == view.scale).iter_rows(named=True)}
    labels = {name: say(dimension.label) for name, dimension in snapshot.lexicon.codebook.dimensions.items()}
    names = [" + ".join(labels[name] for name in side) for side in (scale.negative, scale.positive)]
    head: list[Child] = [
        html.Th(say("Outlet"), scope="col"),
        html.Th(axis(say(scale.low_label), say(scale.high_label), span), scope="col", className="strip-cell"),
        html.Th(
            [measure_name(view.scale).capitalize(), html.Small(say("95 % interval"))], scope="col", className="num"
        ),
        *(
            html.Th([name, html.Small(say("per 1,000 words (hits)"))], scope="col", className="num side")
            for name in names
        ),
    ]
    body = [
        _row(row, snapshot.outlet_name(row["key"]), sides.get(row["key"], {}), colours, names, view, span)
        for row in rows.iter_rows(named=True)
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="scale", id="scale")
    return html.Div([table, pages])


def _ordered(selection: Selection, view: OverviewView) -> pl.DataFrame:
    """The estimates of the outlets in the order of the view; those without any last."""
    column, descending = _ORDERS.get(view.order, _ORDERS[""])
    rows = selection.estimates("outlet", (view.scale,))
    return rows.sort(column, descending=descending, nulls_last=True, maintain_order=True)


def _row(
    row: dict[str, Any],
    outlet: str,
    sides: Mapping[str, int],
    colours: Mapping[str, str],
    names: list[str],
    view: OverviewView,
    span: float,
) -> Component:
    colour = colours.get(row["country"] or "", "c7")
    about = f"{country_name(row['country'])} · {language_name(row['language'])} · {count(row['articles'], 'article')}"
    label = named({"aria-label": say("Profile of {outlet}", outlet=outlet)})
    profile = profile_link(say("Profile"), view.filters, row["key"], **label)
    value: list[Child] = [html.B(scale_number(row["estimate"]), className="value")]
    if row["low"] is not None:
        value.append(html.Small(numeric(f"{scale_number(row['low'])} … {scale_number(row['high'])}")))
    value.append(observed(row))
    cells: list[Child] = [
        html.Th(
            [
                view_link(outlet, view.toggled("outlet", row["key"]), "outlet", title=row["key"]),
                html.Small([html.Span(className=f"swatch {colour}"), about, " · ", profile]),
            ],
            scope="row",
        ),
        html.Td(strip(row, span, colour, measure_name(view.scale)), className="strip-cell"),
        html.Td(value, className="num"),
    ]
    for side, name in zip(("negative", "positive"), names, strict=True):
        cells.append(html.Td(_side(sides, side), className="num side", **named({"data-label": name})))
    return html.Tr(cells, **named({"data-key": row["key"]}))


def _side(sides: Mapping[str, int], side: str) -> list[Child]:
    """Hits of one side per 1,000 of the outlet's own words, and how many hits that is."""
    if not sides or not sides["words"]:
        return ["–"]
    return [
        html.B(f"{1000 * sides[side] / sides['words']:.1f}"),
        html.Span(f" ({grouped(sides[side])})", className="hits"),
    ]

"""The outlets of a language in the order of one dimension: a dot with its interval each."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, log2
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.heatmap import cells_of, dimension_name
from dashboards.components.links import Child, export_line, named, paged, profile_link, switch, view_link
from dashboards.components.scale import axis, dot, why_not
from dashboards.data import Snapshot
from dashboards.names import count, country_name, language_names, numeric
from dashboards.selection import Selection
from dashboards.view import OutletsView
from dashboards.wording import say
from framing.figures.cells import times
from framing.figures.planes import country_classes
from framing.figures.strips import Mark, Panel, Strips
from framing.render.charts import Axis

__all__ = ["Ranking", "ranking_drawn", "ranking_of", "ranking_section"]

#: Outlets on one page of the ranking.
_OUTLETS: Final = 12
#: Doublings to either side that the axis shows at most; what lies beyond stands at its end.
_FARTHEST: Final = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The outlets of a language by one dimension.

    Attributes:
        dimension: that they are ranked by.
        language: whose outlets.
        languages: all that have outlets, those with the most first.
        rows: of the heat map, the highest ratio first; those without one last.
        span: doublings to either side of the baseline that the axis shows.
    """

    dimension: str
    language: str
    languages: tuple[str, ...]
    rows: pl.DataFrame
    span: float


def ranking_of(snapshot: Snapshot, selection: Selection, view: OutletsView) -> Ranking | None:
    """The outlets ranked by what the map is sorted by, else by the first dimension shown; None where there are none."""
    cells = cells_of(snapshot, selection)
    shown = [name for name in snapshot.lexicon.codebook.dimensions if name in snapshot.dimensions(view.filters)]
    dimension = view.sort if view.sort in shown else next(iter(shown), "")
    rows = cells.filter(pl.col("dimension") == dimension, pl.col("language").is_not_null())
    if rows.is_empty():
        return None
    languages = tuple(rows.group_by("language").len().sort("len", "language", descending=[True, False])["language"])
    language = view.ranked if view.ranked in languages else languages[0]
    rows = rows.filter(pl.col("language") == language).sort("ratio", "key", descending=[True, False], nulls_last=True)
    ends = [abs(log2(value)) for name in ("ratio_low", "ratio_high") for value in rows[name].drop_nulls() if value > 0]
    span = float(ceil(min(_FARTHEST, max([1.0, *ends]))))
    return Ranking(dimension=dimension, language=language, languages=languages, rows=rows, span=span)


def ranking_section(snapshot: Snapshot, selection: Selection, view: OutletsView, command: str) -> Component | None:
    """The ranking, its languages, pages and files."""
    ranking = ranking_of(snapshot, selection, view)
    if ranking is None:
        return None
    what, of = dimension_name(ranking.dimension), language_names(ranking.language)
    choices = [(language_names(code), view.href(ranked=code), code == ranking.language) for code in ranking.languages]
    rows, pages = paged(
        ranking.rows, view.rank, _OUTLETS, lambda page: view.href(rank=page), say("Pages of the ranked outlets")
    )
    standfirst = say(
        "How many times as often as its baseline an outlet uses the words of {dimension}: a dot with its 95 % "
        "interval. Where intervals overlap, the order may be chance. The map’s columns choose another dimension.",
        dimension=what,
    )
    most = f"{2**ranking.span:.0f}"
    head: list[Child] = [
        html.Th(say("Outlet"), scope="col"),
        html.Th(
            axis(say("less"), say("more"), ranking.span, (f"÷{most}", "1", f"×{most}")),
            scope="col",
            className="strip-cell",
        ),
        html.Th([say("Times the baseline"), html.Small(say("95 % interval"))], scope="col", className="num"),
    ]
    colours = country_classes(snapshot.rows["country"])
    body = [_row(snapshot, row, ranking, colours, view) for row in rows.iter_rows(named=True)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="scale ranking")
    return html.Section(
        [
            html.Div(
                [
                    html.H2(say("Ranked by {dimension}: {language}", dimension=what, language=of)),
                    switch(say("Language of the ranking"), choices) if len(choices) > 1 else None,
                ],
                className="section-head",
            ),
            html.P(standfirst, className="standfirst"),
            table,
            pages,
            export_line("ranking", view.href(), command, kinds=("svg", "csv")),
        ],
        id="ranking",
    )


def ranking_drawn(snapshot: Snapshot, ranking: Ranking, caption: list[str], page: int) -> str:
    """A page of the ranking as a drawing that stands alone; empty where none has a ratio."""
    rows, _ = paged(ranking.rows, page, _OUTLETS, str, "")
    marks = [
        Mark(
            name=snapshot.outlet_name(row["key"]),
            figures=f"{_figures(row)}; {count(row['articles'], 'article')}",
            value=row["ratio"],
            ends=(row["ratio_low"], row["ratio_high"]),
        )
        for row in rows.filter(pl.col("ratio").is_not_null()).iter_rows(named=True)
    ]
    label = say(
        "Outlets in {language} by {dimension}, times the baseline",
        language=language_names(ranking.language),
        dimension=dimension_name(ranking.dimension),
    )
    most = int(2**ranking.span)
    axis = Axis(1 / most, most, (1 / most, 1, most), log=True, reference=1)
    panel = Panel(axis=axis, marks=marks, ends=(say("less"), say("more")))
    return Strips(panels=[panel], label=label).svg([label, *caption]) if marks else ""


def _row(
    snapshot: Snapshot, row: dict[str, Any], ranking: Ranking, colours: dict[str, str], view: OutletsView
) -> Component:
    outlet = snapshot.outlet_name(row["key"])
    about = f"{country_name(row['country'])} · {count(row['articles'], 'article')}"
    colour = colours.get(row["country"] or "", "c7")
    link = view_link(outlet, view.href(a=row["key"], b="", measure=ranking.dimension), "outlet", title=row["key"])
    label_of = named({"aria-label": say("Profile of {outlet}", outlet=outlet)})
    profile = profile_link(say("Profile"), view.filters, row["key"], **label_of)
    at, low, high = (_doublings(row[name]) if row["ratio"] is not None else None for name in _RATIOS)
    label = say(
        "{dimension} {figures} times the baseline, 95 % interval",
        dimension=dimension_name(ranking.dimension),
        figures=_figures(row),
    )
    strip = dot(at, low, high, colour, "", span=ranking.span, nothing=why_not(row), label=label)
    value: list[Child] = [html.B(times(row["ratio"]), className="value")]
    if row["ratio"] is not None:
        value.append(html.Small(numeric(f"{times(row['ratio_low'])} … {times(row['ratio_high'])}")))
    cells: list[Child] = [
        html.Th([link, html.Small([html.Span(className=f"swatch {colour}"), about, " · ", profile])], scope="row"),
        html.Td(strip, className="strip-cell"),
        html.Td(value, className="num"),
    ]
    return html.Tr(cells, className="sure" if row["marked"] else "")


_RATIOS: Final = ("ratio", "ratio_low", "ratio_high")


def _figures(row: dict[str, Any]) -> str:
    low, high = times(row["ratio_low"]), times(row["ratio_high"])
    return say("{value} ({low} to {high})", value=times(row["ratio"]), low=low, high=high)


def _doublings(ratio: float) -> float:
    """How many doublings a ratio is from 1; a ratio of 0 lies beyond every axis."""
    return log2(ratio) if ratio > 0 else -2 * _FARTHEST

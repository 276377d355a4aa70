"""A contrast of two sides: ratios with intervals, the entries that make the difference, sentences side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import log2
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

import framing
from dashboards.components.heatmap import dimension_name, is_sure, times
from dashboards.components.links import Child, command_for, export_line, named, view_link
from dashboards.data import Selection, Snapshot
from dashboards.export import csv
from dashboards.filtering import Filters
from dashboards.names import count, language_name, scale_number, script_of
from dashboards.page import File
from dashboards.sides import side_names
from dashboards.view import ArticleView, SidedView

__all__ = ["contrast", "contrast_file", "measured"]

#: The forest's ends: beyond eight times as much, or as little, a dot stands at the edge.
_OCTAVES: Final = 3.0
#: Marks on the two axes.
_TICKS: Final = {
    "ratio": {"⅛": 1 / 8, "¼": 1 / 4, "½": 1 / 2, "1": 1.0, "2": 2.0, "4": 4.0, "8": 8.0},
    "difference": {"−2": -2.0, "−1": -1.0, "0": 0.0, "+1": 1.0, "+2": 2.0},
}
#: Entries that the word shift shows.
_ENTRIES: Final = 12
#: Why a measure has no effect.
_SILENT: Final = ("few-hits", "no-hits", "no-words")
#: What stands beside an effect that needs care.
_NOTES: Final = {
    "few-articles": "few texts",
    "is-topic": "is a topic itself",
    "uncalibrated": "uncalibrated",
    "calibrated": "calibrated",
    "no-baseline": "nothing to compare with",
}


def sides_line(comparison: framing.Comparison, view: SidedView) -> Component:
    """How much there is on each side."""
    parts: list[Child] = []
    for row, name, side in zip(
        comparison.sides.iter_rows(named=True), side_names(comparison, view.sides), "AB", strict=True
    ):
        texts = f", {count(row['clusters'], 'text')}" if row["clusters"] != row["articles"] else ""
        counts = f" {count(row['articles'], 'article')}{texts}, {count(row['words'], 'word')}"
        parts.append(html.P([html.B(side, className=f"side-{side.lower()}"), f" {name}:", counts]))
    return html.Div(parts, className="sides")


def contrast_table(comparison: framing.Comparison, view: SidedView, measure: str) -> Component:
    """All measures of a contrast that something can be said of, strongest first; the others by name."""
    answered = comparison.table.filter(~pl.col("status").is_in(_SILENT) & pl.col("effect").is_not_null())
    silent = [row for row in comparison.table["dimension"] if row not in set(answered["dimension"])]
    parts: list[Child] = []
    for kind, title in (("ratio", "Rates"), ("difference", "Scales")):
        rows = answered.filter(pl.col("measure") == kind)
        if rows.height:
            parts.append(_table(rows, kind, title, view, measure))
    if silent and set(comparison.table["status"]) != {"no-baseline"}:
        names = ", ".join(map(dimension_name, silent))
        parts.append(html.P([html.B("Too few words to say: "), names, "."], className="note"))
    return html.Div(parts, className="contrast-tables")


def _axis(kind: str) -> Component:
    marks: list[Child] = [
        html.Span(text, style={"--at": f"{_at(value, kind):.2f}%"}) for text, value in _TICKS[kind].items()
    ]
    words = html.Div([html.Span("less in A"), html.Span("more in A")], className="ends")
    return html.Div([words, html.Div(marks, className="ticks")], className="forest-axis")


def _table(rows: pl.DataFrame, kind: str, title: str, view: SidedView, measure: str) -> Component:
    unit = "A ÷ B" if kind == "ratio" else "A − B"
    side = "per 1,000 (hits)" if kind == "ratio" else "value (hits)"
    head: list[Child] = [
        html.Th(title, scope="col"),
        html.Th(_axis(kind), scope="col", className="strip-cell"),
        html.Th([unit, html.Small("95 % interval")], scope="col", className="num"),
        html.Th(["p", html.Small("adjusted")], scope="col", className="num p"),
        *(html.Th([name, html.Small(side)], scope="col", className="num side") for name in "AB"),
    ]
    body = [_row(row, kind, view, measure) for row in rows.iter_rows(named=True)]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="contrast")


def _row(row: dict[str, Any], kind: str, view: SidedView, measure: str) -> Component:
    name, sure = row["dimension"], is_sure(row["p_adjusted"])
    shown: Callable[[float | None], str] = times if kind == "ratio" else scale_number
    note = _NOTES.get(row["status"], "")
    chosen: dict[str, str] = {"aria-current": "true"} if name == measure else {}
    link = view_link(dimension_name(name), view.href(measure=name), "measure", **named(chosen))
    between = "–" if row["low"] is None else f"{shown(row['low'])} … {shown(row['high'])}"
    p = "–" if row["p_adjusted"] is None else "<.001" if row["p_adjusted"] < 0.0005 else f"{row['p_adjusted']:.3f}"[1:]
    p = "1" if row["p_adjusted"] is not None and row["p_adjusted"] >= 0.9995 else p
    cells: list[Child] = [
        html.Th([link, html.Small(note)] if note else link, scope="row"),
        html.Td(_strip(row, kind), className="strip-cell"),
        html.Td([html.B(shown(row["effect"]), className="value"), html.Small(between)], className="num"),
        html.Td(p, className="num p"),
    ]
    for side in "ab":
        value = row[f"rate_{side}"]
        text = "–" if value is None else f"{value:.2f}" if kind == "ratio" else scale_number(value)
        hits = html.Span(f" ({row[f'hits_{side}']:,})", className="hits")
        cells.append(html.Td([text, hits], className="num side", **named({"data-label": side.upper()})))
    classes = f"{'sure' if sure else 'unsure'}{' chosen' if name == measure else ''}"
    return html.Tr(cells, className=classes, **named({"data-measure": name}))


def _strip(row: dict[str, Any], kind: str) -> Component:
    """A dot with its interval, on the axis of its kind."""
    if row["low"] is None or row["high"] is None:
        return html.Div(html.Span("no interval", className="nothing"), className="strip empty")
    places = {
        name: f"{_at(row[column], kind):.2f}%"
        for name, column in (("--at", "effect"), ("--low", "low"), ("--high", "high"))
    }
    up = row["effect"] > (1 if kind == "ratio" else 0)
    marks: list[Child] = [html.Span(className="bar"), html.Span(className="dot")]
    return html.Div(
        marks, className=f"strip {'more' if up else 'less'}", style=places, **named({"aria-hidden": "true"})
    )


def _at(value: float, kind: str) -> float:
    part = log2(max(value, 1e-9)) / _OCTAVES if kind == "ratio" else value / 2
    return 50 + 50 * max(-1.0, min(1.0, part))


def shift_bars(comparison: framing.Comparison, measure: str) -> Component:
    """The entries that make the difference: parts that add up to it, the largest first."""
    rows = comparison.shifts.filter(pl.col("measure") == measure).head(_ENTRIES)
    if not rows.height:
        return html.P("No entry of this measure was found on either side.", className="nothing")
    most = float(rows["contribution"].abs().max() or 0) or 1.0  # type: ignore[arg-type]
    body = [_bar(row, most) for row in rows.iter_rows(named=True)]
    head: list[Child] = [
        html.Th("Entry", scope="col"),
        html.Th(html.Div([html.Span("more in B"), html.Span("more in A")], className="ends"), scope="col"),
        html.Th("Part", scope="col", className="num"),
        html.Th([html.Span("A", className="side-a"), " : ", html.Span("B", className="side-b"), html.Small("hits")],
                scope="col", className="num"),
    ]  # fmt: skip
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="shift", id="shift")


def _bar(row: dict[str, Any], most: float) -> Component:
    part = row["contribution"]
    script: Any = script_of(row["language"]) if row["language"] else {}
    term = html.Bdi(row["surface"] or row["term"], title=row["term"], **script)
    concept = html.Small(dimension_name(row["concept"] or ""))
    width = 0.0 if part is None else 50 * abs(part) / most
    bar = html.Span(className="more" if (part or 0) > 0 else "less", style={"--width": f"{width:.1f}%"})
    return html.Tr(
        [
            html.Th([term, concept], scope="row"),
            html.Td(html.Div(bar, className="lean", **named({"aria-hidden": "true"}))),
            html.Td("–" if part is None else f"{part:+.2f}".replace("-", "−"), className="num"),
            html.Td(f"{row['hits_a']:,} : {row['hits_b']:,}", className="num"),
        ]
    )


def examples(comparison: framing.Comparison, articles: pl.DataFrame, measure: str, view: SidedView) -> Component:
    """Sentences of both sides, side by side; each leads to its article."""
    rows = comparison.examples.filter(pl.col("measure") == measure)
    shown = articles.filter(pl.col("article_id").is_in(rows["article_id"].implode()))
    about = {row["article_id"]: row for row in shown.iter_rows(named=True)}
    columns: list[Child] = []
    for side, name in zip("ab", side_names(comparison, view.sides), strict=True):
        found_here = [row for row in rows.iter_rows(named=True) if row["compared"] == side]
        items: list[Child] = [_example(row, about[row["article_id"]], comparison, view) for row in found_here]
        quoted: Child = html.Ul(items) if items else html.P("No hit on this side.", className="nothing")
        columns.append(html.Div([html.H4([html.B(side.upper(), className=f"side-{side}"), f" {name}"]), quoted]))
    return html.Div(columns, className="examples")


def _example(
    row: dict[str, Any], article: dict[str, Any], comparison: framing.Comparison, view: SidedView
) -> Component:
    script: Any = script_of(article["language"])
    text: list[Child] = [f"… {row['before']} ", html.Mark(row["hit"]), f" {row['after']} …"]
    entry = comparison.shifts.filter(pl.col("entry_id") == row["entry_id"])
    about = [article["outlet_name"], f"{row['voice']} words", language_name(article["language"])]
    if entry.height and entry["concept"][0]:
        about.insert(1, dimension_name(entry["concept"][0]))
    target = ArticleView(filters=view.filters).href(row["article_id"], entry=row["entry_id"])
    link = view_link("Open the article", target)
    return html.Li([html.Blockquote(text, **script), html.P([" · ".join(about), " · ", link], className="note")])


def measured(snapshot: Snapshot, filters: Filters) -> list[str]:
    """The options of a command by which it looks at the dimensions of the chosen families alone."""
    return [part for name in snapshot.dimensions(filters) for part in ("--dimension", name)] if filters.family else []


def contrast(snapshot: Snapshot, selection: Selection, view: SidedView) -> list[Child]:
    """All that is shown of two sides: how much there is, effects, and the words behind one of them."""
    compared = snapshot.contrast(view.filters, view.sides)
    parts: list[Child] = [sides_line(compared, view)]
    if compared.caveats:
        sentences = html.Ul([html.Li(sentence) for sentence in compared.caveats])
        parts.append(html.Aside([html.H3("Before you read on"), sentences], className="caveats"))
    measure = view.measure or next(iter(compared.strongest), "")
    parts.append(contrast_table(compared, view, measure))
    command = [*view.sides.command(), *measured(snapshot, view.filters)]
    counted = {name: view.sides.counted(view.filters).get(name, ()) for name in view.filters.counted}
    parts.append(export_line("contrast", view.href(), command_for(command, replace(view.filters, **counted))))
    how = (
        "A dot is the effect, the bar its 95 % interval; bold rows survive the control of false discoveries over all "
        "rows. p is from a permutation test in which copies of one agency text move together."
    )
    parts.append(html.P(how, className="note"))
    return [*parts, _behind(snapshot, selection, view, measure)] if measure else parts


def _behind(snapshot: Snapshot, selection: Selection, view: SidedView, measure: str) -> Component:
    book = snapshot.lexicon.codebook
    definition = book.dimensions[measure].definition if measure in book.dimensions else book.scales[measure].definition
    compared = snapshot.behind(view.filters, view.sides, measure)
    unit = "of the scale’s difference" if measure in book.scales else "hits per 1,000 words"
    how = f"Each entry’s part in the difference, in {unit}; the parts of all entries add up to it."
    files = export_line("words", view.href())
    return html.Section(
        [
            html.H3(f"The words behind {dimension_name(measure)}"),
            html.P(definition, className="standfirst"),
            html.Div(
                [
                    html.Div([shift_bars(compared, measure), html.P(how, className="note"), files]),
                    examples(compared, selection.rows, measure, view),
                ],
                className="words-columns",
            ),
        ],
        className="words",
        id="words",
    )


def contrast_file(snapshot: Snapshot, view: SidedView, name: str, heading: str) -> File | None:
    """``contrast.csv`` and ``words.csv`` of two sides."""
    compared = snapshot.contrast(view.filters, view.sides)
    a, b = side_names(compared, view.sides)
    heading += f" · A {a} against B {b}"
    if name == "contrast.csv":
        return csv(compared.table, heading)
    measure = view.measure or next(iter(compared.strongest), "")
    if name != "words.csv" or not measure:
        return None
    behind = snapshot.behind(view.filters, view.sides, measure)
    return csv(behind.shifts.filter(pl.col("measure") == measure), heading)

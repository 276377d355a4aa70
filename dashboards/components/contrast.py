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
from dashboards.components.heatmap import dimension_name, is_sure
from dashboards.components.links import Child, command_for, export_line, named, view_link
from dashboards.components.part import part, pending
from dashboards.data import Snapshot
from dashboards.export import caption_lines, csv
from dashboards.filtering import Filters
from dashboards.looking import look_at_sides
from dashboards.names import SAID, count, language_name, numeric, scale_number, script_of, voice_name
from dashboards.page import File
from dashboards.sides import side_names
from dashboards.targets import WHOLE
from dashboards.view import ArticleView, CompareView, SidedView
from dashboards.wording import grouped, later, say
from framing.errors import UsageError
from framing.figures.cells import times
from framing.figures.strips import Strips, forest, word_shift

__all__ = ["contrast_file", "contrast_part", "contrast_tested", "measured", "words_part"]

#: The forest's ends: beyond eight times as much, or as little, a dot stands at the edge.
_OCTAVES: Final = 3.0
#: Marks on the two axes.
_TICKS: Final = {
    "ratio": {"⅛": 1 / 8, "¼": 1 / 4, "½": 1 / 2, "1": 1.0, "2": 2.0, "4": 4.0, "8": 8.0},
    "difference": {"−2": -2.0, "−1": -1.0, "0": 0.0, "+1": 1.0, "+2": 2.0},
}
#: Measures of a kind that are shown where all are.
_ALL: Final = 1_000
#: Entries that the word shift shows.
_ENTRIES: Final = 12
#: Why a measure has no effect.
_SILENT: Final = ("few-hits", "no-hits", "no-words")
#: What stands beside an effect that needs care.
_NOTES: Final = {
    "few-articles": later("few texts"),
    "is-topic": later("is a topic itself"),
    "uncalibrated": later("uncalibrated"),
    "calibrated": later("calibrated"),
    "no-baseline": later("nothing to compare with"),
}


def sides_line(comparison: framing.Comparison, names: tuple[str, str]) -> Component:
    """How much there is on each side."""
    parts: list[Child] = []
    for row, name, side in zip(comparison.sides.iter_rows(named=True), names, "AB", strict=True):
        texts = [count(row["clusters"], "text")] if row["clusters"] != row["articles"] else []
        counts = [count(row["articles"], "article"), *texts, count(row["words"], "word")]
        sizes_line = say("{name}: {sizes}", name=name, sizes=counts)
        parts.append(html.P([html.B(side, className=f"side-{side.lower()}"), f" {sizes_line}"]))
    return html.Div(parts, className="sides")


def contrast_table(comparison: framing.Comparison, view: SidedView, measure: str, most: int = _ALL) -> Component:
    """The measures of a contrast that something can be said of, strongest first; the others by name."""
    answered = comparison.table.filter(~pl.col("status").is_in(_SILENT) & pl.col("effect").is_not_null())
    silent = [row for row in comparison.table["dimension"] if row not in set(answered["dimension"])]
    parts: list[Child] = []
    for kind, title in (("ratio", say("Rates")), ("difference", say("Scales"))):
        rows = answered.filter(pl.col("measure") == kind).head(most)
        if rows.height:
            parts.append(_table(rows, kind, title, view, measure))
    if silent and most == _ALL and set(comparison.table["status"]) != {"no-baseline"}:
        names = say("{names}", names=list(map(dimension_name, silent)))
        parts.append(html.P([html.B(say("Too few words to say:")), f" {names}."], className="note"))
    return html.Div(parts, className="contrast-tables")


def _axis(kind: str) -> Component:
    marks: list[Child] = [
        html.Span(text, style={"--at": f"{_at(value, kind):.2f}%"}) for text, value in _TICKS[kind].items()
    ]
    words = html.Div([html.Span(say("less in A")), html.Span(say("more in A"))], className="ends")
    return html.Div([words, html.Div(marks, className="ticks")], className="forest-axis")


def _table(rows: pl.DataFrame, kind: str, title: str, view: SidedView, measure: str) -> Component:
    unit = "A ÷ B" if kind == "ratio" else "A − B"
    side = say("per 1,000 (hits)") if kind == "ratio" else say("value (hits)")
    head: list[Child] = [
        html.Th(title, scope="col"),
        html.Th(_axis(kind), scope="col", className="strip-cell"),
        html.Th([numeric(unit), html.Small(say("95 % interval"))], scope="col", className="num"),
        html.Th(["p", html.Small(say("adjusted"))], scope="col", className="num p"),
        *(html.Th([name, html.Small(side)], scope="col", className="num side") for name in "AB"),
    ]
    body = [_row(row, kind, view, measure) for row in rows.iter_rows(named=True)]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="contrast")


def _row(row: dict[str, Any], kind: str, view: SidedView, measure: str) -> Component:
    name, sure = row["dimension"], is_sure(row["p_adjusted"])
    shown: Callable[[float | None], str] = times if kind == "ratio" else scale_number
    note = say(_NOTES.get(row["status"], ""))
    chosen: dict[str, str] = {"aria-current": "true"} if name == measure else {}
    link = view_link(dimension_name(name), view.href(measure=name), "measure", **named(chosen))
    between = "–" if row["low"] is None else numeric(f"{shown(row['low'])} … {shown(row['high'])}")
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
        text += f" ({grouped(row[f'hits_{side}'])})"
        cells.append(html.Td(text, className="num side", **named({"data-label": side.upper()})))
    classes = f"{'sure' if sure else 'unsure'}{' chosen' if name == measure else ''}"
    return html.Tr(cells, className=classes, **named({"data-measure": name}))


def _strip(row: dict[str, Any], kind: str) -> Component:
    """A dot with its interval, on the axis of its kind."""
    if row["low"] is None or row["high"] is None:
        return html.Div(say("no interval"), className="strip empty nothing")
    places = {
        name: f"{_at(row[column], kind):.2f}%"
        for name, column in (("--at", "effect"), ("--low", "low"), ("--high", "high"))
    }
    up = row["effect"] > (1 if kind == "ratio" else 0)
    return html.Div(
        className=f"strip lean-strip {'more' if up else 'less'}", style=places, **named({"aria-hidden": "true"})
    )


def _at(value: float, kind: str) -> float:
    part = log2(max(value, 1e-9)) / _OCTAVES if kind == "ratio" else value / 2
    return 50 + 50 * max(-1.0, min(1.0, part))


def shift_bars(comparison: framing.Comparison, measure: str) -> Component:
    """The entries that make the difference: parts that add up to it, the largest first."""
    rows = comparison.shifts.filter(pl.col("measure") == measure).head(_ENTRIES)
    if not rows.height:
        return html.P(say("No entry of this measure was found on either side."), className="nothing")
    most = float(rows["contribution"].abs().max() or 0) or 1.0  # type: ignore[arg-type]
    body = [_bar(row, most) for row in rows.iter_rows(named=True)]
    head: list[Child] = [
        html.Th(say("Entry"), scope="col"),
        html.Th(html.Div([html.Span(say("more in B")), html.Span(say("more in A"))], className="ends"), scope="col"),
        html.Th(say("Part"), scope="col", className="num"),
        html.Th([html.Span("A", className="side-a"), " : ", html.Span("B", className="side-b"),
                 html.Small(say("hits"))],
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
            html.Td("–" if part is None else numeric(f"{part:+.2f}".replace("-", "−")), className="num"),
            html.Td(f"{grouped(row['hits_a'])} : {grouped(row['hits_b'])}", className="num"),
        ]
    )


def examples(
    comparison: framing.Comparison, articles: pl.DataFrame, measure: str, view: SidedView, names: tuple[str, str]
) -> Component:
    """Sentences of both sides, side by side; each leads to its article."""
    rows = comparison.examples.filter(pl.col("measure") == measure)
    shown = articles.filter(pl.col("article_id").is_in(rows["article_id"].implode()))
    about = {row["article_id"]: row for row in shown.iter_rows(named=True)}
    columns: list[Child] = []
    for side, name in zip("ab", names, strict=True):
        found_here = [row for row in rows.iter_rows(named=True) if row["compared"] == side]
        items: list[Child] = [_example(row, about[row["article_id"]], comparison, view) for row in found_here]
        quoted: Child = html.Ul(items) if items else html.P(say("No hit on this side."), className="nothing")
        columns.append(html.Div([html.H4([html.B(side.upper(), className=f"side-{side}"), f" {name}"]), quoted]))
    return html.Div(columns, className="examples")


def _example(
    row: dict[str, Any], article: dict[str, Any], comparison: framing.Comparison, view: SidedView
) -> Component:
    script: Any = script_of(article["language"])
    text: list[Child] = [f"… {row['before']} ", html.Mark(row["hit"]), f" {row['after']} …"]
    entry = comparison.shifts.filter(pl.col("entry_id") == row["entry_id"])
    about = [
        article["outlet_name"],
        say("{voice} words", voice=voice_name(row["voice"])),
        language_name(article["language"]),
    ]
    if entry.height and entry["concept"][0]:
        about.insert(1, dimension_name(entry["concept"][0]))
    target = ArticleView(filters=view.filters).href(article.get(WHOLE, row["article_id"]), entry=row["entry_id"])
    link = view_link(say("Open the article"), target)
    return html.Li([html.Blockquote(text, **script), html.P([" · ".join(about), " · ", link], className="note")])


def contrast_part(snapshot: Snapshot, view: SidedView, is_asked: bool = False, most: int = _ALL) -> list[Child]:
    """How much there is of two sides, and their effects, which are tested meanwhile.

    Args:
        snapshot: the project.
        view: what is compared.
        is_asked: whether it is wanted now; as the page is made, what takes long is asked for later.
        most: measures of a kind that are shown.
    """
    if snapshot.is_quick(view.filters) or snapshot.is_compared(view.filters, view.sides):
        return contrast_tested(snapshot, view, is_asked, most)
    if not is_asked:
        return pending("contrast", view.href(), say("Comparing …"))
    says = say("The effects stand; they are being tested, and what is sure becomes bold …")
    waiting = pending("tested", view.href(), says, is_empty=False)
    return [part("tested", _contrast(snapshot, view, snapshot.effects(view.filters, view.sides), waiting, "", most))]


def contrast_tested(snapshot: Snapshot, view: SidedView, _: bool = True, most: int = _ALL) -> list[Child]:
    """The same with tests, and the sentences that belong beside it."""
    compared = snapshot.contrast(view.filters, view.sides)
    look_at_sides(snapshot, view.filters, view.sides, compared)
    notes: list[Child] = []
    if compared.caveats:
        sentences = html.Ul([html.Li(say(sentence)) for sentence in compared.caveats])
        notes = [html.Aside([html.H3(say("Before you read on")), sentences], className="caveats")]
    return _contrast(snapshot, view, compared, notes, next(iter(compared.strongest), ""), most)


def _contrast(
    snapshot: Snapshot, view: SidedView, compared: framing.Comparison, notes: list[Child], strongest: str, most: int
) -> list[Child]:
    names = side_names(view.sides, snapshot.keyed(view.filters, view.sides), snapshot.outlet_name)
    command = [*view.sides.command(), *measured(snapshot, view.filters)]
    counted = {name: view.sides.counted(view.filters).get(name, ()) for name in view.filters.counted}
    how = say(
        "A dot is the effect, the bar its 95 % interval; bold rows survive the control of false discoveries over all "
        "rows. p is from a permutation test in which copies of one agency text move together."
    )
    return [
        sides_line(compared, names),
        *notes,
        _apart(compared, view, names),
        contrast_table(compared, view, view.measure or strongest, most),
        export_line(
            "contrast", view.href(), command_for(command, replace(view.filters, **counted)), kinds=("svg", "csv")
        ),
        html.P(how, className="note"),
    ]


def _apart(compared: framing.Comparison, view: SidedView, names: tuple[str, str]) -> Component | None:
    """The way out where sides share no language, and one has nothing else in its own to be measured against."""
    if view.sides.raw:
        back = view_link(say("Compare each with others of its language"), view.href(raw=""))
        text = say(
            "Rates are compared across languages, divided by factors measured on translated news; where there is none, "
            "as they are."
        )
        return html.P([text, " ", back], className="note apart")
    if set(compared.table["status"]) != {"no-baseline"} or not (view.sides.b or view.sides.by == "period"):
        return None
    text = say(
        "{a} and {b} share no language here, and nothing else is there to measure each against.", a=names[0], b=names[1]
    )
    whole = CompareView(filters=view.filters, **{name: getattr(view.sides, name) for name in ("by", "a", "b")})
    link = view_link(
        say("Compare their raw rates, divided by measured factors between the languages"), whole.href(raw="yes")
    )
    return html.P([text, " ", link], className="standfirst apart")


def words_part(snapshot: Snapshot, view: SidedView, is_asked: bool = False) -> list[Child]:
    """The words behind one measure, of those that differ the most where none is chosen, and sentences of both sides."""
    filters, sides, measure = view.filters, view.sides, view.measure
    is_asked = is_asked or snapshot.is_quick(filters)
    if not measure and (is_asked or snapshot.is_compared(filters, sides)):
        measure = next(iter(snapshot.contrast(filters, sides).strongest), "")
        if not measure:
            return []
    if not is_asked and not (measure and snapshot.is_explained(filters, sides, measure)):
        return pending("words", view.href(), say("Finding the words behind it …"))
    return [_behind(snapshot, view, measure)]


def _behind(snapshot: Snapshot, view: SidedView, measure: str) -> Component:
    book, rows = snapshot.lexicon.codebook, snapshot.keyed(view.filters, view.sides)
    definition = book.dimensions[measure].definition if measure in book.dimensions else book.scales[measure].definition
    compared = snapshot.behind(view.filters, view.sides, measure)
    names = side_names(view.sides, rows, snapshot.outlet_name)
    total = _total(compared, measure)
    how = (
        say("Each entry’s part in the difference, in parts of the scale’s; all parts add up to {total}.", total=total)
        if measure in book.scales
        else say(
            "Each entry’s part in the difference, in hits per 1,000 words; all parts add up to {total}.", total=total
        )
    )
    files = export_line("words", view.href(), kinds=("svg", "csv"))
    return html.Section(
        [
            html.H3(say("The words behind {measure}", measure=dimension_name(measure))),
            html.P(say(definition), className="standfirst"),
            html.Div(
                [
                    html.Div([shift_bars(compared, measure), html.P(how, className="note"), files]),
                    examples(compared, rows, measure, view, names),
                ],
                className="words-columns",
            ),
        ],
        className="words",
        id="words",
    )


def _total(compared: framing.Comparison, measure: str) -> str:
    """What the parts of all entries add up to."""
    total = compared.shifts.filter(pl.col("measure") == measure)["contribution"].sum()
    return numeric(f"{total:+.2f}".replace("-", "−"))


def contrast_file(snapshot: Snapshot, view: SidedView, name: str, heading: str) -> File | None:
    """``contrast`` and ``words`` of two sides, as CSV and as SVG."""
    a, b = side_names(view.sides, snapshot.keyed(view.filters, view.sides), snapshot.outlet_name)
    sides = say("A {a} against B {b}", a=a, b=b)
    heading += f" · {sides}"
    if name == "contrast.csv":
        return csv(snapshot.contrast(view.filters, view.sides).table, heading)
    if name == "contrast.svg":
        compared = replace(snapshot.contrast(view.filters, view.sides), a=a, b=b)
        return _drawn(lambda: forest(compared, words=SAID), caption_lines(heading))
    if name not in ("words.csv", "words.svg"):
        return None
    measure = view.measure or next(iter(snapshot.contrast(view.filters, view.sides).strongest), "")
    if not measure:
        return None
    behind = snapshot.behind(view.filters, view.sides, measure)
    shifts = behind.shifts.filter(pl.col("measure") == measure)
    if name == "words.csv":
        return csv(shifts, heading)
    label = f"{say('The words behind {measure}', measure=dimension_name(measure))}: {sides}"
    return _drawn(lambda: word_shift(behind, measure, words=SAID), [label, *caption_lines(heading)])


def _drawn(make: Callable[[], Strips], caption: list[str]) -> File:
    """A drawing as a file; where there is nothing to draw, its caption alone says of what."""
    try:
        drawing = make()
    except UsageError:
        drawing = Strips(panels=(), label=caption[0])
    return File("image/svg+xml", drawing.svg(caption))


def measured(snapshot: Snapshot, filters: Filters) -> list[str]:
    """The options of a command by which it looks at the dimensions of the chosen families alone."""
    return [part for name in snapshot.dimensions(filters) for part in ("--dimension", name)] if filters.family else []

"""The outlets: each against its language's baseline in every dimension, and two of them against each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.caveats import caveats_part, checked
from dashboards.components.contrast import contrast_file, contrast_part, contrast_tested, measured, words_part
from dashboards.components.filters import chooser, filter_bar, left_out, nothing_left
from dashboards.components.heatmap import (
    LOW,
    ROWS,
    cell_text,
    cells_of,
    dimension_name,
    heat_drawn,
    heat_map,
    page_of,
)
from dashboards.components.links import Child, arrowed, command_for, export_line, named, switch, view_link
from dashboards.components.machines import machines_of_outlets, machines_section
from dashboards.components.part import part, pending
from dashboards.components.ranking import ranking_drawn, ranking_of, ranking_section
from dashboards.data import Snapshot
from dashboards.export import caption, caption_lines, csv, printed, with_names
from dashboards.names import language_name
from dashboards.page import File, Made, Page
from dashboards.plainview import ProfileView
from dashboards.selection import Selection
from dashboards.sides import MIXES, side_names
from dashboards.view import OUTLETS, CompareView, OutletsView
from dashboards.wording import later, many, say, sense, spliced
from framing.figures.cells import times

__all__ = ["PAGE", "outlets_page"]

#: Measures of a kind that the drawer shows; the page that compares has all.
_STRONGEST: Final = 12
#: The family of dimensions that only headlines have.
_LURE: Final = "lure"
#: Differences that are named where no outlet is chosen yet.
_CLEAREST: Final = 6


def outlets_page(snapshot: Snapshot, view: OutletsView) -> Component:
    """The outlets' page of a project that has articles."""
    selection = snapshot.select(view.filters)
    view = _settled(snapshot, selection, view)
    number = selection.outlets
    about = say(
        "How many times as often as its language’s baseline an outlet uses the words of each dimension, and what "
        "makes the difference between two of them."
    )
    shown = len(snapshot.dimensions(view.filters))
    asked = many(
        "How does {n} outlet frame {subject}, {where}?",
        "How do {n} outlets frame {subject}, {where}?",
        number,
        subject=view.filters.about or sense("what outlets frame", "this"),
        where=many("in {n} dimension", "in {n} dimensions", shown),
    )
    head = html.Header(
        [
            html.H1(asked if number else say("No article fits these filters")),
            html.P(about, className="about"),
        ],
        className="lede",
    )
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if selection.rows.height:
        parts.append(part("map", _map_part(snapshot, view)))
        parts.append(checked(snapshot, snapshot.dimensions(view.filters), selection.rows["language"].unique().sort()))
        parts.append(part("caveats", caveats_part(snapshot, view)))
        parts.append(_drawer(snapshot, selection, view) if view.a else None)
    else:
        parts.append(nothing_left(snapshot, selection, view))
    parts.append(printed(caption(snapshot, view.filters, selection.rows, view.href())))
    return html.Div(parts, className="outlets-page overview")


def _settled(snapshot: Snapshot, selection: Selection, view: OutletsView) -> OutletsView:
    """The view without what this selection has not: a link may be older than the project."""
    outlets, book = set(selection.sizes["outlet"]), snapshot.lexicon.codebook
    a = view.a if view.a in outlets else ""
    return replace(
        view,
        mix=view.mix if view.mix in MIXES else "",
        a=a,
        b=view.b if a and view.b in outlets and view.b != a else "",
        measure=view.measure if view.measure in {*snapshot.dimensions(view.filters), *book.scales} else "",
    )


# --- the map -----------------------------------------------------------------------------------------------------


def _map_part(snapshot: Snapshot, view: OutletsView, is_asked: bool = False) -> list[Child]:
    """The map, and where to begin while no outlet is looked at."""
    if not is_asked and not _is_mapped(snapshot, view):
        return pending("map", view.href(), say("Working out what is known of each outlet in each dimension …"))
    selection = snapshot.select(view.filters)
    begin = None if view.a else _begin(snapshot, selection, view)
    command = command_for(["report", "--by", "outlet", *measured(snapshot, view.filters)], view.filters)
    ranking = ranking_section(snapshot, selection, view, command)
    return [_map(snapshot, selection, view, command), ranking, machines_section(snapshot, view), begin]


def _is_mapped(snapshot: Snapshot, view: OutletsView) -> bool:
    """Whether the cells of the map are there already, or there at once."""
    book = snapshot.lexicon.codebook.dimensions
    return snapshot.is_quick(view.filters) or snapshot.is_estimated(view.filters, "outlet", book, ranked=True)


def _map(snapshot: Snapshot, selection: Selection, view: OutletsView, command: str) -> Component:
    outlets = selection.outlets
    page, pages = page_of(snapshot, selection, view)
    cells = cells_of(snapshot, selection)
    standfirst = say(
        "A figure is a ratio: 2.0 is twice the rate of {baseline}, 0.50 half of it. Bold cells are far "
        "from it, by more than half as much again with a chance of 80 % or more, and of all bold cells on average no "
        "more than one in twenty is on the wrong side; pale ones may be nearer, or chance. A dot: too little to say. "
        "Choose a cell to see the words behind it, a dimension to sort by it.",
        baseline=_baseline(cells),
    )
    parts: list[Child] = [
        html.Div(
            [html.H2(say("Against the baseline")), switch(say("Family"), _families(snapshot, view))],
            className="section-head",
        ),
        html.P(standfirst, className="standfirst"),
        heat_map(snapshot, selection, view, page),
        _key(),
        *_ranking(cells),
    ]
    if pages > 1:
        # Another page of the map has other outlets: what is open beside it closes.
        parts.append(_pager(replace(view, a="", b="", measure="", mix=""), page, pages, outlets))
    parts.append(export_line("heatmap", view.href(page=page), command, kinds=("svg", "csv")))
    return html.Section(parts, id="map")


def _families(snapshot: Snapshot, view: OutletsView) -> list[tuple[str, str, bool]]:
    """The families to look at one by one, and all: the same filter as in the bar."""
    families: dict[tuple[str, ...], str] = {
        (): sense("of families", "All"),
        **{(name,): say(label) for name, label in snapshot.lexicon.codebook.families.items()},
    }
    return [
        (label, view.href(filters=replace(view.filters, family=family)), view.filters.family == family)
        for family, label in families.items()
    ]


def _baseline(cells: pl.DataFrame) -> str:
    """What a figure is a ratio to."""
    bases = set(cells["baseline_basis"].drop_nulls())
    if bases == {"reference"}:
        return say("reference news in its language, since there are under five outlets")
    if bases == {"language"}:
        return say("the language’s median outlet")
    return say("the language’s median outlet, or of reference news where there are under five outlets")


def _ranking(cells: pl.DataFrame) -> list[Child]:
    """What the badges mean, where there are any."""
    if cells["reliability"].drop_nulls().is_empty():
        return []
    sentence = say(
        "Unreliable: of what the outlets of a language differ by in a dimension, as counted, less than half "
        "(reliability under {share}) is difference between outlets; the rest is which articles were "
        "collected. In a language with under eight outlets nothing is said of it.",
        share=f"{LOW:.2f}"[1:],
    )
    return [html.P(sentence, className="note")]


def _key() -> Component:
    shades = [
        ("down3", "¼"), ("down2", "½"), ("down1", "0.8"), ("h0", "1"), ("up1", "1.25"), ("up2", "2"), ("up3", "4"),
    ]  # fmt: skip
    marks: list[Child] = [html.Span(text, className=f"{shade} sure") for shade, text in shades]
    return html.P(
        spliced("below {shades} above the baseline", shades=html.Span(marks, className="shades")),
        className="heat-key",
        **named({"aria-hidden": "true"}),
    )


def _pager(view: OutletsView, page: int, pages: int, outlets: int) -> Component:
    parts: list[Child] = []
    if page > 1:
        parts.append(view_link(arrowed(say("Previous"), -1), view.href(page=page - 1)))
    first, last = (page - 1) * ROWS + 1, min(page * ROWS, outlets)
    parts.append(html.Span(say("{first}–{last} of {n} outlets", first=first, last=last, n=outlets)))
    if page < pages:
        parts.append(view_link(arrowed(say("Next"), 1), view.href(page=page + 1)))
    return html.Nav(parts, className="pager", **named({"aria-label": say("Pages of the map")}))


# --- one outlet -------------------------------------------------------------------------------------------------


def _begin(snapshot: Snapshot, selection: Selection, view: OutletsView) -> Component:
    """Where to begin while no outlet is looked at."""
    pick = html.Div(
        chooser(snapshot, view, "a"),
        className="filters pick",
        role="group",
        **named({"aria-label": say("Outlets compared")}),
    )
    hint = say("Choose an outlet here or in the map, or begin with one of the clearest differences.")
    parts: list[Child] = [html.H2(say("One against another")), html.P(hint, className="standfirst"), pick]
    return html.Section([*parts, _clearest(snapshot, selection, view)], id="contrast")


def _drawer(snapshot: Snapshot, selection: Selection, view: OutletsView) -> Component:
    """An outlet beside the map: its measures against another's or the rest, or one of them in words and sentences."""
    names = side_names(view.sides, selection.rows, snapshot.outlet_name)
    page = page_of(snapshot, selection, view)[0] if _is_mapped(snapshot, view) else view.page
    closed = view.href(a="", b="", measure="", mix="", page=page)
    whole = CompareView(filters=view.filters, a=view.a, b=view.b, mix=view.mix, measure=view.measure)
    choices = [(say(label), view.href(mix=name), view.mix == name) for name, label in MIXES.items()]
    pick: list[Child] = [chooser(snapshot, view, "a"), chooser(snapshot, view, "b")]
    if view.measure:
        shown = [*_measure(snapshot, selection, view), part("words", words_part(snapshot, view))]
        steps = [view_link(arrowed(say("All measures"), -1), view.href(measure=""), "back")]
    else:
        shown = [switch(say("Mix"), choices), part("contrast", contrast_part(snapshot, view, most=_STRONGEST))]
        steps = []
    steps.append(view_link(say("Everything on the page that compares"), whole.href()))
    profile = ProfileView(filters=view.filters, key=view.a).href()
    steps.append(view_link(say("Everything about {name}", name=snapshot.outlet_name(view.a)), profile))
    return html.Div(
        [
            html.Div(
                [
                    html.H2(say("{a} against {b}", a=names[0], b=names[1]), tabIndex="-1", id="drawer-title"),
                    view_link("×", closed, "close", title=say("Close"), **named({"aria-label": say("Close")})),
                ],
                className="drawer-head",
            ),
            html.Div(pick, className="filters pick", role="group", **named({"aria-label": say("Outlets compared")})),
            *shown,
            html.P(steps, className="drawer-steps"),
        ],
        id="contrast",
        className="drawer",
        role="dialog",
        # What the focus goes back to when it is closed.
        **named({"aria-labelledby": "drawer-title", "data-a": view.a, "data-measure": view.measure}),
    )


def _measure(snapshot: Snapshot, selection: Selection, view: OutletsView) -> list[Child]:
    """What the cell says that was chosen."""
    if not _is_mapped(snapshot, view):
        return []
    cells = cells_of(snapshot, selection)
    cell = cells.filter(pl.col("key") == view.a, pl.col("dimension") == view.measure, pl.col("ratio").is_not_null())
    text = cell_text(cell.row(0, named=True)) if cell.height else ""
    return [html.P(f"{text[:1].upper()}{text[1:]}.", className="standfirst")] if text else []


def _clearest(snapshot: Snapshot, selection: Selection, view: OutletsView) -> Component:
    """The differences that are surest, each a link to what is behind it."""
    every, book = snapshot.dimensions(view.filters), snapshot.lexicon.codebook.dimensions
    # Lures are counted in headlines: how often tells first of all which outlets came with headlines alone.
    named_first = [name for name in every if book[name].family != _LURE] or every
    sure = cells_of(snapshot, selection).filter("marked", pl.col("dimension").is_in(named_first))
    # Those that are far, whatever is left of doubt: the nearer end of the interval decides.
    low, high = pl.col("ratio_low").log(), pl.col("ratio_high").log()
    nearer = pl.when(low > 0).then(low).when(high < 0).then(-high).otherwise(0.0)
    items: list[Child] = []
    for row in sure.sort(nearer, descending=True, maintain_order=True).head(_CLEAREST).iter_rows(named=True):
        text = say(
            "{outlet}: {dimension} {times} × the baseline of {language}",
            outlet=snapshot.outlet_name(row["key"]),
            dimension=dimension_name(row["dimension"]),
            times=times(row["ratio"]),
            language=language_name((row["language"] or "").split("+")[0]),
        )
        items.append(html.Li(view_link(text, view.href(a=row["key"], b="", measure=row["dimension"]))))
    if not items:
        sentence = say("No outlet is surely far from its language’s baseline in any dimension; more articles may tell.")
        return html.P(sentence, className="nothing")
    return html.Ul(items, className="clearest")


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    return Made(outlets_page(snapshot, OutletsView.parse(search)), say("Outlets"))


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``heatmap``, ``ranking``, ``contrast`` and ``words``, each as CSV and as SVG; ``machines.csv``."""
    view = OutletsView.parse(search)
    selection = snapshot.select(view.filters)
    view = _settled(snapshot, selection, view)
    heading = caption(snapshot, view.filters, selection.rows, view.href())
    if name == "heatmap.csv":
        rows = cells_of(snapshot, selection)
        rows = rows.filter(pl.col("dimension").is_in(snapshot.dimensions(view.filters)))
        return csv(with_names(rows, snapshot), heading)
    if name == "heatmap.svg" and selection.rows.height:
        page = page_of(snapshot, selection, view)[0]
        return File("image/svg+xml", heat_drawn(snapshot, selection, view, page, caption_lines(heading)))
    if name == "machines.csv" and (scores := snapshot.answers.machines()).table is not None:
        return csv(with_names(machines_of_outlets(snapshot, view, scores), snapshot), heading)
    if name.startswith("ranking.") and (ranking := ranking_of(snapshot, selection, view)) is not None:
        if name == "ranking.csv":
            return csv(with_names(ranking.rows, snapshot), heading)
        drawing = ranking_drawn(snapshot, ranking, caption_lines(heading), view.rank)
        return File("image/svg+xml", drawing) if drawing else None
    return contrast_file(snapshot, view, name, heading) if view.a else None


def _part(
    fill: Callable[[Snapshot, OutletsView, bool], list[Child]], snapshot: Snapshot, _: str, search: str
) -> list[Child]:
    view = OutletsView.parse(search)
    view = _settled(snapshot, snapshot.select(view.filters), view)
    return fill(snapshot, view, True) if snapshot.select(view.filters).rows.height else []


PAGE: Final = Page(
    path=OUTLETS,
    make=_make,
    file=_file,
    parts={
        "map": partial(_part, _map_part),
        "caveats": partial(_part, caveats_part),
        "contrast": partial(_part, partial(contrast_part, most=_STRONGEST)),
        "tested": partial(_part, partial(contrast_tested, most=_STRONGEST)),
        "words": partial(_part, words_part),
    },
    name=later("Outlets"),
    href=lambda filters: OutletsView(filters=filters).href(),
)

"""The page that compares: outlets, countries, sources, genres, periods, voices, headlines; how they differ, and why."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.contrast import contrast, contrast_file
from dashboards.components.filters import chooser, day_chooser, filter_bar, left_out, nothing_left
from dashboards.components.keyness import drawn_words, keyness_section, rows_of
from dashboards.components.links import Child, named, switch, view_link
from dashboards.data import Selection, Snapshot
from dashboards.export import caption, csv
from dashboards.names import count, language_name
from dashboards.page import File, Made, Page
from dashboards.sides import BY, MIXES, side_names
from dashboards.view import COMPARE, CompareView
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["PAGE", "compare_page"]

#: Pairs that are offered where nothing is chosen yet.
_OFFERED: Final = 6
#: Articles that a key needs to be offered.
_ENOUGH: Final = 5
#: Keys of a language that are paired with each other.
_PAIRED: Final = 3


def compare_page(snapshot: Snapshot, view: CompareView) -> Component:
    """The page of a project that has articles."""
    selection = snapshot.select(view.filters)
    view = _settled(snapshot, selection, view)
    ways = [(level.label, view.href(by=name), name == view.by) for name, level in BY.items()]
    names = side_names(snapshot.contrast(view.filters, view.sides), view.sides) if _can(selection, view) else None
    head = html.Header(
        [
            html.H1(_question(selection, view, names)),
            html.P(
                "Two sides in all dimensions, the words behind each difference, and where they stand.",
                className="about",
            ),
        ],
        className="lede",
    )
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if not selection.rows.height:
        return html.Div([*parts, nothing_left(snapshot, selection, view)], className="compare-page overview")
    parts.append(html.Div(switch("What to compare", ways), className="ways"))
    parts.append(_pick(snapshot, view))
    if names is None:
        parts.append(_offers(snapshot, selection, view))
    else:
        parts.append(_languages_apart(snapshot, view, names))
        parts.append(html.Section([html.H2("What differs"), *contrast(snapshot, selection, view)], id="contrast"))
        if not BY[view.by].fixed:
            parts.append(keyness_section(snapshot, view, names))
    return html.Div(parts, className="compare-page outlets-page overview")


def _languages_apart(snapshot: Snapshot, view: CompareView, names: tuple[str, str]) -> Component | None:
    """The way out where sides share no language, and one has nothing else in its own to be measured against."""
    if view.raw:
        back = view_link("Compare each with others of its language", view.href(raw=""))
        text = (
            "Rates are compared across languages, divided by factors measured on translated news; where there is none, "
            "as they are. "
        )
        return html.P([text, back], className="note apart")
    table = snapshot.contrast(view.filters, view.sides).table
    if set(table["status"]) != {"no-baseline"}:
        return None
    text = f"{names[0]} and {names[1]} share no language here, and nothing else is there to measure each against. "
    link = view_link("Compare their raw rates, divided by measured factors between the languages", view.href(raw="yes"))
    return html.P([text, link], className="standfirst apart")


def _can(selection: Selection, view: CompareView) -> bool:
    return bool(selection.rows.height and view.sides)


def _settled(snapshot: Snapshot, selection: Selection, view: CompareView) -> CompareView:
    """The view without what this selection has not: a link may be older than the project."""
    book, column = snapshot.lexicon.codebook, BY[view.by].column
    keys = set(selection.rows[column]) - {None} if column else set()
    a = view.a if view.a in keys else ""
    return replace(
        view,
        a=a,
        b=view.b if a and view.b in keys and view.b != a else "",
        before=view.before if view.by == "period" else "",
        mix=view.mix if view.mix in MIXES and not BY[view.by].fixed else "",
        measure=view.measure if view.measure in {*snapshot.dimensions(view.filters), *book.scales} else "",
    )


def _question(selection: Selection, view: CompareView, names: tuple[str, str] | None) -> str:
    if not selection.rows.height:
        return "No article fits these filters"
    about = f" on {view.filters.about}" if view.filters.about else ""
    if names is None:
        return f"What shall be compared{about}?"
    return f"How do {names[0]} and {names[1]} differ{about}?"


def _pick(snapshot: Snapshot, view: CompareView) -> Component | None:
    """What can be chosen of the sides, and the mix at which they are compared."""
    level = BY[view.by]
    if level.fixed:
        return None
    choices = [(label, view.href(mix=name), view.mix == name) for name, label in MIXES.items()]
    fields = [day_chooser(snapshot, view)]
    if level.column:
        fields = [chooser(snapshot, view, "a"), *([chooser(snapshot, view, "b")] if view.a else [])]
    return html.Div(
        [
            html.Div(list(fields), className="filters pick", role="group", **named({"aria-label": "Sides"})),
            switch("Mix", choices) if view.sides else None,
        ],
        className="section-head",
    )


def _offers(snapshot: Snapshot, selection: Selection, view: CompareView) -> Component:
    """Pairs to begin with: the keys with the most articles of each language."""
    level = BY[view.by]
    if not level.column:
        hint = "Choose the day on which the second period begins."
        return html.Section([html.H2("Before and after"), html.P(hint, className="standfirst")], id="offers")
    rows = selection.rows.drop_nulls(level.column).filter(~pl.col("outlet").str.starts_with(UNKNOWN_OUTLET))
    counts = rows.group_by("language", level.column).len().filter(pl.col("len") >= _ENOUGH)
    counts = counts.sort("len", level.column, descending=[True, False])
    call = level.named or snapshot.outlet_name
    items: list[Child] = []
    for (code,), own in counts.group_by("language", maintain_order=True):
        top = own.head(_PAIRED).select(level.column, "len").rows()
        for (a, on_a), (b, on_b) in combinations(top, 2):
            text = f"{call(a)} and {call(b)}"
            detail = f" · {language_name(str(code))}, {count(on_a, 'article')} and {on_b:,}"
            items.append(html.Li([view_link(text, view.href(a=a, b=b)), html.Span(detail, className="note")]))
    if not items:
        hint = "Nothing here has five articles beside another of its language; choose side A above."
        return html.Section([html.H2("Begin with"), html.P(hint, className="nothing")], id="offers")
    return html.Section([html.H2("Begin with"), html.Ul(items[:_OFFERED], className="clearest")], id="offers")


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    return Made(compare_page(snapshot, CompareView.parse(search)), "Compare")


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``contrast.csv``, ``words.csv``, ``keyness.csv``, ``keyness.svg``."""
    view = CompareView.parse(search)
    selection = snapshot.select(view.filters)
    view = _settled(snapshot, selection, view)
    if not _can(selection, view):
        return None
    heading = caption(snapshot, view.filters, selection.rows)
    if name not in ("keyness.csv", "keyness.svg"):
        return contrast_file(snapshot, view, name, heading)
    if BY[view.by].fixed:
        return None
    names = side_names(snapshot.contrast(view.filters, view.sides), view.sides)
    rows = rows_of(snapshot, view)
    if name == "keyness.csv":
        return csv(rows, f"{heading} · A {names[0]} against B {names[1]}")
    code = str(rows["language"][0]) if rows.height else "und"
    return File("image/svg+xml", drawn_words(rows, code, names, file=True))


PAGE: Final = Page(
    path=COMPARE, make=_make, file=_file, name="Compare", href=lambda filters: CompareView(filters=filters).href()
)

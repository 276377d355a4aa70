"""The page that compares: outlets, countries, sources, genres, periods, voices, headlines; how they differ, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.background import PAGE_WAITS, PART_WAITS
from dashboards.components.caveats import checked
from dashboards.components.contrast import contrast_file, contrast_part, contrast_tested, words_part
from dashboards.components.filters import chooser, day_chooser, filter_bar, left_out, nothing_left
from dashboards.components.keyness import keyness_section, rows_of
from dashboards.components.links import Child, named, switch, view_link
from dashboards.components.part import part, pending
from dashboards.data import Snapshot
from dashboards.export import caption, caption_lines, csv, printed
from dashboards.names import SAID, count, language_name
from dashboards.page import File, Made, Page
from dashboards.selection import Selection
from dashboards.sides import MIXES, levels_of, side_names
from dashboards.targets import TARGET
from dashboards.view import COMPARE, CompareView
from dashboards.wording import later, many, say
from framing.figures.scatter import keyness
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["PAGE", "compare_page"]

#: Pairs that are offered where nothing is chosen yet.
_OFFERED: Final = 6
#: Articles that a key needs to be offered.
_ENOUGH: Final = 5
#: Columns whose keys are compared over languages too.
_APART: Final = ("country", "source_country")
#: Keys of a language that are paired with each other.
_PAIRED: Final = 3


def compare_page(snapshot: Snapshot, view: CompareView) -> Component:
    """The page of a project that has articles."""
    selection = snapshot.select(view.filters)
    view = _settled(snapshot, view)
    ways = [(say(level.label), view.href(by=name), name == view.by) for name, level in levels_of(snapshot.rows).items()]
    is_known = view.by != TARGET or snapshot.named.is_done(PAGE_WAITS)
    can = is_known and _can(selection, view)
    names = side_names(view.sides, snapshot.keyed(view.filters, view.sides), snapshot.outlet_name) if can else None
    head = html.Header(
        [
            html.H1(_question(selection, view, names)),
            html.P(
                say("Two sides in all dimensions, the words behind each difference, and where they stand."),
                className="about",
            ),
        ],
        className="lede",
    )
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if not selection.rows.height:
        return html.Div([*parts, nothing_left(snapshot, selection, view)], className="compare-page overview")
    parts.append(html.Div(switch(say("What to compare"), ways), className="ways"))
    if not is_known:
        parts.append(part("named", _finding(snapshot, view)))
        return html.Div(parts, className="compare-page outlets-page overview")
    parts.append(_pick(snapshot, view))
    if names is None:
        parts.append(_offers(snapshot, view))
    else:
        differs = part("contrast", contrast_part(snapshot, view))
        parts.append(html.Section([html.H2(say("What differs")), differs], id="contrast"))
        languages = selection.rows["language"].unique().sort()
        parts.append(checked(snapshot, snapshot.dimensions(view.filters), languages))
        parts.append(part("words", words_part(snapshot, view)))
        if view.sides.level.whole:
            parts.append(part("keyness", _all_words(snapshot, view)))
    parts.append(printed(caption(snapshot, view.filters, selection.rows, view.href())))
    return html.Div(parts, className="compare-page outlets-page overview")


def _can(selection: Selection, view: CompareView) -> bool:
    return bool(selection.rows.height and view.sides)


def _settled(snapshot: Snapshot, view: CompareView) -> CompareView:
    """The view without what this selection has not: a link may be older than the project."""
    if view.by not in levels_of(snapshot.rows):
        view = replace(view, by="outlet")
    book, column = snapshot.lexicon.codebook, view.sides.level.column
    if view.by == TARGET and not snapshot.named.is_done(0):
        return view
    keys = set(snapshot.keyed(view.filters, view.sides)[column].unique().drop_nulls()) if column else set()
    a = view.a if view.a in keys else ""
    return replace(
        view,
        a=a,
        b=view.b if a and view.b in keys and view.b != a else "",
        before=view.before if view.by == "period" else "",
        mix=view.mix if view.mix in MIXES and not view.sides.level.fixed else "",
        measure=view.measure if view.measure in {*snapshot.dimensions(view.filters), *book.scales} else "",
    )


def _question(selection: Selection, view: CompareView, names: tuple[str, str] | None) -> str:
    if not selection.rows.height:
        return say("No article fits these filters")
    subject = view.filters.about
    if names is None:
        return (
            say("What shall be compared on {subject}?", subject=subject) if subject else say("What shall be compared?")
        )
    sides = {"a": names[0], "b": names[1]}
    if subject:
        return say("How do {a} and {b} differ on {subject}?", subject=subject, **sides)
    return say("How do {a} and {b} differ?", **sides)


def _pick(snapshot: Snapshot, view: CompareView) -> Component | None:
    """What can be chosen of the sides, and the mix at which they are compared."""
    level = view.sides.level
    if level.fixed:
        return None
    choices = [(say(label), view.href(mix=name), view.mix == name) for name, label in MIXES.items()]
    fields = [day_chooser(snapshot, view)]
    if level.column:
        fields = [chooser(snapshot, view, "a"), *([chooser(snapshot, view, "b")] if view.a else [])]
    return html.Div(
        [
            html.Div(list(fields), className="filters pick", role="group", **named({"aria-label": say("Sides")})),
            switch(say("Mix"), choices) if view.sides else None,
        ],
        className="section-head",
    )


def _offers(snapshot: Snapshot, view: CompareView) -> Component:
    """Pairs to begin with: the keys with the most articles of each language."""
    level = view.sides.level
    if not level.column:
        hint = say("Choose the day on which the second period begins.")
        return html.Section([html.H2(say("Before and after")), html.P(hint, className="standfirst")], id="offers")
    sections: list[Child] = [html.H2(say("Begin with")), _pairs(snapshot, view)]
    if view.by == "outlet":
        # The question that most begin with is two clicks away: the page, and the pair.
        countries = replace(view, by="country")
        sections += [html.H3(say("or with two countries")), _pairs(snapshot, countries)]
    return html.Section(sections, id="offers")


def _pairs(snapshot: Snapshot, view: CompareView) -> Component:
    """The keys with the most articles of each language, two by two; of countries those with the most at all first."""
    level = view.sides.level
    rows = (
        snapshot.keyed(view.filters, view.sides)
        .drop_nulls(level.column)
        .filter(~pl.col("outlet").str.starts_with(UNKNOWN_OUTLET))
    )
    counts = rows.group_by("language", level.column).len()
    groups = [(language_name(str(code)), own) for (code,), own in counts.sort("language").group_by("language")]
    groups.sort(key=lambda group: (-int(group[1]["len"].max() or 0), group[0]))  # type: ignore[arg-type]
    if level.column in _APART:
        groups.insert(0, (say("all languages"), rows.group_by(level.column).len()))
    call = level.named or snapshot.outlet_name
    items: dict[tuple[str, str], Child] = {}
    for group, own in groups:
        enough = own.filter(pl.col("len") >= _ENOUGH).sort("len", level.column, descending=[True, False])
        for (a, on_a), (b, on_b) in combinations(enough.head(_PAIRED).select(level.column, "len").rows(), 2):
            sizes = say("{language}, {articles} and {n}", language=group, articles=count(on_a, "article"), n=on_b)
            detail = f" · {sizes}"
            link = view_link(say("{a} and {b}", a=call(a), b=call(b)), view.href(a=a, b=b))
            items.setdefault((a, b), html.Li([link, html.Span(detail, className="note")]))
    if not items:
        hint = say("Nothing here has five articles beside another of its language; choose side A above.")
        return html.P(hint, className="nothing")
    return html.Ul(list(items.values())[:_OFFERED], className="clearest")


def _all_words(snapshot: Snapshot, view: CompareView, is_asked: bool = False) -> list[Child]:
    is_asked = is_asked or snapshot.is_quick(view.filters)
    if view.words and not is_asked and not snapshot.is_counted(view.filters, view.sides):
        return pending("keyness", view.href(), say("Counting all words of both sides …"))
    names = side_names(view.sides, snapshot.select(view.filters).rows, snapshot.outlet_name)
    return [keyness_section(snapshot, view, names)]


def _part(
    fill: Callable[[Snapshot, CompareView, bool], list[Child]], snapshot: Snapshot, _: str, search: str
) -> list[Child]:
    view = CompareView.parse(search)
    selection = snapshot.select(view.filters)
    view = _settled(snapshot, view)
    return fill(snapshot, view, True) if _can(selection, view) else []


def _finding(snapshot: Snapshot, view: CompareView) -> list[Child]:
    says = many(
        "Finding whom {n} article names, once for all: {done} read …",
        "Finding whom {n} articles name, once for all: {done} read …",
        snapshot.rows.height,
        done=snapshot.named.read,
    )
    return pending("named", view.href(), says, again=True)


def _named_part(snapshot: Snapshot, _: str, search: str) -> list[Child]:
    """The sides to choose, once it is known who is spoken of."""
    view = CompareView.parse(search)
    if not snapshot.named.is_done(PART_WAITS):
        return _finding(snapshot, view)
    selection = snapshot.select(view.filters)
    view = _settled(snapshot, view)
    if _can(selection, view):
        return [html.P(view_link(say("Compare"), view.href()), **named({"data-anew": "yes"}))]
    return [_pick(snapshot, view), _offers(snapshot, view)]


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    return Made(compare_page(snapshot, CompareView.parse(search)), say("Compare"))


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``contrast``, ``words`` and ``keyness``, each as CSV and as SVG."""
    view = CompareView.parse(search)
    selection = snapshot.select(view.filters)
    view = _settled(snapshot, view)
    if not _can(selection, view):
        return None
    heading = caption(snapshot, view.filters, selection.rows, view.href())
    if name not in ("keyness.csv", "keyness.svg"):
        return contrast_file(snapshot, view, name, heading)
    if not view.sides.level.whole:
        return None
    names = side_names(view.sides, selection.rows, snapshot.outlet_name)
    rows = rows_of(snapshot, view)
    if name == "keyness.csv":
        return csv(rows, f"{heading} · {say('A {a} against B {b}', a=names[0], b=names[1])}")
    if not rows.height:
        return None
    return File("image/svg+xml", keyness(rows, names=names, words=SAID).svg(caption_lines(heading)))


PAGE: Final = Page(
    path=COMPARE,
    make=_make,
    file=_file,
    parts={
        name: partial(_part, fill)
        for name, fill in (
            ("contrast", contrast_part),
            ("tested", contrast_tested),
            ("words", words_part),
            ("keyness", _all_words),
        )
    }
    | {"named": _named_part},
    name=later("Compare"),
    href=lambda filters: CompareView(filters=filters).href(),
)

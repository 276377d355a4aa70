"""The page that searches: any word, phrase or entry in all articles, one place below the other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

import framing
from dashboards.background import PAGE_WAITS, PART_WAITS
from dashboards.components.bars import drawn_bars, monthly
from dashboards.components.concordance import concordance, sorted_lines, summary
from dashboards.components.filters import filter_bar, left_out, nothing_left
from dashboards.components.links import Child, command_for, export_line, named, profile_link, switch, view_link
from dashboards.components.part import part, pending
from dashboards.data import Snapshot
from dashboards.export import caption, caption_lines, csv, printed
from dashboards.names import count, script_of
from dashboards.page import File, Made, Page, asked_of, narrowing
from dashboards.plainview import SearchView
from dashboards.searching import MOST_NEAR, Lines, collocates_of, has_entries, lines_of, rows_of, searches
from dashboards.wording import later, many, say, spliced

__all__ = ["PAGE", "command_of", "outlet_counts", "search_page"]

#: Outlets and words in the tables.
_OUTLETS, _WORDS = 10, 15
_KINDS: Final = {"": later("Any word"), "entry": later("The lexicon")}


def search_page(snapshot: Snapshot, view: SearchView) -> Component:
    """The page of a project that has articles."""
    selection = snapshot.select(view.filters)
    head = html.Header(
        [
            html.H1(_question(snapshot, view)),
            html.P(
                say("Every place where it stands, what stands around it, and where it stands often."), className="about"
            ),
        ],
        className="lede",
    )
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if not rows_of(snapshot, view).height:
        return html.Div([*parts, nothing_left(snapshot, selection, view)], className="search-page overview")
    parts.append(_field(view))
    if view.q:
        parts.append(part("search", _results(snapshot, view)))
        parts.append(part("collocates", _near(snapshot, view)))
    else:
        parts.append(_offers(snapshot, view))
    parts.append(printed(caption(snapshot, view.filters, selection.rows, view.href())))
    return html.Div(parts, className="search-page overview")


def _question(snapshot: Snapshot, view: SearchView) -> str:
    rows = rows_of(snapshot, view)
    if not rows.height:
        return say("No article fits these filters")
    about = narrowing(view.filters)
    if not view.q:
        return say("Which word do you look for{about}?", about=about)
    places = {"outlets": asked_of(rows), "word": _called(snapshot, view), "about": about}
    return say("How do {outlets} use “{word}”{about}?", **places)


def _called(snapshot: Snapshot, view: SearchView) -> str:
    """What is looked for, as a reader calls it."""
    book = snapshot.lexicon.codebook.dimensions
    if view.kind == "entry" and view.q in book:
        return say(book[view.q].label)
    return view.q


def _field(view: SearchView) -> Component:
    """The field for the word, and where it is looked for; the page's script makes the field itself."""
    kinds = [(say(text), view.href(kind=name), name == view.kind) for name, text in _KINDS.items()]
    hint = say("a word or a phrase") if view.kind != "entry" else say("a dimension, a concept or an entry")
    attributes = {"name": "q", "value": view.q, "hint": hint, "label": say("Look for"), "href": view.href(q="")}
    slot = html.Div(className="find-slot", **named({f"data-{key}": value for key, value in attributes.items()}))
    note = (
        say("In every spelling; inflected forms are words of their own. Sections and voices do not narrow a word.")
        if view.kind != "entry"
        else say("Every form that an entry of the lexicon finds, also where negation keeps it from counting as a hit.")
    )
    return html.Div([slot, switch(say("Where to look"), kinds), html.P(note, className="note")], className="find")


def _offers(snapshot: Snapshot, view: SearchView) -> Component:
    """Dimensions to begin with."""
    items: list[Child] = [
        html.Li(view_link(say(dimension.label), view.href(q=name, kind="entry")))
        for name, dimension in list(snapshot.lexicon.codebook.dimensions.items())[:8]
    ]
    hint = say("Type a word above, or see every word that makes the numbers of a dimension:")
    return html.Section(
        [html.H2(say("Begin with")), html.P(hint, className="standfirst"), html.Ul(items, className="row")]
    )


def _matches(snapshot: Snapshot, view: SearchView, is_asked: bool) -> Lines | None:
    waits = None if snapshot.is_quick(view.filters) else PART_WAITS if is_asked else PAGE_WAITS
    return lines_of(snapshot, view, waits)


def _results(snapshot: Snapshot, view: SearchView, is_asked: bool = False) -> list[Child]:
    """The places, and where they are."""
    try:
        lines = _matches(snapshot, view, is_asked)
    except framing.UsageError as error:
        return [html.P(f"{say(error.what)}; {say(error.hint)}.", className="nothing", role="status")]
    if lines is None:
        return pending("search", view.href(), searches(snapshot).progress, again=True)
    if not lines.places:
        return [_nothing(snapshot, lines, view)]
    sentence = [html.Span(summary(lines))]
    if lines.is_drawn:
        drawn = say(
            "Shown are {n} of them, of articles drawn by their ids; numbers count them all.", n=lines.lines.height
        )
        sentence.append(html.Span(f" {drawn}", className="muted"))
    files = export_line("places", view.href(), command_of(view))
    return [
        html.P(sentence, className="standfirst", role="status"),
        _entries(snapshot, view),
        _months(snapshot, lines, view),
        html.Section([html.H2(say("Places")), concordance(snapshot, lines, view), files], id="places"),
        _by_outlet(lines, view),
    ]


def _nothing(snapshot: Snapshot, lines: Lines, view: SearchView) -> Component:
    text = many(
        "“{word}” stands in none of the {n} article.",
        "“{word}” stands in none of the {n} articles.",
        lines.rows.height,
        word=_called(snapshot, view),
    )
    ways: list[Child] = [_entries(snapshot, view)]
    if view.filters:
        ways.append(html.P(view_link(say("Look in all articles"), view.href(filters=type(view.filters)()))))
    return html.Section([html.P(text, className="nothing", role="status"), *ways])


def _entries(snapshot: Snapshot, view: SearchView) -> Component | None:
    """That the lexicon knows a word, with the link to all that its entries find."""
    if view.kind == "entry" or not has_entries(snapshot, view.q):
        return None
    link = view_link(say("see all forms that it finds"), view.href(kind="entry"))
    return html.P(spliced("The lexicon has an entry of this name: {link}.", link=link), className="note")


def _months(snapshot: Snapshot, lines: Lines, view: SearchView) -> Component | None:
    counts = monthly(lines.articles)
    if counts.height < 2:
        return None
    missing = lines.places - int(counts["count"].sum())
    note = (
        many("{n} place in articles without a month.", "{n} places in articles without a month.", missing)
        if missing
        else None
    )
    drawings = {
        name: drawn_bars(counts, _label(counts, snapshot, view), say("places"), is_narrow=name == "narrow")
        for name in ("wide", "narrow")
    }
    slots = {f"data-{name}": drawing for name, drawing in drawings.items()}
    files = export_line("months", view.href(), kinds=("svg", "csv"))
    return html.Section(
        [
            html.H2(say("When")),
            html.Div(className="plane bars-of-time", **named(slots)),
            html.P(note, className="note") if note else None,
            files,
        ],
        id="months",
    )


def _label(counts: pl.DataFrame, snapshot: Snapshot, view: SearchView) -> str:
    top = counts.sort("count", descending=True).row(0)
    places = {"word": _called(snapshot, view), "period": top[0], "n": top[1]}
    if len(str(counts["period"][0])) > 4:
        return say("Places of “{word}” by month: most in {period}, {n}", **places)
    return say("Places of “{word}” by year: most in {period}, {n}", **places)


def outlet_counts(lines: Lines) -> pl.DataFrame:
    """Columns outlet, outlet_name, places, articles, of, words, per_1000_words: the most places first."""
    words = lines.rows.group_by("outlet").agg(of=pl.len(), words=pl.col("words").fill_null(0).sum())
    own = lines.articles.group_by("outlet", "outlet_name").agg(pl.sum("places"), articles=pl.len())
    both = own.join(words, on="outlet", how="left", nulls_equal=True)
    rate = pl.when(pl.col("words") > 0).then(1000 * pl.col("places") / pl.col("words"))
    return both.with_columns(per_1000_words=rate).sort("places", "outlet", descending=[True, False])


def _outlet(row: dict[str, Any], view: SearchView) -> Child:
    """Its name, with the link to everything about it where it has one."""
    return profile_link(str(row["outlet_name"]), view.filters, row["outlet"])


def _by_outlet(lines: Lines, view: SearchView) -> Component:
    rows = outlet_counts(lines)
    head = [html.Th(say("Outlet"), scope="col")]
    head += [
        html.Th(text, scope="col", className="num")
        for text in (say("Places"), say("Articles with it"), say("per 1,000 words"))
    ]
    body = [
        html.Tr(
            [
                html.Th(_outlet(row, view), scope="row"),
                html.Td(count(row["places"]), className="num"),
                html.Td(say("{n} of {all}", n=row["articles"], all=row["of"]), className="num"),
                html.Td("–" if row["per_1000_words"] is None else f"{row['per_1000_words']:.2f}", className="num"),
            ]
        )
        for row in rows.head(_OUTLETS).iter_rows(named=True)
    ]
    rest = rows.slice(_OUTLETS)
    note = (
        many(
            "And {places} of {n} outlet more; the CSV has them all.",
            "And {places} of {n} outlets more; the CSV has them all.",
            rest.height,
            places=count(int(rest["places"].sum()), "place"),
        )
        if rest.height
        else None
    )
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="by-outlet")
    files = export_line("by-outlet", view.href())
    counted = say("Counted in these articles: nothing is inferred, and so there is no interval.")
    return html.Section(
        [
            html.H2(say("Whose words")),
            html.P(counted, className="standfirst"),
            table,
            html.P(note, className="note"),
            files,
        ],
        id="by-outlet",
    )


def _near(snapshot: Snapshot, view: SearchView, is_asked: bool = False) -> list[Child]:
    """The words that stand near."""
    try:
        lines = _matches(snapshot, view, is_asked)
        waits = None if snapshot.is_quick(view.filters) else PART_WAITS if is_asked else PAGE_WAITS
        words = collocates_of(snapshot, view, lines, waits) if lines is not None and lines.places else None
    except framing.UsageError:
        return []
    if lines is not None and not lines.places:
        return []
    if lines is None or words is None:
        return pending("collocates", view.href(), say("Counting the words that stand near …"), again=True)
    articles = lines.lines["article_id"].n_unique()
    sentence = say("Within five words of it more often than elsewhere in the same articles, the most telling first.")
    if articles > MOST_NEAR:
        drawn = say("Counted in {n} of {all} articles, drawn by their ids.", n=MOST_NEAR, all=articles)
        sentence = f"{sentence} {drawn}"
    title: list[Child] = [html.H2(say("Near it")), html.P(sentence, className="standfirst")]
    if not words.height:
        return [html.Section([*title, html.P(say("No word stands near it in two articles."), className="nothing")])]
    head = [html.Th(say("Word"), scope="col")]
    names = (say("Near"), say("Elsewhere"), say("Articles"), say("Log-likelihood"))
    head += [html.Th(text, scope="col", className="num") for text in names]
    body = [_word(row, view) for row in words.head(_WORDS).iter_rows(named=True)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near", id="near")
    return [html.Section([*title, table, export_line("collocates", view.href())], id="collocates")]


def _word(row: dict[str, Any], view: SearchView) -> Component:
    script: Any = script_of("ur" if any("\u0600" <= letter <= "\u06ff" for letter in row["word"]) else "und")
    link = view_link(row["word"], view.href(q=row["word"], kind=""), **script)
    numbers = (count(row["near"]), count(row["elsewhere"]), count(row["articles"]), f"{row['log_likelihood']:.1f}")
    return html.Tr([html.Th(link, scope="row"), *(html.Td(text, className="num") for text in numbers)])


def command_of(view: SearchView) -> str:
    """The command that prints the same places."""
    if view.kind == "entry":
        return command_for(["kwic", view.q], view.filters)
    every: dict[str, Any] = {"voices": (), "sections": (), "family": ()}
    return command_for(["kwic", view.q.lstrip("-"), "--word"], replace(view.filters, **every))


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``places.csv``, ``by-outlet.csv``, ``months.csv``, ``months.svg``, ``collocates.csv``."""
    view = SearchView.parse(search)
    lines = lines_of(snapshot, view) if view.q else None
    if lines is None:
        return None
    heading = caption(snapshot, view.filters, lines.rows, view.href())
    places = count(lines.places, "place")
    called = say("“{word}”: {places}, counted: no interval", word=_called(snapshot, view), places=places)
    heading = f"{called} · {heading}"
    if name == "places.csv":
        drawn = f" · {lines.lines.height:,} of them drawn by a hash of their articles" if lines.is_drawn else ""
        return csv(sorted_lines(lines.lines, view.sort).drop("of_start").rename({"of_title": "title"}), heading + drawn)
    if name == "by-outlet.csv":
        return csv(outlet_counts(lines), heading)
    if name == "collocates.csv":
        words = collocates_of(snapshot, view, lines)
        return csv(words, f"{heading} · words within five words of it") if words is not None else None
    counts = monthly(lines.articles)
    if name == "months.csv":
        return csv(counts, heading)
    if name == "months.svg" and counts.height:
        label = _label(counts, snapshot, view)
        return File(
            "image/svg+xml", drawn_bars(counts, label, say("places"), [label, *caption_lines(heading)], file=True)
        )
    return None


def _part(fill: Any, snapshot: Snapshot, _: str, search: str) -> list[Child]:
    view = SearchView.parse(search)
    made: list[Child] = fill(snapshot, view, True) if view.q and rows_of(snapshot, view).height else []
    return made


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    view = SearchView.parse(search)
    return Made(search_page(snapshot, view), f"{view.q} – {say('Search')}" if view.q else say("Search"))


PAGE: Final = Page(
    path=SearchView.path,
    make=_make,
    file=_file,
    parts={"search": partial(_part, _results), "collocates": partial(_part, _near)},
    name=later("Search"),
    href=lambda filters: SearchView(filters=filters).href(),
)

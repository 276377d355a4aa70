"""The page of the lexicons: what a dimension means, which entries make its numbers here, and what a language lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.checking import checks_shipped, languages_of
from dashboards.components.filters import filter_bar, left_out, nothing_left, panel_details
from dashboards.components.grown import ORDERS, grown_part, grown_rows
from dashboards.components.heatmap import dimension_name
from dashboards.components.judging import (
    ALL,
    LEAST_CODED,
    dimension_right,
    entries_coded,
    entries_right,
    judged_part,
    right_said,
)
from dashboards.components.lexical import codebook_page, dimension_opened, entry_opened
from dashboards.components.links import Child, Children, export_line, find_slot, named, paged, switch, view_link
from dashboards.components.summary import KINDS as KINDS_OF_ENTRIES
from dashboards.data import Snapshot
from dashboards.entries import entry_table, hits_in, influence, lacking
from dashboards.export import caption, csv, printed
from dashboards.names import count, language_name, numeric, script_of
from dashboards.page import File, Made, Page, narrowing
from dashboards.plainview import LexiconsView
from dashboards.wording import later, many, say
from framing.lexicon.review import concepts

__all__ = ["PAGE", "lexicons_page", "sorted_entries"]

#: Entries and concepts on a page.
_ROWS, _GAPS = 20, 24
#: Columns of numbers of the entries.
_NUMBERS: Final = (
    later("Weight"), later("Hits"), later("Articles"), later("Share"), later("Right"), later("Recall")
)  # fmt: skip
#: Orders of the entries, and what they are called.
_SORTS: Final = {
    "": later("Most hits"),
    "term": later("Term"),
    "weight": later("Weight"),
    "concept": later("Concept"),
    "right": later("Fewest right"),
}


def lexicons_page(snapshot: Snapshot, view: LexiconsView) -> Component:
    """The page of a project that has articles."""
    selection = snapshot.select(view.filters)
    rows = selection.rows
    view = _valid(snapshot, view, rows)
    question = say("No article fits these filters")
    if rows.height:
        name = dimension_name(view.measure)
        question = say(
            "Which {language} words count as {dimension} in these articles{about}?",
            language=language_name(view.of),
            dimension=name,
            about=narrowing(view.filters),
        )
    about = say(
        "The codebook’s page, the entries with how often each counts here, and the concepts that a language lacks."
    )
    head = html.Header([html.H1(question), html.P(about, className="about")], className="lede")
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if rows.height:
        hits = hits_in(snapshot, view.filters, view.measure, view.of)
        entry = snapshot.entries.get(view.open)
        parts += [_ways(snapshot, view, rows), codebook_page(snapshot, view)]
        if view.open == ALL:
            parts.append(dimension_opened(snapshot, view))
        elif entry is not None and (entry.dimension, entry.language) == (view.measure, view.of):
            parts.append(entry_opened(snapshot, hits, view, entry))
        elif view.open:
            text = say(
                "No {language} entry of {dimension} is called {name}.",
                language=language_name(view.of),
                dimension=dimension_name(view.measure),
                name=view.open,
            )
            parts.append(html.P(text, className="nothing", role="status"))
        parts += [_entries(snapshot, view, hits), _gaps(snapshot, view), grown_part(snapshot, view)]
    else:
        parts.append(nothing_left(snapshot, selection, view))
    parts.append(printed(caption(snapshot, view.filters, rows, view.href())))
    return html.Div(parts, className="lexicons-page overview")


def _valid(snapshot: Snapshot, view: LexiconsView, rows: pl.DataFrame) -> LexiconsView:
    """The view with a dimension and a language that there are."""
    names = snapshot.dimensions(view.filters)
    measure = view.measure if view.measure in snapshot.lexicon.codebook.dimensions else names[0]
    languages = languages_of(snapshot, rows)
    sizes = rows["language"].drop_nulls().str.split("-").list.first().value_counts(sort=True)
    most = [code for code in sizes["language"] if code in languages] or languages
    of = view.of if view.of in snapshot.lexicon.entries else most[0]
    sort = view.sort if view.sort in _SORTS else ""
    grown_sort = view.grown_sort if view.grown_sort in ORDERS else ""
    return replace(view, measure=measure, of=of, sort=sort, grown_sort=grown_sort)


def _ways(snapshot: Snapshot, view: LexiconsView, rows: pl.DataFrame) -> Component:
    """Dimension and language."""
    links: list[Child] = [
        html.Li(
            view_link(
                html.Span(say(snapshot.lexicon.codebook.dimensions[name].label), className="name"),
                view.href(measure=name),
                **({"aria-current": "true"} if name == view.measure else {}),
            )
        )
        for name in snapshot.dimensions(view.filters)
    ]
    label = say(snapshot.lexicon.codebook.dimensions[view.measure].label)
    panel = panel_details("choose-measure", say("Dimension"), label, [html.Ul(links)], on=False, kind="")
    codes = list(dict.fromkeys([*languages_of(snapshot, rows), view.of]))
    languages = [(language_name(code), view.href(of=code), code == view.of) for code in codes]
    return html.Div(
        [html.Div(panel, className="filters pick"), switch(say("Language of the entries"), languages)],
        className="time-ways",
    )


def sorted_entries(rows: pl.DataFrame, sort: str) -> pl.DataFrame:
    """Entries in an order; those of :func:`dashboards.entries.entry_table` stand by their hits."""
    if not sort:
        return rows
    return rows.sort(sort, "hits", descending=[sort == "weight", True], nulls_last=True, maintain_order=True)


def checked_entries(snapshot: Snapshot, view: LexiconsView, hits: pl.DataFrame) -> pl.DataFrame:
    """The entries that the view asks for, in its order, with how many hits are right and what codes say.

    Columns of :func:`dashboards.entries.entry_table`, :func:`dashboards.components.judging.entries_right` and
    :func:`dashboards.components.judging.entries_coded`.
    """
    rows = entry_table(snapshot, hits, view.measure, view.of, view.q)
    for more in (
        entries_right(snapshot, view.filters, view.measure, view.of),
        entries_coded(snapshot, hits, view.measure),
    ):
        rows = rows.join(more, on="entry_id", how="left", maintain_order="left")
    return sorted_entries(rows, view.sort)


def _entries(snapshot: Snapshot, view: LexiconsView, hits: pl.DataFrame) -> Component:
    rows = checked_entries(snapshot, view, hits)
    every = entry_table(snapshot, hits, view.measure, view.of)
    used = every.filter(pl.col("hits") > 0)
    top = used.head(10)["share"].sum()
    sizes = {"used": used.height, "hits": int(hits["hits"].sum()), "share": f"{top:.0f}"}
    sentence = (
        many(
            "{used} of {n} entry have a hit here, {hits} in all; the ten most frequent make {share} % of them.",
            "{used} of {n} entries have a hit here, {hits} in all; the ten most frequent make {share} % of them.",
            every.height,
            **sizes,
        )
        if used.height > 10
        else many(
            "{used} of {n} entry have a hit here, {hits} in all.",
            "{used} of {n} entries have a hit here, {hits} in all.",
            every.height,
            **sizes,
        )
    )
    hint = say("in its term, gloss, concept or id")
    slot = find_slot("q", view.q, say("Find an entry"), view.href(q=""), hint)
    orders = [(say(text), view.href(sort=name), name == view.sort) for name, text in _SORTS.items()]
    parts: list[Child] = [
        html.H2(say("Entries")),
        html.P(sentence, className="standfirst"),
        _precision(snapshot, view, rows),
    ]
    parts += [html.Div(slot, className="find"), html.Div(switch(say("Order of the entries"), orders), className="ways")]
    if not rows.height:
        none = html.P(say("No entry has this in it."), className="nothing", role="status")
        return html.Section([*parts, none], id="entries")
    shown, pages = paged(rows, view.page, _ROWS, lambda page: view.href(page=page), say("Pages of the entries"))
    head = [html.Th(say("Entry"), scope="col"), html.Th(say("Concept"), scope="col")]
    head += [html.Th(say(text), scope="col", className="num") for text in _NUMBERS]
    body = [_entry(row, view) for row in shown.iter_rows(named=True)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near", id="entries-table")
    called = named({"aria-label": say("Entries")})
    pane = html.Div(table, className="scroll-x", tabIndex="0", role="region", **called)
    files = export_line("entries", view.href(), f"framing lexicon show {view.measure} --language {view.of}")
    return html.Section([*parts, pane, pages, files], id="entries")


def _precision(snapshot: Snapshot, view: LexiconsView, rows: pl.DataFrame) -> Component:
    """What is known of how many hits are right: of the dimension, and of entries by themselves."""
    shipped = checks_shipped([view.measure], [view.of]).filter(measure=view.measure, figure="precision")
    known = [
        say(
            "{value} of {data}",
            value=numeric(f"{row['value']:.2f} ({row['low']:.2f} … {row['high']:.2f})"),
            data=row["data"],
        )
        for row in shipped.iter_rows(named=True)
    ]
    sentences = (
        [say("Precision, read by the authors of the lexicon: {figures}.", figures="; ".join(known))] if known else []
    )
    own = dimension_right(snapshot, view.filters, view.measure, view.of).filter(figure="precision")
    sentences += (
        [say("Read in this project: {figures}.", figures=right_said(own.row(0, named=True)))] if own.height else []
    )
    judged, yes = rows["judged"].count(), rows["yes"].max()
    if judged:
        sentences.append(
            many(
                "Of {n} entry hits were judged here; unsure counts as wrong.",
                "Of {n} entries hits were judged here; unsure counts as wrong.",
                judged,
            )
        )
    else:
        sentences.append(
            say("Of no entry by itself is it known how many of its hits are right: open one to judge some.")
        )
    if isinstance(yes, int):
        verdict = many(
            "Recall: the share of {n} article that coders say yes to in which an entry has a hit",
            "Recall: the share of {n} articles that coders say yes to in which an entry has a hit",
            yes,
        )
        known_enough = say("{sentence}.", sentence=verdict)
        withheld = say("{sentence}; withheld under {n}.", sentence=verdict, n=LEAST_CODED)
        sentences.append(known_enough if yes >= LEAST_CODED else withheld)
    else:
        sentences.append(say("Recall is withheld: no article that was coded has a hit of an entry."))
    return html.P(" ".join(sentences), className="note")


def _entry(row: dict[str, Any], view: LexiconsView) -> Component:
    is_open = row["entry_id"] == view.open
    script: Any = script_of(view.of)
    link = view_link(
        html.Bdi(row["term"], **script),
        view.href(open="" if is_open else row["entry_id"], draw=1),
        role="button",
        **named({"aria-expanded": "true" if is_open else "false", "data-focus": row["entry_id"]}),
    )
    about = f"{row['gloss']}{' · ' if row['gloss'] else ''}{say(KINDS_OF_ENTRIES.get(row['kind'], row['kind']))}"
    numbers = (f"{row['weight']:g}", count(row["hits"]), count(row["articles"]), f"{row['share']:.1f} %")
    cells = [html.Td(text, className="num") for text in numbers]
    right: Children = "–"
    if row["judged"]:
        right = [
            f"{row['right']:.2f}",
            html.Small(f"{row['right_low']:.2f} … {row['right_high']:.2f}, n {row['judged']}"),
        ]
    recall: Children = "–"
    if row["recall"] is not None:
        recall = [f"{row['recall']:.2f}", html.Small(f"{row['recall_low']:.2f} … {row['recall_high']:.2f}")]
    cells += [html.Td(each, className="num") for each in (right, recall)]
    concept = html.Td(row["concept"].replace("_", " "))
    return html.Tr(
        [html.Th([link, html.Small(about)], scope="row"), concept, *cells], **named({"data-key": row["entry_id"]})
    )


def _gaps(snapshot: Snapshot, view: LexiconsView) -> Component:
    """The concepts that other languages have and this one lacks."""
    table = concepts(snapshot.lexicon).filter(dimension=view.measure)
    rows = lacking(snapshot, view.measure, view.of)
    codes = [name for name in rows.columns if name != "concept"]
    everywhere = table.filter(pl.all_horizontal(pl.col([*codes, view.of]) > 0)).height if codes else table.height
    name = language_name(view.of)
    sentence = many(
        "Of {n} concept, {everywhere} have an entry in every language; {language} lacks {lacking} that another has. A "
        "language may say the same by another concept.",
        "Of {n} concepts, {everywhere} have an entry in every language; {language} lacks {lacking} that another has. A "
        "language may say the same by another concept.",
        table.height,
        everywhere=everywhere,
        language=name,
        lacking=rows.height,
    )
    title = html.H2(say("What {language} lacks", language=language_name(view.of)))
    parts: list[Child] = [title, html.P(sentence, className="standfirst")]
    if rows.height:
        shown, pages = paged(rows, view.gaps, _GAPS, lambda page: view.href(gaps=page), say("Pages of the gaps"))
        items = [
            html.Li(
                [
                    row["concept"].replace("_", " "),
                    html.Small(" " + ", ".join(f"{language_name(code)} {row[code]}" for code in codes if row[code])),
                ]
            )
            for row in shown.iter_rows(named=True)
        ]
        parts += [html.Ul(items, className="gaps"), pages]
        parts.append(export_line("gaps", view.href(), f"framing lexicon coverage {view.measure}"))
    return html.Section(parts, id="gaps")


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``entries.csv``, ``influence.csv``, ``gaps.csv``, ``grown.csv``."""
    view = LexiconsView.parse(search)
    rows = snapshot.select(view.filters).rows
    view = _valid(snapshot, view, rows)
    heading = f"{view.measure}; {language_name(view.of)} · {caption(snapshot, view.filters, rows, view.href())}"
    if name == "gaps.csv":
        return csv(lacking(snapshot, view.measure, view.of), f"{say('concepts that the language lacks')} · {heading}")
    if name == "grown.csv":
        return csv(grown_rows(snapshot, view), f"grown words · {language_name(view.of)}")
    hits = hits_in(snapshot, view.filters, view.measure, view.of)
    if name == "entries.csv":
        return csv(checked_entries(snapshot, view, hits), heading)
    if name == "influence.csv" and view.open in snapshot.entries:
        return csv(influence(snapshot, hits, view.filters, view.open, view.of), f"{view.open} · counted · {heading}")
    return None


def _judged(snapshot: Snapshot, _: str, search: str) -> list[Child]:
    view = LexiconsView.parse(search)
    rows = snapshot.select(view.filters).rows
    return judged_part(snapshot, _valid(snapshot, view, rows)) if rows.height else []


PAGE: Final = Page(
    path=LexiconsView.path,
    make=lambda snapshot, _, search: Made(lexicons_page(snapshot, LexiconsView.parse(search)), say("Lexicons")),
    file=_file,
    parts={"judged": _judged},
    name=later("Lexicons"),
    href=lambda filters: LexiconsView(filters=filters).href(),
)

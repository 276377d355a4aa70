"""A page of the codebook, and an entry that is open: its card, what it makes in each outlet, and some of its hits."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import regex
from dash import html
from dash.development.base_component import Component

from dashboards.components.entry import entry_facts
from dashboards.components.heatmap import dimension_name
from dashboards.components.judging import ALL, hits_to_judge
from dashboards.components.links import Child, export_line, named, profile_link, view_link
from dashboards.data import Snapshot
from dashboards.entries import influence
from dashboards.names import language_name, numeric, script_of
from dashboards.plainview import LexiconsView, SearchView
from dashboards.wording import many, say
from framing.lexicon.entries import Entry

__all__ = ["codebook_page", "dimension_opened", "entry_opened"]

#: Outlets that are shown of an entry.
_OUTLETS: Final = 10
_MARKED: Final = regex.compile(r"\[([^\]]*)\]")


def codebook_page(snapshot: Snapshot, view: LexiconsView) -> Component:
    """What a dimension means, what counts and what does not, with examples."""
    measure, code = view.measure, view.of
    page = snapshot.lexicon.codebook.dimensions[measure]
    lists = [
        html.Div([html.H3(title), html.Ul([html.Li(say(rule)) for rule in rules])])
        for title, rules in ((say("What counts"), page.include), (say("What does not"), page.exclude))
        if rules
    ]
    negation = (
        say("Negated, it is no hit.")
        if page.negation_factor == 0
        else say("Negated, it counts all the same: it is still spoken of.")
        if page.negation_factor == 1
        else say("Negated, it keeps {share} of its weight.", share=f"{page.negation_factor:g}")
    )
    first = [code, *(name for name in page.examples if name != code)]
    examples: list[Child] = [
        html.Li([html.Small(language_name(name)), html.Span(_marked(sentence), **_script(name))])
        for name in first
        for sentence in page.examples.get(name, ())
    ]
    parts: list[Child] = [html.H2(say(page.label)), html.P(say(page.definition), className="standfirst definition")]
    parts += [html.Div(lists, className="columns"), html.P(negation, className="note")]
    if examples:
        parts.append(html.Details([html.Summary(say("Examples")), html.Ul(examples, className="examples")], open=True))
    if page.literature:
        parts.append(html.P(say("After {literature}.", literature="; ".join(page.literature)), className="note"))
    names = {"language": language_name(code), "dimension": dimension_name(measure)}
    name = say("Judge {language} hits of {dimension}, drawn at random", **names)
    if view.open != ALL:
        parts.append(html.P(view_link(name, view.href(open=ALL, draw=1), "judge")))
    return html.Section(parts, id="codebook")


def _script(code: str) -> dict[str, Any]:
    return dict(script_of(code))


def _marked(sentence: str) -> list[Child]:
    """A sentence whose words in square brackets are marked."""
    pieces = _MARKED.split(sentence)
    return [html.Mark(piece) if at % 2 else piece for at, piece in enumerate(pieces) if piece]


def entry_opened(snapshot: Snapshot, hits: pl.DataFrame, view: LexiconsView, entry: Entry) -> Component:
    """The card of the entry that is open, its influence and its hits."""
    search = SearchView(filters=view.filters, q=entry.id, kind="entry").href()
    head = html.Div(
        [
            html.H2(html.Bdi(entry.term, **_script(entry.language))),
            view_link(say("Close"), view.href(open=""), "close"),
        ],
        className="card-head",
    )
    parts: list[Child] = [
        head,
        entry_facts(entry),
        html.P(view_link(say("All places of it, one below the other"), search)),
    ]
    card = html.Section(parts, className="card", id="entry", **named({"aria-label": say("Lexicon entry")}))
    judged = hits_to_judge(snapshot, view, html.H3(say("Some of its hits, drawn at random")))
    return html.Div([card, _influence(snapshot, hits, view, entry), judged], className="opened")


def dimension_opened(snapshot: Snapshot, view: LexiconsView) -> Component:
    """Hits of the whole dimension, to be judged."""
    names = {"language": language_name(view.of), "dimension": dimension_name(view.measure)}
    title = html.H2(say("How many {language} hits of {dimension} are right?", **names))
    head = html.Div([title, view_link(say("Close"), view.href(open=""), "close")], className="card-head")
    return html.Div(hits_to_judge(snapshot, view, head), className="opened")


def _influence(snapshot: Snapshot, hits: pl.DataFrame, view: LexiconsView, entry: Entry) -> Component:
    """How much each outlet's rate would change without the entry."""
    rows = influence(snapshot, hits, view.filters, entry.id, entry.language)
    title = html.H3(say("What it makes of each outlet’s {dimension}", dimension=dimension_name(entry.dimension)))
    if not rows.height:
        return html.Section(
            [title, html.P(say("It has no hit in these articles."), className="nothing")], id="influence"
        )
    head = [html.Th(say("Outlet"), scope="col")]
    heads = (say("Its hits"), say("Rate"), say("Without it"), say("Change"))
    head += [html.Th(text, scope="col", className="num") for text in heads]
    body = [
        html.Tr(
            [
                html.Th(
                    profile_link(snapshot.outlet_name(row["outlet"]), view.filters, row["outlet"]),
                    scope="row",
                ),
                html.Td(say("{n} of {all}", n=row["hits"], all=row["all_hits"]), className="num"),
                html.Td(f"{row['rate']:.2f}", className="num"),
                html.Td(f"{row['rate_without']:.2f}", className="num"),
                html.Td(numeric(f"−{-row['change']:.1f} %"), className="num"),
            ]
        )
        for row in rows.head(_OUTLETS).iter_rows(named=True)
    ]
    note = say(
        "Hits per 1,000 words, in the voices and sections that the filters let count: counted, without an interval."
    )
    if rows.height > _OUTLETS:
        more = many("{n} outlet more is in the CSV.", "{n} outlets more are in the CSV.", rows.height - _OUTLETS)
        note = f"{note} {more}"
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near")
    return html.Section(
        [title, table, export_line("influence", view.href()), html.P(note, className="note")], id="influence"
    )

"""A page of the codebook, and an entry that is open: its card, what it makes in each outlet, and some of its hits."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import regex
from dash import html
from dash.development.base_component import Component

from dashboards.components.heatmap import dimension_name
from dashboards.components.links import Child, export_line, named, view_link
from dashboards.data import Snapshot
from dashboards.entries import drawn_hits, influence
from dashboards.names import SECTION_SAID, VOICE_SAID, count, language_name, script_of, when
from dashboards.plainview import LexiconsView, ProfileView, SearchView
from dashboards.view import ArticleView
from framing.lexicon.entries import Entry

__all__ = ["codebook_page", "entry_opened"]

#: Outlets, and hits, that are shown of an entry.
_OUTLETS, _HITS = 10, 8
_MARKED: Final = regex.compile(r"\[([^\]]*)\]")


def codebook_page(snapshot: Snapshot, measure: str, code: str) -> Component:
    """What a dimension means, what counts and what does not, with examples."""
    page = snapshot.lexicon.codebook.dimensions[measure]
    lists = [
        html.Div([html.H3(title), html.Ul([html.Li(rule) for rule in rules])])
        for title, rules in (("What counts", page.include), ("What does not", page.exclude))
        if rules
    ]
    negation = (
        "Negated, it is no hit."
        if page.negation_factor == 0
        else "Negated, it counts all the same: it is still spoken of."
        if page.negation_factor == 1
        else f"Negated, it keeps {page.negation_factor:g} of its weight."
    )
    first = [code, *(name for name in page.examples if name != code)]
    examples: list[Child] = [
        html.Li([html.Small(language_name(name)), html.Span(_marked(sentence), **_script(name))])
        for name in first
        for sentence in page.examples.get(name, ())
    ]
    parts: list[Child] = [html.H2(page.label), html.P(page.definition, className="standfirst definition")]
    parts += [html.Div(lists, className="columns"), html.P(negation, className="note")]
    if examples:
        parts.append(html.Details([html.Summary("Examples"), html.Ul(examples, className="examples")], open=True))
    if page.literature:
        parts.append(html.P(f"After {'; '.join(page.literature)}.", className="note"))
    return html.Section(parts, id="codebook")


def _script(code: str) -> dict[str, Any]:
    return dict(script_of(code))


def _marked(sentence: str) -> list[Child]:
    """A sentence whose words in square brackets are marked."""
    pieces = _MARKED.split(sentence)
    return [html.Mark(piece) if at % 2 else piece for at, piece in enumerate(pieces) if piece]


def entry_opened(snapshot: Snapshot, hits: pl.DataFrame, view: LexiconsView, entry: Entry) -> Component:
    """The card of the entry that is open, its influence and its hits."""
    facts: list[tuple[str, Child]] = [
        ("Gloss", entry.gloss),
        ("Concept", entry.concept.replace("_", " ")),
        ("Kind", f"{entry.kind}: " + ("counts in scales" if entry.kind == "stance" else "counts in no scale")),
        ("Weight", f"{entry.weight:g}"),
        ("Matches", f"{entry.match}, {entry.pos}"),
        ("Not where", html.Bdi(entry.unless, **_script(entry.language)) if entry.unless else ""),
        ("Note", entry.note),
        ("Entry", html.Code(entry.id)),
    ]
    rows: list[Child] = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts if value]
    search = SearchView(filters=view.filters, q=entry.id, kind="entry").href()
    head = html.Div(
        [html.H2(html.Bdi(entry.term, **_script(entry.language))), view_link("Close", view.href(open=""), "close")],
        className="card-head",
    )
    parts: list[Child] = [head, html.Dl(rows), html.P(view_link("All places of it, one below the other", search))]
    card = html.Section(parts, className="card", id="entry", **named({"aria-label": "Lexicon entry"}))
    return html.Div([card, _influence(snapshot, hits, view, entry), _drawn(snapshot, view, entry)], className="opened")


def _influence(snapshot: Snapshot, hits: pl.DataFrame, view: LexiconsView, entry: Entry) -> Component:
    """How much each outlet's rate would change without the entry."""
    rows = influence(snapshot, hits, view.filters, entry.id, entry.language)
    title = html.H3(f"What it makes of each outlet’s {dimension_name(entry.dimension)}")
    if not rows.height:
        return html.Section([title, html.P("It has no hit in these articles.", className="nothing")], id="influence")
    head = [html.Th("Outlet", scope="col")]
    heads = ("Its hits", "Rate", "Without it", "Change")
    head += [html.Th(text, scope="col", className="num") for text in heads]
    body = [
        html.Tr(
            [
                html.Th(
                    view_link(
                        snapshot.outlet_name(row["outlet"]), ProfileView(filters=view.filters, key=row["outlet"]).href()
                    ),
                    scope="row",
                ),
                html.Td(f"{row['hits']:,} of {row['all_hits']:,}", className="num"),
                html.Td(f"{row['rate']:.2f}", className="num"),
                html.Td(f"{row['rate_without']:.2f}", className="num"),
                html.Td(f"−{-row['change']:.1f} %", className="num"),
            ]
        )
        for row in rows.head(_OUTLETS).iter_rows(named=True)
    ]
    note = "Hits per 1,000 words, in the voices and sections that the filters let count: counted, without an interval."
    if rows.height > _OUTLETS:
        note += f" {count(rows.height - _OUTLETS, 'outlet')} more are in the CSV."
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near")
    return html.Section(
        [title, table, export_line("influence", view.href()), html.P(note, className="note")], id="influence"
    )


def _drawn(snapshot: Snapshot, view: LexiconsView, entry: Entry) -> Component:
    """Some of its hits, each leading to its article."""
    rows = drawn_hits(snapshot, view.filters, entry.id, _HITS, view.draw)
    title = html.H3("Some of its hits, drawn at random")
    if not rows.height:
        return html.Section([title, html.P("None in these articles.", className="nothing")], id="hits")
    meta = snapshot.rows.select(
        "article_id",
        "outlet_name",
        "published",
        "published_precision",
        "language",
        of_title=pl.coalesce("title", "start"),
    )
    joined = rows.join(meta, on="article_id", how="left", maintain_order="left")
    items: list[Child] = []
    for row in joined.iter_rows(named=True):
        href = ArticleView(filters=view.filters, entry=entry.id).href(row["article_id"])
        text: list[Child] = [f"{row['before']} ", html.Mark(row["hit"]), f" {row['after']}"]
        about = f"{row['outlet_name']} · {when(row['published'], row['published_precision'])} · "
        about += f"{SECTION_SAID[str(row['section'])]}, {VOICE_SAID[str(row['voice'])]}"
        link = view_link(row["of_title"] or row["article_id"], href, "title", **_script(row["language"]))
        items.append(html.Li([html.P(text, **_script(row["language"])), html.P([link, html.Small(about)])]))
    others = view_link("Draw others", view.href(draw=view.draw + 1))
    return html.Section([title, html.Ul(items, className="hits-drawn"), html.P(others)], id="hits")

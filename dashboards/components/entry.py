"""The card of the entry that matched a span."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.components.legend import chip
from dashboards.components.links import Child, named, view_link
from dashboards.components.reader import Span
from dashboards.components.summary import KINDS
from dashboards.data import Snapshot
from dashboards.names import language_name, script_of, section_name, voice_name
from dashboards.view import ArticleView
from dashboards.wording import many, say
from framing.lexicon.entries import Entry

__all__ = ["entry_card", "entry_facts"]

#: Matches that the card lists.
_LISTED: Final = 20


def entry_card(
    snapshot: Snapshot,
    spans: Sequence[Span],
    language: str,
    article_id: str,
    view: ArticleView,
    slots: Mapping[str, int],
) -> Component:
    """The card of the entry that a view has open."""
    hits = [span for span in spans if span.entry == view.entry]
    close = view_link(say("Close"), view.href(article_id, entry=""), "close")
    entry = snapshot.entries.get(view.entry)
    if entry is None:
        what = say("This entry is not in the lexicon at hand: the article was scored with another version of it.")
        parts: list[Child] = [html.Div([html.H2(view.entry), close], className="card-head"), html.P(what)]
        return _card([*parts, *_hits(hits, language, slots)])
    dimension = snapshot.lexicon.codebook.dimensions[entry.dimension]
    term = html.H2(entry.term, **_script(entry.language))
    named_dimension = html.Span([chip(entry.dimension, slots), say(dimension.label)])
    facts = entry_facts(entry, named_dimension, language_name(entry.language))
    about = html.P([html.B(f"{say(dimension.label)}: "), say(dimension.definition)], className="definition")
    head = html.Div([term, close], className="card-head")
    return _card([head, facts, about, *_hits(hits, language, slots)])


def entry_facts(entry: Entry, dimension: Child = None, language: str = "") -> Component:
    """What an entry is: what it finds, how it counts, and where it does not.

    Args:
        entry: of the lexicon.
        dimension: how its dimension is shown; none where the page is of that dimension.
        language: what its language is called; empty where the page is of that language.
    """
    in_scales = say("counts in scales") if entry.kind == "stance" else say("counts in no scale")
    facts: list[tuple[str, Child]] = [
        (say("Gloss"), entry.gloss),
        (say("Concept"), entry.concept.replace("_", " ")),
        (say("Dimension"), dimension),
        (say("Kind"), f"{say(KINDS.get(entry.kind, entry.kind))}: {in_scales}"),
        (say("Weight"), f"{entry.weight:g}"),
        (say("Matches"), ", ".join(filter(None, (entry.match, entry.pos, language)))),
        (say("Not where"), html.Bdi(entry.unless, **_script(entry.language)) if entry.unless else ""),
        (say("Note"), entry.note),
        (say("Entry"), html.Code(entry.id)),
    ]
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts if value])


def _card(children: list[Child]) -> Component:
    return html.Section(children, className="card", id="entry", **named({"aria-label": say("Lexicon entry")}))


def _hits(hits: Sequence[Span], language: str, slots: Mapping[str, int]) -> list[Child]:
    items: list[Child] = []
    for span in hits[:_LISTED]:
        # Of a dimension that is switched off nothing is marked, and there is no place to go to.
        marked = span.dimension in slots
        word = html.A(span.surface, href=f"#span-{span.number}", className="goto", **_script(language))
        places = {"section": section_name(span.section), "voice": voice_name(span.voice)}
        sentence = (
            say("{section}, {voice}", **places)
            if span.counted
            else say("{section}, {voice}, negated: no hit", **places)
        )
        items.append(html.Li([word if marked else html.Bdi(span.surface, **_script(language)), html.Small(sentence)]))
    if len(hits) > _LISTED:
        items.append(html.Li(html.Small(say("and {n} more", n=len(hits) - _LISTED))))
    return [
        html.H3(many("{n} match in this article", "{n} matches in this article", len(hits))),
        html.Ul(items, className="hits"),
    ]


def _script(language: str) -> dict[str, Any]:
    return dict(script_of(language))

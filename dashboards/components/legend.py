"""Which dimensions are marked in an article: one family at first, six at most, each with a colour and a pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, toggle, view_link
from dashboards.components.reader import Span
from dashboards.data import Snapshot
from dashboards.names import VOICE_SAID, voice_name
from dashboards.view import MOST_SHOWN, NONE, ArticleView
from dashboards.wording import grouped, say

__all__ = ["chip", "hits_of", "legend", "slots_of"]


def hits_of(snapshot: Snapshot, spans: Sequence[Span]) -> dict[str, int]:
    """How many spans each dimension has, in the order of the codebook; last those that it does not know."""
    counts = Counter(span.dimension for span in spans)
    known = [name for name in snapshot.lexicon.codebook.dimensions if name in counts]
    return {name: counts[name] for name in [*known, *sorted(counts.keys() - set(known))]}


def slots_of(snapshot: Snapshot, hits: Mapping[str, int], view: ArticleView) -> dict[str, int]:
    """The dimensions that are marked → the numbers of their colours and patterns.

    Args:
        snapshot: whose codebook has the families.
        hits: from :func:`hits_of`.
        view: that may name dimensions; else those of one family are marked, of many the most frequent.
    """
    scale = snapshot.lexicon.codebook.scales.get(view.scale)
    if scale is not None:
        chosen = [name for name in hits if name in scale.dimensions]
    elif view.shown:
        chosen = [name for name in dict.fromkeys(view.shown) if name in hits]
    else:
        families = [family for family in _families(snapshot, hits) if family in view.filters.family]
        chosen = _most(
            hits, [name for name in hits if _family(snapshot, name) in (families or _families(snapshot, hits)[:1])]
        )
    chosen = chosen[-MOST_SHOWN:]
    if view.dimension in hits and view.dimension not in chosen:
        chosen = [*chosen, view.dimension][-MOST_SHOWN:]
    return {name: slot for slot, name in enumerate(name for name in hits if name in chosen)}


def _most(hits: Mapping[str, int], names: Sequence[str]) -> list[str]:
    """Of names those with the most hits, as many as can be told apart."""
    return sorted(names, key=lambda name: -hits[name])[:MOST_SHOWN]


def _family(snapshot: Snapshot, dimension: str) -> str:
    book = snapshot.lexicon.codebook.dimensions
    return book[dimension].family if dimension in book else ""


def _families(snapshot: Snapshot, hits: Mapping[str, int]) -> list[str]:
    """The families that have hits, in the order of the codebook."""
    return list(dict.fromkeys(_family(snapshot, name) for name in hits))


def chip(dimension: str, slots: Mapping[str, int]) -> Component:
    """A dimension's colour and pattern; a ring where it is not marked."""
    return html.Span(className=f"chip s{slots[dimension]}" if dimension in slots else "chip off")


def legend(
    snapshot: Snapshot, hits: Mapping[str, int], slots: Mapping[str, int], article_id: str, view: ArticleView
) -> Component:
    """Dimensions to switch on and off: those of the families that are marked; below, on demand, all others."""
    shown = tuple(slots)
    families = {_family(snapshot, name) for name in shown or tuple(hits)[:1]}
    near = [name for name in hits if _family(snapshot, name) in families]
    others = [name for name in hits if name not in near]

    def switches(names: Sequence[str]) -> Component:
        items = [_switch(snapshot, name, hits[name], slots, view.toggled(article_id, name, shown)) for name in names]
        return html.Ul(items, className="dimensions", **named({"aria-label": say("Mark or unmark dimensions")}))

    called = snapshot.lexicon.codebook.families
    further: list[Child] = []
    for family in dict.fromkeys(_family(snapshot, name) for name in others):
        own = [name for name in others if _family(snapshot, name) == family]
        every = view.href(article_id, shown=tuple(_most(hits, own)), dimension="", voice="", scale="")
        further.append(
            html.P(
                [
                    html.B(say(called[family]) if family in called else say("Others")),
                    " ",
                    view_link(say("mark these instead"), every),
                ]
            )
        )
        further.append(switches(own))
    none = view_link(
        say("Mark nothing"), view.href(article_id, shown=(NONE,), dimension="", voice="", scale=""), "nothing"
    )
    more = html.Details(
        [html.Summary(say("Other dimensions, and what the marks say")), *further, none if shown else None, _voices()],
        className="more",
        id="more-dimensions",
    )
    return html.Div([switches(near), more], className="legend")


def _switch(snapshot: Snapshot, name: str, hits: int, slots: Mapping[str, int], href: str) -> Component:
    book = snapshot.lexicon.codebook.dimensions
    label = say(book[name].label) if name in book else name
    attributes: Any = named({"data-dimension": name})
    words: list[Child] = [chip(name, slots), label, html.Small(grouped(hits))]
    return html.Li(toggle(words, href, on=name in slots, **attributes))


def _voices() -> Component:
    """What the ground of a mark says: the outlet's own words stand out, others' are paler."""
    samples: list[Child] = [
        html.Li([html.Span(voice_name(voice), className=f"sample hit s0 v-{voice}"), f" {say(words)}"])
        for voice, words in VOICE_SAID.items()
    ]
    many = say(
        "Colour and line tell the dimension; {n} at most are marked at once. A struck word is no hit.", n=MOST_SHOWN
    )
    items = html.Ul(samples, className="voices", **named({"aria-label": say("What the ground of a mark says")}))
    return html.Div([html.P(many), items])

"""What the numbers of a page cannot tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

import framing
from dashboards.checking import checks_now
from dashboards.components.links import Child, named
from dashboards.components.part import pending
from dashboards.data import Snapshot
from dashboards.view import FilteredView
from dashboards.wording import say

__all__ = ["caveats_part", "checked"]


def caveats_part(snapshot: Snapshot, view: FilteredView, is_asked: bool = False) -> list[Child]:
    """The sentences, where there are any; looking for them takes longer than counting."""
    if not (is_asked or snapshot.is_quick(view.filters) or snapshot.has_caveats(view.filters)):
        return pending("caveats", view.href(), say("Looking for what these numbers cannot tell …"), is_empty=False)
    caveats = snapshot.caveats(view.filters)
    sentences = html.Ul([html.Li(say(sentence)) for sentence in caveats])
    title = html.H3(say("What these numbers cannot tell"))
    return (
        [html.Aside([title, sentences], className="caveats", **named({"aria-label": say("Caveats")}))]
        if caveats
        else []
    )


def checked(snapshot: Snapshot, measures: Iterable[str], languages: Iterable[str]) -> Child:
    """How far measures have been checked: a badge, and behind it which measure in which language how far."""
    book = snapshot.lexicon.codebook
    names = dict.fromkeys(name for measure in measures for name in _dimensions(book, measure))
    rows = framing.badges(snapshot.lexicon, names, languages, checks_now(snapshot))
    if not rows.height:
        return None
    validated = rows.filter(badge="validated").height
    badge = (
        say("{n} of {all} validated here", n=validated, all=rows.height)
        if validated
        else say("Not validated on these articles")
    )
    lines = html.Ul([html.Li(say(line)) for line in framing.badge_lines(rows, brief=True)])
    summary = html.Summary(
        [html.Span(badge, className="badge" if validated else "badge warning"), " ", say("How far was it checked?")]
    )
    return html.Details([summary, lines], className="checked")


def _dimensions(book: Any, measure: str) -> tuple[str, ...]:
    scale = book.scales.get(measure)
    return (*scale.positive, *scale.negative) if scale is not None else (measure,)

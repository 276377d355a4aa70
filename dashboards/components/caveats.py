"""What the numbers of a page cannot tell."""

from __future__ import annotations

from dash import html

from dashboards.components.links import Child, named
from dashboards.components.part import pending
from dashboards.data import Snapshot
from dashboards.view import FilteredView

__all__ = ["caveats_part"]


def caveats_part(snapshot: Snapshot, view: FilteredView, is_asked: bool = False) -> list[Child]:
    """The sentences, where there are any; looking for them takes longer than counting."""
    if not (is_asked or snapshot.is_quick(view.filters) or snapshot.has_caveats(view.filters)):
        return pending("caveats", view.href(), "Looking for what these numbers cannot tell …", is_empty=False)
    said = snapshot.caveats(view.filters)
    sentences = html.Ul([html.Li(sentence) for sentence in said])
    title = html.H3("What these numbers cannot tell")
    return [html.Aside([title, sentences], className="caveats", **named({"aria-label": "Caveats"}))] if said else []

"""From an article to the one before and the one after it, of those that fit the filters."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, view_link
from dashboards.data import Snapshot
from dashboards.names import script_of
from dashboards.view import ArticleView, OverviewView

__all__ = ["steps"]

#: Code points of a title in a link.
_TITLE: Final = 60


def steps(snapshot: Snapshot, article_id: str, view: ArticleView) -> Component:
    """Links to the list, and to the articles beside this one in its order; what is marked in one is in the next."""
    back = view_link(
        "← All articles", OverviewView(filters=view.filters).href(), "back", **named({"data-back": "overview"})
    )
    rows = snapshot.select(view.filters).rows
    at = rows["article_id"].index_of(article_id)
    parts: list[Child] = [back]
    if at is None:
        parts.append(html.Span("not among the articles that fit the filters"))
    else:
        parts.append(html.Span(f"{at + 1:,} of {rows.height:,}{' that fit the filters' if view.filters else ''}"))
        parts += [
            _step(rows.row(place, named=True), way, ArticleView(filters=view.filters, shown=view.shown))
            for way, place in (("Previous", at - 1), ("Next", at + 1))
            if 0 <= place < rows.height
        ]
    return html.Nav(parts, className="steps", **named({"aria-label": "Articles beside this one"}))


def _step(row: dict[str, Any], way: str, view: ArticleView) -> Component:
    title = row["title"] or row["start"] or row["article_id"]
    short = title if len(title) <= _TITLE else f"{title[:_TITLE].rstrip()} …"
    script: Any = script_of(row["language"])
    words: list[Child] = [
        f"{'← ' if way == 'Previous' else ''}{way}",
        html.Bdi(short, className="step-title", **script),
    ]
    words += [" →"] if way == "Next" else []
    return view_link(words, view.href(row["article_id"]), way.lower(), rel="prev" if way == "Previous" else "next")

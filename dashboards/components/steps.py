"""From an article to the one before and the one after it, of those that fit the filters."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, arrowed, named, view_link
from dashboards.data import Snapshot
from dashboards.names import script_of
from dashboards.view import ArticleView, OverviewView
from dashboards.wording import say

__all__ = ["steps"]

#: Code points of a title in a link.
_TITLE: Final = 60


def steps(snapshot: Snapshot, article_id: str, view: ArticleView) -> Component:
    """Links to the list, and to the articles beside this one in its order; what is marked in one is in the next."""
    back = view_link(
        arrowed(say("All articles"), -1),
        OverviewView(filters=view.filters).href(),
        "back",
        **named({"data-back": "overview"}),
    )
    rows = snapshot.select(view.filters).rows
    at = rows["article_id"].index_of(article_id)
    parts: list[Child] = [back]
    if at is None:
        parts.append(html.Span(say("not among the articles that fit the filters")))
    else:
        place = {"n": at + 1, "all": rows.height}
        said = say("{n} of {all} that fit the filters", **place) if view.filters else say("{n} of {all}", **place)
        parts.append(html.Span(said))
        parts += [
            _step(rows.row(beside, named=True), way, ArticleView(filters=view.filters, shown=view.shown))
            for way, beside in (("previous", at - 1), ("next", at + 1))
            if 0 <= beside < rows.height
        ]
    return html.Nav(parts, className="steps", **named({"aria-label": say("Articles beside this one")}))


def _step(row: dict[str, Any], way: str, view: ArticleView) -> Component:
    title = row["title"] or row["start"] or row["article_id"]
    short = title if len(title) <= _TITLE else f"{title[:_TITLE].rstrip()} …"
    script: Any = script_of(row["language"])
    heading = html.Bdi(short, className="step-title", **script)
    words: list[Child] = (
        [arrowed(say("Previous"), -1), heading] if way == "previous" else [say("Next"), heading, arrowed("", 1)]
    )
    return view_link(words, view.href(row["article_id"]), way, rel="prev" if way == "previous" else "next")

"""Grown words: how charged the words of a project's own articles are, and what stands near them; candidates alone."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, export_line, named, paged, switch, view_link
from dashboards.data import Snapshot
from dashboards.names import count, language_name, numeric, script_of
from dashboards.plainview import LexiconsView, SearchView
from dashboards.wording import later, many, say

__all__ = ["ORDERS", "grown_part", "grown_rows"]

#: Words on a page.
_ROWS: Final = 20
#: Orders of the words, and what they are called.
ORDERS: Final = {"": later("Most charged"), "plain": later("Plainest"), "frequent": later("Most frequent")}


def grown_rows(snapshot: Snapshot, view: LexiconsView) -> pl.DataFrame:
    """The grown words of the language, in the order that is asked for."""
    rows = snapshot.answers.grown(view.of).rows
    if view.grown_sort == "plain":
        return rows.sort(["score", "word"])
    return rows.sort(["count", "word"], descending=[True, False]) if view.grown_sort == "frequent" else rows


def grown_part(snapshot: Snapshot, view: LexiconsView) -> Component:
    """The words with their scores, how often they occur, their neighbours, and the way to their contexts."""
    name = language_name(view.of)
    command = f"framing lexicon grow --project {snapshot.name} --language {view.of}"
    parts: list[Child] = [html.H2(say("Grown {language} words", language=name))]
    grown = snapshot.answers.grown(view.of)
    if not grown.rows.height:
        none = say("No {language} words have been grown from these articles.", language=name)
        parts += [html.P(grown.problem or none, className="nothing"), html.P(html.Code(command), className="note")]
        return html.Section(parts, id="grown")
    about = many(
        "{n} word, scored by the company it keeps: above 0 like charged words, below 0 plainer than usual. Names, "
        "identities and topics have no score. Candidates to read: no measure counts them.",
        "{n} words, scored by the company they keep: above 0 like charged words, below 0 plainer than usual. Names, "
        "identities and topics have no score. Candidates to read: no measure counts them.",
        grown.rows.height,
    )
    orders = [(say(text), view.href(grown_sort=key, grown=1), key == view.grown_sort) for key, text in ORDERS.items()]
    ways = html.Div(switch(say("Order of the words"), orders), className="ways")
    rows = grown_rows(snapshot, view)
    shown, pages = paged(rows, view.grown, _ROWS, lambda page: view.href(grown=page), say("Pages of the words"))
    head = [html.Th(say("Word"), scope="col"), html.Th(say("Score"), scope="col", className="num")]
    head += [html.Th(say("Occurs"), scope="col", className="num"), html.Th(say("Near it"), scope="col")]
    body = [_word(row, view) for row in shown.iter_rows(named=True)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near")
    pane = html.Div(
        table, className="scroll-x", tabIndex="0", role="region", **named({"aria-label": say("Grown words")})
    )
    return html.Section(
        [*parts, html.P(about, className="standfirst"), ways, pane, pages, export_line("grown", view.href(), command)],
        id="grown",
    )


def _word(row: dict[str, Any], view: LexiconsView) -> Component:
    script: Any = script_of(view.of)
    contexts = SearchView(filters=view.filters, q=row["word"]).href()
    link = view_link(html.Bdi(row["word"], **script), contexts, title=say("Where it stands in these articles"))
    near = html.Td(html.Small(html.Bdi(row["neighbours"].replace(" ", " · "), **script)))
    cells = [html.Td(numeric(f"{row['score']:+.2f}".replace("-", "−")), className="num")]
    cells.append(html.Td(count(row["count"]), className="num"))
    return html.Tr([html.Th(link, scope="row"), *cells, near])

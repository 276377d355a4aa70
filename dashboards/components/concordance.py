"""Places of a word one below the other: what stands before it, the word, what stands after it."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, paged, switch, toggle, view_link
from dashboards.data import Snapshot
from dashboards.names import SECTION_SAID, count, script_of, when
from dashboards.plainview import SearchView
from dashboards.searching import Lines
from dashboards.view import ArticleView
from dashboards.wording import later, many, say

__all__ = ["SORTS", "concordance", "sorted_lines", "summary"]

#: Places on one page.
_ROWS: Final = 25
#: Orders of the places, and what they are called.
SORTS: Final = {
    "": later("Article"), "before": later("Word before"), "after": later("Word after"), "date": later("Date"),
    "outlet": later("Outlet"),
}  # fmt: skip
#: Code points of a paragraph on each side of a place that is open.
_PARAGRAPH: Final = 700


def sorted_lines(lines: pl.DataFrame, sort: str) -> pl.DataFrame:
    """Lines in an order: by the words before the place, the nearest first; by those after it; by date; by outlet."""
    keys: dict[str, list[pl.Expr]] = {
        "before": [_letters("before").str.split(" ").list.reverse().list.join(" ")],
        "after": [_letters("after")],
        "date": [pl.col("published")],
        "outlet": [pl.col("outlet_name"), pl.col("published")],
    }
    if sort not in keys:
        return lines
    # What stands at the end of a text has no word after it, which is no first letter.
    blank = [_letters(sort) == ""] if sort in ("before", "after") else []
    return lines.sort(*blank, *keys[sort], nulls_last=True, maintain_order=True)


def _letters(name: str) -> pl.Expr:
    """A column's words without their punctuation, by which nobody looks for a word."""
    plain = pl.col(name).str.to_lowercase().str.replace_all(r"[^\p{L}\p{M}\p{N}\s]+", " ")
    return plain.str.replace_all(r"\s+", " ").str.strip_chars()


def concordance(snapshot: Snapshot, matches: Lines, view: SearchView) -> Component:
    """The places of a view, page by page, one of them open in its paragraph."""
    lines = matches.orders.get(view.sort, lambda: sorted_lines(matches.lines, view.sort))
    shown, pages = paged(
        lines, view.page, _ROWS, lambda page: view.href(page=page, open=""), say("Pages of the places")
    )
    head = [
        html.Th(text, scope="col", role="columnheader")
        for text in (say("Before"), say("Word"), say("After"), say("Outlet and date"))
    ]
    body: list[Child] = []
    for row in shown.iter_rows(named=True):
        place = f"{row['article_id']} {row['section']} {row['start']}"
        body.append(_row(row, place, view))
        if place == view.open:
            body.append(_opened(snapshot, row, view))
    table = html.Table(
        [
            html.Thead(html.Tr(head, role="row"), role="rowgroup"),
            html.Tbody(body, role="rowgroup"),
        ],
        className="concordance",
        id="concordance",
        role="table",
        **named({"aria-label": say("Places, each with what stands before and after it")}),
    )
    orders = [(say(text), view.href(sort=name), name == view.sort) for name, text in SORTS.items()]
    return html.Div([html.Div(switch(say("Order of the places"), orders), className="ways"), table, pages])


def _row(row: dict[str, Any], place: str, view: SearchView) -> Component:
    """A line, mirrored where its script runs from the right, so that its word stays in the middle."""
    script: Any = script_of(row["language"])
    is_open = place == view.open
    word = toggle(
        row["hit"], view.href(open="" if is_open else place), on=is_open, class_name="key", role="button",
        **named({"aria-expanded": "true" if is_open else "false", "data-focus": place}), **script,
    )  # fmt: skip
    word.__dict__.pop("aria-checked", None)
    cells: list[Child] = [
        html.Td(html.Bdi(row["before"], **script), className="before", role="cell"),
        html.Td([word, html.Small(say("negated")) if row["negated"] else None], className="word", role="cell"),
        html.Td(html.Bdi(row["after"], **script), className="after", role="cell"),
        html.Td(
            [html.Span(row["outlet_name"]), html.Small(when(row["published"], row["published_precision"]))],
            className="where",
            role="cell",
        ),
    ]
    direction = "right-to-left" if script["dir"] == "rtl" else ""
    return html.Tr(cells, className=f"line {direction}".strip(), role="row", **named({"data-key": place}))


def _opened(snapshot: Snapshot, row: dict[str, Any], view: SearchView) -> Component:
    """The paragraph of a place, and the link to its article."""
    script: Any = script_of(row["language"])
    own = snapshot.articles.filter(pl.col("article_id") == row["article_id"])
    article = snapshot.scored.with_texts(own).row(0, named=True)
    field = article["title" if row["section"] == "title" else "text"] or ""
    start, end = row["start"], row["end"]
    first = max(field.rfind("\n", 0, start) + 1, start - _PARAGRAPH)
    last = field.find("\n", end)
    last = min(len(field) if last < 0 else last, end + _PARAGRAPH)
    # Dots where the paragraph goes on.
    before = "… " if field[:first][-1:].strip("\n") else ""
    after = " …" if field[last:][:1].strip("\n") else ""
    text: list[Child] = [f"{before}{field[first:start]}", html.Mark(field[start:end]), f"{field[end:last]}{after}"]
    title = row["of_title"] or row["of_start"] or row["article_id"]
    link = view_link(title, ArticleView(filters=view.filters).href(row["article_id"]), "title", **script)
    about = f"{row['outlet_name']} · {when(row['published'], row['published_precision'])} · "
    about += say(SECTION_SAID[str(row["section"])])
    return html.Tr(
        html.Td(
            [html.P(text, className="paragraph", **script), html.P([link, html.Small(about)], className="opened-from")],
            colSpan=4,
            role="cell",
        ),
        className="opened",
        role="row",
    )


def summary(lines: Lines) -> str:
    """How many places, in how many articles of how many outlets."""
    places, articles, outlets = lines.places, lines.articles.height, lines.articles["outlet"].n_unique()
    words = int(lines.rows["words"].fill_null(0).sum())
    of = {
        "places": count(places, "place"),
        "some": articles,
        "articles": count(lines.rows.height, "article"),
        "per": _per(places, words) if words else "",
    }
    if not words:
        return many(
            "{places} in {some} of {articles}, of {n} outlet.", "{places} in {some} of {articles}, of {n} outlets.",
            outlets, **of,
        )  # fmt: skip
    return many(
        "{places} in {some} of {articles}, of {n} outlet, {per} per 1,000 words.",
        "{places} in {some} of {articles}, of {n} outlets, {per} per 1,000 words.",
        outlets,
        **of,
    )


def _per(places: int, words: int) -> str:
    rate = 1000 * places / words
    return f"{rate:.2f}" if rate >= 0.01 or not places else say("less than 0.01")

"""One article: its text with the words behind each number."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, Children, export_line, named, view_link
from dashboards.components.reader import Span, body_text, entry_card, field_text, spans_of
from dashboards.components.scale import scale_names
from dashboards.components.summary import evidence_table, legend, numbers, scales
from dashboards.data import Snapshot
from dashboards.export import caption, csv
from dashboards.filtering import Filters
from dashboards.names import count, country_name, language_name, script_of, when
from dashboards.page import File, Made, Page
from dashboards.view import ARTICLE, ArticleView, OverviewView, article_of

__all__ = ["PAGE", "article_page", "is_web"]

#: Status of an article → why nothing in its text is marked.
_ALONE: Final = {
    "headline": "There is no text: the headline alone is scored.",
    "truncated": "The service that the text comes from has cut it off: the headline alone is scored.",
}


def article_page(snapshot: Snapshot, article_id: str, view: ArticleView) -> Component | None:
    """The page of an article; None where the project has no such article."""
    article = snapshot.article(article_id)
    if article is None:
        return None
    row, record = article
    spans = spans_of(record["evidence"])
    shown = [span for span in spans if span.dimension not in view.hidden]
    back = view_link(
        "← All articles", OverviewView(filters=view.filters).href(), "back", **named({"data-back": "overview"})
    )
    text = html.Div(
        [
            legend(snapshot, spans, article_id, view) if spans else None,
            _focus_note(spans, article_id, view),
            html.P(_ALONE[record["status"]], className="hint") if record["status"] in _ALONE else None,
            body_text(
                row["text"] or "", [s for s in shown if s.section != "title"], article_id, record["language"], view
            ),
        ],
        className="reading",
    )
    files = export_line("evidence", view.href(article_id))
    evidence = html.Section(
        [html.H2("Evidence"), evidence_table(spans, record["language"], article_id, view), files],
        className="evidence-section",
    )
    columns = html.Div([text, _aside(snapshot, record, spans, article_id, view)], className="columns")
    return html.Article(
        [back, _head(snapshot, row, record, shown, article_id, view), columns, evidence if spans else None],
        className="article-page",
        **named({"data-id": article_id}),
    )


def _aside(
    snapshot: Snapshot, record: dict[str, Any], spans: list[Span], article_id: str, view: ArticleView
) -> Component:
    """The numbers beside the text, below the entry that is looked at."""
    section: list[Child] = [html.H2("Numbers")]
    if spans:
        section += [
            html.P("Choose a number to see its words.", className="hint"),
            html.Div(numbers(snapshot, record, spans, article_id, view), className="scroll-x"),
            export_line("numbers", view.href(article_id)),
            scales(snapshot, record, scale_names(snapshot)),
        ]
    else:
        section.append(html.P(_nothing(record)))
    card = entry_card(snapshot, spans, record["language"], article_id, view) if view.entry else None
    parts: list[Child] = [*([card] if card is not None else []), html.Section(section, className="side-numbers")]
    return html.Aside(parts, className="side", **named({"aria-label": "Numbers"}))


def _head(
    snapshot: Snapshot,
    row: dict[str, Any],
    record: dict[str, Any],
    shown: list[Span],
    article_id: str,
    view: ArticleView,
) -> Component:
    script: dict[str, Any] = dict(script_of(record["language"]))
    title = row["title"]
    in_title = [span for span in shown if span.section == "title"]
    children: Children = (
        field_text(title, 0, len(title), in_title, article_id, view) if title else "Article without a title"
    )
    focusing = "focusing" if view.dimension else ""
    heading = html.H1(children, className=focusing, **script) if title else html.H1(children, className="untitled")
    return html.Header([heading, _metadata(snapshot, row, record)], className="article-head")


def _metadata(snapshot: Snapshot, row: dict[str, Any], record: dict[str, Any]) -> Component:
    """Publisher and source side by side, never one for the other; what is unknown is said to be."""
    source = snapshot.outlet_name(row["source"]) if row["source"] else "none credited"
    facts: list[tuple[str, Children]] = [
        ("Publisher", [snapshot.outlet_name(row["outlet"]), html.Small(country_name(row["country"]))]),
        ("Source", [source, html.Small(country_name(row["source_country"]) if row["source"] else "")]),
        ("Date", [when(row["published"], row["published_precision"]), html.Small(_basis(row))]),
        ("Language", [language_name(record["language"]), html.Small(f"{_coverage(record)}")]),
        ("Length", [count(record["words"], "word"), html.Small(row["genre"] if row["genre"] != "unknown" else "")]),
    ]
    if row["byline"]:
        facts.append(("Byline", html.Bdi(row["byline"])))
    if row["url"]:
        facts.append(("Address", _address(row["url"])))
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="metadata")


def _address(url: str) -> Child:
    """Only a web address becomes a link, and it does not tell the site where the reader came from."""
    if not is_web(url):
        return html.Span(url, className="address")
    return html.A(url, href=url, rel="noopener noreferrer", target="_blank", className="address original")


def is_web(url: str) -> bool:
    """Whether a text is an address of the web.

    Example:
        >>> [is_web(url) for url in ("https://news.example/a", "javascript:alert(1)", "http:a", "//news.example", "")]
        [True, False, False, False, False]
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return url.lower().startswith(("https://", "http://")) and bool(parts.hostname)


def _basis(row: dict[str, Any]) -> str:
    if row["published"] is None:
        return "no date could be told"
    return {"stated": "as the article states", "metadata": "from metadata", "inferred": "inferred"}.get(
        row["published_basis"], "basis unknown"
    )


def _coverage(record: dict[str, Any]) -> str:
    if record["status"] == "refused":
        return "not read"
    return "" if record["coverage"] is None else f"{record['coverage']:.0%} of its words known"


def _nothing(record: dict[str, Any]) -> str:
    if record["status"] == "refused":
        return "The toolkit does not read this article’s language, so there are no numbers."
    if not record["words"]:
        return "The article has no words, so there is no rate."
    return f"No entry of the lexicon matches in its {count(record['words'], 'word')}."


def _focus_note(spans: list[Span], article_id: str, view: ArticleView) -> Component | None:
    if not view.dimension:
        return None
    number = sum(span.stands_out(view) for span in spans)
    voice = f", {view.voice} voice" if view.voice else ""
    text = f"{count(number, 'hit')} of {view.dimension.replace('_', ' ')}{voice}"
    clear = view_link("Show all", view.href(article_id, dimension="", voice=""))
    return html.P(
        [html.B(text), " stand out. " if number != 1 else " stands out. ", clear], className="focus-note", role="status"
    )


def _make(snapshot: Snapshot, path: str, search: str) -> Made | None:
    view = ArticleView.parse(search)
    content = article_page(snapshot, article_of(path) or "", view)
    return None if content is None else Made(content, "Article", f"{view.dimension} {view.voice}".strip())


def _file(snapshot: Snapshot, name: str, path: str, _: str) -> File | None:
    """``evidence.csv``, ``numbers.csv``."""
    names = {"evidence.csv": "evidence", "numbers.csv": "scores"}
    article_id = article_of(path) or ""
    article = snapshot.rows.filter(pl.col("article_id") == article_id)
    if name not in names or not article.height:
        return None
    rows = getattr(snapshot.whole(article_id), names[name])
    return csv(rows, caption(snapshot, Filters(), article))


PAGE: Final = Page(
    path=ARTICLE,
    make=_make,
    file=_file,
    needs_articles=False,
    missing="The project has no such article; it may have been removed.",
    has=lambda snapshot, path: path.removeprefix(ARTICLE) in snapshot.rows["article_id"],
)

"""One article: its text with the words behind each number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.caveats import checked
from dashboards.components.entry import entry_card
from dashboards.components.legend import hits_of, legend, slots_of
from dashboards.components.links import Child, Children, export_line, named, view_link
from dashboards.components.reader import Marker, Span, body_text, spans_of
from dashboards.components.scale import scale_names
from dashboards.components.steps import steps
from dashboards.components.summary import evidence_table, numbers, scales
from dashboards.components.why import asked_of, why_card
from dashboards.data import Snapshot
from dashboards.export import caption, csv
from dashboards.filtering import Filters
from dashboards.names import count, country_name, language_name, listed, script_of, when
from dashboards.page import File, Made, Page
from dashboards.view import ARTICLE, ArticleView, article_of

__all__ = ["PAGE", "article_page", "is_web"]

#: Hits that are marked in a text at most: a browser lays out so many without a pause, and a page stays small.
_MARKED: Final = 200
#: Status of an article → why nothing in its text is marked.
_ALONE: Final = {
    "headline": "There is no text: the headline alone is scored.",
    "truncated": "The service that the text comes from has cut it off: the headline alone is scored.",
}


def article_page(snapshot: Snapshot, article_id: str, view: ArticleView) -> Component | None:
    """The page of an article; None where the project has no such article."""
    article = snapshot.article(article_id, view.filters)
    if article is None:
        return None
    row, record = article
    spans = spans_of(record["evidence"])
    hits = hits_of(snapshot, spans)
    slots = slots_of(snapshot, hits, view)
    asked = asked_of(snapshot, view)
    # What is explained is marked first, wherever it stands.
    order = sorted((span for span in spans if span.dimension in slots), key=lambda span: not (asked and asked(span)))
    marked = sorted(order[:_MARKED], key=lambda span: (span.section != "title", span.start, span.end))
    marker = Marker(article_id=article_id, view=view, slots=slots, asked=asked)
    text = html.Div(
        [
            legend(snapshot, hits, slots, article_id, view) if spans else None,
            _focus_note(spans, marker),
            *_notes(record, view, len(order)),
            body_text(
                row["text"] or "",
                [span for span in marked if span.section != "title"],
                row.get("cut") or (),
                record["language"],
                marker,
            ),
        ],
        className="reading",
    )
    columns = html.Div([text, _aside(snapshot, record, spans, hits, marker)], className="columns")
    return html.Article(
        [
            steps(snapshot, article_id, view),
            _head(snapshot, row, record, marked, marker),
            columns,
            _evidence(spans, record, marker) if spans else None,
            checked(snapshot, hits, [record["language"].split("-")[0]]),
        ],
        className="article-page",
        **named({"data-id": article_id}),
    )


def _notes(record: dict[str, Any], view: ArticleView, marked: int) -> list[Child]:
    """What the reader should know of the text before reading it."""
    said = [_ALONE[record["status"]]] if record["status"] in _ALONE else []
    if marked > _MARKED:
        said.append(f"Of {marked:,} spans the first {_MARKED} are marked; the evidence below lists all.")
    return [_counted(record["article_id"], view), *(html.P(sentence, className="hint") for sentence in said)]


def _counted(article_id: str, view: ArticleView) -> Component | None:
    """In which words the numbers are counted, where these are not all."""
    filters = view.filters
    if not filters.counted:
        return None
    parts = [f"the {listed(filters.sections)} alone"] if filters.sections else []
    parts += [f"{listed(filters.voices)} words alone"] if filters.voices else []
    every = view_link("Count all", view.href(article_id, filters=replace(filters, sections=(), voices=())))
    return html.P([f"Counted and marked here: {', in '.join(parts[::-1])}. ", every], className="hint", role="status")


def _aside(
    snapshot: Snapshot, record: dict[str, Any], spans: list[Span], hits: dict[str, int], marker: Marker
) -> Component:
    """The numbers beside the text, below the number or the entry that is looked at."""
    article_id, view = marker.article_id, marker.view
    section: list[Child] = [html.H2("Numbers")]
    if spans:
        table = numbers(snapshot, record, hits, marker.slots, article_id, view)
        section += [
            html.P("Choose a number to see the words that add up to it.", className="hint"),
            html.Div(
                table, className="scroll-x", tabIndex=0, role="region", **named({"aria-label": "Numbers by voice"})
            ),
            export_line("numbers", view.href(article_id)),
        ]
    else:
        section.append(html.P(_nothing(record)))
    card: Component | None = why_card(snapshot, record, spans, article_id, view)
    if view.entry:
        card = entry_card(snapshot, spans, record["language"], article_id, view, marker.slots)
    parts: list[Child] = [card, html.Section(section, className="side-numbers")]
    return html.Aside(parts, className="side", **named({"aria-label": "Numbers"}))


def _evidence(spans: list[Span], record: dict[str, Any], marker: Marker) -> Component:
    """The spans of the dimensions that are marked, or of the number that is explained."""
    listed = [span for span in spans if (marker.asked(span) if marker.asked else span.dimension in marker.slots)]
    which = "those of the number that is explained" if marker.asked else "those of the dimensions that are marked"
    parts: list[Child] = [html.H2("Evidence")]
    if len(listed) < len(spans):
        parts.append(
            html.P(f"{len(listed):,} of {count(len(spans), 'span')}: {which}. The file has all.", className="hint")
        )
    if listed:
        parts += evidence_table(listed, marker.slots, record["language"], marker.article_id, marker.view)
    files = export_line("evidence", marker.view.href(marker.article_id))
    return html.Section([*parts, files], className="evidence-section")


def _head(
    snapshot: Snapshot, row: dict[str, Any], record: dict[str, Any], marked: list[Span], marker: Marker
) -> Component:
    script: dict[str, Any] = dict(script_of(record["language"]))
    title = row["title"]
    in_title = [span for span in marked if span.section == "title"]
    children: Children = marker.texts(title, 0, len(title), in_title) if title else "Article without a title"
    focusing = "focusing" if marker.asked is not None else ""
    heading = html.H1(children, className=focusing, **script) if title else html.H1(children, className="untitled")
    names = scale_names(snapshot)
    strips = scales(snapshot, record, names, marker.article_id, marker.view) if record["words"] else None
    return html.Header([heading, _metadata(snapshot, row, record), strips], className="article-head")


def _metadata(snapshot: Snapshot, row: dict[str, Any], record: dict[str, Any]) -> Component:
    """Publisher and source side by side, never one for the other; what is unknown is said to be."""
    source = snapshot.outlet_name(row["source"]) if row["source"] else "none credited"
    length = count(_words_of(snapshot, record), "word")
    facts: list[tuple[str, Children]] = [
        ("Publisher", [snapshot.outlet_name(row["outlet"]), html.Small(country_name(row["country"]))]),
        ("Source", [source, html.Small(country_name(row["source_country"]) if row["source"] else "")]),
        ("Date", [when(row["published"], row["published_precision"]), html.Small(_basis(row))]),
        ("Language", [language_name(record["language"]), html.Small(f"{_coverage(record)}")]),
        ("Length", [length, html.Small(row["genre"] if row["genre"] != "unknown" else "")]),
    ]
    if row["byline"]:
        facts.append(("Byline", html.Bdi(row["byline"])))
    if row["url"]:
        facts.append(("Original", _address(row["url"])))
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="metadata")


def _words_of(snapshot: Snapshot, record: dict[str, Any]) -> int | None:
    """The words of the whole article, whatever of it is counted."""
    rows = snapshot.scored.articles.filter(pl.col("article_id") == record["article_id"])
    words: int | None = rows["words"][0]
    return words


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


def _focus_note(spans: list[Span], marker: Marker) -> Component | None:
    if marker.asked is None:
        return None
    view = marker.view
    number = sum(map(marker.asked, spans))
    voice = f", {view.voice} voice" if view.voice else ""
    text = f"{count(number, 'hit')} of {(view.scale or view.dimension).replace('_', ' ')}{voice}"
    clear = view_link("Show all", view.href(marker.article_id, dimension="", voice="", scale=""))
    return html.P(
        [html.B(text), " stand out. " if number != 1 else " stands out. ", clear], className="focus-note", role="status"
    )


def _make(snapshot: Snapshot, path: str, search: str) -> Made | None:
    view = ArticleView.parse(search)
    content = article_page(snapshot, article_of(path) or "", view)
    return None if content is None else Made(content, "Article", f"{view.dimension} {view.voice} {view.scale}".strip())


def _file(snapshot: Snapshot, name: str, path: str, search: str) -> File | None:
    """``evidence.csv``, ``numbers.csv``."""
    names = {"evidence.csv": "evidence", "numbers.csv": "scores"}
    article_id = article_of(path) or ""
    article = snapshot.rows.filter(pl.col("article_id") == article_id)
    if name not in names or not article.height:
        return None
    filters = ArticleView.parse(search).filters
    counted = Filters(sections=filters.sections, voices=filters.voices)
    heading = caption(snapshot, counted, article, ArticleView(filters=filters).href(article_id))
    return csv(getattr(snapshot.found(article_id, filters), names[name]), heading)


PAGE: Final = Page(
    path=ARTICLE,
    make=_make,
    file=_file,
    needs_articles=False,
    missing="The project has no such article; it may have been removed.",
    has=lambda snapshot, path: path.removeprefix(ARTICLE) in snapshot.rows["article_id"],
)

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
from dashboards.components.links import Child, Children, arrowed, export_line, named, profile_link, view_link
from dashboards.components.reader import Marker, Span, body_text, spans_of
from dashboards.components.scale import pointed_names, scale_names
from dashboards.components.summary import evidence_table, numbers, scales
from dashboards.components.why import asked_of, why_card
from dashboards.data import Snapshot
from dashboards.export import caption, csv
from dashboards.filtering import Filters
from dashboards.names import (
    count,
    country_name,
    genre_name,
    language_name,
    listed,
    measure_name,
    script_of,
    section_name,
    voice_name,
    when,
)
from dashboards.page import File, Made, Page
from dashboards.view import ARTICLE, ArticleView, OverviewView, article_of
from dashboards.wording import later, many, say, spliced_in

__all__ = ["PAGE", "article_page", "is_web", "steps"]

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
        sentence = say("{n} of {all} that fit the filters", **place) if view.filters else say("{n} of {all}", **place)
        parts.append(html.Span(sentence))
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


#: Hits that are marked in a text at most: a browser lays out so many without a pause, and a page stays small.
_MARKED: Final = 200
#: Status of an article → why nothing in its text is marked.
_ALONE: Final = {
    "headline": later("There is no text: the headline alone is scored."),
    "truncated": later("The service that the text comes from has cut it off: the headline alone is scored."),
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
    notes = [say(_ALONE[record["status"]])] if record["status"] in _ALONE else []
    if marked > _MARKED:
        first = say("Of {all} spans the first {n} are marked; the evidence below lists all.", all=marked, n=_MARKED)
        notes.append(first)
    return [_counted(record["article_id"], view), *(html.P(sentence, className="hint") for sentence in notes)]


def _counted(article_id: str, view: ArticleView) -> Component | None:
    """In which words the numbers are counted, where these are not all."""
    filters = view.filters
    if not filters.counted:
        return None
    sections, voices = (
        listed(map(section_name, filters.sections or [""])),
        listed(map(voice_name, filters.voices or [""])),
    )
    if filters.sections and filters.voices:
        sentence = say(
            "Counted and marked here: {voices} words alone, in the {sections} alone.", voices=voices, sections=sections
        )
    elif filters.sections:
        sentence = say("Counted and marked here: the {sections} alone.", sections=sections)
    else:
        sentence = say("Counted and marked here: {voices} words alone.", voices=voices)
    every = view_link(say("Count all"), view.href(article_id, filters=replace(filters, sections=(), voices=())))
    return html.P([sentence, " ", every], className="hint", role="status")


def _aside(
    snapshot: Snapshot, record: dict[str, Any], spans: list[Span], hits: dict[str, int], marker: Marker
) -> Component:
    """The numbers beside the text, below the number or the entry that is looked at."""
    article_id, view = marker.article_id, marker.view
    section: list[Child] = [html.H2(say("Numbers"))]
    if spans:
        table = numbers(snapshot, record, hits, marker.slots, article_id, view)
        section += [
            html.P(say("Choose a number to see the words that add up to it."), className="hint"),
            html.Div(
                table, className="scroll-x", tabIndex=0, role="region", **named({"aria-label": say("Numbers by voice")})
            ),
            export_line("numbers", view.href(article_id)),
        ]
    else:
        section.append(html.P(_nothing(record)))
    card: Component | None = why_card(snapshot, record, spans, article_id, view)
    if view.entry:
        card = entry_card(snapshot, spans, record["language"], article_id, view, marker.slots)
    parts: list[Child] = [card, html.Section(section, className="side-numbers")]
    return html.Aside(parts, className="side", **named({"aria-label": say("Numbers")}))


def _evidence(spans: list[Span], record: dict[str, Any], marker: Marker) -> Component:
    """The spans of the dimensions that are marked, or of the number that is explained."""
    listed = [span for span in spans if (marker.asked(span) if marker.asked else span.dimension in marker.slots)]
    parts: list[Child] = [html.H2(say("Evidence"))]
    if len(listed) < len(spans):
        which = (
            many(
                "{shown} of {n} span: those of the number that is explained. The file has all.",
                "{shown} of {n} spans: those of the number that is explained. The file has all.",
                len(spans),
                shown=len(listed),
            )
            if marker.asked
            else many(
                "{shown} of {n} span: those of the dimensions that are marked. The file has all.",
                "{shown} of {n} spans: those of the dimensions that are marked. The file has all.",
                len(spans),
                shown=len(listed),
            )
        )
        parts.append(html.P(which, className="hint"))
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
    children: Children = marker.texts(title, 0, len(title), in_title) if title else say("Article without a title")
    focusing = "focusing" if marker.asked is not None else ""
    heading = html.H1(children, className=focusing, **script) if title else html.H1(children, className="untitled")
    names = [*scale_names(snapshot), *pointed_names(snapshot)]
    strips = scales(snapshot, record, names, marker.article_id, marker.view) if record["words"] else None
    about = _metadata(snapshot, row, record, marker.view.filters)
    return html.Header([heading, about, strips], className="article-head")


def _metadata(snapshot: Snapshot, row: dict[str, Any], record: dict[str, Any], filters: Filters) -> Component:
    """Publisher and source side by side, never one for the other; what is unknown is said to be."""
    source = snapshot.outlet_name(row["source"]) if row["source"] else say("none credited")
    length = count(_words_of(snapshot, record), "word")
    publisher = profile_link(snapshot.outlet_name(row["outlet"]), filters, row["outlet"])
    country = profile_link(country_name(row["country"]), filters, row["country"], "country")
    facts: list[tuple[str, Children]] = [
        (say("Publisher"), [publisher, html.Small(country)]),
        (say("Source"), [source, html.Small(country_name(row["source_country"]) if row["source"] else "")]),
        (say("Date"), [when(row["published"], row["published_precision"]), html.Small(_basis(row))]),
        (say("Language"), [language_name(record["language"]), html.Small(f"{_coverage(record)}")]),
        (say("Length"), [length, html.Small(genre_name(row["genre"]).lower() if row["genre"] != "unknown" else "")]),
    ]
    if row["byline"]:
        facts.append((say("Byline"), html.Bdi(row["byline"])))
    if row["url"]:
        facts.append((say("Original"), _address(row["url"])))
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
        return say("no date could be told")
    basis = {
        "stated": later("as the article states"), "metadata": later("from metadata"), "inferred": later("inferred")
    }  # fmt: skip
    return say(basis.get(row["published_basis"], later("basis unknown")))


def _coverage(record: dict[str, Any]) -> str:
    if record["status"] == "refused":
        return say("not read")
    return "" if record["coverage"] is None else say("{share} of its words known", share=f"{record['coverage']:.0%}")


def _nothing(record: dict[str, Any]) -> str:
    if record["status"] == "refused":
        return say("The toolkit does not read this article’s language, so there are no numbers.")
    if not record["words"]:
        return say("The article has no words, so there is no rate.")
    return many(
        "No entry of the lexicon matches in its {n} word.",
        "No entry of the lexicon matches in its {n} words.",
        record["words"],
    )


def _focus_note(spans: list[Span], marker: Marker) -> Component | None:
    if marker.asked is None:
        return None
    view = marker.view
    number = sum(map(marker.asked, spans))
    measure = measure_name(view.scale or view.dimension)
    text = many("{n} hit of {measure}", "{n} hits of {measure}", number, measure=measure)
    if view.voice:
        voice = voice_name(view.voice)
        text = many(
            "{n} hit of {measure}, {voice} voice", "{n} hits of {measure}, {voice} voice", number,
            measure=measure, voice=voice,
        )  # fmt: skip
    clear = view_link(say("Show all"), view.href(marker.article_id, dimension="", voice="", scale=""))
    return html.P(
        [*spliced_in(many("{hits} stands out.", "{hits} stand out.", number), {"hits": html.B(text)}), " ", clear],
        className="focus-note",
        role="status",
    )


def _make(snapshot: Snapshot, path: str, search: str) -> Made | None:
    view = ArticleView.parse(search)
    content = article_page(snapshot, article_of(path) or "", view)
    return (
        None
        if content is None
        else Made(content, say("Article"), f"{view.dimension} {view.voice} {view.scale}".strip())
    )


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
    missing=later("The project has no such article; it may have been removed."),
    has=lambda snapshot, path: path.removeprefix(ARTICLE) in snapshot.rows["article_id"],
)

"""The numbers of one article: its scales, hits and rates by dimension and voice, and the spans behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.legend import chip
from dashboards.components.links import Child, named, paged, view_link
from dashboards.components.reader import Span
from dashboards.components.scale import NOTHING, axis, dot
from dashboards.data import Snapshot
from dashboards.names import (
    VOICE_SAID,
    actor_name,
    count,
    measure_name,
    numeric,
    points,
    rate,
    scale_number,
    script_of,
    section_name,
    voice_name,
)
from dashboards.view import ArticleView
from dashboards.wording import later, say

__all__ = ["KINDS", "evidence_table", "numbers", "scales"]

#: Spans on one page of the evidence.
_ROWS: Final = 20
_COLUMNS: Final = (
    later("Words"), later("Dimension"), later("Section"), later("Voice"), later("Kind"), later("Weight"),
    later("Concept"), later("Beside"),
)  # fmt: skip
#: Kind of an entry → as the page writes it.
KINDS: Final = {"stance": later("stance"), "topic": later("topic")}


def numbers(
    snapshot: Snapshot,
    record: Mapping[str, Any],
    hits: Mapping[str, int],
    slots: Mapping[str, int],
    article_id: str,
    view: ArticleView,
) -> Component:
    """Hits and rates by dimension and voice; each number leads to the words that add up to it."""
    book = snapshot.lexicon.codebook.dimensions
    head: list[Child] = [html.Th(say("Dimension"), scope="col")]
    head += [
        html.Th(name, scope="col", className="num")
        for name in (say("Hits"), say("per 1,000"), *map(voice_name, VOICE_SAID))
    ]
    body: list[Child] = []
    for name in hits:
        label = say(book[name].label) if name in book else name
        scores = record["scores"].get(name, {"hits": 0, "rate": 0.0})
        cells: list[Child] = [
            html.Th([chip(name, slots), label], scope="row"),
            html.Td(_number(count(scores["hits"]), scores["hits"], article_id, view, name, ""), className="num"),
            html.Td(_number(rate(scores["rate"]), scores["hits"], article_id, view, name, ""), className="num rate"),
        ]
        for voice in VOICE_SAID:
            number = record["voices"][voice]["scores"].get(name, {"hits": 0})["hits"]
            cells.append(html.Td(_number(count(number), number, article_id, view, name, voice), className="num"))
        body.append(html.Tr(cells, **named({"data-dimension": name})))
    words: list[Child] = [
        html.Th(say("Words"), scope="row"),
        html.Td(count(record["words"]), className="num"),
        html.Td(),
    ]
    words += [html.Td(count(record["voices"][voice]["words"]), className="num") for voice in VOICE_SAID]
    return html.Table(
        [html.Thead(html.Tr(head)), html.Tbody(body), html.Tfoot(html.Tr(words))], className="numbers", id="numbers"
    )


def _number(text: str, hits: int, article_id: str, view: ArticleView, dimension: str, voice: str) -> Child:
    if not hits:
        return "0"
    on = (view.dimension, view.voice) == (dimension, voice)
    attributes: dict[str, Any] = {"aria-current": "true"} if on else {}
    attributes["data-voice"] = voice or "all"
    called = measure_name(dimension)
    title = say("Why {number}: the words of {dimension}", number=text, dimension=called)
    if voice:
        spoken_by = voice_name(voice)
        title = say("Why {number}: the {voice} words of {dimension}", number=text, voice=spoken_by, dimension=called)
    return view_link(text, view.focused(article_id, dimension, voice), "number", title=title, **attributes)


def scales(
    snapshot: Snapshot, record: Mapping[str, Any], names: Sequence[str], article_id: str, view: ArticleView
) -> Component:
    """The article on the scales that the lexicon can fill; each leads to the words behind it.

    A contrast is a strip; points have no ends, and are a number.
    """
    made: list[Child] = []
    for name in names:
        scale = snapshot.lexicon.codebook.scales[name]
        row = record["scales"].get(name)
        value, low, high = (row[key] if row else None for key in ("value", "low", "high"))
        written = points if scale.weights else scale_number
        details: list[Child] = [say(NOTHING)]
        if row and value is not None:
            state: dict[str, str] = {"aria-current": "true"} if name == view.scale else {}
            why = view_link(
                say("why?"),
                view.explained(article_id, name),
                "why",
                **named(state | {"aria-label": say("Why {measure}", measure=measure_name(name))}),
            )
            between = numeric(f"({written(low)} … {written(high)})")
            hits = count(row["positive"], "hit")
            counts = say("{n} against {m} hits", n=row["negative"], m=row["positive"])
            counts = say("points ÷ √words, {hits}", hits=hits) if scale.weights else counts
            details = [html.B(written(value)), f" {between}, {counts} ", why]
        strip = [
            axis(say(scale.low_label), say(scale.high_label)),
            dot(value, low, high, "ink", measure_name(name)),
        ]
        parts: list[Child] = [
            html.Dt(measure_name(name).capitalize(), title=say(scale.definition)),
            html.Dd([*([] if scale.weights else strip), html.P(details)]),
        ]
        made.append(html.Div(parts, **named({"data-scale": name})))
    return html.Dl(made, className="article-scales")


def evidence_table(
    spans: Sequence[Span], slots: Mapping[str, int], language: str, article_id: str, view: ArticleView
) -> list[Component | None]:
    """Spans in a table, page by page.

    Args:
        spans: in reading order.
        slots: the dimensions that are marked.
        language: of the text.
        article_id: of the article.
        view: that the links change.
    """
    places = pl.DataFrame({"at": pl.Series(range(len(spans)), dtype=pl.Int64)})
    shown, pages = paged(
        places, view.page, _ROWS, lambda page: view.href(article_id, page=page), say("Pages of the evidence")
    )
    body: list[Child] = [_row(spans[at], slots, language, article_id, view) for at in shown["at"]]
    head = [html.Th(say(name), scope="col", className="num" if name == "Weight" else "") for name in _COLUMNS]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="evidence", id="evidence")
    # It may be wider than its place: it scrolls in a pane of its own, which the keyboard reaches.
    reachable = named({"aria-label": say("Spans of the article"), "role": "region"})
    return [html.Div(table, className="evidence-pane", tabIndex=0, **reachable), pages]


def _row(span: Span, slots: Mapping[str, int], language: str, article_id: str, view: ArticleView) -> Component:
    link = view_link(span.surface, view.href(article_id, entry=span.entry), "surface", **_script(language))
    place = (
        html.A(say("in the text"), href=f"#span-{span.number}", className="goto") if span.dimension in slots else None
    )
    status = "" if span.counted else say("(negated: no hit)") if span.negated else say("(no hit)")
    marked = say("(negated, still a hit)") if span.negated and span.counted else status
    cells: list[Child] = [
        html.Td([link, html.Small([place, f" {marked}" if marked else ""])]),
        html.Td([chip(span.dimension, slots), measure_name(span.dimension)]),
        *(
            html.Td(text)
            for text in (section_name(span.section), voice_name(span.voice), say(KINDS.get(span.kind, span.kind)))
        ),
        html.Td(f"{span.weight:g}", className="num"),
        html.Td(span.concept.replace("_", " ")),
        html.Td(actor_name(span.actor)),
    ]
    for cell, name in zip(cells, _COLUMNS, strict=True):
        setattr(cell, "data-label", say(name))
    return html.Tr(cells, **named({"data-span": span.number}))


def _script(language: str) -> dict[str, Any]:
    return dict(script_of(language))

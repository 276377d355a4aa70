"""Why a number is what it is: the words that add up to it, with their weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, view_link
from dashboards.components.reader import Span
from dashboards.data import Snapshot
from dashboards.names import count, measure_name, numeric, points, rate, scale_number, script_of, voice_name
from dashboards.view import ArticleView
from dashboards.wording import grouped, many, say, spliced

__all__ = ["asked_of", "why_card"]

#: Words that a side lists; the others stand in one row, so that the sum is the number.
_LISTED: Final = 20
#: Spellings of a word that are shown.
_SPELLINGS: Final = 3


def asked_of(snapshot: Snapshot, view: ArticleView) -> Callable[[Span], bool] | None:
    """Whether the number that a view explains counts a span; None where it explains none. Only hits count."""
    scale = snapshot.lexicon.codebook.scales.get(view.scale)
    if scale is not None:
        return lambda span: (
            span.counted
            and span.dimension in scale.dimensions
            and span.kind == "stance"
            and (scale.kind != "headline" or span.section == "title")
            and span.voice in (view.filters.voices or scale.voices)
        )
    if view.dimension:
        return lambda span: span.counted and span.dimension == view.dimension and view.voice in ("", span.voice)
    return None


def why_card(
    snapshot: Snapshot, record: Mapping[str, Any], spans: Sequence[Span], article_id: str, view: ArticleView
) -> Component | None:
    """The words behind the number that a view explains; None where it explains none."""
    asked = asked_of(snapshot, view)
    if asked is None:
        return None
    words = [span for span in spans if asked(span)]
    called = view.scale if view.scale in snapshot.lexicon.codebook.scales else view.dimension
    explain = _scale if called == view.scale else _dimension
    close = view_link(say("Close"), view.href(article_id, dimension="", voice="", scale=""), "close")
    head = html.Div(
        [html.H2(say("Why this number: {measure}", measure=measure_name(called))), close], className="card-head"
    )
    parts = explain(snapshot, record, words, article_id, view)
    return html.Section([head, *parts], className="card", id="why", **named({"aria-label": say("Why this number")}))


def _dimension(
    snapshot: Snapshot, record: Mapping[str, Any], words: Sequence[Span], article_id: str, view: ArticleView
) -> list[Child]:
    book = snapshot.lexicon.codebook.dimensions
    whole = record if not view.voice else record["voices"].get(view.voice, {"words": 0, "scores": {}})
    scores = whole["scores"].get(view.dimension, {"hits": 0, "weighted": 0.0, "rate": None})
    sum_of = {"hits": count(scores["hits"], "hit"), "words": whole["words"], "rate": rate(scores["rate"])}
    sentence = say("{hits} ÷ {words} words × 1,000 = {rate}.", **sum_of)
    if view.voice:
        sentence = say("{hits} ÷ {words} {voice} words × 1,000 = {rate}.", voice=voice_name(view.voice), **sum_of)
    added = f"{scores['weighted']:g}"
    if view.dimension in book and book[view.dimension].signed:
        weights = say("Good less bad they are {weight}.", weight=added)
    else:
        weights = say("By weight they are {weight}: strong words count double, weak ones half.", weight=added)
    definition = say(book[view.dimension].definition) if view.dimension in book else ""
    return [
        html.P(definition, className="definition"),
        _table(words, record, article_id, view),
        html.P(f"{sentence} {weights}"),
    ]


def _scale(
    snapshot: Snapshot, record: Mapping[str, Any], words: Sequence[Span], article_id: str, view: ArticleView
) -> list[Child]:
    scale = snapshot.lexicon.codebook.scales[view.scale]
    row = record["scales"].get(view.scale)
    if scale.weights:
        return _points(scale, row, words, record, article_id, view)
    parts: list[Child] = [html.P(say(scale.definition), className="definition")]
    for label, dimensions, sign in ((scale.high_label, scale.positive, 1), (scale.low_label, scale.negative, -1)):
        own = [
            span
            for span in words
            if span.dimension in dimensions and (span.dimension not in scale.split or sign * span.weight > 0)
        ]
        if dimensions:
            parts += [html.H3(say(label).capitalize()), _table(own, record, article_id, view)]
    if row is None or row["value"] is None:
        return [*parts, html.P(say("Without a hit there is nothing to say."))]
    if scale.kind == "headline":
        sum_of = " + ".join(f"{span.weight:g}" for span in words) or "0"
        return [
            *parts,
            html.P(say("The weights in the headline, {sum}, add up to {value}.", sum=sum_of, value=rate(row["value"]))),
        ]
    if scale.kind != "contrast":
        return [
            *parts,
            html.P(
                say(
                    "{hits} ÷ {words} words × 1,000 = {rate}.",
                    hits=count(row["positive"], "hit"),
                    words=row["words"],
                    rate=rate(row["value"]),
                )
            ),
        ]
    up, down = row["positive"], row["negative"]
    counted = numeric(
        f"({up} − {down}) ÷ ({up} + {down}) = {scale_number((up - down) / (up + down)) if up + down else '–'}"
    )
    sentence = spliced(
        "{sum} as counted. So few hits could come of anything from {low} to {high}; its middle is {value}.",
        sum=html.B(counted),
        low=scale_number(row["low"]),
        high=scale_number(row["high"]),
        value=scale_number(row["value"]),
    )
    return [*parts, html.P(sentence)]


def _points(
    scale: Any, row: Any, words: Sequence[Span], record: Mapping[str, Any], article_id: str, view: ArticleView
) -> list[Child]:
    """The points of a text, word by word, and how the number is made of them."""
    parts: list[Child] = [html.P(say(scale.definition), className="definition")]
    sums = []
    for label, sign in ((say("Adds"), 1), (say("Takes away"), -1)):
        side = {name: abs(weight) for name, weight in scale.weights.items() if weight * sign > 0}
        own = [span for span in words if span.dimension in side]
        sums.append(sum(span.weight * span.factor * side[span.dimension] for span in own))
        if side:
            parts += [html.H3(label), _table(own, record, article_id, view, side)]
    if row is None or row["value"] is None:
        return [*parts, html.P(say("Without words there is nothing to say."))]
    made = numeric(f"({points(sums[0])} − {points(sums[1])}) ÷ √{grouped(row['words'])} = {points(row['value'])}")
    sentence = spliced(
        "{sum}: points over the square root of the words. So few hits could come of anything from {low} to {high}. "
        "This is of texts alone; outlets are compared by hits per 1,000 words.",
        sum=html.B(made),
        low=points(row["low"]),
        high=points(row["high"]),
    )
    return [*parts, html.P(sentence)]


def _table(
    words: Sequence[Span],
    record: Mapping[str, Any],
    article_id: str,
    view: ArticleView,
    worth: Mapping[str, float] | None = None,
) -> Component:
    """An entry a row: how often it was found, and with what weight; the last row is the number.

    With ``worth``, dimension → what a weight of 1 counts, the points stand beside.
    """
    if not words:
        return html.P(say("No hit."), className="nothing")
    entries: dict[str, list[Span]] = {}
    for span in words:
        entries.setdefault(span.entry, []).append(span)
    order = sorted(entries.items(), key=lambda item: -len(item[1]))
    rows = [_row(entry, spans, record["language"], article_id, view, worth) for entry, spans in order[:_LISTED]]
    if rest := [span for _, spans in order[_LISTED:] for span in spans]:
        rows.append(_sum(many("{n} more entry", "{n} more entries", len(order) - _LISTED), rest, worth))
    names = (say("Hits"), say("Weight"), *([say("Points")] if worth else []))
    head = [html.Th(say("Word"), scope="col"), *(html.Th(name, scope="col", className="num") for name in names)]
    foot = html.Tfoot(_sum(say("Together"), words, worth))
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(rows), foot], className="adds-up")


def _row(
    entry: str,
    spans: Sequence[Span],
    language: str,
    article_id: str,
    view: ArticleView,
    worth: Mapping[str, float] | None,
) -> Component:
    script: Any = script_of(language)
    spellings = list(dict.fromkeys(span.surface for span in spans))
    spelt = " · ".join(spellings[:_SPELLINGS]) + (" …" if len(spellings) > _SPELLINGS else "")
    link = view_link(html.Bdi(spelt, **script), view.href(article_id, entry=entry), "word")
    return html.Tr([html.Th(link, scope="row"), *_cells(spans, worth)], **named({"data-entry": entry}))


def _sum(label: str, spans: Sequence[Span], worth: Mapping[str, float] | None) -> Component:
    return html.Tr([html.Th(label, scope="row"), *_cells(spans, worth)])


def _cells(spans: Sequence[Span], worth: Mapping[str, float] | None) -> list[Child]:
    weight = sum(span.weight * span.factor for span in spans)
    cells: list[Child] = [html.Td(grouped(len(spans)), className="num"), html.Td(f"{weight:g}", className="num")]
    if worth is not None:
        made = sum(span.weight * span.factor * worth[span.dimension] for span in spans)
        cells.append(html.Td(points(made), className="num"))
    return cells

"""The numbers of one article: a legend that switches dimensions, and hits and rates that lead to their spans."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, toggle, view_link
from dashboards.components.reader import Span
from dashboards.components.scale import NOTHING, axis, dot
from dashboards.data import Snapshot
from dashboards.names import VOICE_SAID, actor_name, count, rate, scale_number, script_of
from dashboards.view import ArticleView

__all__ = ["evidence_table", "legend", "numbers", "scales"]


def _present(snapshot: Snapshot, spans: Sequence[Span]) -> list[tuple[str, str]]:
    present = {span.dimension for span in spans}
    labels = {name: dimension.label for name, dimension in snapshot.lexicon.codebook.dimensions.items()}
    order = [name for name in labels if name in present]
    return [(name, labels[name]) for name in order] + [(name, name) for name in sorted(present - set(labels))]


def legend(snapshot: Snapshot, spans: Sequence[Span], article_id: str, view: ArticleView) -> Component:
    """Dimensions to switch on and off, and what the underlines mean."""
    switches: list[Child] = [
        html.Li(
            toggle(
                [html.Span(className=f"chip d-{name}"), label],
                view.toggled(article_id, name),
                on=name not in view.hidden,
                **named({"data-dimension": name}),
            )
        )
        for name, label in _present(snapshot, spans)
    ]
    voices: list[Child] = [
        html.Li([html.Span(voice, className=f"sample v-{voice}"), f" {meaning}"])
        for voice, meaning in VOICE_SAID.items()
    ]
    return html.Div(
        [
            html.Ul(switches, className="dimensions", **named({"aria-label": "Show or hide dimensions"})),
            html.Ul(voices, className="voices", **named({"aria-label": "What the underline of a highlight says"})),
        ],
        className="legend",
    )


def numbers(
    snapshot: Snapshot, record: dict[str, Any], spans: Sequence[Span], article_id: str, view: ArticleView
) -> Component:
    """Hits and rates by dimension and voice; each number leads to its spans."""
    head: list[Child] = [html.Th("Dimension", scope="col")]
    head += [html.Th(name, scope="col", className="num") for name in ("Hits", "per 1,000", *VOICE_SAID)]
    body: list[Child] = []
    for name, label in _present(snapshot, spans):
        scores = record["scores"].get(name, {"hits": 0, "rate": 0.0})
        cells: list[Child] = [
            html.Th([html.Span(className=f"chip d-{name}"), label], scope="row"),
            html.Td(_number(count(scores["hits"]), scores["hits"], article_id, view, name, ""), className="num"),
            html.Td(_number(rate(scores["rate"]), scores["hits"], article_id, view, name, ""), className="num rate"),
        ]
        for voice in VOICE_SAID:
            hits = record["voices"][voice]["scores"].get(name, {"hits": 0})["hits"]
            cells.append(html.Td(_number(count(hits), hits, article_id, view, name, voice), className="num"))
        body.append(html.Tr(cells, **named({"data-dimension": name})))
    words: list[Child] = [html.Th("Words", scope="row"), html.Td(count(record["words"]), className="num"), html.Td()]
    words += [html.Td(count(record["voices"][voice]["words"]), className="num") for voice in VOICE_SAID]
    return html.Table(
        [html.Thead(html.Tr(head)), html.Tbody(body), html.Tfoot(html.Tr(words))], className="numbers", id="numbers"
    )


def _number(text: str, hits: int, article_id: str, view: ArticleView, dimension: str, voice: str) -> Child:
    if not hits:
        return html.Span("0", className="zero")
    on = (view.dimension, view.voice) == (dimension, voice)
    attributes: dict[str, Any] = {"aria-current": "true"} if on else {}
    attributes["data-voice"] = voice or "all"
    title = f"Show the {voice} spans of {dimension}" if voice else f"Show the spans of {dimension}"
    return view_link(text, view.focused(article_id, dimension, voice), "number", title=title, **attributes)


def scales(snapshot: Snapshot, record: dict[str, Any], names: Sequence[str]) -> Component:
    """The article on the scales that the lexicon can fill."""
    made: list[Child] = []
    for name in names:
        scale = snapshot.lexicon.codebook.scales[name]
        row = record["scales"].get(name)
        value, low, high = (row[key] if row else None for key in ("value", "low", "high"))
        details: list[Child] = [html.B(scale_number(value))]
        if row and value is not None:
            counts = f"{row['negative']} against {row['positive']} stance hits"
            details.append(f" ({scale_number(low)} … {scale_number(high)}), {counts}")
        else:
            details = [NOTHING]
        parts: list[Child] = [
            html.Dt(name.replace("_", " ").capitalize()),
            html.Dd([axis(scale.low_label, scale.high_label), dot(value, low, high, "ink", name), html.P(details)]),
        ]
        made.append(html.Div(parts, **named({"data-scale": name})))
    return html.Dl(made, className="article-scales")


def evidence_table(spans: Sequence[Span], language: str, article_id: str, view: ArticleView) -> Component:
    """Every span in a table, those that the view asks for where it asks for some."""
    shown = [span for span in spans if span.dimension not in view.hidden]
    if view.dimension:
        shown = [span for span in shown if span.stands_out(view)]
    names = ("Words", "Dimension", "Section", "Voice", "Kind", "Weight", "Concept", "Beside")
    body: list[Child] = []
    for span in shown:
        link = view_link(span.surface, view.href(article_id, entry=span.entry), "surface", **_script(language))
        place = html.A("in the text", href=f"#span-{span.number}", className="goto")
        status = "" if span.counted else " (negated: no hit)" if span.negated else " (no hit)"
        marked = " (negated, still a hit)" if span.negated and span.counted else status
        cells: list[Child] = [
            html.Td([link, html.Small([place, marked])]),
            html.Td([html.Span(className=f"chip d-{span.dimension}"), span.dimension.replace("_", " ")]),
            *(html.Td(text) for text in (span.section, span.voice, span.kind)),
            html.Td(f"{span.weight:g}", className="num"),
            html.Td(span.concept.replace("_", " ")),
            html.Td(actor_name(span.actor)),
        ]
        for cell, name in zip(cells, names, strict=True):
            setattr(cell, "data-label", name)
        body.append(html.Tr(cells, **named({"data-span": span.number})))
    head = [html.Th(name, scope="col", className="num" if name == "Weight" else "") for name in names]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="evidence", id="evidence")
    # A long article has hundreds of spans: they scroll in a pane of their own, which the keyboard reaches.
    reachable = named({"aria-label": "All spans of the article", "role": "region"})
    return html.Div(table, className="evidence-pane", tabIndex=0, **reachable)


def _script(language: str) -> dict[str, Any]:
    return dict(script_of(language))

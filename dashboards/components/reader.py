"""The text of an article with its spans, and the card of the entry that matched one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, view_link
from dashboards.data import Snapshot
from dashboards.names import count, language_name, script_of
from dashboards.view import ArticleView

__all__ = ["Span", "body_text", "entry_card", "field_text", "pieces", "spans_of"]


#: Code points of one text on the page; a browser stumbles over more, and nobody reads on.
_SHOWN_CHARS: Final = 120_000
#: Layers of colour in one stretch of text; further dimensions are named in its description alone.
_LAYERS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One span of evidence, by its number in the article's evidence.

    Attributes:
        counted: whether it is a hit; negation can empty it.
    """

    number: int
    section: str
    start: int
    end: int
    surface: str
    dimension: str
    entry: str
    concept: str
    kind: str
    voice: str
    weight: float
    negated: bool
    counted: bool
    actor: str | None

    def stands_out(self, view: ArticleView) -> bool:
        """Whether the view asks for it. A number counts hits, so only hits answer to it."""
        fits = self.dimension == view.dimension and (not view.voice or self.voice == view.voice)
        return fits and self.counted


def spans_of(evidence: Sequence[dict[str, Any]]) -> list[Span]:
    """The spans of an article's record, in reading order."""
    spans = [
        Span(
            number=number,
            section=row["section"],
            start=row["start"],
            end=row["end"],
            surface=row["surface"],
            dimension=row["dimension"],
            entry=row["entry_id"],
            concept=row["concept"],
            kind=row["kind"],
            voice=row["voice"],
            weight=row["weight"],
            negated=row["negated"],
            counted=row["factor"] > 0,
            actor=row["actor"],
        )
        for number, row in enumerate(evidence)
    ]
    return sorted(spans, key=lambda span: (span.section != "title", span.start, span.end))


def pieces(start: int, end: int, spans: Iterable[Span]) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
    """Cut a stretch of text where spans begin and end.

    Args:
        start: first code point of the stretch.
        end: the code point after it.
        spans: any spans, also such as overlap or lie elsewhere.

    Yields:
        (start, end, spans there) in order; together they tile the stretch. The shortest span stands first.

    Example:
        >>> [(a, b, len(inside)) for a, b, inside in pieces(0, 4, [])]
        [(0, 4, 0)]
    """
    inside = [span for span in spans if span.start < end and span.end > start]
    edges = {start, end}
    for span in inside:
        edges |= {max(start, span.start), min(end, span.end)}
    cuts = sorted(edges)
    for left, right in pairwise(cuts):
        covering = [span for span in inside if span.start <= left and span.end >= right]
        yield left, right, tuple(sorted(covering, key=lambda span: (span.end - span.start, span.number)))


def field_text(
    text: str, start: int, end: int, spans: Iterable[Span], article_id: str, view: ArticleView
) -> list[Child]:
    """A stretch of one field as children of a paragraph."""
    made: list[Child] = []
    for left, right, covering in pieces(start, end, spans):
        part = text[left:right]
        made.append(_mark(part, left, covering, article_id, view) if covering else part)
    return made


def body_text(text: str, spans: Sequence[Span], article_id: str, language: str, view: ArticleView) -> Component:
    """Lead and body, a paragraph a line."""
    paragraphs: list[Child] = []
    at = 0
    for number, line in enumerate(text[:_SHOWN_CHARS].split("\n")):
        end = at + len(line)
        if line.strip():
            children = field_text(text, at, end, spans, article_id, view)
            paragraphs.append(html.P(children, className="body" if number else "lead"))
        at = end + 1
    if len(text) > _SHOWN_CHARS:
        note = f"The page shows the first {_SHOWN_CHARS:,} characters; the numbers count the whole article."
        paragraphs.append(html.P(note, className="note", lang="en", dir="ltr"))
    focus = " focusing" if view.dimension else ""
    return html.Div(paragraphs, className=f"text{focus}", **_attributes(language))


def _attributes(language: str) -> dict[str, Any]:
    return dict(script_of(language))


def _mark(part: str, left: int, covering: tuple[Span, ...], article_id: str, view: ArticleView) -> Component:
    first = next((span for span in covering if span.entry == view.entry), covering[0])
    dimensions = list(dict.fromkeys(span.dimension for span in covering))[:_LAYERS]
    classes = ["hit", f"d-{dimensions[0]}", f"v-{covering[0].voice}"]
    classes += ["many"] if len(dimensions) > 1 else []
    classes += ["focus"] if any(span.stands_out(view) for span in covering) else []
    classes += ["open"] if first.entry == view.entry else []
    classes += [] if any(span.counted for span in covering) else ["void"]
    title = "; ".join(f"{span.dimension}, {span.voice} voice{'' if span.counted else ', negated'}" for span in covering)
    style = {"--wash": _layers(dimensions)} if len(dimensions) > 1 else None
    # Several stretches may belong to one span; only the one it begins with carries its name. Where several spans begin,
    # the mark has the first one's, and empty places the others'.
    begun = [span for span in covering if span.start == left]
    places = [html.Span(id=f"span-{span.number}") for span in begun[1:]]
    attributes: dict[str, Any] = {"id": f"span-{begun[0].number}"} if begun else {}
    link = view_link(part, view.href(article_id, entry=first.entry), title=title)
    attributes["data-dimensions"] = " ".join(span.dimension for span in covering)
    return html.Mark([*places, link], className=" ".join(classes), style=style, **attributes)


def _layers(dimensions: list[str]) -> str:
    """Bands of colour, one above the other: stretches that two dimensions share show both."""
    size = 100 / len(dimensions)
    stops = [
        f"var(--wash-{name}) {index * size:.1f}% {(index + 1) * size:.1f}%" for index, name in enumerate(dimensions)
    ]
    return f"linear-gradient({', '.join(stops)})"


def entry_card(
    snapshot: Snapshot, spans: Sequence[Span], language: str, article_id: str, view: ArticleView
) -> Component:
    """The card of the entry that a view has open."""
    hits = [span for span in spans if span.entry == view.entry]
    close = view_link("Close", view.href(article_id, entry=""), "close")
    entry = snapshot.entries.get(view.entry)
    if entry is None:
        what = "This entry is not in the lexicon at hand: the article was scored with another version of it."
        parts: list[Child] = [html.Div([html.H2(view.entry), close], className="card-head"), html.P(what)]
        return _card([*parts, *_hits(hits, language)])
    dimension = snapshot.lexicon.codebook.dimensions[entry.dimension]
    term = html.H2(entry.term, **_script(entry.language))
    facts: list[tuple[str, Child]] = [
        ("Gloss", entry.gloss),
        ("Concept", entry.concept.replace("_", " ")),
        ("Dimension", html.Span([html.Span(className=f"chip d-{entry.dimension}"), dimension.label])),
        ("Kind", f"{entry.kind}: " + ("counts in scales" if entry.kind == "stance" else "counts in no scale")),
        ("Weight", f"{entry.weight:g}"),
        ("Matches", f"{entry.match}, {entry.pos}, {language_name(entry.language)}"),
        ("Not where", html.Bdi(entry.unless, **_script(entry.language)) if entry.unless else ""),
        ("Note", entry.note),
        ("Entry", html.Code(entry.id)),
    ]
    rows: list[Child] = [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts if value]
    about = html.P([html.B(f"{dimension.label}: "), dimension.definition], className="definition")
    return _card([html.Div([term, close], className="card-head"), html.Dl(rows), about, *_hits(hits, language)])


def _card(children: list[Child]) -> Component:
    return html.Aside(children, className="card", id="entry", **named({"aria-label": "Lexicon entry"}))


def _hits(hits: Sequence[Span], language: str) -> list[Child]:
    items: list[Child] = [
        html.Li(
            [
                html.A(span.surface, href=f"#span-{span.number}", className="goto", **_script(language)),
                html.Small(f"{span.section}, {span.voice}" + ("" if span.counted else ", negated: no hit")),
            ]
        )
        for span in hits
    ]
    return [html.H3(f"{count(len(hits), 'match', 'matches')} in this article"), html.Ul(items, className="hits")]


def _script(language: str) -> dict[str, Any]:
    return dict(script_of(language))

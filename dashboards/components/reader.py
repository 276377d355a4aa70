"""The text of an article with its spans, and what cleaning took out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, view_link
from dashboards.names import listed, measure_name, script_of, voice_name
from dashboards.view import ArticleView
from dashboards.wording import direction, later, say, spoken

__all__ = ["Marker", "Span", "body_text", "pieces", "spans_of"]


#: Code points of one text on the page; a browser stumbles over more, and nobody reads on.
_SHOWN_CHARS: Final = 120_000
#: Paragraphs of their own; the lines below stand in one.
_PARAGRAPHS: Final = 150
#: Pieces that cleaning took out which are shown in their places.
_CUTS: Final = 40
#: Layers of colour in one stretch of text; further dimensions are named in its description alone.
_LAYERS: Final = 4
#: Rule of cleaning → what it took out.
_CUT_SAID: Final = {
    "truncated": later("a teaser, which the next paragraph says in full"),
    "repeated": later("a paragraph that stood there before"),
    "title": later("the headline again"),
    "date": later("a date before the text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One span of evidence, by its number in the article's evidence.

    Attributes:
        factor: what negation left of the weight, times an intensifier's; a span of factor 0 is no hit.
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
    factor: float
    negated: bool
    actor: str | None

    @property
    def counted(self) -> bool:
        """Whether it is a hit; negation can empty it."""
        return self.factor > 0


def spans_of(evidence: Sequence[dict[str, Any]]) -> list[Span]:
    """The spans of an article's record, in reading order."""
    plain = ("section", "start", "end", "surface", "dimension", "concept", "kind", "voice", "weight", "factor",
             "negated", "actor")  # fmt: skip
    spans = [
        Span(number=number, entry=row["entry_id"], **{name: row[name] for name in plain})
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Marks spans in a text.

    Attributes:
        article_id: of the text.
        view: that a mark's link changes.
        slots: dimension → number of its colour and pattern.
        asked: whether the number that is explained counts a span; None where none is.
    """

    article_id: str
    view: ArticleView
    slots: Mapping[str, int]
    asked: Callable[[Span], bool] | None

    def texts(self, text: str, start: int, end: int, spans: Iterable[Span]) -> list[Child]:
        """A stretch of one field as children of a paragraph."""
        return [
            self._mark(text[left:right], left, covering) if covering else text[left:right]
            for left, right, covering in pieces(start, end, spans)
        ]

    def _mark(self, part: str, left: int, covering: tuple[Span, ...]) -> Component:
        first = next((span for span in covering if span.entry == self.view.entry), covering[0])
        dimensions = list(dict.fromkeys(span.dimension for span in covering))[:_LAYERS]
        classes = ["hit", f"d-{dimensions[0]}", f"s{self.slots[dimensions[0]]}", f"v-{covering[0].voice}"]
        classes += ["many"] if len(dimensions) > 1 else []
        classes += ["focus"] if self.asked is not None and any(map(self.asked, covering)) else []
        classes += ["open"] if first.entry == self.view.entry else []
        classes += [] if any(span.counted for span in covering) else ["void"]
        labels = map(_called, covering)
        style = {"--wash": _layers([self.slots[name] for name in dimensions])} if len(dimensions) > 1 else None
        # Several stretches may belong to one span; only the one it begins with carries its name. Where several spans
        # begin, the mark has the first one's, and empty places the others'.
        begun = [span for span in covering if span.start == left]
        places = [html.Span(id=f"span-{span.number}") for span in begun[1:]]
        attributes: dict[str, Any] = {"id": f"span-{begun[0].number}"} if begun else {}
        link = view_link(part, self.view.href(self.article_id, entry=first.entry), title="; ".join(labels))
        attributes["data-dimensions"] = " ".join(span.dimension for span in covering)
        return html.Mark([*places, link], className=" ".join(classes), style=style, **attributes)


def _called(span: Span) -> str:
    """What a mark says of a span."""
    places = {"dimension": measure_name(span.dimension), "voice": voice_name(span.voice)}
    if span.counted:
        return say("{dimension}, {voice} voice", **places)
    return say("{dimension}, {voice} voice, no hit", **places)


def _layers(slots: list[int]) -> str:
    """Bands of colour, one above the other: stretches that two dimensions share show both."""
    size = 100 / len(slots)
    stops = [f"var(--wash-{slot}) {index * size:.1f}% {(index + 1) * size:.1f}%" for index, slot in enumerate(slots)]
    return f"linear-gradient({', '.join(stops)})"


def body_text(
    text: str, spans: Sequence[Span], cuts: Sequence[Mapping[str, Any]], language: str, marker: Marker
) -> Component:
    """Lead and body, a paragraph a line; between them what cleaning took out.

    Args:
        text: of the article.
        spans: to mark in it.
        cuts: what was taken out: ``at``, ``text``, ``rule``.
        language: of the text.
        marker: marks the spans.
    """
    lines = list(_lines(text[:_SHOWN_CHARS]))
    if len(lines) > _PARAGRAPHS:
        lines[_PARAGRAPHS:] = [(lines[_PARAGRAPHS][0], lines[-1][1])]
    left = [cut for cut in cuts if cut["rule"] != "space" and cut["text"].strip()][:_CUTS]
    parts: list[Child] = []
    for number, (start, end) in enumerate(lines):
        parts += _cuts([cut for cut in left if cut["at"] <= start])
        left = [cut for cut in left if cut["at"] > start]
        kind = "lead" if not number else "body" if number < _PARAGRAPHS else "body rest"
        parts.append(html.P(marker.texts(text, start, end, spans), className=kind))
    parts += _cuts(left)
    if len(text) > _SHOWN_CHARS:
        note = say("The page shows the first {n} characters; the numbers count the whole article.", n=_SHOWN_CHARS)
        parts.append(html.P(note, className="note", lang=spoken(), dir=direction()))
    script: Any = script_of(language)
    return html.Div(parts, className=f"text{' focusing' if marker.asked is not None else ''}", **script)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    r"""Where the lines begin and end that hold something.

    Example:
        >>> list(_lines("one\n\ntwo"))
        [(0, 3), (5, 8)]
    """
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _cuts(cuts: Sequence[Mapping[str, Any]]) -> list[Component]:
    """Pieces that are not part of the text, and count nowhere; they stand there for who wants to see them."""
    if not cuts:
        return []
    rules = listed(dict.fromkeys(say(_CUT_SAID.get(cut["rule"], cut["rule"].replace("-", " "))) for cut in cuts))
    # The summary is the page's, the pieces are the article's: each in its own direction.
    summary = html.Summary(say("Left out: {pieces}", pieces=rules), lang=spoken())
    pieces = [html.P(cut["text"].strip(), dir="auto") for cut in cuts]
    return [html.Details([summary, *pieces], className="cut", dir=direction())]

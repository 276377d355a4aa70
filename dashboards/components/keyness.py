"""All words of two sides: a plane of how often each is in one and in the other, and the words that set them apart."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import log10
from typing import Any, Final, TypeAlias

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.drawing import meet
from dashboards.components.filters import field, panel_details
from dashboards.components.links import Child, export_line, named, switch, view_link
from dashboards.data import MOST_COUNTED, Snapshot, Words
from dashboards.names import language_name, numeric, script_of
from dashboards.view import CompareView
from dashboards.wording import grouped, many, say

__all__ = ["drawn_words", "keyness_section", "rows_of"]

#: Words of a side in the tables.
_LISTED: Final = 12
#: Words of a side with a name on the plane, where they have room.
_NAMED: Final = 40
#: Words of a side with a dot of their own; all others are one faint path.
_DOTS: Final = 40
#: Words that a search lists.
_FOUND: Final = 40
_WIDTH, _HEIGHT, _EDGE = 720, 560, 46
_Box: TypeAlias = tuple[float, float, float, float]
_PER: Final = 1_000


def keyness_section(snapshot: Snapshot, view: CompareView, names: tuple[str, str]) -> Component:
    """The words, where they are wanted: counting them takes a moment, so that a link asks for it."""
    title = html.H3(say("All words, not only those of the lexicon"))
    if not view.words:
        ask = view_link(say("Show the words that set the sides apart"), view.href(words="all"), "ask-words")
        hint = say("Counts every word of both sides; it takes some seconds.")
        return html.Section([title, html.P([ask, html.Span(f" {hint}", className="note")])], id="keyness")
    words = snapshot.words(view.filters, view.sides)
    languages = words.table["language"].unique(maintain_order=True).to_list()
    if not languages:
        return html.Section([title, html.P(say("Both sides have no words in one language."), className="nothing")])
    code = view.words if view.words in languages else languages[0]
    rows = words.table.filter(pl.col("language") == code)
    choices = [(language_name(one), view.href(words=one), one == code) for one in languages]
    drawing = drawn_words(rows, code, names)
    head: list[Child] = [title, switch(say("Language of the words"), choices) if len(choices) > 1 else None]
    parts: list[Child] = [
        html.Div(head, className="section-head"),
        html.P(_standfirst(words, names, view), className="standfirst"),
        *_search(rows, view, code),
        html.Div(
            [
                html.Div(className="plane word-plane", **named({"data-wide": drawing, "data-narrow": drawing})),
                _lists(rows, code, names),
            ],
            className="keyness-columns",
        ),
        export_line("keyness", view.href(), kinds=("csv", "svg")),
    ]
    return html.Section(parts, className="keyness", id="keyness")


def rows_of(snapshot: Snapshot, view: CompareView) -> pl.DataFrame:
    """The words of the language that a view shows."""
    table = snapshot.words(view.filters, view.sides).table
    languages = table["language"].unique(maintain_order=True).to_list()
    code = view.words if view.words in languages else (languages[0] if languages else "")
    return table.filter(pl.col("language") == code)


def _standfirst(words: Words, names: tuple[str, str], view: CompareView) -> str:
    text = say(
        "A dot is a word: the higher, the more often in {a}; the further right, the more often in {b}. "
        "Coloured are those that set the sides apart the most, by weighted log-odds with copies of one text counted "
        "once.",
        a=names[0],
        b=names[1],
    )
    if view.filters.counted:
        text += " " + say("All words count here, whatever sections and voices are chosen.")
    for name, size in zip(names, (words.on_a, words.on_b), strict=True):
        if size > MOST_COUNTED:
            counted = many(
                "Of {side} {some} of {n} article were counted, drawn by their ids.",
                "Of {side} {some} of {n} articles were counted, drawn by their ids.",
                size,
                side=name,
                some=MOST_COUNTED,
            )
            text = f"{text} {counted}"
    return text


def _search(rows: pl.DataFrame, view: CompareView, code: str) -> list[Child]:
    """A field for a word, and the words that have it in them."""
    slot = field("word", view.word, say("Find a word"), "text", say("part of a word"))
    panel = panel_details("find-word", say("Word"), view.word or say("any"), [slot], on=bool(view.word), kind="ask")
    if not view.word:
        return [html.Div(panel, className="filters")]
    part = view.word.casefold()
    fitting = rows.filter(pl.col("word").str.to_lowercase().str.contains(part, literal=True))
    shown = fitting.sort(pl.col("z").abs(), "word", descending=[True, False]).head(_FOUND)
    every = view_link(say("Show any"), view.href(word=""))
    result = many("{n} word with “{part}” in it.", "{n} words with “{part}” in it.", fitting.height, part=view.word)
    lead = html.P([result, " ", every], role="status")
    table = _table(shown, code, say("Words found")) if shown.height else None
    return [html.Div(panel, className="filters"), lead, table]


def _lists(rows: pl.DataFrame, code: str, names: tuple[str, str]) -> Component:
    more_a, more_b = rows.filter(pl.col("z") > 0).head(_LISTED), rows.filter(pl.col("z") < 0).reverse().head(_LISTED)
    return html.Div(
        [
            html.Div(
                [
                    html.H4([html.B(side, className=f"side-{side.lower()}"), f" {name}"]),
                    _table(own, code, say("Words of {name}", name=name)),
                ]
            )
            for side, name, own in zip("AB", names, (more_a, more_b), strict=True)
        ],
        className="keyness-lists",
    )


def _table(rows: pl.DataFrame, code: str, name: str) -> Component:
    head = [
        html.Th(say("Word"), scope="col"),
        *(html.Th(side, scope="col", className="num") for side in ("A", "B", "z")),
    ]
    script: Any = script_of(code)
    body = [
        html.Tr(
            [
                html.Th(html.Bdi(row["word"], **script), scope="row"),
                html.Td(grouped(row["count_a"]), className="num"),
                html.Td(grouped(row["count_b"]), className="num"),
                html.Td(numeric(f"{row['z']:+.1f}".replace("-", "−")), className="num"),
            ]
        )
        for row in rows.iter_rows(named=True)
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], **named({"aria-label": name}))


def drawn_words(
    rows: pl.DataFrame, code: str, names: tuple[str, str], caption: Sequence[str] = (), *, file: bool = False
) -> str:
    """The plane as SVG markup: logarithms of rates, the same on both axes.

    Args:
        rows: KEYNESS columns of one language.
        code: the language.
        names: of the sides.
        caption: lines below it.
        file: whether it stands alone, with its own colours.
    """
    total = [max(int(rows[f"count_{side}"].sum()), 1) for side in "ab"]
    # A word that a side does not have stands at the edge, where a word of half a hit would.
    least = min(log10(0.5 * _PER / size) for size in total)
    largest = [rows.select(pl.col(f"count_{side}").max().fill_null(1)).item() for side in "ab"]
    most = max(log10(max(number, 1) * _PER / size) for number, size in zip(largest, total, strict=True))

    def place(number: int, size: int, length: int) -> float:
        value = log10(max(number, 0.5) * _PER / size)
        return _EDGE + (value - least) / max(most - least, 1e-9) * (length - 2 * _EDGE)

    def at(row: dict[str, Any]) -> tuple[float, float]:
        return place(row["count_b"], total[1], _WIDTH), _HEIGHT - place(row["count_a"], total[0], _HEIGHT)

    strongest = [rows.filter(pl.col("z") > 0).head(_DOTS), rows.filter(pl.col("z") < 0).reverse().head(_DOTS)]
    marked = pl.concat(strongest)
    others = rows.join(marked.select("word"), on="word", how="anti")
    faint = "".join(f"M{left:.0f} {top:.0f}h0" for left, top in map(at, others.iter_rows(named=True)))
    parts = [*_axes(names), f'<path class="faint" d="{faint}" stroke-linecap="round" stroke-width="3"/>']
    taken: list[_Box] = []
    for side, own in zip("ab", strongest, strict=True):
        for number, row in enumerate(own.iter_rows(named=True)):
            left, top = at(row)
            parts.append(f'<circle class="dot-{side}" cx="{left:.1f}" cy="{top:.1f}" r="3.5">{_title(row)}</circle>')
            if number < _NAMED:
                parts += _label(row["word"], left, top, side, code, taken)
    label = say("Words of {a} and {b}", a=names[0], b=names[1])
    parts += [
        f'<text class="caption" x="4" y="{_HEIGHT + 16 * line}">{escape(text)}</text>'
        for line, text in enumerate(caption, 1)
    ]
    height = _HEIGHT + (16 * len(caption) + 8 if caption else 0)
    width = _WIDTH if not caption else max(_WIDTH, 1000)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
    head += f'aria-label="{escape(label)}"' + (f' width="{width}" height="{height}">' if file else ">")
    style = f"<style>{_STYLE}</style>" if file else ""
    return f"{head}{style}{''.join(parts)}</svg>"


#: What a file needs to look like the page.
_STYLE: Final = (
    "text{font:12px 'Noto Sans','Noto Sans Devanagari','Noto Nastaliq Urdu',sans-serif;fill:#1c1b19}"
    ".dot-a{fill:#c2560c}.dot-b{fill:#2c6fae}.faint{stroke:#807c74;opacity:.4}.grid{stroke:#d9d4c8}"
)


def _title(row: dict[str, Any]) -> str:
    sentence = say("{word}: {a} in A, {b} in B", word=row["word"], a=row["count_a"], b=row["count_b"])
    return f"<title>{escape(sentence)}</title>"


def _axes(names: Sequence[str]) -> list[str]:
    return [
        f'<path class="grid" d="M{_EDGE} {_HEIGHT - _EDGE}L{_WIDTH - _EDGE} {_EDGE}"/>',
        f'<text class="axis-name" x="{_WIDTH - 8}" y="{_HEIGHT - 10}" text-anchor="end">'
        f"{escape(say('more often in {side}', side=names[1]))} →</text>",
        f'<text class="axis-name" x="8" y="18">↑ {escape(say("more often in {side}", side=names[0]))}</text>',
    ]


def _label(word: str, left: float, top: float, side: str, code: str, taken: list[_Box]) -> list[str]:
    """A word beside its dot, where nothing else stands yet."""
    script = script_of(code)
    height = 22 if code == "ur" else 13
    width = 7.2 * len(word) + 8
    for start, anchor in ((left + 6, "start"), (left - 6 - width, "end")):
        box = (start, top - height / 2, start + width, top + height / 2)
        if box[0] > 2 and box[2] < _WIDTH - 2 and not any(meet(box, other) for other in taken):
            taken.append(box)
            x = left + 6 if anchor == "start" else left - 6
            if script["dir"] == "rtl":
                anchor = "end" if anchor == "start" else "start"
            attributes = f'lang="{script["lang"]}" direction="{"rtl" if script["dir"] == "rtl" else "ltr"}"'
            return [
                f'<text class="word-{side}" x="{x:.1f}" y="{top + 4:.1f}" text-anchor="{anchor}" {attributes}>'
                f"{escape(word)}</text>"
            ]
    return []

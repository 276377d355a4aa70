"""All words of two sides: a plane of how often each is in one and in the other, and the words that set them apart."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import field, panel_details
from dashboards.components.links import Child, export_line, named, switch, view_link
from dashboards.data import MOST_COUNTED, Snapshot, Words
from dashboards.names import SAID, language_name, numeric, script_of
from dashboards.view import CompareView
from dashboards.wording import grouped, many, say
from framing.figures.scatter import keyness

__all__ = ["keyness_section", "rows_of"]

#: Words of a side in the tables.
_LISTED: Final = 12
#: Words that a search lists.
_FOUND: Final = 40


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
    drawing = keyness(rows, code, names, words=SAID)
    slots = {f"data-{name}": drawing.svg(is_narrow=name == "narrow", file=False) for name in ("wide", "narrow")}
    head: list[Child] = [title, switch(say("Language of the words"), choices) if len(choices) > 1 else None]
    parts: list[Child] = [
        html.Div(head, className="section-head"),
        html.P(_standfirst(words, names, view), className="standfirst"),
        *_search(rows, view, code),
        html.Div(
            [
                html.Div(className="plane word-plane", **named(slots)),
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

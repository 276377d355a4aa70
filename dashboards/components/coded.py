"""What a project's own codes say: how far coders agree, and figures that their codes have put right."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

import framing
from dashboards.checking import (
    MORE_CODES,
    Coded,
    agreements,
    coded_dimensions,
    coded_now,
    corrections,
    wider_than_drawn,
    with_more,
)
from dashboards.components.heatmap import dimension_name
from dashboards.components.links import Child, command_for, export_line, named, paged, switch, view_link
from dashboards.components.part import pending
from dashboards.data import Snapshot
from dashboards.names import country_name, genre_name, language_name
from dashboards.plainview import ValidityView
from dashboards.wording import later, many, say
from framing.statistics.correction import FIGURES
from framing.validation.sampling import codes_for

__all__ = [
    "KINDS",
    "LEVELS",
    "agreed_part",
    "chosen_dimension",
    "coded_table",
    "corrected_part",
    "figure",
    "sample_sizes",
]

#: Half the widths of intervals that a sample may aim at.
_HALF_WIDTHS: Final = (0.15, 0.1, 0.05)
#: Whose figures codes put right.
LEVELS: Final = {
    "outlet": later("Outlets"),
    "country": later("Countries"),
    "language": later("Languages"),
    "genre": later("Genres"),
}
#: What is put right.
KINDS: Final = {"": later("Shares of articles"), "rate": later("Rates")}
_ROWS: Final = 15
_WITHHELD: Final = {
    "few-codes": "{needed} more codes are needed",
    "few-units": "all codes are of a few events or texts; codes of {needed} more are needed",
    "one-code": "all codes are the same",
}


def figure(value: float | None, low: float | None, high: float | None, digits: int = 2) -> list[Child]:
    """A figure, and its interval where there is one."""
    if value is None or value != value:
        return ["–"]
    number = f"{value:.{digits}f}".replace("-", "−")
    if low is None or high is None:
        return [number]
    return [number, html.Small(f"{low:.{digits}f} … {high:.{digits}f}".replace("-", "−"))]


def chosen_dimension(view: ValidityView, codes: pl.DataFrame) -> str:
    """The coded dimension whose figures are put right: the one that is chosen, else that with the most codes."""
    coded = coded_dimensions(codes)["dimension"].to_list()
    return view.measure if view.measure in coded else "" if view.measure or not coded else coded[0]


def _names(snapshot: Snapshot, by: str) -> Callable[[str], str]:
    names: dict[str, Callable[[str], str]]
    names = {
        "outlet": snapshot.outlet_name, "country": country_name, "language": language_name, "genre": genre_name,
    }  # fmt: skip
    return names[by]


def _cells(cells: Collection[Any]) -> list[Child]:
    return [html.Td(cell, className="num") for cell in cells]


def coded_table(snapshot: Snapshot, view: ValidityView, codes: pl.DataFrame) -> Component:
    """The dimensions that were coded, each with what ``framing validate --record`` took down."""
    heads = (say("Articles coded"), say("Coders"), say("AUC"), say("Precision"), say("Recall"))
    head = [html.Th(say("Dimension"), scope="col"), *(html.Th(text, scope="col", className="num") for text in heads)]
    kept = snapshot.validations
    recorded: dict[str, dict[str, Any]] = {}
    if kept is not None and kept.height:
        own = kept.filter(machine="lexicon", language="all", lexicon_fingerprint=snapshot.lexicon.fingerprint)
        recorded = {row["dimension"]: row for row in own.to_dicts()}
    body = []
    for row in coded_dimensions(codes).iter_rows(named=True):
        name, stale = row["dimension"], row["to_code_again"]
        about: list[Child] = [view_link(dimension_name(name), view.href(measure=name))]
        if stale:
            about.append(
                html.Small(
                    many(
                        "{n} article to be coded again: text or codebook changed",
                        "{n} articles to be coded again: text or codebook changed",
                        stale,
                    )
                )
            )
        known = recorded.get(name, {})
        measured = [
            figure(known.get(each), known.get(f"{each}_low"), known.get(f"{each}_high"))
            for each in ("auc", "precision", "recall")
        ]
        cells = _cells([f"{row['articles']:,}", f"{row['coders']:,}", *measured])
        body.append(html.Tr([html.Th(about, scope="row"), *cells], **named({"data-measure": name})))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near", id="coded")
    note = say(
        "AUC, precision and recall of the lexicon on these codes are there once they were taken down: "
        "framing validate --dimension NAME --record."
    )
    return html.Div([_pane(table, say("What was coded")), html.P(note, className="note")])


def agreed_part(
    snapshot: Snapshot, view: ValidityView, is_asked: bool = False, coded: Coded | None = None
) -> list[Child]:
    """How far coders agree."""
    codes = (coded or coded_now(snapshot)).codes
    if not (is_asked or snapshot.is_quick(view.filters)):
        return pending("agreed", view.href(), say("Working out how far coders agree …"))
    rows = agreements(snapshot, codes).filter(coders="all")
    if view.measure:
        rows = rows.filter(dimension=view.measure)
    title = html.H3(say("How far coders agree"))
    if not rows.height:
        text = say("No text was coded by two: agreement is not known. Draw with --double .2 and name two coders.")
        return [title, html.P(text, className="nothing")]
    heads = (say("Texts coded twice"), say("Percent"), say("Krippendorff’s α"), say("Gwet’s AC1"))
    head = [html.Th(say("Dimension"), scope="col"), html.Th(say("Language"), scope="col")]
    head += [html.Th(text, scope="col", className="num") for text in heads]
    body = []
    for (language, name), part in rows.group_by("language", "dimension", maintain_order=True):
        figures = {row["figure"]: row for row in part.to_dicts()}
        row_cells = [
            figure(row.get("value"), row.get("low"), row.get("high"), 3)
            for row in (figures.get(each, {}) for each in ("percent", "alpha", "ac1"))
        ]
        cells = _cells([f"{part['units'][0]:,}", *row_cells])
        body.append(
            html.Tr([html.Th(dimension_name(str(name)), scope="row"), html.Td(language_name(str(language))), *cells])
        )
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near", id="agreement")
    note = say(
        "Intervals redraw whole events. α is 0 where coders agree no more than chance would have it; 1 is the most."
    )
    files = export_line("agreement", view.href(), "framing agreement")
    return [title, _pane(table, say("Agreement of coders")), files, html.P(note, className="note")]


def corrected_part(
    snapshot: Snapshot, view: ValidityView, is_asked: bool = False, coded: Coded | None = None
) -> list[Child]:
    """Shares of articles with a dimension, put right by codes, beside those of the lexicon alone."""
    codes, draws = coded or coded_now(snapshot)
    dimension = chosen_dimension(view, codes)
    if not dimension:
        return []
    if not (is_asked or snapshot.is_quick(view.filters)):
        return pending("corrected", view.href(), say("Putting figures right by the codes …"))
    name = dimension_name(dimension)
    title = html.H3(say("Share of articles with {dimension}, put right by codes", dimension=name))
    if view.kind:
        title = html.H3(
            say("{dimension} per 1,000 words, put right by the words that coders marked", dimension=name.capitalize())
        )
    levels = [(say(text), view.href(by=name), name == view.by) for name, text in LEVELS.items()]
    kinds = [(say(text), view.href(kind=name), name == view.kind) for name, text in KINDS.items()]
    ways = html.Div([switch(say("Whose figures"), levels), switch(say("What is put right"), kinds)], className="ways")
    wider = wider_than_drawn(draws, codes, view.filters, dimension)
    if wider:
        text = say(
            "The coded texts were drawn from those of {filters} alone; choose the same filters for corrected figures.",
            filters=wider,
        )
        return [title, html.P(text, className="nothing")]
    try:
        rows, disputed, unsure = corrections(snapshot, codes, view.filters, dimension, view.by, view.kind)
    except framing.UsageError as error:
        problem = f"{error.what[:1].upper()}{error.what[1:]}{f'; {error.hint}' if error.hint else ''}."
        return [title, ways, html.P(problem, className="nothing")]
    verb = ["report", "--corrected", *(["--rate"] if view.kind else []), "--dimension", dimension, "--by", view.by]
    command = command_for(verb, view.filters)
    open_texts = [say("{n} texts are disputed", n=disputed)] if disputed else []
    open_texts += [say("of {n} coders are unsure", n=unsure)] if unsure else []
    left = say("{texts}: left out.", texts=open_texts) if open_texts else ""
    table = _corrected_table(snapshot, view, with_more(rows))
    return [
        title, ways, table, html.P(left, className="note") if left else None,
        export_line("corrected", view.href(), command), html.P(_note(view.kind), className="note"),
    ]  # fmt: skip


def _note(kind: str) -> str:
    """What is put right, and how its columns are read."""
    what = (
        say("The lexicon’s rate is of its hits; the corrected one is of the places that coders would mark.")
        if kind == "rate"
        else say(
            "The lexicon’s share is of articles with a hit; the corrected one is of articles that have what the "
            "dimension is about, as coders understand it."
        )
    )
    columns = say(
        "Gain: how many times as many codes would tell as much without the lexicon. ±: half the interval now, and "
        "about "
        "what it would be with {n} more codes of each, drawn at random. ~ of fewer than 40 codes, drawn to those of "
        "others in the language.",
        n=MORE_CODES,
    )
    return f"{what} {columns}"


def _corrected_table(snapshot: Snapshot, view: ValidityView, rows: pl.DataFrame) -> Component:
    call = _names(snapshot, view.by)
    # Those of which something can be told come first.
    rows = rows.sort("coded", "articles", "key", descending=[True, True, False])
    shown, pages = paged(rows, view.keys, _ROWS, lambda page: view.href(keys=page), say("Pages of corrected figures"))
    heads = (
        say("Articles"), say("Coded"), say("Lexicon alone"), say("Codes alone"), say("Corrected"), say("Gain"), "±",
        say("± with {n} more", n=MORE_CODES),
    )  # fmt: skip
    head = [html.Th(say(LEVELS[view.by]), scope="col")]
    head += [html.Th(text, scope="col", className="num") for text in heads] + [html.Th(say("Badge"), scope="col")]
    body = []
    for row in shown.iter_rows(named=True):
        holds = row["status"] in FIGURES
        right = figure(row["estimate"], row["low"], row["high"], 3) if holds else ["–"]
        if row["status"] == "pooled":
            right[0] = f"{right[0]}~"
        why = "" if holds else say(_WITHHELD[row["status"]], needed=row["needed"])
        badge = html.Span(
            say("corrected") if holds else say("not corrected"), className="badge good" if holds else "badge"
        )
        plain = [figure(row[name], None, None, 3) for name in ("machine", "by_hand")]
        gain = f"× {row['gain']:.1f}" if holds and row["gain"] else "–"
        halves = [f"{row[each]:.3f}" if holds else "–" for each in ("half_width", "half_width_more")]
        cells = _cells([f"{row['articles']:,}", f"{row['coded']:,}", *plain, right, gain, *halves])
        notes: list[Child] = [badge, html.Small(why) if why else None]
        body.append(html.Tr([html.Th(call(row["key"]), scope="row"), *cells, html.Td(notes)]))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near corrected", id="corrected")
    return html.Div([_pane(table, say("Corrected figures")), pages])


def _pane(table: Component, label: str) -> Component:
    """A table that scrolls within itself where the screen is narrow."""
    return html.Div(table, className="scroll-x", tabIndex="0", role="region", **named({"aria-label": label}))


def sample_sizes(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """Columns half_width, codes_of_each, codes: how many articles must be coded, of each key of a level and in all.

    Example:
        >>> rows = pl.DataFrame({"outlet": ["a"] * 500 + ["b"] * 20})
        >>> sample_sizes(rows, "outlet").row(1)
        (0.1, 97, 117)
    """
    sizes = rows[by].drop_nulls().value_counts()["count"]
    table = [
        (half, number, int(sizes.clip(upper_bound=number).sum()))
        for half, number in ((half, codes_for(half)) for half in _HALF_WIDTHS)
    ]
    schema = {"half_width": pl.Float64(), "codes_of_each": pl.Int64(), "codes": pl.Int64()}
    return pl.DataFrame(table, schema=schema, orient="row")

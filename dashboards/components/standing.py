"""What stands in a project beside its articles: rejects, runs, outlets that may be one, and looks at the data."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import panel_details
from dashboards.components.links import Child, export_line, find_slot, named, paged, view_link
from dashboards.components.part import pending
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.names import count
from dashboards.plainview import DataView
from dashboards.wording import later, say, spliced

__all__ = [
    "looks_of",
    "looks_section",
    "pairs_of",
    "pairs_part",
    "rejects_of",
    "rejects_section",
    "runs_of",
    "runs_section",
]

#: Rows on a page.
_REJECTS, _RUNS, _PAIRS, _LOOKS = 8, 8, 15, 8
#: Kinds of runs, and what they are called; others go by their names.
_KINDS: Final = {
    "add": later("articles added"), "amend": later("articles corrected"), "rescore": later("scored anew"),
    "code": later("codes"), "compact": later("files rewritten"), "erase": later("articles erased"),
}  # fmt: skip
#: What was asked, and what it is called.
_ASKED: Final = {
    "compare": later("framing compare"), "report": later("framing report"), "export": later("framing export"),
    "page compare": later("the page Compare"), "page outlets": later("pages of outlets"),
}  # fmt: skip


def _having(rows: pl.DataFrame, columns: Collection[str], text: str) -> pl.DataFrame:
    """Rows that have a text in one of some columns, whatever its capitals."""
    if not text:
        return rows
    searched = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in columns], separator="\n")
    return rows.filter(searched.str.to_lowercase().str.contains(text.lower(), literal=True))


def _chooser(identity: str, label: str, counts: pl.DataFrame, view: DataView, name: str) -> Component:
    """A panel in which one value of a column is chosen."""
    chosen = getattr(view, name)
    labels = {"kind": _KINDS}.get(name, {})
    links = [html.Li(view_link(say("All"), view.href(**{name: ""}), **_current(not chosen)))]
    for value, number in counts.iter_rows():
        text = [html.Span(say(labels.get(value, value)), className="name"), html.Span(f" {number:,}", className="n")]
        links.append(html.Li(view_link(text, view.href(**{name: value}), **_current(value == chosen))))
    value = say(labels.get(chosen, chosen)) if chosen else say("all")
    return panel_details(identity, label, value, [html.Ul(links)], on=bool(chosen), kind="")


def _current(is_chosen: bool) -> dict[str, str]:
    return {"aria-current": "true"} if is_chosen else {}


def _found(rows: pl.DataFrame, every: pl.DataFrame) -> list[Child]:
    """How many of how many are shown, where some are left out."""
    if rows.height == every.height:
        return []
    text = say("{found} of {number} fit what is looked for.", found=rows.height, number=every.height)
    return [html.P(text, className="note", role="status")]


def rejects_of(snapshot: Snapshot, view: DataView) -> pl.DataFrame:
    """The rejects that the view asks for; STANDING columns."""
    rows = snapshot.answers.rejects()
    rows = rows.filter(code=view.why) if view.why else rows
    return _having(rows, ("origin", "reason", "hint"), view.where)


def rejects_section(snapshot: Snapshot, view: DataView) -> Component:
    """What could not be read, why, and what to do."""
    every, rows = snapshot.answers.rejects(), rejects_of(snapshot, view)
    title = html.H2(say("What could not be read?"))
    if not every.height:
        nothing = html.P(say("Nothing stands that could not be read."), className="nothing")
        return html.Section([title, nothing], id="rejects")
    reasons = every.group_by("code").agg(number=pl.len()).sort("number", "code", descending=[True, False])
    hint = say("in the file’s name, the reason or what to do")
    ways: list[Child] = [
        html.Div(_chooser("choose-why", say("Reason"), reasons, view, "why"), className="filters pick"),
        find_slot("where", view.where, say("Find a reject"), view.href(where=""), hint),
    ]
    shown, pages = paged(
        rows, view.rejects, _REJECTS, lambda page: view.href(rejects=page), say("Pages of the rejects")
    )
    head = [html.Th(text, scope="col") for text in (say("Where"), say("Why"), say("What to do"))]
    body = [
        html.Tr(
            [
                html.Th(html.Bdi(row["origin"]), scope="row"),
                html.Td([html.Bdi(row["reason"]), html.Small(row["code"])]),
                html.Td(html.Bdi(row["hint"] or "–")),
            ]
        )
        for row in shown.iter_rows(named=True)
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near rejects")
    command = html.Code("framing add --retry-rejects")
    again = html.P(spliced("Put right, they are tried again by {command}.", command=command), className="note")
    totals = "; ".join(f"{number:,} {code}" for code, number in reasons.iter_rows())
    sentence = f"{count(every.height, 'file or row', 'files and rows')}: {totals}. "
    sentence += say("They stand here whatever the filters: what was not read is of no outlet.")
    parts: list[Child] = [title, html.P(sentence, className="standfirst"), html.Div(ways, className="find")]
    parts += [*_found(rows, every), table if rows.height else None, pages]
    return html.Section([*parts, export_line("rejects", view.href(), "framing rejects"), again], id="rejects")


def runs_of(snapshot: Snapshot, view: DataView) -> pl.DataFrame:
    """The runs that the view asks for; RUNS columns, the last first."""
    rows = snapshot.answers.runs()
    rows = rows.filter(kind=view.kind) if view.kind else rows
    return rows.filter(pl.col("finished").dt.strftime("%Y-%m-%d").str.starts_with(view.day)) if view.day else rows


def runs_section(snapshot: Snapshot, view: DataView) -> Component:
    """What was done, when, with which lexicon and version."""
    every, rows = snapshot.answers.runs(), runs_of(snapshot, view)
    title = html.H2(say("What was done, and when?"))
    if not every.height:
        return html.Section([title, html.P(say("No run is recorded."), className="nothing")], id="runs")
    kinds = every.group_by("kind").agg(number=pl.len()).sort("number", "kind", descending=[True, False])
    ways: list[Child] = [
        html.Div(_chooser("choose-kind", say("Kind"), kinds, view, "kind"), className="filters pick"),
        find_slot("day", view.day, say("Day, month or year"), view.href(day=""), "2026-02-05, 2026-02, 2026"),
    ]
    shown, pages = paged(rows, view.runs, _RUNS, lambda page: view.href(runs=page), say("Pages of the runs"))
    head = [html.Th(text, scope="col") for text in (say("Finished (UTC)"), say("What"))]
    numbers = (say("Articles"), say("Scored"), say("Rejects"), say("Known"), say("Replaced"))
    head += [html.Th(text, scope="col", className="num") for text in numbers]
    head += [html.Th(say("Lexicon and version"), scope="col")]
    mine = snapshot.lexicon.fingerprint
    body = []
    for row in shown.iter_rows(named=True):
        finger = row["lexicon_fingerprint"] or ""
        cells = [
            html.Td(count(row[name]), className="num")
            for name in ("articles", "scored", "rejects", "known", "replaced")
        ]
        which: list[Child] = [html.Code(finger[:12] or "–", title=finger), f" {row['scorer_version'] or ''}"]
        if finger and finger != mine:
            which.append(html.Small(say("another lexicon than that of now: framing rescore")))
        about = html.Td(say(_KINDS.get(row["kind"], row["kind"])))
        body.append(html.Tr([html.Th(f"{row['finished']:%Y-%m-%d %H:%M}", scope="row"), about, *cells, html.Td(which)]))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near runs")
    called = named({"aria-label": say("Runs")})
    pane = html.Div(table, className="scroll-x", tabIndex="0", role="region", **called) if rows.height else None
    parts: list[Child] = [title, html.Div(ways, className="find"), *_found(rows, every), pane, pages]
    return html.Section([*parts, export_line("runs", view.href())], id="runs")


def pairs_of(snapshot: Snapshot, view: DataView) -> pl.DataFrame:
    """The outlets that may be one, as far as the view asks for them; PAIR columns."""
    return _having(snapshot.answers.pairs(), ("name", "into_name", "outlet", "into"), view.like)


def pairs_part(snapshot: Snapshot, view: DataView, is_asked: bool = False) -> list[Child]:
    """Outlets that may be one."""
    if not (is_asked or snapshot.is_quick(Filters()) or snapshot.answers.has("pairs", ())):
        return pending("pairs", view.href(), say("Looking for outlets that may be one …"))
    every, rows = snapshot.answers.pairs(), pairs_of(snapshot, view)
    title = html.H2(say("Which outlets may be one?"))
    if not every.height:
        return [html.Section([title, html.P(say("No two outlets look like one."), className="nothing")], id="pairs")]
    head = [html.Th(text, scope="col") for text in (say("Outlet"), say("May be"), say("Why"))]
    body = [
        html.Tr(
            [
                html.Th([html.Bdi(row["name"]), html.Small(count(row["articles"], "article"))], scope="row"),
                html.Td([html.Bdi(row["into_name"]), html.Small(count(row["into_articles"], "article"))]),
                html.Td(html.Bdi(row["why"])),
            ]
        )
        for row in rows.head(_PAIRS).iter_rows(named=True)
    ]
    more = ""
    if rows.height > _PAIRS:
        more = say("{pairs} more are in the CSV.", pairs=count(rows.height - _PAIRS, "pair")) + " "
    command = html.Code("framing outlets --merge NAME --apply")
    note = [more, *spliced("Nothing is merged yet. {command} takes one.", command=command)]
    slot = find_slot("like", view.like, say("Find an outlet"), view.href(like=""), say("in either name"))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near pairs") if rows.height else None
    files = export_line("pairs", view.href(), "framing outlets --merge")
    parts: list[Child] = [title, html.Div(slot, className="find"), *_found(rows, every), table, files]
    return [html.Section([*parts, html.P(note, className="note")], id="pairs")]


def looks_of(snapshot: Snapshot, _: DataView) -> pl.DataFrame:
    """The looks at the data so far, the last first; LOOK columns."""
    return snapshot.answers.looks()


def looks_section(snapshot: Snapshot, view: DataView) -> Component:
    """Which questions were asked of the data, and how many comparisons that makes."""
    rows = looks_of(snapshot, view)
    title = html.H2(say("How often was the data looked at?"))
    if not snapshot.answers.keeps_looks():
        text = say("Looks are not recorded: this project cannot be written to.")
        return html.Section([title, html.P(text, className="nothing")], id="looks")
    if not rows.height:
        return html.Section([title, html.P(say("No look is recorded yet."), className="nothing")], id="looks")
    total = int(rows["comparisons"].sum())
    sentence = say(
        "{questions} were asked, which make {comparisons}. Who asks often finds something by chance: a question that "
        "was fixed beforehand (framing report --plan) counts by itself.",
        questions=count(rows.height, "question"), comparisons=count(total, "comparison"),
    )  # fmt: skip
    shown, pages = paged(rows, view.looks, _LOOKS, lambda page: view.href(looks=page), say("Pages of the looks"))
    head = [html.Th(text, scope="col") for text in (say("First asked (UTC)"), say("By"), say("Question"))]
    head += [html.Th(say("Comparisons"), scope="col", className="num")]
    body = [
        html.Tr(
            [
                html.Th(f"{row['made']:%Y-%m-%d %H:%M}", scope="row"),
                html.Td(say(_ASKED.get(row["asked"], row["asked"]))),
                html.Td(html.Bdi(row["question"])),
                html.Td(count(row["comparisons"]), className="num"),
            ]
        )
        for row in shown.iter_rows(named=True)
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near looks")
    note = say("The same question of the same data is one look, however often it is asked.")
    files = export_line("looks", view.href())
    parts: list[Child] = [title, html.P(sentence, className="standfirst"), table, pages, files]
    return html.Section([*parts, html.P(note, className="note")], id="looks")

"""Hits that were drawn at random, each to be judged where readers are named, and what their verdicts say."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.heatmap import dimension_name
from dashboards.components.links import Child, export_line, named, view_link
from dashboards.components.part import part
from dashboards.data import Snapshot
from dashboards.entries import drawn_hits, drawn_order, fitting
from dashboards.filtering import Filters
from dashboards.names import SECTION_SAID, VOICE_SAID, count, language_name, script_of, when
from dashboards.plainview import LexiconsView, ValidityView
from dashboards.view import ArticleView, filter_pairs
from dashboards.wording import later, say, spliced
from framing.arrays import Floats
from framing.errors import UsageError
from framing.store.codes import coded_in
from framing.store.verdicts import LEAST_READ, counting, hit_figures
from framing.validation.coding import settled
from framing.validation.metrics import wilson
from framing.validation.reading import READING

__all__ = [
    "ALL",
    "LEAST_CODED",
    "dimension_right",
    "entries_coded",
    "entries_right",
    "frame_of",
    "hits_to_judge",
    "judged_part",
    "judged_rows",
    "judged_section",
    "right_said",
    "verdicts_here",
]

#: Coded articles under which neither precision nor recall of an entry is told.
LEAST_CODED: Final = 5
_PLACE: Final = ("article_id", "section", "start", "end", "entry_id")
_RIGHT: Final = {
    "entry_id": pl.String(), "right": pl.Float64(), "right_low": pl.Float64(), "right_high": pl.Float64(),
    "judged": pl.Int64(), "readers": pl.String(),
}  # fmt: skip
_CODED: Final = {
    "entry_id": pl.String(), "coded": pl.Int64(), "coded_yes": pl.Int64(), "precision": pl.Float64(),
    "precision_low": pl.Float64(), "precision_high": pl.Float64(), "recall": pl.Float64(), "recall_low": pl.Float64(),
    "recall_high": pl.Float64(), "yes": pl.Int64(),
}  # fmt: skip


def frame_of(filters: Filters) -> str:
    """Filters as a verdict names them: those that choose hits."""
    return urlencode(filter_pairs(replace(filters, family=())))


def verdicts_here(snapshot: Snapshot, filters: Filters, measure: str, code: str, drawn_for: str) -> pl.DataFrame:
    """The verdicts on hits of a dimension and language that fit filters, and were drawn among all of these or more."""
    frame = frame_of(filters)
    rows = snapshot.answers.verdicts().filter(dimension=measure, language=code)
    rows = counting(rows, drawn_for, frame, snapshot.lexicon.fingerprint)
    if not rows.height or not frame:
        return rows
    hits = fitting(snapshot, filters, rows["entry_id"].unique().to_list())
    return rows.join(hits.select(_PLACE).cast({"section": pl.String}), on=_PLACE, how="semi", maintain_order="left")


def dimension_right(snapshot: Snapshot, filters: Filters, measure: str, code: str) -> pl.DataFrame:
    """READING columns: the share of right hits of a dimension in a language, at most two rows."""
    rows = verdicts_here(snapshot, filters, measure, code, "dimension")
    return hit_figures(rows) if rows.height else pl.DataFrame(schema=READING)


def entries_right(snapshot: Snapshot, filters: Filters, measure: str, code: str) -> pl.DataFrame:
    """Columns entry_id, right, right_low, right_high, judged, readers: of each entry of which a hit was judged.

    Unsure counts as wrong, as in all figures of precision.
    """
    rows = verdicts_here(snapshot, filters, measure, code, "entry")
    if not rows.height:
        return pl.DataFrame(schema=_RIGHT)
    names = {"dimension": "entry_id", "value": "right", "low": "right_low", "high": "right_high", "n": "judged"}
    table = hit_figures(rows, "entry_id").filter(figure="precision").rename({**names, "reader": "readers"})
    return table.select(_RIGHT.keys())


def entries_coded(snapshot: Snapshot, hits: pl.DataFrame, measure: str) -> pl.DataFrame:
    """What an entry alone would say of the articles that were coded.

    Args:
        snapshot: the project.
        hits: from :func:`dashboards.entries.hits_in`.
        measure: the dimension.

    Returns:
        Columns entry_id; coded (articles with a hit that were coded) and coded_yes; precision: the share of these that
        coders say yes to; recall: the share of all articles that they say yes to (``yes``) in which the entry has a
        hit. Each article counts by its chance to be drawn; figures of fewer than LEAST_CODED articles are null.
    """
    codes = snapshot.answers.codes()
    try:
        table, _ = settled(coded_in(codes, measure)[0], measure) if codes.height else (pl.DataFrame(), 0)
    except UsageError:  # Not coded, or all that was coded is stale.
        table = pl.DataFrame()
    if not table.height:
        return pl.DataFrame(schema=_CODED)
    weight = (1 / table["chance"]).to_numpy()
    is_yes = table["code"].to_numpy() == 1
    joined = table.with_row_index("row").join(hits.select("article_id", "entry_id"), on="article_id", how="inner")
    records = []
    for (entry,), rows in joined.group_by("entry_id", maintain_order=True):
        has = np.zeros(table.height, np.bool_)
        has[rows["row"].to_numpy()] = True
        precision, recall = _share(is_yes[has], weight[has]), _share(has[is_yes], weight[is_yes])
        counts = int(has.sum()), int((has & is_yes).sum())
        records.append((entry, *counts, *precision, *recall, int(is_yes.sum())))
    return pl.DataFrame(records, schema=_CODED, orient="row")


def _share(holds: Floats, weight: Floats) -> tuple[float | None, float | None, float | None]:
    """A weighted share with Wilson's interval of as many cases as it is worth; nothing of too few."""
    if len(holds) < LEAST_CODED:
        return None, None, None
    share = float((holds * weight).sum() / weight.sum())
    # Kish: what unlike weights cost.
    return share, *wilson(share, float(weight.sum() ** 2 / (weight**2).sum()))


#: What is open where hits of a whole dimension are judged: no entry is called so.
ALL: Final = "all"
#: Hits that are shown at once.
_HITS: Final = 8
#: Verdict → what its button says.
_BUTTONS: Final = {"right": later("Right"), "wrong": later("Wrong"), "unsure": later("Unsure")}
#: What the script says beside them.
_SAID: Final = {
    "who": later("Reader"), "question": later("Is this hit right?"), "saved": later("Saved."),
    "failed": later("Not saved:"), "taken": later("Taken back."),
}  # fmt: skip


def right_said(row: dict[str, Any]) -> str:
    """A share of right hits with its interval and how many were judged."""
    share = f"{row['value']:.2f} ({row['low']:.2f} … {row['high']:.2f})"
    return say("{share} of {hits} read by {readers}", share=share, hits=count(row["n"], "hit"), readers=row["reader"])


def judged_part(snapshot: Snapshot, view: LexiconsView) -> list[Child]:
    """What verdicts say by now of what is open: a sentence, which is asked for again after each verdict."""
    if view.open == ALL:
        rows = dimension_right(snapshot, view.filters, view.measure, view.of)
        strict, lenient = (rows.filter(figure=name) for name in ("precision", "precision, unsure right"))
    else:
        own = entries_right(snapshot, view.filters, view.measure, view.of).filter(entry_id=view.open)
        names = {"right": "value", "right_low": "low", "right_high": "high", "judged": "n", "readers": "reader"}
        strict, lenient = own.rename(names), pl.DataFrame()
    if not strict.height:
        return [html.P(say("None of its hits is judged yet."), className="note", role="status")]
    sentence = say("Right: {figure}. Unsure counts as wrong.", figure=right_said(strict.row(0, named=True)))
    if lenient.height and lenient["value"][0] != strict["value"][0]:
        sentence += " " + say("Were it right, it would be {share}.", share=f"{lenient['value'][0]:.2f}")
    return [html.P(sentence, className="standfirst judged", role="status")]


def hits_to_judge(snapshot: Snapshot, view: LexiconsView, title: Component) -> Component:
    """Some hits of what is open, each leading to its article."""
    of_all = view.open == ALL
    names = [entry.id for entry in snapshot.lexicon.entries.get(view.of, ()) if entry.dimension == view.measure]
    name, entries = (f"{view.of} {view.measure}", names) if of_all else (view.open, [view.open])
    order = drawn_order(snapshot, view.filters, name, entries)
    rows = drawn_hits(snapshot, view.filters, name, entries, _HITS, view.draw)
    if not rows.height:
        return html.Section([title, html.P(say("None in these articles."), className="nothing")], id="hits")
    drawn_for = "dimension" if of_all else "entry"
    items = [_hit(snapshot, view, row, drawn_for) for row in _known(snapshot, view, rows, drawn_for)]
    draws = -(-order.height // _HITS)
    at = (view.draw - 1) % draws + 1
    others: list[Child] = [say("Draw {at} of {draws}.", at=at, draws=draws), " "]
    if draws > 1:
        others.append(view_link(say("Draw others"), view.href(draw=view.draw + 1), "next-draw"))
    keys = say("On a hit: 1 right, 2 wrong, 3 unsure, 0 takes it back.")
    how = html.P(keys, className="note only-readers")
    none = html.P(
        spliced(
            "To judge hits, start the dashboard with your name: {command}",
            command=html.Code("framing dashboard --coder NAME"),
        ),
        className="note no-readers",
    )
    attributes = {
        "data-judge": drawn_for, "data-frame": frame_of(view.filters), "data-again": view.href(),
        "data-words": json.dumps({name: say(text) for name, text in (_BUTTONS | _SAID).items()}, ensure_ascii=False),
    }  # fmt: skip
    slot = html.Div(className="reader-slot")
    listed = html.Div([slot, html.Ul(items, className="hits-drawn")], className="judging", **named(attributes))
    sentence = part("judged", judged_part(snapshot, view))
    parts: list[Child] = [title, sentence, dcc.Store(id="ask-judged"), none, how, listed, html.P(others)]
    return html.Section(parts, id="hits")


def _known(snapshot: Snapshot, view: LexiconsView, rows: pl.DataFrame, drawn_for: str) -> list[dict[str, Any]]:
    """The hits with what is known of their articles, and what readers have said of them."""
    meta = snapshot.rows.select(
        "article_id", "outlet_name", "published", "published_precision", "language",
        of_title=pl.coalesce("title", "start"),
    )  # fmt: skip
    texts = snapshot.articles.select("article_id", "content_sha256")
    joined = rows.join(meta, on="article_id", how="left", maintain_order="left")
    joined = joined.join(texts, on="article_id", how="left", maintain_order="left")
    judged: dict[tuple[Any, ...], dict[str, str]] = {}
    verdicts = verdicts_here(snapshot, view.filters, view.measure, view.of, drawn_for)
    for row in verdicts.select("article_id", "section", "start", "entry_id", "reader", "verdict").iter_rows():
        judged.setdefault(row[:4], {})[row[4]] = row[5]
    return [
        {**row, "said": judged.get((row["article_id"], str(row["section"]), row["start"], row["entry_id"]), {})}
        for row in joined.to_dicts()
    ]


def _hit(snapshot: Snapshot, view: LexiconsView, row: dict[str, Any], drawn_for: str) -> Component:
    href = ArticleView(filters=view.filters, entry=row["entry_id"]).href(row["article_id"])
    text: list[Child] = [f"{row['before']} ", html.Mark(row["hit"]), f" {row['after']}"]
    section, voice = say(SECTION_SAID[str(row["section"])]), say(VOICE_SAID[str(row["voice"])])
    date = when(row["published"], row["published_precision"])
    about = f"{row['outlet_name']} · {date} · " + say("{section}, {voice}", section=section, voice=voice)
    script: Any = script_of(row["language"])
    link = view_link(row["of_title"] or row["article_id"], href, "title", **script)
    entry: list[Child] = []
    if drawn_for == "dimension":
        entry = [view_link(html.Code(row["entry_id"]), view.href(open=row["entry_id"], draw=1)), " · "]
    place = {name: row[name] for name in ("article_id", "start", "end", "entry_id", "content_sha256")}
    place |= {"section": str(row["section"]), "edition": snapshot.lexicon.codebook.edition(view.measure)}
    attributes = {"data-hit": json.dumps(place), "data-said": json.dumps(row["said"])}
    body = [html.P(text, **script), html.P([link, html.Small([*entry, about])])]
    return html.Li([*body, html.Div(className="verdict")], **named(attributes))


def judged_rows(snapshot: Snapshot, view: ValidityView) -> pl.DataFrame:
    """READING columns: the share of right hits of each dimension and language, drawn among all of the project."""
    measures = [view.measure] if view.measure else snapshot.dimensions(view.filters)
    rows = counting(snapshot.answers.verdicts(), "dimension", fingerprint=snapshot.lexicon.fingerprint)
    rows = rows.filter(pl.col("dimension").is_in(list(measures)))
    # Over all dimensions the share would need the sizes of what was drawn from.
    return hit_figures(rows).filter(pl.col("dimension") != "all")


def judged_section(snapshot: Snapshot, view: ValidityView) -> Component:
    """What people of this project say of hits."""
    rows = judged_rows(snapshot, view).filter(figure="precision").sort("dimension", "language")
    title = html.H2(say("How many hits are right, as people of this project read them?"))
    name = view.measure or next(iter(snapshot.dimensions(view.filters)))
    judge = LexiconsView(filters=view.filters, measure=name, open=ALL).href()
    sentence = say("Judge hits of {dimension}, drawn at random", dimension=dimension_name(name))
    link = html.P(view_link(sentence, judge))
    if not rows.height:
        none = say("Nobody has judged hits that were drawn for a dimension.")
        return html.Section([title, html.P(none, className="nothing"), link], id="judged")
    head = [html.Th(text, scope="col") for text in (say("Dimension"), say("Language"))]
    head += [html.Th([say("Right"), html.Small(say("95 % interval"))], scope="col", className="num")]
    head += [html.Th(say("Hits"), scope="col", className="num"), html.Th(say("Read by"), scope="col")]
    body = []
    for row in rows.iter_rows(named=True):
        own = LexiconsView(filters=view.filters, measure=row["dimension"], of=row["language"], open=ALL).href()
        few = [html.Small(say("a badge from {number}", number=LEAST_READ))] if row["n"] < LEAST_READ else []
        cells: list[Child] = [
            html.Th(view_link(dimension_name(row["dimension"]), own), scope="row"),
            html.Td(language_name(row["language"])),
            html.Td([f"{row['value']:.2f}", html.Small(f"{row['low']:.2f} … {row['high']:.2f}")], className="num"),
            html.Td([count(row["n"]), *few], className="num"),
            html.Td(row["reader"]),
        ]
        body.append(html.Tr(cells))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near")
    note = say("Drawn at random among all hits, one of texts that belong together; unsure counts as wrong.")
    files = export_line("judged", view.href(), "framing lexicon review figures --project .")
    return html.Section([title, table, files, html.P(note, className="note"), link], id="judged")

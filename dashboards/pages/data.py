"""The page of the data: which articles there are, what could not be read, what was done, and what outlets leave out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import filter_bar, left_out, nothing_left
from dashboards.components.links import (
    Child,
    command_for,
    export_line,
    find_slot,
    named,
    paged,
    profile_link,
    view_link,
)
from dashboards.components.part import part
from dashboards.components.standing import (
    looks_of,
    looks_section,
    pairs_of,
    pairs_part,
    rejects_of,
    rejects_section,
    runs_of,
    runs_section,
)
from dashboards.data import Snapshot
from dashboards.export import caption, csv, printed
from dashboards.filtering import Filters
from dashboards.names import count, country_name, language_name, script_of, topic_name, when
from dashboards.page import File, Made, Page, asked_of, narrowing
from dashboards.plainview import DataView
from dashboards.view import ArticleView
from dashboards.wording import later, many, say
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["PAGE", "data_page", "listed_articles", "silences"]

#: Rows on a page: articles, topics that are left out.
_ARTICLES, _GAPS = 20, 12
#: Articles on a topic that an outlet would have, were it like the others, under which none may be chance: with three
#: expected, none comes in one of twenty (e⁻³ = .05).
_EXPECTED: Final = 3.0
#: Column → its heading, and what it is sorted by first.
_COLUMNS: Final = {
    "title": (later("Article"), ""), "outlet": (later("Outlet"), ""), "published": (later("Date"), "-"),
    "words": (later("Words"), "-"), "hits": (later("Hits"), "-"),
}  # fmt: skip


def data_page(snapshot: Snapshot, view: DataView) -> Component:
    """The page, also of a project that has no articles."""
    if not snapshot.rows.height:
        head = html.Header(html.H1(say("No article could be read yet")), className="lede")
        sections = [rejects_section(snapshot, view), runs_section(snapshot, view)]
        return html.Div([head, *sections], className="data-page overview")
    selection = snapshot.select(view.filters)
    rows = selection.rows
    question = say("No article fits these filters")
    if rows.height:
        question = say(
            "Which articles of {outlets} are these{about}?", outlets=asked_of(rows), about=narrowing(view.filters)
        )
    about = say(
        "All articles, what could not be read and what to do about it, what was done when, and what outlets leave out."
    )
    head = html.Header([html.H1(question), html.P(about, className="about")], className="lede")
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if rows.height:
        parts += [_articles(view, rows), _silences(snapshot, view, rows)]
    else:
        parts.append(nothing_left(snapshot, selection, view))
    parts += [rejects_section(snapshot, view), part("pairs", pairs_part(snapshot, view))]
    parts += [runs_section(snapshot, view), looks_section(snapshot, view)]
    parts.append(printed(caption(snapshot, view.filters, rows, view.href())))
    return html.Div(parts, className="data-page overview")


def listed_articles(rows: pl.DataFrame, query: str, sort: str) -> pl.DataFrame:
    """The articles that have a text in their title or their outlet's name, in an order; see :class:`DataView`."""
    title = pl.coalesce("title", "start").fill_null("")
    if query:
        named_by = pl.concat_str(title, pl.col("outlet_name").fill_null(""), separator="\n")
        rows = rows.filter(named_by.str.to_lowercase().str.contains(query.lower(), literal=True))
    column = sort.lstrip("-")
    if column not in _COLUMNS:
        return rows
    key = {"title": title, "outlet": pl.col("outlet_name")}.get(column, pl.col(column))
    return rows.sort(key, descending=sort.startswith("-"), nulls_last=True, maintain_order=True)


def _articles(view: DataView, rows: pl.DataFrame) -> Component:
    matching = listed_articles(rows, view.q, view.sort)
    hint = say("in the title or the outlet’s name")
    slot = find_slot("q", view.q, say("Find articles"), view.href(q=""), hint)
    sentence = many("{n} article.", "{n} articles.", matching.height)
    if view.q:
        sentence = many(
            "{n} article of {all} with “{text}” in the title or the outlet’s name.",
            "{n} articles of {all} with “{text}” in the title or the outlet’s name.",
            matching.height,
            all=rows.height,
            text=view.q,
        )
    parts: list[Child] = [
        html.H2(say("Articles")),
        html.Div(slot, className="find"),
        html.P(sentence, className="standfirst", role="status"),
    ]
    if matching.height:
        shown, pages = paged(
            matching, view.page, _ARTICLES, lambda page: view.href(page=page), say("Pages of the articles")
        )
        head = [_head(name, view) for name in _COLUMNS]
        body = [_article(row, view) for row in shown.iter_rows(named=True)]
        table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="articles", id="articles")
        parts += [
            table,
            pages,
            export_line("articles", view.href(), command_for(["export", "articles"], _plain(view.filters))),
        ]
    return html.Section(parts, id="all")


def _plain(filters: Filters) -> Filters:
    """Filters that choose articles alone."""
    words: dict[str, Any] = {"voices": (), "sections": (), "family": ()}
    return replace(filters, **words)


def _head(column: str, view: DataView) -> Component:
    label, first = _COLUMNS[column]
    up, down = column, f"-{column}"
    usual, other = (down, up) if first else (up, down)
    state = {up: "ascending", down: "descending"}.get(view.sort)
    attributes: dict[str, Any] = named({"aria-sort": state}) if state else {}
    link = view_link(say(label), view.href(sort=other if view.sort == usual else usual), "sort")
    return html.Th(link, scope="col", className="num" if column in ("words", "hits") else "", **attributes)


def _article(row: dict[str, Any], view: DataView) -> Component:
    script: Any = script_of(row["language"])
    name = row["title"] or row["start"] or row["article_id"]
    link = view_link(name, ArticleView(filters=view.filters).href(row["article_id"]), "title", **script)
    outlet = profile_link(row["outlet_name"], view.filters, row["outlet"])
    country = profile_link(country_name(row["country"]), view.filters, row["country"], "country")
    status = [] if row["status"] == "ok" else [html.Small(say(row["status"]))]
    cells: list[tuple[Any, str, str]] = [
        ([link], say("Article"), ""),
        ([outlet, html.Small([country, f", {language_name(row['language'])}"])], say("Outlet"), ""),
        (when(row["published"], row["published_precision"]), say("Date"), ""),
        ([count(row["words"]), *status], say("Words"), "num"),
        (count(row["hits"]), say("Hits"), "num"),
    ]
    made = [html.Td(cell, className=kind, **named({"data-label": label})) for cell, label, kind in cells]
    return html.Tr(made, **named({"data-key": row["article_id"]}))


def silences(rows: pl.DataFrame) -> pl.DataFrame:
    """Topics on which an outlet has nothing, where others of its country and language have enough.

    Args:
        rows: of articles.

    Returns:
        Columns outlet, country, language, topic, articles (of the outlet), others (outlets), covered_by (of these),
        expected: articles on the topic that it would have with the share of the others together. Those are left out
        of which it would have fewer than three: none may be chance.
    """
    place = ["country", "language"]
    known = rows.drop_nulls(["outlet", *place, "topic"]).filter(
        ~pl.col("outlet").str.starts_with(UNKNOWN_OUTLET), pl.col("topic") != "none"
    )
    every = rows.drop_nulls(["outlet", *place]).filter(~pl.col("outlet").str.starts_with(UNKNOWN_OUTLET))
    sizes = every.group_by("outlet", *place).agg(articles=pl.len().cast(pl.Int64))
    totals = sizes.group_by(place).agg(outlets=pl.len().cast(pl.Int64), all_articles=pl.sum("articles"))
    topics = known.group_by(*place, "topic").agg(
        on_topic=pl.len().cast(pl.Int64), covered_by=pl.col("outlet").n_unique().cast(pl.Int64)
    )
    grid = sizes.join(totals, on=place).join(topics, on=place)
    grid = grid.join(known.select("outlet", *place, "topic").unique(), on=["outlet", *place, "topic"], how="anti")
    expected = pl.col("articles") * pl.col("on_topic") / (pl.col("all_articles") - pl.col("articles"))
    silent = grid.with_columns(others=pl.col("outlets") - 1, expected=expected).filter(
        pl.col("others") > 0, pl.col("expected") >= _EXPECTED
    )
    names = ("outlet", *place, "topic", "articles", "others", "covered_by", "expected")
    return silent.select(names).sort("expected", "outlet", "topic", descending=[True, False, False])


def _silences(snapshot: Snapshot, view: DataView, rows: pl.DataFrame) -> Component:
    silent = silences(rows)
    sentence = say(
        "Topics on which an outlet has no article, though it would have three or more, had it the share of the others "
        "of its country in its language. Counted in what is in this project, which may not be all that it published."
    )
    parts: list[Child] = [html.H2(say("What do outlets leave out?")), html.P(sentence, className="standfirst")]
    if not silent.height:
        text = say("No outlet is without a topic that others cover, beyond what chance would bring about.")
        return html.Section([*parts, html.P(text, className="nothing")], id="silences")
    shown, pages = paged(silent, view.gaps, _GAPS, lambda page: view.href(gaps=page), say("Pages of what is left out"))
    head = [html.Th(text, scope="col") for text in (say("Outlet"), say("Has nothing on"))]
    head += [
        html.Th(text, scope="col", className="num")
        for text in (say("Expected"), say("Its articles"), say("Others that have some"))
    ]
    body = [
        html.Tr(
            [
                html.Th(
                    [
                        profile_link(snapshot.outlet_name(row["outlet"]), view.filters, row["outlet"]),
                        html.Small(f"{country_name(row['country'])}, {language_name(row['language'])}"),
                    ],
                    scope="row",
                ),
                html.Td(topic_name(row["topic"])),
                html.Td(f"{row['expected']:.1f}", className="num"),
                html.Td(count(row["articles"]), className="num"),
                html.Td(say("{n} of {all}", n=row["covered_by"], all=row["others"]), className="num"),
            ]
        )
        for row in shown.iter_rows(named=True)
    ]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near")
    return html.Section([*parts, table, pages, export_line("silences", view.href())], id="silences")


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``articles.csv``, ``silences.csv``, ``rejects.csv``, ``runs.csv``, ``pairs.csv``, ``looks.csv``."""
    view = DataView.parse(search)
    of_project = {
        "rejects.csv": rejects_of, "runs.csv": runs_of, "pairs.csv": pairs_of, "looks.csv": looks_of,
    }  # fmt: skip
    if name in of_project:
        return csv(of_project[name](snapshot, view), f"{snapshot.name} · {name.removesuffix('.csv')} · {view.href()}")
    rows = snapshot.select(view.filters).rows
    heading = caption(snapshot, view.filters, rows, view.href())
    if name == "articles.csv":
        return csv(listed_articles(rows, view.q, view.sort), heading)
    return (
        csv(silences(rows), f"{say('topics that outlets leave out; counted')} · {heading}")
        if name == "silences.csv"
        else None
    )


def _part(snapshot: Snapshot, _: str, search: str) -> list[Child]:
    return pairs_part(snapshot, DataView.parse(search), True)


PAGE: Final = Page(
    path=DataView.path,
    make=lambda snapshot, _, search: Made(data_page(snapshot, DataView.parse(search)), say("Data")),
    file=_file,
    parts={"pairs": _part},
    name=later("Data"),
    href=lambda filters: DataView(filters=filters).href(),
    needs_articles=False,
)

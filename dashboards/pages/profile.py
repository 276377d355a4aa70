"""The page that has everything about one outlet or country: its rates, topics, sources, loudest articles and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.checking import least_badges
from dashboards.components.caveats import checked
from dashboards.components.filters import filter_bar, left_out, nothing_left
from dashboards.components.heatmap import dimension_name
from dashboards.components.links import Child, command_for, export_line, named, profile_link, view_link
from dashboards.components.measures import figures, is_contrast
from dashboards.components.part import part, pending
from dashboards.components.scale import axis, dot, doublings_said, why_not
from dashboards.data import Snapshot
from dashboards.export import caption, caption_lines, csv, printed
from dashboards.names import (
    BADGE_SAID,
    count,
    country_name,
    language_name,
    listed,
    numeric,
    scale_number,
    script_of,
    topic_name,
    when,
)
from dashboards.page import File, Made, Page, narrowing
from dashboards.plainview import ProfileView
from dashboards.profiles import ENOUGH, asked, characteristic, loudest, own_rows, rates, shares, sides_of
from dashboards.view import ArticleView, CompareView
from dashboards.wording import many, say
from framing.figures.planes import LOUD
from framing.figures.strips import Mark, Panel, Strips
from framing.render.charts import Axis
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["PAGE", "profile_page"]

_KINDS: Final = ("outlet", "country")
#: Doublings at the ends of the strips, topics and sources, articles, words, and outlets to begin with.
_SPAN, _TOP, _ARTICLES, _WORDS, _OFFERED = 3.0, 8, 8, 14, 12


def profile_page(snapshot: Snapshot, view: ProfileView) -> Component:
    """The page of a project that has articles."""
    view = view if view.kind in _KINDS else replace(view, kind="outlet")
    selection = snapshot.select(view.filters)
    own = own_rows(snapshot, view)
    question = say("No article fits these filters")
    if selection.rows.height:
        question = say("Of which outlet or country?")
        if own.height:
            question = say(
                "How does {name} frame this{about}?", name=_called(snapshot, view), about=narrowing(view.filters)
            )
    head = html.Header([html.H1(question), html.P(_about(own), className="about")], className="lede")
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if not selection.rows.height:
        parts.append(nothing_left(snapshot, selection, view))
    elif not own.height:
        parts.append(_offers(snapshot, selection.rows, view))
    else:
        parts.append(part("profile", _rates(snapshot, view)))
        parts.append(checked(snapshot, snapshot.dimensions(view.filters), own["language"].unique().sort()))
        parts += [_shares(snapshot, view), part("loudest", _loudest(snapshot, view))]
        parts.append(part("characteristic", _words(snapshot, view)))
    parts.append(printed(caption(snapshot, view.filters, own, view.href())))
    return html.Div(parts, className="profile-page overview")


def _called(snapshot: Snapshot, view: ProfileView) -> str:
    return snapshot.outlet_name(view.key) if view.kind == "outlet" else country_name(view.key)


def _about(own: pl.DataFrame) -> str:
    """What is known of it."""
    if not own.height:
        return say("Its rates against its language, its topics and sources, its loudest articles and its words.")
    parts = [count(own.height, "article"), count(int(own["words"].fill_null(0).sum()), "word")]
    parts.append(listed(sorted(language_name(code) for code in own["language"].unique())))
    parts.append(
        listed(sorted(country_name(code) for code in own["country"].drop_nulls().unique()) or [say("no country")])
    )
    dates = own["published"].drop_nulls()
    if len(dates):
        parts.append(f"{when(dates.min())} – {when(dates.max())}")  # type: ignore[arg-type]
    if undated := own["published"].null_count():
        parts.append(many("{n} undated", "{n} undated", undated))
    return " · ".join(parts)


def _offers(snapshot: Snapshot, rows: pl.DataFrame, view: ProfileView) -> Component:
    """Outlets and countries with the most articles."""
    lists: list[Child] = [html.H2(say("Begin with"))]
    for kind, call in (("outlet", snapshot.outlet_name), ("country", country_name)):
        sizes = rows.drop_nulls(kind).filter(~pl.col(kind).str.starts_with(UNKNOWN_OUTLET)).group_by(kind).len()
        sizes = sizes.sort("len", kind, descending=[True, False]).head(_OFFERED)
        items = [
            html.Li([profile_link(call(key), view.filters, key, kind), html.Small(f" {count(articles)}")])
            for key, articles in sizes.iter_rows()
        ]
        lists.append(html.Ul(items, className="row"))
    return html.Section(lists, className="offers")


def _rates(snapshot: Snapshot, view: ProfileView, is_asked: bool = False) -> list[Child]:
    """The rates against the language's usual."""
    filters, parts = asked(snapshot, view)
    known = all(snapshot.is_estimated(filters, view.kind, names, ranked=view.kind == "outlet") for names in parts)
    if not (is_asked or known or snapshot.is_quick(view.filters)):
        return pending("profile", view.href(), say("Working out what is known of it …"))
    rows = rates(snapshot, view)
    names = rows.filter((pl.col("from") > 0) | (pl.col("to") < 0))["dimension"].to_list()
    sentence = say("It is far from the usual of its language in nothing that can be told apart from chance.")
    if names:
        sentence = many(
            "Its interval leaves the usual of its language in {n} measure.",
            "Its interval leaves the usual of its language in {n} measures.",
            len(names),
        )
    head = [
        html.Th(say("Dimension or scale"), scope="col"),
        html.Th(axis(say("less"), say("more"), _SPAN), scope="col", className="strip-cell"),
    ]
    head += [html.Th([say("At large"), html.Small(say("95 % interval"))], scope="col", className="num")]
    head += [html.Th(text, scope="col", className="num") for text in (say("Hits"), say("Reliability"))]
    badges = least_badges(snapshot, view.filters, own_rows(snapshot, view))
    body = [_rate(snapshot, row, badges.get(row["dimension"], "")) for row in rows.iter_rows(named=True)]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="scale profile", id="rates")
    note = say(
        "Strips: doublings from what is usual in its language. Rates are per 1,000 words, scales in doublings. "
        "Reliability: the share of what sets outlets apart that is no chance; under .5 a ranking tells little."
    )
    files = export_line(
        "profile", view.href(), command_for(["report", "--by", view.kind], view.filters), kinds=("svg", "csv")
    )
    title = html.H2(say("Against the usual of its language"))
    return [
        html.Section(
            [title, html.P(sentence, className="standfirst"), table, files, html.P(note, className="note")],
            id="against",
        )
    ]


def _rate(snapshot: Snapshot, row: dict[str, Any], badge: str) -> Component:
    side = "c4" if (row["at"] or 0) > 0 else "c1"
    strip = dot(
        row["at"], row["from"], row["to"], side, "", span=_SPAN, nothing=why_not(row), label=doublings_said(row)
    )
    contrast = is_contrast(snapshot, row["dimension"])
    known = row["reliability"]
    cells: list[Child] = [
        html.Th([dimension_name(row["dimension"]), html.Small(say(BADGE_SAID[badge])) if badge else None], scope="row"),
        html.Td(strip, className="strip-cell"),
        html.Td(figures(row, contrast=contrast), className="num"),
        html.Td(count(row["hits"]), className="num side", **named({"data-label": say("Hits")})),
        html.Td(
            "–" if known is None else f"{known:.2f}", className="num side", **named({"data-label": say("Reliability")})
        ),
    ]
    return html.Tr(cells, **named({"data-measure": row["dimension"]}))


def _shares(snapshot: Snapshot, view: ProfileView) -> Component:
    """Its topics and its sources, beside those of others in its language."""
    calls: dict[str, tuple[str, Callable[[str], str]]] = {
        "topic": (say("Topics"), topic_name), "source": (say("Sources that it credits"), snapshot.outlet_name),
    }  # fmt: skip
    tables: list[Child] = []
    for column, (title, call) in calls.items():
        rows = shares(snapshot, view, column)
        if not rows.height:
            tables.append(
                html.Div([html.H2(title), html.P(say("None is known of its articles."), className="nothing")])
            )
            continue
        head = [html.Th(title, scope="col")]
        head += [
            html.Th(text, scope="col", className="num") for text in (say("Articles"), say("Its share"), say("Others’"))
        ]
        body = [
            html.Tr(
                [
                    html.Th(call(key), scope="row"),
                    *(html.Td(text, className="num") for text in (count(articles), f"{share:.1f} %", f"{of:.1f} %")),
                ]
            )
            for key, articles, share, of in rows.head(_TOP).iter_rows()
        ]
        table = _near(head, body)
        rest = rows.slice(_TOP)
        articles_of = count(int(rest["articles"].sum()), "article")
        more = say("And {n} more with {articles}.", n=rest.height, articles=articles_of) if rest.height else ""
        files = export_line(f"{column}s", view.href())
        tables.append(html.Div([html.H2(title), table, html.P(more, className="note") if more else None, files]))
    return html.Section(html.Div(tables, className="columns"), id="shares")


def _near(head: Sequence[Component], body: Sequence[Component]) -> Component:
    """A table whose columns stand close to each other."""
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="near")


def _loudest(snapshot: Snapshot, view: ProfileView, is_asked: bool = False) -> list[Child]:
    if not (is_asked or snapshot.is_quick(view.filters)):
        return pending("loudest", view.href(), say("Looking for its loudest articles …"))
    articles = loudest(snapshot, view).head(_ARTICLES)
    title = html.H2(say("Its loudest articles"))
    sentence = say(
        "Shouting per 1,000 of the article’s own words, as counted, of articles with {n} own words at least.", n=ENOUGH
    )
    if not articles.height:
        return [html.Section([title, html.P(say("None of its articles shouts."), className="nothing")])]
    rows = articles.join(own_rows(snapshot, view), on="article_id", how="left", maintain_order="left", suffix="_of")
    items = []
    for row in rows.iter_rows(named=True):
        name = row["title"] or row["start"] or row["article_id"]
        href = ArticleView(filters=view.filters, scale=LOUD).href(row["article_id"])
        sizes = {"hits": count(row["hits"], "hit"), "words": count(row["own_words"], "own word")}
        detail = f" {row['rate']:.1f} · {say('{hits} in {words}', **sizes)} · "
        detail += when(row["published"], row["published_precision"])
        items.append(html.Li([view_link(name, href, "title", **script_of(row["language"])), html.Small(detail)]))
    files = export_line("loudest", view.href())
    parts: list[Child] = [title, html.P(sentence, className="standfirst"), html.Ol(items, className="loudest"), files]
    return [html.Section(parts, id="loud")]


def _words(snapshot: Snapshot, view: ProfileView, is_asked: bool = False) -> list[Child]:
    """The words that it has more often than the rest of its language."""
    known = snapshot.is_counted(view.filters, sides_of(view))
    if not (is_asked or known or snapshot.is_quick(view.filters)):
        return pending("characteristic", view.href(), say("Counting its words and those of the rest of its language …"))
    rows = characteristic(snapshot, view).head(_WORDS)
    title = html.H2(say("Its characteristic words"))
    more = CompareView(filters=view.filters, by=view.kind, a=view.key, words="all").href()
    link = html.P(view_link(say("All words, and what else differs from the rest of its language"), more))
    if not rows.height:
        return [html.Section([title, html.P(say("No word sets it apart."), className="nothing"), link])]
    head = [html.Th(say("Word"), scope="col")]
    head += [html.Th(text, scope="col", className="num") for text in (say("It"), say("The rest"), "z")]
    body = [
        html.Tr(
            [
                html.Th(html.Bdi(row["word"], **named(script_of(row["language"]))), scope="row"),
                html.Td(count(row["count_a"]), className="num"),
                html.Td(count(row["count_b"]), className="num"),
                html.Td(f"{row['z']:.1f}", className="num"),
            ]
        )
        for row in rows.iter_rows(named=True)
    ]
    table = _near(head, body)
    sentence = say("By weighted log-odds against the rest of its language, copies of one text counted once.")
    files = export_line("words", view.href())
    return [
        html.Section([title, html.P(sentence, className="standfirst"), table, files, link], id="characteristic-words")
    ]


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``profile.csv``, ``profile.svg``, ``topics.csv``, ``sources.csv``, ``loudest.csv``, ``words.csv``."""
    view = ProfileView.parse(search)
    own = own_rows(snapshot, view) if view.kind in _KINDS else pl.DataFrame()
    if not own.height:
        return None
    title = say("{name} against the usual of its language", name=_called(snapshot, view))
    heading = f"{title} · {caption(snapshot, view.filters, own, view.href())}"
    if name in ("topics.csv", "sources.csv"):
        return csv(shares(snapshot, view, name[:-5]), heading)
    if name == "loudest.csv":
        meta = own.select("article_id", "title", "outlet", "published")
        return csv(loudest(snapshot, view).join(meta, on="article_id", how="left", maintain_order="left"), heading)
    if name == "words.csv":
        return csv(characteristic(snapshot, view), f"{say('words against the rest of its language')} · {heading}")
    if name == "profile.csv":
        badges = {"dimension": list(least := least_badges(snapshot, view.filters, own)), "badge": list(least.values())}
        checked_by = pl.DataFrame(badges, schema=dict.fromkeys(badges, pl.String()))
        rows = rates(snapshot, view).drop("at", "from", "to")
        return csv(rows.join(checked_by, on="dimension", how="left", maintain_order="left"), heading)
    if name != "profile.svg":
        return None
    marks = []
    for row in rates(snapshot, view).drop_nulls(["at", "from", "to"]).iter_rows(named=True):
        figures = numeric(f"{scale_number(row['at'])} ({scale_number(row['from'])} … {scale_number(row['to'])})")
        marks.append(
            Mark(name=dimension_name(row["dimension"]), figures=figures, value=row["at"], ends=(row["from"], row["to"]))
        )
    if not marks:
        return None
    label = say("{title}, in doublings", title=title)
    ends = (say("less"), say("more"))
    panel = Panel(axis=Axis(-_SPAN, _SPAN, (-_SPAN, 0, _SPAN), reference=0), marks=marks, ends=ends)
    drawing = Strips(panels=[panel], label=label).svg([label, *caption_lines(heading)])
    return File("image/svg+xml", drawing)


def _part(
    fill: Callable[[Snapshot, ProfileView, bool], list[Child]], snapshot: Snapshot, _: str, search: str
) -> list[Child]:
    view = ProfileView.parse(search)
    return fill(snapshot, view, True) if view.kind in _KINDS and own_rows(snapshot, view).height else []


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    view = ProfileView.parse(search)
    return Made(profile_page(snapshot, view), _called(snapshot, view) if view.key else say("Profile"))


PAGE: Final = Page(
    path=ProfileView.path,
    make=_make,
    file=_file,
    parts={
        name: partial(_part, fill)
        for name, fill in (("profile", _rates), ("loudest", _loudest), ("characteristic", _words))
    },
)

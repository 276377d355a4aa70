"""The page that follows a measure over time: all outlets together, and each against itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import polars as pl
from dash import html
from dash.development.base_component import Component

import framing
from dashboards.components.caveats import checked
from dashboards.components.filters import filter_bar, left_out, nothing_left
from dashboards.components.links import Child, command_for, export_line, named, paged, switch, view_link
from dashboards.components.measures import is_contrast, measure_name, measure_of, measure_panel
from dashboards.components.part import part, pending
from dashboards.data import Snapshot
from dashboards.export import caption, caption_lines, csv, printed
from dashboards.names import count, country_name, language_name, numeric, when
from dashboards.page import File, Made, Page, asked_of, narrowing
from dashboards.plainview import TimeView
from dashboards.wording import ENGLISH, later, many, say, spoken
from framing.figures.lines import VOLUMES, Span, TimeLine, drawn_small, placed, span_of, spanning
from framing.frames import texts, texts_of

__all__ = ["CHANGES", "PAGE", "SHARES", "TITLES", "UNSURE", "followed", "time_page"]

CHANGES: Final = {
    "day": later("{change} % a day ({low} to {high})"),
    "week": later("{change} % a week ({low} to {high})"),
    "month": later("{change} % a month ({low} to {high})"),
}
UNSURE: Final = {
    "day": later("{change} % a day ({low} to {high}, so perhaps nothing)"),
    "week": later("{change} % a week ({low} to {high}, so perhaps nothing)"),
    "month": later("{change} % a month ({low} to {high}, so perhaps nothing)"),
}
SHARES: Final = {
    "day": later("% of all articles of the day"),
    "week": later("% of all articles of the week"),
    "month": later("% of all articles of the month"),
}
TITLES: Final = {
    "day": later("{measure} in {language}, by day"),
    "week": later("{measure} in {language}, by week"),
    "month": later("{measure} in {language}, by month"),
}


_PERIODS: Final = {"day": later("Day"), "week": later("Week"), "month": later("Month")}
_BY: Final = {"outlet": later("Outlet"), "country": later("Country")}
#: Keys that have a drawing of their own.
_SMALL: Final = 9
#: Days of the project's own that are named below the chart.
_DAYS: Final = 12
#: Periods in the table.
_ROWS: Final = 12


def time_page(snapshot: Snapshot, view: TimeView) -> Component:
    """The page of a project that has articles."""
    view = _settled(snapshot, view)
    selection = snapshot.select(view.filters)
    rows = selection.rows
    question = say("No article fits these filters")
    if rows.height:
        about = narrowing(view.filters)
        question = say(
            "How does {measure} of {outlets}{about} change over time?",
            measure=measure_name(snapshot, view.measure),
            outlets=asked_of(rows),
            about=about,
        )
    about_it = say("A rate a day, week or month with its 95 % interval, and how much was published.")
    head = html.Header([html.H1(question), html.P(about_it, className="about")], className="lede")
    parts: list[Child] = [head, filter_bar(snapshot, view), left_out(selection)]
    if rows.height:
        parts += [_ways(snapshot, view), part("time", _time(snapshot, view))]
        parts.append(checked(snapshot, (view.measure,), rows["language"].unique().sort()))
    else:
        parts.append(nothing_left(snapshot, selection, view))
    parts.append(printed(caption(snapshot, view.filters, rows, view.href())))
    return html.Div(parts, className="time-page overview")


def _settled(snapshot: Snapshot, view: TimeView) -> TimeView:
    """The view with a measure and a period that there are: a link may be older than the lexicon."""
    period = view.period if view.period in _PERIODS else "month"
    measure = measure_of(snapshot, view)
    return replace(view, measure=measure, period=period, by=view.by if view.by in _BY else "outlet")


def _ways(snapshot: Snapshot, view: TimeView) -> Component:
    """What is followed, and in which steps."""
    panel = measure_panel(snapshot, view)
    periods = [(say(text), view.href(period=name), name == view.period) for name, text in _PERIODS.items()]
    by = [(say(text), view.href(by=name), name == view.by) for name, text in _BY.items()]
    return html.Div(
        [
            html.Div(panel, className="filters pick"),
            switch(say("Period"), periods),
            html.Div([html.Span([say("Within each"), " "], className="bar-label"), switch(say("Within each"), by)]),
        ],
        className="section-head time-ways",
    )


def followed(snapshot: Snapshot, view: TimeView) -> framing.Trends:
    """What ``framing.trends`` says of the articles that fit the filters."""

    def make() -> dict[str, pl.DataFrame]:
        scored, articles = snapshot.among(view.filters)
        options: dict[str, Any] = {"period": view.period, "level": view.by, "measures": [view.measure]}
        trends = framing.trends(scored, articles, snapshot.lexicon, **options, **view.filters.counted)
        frames = {"series": trends.series, "volume": trends.volume, "slopes": trends.slopes}
        return frames | {"caveats": texts(trends.caveats)}

    kept = snapshot.kept("trends", _parts(view), make)
    frames = {name: kept[name] for name in ("series", "volume", "slopes")}
    return framing.Trends(**frames, caveats=tuple(texts_of(kept["caveats"])), period=view.period, level=view.by)


def _parts(view: TimeView) -> tuple[str, ...]:
    return (repr(view.filters), view.measure, view.period, view.by)


def _time(snapshot: Snapshot, view: TimeView, is_asked: bool = False) -> list[Child]:
    """The chart, what the trend is, the periods in a table, and each key by itself."""
    is_quick = is_asked or snapshot.is_quick(view.filters)
    if not is_quick and not snapshot.has("trends", view.filters, view.measure, view.period, view.by):
        return pending("time", view.href(), say("Following the measure over time …"))
    trends = followed(snapshot, view)
    codes = _languages(trends)
    stones = snapshot.answers.milestones()
    cautions = [*trends.caveats, *stones.problems]
    notes = html.Ul([html.Li(say(text)) for text in cautions], className="told") if cautions else None
    days = [f"{when(moment)}: {label}" for moment, label in stones.rows.head(_DAYS).iter_rows()]
    if stones.rows.height > _DAYS:
        days.append(many("and {n} day more", "and {n} days more", stones.rows.height - _DAYS))
    said_days = say("Days of {file}: {days}.", file="events.csv", days="; ".join(days))
    named_days = html.P(said_days, className="note") if days else None
    if not codes:
        return [html.P(say("No article with words has a date that tells the period."), className="nothing"), notes]
    code = view.of if view.of in codes else codes[0]
    rows = series_of(snapshot, view, trends, code)
    choices = [(language_name(one), view.href(of=one), one == code) for one in codes]
    title = html.H2(_title(snapshot, view, code))
    return [
        html.Section(
            [
                html.Div([title, switch(say("Language"), choices)], className="section-head"),
                html.P(_trend(trends, view, code), className="standfirst"),
                _chart(snapshot, view, rows, code),
                export_line("time", view.href(), _command(view), kinds=("svg", "csv")),
                named_days,
                notes,
                _table(rows, view),
            ],
            id="time",
        ),
        _each(snapshot, view, trends, code, span_of(rows)),
    ]


def _languages(trends: framing.Trends) -> list[str]:
    """Languages with dated articles, that with the most first."""
    sizes = trends.volume.group_by("language").agg(pl.sum("articles"))
    return sizes.sort("articles", "language", descending=[True, False])["language"].to_list()


def _title(snapshot: Snapshot, view: TimeView, code: str) -> str:
    name = _plain(snapshot, view)
    return say(TITLES[view.period], measure=name, language=language_name(code))


def _plain(snapshot: Snapshot, view: TimeView) -> str:
    """The measure without its article, as a title begins."""
    name = measure_name(snapshot, view.measure)
    return (name.removeprefix("the ") if spoken() == ENGLISH else name).capitalize()


def series_of(snapshot: Snapshot, view: TimeView, trends: framing.Trends, code: str) -> pl.DataFrame:
    """SERIES columns of a language, with start, end, bar and ``share``: per cent of all its articles then."""
    rows = placed(trends.series.filter(pl.col("level") == "language", pl.col("key") == code))
    every = snapshot.rows.filter(pl.col("language") == code, pl.col("published").is_not_null(), pl.col("words") > 0)
    moments = every["published"].sort()
    ends = [moments.search_sorted(rows[name], side="left") for name in ("start", "end")]
    of_all = pl.Series("of_all", ends[1] - ends[0], pl.Int64)
    share = (100 * pl.col("articles") / pl.col("of_all")).fill_nan(None)
    rows = rows.with_columns(of_all).with_columns(share=pl.when(pl.col("of_all") > 0).then(share))
    return rows.with_columns(bar=pl.col("share") if _is_part(view) else pl.col("articles").cast(pl.Float64))


def _is_part(view: TimeView) -> bool:
    """Whether filters leave a part of what was published at a time: then its share says more than its number."""
    every: dict[str, Any] = {"language": (), "since": "", "until": "", "voices": (), "sections": (), "family": ()}
    return bool(replace(view.filters, **every))


def _trend(trends: framing.Trends, view: TimeView, code: str) -> str:
    """What the slopes say, in a sentence."""
    row = next(trends.slopes.filter(pl.col("language") == code).iter_rows(named=True), None)
    if row is None or row["pooled"] is None or row["status"] in ("few-periods", "no-trend"):
        return say("Too few periods, or too few hits, for a trend.")
    is_outlet = view.by == "outlet"
    sentences = [say("All together: {moves}.", moves=_moves(row, "pooled", view.period))]
    if row["within"] is not None and row["keys"] > 1:
        each = later("Within each outlet: {moves}.") if is_outlet else later("Within each country: {moves}.")
        sentences.append(say(each, moves=_moves(row, "within", view.period)))
    if row["status"] == "paradox":
        sentences.append(say("These contradict each other: read them one by one."))
    elif row["status"] == "mix":
        outlets = later("They differ: the first is in part a trend of which outlet was read when.")
        countries = later("They differ: the first is in part a trend of which country was read when.")
        sentences.append(say(outlets if is_outlet else countries))
    return " ".join(sentences)


def _moves(row: dict[str, Any], name: str, period: str) -> str:
    value, low, high = (100 * (row[key] - 1) for key in (name, f"{name}_low", f"{name}_high"))
    phrases = (CHANGES if (low > 0) == (high > 0) else UNSURE)[period]
    change, least, most = (numeric(f"{number:+.2g}".replace("-", "−")) for number in (value, low, high))
    return say(phrases, change=change, low=least, high=most)


def _chart(snapshot: Snapshot, view: TimeView, rows: pl.DataFrame, code: str) -> Component:
    drawing = _drawing(snapshot, view, rows, code)
    drawings = {name: drawing.svg(is_narrow=name == "narrow", file=False) for name in ("wide", "narrow")}
    slots = {f"data-{name}": drawing for name, drawing in drawings.items()}
    # What is drawn over becomes the range of dates of the address.
    first, last = rows["start"][0], rows["end"][-1]
    brush = {"first": first.isoformat(), "last": last.isoformat(), "href": view.href(page=1)}
    slots |= {f"data-{name}": text for name, text in brush.items()}
    return html.Div(className="plane timeline brush", **named(slots))


def _drawing(snapshot: Snapshot, view: TimeView, rows: pl.DataFrame, code: str) -> TimeLine:
    days = list(snapshot.answers.milestones().rows.iter_rows())
    return TimeLine(
        rows=rows,
        span=span_of(rows),
        label=say(spanning(_title(snapshot, view, code), rows)),
        unit=_unit(snapshot, view),
        articles=say((SHARES if _is_part(view) else VOLUMES)[view.period]),
        days=days,
    )


def _unit(snapshot: Snapshot, view: TimeView) -> str:
    if is_contrast(snapshot, view.measure):
        scale = snapshot.lexicon.codebook.scales[view.measure]
        return say("↑ {high}, ↓ {low}; 95 % interval", high=say(scale.high_label), low=say(scale.low_label))
    return say("per 1,000 words; 95 % interval")


def _number(value: float | None) -> str:
    return "–" if value is None else numeric(f"{value:.2f}".replace("-", "−"))


def _table(rows: pl.DataFrame, view: TimeView) -> Component:
    """The periods, the newest first, each a link to it alone."""
    newest = rows.reverse()
    shown, pages = paged(newest, view.page, _ROWS, lambda page: view.href(page=page), say("Pages of the periods"))
    names = (say("Value"), say("95 % interval"), say("Hits"), say("Articles"), say("Of all then"))
    head = [html.Th(say(_PERIODS[view.period]), scope="col")]
    head += [html.Th(text, scope="col", className="num") for text in names]
    body = []
    for row in shown.iter_rows(named=True):
        last = row["end"] - timedelta(days=1)
        only = replace(view.filters, since=f"{row['start']:%Y-%m-%d}", until=f"{last:%Y-%m-%d}")
        interval = "–" if row["low"] is None else numeric(f"{_number(row['low'])} … {_number(row['high'])}")
        share = "–" if row["share"] is None else f"{row['share']:.3g} %"
        numbers = (_number(row["estimate"]), interval, count(row["hits"]), count(row["articles"]), share)
        link = view_link(row["period"], view.href(filters=only))
        body.append(html.Tr([html.Th(link, scope="row"), *(html.Td(text, className="num") for text in numbers)]))
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="periods", id="periods")
    return html.Div([html.Div(table, className="scroll-x"), pages])


def _each(snapshot: Snapshot, view: TimeView, trends: framing.Trends, code: str, span: Span) -> Component:
    """The keys with the most articles, each with its own line on the same axes."""
    sizes = trends.volume.filter(pl.col("language") == code).group_by("key").agg(pl.sum("articles"))
    sizes = sizes.sort("articles", "key", descending=[True, False])
    call = snapshot.outlet_name if view.by == "outlet" else country_name
    own = trends.series.filter(pl.col("level") == view.by, pl.col("language") == code)
    figures: list[Child] = []
    for key, articles in sizes.head(_SMALL).iter_rows():
        rows = placed(own.filter(pl.col("key") == key))
        name = call(key)
        label = f"{name}: {count(rows.height, 'period')}"
        drawing = drawn_small(rows, span, label=label)
        link = name if key == "unknown" else view_link(name, view.toggled(view.by, key))
        head = html.Figcaption([html.B(link), html.Small(count(articles, "article"))])
        slot = html.Div(className="plane small-time", **named({"data-wide": drawing, "data-narrow": drawing}))
        figures.append(html.Figure([head, slot]))
    rest = sizes.slice(_SMALL)
    more = (
        say(
            "And {keys} more with {articles}; the CSV has them all.",
            keys=count(rest.height, "outlet") if view.by == "outlet" else count(rest.height, "country", "countries"),
            articles=count(int(rest["articles"].sum()), "article"),
        )
        if rest.height
        else None
    )
    return html.Section(
        [
            html.H2(say("Each outlet by itself") if view.by == "outlet" else say("Each country by itself")),
            html.P(say("Those with the most dated articles, on the same axes."), className="standfirst"),
            html.Div(figures, className="small-times"),
            html.P(more, className="note") if more else None,
            export_line("each", view.href(), _command(view)),
        ],
        id="each",
    )


def _command(view: TimeView) -> str:
    verb = ["report", "--period", view.period, "--by", view.by, "--dimension", view.measure]
    return command_for(verb, view.filters)


def _file(snapshot: Snapshot, name: str, _: str, search: str) -> File | None:
    """``time.csv``, ``time.svg``, ``each.csv``."""
    view = _settled(snapshot, TimeView.parse(search))
    selection = snapshot.select(view.filters)
    if name not in ("time.csv", "time.svg", "each.csv") or not selection.rows.height:
        return None
    trends = followed(snapshot, view)
    codes = _languages(trends)
    if not codes:
        return None
    code = view.of if view.of in codes else codes[0]
    heading = caption(snapshot, view.filters, selection.rows, view.href())
    heading = " · ".join([_title(snapshot, view, code), *map(say, trends.caveats), heading])
    if name == "each.csv":
        return csv(trends.series.filter(pl.col("level") == view.by, pl.col("language") == code), heading)
    rows = series_of(snapshot, view, trends, code)
    if name == "time.csv":
        return csv(rows.drop("bar", "start", "end"), heading)
    lines = [_title(snapshot, view, code), *caption_lines(heading)]
    return File("image/svg+xml", _drawing(snapshot, view, rows, code).svg(lines))


def _part(snapshot: Snapshot, _: str, search: str) -> list[Child]:
    view = _settled(snapshot, TimeView.parse(search))
    return _time(snapshot, view, True) if snapshot.select(view.filters).rows.height else []


def _make(snapshot: Snapshot, _: str, search: str) -> Made:
    return Made(time_page(snapshot, TimeView.parse(search)), say("Time"))


PAGE: Final = Page(
    path=TimeView.path,
    make=_make,
    file=_file,
    parts={"time": _part},
    name=later("Time"),
    href=lambda filters: TimeView(filters=filters).href(),
)

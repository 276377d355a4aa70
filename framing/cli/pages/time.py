"""What a page shows of time: each rate and scale as a line, with the volume below, and the trends as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import polars as pl

from framing.cli.pages.wording import language_name
from framing.render.charts import Line, linear, series
from framing.render.page import Column, Markup, named, number, section, table, tag
from framing.statistics.levels import number_of
from framing.statistics.trends import Trends
from framing.store.naming import key_names

__all__ = ["trend_parts"]

#: Keys that have a small chart of their own.
_CHARTS: Final = 12
#: Open when the page is.
_OPEN: Final = ("tone", "sensational")

_SAID: Final = {
    "ok": "",
    "one-key": "nothing to tell apart",
    "paradox": "Simpson's paradox",
    "mix": "partly the mix",
    "no-trend": "too few hits within",
}


def trend_parts(trends: Trends, scope: str, outlet_name: Callable[[str], str]) -> list[Markup]:
    """Charts of each language, and the table of trends; nothing where no article has a date."""
    # Among articles, an agency is called a source.
    level = "agency" if trends.level == "source" else trends.level
    names = key_names(trends.volume["key"].unique(), level, outlet_name)
    parts = []
    for (code,), part in trends.series.partition_by("language", as_dict=True, maintain_order=True).items():
        volume = trends.volume.filter(pl.col("language") == code)
        name = language_name(str(code))
        if volume["period"].n_unique() < 2:
            parts.append(section(f"Over time: {name}", note=f"One {trends.period} only: nothing to follow."))
            continue
        measures = part.partition_by("dimension", as_dict=True, maintain_order=True).items()
        charts = [
            _trend(str(measure), rows, volume, trends, scope, names)
            for (measure,), rows in measures
            if rows["estimate"].drop_nulls().len()
        ]
        parts.append(section(f"Over time: {name}", *charts, note=_read(volume, trends)))
    return [*parts, _slopes(trends, scope)] if parts else []


def _read(volume: pl.DataFrame, trends: Trends) -> str:
    return (
        f"{number(int(volume['articles'].sum()))} articles of {volume['key'].n_unique()} {trends.level}s in "
        f"{volume['period'].n_unique()} {trends.period}s. Bands are 95 % intervals; the grey bars are words."
    )


def _trend(
    name: str, rows: pl.DataFrame, volume: pl.DataFrame, trends: Trends, scope: str, names: Mapping[str, str]
) -> Markup:
    periods = rows["period"].unique().sort().to_list()
    # Periods without articles take room as well: places are counted in time.
    place = {period: float(number_of(period, trends.period)) for period in periods}
    times = [(place[period], period) for period in periods]
    whole, apart = (rows.filter(pl.col("level") == "language"), rows.filter(pl.col("level") != "language"))
    contrast = whole["words"].null_count() == whole.height
    axis = linear(-1, 1, reference=0) if contrast else linear(0, _top(rows.drop_nulls("estimate")))

    def chart(own: pl.DataFrame, published: pl.DataFrame, style: int) -> Markup:
        words = published.group_by("period").agg(pl.sum("words")).sort("period").iter_rows()
        return series([_line(own, place, style)], axis, times, [(place[period], float(many)) for period, many in words])

    keys = volume.group_by("key").agg(pl.sum("words")).sort("words", "key", descending=[True, False])["key"]
    small = [
        tag(
            "figure",
            tag("figcaption", named(names[key], title=key)),
            chart(apart.filter(pl.col("key") == key), volume.filter(pl.col("key") == key), 1),
        )
        for key in keys.head(_CHARTS)
        if len(keys) > 1
    ]
    what = (
        f"{trends.level}s apart, the {len(small)} with most words" if len(keys) > _CHARTS else f"{trends.level}s apart"
    )
    beside = section(what, tag("div", *small, class_="small-ones"), folded=False) if small else None
    body = [chart(whole, volume, 0), beside, section("the numbers", _numbers(name, whole, trends, scope), folded=True)]
    return tag("details", tag("summary", name), *body, open=name in _OPEN)


def _numbers(name: str, rows: pl.DataFrame, trends: Trends, scope: str) -> Markup:
    titles = ("articles", "words", "hits", "value", "95 % interval")
    columns = [Column(trends.period), *(Column(title, "number") for title in titles)]
    cells = [
        [
            row["period"],
            number(row["articles"]),
            number(row["words"]),
            number(row["hits"]),
            number(row["estimate"], 2),
            "–" if row["low"] is None else f"{number(row['low'], 2)} … {number(row['high'], 2)}",
        ]
        for row in rows.sort("period").iter_rows(named=True)
    ]
    return table(f"{name} by {trends.period}, all {trends.level}s together. {scope}.", columns, cells)


def _top(rows: pl.DataFrame) -> float:
    """Where the axis ends: intervals of thin periods may leave it, most estimates do not."""
    together = rows.filter(pl.col("level") == "language")
    highest = float(together["high"].max() or 0)  # type: ignore[arg-type]
    usual = float(rows["estimate"].quantile(0.95) or 0)
    return max(highest, usual, 1e-3)


def _line(rows: pl.DataFrame, place: dict[str, float], style: int) -> Line:
    told = rows.select("period", "low", "estimate", "high").sort("period").iter_rows()
    return Line("", tuple((place[period], low, value, high) for period, low, value, high in told), style)


def _slopes(trends: Trends, scope: str) -> Markup:
    columns = [
        Column("dimension"),
        Column("language"),
        Column("all together", "number", f"by what a {trends.period} multiplies the rate, or a scale's odds"),
        Column("95 % interval", "number"),
        Column(f"within each {trends.level}", "number", f"each {trends.level} against itself"),
        Column("95 % interval", "number"),
        Column(""),
    ]
    told = trends.slopes.filter(pl.col("pooled").is_not_null())
    cells = [
        [
            row["dimension"],
            language_name(row["language"]),
            _factor(row["pooled"]),
            f"{_factor(row['pooled_low'])} … {_factor(row['pooled_high'])}",
            _factor(row["within"]),
            "–" if row["within"] is None else f"{_factor(row['within_low'])} … {_factor(row['within_high'])}",
            _SAID.get(row["status"], row["status"]),
        ]
        for row in told.iter_rows(named=True)
    ]
    note = (
        f"By what one {trends.period} multiplies a rate. Where the two columns disagree, the mix of {trends.level}s "
        "changed, not what each of them writes."
    )
    return section("Trends", table(f"Trend per {trends.period}. {scope}.", columns, cells), note=note)


def _factor(value: float | None) -> str:
    return "–" if value is None else f"×{value:.3f}"

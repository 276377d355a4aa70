"""What a page shows of specifications, of time and of checks, and the words that all pages use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import polars as pl

from framing.figures import Drawing, trend
from framing.figures.lines import TimeLine, drawn_small, placed
from framing.figures.scatter import WordPlane
from framing.languages.registry import languages
from framing.naming import key_names
from framing.render.charts import Axis, axis_head, linear, ratios, strip
from framing.render.page import Column, Markup, factor, named, number, section, signed, table, tag
from framing.statistics.choices import ASKED, WAYS, meaning
from framing.statistics.specifications import Specifications
from framing.statistics.trends import Trends
from framing.store.badges import BADGE_NAMES

__all__ = ["checks_part", "choice_parts", "curve_parts", "language_name", "picture", "trend_parts"]


#: What tells a file's kind; within a page a drawing needs no address, and then the page has none at all.
_KIND: Final = ' xmlns="http://www.w3.org/2000/svg"'


def picture(drawing: Drawing) -> Markup:
    """A drawing twice, for a desk and for a phone; the page's style shows that which fits."""
    sizes = (
        tag("div", Markup(drawing.svg(is_narrow=is_narrow, file=False).replace(_KIND, "", 1)), class_=name)
        for name, is_narrow in (("wide", False), ("narrow", True))
    )
    return tag("figure", *sizes, class_="drawing square" if isinstance(drawing, WordPlane) else "drawing")


#: Rows that the page shows; the JSON has all.
_ROWS: Final = 300
#: Keys whose curve is drawn specification by specification; the JSON has all.
_CURVES: Final = 6


def choice_parts(choices: Specifications, scope: str, outlet_name: Callable[[str], str]) -> list[Markup]:
    """The table of what survives; outlets stand in it by their names."""
    clear = choices.clear
    names = key_names(clear["key"].unique(), choices.level, outlet_name)
    others = [name for name in choices.table["choice"].unique(maintain_order=True) if name != ASKED]
    cells = {
        (row["key"], row["dimension"], row["choice"]): row
        for row in choices.table.filter(pl.col("survives").is_not_null()).iter_rows(named=True)
    }
    rows = [
        [
            named(names[row["key"]], title=row["key"]),
            row["dimension"],
            _effect(row["effect"], row, choices),
            f"{row['survived']} of {row['choices']}",
            *(_cell(cells.get((row["key"], row["dimension"], name)), choices) for name in others),
        ]
        for row in clear.head(_ROWS).iter_rows(named=True)
    ]
    columns = [Column(choices.level), Column("measure"), Column(ASKED, "number"), Column("survives", "number")]
    columns += [Column(name, "number", meaning(name)) for name in others]
    stable = clear.filter(pl.col("survived") == pl.col("choices")).height
    hidden = clear.height - len(rows)
    more = f" {number(hidden)} further rows are in --json." if hidden > 0 else ""
    note = (
        f"{stable} of {clear.height} values that leave out the language's baseline do so, on the same side, under "
        "every other choice. Bold: survives."
    )
    listed = tag("ul", *(tag("li", tag("b", name), f": {meaning(name)}") for name in others), class_="note")
    caption = f"Ratio to the language's baseline (scales: distance from it) under each choice. {scope}.{more}"
    return [section("Other choices", table(caption, columns, rows), listed, note=note)]


def curve_parts(specified: Specifications, scope: str, outlet_name: Callable[[str], str]) -> list[Markup]:
    """One strip a key, from its least to its greatest effect; then each specification of the first keys."""
    names = key_names(specified.summary["key"].unique(), specified.level, outlet_name)
    rows = specified.summary.to_dicts()
    axis = _axis(specified)
    columns = [Column(specified.level), Column(axis_head(axis), "chart"), Column("median", "number")]
    columns += [Column("least … most", "number"), Column("above", "number"), Column("clear", "number")]
    cells = [
        [
            named(names[row["key"]], title=row["key"]),
            strip(axis, row["least"], row["median"], row["most"], muted=not row["holds"]),
            _effect(row["median"], row, specified),
            f"{_effect(row['least'], row, specified)} … {_effect(row['most'], row, specified)}",
            f"{row['above']} of {row['specifications']}",
            str(max(row["clear_above"], row["clear_below"])),
        ]
        for row in rows
    ]
    holds = sum(row["holds"] for row in rows)
    measure = ", ".join(specified.table["dimension"].unique())
    note = f"{holds} of {len(rows)} are clear of their language's baseline on one side under every specification."
    caption = f"Effects of {measure} over all specifications: {_made(specified)}. {scope}."
    parts = [section(f"Specifications: {measure}", table(caption, columns, cells), note=note)]
    for row in rows[:_CURVES]:
        each = specified.table.filter(pl.col("key") == row["key"]).drop_nulls("effect").sort("rank").to_dicts()
        name = names[row["key"]]
        parts.append(section(name, _one(each, axis, specified, name), folded=True))
    return parts


def _made(specified: Specifications) -> str:
    """The choices that were made both ways."""
    ways = {name: [way for way in WAYS[name] if way in set(specified.table[name])] for name in WAYS}
    return "; ".join(f"{name} {' or '.join(each)}" for name, each in ways.items() if len(each) > 1)


def _one(rows: list[dict[str, Any]], axis: Axis, specified: Specifications, name: str) -> Markup:
    made = [choice for choice in WAYS if specified.table[choice].n_unique() > 1]
    columns = [Column("rank", "number"), Column(axis_head(axis), "chart"), Column("effect", "number")]
    columns += [*(Column(choice) for choice in made), Column("hits", "number")]
    cells = [
        [
            str(row["rank"]),
            strip(axis, row["low"], row["effect"], row["high"], muted=not row["clear"]),
            _effect(row["effect"], row, specified),
            *(row[choice] for choice in made),
            number(row["hits"]),
        ]
        for row in rows
    ]
    return table(f"{name}: each specification, by effect, with its 95 % interval.", columns, cells)


def _axis(specified: Specifications) -> Axis:
    values = [value for name in ("low", "high") for value in specified.table[name].drop_nulls().to_list()]
    if set(specified.table["dimension"]) <= specified.scales:
        return linear(min(values, default=-1.0), max(values, default=1.0), reference=0.0)
    return ratios([value for value in values if value > 0])


def _effect(value: float | None, row: dict[str, Any], specified: Specifications) -> str:
    return signed(value) if row["dimension"] in specified.scales else factor(value)


def _cell(row: dict[str, Any] | None, specified: Specifications) -> Markup:
    if row is None:
        return tag("td", "–", class_="number muted")
    text = _effect(row["effect"], row, specified)
    return tag("td", text, class_="number sure" if row["survives"] else "number muted")


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
    names = key_names(trends.volume["key"].unique(), trends.level, outlet_name)
    parts = []
    for (code,), part in trends.series.partition_by("language", as_dict=True).items():
        volume = trends.volume.filter(pl.col("language") == code)
        name = language_name(str(code))
        if volume["period"].n_unique() < 2:
            parts.append(section(f"Over time: {name}", note=f"One {trends.period} only: nothing to follow."))
            continue
        measures = part.partition_by("dimension", as_dict=True).items()
        charts = [
            _trend(str(measure), rows, str(code), trends, scope, names)
            for (measure,), rows in measures
            if rows["estimate"].drop_nulls().len()
        ]
        parts.append(section(f"Over time: {name}", *charts, note=_read(volume, trends)))
    return [*parts, _slopes(trends, scope)] if parts else []


def _read(volume: pl.DataFrame, trends: Trends) -> str:
    return (
        f"{number(int(volume['articles'].sum()))} articles of {volume['key'].n_unique()} {trends.level}s in "
        f"{volume['period'].n_unique()} {trends.period}s. Bands are 95 % intervals; the grey bars are articles."
    )


def _trend(name: str, rows: pl.DataFrame, code: str, trends: Trends, scope: str, names: Mapping[str, str]) -> Markup:
    line = trend(trends, name, code)
    volume = trends.volume.filter(pl.col("language") == code)
    whole, apart = (rows.filter(pl.col("level") == "language"), rows.filter(pl.col("level") != "language"))
    keys = volume.group_by("key").agg(pl.sum("words")).sort("words", "key", descending=[True, False])["key"]
    small = [
        tag(
            "figure",
            tag("figcaption", named(names[key], title=key)),
            _small(apart.filter(pl.col("key") == key), line, names[key]),
        )
        for key in keys.head(_CHARTS)
        if len(keys) > 1
    ]
    what = (
        f"{trends.level}s apart, the {len(small)} with most words" if len(keys) > _CHARTS else f"{trends.level}s apart"
    )
    beside = section(what, tag("div", *small, class_="small-ones"), folded=False) if small else None
    body = [picture(line), beside, section("the numbers", _numbers(name, whole, trends, scope), folded=True)]
    return tag("details", tag("summary", name), *body, open=name in _OPEN)


def _small(rows: pl.DataFrame, whole: TimeLine, name: str) -> Markup:
    """The line of one key, on the axes of all."""
    return Markup(drawn_small(placed(rows), whole.span, label=name).replace(_KIND, "", 1))


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
    estimated = trends.slopes.filter(pl.col("pooled").is_not_null())
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
        for row in estimated.iter_rows(named=True)
    ]
    note = (
        f"By what one {trends.period} multiplies a rate. Where the two columns disagree, the mix of {trends.level}s "
        "changed, not what each of them writes."
    )
    return section("Trends", table(f"Trend per {trends.period}. {scope}.", columns, cells), note=note)


def _factor(value: float | None) -> str:
    return "–" if value is None else f"×{value:.3f}"


def language_name(codes: str) -> str:
    """What languages are called in English; codes are joined by ``+``."""
    known = languages()
    return " and ".join(known[code].name if code in known else code for code in codes.split("+")) or "no language"


def checks_part(badges: pl.DataFrame) -> Markup:
    """How far each dimension was checked, a row a dimension and language."""
    rows = [[row["dimension"], row["language"], BADGE_NAMES[row["badge"]], row["detail"]] for row in badges.to_dicts()]
    columns = [Column("dimension"), Column("language"), Column("checked"), Column("figures")]
    return section("How far each dimension was checked", table("Checks", columns, rows))

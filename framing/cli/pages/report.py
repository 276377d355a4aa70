"""The page of ``framing report --html``: scales, a heat map of ratios, every dimension, and what changes over time."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from framing.cli.pages.charts import checks_part, language_name, picture, trend_parts
from framing.cli.tables import reliability
from framing.figures import Words, plane
from framing.figures.planes import both_rates, placed
from framing.lexicon.lexicon import Lexicon
from framing.naming import key_names
from framing.render.charts import Axis, axis_head, linear, ratios, strip
from framing.render.page import (
    Column,
    Markup,
    factor,
    named,
    notes,
    number,
    page,
    probability,
    section,
    signed,
    table,
    tag,
)
from framing.statistics.estimates import POPULATION
from framing.statistics.rankings import AIM
from framing.statistics.significance import marked
from framing.statistics.trends import Trends

__all__ = ["report_page"]

Row = dict[str, Any]

#: Keys that a chart or table of the page shows, those with most words; the JSON has all.
_KEYS: Final = 60
_SURE: Final = 0.05
#: Ratios of this much and more have the full colour.
_STRONG: Final = 4.0

_RELIABILITY: Final = (
    "share of what the outlets of a language differ by, as observed, that is no chance; under .50 a ranking is mostly "
    "chance, and so many articles would make it .80; nothing is said under eight outlets"
)
_MEANING: Final = {
    "ok": "",
    "prior-conflict": "far from reference news",
    "few-articles": "under five events or texts",
    "one-outlet": "one outlet only",
    "too-few-words": "too few words to say",
    "no-words": "no words",
    "no-hits": "no hits",
}


def report_page(
    title: str,
    estimates: pl.DataFrame,
    sentences: Sequence[str],
    lexicon: Lexicon,
    scope: str,
    *,
    outlet_name: Callable[[str], str] = str,
    trends: Trends | None = None,
    badges: pl.DataFrame | None = None,
    further: Sequence[Markup] = (),
) -> str:
    """The page.

    Args:
        title: what it is about.
        estimates: ESTIMATE columns of one level.
        sentences: caveats.
        lexicon: that scored the articles.
        scope: what was counted: articles, filters and lexicon; stands below every table.
        outlet_name: id of an outlet → its name.
        trends: where the level is one of time.
        badges: how far dimensions have been checked, see :func:`framing.store.badges.badges`.
        further: parts that follow.
    """
    level = str(estimates["level"][0]) if estimates.height else ""
    names = key_names(estimates["key"].unique(), level, outlet_name)
    kept = _most(estimates)
    hidden = estimates["key"].n_unique() - len(kept)
    far = marked(estimates["lfsr"].to_numpy(), estimates["beyond"].to_numpy())
    estimates = estimates.with_columns(marked=pl.Series(far, dtype=pl.Boolean))
    shown = [_named(row, names) for row in estimates.iter_rows(named=True) if row["key"] in kept]
    more = f" The {len(kept)} with most words of {len(kept) + hidden} are shown; --json has all." if hidden else ""
    parts = [
        notes([*sentences, *(trends.caveats if trends else ())]),
        *(trend_parts(trends, scope, outlet_name) if trends is not None else ()),
    ]
    scales = [name for name, scale in lexicon.codebook.scales.items() if scale.kind == "contrast"]
    dimensions = [name for name in dict.fromkeys(row["dimension"] for row in shown) if name not in scales]
    held = {row["dimension"] for row in shown}
    parts += _planes(estimates, outlet_name, scope)
    parts += [_scale(name, shown, lexicon, scope, more) for name in scales if name in held]
    if any(row["ratio"] is not None for row in shown):
        parts.append(_heat(shown, dimensions, scope, more))
    folded = [_dimension(name, shown, lexicon, scope) for name in dimensions]
    if folded:
        parts.append(section("Every dimension", *folded, note="Open one for its rates and intervals." + more))
    parts += [*further, *([checks_part(badges)] if badges is not None and badges.height else []), _methods(lexicon)]
    return page(title, *parts, lead=scope)


def _planes(estimates: pl.DataFrame, outlet_name: Callable[[str], str], scope: str) -> list[Markup]:
    """Who shouts and who speaks officially, a plane a language that has two outlets on it."""
    known = placed(both_rates(estimates.filter(pl.col("level") == "outlet")))
    sizes = known.drop_nulls("language").group_by("language").len().filter(pl.col("len") > 1)
    words = Words(outlet=outlet_name)
    parts = []
    for code in sizes.sort("len", "language", descending=[True, False])["language"]:
        drawn = plane(estimates, code, words=words)
        legend = [tag("span", tag("i", class_=f"key {name}"), ", ".join(of)) for name, of in drawn.legend.items()]
        caption = tag("p", f"{drawn.label}. {scope}.", class_="note")
        parts += [tag("h3", language_name(code)), tag("div", *legend, class_="legend"), picture(drawn), caption]
    note = (
        "A dot is an outlet at large, the faint cross its two 95 % intervals, the dashed lines what is usual in the "
        "language. The axes go by square roots, so that small rates lie apart."
    )
    return [section("Who shouts, who speaks officially", *parts, note=note)] if parts else []


def _named(row: Row, names: Mapping[str, str]) -> Row:
    """A row with its name; one about all outlets like a key's is a key of its own."""
    if not row["level"].startswith(POPULATION):
        return {**row, "name": names[row["key"]]}
    return {**row, "key": f"{row['key']} *", "name": f"{names[row['key']]}: all outlets like these"}


def _most(estimates: pl.DataFrame) -> set[str]:
    sizes = estimates.group_by("key").agg(pl.col("words").max()).sort("words", "key", descending=[True, False])
    return set(sizes["key"].head(_KEYS))


def _groups(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """Rows by language: rates of two languages do not share a scale."""
    by_language: dict[str, list[Row]] = {}
    for row in rows:
        by_language.setdefault(row["language"] or "", []).append(row)
    return list(by_language.items())


def _grouped(caption: str, columns: list[Column], groups: list[tuple[str, list[list[str]]]]) -> Markup:
    """A table with a line between languages, where there are several."""
    cells: list[list[str]] = []
    for name, rows in groups:
        if len(groups) > 1:
            cells.append([tag("span", language_name(name), class_="group"), *[""] * (len(columns) - 1)])
        cells += rows
    return table(caption, columns, cells)


def _name(row: Row) -> Markup:
    return named(row["name"], title=row["key"])


def _note(row: Row) -> str:
    return _MEANING.get(row["status"], str(row["status"]))


def _scale(name: str, shown: list[Row], lexicon: Lexicon, scope: str, more: str) -> Markup:
    scale = lexicon.codebook.scales[name]
    own = [row for row in shown if row["dimension"] == name]
    # As far to either side as the intervals go, and a doubling at least.
    reach = max([1.0, *(abs(row[end]) for row in own for end in ("low", "high") if row[end] is not None)])
    axis = linear(-math.ceil(reach), math.ceil(reach), reference=0)
    ranked = any(row["reliability"] is not None for row in own)
    groups = []
    for code, rows in _groups(own):
        rows.sort(key=lambda row: (row["estimate"] is None, -(row["estimate"] or 0), row["name"].casefold()))
        groups.append((code, [_scale_row(row, axis, ranked) for row in rows]))
    columns = [
        Column("", "text"),
        Column("articles", "number"),
        Column("hits", "number", f"{scale.high_label} : {scale.low_label}, in these articles"),
        Column("observed", "number", "in these articles, −1 … +1"),
        Column(axis_head(axis), "chart"),
        Column("at large", "number", "in doublings; 0 as usual in its language"),
        Column("95 % interval", "number"),
        *([Column("reliability", "text", _RELIABILITY)] if ranked else []),
        Column("", "text"),
    ]
    ends = f"Below 0: {scale.low_label}; above: {scale.high_label}." if scale.low_label and scale.high_label else ""
    caption = (
        f"{name}: how many doublings the ratio of its two rates is from what is usual in the language, from stance "
        f"entries in the voices {', '.join(scale.voices)}. {scope}.{more}"
    )
    return section(name, _grouped(caption, columns, groups), note=f"{scale.definition} {ends}".strip())


def _scale_row(row: Row, axis: Axis, ranked: bool) -> list[str]:
    interval = f"{signed(row['low'])} … {signed(row['high'])}"
    return [
        _name(row),
        number(row["articles"]),
        f"{row['positive']} : {row['negative']}",
        signed(row["observed"]),
        strip(axis, row["low"], row["estimate"], row["high"], muted=row["status"] != "ok"),
        signed(row["estimate"]),
        interval if row["low"] is not None else "–",
        *([_ranked(row)] if ranked else []),
        _note(row),
    ]


def _heat(shown: list[Row], dimensions: list[str], scope: str, more: str) -> Markup:
    cells = {(row["key"], row["dimension"]): row for row in shown}
    body: list[list[str]] = []
    groups = _groups([row for row in shown if row["dimension"] == dimensions[0]])
    for code, rows in groups:
        if len(groups) > 1:
            body.append([tag("span", language_name(code), class_="group"), *[""] * len(dimensions)])
        body += [
            [
                _name(row),
                *(_cell(cells.get((row["key"], name))) for name in dimensions),
            ]
            for row in sorted(rows, key=lambda row: row["name"].casefold())
        ]
    columns = [Column(""), *(Column(tag("span", name), "number") for name in dimensions)]
    caption = f"Rate at large divided by that of the language's median outlet. {scope}.{more}"
    note = (
        "How often, compared with the median outlet of the same language: ×2 is twice as often. Bold cells are far "
        "from that, by more than half as much again with a chance of 80 % or more, and of all bold cells on average no "
        "more than one in twenty is on the wrong side; pale ones may be nearer, or chance."
    )
    return section("Compared with the language's baseline", table(caption, columns, body, class_="heat"), note=note)


def _cell(row: Row | None) -> Markup:
    if row is None or row["ratio"] is None:
        return tag("td", "–", class_="muted", title=None if row is None else _note(row))
    strength = min(abs(math.log(row["ratio"])) / math.log(_STRONG), 1.0) if row["ratio"] > 0 else 1.0
    share = round(strength * (60 if row["marked"] else 22))
    colour = f"background:color-mix(in srgb,var(--{'more' if row['ratio'] > 1 else 'less'}) {share}%,transparent)"
    hint = f"{row['dimension']}: {row['estimate']:.2f} per 1,000 words, {row['hits']} hits"
    return tag("td", factor(row["ratio"]), class_="sure" if row["marked"] else "muted", style=colour, title=hint)


def _dimension(name: str, shown: list[Row], lexicon: Lexicon, scope: str) -> Markup:
    rows = [row for row in shown if row["dimension"] == name]
    relative = any(row["baseline"] for row in rows)
    ranked = any(row["reliability"] is not None for row in rows)
    points = [(row, *_relative(row)) for row in rows]
    if relative:
        axis = ratios([value for _, low, middle, high in points for value in (low, middle, high) if value])
    else:
        axis = linear(0, max([row["high"] for row in rows if row["high"] is not None], default=1.0))
    groups = []
    for code, members in _groups(rows):
        members.sort(key=lambda row: (row["estimate"] is None, -(row["estimate"] or 0), row["name"].casefold()))
        groups.append((code, [_rate_row(row, axis, relative, ranked) for row in members]))
    columns = [
        Column(""),
        Column(axis_head(axis), "chart"),
        Column("ratio", "number", "to the median outlet of its language"),
        Column("at large", "number", "per 1,000 words"),
        Column("95 % interval", "number"),
        Column("hits", "number", "in these articles"),
        Column("words", "number"),
        Column("observed", "number", "per 1,000 words of these articles"),
        *([Column("reliability", "text", _RELIABILITY)] if ranked else []),
        Column("adj. p", "number", "against the rest of its language, adjusted for all cells"),
        Column(""),
    ]
    about = lexicon.codebook.dimensions.get(name)
    scale = lexicon.codebook.scales.get(name)
    note = about.definition if about else scale.definition if scale else ""
    what = "ratio to the language's median outlet" if relative else "rate per 1,000 words"
    return section(name, _grouped(f"{name}: {what}. {scope}.", columns, groups), note=note, folded=True)


def _relative(row: Row) -> tuple[float | None, float | None, float | None]:
    return row["ratio_low"], row["ratio"], row["ratio_high"]


def _rate_row(row: Row, axis: Axis, relative: bool, ranked: bool) -> list[str]:
    drawn = _relative(row) if relative else (row["low"], row["estimate"], row["high"])
    p = row["p_adjusted"]
    return [
        _name(row),
        strip(axis, *drawn, muted=row["status"] != "ok"),
        factor(row["ratio"]),
        number(row["estimate"], 2),
        "–" if row["low"] is None else f"{number(row['low'], 2)} … {number(row['high'], 2)}",
        number(row["hits"]),
        number(row["words"]),
        "–" if row["observed"] is None else number(row["observed"], 2),
        *([_ranked(row)] if ranked else []),
        "–" if p is None else tag("span", probability(p), class_="sure" if p < _SURE else None),
        _note(row),
    ]


def _ranked(row: Row) -> str:
    """What a place among the outlets is worth; a badge where it is mostly chance."""
    value, is_low, needed = reliability(row).partition("!")
    if not is_low:
        return value
    aim = f"; {needed.strip()} for {AIM:.2f}".replace(" 0.", " .") if needed else ""
    return tag("span", value + aim, class_="badge")


def _methods(lexicon: Lexicon) -> Markup:
    sentence = (
        "Hits, words and observed describe these articles. At large is inferred from them, for five events or texts "
        "and more: unweighted hits per 1,000 words, copies of a text counted once. Intervals hold 95 %, are widened by "
        "how articles vary, and outlets with little text are drawn to their language's. A country is the mean of its "
        "outlets, the baseline of a language its median outlet, or reference news where it has fewer than five. A rate "
        "of one language is not comparable with a rate of another; ratios to each language's baseline are."
    )
    version = f"Lexicon {lexicon.codebook.version}, fingerprint {lexicon.fingerprint}."
    return section("What the numbers are", tag("p", sentence), tag("p", version, class_="note"))

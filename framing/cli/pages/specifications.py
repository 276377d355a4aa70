"""What a page shows of other choices: which values survive each, and the curve of one measure under all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import polars as pl

from framing.render.charts import Axis, axis_head, linear, ratios, strip
from framing.render.page import Column, Markup, factor, named, number, section, signed, table, tag
from framing.statistics.choices import ASKED, WAYS, meaning
from framing.statistics.specifications import Specifications
from framing.store.naming import key_names

__all__ = ["choice_parts", "curve_parts"]

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


def curve_parts(found: Specifications, scope: str, outlet_name: Callable[[str], str]) -> list[Markup]:
    """One strip a key, from its least to its greatest effect; then each specification of the first keys."""
    names = key_names(found.summary["key"].unique(), found.level, outlet_name)
    rows = found.summary.to_dicts()
    axis = _axis(found)
    columns = [Column(found.level), Column(axis_head(axis), "chart"), Column("median", "number")]
    columns += [Column("least … most", "number"), Column("above", "number"), Column("clear", "number")]
    cells = [
        [
            named(names[row["key"]], title=row["key"]),
            strip(axis, row["least"], row["median"], row["most"], muted=not row["holds"]),
            _effect(row["median"], row, found),
            f"{_effect(row['least'], row, found)} … {_effect(row['most'], row, found)}",
            f"{row['above']} of {row['specifications']}",
            str(max(row["clear_above"], row["clear_below"])),
        ]
        for row in rows
    ]
    holds = sum(row["holds"] for row in rows)
    measure = ", ".join(found.table["dimension"].unique())
    note = f"{holds} of {len(rows)} are clear of their language's baseline on one side under every specification."
    caption = f"Effects of {measure} over all specifications: {_made(found)}. {scope}."
    parts = [section(f"Specifications: {measure}", table(caption, columns, cells), note=note)]
    for row in rows[:_CURVES]:
        each = found.table.filter(pl.col("key") == row["key"]).drop_nulls("effect").sort("rank").to_dicts()
        name = names[row["key"]]
        parts.append(section(name, _one(each, axis, found, name), folded=True))
    return parts


def _made(found: Specifications) -> str:
    """The choices that were made both ways."""
    ways = {name: [way for way in WAYS[name] if way in set(found.table[name])] for name in WAYS}
    return "; ".join(f"{name} {' or '.join(each)}" for name, each in ways.items() if len(each) > 1)


def _one(rows: list[dict[str, Any]], axis: Axis, found: Specifications, name: str) -> Markup:
    made = [choice for choice in WAYS if found.table[choice].n_unique() > 1]
    columns = [Column("rank", "number"), Column(axis_head(axis), "chart"), Column("effect", "number")]
    columns += [*(Column(choice) for choice in made), Column("hits", "number")]
    cells = [
        [
            str(row["rank"]),
            strip(axis, row["low"], row["effect"], row["high"], muted=not row["clear"]),
            _effect(row["effect"], row, found),
            *(row[choice] for choice in made),
            number(row["hits"]),
        ]
        for row in rows
    ]
    return table(f"{name}: each specification, by effect, with its 95 % interval.", columns, cells)


def _axis(found: Specifications) -> Axis:
    values = [value for name in ("low", "high") for value in found.table[name].drop_nulls().to_list()]
    if set(found.table["dimension"]) <= found.scales:
        return linear(min(values, default=-1.0), max(values, default=1.0), reference=0.0)
    return ratios([value for value in values if value > 0])


def _effect(value: float | None, row: dict[str, Any], found: Specifications) -> str:
    return signed(value) if row["dimension"] in found.scales else factor(value)


def _cell(row: dict[str, Any] | None, found: Specifications) -> Markup:
    if row is None:
        return tag("td", "–", class_="number muted")
    said = _effect(row["effect"], row, found)
    return tag("td", said, class_="number sure" if row["survives"] else "number muted")

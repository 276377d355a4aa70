"""What a page shows of specifications: the curve of each key, its choices beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from framing.render.charts import Axis, axis_head, linear, ratios, strip
from framing.render.page import Column, Markup, factor, named, number, section, signed, table
from framing.statistics.specifications import WAYS, Specifications
from framing.store.naming import key_names

__all__ = ["curve_parts"]

#: Keys whose curve is drawn specification by specification; the JSON has all.
_CURVES: Final = 6


def curve_parts(found: Specifications, scope: str, outlet_name: Callable[[str], str]) -> list[Markup]:
    """One strip a key, from its least to its greatest effect; then each specification of the first keys."""
    names = key_names(found.curve["key"].unique(), found.level, outlet_name)
    rows = found.curve.to_dicts()
    shown = [row["key"] for row in rows[:_CURVES]]
    axis = _axis(found)
    columns = [Column(found.level), Column(axis_head(axis), "chart"), Column("median", "number")]
    columns += [Column("least … most", "number"), Column("above", "number"), Column("clear", "number")]
    cells = [
        [
            named(names[row["key"]], title=row["key"]),
            strip(axis, row["least"], row["median"], row["most"], muted=not row["holds"]),
            _value(row["median"], found),
            f"{_value(row['least'], found)} … {_value(row['most'], found)}",
            f"{row['above']} of {row['specifications']}",
            str(max(row["clear_above"], row["clear_below"])),
        ]
        for row in rows
    ]
    holds = sum(row["holds"] for row in rows)
    note = f"{holds} of {len(rows)} are clear of their language's baseline on one side under every specification."
    caption = f"Effects of {found.measure} over all specifications: {_choices()}. {scope}."
    parts = [section(f"Specifications: {found.measure}", table(caption, columns, cells), note=note)]
    for key in shown:
        each = found.table.filter(found.table["key"] == key).drop_nulls("effect").to_dicts()
        parts.append(section(names[key], _one(each, axis, found, names[key]), folded=True))
    return parts


def _choices() -> str:
    return "; ".join(f"{name} {' or '.join(ways)}" for name, ways in WAYS.items())


def _axis(found: Specifications) -> Axis:
    values = [value for name in ("low", "high") for value in found.table[name].drop_nulls().to_list()]
    if found.middle:
        return ratios([value for value in values if value > 0])
    return linear(min(values, default=-1.0), max(values, default=1.0), reference=0.0)


def _value(value: float | None, found: Specifications) -> str:
    return factor(value) if found.middle else signed(value)


def _one(rows: list[dict[str, Any]], axis: Axis, found: Specifications, name: str) -> Markup:
    columns = [Column("rank", "number"), Column(axis_head(axis), "chart"), Column("effect", "number")]
    columns += [*(Column(choice) for choice in WAYS), Column("hits", "number")]
    cells = [
        [
            str(row["rank"]),
            strip(axis, row["low"], row["effect"], row["high"], muted=not row["clear"]),
            _value(row["effect"], found),
            *(row[choice] for choice in WAYS),
            number(row["hits"]),
        ]
        for row in rows
    ]
    return table(f"{name}: each specification, by effect, with its 95 % interval.", columns, cells)

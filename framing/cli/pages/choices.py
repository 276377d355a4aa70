"""What a page shows of sensitivity: which values survive other choices, and all of them side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.render.page import Column, Markup, factor, named, number, section, signed, table, tag
from framing.statistics.sensitivity import CHOICES, Sensitivity
from framing.store.naming import key_names

__all__ = ["choice_parts"]

#: Rows that the page shows; the JSON has all.
_ROWS: Final = 300


def choice_parts(choices: Sensitivity, lexicon: Lexicon, scope: str, outlet_name: Callable[[str], str]) -> list[Markup]:
    """The table of what survives; outlets stand in it by their names."""
    names = key_names(choices.survival["key"].unique(), choices.level, outlet_name)
    scales = [name for name, scale in lexicon.codebook.scales.items() if scale.kind == "contrast"]
    others = [name for name in choices.table["choice"].unique(maintain_order=True) if name != "as asked"]
    cells = {
        (row["key"], row["dimension"], row["choice"]): row
        for row in choices.table.filter(pl.col("survives").is_not_null()).iter_rows(named=True)
    }
    rows = [
        [
            named(names[row["key"]], title=row["key"]),
            row["dimension"],
            _effect(row, scales),
            f"{row['survived']} of {row['choices']}",
            *(_cell(cells.get((row["key"], row["dimension"], name)), scales) for name in others),
        ]
        for row in choices.survival.head(_ROWS).iter_rows(named=True)
    ]
    columns = [
        Column(choices.level),
        Column("measure"),
        Column("as asked", "number"),
        Column("survives", "number"),
        *(Column(name, "number", CHOICES[name]) for name in others),
    ]
    stable = choices.survival.filter(pl.col("survived") == pl.col("choices")).height
    hidden = choices.survival.height - len(rows)
    more = f" {number(hidden)} further rows are in --json." if hidden > 0 else ""
    note = (
        f"{stable} of {choices.survival.height} values that leave out the language's baseline do so, on the same side, "
        "under every other choice. Bold: survives."
    )
    listed = tag("ul", *(tag("li", tag("b", name), f": {CHOICES[name]}") for name in others), class_="note")
    caption = f"Ratio to the language's baseline (scales: distance from it) under each choice. {scope}.{more}"
    return [section("Other choices", table(caption, columns, rows), listed, note=note)]


def _effect(row: dict[str, Any], scales: list[str]) -> str:
    return signed(row["effect"]) if row["dimension"] in scales else factor(row["effect"])


def _cell(row: dict[str, Any] | None, scales: list[str]) -> Markup:
    if row is None:
        return tag("td", "–", class_="number muted")
    return tag("td", _effect(row, scales), class_="number sure" if row["survives"] else "number muted")

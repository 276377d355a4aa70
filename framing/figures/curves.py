"""The specification curve: one key's effects under every combination of choices, and the choices behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.figures.sheet import ENGLISH, LESS, Drawing, Size, Words, of_tables, sheet
from framing.phrases import near, phrases
from framing.render.charts import Axis, linear, ratios
from framing.statistics.choices import WAYS
from framing.statistics.specifications import Specifications

__all__ = ["Curve", "specifications"]

_RIGHT, _TOP, _HIGH, _ROW = 12, 30, 240, 18
#: The width, and where the axis begins: on a desk, on a phone.
_WIDE, _NARROW = (1100, 240), (358, 140)
_PALE: Final = "#807c74"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve(Drawing):
    """Effects with their intervals, sorted, and the choices behind each.

    Attributes:
        rows: SPECIFICATION columns of one key and measure, by rank.
        ways: choices that were made more than one way: name of the choice, way, what it is called.
        axis: of the effects.
        label: what it shows.
        unit: of the effects.
        legend: what the coloured and the pale dots are.
    """

    rows: pl.DataFrame
    ways: Sequence[tuple[str, str, str]]
    axis: Axis
    label: str
    unit: str
    legend: tuple[str, str]

    def svg(self, caption: Sequence[str] = (), *, is_narrow: bool = False, file: bool = True) -> str:
        """The curve as SVG."""
        width, left = _NARROW if is_narrow else _WIDE
        size = Size(width=width, height=_TOP + _HIGH + 24 + _ROW * len(self.ways) + 24)
        step = (width - left - _RIGHT) / self.rows.height

        def up(value: float) -> float:
            return _TOP + _HIGH * (1 - self.axis.place(value) / 100)

        parts = [f'<text class="axis-name" x="4" y="16">{escape(self.unit)}</text>']
        for tick in self.axis.ticks:
            kind = "usual" if tick == self.axis.reference else "grid"
            parts.append(f'<path class="{kind}" d="M{left} {up(tick):.1f}H{width - _RIGHT}"/>')
            name = f'<text class="tick" x="{left - 6}" y="{up(tick):.1f}" dy="4" text-anchor="end">'
            parts.append(f"{name}{escape(self.axis.name(tick))}</text>")
        columns = ("rank", "effect", "low", "high", "clear")
        for rank, effect, low, high, clear in self.rows.select(columns).iter_rows():
            at, colour = left + (rank - 0.5) * step, LESS if clear else _PALE
            if low is not None and high is not None:
                parts.append(f'<path stroke="{colour}" d="M{at:.1f} {up(low):.1f}V{up(high):.1f}"/>')
            parts.append(f'<circle cx="{at:.1f}" cy="{up(effect):.1f}" r="3.5" fill="{colour}"/>')
        for number, (choice, way, name) in enumerate(self.ways):
            top = _TOP + _HIGH + 30 + _ROW * number
            parts.append(f'<text class="tick" x="{left - 6}" y="{top}" dy="4" text-anchor="end">{escape(name)}</text>')
            ranks = self.rows.filter(pl.col(choice) == way)["rank"]
            marks = "".join(f"M{left + (rank - 0.5) * step:.1f} {top - 5}v10" for rank in ranks)
            parts.append(f'<path stroke="{_PALE}" stroke-width="2" d="{marks}"/>')
        return sheet(parts, size, self.label, caption, file)


@of_tables
def specifications(
    specified: Specifications | pl.DataFrame, key: str | None = None, *, words: Words = ENGLISH
) -> Curve:
    """The specification curve of one key.

    Args:
        specified: from :func:`framing.specifications`, or its table.
        key: an outlet, or what the level is of; the first of the table that anything can be said of if left out.
        words: how it says things.

    Raises:
        UsageError: ``figure.key`` where nothing can be said of the key, ``figure.measures`` where the table is of
            several measures.
    """
    table = specified.table if isinstance(specified, Specifications) else specified
    rows = _rows(table, key)
    made = [
        (name, way, way if way.startswith(name) else f"{name}: {way}")
        for name, ways in WAYS.items()
        if rows[name].n_unique() > 1
        for way in ways
        if way in set(rows[name])
    ]
    is_ratio = rows["measure"][0] == "ratio"
    values = [value for name in ("low", "effect", "high") for value in rows[name].drop_nulls()]
    what = "ratio to the language's baseline" if is_ratio else "distance from the language's baseline"
    label = phrases(
        "{measure} of {key}: {n} specification",
        "{measure} of {key}: {n} specifications",
        rows.height,
        measure=words.measure(rows["dimension"][0]),
        key=words.outlet(rows["key"][0]),
    )
    return Curve(
        rows=rows,
        ways=made,
        axis=ratios(values) if is_ratio else linear(min(*values, 0.0), max(*values, 0.0), reference=0.0),
        label=words.say(label),
        unit=what,
        legend=("leaves the baseline out", "holds the baseline"),
    )


def _rows(table: pl.DataFrame, key: str | None) -> pl.DataFrame:
    """The rows of one key, by rank."""
    if table["dimension"].n_unique() > 1:
        what = "the table is of several measures"
        raise UsageError("figure.measures", what, "", "give what framing.specifications returns, or filter its table")
    answered = table.drop_nulls("effect")
    chosen = key if key is not None else (answered["key"][0] if answered.height else "")
    rows = answered.filter(pl.col("key") == chosen).sort("rank")
    if rows.is_empty():
        hint = near(chosen, answered["key"].unique(maintain_order=True).to_list())
        raise UsageError("figure.key", f"nothing can be said of '{chosen}'", "", hint)
    return rows

"""Tables that are charts on the page, as drawings that stand alone: strips with intervals, bars, a map of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log2
from typing import Any, Final

import polars as pl

from dashboards.components.drawing import RIGHT, Size, sheet
from dashboards.names import measure_name, numeric, scale_number
from dashboards.wording import grouped, say

__all__ = ["Cell", "Mark", "bars_of", "cells_drawn", "forest_of", "strips_drawn"]

_WIDTH: Final = 1100
#: Where names end, where the axis begins and ends, where figures stand.
_NAMES, _FIRST, _LAST, _FIGURES = 250, 270, 760, 780
_ROW, _TOP = 24, 40
_CELL, _COLUMN_NAMES = 28, 110
#: Beyond eight times as much, or as little, a mark stands at the edge; a scale goes from −2 to 2.
_ENDS: Final = {"ratio": 3.0, "difference": 2.0}
#: Shade of a cell → its colour: below, near and above the usual.
_SHADES: Final = {
    "down3": "#5c8fc0", "down2": "#8db0d3", "down1": "#c1d4e6", "h0": "#f3f0e9",
    "up1": "#f0cfb9", "up2": "#e3a57d", "up3": "#d27a42",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A row of a chart.

    Attributes:
        name: of the row.
        figures: what stands beside it.
        at: of the dot, or of the end of the bar, −1 … 1; None where there is none.
        ends: of the interval; None for a bar from the middle.
        is_sure: else it is faint.
    """

    name: str
    figures: str
    at: float | None
    ends: tuple[float, float] | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a map: its text, and its shade, empty where it has none."""

    text: str
    shade: str = ""
    is_sure: bool = False


def _place(value: float, kind: str) -> float:
    scaled = log2(max(value, 1e-9)) if kind == "ratio" else value
    return max(-1.0, min(1.0, scaled / _ENDS[kind]))


def forest_of(table: pl.DataFrame) -> list[Mark]:
    """The rows of a contrast that have an effect: ratios on the scale of doublings, then differences."""
    marks = []
    for row in table.filter(pl.col("effect").is_not_null()).iter_rows(named=True):
        kind = row["measure"]
        shown: Any = scale_number if kind == "difference" else "{:.2f}".format
        ends = (row["low"], row["high"]) if row["low"] is not None and row["high"] is not None else None
        p = "" if row["p_adjusted"] is None else ", " + say("adjusted p {p}", p=f"{row['p_adjusted']:.3f}")
        between = f" ({shown(ends[0])} … {shown(ends[1])})" if ends else ""
        marks.append(
            Mark(
                name=measure_name(row["dimension"]),
                figures=numeric(f"{shown(row['effect'])}{between}") + p,
                at=_place(row["effect"], kind),
                ends=(_place(ends[0], kind), _place(ends[1], kind)) if ends else None,
                is_sure=row["p_adjusted"] is not None and row["p_adjusted"] <= 0.05,
            )
        )
    return marks


def bars_of(shifts: pl.DataFrame, most: int) -> list[Mark]:
    """The entries that make a difference, the largest first."""
    rows = shifts.filter(pl.col("contribution").is_not_null()).head(most)
    largest = float(rows["contribution"].abs().max() or 0) or 1.0  # type: ignore[arg-type]
    return [
        Mark(
            name=row["surface"] or row["term"],
            figures=say(
                "{part}; hits {a} : {b}",
                part=numeric(f"{row['contribution']:+.2f}".replace("-", "−")),
                a=grouped(row["hits_a"]),
                b=grouped(row["hits_b"]),
            ),
            at=row["contribution"] / largest,
        )
        for row in rows.iter_rows(named=True)
    ]


def strips_drawn(marks: Sequence[Mark], label: str, ends: tuple[str, str], caption: Sequence[str]) -> str:
    """Rows with a dot and its interval, or a bar, on one axis.

    Args:
        marks: the rows.
        label: what they show.
        ends: what lies to the left and to the right.
        caption: lines below it.
    """
    size = Size(width=_WIDTH, height=_TOP + _ROW * len(marks) + 10, names=0)
    middle = _across(0.0)
    parts = [
        f'<text class="axis-name" x="{_FIRST}" y="26">← {escape(ends[0])}</text>',
        f'<text class="axis-name" x="{_LAST}" y="26" text-anchor="end">{escape(ends[1])} →</text>',
        f'<path class="usual" d="M{middle:.1f} {_TOP}V{size.height - 6}"/>',
    ]
    for number, mark in enumerate(marks):
        parts += _row(mark, _TOP + _ROW * (number + 0.5))
    return sheet(parts, size, label, caption, file=True)


def _across(value: float) -> float:
    return _FIRST + (_LAST - _FIRST) * (value + 1) / 2


def _row(mark: Mark, top: float) -> list[str]:
    colour = "#c2560c" if (mark.at or 0) > 0 else "#2c6fae"
    faint = "" if mark.is_sure else ' opacity=".5"'
    parts = [
        _text(mark.name, _NAMES, top, "end"),
        f'<text class="tick" x="{_FIGURES}" y="{top:.1f}" dy="4">{escape(mark.figures)}</text>',
    ]
    if mark.at is None:
        return parts
    at = _across(mark.at)
    left, right = map(_across, mark.ends) if mark.ends else sorted((_across(0.0), at))
    thick, pale = (6, ' opacity=".4"') if mark.ends else (10, faint)
    parts.append(f'<path stroke="{colour}" stroke-width="{thick}"{pale} d="M{left:.1f} {top:.1f}H{right:.1f}"/>')
    if mark.ends:
        parts.append(f'<circle cx="{at:.1f}" cy="{top:.1f}" r="5" fill="{colour}"{faint}/>')
    return parts


def _text(name: str, at: float, top: float, anchor: str) -> str:
    """A name that ends or begins somewhere, in the direction of its script."""
    name = name if len(name) <= 34 else name[:33] + "…"
    right_to_left = bool(RIGHT.match(name))
    if right_to_left:
        anchor = "start" if anchor == "end" else "end"
    direction = ' direction="rtl" lang="ur"' if right_to_left else ""
    return f'<text x="{at}" y="{top:.1f}" dy="4" text-anchor="{anchor}"{direction}>{escape(name)}</text>'


def cells_drawn(
    columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]], label: str, caption: Sequence[str]
) -> str:
    """A map of cells.

    Args:
        columns: their names.
        rows: name and cells of each.
        label: what it shows.
        caption: lines below it.
    """
    width = _NAMES + 10 + _CELL * len(columns) + 20
    size = Size(width=max(width, 600), height=_COLUMN_NAMES + _ROW * len(rows) + 10, names=0)
    parts = [
        f'<text class="tick" transform="translate({_NAMES + 10 + _CELL * (at + 0.6):.1f} {_COLUMN_NAMES - 6}) '
        f'rotate(-60)">{escape(measure_name(name))}</text>'
        for at, name in enumerate(columns)
    ]
    for number, (name, cells) in enumerate(rows):
        top = _COLUMN_NAMES + _ROW * number
        parts.append(_text(name, _NAMES, top + _ROW / 2, "end"))
        for at, cell in enumerate(cells):
            left = _NAMES + 10 + _CELL * at
            if cell.shade:
                faint = "" if cell.is_sure else ' opacity=".35"'
                box = f'x="{left}" y="{top}" width="{_CELL - 2}" height="{_ROW - 2}"'
                parts.append(f'<rect {box} rx="3" fill="{_SHADES[cell.shade]}"{faint}/>')
            weight = ' font-weight="700"' if cell.is_sure else ""
            parts.append(
                f'<text class="tick" x="{left + _CELL / 2 - 1}" y="{top + _ROW / 2 - 1}" dy="4" '
                f'text-anchor="middle"{weight}>{escape(cell.text)}</text>'
            )
    return sheet(parts, size, label, caption, file=True)

"""Bars over time as SVG: how many places a month, or a year, has."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil
from typing import Final

import polars as pl

from dashboards.wording import grouped
from framing.figures.sheet import Size, sheet

__all__ = ["MONTHS", "drawn_bars", "monthly"]

#: Months that have room for a bar each; of a longer time years are drawn.
MONTHS: Final = 120
_WIDE: Final = Size(width=1100, height=190)
_NARROW: Final = Size(width=358, height=170)
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 26, 24


def monthly(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns period, count: the places of each month, with those between the first and the last that have none.

    Args:
        rows: columns published, published_precision and places; of a row without a month nothing is counted.
    """
    dated = rows.filter(pl.col("published").is_not_null(), pl.col("published_precision").fill_null("day") != "year")
    months = dated.select(pl.col("published").dt.truncate("1mo").alias("at"), "places")
    if not months.height:
        return pl.DataFrame(schema={"period": pl.String, "count": pl.Int64})
    every = months.select(pl.datetime_range(pl.col("at").min(), pl.col("at").max(), "1mo").alias("at"))
    counts = every.join(
        months.group_by("at").agg(count=pl.col("places").sum().cast(pl.Int64)), on="at", how="left"
    ).sort("at")
    counts = counts.select(period=pl.col("at").dt.strftime("%Y-%m"), count=pl.col("count").fill_null(0))
    if counts.height <= MONTHS:
        return counts
    return counts.group_by(pl.col("period").str.slice(0, 4), maintain_order=True).agg(pl.sum("count"))


def drawn_bars(
    counts: pl.DataFrame,
    label: str,
    unit: str,
    caption: Sequence[str] = (),
    *,
    is_narrow: bool = False,
    file: bool = False,
) -> str:
    """Bars as SVG markup.

    Args:
        counts: columns period and count.
        label: what it shows, for those who do not see it.
        unit: what is counted.
        caption: lines below it.
        is_narrow: whether it is drawn for a phone.
        file: whether it stands alone, with its own colours.
    """
    size = _NARROW if is_narrow else _WIDE
    most = max(int(counts["count"].max() or 0), 1)  # type: ignore[arg-type]
    width, height = size.width - _LEFT - _RIGHT, size.height - _TOP - _BOTTOM
    step = width / max(counts.height, 1)
    thick = max(min(step - 1, 46.0), 0.8)
    parts = [f'<text class="axis-name" x="4" y="14">{escape(unit)}</text>']
    for value in {most, ceil(most / 2)}:
        top = _TOP + height * (1 - value / most)
        parts.append(f'<path class="grid" stroke="#d9d4c8" d="M{_LEFT} {top:.1f}H{size.width - _RIGHT}"/>')
        parts.append(
            f'<text class="tick" x="{_LEFT - 6}" y="{top:.1f}" dy="4" text-anchor="end">{grouped(value)}</text>'
        )
    bars, last = [], -1e9
    for number, (period, value) in enumerate(counts.iter_rows()):
        middle, tall = _LEFT + (number + 0.5) * step, height * value / most
        if value:
            foot = f"M{middle - thick / 2:.1f} {_TOP + height}"
            bars.append(f"{foot}v{-max(tall, 1):.1f}h{thick:.1f}V{_TOP + height}z")
        if middle - last > 52 and middle < size.width - 26:
            last = middle
            parts.append(
                f'<text class="tick" x="{middle:.1f}" y="{size.height - 6}" text-anchor="middle">{period}</text>'
            )
    parts.append(f'<path class="bars" fill="#0072b2" d="{"".join(bars)}"/>')
    parts.append(f'<path class="axis" stroke="#5f5b53" d="M{_LEFT} {_TOP + height}H{size.width - _RIGHT}"/>')
    return sheet(parts, size, label, caption, file)

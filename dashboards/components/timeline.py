"""A measure over time as SVG: a line with its interval, the articles below it, and days that readers named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from math import floor, log10
from typing import Final

import polars as pl

from dashboards.components.drawing import Size, meet, sheet

__all__ = ["NARROW_TIME", "WIDE_TIME", "Span", "drawn_small", "drawn_time", "ends_of", "nice", "placed"]

WIDE_TIME: Final = Size(width=1100, height=420, names=12)
NARROW_TIME: Final = Size(width=358, height=380, names=4)
#: Room for the numbers of the axes, for the labels of days, and for the bars of the articles.
_LEFT, _RIGHT, _TOP, _BOTTOM, _BARS = 46, 10, 44, 24, 62
_SMALL: Final = Size(width=260, height=110, names=0)
_DAYS: Final = {"day": 1, "week": 7, "month": 31}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What the axes of several drawings share: the first and the last moment, and the least and the most of a value."""

    first: datetime
    last: datetime
    low: float
    high: float


def ends_of(name: str) -> tuple[datetime, datetime]:
    """The first moment of a day, week or month by its name, and the first one after it.

    Example:
        >>> [f"{moment:%Y-%m-%d}" for name in ("2026-02-05", "2025-W01", "2026-02") for moment in ends_of(name)]
        ['2026-02-05', '2026-02-06', '2024-12-30', '2025-01-06', '2026-02-01', '2026-03-01']
    """
    if "W" in name:
        first = datetime.strptime(f"{name}-1", "%G-W%V-%u").replace(tzinfo=UTC)
        return first, first + timedelta(days=7)
    if len(name) > 7:
        first = datetime.strptime(name, "%Y-%m-%d").replace(tzinfo=UTC)
        return first, first + timedelta(days=1)
    first = datetime.strptime(name, "%Y-%m").replace(tzinfo=UTC)
    return first, (first + timedelta(days=32)).replace(day=1)


def placed(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a series with the columns start and end of their periods, in the order of time."""
    ends = [ends_of(name) for name in rows["period"]]
    kind = pl.Datetime("us", "UTC")
    columns = [pl.Series(name, [end[at] for end in ends], kind) for at, name in enumerate(("start", "end"))]
    return rows.with_columns(columns).sort("start")


def drawn_time(
    rows: pl.DataFrame,
    span: Span,
    size: Size,
    *,
    period: str,
    label: str,
    unit: str,
    articles: str,
    days: Sequence[tuple[datetime, str]] = (),
    caption: Sequence[str] = (),
    file: bool = False,
) -> str:
    """The line of a measure, and below it the articles.

    Args:
        rows: columns start, end, estimate, low, high and bar, from :func:`placed`.
        span: of the axes.
        size: of the drawing.
        period: day, week or month: between periods that are further apart there is no line.
        label: what it shows, for those who do not see it.
        unit: of the measure.
        articles: what the bars are.
        days: that readers named, with what happened.
        caption: lines below it.
        file: whether it stands alone, with its own colours.
    """
    base = size.height - _BOTTOM - _BARS - 36
    across, up = _across(span, _LEFT, size.width - _RIGHT), _up(span, _TOP, base)
    parts = _axes(span, across, up, size, base)
    parts += _line(rows, period, across, up)
    parts += _bars(rows, across, size, articles)
    parts += _days(days, span, across, size)
    parts.append(f'<text class="axis-name" x="4" y="14">{escape(unit)}</text>')
    return sheet(parts, size, label, caption, file).replace('role="group"', 'role="img"', 1)


def drawn_small(rows: pl.DataFrame, span: Span, *, period: str, label: str) -> str:
    """The line of one of many, on the axes of all."""
    across, up = _across(span, 34, _SMALL.width - 4), _up(span, 8, _SMALL.height - 20)
    parts = []
    for value in (span.low, span.high):
        parts.append(f'<path class="grid" stroke="#d9d4c8" d="M34 {up(value):.1f}H{_SMALL.width - 4}"/>')
        parts.append(f'<text class="tick" x="30" y="{up(value):.1f}" dy="4" text-anchor="end">{_short(value)}</text>')
    for moment, anchor, at in ((span.first, "start", 34), (span.last, "end", _SMALL.width - 4)):
        text = f"{moment:%Y-%m}"
        parts.append(f'<text class="tick" x="{at}" y="{_SMALL.height - 4}" text-anchor="{anchor}">{text}</text>')
    parts += _line(rows, period, across, up, dot=3)
    return sheet(parts, _SMALL, label, (), file=False).replace('role="group"', 'role="img"', 1)


def nice(value: float) -> float:
    """A round number, or four round steps, at or above a value.

    Example:
        >>> nice(14.2), nice(0.31)
        (16.0, 0.4)
    """
    power = 10.0 ** floor(log10(max(value, 1e-6) / 4))
    return min(4 * step * power for step in (1, 2, 2.5, 4, 5, 10) if 4 * step * power >= value * (1 - 1e-9))


def _across(span: Span, left: float, right: float) -> Callable[[datetime], float]:
    whole = max((span.last - span.first).total_seconds(), 1.0)
    return lambda moment: left + (right - left) * (moment - span.first).total_seconds() / whole


def _up(span: Span, top: float, base: float) -> Callable[[float], float]:
    whole = max(span.high - span.low, 1e-9)

    def up(value: float) -> float:
        return base - (base - top) * (min(max(value, span.low), span.high) - span.low) / whole

    return up


def _short(value: float) -> str:
    return f"{value:.2g}".replace("-", "−")


def _axes(
    span: Span, across: Callable[[datetime], float], up: Callable[[float], float], size: Size, base: float
) -> list[str]:
    parts = []
    for part in range(5):
        value = span.low + (span.high - span.low) * part / 4
        top = f"{up(value):.1f}"
        parts.append(f'<path class="grid" stroke="#d9d4c8" d="M{_LEFT} {top}H{size.width - _RIGHT}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 6}" y="{top}" dy="4" text-anchor="end">{_short(value)}</text>')
    last, months = -1e9, (span.last - span.first).days / 30
    for year in range(span.first.year, span.last.year + 1):
        for month in range(1, 13, 12 if months > 40 else 3 if months > 12 else 1):
            moment = datetime(year, month, 1, tzinfo=UTC)
            if not span.first <= moment <= span.last or across(moment) - last < 56:
                continue
            last = across(moment)
            parts.append(f'<path class="grid" stroke="#d9d4c8" d="M{last:.1f} {base}v5"/>')
            text = f"{moment:%Y}" if months > 40 else f"{moment:%Y-%m}"
            parts.append(f'<text class="tick" x="{last:.1f}" y="{size.height - 6}" text-anchor="middle">{text}</text>')
    return parts


def _line(
    rows: pl.DataFrame, period: str, across: Callable[[datetime], float], up: Callable[[float], float], dot: int = 5
) -> list[str]:
    """Band, line and dots; where a period has no articles, there is a gap."""
    runs: list[list[tuple[float, float, float, float]]] = []
    before: datetime | None = None
    known = rows.drop_nulls(["estimate", "low", "high"])
    for start, end, value, low, high in known.select("start", "end", "estimate", "low", "high").iter_rows():
        point = across(start + (end - start) / 2), up(value), up(low), up(high)
        if before is not None and (start - before).days <= _DAYS[period] * 0.1:
            runs[-1].append(point)
        else:
            runs.append([point])
        before = end
    bands, lines, dots = [], [], []
    for run in runs:
        lower = "L".join(f"{x:.1f} {low:.1f}" for x, _, low, _ in run)
        upper = "L".join(f"{x:.1f} {high:.1f}" for x, _, _, high in reversed(run))
        # One period alone has a line for its interval.
        bands.append(f"M{lower}L{upper}z")
        lines.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y, _, _ in run))
        dots += [f"M{x:.1f} {y:.1f}h0" for x, y, _, _ in run]
    return [
        f'<path class="band" fill="#0072b2" fill-opacity=".2" stroke="#0072b2" stroke-opacity=".35" '
        f'd="{"".join(bands)}"/>',
        f'<path class="trend" fill="none" stroke="#0072b2" stroke-width="{dot / 3:.1f}" d="{"".join(lines)}"/>',
        f'<path class="dots" fill="none" stroke="#0072b2" stroke-width="{dot if known.height <= 120 else 2}" '
        f'stroke-linecap="round" d="{"".join(dots)}"/>',
    ]


def _bars(rows: pl.DataFrame, across: Callable[[datetime], float], size: Size, articles: str) -> list[str]:
    base = size.height - _BOTTOM
    most = max(float(rows["bar"].max() or 0), 1e-9)  # type: ignore[arg-type]
    bars = []
    for start, end, value in rows.select("start", "end", "bar").iter_rows():
        left, tall = across(start), _BARS * (value or 0) / most
        if value:
            width = max(across(end) - left - 0.6, 0.8)
            bars.append(f"M{left:.1f} {base}v{-max(tall, 1):.1f}h{width:.1f}V{base}z")
    top = base - _BARS
    return [
        f'<text class="axis-name" x="4" y="{top - 8}">{escape(articles)}</text>',
        f'<text class="tick" x="{_LEFT - 6}" y="{top}" dy="8" text-anchor="end">{most:,.3g}</text>'
        if most < 1000
        else f'<text class="tick" x="{_LEFT - 6}" y="{top}" dy="8" text-anchor="end">{most:,.0f}</text>',
        f'<path class="bars" fill="#807c74" d="{"".join(bars)}"/>',
        f'<path class="axis" stroke="#5f5b53" d="M{_LEFT} {base}H{size.width - _RIGHT}"/>',
    ]


def _days(
    days: Sequence[tuple[datetime, str]], span: Span, across: Callable[[datetime], float], size: Size
) -> list[str]:
    """Lines at the days that readers named, and their labels where they have room."""
    parts: list[str] = []
    taken: list[tuple[float, float, float, float]] = []
    for moment, label in days:
        if not span.first <= moment <= span.last:
            continue
        at = across(moment)
        parts.append(
            f'<path class="day" stroke="#a8420c" stroke-dasharray="2 3" d="M{at:.1f} 34V{size.height - _BOTTOM}"/>'
        )
        text = label if len(label) <= 30 else f"{label[:29]}…"
        width = 6.6 * len(text)
        is_end = at + width > size.width - 4
        box = (at - width - 4 if is_end else at, 20.0, at if is_end else at + width + 4, 34.0)
        if len(taken) < size.names and box[0] > 0 and not any(meet(box, other) for other in taken):
            taken.append(box)
            anchor = ' text-anchor="end"' if is_end else ""
            parts.append(f'<text class="day-name" x="{at:.1f}" y="31"{anchor}>{escape(text)}</text>')
    return parts

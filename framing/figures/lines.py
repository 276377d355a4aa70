"""A measure over time: a line with its interval, what was published below it, and days that readers named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from math import floor, log10
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.figures.sheet import ENGLISH, Drawing, Size, Words, among, sheet, traced
from framing.phrases import later, phrase, phrases
from framing.statistics.trends import Trends

__all__ = [
    "VOLUMES",
    "Span",
    "TimeLine",
    "drawn_small",
    "ends_of",
    "nice",
    "placed",
    "runs",
    "span_of",
    "spanning",
    "trend",
]

_WIDE: Final = Size(width=1100, height=420, names=12)
_NARROW: Final = Size(width=358, height=380, names=4)
#: Room for the numbers of the axes, for the labels of days, and for the bars of the articles.
_LEFT, _RIGHT, _TOP, _BOTTOM, _BARS = 46, 10, 44, 24, 62
_SMALL: Final = Size(width=260, height=110)
#: A line that one period alone makes high is cut: the axis ends beyond 98 of 100 intervals.
_MOST: Final = 0.98
#: What the bars are, by period.
VOLUMES: Final = {
    "day": later("articles a day"), "week": later("articles a week"), "month": later("articles a month"),
    "quarter": later("articles a quarter"), "year": later("articles a year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What the axes of several drawings share: the first and the last moment, and the least and the most of a value."""

    first: datetime
    last: datetime
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine(Drawing):
    """The line of a measure, and below it the articles.

    Attributes:
        rows: columns period, start, end, estimate, low, high and bar, from :func:`placed`.
        span: of the axes.
        label: what it shows.
        unit: of the measure.
        articles: what the bars are.
        days: that readers named, with what happened.
    """

    rows: pl.DataFrame
    span: Span
    label: str
    unit: str
    articles: str
    days: Sequence[tuple[datetime, str]] = ()

    def svg(self, caption: Sequence[str] = (), *, is_narrow: bool = False, file: bool = True) -> str:
        """The line as SVG."""
        size = _NARROW if is_narrow else _WIDE
        base = size.height - _BOTTOM - _BARS - 36
        across, up = _across(self.span, _LEFT, size.width - _RIGHT), _up(self.span, _TOP, base)
        parts = _axes(self.span, across, up, size, base)
        parts += _line(self.rows, across, up)
        parts += _bars(self.rows, across, size, self.articles)
        parts += _days(self.days, self.span, across, size)
        parts.append(f'<text class="axis-name" x="4" y="14">{escape(self.unit)}</text>')
        return sheet(parts, size, self.label, caption, file)


def spanning(title: str, rows: pl.DataFrame) -> str:
    """What a line shows, and from when to when, for those who do not see it: column ``period``, in order of time."""
    return phrases(
        "{title}: {n} period from {first} to {last}",
        "{title}: {n} periods from {first} to {last}",
        rows.height,
        title=title,
        first=rows["period"][0],
        last=rows["period"][-1],
    )


def trend(
    trends: Trends,
    measure: str,
    language: str | None = None,
    *,
    days: Sequence[tuple[datetime, str]] = (),
    words: Words = ENGLISH,
) -> TimeLine:
    """A measure over time, of all outlets of a language together.

    Args:
        trends: from :func:`framing.trends`.
        measure: a dimension or scale.
        language: of the one with the most articles where it is left out.
        days: that are marked, each with what happened; in UTC.
        words: how it says things.

    Raises:
        UsageError: ``figure.measure`` or ``figure.language`` where the trends are of others, or nothing is dated.
    """
    if trends.series.is_empty():
        raise UsageError(
            "figure.measure", "nothing is dated, so that nothing is told over time", "", "give dated articles"
        )
    among("figure.measure", "measure", measure, trends.series["dimension"])
    own = trends.series.filter(pl.col("level") == "language", pl.col("dimension") == measure)
    if language is None and own.height:
        sizes = own.group_by("key").agg(pl.sum("articles")).sort("articles", "key", descending=[True, False])
        language = sizes["key"][0]
    among("figure.language", "language", str(language), own["key"])
    own = own.filter(pl.col("key") == language)
    rows = placed(own).with_columns(bar=pl.col("articles").cast(pl.Float64))
    unit = (
        phrase("per 1,000 words; 95 % interval")
        if rows["words"].drop_nulls().len()
        else phrase("−1 … +1; 95 % interval")
    )
    title = f"{words.measure(measure)}, {words.language(str(language))}"
    return TimeLine(
        rows=rows,
        span=span_of(rows),
        label=words.say(spanning(title, rows)),
        unit=words.say(unit),
        articles=words.say(phrase(VOLUMES[trends.period])),
        days=days,
    )


def span_of(rows: pl.DataFrame) -> Span:
    """The axes of rows from :func:`placed`: from the first to the last period, and beyond 98 of 100 intervals."""
    known = rows.drop_nulls("high")
    first, last = rows["start"][0], rows["end"][-1]
    if not known.height:
        return Span(first=first, last=last, low=0.0, high=1.0)
    high = known.select(pl.col("high").quantile(_MOST, "higher")).item()
    low = known.select(pl.col("low").min()).item()
    return Span(first=first, last=last, low=-1.0 if low < 0 else 0.0, high=1.0 if low < 0 else nice(max(high, 0.1)))


def ends_of(name: str) -> tuple[datetime, datetime]:
    """The first moment of a day, week, month, quarter or year by its name, and the first one after it.

    Example:
        >>> [f"{moment:%Y-%m-%d}" for name in ("2026-02-05", "2025-W01", "2026-02") for moment in ends_of(name)]
        ['2026-02-05', '2026-02-06', '2024-12-30', '2025-01-06', '2026-02-01', '2026-03-01']
        >>> [f"{moment:%Y-%m-%d}" for name in ("2026-Q4", "2025") for moment in ends_of(name)]
        ['2026-10-01', '2027-01-01', '2025-01-01', '2026-01-01']
    """
    if "W" in name:
        first = datetime.strptime(f"{name}-1", "%G-W%V-%u").replace(tzinfo=UTC)
        return first, first + timedelta(days=7)
    if len(name) > 7:
        first = datetime.strptime(name, "%Y-%m-%d").replace(tzinfo=UTC)
        return first, first + timedelta(days=1)
    months = 3 if "Q" in name else 1 if "-" in name else 12
    month = 3 * int(name[-1]) - 2 if months == 3 else int(name[5:] or 1)
    first = datetime(int(name[:4]), month, 1, tzinfo=UTC)
    return first, (first + timedelta(days=31 * months)).replace(day=1)


def placed(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a series with the columns start and end of their periods, in the order of time."""
    ends = [ends_of(name) for name in rows["period"]]
    kind = pl.Datetime("us", "UTC")
    columns = [pl.Series(name, [end[at] for end in ends], kind) for at, name in enumerate(("start", "end"))]
    return rows.with_columns(columns).sort("start")


def drawn_small(rows: pl.DataFrame, span: Span, *, label: str) -> str:
    """The line of one of many, on the axes of all."""
    across, up = _across(span, 34, _SMALL.width - 4), _up(span, 8, _SMALL.height - 20)
    ends = "".join(f"M34 {up(value):g}H{_SMALL.width - 4}" for value in (span.low, span.high))
    parts = [f'<path class="grid" d="{ends}"/>']
    parts += [
        f'<text class="tick" x="30" y="{up(value):g}" dy="4" text-anchor="end">{_short(value)}</text>'
        for value in (span.low, span.high)
    ]
    for moment, anchor, at in ((span.first, "start", 34), (span.last, "end", _SMALL.width - 4)):
        text = f"{moment:%Y-%m}"
        parts.append(f'<text class="tick" x="{at}" y="{_SMALL.height - 4}" text-anchor="{anchor}">{text}</text>')
    parts += _line(rows, across, up, dot=3)
    return sheet(parts, _SMALL, label, (), file=False)


def nice(value: float) -> float:
    """A round number, or four round steps, at or above a value.

    Example:
        >>> nice(14.2), nice(0.31)
        (16.0, 0.4)
    """
    power = 10.0 ** floor(log10(max(value, 1e-6) / 4))
    return min(4 * step * power for step in (1, 2, 2.5, 4, 5, 10) if 4 * step * power >= value * (1 - 1e-9))


def _across(span: Span, left: float, right: float) -> Callable[[datetime], float]:
    whole = (span.last - span.first).total_seconds()
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
        parts.append(f'<path class="grid" d="M{_LEFT} {top}H{size.width - _RIGHT}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 6}" y="{top}" dy="4" text-anchor="end">{_short(value)}</text>')
    last, months = -1e9, (span.last - span.first).days / 30
    for year in range(span.first.year, span.last.year + 1):
        for month in range(1, 13, 12 if months > 40 else 3 if months > 12 else 1):
            moment = datetime(year, month, 1, tzinfo=UTC)
            if not span.first <= moment <= span.last or across(moment) - last < 56:
                continue
            last = across(moment)
            parts.append(f'<path class="grid" d="M{last:.1f} {base}v5"/>')
            text = f"{moment:%Y}" if months > 40 else f"{moment:%Y-%m}"
            # At the end of the axis it would stick out.
            at = min(last, size.width - 26)
            parts.append(f'<text class="tick" x="{at:.1f}" y="{size.height - 6}" text-anchor="middle">{text}</text>')
    return parts


def _line(
    rows: pl.DataFrame, across: Callable[[datetime], float], up: Callable[[float], float], dot: int = 5
) -> list[str]:
    """Band, line and dots; where a period has no articles, there is a gap."""
    drawn = [[(across(at), up(value), up(low), up(high)) for at, value, low, high in run] for run in runs(rows)]
    bands, lines, dots = [], [], []
    for run in drawn:
        lower, upper = ([(x, low) for x, _, low, _ in run], [(x, high) for x, _, _, high in reversed(run)])
        # One period alone has a line for its interval.
        bands.append(f"{traced([*lower, *upper])}z")
        lines.append(traced([(x, y) for x, y, _, _ in run]))
        # Where dots would cover each other, those alone are drawn that no line shows.
        apart = (run[-1][0] - run[0][0]) / max(len(run) - 1, 1)
        dots += [f"{traced([(x, y)])}h0" for x, y, _, _ in run if len(run) == 1 or apart >= dot]
    return [
        f'<path class="band" d="{"".join(bands)}"/>',
        f'<path class="trend" stroke-width="{dot / 3:.1f}" d="{"".join(lines)}"/>',
        f'<path class="dots" stroke-width="{dot}" d="{"".join(dots)}"/>',
    ]


def _bars(rows: pl.DataFrame, across: Callable[[datetime], float], size: Size, articles: str) -> list[str]:
    base = size.height - _BOTTOM
    most = max(float(rows["bar"].max() or 0), 1e-9)  # type: ignore[arg-type]
    bars = []
    for start, end, value in rows.select("start", "end", "bar").iter_rows():
        if value:
            left, tall = across(start), _BARS * value / most
            width = max(across(end) - left - 0.6, 0.8)
            bars.append(f"{traced([(left, base)])}v{-round(max(tall, 1), 1):g}h{round(width, 1):g}V{base}z")
    top, told = base - _BARS, f"{most:,.3g}" if most < 1000 else f"{most:,.0f}"
    return [
        f'<text class="axis-name" x="4" y="{top - 8}">{escape(articles)}</text>',
        f'<text class="tick" x="{_LEFT - 6}" y="{top}" dy="8" text-anchor="end">{told}</text>',
        f'<path class="bars" d="{"".join(bars)}"/>',
        f'<path class="axis" d="M{_LEFT} {base}H{size.width - _RIGHT}"/>',
    ]


def _days(
    days: Sequence[tuple[datetime, str]], span: Span, across: Callable[[datetime], float], size: Size
) -> list[str]:
    """Lines at the days that readers named, and their labels where they have room."""
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
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
        left, right = (at - width - 4, at) if is_end else (at, at + width + 4)
        has_room = left > 0 and all(right <= start or end <= left for start, end in taken)
        if has_room and len(taken) < size.names:
            taken.append((left, right))
            anchor = ' text-anchor="end"' if is_end else ""
            parts.append(f'<text class="day-name" x="{at:.1f}" y="31"{anchor}>{escape(text)}</text>')
    return parts


def runs(rows: pl.DataFrame) -> list[list[tuple[datetime, float, float, float]]]:
    """Middle, value, low and high of the periods that something is known of; those next to each other in one run."""
    found: list[list[tuple[datetime, float, float, float]]] = []
    before: datetime | None = None
    known = rows.drop_nulls(["estimate", "low", "high"]).select("start", "end", "estimate", "low", "high")
    for start, end, value, low, high in known.iter_rows():
        if start != before:
            found.append([])
        found[-1].append((start + (end - start) / 2, value, low, high))
        before = end
    return found

"""Rows with a dot and its interval, or a bar, on one axis: a forest of outlets or of effects, a word shift."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from typing import Any, Final

import polars as pl

from framing.errors import UsageError
from framing.figures.sheet import ENGLISH, LESS, MORE, Drawing, Size, Words, among, of_tables, sheet, signed, written
from framing.phrases import phrase, phrases
from framing.render.charts import Axis, linear
from framing.statistics.comparison import Comparison

__all__ = ["EFFECT_AXES", "Mark", "Panel", "Strips", "effects", "entries", "forest", "outlets", "word_shift"]

_WIDTH: Final = 1100
#: Where names end, where the axis begins and ends, where figures stand.
_NAMES, _FIRST, _LAST, _FIGURES = 250, 270, 760, 780
_ROW, _HEAD = 24, 66
#: On a phone: the width, and where the axis begins and ends; names and figures stand above their rows.
_SMALL, _START, _STOP, _TALL = 358, 14, 344, 44
#: Outlets that fit one panel.
_MOST: Final = 60
#: Entries of a word shift.
_ENTRIES: Final = 15
#: Of an effect: ratios from an eighth to eight times, points of a scale from −2 to 2; what lies beyond is at the end.
EFFECT_AXES: Final = {
    "ratio": Axis(1 / 8, 8, (1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8), log=True, reference=1.0),
    "difference": Axis(-2, 2, (-2, -1, 0, 1, 2), reference=0.0),
}
_SURE: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A row.

    Attributes:
        name: of the row.
        figures: what stands beside it.
        value: of the dot, or of the end of the bar; None where there is none.
        ends: of the interval; None for a bar from the middle.
        is_sure: else it is faint.
        is_hollow: a place among the others that is mostly chance.
    """

    name: str
    figures: str
    value: float | None
    ends: tuple[float, float] | None = None
    is_sure: bool = True
    is_hollow: bool = False

    def is_more(self, axis: Axis) -> bool:
        """Whether it lies beyond what the axis refers to."""
        return self.value is not None and axis.reference is not None and self.value > axis.reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Rows on one axis.

    Attributes:
        axis: of all rows.
        marks: the rows.
        ends: what lies to the left and to the right.
        title: of the panel.
    """

    axis: Axis
    marks: Sequence[Mark]
    ends: tuple[str, str] = ("", "")
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips(Drawing):
    """Panels of rows, one below the other.

    Attributes:
        panels: each with its own axis.
        label: what it shows.
    """

    panels: Sequence[Panel]
    label: str

    def svg(self, caption: Sequence[str] = (), *, is_narrow: bool = False, file: bool = True) -> str:
        """The rows as SVG."""
        parts, top = [], 0.0
        row = _TALL if is_narrow else _ROW
        first, last = (_START, _STOP) if is_narrow else (_FIRST, _LAST)
        for panel in self.panels:
            height = _HEAD + row * len(panel.marks)
            parts += _axis(panel, top, height, (first, last))
            for number, mark in enumerate(panel.marks):
                at = top + _HEAD + row * (number + 0.5)
                parts += _row(mark, panel.axis, at, (first, last), is_narrow)
            top += height + 8
        size = Size(width=_SMALL if is_narrow else _WIDTH, height=ceil(top) + 4)
        return sheet(parts, size, self.label, caption, file)


def _axis(panel: Panel, top: float, height: float, ends: tuple[float, float]) -> list[str]:
    first, last = ends
    parts = []
    if panel.title:
        parts.append(written(panel.title, 4, top + 14, class_="head", most=60))
    if panel.ends != ("", ""):
        parts.append(f'<text class="axis-name" x="{first}" y="{top + 36:.0f}">← {escape(panel.ends[0])}</text>')
        right = f"{escape(panel.ends[1])} →"
        parts.append(f'<text class="axis-name" x="{last}" y="{top + 36:.0f}" text-anchor="end">{right}</text>')
    for tick in panel.axis.ticks:
        at = _across(panel.axis, tick, ends)
        kind = "usual" if tick == panel.axis.reference else "grid"
        parts.append(f'<path class="{kind}" d="M{at:.1f} {top + _HEAD - 6:.0f}V{top + height:.0f}"/>')
        name = f'<text class="tick" x="{at:.1f}" y="{top + _HEAD - 12:.0f}" text-anchor="middle">'
        parts.append(f"{name}{escape(panel.axis.name(tick))}</text>")
    return parts


def _across(axis: Axis, value: float, ends: tuple[float, float]) -> float:
    return ends[0] + (ends[1] - ends[0]) * axis.place(value) / 100


def _row(mark: Mark, axis: Axis, top: float, ends: tuple[float, float], is_narrow: bool) -> list[str]:
    reference = axis.low if axis.reference is None else axis.reference
    colour = MORE if mark.is_more(axis) else LESS
    faint = "" if mark.is_sure else ' opacity=".5"'
    line = top + 9 if is_narrow else top
    if is_narrow:
        x, name, figures = _SMALL - 4, written(mark.name, 4, top - 12, most=20), mark.figures[:40]
        said = f'<text class="tick" x="{x}" y="{top - 12:.1f}" dy="4" text-anchor="end">{escape(figures)}</text>'
    else:
        name = written(mark.name, _NAMES, top, end=True)
        said = f'<text class="tick" x="{_FIGURES}" y="{top:.1f}" dy="4">{escape(mark.figures)}</text>'
    parts = [name, said]
    if mark.value is None:
        return parts
    at = _across(axis, mark.value, ends)
    spread = [_across(axis, value, ends) for value in mark.ends or sorted((reference, mark.value))]
    thick, pale = (6, ' opacity=".4"') if mark.ends else (10, faint)
    parts.append(
        f'<path stroke="{colour}" stroke-width="{thick}"{pale} d="M{spread[0]:.1f} {line:.1f}H{spread[1]:.1f}"/>'
    )
    if mark.ends:
        fill = f'fill="#fff" style="stroke:{colour};stroke-width:2"' if mark.is_hollow else f'fill="{colour}"'
        parts.append(f'<circle cx="{at:.1f}" cy="{line:.1f}" r="5" {fill}{faint}/>')
    return parts


@of_tables
def outlets(estimates: pl.DataFrame, measure: str, *, words: Words = ENGLISH) -> Strips:
    """A forest of outlets: what each is at large, with its 95 % interval, one panel a language.

    Args:
        estimates: from :func:`framing.estimate`; with a column ``name`` outlets are called by it.
        measure: a dimension or scale.
        words: how it says things.

    Returns:
        Hollow dots: reliability under .5, so that the place among the outlets is mostly chance. Outlets of which
        nothing is said are left out, and counted in the label.

    Raises:
        UsageError: ``figure.measure`` where nothing can be said of the measure.
    """
    rows = estimates.filter(pl.col("level") == "outlet")
    if rows.is_empty():
        raise UsageError(
            "figure.measure", "the table tells of no outlet", "", 'estimate the level outlet: levels=["outlet"]'
        )
    among("figure.measure", "measure", measure, rows["dimension"])
    rows = rows.filter(pl.col("dimension") == measure)
    known = rows.drop_nulls(["estimate", "low", "high"]).sort(
        "language", "estimate", "key", descending=[False, True, True]
    )
    if known.is_empty():
        hint = "each takes five events or texts; the column status says why"
        raise UsageError("figure.measure", f"nothing can be said of '{measure}' of any outlet at large", "", hint)
    is_scale = known["positive"].drop_nulls().len() > 0
    parts = known.partition_by("language", maintain_order=True)
    values = [value for end in ("low", "high") for value in known[end]]
    reach = float(ceil(max(map(abs, values))))
    axis = linear(-reach, reach, reference=0.0) if is_scale else linear(0.0, max(values))
    panels = []
    for part in parts:
        marks = [_outlet(row, is_scale, words) for row in part.head(_MOST).iter_rows(named=True)]
        panels.append(Panel(axis=axis, marks=marks, title=words.language(part["language"][0] or "und")))
    unit = phrase("in doublings, 0 as usual in the language") if is_scale else phrase("per 1,000 words")
    label = words.say(phrase("{measure} at large, {unit}", measure=words.measure(measure), unit=unit))
    left = rows.height - sum(len(panel.marks) for panel in panels)
    if left:
        more = phrases(
            "{n} of {all} outlets is not shown: too little is known of it, or {most} stand above",
            "{n} of {all} outlets are not shown: too little is known of them, or {most} stand above",
            left, all=rows.height, most=_MOST,
        )  # fmt: skip
        label = f"{label}; {words.say(more)}"
    return Strips(panels=panels, label=label)


def _outlet(row: dict[str, Any], is_scale: bool, words: Words) -> Mark:
    shown: Callable[[float], str] = signed if is_scale else "{:.2f}".format
    figures = words.numeric(f"{shown(row['estimate'])} ({shown(row['low'])} … {shown(row['high'])})")
    return Mark(
        name=row["name"] if row.get("name") else words.outlet(row["key"]),
        figures=f"{figures}; {words.say(phrases('{n} article', '{n} articles', row['articles']))}",
        value=row["estimate"],
        ends=(row["low"], row["high"]),
        is_hollow=row["reliability"] is not None and row["reliability"] < 0.5,
    )


@of_tables
def forest(comparison: Comparison | pl.DataFrame, *, words: Words = ENGLISH) -> Strips:
    """The effects of a contrast with their 95 % intervals: ratios of rates, and below them differences of scales.

    Args:
        comparison: from :func:`framing.compare`, or its table.
        words: how it says things.

    Returns:
        Faint: not sure after the control of false discoveries over all rows. An effect beyond the axis stands at its
        end, and its figures beside it.

    Raises:
        UsageError: ``figure.nothing`` where no measure has an effect.
    """
    table = comparison.table if isinstance(comparison, Comparison) else comparison
    marks = {kind: effects(table.filter(pl.col("measure") == kind), words) for kind in EFFECT_AXES}
    titles = {"ratio": words.say(phrase("Rates")), "difference": words.say(phrase("Scales"))}
    ends = words.say(phrase("less in A")), words.say(phrase("more in A"))
    panels = [
        Panel(axis=EFFECT_AXES[kind], marks=own, ends=ends, title=titles[kind]) for kind, own in marks.items() if own
    ]
    if not panels:
        raise UsageError("figure.nothing", "no measure of this contrast has an effect", "", "compare larger sides")
    label = _sides(comparison, words) if isinstance(comparison, Comparison) else words.say(phrase("A against B"))
    return Strips(panels=panels, label=label)


def effects(table: pl.DataFrame, words: Words = ENGLISH) -> list[Mark]:
    """The rows of a contrast that have an effect."""
    marks = []
    for row in table.filter(pl.col("effect").is_not_null()).iter_rows(named=True):
        shown: Callable[[float], str] = signed if row["measure"] == "difference" else "{:.2f}".format
        ends = (row["low"], row["high"]) if row["low"] is not None and row["high"] is not None else None
        p = row["p_adjusted"]
        said = "" if p is None else ", " + words.say(phrase("adjusted p {p}", p=f"{p:.3f}"))
        between = f" ({shown(ends[0])} … {shown(ends[1])})" if ends else ""
        marks.append(
            Mark(
                name=words.measure(row["dimension"]),
                figures=words.numeric(f"{shown(row['effect'])}{between}") + said,
                value=row["effect"],
                ends=ends,
                is_sure=p is not None and p <= _SURE,
            )
        )
    return marks


def word_shift(comparison: Comparison, measure: str | None = None, *, words: Words = ENGLISH) -> Strips:
    """The entries that make a difference, the largest part first; all parts add up to it.

    Args:
        comparison: from :func:`framing.compare`.
        measure: a dimension or scale; the strongest one that entries are told of where it is left out.
        words: how it says things.

    Raises:
        UsageError: ``figure.measure`` where the comparison tells of no entries of it.
    """
    known = comparison.shifts["measure"].unique(maintain_order=True).to_list()
    if measure is not None and known:
        among("figure.measure", "measure with entries", measure, known)
    chosen = measure or next((name for name in comparison.strongest if name in known), next(iter(known), ""))
    marks = entries(comparison.shifts.filter(pl.col("measure") == chosen), _ENTRIES, words)
    if not marks:
        what = f"the comparison tells of no entries of '{chosen}'" if chosen else "the comparison tells of no entries"
        hint = f"it tells of {', '.join(known)}" if known else "compare larger sides"
        raise UsageError("figure.measure", what, "", hint)
    reach = max(abs(mark.value or 0.0) for mark in marks) or 1.0
    ends = words.say(phrase("more in B")), words.say(phrase("more in A"))
    title = words.say(phrase("The words behind {measure}", measure=words.measure(chosen)))
    panel = Panel(axis=Axis(-reach, reach, (0,), reference=0.0), marks=marks, ends=ends)
    return Strips(panels=[panel], label=f"{title}: {_sides(comparison, words)}")


def _sides(comparison: Comparison, words: Words) -> str:
    a, b = comparison.a, comparison.b
    if comparison.settings.get("by") == "outlet":
        a, b = words.outlet(a), words.outlet(b)
    return words.say(phrase("A {a} against B {b}", a=a, b=b))


def entries(shifts: pl.DataFrame, most: int, words: Words = ENGLISH) -> list[Mark]:
    """The entries of one measure's shift that have a part in it."""
    return [
        Mark(
            name=row["surface"] or row["term"],
            figures=words.say(
                phrase(
                    "{part}; hits {a} : {b}",
                    part=words.numeric(f"{row['contribution']:+.2g}".replace("-", "−")),
                    a=row["hits_a"],
                    b=row["hits_b"],
                )
            ),
            value=row["contribution"],
        )
        for row in shifts.filter(pl.col("contribution").is_not_null()).head(most).iter_rows(named=True)
    ]

"""A map of cells: how many times as often as is usual in its language an outlet uses each dimension."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from math import log2
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.figures.sheet import ENGLISH, Drawing, Size, Words, among, of_tables, sheet, written
from framing.lexicon.lexicon import default_lexicon
from framing.phrases import phrase
from framing.statistics.significance import marked

__all__ = ["SHADES", "Cell", "HeatMap", "heat_map", "shade", "times"]

_NAMES, _ROW, _CELL, _COLUMN_NAMES = 250, 24, 28, 120
#: Ratios at which the colour deepens, and their doubles and inverses.
_STEPS: Final = (log2(1.25), 1.0, 2.0)
#: Outlets that fit one map.
_MOST: Final = 60
#: Shade of a cell → its colour: below, near and above the usual.
SHADES: Final = {
    "down3": "#5c8fc0", "down2": "#8db0d3", "down1": "#c1d4e6", "h0": "#f3f0e9",
    "up1": "#f0cfb9", "up2": "#e3a57d", "up3": "#d27a42",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a map.

    Attributes:
        ratio: to the baseline; None where nothing is said.
        is_sure: surely far from it; else it is pale.
        hint: what it says, in full.
    """

    ratio: float | None
    is_sure: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap(Drawing):
    """Rows of cells, in groups.

    Attributes:
        columns: their names.
        groups: name of a group → its rows, each with its name and cells; a group without a name has no heading.
        label: what it shows.
    """

    columns: Sequence[str]
    groups: Sequence[tuple[str, Sequence[tuple[str, Sequence[Cell]]]]]
    label: str

    def svg(self, caption: Sequence[str] = (), *, is_narrow: bool = False, file: bool = True) -> str:
        """The map as SVG; one for a phone has its names over its rows."""
        left = 4 if is_narrow else _NAMES + 10
        cell = max(12.0, min(float(_CELL), 340 / max(len(self.columns), 1))) if is_narrow else float(_CELL)
        names = [
            f'<text class="tick" transform="translate({left + cell * (at + 0.6):.1f} {_COLUMN_NAMES - 6}) '
            f'rotate(-60)">{escape(name)}</text>'
            for at, name in enumerate(self.columns)
        ]
        parts, top = names, float(_COLUMN_NAMES)
        for title, rows in self.groups:
            if title:
                parts.append(written(title, 4, top + 14, class_="head"))
                top += 26
            for name, cells in rows:
                if is_narrow:
                    parts.append(written(name, 4, top + 10))
                    top += 20
                else:
                    parts.append(written(name, _NAMES, top + _ROW / 2, end=True))
                parts += [part for at, one in enumerate(cells) for part in _drawn(one, left + cell * at, top, cell)]
                top += _ROW
        width = 358 if is_narrow else max(left + cell * len(self.columns) + 70, 600)
        return sheet(parts, Size(width=round(width), height=round(top) + 10), self.label, caption, file)


def _drawn(cell: Cell, left: float, top: float, width: float) -> list[str]:
    """A cell; its text where it has room."""
    parts = []
    if cell.ratio is not None:
        faint = "" if cell.is_sure else ' opacity=".35"'
        box = f'x="{left:.1f}" y="{top:.1f}" width="{width - 2:.1f}" height="{_ROW - 2}"'
        parts.append(f'<rect {box} rx="3" fill="{SHADES[shade(cell.ratio)]}"{faint}/>')
    weight = ' font-weight="700" style="fill:#1c1b19"' if cell.is_sure else ""
    if width >= _CELL:
        parts.append(
            f'<text class="tick" x="{left + width / 2 - 1:.1f}" y="{top + _ROW / 2 - 1:.1f}" dy="4" '
            f'text-anchor="middle"{weight}>{escape("·" if cell.ratio is None else times(cell.ratio))}</text>'
        )
    return parts


def times(ratio: float | None) -> str:
    """A ratio in as few figures as it deserves.

    Example:
        >>> times(0.254), times(1.96), times(12.4), times(0.001), times(25_000), times(None)
        ('0.25', '2.0', '12', '<.01', '>99', '–')
    """
    if ratio is None:
        return "–"
    if not 0.005 <= ratio < 99.5:
        return "<.01" if ratio < 1 else ">99"
    return f"{ratio:.2f}" if ratio < 0.995 else f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:.0f}"


def shade(ratio: float) -> str:
    """One of seven shades: below, near and above the baseline.

    Example:
        >>> shade(0.1), shade(1.1), shade(2.5)
        ('down3', 'h0', 'up2')
    """
    depth = log2(max(ratio, 2.0**-9))
    step = sum(abs(depth) >= edge for edge in _STEPS)
    return "h0" if step == 0 else f"{'up' if depth > 0 else 'down'}{step}"


@of_tables
def heat_map(estimates: pl.DataFrame, measures: Collection[str] = (), *, words: Words = ENGLISH) -> HeatMap:
    """Outlets against dimensions: how many times as often as the baseline of its language.

    Args:
        estimates: from :func:`framing.estimate`; with a column ``name`` outlets are called by it.
        measures: the dimensions shown, in this order; all that are estimated where none is named.
        words: how it says things.

    Returns:
        Bold cells are surely far from the baseline (:func:`framing.marked`), pale ones may be nearer, or chance. The
        sixty outlets with most words.

    Raises:
        UsageError: ``figure.measure`` for one that was not estimated; ``figure.nothing`` where no outlet has a ratio in
            any of them.
    """
    rows = estimates.filter(pl.col("level") == "outlet")
    book = default_lexicon().codebook.scales
    shown = [name for name in rows["dimension"].unique(maintain_order=True) if name not in book]
    columns = list(measures) or shown
    for name in columns if rows.height else ():
        among("figure.measure", "measure", name, rows["dimension"])
    rows = rows.filter(pl.col("dimension").is_in(columns))
    rows = rows.with_columns(marked=pl.Series(marked(rows["lfsr"].to_numpy(), rows["beyond"].to_numpy())))
    rows = rows.filter(pl.col("ratio").is_not_null().any().over("key"))
    if rows.is_empty():
        what, hint = "no outlet has a ratio to its baseline", "each takes five events or texts"
        raise UsageError("figure.nothing", what, "", hint)
    sizes = rows.group_by("key").agg(pl.max("words")).sort("words", "key", descending=[True, False])
    rows = rows.filter(pl.col("key").is_in(sizes["key"].head(_MOST).implode()))
    cells = {(row["key"], row["dimension"]): _cell(row, words) for row in rows.iter_rows(named=True)}
    name = pl.col("name") if "name" in rows.columns else pl.lit(None, pl.String).alias("name")
    groups = []
    for (language,), part in (
        rows.select("key", "language", name).unique().partition_by("language", as_dict=True).items()
    ):
        called = {key: given or words.outlet(key) for key, given in part.select("key", "name").iter_rows()}
        own = sorted(called.items(), key=lambda pair: (pair[1].casefold(), pair[0]))
        drawn = [(said, [cells.get((key, column), Cell(ratio=None)) for column in columns]) for key, said in own]
        groups.append((words.language(str(language or "und")), drawn))
    label = words.say(phrase("Times the baseline of its language; bold where surely far from it"))
    return HeatMap(columns=[words.measure(column) for column in columns], groups=sorted(groups), label=label)


def _cell(row: dict[str, object], words: Words) -> Cell:
    if row["ratio"] is None:
        return Cell(ratio=None)
    numbers = {name: f"{row[name]:.2f}" for name in ("ratio", "ratio_low", "ratio_high")}
    hint = phrase("{ratio} times the baseline, 95 % interval {ratio_low} to {ratio_high}", **numbers)
    ratio = row["ratio"]
    assert isinstance(ratio, float)
    return Cell(ratio=ratio, is_sure=bool(row["marked"]), hint=words.say(hint))

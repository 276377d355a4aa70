"""A drawing of each kind, and what stands where in its SVG."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree import ElementTree

import polars as pl
import regex

from framing.figures.cells import Cell, HeatMap
from framing.figures.curves import Curve
from framing.figures.lines import TimeLine, placed, span_of
from framing.figures.planes import Axis, Plane, Point
from framing.figures.scatter import Word, WordPlane
from framing.figures.sheet import Box, Drawing
from framing.figures.strips import Mark, Panel, Strips
from framing.render import charts

SVG = "{http://www.w3.org/2000/svg}"
#: Pixels of a letter, at least, and of a line.
LETTER, LINE = 5.0, 9.0


def point(number: int, x: float, y: float, name: str = "") -> Point:
    return Point(
        key=f"{number}",
        name=name or f"outlet {number}",
        label="",
        colour="c0",
        x=x,
        y=y,
        x_ends=(x * 0.8, x * 1.2),
        y_ends=(y * 0.7, y * 1.3),
    )


def line_of(names: list[str], days: list[tuple[datetime, str]] | None = None) -> TimeLine:
    rows = placed(pl.DataFrame({"period": names})).with_row_index("number")
    value = pl.col("number") % 5 + 2.0
    rows = rows.with_columns(estimate=value, low=value - 1, high=value + 1, bar=value * 10)
    unit = {"label": "a", "unit": "per 1,000 words", "articles": "articles a month"}
    return TimeLine(rows=rows, span=span_of(rows), days=days or [], **unit)


MONTHS = [f"20{year}-{month:02}" for year in (22, 23) for month in range(1, 13)]
#: The effects of a ratio, some of them clear, under two ways of two choices.
SPECIFIED = pl.DataFrame(
    [
        (rank, effect, effect / 2, effect * 2, effect > 2, way, f"made: {way}")
        for rank, (effect, way) in enumerate([(0.5, "m"), (1.0, "n"), (4.0, "m")], 1)
    ],
    schema=["rank", "effect", "low", "high", "clear", "made", "choice"],
    orient="row",
)
STEPS = [Cell(ratio=2.0, is_sure=True), Cell(ratio=0.5), Cell(ratio=None)]
MARKS = [
    Mark(name=f"outlet {at}", figures=f"{at}.00", value=2.0**at, ends=(2.0**at / 2, 2.0**at * 2)) for at in (-1, 0, 1)
]
DRAWINGS: dict[str, Drawing] = {
    "plane": Plane(
        points=[point(at, 0.1 + at % 7, 0.1 + at % 5) for at in range(40)],
        x=Axis(name="across", usual=2.0), y=Axis(name="up", usual=1.0), label="",
    ),
    "strips": Strips(
        panels=[Panel(axis=charts.ratios([4]), marks=MARKS, ends=("less", "more"), title=title) for title in "ab"], label=""
    ),
    "map": HeatMap(
        columns=["praise", "doubt", "war"], groups=[(name, [(f"{name}{at}", STEPS) for at in range(3)]) for name in "ab"], label=""
    ),
    "words": WordPlane(
        words=[
            *(Word(word=f"word{at}", x=-1.5 + at / 20, y=0.5 - at / 30, side="ab"[at % 2]) for at in range(30)),
            Word(word="plain", x=0.0, y=0.0),
        ],
        ends=(-2.0, 1.0), across="in B", up="in A", label="", language="en",
    ),
    "line": line_of(MONTHS, [(datetime(2022, 2, 1, tzinfo=UTC), "a day"), (datetime(2023, 12, 1, tzinfo=UTC), "late")]),
    "curve": Curve(
        rows=SPECIFIED, ways=[("made", "m", "made: m"), ("made", "n", "made: n")],
        axis=charts.ratios([4]), label="", unit="ratio", legend=("clear", "unclear"),
    ),
}  # fmt: skip


def drawn(drawing: Drawing, *, is_narrow: bool = False) -> ElementTree.Element:
    return ElementTree.fromstring(drawing.svg(["a caption", "of two lines"], is_narrow=is_narrow))


def size(root: ElementTree.Element) -> tuple[float, float]:
    width, height = map(float, root.get("viewBox", "").split()[2:])
    return width, height


def of_class(root: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [node for node in root.iter() if node.get("class") == kind]


def corners(node: ElementTree.Element) -> list[tuple[float, float]]:
    """Where the strokes of a path begin and end."""
    found: list[tuple[float, float]] = []
    left = top = 0.0
    for command, numbers in regex.findall(r"([MLHVhvz])([-\d. ]*)", node.get("d", "")):
        values = list(map(float, numbers.split()))
        match command:
            case "M" | "L":
                left, top = values
            case "H":
                left = values[0]
            case "V":
                top = values[0]
            case "h":
                left += values[0]
            case "v":
                top += values[0]
        found.append((left, top))
    return found


def box(node: ElementTree.Element) -> Box:
    """What a text covers at least."""
    left, top = float(node.get("x", "nan")), float(node.get("y", "nan")) + float(node.get("dy", 0))
    wide = LETTER * len(node.text or "")
    left -= {"end": wide, "middle": wide / 2}.get(node.get("text-anchor", ""), 0.0)
    return left, top - LINE, left + wide, top


def texts(root: ElementTree.Element, *kinds: str) -> Iterator[ElementTree.Element]:
    return (
        node
        for node in root.iter(f"{SVG}text")
        if not node.get("transform") and (not kinds or node.get("class") in kinds)
    )

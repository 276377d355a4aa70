"""Figures of Plotly have every mark where its value is, its interval around it, and axes that hold them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from inspect import signature
from math import log10, sqrt
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest

from framing import plot
from framing.figures.cells import Cell, HeatMap
from framing.figures.curves import Curve
from framing.figures.lines import TimeLine, runs
from framing.figures.planes import Axis, Plane, ticks
from framing.figures.scatter import WordPlane
from framing.figures.sheet import LESS, MORE, Drawing
from framing.figures.strips import Mark, Panel, Strips
from framing.plot import drawn
from framing.render import charts
from tests.figures.reading import DRAWINGS, MONTHS, SVG, corners, line_of, of_class

each = pytest.mark.parametrize("name", DRAWINGS)


def lines(figure: Any) -> list[tuple[float, float, float, float]]:
    """The lines across a figure: from where to where."""
    return [(shape.x0, shape.y0, shape.x1, shape.y1) for shape in figure.layout.shapes]


def area(figure: Any) -> float:
    """The pixels of height between the margins."""
    margin = figure.layout.margin
    return float(figure.layout.height - margin.t - margin.b)


def radii(drawing: Drawing) -> set[float]:
    """Of the dots of the SVG."""
    root = ElementTree.fromstring(drawing.svg())
    return {float(dot.get("r", "nan")) for dot in root.iter(f"{SVG}circle")}


def intervals(trace: Any, error: str, values: list[float]) -> list[tuple[float, float]]:
    bars = trace[error]
    assert not bars.symmetric
    return [(at - low, at + high) for at, low, high in zip(values, bars.arrayminus, bars.array, strict=True)]


@each
def test_a_figure_has_the_colours_of_its_page_and_room_for_its_title(name: str) -> None:
    drawing = replace(DRAWINGS[name], label="a word " * 30)  # type: ignore[type-var]
    day, night = drawn(drawing), drawn(drawing, dark=True)
    for figure, is_dark in ((day, False), (night, True)):
        layout = figure.layout
        assert (int(layout.paper_bgcolor[1:3], 16) < 128) == is_dark
        assert (int(layout.font.color[1:3], 16) > 128) == is_dark
        assert layout.plot_bgcolor == layout.hoverlabel.bgcolor == layout.paper_bgcolor
        assert layout.xaxis.gridcolor == layout.yaxis.zerolinecolor != layout.font.color
        assert layout.xaxis.automargin
        assert layout.yaxis.automargin
        # Letters are as large as in the SVG, whose style comes with it; the title begins where the axis does.
        assert f"font:{layout.font.size}px" in drawing.svg()
        assert (layout.title.x, layout.title.xref) == (0, "paper")
        assert layout.margin.l == layout.margin.r > 0
        # What the colours mean stands below, at the right.
        assert (layout.legend.x, layout.legend.xanchor) == (1, "right")
        assert -0.2 < layout.legend.y < 0
    assert day.layout.title.text.count("<br>") == 4
    short = drawn(DRAWINGS[name])
    # A line of fourteen pixels, and a little.
    assert day.layout.margin.t - short.layout.margin.t == 4 * 18
    # A long title takes nothing of what is drawn.
    assert area(day) == area(short) >= 100


@pytest.mark.parametrize("name", plot.__all__)
def test_a_page_is_light_unless_it_is_said_to_be_dark(name: str) -> None:
    assert signature(getattr(plot, name)).parameters["dark"].default is False
    assert drawn(DRAWINGS["words"]).layout.paper_bgcolor == drawn(DRAWINGS["words"], dark=False).layout.paper_bgcolor


def test_rows_have_their_dots_and_intervals() -> None:
    marks = [
        Mark(name="a", figures="1", value=2.0, ends=(1.0, 4.0)),
        Mark(name="b" * 35, figures="2", value=0.5, ends=(0.25, 1.0), is_sure=False, is_hollow=True),
        Mark(name="c", figures="3", value=None),
        Mark(name="<d>", figures="4", value=99.0, ends=(0.001, 100.0)),
        Mark(name="e", figures="5", value=0.5, is_sure=False),
    ]
    axis = charts.ratios([4])
    one = Panel(axis=axis, marks=marks, title="first", ends=("less", "more"))
    figure = drawn(Strips(panels=[one, Panel(axis=axis, marks=marks[:1], title="second")], label=""))
    own = [trace for trace in figure.data if trace.yaxis == "y"]
    placed = {
        at: (x, low, high)
        for trace in own
        for at, x, (low, high) in zip(trace.y, trace.x, intervals(trace, "error_x", list(trace.x)), strict=True)
    }
    # What lies beyond the axis stands at its end.
    assert placed == {0: (2.0, 1.0, 4.0), 1: (0.5, 0.25, 1.0), 3: (4.0, 0.25, 4.0), 4: (0.5, 0.5, 0.5)}
    more, less = (next(trace for trace in own if at in trace.y) for at in (0, 1))
    assert (more.opacity, less.opacity) == (1.0, 0.45)
    # By day they have the colours of the SVG.
    assert (more.marker.color, less.marker.color) == (more.error_x.color, less.error_x.color) == (MORE, LESS)
    assert (more.marker.symbol[0], less.marker.symbol[0]) == ("circle", "circle-open")
    assert {trace.showlegend for trace in figure.data} == {False}
    assert (more.error_x.width, more.error_x.thickness) == (0, 2)
    assert {2 * radius for radius in radii(DRAWINGS["strips"])} == {more.marker.size}
    assert list(figure.layout.yaxis.ticktext) == ["a", "b" * 33 + "…", "c", "&lt;d>", "e"]
    assert list(figure.layout.yaxis.tickvals) == [0, 1, 2, 3, 4]
    # From above, with half a row before the first and behind the last.
    assert figure.layout.yaxis.range == pytest.approx((4.6, -0.6))
    assert figure.layout.yaxis2.range == pytest.approx((0.6, -0.6))
    for scale, title in ((figure.layout.xaxis, "← less        more →"), (figure.layout.xaxis2, "")):
        assert scale.type == "log"
        assert scale.range == pytest.approx([-log10(4) * 1.04, log10(4) * 1.04])
        assert list(scale.tickvals) == list(axis.ticks)
        assert scale.title.text == title
    assert [(line[0], line[2]) for line in lines(figure)] == [(1.0, 1.0)] * 2
    assert {shape.yref for shape in figure.layout.shapes} == {"y domain", "y2 domain"}
    assert [note.text for note in figure.layout.annotations] == ["first", "second"]
    # A row is as high in both panels, with one more for the head; and between them is room.
    upper, lower = figure.layout.yaxis.domain, figure.layout.yaxis2.domain
    assert (upper[1] - upper[0]) / 6 == pytest.approx((lower[1] - lower[0]) / 2)
    assert (upper[0] - lower[1]) * area(figure) == pytest.approx(80)
    assert area(figure) == (6 + 2) * 22 + 80


@pytest.mark.parametrize(("letters", "told"), [(33, "x" * 33), (34, "x" * 34), (35, "x" * 33 + "…")])
def test_a_long_name_is_cut(letters: int, told: str) -> None:
    panel = Panel(axis=charts.ratios([4]), marks=[Mark(name="x" * letters, figures="", value=1.0)])
    assert drawn(Strips(panels=[panel], label="")).layout.yaxis.ticktext == (told,)


def test_bars_go_from_the_middle() -> None:
    axis = charts.Axis(-4, 4, (0,), reference=0.0)
    marks = [Mark(name="a", figures="", value=2.0), Mark(name="b", figures="", value=-3.0)]
    figure = drawn(Strips(panels=[Panel(axis=axis, marks=marks)], label=""))
    assert {(*trace.x, *trace.y, trace.orientation) for trace in figure.data} == {(2.0, 0, "h"), (-3.0, 1, "h")}
    # A little is left between bars.
    assert all(0.5 < trace.width < 1 for trace in figure.data)
    assert figure.layout.xaxis.type == "linear"
    assert figure.layout.xaxis.range == pytest.approx((-4.16, 4.16))
    without = charts.Axis(0, 4, (0,))
    assert not lines(drawn(Strips(panels=[Panel(axis=without, marks=marks)], label="")))


def test_the_plane_goes_by_square_roots() -> None:
    plane = DRAWINGS["plane"]
    assert isinstance(plane, Plane)
    coloured = replace(plane, points=[replace(point, colour=f"c{at % 2}") for at, point in enumerate(plane.points)])
    figure = drawn(replace(coloured, legend={"c0": ["India", "Nepal"], "c1": ["Pakistan"]}))
    assert [trace.name for trace in figure.data] == ["India, Nepal", "Pakistan"]
    assert figure.layout.showlegend
    assert figure.data[0].marker.color != figure.data[1].marker.color
    points = {point.key: point for point in plane.points}
    for trace in figure.data:
        own = [points[key] for _, _, key in trace.customdata]
        assert list(trace.x) == [sqrt(point.x) for point in own]
        assert list(trace.y) == [sqrt(point.y) for point in own]
        for error, values, ends in (("error_x", trace.x, "x_ends"), ("error_y", trace.y, "y_ends")):
            found = [end for pair in intervals(trace, error, list(values)) for end in pair]
            assert found == pytest.approx([sqrt(end) for point in own for end in getattr(point, ends)])
            assert (trace[error].width, trace[error].thickness) == (0, 1)
        assert {2 * radius for radius in radii(plane)} == {trace.marker.size}
        sides = {1: "middle right", -1: "middle left"}
        for point, text, place in zip(own, trace.text, trace.textposition, strict=True):
            assert text == (point.name if point.key in plane.named else "")
            assert not text or place == sides[plane.named[point.key]]
    for axis, end, usual in ((figure.layout.xaxis, plane.ends[0], 2.0), (figure.layout.yaxis, plane.ends[1], 1.0)):
        assert list(axis.tickvals) == [sqrt(tick) for tick in ticks(end)]
        assert list(axis.ticktext) == [f"{tick:g}" for tick in ticks(end)]
        assert axis.range == pytest.approx((-sqrt(end) / 50, sqrt(end) * 53 / 50))
        assert sqrt(usual) in {line[0] for line in lines(figure)} | {line[1] for line in lines(figure)}
    assert [line[0] == line[2] for line in lines(figure)] == [True, False]
    nowhere = Axis(name="", usual=None)
    alone = drawn(replace(plane, x=nowhere, y=nowhere))
    assert not lines(alone)
    assert not alone.layout.showlegend
    # Of one colour there is nothing to tell apart.
    assert not drawn(replace(plane, legend={"c0": ["India"]})).layout.showlegend


def test_a_map_has_sure_cells_in_full_colour_and_others_pale() -> None:
    cells = [
        Cell(ratio=4.0, is_sure=True, hint="<a>"),
        Cell(ratio=1.0),
        Cell(ratio=0.1, is_sure=True),
        Cell(ratio=None),
    ]
    figure = drawn(
        HeatMap(columns=list("pqrs"), groups=[("head", [("o", cells)]), ("", [("n", cells[::-1])])], label="")
    )
    pale, full = figure.data
    assert (pale.opacity, full.opacity) == (0.35, 1.0)
    assert [list(row) for row in pale.z] == [[None] * 4, [None, 3, None, None], [None, None, 3, None]]
    assert [list(row) for row in full.z] == [[None] * 4, [6, None, 0, None], [None, 0, None, 6]]
    assert [list(row) for row in full.text][1] == ["4.0", "", "0.10", ""]
    assert full.hovertext[1][0] == "&lt;a>"
    assert "<b>" in full.texttemplate
    assert "<b>" not in pale.texttemplate
    for trace in figure.data:
        assert (trace.zmin, trace.zmax) == (0, 6)
        assert [at for at, _ in trace.colorscale] == pytest.approx([at / 6 for at in range(7)])
        assert list(trace.x) == list("pqrs")
        assert list(trace.y) == [0, 1, 2]
        assert not trace.showscale
        assert not trace.hoverongaps
        assert trace.xgap == trace.ygap > 0
    assert list(figure.layout.yaxis.ticktext) == ["<b>head</b>", "o", "n"]
    assert figure.layout.yaxis.range == (2.5, -0.5)
    assert (figure.layout.xaxis.side, figure.layout.xaxis.showgrid, figure.layout.yaxis.showgrid) == (
        "top",
        False,
        False,
    )
    more = drawn(HeatMap(columns=list("pqrst"), groups=[("", [("o", [*cells, cells[0]])])], label=""))
    assert more.layout.width - figure.layout.width == 30
    assert (area(figure), area(more)) == (3 * 26, 26)
    # Names of columns lean as they do in the SVG, and all names have the room that they have there.
    drawing = DRAWINGS["map"]
    assert isinstance(drawing, HeatMap)
    svg, told = drawing.svg(), drawn(drawing)
    assert f"rotate({told.layout.xaxis.tickangle})" in svg
    first = next(node for node in ElementTree.fromstring(svg).iter(f"{SVG}rect") if node.get("rx"))
    assert told.layout.width - 30 * len(drawing.columns) == float(first.get("x", "nan"))
    headless = replace(drawing, groups=[("", drawing.groups[0][1])])
    first = next(node for node in ElementTree.fromstring(headless.svg()).iter(f"{SVG}rect") if node.get("rx"))
    assert told.layout.margin.t - drawn(DRAWINGS["words"]).layout.margin.t == float(first.get("y", "nan"))


def test_words_stand_by_both_rates() -> None:
    words = DRAWINGS["words"]
    assert isinstance(words, WordPlane)
    figure = drawn(words)
    known = {word.word: word for word in words.words}
    assert [len(trace.x) for trace in figure.data] == [1, 15, 15]
    assert [trace.showlegend for trace in figure.data] == [False, True, True]
    assert [trace.name for trace in figure.data] == ["", "in A", "in B"]
    svg = words.svg()
    assert f"opacity:{figure.data[0].opacity:g}".replace("0.", ".") in svg
    assert figure.data[1].opacity == figure.data[2].opacity == 1
    # All are as large as in the SVG.
    assert f'stroke-width="{figure.data[0].marker.size}"' in svg
    assert {trace.marker.size for trace in figure.data[1:]} == {2 * radius for radius in radii(words)}
    assert {area(drawn(DRAWINGS[name])) for name in ("plane", "words", "line")} == {area(figure)}
    assert {trace.mode for trace in figure.data[1:]} == {"markers+text"} != {figure.data[0].mode}
    for trace in figure.data:
        own = [known[hint] for hint in trace.hovertext]
        assert [(x, y) for x, y in zip(trace.x, trace.y, strict=True)] == [(word.x, word.y) for word in own]
        assert [text for text in trace.text if text] == [word.word for word in own if word.word in words.named]
        for word, text, place in zip(own, trace.text, trace.textposition, strict=True):
            assert not text or place == ("middle left" if words.named[word.word] else "middle right")
    assert lines(figure) == [(-2.0, -2.0, 1.0, 1.0)]
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert axis.range == pytest.approx((-2.18, 1.18))
        marks = dict(zip(axis.tickvals, axis.ticktext, strict=True))
        # The powers of ten on the axis, and one beyond each end.
        assert marks == {-3: "0.001", -2: "0.01", -1: "0.1", 0: "1", 1: "10", 2: "100"}
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == ("in B →", "in A →")


def test_a_line_has_its_interval_its_gaps_and_its_bars() -> None:
    at = datetime(2022, 6, 1, tzinfo=UTC)
    months = [*MONTHS[:3], *MONTHS[4:5], *MONTHS[6:8], *MONTHS[9:]]
    drawing = line_of(months, [(at, "an <event>")])
    assert isinstance(drawing, TimeLine)
    figure = drawn(drawing)
    bars = figure.data[-1]
    parts = runs(drawing.rows)
    assert [len(run) for run in parts] == [3, 1, 2, 15]
    for run, band, line in zip(parts, figure.data[:-1:2], figure.data[1:-1:2], strict=True):
        moments, values, lows, highs = zip(*run, strict=True)
        assert list(line.x) == list(moments)
        assert list(line.y) == list(values)
        assert list(band.x) == [*moments, *moments[::-1]]
        assert list(band.y) == [*lows, *highs[::-1]]
        # One period alone has no width.
        assert (band.line.width > 0) == (len(run) == 1)
        assert (band.showlegend, line.showlegend, band.hoverinfo) == (False, False, "skip")
        assert line.hovertext[0] == f"{values[0]:.2f} ({lows[0]:.2f} … {highs[0]:.2f})"
        assert band.yaxis == line.yaxis == "y"
        assert 0.1 < band.opacity < 0.3
    rows = drawing.rows
    assert list(bars.y) == rows["bar"].to_list()
    assert bars.yaxis == "y2"
    assert not bars.showlegend
    for middle, width, start, end in zip(bars.x, bars.width, rows["start"], rows["end"], strict=True):
        assert middle - start == end - middle
        assert 0.9 < width / 1000 / (end - start).total_seconds() < 1
    days = [shape for shape in figure.layout.shapes if shape.yref == "y domain"]
    assert [(day.x0, day.x1) for day in days] == [(at.timestamp() * 1000,) * 2]
    assert [note.text for note in figure.layout.annotations] == ["an &lt;event>"]
    low, high = figure.layout.yaxis.range
    assert (low, high) == pytest.approx((-0.04 * 8, 8 + 0.04 * 8))
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range == (rows["start"][0], rows["end"][-1])
    assert (figure.layout.yaxis.title.text, figure.layout.yaxis2.title.text) == ("per 1,000 words", "articles a month")
    assert figure.layout.xaxis.matches == "x2"
    heights = [end - start for start, end in (figure.layout.yaxis.domain, figure.layout.yaxis2.domain)]
    assert heights[0] > 3 * heights[1] > 0.5
    assert 0 < figure.layout.yaxis.domain[0] - figure.layout.yaxis2.domain[1] < 0.1


def test_a_curve_has_its_choices_below_its_dots() -> None:
    curve = DRAWINGS["curve"]
    assert isinstance(curve, Curve)
    figure = drawn(curve)
    clear, pale, *ways = figure.data
    assert (clear.name, pale.name) == curve.legend
    assert (list(clear.x), list(pale.x)) == ([3], [1, 2])
    for trace, values in ((clear, [4.0]), (pale, [0.5, 1.0])):
        assert list(trace.y) == values
        assert intervals(trace, "error_y", values) == [(value / 2, value * 2) for value in values]
        assert (trace.yaxis, trace.error_y.width, trace.error_y.thickness) == ("y", 0, 1)
    assert {trace.marker.size for trace in figure.data} == {2 * radius for radius in radii(curve)}
    nothing = drawn(replace(curve, rows=curve.rows.with_columns(low=pl.lit(None, pl.Float64))))
    assert set(nothing.data[0].error_y.arrayminus) == {None}
    assert clear.marker.color != pale.marker.color
    assert [(list(way.x), list(way.y)) for way in ways] == [([1, 3], ["made: m"] * 2), ([2], ["made: n"])]
    assert {(way.yaxis, way.showlegend, way.hoverinfo) for way in ways} == {("y2", False, "skip")}
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1, line.yref) == (1.0, 1.0, "y")
    assert figure.layout.yaxis.type == "log"
    assert list(figure.layout.yaxis.tickvals) == list(curve.axis.ticks)
    assert list(figure.layout.yaxis.ticktext) == [curve.axis.name(tick) for tick in curve.axis.ticks]
    assert (figure.layout.yaxis.title.text, figure.layout.yaxis2.autorange) == ("ratio", "reversed")
    assert figure.layout.xaxis.matches == "x2"
    fewer = drawn(replace(curve, ways=curve.ways[:1], axis=charts.linear(0, 4, reference=0.0)))
    # As high as the SVG's lines of the axis, and below a row for each way.
    lines_ = [corners(node)[0][1] for node in of_class(ElementTree.fromstring(curve.svg()), "grid")]
    assert area(figure) - 24 * 2 == area(fewer) - 24 == max(lines_) - min(lines_) + 12
    assert fewer.layout.yaxis.type != "log"
    upper, lower = figure.layout.yaxis.domain, figure.layout.yaxis2.domain
    assert (lower[1] - lower[0]) * area(figure) == pytest.approx(2 * 24)
    assert (upper[0] - lower[1]) * area(figure) == pytest.approx(12)
    assert drawn(replace(curve, ways=())).layout.yaxis.domain[0] > 0

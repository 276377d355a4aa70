"""Where drawings put what they show: on the sheet, beside what it names, and never on top of each other."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree

import polars as pl
import pytest
import regex

from framing.figures.cells import SHADES, Cell, HeatMap, shade
from framing.figures.curves import specifications
from framing.figures.sheet import meet
from framing.figures.strips import EFFECT_AXES, Mark, Panel, Strips, effects, forest
from framing.render import charts
from framing.statistics.choices import WAYS
from tests.figures.reading import DRAWINGS, SVG, box, corners, drawn, of_class, size, texts

each = pytest.mark.parametrize("name", DRAWINGS)
both = pytest.mark.parametrize("is_narrow", [False, True])


@each
@both
def test_all_lies_on_the_sheet(name: str, is_narrow: bool) -> None:
    root = drawn(DRAWINGS[name], is_narrow=is_narrow)
    width, height = size(root)
    places = [place for path in root.iter(f"{SVG}path") for place in corners(path)]
    places += [(float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in root.iter(f"{SVG}circle")]
    places += [place for text in texts(root) for place in (box(text)[:2], box(text)[2:])]
    assert all(0 <= left <= width and 0 <= top <= height for left, top in places)
    assert not is_narrow or width == 358 or name == "words"


@each
@both
def test_no_text_covers_another(name: str, is_narrow: bool) -> None:
    found = list(texts(drawn(DRAWINGS[name], is_narrow=is_narrow)))
    met = [(one.text, two.text) for one, two in combinations(found, 2) if meet(box(one), box(two))]
    assert met == []


@pytest.mark.parametrize("name", ["plane", "line", "curve"])
@both
def test_the_numbers_of_an_axis_stand_beside_its_lines(name: str, is_narrow: bool) -> None:
    root = drawn(DRAWINGS[name], is_narrow=is_narrow)
    grid = [corners(node) for kind in ("grid", "usual") for node in of_class(root, kind)]
    level = {top: left for (left, top), (_, other) in grid if top == other}
    beside = [text for text in texts(root, "tick") if text.get("text-anchor") == "end" and text.get("dy") == "4"]
    shown = [(float(text.get("x", "nan")), float(text.get("y", "nan"))) for text in beside]
    assert len([place for place in shown if place[1] in level]) > 2
    assert all(x == level[y] - 6 for x, y in shown if y in level)


@each
def test_a_caption_makes_room_for_its_lines(name: str) -> None:
    drawing = DRAWINGS[name]
    heights = [size(ElementTree.fromstring(drawing.svg(["a"] * lines)))[1] for lines in range(4)]
    assert heights[1] - heights[0] > heights[2] - heights[1] == heights[3] - heights[2] >= 16
    lines = [float(text.get("y", "nan")) for text in of_class(drawn(drawing), "caption")]
    assert lines[0] > heights[0]
    assert lines[1] - lines[0] == heights[2] - heights[1]
    assert heights[2] - lines[1] == 8


def test_cells_stand_in_columns_and_rows_with_their_text_in_the_middle() -> None:
    root = drawn(DRAWINGS["map"])
    rects = [
        [float(node.get(key, "nan")) for key in ("x", "y", "width", "height")]
        for node in root.iter(f"{SVG}rect")
        if node.get("rx")
    ]
    told = [text for text in texts(root, "tick") if text.get("text-anchor") == "middle"]
    assert len(rects) == 12
    assert len(told) == 18
    for (left, top, wide, high), (other, _, _, _) in zip(rects[::2], rects[1::2], strict=True):
        assert other == left + wide + 2
        middle = [(float(text.get("x", "nan")), float(text.get("y", "nan"))) for text in told]
        assert (left + wide / 2, top + high / 2) in middle
    tops = [rect[1] for rect in rects[::2]]
    # A heading stands between the groups.
    assert [round(two - one - rects[0][3]) for one, two in pairwise(tops)] == [2, 2, 28, 2, 2]
    faint = [node.get("opacity") for node in root.iter(f"{SVG}rect") if node.get("rx")]
    assert faint == [None, ".35"] * 6
    names = [float(one) for one in regex.findall(r"translate\(([\d.]+)", ElementTree.tostring(root, "unicode"))]
    columns = sorted({round(float(text.get("x", "nan"))) for text in told})
    # A name leans out of its column from a little right of its middle.
    assert names == pytest.approx([at + 3.8 for at in columns])
    bold = [text.get("font-weight") for text in told]
    assert bold == ["700", None, None] * 6
    heads = [(text.text, float(text.get("y", "nan"))) for text in of_class(root, "head")]
    assert [(name, tops[3 * at] - top) for at, (name, top) in enumerate(heads)] == [("a", 12), ("b", 12)]
    # Below the last row are ten free.
    assert size(ElementTree.fromstring(DRAWINGS["map"].svg()))[1] == tops[-1] + rects[-1][3] + 2 + 10


def test_on_a_phone_names_stand_above_their_cells() -> None:
    root = drawn(DRAWINGS["map"], is_narrow=True)
    tops = [float(node.get("y", "nan")) for node in root.iter(f"{SVG}rect") if node.get("rx")][::2]
    names = [text for text in texts(root) if (text.text or "")[1:] in ("0", "1", "2")]
    assert [top - float(text.get("y", "nan")) for top, text in zip(tops, names, strict=True)] == [10] * 6
    assert {text.get("x") for text in names} == {"4.0"}
    assert [two - one for one, two in pairwise(tops)] == [44, 44, 44 + 26, 44, 44]


def test_a_narrow_map_has_cells_without_text_where_there_are_many() -> None:
    for columns, told in ((12, True), (13, False), (20, False), (40, False)):
        made = HeatMap(columns=["a"] * columns, groups=[("", [("o", [Cell(ratio=2.0)] * columns)])], label="")
        root = drawn(made, is_narrow=True)
        wide = [float(node.get("width", "nan")) for node in root.iter(f"{SVG}rect") if node.get("rx")]
        assert len(set(wide)) == 1
        assert (wide[0] == 26.0) == told == ("2.0" in [text.text for text in texts(root, "tick")])
        assert wide[0] == pytest.approx(max(10.0, min(26.0, 340 / columns - 2)), abs=0.05)


@pytest.mark.parametrize("columns", [1, 8, 9, 30])
def test_a_map_is_as_wide_as_its_columns_take(columns: int) -> None:
    made = HeatMap(columns=["a"] * columns, groups=[("", [("o", [Cell(ratio=2.0)] * columns)])], label="")
    root = drawn(made)
    right = max(
        float(node.get("x", "nan")) + float(node.get("width", "nan"))
        for node in root.iter(f"{SVG}rect")
        if node.get("rx")
    )
    # Names of columns lean out to the right.
    assert size(root)[0] == max(600, right + 2 + 70)


@both
def test_rows_stand_apart_and_all_of_a_row_on_one_line(is_narrow: bool) -> None:
    root = drawn(DRAWINGS["strips"], is_narrow=is_narrow)
    dots = [(float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in root.iter(f"{SVG}circle")]
    names = [float(text.get("y", "nan")) for text in texts(root) if (text.text or "").startswith("outlet")]
    figures = [float(text.get("y", "nan")) for text in texts(root, "tick") if (text.text or "").endswith(".00")]
    assert figures == names
    assert {round(dot[1] - name) for dot, name in zip(dots, names, strict=True)} == {21 if is_narrow else 0}
    lines = [node for node in root.iter(f"{SVG}path") if node.get("stroke-width") == "6"]
    assert [corners(line)[0][1] for line in lines] == [top for _, top in dots]
    beside = [
        {float(text.get("x", "nan")) for text in found}
        for found in (
            [text for text in texts(root) if (text.text or "").startswith("outlet")],
            [text for text in texts(root, "tick") if (text.text or "").endswith(".00")],
        )
    ]
    first, last = (14, 344) if is_narrow else (270, 760)
    assert beside == ([{4}, {358 - 4}] if is_narrow else [{first - 20}, {last + 20}])
    anchors = {text.get("text-anchor") for text in texts(root) if (text.text or "").startswith("outlet")}
    assert anchors == {None if is_narrow else "end"}
    ends = {text.text: float(text.get("x", "nan")) for text in texts(root, "axis-name")}
    assert ends == {"← less": first, "more →": last}
    pitch = [two - one for one, two in pairwise(names)]
    assert {*pitch[:2], *pitch[3:]} == {44 if is_narrow else 24}
    assert pitch[2] > pitch[0] + 60
    # Half, once and twice are as far apart as the ticks of the axis.
    grid = [corners(node)[0][0] for node in root.iter(f"{SVG}path") if node.get("class") in ("grid", "usual")]
    assert {left for left, _ in dots} <= set(grid)
    assert corners(lines[2])[0][0] == dots[1][0] == corners(lines[0])[1][0]
    (usual, *_) = (corners(node) for node in of_class(root, "usual"))
    assert usual[0][0] == dots[1][0]
    # Below the last row is as much room as between two rows, and no more.
    whole = ElementTree.fromstring(DRAWINGS["strips"].svg(is_narrow=is_narrow))
    assert size(whole)[1] - corners(of_class(root, "usual")[-1])[1][1] == 12
    # The numbers of an axis stand just above its lines.
    numbers = [float(text.get("y", "nan")) for text in texts(root, "tick") if text.get("text-anchor") == "middle"]
    assert {round(usual[0][1] - number) for number in numbers[:5]} == {6}
    # Above them is what lies to either side, and above that the title.
    above = [[float(next(text for text in texts(root, kind)).get("y", "nan"))] for kind in ("head", "axis-name")]
    assert [usual[0][1] - top for (top,) in above] == [46, 24]
    # The lines of the axis reach over all rows of their panel, and no further.
    assert usual[0][1] < min(names[:3]) < max(top for _, top in dots[:3]) < usual[1][1] < names[3]


def test_axes_of_effects_go_as_far_down_as_up() -> None:
    table = pl.DataFrame({"dimension": "tone", "measure": list(EFFECT_AXES), "effect": 1.0})
    missing = pl.lit(None, pl.Float64)
    ratio, difference = (
        panel.axis for panel in forest(table.with_columns(low=missing, high=missing, p_adjusted=missing)).panels
    )
    assert [1 / tick for tick in reversed(ratio.ticks)] == list(ratio.ticks)
    assert (ratio.low, ratio.high, ratio.reference) == (ratio.ticks[0], ratio.ticks[-1], 1)
    assert {two / one for one, two in pairwise(ratio.ticks)} == {2.0}
    assert [-tick for tick in reversed(difference.ticks)] == list(difference.ticks)
    assert (difference.low, difference.high, difference.reference) == (difference.ticks[0], difference.ticks[-1], 0)
    assert {two - one for one, two in pairwise(difference.ticks)} == {1}


@pytest.mark.parametrize(
    ("ratio", "depth"), [(1.0, 0), (1.24, 0), (1.26, 1), (1.99, 1), (2.0, 2), (3.99, 2), (4.0, 3), (1e6, 3)]
)
def test_a_shade_deepens_at_a_quarter_more_at_twice_and_at_four_times(ratio: float, depth: int) -> None:
    assert (shade(ratio), shade(1 / ratio)) == ((f"up{depth}", f"down{depth}") if depth else ("h0", "h0"))
    assert {shade(ratio), shade(1 / ratio)} <= SHADES.keys()
    assert (shade(1.25), shade(0)) == ("up1", "down3")


@pytest.mark.parametrize(
    ("p", "is_sure", "told"),
    [(None, False, ""), (0.049, True, "0.049"), (0.05, True, "0.050"), (0.051, False, "0.051")],
)
def test_an_effect_says_its_p_and_is_faint_above_five_per_cent(p: float | None, is_sure: bool, told: str) -> None:
    rows = {"dimension": ["praise"] * 3, "effect": [2.0, 2.0, None], "low": [1.5, None, 1.0], "high": [3.0, 3.0, 1.0]}
    table = pl.DataFrame(rows).with_columns(measure=pl.lit("ratio"), p_adjusted=pl.lit(p, pl.Float64))
    both, one = effects(table)
    said = f", adjusted p {told}" if told else ""
    assert (both.figures, one.figures) == (f"2.00 (1.50 … 3.00){said}", f"2.00{said}")
    assert (both.ends, one.ends) == ((1.5, 3.0), None)
    assert both.is_sure == one.is_sure == is_sure


def test_a_mark_is_more_only_beyond_what_its_axis_refers_to() -> None:
    marks = [Mark(name="a", figures="", value=2.0), Mark(name="b", figures="", value=-4.0)]
    axis = charts.Axis(-4.0, 4.0, (0,), reference=0.0)
    assert [mark.is_more(axis) for mark in marks] == [True, False]
    assert not Mark(name="c", figures="", value=0.0).is_more(axis)
    assert not Mark(name="d", figures="", value=None).is_more(axis)


def specified(measure: str, effects: list[float]) -> pl.DataFrame:
    """A table of specifications that differ by their voices alone."""
    ways = {name: next(iter(known)) for name, known in WAYS.items()} | {"voices": list(WAYS["voices"])[: len(effects)]}
    rows = pl.DataFrame({"rank": range(1, len(effects) + 1), "effect": effects, **ways})
    return rows.with_columns(
        key=pl.lit("a"), dimension=pl.lit("tone"), measure=pl.lit(measure),
        low=pl.col("effect") - 0.1, high=pl.col("effect") + 0.1, clear=True,
    )  # fmt: skip


def test_an_axis_of_specifications_holds_no_difference_and_all_intervals() -> None:
    for effects_, low, high in (([0.2, 0.3], 0.0, 0.4), ([-0.3, -0.2], -0.4, 0.0), ([-0.2, 0.3], -0.3, 0.4)):
        curve = specifications(specified("difference", effects_))
        assert (curve.axis.low, curve.axis.high) == pytest.approx((low, high))
        assert (curve.axis.reference, curve.axis.log) == (0.0, False)
        assert curve.unit.startswith("distance")
        assert [name for _, _, name in curve.ways] == [f"voices: {way}" for way in list(WAYS["voices"])[:2]]
    assert "1 specification" in specifications(specified("difference", [0.2])).label
    ratio = specifications(specified("ratio", [0.5, 2.0]))
    assert (ratio.axis.reference, ratio.axis.log, ratio.unit.split()[0]) == (1.0, True, "ratio")
    assert "2 specifications" in ratio.label


@pytest.mark.parametrize("letters", [19, 20, 21])
def test_on_a_phone_names_and_figures_are_cut(letters: int) -> None:
    mark = Mark(name="x" * letters, figures="7" * 2 * letters, value=1.0)
    panel = Panel(axis=charts.ratios([4]), marks=[mark], title="t" * 3 * letters)
    told = [text.text for text in texts(drawn(Strips(panels=[panel], label=""), is_narrow=True))]
    cut = letters > 20
    assert ("x" * 19 + "…" if cut else "x" * letters) in told
    assert "7" * min(2 * letters, 40) in told
    assert ("t" * 59 + "…" if cut else "t" * 3 * letters) in told


def test_a_bar_goes_from_the_middle_and_nothing_is_drawn_of_nothing() -> None:
    axis = charts.Axis(-4, 4, (0,), reference=0.0)
    marks = [
        Mark(name=name, figures="", value=value) for name, value in (("a", 2.0), ("b", -2.0), ("c", None), ("d", 0.0))
    ]
    root = drawn(Strips(panels=[Panel(axis=axis, marks=marks)], label=""))
    usual = corners(of_class(root, "usual")[0])[0][0]
    bars = [node for node in root.iter(f"{SVG}path") if node.get("stroke-width") == "10"]
    ends = [[place[0] - usual for place in corners(bar)] for bar in bars]
    assert ends == [[0, 122.5], [-122.5, 0], [0, 0]]
    assert bars[0].get("stroke") != bars[1].get("stroke") == bars[2].get("stroke")
    assert not list(root.iter(f"{SVG}circle"))


@pytest.mark.parametrize(("a", "b", "met"), [(0, 9, True), (0, 10, False), (0, 11, False)])
def test_boxes_that_touch_do_not_meet(a: float, b: float, met: bool) -> None:
    for one, two in (((a, 0, 10, 10), (b, 0, b + 10, 10)), ((0, a, 10, 10), (0, b, 10, b + 10))):
        assert meet(one, two) == meet(two, one) == met


@both
def test_a_curve_has_its_dots_one_step_apart_and_its_choices_below_them(is_narrow: bool) -> None:
    root = drawn(DRAWINGS["curve"], is_narrow=is_narrow)
    dots = [(float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in root.iter(f"{SVG}circle")]
    usual = corners(of_class(root, "usual")[0])
    (left, once), (right, _) = usual
    step = (right - left) / 3
    assert [x for x, _ in dots] == pytest.approx([left + step * share for share in (0.5, 1.5, 2.5)], abs=0.1)
    # Half lies as far below once as half of the way from once to four times.
    assert dots[1][1] == once
    assert (dots[0][1] - once) * 2 == pytest.approx(once - dots[2][1], abs=0.2)
    lines = [corners(node) for node in root.iter(f"{SVG}path") if node.get("stroke") and not node.get("stroke-width")]
    assert [line[0][0] for line in lines] == [x for x, _ in dots]
    assert lines[1] == [(dots[1][0], dots[0][1]), (dots[1][0], pytest.approx(2 * once - dots[0][1], abs=0.1))]
    colours = [dot.get("fill") for dot in root.iter(f"{SVG}circle")]
    assert colours[0] == colours[1] != colours[2]
    ways = [corners(node) for node in root.iter(f"{SVG}path") if node.get("stroke-width") == "2"]
    assert [sorted({x for x, _ in way}) for way in ways] == [[dots[0][0], dots[2][0]], [dots[1][0]]]
    names = [float(text.get("y", "nan")) for text in texts(root, "tick") if (text.text or "").startswith("made")]
    # Each mark is ten high, with its name at the middle.
    assert [(way[0][1], way[1][1]) for way in ways] == [(name - 5, name + 5) for name in names]
    assert names[1] - names[0] == 18
    assert size(ElementTree.fromstring(DRAWINGS["curve"].svg(is_narrow=is_narrow)))[1] - names[1] == 36

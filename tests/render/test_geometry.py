"""Where charts draw: axes, strips, bars and series by their coordinates."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.render.charts import Axis, Line, bars, linear, ratios, series, strip
from framing.render.escaping import bare_cell, escaped, is_risky, line_of, safe_cell, visible

AXIS = Axis(-1, 3, (0, 2), reference=0)


def drawn(markup: object, kind: str) -> list[dict[str, str]]:
    """The attributes of what has a class, in order."""
    tree = ElementTree.fromstring(f"<all>{markup}</all>")
    return [dict(node.attrib) for node in tree.iter() if kind in node.attrib.get("class", "").split()]


@pytest.mark.parametrize(("value", "place"), [(-2, 0), (-1, 0), (0, 25), (1, 50), (2.5, 87.5), (3, 100), (9, 100)])
def test_a_place_is_a_share_of_the_width(value: float, place: float) -> None:
    assert AXIS.place(value) == place
    log = Axis(2.0**-1, 2.0**3, (), log=True)
    assert log.place(2.0**value) == place
    assert log.place(0) == 0
    assert Axis(2, 2, ()).place(2) == 50


@given(st.floats(-1e4, 1e4), st.floats(1e-3, 1e4))
def test_ticks_are_round_few_and_within(low: float, size: float) -> None:
    axis = linear(low, low + size)
    steps = {round(two - one, 9) for one, two in zip(axis.ticks, axis.ticks[1:], strict=False)}
    assert 1 <= len(axis.ticks) <= 5
    assert all(low - 1e-6 * size <= tick <= low + size + 1e-6 * size for tick in axis.ticks)
    for step in steps:
        assert round(step / 10 ** math.floor(math.log10(step * (1 + 1e-9))), 6) in (1, 2, 5)
        # One tick more to either side would lie outside.
        assert axis.ticks[0] - step < low + 1e-6 * size
        assert axis.ticks[-1] + step > low + size - 1e-6 * size


def test_an_axis_of_one_value_has_a_length() -> None:
    assert (linear(3, 3).low, linear(3, 3).high) == (3, 4)
    assert linear(0, 4).ticks == (0, 1, 2, 3, 4)
    assert linear(0, 4.1).ticks == (0, 2, 4)
    assert linear(0, 20).ticks == (0, 10, 20)
    assert linear(0, 19).ticks == (0, 5, 10, 15)


@pytest.mark.parametrize(
    ("values", "reach", "ticks"),
    [
        ([1.0], 1, (0.5, 1, 2)),
        ([2.0], 1, (0.5, 1, 2)),
        ([2.1], 2, (0.25, 0.5, 1, 2, 4)),
        ([0.24], 3, (0.25, 1, 4)),
        ([9.0, 0.9], 4, (1 / 16, 0.25, 1, 4, 16)),
        ([1e9, 0, math.inf, math.nan], 5, (1 / 16, 0.25, 1, 4, 16)),
        ([], 1, (0.5, 1, 2)),
    ],
)
def test_ratios_go_as_far_up_as_down(values: list[float], reach: int, ticks: tuple[float, ...]) -> None:
    axis = ratios(values)
    assert (axis.low, axis.high, axis.ticks, axis.reference) == (2.0**-reach, 2.0**reach, ticks, 1)


def test_names_of_ticks() -> None:
    assert [ratios([4]).name(value) for value in (0.25, 1, 4)] == ["×1/4", "×1", "×4"]
    assert [AXIS.name(value) for value in (-1, 0, 2.5)] == ["−1", "0", "+2.5"]
    assert [linear(0, 9).name(value) for value in (0, 5)] == ["0", "5"]


def test_a_strip_has_its_interval_and_its_dot() -> None:
    found = strip(AXIS, 0, 1, 2)
    assert [(line["x1"], line["x2"]) for line in drawn(found, "range")] == [("25.0", "75.0")]
    assert [(line["x1"], line["x2"]) for line in drawn(found, "dot")] == [("50.0", "50.0")]
    assert [line["x1"] for line in drawn(found, "grid")] == ["25.0", "75.0"]
    assert [line["x1"] for line in drawn(found, "zero")] == ["25.0"]
    assert drawn(strip(AXIS, None, 1, 2), "range") == drawn(strip(AXIS, 0, 1, None), "range") == []
    assert drawn(strip(AXIS, 0, None, 2), "dot") == []
    assert drawn(strip(Axis(-1, 3, ()), 0, 1, 2), "zero") == []
    assert "muted" in strip(AXIS, 0, 1, 2, muted=True)
    assert "muted" not in found


@pytest.mark.parametrize(
    ("value", "x", "width", "kind"),
    [(1, "25.0", "25.0", "more"), (-1, "0.0", "25.0", "less"), (0, "25.0", "0.0", "less")],
)
def test_bars_go_to_either_side_of_zero(value: float, x: str, width: str, kind: str) -> None:
    (bar,) = drawn(bars(AXIS, value), kind)
    assert (bar["x"], bar["width"]) == (x, width)
    assert drawn(bars(AXIS, None), "more") == drawn(bars(AXIS, None), "less") == []


def test_series_are_interrupted_where_nothing_is_known() -> None:
    points = tuple(
        (float(time), None if time == 2 else 0.0, None if time == 2 else 1.0, None if time == 2 else 2.0)
        for time in range(4)
    )
    times = [(float(time), f"t{time}") for time in range(4)]
    found = series([Line("a", points, style=3)], AXIS, times, [(0, 5), (1, 10), (3, 0)])
    # Four periods of a quarter of the width each; values from the bottom.
    lines = [part["d"] for part in drawn(found, "line")]
    assert lines == ["M12.5,50.0 L37.5,50.0", "M87.5,50.0"]
    bands = ["M12.5,75.0 L37.5,75.0 L37.5,25.0 L12.5,25.0Z", "M87.5,75.0 L87.5,25.0Z"]
    assert [part["d"] for part in drawn(found, "band")] == bands
    assert [part["d"] for part in drawn(found, "dot")] == ["M12.5,50.0h0", "M37.5,50.0h0", "M87.5,50.0h0"]
    # A period alone has no band that could be seen.
    assert [part["d"] for part in drawn(found, "range")] == ["M87.5,75.0V25.0"]
    assert [(part["x"], part["width"], part["y"], part["height"]) for part in drawn(found, "volume")] == [
        ("2.5", "20.0", "50.0", "50.0"),
        ("27.5", "20.0", "0.0", "100.0"),
        ("77.5", "20.0", "100.0", "0.0"),
    ]
    assert len(drawn(found, "s3")) == 1
    assert drawn(found, "legend") == []
    both = series([Line("a", points, 0), Line("b", points, 1)], AXIS, times)
    assert len(drawn(both, "legend")) == 1
    assert drawn(both, "volume") == []


@pytest.mark.parametrize(("size", "named"), [(1, 1), (5, 5), (6, 6), (7, 4), (12, 6), (13, 5)])
def test_six_periods_are_named_at_most(size: int, named: int) -> None:
    found = str(series([], AXIS, [(float(time), f"t{time}") for time in range(size)]))
    assert len(re.findall(r">t\d+<", found)) == named


@given(st.text(st.sampled_from("=+-@ '\t\n\u200b\x00a1＝"), max_size=6))
def test_cells_come_back_from_what_makes_them_safe(text: str) -> None:
    assert not is_risky(safe_cell(text))
    assert bare_cell(safe_cell(text)) == text or text.startswith("'")
    assert (safe_cell(text) == text) == (not is_risky(text))


@pytest.mark.parametrize(
    ("letter", "shown"),
    [
        ("\x1f", "\\x1f"),
        (" ", " "),
        ("\x7f", "\\x7f"),
        ("\xad", "\\xad"),
        ("\u2066", "\\u2066"),
        ("\U000e0041", "\\U000e0041"),
        ("ÿ", "ÿ"),
    ],
)
def test_what_hides_is_written_out(letter: str, shown: str) -> None:
    assert visible(f"a{letter}b") == f"a{shown}b"
    assert visible(f"a{letter}b", keep=letter) == f"a{letter}b"
    assert line_of(f"a\n{letter}\tb") == f"a {shown} b"


def test_drawings_have_the_height_that_their_lines_go_through() -> None:
    for found in (strip(AXIS, 0, 1, 2), bars(AXIS, 1)):
        (svg,) = drawn(found, "strip")
        assert svg["viewBox"] == "0 0 100 20"
        assert [(line["y1"], line["y2"]) for line in drawn(found, "zero")] == [("0", "20")]
    assert [(line["y1"], line["y2"]) for line in drawn(strip(AXIS, 0, 1, 2), "range")] == [("10", "10")]
    assert [line["x1"] for line in drawn(bars(AXIS, 1), "zero")] == ["25.0"]
    assert [(bar["y"], bar["height"]) for bar in drawn(bars(AXIS, 1), "more")] == [("3", "14")]


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_whatever_is_missing_of_a_point_interrupts_its_line(missing: int) -> None:
    low, value, high = (None if place == missing else float(place) for place in range(3))
    line = Line("a", ((0.0, 0.0, 1.0, 2.0), (1.0, low, value, high), (2.0, 0.0, 1.0, 2.0)))
    assert line.style == 0
    found = series([line], AXIS, [(float(time), str(time)) for time in range(3)], [(0, 3), (1, 7)])
    assert [len(drawn(found, kind)) for kind in ("line", "dot", "range")] == [2, 2, 2]
    # Two decimals are as fine as a screen shows.
    assert [(part["x"], part["y"], part["height"]) for part in drawn(found, "volume")] == [
        ("3.34", "57.14", "42.86"),
        ("36.67", "0.0", "100.0"),
    ]


def test_line_breaks_of_json_stay() -> None:
    assert escaped("a\n\tb\r\x07") == "a\n\tb\r\\u0007"

"""Where charts draw: axes, strips and bars by their coordinates."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.render.charts import Axis, bars, linear, ratios, strip
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


def test_places_have_two_decimals() -> None:
    assert [Axis(0, 3, ()).place(value) for value in (1, 2)] == [33.33, 66.67]


@pytest.mark.parametrize(("low", "high", "step", "first", "count"), [(1.1, 1.4, 0.1, 11, 4), (0.6, 1.0, 0.1, 6, 5)])
def test_an_end_that_is_a_tick_is_one_however_it_is_rounded(
    low: float, high: float, step: float, first: int, count: int
) -> None:
    # 1.1 / 0.1 is a little more than 11, and 1.4 / 0.1 a little less than 14.
    assert linear(low, high).ticks == pytest.approx([step * (first + at) for at in range(count)])


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
    assert [line["d"] for line in drawn(found, "range")] == ["M25 10H75"]
    assert [line["d"] for line in drawn(found, "dot")] == ["M50 10H50"]
    assert [line["d"] for line in drawn(found, "grid")] == ["M25 0v20M75 0v20"]
    assert [line["d"] for line in drawn(found, "zero")] == ["M25 0v20"]
    assert drawn(strip(AXIS, None, 1, 2), "range") == drawn(strip(AXIS, 0, 1, None), "range") == []
    assert drawn(strip(AXIS, 0, None, 2), "dot") == []
    assert drawn(strip(Axis(-1, 3, ()), 0, 1, 2), "zero") == []
    assert "muted" in strip(AXIS, 0, 1, 2, muted=True)
    assert "muted" not in found


@pytest.mark.parametrize(
    ("value", "x", "width", "kind"),
    [(1, "25.0", "25", "more"), (-1, "0.0", "25", "less"), (0, "25.0", "0", "less")],
)
def test_bars_go_to_either_side_of_zero(value: float, x: str, width: str, kind: str) -> None:
    (bar,) = drawn(bars(AXIS, value), kind)
    assert (bar["x"], bar["width"]) == (x, width)
    assert drawn(bars(AXIS, None), "more") == drawn(bars(AXIS, None), "less") == []


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
        assert [line["d"] for line in drawn(found, "zero")] == ["M25 0v20"]
    assert [line["d"] for line in drawn(strip(AXIS, 0, 1, 2), "range")] == ["M25 10H75"]
    assert [(bar["y"], bar["height"]) for bar in drawn(bars(AXIS, 1), "more")] == [("3", "14")]


def test_line_breaks_of_json_stay() -> None:
    assert escaped("a\n\tb\r\x07") == "a\n\tb\r\\u0007"

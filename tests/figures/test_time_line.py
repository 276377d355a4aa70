"""Where a measure stands over time: its axes, bars, gaps, and days that were named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import polars as pl
import pytest

from framing.figures.lines import Span, drawn_small, nice, placed, runs, span_of
from framing.figures.sheet import written
from tests.figures.reading import MONTHS, SVG, corners, drawn, line_of, of_class, size, texts

both = pytest.mark.parametrize("is_narrow", [False, True])


def test_a_line_begins_and_ends_with_its_axis() -> None:
    root = drawn(line_of(MONTHS))
    grid = [corners(node) for node in of_class(root, "grid")]
    levels = [path for path in grid if path[0][1] == path[1][1]]
    assert [path[0][1] for path in levels] == sorted((path[0][1] for path in levels), reverse=True)
    steps = {round(one[0][1] - two[0][1], 1) for one, two in pairwise(levels)}
    assert len(levels) == 5
    assert max(steps) - min(steps) <= 0.1 + 1e-9
    numbers = [text.text for text in texts(root, "tick") if text.get("text-anchor") == "end" and text.get("dy") == "4"]
    assert numbers == ["0", "2", "4", "6", "8"]
    # The first period begins where the axis does, the last ends where it ends, and bars fill their periods.
    bars = corners(of_class(root, "bars")[0])
    (left, base), (right, _) = corners(of_class(root, "axis")[0])
    assert bars[0] == (left, base)
    assert right - 1 <= max(place[0] for place in bars) <= right
    tall = [base - top for _, top in bars[1::5]]
    assert tall == pytest.approx([max(tall) * (at % 5 + 2) / 6 for at in range(24)], abs=0.2)
    assert max(tall) == 62
    (name,) = (text for text in texts(root, "axis-name") if text.text == "articles a month")
    assert 0 < base - 62 - float(name.get("y", "nan")) < 9
    # What the highest bar stands for is told at its top, in line with the numbers of the axis.
    (most,) = (text for text in texts(root, "tick") if text.get("dy") == "8")
    assert (float(most.get("x", "nan")), float(most.get("y", "nan"))) == (left - 6, base - 62)
    # Dots stand in the middle of their bars, as high as the axis has their values.
    dots = corners(of_class(root, "dots")[0])[::2]
    unit = (levels[0][0][1] - levels[-1][0][1]) / 8
    for at, (x, y) in enumerate(dots):
        assert bars[5 * at][0] < x < bars[5 * at + 2][0]
        assert y == pytest.approx(levels[0][0][1] - unit * (at % 5 + 2), abs=0.1)
    band = corners(of_class(root, "band")[0])
    assert band[0][1] == pytest.approx(levels[0][0][1] - unit * 1, abs=0.1)
    assert max(y for _, y in band) < base - 62


def test_the_line_of_a_scale_has_nothing_in_the_middle() -> None:
    drawing = line_of(MONTHS[:3])
    rows = drawing.rows.with_columns(estimate=pl.Series([-1.0, 0.0, 9.0]), low=-2.0, high=0.5)
    root = drawn(replace(drawing, rows=rows, span=replace(drawing.span, low=-1.0, high=1.0)))
    levels = [path[0][1] for path in map(corners, of_class(root, "grid")) if path[0][1] == path[1][1]]
    told = [text.text for text in texts(root, "tick") if text.get("text-anchor") == "end" and text.get("dy") == "4"]
    assert told == ["−1", "−0.5", "0", "0.5", "1"]
    # As high as the line of a rate, whose axis begins at nothing.
    rate = [path[0][1] for path in map(corners, of_class(drawn(drawing), "grid")) if path[0][1] == path[1][1]]
    assert levels == rate
    # What lies beyond the axis is drawn at its end.
    assert [y for _, y in corners(of_class(root, "dots")[0])[::2]] == [levels[0], levels[2], levels[4]]
    assert corners(of_class(root, "band")[0])[0][1] == levels[0]


def test_a_small_line_stands_on_the_axes_of_all() -> None:
    rows = line_of(["2024-01", "2024-02", "2024-03"]).rows
    span = Span(first=rows["start"][0], last=rows["end"][-1], low=0.0, high=8.0)
    root = ElementTree.fromstring(drawn_small(rows, span, label="many"))
    assert (size(root), root.get("aria-label")) == ((260, 110), "many")
    # It stands in a page, whose style it has.
    assert (root.get("width"), root.find(f"{SVG}style")) == (None, None)
    low, right, high, other = corners(of_class(root, "grid")[0])
    assert (low[0], right[0], high[0], other[0]) == (34, 256, 34, 256)
    assert (low[1], high[1]) == (right[1], other[1]) == (90, 8)
    told = [[text.get(key) for key in ("x", "y", "text-anchor")] + [text.text] for text in texts(root, "tick")]
    assert told == [
        ["30", "90", "end", "0"], ["30", "8", "end", "8"], ["34", "106", "start", "2024-01"], ["256", "106", "end", "2024-04"]
    ]  # fmt: skip
    # Their values are two, three and four of eight.
    dots = corners(of_class(root, "dots")[0])[::2]
    assert [y for _, y in dots] == pytest.approx([90 - 82 * share for share in (2 / 8, 3 / 8, 4 / 8)], abs=0.1)
    assert all(34 < x < 256 for x, _ in dots)


@pytest.mark.parametrize("dot", [3, 5])
def test_a_line_is_a_third_as_wide_as_its_dots(dot: int) -> None:
    rows = line_of(MONTHS[:3]).rows
    svg = drawn_small(rows, span_of(rows), label="") if dot == 3 else line_of(MONTHS[:3]).svg()
    widths = [
        float(of_class(ElementTree.fromstring(svg), kind)[0].get("stroke-width", "nan")) for kind in ("dots", "trend")
    ]
    assert widths == [dot, round(dot / 3, 1)]


@both
@pytest.mark.parametrize(
    ("months", "names", "apart"),
    [(11, "%Y-%m", 1), (12, "%Y-%m", 3), (13, "%Y-%m", 3), (39, "%Y-%m", 3), (40, "%Y", 12)],
)
def test_an_axis_of_time_names_months_quarters_or_years(months: int, names: str, apart: int, is_narrow: bool) -> None:
    periods = [f"{2018 + at // 12}-{at % 12 + 1:02}" for at in range(months)]
    root = drawn(line_of(periods), is_narrow=is_narrow)
    told = [text for text in texts(root, "tick") if text.get("text-anchor") == "middle"]
    # The axis ends with the last month; where that is the first of a quarter, it is named, too.
    ends = [f"{2018 + at // 12}-{at % 12 + 1:02}" for at in range(0, months + 1, apart)]
    expected = [datetime.strptime(name, "%Y-%m").strftime(names) for name in ends]
    shown = [text.text for text in told]
    assert shown == expected or (is_narrow and 3 < len(shown) < len(expected) and set(shown) < set(expected))
    marks = [corners(node)[0][0] for node in of_class(root, "grid") if corners(node)[0][0] == corners(node)[1][0]]
    assert len(marks) == len(told)
    assert all(two - one >= 56 for one, two in pairwise(marks))
    # Half a name is 26 wide, which the last one would stick out.
    assert [float(text.get("x", "nan")) for text in told] == [min(mark, size(root)[0] - 26) for mark in marks]
    base = corners(of_class(root, "axis")[0])[0][1]
    assert {float(text.get("y", "nan")) - base for text in told} == {18}


@pytest.mark.parametrize("share", [0.0, 0.3, 0.97, 1.0])
def test_a_day_has_its_line_and_its_name_on_the_side_with_room(share: float) -> None:
    first, last = datetime(2022, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)
    at = first + (last - first) * share
    root = drawn(line_of(MONTHS, [(at, "an election")]))
    (day,) = of_class(root, "day")
    (name,) = of_class(root, "day-name")
    assert corners(day)[0][0] == pytest.approx(46 + (1100 - 10 - 46) * share, abs=0.1)
    assert float(name.get("x", "nan")) == corners(day)[0][0]
    assert name.get("text-anchor") == ("end" if share > 0.9 else None)
    for beyond in (first - timedelta(seconds=1), last + timedelta(seconds=1)):
        assert not of_class(drawn(line_of(MONTHS, [(beyond, "no")])), "day")
        # A day that is left out takes none with it.
        assert len(of_class(drawn(line_of(MONTHS, [(beyond, "no"), (at, "yes")])), "day")) == 1


@pytest.mark.parametrize(("most", "told"), [(3.0, "3"), (999.0, "999"), (1000.0, "1,000"), (1234.4, "1,234")])
def test_the_most_articles_of_a_period_are_told_in_full(most: float, told: str) -> None:
    drawing = line_of(MONTHS)
    rows = drawing.rows.with_columns(bar=pl.lit(most))
    assert told in [text.text for text in texts(drawn(replace(drawing, rows=rows)), "tick")]


def test_of_days_close_to_each_other_the_first_is_named() -> None:
    first, later = datetime(2022, 3, 1, tzinfo=UTC), datetime(2022, 9, 1, tzinfo=UTC)
    days = [(first, "a vote"), (first + timedelta(days=7), "a verdict"), (later, "a flood")]
    root = drawn(line_of(MONTHS, days))
    assert len(of_class(root, "day")) == 3
    assert [name.text for name in of_class(root, "day-name")] == ["a vote", "a flood"]
    # A phone has room for four names, a desk for twelve.
    many = [(datetime(2022, 1, 2, tzinfo=UTC) + timedelta(days=55 * at), "x") for at in range(13)]
    for is_narrow, names in ((True, 4), (False, 12)):
        assert len(of_class(drawn(line_of(MONTHS, many), is_narrow=is_narrow), "day-name")) == names


@pytest.mark.parametrize(("pixels", "count"), [(55.5, 1), (56.5, 2)])
def test_names_of_months_have_room(pixels: float, count: int) -> None:
    first = datetime(2022, 1, 1, tzinfo=UTC)
    # The axis of a phone is 302 wide: so far from the first month is the second.
    span = Span(first=first, last=first + timedelta(days=31) * (302 / pixels), low=0.0, high=8.0)
    root = drawn(replace(line_of(MONTHS), span=span), is_narrow=True)
    told = [text.text for text in texts(root, "tick") if text.get("text-anchor") == "middle"]
    assert told[:2] == ["2022-01", "2022-02" if count == 2 else "2022-03"]


def test_a_bar_can_be_seen_however_small_it_is() -> None:
    days = [f"{day:%Y-%m-%d}" for day in (datetime(2016, 1, 1) + timedelta(days=at) for at in range(3000))]
    drawing = line_of(days)
    rows = drawing.rows.with_columns(bar=pl.when(pl.col("number") == 0).then(10_000.0).otherwise(1.0))
    steps = corners(of_class(drawn(replace(drawing, rows=rows)), "bars")[0])
    for first in (steps[:4], steps[5:9]):
        assert first[2][0] - first[1][0] == pytest.approx(0.8)
    assert (steps[0][1] - steps[1][1], steps[5][1] - steps[6][1]) == pytest.approx((62, 1))


def named_days(*days: tuple[float, int], is_narrow: bool = False) -> list[tuple[float, str | None]]:
    """Where names of so many letters stand that belong to days at these pixels, and at which of their ends."""
    first, wide = datetime(2022, 1, 1, tzinfo=UTC), (358 if is_narrow else 1100) - 46 - 10
    # A pixel is a day.
    span = Span(first=first, last=first + timedelta(days=wide), low=0.0, high=8.0)
    told = [(first + timedelta(days=at - 46), "x" * letters) for at, letters in days]
    root = drawn(replace(line_of(MONTHS, told), span=span), is_narrow=is_narrow)
    return [(float(name.get("x", "nan")), name.get("text-anchor")) for name in of_class(root, "day-name")]


@pytest.mark.parametrize(("at", "end"), [(1029.5, None), (1030.5, "end")])
def test_a_name_that_the_sheet_would_cut_ends_at_its_day(at: float, end: str | None) -> None:
    # Ten letters take 66 pixels, and four are left free at the edge.
    assert named_days((at, 10)) == [(at, end)]


@pytest.mark.parametrize(("at", "shown"), [(155.5, True), (156.5, False), (201.5, False), (202.5, True)])
def test_a_name_with_room_on_neither_side_of_its_day_is_left_out(at: float, shown: bool) -> None:
    assert bool(named_days((at, 30), is_narrow=True)) == shown


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [(400, 469.5, False), (400, 470.5, True), (1050, 909.5, True), (1050, 910.5, False)],
)  # fmt: skip
def test_two_names_of_days_do_not_touch(first: float, second: float, both: bool) -> None:
    found = named_days((first, 10), (second, 10))
    assert [at for at, _ in found] == [first, second][: 2 if both else 1]


@pytest.mark.parametrize(("letters", "told"), [(29, "x" * 29), (30, "x" * 30), (31, "x" * 29 + "…")])
def test_the_name_of_a_day_is_cut(letters: int, told: str) -> None:
    root = drawn(line_of(MONTHS, [(datetime(2022, 6, 1, tzinfo=UTC), "x" * letters)]))
    assert of_class(root, "day-name")[0].text == told


@pytest.mark.parametrize(("letters", "told"), [(33, "x" * 33), (34, "x" * 34), (35, "x" * 33 + "…")])
def test_a_long_name_is_cut(letters: int, told: str) -> None:
    assert f">{told}</text>" in written("x" * letters, 0, 0)


@pytest.mark.parametrize(("days", "count"), [(0, 1), (1, 2), (31, 2)])
def test_months_that_are_not_next_to_each_other_are_apart(days: int, count: int) -> None:
    start = datetime(2024, 1, 1, tzinfo=UTC)
    again = start + timedelta(days=31 + days)
    known = {"estimate": [1.0, 2.0], "low": [0.0, 1.0], "high": [2.0, 3.0]}
    rows = pl.DataFrame(
        {"start": [start, again], "end": [start + timedelta(days=31), again + timedelta(days=29)], **known}
    )
    found = runs(rows)
    assert len(found) == count
    assert found[0][0] == (start + timedelta(days=15.5), 1.0, 0.0, 2.0)


def test_an_axis_of_values_is_round_and_holds_98_of_100_intervals() -> None:
    for value in (0.1, 0.31, 1.0, 4.0, 4.01, 14.2, 99.0, 1e4):
        assert value <= nice(value) < 2.6 * value
        assert f"{nice(value) / 4:.1e}"[:3] in ("1.0", "2.0", "2.5", "4.0", "5.0")
    rows = placed(pl.DataFrame({"period": [f"2024-{at:02}" for at in range(1, 13)]}))
    for high, expected in ((0.05, 0.1), (3.0, 4.0)):
        span = span_of(rows.with_columns(estimate=0.0, low=0.0, high=high))
        assert (span.low, span.high) == (0.0, nice(max(high, 0.1))) == (0.0, expected)
    signed = span_of(rows.with_columns(estimate=0.0, low=-0.2, high=0.5))
    assert (signed.low, signed.high) == (-1.0, 1.0)
    assert [nice(value) for value in (1.0, 4.0, 4.01)] == [1.0, 4.0, 8.0]
    many = placed(pl.DataFrame({"period": [f"{at}" for at in range(1900, 2000)]}))
    for wide, most in ((1, 4.0), (2, 100.0)):
        highs = pl.Series("high", [3.0] * (100 - wide) + [90.0] * wide)
        assert span_of(many.with_columns(highs, estimate=0.0, low=0.0)).high == most
    nothing = span_of(rows.with_columns(estimate=0.0, low=0.0, high=pl.lit(None, pl.Float64)))
    assert nothing == Span(first=rows["start"][0], last=rows["end"][-1], low=0.0, high=1.0)

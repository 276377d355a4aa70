"""Drawings as SVG: whatever a table holds is drawn once, in its place, as text and never as markup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import UsageError
from framing.figures import lines
from framing.figures.cells import Cell, HeatMap
from framing.figures.lines import Span, TimeLine, placed
from framing.figures.planes import Axis, Plane, Point
from framing.figures.scatter import Word, WordPlane
from framing.figures.sheet import Drawing, traced
from framing.figures.strips import Mark, Panel, Strips
from framing.render import charts

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\x00&amp;'


def point(number: int, name: str, x: float, y: float) -> Point:
    ends = {"x_ends": (x / 2, x * 2), "y_ends": (y / 2, y * 2)}
    return Point(key=f"{number}", name=name, label=f"{name}: said", href="/", colour="c0", x=x, y=y, **ends)


RATES = st.floats(0, 1e4)
POINTS = st.lists(st.tuples(st.text(max_size=40), RATES, RATES), min_size=1, max_size=12)


def plane_of(points: list[Point]) -> Plane:
    return Plane(points=points, x=Axis(name="across", usual=0.5), y=Axis(name="up", usual=None), label="<all>")


@given(POINTS, st.booleans(), st.booleans())
def test_every_outlet_is_drawn_once_and_inside(
    rows: list[tuple[str, float, float]], is_narrow: bool, file: bool
) -> None:
    points = [point(number, *row) for number, row in enumerate(rows)]
    root = ElementTree.fromstring(plane_of(points).svg(is_narrow=is_narrow, file=file))
    width, height = map(float, root.get("viewBox", "").split()[2:])
    dots = root.findall(f".//{SVG}circle")
    faint = [path.get("d", "").count("h0") for path in root.findall(f"{SVG}path") if path.get("class") == "faint"]
    assert len(dots) == len(points)
    assert not faint
    for dot in dots:
        assert 0 <= float(dot.get("cx", "nan")) <= width
        assert 0 <= float(dot.get("cy", "nan")) <= height
    assert len(root.findall(f"{SVG}a")) == (0 if file else len(dots))


@pytest.mark.parametrize("outlets", [99, 100, 101])
def test_of_many_outlets_the_first_can_be_pointed_at_and_the_others_are_faint(outlets: int) -> None:
    points = [point(at, f"o{at}", at % 10 + 1.0, at // 10 + 1.0) for at in range(outlets)]
    root = ElementTree.fromstring(plane_of(points).svg())
    faint = sum(path.get("d", "").count("h0") for path in root.findall(f"{SVG}path") if path.get("class") == "faint")
    assert (len(root.findall(f".//{SVG}circle")), faint) == (min(outlets, 100), max(outlets - 100, 0))


def test_a_name_from_the_right_begins_at_its_right_end() -> None:
    root = ElementTree.fromstring(plane_of([point(1, "روزنامہ", 1.0, 1.0)]).svg())
    name = next(text for text in root.findall(f"{SVG}text") if text.get("class") == "name")
    assert (name.get("direction"), name.text) == ("rtl", "روزنامہ")


def months(values: list[float | None]) -> pl.DataFrame:
    rows = [
        (f"2024-{number:02}", value, None if value is None else value / 2, None if value is None else value * 2, 3.0)
        for number, value in enumerate(values, 1)
    ]
    return placed(pl.DataFrame(rows, schema=["period", "estimate", "low", "high", "bar"], orient="row"))


def line_of(values: list[float | None], label: str = "a") -> TimeLine:
    rows = months(values)
    span = Span(first=rows["start"][0], last=rows["end"][-1], low=0.0, high=10.0)
    days = [(datetime(2024, 1, 5, tzinfo=UTC), label)]
    return TimeLine(rows=rows, span=span, label=label, unit=label, articles=label, days=days)


def drawings(text: str) -> list[Drawing]:
    """One of each kind, with a text wherever one may stand."""
    mark = Mark(name=text, figures=text, value=1.0, ends=(0.5, 2.0))
    words = [Word(word=text, x=-1.0, y=0.0, side="a", hint=text), Word(word=f"{text}.", x=0.0, y=-1.0)]
    return [
        Plane(
            points=[point(1, text, 1.0, 1.0)], x=Axis(name=text, usual=1.0), y=Axis(name=text, usual=1.0), label=text
        ),
        Strips(panels=[Panel(axis=charts.ratios([4]), marks=[mark], ends=(text, text), title=text)], label=text),
        HeatMap(columns=[text], groups=[(text, [(text, [Cell(ratio=3.0, is_sure=True, hint=text)])])], label=text),
        WordPlane(words=words, ends=(-1.0, 0.0), across=text, up=text, label=text, language="ur"),
        line_of([1.0, None, 2.0], text),
    ]


@given(st.text(max_size=30))
def test_any_text_stays_text(text: str) -> None:
    for drawing in drawings(text):
        for is_narrow in (True, False):
            root = ElementTree.fromstring(drawing.svg([text], is_narrow=is_narrow))
            shown = {node.tag.removeprefix(SVG) for node in root.iter()}
            assert shown <= {"svg", "style", "rect", "text", "path", "circle", "g", "a", "title"}


def test_hostile_names_are_harmless_with_plotly_too() -> None:
    pytest.importorskip("plotly")
    for drawing in drawings(HOSTILE):
        made = framing.plot.drawn(drawing).to_json()
        assert "<script" not in made
        assert "<img" not in made


def test_a_line_is_interrupted_where_nothing_is_known() -> None:
    root = ElementTree.fromstring(line_of([1.0, 2.0, None, 4.0]).svg())
    paths = {path.get("class"): path.get("d", "") for path in root.iter(f"{SVG}path")}
    assert [paths[name].count("M") for name in ("trend", "band", "dots", "bars")] == [2, 2, 3, 4]
    assert framing.figures.lines.runs(months([None, None])) == []


@given(st.lists(st.tuples(st.floats(-9e3, 9e3), st.floats(-9e3, 9e3)), min_size=1, max_size=40))
def test_a_line_goes_through_its_points(points: list[tuple[float, float]]) -> None:
    first, *rest = regex.findall(r"-?(?:\d+\.?\d*|\.\d+)", traced(points))
    numbers = [float(number) for number in (first, *rest)]
    across, up = (list(accumulate(numbers[place::2])) for place in (0, 1))
    # Told by steps, and no step's rounding is carried into the next.
    assert list(zip(across, up, strict=True)) == [pytest.approx(point, abs=0.051) for point in points]


@pytest.mark.parametrize(("width", "dots"), [(29.9, 0), (30.1, 6)])
def test_dots_that_would_cover_each_other_are_not_drawn(width: float, dots: int) -> None:
    rows, whole = months([1.0, 2.0, 1.0, 2.0, 1.0, 2.0]), timedelta(days=182)
    drawn = lines._line(rows, lambda at: width * ((at - rows["start"][0]) / whole), float)
    assert drawn[-1].count("h0") == dots
    alone = lines._line(rows.head(1), lambda _: 0.0, float)
    assert alone[-1].count("h0") == 1


@pytest.mark.parametrize(("value", "place"), [(1 / 8, 270), (1.0, 515), (8.0, 760), (99.0, 760)])
def test_a_mark_stands_where_its_axis_has_it(value: float, place: float) -> None:
    axis = framing.figures.strips.EFFECT_AXES["ratio"]
    mark = Mark(name="a", figures="b", value=value, ends=(1 / 8, 8.0), is_sure=False)
    root = ElementTree.fromstring(Strips(panels=[Panel(axis=axis, marks=[mark])], label="").svg())
    (dot,) = root.iter(f"{SVG}circle")
    assert (float(dot.get("cx", "nan")), dot.get("opacity")) == (place, ".5")


def test_a_file_has_its_caption_and_a_page_its_own_colours(tmp_path: object) -> None:
    drawing = line_of([1.0, 2.0], "of conflict")
    alone = ElementTree.fromstring(drawing.svg(["one", "two"]))
    assert [text.text for text in alone.iter(f"{SVG}text") if text.get("class") == "caption"] == ["one", "two"]
    assert "<style>" not in drawing.svg(file=False)
    shown = ElementTree.fromstring(drawing._repr_svg_())
    assert [text.text for text in shown.iter(f"{SVG}text") if text.get("class") == "caption"] == ["of conflict"]


def test_a_period_ends_where_the_next_begins() -> None:
    for names in (["2023-Q4", "2024-Q1"], ["2023", "2024"], ["2023-12", "2024-01"], ["2024-02-29", "2024-03-01"]):
        rows = placed(pl.DataFrame({"period": names}))
        assert rows["end"][0] == rows["start"][1]
        assert rows["end"][0] - rows["start"][0] >= timedelta(days=1)


def test_a_drawing_is_saved_as_what_its_name_says(tmp_path: Path) -> None:
    drawing = plane_of([point(0, "a", 1.0, 1.0)])
    saved = drawing.save(tmp_path / "plane.SVG")
    assert ElementTree.parse(saved).getroot().tag == f"{SVG}svg"
    for name, said in (
        ("plane.png", "write_image"),
        ("plane", "end its name in .svg"),
        ("no/plane.svg", "no such folder"),
    ):
        with pytest.raises(UsageError, match=said):
            drawing.save(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["plane.SVG"]


def test_a_table_of_any_library_is_drawn_alike() -> None:
    rows = [(f"{at}{key}", f"A historic day. The {at} talks went on. " * 9, key) for key in "ab" for at in range(6)]
    news = pl.DataFrame(rows, schema=["article_id", "text", "outlet"], orient="row")
    table = framing.estimate(framing.score(news), news.with_columns(cluster="article_id"), levels=["outlet"])
    words = framing.keyness(news, news["article_id"][:6], news["article_id"][6:])
    makers: list[Callable[[pl.DataFrame], Any]] = [
        lambda frame: framing.FramingNamespace(frame).to_pandas(),
        pl.DataFrame.lazy,
    ]
    for made in makers:
        assert framing.figures.outlets(made(table), "praise").svg() == framing.figures.outlets(table, "praise").svg()
        assert framing.figures.heat_map(estimates=made(table)).svg() == framing.figures.heat_map(table).svg()
        assert framing.figures.keyness(made(words)).svg() == framing.figures.keyness(words).svg()

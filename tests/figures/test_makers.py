"""Which rows of a table a figure shows, in which order, on which axis, and what it says of the others."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

import framing
from framing.figures import heat_map, outlets, plane, trend, word_shift
from framing.figures.cells import Cell
from framing.figures.planes import LOUD, OFFICIAL, country_classes
from framing.figures.strips import Strips
from framing.statistics.comparison import CONTRAST, SHIFTS, Comparison
from framing.statistics.trends import SERIES, Trends
from tests.handmade import estimates, outlet, table_of


def names(drawing: Strips) -> list[list[str]]:
    return [[mark.name for mark in panel.marks] for panel in drawing.panels]


def test_a_forest_goes_down_from_the_highest_language_by_language() -> None:
    rows = estimates(
        outlet("b", 2.0), outlet("a", 2.0), outlet("c", 3.0), outlet("d", 9.0, language="hi"), outlet("e", None),
        outlet("f", 5.0, low=None), outlet("g", 5.0, high=None), outlet("h", 99.0, level="country"),
        outlet("i", 99.0, dimension="peace"), outlet("j", 1.0, language=None),
    )  # fmt: skip
    drawing = outlets(rows, "war")
    assert names(drawing) == [["j"], ["c", "b", "a"], ["d"]]
    assert [panel.title for panel in drawing.panels][1:] == ["English", "Hindi"]
    assert {(panel.axis.low, panel.axis.high, panel.axis.reference) for panel in drawing.panels} == {(0.0, 18.0, None)}
    assert drawing.label.startswith("war at large, per 1,000 words; 3 of 8 outlets are not shown")


@pytest.mark.parametrize(("of", "shown"), [(59, 59), (60, 60), (61, 60)])
def test_a_panel_has_sixty_outlets(of: int, shown: int) -> None:
    drawing = outlets(estimates(*(outlet(f"o{at:02}", 1.0 + at) for at in range(of))), "war")
    assert names(drawing) == [[f"o{at:02}" for at in range(of - 1, of - 1 - shown, -1)]]
    assert drawing.label.partition("; ")[2] == (
        "1 of 61 outlets is not shown: too little is known of it, or 60 stand above" if of > shown else ""
    )


def test_an_outlet_says_its_figures_and_whether_its_place_is_chance() -> None:
    reliabilities = [("a", None), ("b", 0.49), ("c", 0.5), ("d", 0.51)]
    rows = estimates(
        *(outlet(key, 1.0, reliability=value) for key, value in reliabilities), outlet("e", 4.0, articles=1)
    )
    marks = {mark.name: mark for mark in outlets(rows, "war").panels[0].marks}
    assert {name: mark.is_hollow for name, mark in marks.items()} == {
        "a": False, "b": True, "c": False, "d": False, "e": False
    }  # fmt: skip
    assert (marks["a"].figures, marks["e"].figures) == (
        "1.00 (0.50 … 2.00); 7 articles",
        "4.00 (2.00 … 8.00); 1 article",
    )
    assert (marks["e"].value, marks["e"].ends) == (4.0, (2.0, 8.0))
    called = rows.with_columns(name=pl.when(pl.col("key") == "a").then(pl.lit("The A")))
    assert sorted(mark.name for mark in outlets(called, "war").panels[0].marks) == ["The A", "b", "c", "d", "e"]


@pytest.mark.parametrize(("low", "high", "reach"), [(-1.5, 1.0, 2.0), (-0.5, 2.5, 3.0), (-2.0, 0.0, 2.0)])
def test_a_scale_has_an_axis_as_far_down_as_up(low: float, high: float, reach: float) -> None:
    rows = estimates(outlet("a", 0.0, low=low, high=high, positive=0), outlet("b", 0.0, low=-0.1, high=0.1))
    drawing = outlets(rows, "war")
    (panel,) = drawing.panels
    assert (panel.axis.low, panel.axis.high, panel.axis.reference) == (-reach, reach, 0.0)
    assert drawing.label == "war at large, in doublings, 0 as usual in the language"
    assert panel.marks[1].figures.startswith(f"0.00 ({low:+.2f} … ".replace("-", "−"))


def both(key: str, loud: float, official: float, **told: Any) -> list[dict[str, Any]]:
    return [outlet(key, loud, dimension=LOUD, **told), outlet(key, official, dimension=OFFICIAL, **told)]


def test_the_plane_shows_the_language_with_most_outlets_the_best_known_on_top() -> None:
    rows = estimates(
        *both("a", 1.0, 2.0, articles=5, country="IN", baseline=3.0), *both("b", 4.0, 8.0, articles=9, country="PK", baseline=3.0),
        *both("c", 1.0, 1.0, articles=9, baseline=3.0), outlet("d", 1.0, dimension=LOUD),
        *both("e", 1.0, 1.0, language="hi"), *both("f", 1.0, 1.0, language="hi"),
        outlet("g", 1.0, dimension=LOUD), outlet("g", None, dimension=OFFICIAL), *both("h", 1.0, 1.0, level="country"),
    )  # fmt: skip
    drawing = plane(rows)
    assert [point.key for point in drawing.points] == ["b", "c", "a"]
    first = drawing.points[0]
    assert (first.x, first.y, first.x_ends, first.y_ends) == (8.0, 4.0, (4.0, 16.0), (2.0, 8.0))
    assert first.label == "b: shouting 4.00 (2.00 to 8.00), communiqué 8.00 (4.00 to 16.00); 9 articles"
    assert [point.colour for point in drawing.points] == ["c1", "c7", "c0"]
    assert drawing.legend == {"c7": ["unknown"], "c0": ["India"], "c1": ["Pakistan"]}
    assert (drawing.x.usual, drawing.y.usual) == (3.0, 3.0)
    assert drawing.label == "3 outlets in English by communiqué and shouting"
    assert [point.key for point in plane(rows, "hi").points] == ["e", "f"]
    # Of two languages with as many, the first by its code.
    assert [point.key for point in plane(rows.filter(~pl.col("key").is_in(["a"]))).points] == ["b", "c"]


@pytest.mark.parametrize(("codes", "last"), [(7, "c6"), (8, "c7"), (9, "c7")])
def test_seven_countries_have_a_colour_of_their_own(codes: int, last: str) -> None:
    known = [f"{chr(65 + at)}A" for at in range(codes)]
    classes = country_classes(pl.Series([None, *reversed(known), known[0]], dtype=pl.String))
    assert list(classes) == known
    assert [classes[code] for code in known[:7]] == [f"c{at}" for at in range(7)]
    assert classes[known[-1]] == last


def cell(key: str, ratio: float | None, dimension: str = "war", **told: Any) -> dict[str, Any]:
    ends = (None, None) if ratio is None else (ratio / 2, ratio * 2)
    return outlet(key, ratio, dimension=dimension, ratio=ratio, ratio_low=ends[0], ratio_high=ends[1], words=9) | told


def test_a_map_has_outlets_by_their_names_language_by_language() -> None:
    rows = estimates(
        cell("b", 2.0), cell("a", None), cell("a", 3.0, "peace"), cell("C", 0.5), cell("d", None), cell("e", 1.0, level="country"),
        cell("f", 1.0, language="hi"), cell("a", 1.0, "tone"),
    )  # fmt: skip
    drawing = heat_map(rows)
    # Scales have no ratio to a baseline, and no column.
    assert drawing.columns == ["war", "peace"]
    assert [(title, [name for name, _ in own]) for title, own in drawing.groups] == [
        ("English", ["a", "b", "C"]), ("Hindi", ["f"])
    ]  # fmt: skip
    first = drawing.groups[0][1][0][1]
    assert (first[0], first[1].ratio) == (Cell(ratio=None), 3.0)
    assert first[1].hint == "3.00 times the baseline, 95 % interval 1.50 to 6.00"
    assert heat_map(rows, ["peace", "war"]).columns == ["peace", "war"]
    assert [name for name, _ in heat_map(rows, ["peace"]).groups[0][1]] == ["a"]
    with pytest.raises(framing.UsageError, match=r"figure\.nothing"):
        heat_map(rows.filter(pl.col("ratio").is_null()))


def test_sure_cells_are_those_that_are_marked() -> None:
    rows = estimates(cell("a", 4.0, lfsr=0.001, beyond=0.95), cell("b", 4.0, lfsr=0.4, beyond=0.95), cell("c", 1.0))
    shown = {name: cells[0].is_sure for name, cells in heat_map(rows).groups[0][1]}
    assert shown == {"a": True, "b": False, "c": False}


@pytest.mark.parametrize(("of", "shown"), [(59, 59), (60, 60), (61, 60)])
def test_a_map_has_the_sixty_outlets_with_most_words(of: int, shown: int) -> None:
    rows = estimates(*(cell(f"o{at:02}", 1.0, words=100 + at) for at in range(of)))
    (group,) = heat_map(rows).groups
    assert [name for name, _ in group[1]] == [f"o{at:02}" for at in range(of - shown, of)]


def test_a_name_that_is_given_is_used_in_a_map() -> None:
    rows = estimates(cell("a", 1.0), cell("b", 1.0)).with_columns(name=pl.Series(["Zed", None], dtype=pl.String))
    assert [name for name, _ in heat_map(rows).groups[0][1]] == ["b", "Zed"]


def comparison(contrasts: list[dict[str, Any]], shifts: list[dict[str, Any]], **settings: object) -> Comparison:
    none = pl.DataFrame()
    table = table_of(CONTRAST, contrasts)
    return Comparison("one", "two", table, none, none, table_of(SHIFTS, shifts), none, (), settings)


def shift(term: str, contribution: float | None, measure: str = "war", **told: Any) -> dict[str, Any]:
    known = {"measure": measure, "term": term, "contribution": contribution, "hits_a": 3, "hits_b": 1}
    return known | told


def test_a_word_shift_is_of_the_strongest_measure_that_entries_are_told_of() -> None:
    contrasts = [
        {"dimension": name, "measure": "ratio", "effect": 2.0, "p_adjusted": 0.01, "status": "ok"} for name in ("fear", "peace", "war")
    ]  # fmt: skip
    shifts = [shift("battle", 0.5), shift("truce", -0.25, "peace", surface="Truce"), shift("calm", None, "peace")]
    drawing = word_shift(comparison(contrasts, shifts))
    assert drawing.label == "The words behind peace: A one against B two"
    (panel,) = drawing.panels
    assert [(mark.name, mark.figures, mark.value) for mark in panel.marks] == [("Truce", "−0.25; hits 3 : 1", -0.25)]
    assert (panel.axis.low, panel.axis.high, panel.axis.reference) == (-0.25, 0.25, 0.0)
    # Where none is sure, the first that entries are told of.
    assert word_shift(comparison([], shifts)).label.startswith("The words behind war")
    assert word_shift(comparison(contrasts, shifts), "war").panels[0].marks[0].figures == "+0.5; hits 3 : 1"
    with pytest.raises(framing.UsageError, match=r"no entries of 'war'.*it tells of war"):
        word_shift(comparison([], [shift("battle", None)]))
    with pytest.raises(framing.UsageError, match="tells of no entries; compare larger sides"):
        word_shift(comparison(contrasts, []))


def test_a_word_shift_of_equal_sides_has_an_axis() -> None:
    (panel,) = word_shift(comparison([], [shift("battle", 0.0)])).panels
    assert (panel.axis.low, panel.axis.high) == (-1.0, 1.0)


def test_sides_that_are_outlets_are_called_by_their_names() -> None:
    words = framing.figures.Words(outlet=str.upper)
    for by, said in (("outlet", "A ONE against B TWO"), ("country", "A one against B two")):
        drawing = word_shift(comparison([], [shift("battle", 1.0)], by=by), words=words)
        assert drawing.label.endswith(said)


@pytest.mark.parametrize(("of", "shown"), [(14, 14), (15, 15), (16, 15)])
def test_a_word_shift_has_the_fifteen_largest_parts(of: int, shown: int) -> None:
    shifts = [shift(f"w{at:02}", 1.0 - at / 100) for at in range(of)]
    assert names(word_shift(comparison([], shifts))) == [[f"w{at:02}" for at in range(shown)]]


def point(key: str, period: str, articles: int, estimate: float | None, **told: Any) -> dict[str, Any]:
    row = outlet(key, estimate, level="language", period=period, articles=articles, words=1000)
    return {name: value for name, value in row.items() if name in SERIES} | told


def trends_of(*rows: dict[str, Any], period: str = "month") -> Trends:
    return Trends(table_of(SERIES, list(rows)), pl.DataFrame(), pl.DataFrame(), (), period, "language")


def test_a_line_is_of_the_language_with_most_articles_in_the_order_of_time() -> None:
    found = trends_of(
        point("hi", "2024-01", 9, 5.0), point("en", "2024-02", 6, 2.0), point("en", "2024-01", 4, 1.0),
        point("en", "2024-01", 99, 7.0, level="outlet"), point("hi", "2024-01", 99, 7.0, dimension="peace"),
    )  # fmt: skip
    drawing = trend(found, "war", days=[(datetime(2024, 1, 9, tzinfo=UTC), "a vote")])
    assert drawing.rows.select("period", "estimate", "bar").rows() == [("2024-01", 1.0, 4.0), ("2024-02", 2.0, 6.0)]
    assert drawing.label == "war, English: 2 periods from 2024-01 to 2024-02"
    assert (drawing.unit, drawing.articles) == ("per 1,000 words; 95 % interval", "articles a month")
    assert [label for _, label in drawing.days] == ["a vote"]
    assert trend(found, "war", "hi").label == "war, Hindi: 1 period from 2024-01 to 2024-01"
    # Of two with as many articles, the first by its code.
    equal = trends_of(point("hi", "2024-01", 4, 5.0), point("en", "2024-01", 4, 1.0))
    assert trend(equal, "war").label.startswith("war, English")
    with pytest.raises(framing.UsageError, match=r"'ur'; there are .*\[figure\.language\]"):
        trend(found, "war", "ur")
    with pytest.raises(framing.UsageError, match=r"nothing is dated.*\[figure\.measure\]"):
        trend(trends_of(), "war")


def test_a_scale_over_time_says_its_unit() -> None:
    found = trends_of(point("en", "2024-W01", 4, 0.5, words=None), period="week")
    drawing = trend(found, "war")
    assert (drawing.unit, drawing.articles) == ("−1 … +1; 95 % interval", "articles a week")

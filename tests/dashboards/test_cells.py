"""What the cells of the pages' tables say, from rows made by hand: figures, dashes, shades and how many are shown."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

pytest.importorskip("dash")

from dash.development.base_component import Component

from dashboards.components import contrast, heatmap, matrix, ranking, scale, why
from dashboards.components.links import Children, command_for, paged
from dashboards.components.reader import Span
from dashboards.filtering import Filters
from dashboards.names import (
    alpha_3,
    country_name,
    first_words,
    language_name,
    points,
    rate,
    scale_number,
    script_of,
    when,
)
from dashboards.view import ArticleView, CompareView, OutletsView
from tests.cli.test_tables import comparison, contrasted, shift, side


def said(part: Children | list[Any]) -> list[str]:
    """The texts of an element, in order."""
    if isinstance(part, list | tuple):
        return [text for one in part for text in said(one)]
    if isinstance(part, Component):
        return said(getattr(part, "children", None))
    return [] if part is None else [str(part)]


def of(part: object, name: str) -> Any:
    """An attribute of an element."""
    return getattr(part, name)


def cells(row: Component) -> list[str]:
    return ["|".join(said(cell)) for cell in row.children]


VIEW = CompareView()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, ["2.0|1.5 … 3.0", ".200", "1.25 (4)", "0.50 (2)"]),
        ({"p_adjusted": 0.0004}, ["2.0|1.5 … 3.0", "<.001", "1.25 (4)", "0.50 (2)"]),
        ({"p_adjusted": 0.0005}, ["2.0|1.5 … 3.0", ".001", "1.25 (4)", "0.50 (2)"]),
        ({"p_adjusted": 0.9994}, ["2.0|1.5 … 3.0", ".999", "1.25 (4)", "0.50 (2)"]),
        ({"p_adjusted": 0.9995}, ["2.0|1.5 … 3.0", "1", "1.25 (4)", "0.50 (2)"]),
        ({"p_adjusted": None, "low": None, "rate_a": None}, ["2.0|–", "–", "– (4)", "0.50 (2)"]),
        ({"measure": "difference", "hits_a": 1200}, ["+2.00|+1.50 … +3.00", ".200", "+1.25 (1,200)", "+0.50 (2)"]),
    ],
)
def test_a_row_of_a_contrast(told: dict[str, Any], expected: list[str]) -> None:
    row = contrasted("war", **told)
    assert cells(contrast._row(row, row["measure"], VIEW, ""))[2:] == expected


@pytest.mark.parametrize(("p", "name"), [(0.05, "sure"), (0.051, "unsure"), (None, "unsure")])
def test_a_row_of_a_contrast_is_sure_or_not(p: float | None, name: str) -> None:
    row = contrasted("war", p_adjusted=p, status="few-articles")
    assert of(contrast._row(row, "ratio", VIEW, ""), "className") == name
    chosen = contrast._row(row, "ratio", VIEW, "war")
    assert of(chosen, "className") == f"{name} chosen"
    assert cells(chosen)[0] == "war|few texts"


@pytest.mark.parametrize(
    ("kind", "value", "at"),
    [
        ("ratio", 1.0, 50), ("ratio", 2.0, 50 + 50 / 3), ("ratio", 8.0, 100), ("ratio", 99.0, 100), ("ratio", 0.0, 0), ("ratio", 1 / 8, 0),
        ("difference", 0.0, 50), ("difference", 1.0, 75), ("difference", -2.0, 0), ("difference", 9.0, 100),
    ],
)  # fmt: skip
def test_an_effect_stands_on_the_axis_of_its_kind(kind: str, value: float, at: float) -> None:
    assert contrast._at(value, kind) == pytest.approx(at)
    strip = contrast._strip({"effect": value, "low": 0.5, "high": 2.0}, kind)
    assert of(strip, "style")["--at"] == f"{at:.2f}%"
    assert ("more" in of(strip, "className")) == (value > (1 if kind == "ratio" else 0))
    for end in ("low", "high"):
        assert said(contrast._strip({"effect": value, "low": 0.5, "high": 2.0} | {end: None}, kind)) == ["no interval"]


def test_marks_of_an_axis_stand_at_what_they_name() -> None:
    for kind, names in (
        ("ratio", {"⅛": 1 / 8, "¼": 0.25, "½": 0.5, "1": 1, "2": 2, "4": 4, "8": 8}),
        ("difference", None),
    ):
        _, ticks = contrast._axis(kind).children
        marks = {mark.children: mark.style["--at"] for mark in ticks.children}
        expected = names or {name: float(name.replace("−", "-")) for name in marks}
        assert marks == {name: f"{contrast._at(value, kind):.2f}%" for name, value in expected.items()}
    assert list(marks) == ["−2", "−1", "0", "+1", "+2"]


def test_sides_say_how_much_there_is() -> None:
    made = comparison([], side("a", clusters=1), side("b", articles=1, clusters=1))
    lines = ["".join(said(line)) for line in contrast.sides_line(made, ("X", "Y")).children]
    assert lines == ["A X: 3 articles, 1 text, 1,200 words", "B Y: 1 article, 1,200 words"]


def test_measures_that_nothing_is_said_of_are_named() -> None:
    rows = [
        contrasted("war"),
        contrasted("tone", measure="difference"),
        contrasted("fear", status="no-hits"),
        contrasted("awe", effect=None),
    ]
    table = contrast.contrast_table(comparison(rows), VIEW, "")
    assert ["".join(said(one)) for one in table.children[2:]] == ["Too few words to say: fear, awe."]
    assert len(contrast.contrast_table(comparison(rows), VIEW, "", most=1).children) == 2
    alone = [contrasted("war", effect=None, status="no-baseline")]
    assert contrast.contrast_table(comparison(alone), VIEW, "").children == []
    many = [contrasted(f"m{at}") for at in range(3)]
    (few,) = contrast.contrast_table(comparison(many), VIEW, "", most=2).children
    assert len(few.children[1].children) == 2


@pytest.mark.parametrize(("entries", "shown"), [(11, 11), (12, 12), (13, 12)])
def test_a_shift_has_its_twelve_largest_parts(entries: int, shown: int) -> None:
    shifts = [shift(f"w{at}", contribution=0.5 - at / 100, language="en") for at in range(entries)]
    assert len(contrast.shift_bars(comparison([], shifts=shifts), "war").children[1].children) == shown


def test_a_bar_of_a_shift_is_as_wide_as_its_part() -> None:
    shifts = [
        shift("up", contribution=0.5),
        shift("down", contribution=-0.25, surface="Down", hits_a=1200),
        shift("none", contribution=None),
    ]
    rows = contrast.shift_bars(comparison([], shifts=shifts), "war").children[1].children
    assert [cells(row)[2:] for row in rows] == [["+0.50", "3 : 1"], ["−0.25", "1,200 : 1"], ["–", "3 : 1"]]
    assert [cells(row)[0] for row in rows] == ["up|c", "Down|c", "none|c"]
    bars = [row.children[1].children.children for row in rows]
    assert [(bar.className, bar.style["--width"]) for bar in bars] == [
        ("more", "50.0%"),
        ("less", "25.0%"),
        ("less", "0.0%"),
    ]
    zero = contrast.shift_bars(comparison([], shifts=[shift("flat", contribution=0.0)]), "war").children[1].children
    assert zero[0].children[1].children.children.style["--width"] == "0.0%"
    assert said(contrast.shift_bars(comparison([]), "war")) == ["No entry of this measure was found on either side."]
    assert contrast._total(comparison([], shifts=shifts), "war") == "+0.25"


@pytest.mark.parametrize(
    ("value", "at"), [(0.0, "50.00%"), (1.0, "75.00%"), (-2.0, "0.00%"), (9.0, "100.00%"), (-9.0, "0.00%")]
)
def test_a_dot_stands_between_the_ends_of_its_axis(value: float, at: str) -> None:
    made = scale.dot(value, -1.0, 2.0, "c1", "tone", span=2.0)
    assert of(made, "style") == {"--at": at, "--low": "25.00%", "--high": "100.00%"}
    assert of(made, "aria-label") == f"tone {scale_number(value)}, 95 % interval −1.00 to +2.00"
    for missing in range(3):
        value_, low, high = (None if place == missing else 0.5 for place in range(3))
        assert said(scale.dot(value_, low, high, "c1", "tone", nothing="no words")) == ["no words"]


@pytest.mark.parametrize(
    ("ends", "expected"), [((0.1, 0.2), 1.0), ((-1.0, 1.0), 1.0), ((-1.1, 1.0), 2.0), ((0.0, 2.5), 3.0)]
)
def test_an_axis_reaches_as_far_as_the_intervals(ends: tuple[float, float], expected: float) -> None:
    rows = pl.DataFrame({"estimate": [0.0, None], "low": [ends[0], None], "high": [ends[1], None]})
    assert scale.reach(rows) == expected
    assert said(scale.axis("low", "high", expected)) == [f"−{expected:.0f} ", "low", "0", "high", f" +{expected:.0f}"]


def test_a_side_of_a_scale_says_its_rate_and_its_hits() -> None:
    assert said(scale._side({"words": 3000, "positive": 1200}, "positive")) == ["400.0", " (1,200)"]
    assert said(scale._side({"words": 0, "positive": 0}, "positive")) == said(scale._side({}, "positive")) == ["–"]


@pytest.mark.parametrize(("ratio", "doublings"), [(1.0, 0), (8.0, 3), (0.25, -2), (0.0, -10)])
def test_a_ratio_is_so_many_doublings(ratio: float, doublings: float) -> None:
    assert ranking._doublings(ratio) == doublings


@pytest.mark.parametrize(
    ("share", "told", "shade"),
    [
        (100.0, "100 %", "up3"), (25.0, "25 %", "up3"), (24.9, "25 %", "up2"), (10.0, "10 %", "up2"), (9.9, "9.9 %", "up2"),
        (5.0, "5.0 %", "up2"), (4.9, "4.9 %", "up1"), (1.0, "1.0 %", "up1"), (0.99, "0.99 %", "h0"), (0.01, "0.01 %", "h0"),
        (0.009, "under 0.01 %", "h0"), (0.0, "0.00 %", "h0"),
    ],
)  # fmt: skip
def test_a_cell_of_the_matrix_is_the_deeper_the_more_it_has(share: float, told: str, shade: str) -> None:
    cell = matrix._count((1200, share))
    assert (said(cell), of(cell, "className")) == (["1,200", told], f"num sure {shade}")
    assert said(matrix._count(None)) == said(matrix._count((0, 0.0))) == ["·"]


@pytest.mark.parametrize(
    ("at", "low", "high", "expected"),
    [
        (0.24, 0.1, 0.3, "h0 sure"), (0.25, 0.1, 0.3, "up1 sure"), (-0.75, -0.9, -0.1, "down2 sure"), (0.74, -0.1, 0.8, "up1 unsure"),
        (1.5, 0.0, 2.0, "up3 unsure"), (-1.49, -2.0, 0.0, "down2 unsure"), (0.0, -0.1, 0.1, "h0 unsure"), (None, None, None, "h0 none"),
        (1.0, None, None, "h0 none"),
    ],
)  # fmt: skip
def test_a_cell_of_rates_is_shaded_by_its_doublings(
    at: float | None, low: float | None, high: float | None, expected: str
) -> None:
    assert matrix._shade({"at": at, "from": low, "to": high}) == expected


def test_what_is_carried_is_counted_country_by_country() -> None:
    rows = pl.DataFrame(
        [("IN", "CN"), ("IN", None), ("IN", "CN"), ("IN", "CN"), ("PK", "CN"), (None, "CN")],
        schema=["country", "source_country"],
        orient="row",
    )
    assert matrix.carried(rows).rows() == [("IN", "CN", 3, 75.0), ("IN", None, 1, 25.0), ("PK", "CN", 1, 100.0)]


RATED = {"ratio": 2.0, "reliability": 0.4, "articles": 9, "articles_needed": 1200, "dimension": "war"}


@pytest.mark.parametrize(
    ("cells_", "sort", "badge"),
    [
        ([RATED], "", ["unreliable in 1 of 1"]),
        ([RATED, RATED | {"reliability": 0.5}], "", []),
        ([RATED, RATED, RATED | {"reliability": 0.5}], "", ["unreliable in 2 of 3"]),
        ([RATED, RATED | {"ratio": None}, RATED | {"reliability": None}], "", ["unreliable in 1 of 1"]),
        ([RATED, RATED | {"dimension": "fear", "reliability": 0.9}], "war", ["reliability .40"]),
        ([RATED, RATED | {"dimension": "fear", "reliability": 0.9}], "fear", []),
        ([], "", []),
    ],
)
def test_an_outlet_whose_place_is_chance_has_a_badge(cells_: list[dict[str, Any]], sort: str, badge: list[str]) -> None:
    assert said(heatmap._badge(cells_, sort)) == badge


@pytest.mark.parametrize(
    ("needed", "more"),
    [(1200, "; 1,200 articles would make it .80"), (10, "; 10 articles would make it .80"), (9, ""), (None, "")],
)
def test_a_reliability_says_how_many_articles_it_takes(needed: int | None, more: str) -> None:
    told = heatmap._reliability(RATED | {"articles_needed": needed})
    assert told == f"reliability among the outlets of its language .40{more}"


@pytest.mark.parametrize(
    ("chance", "told"),
    [(0.0049, "under 1 %"), (0.005, "0 %"), (0.006, "1 %"), (0.5, "50 %"), (0.994, "99 %"), (0.9951, "over 99 %")],
)
def test_a_chance_is_told_in_per_cent(chance: float, told: str) -> None:
    assert heatmap._chance(chance) == told


def test_a_cell_of_the_map_says_why_it_is_empty_or_what_it_holds() -> None:
    row = RATED | {"status": "no-words", "hits": 1, "words": 0, "marked": True, "ratio_low": 1.0, "ratio_high": 4.0}
    row |= {"estimate": 1.236, "low": 0.5, "high": 2.0, "lfsr": 0.034, "beyond": 0.9, "reliability": None}
    none = heatmap._cell("a", "The A", "war", row | {"ratio": None}, OutletsView())
    assert of(none, "title") == "The A, war: 1 hit in 0 words of 9 articles; no words: nothing is said of it at large"
    assert of(heatmap._cell("a", "The A", "war", None, OutletsView()), "title") == "The A, war: not measured"
    cell = heatmap._cell("a", "The A", "war", row, OutletsView())
    assert (said(cell), of(cell, "className")) == (["2.0"], "up2 sure")
    assert of(heatmap._cell("a", "The A", "war", row | {"marked": False}, OutletsView()), "className") == "up2 unsure"
    told = heatmap.cell_text(row)
    assert told.startswith(
        "war: 2.0 times its language’s baseline, 95 % interval 1.0 to 4.0; at large 1.24 per 1,000 words, 0.50 to 2.00;"
    )
    assert told.endswith(
        "these articles 1 hit in 0 words; chance that it is below the baseline 3 %, that it differs by more than half as much again 90 %"
    )
    assert "above the baseline" in heatmap.cell_text(row | {"ratio": 0.99})
    assert "below the baseline" in heatmap.cell_text(row | {"ratio": 1.0})
    assert "chance" not in heatmap.cell_text(row | {"lfsr": None})
    assert heatmap.cell_text(row | {"reliability": 0.4}).endswith("would make it .80")


def span(entry: str, surface: str = "word", weight: float = 1.0, factor: float = 1.0) -> Span:
    return Span(
        number=0, section="body", start=0, end=4, surface=surface, dimension="war", entry=entry, concept="", kind="stance",
        voice="own", weight=weight, factor=factor, negated=False, actor=None,
    )  # fmt: skip


def test_the_words_behind_a_number_add_up() -> None:
    words = [
        span("a", "one"),
        span("b", "b1", 2.0, 1.5),
        span("b", "b2"),
        span("b", "b3"),
        span("b", "b4"),
        span("b", "b1"),
    ]
    table = why._table(words, {"language": "en"}, "id", ArticleView(), {"war": 0.5})
    _, body, foot = table.children
    # The most frequent first; three spellings of it.
    assert [cells(row) for row in body.children] == [["b1 · b2 · b3 …", "5", "7", "3.5"], ["one", "1", "1", "0.5"]]
    assert cells(foot.children) == ["Together", "6", "8", "4"]
    plain = why._table(words, {"language": "en"}, "id", ArticleView())
    assert cells(plain.children[1].children[1]) == ["one", "1", "1"]
    assert said(why._table([], {"language": "en"}, "id", ArticleView())) == ["No hit."]


@pytest.mark.parametrize(
    ("entries", "last"), [(20, ["w19", "1", "1"]), (21, ["1 more entry", "1", "1"]), (22, ["2 more entries", "2", "2"])]
)
def test_of_many_words_twenty_are_listed(entries: int, last: list[str]) -> None:
    table = why._table([span(f"e{at:02}", f"w{at}") for at in range(entries)], {"language": "en"}, "id", ArticleView())
    rows = table.children[1].children
    assert (len(rows), cells(rows[-1])) == (min(entries, 21), last)


@pytest.mark.parametrize(
    ("rows", "page", "shown", "text", "links"),
    [
        (0, 1, [], None, []), (5, 1, [0, 1, 2, 3, 4], None, []), (6, 1, [0, 1, 2, 3, 4], "1–5 of 6", [2]), (6, 2, [5], "6–6 of 6", [1]),
        (6, 9, [5], "6–6 of 6", [1]), (6, 0, [0, 1, 2, 3, 4], "1–5 of 6", [2]), (11, 2, [5, 6, 7, 8, 9], "6–10 of 11", [1, 3]),
    ],
)  # fmt: skip
def test_pages_of_a_table(rows: int, page: int, shown: list[int], text: str | None, links: list[int]) -> None:
    found, nav = paged(pl.DataFrame({"at": range(rows)}, schema={"at": pl.Int64}), page, 5, str, "pages")
    assert found["at"].to_list() == shown
    assert (nav is None) == (text is None)
    if nav is not None:
        assert text in said(nav)
        assert [one.href for one in nav.children if hasattr(one, "href")] == [str(link) for link in links]


@pytest.mark.parametrize(("least", "option"), [(0, ""), (1, ""), (2, " --min-articles 2")])
def test_a_command_has_the_least_of_articles_where_it_leaves_some_out(least: int, option: str) -> None:
    assert command_for(["report"], Filters(least=least)) == f"framing report{option}"


def test_names_of_what_is_not_known() -> None:
    assert (country_name("XX"), alpha_3("XX"), alpha_3("PK")) == ("XX", None, "PAK")
    assert [language_name(code) for code in ("und", "xx", "hi-IN", None)] == [
        "Unknown language",
        "xx",
        "Hindi",
        "unknown",
    ]
    assert [script_of(code)["dir"] for code in ("ur-PK", "hi", None)] == ["rtl", "ltr", "auto"]
    assert [rate(None), rate(1.26), points(None), points(2.0), points(1.234), scale_number(0.004)] == [
        "–",
        "1.3",
        "–",
        "2",
        "1.23",
        "0.00",
    ]
    assert [first_words("a b c", most) for most in (2, 3, 4)] == ["a b …", "a b c", "a b c"]
    assert len(first_words("w " * 13).split()) == 13
    assert when(None) == "no date"

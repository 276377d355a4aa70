"""What pages say of what fits, of entries and checks, and the markup that they become, from what is made by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

pytest.importorskip("dash")

from dash import html

from dashboards.components.filters import left_out, nothing_left
from dashboards.components.static import markup
from dashboards.filtering import Filters
from dashboards.pages import data, lexicons, outlets, overview, profile, validity
from dashboards.plainview import DataView, LexiconsView
from dashboards.view import OutletsView, OverviewView
from tests.dashboards.test_cells import cells, of, said

Told = dict[str, Any]


def at(*day: int) -> datetime:
    return datetime(*day, tzinfo=UTC)  # type: ignore[arg-type, misc]


def chosen(rows: pl.DataFrame, outlets_: int = 2, **told: Any) -> Any:
    return SimpleNamespace(rows=rows, outlets=outlets_, **told)


FITTING = pl.DataFrame({
    "country": ["IN", None, "PK"], "words": [1000, None, 200], "language": ["hi", "ur", "hi"], "published": [at(2024, 1, 9), None, at(2024, 3, 1)],
})  # fmt: skip


def test_a_question_names_how_many_and_where() -> None:
    assert overview._question(chosen(FITTING), "war") == "How do 2 outlets in 2 countries frame war?"
    assert overview._question(chosen(FITTING.head(1), 1), "") == "How does 1 outlet in 1 country frame this?"
    assert overview._question(chosen(FITTING.slice(1, 1), 3), "war") == "How do 3 outlets frame war?"
    assert overview._question(chosen(FITTING, 0), "war") == "No article fits these filters"


def test_what_fits_is_summed_up() -> None:
    assert (
        overview._about(chosen(FITTING))
        == "3 articles · 1,200 words · Hindi and Urdu · Jan 2024 – Mar 2024 · 1 undated"
    )
    assert overview._about(chosen(FITTING.head(1))) == "1 article · 1,000 words · Hindi · Jan 2024"
    assert overview._about(chosen(FITTING.slice(1, 1))) == "1 article · 0 words · Urdu · 1 undated"
    assert (
        profile._about(FITTING)
        == "3 articles · 1,200 words · Hindi and Urdu · India and Pakistan · 9 Jan 2024 – 1 Mar 2024 · 1 undated"
    )
    assert profile._about(FITTING.slice(1, 1)) == "1 article · 0 words · Urdu · no country · 1 undated"


@pytest.mark.parametrize(
    ("bases", "told"),
    [(["reference"], "reference news in its language"), (["language", None], "the language’s median outlet"), (["language", "reference"], "the language’s median outlet, or of"), ([None], "the language’s median outlet, or of")],
)  # fmt: skip
def test_it_is_said_what_a_ratio_is_of(bases: list[str | None], told: str) -> None:
    found = outlets._baseline(pl.DataFrame({"baseline_basis": pl.Series(bases, dtype=pl.String)}))
    assert found.startswith(told)
    assert (found == told) == (bases == ["language", None])


@pytest.mark.parametrize(
    ("page", "text", "links"),
    [(1, "1–12 of 25 outlets", ["2"]), (2, "13–24 of 25 outlets", ["1", "3"]), (3, "25–25 of 25 outlets", ["2"])],
)
def test_pages_of_the_map(page: int, text: str, links: list[str]) -> None:
    nav = outlets._pager(OutletsView(), page, 3, 25)
    assert text in said(nav)
    assert [
        of(one, "href").partition("page=")[2] or "1" for one in of(nav, "children") if hasattr(one, "href")
    ] == links


def test_a_badge_is_explained_where_there_may_be_one() -> None:
    assert outlets._ranking(pl.DataFrame({"reliability": pl.Series([None], dtype=pl.Float64)})) == []
    assert "(reliability under .50)" in said(outlets._ranking(pl.DataFrame({"reliability": [0.9]})))[0]


ENTRY = {
    "entry_id": "e", "term": "bomb", "gloss": "", "kind": "stance", "weight": 2.0, "hits": 1200, "articles": 3, "share": 12.345, "judged": None, "recall": None,
    "concept": "a_b",
}  # fmt: skip


def test_an_entry_has_what_is_known_of_it() -> None:
    assert cells(lexicons._entry(ENTRY, LexiconsView(of="en"))) == [
        "bomb|stance",
        "a b",
        "2",
        "1,200",
        "3",
        "12.3 %",
        "–",
        "–",
    ]
    known = ENTRY | {
        "gloss": "g",
        "judged": 9,
        "right": 0.5,
        "right_low": 0.25,
        "right_high": 0.75,
        "recall": 0.5,
        "recall_low": 0.25,
        "recall_high": 0.75,
    }
    row = lexicons._entry(known, LexiconsView(of="en", open="e"))
    assert cells(row)[::6] == ["bomb|g · stance", "0.50|0.25 … 0.75, n 9"]
    assert cells(row)[7] == "0.50|0.25 … 0.75"
    assert of(of(of(row, "children")[0], "children")[0], "aria-expanded") == "true"


def test_entries_are_ordered_by_what_costs_most() -> None:
    rows = pl.DataFrame(
        {"entry_id": list("abc"), "hits": [3, 2, 5], "weight": [1.0, 2.0, 1.0], "right": [0.5, None, 0.5]}
    )
    for sort, ids in (("", "abc"), ("weight", "bca"), ("right", "cab")):
        assert "".join(lexicons.sorted_entries(rows, sort)["entry_id"]) == ids


def test_figures_of_checks() -> None:
    row = {
        "measure": "war",
        "language": "hi",
        "check": "author-checked",
        "note": "",
        "data": "d",
        "figure": "odd",
        "value": 0.5,
        "low": None,
        "high": None,
        "n": 1200,
    }
    told = cells(validity._figure_row(row))
    assert (told[0], told[1], told[3:]) == ("war", "Hindi", ["d", "odd", "0.50", "1,200"])
    assert told[2].endswith("|the authors")
    assert cells(validity._figure_row(row | {"note": "who"}))[2].endswith("|who")
    assert "|" not in cells(validity._figure_row(row | {"check": "odd"}))[2]
    assert validity._detail("odd 0.87, even 0.43") == "odd 0.87, even 0.43"


def test_what_is_left_out_is_said() -> None:
    for undated, nameless, sentences in ((0, (0, 0), 0), (1, (0, 0), 1), (0, (2, 7), 1), (1, (1, 6), 2)):
        note = left_out(chosen(FITTING, undated=undated, nameless=nameless))
        assert (0 if note is None else said(note)[0].count(".")) == sentences
    assert said(left_out(chosen(FITTING, undated=0, nameless=(2, 7))))[0].startswith(
        "2 articles in 7 files name no outlet"
    )


@pytest.mark.parametrize(
    ("filters", "ways"), [(Filters(language=("hi",)), 1), (Filters(language=("hi",), genre=("news",)), 3)]
)
def test_ways_out_of_nothing(filters: Filters, ways: int) -> None:
    snapshot: Any = SimpleNamespace(rows=FITTING, outlet_name=str)
    section = nothing_left(snapshot, chosen(FITTING, steps=(("language", 0, None),)), OverviewView(filters=filters))
    assert len(of(of(section, "children")[2], "children")) == ways


def test_markup_is_what_a_browser_makes_of_elements() -> None:
    tree = html.Div(
        [html.P("a < b", className="x", hidden=True), html.A("l", href="javascript:x"), html.Br(), None, 3],
        style={"--a": "1", "fontSize": "2px"},
        tabIndex="0",
    )
    attributes: Any = {"aria-hidden": False, "data-x": True, "aria-label": 'é"'}
    whole = markup([tree, html.Span(hidden=False, **attributes)])
    assert whole == (
        '<div style="--a:1;font-size:2px" tabindex="0"><p class="x" hidden="">a &lt; b</p><a href="about:blank">l</a><br>3</div>'
        '<span aria-hidden="false" aria-label="é&quot;" data-x="true"></span>'
    )


def test_a_column_of_articles_is_sorted_by_what_is_looked_for_first() -> None:
    for column, sort, then in (
        ("title", "", "title"),
        ("title", "title", "-title"),
        ("words", "", "-words"),
        ("words", "-words", "words"),
    ):
        head = data._head(column, DataView(sort=sort))
        assert f"sort={then}" in of(of(head, "children"), "href")
        assert (getattr(head, "aria-sort", None) is not None) == bool(sort)

"""The parts of a page: what is left out of text, what elements hold, and numbers where they are written otherwise."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from framing.render.page import (
    Column,
    Markup,
    clean,
    factor,
    fragment,
    joined,
    named,
    notes,
    number,
    page,
    percent,
    probability,
    section,
    signed,
    table,
    tag,
)

DIRECTIONS = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


def test_controls_and_marks_of_direction_are_left_out_and_nothing_else() -> None:
    for letter in map(chr, range(0x3000)):
        is_control = unicodedata.category(letter) == "Cc" and letter not in "\t\n\r"
        is_gone = is_control or unicodedata.bidirectional(letter) in DIRECTIONS
        assert (clean(f"a{letter}b") == "ab") == is_gone, hex(ord(letter))


@pytest.mark.parametrize(
    ("attributes", "written"),
    [
        ({"class_": "x"}, '<p class="x"></p>'),
        ({"aria_label": "a & b"}, '<p aria-label="a &amp; b"></p>'),
        ({"hidden": True}, "<p hidden></p>"),
        ({"hidden": False, "title": None}, "<p></p>"),
        ({"tabindex": 0, "x": 1.0}, '<p tabindex="0" x="1.0"></p>'),
        ({"title": ""}, '<p title=""></p>'),
    ],
)
def test_attributes(attributes: dict[str, object], written: str) -> None:
    assert tag("p", **attributes) == written


def test_elements_without_content_are_closed_as_their_kind_asks() -> None:
    assert [tag(name) for name in ("br", "meta", "line", "rect", "path", "i")] == [
        "<br>", "<meta>", "<line/>", "<rect/>", "<path/>", "<i></i>"
    ]  # fmt: skip
    assert joined("a<", None, Markup("<b>"), "\x00c") == "a&lt;<b>c"


def test_a_name_is_explained_where_that_says_more() -> None:
    assert named("a", "ur", title="b") == '<bdi lang="ur" title="b">a</bdi>'
    assert named("a", title="a") == named("a") == "<bdi>a</bdi>"


def test_sections_are_open_closed_or_fixed() -> None:
    part = tag("p", "x")
    assert section("T", part) == "<section><h2>T</h2><p>x</p></section>"
    assert section("T", part, note="n", folded=False) == (
        '<details open><summary>T</summary><p class="note">n</p><p>x</p></details>'
    )
    assert section("T", part, folded=True) == "<details><summary>T</summary><p>x</p></details>"
    assert notes([]) is None
    assert str(notes(["a", "b"])).count("<li>") == 2


def test_a_page_has_its_lead_where_there_is_one() -> None:
    assert '<p class="lead">more</p>' in page("T", lead="more")
    assert 'class="lead">' not in page("T")
    assert page("T", tag("i"), None).startswith("<!doctype html>\n<html")
    assert "<main><h1>T</h1><i></i></main>" in page("T", tag("i"), None)
    assert fragment(tag("i")).startswith('<div class="framing"><style>')


def test_a_table_names_its_rows_and_columns() -> None:
    columns = [Column("name"), Column("many", "number", "how many"), Column("own", "chart")]
    own = tag("td", "c", class_="mine")
    found = table("Rows", columns, [["a<", "1", own], [Markup("<b>x</b>"), "<td>", "2"]], class_="wide")
    assert "".join(found.split("<tbody>")[1].split("</tbody>")[0].split("\n")) == (
        '<tr><th scope="row"><bdi>a&lt;</bdi></th><td>1</td><td class="mine">c</td></tr>'
        '<tr><th scope="row"><b>x</b></th><td>&lt;td&gt;</td><td class="chart">2</td></tr>'
    )
    assert '<th scope="col" class="number" title="how many">many</th>' in found
    assert '<table class="wide"><caption><span>Rows</span></caption>' in found
    assert "<table><caption>" in table("Rows", columns, [])


@pytest.mark.parametrize("size", [79, 80, 81])
def test_a_label_is_no_longer_than_eighty_characters(size: int) -> None:
    found = table("x" * size, [Column("a")], [])
    assert f'aria-label="{"x" * min(size, 80)}"' in found
    assert f"<span>{'x' * size}</span>" in found


@pytest.mark.parametrize(
    ("write", "given", "expected"),
    [
        *((number, (None,), "–"), (number, (0,), "0"), (number, (999,), "999"), (number, (1000,), "1\u202f000"), (number, (1234567.8, 1,), "1\u202f234\u202f567.8")),
        *((signed, (None,), "–"), (signed, (0.004,), "0.00"), (signed, (-0.004,), "0.00"), (signed, (0.005001,), "+0.01"), (signed, (-1.5, 1,), "−1.5")),
        *((factor, (None,), "–"), (factor, (9.99,), "×9.99"), (factor, (10,), "×10"), (factor, (10.4,), "×10"), (factor, (0.5,), "×0.50")),
        *((probability, (None,), "–"), (probability, (0.000999,), "<.001"), (probability, (0.001,), ".001"), (probability, (1.0,), "1.000"), (probability, (0.25,), ".250")),
        *((percent, (None,), "–"), (percent, (0.0,), "0\u202f%"), (percent, (0.125, 1,), "12.5\u202f%"), (percent, (1,), "100\u202f%")),
    ],
)  # fmt: skip
def test_numbers_as_they_are_written(write: Callable[..., str], given: tuple[Any, ...], expected: str) -> None:
    assert write(*given) == expected

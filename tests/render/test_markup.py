"""Text never becomes markup, and tables and charts say what they hold."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.render.charts import Axis, axis_head, bars, linear, ratios, strip
from framing.render.page import (
    Column,
    Markup,
    factor,
    fragment,
    joined,
    named,
    notes,
    number,
    page,
    probability,
    section,
    signed,
    table,
    tag,
)

HOSTILE = "</style><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u202e\x00\x1b[31m"


class Reader(HTMLParser):
    """What a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def read(content: str) -> Reader:
    reader = Reader()
    reader.feed(content)
    reader.close()
    return reader


@given(st.text())
def test_any_text_stays_text(text: str) -> None:
    seen = read(tag("p", text, title=text, data_x=text))
    assert seen.tags == ["p"]
    assert [name for name, _ in seen.attributes] == ["title", "data-x"]


def test_hostile_text_is_harmless_wherever_it_stands() -> None:
    columns = [Column(HOSTILE, "text", HOSTILE), Column("n", "number")]
    whole = page(
        HOSTILE,
        notes([HOSTILE]),
        section(HOSTILE, table(HOSTILE, columns, [[HOSTILE, HOSTILE], [named(HOSTILE, "ur"), "1"]]), note=HOSTILE),
        lead=HOSTILE,
    )
    seen = read(whole)
    assert not {"script", "img"} & set(seen.tags)
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert "alert(1)" in seen.text
    assert not {"\u202e", "\x00", "\x1b"} & set(whole)


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    seen = read(page("A page", section("part")))
    policy = next(value for name, value in seen.attributes if name == "content" and value and "default-src" in value)
    assert "default-src 'none'" in policy
    assert not {"script", "link", "iframe", "object"} & set(seen.tags)
    assert not [value for name, value in seen.attributes if name in ("src", "href")]
    assert "url(" not in seen.text


def test_a_fragment_brings_its_style_and_keeps_it_to_itself() -> None:
    content = fragment(tag("p", "text"))
    assert content.startswith('<div class="framing"><style>')
    style = content[content.index("<style>") + 7 : content.index("</style>")]
    for rule in style.split("}")[:-1]:
        selector = rule.rpartition("{")[0].strip().splitlines()[-1] if "{" in rule else ""
        for part in filter(None, (one.strip() for one in selector.split(","))):
            assert part.startswith((".framing", "body.framing", "@media")), part


def test_names_of_unknown_direction_are_kept_apart() -> None:
    assert named("جنگ", "ur") == '<bdi lang="ur">جنگ</bdi>'
    assert joined("a<", Markup("<b></b>"), None) == "a&lt;<b></b>"


def test_a_table_can_be_read_aloud() -> None:
    seen = read(table("What it holds", [Column("outlet"), Column("hits", "number")], [["a", "3"]]))
    assert seen.tags == ["div", "table", "caption", "span", "thead", "tr", "th", "th", "tbody", "tr", "th", "bdi", "td"]
    assert ("scope", "row") in seen.attributes
    assert ("tabindex", "0") in seen.attributes


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (number(12345), "12\u202f345"),
        (number(None), "–"),
        (signed(-0.001), "0.00"),
        (signed(-0.5), "\u22120.50"),
        (factor(0.104), "×0.10"),
        (factor(None), "–"),
        (probability(0.0001), "<.001"),
        (probability(0.04), ".040"),
    ],
)
def test_numbers_are_written(written: str, expected: str) -> None:
    assert written == expected


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_axes_have_few_ticks_and_hold_them(low: float, width: float) -> None:
    axis = linear(low, low + width)
    assert 1 <= len(axis.ticks) <= 6
    assert all(0 <= axis.place(tick) <= 100 for tick in axis.ticks)


@given(st.lists(st.floats(0, 1e9), max_size=5))
def test_ratios_lie_around_one(values: list[float]) -> None:
    axis = ratios(values)
    assert axis.place(1.0) == 50.0
    assert 1 in axis.ticks
    assert axis.high <= 32


def test_strips_and_bars_are_where_the_values_are() -> None:
    axis = Axis(-1, 1, (-1, 0, 1), reference=0)
    drawn = strip(axis, -0.5, 0.0, 0.5)
    assert '<path class="grid" d="M0 0v20M50 0v20M100 0v20"/>' in drawn
    assert '<path class="range" d="M25 10H75"/>' in drawn
    assert '<path class="dot" d="M50 10H50"/>' in drawn
    assert "dot" not in strip(axis, None, None, None)
    assert 'class="less"' in bars(axis, -0.5)
    assert "×1/4" in axis_head(ratios([3.9]))

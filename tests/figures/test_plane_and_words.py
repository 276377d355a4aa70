"""Where outlets stand on the plane and words between two sides, and which of them are named."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import polars as pl
import pytest

from framing.figures.planes import Axis, Plane, Point, ticks
from framing.figures.scatter import Word, WordPlane, keyness
from tests.figures.reading import DRAWINGS, SVG, box, corners, drawn, of_class, point, size, texts


@pytest.mark.parametrize("scale", [1.0, 30.0])
def test_the_plane_goes_by_square_roots_from_corner_to_corner(scale: float) -> None:
    points = [point(0, scale, scale), point(1, scale / 4, scale / 4), point(2, 0.0, 0.0)]
    root = drawn(Plane(points=points, x=Axis(name="x", usual=scale / 4), y=Axis(name="y", usual=scale), label=""))
    # Drawn are first those that are least known.
    (none, low, high) = (
        (float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in root.iter(f"{SVG}circle")
    )
    assert low == pytest.approx(((none[0] + high[0]) / 2, (none[1] + high[1]) / 2), abs=0.1)
    first, second = (corners(node) for node in of_class(root, "usual"))
    assert first[0][0] == first[1][0] == low[0]
    assert second[0][1] == second[1][1] == high[1]
    numbers = {
        (float(node.get("x", "nan")), float(node.get("y", "nan"))): float(node.text or "nan")
        for node in texts(root, "tick")
    }
    across = sorted((x, value) for (x, y), value in numbers.items() if y > none[1])
    assert [value for _, value in across] == ticks(scale * 1.2)
    assert {y - corners(of_class(root, "grid")[0])[1][1] for (_, y) in numbers if y > none[1]} == {16}
    for x, value in across:
        assert x == pytest.approx(none[0] + (high[0] - none[0]) * (value / scale) ** 0.5, abs=0.1)
    up = sorted((value, y) for (x, y), value in numbers.items() if x < none[0])
    assert [value for value, _ in up] == ticks(scale * 1.3)
    for value, y in up:
        assert y == pytest.approx(none[1] + (high[1] - none[1]) * (value / scale) ** 0.5, abs=0.1)
    # Intervals cross in the dot; the widest reach to the ends of the axes.
    cross = corners(of_class(root, "crosses")[0])
    assert cross[0][1] == cross[1][1] == high[1]
    assert cross[2][0] == cross[3][0] == high[0]
    assert cross[0][0] < high[0] < cross[1][0] == 1100 - 12
    assert cross[2][1] > high[1] > cross[3][1] == 26
    nothing = Plane(points=[point(0, 0.0, 0.0)], x=Axis(name="", usual=None), y=Axis(name="", usual=None), label="")
    assert nothing.ends == (0.1, 0.1)


@pytest.mark.parametrize("end", [0.1, 0.9, 1.0, 1.1, 7.0, 50.0, 9_000.0])
def test_ticks_of_the_plane_are_round_and_apart(end: float) -> None:
    found = ticks(end)
    assert found[0] == 0
    assert end / 4 < found[-1] <= end
    assert {f"{value:e}"[0] for value in found[1:]} <= set("125")
    places = [(value / end) ** 0.5 for value in found]
    assert all(two - one > 0.13 for one, two in pairwise(places))
    # None is left out that had room: as many as fit, the smallest first.
    assert len(found) >= 4


def test_one_wide_interval_does_not_press_the_others_together() -> None:
    near = [point(at, 1.0, 1.0) for at in range(99)]
    for wide, end in ((1, 1.2), (2, 120.0)):
        points = near[wide - 1 :] + [point(200 + at, 100.0, 1.0) for at in range(wide)]
        assert Plane(points=points, x=Axis(name="", usual=None), y=Axis(name="", usual=None), label="").ends[0] == end


def test_of_dots_of_which_one_leads_somewhere_each_can_be_reached() -> None:
    points = [point(0, 1.0, 1.0), replace(point(1, 2.0, 2.0), href="/a")]
    plane = Plane(points=points, x=Axis(name="", usual=None), y=Axis(name="", usual=None), label="")
    for drawing, linked in ((plane, 2), (replace(plane, points=points[:1]), 0)):
        root = ElementTree.fromstring(drawing.svg(file=False))
        assert (len(list(root.iter(f"{SVG}a"))), root.get("role")) == (linked, "group" if linked else "img")
    assert ElementTree.fromstring(plane.svg()).get("role") == "img"


def test_names_stand_beside_their_dots_and_cover_none() -> None:
    plane = DRAWINGS["plane"]
    assert isinstance(plane, Plane)
    root = drawn(plane)
    dots = [(float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in root.iter(f"{SVG}circle")]
    names = list(texts(root, "name"))
    assert {name.text for name in names} == {f"outlet {key}" for key in plane.named}
    assert 10 < len(names) <= 36
    for name in names:
        left, top = float(name.get("x", "nan")), float(name.get("y", "nan"))
        side = -1 if name.get("text-anchor") == "end" else 1
        assert any(abs(x + 8 * side - left) < 0.1 and y == top for x, y in dots)
        own = box(name)
        assert not any(own[0] < x < own[2] and own[1] < y < own[3] for x, y in dots)


@pytest.mark.parametrize(("gap", "named"), [(11.5, 1), (12.0, 2), (12.5, 2)])
@pytest.mark.parametrize(("name", "lines"), [("outlet one", 1.0), ("روزنامہ ایک", 22 / 12)])
def test_names_above_each_other_are_shown_where_a_line_fits(gap: float, named: int, name: str, lines: float) -> None:
    # The axes end at 1.2 and 1, 1,044 and 450 pixels away; so near to the edge there is room on the right side alone.
    x = 1.2 * (16 / 1044) ** 2
    ups = (200.0, 200.0 + gap * lines)
    points = [point(at, x, (up / 450) ** 2, name) for at, up in enumerate(ups)] + [point(9, 1.0, 1 / 1.3, "far")]
    plane = Plane(points=points, x=Axis(name="", usual=None), y=Axis(name="", usual=None), label="")
    assert len(plane.named.keys() & {"0", "1"}) == named


@pytest.mark.parametrize("name", ["plane", "words"])
@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_name_of_an_axis_ends_where_it_does(name: str, is_narrow: bool) -> None:
    root = ElementTree.fromstring(DRAWINGS[name].svg(is_narrow=is_narrow))
    (told,) = (text for text in texts(root, "axis-name") if text.get("text-anchor") == "end")
    right = max(left for node in of_class(root, "grid") for left, _ in corners(node))
    assert (float(told.get("x", "nan")), float(told.get("y", "nan"))) == (right, size(root)[1] - 6)


def test_a_desk_has_room_for_36_names() -> None:
    far = [(60 + 90 * (at % 10), 40 + 100 * (at // 10), "x") for at in range(40)]
    assert len(plane_at(*far).named) == 36


@pytest.mark.parametrize("is_narrow", [False, True])
def test_a_caption_has_its_width(is_narrow: bool) -> None:
    words = DRAWINGS["words"]
    assert size(ElementTree.fromstring(words.svg(is_narrow=is_narrow)))[0] == (358 if is_narrow else 720)
    assert size(ElementTree.fromstring(words.svg(["a"], is_narrow=is_narrow)))[0] == 1000


def plane_at(*dots: tuple[float, float, str]) -> Plane:
    """A plane with dots at these pixels: its axes end at 1, 1,044 pixels from 44, and 450 pixels up from 476."""
    points = [
        Point(key=f"{at}", name=name, label="", colour="c0", x=x, y=y, x_ends=(x, 1.0), y_ends=(y, 1.0))
        for at, (left, top, name) in enumerate(dots)
        for x, y in [(((left - 44) / 1044) ** 2, ((476 - top) / 450) ** 2)]
    ]
    return Plane(points=points, x=Axis(name="", usual=None), y=Axis(name="", usual=None), label="")


#: So wide is a name of ten letters, and so far from its dot it begins.
NAME, WIDE, BESIDE = "x" * 10, 70, 8


@pytest.mark.parametrize(("more", "side"), [(-0.5, 1), (0.5, -1)])
def test_a_name_stands_on_the_right_where_the_sheet_has_room(more: float, side: int) -> None:
    assert plane_at((1098 - BESIDE - WIDE + more, 200, NAME)).named == {"0": side}
    # No more than 26 letters of a name are shown.
    assert plane_at((1098 - BESIDE - 26 * 7 + more, 200, "x" * 40)).named == {"0": side}


@pytest.mark.parametrize(("more", "named"), [(-0.5, False), (0.5, True)])
def test_a_name_stands_on_the_left_where_the_axis_leaves_room(more: float, named: bool) -> None:
    left = 44 + WIDE + BESIDE + more
    # Its neighbour's dot is in the way on the right, and the axis on the left.
    assert plane_at((left, 200, NAME), (left + 20, 200, "y" * 200)).named.get("0") == (-1 if named else None)


@pytest.mark.parametrize(
    ("across", "down", "side"),
    [
        *[(BESIDE + WIDE + 5 + more, 0.0, side) for more, side in ((-0.5, -1), (0.5, 1))],
        *[(BESIDE - 5 + more, 0.0, side) for more, side in ((-0.5, 1), (0.5, -1))],
        *[(40.0, sign * (6 + 5 + more), side) for sign in (1, -1) for more, side in ((-0.5, -1), (0.5, 1))],
    ],
)
def test_a_name_covers_no_other_dot(across: float, down: float, side: int) -> None:
    # The dots are five pixels wide to each side, a line of letters six high.
    assert plane_at((400, 200, NAME), (400 + across, 200 + down, "")).named["0"] == side


def test_the_outermost_are_named_where_there_is_no_room_for_all() -> None:
    outer = [(0.2, 8.0), (8.0, 0.2), (8.0, 8.0), (0.2, 0.2), (3.6, 0.1), (0.1, 3.6), (3.6, 9.0), (9.0, 3.6), (1.0, 7.0)]
    inner = [(3.0 + at / 20, 3.0 + at % 5 / 2) for at in range(20)]
    points = [point(at, x, y, "n") for at, (x, y) in enumerate([*inner, *outer])]
    plane = Plane(points=points, x=Axis(name="", usual=None), y=Axis(name="", usual=None), label="")
    root = drawn(plane, is_narrow=True)
    dots = [(float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in root.iter(f"{SVG}circle")][::-1]
    names = {(float(name.get("x", "nan")), float(name.get("y", "nan"))) for name in texts(root, "name")}
    named = [any(abs(abs(x - left) - 8) < 0.2 and y == top for left, top in names) for x, y in dots]
    assert named == [False] * 20 + [True] * 9


def test_words_stand_by_their_rates_per_thousand() -> None:
    rows = [
        ("en", "war", 30, 1, 3.0),
        ("en", "the", 60, 80, 0.0),
        ("en", "peace", 0, 19, -4.0),
        ("en", "calm", 10, 100, -2.0),
    ]
    table = pl.DataFrame(rows, schema=["language", "word", "count_a", "count_b", "z"], orient="row")
    made = keyness(table, names=("this", "that"))
    assert [(word.word, word.side) for word in made.words] == [("war", "a"), ("peace", "b"), ("calm", "b"), ("the", "")]
    places = {word.word: (10**word.x, 10**word.y) for word in made.words}
    # Of 200 and of 100 words; of a word that a side does not have, half a one.
    assert places["war"] == pytest.approx((1 * 1000 / 200, 30 * 1000 / 100))
    assert places["peace"] == pytest.approx((19 * 1000 / 200, 0.5 * 1000 / 100))
    assert (10 ** made.ends[0], 10 ** made.ends[1]) == pytest.approx((0.5 * 1000 / 200, 60 * 1000 / 100))
    assert (made.up, made.across) == ("more often in this", "more often in that")
    assert made.words[0].hint == "war: 30 in A, 1 in B"
    assert made.words[-1].hint == ""
    many = pl.DataFrame([("en", f"w{at:02}", 9, 1, 50.0 - at) for at in range(41)], schema=table.schema, orient="row")
    sides = [word.side for word in keyness(many).words]
    assert sides == ["a"] * 40 + [""]


def test_a_side_without_words_is_as_long_as_one_word() -> None:
    rows = [("en", "war", 3, 0, 2.0), ("en", "peace", 1, 0, 1.0)]
    made = keyness(pl.DataFrame(rows, schema=["language", "word", "count_a", "count_b", "z"], orient="row"))
    # Of four words and of one; half a word for each that is not there.
    assert [(10**word.x, 10**word.y) for word in made.words] == [pytest.approx((500, 750)), pytest.approx((500, 250))]
    assert (10 ** made.ends[0], 10 ** made.ends[1]) == pytest.approx((125, 1000))


def test_a_name_at_the_right_edge_stands_before_its_dot() -> None:
    points = [point(at, x, 1.0, name) for at, (x, name) in enumerate([(0.2, "left"), (1.0, "right"), (0.7, "middle")])]
    points = [point(9, 1.0, 0.1), *points]
    usual = Axis(name="", usual=None)
    assert Plane(points=points, x=usual, y=usual, label="").named == {"0": 1, "1": 1, "2": 1, "9": 1}
    narrow = drawn(Plane(points=points[1:], x=usual, y=usual, label=""), is_narrow=True)
    sides = {name.text: name.get("text-anchor") for name in texts(narrow, "name")}
    assert sides == {"left": None, "right": None, "middle": "end"} or sides["left"] is None


def test_words_stand_by_both_rates_and_their_names_beside_them() -> None:
    words = [
        Word(word="up", x=-2.0, y=1.0, side="a"),
        Word(word="across", x=1.0, y=-2.0, side="b"),
        Word(word="half", x=-0.5, y=-0.5, side="a"),
    ]
    root = drawn(WordPlane(words=words, ends=(-2.0, 1.0), across="", up="", label="", language="en"))
    up, across, half = ((float(dot.get("cx", "nan")), float(dot.get("cy", "nan"))) for dot in root.iter(f"{SVG}circle"))
    # The line on which a word is as frequent in both goes from corner to corner.
    assert corners(of_class(root, "grid")[0]) == [(up[0], across[1]), (across[0], up[1])]
    assert half == ((up[0] + across[0]) / 2, (up[1] + across[1]) / 2)
    places = {
        text.text: (float(text.get("x", "nan")), text.get("text-anchor")) for text in texts(root, "word-a", "word-b")
    }
    # At the right edge there is no room behind the dot.
    assert places == {"up": (up[0] + 6, "start"), "across": (across[0] - 6, "end"), "half": (half[0] + 6, "start")}


@pytest.mark.parametrize(("gap", "named"), [(-0.1, 1), (0.0, 2), (0.1, 2)])
@pytest.mark.parametrize(("language", "line"), [("en", 13), ("ur", 22)])
def test_words_above_each_other_are_named_where_a_line_fits(gap: float, named: int, language: str, line: int) -> None:
    # So long a name has room on one side of its dot alone.
    long = "x" * 45
    words = [Word(word=f"{long}{at}", x=0.45, y=0.5 + at * (line + gap) / 468, side="a") for at in range(2)]
    plane = WordPlane(words=words, ends=(0.0, 1.0), across="", up="", label="", language=language)
    assert len(plane.named) == named


def words_at(*dots: tuple[float, str]) -> list[bool | None]:
    """Whether words with dots at these pixels, 628 of which lie between 46 and the other end, are named before them."""
    words = [Word(word=f"{at}{word}", x=(left - 46) / 628, y=0.5, side="a") for at, (left, word) in enumerate(dots)]
    named = WordPlane(words=words, ends=(0.0, 1.0), across="", up="", label="", language="en").named
    return [named.get(word.word) for word in words]


#: So wide is a word of ten letters, and so far from its dot it begins; a word that is too long for the right.
WORD, WORD_WIDE, WORD_BESIDE, LONG = "x" * 9, 10 * 7.2 + 8, 6, "x" * 84


@pytest.mark.parametrize(("more", "first", "second", "third"), [(-0.5, False, None, None), (0.5, True, True, False)])
def test_a_word_stands_where_there_is_room(more: float, first: bool, second: bool | None, third: bool | None) -> None:
    # The sheet is 720 wide, and two are left free at each edge.
    assert words_at((718 - WORD_WIDE - WORD_BESIDE + more, WORD)) == [first]
    assert words_at((2 + 85 * 7.2 + 8 + WORD_BESIDE + more, LONG)) == [second]
    assert words_at((100, WORD), (100 + WORD_WIDE + more, WORD)) == [False, third]

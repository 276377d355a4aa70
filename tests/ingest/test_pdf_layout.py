"""In which order the lines of a page are read, and which of them are one paragraph, by where they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from framing.ingest.readers.pdflayout import Line, in_order, paragraphs


def line(text: str, x: float, y: float, wide: float = 100, high: float = 10, **more: object) -> Line:
    """A line whose lower left corner stands there."""
    return replace(Line(text, x, y, x + wide, y + high), **more)  # type: ignore[arg-type]


def read(*lines: Line) -> tuple[str, bool]:
    """The texts in their order, and whether that is certain; in whatever order they come."""
    found = [in_order(list(given)) for given in (lines, lines[::-1])]
    told = {(" ".join(one.text for one in ordered), is_certain) for ordered, is_certain in found}
    (only,) = told
    return only


def test_a_page_without_lines_is_in_order() -> None:
    assert in_order([]) == ([], True)


@pytest.mark.parametrize(("white", "columns"), [(5.9, False), (6.0, False), (6.1, True)])
def test_columns_stand_six_points_apart(white: float, columns: bool) -> None:
    """What stands closer is one line that was torn, as far as anybody can tell."""
    left = [line(f"l{row}", 0, 100 - 12 * row) for row in range(3)]
    right = [line(f"r{row}", 100 + white, 94 - 12 * row) for row in range(3)]
    ordered, is_certain = read(*left, *right)
    assert is_certain is columns
    assert ordered == ("l0 l1 l2 r0 r1 r2" if columns else "l0 r0 l1 r1 l2 r2")


def test_a_long_line_holds_a_column_together_whatever_stands_before_it() -> None:
    """The end of a column is that of its longest line, and not of the last one in it."""
    column = [line("a", 0, 60, 100), line("b", 10, 48, 20), line("c", 50, 36, 40)]
    right = [line("d", 110, 66, 50), line("e", 110, 42, 50)]
    assert read(*column, *right) == ("a b c d e", True)


@pytest.mark.parametrize(("rtl", "first"), [(0, "left"), (2, "left"), (3, "right"), (4, "right")])
def test_columns_are_read_from_where_most_lines_begin(rtl: int, first: str) -> None:
    texts = [("left", 0, 100.0), ("left", 0, 80.0), ("right", 200, 95.0), ("right", 200, 75.0)]
    lines = [line(text, x, y, is_rtl=place < rtl) for place, (text, x, y) in enumerate(texts)]
    ordered, is_certain = read(*lines)
    assert (ordered.split()[0], ordered.split()[-1] == first, is_certain) == (first, False, True)


def test_a_headline_over_columns_is_read_before_them_and_what_stands_below_after_them() -> None:
    columns = [
        line(f"{name}{row}", x, 90 - 15 * row - lower)
        for name, x, lower in (("l", 0, 0), ("r", 120, 5))
        for row in (0, 1)
    ]
    assert read(line("head", 0, 110, 220), *columns, line("foot", 0, 40, 220)) == ("head l0 l1 r0 r1 foot", True)


def test_strips_that_share_their_columns_are_one_block() -> None:
    """White that runs across the columns does not part them: the left one is read to its end first."""
    left = [line(f"l{row}", 0, y) for row, y in enumerate((100, 88, 50, 38))]
    right = [line(f"r{row}", 120, y - 5) for row, y in enumerate((100, 88, 50, 38))]
    assert read(line("head", 0, 150, 220), *left, *right)[0] == "head l0 l1 l2 l3 r0 r1 r2 r3"


@pytest.mark.parametrize(("gap", "certain"), [(-1, True), (0, True), (1, False)])
def test_lines_beside_each_other_without_a_gutter_have_no_order(gap: float, certain: bool) -> None:
    """Set tight, lines stand into one another's height: one above the other, and not beside."""
    first, second = line("a", 0, 100), line("b", 100 + gap, 95)
    assert read(first, second) == ("a b", certain)
    turned = line("a", 100 + gap, 100), line("b", 0, 95)
    assert read(*turned) == ("a b", certain)


def test_lines_that_touch_stand_one_above_the_other() -> None:
    assert read(line("a", 101, 110), line("b", 0, 100)) == ("a b", True)


@pytest.mark.parametrize(("blocks", "certain"), [([0, 0, 1, 1], True), ([0, 1, 0, 1], False), ([0, 1, 2, 0], False)])
def test_a_block_that_is_torn_makes_an_order_uncertain(blocks: list[int], certain: bool) -> None:
    lines = [line(str(place), 0, 100 - 12 * place, block=block) for place, block in enumerate(blocks)]
    assert read(*lines) == ("0 1 2 3", certain)


@pytest.mark.parametrize(("levels", "certain"), [(1, True), (40, True), (41, True), (42, False)])
def test_blocks_are_looked_for_in_forty_levels(levels: int, certain: bool) -> None:
    """A headline over a narrow column and a wide one, in which there is a headline over two columns, and so on."""
    lines, x, y = [], 0.0, 9_000.0
    for level in range(levels):
        if level % 2:
            lines.append(line("column", x, 10 * level, 10, y - 10 * level))
            x += 20
        else:
            lines.append(line("head", x, y, 2_000 - x))
            y -= 12
    lines.append(line("core", x, y - 40, 2_000 - x))
    ordered, is_certain = in_order(lines)
    assert is_certain is certain
    assert [one.text for one in ordered] == [one.text for one in lines]


def table(labels: list[str], off: float = 0.0, *, strays: int = 0) -> list[Line]:
    """Labels, and values that stand some points higher; the last labels have none."""
    left = [line(label, 0, 1_000 - 20 * row) for row, label in enumerate(labels)]
    right = [line(f"v{row}", 150, 1_000 - 20 * row + off) for row in range(len(labels) - strays)]
    return [*left, *right]


@pytest.mark.parametrize(("off", "rows"), [(-3.1, False), (-3, True), (0, True), (3, True), (3.1, False)])
def test_cells_of_a_row_stand_on_one_height(off: float, rows: bool) -> None:
    ordered, is_certain = read(*table(["a", "b"], off))
    assert (ordered, is_certain) == ("a\tv0 b\tv1" if rows else "a b v0 v1", True)


@pytest.mark.parametrize(("chars", "rows"), [((22, 22), True), ((1, 43), True), ((22, 23), False)])
def test_labels_are_shorter_than_lines_of_a_column(chars: tuple[int, int], rows: bool) -> None:
    ordered, _ = read(*table(["x" * number for number in chars]))
    assert ("\t" in ordered) is rows


@pytest.mark.parametrize(("strays", "rows"), [(0, True), (1, True), (2, False)])
def test_nine_tenths_of_the_labels_have_a_value(strays: int, rows: bool) -> None:
    """What has none is a row of its own."""
    labels = [f"l{row}" for row in range(10)]
    ordered, _ = read(*table(labels, strays=strays))
    with_value = [f"l{row}\tv{row}" for row in range(10 - strays)]
    assert (ordered.split(" ") == [*with_value, *labels[10 - strays :]]) is rows


def test_values_go_on_below_their_label_and_have_one_alone() -> None:
    """Of two labels on one height the value has the first; a value without a label stands as it is."""
    lines = [line("By", 0, 100), line("now", 0, 98), line("Asha", 150, 100), line("Rao", 150, 80)]
    assert [one.text for one in in_order(lines)[0]] == ["By\tAsha", "Rao"]


def test_three_columns_are_no_table() -> None:
    cells = [
        line(f"{name}{row}", x, 100 - 20 * row, 30)
        for name, x in zip("abc", (0, 50, 100), strict=True)
        for row in (0, 1)
    ]
    assert read(*cells) == ("a0 a1 b0 b1 c0 c1", True)


def test_the_edges_of_a_column_are_those_of_its_lines() -> None:
    left = [line("a", 5, 100, 90), line("b", 0, 80, 60)]
    right = [line("c", 110, 95, 50), line("d", 120, 75, 80)]
    ordered, _ = in_order([*left, *right])
    assert [(one.left, one.right) for one in ordered] == [(0, 95), (0, 95), (110, 200), (110, 200)]


def column(*texts: str, step: float = 12, wide: float = 100, is_rtl: bool = False) -> list[Line]:
    """Lines that fill a column."""
    lines = [line(text, 0, 1_000 - step * row, wide, is_rtl=is_rtl) for row, text in enumerate(texts)]
    return [replace(one, left=0, right=wide) for one in lines]


def test_lines_of_a_column_are_a_paragraph() -> None:
    assert paragraphs([]) == []
    assert paragraphs(column("one")) == ["one"]
    assert paragraphs(column("one", "two", "three")) == ["one two three"]


@pytest.mark.parametrize(
    ("end", "start", "whole"),
    [
        ("the govern-", "ment said", "the government said"),
        ("the govern\u00ad", "ment said", "the government said"),
        ("the govern\u2010", "ment said", "the government said"),
        ("the Anglo-", "Indian said", "the Anglo- Indian said"),
        ("in 2019-", "20 said", "in 2019- 20 said"),
        ("in 2019-", "and later", "in 2019- and later"),
        ("it said -", "and went", "it said - and went"),
        ("-", "and went", "- and went"),
        ("the govern–", "ment said", "the govern– ment said"),
        ("the govern", "ment said", "the govern ment said"),
    ],
)
def test_a_divided_word_is_one_again(end: str, start: str, whole: str) -> None:
    assert paragraphs(column(end, start)) == [whole]


@pytest.mark.parametrize(("room", "goes_on"), [(59.9, True), (60, False), (61, False)])
@pytest.mark.parametrize("is_rtl", [False, True])
def test_a_line_that_leaves_room_for_six_letters_ends_a_paragraph(room: float, goes_on: bool, is_rtl: bool) -> None:
    """In heights of its type; of what runs from right to left the room is on the left."""
    first, second = column("one", "two", wide=300, is_rtl=is_rtl)
    short = replace(first, x0=room) if is_rtl else replace(first, x1=300 - room)
    assert paragraphs([short, second]) == (["one two"] if goes_on else ["one", "two"])


@pytest.mark.parametrize(("step", "goes_on"), [(11.9, True), (12.0, False), (12.1, False)])
def test_a_paragraph_ends_where_the_next_line_is_a_fifth_further_down(step: float, goes_on: bool) -> None:
    usual = column("one", "two", "three", "four", step=10)
    last = replace(usual[-1], text="five", y0=usual[-1].y0 - step, y1=usual[-1].y1 - step)
    assert paragraphs([*usual, last]) == (["one two three four five"] if goes_on else ["one two three four", "five"])


def stepping(*steps: float, high: float = 10) -> list[Line]:
    y, lines = 1_000.0, [line("x", 0, 1_000, high=high, right=100)]
    for step in steps:
        y -= step
        lines.append(line("x", 0, y, high=high, right=100))
    return lines


@pytest.mark.parametrize(
    ("steps", "sizes"),
    [
        # The lower quarter of the steps is usual, so that headings and pictures between paragraphs are not.
        ([10, 11, 20, 20], [3, 1, 1]),
        ([10, 11, 20, 20, 20, 20, 20, 20], [9]),
        # Three heights of type and more are not from one line of a paragraph to the next, however often they are found.
        ([29.9, 29.9], [3]),
        ([30, 30], [1, 1, 1]),
        # Neither is what stands beside or above.
        ([10, 10, 0, 11, 11], [6]),
    ],
)
def test_the_usual_step_is_that_of_a_quarter(steps: list[float], sizes: list[int]) -> None:
    assert [made.count("x") for made in paragraphs(stepping(*steps))] == sizes


@pytest.mark.parametrize(
    ("end", "goes_on"), [("said", True), ("said,", True), *((f"said{mark}", False) for mark in '.!?…।۔؟"”’»')]
)
@pytest.mark.parametrize("y", [1_000, 1_500])
def test_a_sentence_that_is_not_over_goes_on_in_the_next_column(end: str, goes_on: bool, y: float) -> None:
    """Or on the next page; within a column its mark tells nothing."""
    first = column("he", end)
    (after,) = column("more")
    moved = replace(
        after, x0=200, x1=300, left=200, right=300, y0=first[-1].y0 + y - 1_000, y1=first[-1].y1 + y - 1_000
    )
    assert paragraphs([*first, moved]) == ([f"he {end} more"] if goes_on else [f"he {end}", "more"])
    assert paragraphs(column("he", end, "more")) == [f"he {end} more"]


@pytest.mark.parametrize(("indent", "goes_on"), [(0, True), (10, True), (10.1, False)])
@pytest.mark.parametrize("is_rtl", [False, True])
def test_an_indented_line_begins_a_paragraph(indent: float, goes_on: bool, is_rtl: bool) -> None:
    """By more than the height of its type, on the side where lines begin."""
    first, second, third = column("one", "two", "three", is_rtl=is_rtl)
    inward = replace(second, x1=100 - indent) if is_rtl else replace(second, x0=indent)
    assert paragraphs([first, inward, third]) == (["one two three"] if goes_on else ["one", "two three"])


def test_a_line_further_in_on_the_next_column_is_not_indented() -> None:
    first, second = column("one", "two")
    assert paragraphs([first, replace(second, x0=200, x1=300, right=300, y0=1_200, y1=1_210)]) == ["one two"]


@pytest.mark.parametrize(("more", "goes_on"), [(-0.7, False), (-0.5, True), (0.5, True), (0.7, False)])
def test_another_size_of_type_begins_a_paragraph(more: float, goes_on: bool) -> None:
    first, second = column("one", "two")
    assert paragraphs([first, replace(second, y1=second.y1 + more)]) == (["one two"] if goes_on else ["one", "two"])


def test_each_row_of_a_table_is_a_paragraph() -> None:
    assert paragraphs(column("Page\t12", "By\tAsha", "goes on")) == ["Page\t12", "By\tAsha goes on"]

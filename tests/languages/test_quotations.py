"""Quotation marks are read by where they stand, and a missing one flips nothing beyond its paragraph."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.languages.quotations import Quotation, mark_events, pair_marks


@pytest.mark.parametrize(
    ("separators", "events"),
    [
        (" “", "O"),
        ("” ", "C"),
        (" ”", "O"),  # a closing shape in an opening place, as many Hindi sites type it
        ("।” ", "SC"),
        ("”, “", "CO"),
        (' "', "O"),
        ('," ', "C"),
        ("(“", "O"),
        (" “ ", "T"),  # the place does not tell: it closes what is open
        (" ‘ ", "t"),
        (" ” ", "C"),
        ("۔‘", "St"),  # as behind a stop, where a word is glued to it
        ("۔“", "ST"),
        ("-‘", "o"),
        (' " ', "T"),
        ("' ", "c"),
        (" ‘", "o"),
        (" - ", ""),
        (" ’’", "P"),  # two single marks are one of a third kind, whatever their shape
        (" ‘‘", "P"),
        ("۔‘‘ ", "SQ"),
        (" ‘‘ ", "R"),
        ("’” ", "cC"),
    ],
)
def test_events(separators: str, events: str) -> None:
    assert mark_events(separators) == events


#: What stands before a mark and behind it: where a word does, nothing.
PLACES = {
    "opens": [*product([" ", "\n", "(", "[", "{", "-", "–", "—"], [""]), (" ", "(")],
    "closes": [*product([""], [" ", ")", "]", "}", "-", "–", "—", ",", ";", ":", "،", "؛", "।", "۔", ".", "?", "!", "…"]), (".", " ")],
    "glued": [("", ""), (",", ""), ("", "(")],
    "alone": [(" ", " "), ("(", ")"), ("-", ",")],
    "behind a stop": [(stop, "") for stop in "।॥۔.؟?!…"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "events"),
    [
        ("“„«‟", "O C O T T"),
        ("”»", "O C C C C"),
        ('"＂', "O C T T T"),
        ("‘‚", "o c o t t"),
        ("’", "o c c c c"),
        ("'", "o c c c t"),
        (["''", "‘‘", "’’", "‚‚"], "P Q R R R"),
    ],
)
def test_a_mark_is_told_by_its_place_and_where_that_does_not_tell_by_its_shape(marks: str, events: str) -> None:
    for (name, places), event in zip(PLACES.items(), events.split(), strict=True):
        for mark in marks:
            for before, behind in places:
                found = mark_events(f"{before}{mark}{behind}").replace("S", "").replace("N", "")
                assert found == event, (name, mark, before, behind)


@pytest.mark.parametrize(
    ("places", "spans"),
    [
        ([(3, "O"), (7, "C"), (9, "N")], [(3, 7)]),
        (
            [(3, "O"), (9, "N"), (12, "O"), (14, "C"), (20, "N")],
            [(3, 9), (12, 14)],
        ),  # left open: closes with the paragraph
        ([(3, "C"), (9, "N")], []),  # a close without an open is nothing
        ([(3, "T"), (5, "T"), (9, "N")], [(3, 5)]),  # straight marks between spaces alternate
        ([(3, "O"), (5, "o"), (6, "c"), (8, "C"), (9, "N")], [(3, 8)]),  # the inner belongs to the outer
        ([(3, "o"), (9, "N")], []),  # a single mark left open was an apostrophe
        ([(3, "o"), (5, "O"), (7, "C"), (9, "N")], [(5, 7)]),  # and what stands behind it in marks is quoted
        ([(3, "o"), (5, "O"), (9, "No"), (11, "c"), (12, "N")], [(5, 9), (9, 11)]),
        ([(3, "o"), (5, "O"), (7, "C"), (8, "c"), (9, "N")], [(3, 8)]),
        ([(3, "t"), (5, "t"), (9, "N")], [(3, 5)]),
        ([(3, "O"), (3, "C"), (9, "N")], []),  # empty
        ([(3, "P"), (5, "o"), (6, "c"), (7, "O"), (8, "C"), (9, "Q"), (12, "N")], [(3, 9)]),
        ([(3, "P"), (5, "Q"), (7, "P"), (8, "Q"), (12, "N")], [(3, 5), (7, 8)]),  # nothing between is quoted
        ([(3, "R"), (5, "R"), (12, "N")], [(3, 5)]),
    ],
)
def test_pairs(places: list[tuple[int, str]], spans: list[tuple[int, int]]) -> None:
    assert [(found.first, found.end) for found in pair_marks(places)] == spans


def test_a_sentence_is_told_from_a_fragment() -> None:
    assert pair_marks([(3, "O"), (5, "SC"), (9, "N")]) == [Quotation(3, 5, True)]
    assert pair_marks([(3, "O"), (5, "C"), (9, "N")]) == [Quotation(3, 5, False)]
    # Behind the mark that closes it a stop is another's; so is one before the mark that opens it.
    assert pair_marks([(3, "SO"), (5, "CS"), (9, "N")]) == [Quotation(3, 5, False)]
    assert pair_marks([(3, "O"), (5, "SCO"), (7, "C"), (9, "N")]) == [Quotation(3, 5, True), Quotation(5, 7, False)]
    assert pair_marks([(3, "O"), (9, "SN")]) == [Quotation(3, 9, True)]


@given(st.lists(st.tuples(st.integers(0, 40), st.text("OCToctPQRSN", max_size=3)), max_size=30))
def test_quotations_are_disjoint_ordered_and_never_cross_a_paragraph(places: list[tuple[int, str]]) -> None:
    places.sort(key=lambda place: place[0])
    found = pair_marks([*places, (41, "N")])
    breaks = {token for token, events in places if "N" in events}
    for quotation in found:
        assert quotation.first < quotation.end
        assert not any(quotation.first < token < quotation.end for token in breaks)
    assert all(before.end <= after.first for before, after in pairwise(found))

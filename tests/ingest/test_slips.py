"""When two names are one with a slip of the pen, by the distance of Damerau and Levenshtein; and names too short to tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.article.sites import _text
from framing.ingest.article.spellings import _core, _is_slip, _slips, _sounds


def distance(one: str, two: str) -> int:
    """Letters too many, missing, other or in the place of their neighbours, each letter once (optimal alignment)."""
    rows = [[max(a, b) if min(a, b) == 0 else 0 for b in range(len(two) + 1)] for a in range(len(one) + 1)]
    for a in range(1, len(one) + 1):
        for b in range(1, len(two) + 1):
            costs = [rows[a - 1][b] + 1, rows[a][b - 1] + 1, rows[a - 1][b - 1] + (one[a - 1] != two[b - 1])]
            if a > 1 and b > 1 and one[a - 1] == two[b - 2] and one[a - 2] == two[b - 1]:
                costs.append(rows[a - 2][b - 2] + 1)
            rows[a][b] = min(costs)
    return rows[-1][-1]


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and what two changes at most make of it."""
    name = draw(st.text("abcz", min_size=7, max_size=10))
    other = name
    for _ in range(draw(st.integers(0, 2))):
        place, letter = draw(st.integers(0, len(other) - 1)), draw(st.sampled_from("abcz"))
        other = draw(
            st.sampled_from(
                [
                    other[:place] + letter + other[place:],
                    other[:place] + other[place + 1 :],
                    other[:place] + letter + other[place + 1 :],
                    other[:place] + other[place : place + 2][::-1] + other[place + 2 :],
                ]
            )
        )
    return name, other


@given(pairs())
def test_a_slip_is_a_distance_of_one_between_names_of_eight_letters(names: tuple[str, str]) -> None:
    one, two = names
    is_long = min(len(one), len(two)) >= 8
    assert _is_slip(one, two) == _is_slip(two, one) == (is_long and distance(one, two) == 1)
    if _is_slip(one, two):
        assert _slips(one) & _slips(two)


@pytest.mark.parametrize(("length", "slips"), [(7, 0), (8, 9), (9, 10)])
def test_names_of_eight_letters_have_slips(length: int, slips: int) -> None:
    """The name itself, and what is left of it without each of its letters."""
    assert len(_slips("abcdefghi"[:length])) == slips


def test_a_number_is_never_a_slip() -> None:
    assert not _is_slip("channel 24", "channel 25")
    assert not _is_slip("channel 24", "channel 2")
    assert _is_slip("channel 24", "chanel 24")


@pytest.mark.parametrize(("name", "core"), [("Ab", ""), ("Abc", "abc"), ("Abcd", "abcd"), ("The Ab News", "")])
def test_a_core_has_three_letters(name: str, core: str) -> None:
    assert _core(name) == core


@pytest.mark.parametrize(
    ("name", "few"), [("bada gap", False), ("bada ga", True), ("bbada ggap", False), ("bbadda ga", True)]
)
def test_what_a_name_sounds_like_has_four_consonants(name: str, few: bool) -> None:
    """One that stands twice counts once."""
    assert (_sounds(name) == "") == few


@pytest.mark.parametrize(("behind", "told"), [(2, True), (3, False)])
def test_a_text_says_its_genre_in_its_last_three_lines(behind: int, told: bool) -> None:
    closing = "The writer is a former ambassador. Views expressed are personal."
    assert bool(_text(["The talks went on.", closing, *["He knows."] * behind])) == told


@pytest.mark.parametrize(("before", "told"), [(2, True), (3, False)])
def test_a_text_says_its_genre_in_its_first_three_lines(before: int, told: bool) -> None:
    assert _text([*["The talks went on."] * before, "Opinion", *["He knows."] * 4]) == ({"opinion"} if told else set())


@pytest.mark.parametrize(("length", "told"), [(39, True), (40, True), (41, False)])
def test_a_line_that_begins_a_text_with_its_genre_is_short(length: int, told: bool) -> None:
    """Blanks count, though they say nothing."""
    assert bool(_text(["Opinion".ljust(length), "He knows."])) == told

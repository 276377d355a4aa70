"""Lengths at which lines are read otherwise: one letter less, just so many, one more."""

from __future__ import annotations

import pytest

from framing.ingest.article.clean import clean, guess_title
from framing.ingest.article.dates import parse_date
from framing.ingest.article.outlets import load_outlets
from framing.ingest.article.repairs import marked_truncated
from framing.ingest.readers.downloads.document import is_date
from framing.ingest.source import rows_frame

STORY = "The talks between the two sides ended in the capital."


def text_of(*lines: str, title: str | None = None) -> list[str]:
    return clean("\n".join(lines), title=title).text.split("\n")


def filled(start: str, length: int) -> str:
    """Words without a stop that begin so, of so many letters."""
    return (start + " of the long talks on water" * 60)[:length].rstrip().ljust(length, "x")


@pytest.mark.parametrize(("length", "cut"), [(59, False), (60, True), (61, True)])
def test_a_line_that_stands_twice_is_cut_from_sixty_letters_on(length: int, cut: bool) -> None:
    line = filled("Talks", length)
    assert text_of(line, STORY, line) == ([line, STORY] if cut else [line, STORY, line])


@pytest.mark.parametrize(("length", "cut"), [(39, False), (40, True), (41, True)])
def test_a_beginning_that_stops_is_cut_from_forty_letters_on(length: int, cut: bool) -> None:
    """What follows says all of it; its own stop does not count."""
    start = filled("Talks", length)
    whole = f"{start} that both sides wanted to end."
    assert text_of(f"{start}...", whole) == ([whole] if cut else [f"{start}...", whole])


@pytest.mark.parametrize(("length", "cut"), [(149, False), (150, True), (151, True)])
def test_a_beginning_without_a_stop_is_a_headline_up_to_a_hundred_and_fifty_letters(length: int, cut: bool) -> None:
    start = filled("Talks", length)
    whole = f"{start} that both sides wanted to end."
    assert text_of(start, whole) == ([whole] if cut else [start, whole])


@pytest.mark.parametrize(("length", "cut"), [(19, False), (20, True), (21, True)])
def test_a_headline_of_twenty_letters_ends_a_breadcrumb(length: int, cut: bool) -> None:
    title = filled("Talks", length)
    line = f"Home World News {title}"
    assert text_of(line, STORY, title=title) == ([STORY] if cut else [line, STORY])


@pytest.mark.parametrize(("more", "cut"), [(-1, True), (0, True), (1, False)])
def test_a_breadcrumb_is_no_longer_than_its_headline_twice_and_three_hundred(more: int, cut: bool) -> None:
    title = filled("Talks", 30)
    line = filled("Home > World", 2 * 30 + 300 + more - 31) + " " + title
    assert len(line) == 360 + more
    assert text_of(line, STORY, title=title) == ([STORY] if cut else [line, STORY])


@pytest.mark.parametrize(("length", "cut"), [(199, True), (200, True), (201, False)])
def test_a_line_below_a_head_of_tags_is_tags_up_to_two_hundred_letters(length: int, cut: bool) -> None:
    line = filled("Kashmir", length)
    assert text_of(STORY, "Tags:", line) == ([STORY] if cut else [STORY, line])


@pytest.mark.parametrize(("known", "cut"), [(2_496, False), (2_497, True), (2_498, True)])
def test_a_line_of_another_script_is_cut_where_half_of_what_comes_first_is_known(known: int, cut: bool) -> None:
    """Of five thousand characters, here 4,994 letters, two ends of lines and four blanks; what follows does not count."""
    foreign = "Новости страны и мира сегодня"
    head = f"{'a' * known}\n{foreign}\n".ljust(5_000, "ж")
    assert (foreign not in text_of(f"{head}ж", "a" * 9_000)) == cut


@pytest.mark.parametrize(("behind", "dated"), [(59, True), (60, True), (61, False)])
def test_so_much_may_stand_behind_a_date(behind: int, dated: bool) -> None:
    assert is_date(f"March 3, 2024 {'x' * (behind - 1)}") is dated


@pytest.mark.parametrize(("length", "cut"), [(999, True), (1_000, True), (1_001, False)])
def test_an_excerpt_that_goes_on_elsewhere_is_no_longer_than_a_thousand_letters(length: int, cut: bool) -> None:
    text = filled("Talks", length - 14) + " ... Read more"
    groups = marked_truncated(rows_frame([{"text": text}]))["groups"].to_list()
    assert (groups != [None]) == cut


@pytest.mark.parametrize(("blank", "withheld"), [(72, True), (73, True), (74, False)])
def test_what_stands_for_a_text_is_no_longer_than_a_hundred_letters(blank: int, withheld: bool) -> None:
    text = "ONLY AVAILABLE IN PAID PLANS" + " " * (blank - 1)
    assert (marked_truncated(rows_frame([{"text": text}]))["text"].to_list() == [None]) == withheld


@pytest.mark.parametrize(("length", "headline"), [(199, True), (200, False), (201, False)])
def test_a_first_paragraph_is_a_headline_below_two_hundred_letters(length: int, headline: bool) -> None:
    first = filled("Talks", length)
    assert (guess_title(f"{first}\n{STORY}") == first) == headline
    # And so is a second one that a breadcrumb ends with.
    assert (guess_title(f"Home World News {first}\n{first}\n{STORY}") == first) == headline


@pytest.mark.parametrize(("length", "shown"), [(79, 79), (80, 80), (81, 80)])
def test_a_name_is_shown_up_to_eighty_letters(length: int, shown: int) -> None:
    name = load_outlets().name("unknown:" + "x" * length).removeprefix("unknown (").removesuffix(")")
    assert len(name) == shown
    assert name.endswith("…") == (length > shown)


@pytest.mark.parametrize(("before", "found"), [(387, True), (388, True), (389, False)])
def test_a_date_stands_in_the_first_four_hundred_letters(before: int, found: bool) -> None:
    """Twelve of them are the date's; a year that is cut off is none."""
    line = "Published: ".ljust(before, "x") + " 26 Feb 2022"
    assert (parse_date(line) is not None) == found

"""Lines at the lengths and counts where cleaning decides otherwise: one less, just so, one more."""

from __future__ import annotations

from itertools import count

import polars as pl
import pytest

from framing.ingest.article.boilerplate import Learned, learn
from framing.ingest.article.clean import REPEATED_CHARS, clean, guess_title, suspect
from framing.ingest.article.cuts import general_rule
from framing.ingest.article.repairs import INPAGE, is_inpage, is_kruti_dev, marked_truncated
from framing.ingest.source import rows_frame


def line(size: int, seed: str = "It rained on the river and the hills") -> str:
    """A line of words that is so many characters long and ends in a letter."""
    text = ""
    for number in count():
        if len(text) >= size:
            break
        text += f"{seed.split()[number % 8]} "
    return f"{text[: size - 1].replace(' ', 'e') if text[size - 2] == ' ' else text[: size - 1]}x"


def rules(text: str, title: str | None = None) -> list[str]:
    """What was cut, and it is found by screening too."""
    cleaned = clean(text, title=title)
    rows = pl.DataFrame({"title": [title], "text": [text]}, schema={"title": pl.String, "text": pl.String})
    # Screening may find too much, never too little.
    assert suspect(rows).item() or not cleaned.cuts
    return [cut.rule for cut in cleaned.cuts]


@pytest.mark.parametrize(
    ("size", "cut"), [(REPEATED_CHARS - 1, []), (REPEATED_CHARS, ["repeated"]), (REPEATED_CHARS + 1, ["repeated"])]
)
def test_a_paragraph_is_repeated_from_a_length_on(size: int, cut: list[str]) -> None:
    paragraph = line(size)
    assert len(paragraph) == size
    assert rules(f"{paragraph}\nThe river rose.\n{paragraph}") == cut
    # The first of three stays.
    assert rules(f"{paragraph}\nThe river rose.\n{paragraph}\nAnd fell.\n{paragraph}") == cut * 2


@pytest.mark.parametrize(
    ("size", "end", "cut"),
    [
        *((39, "…", []), (40, "…", ["truncated"]), (41, "…", ["truncated"])),
        *((40, "", []), (149, "", []), (150, "", ["truncated"]), (151, "", ["truncated"])),
        *((149, " …", ["truncated"]), (40, "!", []), (150, "!", ["truncated"])),
    ],
)
def test_a_teaser_that_the_next_paragraph_says_in_full(size: int, end: str, cut: list[str]) -> None:
    teaser = line(size)
    assert rules(f"{teaser}{end}\n{teaser} and went on for days.\nThen it stopped.") == cut
    # What begins otherwise is no teaser of it.
    assert rules(f"{teaser}{end}\nBut {teaser} and went on for days.\nThen it stopped.") == []


@pytest.mark.parametrize(("size", "is_title"), [(199, True), (200, False), (201, False)])
def test_a_headline_is_short(size: int, is_title: bool) -> None:
    first = line(size)
    assert guess_title(f"{first}\nIt rained.") == (first if is_title else None)
    assert guess_title(first) is None
    assert guess_title(f"{first}.\nIt rained.") is None
    # A breadcrumb that ends with the headline, which is the second line.
    second = line(size, "Much rain fell over night in that land")
    crumb = f"Home > {second}"
    assert guess_title(f"{crumb}\n{second}\nIt rained.") == (second if is_title else None)


@pytest.mark.parametrize(("size", "cut"), [(199, True), (200, True), (201, False)])
def test_a_line_of_tags_is_short(size: int, cut: bool) -> None:
    tags = line(size)
    assert rules(f"It rained.\nTags:\n{tags}\nThe end.").count("tags") == 1 + cut
    assert rules(f"It rained.\nTags:\n{tags[:-3]}. X\nThe end.").count("tags") == 1
    # Only the line right below the head.
    assert rules(f"It rained.\nTags:\nrain, river\n{line(90)}\nThe end.").count("tags") == 2


@pytest.mark.parametrize(("title", "cut"), [("Rain falls on hills", []), ("Rain falls on a hill", ["title"])])
def test_a_breadcrumb_ends_with_a_headline_of_twenty_characters(title: str, cut: list[str]) -> None:
    assert len(title) in (19, 20)
    assert rules(f"News > India > {title}\nIt rained on all days.", title) == cut
    assert rules(f"{title}\nIt rained on all days.", title) == ["title"]
    assert rules(f"It was said. {title}\nIt rained on all days.", title) == []


@pytest.mark.parametrize(("more", "cut"), [(0, ["title"]), (1, [])])
def test_a_breadcrumb_is_no_paragraph(more: int, cut: list[str]) -> None:
    title = "Rain falls on all the hills"
    crumb = "n" * (len(title) + 299 + more) + f" {title}"
    assert len(crumb) == 2 * len(title) + 300 + more
    assert rules(f"{crumb}\nIt rained on all days.", title) == cut


@pytest.mark.parametrize(("known", "rule"), [(0, False), (1, True), (2, True)])
def test_another_script_is_foreign_where_most_letters_are_known(known: int, rule: bool) -> None:
    other = "Русский"
    # Letters of the article: so many of known scripts for each of others, in all.
    text = f"{other}\n{'и' * 40}. {'a' * (47 * known)}."
    assert general_rule(other) is not None
    assert ("other-script" in rules(text)) == rule


@pytest.mark.parametrize(("size", "is_cut"), [(449, True), (450, True), (451, False)])
def test_no_pattern_reaches_into_a_paragraph(size: int, is_cut: bool) -> None:
    head = "ये भी पढ़ें: "
    text = head + "क" * (size - len(head))
    longest = general_rule(text[:200])
    assert longest is not None
    assert (general_rule(text) is not None) <= is_cut


def repeated(text: str, times: int, of: int) -> list[Learned]:
    return learn(("sample", f"Day {day}.\n{text}" if day < times else f"Day {day}.") for day in range(of))


@pytest.mark.parametrize(
    ("size", "times", "of", "is_learned"),
    [
        *((30, 4, 20, False), (30, 5, 20, True), (30, 6, 20, True)),
        *((30, 5, 249, True), (30, 5, 250, True), (30, 5, 251, False), (30, 6, 300, True), (30, 6, 301, False)),
        *((119, 9, 100, True), (120, 9, 100, False), (120, 10, 100, True), (121, 10, 100, True), (120, 10, 101, False)),
        *((600, 10, 20, True), (601, 10, 20, False)),
    ],
)
def test_what_an_outlet_repeats(size: int, times: int, of: int, is_learned: bool) -> None:
    foot = line(size)
    assert repeated(foot, times, of) == ([Learned("sample", True, times, of, foot)] if is_learned else [])


def test_a_greater_share_may_be_asked_for() -> None:
    short, long = line(30), line(130)
    for text in (short, long):
        assert [len(learn([("s", f"{day}\n{text}" if day < 10 else f"{day}") for day in range(40)], share=share)) for share in (0.25, 0.26)] == [1, 0]  # fmt: skip
        assert [len(learn([("s", f"{day}\n{text}" if day < 3 else f"{day}") for day in range(9)], minimum=least)) for least in (3, 4)] == [1, 0]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (f"{line(987)} … Read more", True),
        (f"{line(988)} … Read more", True),
        (f"{line(989)} … Read more", False),
        (f"{line(2000)} … [+2586 chars]", True),
        (f"{line(30)} [+1 chars]", True),
        (f"{line(30)} … [+2586 chars]{' ' * 87}", True),
        (f"{line(30)} … [+2586 chars]{' ' * 88}", False),
        (f"[+2586 chars] {line(30)}", False),
    ],
)
def test_what_a_service_cut_off(text: str, cut: bool) -> None:
    groups = marked_truncated(rows_frame([{"text": text}]))["groups"].to_list()
    assert groups == [[{"name": "truncated", "value": "yes"}] if cut else None]


@pytest.mark.parametrize(("blank", "kept"), [(72, False), (73, True)])
def test_a_text_that_a_service_withholds_is_none(blank: int, kept: bool) -> None:
    text = "ONLY AVAILABLE IN PAID PLANS" + " " * blank
    assert marked_truncated(rows_frame([{"text": text}]))["text"].to_list() == [text if kept else None]


@pytest.mark.parametrize(
    ("signs", "others", "found"),
    [(3, 0, False), (4, 0, True), (4, 36, True), (4, 37, False), (5, 45, True), (5, 46, False)],
)
def test_a_legacy_font_is_told_by_its_commonest_words(signs: int, others: int, found: bool) -> None:
    text = " ".join(["gSA", "vkSj", "esa", "dks", "ls"][:signs] + ["xyz"] * others)
    assert is_kruti_dev(text) == found
    # One word however often is no font.
    assert not is_kruti_dev("gSA " * 40)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"\x04a" * 10, False),
        (b"\x04a" * 10 + b"a", True),
        (b"\x04aaa" * 10, False),
        (b"\x04aaa" * 10 + b"\x04", True),
        (b" " * 4000 + INPAGE, True),
        (b" " * 4096 + INPAGE, False),
    ],
)
def test_a_document_of_inpage_is_told_by_its_bytes(raw: bytes, found: bool) -> None:
    assert is_inpage(raw) == found

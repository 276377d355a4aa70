"""PDF files, in this process: which of their text is read, which is told, and what is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

from framing.ingest.readers import pdffile
from framing.ingest.readers.entries import Unreadable
from framing.ingest.readers.pdffile import pdf_paragraphs
from framing.ingest.readers.pdflayout import Line
from tests.ingest import containers


def last(path: Path) -> dict[str, Any]:
    """The paragraphs of a file, and what is noted."""
    *_, found = pdf_paragraphs(str(path))
    return found


def code_of(path: Path) -> str:
    """Why a file is not read."""
    with pytest.raises(Unreadable) as caught:
        last(path)
    return str(caught.value.args[0])


def column(x: float, top: float, words: str) -> list[tuple[float, float, str]]:
    return [(x, top - 12 * number, f"{words} line {number} of its own column, which") for number in range(8)]


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    # Drawn from top to bottom across both, as some programs do.
    both = sorted([*column(60, 700, "left"), *column(320, 700, "right")], key=lambda line: -line[1])
    head = "A headline that stands over both of the columns below it"
    containers.drawn(tmp_path / "a.pdf", [[(120, 740, head), *both]])
    found = last(tmp_path / "a.pdf")
    texts = [" ".join(text for _, _, text in column(0, 0, words)) for words in ("left", "right")]
    assert (found["paragraphs"][0], " ".join(found["paragraphs"][1:])) == (head, " ".join(texts))
    assert not found["notes"]


def test_columns_that_have_no_order_are_told(tmp_path: Path) -> None:
    # Four blocks like the sails of a windmill: no white strip runs through the page.
    sails = [(50, 780, 7, 50), (370, 780, 19, 28), (200, 540, 4, 60), (50, 680, 16, 20)]
    page = [(x, top - 12 * n, "o" * wide) for x, top, high, wide in sails for n in range(high)]
    containers.drawn(tmp_path / "a.pdf", [page])
    (note,) = last(tmp_path / "a.pdf")["notes"]
    assert note.startswith("page 1 has columns that cannot be put in order for certain")


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    containers.drawn(path, [[], []])
    assert code_of(path) == "input.scanned"
    containers.drawn(path, [[(60, 700, "Secret.")]], encrypt=StandardEncryption("secret"))
    assert code_of(path) == "input.encrypted"
    containers.drawn(path, [[(60, 700, "مذاکرات پیر کو ناکام ہو گئے"[::-1])]])
    assert code_of(path) == "input.visual-order"
    path.write_bytes(b"%PDF-1.7\n1 0 obj <<")
    assert code_of(path) == "input.unreadable"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """What is said of pages with these texts, a line each, and of what their library raises at last."""

    def tell(*pages: Sequence[str], error: BaseException | None = None) -> list[dict[str, Any]]:
        def made(_: str) -> Iterator[list[Line]]:
            for texts in pages:
                yield [Line(text, 0, 700 - 40 * row, 300, 710 - 40 * row) for row, text in enumerate(texts)]
            if error is not None:
                raise error

        monkeypatch.setattr(pdffile, "_pages", made)
        return list(pdf_paragraphs("a.pdf"))

    return tell


Told = Callable[..., list[dict[str, Any]]]


def refusal(told: Told, *pages: Sequence[str], error: BaseException | None = None) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        told(*pages, error=error)
    code, what, _ = caught.value.args
    return code, what


def test_each_page_has_its_own_time_and_the_paragraphs_come_at_last(told: Told) -> None:
    assert told(["one."], ["two"]) == [
        {"paragraphs": []},
        {"paragraphs": []},
        {"paragraphs": ["one.", "two"], "notes": []},
    ]


@pytest.mark.parametrize(
    ("pages", "named"),
    [
        ([["a"], []], ["page 2 has"]),
        ([[], ["a"], []], ["pages 1, 3 have"]),
        ([["a"], *[[]] * 20], [f"pages {', '.join(map(str, range(2, 22)))} have"]),
        ([["a"], *[[]] * 21], [f"pages {', '.join(map(str, range(2, 22)))}, … have"]),
        ([["a"]], []),
    ],
)
def test_pages_without_text_are_named(told: Told, pages: list[list[str]], named: list[str]) -> None:
    *_, found = told(*pages)
    assert [note.split(" no text layer")[0] for note in found["notes"]] == named


def test_pages_without_order_are_named(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside those without text, whose order is certain."""
    monkeypatch.setattr(pdffile, "in_order", lambda lines: (lines, len(lines) != 2))
    *_, found = told(["a"], ["b", "c"], [], ["d", "e"])
    assert [note.split(" no text")[0].split(" columns that")[0] for note in found["notes"]] == [
        "page 3 has",
        "pages 2, 4 have",
    ]


def test_what_has_no_text_at_all_is_a_scan(told: Told) -> None:
    assert refusal(told, [], []) == ("input.scanned", "its pages have no text layer: they are scans")
    assert refusal(told) == ("input.scanned", "it has no pages")


@pytest.mark.parametrize(
    ("pages", "error", "what"),
    [
        ([], KeyError(), "it is no PDF, or damaged: KeyError"),
        ([["a"]], ValueError("no  such\nthing"), "it is no PDF, or damaged after page 1: no such thing"),
        ([["a"], ["b"]], ValueError("x" * 201), f"it is no PDF, or damaged after page 2: {'x' * 200}"),
    ],
)
def test_what_the_library_raises_is_told(told: Told, pages: list[list[str]], error: Exception, what: str) -> None:
    assert refusal(told, *pages, error=error) == ("input.unreadable", what)


@pytest.mark.parametrize("error", [MemoryError(), RecursionError(), Unreadable("input.visual-order", "", "")])
def test_what_is_told_by_others_passes(told: Told, error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        told(["a"], error=error)
    assert caught.value is error


@pytest.mark.parametrize(
    ("heads", "left"),
    [
        # Of three pages on, what stands on three fifths of those with text.
        (["Paper", "Paper"], ["Paper", "Paper"]),
        (["Paper", "Paper", "Paper"], []),
        (["Paper", "Paper", "Other"], ["Other"]),
        (["Paper", "One", "Two"], ["Paper", "One", "Two"]),
        (["Paper"] * 3 + ["One", "Two"], ["One", "Two"]),
        (["Paper"] * 2 + ["One", "Two", "Three"], ["Paper", "Paper", "One", "Two", "Three"]),
        # A scan among them is no page that could have it.
        (["Paper"] * 3 + ["One", "Two", ""], ["One", "Two"]),
        (["Paper"] * 2 + [""], ["Paper", "Paper"]),
        # But for its number.
        (["Page 1", "Page 2", "Page 13"], []),
    ],
)
def test_what_most_pages_repeat_is_left_out(heads: list[str], left: list[str]) -> None:
    texts = [f"text {chr(97 + place)}" for place in range(len(heads))]
    for is_foot in (False, True):
        pages = [
            [line(one) for one in ([text, head] if is_foot else [head, text])] if head else []
            for head, text in zip(heads, texts, strict=True)
        ]
        read = [one.text for page in pdffile._without_repeated(pages) for one in page]
        assert [text for text in read if not text.startswith("text")] == left
        assert sum(text.startswith("text") for text in read) == sum(map(bool, heads))


def line(text: str) -> Line:
    return Line(text, 0, 0, 100, 10)


@pytest.mark.parametrize(
    ("above", "below", "stays"), [(0, 9, 0), (1, 9, 0), (2, 9, 3), (9, 1, 0), (9, 0, 0), (9, 2, 3)]
)
def test_two_lines_at_the_top_and_the_foot_are_looked_at(above: int, below: int, stays: int) -> None:
    """What is repeated further in is text; at an edge it is left out wherever else it stands."""
    own = iter("abcdefghijklmnopqrstuvwxyzäöüáóúàòùâôû")
    pages = [
        [
            line(text)
            for text in [
                *(next(own) for _ in range(min(above, 3))),
                "Paper",
                *(next(own) for _ in range(min(below, 3))),
            ]
        ]
        for _ in range(3)
    ]
    assert sum(one.text == "Paper" for page in pdffile._without_repeated(pages) for one in page) == stays


@pytest.mark.parametrize(("bad", "read"), [(0, True), (3, True), (4, False)])
@pytest.mark.parametrize(
    ("word", "code"), [("(cid:12)", "input.no-letters"), ("िहन्दी", "input.visual-order"), ("ंत", "input.visual-order")]
)
def test_three_words_of_a_hundred_may_be_none(told: Told, bad: int, read: bool, word: str, code: str) -> None:
    text = " ".join([word] * bad + ["खबर"] * (100 - bad))
    if read:
        assert told([text])[-1]["paragraphs"] == [text]
    else:
        assert refusal(told, [text])[0] == code


class Drawn(list[Any]):
    """A line of letters as the library gives them: each with its place, and between them spaces without any."""

    x0, y0, x1, y1 = 10.0, 20.0, 110.0, 30.0

    def __init__(self, text: str, places: Sequence[float]) -> None:
        self.text, given = text, iter(places)
        super().__init__(
            SimpleNamespace(get_text=lambda letter=letter: letter)
            if letter == " "
            else SimpleNamespace(get_text=lambda letter=letter: letter, fontname="Arial", x0=next(given))
            for letter in text
        )

    def get_text(self) -> str:
        return f"{self.text}\n"


@pytest.mark.parametrize(
    ("text", "is_rtl"),
    [("خبر", True), ("خبر abc", False), ("خبر ab", True), ("خ ب ر ab", True), ("abc", False), ("۱۲ ab", False)],
)
def test_a_line_runs_from_right_to_left_where_most_of_its_letters_do(text: str, is_rtl: bool) -> None:
    made = pdffile._line(Drawn(text, range(100, 0, -1)), 7)
    assert made == Line(text, 10.0, 20.0, 110.0, 30.0, 7, is_rtl=is_rtl)


@pytest.mark.parametrize(
    ("places", "is_read"),
    [
        ([40, 30, 20, 10, 0], True),
        ([0, 10, 20, 30, 40], False),
        # As many steps back as on: some programs place marks behind their letters.
        ([40, 30, 35, 20, 25], True),
        ([20, 30, 25, 35, 40], False),
        # What stands on one place makes no step.
        ([40, 40, 40, 40, 40], True),
        ([40, 40, 40, 45, 50], True),
    ],
)
def test_letters_of_urdu_come_in_the_order_of_writing(places: list[float], is_read: bool) -> None:
    drawn = Drawn("خبرات", places)
    if is_read:
        assert pdffile._line(drawn, 0)
    else:
        with pytest.raises(Unreadable) as caught:
            pdffile._line(drawn, 0)
        assert caught.value.args[0] == "input.visual-order"


def test_other_letters_may_stand_wherever_they_do() -> None:
    """Those of Arabic within a line of others, too, and a line of one letter alone."""
    assert pdffile._line(Drawn("abc خب", [0, 10, 20, 30, 40]), 0)
    assert pdffile._line(Drawn("خ", [0]), 0)
    assert pdffile._line(Drawn("  ", []), 0) is None


def test_shapes_are_letters() -> None:
    """Of Arabic by their contexts, of Latin by ligatures."""
    for shaped, text in (("ﺧﺒﺮ", "خبر"), ("ﬁnd ﬂow", "find flow"), ("½", "½")):
        made = pdffile._line(Drawn(shaped, range(100, 0, -1)), 0)
        assert made is not None
        assert made.text == text


def test_blocks_of_a_page_are_numbered_and_pages_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "a.pdf")
    pages = [[(60, 700, "one"), (60, 688, "two"), (60, 300, "three")], [(60, 700, "four")], [(60, 700, "five")]]
    containers.drawn(tmp_path / "a.pdf", pages)
    blocks = [{one.text: one.block for one in page} for page in pdffile._pages(path)]
    assert blocks[0]["one"] == blocks[0]["two"] != blocks[0]["three"]
    assert [list(page) for page in blocks[1:]] == [["four"], ["five"]]
    monkeypatch.setattr(pdffile, "_PAGES", 2)
    assert [len(page) for page in pdffile._pages(path)] == [3, 1]

"""Names beyond one sentence: clauses, what a text calls somebody the next time, and folded words that are kept."""

from __future__ import annotations

import pytest

from framing.scoring import named as module
from framing.scoring.named import clauses, named


@pytest.mark.parametrize(
    ("text", "language", "parts"),
    [
        ("He won, and she lost: both left", "en", ["He won", "and she lost", "both left"]),
        ("But he won – but she lost (a bit) but", "en", ["But he won", "but she lost", "a bit", "but"]),
        ("One won. Two lost!", "en", ["One won.", "Two lost!"]),
        ("One butters bread", "en", ["One butters bread"]),
        ("He won, but , , she lost", "en", ["He won", "but", "she lost"]),
        ("He won but she lost", "de", ["He won but she lost"]),
        (" , ", "en", []),
    ],
)
def test_clauses_end_at_marks_and_before_words_that_begin_another(text: str, language: str, parts: list[str]) -> None:
    assert [text[start:end].strip() for start, end in clauses(text, language)] == parts


#: Two words that nobody knows, and one of two letters.
FIRST, LAST, SHORT = "सुकेतु", "तरनप", "झू"


@pytest.mark.parametrize(
    ("text", "known", "names"),
    [
        (f"{FIRST} {LAST} ने कहा। पानी {LAST} का है।", {}, [f"{FIRST} {LAST}", LAST]),
        (f"पानी {LAST} का है। {FIRST} {LAST} ने कहा।", {}, [LAST, f"{FIRST} {LAST}"]),
        (f"{FIRST} {LAST} ने कहा। पानी {LAST} का है।", {LAST: 14.9}, [f"{FIRST} {LAST}", LAST]),
        (f"{FIRST} {LAST} ने कहा। पानी {LAST} का है।", {LAST: 15.0}, [f"{FIRST} {LAST}"]),
        (f"{FIRST} {LAST} ने कहा। पानी {FIRST} {LAST} का है।", {}, [f"{FIRST} {LAST}", f"{FIRST} {LAST}"]),
        (f"{FIRST} {LAST} ने कहा। पानी {FIRST}, {LAST} का है।", {}, [f"{FIRST} {LAST}", FIRST, LAST]),
        (f"{FIRST} {SHORT} ने कहा। पानी {SHORT} का है।", {}, [f"{FIRST} {SHORT}"]),
        (f"{LAST} ने कहा। पानी {LAST} का है।", {}, [LAST]),
        # A listed word is a name however frequent; not one that is an ordinary word too.
        ("मीना राव ने कहा। पानी राव का है।", {"राव": 90.0}, ["मीना राव", "राव"]),
        ("मीना बादल ने कहा। पानी बादल का है।", {}, ["मीना बादल"]),
        (f"{FIRST} ठाकुर ने कहा। पानी ठाकुर का है।", {}, [f"{FIRST} ठाकुर"]),  # a title as well
    ],
)
def test_parts_of_a_persons_name_are_the_person_again(text: str, known: dict[str, float], names: list[str]) -> None:
    assert [name.surface for name in named(text, "hi", known)] == names


def test_a_reader_is_made_anew_for_other_words() -> None:
    text = f"पानी आया, {LAST} ने कहा।"
    for _ in range(2):
        assert named(text, "hi", {LAST: 61.0}) == []
        assert [name.surface for name in named(text, "hi", {})] == [LAST]


def test_folded_words_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FOLDED", kept := dict[str, dict[str, str]]())
    monkeypatch.setattr(module, "_MOST", 3)
    module.fold_ahead(["क ख ग"], "hi")
    module.fold_ahead(["क घ"], "hi")
    assert set(kept["hi"]) == set("कखगघ")
    module.fold_ahead(["क घ"], "hi")
    assert set(kept["hi"]) == set("कखगघ")
    module.fold_ahead(["च घ"], "hi")
    assert set(kept["hi"]) == set("चघ")
    module.fold_ahead(["words"], "en")
    assert set(kept) == {"hi"}

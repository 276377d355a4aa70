"""Floors of language detection on real news; skipped where the corpora are not at hand."""

from __future__ import annotations

import pytest

from tests.benchmarks.detection import HEADLINES, corpora_folder, file_of, measure, measure_headlines, sha256

FLOOR = 0.98
#: language → SHA-256 of the corpus on which the floor was met.
MEASURED = {
    "hi": "affd2f0c322081a20af7e09ca79c47493f290fa92da02b1b6b1e214ccda64a91",
    "ur": "7072e605a85f246bf23f9e7c4bf02404a5b0dfb39b45ddbb61a91902c5a09cb4",
    "en": "19ff45a85925ac1538026115cfd78b3d6cfbb75265410ff5d59e13538d46dbda",
}


@pytest.mark.parametrize("code", MEASURED)
def test_eight_words_of_news_are_enough(code: str) -> None:
    path = file_of(corpora_folder(), code)
    if not path.is_file():
        pytest.skip(f"no {path.name}: set CORPORA to the folder of news text")
    told = measure(path, code)
    same = "the file of the floor" if sha256(path) == MEASURED[code] else "another file than that of the floor"
    assert told.right >= FLOOR, f"{told}, on {same}"
    assert told.wrong <= 0.001, f"{told}, on {same}"


#: Floor for headlines, and the corpus's SHA-256.
HEADLINE_FLOORS = {
    "hi": (0.99, "4d902760bb9becbdbe274fd6fb7c7c4a5dca0247af41efcc128505fbf62e4de8"),
    "ur": (0.985, "91758fc0c748cc90943012fb859988c7be150d1723dc624da2610cbdc506bfd6"),
    "en": (0.97, "ec361421d320d6bf9e672e95f1e02d09a981fd169fa459286731b486b1a1ce3e"),
}


@pytest.mark.parametrize("code", HEADLINE_FLOORS)
def test_headlines_are_in_their_language(code: str) -> None:
    path = file_of(corpora_folder(), HEADLINES[code])
    if not path.is_file():
        pytest.skip(f"no {path.name}: set CORPORA to the folder of news text")
    floor, digest = HEADLINE_FLOORS[code]
    told = measure_headlines(path, code)
    same = "the file of the floor" if sha256(path) == digest else "another file than that of the floor"
    assert told.right >= floor, f"{told}, on {same}"
    assert told.wrong <= 0.001, f"{told}, on {same}"

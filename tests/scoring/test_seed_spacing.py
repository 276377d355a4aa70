"""The Urdu seed article, as its newsroom spaced it: run-together and torn words are read right, at their places."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
import regex

import framing
from framing.languages.folding import fold_word
from framing.languages.registry import language
from framing.languages.ur_inflection import inflect
from framing.lexicon.compile import compile_lexicon
from framing.scoring.tokens import tokenise
from framing.scoring.vocabulary import Vocabulary

URDU = language("ur")

#: As the article writes them, alone or within longer runs (ڈالرکرنیکاعزم) → the words, apart.
WRITTEN = {
    "کرنیکا": ["کرنے", "کا"],
    "اورمصنوعی": ["اور", "مصنوعی"],
    "37معاہدوں": ["37", "معاہدوں"],
    "دونو ں": ["دونوں"],
    "رہنما ئوں": ["رہنماؤں"],
    "او ر": ["اور"],
    "رہنماں": ["رہنماں"],
}


@pytest.fixture(scope="module")
def text() -> str:
    articles = framing.read([framing.seeds_folder()]).articles
    (found,) = [body for body in articles["text"].to_list() if body and "کرنیکا" in body]
    return str(found)


@pytest.fixture(scope="module")
def read(text: str) -> list[tuple[int, int, str]]:
    """Start, end and folded form of each word read."""
    tokens = tokenise(pl.Series([text]), Vocabulary(compile_lexicon(framing.default_lexicon(), "ur")))
    places = list(range(len(tokens)))
    start, end, _ = tokens.spans(pl.Series(places).to_numpy(), pl.Series(places).to_numpy())
    keys = [tokens.snapshot.keys[number] for number in tokens.snapshot.unit_key[tokens.units].tolist()]
    return list(zip(start.tolist(), end.tolist(), keys, strict=True))


@pytest.mark.parametrize("written", WRITTEN)
def test_the_words_of_the_article(text: str, read: list[tuple[int, int, str]], written: str) -> None:
    places = list(regex.finditer(regex.escape(written), text))
    assert places, "the article has it no more"
    for place in places:
        within = [word for word in read if place.start() <= word[0] and word[1] <= place.end()]
        assert [key for _, _, key in within] == [fold_word(word, URDU) for word in WRITTEN[written]]
        assert (within[0][0], within[-1][1]) == place.span()
        assert all(before[1] == after[0] for before, after in pairwise(within))


def test_an_ending_typed_without_its_hamza_is_a_form() -> None:
    assert "رہنماں" in inflect("رہنما", "noun")

"""What is told of many words at once is what the search of each would find, whatever their hashes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.languages import divisible as module
from framing.languages.base import Language
from framing.languages.divisible import divisible
from framing.languages.folding import fold
from framing.languages.letters import letters_of, prices_of
from framing.languages.registry import language, merged_language
from framing.languages.spacing import _cuts, units
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import default_lexicon
from tests.languages.test_spacing import GLUED, KNOWN

URDU = language("ur")
HINDI_WORDS = st.lists(
    st.sampled_from(["भारत", "के", "में", "सरकार", "ने", "2013", "५", "ज़", "क्", "आतंक", "\u200d", "\u093c"]),
    min_size=1,
    max_size=5,
).map("".join)


@pytest.fixture(scope="module", autouse=True)
def _all_looked_at() -> Iterator[None]:
    """However few words there are, they are laid out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW", 0)
        yield


@cache
def known_of(code: str, merged: bool) -> dict[str, float]:
    """What is known of a language with the toolkit's own lexicon."""
    return dict(compile_lexicon(default_lexicon(), code, merged=merged).known)


def told(words: list[str], known: dict[str, float], of: Language) -> list[tuple[str, str, bool]]:
    """Words, their keys, and whether they may be several."""
    written = pl.Series(words, dtype=pl.String)
    keys = fold(written, of)
    return list(zip(words, keys.to_list(), divisible(written, keys, known, of).tolist(), strict=True))


@given(st.lists(GLUED | st.sampled_from(sorted(KNOWN)), min_size=1, max_size=30))
def test_it_tells_the_words_in_which_the_search_finds_places_to_cut(words: list[str]) -> None:
    prices, letters = prices_of(KNOWN, URDU), letters_of(URDU)
    for word, key, may in told(words, KNOWN, URDU):
        if key.isalpha() and len(key) <= 100:
            assert may == bool(_cuts(key, word, prices, letters)), word


@given(st.lists(GLUED, min_size=1, max_size=20), st.lists(HINDI_WORDS, min_size=1, max_size=20))
def test_all_other_words_are_one(urdu: list[str], hindi: list[str]) -> None:
    for of, words in ((URDU, urdu), (merged_language("ur"), urdu), (language("hi"), hindi)):
        known = known_of(of.code, of is merged_language("ur"))
        for word, key, may in told(words, known, of):
            assert may or not key or len(units(word, key, known, of)) == 1, word


def test_names_are_not_searched() -> None:
    assert [may for _, _, may in told(["گرندلوالڈ", "لکسمبرگ"], KNOWN, URDU)] == [False] * 2
    assert [may for _, _, may in told(["اورمصنوعی", "کرنیکا", "ضمانتوںمیں"], KNOWN, URDU)] == [True] * 3


def test_what_has_digits_is_searched_whatever_is_known() -> None:
    assert [may for _, _, may in told(["37معاہدوں", "۵سالہ", "کا"], {}, URDU)] == [True, True, False]


def test_of_few_words_each_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", 5)
    words = ["گرندلوالڈ", "لکسمبرگ", "اورمصنوعی", "لند"]
    assert [may for _, _, may in told(words, KNOWN, URDU)] == [True, True, True, False]
    assert [may for _, _, may in told([*words, *words], KNOWN, URDU)] == [False, False, True, False] * 2


def test_words_are_told_apart_in_blocks_as_together(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["اورمصنوعی", "برازاویل", "کرنیکا", "لندن", "کیاجاتاتھا", "37معاہدوں", "گرندلوالڈ"]
    together = told(words, KNOWN, URDU)
    monkeypatch.setattr(module, "_BLOCK", 2)
    assert told(words, KNOWN, URDU) == together


def test_words_of_one_hash_are_searched_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["اورمصنوعی", "برازاویل", "کرنیکا", "کیاجاتاتھا"]
    # With this base all strings of the same letters have one hash.
    monkeypatch.setattr(module, "_BASE", 1)
    monkeypatch.setattr(module, "_INVERSE", 1)
    known = dict(KNOWN)
    assert [may for _, _, may in told(words, known, URDU)][::2] == [True, True]
    assert all(may for word, key, may in told(words, known, URDU) if len(units(word, key, known, URDU)) > 1)

"""No two different words fold together without a reason that is written down in ``tests/golden/merges.csv``."""

from __future__ import annotations

import unicodedata
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import regex

import framing
from framing.languages.base import Language
from framing.languages.folding import WORD, fold
from framing.languages.registry import language, languages, merged_language

GOLDEN = Path(__file__).parents[1] / "golden" / "merges.csv"
LEXICON = framing.default_lexicon()

#: Letters that every newsroom types either way: two words that differ in nothing else are one word.
ALIKE: dict[str, Any] = {
    "hi": str.maketrans({"\u093c": None, "ँ": "ं", "\u200c": None, "\u200d": None}),
    "ur": str.maketrans(
        {**dict.fromkeys("\u064e\u064f\u0650\u0651\u064b\u0670\u0654\u0640\u200c"), "ۂ": "ہ", "ؤ": "و"}
    ),
    "en": str.maketrans({"’": "'"}),
}


#: The same for more than one letter: nasals before a stop of their class, the possessive.
SAME = {
    "hi": (regex.compile("[ङञणन]्(?=[क-भ])|म्(?=[पफबभ])"), "ं"),
    "en": (regex.compile("'s$"), ""),
}


def bare(word: str, code: str) -> str:
    word = unicodedata.normalize("NFC", unicodedata.normalize("NFC", word.lower()).translate(ALIKE[code]))
    pattern, instead = SAME.get(code, (None, ""))
    return pattern.sub(instead, word) if pattern else word


def lexicon_words(code: str) -> set[str]:
    """All words of all entries, as written."""
    return {
        word for entry in LEXICON.entries[code] for word in regex.findall(WORD, regex.sub(r"/[nva]", "", entry.term))
    }


def merged(words: set[str], spoken: Language) -> set[tuple[str, str]]:
    """Pairs of words that fold together and are not the same letter by letter."""
    frame = pl.DataFrame({"word": sorted({bare(word, spoken.code) for word in words})})
    frame = frame.with_columns(key=fold(frame["word"], spoken)).group_by("key").agg(pl.col("word").sort())
    return {pair for group in frame["word"].to_list() for pair in combinations(group, 2)}


def allowed() -> pl.DataFrame:
    return pl.read_csv(GOLDEN, schema=dict.fromkeys(("language", "one", "other", "reason"), pl.String))


@pytest.mark.parametrize("code", languages())
def test_entries_merge_with_a_reason_only(code: str) -> None:
    listed = allowed().filter(pl.col("language") == code).select("one", "other").rows()
    assert merged(lexicon_words(code), language(code)) <= set(listed), "add them to merges.csv with a reason"


def test_reasons_are_given_and_true() -> None:
    frame = allowed()
    assert frame["reason"].str.len_chars().min() > 3  # type: ignore[operator]
    for code, one, other, _ in frame.rows():
        spoken = merged_language("ur") if code == "ur-merged" else language(code)
        first, second = fold(pl.Series([one, other]), spoken)
        assert first == second, (one, other)
        assert one < other


@pytest.mark.parametrize("code", languages())
def test_the_word_list_is_folded(code: str) -> None:
    """So that no two words of it can fold together."""
    words = pl.Series(list(LEXICON.words[code]), dtype=pl.String)
    assert fold(words, language(code)).equals(words)


def test_merged_letters_join_common_words_with_a_reason_only() -> None:
    """What an article without ھ cannot tell apart, among the four thousand commonest words."""
    common = sorted(LEXICON.words["ur"].items(), key=lambda row: -row[1])[:4000]
    spoken = merged_language("ur")
    frame = pl.DataFrame({"word": [word for word, _ in common]})
    frame = frame.with_columns(key=fold(frame["word"], spoken)).group_by("key").agg(pl.col("word").sort())
    pairs = {pair for group in frame["word"].to_list() for pair in combinations(group, 2)}
    assert pairs <= set(allowed().filter(pl.col("language") == "ur-merged").select("one", "other").rows())

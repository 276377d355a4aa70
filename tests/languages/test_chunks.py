"""Chunks tile the text, and no word begins or ends inside a grapheme."""

from __future__ import annotations

import polars as pl
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from framing.languages.folding import WORD, cut

SCRIPTS = "कखगघर्यािीुं़ँ।अआ हैِاآبپتےیئہھںؤؤۂءـًٗ۔،؟ abcXYZ019'’\"“”-–.,!?\u200c\u200d\u200e\u2068\u00ad\u0600\n\t🇮🇳👩\u200d🚀\U0001f3fd"


@given(st.text(max_size=60) | st.text(SCRIPTS, max_size=60))
def test_chunks_tile_the_text(text: str) -> None:
    chunks = cut(pl.Series([text], dtype=pl.String)).to_list()[0]
    assert "".join(chunks) == text


@given(st.text(SCRIPTS, max_size=60))
def test_a_word_never_cuts_a_grapheme(text: str) -> None:
    edges = {0}
    for grapheme in regex.findall(r"\X", text):
        edges.add(max(edges) + len(grapheme))
    for word in regex.finditer(WORD, text):
        # An Arabic number sign with nothing to number is a word that no entry can be.
        if regex.search(r"[\p{L}\p{N}]", word.group()):
            assert {word.start(), word.end()} <= edges


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("किसानों", ["किसानों"]),  # vowel signs are part of the word
        ("डॉ. सिंह", ["डॉ", "सिंह"]),
        ("don't Russia’s", ["don't", "Russia’s"]),  # an apostrophe before a Latin letter is inside
        ("players' 'union'", ["players", "union"]),
        ("می\u200cکند", ["می\u200cکند"]),  # ZWNJ joins
        ("37معاہدوں", ["37معاہدوں"]),  # units split it later
        ("so-called", ["so", "called"]),
        ("है।वह", ["है", "वह"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert regex.findall(WORD, text) == words

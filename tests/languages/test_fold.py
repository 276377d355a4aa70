"""Folding is the same whatever the Unicode form, and applying it twice changes nothing."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.errors import LanguageError
from framing.languages.folding import _FEW, IGNORED, align, cut, fold, fold_word
from framing.languages.registry import language, languages, merged_language
from tests.languages.test_chunks import SCRIPTS

WORDS = st.text(SCRIPTS.replace("\n", "").replace("\t", "").replace(" ", ""), max_size=12)


@pytest.mark.parametrize("code", languages())
@given(word=WORDS)
def test_unicode_forms_and_joiners_fold_alike(code: str, word: str) -> None:
    spoken = language(code)
    folded = fold_word(word, spoken)
    assert fold_word(unicodedata.normalize("NFD", word), spoken) == folded
    assert fold_word(unicodedata.normalize("NFC", word), spoken) == folded
    assert not set(folded) & set(IGNORED)


def assert_few_fold_as_many(words: list[str | None], code: str) -> None:
    """A few words are folded one by one, many by Polars: :func:`fold` must not tell."""
    series, spoken = pl.Series(words, dtype=pl.String), language(code)
    by_few = [word for at in range(0, len(words), _FEW) for word in fold(series[at : at + _FEW], spoken)]
    filler = pl.Series([""] * (_FEW + 1), dtype=pl.String)
    assert by_few == fold(pl.concat([series, filler]), spoken).to_list()[: len(words)]


@pytest.mark.parametrize("code", languages())
@given(words=st.lists(st.none() | WORDS | st.text(max_size=4), min_size=1, max_size=5))
def test_few_words_fold_as_many_do(code: str, words: list[str | None]) -> None:
    assert_few_fold_as_many(words, code)


@pytest.mark.parametrize("code", languages())
def test_words_of_the_lexicon_fold_alone_as_among_others(code: str) -> None:
    terms = pl.Series([entry.term for entry in framing.default_lexicon().entries[code][::25]])
    assert_few_fold_as_many(cut(terms).explode().str.strip_chars().to_list(), code)


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(LanguageError, match="use one of: en, hi, ur"):
        language("mr")


def test_a_region_does_not_matter() -> None:
    assert language("ur-PK") is language("ur")


def test_null_stays_null() -> None:
    assert fold(pl.Series([None, "है"], dtype=pl.String), language("hi")).to_list()[0] is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("कज़ाकिस्तान", "काजाकिस्तान"),
        ("कजाकिस्तान", "काजाकिस्तान"),
        ("कॉलेज", "कालेज"),
        ("हॉटस्पॉट", "हाटस्पाट"),
        ("सैनिटाइजर", "सेनिटाइजर"),
        ("अमेरिकी", "अमरीकी"),
    ],
)
def test_loan_words_meet(one: str, other: str) -> None:
    assert fold_word(one, language("hi")) == fold_word(other, language("hi"))


@pytest.mark.parametrize(("one", "other"), [("कॉफी", "काफी"), ("फॉर्म", "फार्म"), ("मैला", "मेला"), ("कॉल", "काल")])
def test_short_words_in_open_o_stay(one: str, other: str) -> None:
    assert fold_word(one, language("hi")) != fold_word(other, language("hi"))


@pytest.mark.parametrize(("one", "other"), [("پھاڑ", "پہاڑ"), ("کھا", "کہا"), ("مجھے", "مجہے")])
def test_aspiration_is_merged_only_where_a_text_has_none(one: str, other: str) -> None:
    merged = merged_language("ur")
    assert fold_word(one, merged) == fold_word(other, merged)
    assert (fold_word(one, language("ur")) == fold_word(other, language("ur"))) is (one == "مجھے")


@pytest.mark.parametrize(
    ("code", "word", "folded", "spelling", "seams", "starts"),
    [
        # A vowel sign is a letter of the folded word, though no piece begins with one; a joiner and a mark are none
        ("hi", "कि\u200cताब", "किताब", "किताब", {2}, [0, 3, 3, 5, 5]),
        ("hi", "किताब", "किताब", "किताब", set(), [0, 2, 2, 4, 4]),
        ("ur", "اُور", "اور", "اور", set(), [0, 2, 3]),
        ("ur", "اور\u200cمیں", "اورمیں", "اورمیں", {3}, [0, 1, 2, 4, 5, 6]),
        ("ur", "او\u064e\u200cر\u200c", "اور", "اور", {2}, [0, 1, 4]),
        ("ur", "\u200cاور", "اور", "اور", set(), [1, 2, 3]),
        # A letter of another keyboard, and two that are one
        ("ur", "كے", "کے", "کے", set(), [0, 1]),
        ("ur", "دیئے", "دیے", "دیئے", set(), [0, 1, 3]),
    ],
)
def test_a_folded_word_is_laid_along_the_written_one(
    code: str, word: str, folded: str, spelling: str, seams: set[int], starts: list[int]
) -> None:
    along = align(word, folded, language(code))
    assert fold_word(word, language(code)) == folded
    assert along.spelling == spelling
    assert along.exact == (len(spelling) == len(folded))
    assert along.seams() == seams
    assert along.starts(range(len(folded))) == starts
    assert along.owners[-1] == len(word)
    written = along.written()
    assert len(written) == len(folded)
    assert set(written) <= set(word if along.exact else folded)

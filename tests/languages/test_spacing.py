"""Spacing repair: run-together words come apart, names do not, torn words are found, and offsets stay true."""

from __future__ import annotations

import csv
import dataclasses
import itertools
import time
import unicodedata
from collections.abc import Mapping
from math import inf
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.languages.base import Language
from framing.languages.folding import fold_word
from framing.languages.frequencies import fragment, torn
from framing.languages.spacing import Unit, units
from framing.languages.ur import LANGUAGE
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import default_lexicon

WORD_LIST = Path(__file__).parents[2] / "lexicons" / "ur" / "words.csv"
with WORD_LIST.open(encoding="utf-8", newline="") as _handle:
    KNOWN = {row["word"]: float(row["per_million"]) for row in csv.DictReader(_handle)}

#: Languages of other scripts, as far as spacing is concerned.
HINDI = dataclasses.replace(
    LANGUAGE, code="x-hi", script="Devanagari", non_joiners="", missing_space=inf, fold_chars={}, fold_rules=()
)
ENGLISH = dataclasses.replace(HINDI, code="x-en", script="Latin")

PIECES = st.sampled_from(
    ["اور", "کے", "نے", "کا", "دستخط", "معاہدوں", "ﷲ", "2013", "۳۷", "ء", "\u200c", "\u064e", "ئے", "ں", "ڑ"]
)
GLUED = st.lists(PIECES, min_size=1, max_size=6).map("".join) | st.text(
    alphabet="اردنکیےںوہئء\u064e\u200c5", max_size=14
)


def split(word: str, language: Language = LANGUAGE) -> list[str]:
    return [word[unit.start : unit.end] for unit in units(word, fold_word(word, language), KNOWN, language)]


def is_fragment(word: str, known: Mapping[str, float]) -> bool:
    return bool(pl.select(fragment(pl.lit(word), pl.lit(word in known))).item())


def keys(word: str) -> list[str]:
    return [unit.key for unit in units(word, fold_word(word, LANGUAGE), KNOWN, LANGUAGE)]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("اورمصنوعی", "اور مصنوعی"),  # conjunction
        ("پردستخط", "پر دستخط"),  # postposition before the next word
        ("کردیا", "کر دیا"),  # light verb
        ("سنادی", "سنا دی"),  # light verb with a rarer root
        ("ہوگا", "ہو گا"),  # future
        ("کہاکہ", "کہا کہ"),  # complementizer
        ("انہوںنے", "انہوں نے"),  # nothing follows ں within a word
        ("کےمطابق", "کے مطابق"),  # nor ے
        ("کوآڑے", "کو آڑے"),  # آ begins a word
        ("اورآئینی", "اور آئینی"),
        ("القرآن", "القرآن"),  # but for a few
        ("37معاہدوں", "37 معاہدوں"),  # digits
        ("5سالہ", "5 سالہ"),
        ("میں۱۳", "میں ۱۳"),  # Urdu digits behind
        ("2013ءمیں", "2013ء میں"),  # the year's hamza stays with the year
        ("کااہتمام37معاہدوں", "کا اہتمام 37 معاہدوں"),
        ("ڈالرکرنیکاعزم", "ڈالر کرنی کا عزم"),  # four words
        ("کیاجاتاتھا", "کیا جاتا تھا"),
        ("پاکستان", "پاکستان"),  # known
        ("کرنے", "کرنے"),  # known, though کر and نے are far more frequent
        ("انکار", "انکار"),
        ("وزیراعظم", "وزیراعظم"),  # as frequent as its parts
        ("برازاویل", "برازاویل"),  # a name nobody knows
        ("ا۹۸۸", "ا۹۸۸"),  # alef typed for the digit one
        ("گرندلوالڈ", "گرندلوالڈ"),
        ("کا", "کا"),
    ],
)
def test_words_that_run_together(word: str, parts: str) -> None:
    assert split(word) == parts.split()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("کرنیکا", ["کرنے", "کا"]),  # a final ے is written ی before the next letter
        ("ہونیوالی", ["ہونے", "والی"]),
        ("کیساتھ", ["کے", "ساتھ"]),
        ("دیدیا", ["دے", "دیا"]),
    ],
)
def test_key_restores_the_final_letter(word: str, expected: list[str]) -> None:
    assert keys(word) == expected


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("اُورمصنوعی", [0, 4]),  # a mark belongs to the letter before it
        ("اورَ\u200cمصنوعی", [0, 5]),  # so do a mark and a joiner at the seam
        ("اوراﷲ", [0, 3]),  # two code points that fold to four letters
        ("دیئےجائیں", [0, 4]),  # four that fold to three
        ("شرکاءنے", [0, 5]),  # a letter that folds to nothing stays with the word it ends
    ],
)
def test_offsets_are_those_of_the_written_word(word: str, places: list[int]) -> None:
    found = units(word, fold_word(word, LANGUAGE), KNOWN, LANGUAGE)
    assert [unit.start for unit in found] == places


@pytest.mark.parametrize(("word", "places"), [("5ब", [0]), ("5ाब", [0, 2]), ("5ांब", [0, 3]), ("5ां", [0])])
def test_no_unit_begins_with_a_mark(word: str, places: list[int]) -> None:
    assert [unit.start for unit in units(word, fold_word(word, HINDI), {}, HINDI)] == places


@given(GLUED.filter(lambda word: fold_word(word, LANGUAGE) != ""))
@settings(deadline=None)
def test_units_tile_the_word(word: str) -> None:
    found = units(word, fold_word(word, LANGUAGE), KNOWN, LANGUAGE)
    assert "".join(word[unit.start : unit.end] for unit in found) == word
    assert found[0].start == 0
    assert all(before.end == after.start for before, after in itertools.pairwise(found))
    assert all(unit.key and unit.start < unit.end for unit in found)
    assert all(unicodedata.category(word[unit.start])[0] != "M" and word[unit.start] != "\u200c" for unit in found[1:])


@pytest.mark.parametrize("word", ["انکے", "اسکی", "جسکا", "اورمیں", "دنیابھرمیں", "کہناہے", "کہناتھا"])
def test_no_list_takes_words_run_together_for_one(word: str) -> None:
    known = compile_lexicon(default_lexicon(), "ur").known
    assert len(units(word, fold_word(word, LANGUAGE), known, LANGUAGE)) > 1


@given(st.sampled_from(sorted(KNOWN)))
@settings(deadline=None)
def test_known_words_are_left_whole(word: str) -> None:
    assert units(word, word, KNOWN, LANGUAGE) == (Unit(0, len(word), word),)


@pytest.mark.parametrize("word", ["5th", "g20", "f16", "covid19", "3d"])
def test_latin_words_keep_their_digits(word: str) -> None:
    assert [split(word, language) for language in (LANGUAGE, HINDI, ENGLISH)] == [[word]] * 3


@pytest.mark.parametrize(
    ("word", "parts"),
    [("37समझौतों", ["37", "समझौतों"]), ("रुपये500", ["रुपये", "500"]), ("किंतुपरंतु", ["किंतुपरंतु"])],
)
def test_where_words_do_not_run_together_only_digits_come_off(word: str, parts: list[str]) -> None:
    assert split(word, HINDI) == parts


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("ایف16", "ایف 16"),
        ("16ایف", "16 ایف"),
        ("ایف16اب", "ایف 16 اب"),
        ("اب9", "اب 9"),
        ("9اب", "9 اب"),
        # One letter beside digits is a digit that looks like it, or an abbreviation.
        ("ا9", "ا9"),
        ("9ا", "9ا"),
        ("ا99", "ا99"),
        ("99ا", "99ا"),
        # Latin letters belong to the digits beside them.
        ("اب9g", "اب 9g"),
        ("g9اب", "g9 اب"),
        ("20gb", "20gb"),
    ],
)
def test_digits_are_words_beside_letters_of_the_script(word: str, parts: str) -> None:
    assert [unit.key for unit in units(word, word, {}, LANGUAGE)] == parts.split()


def test_hostile_words_cost_little() -> None:
    words = ["ا" * 100_000, "اور" * 30_000, "اد" * 49, "1ا" * 50]
    folded = [fold_word(word, LANGUAGE) for word in words]
    started = time.process_time()
    for word, key in zip(words, folded, strict=True):
        units(word, key, KNOWN, LANGUAGE)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("left", "right"),
    [("دونو", "ں"), ("او", "ر"), ("رہنما", "ئوں"), ("انہو", "ں"), ("ہو", "ئے"), ("مطا", "بق"), ("پاکستا", "ن")],
)
def test_torn_words_are_found(left: str, right: str) -> None:
    pieces = fold_word(left, LANGUAGE), fold_word(right, LANGUAGE)
    assert is_fragment(pieces[1], KNOWN)
    assert torn(*pieces, KNOWN, LANGUAGE)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("جو", "اب"),  # who, now; not جواب
        ("کر", "دار"),  # both are words
        ("لیگ", "ن"),  # the initial of a party
        ("س", "کے"),  # an initial and a postposition; not سکے
        ("اور", "ژژ"),  # joined it is no word
        ("37", "ں"),
    ],
)
def test_neighbours_are_left_apart(left: str, right: str) -> None:
    assert not torn(left, right, KNOWN, LANGUAGE)


def test_fragments_are_short_unknown_and_made_of_letters() -> None:
    known = {"اور": 10.0}
    assert [is_fragment(word, known) for word in ("ر", "اور", "مصنوعیات", "37", "")] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_nothing_is_torn_where_words_do_not_run_together() -> None:
    assert not torn("दोनो", "ं", {"दोनों": 100.0}, HINDI)

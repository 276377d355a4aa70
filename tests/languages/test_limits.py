"""Where the answer turns: one word fewer, just enough, one more, in languages made up for it."""

from __future__ import annotations

import string
from dataclasses import replace
from math import exp, inf
from typing import Final

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.languages.detection import UNDETERMINED, contradicted, detect, sample
from framing.languages.frequencies import prices, torn
from framing.languages.letters import hopeless, letters_of, prices_of, stranger, surely_run
from framing.languages.registry import languages
from framing.languages.spacing import units
from framing.languages.ur import LANGUAGE as URDU
from tests.languages.test_spacing import is_fragment

#: A language whose one grammatical word is "one"; its neighbour's is "uno"; a w is a letter of its own.
MADE = replace(
    languages()["en"],
    headline_words="",
    function_words=frozenset({"one"}),
    neighbours={"xx": frozenset({"uno"})},
    own_letters="w",
)


def told(text: str) -> str:
    return str(detect(pl.Series([text]), {"en": MADE})["language"].item())


def words(size: int) -> str:
    """So many words that are no language's."""
    return " ".join(f"{first}{second}" for first in "bcdf" for second in string.ascii_lowercase[:20])[
        : 3 * size
    ].strip()


@pytest.mark.parametrize(
    ("known", "others", "is_told"),
    [
        *((2, 0, False), (1, 2, True), (3, 0, True)),  # Fewer than three words say nothing.
        *((1, 8, True), (1, 9, False), (2, 15, True), (2, 16, False), (4, 30, True), (4, 31, False)),
    ],
)
@pytest.mark.parametrize(("word", "code"), [("one", "en"), ("uno", "xx")])
def test_grammatical_words_are_an_eighth_or_so(known: int, others: int, is_told: bool, word: str, code: str) -> None:
    assert told(f"{f'{word} ' * known}{words(others)}") == (code if is_told else UNDETERMINED)


@pytest.mark.parametrize(
    ("lettered", "others", "is_told"),
    [(3, 6, True), (3, 7, False), (2, 4, True), (2, 5, False), (1, 2, True), (1, 3, False)],
)
def test_letters_count_for_a_third_of_a_word(lettered: int, others: int, is_told: bool) -> None:
    assert told(f"{'wow ' * lettered}{words(others)}") == ("en" if is_told else UNDETERMINED)
    # One word of a neighbour takes it away.
    assert told(f"{'wow ' * lettered}{words(others)} uno") != "en"


@pytest.mark.parametrize(
    ("own", "neighbour", "code"),
    [(1, 1, "xx"), (2, 1, UNDETERMINED), (3, 1, "en"), (4, 2, UNDETERMINED), (5, 2, "en"), (3, 2, "xx")],
)
def test_a_neighbours_word_counts_double(own: int, neighbour: int, code: str) -> None:
    assert told(f"{'one ' * own}{'uno ' * neighbour}bb") == code


@pytest.mark.parametrize(("latin", "is_told"), [(11, False), (12, False), (13, True)])
def test_more_than_half_of_the_letters_are_in_its_script(latin: int, is_told: bool) -> None:
    text = f"one one one {'b' * (latin - 9)} {'क' * 12}"
    assert told(text) == ("en" if is_told else UNDETERMINED)


@given(st.integers(0, 3_400))
def test_what_is_read_of_a_text(size: int) -> None:
    text = "".join(chr(0x4E00 + number) for number in range(size))
    read = sample(pl.Series([text])).item()
    head = text[:3_000]
    if size <= 390:
        assert read == text
    else:
        assert read == " ".join((head[:130], head[(len(head) - 130) // 2 :][:130], head[-130:]))


@pytest.mark.parametrize("size", [389, 390, 391, 392, 2_999, 3_000, 3_001])
def test_a_text_of_three_windows_is_read_whole(size: int) -> None:
    test_what_is_read_of_a_text.hypothesis.inner_test(size)  # type: ignore[attr-defined]


#: Six words of which so many stand in a list of words that other languages do not have.
TELLING = ("attacked", "wounded", "warned", "refused", "demanded", "killed")


@pytest.mark.parametrize(
    ("telling", "others", "is_told"),
    [(0, 6, False), (1, 2, False), (2, 1, True), (2, 2, True), (3, 21, False), (6, 18, True), (6, 19, False)],
)
def test_a_headline_has_two_telling_words_and_no_more_than_24(telling: int, others: int, is_told: bool) -> None:
    share = languages()["en"].headline_share
    assert is_told == (telling >= max(2, share * (telling + others)) and 3 <= telling + others <= 24)
    text = " ".join([*TELLING[:telling], *(f"qwr{letter}t" for letter in string.ascii_lowercase[:others])])
    found = detect(pl.Series([text]), languages())["language"].item()
    assert found == ("en" if is_told else UNDETERMINED)


@pytest.mark.parametrize("times", [1, 2_000])
def test_a_text_has_a_tenth_of_its_letters_in_the_script_of_its_language(times: int) -> None:
    rows = [
        (f"{'b' * 9}क", "hi", False),
        (f"{'b' * 10}क", "hi", True),
        (f"{'b' * 19}कख", "hi", True),
        (f"{'b' * 18} 123456 कख", "hi-IN", False),
        ("क" * 9 + "b", "en", False),
        ("क" * 10 + "b", "en", True),
        ("कब", "ur", True),
        ("123", "hi", False),
        ("", "hi", False),
        # A script that is stated itself, and languages that are not read, are believed.
        ("bbbb", "hi-Latn", False),
        ("bbbb", "hi-Latn-IN", False),
        ("bbbb", "hi-IN", True),
        ("bbbb", "mr", False),
        ("bbbb", None, False),
    ]
    # Few letters are counted in another way than many.
    texts, codes, wrong = map(list, zip(*(rows * times), strict=True))
    found = contradicted(pl.Series(texts, dtype=pl.String), pl.Series(codes, dtype=pl.String))
    assert found.to_list() == wrong


#: Common words that are in no list of grammatical words, and what stands in no list at all.
LISTED: Final = {
    "hi": ["अस्पताल", "किसान", "जवान", "विकास", "मैदान", "तूफान", "पुल", "बाजार"],
    "ur": ["علاج", "عدالت", "سیاست", "مقام", "بازار"],
}
NOTHING: Final = {"hi": [f"झझ{one}{two}ठ" for one in "कखगघ" for two in "टडदपफ"], "ur": ["ککبچ", "ککبل", "ککبم"]}


@pytest.mark.parametrize(
    ("code", "words", "told_as"),
    [
        # Of three words in Devanagari three fifths, of Urdu a half and a letter of its own
        ("hi", LISTED["hi"][:2], UNDETERMINED),
        ("hi", LISTED["hi"][:3], "hi"),
        ("hi", LISTED["hi"][:3] + NOTHING["hi"][:2], "hi"),
        ("hi", LISTED["hi"][:2] + NOTHING["hi"][:2], UNDETERMINED),
        ("hi", LISTED["hi"][:6] + NOTHING["hi"][:4], "hi"),
        ("hi", LISTED["hi"][:5] + NOTHING["hi"][:4], UNDETERMINED),
        ("hi", LISTED["hi"] * 3, "hi"),
        ("hi", LISTED["hi"] * 3 + NOTHING["hi"][:1], UNDETERMINED),
        ("ur", LISTED["ur"][:4], UNDETERMINED),
        ("ur", [*LISTED["ur"][:3], "ڈاکٹر"], "ur"),
        ("ur", [*LISTED["ur"][:1], "ڈاکٹر", *NOTHING["ur"][:2]], "ur"),
        ("ur", ["ڈاکٹر", *NOTHING["ur"]], UNDETERMINED),
        # A neighbour's word, and a letter that the language does not have
        ("hi", [*LISTED["hi"][:3], "आहे"], "mr"),
        ("hi", [*LISTED["hi"][:7], "काळझ"], UNDETERMINED),
        ("hi", [*LISTED["hi"][:7], "कालझ"], "hi"),
        # A grammatical word that tells by itself is not asked again
        ("hi", ["में", *NOTHING["hi"][:2]], "hi"),
    ],
)
def test_headlines_are_told_by_common_words(code: str, words: list[str], told_as: str) -> None:
    assert set(LISTED[code]) <= set(pl.read_csv(framing.lexicons_folder() / code / "words.csv")["word"])
    assert detect(pl.Series([" ".join(words)]), languages())["language"].item() == told_as


@pytest.mark.parametrize(
    ("known", "is_torn"),
    [
        ({"ابت": 999.0, "اب": 1.0, "ت": 9.0}, False),
        ({"ابت": 1000.0, "اب": 1.0, "ت": 9.0}, True),
        ({"ابت": 1001.0, "اب": 9.0, "ت": 1.0}, True),  # The rarer piece counts, whichever it is.
        ({"ابت": 2.9}, False),  # Where a piece is no word at all.
        ({"ابت": 3.0}, True),
        ({"ابت": 3.0, "اب": 800.0}, True),
        ({"اب": 800.0, "ت": 800.0}, False),
    ],
)
def test_a_whole_must_be_far_more_frequent_than_its_pieces(known: dict[str, float], is_torn: bool) -> None:
    assert torn("اب", "ت", known, URDU) == is_torn


@pytest.mark.parametrize(
    ("known", "is_torn"),
    [
        ({"ابت": 150.0, "بت": 100.0}, True),
        ({"ابت": 149.0, "بت": 100.0}, False),
        ({"ابت": 151.0, "بت": 100.0, "ا": 1.0}, False),  # A letter that is a word is one.
        ({"ابت": 2.9, "بت": 1.0}, False),
        ({"ابت": 3.0, "بت": 1.0}, True),
    ],
)
def test_a_stray_letter_joins_what_is_half_as_frequent_again(known: dict[str, float], is_torn: bool) -> None:
    assert torn("ا", "بت", known, URDU) == is_torn


def test_a_fragment_has_five_letters_at_most() -> None:
    assert [is_fragment("ابتثج"[:size] + "ح" * (size - 5), {}) for size in (1, 4, 5, 6)] == [True, True, True, False]


KNOWN = {"اب": 50_000.0, "تب": 40_000.0, "جب": 30_000.0}


@pytest.mark.parametrize(("pairs", "are_read"), [(24, True), (25, True), (26, False)])
def test_words_of_up_to_a_hundred_letters_are_looked_at(pairs: int, are_read: bool) -> None:
    # Behind alef, dal or re a space may be missing without a trace.
    known = {"گیدا": 60_000.0, "سیدا": 50_000.0}
    word = "گیداسیدا" * (pairs // 2) + "گیدا" * (pairs % 2)
    assert len(word) == 4 * pairs
    found = units(word, word, known, URDU)
    assert len(found) == (pairs if are_read else 1)


@pytest.mark.parametrize(
    ("code", "one", "other", "space"),
    [("hi", "अबगत", "कतनम", 2.0), ("ur", "گبتس", "لمسط", 1.0), ("ur", "گبتد", "لمسط", 0.0)],
)
@pytest.mark.parametrize(("beside", "is_cut"), [(-0.1, True), (0.1, False)])
def test_a_space_is_missing_where_that_costs_less_than_an_unknown_word(
    code: str, one: str, other: str, space: float, beside: float, is_cut: bool
) -> None:
    # Two words of four letters that are not grammatical pay half a point, and the space; no space is seen behind dal.
    unknown = 2 + 2.4 * 8
    price = (unknown - 0.5 - space + beside) / 2
    known = dict.fromkeys((one, other), 1e6 * exp(-price))
    assert len(units(one + other, one + other, known, languages()[code])) == (2 if is_cut else 1)


def test_prices_are_of_frequency_and_size() -> None:
    from math import log

    known = {"ا": 900.0, "اب": 800.0, "ابتث": 20.0, "ابتثج": 400.0, "جتاب": 1_600.0, "تاب": 100.0}
    table = prices(known, frozenset({"تا"}))
    assert table.longest == 5
    # A letter is no piece; two letters pay for it unless they are grammatical.
    assert set(table.inner) == set(known) - {"ا"}
    assert table.inner["تاب"] == pytest.approx(-log(100e-6))
    assert table.inner["اب"] == pytest.approx(-log(800e-6) + 4)
    assert prices(known, frozenset({"اب"})).inner["اب"] == pytest.approx(-log(800e-6))
    # What longer words more often begin or end with pays half the logarithm of how much more often, up to four letters.
    assert table.last["اب"] - table.inner["اب"] == pytest.approx(0.5 * log((1_600 + 100) / 800))
    assert table.first["ابتث"] - table.inner["ابتث"] == pytest.approx(0.5 * log(400 / 20))
    assert table.last["تاب"] - table.inner["تاب"] == pytest.approx(0.5 * log(1_600 / 100))
    assert table.first["اب"] == table.inner["اب"]
    assert table.last["ابتث"] == table.inner["ابتث"]
    assert table.first["ابتثج"] == table.inner["ابتثج"]


def test_what_urdu_letters_tell_of_spaces() -> None:
    letters = letters_of(URDU)
    joined_to_none = set("اآدڈذرڑزژو")
    # Inside a word ے is written ی, behind which a space may thus be missing; ں is written as it is.
    assert dict(letters.shapes) == {"ی": "ے"}
    assert letters.breaks == joined_to_none | {"ں", "ی"}
    assert letters.free == joined_to_none | {"ں", "ے"}
    assert letters.shown == joined_to_none | {"ں", "ے", "ی"}
    assert letters.ambiguous == {"ی", "ں"}
    assert {"کے", "نے", "کہ", "تھا", "لیکن"} <= letters.grammar
    assert not letters.grammar & {"ڈبلیو", "زیڈ"}  # names of letters
    assert {"ہے", "دیا", "گیا"} <= letters.auxiliaries
    assert not letters.auxiliaries & {"گا", "گے", "گی"}
    assert letters.letter.match("ب")
    assert not letters.letter.match("b")
    hindi = letters_of(languages()["hi"])
    assert not hindi.shapes
    assert not hindi.breaks
    assert hindi.ambiguous == {"ں"}


@pytest.mark.parametrize(
    ("written", "is_run"),
    [
        ("ضمانتوںمیں", True),
        ("دونوں", False),
        ("کےلیے", True),
        ("کیلے", False),
        ("بڑۓلوگ", True),
        ("کوآڑے", True),
        ("اردآن", True),
        ("القرآن", True),
        ("بآن", False),
        ("آن", False),
        ("", False),
    ],
)
def test_letters_that_prove_a_space(written: str, is_run: bool) -> None:
    assert surely_run(written) == is_run
    # Nothing leads anywhere that costs as much as a word nobody knows, and all that is allowed to several besides.
    assert hopeless("ابتث", written) == pytest.approx(2 + 2.4 * 4 + 4 + 3 + 6 * is_run)


@pytest.mark.parametrize(("piece", "price"), [("ابتں", inf), ("ابتثں", 2 + 2.4 * 5 + 3), ("ابتثج", inf)])
def test_a_word_that_nobody_knows_ends_in_noon_ghunna(piece: str, price: float) -> None:
    assert stranger(piece) == pytest.approx(price)


def test_prices_that_were_kept_are_those_that_were_made() -> None:
    known = {"اب": 800.0, "ابتث": 20.0, "ابتثج": 400.0, "جتاب": 1_600.0, "تاب": 100.0, "کا": 9_000.0, "تکا": 50_000.0}
    made = prices(known, letters_of(URDU).grammar)
    assert made.first != made.inner != made.last
    for _ in range(2):
        # Another list of the same words is looked up on the disk.
        found = prices_of(dict(known), URDU)
        assert (found.first, found.inner, found.last, found.longest) == (
            made.first,
            made.inner,
            made.last,
            made.longest,
        )

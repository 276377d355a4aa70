"""The Urdu language module: what folds together, what stays apart, how words inflect, which words are cues."""

from __future__ import annotations

import csv
import itertools
import unicodedata
from pathlib import Path

import polars as pl
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.languages.base import Cue, Pos
from framing.languages.folding import fold, fold_word
from framing.languages.ur import LANGUAGE

#: Letters that the rules are about, so that random words meet them often.
BUSY = "اآأئؤءےۓیيىہهھۃۂوںنمتجکكگرپذشچ" + "\u0654\u0653\u064e\u0670\u200c\u0640" + "ﷲﷺﺅﮯ" + "0۵"
ARABIC = "".join(chr(code) for code in range(0x0600, 0x0700) if unicodedata.category(chr(code))[0] in "LMN")
WORDS = st.text(alphabet=BUSY, max_size=9) | st.text(alphabet=ARABIC, max_size=7)
LEMMAS = st.text(alphabet="اآبپتجدرسکگلمنوہیےںھئ \u064f", max_size=8)
POS: tuple[Pos, ...] = ("noun", "verb", "adj", "adv", "phrase")
WORD_LIST = Path(__file__).parents[2] / "lexicons" / "ur" / "words.csv"


def folds(words: list[str]) -> list[str]:
    return fold(pl.Series(words, dtype=pl.String), LANGUAGE).to_list()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("کيا", "کیا"),  # Arabic yeh
        ("علىٰ", "علی"),  # alef maksura with superscript alef
        ("كشمير", "کشمیر"),  # Arabic kaf
        ("هے", "ہے"),  # Arabic heh
        ("محکمۂ", "محکمہ"),  # izafat on heh
        ("زکوٰة", "زکوہ"),  # teh marbuta
        ("أمن", "امن"),  # alef with hamza
        ("ﺅ", "و"),  # a contextual shape left by a converter
        ("مؤقف", "موقف"),  # waw with hamza
        ("کیلئے", "کیلیے"),  # hamza or yeh before ے
        ("گئے", "گۓ"),  # one letter for two
        ("لئے", "لیے"),
        ("دیئے", "دیے"),  # hamza and yeh both
        ("چاہئے", "چاہیے"),
        ("پیئیں", "پئیں"),
        ("مےں", "میں"),  # ے typed within a word
        ("پلےئرز", "پلیئرز"),  # the same before hamza
        ("علماء", "علما"),  # bare hamza
        ("شرکائ", "شرکاء"),  # ئ typed for a bare hamza
        ("گئ", "گئی"),  # ئی cut short
        ("کویٔ", "کوئی"),  # hamza mark over Farsi yeh
        ("رہنمائوں", "رہنماؤں"),  # hamza before instead of over waw
        ("دبائو", "دباؤ"),
        ("فوراً", "فورا"),  # tanwin
        ("مُلک", "ملک"),  # short vowel
        ("ا\u0653ج", "آج"),  # decomposed madda
        ("عبداﷲ", "عبداللہ"),  # ligature, with the alef that belongs to it
        ("نبیﷺ", "نبی"),  # honorific typed onto a name
        ("پاکـستان", "پاکستان"),  # tatweel
        ("ہنر\u200cمند", "ہنرمند"),  # non-joiner
        ("ھے", "ہے"),  # no word begins with ھ
        ("لوھا", "لوہا"),  # nor does ھ follow a vowel
        ("انھوں", "انہوں"),  # listed class
        ("انھیں", "انہیں"),
        ("جنھوں", "جنہوں"),
        ("تمھارا", "تمہارا"),
        ("منھ", "منہ"),
        ("مجہے", "مجھے"),
        ("گذشتہ", "گزشتہ"),  # two usual spellings
        ("بلکل", "بالکل"),  # an alef that is not heard
        ("زرائع", "ذرائع"),  # letters of one sound
        ("زمہ", "ذمہ"),
        ("ذہنی", "زہنی"),
        ("مذید", "مزید"),
        ("ذیادہ", "زیادہ"),
        ("مزاکرات", "مذاکرات"),
        ("مظبوط", "مضبوط"),
        ("ہوے", "ہوئے"),  # hamza left out
        ("۳۷", "37"),  # digits
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert fold_word(one, LANGUAGE) == fold_word(other, LANGUAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("کھا", "کہا"),  # ate, said
        ("پھاڑ", "پہاڑ"),  # tear, mountain
        ("بھی", "بہی"),  # also, ledger
        ("میں", "مین"),  # in, main
        ("ماں", "مان"),  # mother, accept
        ("گئی", "گی"),  # went, will
        ("کئی", "کی"),  # several, of
        ("گئے", "گے"),  # went, will
        ("نئے", "نے"),  # new, ergative
        ("آئیے", "آئے"),  # please come, came
        ("آور", "اور"),  # bringing, and
        ("بڑی", "بڑے"),  # final ی and ے are endings
        ("ڈر", "در"),  # retroflex and dental
        ("مزید", "مذہب"),
        ("زمین", "ذمین"),  # no rule for letters of one sound at large
        ("نظر", "نذر"),  # sight, offering
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold_word(one, LANGUAGE) != fold_word(other, LANGUAGE)


#: The first and the last of each stretch of contextual shapes, and a word that is written in them.
SHAPES = {
    "\ufb50": "ا",
    "\ufbb1": "یی",
    "\ufbd3": "ڭ",
    "\ufbff": "ی",
    "\ufe80": "",
    "\ufefc": "لا",
    "\ufee3\ufbff\ufb9f": "میں",
}


@pytest.mark.parametrize("written", SHAPES)
def test_contextual_shapes_are_their_letters(written: str) -> None:
    (folded,) = folds([f"ب{written}ب"])
    assert folded == folds([f"ب{SHAPES[written]}ب"])[0]


@given(st.lists(WORDS, min_size=1, max_size=20))
@settings(deadline=None)
def test_folding_again_changes_nothing(words: list[str]) -> None:
    once = folds(words)
    assert folds(once) == once


@given(st.lists(WORDS, min_size=1, max_size=20))
@settings(deadline=None)
def test_composed_and_decomposed_text_fold_alike(words: list[str]) -> None:
    composed = [unicodedata.normalize("NFC", word) for word in words]
    assert folds(composed) == folds([unicodedata.normalize("NFD", word) for word in words])


@given(WORDS)
@settings(deadline=None)
def test_no_mark_and_no_foreign_letter_is_left(word: str) -> None:
    folded = fold_word(word, LANGUAGE)
    assert not any(unicodedata.combining(letter) for letter in folded)
    assert not set(folded) & set("يىكهۃةۂۀأإؤئءۓ")


@pytest.mark.parametrize(
    ("lemma", "pos", "forms"),
    [
        ("لڑکا", "noun", "لڑکا لڑکے لڑکوں"),  # marked masculine
        ("معاہدہ", "noun", "معاہدے معاہدوں معاہدات"),  # silent ہ, Arabic plural
        ("گروہ", "noun", "گروہوں"),  # sounded ہ
        ("پالیسی", "noun", "پالیسیاں پالیسیوں"),
        ("رہنما", "noun", "رہنماؤں رہنمائوں رہنماوں رہنماں"),  # unmarked, and the ways it is misspelt
        ("دعا", "noun", "دعائیں دعاؤں"),
        ("سازش", "noun", "سازشیں سازشوں"),
        ("الزام", "noun", "الزامات الزاموں"),
        ("ماہر", "noun", "ماہرین ماہروں"),
        ("ملک", "noun", "ممالک ملکوں"),  # broken plural
        ("مُلک", "noun", "ممالک"),  # with its vowel mark
        ("ہندو", "noun", "ہندوؤں"),
        ("ماں", "noun", "مائیں ماؤں"),
        ("بڑا", "adj", "بڑے بڑی"),
        ("نیا", "adj", "نئے نئی"),
        ("پانچواں", "adj", "پانچویں"),
        ("بزدل", "adj", "بزدلوں"),  # as a noun
        ("کرنا", "verb", "کر کرنے کرنی کرتا کرتے کرتی کیا کیے کی کیں کرے کریں کروں کرو کیجیے"),
        ("کر", "verb", "کرنا کیا"),  # by its root
        ("لینا", "verb", "لے لیا لیں لیتے لوں لیجیے"),
        ("دینا", "verb", "دے دیا دی دیتا دیں"),
        ("دےنا", "verb", "دیا دینے"),  # misspelt lemma
        ("جانا", "verb", "جا گیا گئے گئی گئیں جائے جائیں جاؤں جاتا"),
        ("ہونا", "verb", "ہو ہوا ہوئے ہے ہیں تھا تھیں ہوں ہوتی"),
        ("پینا", "verb", "پی پیا پیے پئیں پیتے"),
        ("کہنا", "verb", "کہہ کہا کہتے کہے کہیں"),
        ("بتانا", "verb", "بتا بتایا بتائے بتائی بتاؤ بتائیں بتاتے"),
        ("سونا", "verb", "سویا سوئے سوؤں"),
        ("چھونا", "verb", "چھوا چھوئی"),
        ("پھاڑنا", "verb", "پھاڑ پھاڑا پھاڑے پھاڑی پھاڑیں پھاڑتے پھاڑنے پھاڑکر"),
        ("شاہد", "noun", "شواہد شاہدین شاہدوں"),  # two plurals of two senses
        ("تفصیل", "noun", "تفصیلات تفصیلیں"),
        ("تھا", "verb", "تھے تھی تھیں"),  # no infinitive
        ("سنگ میل", "noun", "سنگ میلوں"),  # the last of several words
    ],
)
def test_inflection_has_the_forms(lemma: str, pos: Pos, forms: str) -> None:
    expected = {forms} if " " in lemma else set(forms.split())
    assert not set(folds(sorted(expected))) - set(folds(sorted(LANGUAGE.inflect(lemma, pos))))


@pytest.mark.parametrize(
    ("lemma", "pos", "wrong"),
    [
        ("کہنا", "verb", "کہ"),  # "that" is no form of "say"
        ("دینا", "verb", "دو"),  # "two"
        ("مہم", "noun", "مہمان"),  # campaign, guest
        ("جان", "noun", "جانات"),
        ("جانا", "verb", "جایا"),
        ("کرنا", "verb", "کرا"),  # the root of the causative
        ("چاہنا", "verb", "چاہیے"),  # the modal
        ("لڑنا", "verb", "لڑکے"),  # boys
        ("رونا", "verb", "روکے"),  # a form of روکنا
        ("طالب", "noun", "طالبان"),  # a name
        ("نشانہ", "noun", "نشانات"),  # the plural of نشان
        ("اخراج", "noun", "اخراجات"),  # expenses
        ("خبر", "noun", "اخبار"),  # a newspaper
        ("بہت", "adv", "بہتوں"),  # adverbs do not inflect
        ("نیا", "adj", "نیاوں"),
    ],
)
def test_inflection_leaves_other_words_alone(lemma: str, pos: Pos, wrong: str) -> None:
    assert fold_word(wrong, LANGUAGE) not in folds(sorted(LANGUAGE.inflect(lemma, pos)))


@given(LEMMAS, st.sampled_from(POS))
def test_inflection_has_the_lemma_and_never_fails(lemma: str, pos: Pos) -> None:
    forms = LANGUAGE.inflect(lemma, pos)
    assert lemma in forms
    assert pos in {"noun", "verb", "adj"} or forms == {lemma}


@given(LEMMAS)
def test_infinitive_and_root_inflect_alike(root: str) -> None:
    word = root.replace(" ", "").replace("\u064f", "") or "کر"
    infinitive = word + "نا"
    # تھا, "was", is no root.
    if (
        word != "تھا"
        and len(infinitive) > 3
        and not word.endswith(("نا", "ی", "ے", "ہ"))
        and infinitive not in {"اپنا", "پہنا"}
    ):
        assert LANGUAGE.inflect(word, "verb") - {word} <= LANGUAGE.inflect(infinitive, "verb")


def test_function_words_are_no_words_of_the_neighbours() -> None:
    own = set(folds(sorted(LANGUAGE.function_words)))
    lists = {code: set(folds(sorted(words))) for code, words in LANGUAGE.neighbours.items()}
    assert set(lists) == {"pnb", "skr", "sd", "ps", "fa", "ar"}
    assert all(not words & own and "" not in words for words in lists.values())
    assert 50 <= len(own) <= 200


def test_first_person_leaves_out_the_postposition() -> None:
    assert "میں" not in LANGUAGE.cue_words[Cue.FIRST_PERSON]
    assert "ہم" in LANGUAGE.cue_words[Cue.FIRST_PERSON]


def test_cues_are_single_words() -> None:
    words = [word for listed in LANGUAGE.cue_words.values() for word in listed]
    assert all(regex.fullmatch(r"\p{Arabic}+", fold_word(word, LANGUAGE)) for word in words)


def test_fixed_phrases_shield_their_negation() -> None:
    reach = {negation.term: (negation.behind, negation.ahead) for negation in LANGUAGE.negations}
    assert len(reach) == len(LANGUAGE.negations)
    # Urdu puts it behind what it negates.
    assert reach["نہیں"][0] > reach["نہیں"][1] == 0
    assert reach["نہ صرف"] == reach["بلا شبہ"] == reach["شک نہیں"] == (0, 0)
    shields = [term for term, span in reach.items() if span == (0, 0)]
    assert all(any(word in reach for word in term.split()) for term in shields), (
        "a shield without a cue shields nothing"
    )


def reach(*terms: str) -> set[tuple[int, int]]:
    listed = {negation.term: (negation.behind, negation.ahead) for negation in LANGUAGE.negations}
    return {listed[term] for term in terms}


def test_without_reaches_to_its_own_side() -> None:
    assert all(behind and not ahead for behind, ahead in reach("کے بغیر", "کے بنا"))
    assert all(ahead and not behind for behind, ahead in reach("بغیر کسی", "بنا کسی|کچھ|کوئی", "ناقابل", "عدم"))


def test_denial_negates_and_what_cannot_be_denied_stands() -> None:
    assert all(behind and not ahead for behind, ahead in reach("سے انکار|انکاری", "کی تردید|نفی"))
    assert reach("سے انکار نہیں", "سے انکار ممکن نہیں", "کی تردید نہیں") == {(0, 0)}


def test_not_merely_is_shielded_over_a_gap() -> None:
    assert reach("صرف … نہیں بلکہ", "محض … نہیں بلکہ") == {(0, 0)}
    assert reach("نہیں بلکہ") != {(0, 0)}


def test_what_tells_only_with_a_verb_of_doing_is_no_word_of_saying() -> None:
    cues = LANGUAGE.cue_words
    assert {"واضح", "ظاہر", "معلوم"} <= cues[Cue.TELLING]
    assert not {"واضح", "ظاہر", "معلوم"} & cues[Cue.REPORTING]
    assert {"کیا", "ہوا"} <= cues[Cue.DOING]
    assert not {"ہے", "ہیں"} & cues[Cue.DOING]


def test_rules_are_no_reports() -> None:
    assert {"قانون", "شیڈول", "معاہدے"} <= LANGUAGE.cue_words[Cue.RULE]
    assert not {"رپورٹ", "بیان", "ذرائع", "فیصلے"} & LANGUAGE.cue_words[Cue.RULE]


def test_initials_that_are_words_end_sentences() -> None:
    assert {"ایم", "این", "ڈی"} <= LANGUAGE.cue_words[Cue.ABBREVIATION]
    assert not {"آئی", "پی", "جی", "کے", "اے"} & LANGUAGE.cue_words[Cue.ABBREVIATION]


def test_word_list_is_sorted_folded_and_urdu() -> None:
    with WORD_LIST.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    words = [row["word"] for row in rows]
    order = [(-float(row["per_million"]), row["word"]) for row in rows]
    assert order == sorted(order)
    assert len(set(words)) == len(words)
    assert folds(words) == words
    assert all(regex.fullmatch(r"\p{Arabic}+", word) for word in words)
    assert sum(float(row["per_million"]) for row in rows) < 1_000_000


def test_word_list_has_words_and_not_what_ran_together() -> None:
    with WORD_LIST.open(encoding="utf-8", newline="") as handle:
        words = {row["word"] for row in csv.DictReader(handle)}
    assert set(folds(["پاکستان", "کہا", "معاہدہ", "اعلان", "دونوں"])) <= words
    assert not words & set(folds(["کرنیکا", "کردیا", "ہوگا", "اورمصنوعی", "ں", "ئوں"]))


def test_listed_negations_and_function_words_are_known() -> None:
    with WORD_LIST.open(encoding="utf-8", newline="") as handle:
        words = {row["word"] for row in csv.DictReader(handle)}
    cues = itertools.chain.from_iterable(regex.split(r"[\s|…]+", negation.term) for negation in LANGUAGE.negations)
    # کیلئے is کے and لیے run together, which the list leaves to spacing repair.
    assert set(folds([*cues, *LANGUAGE.function_words])) - set(folds(["کیلئے"])) <= words

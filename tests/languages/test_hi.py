"""The Hindi language module: what folds together, what stays apart, how words inflect, which words are cues."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.languages.base import Cue, Pos
from framing.languages.folding import fold, fold_word
from framing.languages.hi import LANGUAGE

DEVANAGARI = "".join(chr(code) for code in range(0x0900, 0x0980) if unicodedata.category(chr(code))[0] in "LMN")
#: Letters that the rules are about, so that random words meet them often.
BUSY = "अआएओऐऔईयनमङणतदधठढथखशसबहगचछजरक" + "ािीेैोौॅॉृं्ँः\u093c\u200d"
WORDS = st.text(alphabet=BUSY, max_size=9) | st.text(alphabet=DEVANAGARI, max_size=7)
LEMMAS = st.text(alphabet="अआईकखगजनरलवसहचतप" + "ािीुूेोंँ्\u093c", max_size=7)
POS: tuple[Pos, ...] = ("noun", "verb", "adj", "adv", "phrase")


def folds(words: list[str]) -> list[str]:
    return fold(pl.Series(words, dtype=pl.String), LANGUAGE).to_list()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("क़ानून", "कानून"),  # nukta left out
        ("\u0958ानून", "क\u093cानून"),  # composed and decomposed nukta
        ("\u0931ाम", "राम"),  # a nukta letter that NFC keeps whole
        ("हँस", "हंस"),  # chandrabindu
        ("हिन्दी", "हिंदी"),  # dental nasal
        ("सम्बन्ध", "संबंध"),  # labial and dental nasal
        ("झण्डा", "झंडा"),  # retroflex nasal
        ("गङ्गा", "गंगा"),  # velar nasal
        ("पाञ्चजन्य", "पांचजन्य"),  # palatal nasal; the final न्य stays
        ("इन्फेक्शन", "इंफेक्शन"),  # न् before any stop in loan words
        ("हिंन्दी", "हिंदी"),  # nasal written twice
        ("दुःख", "दुख"),  # visarga
        ("दिल्लीः", "दिल्ली"),  # visarga typed for a colon
        ("अर्थात्", "अर्थात"),  # final virama
        ("गये", "गए"),  # glide before े
        ("नयी", "नई"),  # glide before ी
        ("गयीं", "गईं"),  # the same, plural
        ("योजनायें", "योजनाएं"),  # plural with a glide
        ("करायेंगे", "कराएंगे"),  # future with a glide
        ("चाहिये", "चाहिए"),  # modal
        ("कीजियेगा", "कीजिएगा"),  # polite future
        ("करेगें", "करेंगे"),  # misplaced anusvara
        ("भाईयों", "भाइयों"),  # long vowel before a plural ending
        ("कर्त्तव्य", "कर्तव्य"),  # consonant doubled after r
        ("अर्द्ध", "अर्ध"),  # the same with द्ध
        ("महत्त्व", "महत्व"),  # तत्त्व class
        ("उज्जवल", "उज्ज्वल"),  # both common spellings of it
        ("श्रृंखला", "शृंखला"),  # vowel ऋ written with r
        ("चिन्ह", "चिह्न"),  # h and n in either order
        ("ब्राम्हण", "ब्राह्मण"),  # h and m in either order
        ("अन्तर्राष्ट्रीय", "अंतरराष्ट्रीय"),  # two rules after one another
        ("युध्द", "युद्ध"),  # cluster in the wrong order
        ("लाेग", "लोग"),  # ो typed as ा + े
        ("केा", "को"),  # ो typed as े + ा
        ("डाॅक्टर", "डॉक्टर"),  # ॉ typed as ा + ॅ
        ("अाैर", "और"),  # औ typed in three pieces
        ("मेें", "में"),  # vowel sign typed twice
        ("है\u200d", "है"),  # stray joiner
        ("१९४७", "1947"),  # digits
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert fold_word(one, LANGUAGE) == fold_word(other, LANGUAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("काम", "कम"),  # vowel length: work, less
        ("दिन", "दीन"),  # vowel length: day, poor
        ("कॉफी", "काफी"),  # ऑ: coffee, enough
        ("ये", "ए"),  # a whole word, no ending
        ("है", "हैं"),  # anusvara makes the plural
        ("मांगें", "मांगे"),  # demands, demanded
        ("वाक्ये", "वाक्ए"),  # no glide in a cluster
        ("उन्हें", "उंहें"),  # न् before h is n
        ("सम्मान", "संमान"),  # म् before m is m
        ("जन्म", "जंम"),  # न् before m is n
        ("टाइम्स", "टाइंस"),  # म् before s is m
        ("कोश", "कोष"),  # sibilants
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold_word(one, LANGUAGE) != fold_word(other, LANGUAGE)


@pytest.mark.parametrize("word", ["अन्न", "सम्मेलन", "उन्होंने", "मार्गों", "ज्ञान", "विद्वान", "स्थान", "राष्ट्रीय", "नम्र"])
def test_ordinary_words_stay_as_they_are(word: str) -> None:
    assert fold_word(word, LANGUAGE) == word


@settings(max_examples=400)
@given(WORDS)
def test_folding_twice_is_folding_once(word: str) -> None:
    (once,) = folds([word])
    assert folds([once]) == [once]


@given(WORDS)
def test_unicode_form_does_not_matter(word: str) -> None:
    forms = [unicodedata.normalize("NFC", word), unicodedata.normalize("NFD", word)]
    assert len(set(folds(forms))) == 1


@pytest.mark.parametrize(
    ("lemma", "pos", "forms"),
    [
        ("लड़का", "noun", "लड़के लड़कों"),  # marked masculine
        ("रुपया", "noun", "रुपये रुपयों"),  # marked masculine with a glide
        ("नीति", "noun", "नीतियां नीतियों"),  # feminine in short i
        ("लड़की", "noun", "लड़कियां लड़कियों"),  # feminine in long i
        ("भाई", "noun", "भाइयों"),  # the vowel as a letter
        ("किताब", "noun", "किताबें किताबों"),  # feminine in a consonant
        ("देश", "noun", "देशों"),  # masculine in a consonant
        ("परिषद्", "noun", "परिषदें परिषदों"),  # final virama goes before an ending
        ("हिंदू", "noun", "हिंदुओं"),  # long u shortens
        ("नेता", "noun", "नेताओं"),  # unmarked masculine
        ("भाषा", "noun", "भाषाएं भाषाओं"),  # feminine in aa
        ("चिड़िया", "noun", "चिड़ियां चिड़ियों"),  # feminine in iyaa
        ("मां", "noun", "माएं मांओं"),  # irregular
        ("दर्रा", "noun", "दर्रे दर्रों"),  # marked, though it ends like feminine यात्रा
        ("दोस्त", "noun", "दोस्तों दोस्तो"),  # vocative
        ("फुट", "noun", "फीट"),  # irregular
        ("वोटर", "noun", "वोटर्स"),  # English plural
        ("करना", "verb", "किया किए की कीं करें कीजिए करके करूंगा"),  # irregular perfective
        ("जाना", "verb", "गया गए गई गईं जाता जाएगा जाकर"),  # suppletive perfective
        ("देना", "verb", "दिया दी दूंगा दें दीजिए"),  # contracted moods
        ("लेना", "verb", "लिया लीं लेंगे लो"),  # contracted moods
        ("होना", "verb", "है हैं हूं था थीं हुआ हुई होगा हों"),  # suppletive
        ("पीना", "verb", "पिया पिएगा पीएंगे पीजिए"),  # shortened vowel
        ("छूना", "verb", "छुआ छुई छुएगा छूता"),  # shortened vowel
        ("आना", "verb", "आया आई आऊंगा आओ"),  # root of one letter
        ("बनाना", "verb", "बना बनाया बनाकर बनाएंगे"),  # vowel-final root that looks like an infinitive
        ("फाड़", "verb", "फाड़ना फाड़ते फाड़कर फाड़ा फाड़ेगी"),  # given as a root
        ("बचना", "verb", "बचके"),  # conjunctive
        ("करवाना", "verb", "करवाया करवाकर करवाएगा करवाई"),  # causative
        ("है", "verb", "हैं हूं"),  # no infinitive
        ("नया", "adj", "नए नई"),  # glide
        ("अच्छा", "adj", "अच्छे अच्छी"),  # marked
        ("पांचवां", "adj", "पांचवें पांचवीं"),  # nasal
        ("दायां", "adj", "दाएं दाईं"),  # nasal with a glide
    ],
)
def test_inflection_has_the_forms(lemma: str, pos: Pos, forms: str) -> None:
    generated = set(folds(list(LANGUAGE.inflect(lemma, pos))))
    assert set(folds(forms.split())) <= generated


@pytest.mark.parametrize(
    ("lemma", "pos", "stranger"),
    [
        ("माला", "noun", "मालों"),  # of माल "goods"
        ("कर", "noun", "करें"),  # "do", not "taxes"
        ("कमी", "noun", "कमीज"),  # shirt
        ("साइन", "noun", "साइंस"),  # science
        ("एकता", "noun", "एकते"),  # abstract nouns are feminine
        ("लड़ना", "verb", "लड़के"),  # boys
        ("रोना", "verb", "रोके"),  # of रोकना
        ("यात्रा", "noun", "यात्रे"),  # feminine
        ("खेल", "noun", "खेलो"),  # the imperative
        ("करना", "verb", "करा"),  # of कराना
        ("चाहना", "verb", "चाहिए"),  # the modal
        ("कहना", "verb", "कहीं"),  # somewhere
        ("जानना", "verb", "जाने"),  # of जाना
        ("बनना", "verb", "बनाया"),  # of the causative
        ("मौजूदा", "adj", "मौजूदी"),  # invariable
        ("ताज", "adj", "ताजा"),  # adjectives in a consonant do not change
        ("आज", "adv", "आजों"),  # adverbs do not inflect
    ],
)
def test_inflection_does_not_reach_into_other_words(lemma: str, pos: Pos, stranger: str) -> None:
    assert not set(folds([stranger])) & set(folds(list(LANGUAGE.inflect(lemma, pos))))


@pytest.mark.parametrize(
    ("root", "infinitive"), [("कर", "करना"), ("बना", "बनाना"), ("पहना", "पहनाना"), ("सुन", "सुनना"), ("जा", "जाना")]
)
def test_verbs_are_taken_as_root_or_infinitive(root: str, infinitive: str) -> None:
    assert LANGUAGE.inflect(root, "verb") == LANGUAGE.inflect(infinitive, "verb")


def test_the_last_of_several_words_inflects() -> None:
    assert {"गला फाड़ते", "गला फाड़ना"} <= LANGUAGE.inflect("गला फाड़ना", "verb")


@given(LEMMAS | st.text(max_size=6), st.sampled_from(POS))
def test_every_inflection_has_its_lemma(lemma: str, pos: Pos) -> None:
    assert lemma in LANGUAGE.inflect(lemma, pos)


def running_on(word: str) -> bool:
    (folded,) = folds([word])
    listed = folds(sorted(LANGUAGE.cue_words[Cue.RUNNING_ON]))
    return folded in listed or re.search(LANGUAGE.cue_patterns[Cue.RUNNING_ON], folded) is not None


@pytest.mark.parametrize("word", ["करेगा", "करेंगे", "जाऊंगा", "जायेगी", "दूंगी", "होगा", "होंगे", "आएंगी", "करोगे", "चाहिये"])
def test_futures_run_on(word: str) -> None:
    assert running_on(word)


@pytest.mark.parametrize("word", ["मनरेगा", "योगी", "रोगी", "ढोंगी", "गूंगा", "मूंगा", "मेगा", "नेगी", "लोग", "मांगे", "आगे"])
def test_what_only_looks_like_a_future_does_not(word: str) -> None:
    assert not running_on(word)


@pytest.mark.parametrize(
    ("cue", "word"),
    [
        (Cue.REPORTING, "बता"),  # बता दें कि is the outlet's own
        (Cue.REPORTING, "कहीं"),  # somewhere
        (Cue.REPORTING, "मान"),  # suppose
        (Cue.CLAUSE, "और"),  # joins words as often as clauses
        (Cue.ABBREVIATION, "जी"),  # ends sentences
        (Cue.ABBREVIATION, "है"),  # ends sentences
        (Cue.AUXILIARY, "दो"),  # two
        (Cue.REPORTING, "स्पष्ट"),  # स्पष्ट है कि is the outlet's view
        (Cue.REPORTING_BARE, "उत्तर"),  # north
        (Cue.RULE, "रिपोर्ट"),  # says something
        (Cue.RULE, "अनुमान"),  # is somebody's
        (Cue.HAPPENING, "करेगा"),  # somebody's promise
        (Cue.SPEAKER, "आप"),  # you
    ],
)
def test_words_that_are_no_cue(cue: Cue, word: str) -> None:
    assert fold_word(word, LANGUAGE) not in folds(sorted(LANGUAGE.cue_words[cue]))


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        (Cue.COMPLEMENTIZER, "कि"),
        (Cue.REPORTING, "कहा कहते कहकर बताया बताई बोले दावा आरोप ऐलान एलान माना मानना चेताया दोहराया पुष्टि पूछा लिखा जोड़ा"),
        (Cue.ACCORDING, "मुताबिक अनुसार"),
        (Cue.CLAUSE, "जबकि लेकिन मगर परन्तु किन्तु हालांकि वहीं"),
        (Cue.FIRST_PERSON, "मैं मैंने हमारा हमें"),
        (Cue.AUXILIARY, "है रहा रहे गया गयी चुके दिया लिये सकता पाई था"),
        (Cue.PARTICLE, "भी ही तो नहीं"),
        (Cue.ABBREVIATION, "डॉ प्रो एस"),
        (Cue.DISTANCING, "तथाकथित कथित"),
        (Cue.REPORTING_BARE, "कहा बोले लिखा बताया"),
        (Cue.TELLING, "स्पष्ट साफ संकेत"),
        (Cue.DOING, "किया की दिया दिए कर"),
        (Cue.NARRATIVE, "ने उन्होंने"),
        (Cue.OBJECT, "को इसे उन्हें"),
        (Cue.RULE, "नियमों कानून योजना पंचांग जरूरत"),
        (Cue.CALENDAR, "सोमवार मार्च बजे"),
        (Cue.HAPPENING, "होगा होगी"),
        (Cue.NAMED, "फिल्म योजना"),
        (Cue.SPEAKER, "पीएम कोर्ट अखबार"),
    ],
)
def test_words_that_are_cues(cue: Cue, words: str) -> None:
    assert set(folds(words.split())) <= set(folds(sorted(LANGUAGE.cue_words[cue])))


def test_negations_are_distinct_after_folding() -> None:
    terms = [" ".join(folds(negation.term.split())) for negation in LANGUAGE.negations]
    assert len(terms) == len(set(terms))


def test_shields_contain_a_cue_that_negates() -> None:
    # A term that reaches nowhere has a purpose only where a shorter cue inside it would have reached.
    cues = {negation.term for negation in LANGUAGE.negations if negation.ahead or negation.behind}
    for negation in LANGUAGE.negations:
        if not negation.ahead and not negation.behind:
            assert cues & set(negation.term.split()), negation.term


@pytest.mark.parametrize("code", sorted(LANGUAGE.neighbours))
def test_neighbours_share_no_function_word(code: str) -> None:
    own = set(folds(sorted(LANGUAGE.function_words)))
    assert not own & set(folds(sorted(LANGUAGE.neighbours[code])))


def word_list() -> pl.DataFrame:
    path = Path(__file__).parents[2] / "lexicons" / "hi" / "words.csv"
    return pl.read_csv(path, schema={"word": pl.String, "per_million": pl.Float64})


def test_word_list_is_folded_sorted_and_unique() -> None:
    words = word_list()
    assert words["word"].is_unique().all()
    assert folds(words["word"].to_list()) == words["word"].to_list()
    assert words.equals(words.sort("per_million", "word", descending=[True, False]))


def test_word_list_has_plausible_frequencies() -> None:
    words = word_list()
    assert set(folds(sorted(LANGUAGE.function_words))) <= set(words["word"].head(3_000))
    assert 500_000 < words["per_million"].sum() <= 1_000_000


def test_word_list_has_no_neighbour_words_up_front() -> None:
    common = set(word_list()["word"].head(1500))
    for code, neighbour in LANGUAGE.neighbours.items():
        assert not common & set(folds(sorted(neighbour))), code

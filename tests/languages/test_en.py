"""The English language module: what folds together, what stays apart, how words inflect, which words are cues."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.languages.base import Cue, Pos
from framing.languages.en import LANGUAGE
from framing.languages.folding import fold, fold_word

WORD_LIST = Path(__file__).parents[2] / "lexicons" / "en" / "words.csv"
POS: tuple[Pos, ...] = ("noun", "verb", "adj", "adv", "phrase")
#: Pieces that the spelling rules are about, so that random words meet several rules at once.
PIECES = [
    "col",
    "our",
    "or",
    "un",
    "re",
    "travel",
    "l",
    "ed",
    "ing",
    "organ",
    "iz",
    "is",
    "ation",
    "cent",
    "er",
    "man",
    "oeuv",
]
PIECES += [
    "'s",
    "'",
    "’s",
    "it",
    "that",
    " s",
    "é",
    "e\u0301",
    "\u0302",
    "ß",
    "Æ",
    "an",
    "aem",
    "e",
    "s",
    "judg",
    "ment",
    "ue",
    "log",
]
WORDS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join) | st.text(max_size=8)


def folds(words: list[str]) -> list[str]:
    return fold(pl.Series(words, dtype=pl.String), LANGUAGE).to_list()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Minister", "MINISTER"),  # case
        ("Russia's", "Russia"),  # possessive
        ("Russia’s", "russia"),  # possessive with a curly apostrophe
        ("workers'", "workers"),  # possessive of a plural
        ("don’t", "don't"),  # curly apostrophe of a contraction
        ("café", "cafe"),  # an accent
        ("Erdoğan", "Erdogan"),  # a letter of another alphabet's Latin
        ("Ångström", "angstrom"),  # capital with a ring
        ("ﬁnance", "finance"),  # ligature out of a PDF
        ("de\u00adfence", "defense"),  # soft hyphen, then spelling
        ("favourable", "favorable"),  # -our- within the word
        ("Neighbourhoods", "neighborhoods"),  # -our- with a suffix
        ("misdemeanour", "misdemeanor"),  # -our at the end
        ("organisation", "organization"),  # -isation
        ("criticises", "criticizes"),  # -ises
        ("mobilising", "mobilizing"),  # -ising
        ("paralysed", "paralyzed"),  # -yse
        ("centre", "center"),  # -re
        ("centred", "centered"),  # -re in a verb
        ("kilometres", "kilometers"),  # a unit in -re
        ("theatregoers", "theatergoers"),  # -re within a compound
        ("defence", "defense"),  # -ce
        ("offences", "offenses"),  # -ce in the plural
        ("licence", "license"),  # noun and verb
        ("practised", "practiced"),  # verb and noun
        ("travelled", "traveled"),  # -ll-
        ("councillors", "councilors"),  # -ll- before -or
        ("marvellous", "marvelous"),  # -ll- before -ous
        ("fulfil", "fulfill"),  # the single l is British
        ("instalment", "installment"),  # the single l is British
        ("skilful", "skillful"),  # the single l is British
        ("jewellery", "jewelry"),  # two letters go
        ("focussed", "focused"),  # -ss-
        ("paediatric", "pediatric"),  # ae
        ("haemorrhaging", "hemorrhaging"),  # ae
        ("anaesthetic", "anesthetic"),  # ae
        ("foetus", "fetus"),  # oe
        ("manoeuvred", "maneuvered"),  # oe and -re
        ("manoeuvring", "maneuvering"),  # oe and -re without its e
        ("catalogued", "cataloged"),  # -ogue
        ("programme", "program"),  # -me
        ("judgement", "judgment"),  # silent e
        ("ageing", "aging"),  # silent e
        ("mould", "mold"),  # ou
        ("grey", "gray"),  # a word of its own
        ("sceptical", "skeptical"),  # sc
        ("Eurosceptics", "euroskeptics"),  # sc within a compound
        ("ploughing", "plowing"),  # ough
        ("czar", "tsar"),  # two transcriptions
        ("advisors", "advisers"),  # -or
    ],
)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert fold_word(one, LANGUAGE) == fold_word(other, LANGUAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("its", "it's"),  # possessive pronoun and contraction
        ("let's", "let"),  # a contraction is no possessive
        ("that's", "that"),  # the complementizer is another word
        ("we're", "were"),  # the apostrophe within a word counts
        ("four", "for"),  # -our outside the listed stems
        ("tour", "tor"),  # the same
        ("contour", "contor"),  # a longer one
        ("prize", "prise"),  # no vowel before -ize
        ("size", "sise"),  # the same
        ("seize", "seise"),  # a vowel right before -ize
        ("metre", "meter"),  # a length and a gauge
        ("timbre", "timber"),  # sound and wood
        ("acre", "acer"),  # -re outside the listed stems
        ("advice", "advise"),  # noun and verb on both sides
        ("device", "devise"),  # the same
        ("called", "caled"),  # -ll- outside the listed stems
        ("planed", "planned"),  # a doubling that tells two verbs apart
        ("tyre", "tire"),  # wheel and fatigue
        ("kerb", "curb"),  # pavement and restraint
        ("storey", "story"),  # floor and report
        ("cheque", "check"),  # payment and control
        ("poet", "pet"),  # oe outside the listed stems
        ("Israel", "isral"),  # ae within a name
        ("rise", "rize"),  # too short for the rule
        ("council", "counsel"),  # two words however near
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold_word(one, LANGUAGE) != fold_word(other, LANGUAGE)


@pytest.mark.parametrize(
    "word", ["rise", "wise", "promise", "four", "tour", "called", "league", "it's", "can't", "o'clock", "shoes"]
)
def test_words_that_no_rule_may_touch(word: str) -> None:
    assert fold_word(word, LANGUAGE) == word


@given(st.lists(WORDS, max_size=5))
def test_folding_twice_is_folding_once(words: list[str]) -> None:
    once = folds(words)
    assert folds(once) == once


@given(st.lists(WORDS, max_size=5))
def test_composed_and_decomposed_words_fold_alike(words: list[str]) -> None:
    assert folds([unicodedata.normalize("NFC", word) for word in words]) == folds(
        [unicodedata.normalize("NFD", word) for word in words]
    )


def test_no_rule_merges_two_common_words() -> None:
    """The word list is of folded words, so a rule that changed one of them would merge it with another."""
    words = pl.read_csv(WORD_LIST)["word"]
    assert (fold(words, LANGUAGE) == words).all()


@pytest.mark.parametrize(
    ("lemma", "pos", "forms"),
    [
        ("country", "noun", "countries"),  # y to ies
        ("key", "noun", "keys"),  # a vowel before the y
        ("clash", "noun", "clashes"),  # a sibilant
        ("crisis", "noun", "crises"),  # Greek
        ("criterion", "noun", "criteria"),  # Greek, without a regular plural
        ("woman", "noun", "women"),  # irregular
        ("policeman", "noun", "policemen"),  # a compound of an irregular noun
        ("German", "noun", "Germans"),  # no compound of man
        ("human", "noun", "humans"),  # nor this
        ("life", "noun", "lives"),  # f to v
        ("chief", "noun", "chiefs"),  # not every f
        ("hero", "noun", "heroes"),  # -oes
        ("photo", "noun", "photos"),  # -os
        ("monarch", "noun", "monarchs"),  # ch as k
        ("runner-up", "noun", "runners-up"),  # the head is first
        ("MP", "noun", "MPs"),  # capitals
        ("sanctions", "noun", ""),  # a plural already
        ("aircraft", "noun", ""),  # the plural is the singular
        ("claim", "verb", "claims claimed claiming"),  # regular
        ("to slam", "verb", "slam slams slammed slamming"),  # infinitive; doubled consonant
        ("open", "verb", "opens opened opening"),  # stress on the first syllable
        ("commit", "verb", "commits committed committing"),  # stress on the last
        ("quit", "verb", "quits quitting quitted"),  # qu is no vowel
        ("travel", "verb", "travels travelled travelling traveled traveling"),  # both sides of the Atlantic
        ("denounce", "verb", "denounces denounced denouncing"),  # silent e
        ("agree", "verb", "agrees agreed agreeing"),  # an e that is not silent
        ("deny", "verb", "denies denied denying"),  # y to i
        ("die", "verb", "dies died dying"),  # ie to y
        ("lie", "verb", "lies lay lain lied lying"),  # two verbs
        ("panic", "verb", "panics panicked panicking"),  # c to ck
        ("veto", "verb", "vetoes vetoed vetoing"),  # o to oes
        ("shout", "verb", "shouts shouted shouting"),  # two vowels: no doubling
        ("strike", "verb", "strikes struck stricken striking"),  # irregular
        ("undercut", "verb", "undercuts undercut undercutting"),  # a prefix before an irregular verb
        ("mislead", "verb", "misleads misled misleading"),  # the same
        ("relay", "verb", "relays relayed relaying"),  # only looks like it
        ("re-elect", "verb", "re-elects re-elected re-electing"),  # hyphen, regular
        ("learn", "verb", "learns learned learnt learning"),  # both pasts
        ("be", "verb", "am is are was were been being"),  # like no other
        ("grim", "adj", "grimmer grimmest"),  # doubled
        ("angry", "adj", "angrier angriest"),  # y to i
        ("unhappy", "adj", "unhappier unhappiest"),  # a prefix does not make it long
        ("bad", "adj", "worse worst"),  # irregular
        ("likely", "adj", "likelier likeliest"),  # a silent e within
        ("historic", "adj", ""),  # long adjectives compare with "more"
        ("capable", "adj", ""),  # -able too
        ("cargo", "noun", "cargos cargoes"),  # both are written
        ("waltz", "noun", "waltzes"),  # z behind a consonant
        ("whiz", "noun", "whizzes"),  # z behind a lone vowel
        ("box", "noun", "boxes"),  # x
        ("bush", "noun", "bushes"),  # sh
        ("soliloquy", "noun", "soliloquies"),  # qu is no vowel here either
        ("boss", "noun", "bosses"),  # ss
        ("gas", "noun", "gases"),  # a single s that is no plural
        ("axis", "noun", "axes"),  # Greek, in x
        ("fungus", "noun", "fungi funguses"),  # Latin, with a regular plural as well
        ("housewife", "noun", "housewives"),  # a compound
        ("shaman", "noun", "shamans"),  # none
        ("play", "verb", "plays played playing"),  # a vowel before the y
        ("box", "verb", "boxes boxed boxing"),  # x is not doubled
        ("show", "verb", "shows showed shown showing"),  # nor is w
        ("visit", "verb", "visits visited visiting"),  # stress on the first syllable
        ("focus", "verb", "focuses focused focussed focusing focussing"),  # both are written
        ("singe", "verb", "singes singed singeing"),  # no singing
        ("dye", "verb", "dyes dyed dyeing"),  # no dying
        ("canoe", "verb", "canoes canoed canoeing"),  # oe
        ("sync", "verb", "syncs synced syncing"),  # c behind the only vowel
        ("demo", "verb", "demos demoed demoing"),  # a plain o
        ("undo", "verb", "undoes undid undone undoing"),  # a prefix before an irregular verb in o
        ("force-feed", "verb", "force-feeds force-fed force-feeding"),  # the last part is irregular
        ("pit-stop", "verb", "pit-stops pit-stopped pit-stopping"),  # the last part is short
        ("shy", "adj", "shier shiest"),  # three letters
        ("ok", "adj", ""),  # two
        ("simple", "adj", "simpler simplest"),  # -le
        ("stable", "adj", ""),  # -able
        ("clever", "adj", "cleverer cleverest"),  # -er
        ("narrow", "adj", "narrower narrowest"),  # -ow
        ("quiet", "adj", "quieter quietest"),  # listed
        ("active", "adj", ""),  # two syllables
        ("unfair", "adj", "unfairer unfairest"),  # the prefix is no syllable of six letters
        ("unfit", "adj", ""),  # of five it is
        ("so-so", "adj", ""),  # a hyphen
        ("soon", "adv", ""),  # adverbs do not inflect here
        ("in cold blood", "phrase", ""),  # nor phrases
    ],
)
def test_inflected_forms(lemma: str, pos: Pos, forms: str) -> None:
    assert LANGUAGE.inflect(lemma, pos) == {lemma, *forms.split()}


def test_of_several_words_the_head_inflects() -> None:
    assert LANGUAGE.inflect("lash out", "verb") == {"lash out", "lashes out", "lashed out", "lashing out"}
    assert LANGUAGE.inflect("turning point", "noun") == {"turning point", "turning points"}
    assert LANGUAGE.inflect("tit for tat", "adj") == {"tit for tat"}


@given(WORDS, st.sampled_from(POS))
def test_forms_include_the_lemma(lemma: str, pos: Pos) -> None:
    assert lemma in LANGUAGE.inflect(lemma, pos)


@given(st.text(max_size=12), st.sampled_from(["adv", "phrase"]))
def test_adverbs_and_phrases_do_not_inflect(lemma: str, pos: Pos) -> None:
    assert LANGUAGE.inflect(lemma, pos) == {lemma}


@pytest.mark.parametrize(
    ("cue", "word"),
    [
        (Cue.COMPLEMENTIZER, "that"),
        (Cue.REPORTING, "denied"),  # the past of a verb in -y
        (Cue.REPORTING, "insisting"),  # a participle
        (Cue.REPORTING, "thought"),  # irregular
        (Cue.REPORTING, "allegations"),  # a noun
        (Cue.REPORTING_BARE, "said"),
        (Cue.CLAUSE, "whereas"),
        (Cue.FIRST_PERSON, "we've"),
        (Cue.ABBREVIATION, "sept"),
        (Cue.ABBREVIATION, "u"),  # the first of U.S.
        (Cue.DISTANCING, "called"),  # the second word of so-called
    ],
)
def test_cue_words(cue: Cue, word: str) -> None:
    assert word in LANGUAGE.cue_words[cue]


@pytest.mark.parametrize(
    ("cue", "word"),
    [
        (Cue.FIRST_PERSON, "us"),  # folding makes it of US
        (Cue.REPORTING_BARE, "announced"),  # "announced the deal" opens no clause
        (Cue.ABBREVIATION, "may"),  # a verb and a month that ends sentences
    ],
)
def test_what_is_no_cue(cue: Cue, word: str) -> None:
    assert word not in LANGUAGE.cue_words[cue]


def test_bare_reporting_words_are_reporting_words() -> None:
    assert LANGUAGE.cue_words[Cue.REPORTING_BARE] <= LANGUAGE.cue_words[Cue.REPORTING]


def test_negations_look_ahead_and_shields_are_longer_than_what_they_shield() -> None:
    reach = {negation.term: negation.ahead for negation in LANGUAGE.negations}
    assert len(reach) == len(LANGUAGE.negations)
    assert not any(negation.behind for negation in LANGUAGE.negations)
    assert reach["not"] == reach["don't"] > reach["failed to"] > 0
    for term in (term for term, ahead in reach.items() if ahead == 0):
        assert set(term.split()) & {cue for cue, ahead in reach.items() if ahead}, f"{term} shields nothing"


def test_folding_merges_no_two_cues_or_function_words() -> None:
    words = {word for cues in LANGUAGE.cue_words.values() for word in cues} | LANGUAGE.function_words
    assert len(set(folds(sorted(words)))) == len(words)


def test_no_function_word_is_a_neighbours_word() -> None:
    """Folded, as detection compares them: Swedish "för" would be English "for"."""
    own = set(folds(sorted(LANGUAGE.function_words)))
    shared = {code: own & set(folds(sorted(words))) for code, words in LANGUAGE.neighbours.items()}
    assert {code: words for code, words in shared.items() if words} == {}


def test_word_list_is_sorted_and_its_shares_are_possible() -> None:
    with WORD_LIST.open(encoding="utf-8", newline="") as file:
        rows = [(row["word"], float(row["per_million"])) for row in csv.DictReader(file)]
    assert len(rows) > 20_000
    assert rows == sorted(rows, key=lambda row: (-row[1], row[0]))
    assert len({word for word, _ in rows}) == len(rows)
    assert all(word.isalpha() for word, _ in rows)
    assert 500_000 < sum(share for _, share in rows) < 1_000_000

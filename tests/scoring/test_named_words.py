"""Names without capitals, rule by rule, in a made-up language whose every kind of word is known.

Names may begin with no ASCII letter: what does stands between them. ``ø59`` occurs 59 times in a million words.
"""

from __future__ import annotations

from typing import Final

import pytest

from framing.languages.naming_rules import WordRules, words_of
from framing.scoring.name_tokens import PLAIN_WORD, sentences
from framing.scoring.named_words import Reader, found_by_words

RULES: Final = WordRules(
    titles=words_of("Sir Dr Šir Šah"),
    honours=words_of("ji Ýi"),
    given=words_of("Ánn Ábe Áma Áli Áki"),
    families=words_of("Ólsen Óak Áli Áki Šah"),
    words_too=words_of("Áma Óak Áki"),
    heads=words_of("union Ünion"),
    loose=words_of("party Þarty"),
    leads=words_of("Ministry"),
    bodies=words_of("court Çourt"),
    pairs=frozenset(("Red Cross", "High Peace Council", "national guard")),
    letters=words_of("bi si ti em e m dableyoo के"),
    things=frozenset(("tisibi", "ti si bi", "ti si ti si")),
    agents=words_of("ne Ñe"),
    follows=words_of("with near"),
    says=words_of("said Śaid"),
    joins=words_of("and एवं"),
    openers=words_of("national farmers"),
    kinds=words_of("farmers"),
    of=words_of("of"),
    sources=frozenset(("in view",)),
    never=words_of("today Ťoday का के"),
    endings=("ing", "ों"),
    breaks=frozenset(),
)
KNOWN: Final = {f"ø{number}": float(number) for number in (14, 15, 59, 60, 399, 400)} | {"national": 900.0}


def found(text: str) -> tuple[list[str], list[str]]:
    """Organisations and persons."""
    (tokens,) = sentences(text, PLAIN_WORD)
    spans = found_by_words(tokens, text, Reader(RULES, KNOWN))
    bodies, persons = ([text[tokens[first].start : tokens[last].end] for first, last in part] for part in spans)
    return bodies, persons


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        # Abbreviations in one word: three letters or more, of any length, however they are read.
        ("bisi came", []),
        ("bisiti came", ["bisiti"]),
        ("bisitiem came", ["bisitiem"]),
        ("bisitix came", []),
        ("xbisiti came", []),
        ("bidableyoosi came", ["bidableyoosi"]),
        ("emem came", ["emem"]),
        ("tisibi came", []),  # a thing
        # In several words
        ("bi si came", []),
        ("bi si ti came", ["bi si ti"]),
        ("bi si ti em", ["bi si ti em"]),
        ("they: bi si ti, em", ["bi si ti"]),
        ("bi, si ti came", []),
        ("ti si bi came", []),  # a thing
        ("bi si ti के came", ["bi si ti"]),  # a postposition
        ("bi si के के came", []),
        ("के bi si ti came", []),
        ("के, bi si ti came", ["bi si ti"]),
        ("bi si ti ٹوینٹی came", []),  # "T-twenty" is a thing's
        ("bi si em ti ٹوینٹی came", ["bi si em"]),
        # Letters of Latin that act
        ("AB ne", []),
        ("ABC ne", ["ABC"]),
        ("ABCDEF ne", ["ABCDEF"]),
        ("ABCDEFG ne", []),
        ("ABC came", []),
        ("ABC, ne", []),
        # Pairs
        ("the Red Cross came", ["Red Cross"]),
        ("the Red, Cross came", []),
        ("the Red", []),
        ("the High Peace Council", ["High Peace Council"]),
        ("the High Peace, Council", []),
        ("the High Peace", []),
        ("the Red Cross union", ["Red Cross"]),
        # Heads that come first
        ("Ministry health came", ["Ministry health"]),
        ("Ministry ne", []),
        ("Ministry today", []),
        ("Ministry and", []),
        ("Ministry with", []),
        ("Ministry, health", []),
        ("the Ministry", []),
        # Right behind each other
        ("bisiti court came", ["bisiti", "court"]),
        ("bisiti ø1 union", ["bisiti", "ø1 union"]),
        ("ø1 union court came", ["ø1 union", "court"]),
        ("ø1 union of ø400 court came", ["ø1 union of ø400", "court"]),
        ("court ø1 union", ["court", "ø1 union"]),
        # Bodies of one word
        ("the court came", ["court"]),
        ("the court union", ["court"]),
        # Heads that come last, with what is not too frequent before them
        ("union came", []),
        ("ø399 union", ["ø399 union"]),
        ("ø400 union", []),
        ("ø59 party", ["ø59 party"]),
        ("ø60 party", []),
        ("came ø1, ø2 union", ["ø2 union"]),
        ("today union", []),
        ("ne union", []),
        ("and union", []),
        ("said union", []),
        ("Ministry with union", ["with union"]),
        ("ø union", []),
        ("øø union", ["øø union"]),
        ("5ø union", []),
        ("øring union", []),
        ("ø400 ø1 ø2 ø3 union", ["ø1 ø2 ø3 union"]),
        ("ø1 ø2 ø3 ø4 union", ["ø1 ø2 ø3 ø4 union"]),
        ("ø1 ø2 ø3 ø4 ø5 union", ["ø2 ø3 ø4 ø5 union"]),
        ("the court ø1 union ø2 union", ["court", "ø1 union", "ø2 union"]),
        # … of two things
        ("ø1 एवं ø2 union", ["ø1 एवं ø2 union"]),
        ("ø1 एवं ø400 union", []),
        ("ø400 एवं ø2 union", ["ø2 union"]),
        ("ø1 एवं union", []),
        ("ø1 एवं ø2 party", ["ø2 party"]),
        ("ø1 एवं ø2 ø3 ø4 union", ["ø1 एवं ø2 ø3 ø4 union"]),
        ("the court एवं ø2 union", ["court", "ø2 union"]),
        ("the court ø1 एवं ø2 union", ["court", "ø1 एवं ø2 union"]),
        # … with what begins them
        ("ø1 national union", ["national union"]),
        ("national ø1 union", ["national ø1 union"]),
        ("national party", ["national party"]),
        ("farmers party", []),
        ("farmers union", ["farmers union"]),
        ("national farmers party", ["national farmers party"]),
        ("national ø399 ø59 party", ["national ø399 ø59 party"]),
        ("national ø400 ø59 party", ["ø59 party"]),
        ("ø399 ø59 party", ["ø59 party"]),
        ("national, ø399 ø59 party", ["ø59 party"]),
        ("national ø399 ø399 ø399 ø59 party", ["national ø399 ø399 ø399 ø59 party"]),
        ("national ø399 ø399 ø399 ø399 ø59 party", ["ø59 party"]),
        ("national guard ø399 ø59 party", ["national guard", "ø59 party"]),
        # … and go on
        ("ø1 union of ø400 came", ["ø1 union of ø400"]),
        ("ø1 union of ø400", ["ø1 union of ø400"]),
        ("ø1 union of", ["ø1 union"]),
        ("ø1 union near ø400", ["ø1 union"]),
        ("of union", []),
        ("ø1 of union", ["ø1 of union"]),
    ],
)
def test_organisations(text: str, bodies: list[str]) -> None:
    assert found(text)[0] == bodies


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        # Listed words, and what stands beside them
        ("Ánn came", ["Ánn"]),
        ("Ánn Ólsen came", ["Ánn Ólsen"]),
        ("Ánn ø1 ne", ["Ánn ø1"]),
        ("Ánn ø1 came", ["Ánn ø1"]),
        ("Ánn ø1 ø2 came", ["Ánn ø1"]),
        ("Ánn ø1 ø2 ne", ["Ánn ø1 ø2"]),
        ("Ánn, ø1 ne", ["Ánn", "ø1"]),
        ("Ólsen ø1 came", ["Ólsen"]),
        ("Ólsen Óak came", ["Ólsen Óak"]),
        ("Áli ø1 came", ["Áli"]),  # a family's name as well
        ("ø1 Ánn came", ["Ánn"]),
        ("ø1 Ólsen came", ["ø1 Ólsen"]),
        ("Sir ø1 Ánn came", ["ø1 Ánn"]),
        ("Áma Ánn came", ["Áma Ánn"]),
        ("ø1 Áma Ánn came", ["ø1 Áma Ánn"]),
        ("ø1 ø2 Ólsen came", ["ø1 ø2 Ólsen"]),
        ("ø1 ø2 ø3 Ólsen came", ["ø2 ø3 Ólsen"]),
        ("ø1 ø2 ø3 ø4 Ólsen came", ["ø3 ø4 Ólsen"]),
        # Words that are names too
        ("Áma came", []),
        ("Óak came", []),
        ("ø14 Óak came", ["ø14 Óak"]),
        ("ø15 Óak came", []),
        ("ø1 Óak ø2 came", ["ø1 Óak"]),
        ("Áma ø59 Óak came", ["Áma ø59 Óak"]),
        ("ø59 ø58 Áki came", ["ø59 ø58 Áki"]),
        ("Áma ø59 came", []),
        ("Áki came", []),
        # What names may not hold
        ("Ánn ø60 ne", ["Ánn"]),
        ("Ünion said", []),
        ("Þarty ne", []),
        ("Þarty said", []),
        ("Ánn Çourt ne", ["Ánn"]),
        ("Ánn Ýi came", ["Ánn"]),
        ("Ánn Ťoday ne", ["Ánn"]),
        ("Ánn Śaid ne", ["Ánn"]),
        ("Ánn Ñe ne", ["Ánn"]),
        ("Ánn एवं ne", ["Ánn"]),
        ("Ánn ø ne", ["Ánn"]),
        ("Ánn øø ne", ["Ánn øø"]),
        ("Ánn 5ø ne", ["Ánn"]),
        ("Ánn came ne", ["Ánn"]),
        ("Ánn øring came", ["Ánn"]),
        ("Ánn øring ne", ["Ánn øring"]),  # what did something is no verb
        ("Ánn øरों ne", ["Ánn"]),  # but may be several
        # Titles
        ("Sir Ánn Ólsen came", ["Ánn Ólsen"]),
        ("Sir Dr ø14 came", ["ø14"]),
        ("Sir, ø14 came", []),
        ("then Sir", []),
        ("Sir Red Cross came", []),
        ("ø1 Šir ø2 ne", ["ø2"]),
        ("ø1 Šah ø2 ne", ["ø1 Šah ø2"]),  # a title that is a family's name as well
        ("Sir ø14 ø59 came", ["ø14"]),
        ("Sir ø15 ø59 came", []),
        ("Sir ø14", ["ø14"]),
        ("Sir ø59", []),
        ("Sir ø59 with", ["ø59"]),
        ("Sir ø59 ji", ["ø59"]),
        ("Sir ø59 ø58", ["ø59 ø58"]),
        ("Sir ø59 ø58 ø57", ["ø59 ø58 ø57"]),
        ("Sir ø59 ø58 ø57 ø56", []),
        ("Sir ø14 ø58 ø57 ø56", ["ø14"]),
        # Initials
        ("em si Ólsen came", ["em si Ólsen"]),
        ("em si today came", []),
        ("em si ne", []),
        ("Sir em si said", []),
        ("em, si Ólsen came", ["si Ólsen"]),
        ("ti si ti si Ólsen came", ["ti si Ólsen"]),
        ("के Ólsen came", ["Ólsen"]),
        ("em si Red Cross came", []),
        ("em si ø1 ø2 ø3 ne", ["ø1 ø2 ø3"]),
        ("em si ø1 ne", ["em si ø1"]),
        ("then em si", []),
        # Somebody who did or said something
        ("ø59 ne", ["ø59"]),
        ("ø60 ne", []),
        ("ø59 said", []),
        ("ø14 said", ["ø14"]),
        ("ø14 ji", ["ø14"]),
        ("ø14 in view", ["ø14"]),
        ("ø14 in sight", []),
        ("ø14, said", []),
        ("का ø14 ne", []),  # whose it is
        ("का ø1 ne", ["ø1"]),  # a word that nobody knows
        ("का came ø14 ne", ["ø14"]),
        ("ø59 ø58 ne", ["ø59 ø58"]),
        ("ø59 ø58 ø57 said", ["ø59 ø58 ø57"]),
        ("ø59 ø58 ø57 ø56 ne", ["ø58 ø57 ø56"]),
        # Rows
        ("Ánn Ólsen and ø59 ø58 with", ["Ánn Ólsen", "ø59 ø58"]),
        ("Ánn Ólsen, ø59 ø58, ø57 ø56", ["Ánn Ólsen", "ø59 ø58", "ø57 ø56"]),
        ("Ánn Ólsen and ø59 ø58 ø57 with", ["Ánn Ólsen", "ø59 ø58 ø57"]),
        ("Ánn Ólsen and ø59 with", ["Ánn Ólsen"]),
        ("Ánn Ólsen and ø59 ø58 came", ["Ánn Ólsen"]),
        ("Ánn Ólsen came ø59 ø58 with", ["Ánn Ólsen"]),
        ("Ánn Ólsen, came, ø59 ø58 with", ["Ánn Ólsen"]),
        ("Ánn Ólsen, Red Cross, ø59 ø58 with", ["Ánn Ólsen"]),
        ("ø59 ø58 with", []),
    ],
)
def test_persons(text: str, persons: list[str]) -> None:
    assert found(text)[1] == persons

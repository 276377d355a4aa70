"""Names with capitals, rule by rule, of an English whose listed words are few and known.

``Tarn`` and ``Wexel`` are names that no list has; ``Bryde`` occurs 9 times in a million words as a common noun, ``Cloke`` 10
times, ``Dunny`` 39 and ``Ember`` 40 times.
"""

from __future__ import annotations

from typing import Final

import pytest

from framing.languages.naming_rules import CapitalRules, words_of
from framing.scoring.name_tokens import sentences
from framing.scoring.named_capitals import found_by_capitals

RULES: Final = CapitalRules(
    titles=words_of("Dr President Justice Treasury"),
    heads=words_of("Bank Party Court Department Council Treasury Senate PLC"),
    bodies=words_of("Congress Senate Harrods"),
    pairs=frozenset(("White House", "High Seas Office")),
    particles=words_of("de bin"),
    places=words_of("Delhi London Britain"),
    sites=words_of("Street River"),
    things=words_of("Act War"),
    never=words_of("They Monday Then Indian War II"),
    does=words_of("says told didn't"),
    breaks=frozenset(),
)
KNOWN: Final = {"then": 900.0, "bryde": 9.0, "cloke": 10.0, "dunny": 39.0, "ember": 40.0, "skiff": 5.0}


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in found_by_capitals(list(sentences(text)), RULES, text, KNOWN)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # One word within a sentence
        ("They met Tarn.", ["Tarn"]),
        ("They met tarn.", []),
        ("They met al-Tarn.", ["al-Tarn"]),
        ("They met el-Tarn.", ["el-Tarn"]),
        ("They met al-tarn.", []),
        ("They met un-Tarn.", []),
        ("They met Ta.", []),
        ("They met Tar.", ["Tar"]),
        ("They met Justice.", []),
        ("They met Bank.", []),
        ("They met Act.", []),
        ("They met River.", []),
        ("They met Harrods.", ["Harrods"]),
        ("They met Delhi.", []),
        ("They met BRITAIN.", []),
        ("They met Delhi Tarn.", []),
        ("They met Delhi's Tarn.", []),
        ("They met in Tarn.", []),
        ("They met In Tarn.", []),
        ("They met with Tarn.", ["Tarn"]),
        ("They met TARNING.", []),
        ("They met TARNIN.", ["TARNIN"]),
        ("They met TARNIN-X.", []),
        ("They met Tarnish.", []),
        ("They met Tarn-Wexel.", []),
        ("They met Tarn, a tarn.", []),
        ("They met Tarn and Tarn, a tarn.", ["Tarn", "Tarn"]),
        ("They met Tarn's friends.", ["Tarn's"]),
        ("They thanked I'm.", []),
        # Abbreviations
        ("They met the AB.", []),
        ("They met the UN.", ["UN"]),
        ("They met the ABC.", ["ABC"]),
        ("They met the ABCDEF.", ["ABCDEF"]),
        ("They met the ABCs.", ["ABCs"]),
        ("They met the ABCDEFG.", []),
        ("They met the XIX.", []),
        ("They met the PLC.", []),
        # Rows with places
        ("They saw Delhi and Tarn.", []),
        ("Delhi and Tarn fell.", []),
        ("They saw Delhi or Tarn.", []),
        ("They saw Delhi, and Tarn.", []),
        ("They saw Delhi’s, Tarn.", []),
        ("They saw Delhi; and Tarn.", ["Tarn"]),
        ("They saw Delhi all and Tarn.", ["Tarn"]),
        ("and Tarn fell with Delhi", ["Tarn"]),
        # One word at the beginning: what follows has to tell
        ("Tarn fell.", []),
        ("Tarn says so.", ["Tarn"]),
        ("Tarn didn’t go.", ["Tarn"]),
        ("Tarn", []),
        ("They spoke: Tarn fell.", []),
        ("They spoke “Tarn fell”.", []),
        ("They spoke (Tarn fell).", []),
        ("They spoke – Tarn fell.", ["Tarn"]),
        ("Tarn’s dog fell.", ["Tarn’s"]),
        ("Wexels’ dog fell.", []),
        ("Wexels says so.", ["Wexels"]),
        ("Skiffs says so.", []),
        ("Skiff says so.", ["Skiff"]),
        ("Tarn walked.", ["Tarn"]),
        ("Wexels walked.", []),
        ("Dunny walked.", ["Dunny"]),
        ("Ember walked.", []),
        ("Tarn fell. They met Tarn.", ["Tarn", "Tarn"]),
        ("Tarn, a baker, fell.", ["Tarn"]),
        ("Tarn, bakers", []),
        ("Tarn, two bakers", ["Tarn"]),
        ("Tarn; a baker fell.", []),
        ("Bryde, a baker, fell.", ["Bryde"]),
        ("Cloke, a baker, fell.", []),
        ("Tarnly, a baker, fell.", []),
        ("Tarned, a baker, fell.", []),
        ("Tarning, a baker, fell.", []),
        ("Tarn and Wexel fell.", ["Tarn", "Wexel"]),
        ("Tarn and bakers fell.", []),
        ("Tarn or Wexel fell.", ["Wexel"]),
        # Several words
        ("They met Ann Tarn.", ["Ann Tarn"]),
        ("They met Ann, Tarn.", ["Ann", "Tarn"]),
        ("They met Ann’s Tarn.", ["Ann’s", "Tarn"]),
        ("They met J. K. Tarn.", ["J. K. Tarn"]),
        ("They met Ann Tarn's friends.", ["Ann Tarn's"]),
        ("They met Ann de Tarn.", ["Ann de Tarn"]),
        ("They met Ann de tarn.", ["Ann"]),
        ("They met Ann de, Tarn.", ["Ann", "Tarn"]),
        ("They met Ann, de Tarn.", ["Ann", "Tarn"]),
        ("They met Ann de", ["Ann"]),
        ("They met ANN TARN.", []),
        ("They met ANN Tarn.", ["ANN Tarn"]),
        ("They met ANNE Tarn.", []),
        ("They walked Main Street.", []),
        ("They met River Court.", ["River Court"]),
        ("They passed the Clean Water Act.", []),
        ("They passed the Tarn Council Act.", ["Tarn Council Act"]),
        ("They fought the World War.", []),
        ("They met Tarn II.", ["Tarn II"]),
        ("They met Tarn Monday.", ["Tarn"]),
        ("They met Monday Tarn.", ["Tarn"]),
        ("They met Monday.", []),
        ("They met The Tarn.", ["Tarn"]),
        ("They met Ex-President Tarn.", ["Tarn"]),
        ("They met Tarn, I'll say.", ["Tarn"]),
        # Titles
        ("They met President Ann Tarn.", ["Ann Tarn"]),
        ("They met President Justice Tarn.", ["Tarn"]),
        ("They met the Justice Department.", ["Justice Department"]),
        ("They met Tarn Court Justice Ann Wexel.", ["Tarn Court", "Ann Wexel"]),
        ("They met Tarn Court Justice Wexel.", ["Tarn Court", "Wexel"]),
        ("They met Tarn Court Justice.", ["Tarn Court Justice"]),
        ("They met Ann Justice Tarn Department.", ["Ann Justice Tarn Department"]),
        ("They met President Treasury.", []),
        # Organisations
        ("They met Delhi Court.", ["Delhi Court"]),
        ("They met the Indian Party.", ["Indian Party"]),
        ("They met Tarn Bank Of.", ["Tarn Bank"]),
        ("They met Tarn Party The.", ["Tarn Party"]),
        ("Then Tarn Party fell, and then rose.", ["Tarn Party"]),
        ("Then Tarn Party fell.", ["Then Tarn Party"]),
        ("Monday Tarn Party fell on a monday.", ["Monday Tarn Party"]),
        ("Here fell Then Tarn Party, and then rose.", ["Then Tarn Party"]),
        ("They met the Bank of Tarn.", ["Bank of Tarn"]),
        ("They met the Bank of tarn.", []),
        ("They met Ann of Tarn.", ["Ann", "Tarn"]),
        ("They met the Department of the Interior.", ["Department of the Interior"]),
        ("They met the Department of the interior.", []),
        ("They met the Department of a Tarn.", ["Tarn"]),
        ("They met the Department of the", []),
        ("They met Ann of the Tarn.", ["Ann", "Tarn"]),
        ("They met Congress and Tarn.", ["Congress", "Tarn"]),
        ("They met Tarn and Congress Party.", ["Tarn", "Congress Party"]),
        ("They met the Bank and Tarn.", ["Tarn"]),
        ("They met the Tarn Party and Wexel.", ["Tarn Party", "Wexel"]),
        ("They met the Bank of Tarn and Wexel.", ["Bank of Tarn and Wexel"]),
        ("They met Trade and Labour Council.", ["Trade and Labour Council"]),
        ("They met Trade and Council.", ["Trade"]),
        ("They met Trade and New Labour Council.", ["Trade and New Labour Council"]),
        ("They met Trade and Very New Labour Council.", ["Trade", "Very New Labour Council"]),
        ("They met Delhi and Labour Council.", ["Labour Council"]),
        ("They met Ann and Bo Tarn.", ["Ann", "Bo Tarn"]),
        # Pairs
        ("They met the White House.", ["White House"]),
        ("They met the High Seas Office.", ["High Seas Office"]),
        ("They met Tarn White House Wexel.", ["Tarn", "White House", "Wexel"]),
        ("They met White Tarn House.", ["White Tarn House"]),
    ],
)
def test_names_in_sentences(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Behind "in" a name of one word is a place's, but for one who was named before.
        ("Ann Tarn fell in Tarn.", ["Ann Tarn", "Tarn"]),
        ("Ann Tarn fell in Wexel.", ["Ann Tarn"]),
        ("Ann Tarn fell in Ann.", ["Ann Tarn"]),
        ("Ann Tarn fell in Tarn; a tarn is a tarn.", ["Ann Tarn"]),
        ("Ann Ta fell in Ta.", ["Ann Ta"]),
        ("Ann Tar fell in Tar.", ["Ann Tar", "Tar"]),
        ("Ann London fell in London.", ["Ann London"]),
        ("Tarn Party fell in Party.", ["Tarn Party"]),
        ("Party Tarn fell in Tarn.", ["Party Tarn"]),
        ("Harrods Tarn fell in Tarn.", ["Harrods Tarn"]),
        ("Bank of Tarn fell in Tarn.", ["Bank of Tarn"]),
        ("Tarn fell. They met Ann Tarn.", ["Tarn", "Ann Tarn"]),
        ("Ann Tarn fell in Delhi's Tarn.", ["Ann Tarn"]),
        ("Ann Tarn fell in Justice’s Tarn.", ["Ann Tarn", "Tarn"]),
        ("Ann Tarn fell in Monday’s Tarn.", ["Ann Tarn", "Tarn"]),
    ],
)
def test_the_last_word_of_a_person_is_a_name_alone(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Four words or more, all with a capital but the small ones of headlines
        ("Water Shortage Grows", ["Water Shortage Grows"]),
        ("Local Water Shortage Grows", []),
        ("Local Water in the Town", ["Local Water", "Town"]),
        ("Local Water Shortage in the Town", []),
        ("Local Water Shortage grows", ["Local Water Shortage"]),
        # Of eight or more, fewer than a fifth may be small
        ("Local Water Shortage Grows After Dry Summer ends", []),
        ("Local Water Shortage Grows After Dry summer ends", ["Local Water Shortage Grows After Dry"]),
        ("Local Water Shortage Grows After Summer ends", ["Local Water Shortage Grows After Summer"]),
        (
            "One Local Water Shortage Grows After Summer Heat slowly ends",
            ["One Local Water Shortage Grows After Summer Heat"],
        ),
        ("Now One Local Water Shortage Grows After Summer Heat slowly ends", []),
        # In such a line a name has to be one elsewhere, or sure
        ("Tarn: Water Shortage Grows", []),
        ("Tarn: Water Shortage Grows\nThey met Tarn.", ["Tarn", "Tarn"]),
        ("Tarn: Water Shortage Grows\nTarn fell.", []),
        ("Tarn: Water Shortage Grows\nA Slow Day: They Met Tarn", []),
        ("Tarn Wexel Orrin: Water Shortage Grows\nThey met Orrin.", ["Tarn Wexel Orrin", "Orrin"]),
        ("Ann Tarn Wexel Orrin: Water Shortage Grows\nThey met Orrin.", ["Orrin"]),
        ("Old Tarn: Water Shortage Grows\nThey met Tarn of old.", ["Tarn"]),
        ("Senate: Water Shortage Grows", ["Senate"]),
        ("White House: Water Shortage Grows", ["White House"]),
        ("ABC: Water Shortage Grows", ["ABC"]),
        ("ABC Tarn: Water Shortage Grows", []),
    ],
)
def test_headlines_have_names_that_are_sure(text: str, names: list[str]) -> None:
    assert found(text) == names

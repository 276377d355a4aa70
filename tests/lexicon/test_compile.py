"""What a compiled lexicon knows: words that are repaired by, tables that are told apart by their names."""

from __future__ import annotations

import re

import polars as pl
import pytest

import framing
from framing.languages.folding import fold
from framing.languages.registry import language, merged_language
from framing.lexicon.compile import Compiled, compile_lexicon, tables_named
from framing.lexicon.slots import Role
from tests.conftest import MakeLexicon, Row


def roles(compiled: Compiled, role: Role) -> int:
    return int((compiled.roles == role).sum())


def test_words_of_entries_are_known_though_no_list_has_them(make_lexicon: MakeLexicon) -> None:
    rows: dict[str, list[Row]] = {
        "en/praise": [
            {"term": "zorbly", "match": "lemma", "unless": "brimpy;_ so"},
            {"term": "blorp", "match": "prefix"},
            {"term": "crumpy glunt", "match": "phrase", "pos": "phrase"},
        ],
        # What is good or bad is named by thousands of words, none of which repairs a text.
        "en/judgement": [{"term": "glimpy", "unless": "quorpy"}, {"term": "crumpy", "weight": "-1"}],
    }
    compiled = compile_lexicon(make_lexicon(rows), "en")
    own = {"zorbly", "zorblies", "brimpy", "crumpy", "glunt"}
    assert {word: compiled.known.get(word) for word in own} == dict.fromkeys(own, 0.3)
    assert not own & compiled.listed
    assert not {"glimpy", "quorpy", "blorp"} & set(compiled.known)
    # A listed word stays as frequent as it is.
    assert compiled.known["so"] > 1
    assert "so" in compiled.listed
    assert [roles(compiled, role) for role in (Role.UNLESS_SENTENCE, Role.UNLESS_AFTER, Role.UNLESS_BEFORE)] == [
        2,
        1,
        0,
    ]


def test_a_verb_with_its_auxiliary_is_no_word(make_lexicon: MakeLexicon) -> None:
    compiled = compile_lexicon(make_lexicon({"ur/praise": [{"term": "کردیا"}, {"term": "ژژژیا"}]}), "ur")
    assert "کردیا" not in compiled.known
    assert compiled.known["ژژژیا"] == 0.3
    # It is looked for as two words as well.
    assert sorted(compiled.lengths[(compiled.roles == Role.ENTRY) & (compiled.owners == 0)].tolist()) == [1, 2]


def test_words_that_meet_without_some_letters_add_up(make_lexicon: MakeLexicon) -> None:
    lexicon, merged = make_lexicon({"ur/praise": [{"term": "ژژژیا"}]}), merged_language("ur")
    compiled, plain = (compile_lexicon(lexicon, "ur", merged=one) for one in (True, False))
    words = pl.Series(sorted(plain.listed))
    meeting = words.filter(fold(words, merged) == "بہی").to_list()
    assert "بھی" in meeting
    assert compiled.known["بہی"] == pytest.approx(sum(plain.known[word] for word in meeting))
    assert "بھی" not in compiled.known
    assert compiled.language is merged
    assert plain.language is language("ur")


def test_tables_are_told_apart_by_their_names(make_lexicon: MakeLexicon) -> None:
    lexicon = make_lexicon({"ur/praise": [{"term": "ژژژیا"}]})
    names = [compile_lexicon(lexicon, "ur", merged=merged).name for merged in (False, True)]
    assert re.fullmatch(r"ur:[0-9a-f]{16}", names[0])
    assert re.fullmatch(r"ur-merged:[0-9a-f]{16}", names[1])
    assert tables_named(lexicon, [*names, "ur:0123456789abcdef", "xx:0123456789abcdef"]) == set(names)
    assert tables_named(lexicon, names[1:]) == {names[1]}
    assert tables_named(lexicon, []) == frozenset()
    other = make_lexicon({"ur/praise": [{"term": "ژژژیے"}]})
    assert compile_lexicon(other, "ur").name != names[0]


def test_cues_are_found_as_they_are_written_and_signs_are_no_words(make_lexicon: MakeLexicon) -> None:
    rows: dict[str, list[Row]] = {
        "en/praise": [
            {"term": "anti-hero", "match": "phrase", "concept": "a"},
            {"term": "at:start anti-hero", "match": "cue", "pos": "phrase", "concept": "b"},
            {"term": "cue:number", "match": "cue", "pos": "phrase", "concept": "c"},
        ],
        "hi/praise": [
            {"term": "निंदा करना", "match": "phrase", "pos": "verb", "concept": "a"},
            {"term": "at:start निंदा करना", "match": "cue", "pos": "verb", "concept": "b"},
        ],
    }
    lexicon = make_lexicon(rows)
    ways = {
        code: [
            sorted(compiled.lengths[(compiled.roles == Role.ENTRY) & (compiled.owners == owner)].tolist())
            for owner in range(compiled.entry_frame.height)
        ]
        for code in ("en", "hi")
        for compiled in [compile_lexicon(lexicon, code)]
    }
    # In English as two words and as one; in Hindi as written, behind a doer, and with the verb before its noun.
    assert ways["en"] == [[1, 2], [2], [1]]
    assert ways["hi"] == [[2, 2, 3, 3], [2]]
    compiled = compile_lexicon(lexicon, "hi")
    leads, turned = (part[compiled.roles == Role.ENTRY].tolist() for part in (compiled.leads, compiled.turned))
    assert sorted(leads) == [0, 0, 0, 0, 1]
    assert sorted(turned) == [-1, -1, -1, 0, 1]


def test_negations_and_names_of_several_words_are_phrases(make_lexicon: MakeLexicon) -> None:
    compiled = compile_lexicon(make_lexicon({"en/praise": [{"term": "hero"}]}), "en")
    negations = language("en").negations
    lengths = compiled.lengths[compiled.roles == Role.NEGATION]
    owners = compiled.owners[compiled.roles == Role.NEGATION]
    for owner, negation in enumerate(negations):
        words = len(negation.term.replace("…", " ").replace("'", "").split())
        assert words in lengths[owners == owner], negation.term
        assert lengths[owners == owner].max() == words, negation.term
    names = framing.default_lexicon().names["en"]
    of_names = compiled.lengths[(compiled.roles == Role.NAME) | (compiled.roles == Role.PROPER_NAME)]
    assert len(of_names) == len(names)
    assert of_names.max() > 1

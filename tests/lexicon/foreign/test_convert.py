"""Dictionaries as lexicons and back: what each pattern and category becomes, and what cannot be carried over."""

from __future__ import annotations

from pathlib import Path

import pytest

import framing
from framing.errors import LexiconError
from framing.languages.registry import language
from framing.lexicon.foreign import convert
from framing.lexicon.foreign.convert import from_entries, write_lexicon
from framing.lexicon.foreign.dictionary import Dictionary, Pattern, Warnings
from tests.conftest import MakeLexicon


def taken_over(
    folder: Path, patterns: dict[str, list[Pattern]], code: str = "en"
) -> tuple[dict[str, list[tuple[str, str, str, float]]], list[str], framing.Lexicon]:
    """Dimension → entries as (id, term, match, weight), the warnings, and the lexicon."""
    warnings = Warnings()
    dictionary = Dictionary({name: tuple(listed) for name, listed in patterns.items()})
    counts = write_lexicon(dictionary, folder / "new", language(code), name="source", warnings=warnings)
    lexicon = framing.load_lexicon(folder / "new")
    found: dict[str, list[tuple[str, str, str, float]]] = {name: [] for name in lexicon.codebook.dimensions}
    for entry in lexicon.entries[code]:
        found[entry.dimension].append((entry.id.split(".", 2)[2], entry.term, entry.match, entry.weight))
    assert counts == {name: len(listed) for name, listed in found.items()}
    return found, warnings.lines(), lexicon


def test_categories_become_dimensions_of_plain_names(tmp_path: Path) -> None:
    one = [Pattern("grim")]
    names = {"tone": one, "Négative Tone!": one, "希望": one, "negative-tone": one, "negative_tone_4": one, "none": []}
    found, warnings, lexicon = taken_over(tmp_path, names)
    assert list(found) == ["tone", "negative_tone", "category_3", "negative_tone_4", "negative_tone_4_5"]
    labels = [dimension.label for dimension in lexicon.codebook.dimensions.values()]
    assert labels == [name for name in names if name != "none"]
    assert warnings == ["categories are renamed, the old name is the label: 'Négative Tone!' and 3 more"]


def test_patterns_become_forms_phrases_and_beginnings(tmp_path: Path) -> None:
    texts = [
        "Grim",
        "abandon*",
        "bad  luck",
        "so-called",
        "mid-air*",
        "don't",
        "o’clock*",
        "rock 'n' roll",
        "grim*",
        "GRIM",
    ]
    left_out = ["gr*m", "*ing", "a|b", "a_b", "a/b", "a…b", ":(", "to*", "शब्द"]
    found, warnings, _ = taken_over(tmp_path, {"tone": [Pattern(text, 2.7) for text in (*texts, *left_out)]})
    assert sorted(found["tone"]) == [
        ("abandon", "abandon", "prefix", 2.7),
        ("bad_luck", "bad luck", "phrase", 2.7),
        ("don_t", "don't", "form", 2.7),
        ("grim", "grim", "form", 2.7),
        ("grim.2", "grim", "prefix", 2.7),
        ("mid_air", "mid-air*", "phrase", 2.7),
        ("oclock", "o’clock", "prefix", 2.7),
        ("rock_n_roll", "rock 'n' roll", "phrase", 2.7),
        ("so_called", "so-called", "phrase", 2.7),
    ]
    assert warnings == [
        "a pattern that stands twice in a category is taken once: 'GRIM'",
        "left out, lexicon.empty-term: 'gr*m' and 6 more",
        "left out, lexicon.prefix: 'to*'",
        "left out, lexicon.script: 'शब्द'",
    ]


def test_words_without_a_latin_letter_share_a_concept(tmp_path: Path) -> None:
    found, _, lexicon = taken_over(tmp_path, {"tone": [Pattern("वीर"), Pattern("नायक")]}, "hi")
    assert [one[:2] for one in found["tone"]] == [("term", "वीर"), ("term.2", "नायक")]
    assert {entry.concept for entry in lexicon.entries["hi"]} == {"term"}


def test_a_dictionary_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no pattern is English"):
        taken_over(tmp_path, {"tone": [Pattern("वीर")], "none": []})
    assert not (tmp_path / "new").exists()


def spelt(lexicon: framing.Lexicon) -> tuple[dict[str, dict[str, float]], list[str]]:
    warnings = Warnings()
    dictionary = from_entries(lexicon.entries["en"], language("en"), warnings)
    return {
        name: {one.text: one.weight for one in listed} for name, listed in dictionary.categories.items()
    }, warnings.lines()


def test_entries_are_spelt_out(make_lexicon: MakeLexicon) -> None:
    rows = [
        {"term": "hero", "match": "lemma", "concept": "a", "weight": "2"},
        {"term": "heroes", "concept": "b", "weight": "0.5"},
        {"term": "glor", "match": "prefix", "concept": "c"},
        {"term": "war|peace of words", "match": "phrase", "pos": "phrase", "concept": "d", "kind": "topic"},
        {"term": "at:start behold", "match": "cue", "pos": "phrase", "concept": "e"},
        {"term": "cue:number", "match": "cue", "concept": "f"},
    ]
    found, warnings = spelt(make_lexicon({"en/praise": rows, "en/doubt": [{"term": "so", "unless": "ever"}]}))
    # Of two entries that are spelt alike the first counts.
    words = {"hero": 2.0, "heroes": 2.0, "glor*": 1.0, "war of words": 1.0, "peace of words": 1.0, "behold": 1.0}
    assert found == {"praise": words, "doubt": {"so": 1.0}}
    assert sorted(warnings) == [
        "contexts in which an entry does not count (unless) are lost: 'so'",
        "kind topic is lost, these count as any other: 'war|peace of words'",
        "marks, numbers and capitals are no words, and are left out: 'cue:number'",
        "words that count at one place of a headline count everywhere: 'at:start behold'",
    ]


@pytest.mark.parametrize(("most", "words"), [(7, ["claim out|over"]), (8, None), (9, None)])
def test_so_many_spellings_are_spelt_out(
    most: int, words: list[str] | None, make_lexicon: MakeLexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "_SPELLINGS", most)
    row = {"term": "claim out|over", "match": "phrase", "pos": "verb", "concept": "a"}
    found, warnings = spelt(make_lexicon({"en/praise": [row]}))
    if words is None:
        forms = ("claim", "claims", "claimed", "claiming")
        assert set(found["praise"]) == {f"{verb} {word}" for verb in forms for word in ("out", "over")}
        assert warnings == []
    else:
        assert set(found["praise"]) == {"claim out"}
        assert warnings == ["phrases of over 7 inflected spellings are given in their base form: 'claim out|over'"]

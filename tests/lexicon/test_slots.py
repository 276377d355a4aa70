"""The syntax of entries."""

from __future__ import annotations

import pytest

from framing.errors import LexiconError
from framing.languages.base import Pos
from framing.languages.registry import language
from framing.lexicon.patterns import Alternative, Match, parse_context, parse_term
from framing.limits import GAP_WORDS


def shape(term: str, match: Match, pos: Pos, code: str = "hi") -> list[tuple[str, ...]]:
    """Slots as tuples of "word:pos" (or "word*"), gaps as the number of words."""
    found: list[tuple[str, ...]] = []
    for slot in parse_term(term, match, pos, language(code)):
        if slot.gap:
            found.append((f"…{slot.gap}",))
        found.append(tuple(f"{word.word}{'*' if word.prefix else ''}:{word.pos or ''}" for word in slot.alternatives))
    return found


@pytest.mark.parametrize(
    ("term", "match", "pos", "code", "expected"),
    [
        ("हड़कंप", "lemma", "noun", "hi", [("हड़कंप:noun",)]),
        ("कहा", "form", "verb", "hi", [("कहा:",)]),
        ("आतंक", "prefix", "noun", "hi", [("आतंक*:",)]),
        (
            "गला … फाड़ना",
            "phrase",
            "verb",
            "hi",
            [("गला:",), (f"…{GAP_WORDS}",), ("फाड़ना:verb",)],
        ),  # the last word is the verb
        ("lash out", "phrase", "verb", "en", [("lash:verb",), ("out:",)]),  # in English the first
        ("war of words", "phrase", "noun", "en", [("war:",), ("of:",), ("words:noun",)]),
        ("so-called", "phrase", "adj", "en", [("so:",), ("called:",)]),  # a hyphen separates words
        ("आग|बबूला होना/v", "phrase", "phrase", "hi", [("आग:", "बबूला:"), ("होना:verb",)]),
        ("अच्छा/a काम*", "phrase", "verb", "hi", [("अच्छा:adj",), ("काम*:",)]),  # marks given: nothing inflects by itself
        ("नई जान", "phrase", "phrase", "hi", [("नई:",), ("जान:",)]),
    ],
)
def test_terms(term: str, match: Match, pos: Pos, code: str, expected: list[tuple[str, ...]]) -> None:
    assert shape(term, match, pos, code) == expected


def test_particles_may_stand_before_a_closing_verb_only() -> None:
    slots = parse_term("समर्थन करना", "phrase", "verb", language("hi"))
    assert [slot.particles for slot in slots] == [False, True]
    assert not any(slot.particles for slot in parse_term("lash out", "phrase", "verb", language("en")))


@pytest.mark.parametrize(
    ("term", "match", "pos", "code"),
    [
        ("", "form", "noun", "lexicon.empty-term"),
        ("|", "form", "noun", "lexicon.empty-term"),
        ("दो शब्द", "form", "noun", "lexicon.match"),
        ("एक", "phrase", "noun", "lexicon.match"),
        ("आ", "prefix", "noun", "lexicon.prefix"),
        ("एक आ*", "phrase", "noun", "lexicon.prefix"),
        ("… शब्द दो", "phrase", "noun", "lexicon.gap"),
        ("शब्द दो …", "phrase", "noun", "lexicon.gap"),
        ("शब्द/x दो", "phrase", "noun", "lexicon.mark"),
        ("शब्द", "lemma", "adv", "lexicon.pos"),
        ("अ" * 201, "form", "noun", "lexicon.term-length"),
        (" ".join(["शब्द"] * 13), "phrase", "noun", "lexicon.phrase-length"),
        ("दो-टूक|साफ बात", "phrase", "noun", "lexicon.alternative"),
    ],
)
def test_bad_terms_are_refused(term: str, match: Match, pos: Pos, code: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_term(term, match, pos, language("hi"), "hi/x.csv:7")
    assert caught.value.code == code
    assert str(caught.value).startswith("hi/x.csv:7: ")


@pytest.mark.parametrize(
    ("text", "place", "reach", "word"),
    [
        ("गायक|गाना", "sentence", 0, "गायक"),
        ("_ बारिश", "after", 0, "बारिश"),
        ("_ … बारिश", "after", GAP_WORDS, "बारिश"),
        ("जय _", "before", 0, "जय"),
        ("जय … _", "before", GAP_WORDS, "जय"),
    ],
)
def test_contexts(text: str, place: str, reach: int, word: str) -> None:
    context = parse_context(text)
    assert (context.place, context.reach) == (place, reach)
    assert context.slots[0].alternatives[0] == Alternative(word)


@pytest.mark.parametrize("text", ["एक _ दो", "_", "_ …", "एक|_ दो", "दो|_"])
def test_bad_contexts_are_refused(text: str) -> None:
    with pytest.raises(LexiconError):
        parse_context(text, "hi/x.csv:7")

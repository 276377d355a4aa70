"""Terms as they are written and as they are read: whatever slots a term is written from, it is read as those."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import LexiconError
from framing.languages.base import Pos
from framing.languages.registry import language
from framing.lexicon.patterns import Alternative, Slot, parse_context, parse_term
from framing.limits import GAP_WORDS

MARKS: dict[str, Pos | None] = {"": None, "/n": "noun", "/v": "verb", "/a": "adj"}
WORDS = st.sampled_from(["one", "seven", "thirteen"])
PLAIN = st.builds(lambda word: (word, Alternative(word)), WORDS)
MARKED = st.builds(lambda word, mark: (word + mark, Alternative(word, MARKS[mark])), WORDS, st.sampled_from([*MARKS]))
PREFIX = st.builds(lambda word: (f"{word}*", Alternative(word, prefix=True)), WORDS)
OPTIONS = st.lists(st.one_of(PLAIN, MARKED, PREFIX), min_size=1, max_size=3)
#: Whether a gap stands before each slot, and what may stand in it.
TERMS = st.lists(st.tuples(st.booleans(), OPTIONS), min_size=2, max_size=4)


def written(term: list[tuple[bool, list[tuple[str, Alternative]]]]) -> tuple[str, list[Slot]]:
    parts, slots = [], []
    for number, (gap, options) in enumerate(term):
        parts += ["…"] * (gap and number > 0) + ["|".join(text for text, _ in options)]
        slots.append(Slot(tuple(one for _, one in options), GAP_WORDS * (gap and number > 0)))
    return " ".join(parts), slots


@given(TERMS, st.sampled_from(["noun", "verb", "adj", "adv", "phrase"]), st.sampled_from(["en", "hi"]))
def test_a_phrase_is_read_as_it_is_written(
    term: list[tuple[bool, list[tuple[str, Alternative]]]], pos: Pos, code: str
) -> None:
    text, slots = written(term)
    # One word inflects where none is marked: of a noun the last, of a verb the one that its language puts there.
    last = len(slots) - 1
    heads = {"noun": last, "verb": 0 if code == "en" else last, "adj": None if code == "en" else last}
    if (head := heads.get(pos)) is not None and not any(
        one.pos or one.prefix for slot in slots for one in slot.alternatives
    ):
        inflected = tuple(one._replace(pos=pos) for one in slots[head].alternatives)
        slots[head] = slots[head]._replace(alternatives=inflected)
    if code == "hi" and any(one.pos == "verb" for one in slots[-1].alternatives):
        slots[-1] = slots[-1]._replace(particles=True)
    assert list(parse_term(text, "phrase", pos, language(code))) == slots
    assert list(parse_term(text.replace(" … ", "…"), "phrase", pos, language(code))) == slots


@given(st.lists(WORDS, min_size=2, max_size=4))
def test_hyphens_are_spaces(words: list[str]) -> None:
    english = language("en")
    assert parse_term("-".join(words), "phrase", "phrase", english) == parse_term(
        " ".join(words), "phrase", "phrase", english
    )


@given(st.lists(st.tuples(st.just(False), OPTIONS), min_size=1, max_size=3), st.booleans())
def test_a_context_stands_where_its_line_is(term: list[tuple[bool, list[tuple[str, Alternative]]]], gap: bool) -> None:
    text, slots = written(term)
    between = " … " if gap else " "
    for line, place in ((text, "sentence"), (f"_{between}{text}", "after"), (f"{text}{between}_", "before")):
        context = parse_context(line)
        reach = GAP_WORDS if gap and place != "sentence" else 0
        assert (list(context.slots), context.place, context.reach) == (slots, place, reach)


@pytest.mark.parametrize(
    ("term", "code"),
    [
        ("… one two", "gap"),
        ("one two …", "gap"),
        ("one two/x", "mark"),
        ("one two-three|four", "alternative"),
        ("one *", "empty-term"),
        ("one /n", "empty-term"),
        ("one on*", "prefix"),
        ("one", "match"),
        ("", "empty-term"),
    ],
)
def test_a_phrase_that_cannot_be_read_is_told_by_its_fault(term: str, code: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_term(term, "phrase", "phrase", language("en"), "a.csv:2")
    assert (caught.value.code, caught.value.where) == (f"lexicon.{code}", "a.csv:2")


@pytest.mark.parametrize(
    ("term", "match", "code"),
    [
        ("one two", "form", "match"),
        ("one|two", "form", "match"),
        ("one/n", "form", "match"),
        ("one*", "prefix", "match"),
        ("on", "prefix", "prefix"),
        ("one-two", "lemma", "match"),
    ],
)
def test_a_word_that_cannot_be_read_is_told_by_its_fault(term: str, match: str, code: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_term(term, match, "noun", language("en"))  # type: ignore[arg-type]
    assert caught.value.code == f"lexicon.{code}"


@pytest.mark.parametrize("context", ["one _ two", "_|one two", "one two|_"])
def test_a_context_has_the_match_at_one_end(context: str) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_context(context)
    assert caught.value.code == "lexicon.unless"


@pytest.mark.parametrize("pos", ["adv", "phrase"])
def test_what_does_not_inflect_is_no_lemma(pos: Pos) -> None:
    with pytest.raises(LexiconError) as caught:
        parse_term("one", "lemma", pos, language("en"))
    assert caught.value.code == "lexicon.pos"
    assert parse_term("one", "form", pos, language("en")) == (Slot((Alternative("one"),)),)
    assert parse_term("one", "lemma", "verb", language("en")) == (Slot((Alternative("one", "verb"),)),)

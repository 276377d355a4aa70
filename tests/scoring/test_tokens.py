"""Tokens: what stands beside a word never stands in another sentence, and which sentences ask."""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.languages.base import Cue
from framing.lexicon.compile import compile_lexicon
from framing.native.library import library
from framing.scoring.analysis import Flag
from framing.scoring.tokens import Tokens, tokenise
from framing.scoring.vocabulary import Vocabulary
from tests.golden.reading import lexicon_of


@cache
def vocabulary(code: str) -> Vocabulary:
    return Vocabulary(compile_lexicon(lexicon_of({}), code))


def laid_out(texts: list[str], code: str = "en") -> Tokens:
    return tokenise(pl.Series(texts, dtype=pl.String), vocabulary(code))


@pytest.mark.parametrize(
    ("texts", "asked"),
    [
        (["Is it? Yes"], [True, False]),
        (["Is it? It is so"], [True, False]),
        (["Is it?"], [True]),
        (["Is it?!"], [True]),
        (["Is it!"], [False]),
        (["Is it?\nIt is"], [True, False]),
        (["It is\n? It is"], [False, False]),  # what begins a paragraph ends no other
        (["It is:\nis it?"], [False, True]),
        (["It is so", "Is it?", "It is"], [False, True, False]),
        (["Is it?", "Is it?"], [True, True]),
        (["It is", "", "Is it?", "?"], [False, True]),
    ],
)
def test_a_question_mark_behind_a_sentence_asks(texts: list[str], asked: list[bool]) -> None:
    assert laid_out(texts).is_question.tolist() == asked


@pytest.mark.parametrize(
    ("texts", "announcing"),
    [
        (["They said:\nIt is so."], [2]),
        (["They said: it\nis so."], []),
        (["They said?\nIt is so."], []),
        (["They said.\nMen:\nIt is"], [3]),
        (["It is so:"], [3]),
    ],
)
def test_a_paragraph_that_ends_in_a_colon_announces(texts: list[str], announcing: list[int]) -> None:
    assert laid_out(texts).announcing.tolist() == announcing


WAYS = [False, *([True] if library() else [])]


@pytest.mark.parametrize("accelerated", WAYS)
@pytest.mark.parametrize(
    ("texts", "stopped"),
    [
        (["It is so."], [3]),
        (["It is so!"], [3]),
        (["It is so.”"], [3]),
        (["It is so . "], [3]),
        (["It is so,"], []),
        (["It is. So"], []),
        (["It is.\nSo is it\nSo it is?\nSo:"], [2, 8]),
        (["It is.", "So", "", "It is so!", "."], [2, 6]),
    ],
)
def test_paragraphs_that_end_in_a_full_stop_are_told(texts: list[str], stopped: list[int], accelerated: bool) -> None:
    known = Vocabulary(vocabulary("en").compiled, accelerated=accelerated)
    assert tokenise(pl.Series(texts), known).stopped.tolist() == stopped


TEXTS = st.lists(
    st.lists(st.sampled_from(["said", "that", "but", "he", "Mr", ".", "?", ",", ":", "\n"]), max_size=14).map(" ".join),
    min_size=1,
    max_size=3,
)


#: What stands between words: marks with and without spaces, brackets and quotation marks around them.
BETWEEN = st.sampled_from(
    [
        *(" ", "  ", "\u00a0", "\t", " (", ") ", " “", "” ", "/", "* ", "-", "- ", " - ", " -", "–", " — "),
        *(".", ". ", " . ", ".) ", ".” ", ".»", "...", "… ", "…", "?", "? ", "?! ", "! ", "‼ ", ",", ", ", ": ", ":", " :", "; "),
        *("،", "؛ ", "। ", "।", "॥ ", "؟ ", "۔ ", "۔"),
    ]
)  # fmt: skip
SEPARATED = {
    Flag.STOP: "[।॥؟?!‼⁇…]",
    Flag.DOT: r"\.[\s\"'”’»)\]]|۔",
    Flag.CLAUSE_MARK: r"[,;:،؛–—]|-\s",
    Flag.COLON: ":",
    Flag.BLANK: r"\A[ \t\u00a0]*\Z",
}


@given(st.sampled_from(["en", "hi"]), st.lists(BETWEEN, min_size=1, max_size=8))
def test_what_stands_before_a_word_is_told_by_its_flags(code: str, between: list[str]) -> None:
    word = "men" if code == "en" else "लोग"
    tokens = laid_out([word + "".join(f"{one}{word}" for one in between)], code)
    assert len(tokens) == len(between) + 1
    for one, flags in zip(between, tokens.flags.tolist()[1:], strict=True):
        expected = {flag for flag, pattern in SEPARATED.items() if re.search(pattern, one)}
        if re.search("[?؟]", one):
            expected |= {Flag.COLON}
        if one == "." and code == "hi":
            # In a script without capitals a full stop may stand solid: "है.यह".
            expected |= {Flag.DOT}
        assert {flag for flag in SEPARATED if flags & int(flag)} == expected, repr(one)


@pytest.mark.parametrize(
    ("text", "stops"), [("2۔5", False), ("2۔x", True), ("x۔5", True), ("2۔ 5", True), ("2,5", False)]
)
def test_a_full_stop_between_digits_is_a_decimal_point(text: str, stops: bool) -> None:
    assert bool(laid_out([text], "ur").flags[1] & int(Flag.DOT)) == stops


@given(TEXTS, st.integers(-3, 3), st.integers(0, 3))
def test_what_stands_beside_a_word_stands_in_its_sentence(texts: list[str], offset: int, skip: int) -> None:
    tokens = laid_out(texts)
    flags, sentence, everyone = tokens.flags.tolist(), tokens.sentence.tolist(), np.arange(len(tokens))
    places = [place for place, flag in enumerate(flags) if flag & int(Cue.REPORTING | Flag.CLAUSE_MARK)]
    same = [[one for one in range(len(flags)) if sentence[one] == sentence[place]] for place in range(len(flags))]
    beside = [flags[place + offset] if place + offset in same[place] else 0 for place in range(len(flags))]
    assert tokens.beside(everyone, offset).tolist() == beside
    before = [[one for one in places if one in same[place] and one <= place - skip] for place in range(len(flags))]
    assert tokens.before(np.array(places, np.int64), everyone, skip=skip).tolist() == [
        max(one, default=-1) for one in before
    ]
    after = [[one for one in places if one in same[place] and one >= place + skip] for place in range(len(flags))]
    expected = [min(one, default=same[place][-1] + 1) for place, one in enumerate(after)]
    assert tokens.after(np.array(places, np.int64), everyone, skip=skip).tolist() == expected
    spans = [(same[place][0], same[place][-1] + 1) for place in range(len(flags))]
    assert list(zip(*(part.tolist() for part in tokens.sentence_spans(everyone)), strict=True)) == spans
    assert tokens.where(Cue.REPORTING).tolist() == [
        place for place, flag in enumerate(flags) if flag & int(Cue.REPORTING)
    ]


@given(TEXTS, st.data())
def test_spans_are_places_in_their_texts(texts: list[str], data: st.DataObject) -> None:
    tokens = laid_out(texts)
    first, last = [], []
    for begin, end in zip(tokens.first[:-1].tolist(), tokens.first[1:].tolist(), strict=True):
        if end > begin:
            one = data.draw(st.integers(begin, end - 1))
            paragraph = [at for at in range(one + 1, end) if tokens.flags[at] & int(Flag.NEWLINE)]
            first.append(one)
            last.append(data.draw(st.integers(one, min(paragraph, default=end) - 1)))
    start, stop, surface = tokens.spans(np.array(first, np.int64), np.array(last, np.int64))
    field = np.searchsorted(tokens.first, first, side="right") - 1
    assert surface.to_list() == [
        texts[at][one:two] for at, one, two in zip(field.tolist(), start.tolist(), stop.tolist(), strict=True)
    ]
    assert [len(re.findall(r"\w+", text)) for text in surface] == [
        two - one + 1 for one, two in zip(first, last, strict=True)
    ]


@pytest.mark.parametrize("size", [510, 511, 512, 513, 1200])
@pytest.mark.parametrize("accelerated", WAYS)
def test_words_of_long_pieces_are_cut_as_those_of_short_ones(size: int, accelerated: bool) -> None:
    # In bytes: letters of two beside letters of one.
    long = "-".join(f"w{number % 10}é" for number in range(size))
    texts = [f"so {long[: size - 1]} end", "é-so", "", f"{long[:size]} {long[:size]}", f"{long[: size // 2]}"]
    known = Vocabulary(vocabulary("en").compiled, accelerated=accelerated)
    tokens = tokenise(pl.Series(texts, dtype=pl.String), known)
    everyone = np.arange(len(tokens))
    start, end, surface = tokens.spans(everyone, everyone)
    expected = [match for text in texts for match in re.finditer(r"\w+", text)]
    assert surface.to_list() == [match[0] for match in expected]
    assert list(zip(start.tolist(), end.tolist(), strict=True)) == [match.span() for match in expected]

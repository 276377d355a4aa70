"""A vocabulary grows to its cap: beyond it, or where learning broke off, the next batch begins a new one."""

from __future__ import annotations

import polars as pl
import pytest

from framing.lexicon.compile import compile_lexicon
from framing.native.library import library
from framing.scoring import vocabulary as module
from framing.scoring.tokens import tokenise
from framing.scoring.vocabulary import Vocabulary
from tests.golden.reading import lexicon_of

WAYS = [False, *([True] if library() else [])]


def made(*, accelerated: bool) -> Vocabulary:
    return Vocabulary(compile_lexicon(lexicon_of({}), "en"), accelerated=accelerated)


def learn(vocabulary: Vocabulary, text: str) -> None:
    tokenise(pl.Series([text]), vocabulary)


@pytest.mark.parametrize("accelerated", WAYS)
def test_it_is_full_beyond_so_many_pieces(accelerated: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "VOCABULARY_PIECES", 3)
    vocabulary = made(accelerated=accelerated)
    for text, full in (("one", False), ("one two six", False), ("one two", False), ("ten", True), ("one", True)):
        learn(vocabulary, text)
        assert vocabulary.full == full, text


@pytest.mark.parametrize("accelerated", WAYS)
def test_it_is_full_beyond_so_many_bytes(accelerated: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "VOCABULARY_BYTES", 6)
    vocabulary = made(accelerated=accelerated)
    for text, full in (("one", False), ("one two", False), ("one two", False), ("I", True)):
        learn(vocabulary, text)
        assert vocabulary.full == full, text


@pytest.mark.parametrize("accelerated", WAYS)
def test_one_that_was_broken_off_is_of_no_more_use(accelerated: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = made(accelerated=accelerated)
    learn(vocabulary, "one")

    def refuse(size: int) -> None:
        raise MemoryError(size)

    with monkeypatch.context() as patch:
        patch.setattr(module, "claim", refuse)
        learn(vocabulary, "one")
        before = vocabulary.full
        with pytest.raises(MemoryError):
            learn(vocabulary, "two")
    assert (before, vocabulary.full) == (False, True)
    with pytest.raises(MemoryError, match="an earlier batch was broken off"):
        learn(vocabulary, "one")

"""What entries are called is the same whether it was kept or is read from the entries."""

from __future__ import annotations

from dataclasses import replace

import pytest

import framing
from framing.lexicon.names import dimensions_of, names_of


def test_names_are_those_of_the_entries_and_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = framing.default_lexicon()
    expected = [
        (code, entry.id, entry.term, entry.concept, entry.dimension)
        for code, entries in lexicon.entries.items()
        for entry in entries
    ]
    assert names_of(lexicon).rows() == expected

    def refuse(*_: object) -> None:
        pytest.fail("it was kept")

    monkeypatch.setattr("framing.lexicon.names.write", refuse)
    assert names_of(lexicon).rows() == expected


def test_what_no_fingerprint_tells_is_read_from_the_entries() -> None:
    lexicon = framing.default_lexicon()
    few = {code: entries[:1] for code, entries in lexicon.entries.items()}
    assert names_of(replace(lexicon, entries=few)).height == len(few)
    assert dimensions_of(replace(lexicon, entries=few)) == {
        code: frozenset((entry.dimension,)) for code, (entry,) in few.items()
    }

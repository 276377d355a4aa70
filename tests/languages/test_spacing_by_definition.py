"""Words run together beside the definition: of all ways to cut a word, the one that costs least."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import inf, log
from typing import Final

import polars as pl
import pytest

from framing.languages import divisible as module
from framing.languages.base import Cue, Language
from framing.languages.divisible import divisible
from framing.languages.folding import fold_word
from framing.languages.spacing import units
from framing.languages.ur import LANGUAGE

#: Four letters, of which و and ے show that a word ends. Inside a word ے folds to ی, which may thus be one.
LETTERS: Final = "بوےی"
MADE: Final = replace(
    LANGUAGE,
    code="x-made",
    function_words=frozenset({"بو", "بے"}),
    cue_words={Cue.AUXILIARY: frozenset({"بوے", "وب"}), Cue.RUNNING_ON: frozenset({"وب"})},
)
#: The same where a space may be missing behind every letter, at a price; and behind those alone that show no gap.
CHEAP: Final = replace(MADE, missing_space=1.5)
STRICT: Final = replace(MADE, missing_space=inf)
GRAMMAR: Final = {"بو", "بے", "بوے", "وب"}


def readings(written: str, known: dict[str, float], language: Language) -> Iterator[tuple[float, list[str]]]:
    """Every way to cut a word in known ones, and what it is cheaper by than one word that nobody knows."""
    allowed = 2 + 2.4 * len(written) + 6 * ("ے" in written[:-1])
    for price, keys in ways(written, 0, known, language):
        toll = sum(
            0.0 if one in GRAMMAR or other in GRAMMAR else 3.0 if len(other) < 4 else 0.5
            for one, other in pairwise(keys)
        )
        all_grammar = all(key in GRAMMAR for key in keys)
        yield allowed - price - toll + 4 * all_grammar + 3 * (keys[-1] == "بوے"), keys


def folded(written: str) -> str:
    return written[:-1].replace("ے", "ی") + written[-1]


def ways(written: str, start: int, known: dict[str, float], language: Language) -> Iterator[tuple[float, list[str]]]:
    """The words from a place to the end, with their costs."""
    word = folded(written)
    behind_end = not start or word[start - 1] in "وےی"
    if start and word[start:] in known and len(word) - start > 1:
        yield cost(word[start:], known, "" if behind_end else "end"), [word[start:]]
    for end in range(start + 2, len(word) - 1):
        piece = word[start:end]
        place = "" if start or piece[-1] in "وےی" else "start"
        found = []
        if piece[-1] == "ی":
            found.append((piece[:-1] + "ے", 0.0))
        if piece[-1] != "ی" or (written[end - 1] == "ی" and language.missing_space < inf):
            found.append((piece, 0.0 if piece[-1] == "و" else language.missing_space))
        for key, space in found:
            if key in known and space < inf:
                for price, keys in ways(written, end, known, language):
                    yield cost(key, known, place) + space + price, [key, *keys]


def cost(word: str, known: dict[str, float], place: str) -> float:
    """What a word costs, with what it pays for being short, and where longer words begin or end with it."""
    price = -log(known[word] / 1e6) + (4 if len(word) == 2 and word not in GRAMMAR else 0)
    if place and len(word) <= 4:
        longer = [
            one
            for one in known
            if len(one) > len(word) and (one.startswith(word) if place == "start" else one.endswith(word))
        ]
        rate = sum(known[one] for one in longer)
        price += 0.5 * log(rate / known[word]) if rate > known[word] else 0
    return price


def cases(language: Language) -> Iterator[tuple[dict[str, float], list[str]]]:
    """Lists of few words, and what may be written of each."""
    # A beginning of other words pays for it by the letter that ends it, not by one within it, and so does an end.
    yield {"بوب": 400.0, "بوبیب": 90_000.0, "ببو": 90_000.0}, ["بوبببو"]
    yield {"بببو": 400.0, "بببوب": 90_000.0, "ببب": 90_000.0}, ["بببوببب"]
    yield {"ببو": 400.0, "یبببو": 90_000.0, "ببب": 90_000.0}, ["بببببو"]
    draw = random.Random(7)
    for _ in range(8):
        # Lists hold folded words.
        words = {folded("".join(draw.choices(LETTERS, k=draw.randint(2, 5)))) for _ in range(7)}
        known = {word: draw.choice((50.0, 400.0, 3_000.0, 20_000.0, 90_000.0)) for word in sorted(words)}
        made = [
            "".join(draw.choices([*known], k=draw.randint(2, 3)) + draw.choices(LETTERS, k=draw.choice((0, 0, 1, 2))))
            for _ in range(60)
        ]
        # Folding writes the same letter twice at most.
        yield known, [one for one in made if folded(one) not in known and fold_word(one, language) == folded(one)]


@pytest.mark.parametrize("language", [MADE, CHEAP, STRICT])
def test_the_cheapest_way_is_taken(language: Language) -> None:
    cut = 0
    for known, words in cases(language):
        for written in words:
            found = [unit.key for unit in units(written, folded(written), known, language)]
            gains = [(0.0, [folded(written)]), *readings(written, known, language)]
            best = max(gain for gain, _ in gains)
            assert max((gain for gain, keys in gains if keys == found), default=-inf) == pytest.approx(best)
            cut += len(found) > 1
    assert cut > 25


def test_words_whose_beginning_and_end_cost_too_much_are_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FEW", 0)
    for known, words in cases(CHEAP):
        expected = []
        for written in words:
            word, places = folded(written), range(2, len(written) - 1)
            ends = {at: cost(word[at:], known, "") for at in places if word[at:] in known}
            heads = [key for at in places if at <= max(ends, default=0) for key in (word[:at], restored(word[:at]))]
            begins = [cost(key, known, "") for key in heads if key in known]
            limit = 2 + 2.4 * len(word) + 4 + 3 + 6 * ("ے" in written[:-1])
            expected.append(min(begins, default=inf) + min(ends.values(), default=inf) < limit)
        keys = [folded(written) for written in words]
        assert divisible(pl.Series(words), pl.Series(keys), known, CHEAP).tolist() == expected


def restored(piece: str) -> str:
    return piece[:-1] + "ے" if piece.endswith("ی") else piece

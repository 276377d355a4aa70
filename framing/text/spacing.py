"""Spacing repair: words that run together, and words that are torn apart.

Where the shape of a letter already shows that it is the last, writers leave out the space behind it: Urdu
اورمصنوعی is اور and مصنوعی, کرنیکا is کرنے and کا. Converters tear words instead: دونو ں. Both are repaired for
matching only; the text stays as it is, and a unit says where in the written word it stands.

Everything here is decided per distinct word or per distinct pair, from the frequencies of known words and from
what the language says of its letters; no language is named.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate
from math import log
from operator import ge
from typing import Final, TypeAlias

import polars as pl
import regex

from framing.text.fold import fold, fold_word
from framing.text.language import Cue, Language

__all__ = ["Unit", "fragment", "torn", "units"]

#: A longer word is left whole: no word list helps with it, and the search is quadratic.
_LONGEST_WORD: Final = 100
_SHORTEST_PIECE: Final = 2

#: Marks and format characters, which belong to what stands before them.
_CLINGING: Final = frozenset({"Mn", "Mc", "Me", "Cf"})

#: A torn-off piece is short.
_LONGEST_FRAGMENT: Final = 5

# Calibrated on Urdu news with spaces taken out, against news as it is written. The cost of a known word is -log of
# its share of all words; a word nobody knows costs this much plus this much a letter, and is split where that is
# cheaper.
_UNKNOWN: Final = 2.0
_UNKNOWN_LETTER: Final = 2.4

# Words run together at grammatical words above all: two neighbours that are not pay for it, and so does a piece of
# two letters (half the letter names of initialisms are one); a word made of nothing else is let through the more
# easily.
_NOT_GRAMMATICAL: Final = 3.0
_TWO_LETTERS: Final = 4.0
_ALL_GRAMMATICAL: Final = 3.0

# So is a verb with its auxiliary (سنادی, پڑگیا), which light-verb idioms depend on.
_AUXILIARY_LAST: Final = 3.0

# Letters that only end words, in every language that has them: inside a word they all but prove that a space is
# missing, and what stands before noon ghunna is then a word though nobody knows it (ضمانتوںمیں).
_NOON_GHUNNA: Final = "ں"
_FINAL_LETTERS: Final = regex.compile(r"[ںےۓ](?=\p{L})")
_FINAL_INSIDE: Final = 6.0
_STRANGER: Final = 3.0

# How much more frequent than the pair of its pieces a torn word must be, and per million where one piece is no word
# at all.
_TORN_RATIO: Final = 1000.0
_TORN_WHOLE: Final = 3.0

_DIGITS: Final = regex.compile(r"[0-9]+|[^0-9]+")


# The cost of a way to read the beginning of a run, whether all its words are grammatical, and these.
_Reading: TypeAlias = tuple[float, bool, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Unit:
    """One word of a chunk's word.

    Attributes:
        start: first code point, in the word as it is written.
        end: code point after the last.
        key: the folded form to match.
    """

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _Letters:
    """What the search needs to know of a script.

    Attributes:
        breaks: folded letters after which a space may be missing.
        shapes: folded letter as it stands inside a word → the final letter it may stand for (Urdu ی → ے).
        grammar: folded grammatical words, at which words run together.
        auxiliaries: those that follow a verb.
        letter: one letter of the language's own script.
    """

    breaks: frozenset[str]
    shapes: Mapping[str, str]
    grammar: frozenset[str]
    auxiliaries: frozenset[str]
    letter: regex.Pattern[str]


# By language code, with the language itself: a language is not hashable, and another of the same code is another.
_letters_of: Final[dict[str, tuple[Language, _Letters]]] = {}


def _letters(language: Language) -> _Letters:
    cached = _letters_of.get(language.code)
    if cached is None or cached[0] is not language:
        cached = _letters_of[language.code] = (language, _learn(language))
    return cached[1]


def _learn(language: Language) -> _Letters:
    shapes = {}
    for letter in language.non_joiners:
        inside = fold_word(letter + language.non_joiners[0], language)[:1]
        if inside and inside != fold_word(letter, language):
            shapes[inside] = letter
    auxiliaries, running_on = (language.cue_words.get(cue, frozenset()) for cue in (Cue.AUXILIARY, Cue.RUNNING_ON))
    # Letter names that are abbreviations stand in names and initialisms, not between words.
    cues = (words for cue, words in language.cue_words.items() if cue is not Cue.ABBREVIATION)
    return _Letters(
        breaks=frozenset(language.non_joiners) - frozenset(shapes.values()) | frozenset(shapes),
        shapes=shapes,
        grammar=_folded(language.function_words.union(*cues), language),
        # Without the future گا, گی, گے, which is a suffix of nouns as well (سپردگی).
        auxiliaries=_folded(auxiliaries - running_on, language),
        letter=regex.compile(rf"\p{{{language.script}}}"),
    )


def _folded(words: frozenset[str], language: Language) -> frozenset[str]:
    return frozenset(fold(pl.Series(sorted(words), dtype=pl.String), language))


def units(word: str, folded: str, known: Mapping[str, float], language: Language) -> tuple[Unit, ...]:
    """The words of which a chunk's word consists.

    Args:
        word: as it stands in the text.
        folded: the whole word, folded.
        known: folded word → frequency per million.
        language: whose letters and word list these are.

    Returns:
        Units that tile the word; a single one, with ``folded`` as its key, where it is one word. No unit begins with a
        combining mark or a joiner.

    Example:
        >>> from framing.text.registry import language
        >>> units("کرنیکا", "کرنیکا", {"کرنے": 3700.0, "کا": 16000.0}, language("ur"))
        (Unit(start=0, end=4, key='کرنے'), Unit(start=4, end=6, key='کا'))
    """
    if folded in known or not 2 <= len(folded) <= _LONGEST_WORD or len(word) > _LONGEST_WORD:
        return (Unit(0, len(word), folded),)
    letters = _letters(language)
    runs = [folded] if folded.isalpha() or language.script == "Latin" else _runs(folded, letters)
    keys = runs
    if letters.breaks:
        keys = []
        for run in runs:
            keys += [run] if run in known else _split(run, word, known, letters)
    if len(keys) == 1:
        return (Unit(0, len(word), folded),)
    starts = _starts(word, folded, keys, language)
    ends = [*starts[1:], len(word)]
    if any(map(ge, starts, ends)):
        # The folded word could not be laid along the written one; better one word than a wrong place.
        return (Unit(0, len(word), folded),)
    return tuple(map(Unit, starts, ends, keys))


def _runs(folded: str, letters: _Letters) -> list[str]:
    """A word cut between digits and letters of the language's own script; Latin is left alone (G20, 5th, covid19)."""
    runs: list[str] = []
    for run in _DIGITS.findall(folded):
        before = runs[-1][-1:] if runs else ""
        letter = before if run[0].isdigit() else run[0]
        # ایف16 and 5سالہ are two words each, ا۹۸۸ is a number that begins with the letter that looks like 1.
        single = min(len(run), len(runs[-1]) if runs else 0) == 1 and letter in (run, runs[-1] if runs else "")
        if runs and (single or not letters.letter.match(letter)):
            runs[-1] += run
        else:
            runs.append(run)
    return runs


def _split(run: str, word: str, known: Mapping[str, float], letters: _Letters) -> list[str]:
    """The cheapest way to read a run of a word as known words; the run itself where no way is cheap enough."""
    length = len(run)
    onward = _onward(run, known, letters)
    if 0 not in onward:
        return [run]
    # By the position it reaches, the cheapest reading whose last word is grammatical, and the cheapest other.
    grammatical: dict[int, _Reading] = {0: (0.0, True, ())}
    other: dict[int, _Reading] = {}
    for start in sorted(onward):
        after, behind = grammatical.get(start), other.get(start)
        if after is None and behind is None:
            continue
        for end, piece, share in onward[start]:
            grammar = piece in letters.grammar
            price = _price(piece, share, grammar)
            reached = grammatical if grammar else other
            for reading, toll in ((after, 0.0), (behind, 0.0 if grammar else _NOT_GRAMMATICAL)):
                if reading and (end not in reached or reading[0] + price + toll < reached[end][0]):
                    reached[end] = (reading[0] + price + toll, reading[1] and grammar, (*reading[2], piece))
    found = [readings[length] for readings in (grammatical, other) if length in readings]
    if not found:
        return [run]
    cost, grammar, words = min(found)
    allowed = _UNKNOWN + _UNKNOWN_LETTER * length
    surely = _FINAL_LETTERS.search(word) is not None
    allowed += (
        _FINAL_INSIDE * surely + _ALL_GRAMMATICAL * grammar + _AUXILIARY_LAST * (words[-1] in letters.auxiliaries)
    )
    return list(words) if cost < allowed else [run]


def _onward(run: str, known: Mapping[str, float], letters: _Letters) -> dict[int, list[tuple[int, str, float | None]]]:
    """Where a word may begin in a run → the words that do, as (end, folded word, frequency if known).

    Only what leads on to the end of the run: it is followed from there, since most unknown words are names, which end
    in no word, and that ends the search before it begins.
    """
    length, shapes, breaks = len(run), letters.shapes, letters.breaks
    onward: dict[int, list[tuple[int, str, float | None]]] = {}
    places = [at for at in range(_SHORTEST_PIECE, length - 1) if run[at - 1] in breaks]
    if not [at for at in places if run[at:] in known]:
        return onward
    ends = [length]
    for start in (*reversed(places), 0):
        words: list[tuple[int, str, float | None]] = []
        for end in reversed(ends):
            if end - start < _SHORTEST_PIECE:
                continue
            piece = run[start:end]
            if end < length and piece[-1] in shapes:
                piece = piece[:-1] + shapes[piece[-1]]
            share = known.get(piece)
            if share is not None or (end < length and _is_stranger(piece)):
                words.append((end, piece, share))
        if words:
            onward[start] = words
            ends.append(start)
    return onward


def _is_stranger(piece: str) -> bool:
    """Whether an unknown piece is a word all the same, by the letter that ends it."""
    return piece[-1] == _NOON_GHUNNA and len(piece) > 2 * _SHORTEST_PIECE


def _price(piece: str, share: float | None, grammatical: bool) -> float:
    """What it costs to read a piece as a word."""
    if share is None:
        return _UNKNOWN + _UNKNOWN_LETTER * len(piece) + _STRANGER
    return -log(share / 1e6) + (0.0 if grammatical or len(piece) > _SHORTEST_PIECE else _TWO_LETTERS)


def _starts(word: str, folded: str, keys: list[str], language: Language) -> list[int]:
    """Where in the written word the units begin whose folded forms, joined, are the folded word."""
    places = list(accumulate(map(len, keys[:-1])))
    if word == folded:
        return [0, *places]
    # What each code point of the word contributes to the folded one: usually one letter; marks and joiners none.
    owners: list[int] = []
    spelled: list[str] = []
    for at, letter in enumerate(word):
        shape = "" if unicodedata.category(letter) in _CLINGING else language.fold_chars.get(letter, letter)
        owners += [at] * len(shape)
        spelled.append(shape)
    owners.append(len(word))
    if len(owners) - 1 != len(folded):
        # Folding rules made it longer or shorter (دیئے, ﷲ).
        blocks = SequenceMatcher(None, folded, "".join(spelled), autojunk=False).get_matching_blocks()
        places = [_counterpart(place, blocks) for place in places]
    starts = [0]
    for place in places:
        start = owners[place]
        while start < len(word) and unicodedata.category(word[start]) in _CLINGING:
            start += 1
        starts.append(max(start, starts[-1]))
    return starts


def _counterpart(place: int, blocks: Sequence[Match]) -> int:
    """The index in the second of two aligned strings that answers to an index in the first."""
    for block in blocks:
        if place < block.a + block.size:
            return block.b + max(0, place - block.a)
    return blocks[-1].b


def fragment(word: str, known: Mapping[str, float]) -> bool:
    """Whether a folded word could be the right-hand piece of a torn one: short, made of letters, and no word itself."""
    return len(word) <= _LONGEST_FRAGMENT and word not in known and word.isalpha()


def torn(left: str, right: str, known: Mapping[str, float], language: Language) -> bool:
    """Whether two adjacent folded words are one word that a space tore apart.

    Args:
        left: the first, folded.
        right: the second, folded.
        known: folded word → frequency per million.
        language: whose words these are.

    Example:
        >>> from framing.text.registry import language
        >>> known = {"دونوں": 800.0, "دونو": 2.0, "اور": 17000.0}
        >>> torn("دونو", "ں", known, language("ur")), torn("اور", "دونوں", known, language("ur"))
        (True, False)
    """
    if not language.non_joiners or not left.isalpha() or not right.isalpha():
        return False
    whole = known.get(left + right)
    if whole is None:
        return False
    if len(left) == 1 and right in known:
        # Too little is left to tell an initial (س کے) from a torn word.
        return False
    # The pair is at most as frequent as its rarer piece. Two words of the list are two words.
    pair = min(known.get(left, 0.0), known.get(right, 0.0))
    return whole >= _TORN_RATIO * pair if pair else whole >= _TORN_WHOLE

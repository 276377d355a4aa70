"""Spacing repair: words that run together, and words that are torn apart.

Where the shape of a letter already shows that it is the last, writers leave out the space behind it: Urdu
اورمصنوعی is اور and مصنوعی, کرنیکا is کرنے and کا. Converters tear words instead: دونو ں. Both are repaired for
matching only; the text stays as it is, and a unit says where in the written word it stands.

Everything here is decided per distinct word or per distinct pair, from the frequencies of known words and from
what the language says of its letters; no language is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from operator import ge
from typing import Final, TypeAlias

from framing.expressions import expression
from framing.languages.base import Language
from framing.languages.folding import Alignment, align
from framing.languages.frequencies import SHORTEST_PIECE, UNKNOWN, UNKNOWN_LETTER, Prices
from framing.languages.letters import (
    ALL_GRAMMATICAL,
    AUXILIARY_LAST,
    FINAL,
    FINAL_INSIDE,
    LONGEST_WORD,
    NOON_GHUNNA,
    Letters,
    hopeless,
    letters_of,
    prices_of,
    stranger,
    surely_run,
)

__all__ = ["Unit", "units"]


# Two neighbours that are not grammatical pay for it, less where the second is long.
_NOT_GRAMMATICAL: Final = 3.0
_NOT_GRAMMATICAL_LONG: Final = 0.5
_LONG: Final = 4

#: Binds a Devanagari consonant to the next.
_VIRAMA: Final = "\u094d"

_DIGIT: Final = expression("[0-9]")
_DIGITS: Final = expression(r"[0-9]+|[^0-9]+")


# The cost of a way to read the beginning of a run, whether all its words are grammatical, and these.
_Reading: TypeAlias = tuple[float, bool, tuple[str, ...]]
# Where a word ends in a run, its folded form, what it costs there.
_Word: TypeAlias = tuple[int, str, float]


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
class _Run:
    """A run of letters or of digits within a word.

    Attributes:
        text: folded.
        written: the letter written for each of ``text``.
        seams: places within it before which a non-joiner is written, which all but shows that a word ends.
    """

    text: str
    written: str
    seams: frozenset[int]


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
        >>> from framing.languages.registry import language
        >>> units("کرنیکا", "کرنیکا", {"کرنے": 3700.0, "کا": 16000.0}, language("ur"))
        (Unit(start=0, end=4, key='کرنے'), Unit(start=4, end=6, key='کا'))
    """
    if folded in known or language.script == "Latin" or not 2 <= len(folded) <= LONGEST_WORD >= len(word):
        return (Unit(0, len(word), folded),)
    whole = (Unit(0, len(word), folded),)
    letters = letters_of(language)
    runs = [folded] if folded.isalpha() or not _DIGIT.search(folded) else _runs(folded, letters)
    table = prices_of(known, language) if language.tears else None
    if len(runs) == 1:
        if table is None or not (cuts := _cuts(folded, word, table, letters)):
            return whole
        if word == folded:
            keys = _split(_Run(folded, folded, frozenset()), cuts, table, letters)
            places = [*accumulate(map(len, keys), initial=0)]
            return tuple(map(Unit, places, places[1:], keys)) if len(keys) > 1 else whole
    along = align(word, folded, language)
    keys = _keys(runs, along, table, letters) if table else runs
    if len(keys) == 1:
        return whole
    starts = [0, *along.starts(list(accumulate(map(len, keys[:-1]))))]
    ends = [*starts[1:], len(word)]
    if any(map(ge, starts, ends)):
        # The folded word could not be laid along the written one; better one word than a wrong place.
        return whole
    return tuple(map(Unit, starts, ends, keys))


def _cuts(text: str, written: str, table: Prices, letters: Letters) -> Sequence[int]:
    """The places at which a run may be cut: where its first word may end, where its last may begin, and in between.

    None where the two cost too much. Most unknown words are names, which begin or end in no word: this ends the search
    before it begins.
    """
    known, length = table.inner, len(text)
    lasts = [at for at in range(SHORTEST_PIECE, length - 1) if text[at:] in known]
    if not lasts:
        return ()
    latest, earliest, dearest = lasts[-1], 0, inf
    for at in range(SHORTEST_PIECE, latest + 1):
        price, letter = known.get(text[:at], inf), text[at - 1]
        if letter in letters.ambiguous:
            restored = text[: at - 1] + letters.shapes.get(letter, letter)
            price = min(price, known.get(restored, inf), stranger(restored))
        if price < inf:
            earliest, dearest = earliest or at, min(price, dearest)
    if not earliest or dearest + min([known[text[at:]] for at in lasts]) >= hopeless(text, written):
        return ()
    places: Sequence[int] = range(earliest, latest + 1)
    if letters.missing_space == inf:
        places = [at for at in places if text[at - 1] in letters.breaks]
    if not text.isalpha():
        places = [at for at in places if text[at].isalpha() and text[at - 1] != _VIRAMA]
    return places


def _keys(runs: list[str], along: Alignment, table: Prices, letters: Letters) -> list[str]:
    """The words of all runs."""
    written, seams = along.written(), along.seams()
    keys: list[str] = []
    begin = 0
    for text in runs:
        end = begin + len(text)
        run = _Run(text, written[begin:end], frozenset(seam - begin for seam in seams if begin < seam < end))
        cuts = () if text in table.inner else _cuts(text, run.written, table, letters)
        keys += _split(run, cuts, table, letters) if cuts else [text]
        begin = end
    return keys


def _runs(folded: str, letters: Letters) -> list[str]:
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


def _split(run: _Run, cuts: Sequence[int], table: Prices, letters: Letters) -> list[str]:
    """The cheapest way to read a run of a word as known words; the run itself where no way is cheap enough."""
    length = len(run.text)
    onward = _onward(run, cuts, table, letters)
    if 0 not in onward:
        return [run.text]
    # By the position it reaches, the cheapest reading whose last word is grammatical, and the cheapest other.
    grammatical: dict[int, _Reading] = {0: (0.0, True, ())}
    other: dict[int, _Reading] = {}
    for start in sorted(onward):
        after, behind = grammatical.get(start), other.get(start)
        if after is None and behind is None:
            continue
        for end, piece, price in onward[start]:
            grammar = piece in letters.grammar
            reached = grammatical if grammar else other
            apart = 0.0 if grammar else _NOT_GRAMMATICAL if len(piece) < _LONG else _NOT_GRAMMATICAL_LONG
            for reading, toll in ((after, 0.0), (behind, apart)):
                if reading:
                    longer = (reading[0] + price + toll, reading[1] and grammar, (*reading[2], piece))
                    if end not in reached or _bare(longer) < _bare(reached[end]):
                        reached[end] = longer
    possible = [readings[length] for readings in (grammatical, other) if length in readings]
    allowed = UNKNOWN + UNKNOWN_LETTER * length + FINAL_INSIDE * surely_run(run.written)
    # What each reading is cheaper by than a word that nobody knows.
    gains = [
        allowed - _bare(reading) + AUXILIARY_LAST * (reading[2][-1] in letters.auxiliaries) for reading in possible
    ]
    best = max(gains, default=0.0)
    return list(possible[gains.index(best)][2]) if best > 0 else [run.text]


def _bare(reading: _Reading) -> float:
    """What a reading costs, less what is allowed to one of grammatical words alone."""
    return reading[0] - ALL_GRAMMATICAL * reading[1]


def _onward(run: _Run, cuts: Sequence[int], table: Prices, letters: Letters) -> dict[int, list[_Word]]:
    """Where a word may begin in a run → the words that do.

    Only what leads on to the end of the run: it is followed from there.
    """
    text, onward = run.text, dict[int, list[_Word]]()
    length, limit = len(text), hopeless(text, run.written)
    # By the position they begin at, what the words to the end cost at least.
    least: dict[int, float] = {}
    # Those positions, from the last to the first; only a word that nobody knows reaches beyond the near ones.
    ends: list[int] = []
    strange: list[int] = []
    near = 0
    for start in (*reversed(cuts), 0):
        words: list[_Word] = []
        # Where the letter before shows that a word ends, a piece that may be an ending is none.
        shown = not start or text[start - 1] in letters.shown
        price = (table.inner if shown else table.last).get(text[start:])
        if start and price is not None and price < limit:
            words.append((length, text[start:], price))
        while near < len(ends) and ends[near] - start > table.longest:
            near += 1
        far = [end for end in strange if end - start > table.longest]
        for end in (*far, *ends[near:]):
            piece, behind = text[start:end], least[end]
            # Nearly all pieces are no words, and most end in a letter that stands for no other.
            if (piece in table.inner or piece[-1] in letters.ambiguous) and end - start >= SHORTEST_PIECE:
                opening = table.inner if start or piece[-1] in letters.shown else table.first
                words += _words_inside(piece, end, run, opening, letters, limit - behind)
        if words:
            onward[start] = words
            least[start] = min(price + least.get(end, 0.0) for end, _, price in words)
            ends.append(start)
            if start and text[start - 1] == NOON_GHUNNA:
                strange.append(start)
    return onward


def _words_inside(
    piece: str, end: int, run: _Run, table: Mapping[str, float], letters: Letters, limit: float
) -> list[_Word]:
    """The words that a piece may be which is not the last of its run; those that cost too much left out."""
    inside: list[_Word] = []
    final = letters.shapes.get(piece[-1])
    if final is not None:
        # A final letter as it stands inside a word.
        word = piece[:-1] + final
        inside = [(end, word, table.get(word, inf))]
    if final is None or not (run.written[end - 1] in FINAL or letters.missing_space == inf):
        price = table.get(piece)
        price = stranger(piece) if price is None else price
        free = end in run.seams or piece[-1] in letters.free
        inside.append((end, piece, price if free else price + letters.missing_space))
    return [word for word in inside if word[2] < limit]

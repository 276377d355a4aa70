"""Cues in a batch: marks between words, numbers and capitals, and words that count at one place of a headline.

What a piece of text tells of itself is read once per distinct piece, like all else; a batch only adds up where the
pieces stand. A mark is held by the word before it in its paragraph (else the one behind it), whose section, voice and
sentence are its own; its span is the mark alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Longs, ranges
from framing.lexicon.compile import Compiled
from framing.lexicon.cues import MARKS, Place, Sign
from framing.scoring.analysis import Flag
from framing.scoring.tokens import Tokens

__all__ = ["Held", "find_signs", "held_marks", "in_place", "is_mark", "mark_spans"]

_BLANK: Final = int(Flag.BLANK)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Runs of marks in a batch, in the order of the text.

    Attributes:
        sign: Sign of each.
        token: the token that holds it.
        behind: whether it stands behind that token.
        piece: the piece that it is in.
        start, end: code points, as ``Pieces.start`` counts them.
    """

    sign: Longs
    token: Longs
    behind: Bools
    piece: Longs
    start: Longs
    end: Longs


def is_mark(compiled: Compiled) -> Bools:
    """Pattern → whether it is a sign that stands between words."""
    return np.isin(compiled.signs, [int(sign) for sign in MARKS])


def held_marks(tokens: Tokens) -> Held:
    """The runs of marks of a batch that a word of their paragraph holds."""
    pieces, snapshot = tokens.pieces, tokens.snapshot
    noted = np.flatnonzero(snapshot.marked[pieces.ids])
    numbers = pieces.ids[noted]
    counts = snapshot.run_first[numbers + 1] - snapshot.run_first[numbers]
    run = ranges(snapshot.run_first[numbers], counts)
    piece = np.repeat(noted, counts)
    paragraph = np.searchsorted(pieces.paragraph_first, piece, side="right") - 1
    first, end = (pieces.word_first[pieces.paragraph_first[paragraph + more]] for more in (0, 1))
    word = pieces.word_first[piece] + snapshot.run_before[run]
    behind = word > first
    word = np.where(behind, word - 1, word)
    held = np.flatnonzero(word < end)
    start = pieces.start[piece]
    return Held(
        snapshot.run_sign[run][held].astype(np.int64),
        (word - np.searchsorted(pieces.torn, word, side="right"))[held],
        behind[held],
        piece[held],
        (start + snapshot.run_start[run])[held],
        (start + snapshot.run_end[run])[held],
    )


def find_signs(tokens: Tokens, compiled: Compiled, runs: Held, texts: int) -> tuple[Longs, Longs, Longs]:
    """The matches of entries that are signs, at the places where they count.

    Args:
        tokens: of the batch.
        compiled: whose patterns.
        runs: of marks, from :func:`held_marks`.
        texts: the first token that stands in no headline.

    Returns:
        (first token, last token, pattern), as :func:`framing.scoring.walking.places` gives those of words.
    """
    matches: list[tuple[Longs, Longs, Longs]] = []
    for pattern in np.flatnonzero(compiled.signs).tolist():
        sign, place = Sign(compiled.signs[pattern]), Place(compiled.places[pattern])
        if sign in MARKS:
            first = last = runs.token[_runs_at(tokens, runs, sign, place, texts)]
        elif sign is Sign.NUMBER:
            first = last = _numbers(tokens, len(tokens) if place is Place.ANYWHERE else texts)
        else:
            first, last = _capitals(tokens, len(tokens) if place is Place.ANYWHERE else texts)
        number = np.full(len(first), pattern, np.int64)
        if sign not in MARKS:
            kept = in_place(tokens, compiled, number, first, last, texts)
            number, first, last = number[kept], first[kept], last[kept]
        # Of two runs of one kind that one word holds ("! !"), the first counts.
        fresh = np.diff(first, prepend=-1) != 0
        matches.append((first[fresh], last[fresh], number[fresh]))
    nothing = np.zeros(0, np.int64)
    firsts, lasts, patterns = (np.concatenate(parts) for parts in zip((nothing,) * 3, *matches, strict=True))
    return firsts, lasts, patterns


def _runs_at(tokens: Tokens, runs: Held, sign: Sign, place: Place, texts: int) -> Longs:
    """The runs of one sign at a place."""
    chosen: Longs = np.flatnonzero(runs.sign == sign)
    if place is Place.ANYWHERE:
        return chosen
    chosen = chosen[runs.token[chosen] < texts]
    first, end = _headlines(tokens, runs.token[chosen])
    token, behind = runs.token[chosen], runs.behind[chosen]
    if place is Place.START:
        chosen = chosen[(token == first) & ~behind]
    elif place is Place.END:
        chosen = chosen[(token == end - 1) & behind]
    return chosen


def _headlines(tokens: Tokens, places: Longs) -> tuple[Longs, Longs]:
    """The first token of the fields that tokens stand in, and the token after their last."""
    field = np.searchsorted(tokens.first, places, side="right") - 1
    return tokens.first[field], tokens.first[field + 1]


def in_place(tokens: Tokens, compiled: Compiled, pattern: Longs, first: Longs, last: Longs, texts: int) -> Bools:
    """Which matches stand where their patterns count.

    Args:
        tokens: of the batch.
        compiled: whose patterns.
        pattern: of the matches.
        first: their first tokens.
        last: their last tokens.
        texts: the first token that stands in no headline.
    """
    place = compiled.places[pattern]
    good: Bools = (place == Place.ANYWHERE) | (first < texts)
    asked = np.flatnonzero(good & (place > Place.HEADLINE))
    begin, end = _headlines(tokens, first[asked])
    opens = (tokens.flags[first[asked]] & int(Flag.QUESTION)) == int(Flag.COLON)
    starts = (first[asked] == begin) | opens
    good[asked] = np.where(place[asked] == Place.START, starts, last[asked] == end - 1)
    return good


def _numbers(tokens: Tokens, end: int) -> Longs:
    """The tokens that are a number before a word, up to a token."""
    places: Longs = np.flatnonzero(tokens.snapshot.is_number[tokens.snapshot.unit_key[tokens.units[:end]]])
    places = places[places < len(tokens) - 1]
    follows = (tokens.flags[places + 1] & _BLANK) != 0
    # Where its piece begins: "covid-19", "Rs.50" and "$5" are no list, nor is "46वें".
    start = tokens.snapshot.unit_start[tokens.units]
    whole = (start[places] == 0) & (start[places + 1] == 0)
    numbers: Longs = places[follows & whole]
    return numbers


def _capitals(tokens: Tokens, end: int) -> tuple[Longs, Longs]:
    """Runs of words in capitals, up to a token; none that is a whole sentence."""
    loud = np.flatnonzero(tokens.snapshot.is_loud[tokens.units[:end]])
    if not len(loud):
        return loud, loud
    sentence = tokens.sentence_of(loud)
    # A mark between two words parts them: "LIVE: PM".
    apart = (tokens.flags[loud] & _BLANK) == 0
    opens = np.flatnonzero((np.diff(loud, prepend=-2) != 1) | (np.diff(sentence, prepend=-1) != 0) | apart)
    first, last = loud[opens], loud[np.append(opens[1:], len(loud)) - 1]
    begin, stop = tokens.sentence_spans(first)
    kept = (last > first) & ((first > begin) | (last < stop - 1))
    return first[kept], last[kept]


def mark_spans(tokens: Tokens, runs: Held, sign: Longs, token: Longs) -> tuple[Longs, Longs, pl.Series]:
    """(start, end, text) of marks, by their signs and the tokens that hold them; as ``Tokens.spans`` has words'.

    Of two runs of one kind that one word holds, the first.
    """
    scale = len(Sign)
    # Runs stand in the order of the text, and so do the tokens that hold them, but for marks that open a paragraph.
    codes = runs.token * scale + runs.sign
    order = np.argsort(codes, kind="stable")
    run = order[np.searchsorted(codes[order], token * scale + sign)]
    pieces = tokens.pieces
    piece, start, end = runs.piece[run], runs.start[run], runs.end[run]
    field = np.searchsorted(pieces.field_first, piece, side="right") - 1
    begin = pieces.start[pieces.field_first[field]]
    return start - begin, end - begin, pieces.cutter.cut(piece, start, end)

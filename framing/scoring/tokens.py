"""Tokens: one batch of fields split into pieces, numbered, and laid out as arrays of one element a word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.scoring.analysis import Flag
from framing.scoring.vocabulary import Snapshot, Vocabulary
from framing.text.language import Cue

__all__ = ["Tokens", "tokenise"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Places = list[tuple[int, str]]

# What some later step asks the places of; all else is skipped at once.
_ASKED: Final = int(
    Cue.COMPLEMENTIZER
    | Cue.REPORTING
    | Cue.REPORTING_BARE
    | Cue.ACCORDING
    | Cue.CLAUSE
    | Cue.NARRATIVE
    | Cue.DECLARING
    | Flag.CLAUSE_MARK
    | Flag.NEWLINE
    | Flag.ANCHOR
)


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of a batch, field after field.

    A *field* is an article's title or its text. Arrays named after tokens have one element a word; positions in them
    are token numbers.

    Attributes:
        snapshot: the vocabulary's arrays.
        units: token → unit number of the vocabulary.
        flags: token → Flag and Cue bits.
        start, end: token → code points from the beginning of its field.
        first: field → its first token; one element more than fields.
        sentences: the first token of each sentence, ascending.
        quote_places: (token, mark events before it), as ``pair_marks`` takes them.
    """

    snapshot: Snapshot
    units: Ints
    flags: Ints
    start: Ints
    end: Ints
    first: Longs
    sentences: Longs
    quote_places: Places

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def sentence_ends(self) -> Longs:
        """Sentence → the token after its last."""
        return np.append(self.sentences[1:], len(self))

    def sentence_of(self, tokens: npt.NDArray[np.integer]) -> Longs:
        """Sentence numbers of tokens."""
        return np.searchsorted(self.sentences, tokens, side="right") - 1

    @cached_property
    def _asked(self) -> tuple[Longs, Ints]:
        places = np.flatnonzero(self.flags & _ASKED)
        return places, self.flags[places]

    def where(self, flag: Cue | Flag) -> Longs:
        """Numbers of the tokens that have a flag, ascending. Only flags of ``_ASKED`` can be asked for."""
        places, flags = self._asked
        chosen: Longs = places[(flags & int(flag)) != 0]
        return chosen


def tokenise(fields: pl.Series, vocabulary: Vocabulary) -> Tokens:
    """Cut fields into tokens.

    Args:
        fields: String series without nulls.
        vocabulary: of the fields' language; it learns their new pieces.
    """
    paragraphs = fields.str.split("\n")
    pieces = paragraphs.explode().str.split(" ")
    paragraph_first = _offsets(pieces.list.len())
    field_first = paragraph_first[_offsets(paragraphs.list.len())]
    ids, snapshot = vocabulary.ids(pieces.explode())

    # Each piece is followed by one space or line break, so that offsets are a cumulative sum.
    widths = snapshot.chars[ids] + 1
    piece_start = np.cumsum(widths, dtype=np.int64) - widths
    piece_start -= np.repeat(piece_start[field_first[:-1]], np.diff(field_first))

    first_unit = snapshot.unit_first[ids]
    counts = snapshot.unit_first[ids + np.uint32(1)] - first_unit
    unit_sum = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
    # Token t of piece p is unit first_unit[p] + (t − unit_sum[p]).
    units = (np.repeat(first_unit - unit_sum[:-1], counts) + np.arange(unit_sum[-1])).astype(np.int32)
    begin = np.repeat(piece_start, counts)
    start = (begin + snapshot.unit_start[units]).astype(np.int32)
    end = (begin + snapshot.unit_end[units]).astype(np.int32)
    flags = _flags(ids, snapshot, units, unit_sum, paragraph_first)
    places = _quote_places(ids, snapshot, unit_sum, paragraph_first)
    tokens = Tokens(snapshot, units, flags, start, end, unit_sum[field_first], np.zeros(0, np.int64), places)
    return _with_sentences(_join_torn(tokens, vocabulary))


def _offsets(counts: pl.Series) -> Longs:
    return np.concatenate([[0], np.cumsum(counts.to_numpy(), dtype=np.int64)])


def _flags(
    ids: npt.NDArray[np.uint32], snapshot: Snapshot, units: Ints, unit_sum: Longs, paragraph_first: Longs
) -> Ints:
    """The units' flags, and what their place adds: the tail of the piece before, the beginning of a paragraph."""
    flags = snapshot.flags[units]
    if not len(flags):
        return flags
    tailed = np.flatnonzero(snapshot.tails[ids])
    after = unit_sum[tailed + 1]
    tails = snapshot.tails[ids[tailed]]
    tails, after = tails[after < len(flags)], after[after < len(flags)]
    np.bitwise_or.at(flags, after, tails)
    flags[after] &= ~int(Flag.BLANK)
    heads = unit_sum[paragraph_first[:-1]]
    heads = heads[heads < len(flags)]
    flags[heads] = (flags[heads] | int(Flag.NEWLINE)) & ~int(Flag.BLANK)
    return flags


def _quote_places(ids: npt.NDArray[np.uint32], snapshot: Snapshot, unit_sum: Longs, paragraph_first: Longs) -> Places:
    """Mark events before tokens; each paragraph with marks in it closes with an ``N``."""
    found = np.flatnonzero(snapshot.marked[ids])
    if not len(found):
        return []
    events = snapshot.events
    places = [
        (piece, token + before, letters)
        for piece, token, number in zip(found.tolist(), unit_sum[found].tolist(), ids[found].tolist(), strict=True)
        for before, letters in events[number]
    ]
    # The paragraphs that have marks end here; the others need not be told of.
    ends = np.unique(paragraph_first[np.searchsorted(paragraph_first, found, side="right")])
    places += [(piece - 0.5, token, "N") for piece, token in zip(ends.tolist(), unit_sum[ends].tolist(), strict=True)]
    return [(token, letters) for _, token, letters in sorted(places, key=_by_piece)]


def _by_piece(place: tuple[float, int, str]) -> float:
    return place[0]


def _with_sentences(tokens: Tokens) -> Tokens:
    flags = tokens.flags
    starts = (flags & int(Flag.NEWLINE | Flag.STOP)) != 0
    dots = np.flatnonzero(flags & int(Flag.DOT))
    dots = dots[dots > 0]
    starts[dots] |= (flags[dots - 1] & int(Cue.ABBREVIATION)) == 0
    heads = tokens.first[:-1]
    starts[heads[heads < len(flags)]] = True
    return Tokens(
        tokens.snapshot,
        tokens.units,
        flags,
        tokens.start,
        tokens.end,
        tokens.first,
        np.flatnonzero(starts),
        tokens.quote_places,
    )


def _join_torn(tokens: Tokens, vocabulary: Vocabulary) -> Tokens:
    """Join words that a writer tore in two, deciding on distinct adjacent pairs."""
    wanted = int(Flag.FRAGMENT | Flag.BLANK)
    right = np.flatnonzero((tokens.flags & wanted) == wanted)
    right = np.setdiff1d(right, tokens.first)
    if not len(right):
        return tokens
    pairs, inverse = np.unique(np.stack([tokens.units[right - 1], tokens.units[right]]), axis=1, return_inverse=True)
    joined, snapshot = vocabulary.join([(int(left), int(piece)) for left, piece in pairs.T])
    unit = np.array(joined, dtype=np.int32)[inverse]
    torn, unit = right[unit >= 0], unit[unit >= 0]
    if not len(torn):
        return tokens
    # Of three pieces in a row only the first two join; that is rare and loses no word.
    apart = np.append(True, np.diff(torn) > 1)
    torn, unit = torn[apart], unit[apart]
    units, end, flags = tokens.units.copy(), tokens.end.copy(), tokens.flags.copy()
    units[torn - 1], end[torn - 1] = unit, end[torn]
    context = int(Flag.NEWLINE | Flag.STOP | Flag.DOT | Flag.CLAUSE_MARK | Flag.BLANK)
    flags[torn - 1] = (flags[torn - 1] & context) | (snapshot.flags[unit] & ~context)
    keep = np.ones(len(units), np.bool_)
    keep[torn] = False
    gone = np.concatenate([[0], np.cumsum(~keep)])
    return Tokens(
        snapshot,
        units[keep],
        flags[keep],
        tokens.start[keep],
        end[keep],
        tokens.first - gone[tokens.first],
        tokens.sentences,
        [(int(token - gone[token]), events) for token, events in tokens.quote_places],
    )

"""Tokens: one batch of fields cut into chunks, numbered, and laid out as arrays of one element a word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.scoring.vocabulary import Flag, Snapshot, Vocabulary
from framing.text.chunks import cut
from framing.text.language import Cue

__all__ = ["Tokens", "tokenise"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tokens:
    """The words of a batch, field after field.

    A *field* is an article's title or its text. Arrays named after tokens have one element a word; positions in
    them are token numbers.

    Attributes:
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
    quote_places: list[tuple[int, str]]

    def __len__(self) -> int:
        return len(self.units)

    @property
    def fields(self) -> int:
        """How many fields the batch has."""
        return len(self.first) - 1

    @cached_property
    def sentence_ends(self) -> Longs:
        """Sentence → the token after its last."""
        return np.append(self.sentences[1:], len(self))

    def sentence_of(self, tokens: npt.NDArray[np.integer]) -> Longs:
        """Sentence numbers of tokens."""
        return np.searchsorted(self.sentences, tokens, side="right") - 1

    def where(self, *flags: Cue | Flag) -> Longs:
        """Numbers of the tokens that have any of these flags, ascending."""
        wanted = 0
        for flag in flags:
            wanted |= int(flag)
        return np.flatnonzero(self.flags & wanted)


def tokenise(fields: pl.Series, vocabulary: Vocabulary) -> Tokens:
    """Cut fields into tokens.

    Args:
        fields: String series without nulls.
        vocabulary: of the fields' language; it learns their new chunks.
    """
    lists = cut(fields)
    counts = lists.list.len().to_numpy().astype(np.int64)
    ids, snapshot = vocabulary.ids(lists.explode().drop_nulls())
    chunk_first = np.concatenate([[0], np.cumsum(counts)])
    chars = snapshot.chunk_chars[ids]
    chunk_start = np.cumsum(chars, dtype=np.int64) - chars
    # Offsets within the field: subtract where the field began.
    base = np.append(chunk_start, chars.sum())[chunk_first[:-1]]
    chunk_start -= np.repeat(base, counts)

    first_unit = snapshot.unit_first[ids]
    unit_counts = snapshot.unit_first[ids + 1] - first_unit
    unit_sum = np.concatenate([[0], np.cumsum(unit_counts, dtype=np.int64)])
    chunk_of = np.repeat(np.arange(len(ids)), unit_counts)
    units = first_unit[chunk_of] + (np.arange(len(chunk_of)) - unit_sum[chunk_of]).astype(np.int32)
    start = (chunk_start[chunk_of] + snapshot.unit_start[units]).astype(np.int32)
    end = (chunk_start[chunk_of] + snapshot.unit_end[units]).astype(np.int32)
    first = unit_sum[chunk_first]
    places = _quote_places(ids, snapshot, unit_sum, chunk_first, first)
    units, start, end, first, places, snapshot = _join_torn(units, start, end, first, places, vocabulary, snapshot)
    flags = snapshot.flags[units]
    sentences = _sentences(flags, first)
    return Tokens(snapshot, units, flags, start, end, first, sentences, places)


def _quote_places(
    ids: Ints, snapshot: Snapshot, unit_sum: Longs, chunk_first: Longs, first: Longs
) -> list[tuple[int, str]]:
    """Mark events before tokens; each field closes with the events after its last word."""
    events = snapshot.events
    found = np.flatnonzero(snapshot.marked[ids])
    places = [(int(token), events[int(chunk)]) for token, chunk in zip(unit_sum[found], ids[found], strict=True)]
    # Sorted by token with a field's end after the marks before it: the tail chunk has no token of its own.
    ends = [(int(token), "N") for token in first[1:]]
    order = np.argsort(np.concatenate([found, chunk_first[1:] - 0.5]), kind="stable")
    both = places + ends
    return [both[index] for index in order]


def _sentences(flags: Ints, first: Longs) -> Longs:
    starts = (flags & int(Flag.NEWLINE | Flag.STOP)) != 0
    dots = np.flatnonzero(flags & int(Flag.DOT))
    dots = dots[dots > 0]
    starts[dots] |= (flags[dots - 1] & int(Cue.ABBREVIATION)) == 0
    heads = first[:-1]
    starts[heads[heads < len(flags)]] = True
    return np.flatnonzero(starts)


def _join_torn(
    units: Ints,
    start: Ints,
    end: Ints,
    first: Longs,
    places: list[tuple[int, str]],
    vocabulary: Vocabulary,
    snapshot: Snapshot,
) -> tuple[Ints, Ints, Ints, Longs, list[tuple[int, str]], Snapshot]:
    """Join words that a writer tore in two, deciding on distinct adjacent pairs."""
    flags = snapshot.flags[units]
    wanted = int(Flag.FRAGMENT | Flag.BLANK)
    right = np.flatnonzero((flags & wanted) == wanted)
    right = np.setdiff1d(right, first, assume_unique=False)
    if not len(right):
        return units, start, end, first, places, snapshot
    pairs, inverse = np.unique(np.stack([units[right - 1], units[right]]), axis=1, return_inverse=True)
    units_joined, snapshot = vocabulary.join([(int(left), int(piece)) for left, piece in pairs.T])
    joined = np.array(units_joined, dtype=np.int32)[inverse]
    # Of three pieces in a row only the first two join; that is rare and loses no word.
    torn = right[joined >= 0]
    units_of = joined[joined >= 0]
    keep_pair = np.append(True, np.diff(torn) > 1) if len(torn) else np.zeros(0, np.bool_)
    torn, units_of = torn[keep_pair], units_of[keep_pair]
    units = units.copy()
    units[torn - 1] = units_of
    end = end.copy()
    end[torn - 1] = end[torn]
    keep = np.ones(len(units), np.bool_)
    keep[torn] = False
    gone = np.concatenate([[0], np.cumsum(~keep)])
    places = [(int(token - gone[token]), events) for token, events in places]
    return units[keep], start[keep], end[keep], first - gone[first], places, snapshot

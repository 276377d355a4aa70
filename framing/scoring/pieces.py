"""Pieces: fields cut at their spaces, numbered by the vocabulary, and laid out as words.

``pieces_compiled`` does the same in C. What both find is one ``Laid``; from there on nothing depends on how.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol

import numpy as np
import polars as pl

from framing.arrays import Ints, Longs, ranges
from framing.languages.base import Cue
from framing.memory import claim
from framing.scoring.analysis import Flag
from framing.scoring.snapshot import VocabularySnapshot
from framing.scoring.vocabulary import Vocabulary

__all__ = ["PIECE_BYTES", "Cutter", "Laid", "Pieces", "lay_out", "sentences_of"]

#: Memory that a piece takes with its word, in all arrays of a batch. Measured on texts of one letter a word and a line.
PIECE_BYTES: Final = 110


class Cutter(Protocol):
    """What has the texts that the pieces come from."""

    def cut(self, piece: Longs, start: Longs, end: Longs) -> pl.Series:
        """The texts between code points, as ``Pieces.start`` counts them, each in the paragraph of a piece."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """The pieces of a batch, which the words came from. A *word* here is one as written, torn or not.

    Attributes:
        ids: piece → its number in the vocabulary.
        word_first: piece → its first word; one element more than pieces.
        start: piece → code points from the beginning of the batch, if one stood behind each field.
        paragraph_first: paragraph → its first piece; one element more than paragraphs.
        field_first: field → its first piece; as ``paragraph_first``.
        cutter: has their texts.
        torn: words that are the right-hand half of the word before them, ascending.
    """

    ids: Longs | Ints
    word_first: Longs
    start: Longs
    paragraph_first: Longs
    field_first: Longs
    cutter: Cutter
    torn: Longs

    @cached_property
    def _piece(self) -> Ints:
        """Word → its piece."""
        return np.repeat(np.arange(len(self.ids), dtype=np.int32), np.diff(self.word_first))

    def words_of(self, tokens: Longs) -> Longs:
        """The first word of tokens."""
        return tokens + np.searchsorted(self.torn - np.arange(len(self.torn)), tokens, side="right")

    def locate(self, words: Longs, snapshot: VocabularySnapshot) -> tuple[Longs, Longs, Longs]:
        """(piece, start, end) of words; code points from where ``start`` counts."""
        piece = self._piece[words].astype(np.int64)
        unit = snapshot.unit_first[self.ids[piece]] + words - self.word_first[piece]
        start = self.start[piece]
        return piece, start + snapshot.unit_start[unit], start + snapshot.unit_end[unit]


class Laid(NamedTuple):
    """What fields are laid out to.

    Attributes:
        snapshot: the vocabulary's arrays.
        pieces: where the words come from.
        units: word → unit number of the vocabulary.
        flags: word → Flag and Cue bits.
        noted: the pieces with quotation marks, and maybe others.
        stopped: the words behind the paragraphs that end in a full stop, ascending.
    """

    snapshot: VocabularySnapshot
    pieces: Pieces
    units: Ints
    flags: Ints
    noted: Longs
    stopped: Longs


def lay_out(fields: pl.Series, vocabulary: Vocabulary) -> Laid:
    """Cut fields and lay them out.

    Args:
        fields: String series without nulls.
        vocabulary: of the fields' language; it learns their new pieces.
    """
    paragraphs = fields.str.split("\n")
    texts = paragraphs.explode()
    split = texts.str.split(" ")
    paragraph_first = _offsets(split.list.len())
    claim(PIECE_BYTES * paragraph_first[-1])
    ids, snapshot = vocabulary.ids(split.explode())

    counts = snapshot.unit_count[ids]
    word_first = np.zeros(len(ids) + 1, np.int64)
    np.cumsum(counts, out=word_first[1:])
    # Each piece is followed by one space or line break, so that offsets are a cumulative sum.
    widths = snapshot.chars[ids] + 1
    field_first = paragraph_first[_offsets(paragraphs.list.len())]
    start = np.cumsum(widths, dtype=np.int64) - widths
    cutter = _ParagraphCutter(texts, paragraph_first, start)
    pieces = Pieces(ids, word_first, start, paragraph_first, field_first, cutter, np.zeros(0, np.int64))

    units = np.repeat(snapshot.unit_first[ids], counts)
    # Few pieces have more than one word.
    several = np.flatnonzero(counts > 1)
    units[ranges(word_first[several], counts[several])] = ranges(snapshot.unit_first[ids[several]], counts[several])
    noted = np.flatnonzero(snapshot.noted[ids])
    flags, stopped = _flags(pieces, snapshot, units, noted)
    return Laid(snapshot, pieces, units, flags, noted, stopped)


class _ParagraphCutter:
    """Python finds the n-th code point of a string at once, Polars by counting from its beginning."""

    def __init__(self, paragraphs: pl.Series, first: Longs, start: Longs) -> None:
        self.paragraphs, self.first, self.start = paragraphs, first, start

    def cut(self, piece: Longs, start: Longs, end: Longs) -> pl.Series:
        """As ``Cutter`` has it."""
        paragraph = np.searchsorted(self.first, piece, side="right") - 1
        begin = self.start[self.first[paragraph]]
        numbers, home = np.unique(paragraph, return_inverse=True)
        texts = self.paragraphs.gather(numbers).to_list()
        places = zip(home.tolist(), (start - begin).tolist(), (end - begin).tolist(), strict=True)
        return pl.Series([texts[text][first:last] for text, first, last in places], dtype=pl.String)


def _offsets(counts: pl.Series) -> Longs:
    return np.concatenate([[0], np.cumsum(counts.to_numpy(), dtype=np.int64)])


def _flags(pieces: Pieces, snapshot: VocabularySnapshot, units: Ints, noted: Longs) -> tuple[Ints, Longs]:
    """The units' flags, and what their place adds: the tail of the piece before, the beginning of a paragraph.

    What stands behind a paragraph's last word is no mark of the next one's. Returned besides, as ``Tokens.stopped``.
    """
    flags = snapshot.flags[units]
    if not len(flags):
        return flags, np.zeros(0, np.int64)
    noted = noted[snapshot.tails[pieces.ids[noted]] != 0]
    tails, after = snapshot.tails[pieces.ids[noted]], pieces.word_first[noted + 1]
    bounds = pieces.word_first[pieces.paragraph_first]
    begin, end = bounds[:-1], bounds[1:]
    paragraph = np.searchsorted(pieces.paragraph_first, noted, side="right") - 1
    within = after < end[paragraph]
    np.bitwise_or.at(flags, after[within], tails[within])
    flags[after[within]] &= ~int(Flag.BLANK)
    heads = begin[begin < end]
    flags[heads] = (flags[heads] | int(Flag.NEWLINE)) & ~int(Flag.BLANK)
    closing = paragraph[~within & ((tails & int(Flag.STOP | Flag.DOT)) != 0)]
    closing = closing[begin[closing] < end[closing]]
    return flags, np.unique(end[closing])


def sentences_of(flags: Ints) -> tuple[Longs, Ints]:
    """The first token of each sentence, and the sentence of each token.

    Args:
        flags: of all tokens of a batch.
    """
    # A field begins with a paragraph. A dot behind an abbreviation ends no sentence.
    places = np.flatnonzero((flags & int(Flag.NEWLINE | Flag.STOP | Flag.DOT)) != 0)
    surely = (flags[places] & int(Flag.NEWLINE | Flag.STOP)) != 0
    starts: Longs = places[surely | ((flags[places - 1] & int(Cue.ABBREVIATION)) == 0)]
    begins = np.zeros(len(flags), np.int32)
    begins[starts] = 1
    begins[:1] = 0
    return starts, np.cumsum(begins, dtype=np.int32)

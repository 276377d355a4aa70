"""Tokens: one batch of fields split into pieces, numbered, and laid out as arrays of one element a word.

All fields of a batch lie end to end, so that a look at the word before or behind may well meet another sentence,
paragraph or article, whose words are no business of this one's. ``beside``, ``before`` and ``after`` never look beyond
the sentence; whatever asks for a word's surroundings asks them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Bools, Ints, Longs, Spans, first_from, is_among, last_before
from framing.languages.base import Cue
from framing.native.library import library
from framing.scoring.analysis import Flag
from framing.scoring.pieces import Pieces, lay_out, sentences_of
from framing.scoring.pieces_compiled import lay_out as lay_out_compiled
from framing.scoring.pieces_compiled import sentences_of as sentences_compiled
from framing.scoring.quoted import Marks, marks_of
from framing.scoring.snapshot import VocabularySnapshot
from framing.scoring.vocabulary import Vocabulary

__all__ = ["Tokens", "tokenise"]

# What some later step asks the places of; all else is skipped at once.
_ASKED: Final = int(
    Cue.COMPLEMENTIZER
    | Cue.REPORTING
    | Cue.REPORTING_BARE
    | Cue.ACCORDING
    | Cue.CLAUSE
    | Cue.NARRATIVE
    | Cue.DECLARING
    | Cue.OBJECT
    | Cue.RULE
    | Cue.TELLING
    | Cue.DOING
    | Flag.COLON
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
        first: field → its first token; one element more than fields.
        pieces: where the tokens come from.
        quote_marks: quotation marks, and what ends a quotation.
        stopped: the tokens behind the paragraphs that end in a full stop, ascending.
    """

    snapshot: VocabularySnapshot
    units: Ints
    flags: Ints
    first: Longs
    pieces: Pieces
    quote_marks: Marks
    stopped: Longs

    def __len__(self) -> int:
        return len(self.units)

    def spans(self, first: Longs, last: Longs) -> tuple[Longs, Longs, pl.Series]:
        """(start, end, text) of runs of tokens within paragraphs; code points from the beginning of their fields."""
        pieces = self.pieces
        piece, start, _ = pieces.locate(pieces.words_of(first), self.snapshot)
        _, _, end = pieces.locate(pieces.words_of(last + 1) - 1, self.snapshot)
        surface = self._surfaces(first, last, piece, start, end)
        field = np.searchsorted(pieces.field_first, piece, side="right") - 1
        begin = pieces.start[pieces.field_first[field]]
        return start - begin, end - begin, surface

    def _surfaces(self, first: Longs, last: Longs, piece: Longs, start: Longs, end: Longs) -> pl.Series:
        """The texts of runs of tokens: the vocabulary has those of single words, the others are cut out."""
        units = self.units[first]
        # A word that was torn stands in no piece of the vocabulary.
        whole = (first == last) & (self.snapshot.unit_end[units] > 0)
        surfaces = self.snapshot.surfaces.gather(units)
        several = np.flatnonzero(~whole)
        if not len(several):
            return surfaces
        cut = self.pieces.cutter.cut(piece[several], start[several], end[several])
        return surfaces.scatter(several, cut)

    def keys(self, tokens: npt.NDArray[np.integer]) -> Ints:
        """Key numbers of tokens."""
        keys: Ints = self.snapshot.unit_key[self.units[tokens]]
        return keys

    @cached_property
    def key(self) -> Ints:
        """Token → key number."""
        key: Ints = self.snapshot.unit_key[self.units]
        return key

    @property
    def sentences(self) -> Longs:
        """The first token of each sentence, ascending."""
        return self._sentences[0]

    @property
    def sentence(self) -> Ints:
        """Token → sentence number."""
        return self._sentences[1]

    @cached_property
    def _sentences(self) -> tuple[Longs, Ints]:
        return sentences_of(self.flags) if library() is None else sentences_compiled(self.flags)

    @cached_property
    def sentence_ends(self) -> Longs:
        """Sentence → the token after its last."""
        return np.append(self.sentences[1:], len(self))

    @cached_property
    def _closed(self) -> tuple[Longs, Ints]:
        """The tokens behind the paragraphs that end in some mark, ascending; and the flags of these marks."""
        pieces, tails = self.pieces, self.snapshot.tails[self.pieces.ids]
        noted = np.flatnonzero(tails != 0)
        after = pieces.word_first[noted + 1]
        bounds = pieces.word_first[pieces.paragraph_first]
        paragraph = np.searchsorted(pieces.paragraph_first, noted, side="right") - 1
        end = bounds[paragraph + 1]
        behind = (after == end) & (bounds[paragraph] < end)
        ends, place = np.unique(end[behind], return_inverse=True)
        marks = np.zeros(len(ends), np.int32)
        np.bitwise_or.at(marks, place, tails[noted[behind]])
        return ends - np.searchsorted(pieces.torn, ends), marks

    @cached_property
    def announcing(self) -> Longs:
        """The tokens behind the paragraphs that end in a colon, ascending."""
        ends, marks = self._closed
        announcing: Longs = ends[(marks & int(Flag.QUESTION)) == int(Flag.COLON)]
        return announcing

    @cached_property
    def is_question(self) -> Bools:
        """Sentence → whether a question mark ends it."""
        if not len(self):
            return np.zeros(len(self.sentence_ends), np.bool_)
        ends, marks = self._closed
        asked = ends[(marks & int(Flag.QUESTION)) == int(Flag.QUESTION)]
        inner = np.minimum(self.sentence_ends, max(len(self) - 1, 0))
        goes_on = (self.sentence_ends < len(self)) & ((self.flags[inner] & int(Flag.NEWLINE)) == 0)
        marked = (self.flags[inner] & int(Flag.QUESTION)) == int(Flag.QUESTION)
        questions: Bools = (goes_on & marked) | is_among(self.sentence_ends, asked)
        return questions

    def sentence_of(self, tokens: npt.NDArray[np.integer]) -> Ints:
        """Sentence numbers of tokens."""
        numbers: Ints = self.sentence[tokens]
        return numbers

    def sentence_spans(self, tokens: npt.NDArray[np.integer]) -> Spans:
        """The first token of the sentences that tokens stand in, and the token after their last."""
        numbers = self.sentence[tokens]
        return self.sentences[numbers], self.sentence_ends[numbers]

    def beside(self, tokens: Longs, offset: int) -> Ints:
        """The flags of the token so many places behind each (before it where negative); 0 outside its sentence."""
        begin, end = self.sentence_spans(tokens)
        places = tokens + offset
        inside = (places >= begin) & (places < end)
        return np.where(inside, self.flags[np.where(inside, places, tokens)], np.int32(0))

    def before(self, places: Longs, tokens: Longs, *, skip: int = 1) -> Longs:
        """For each token, the last of ``places`` (ascending) at least ``skip`` before it in its sentence, or −1."""
        place = last_before(places, tokens + (1 - skip))
        return np.where(place >= self.sentence_spans(tokens)[0], place, -1)

    def after(self, places: Longs, tokens: Longs, *, skip: int = 1) -> Longs:
        """For each token, the first of ``places`` (ascending) at least ``skip`` behind it in its sentence.

        Where there is none, the token after the sentence's last.
        """
        _, end = self.sentence_spans(tokens)
        return np.minimum(first_from(places, tokens + skip, len(self)), end)

    @cached_property
    def _asked(self) -> tuple[Longs, Ints]:
        places = np.flatnonzero((self.flags & _ASKED) != 0)
        return places, self.flags[places]

    @cached_property
    def _where(self) -> dict[int, Longs]:
        return {}

    def where(self, flag: Cue | Flag) -> Longs:
        """Numbers of the tokens that have a flag, ascending. Only flags of ``_ASKED`` can be asked for."""
        if flag not in self._where:
            places, flags = self._asked
            chosen: Longs = places[(flags & int(flag)) != 0]
            self._where[flag] = chosen
        return self._where[flag]


def tokenise(fields: pl.Series, vocabulary: Vocabulary) -> Tokens:
    """Cut fields into tokens.

    Args:
        fields: String series without nulls.
        vocabulary: of the fields' language; it learns their new pieces.
    """
    lay = lay_out if vocabulary.table is None else lay_out_compiled
    snapshot, pieces, units, flags, noted, stopped = lay(fields, vocabulary)
    marks = marks_of(pieces, snapshot, noted)
    tokens = Tokens(snapshot, units, flags, pieces.word_first[pieces.field_first], pieces, marks, stopped)
    return _join_torn(tokens, vocabulary) if vocabulary.compiled.language.tears else tokens


def _join_torn(tokens: Tokens, vocabulary: Vocabulary) -> Tokens:
    """Join words that a writer tore in two, deciding on distinct adjacent pairs."""
    places = np.flatnonzero((tokens.flags & int(Flag.FRAGMENT)) != 0)
    # A fragment may be the right-hand piece or the left-hand one (ا ور).
    right = np.union1d(places, places[places < len(tokens) - 1] + 1)
    # Never a field's first word: that begins a paragraph and so is not blank.
    right = right[(tokens.flags[right] & int(Flag.BLANK)) != 0]
    if not len(right):
        return tokens
    pairs, inverse = np.unique(tokens.keys(right - 1).astype(np.int64) << 32 | tokens.keys(right), return_inverse=True)
    joined, snapshot = vocabulary.join(list(zip((pairs >> 32).tolist(), (pairs & 0xFFFFFFFF).tolist(), strict=True)))
    unit = np.array(joined, dtype=np.int32)[inverse]
    torn, unit = right[unit >= 0], unit[unit >= 0]
    if not len(torn):
        return tokens
    # Of three pieces in a row only the first two join; that is rare and loses no word.
    apart = np.append(True, np.diff(torn) > 1)
    torn, unit = torn[apart], unit[apart]
    units, flags = tokens.units.copy(), tokens.flags
    units[torn - 1] = unit
    context = int(Flag.NEWLINE | Flag.STOP | Flag.DOT | Flag.CLAUSE_MARK | Flag.BLANK | Flag.COLON)
    flags[torn - 1] = (flags[torn - 1] & context) | (snapshot.flags[unit] & ~context)
    marks = tokens.quote_marks
    return Tokens(
        snapshot,
        np.delete(units, torn),
        np.delete(flags, torn),
        tokens.first - np.searchsorted(torn, tokens.first),
        replace(tokens.pieces, torn=torn),
        marks._replace(token=marks.token - np.searchsorted(torn, marks.token)),
        tokens.stopped - np.searchsorted(torn, tokens.stopped),
    )

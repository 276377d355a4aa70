"""Tokens: one batch of fields split into pieces, numbered, and laid out as arrays of one element a word.

All fields of a batch lie end to end, so that a look at the word before or behind may well meet another sentence,
paragraph or article, whose words are no business of this one's. ``beside``, ``before`` and ``after`` never look beyond
the sentence; whatever asks for a word's surroundings asks them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Ints, Longs, Spans, first_from, last_before, ranges
from framing.languages.base import Cue
from framing.memory import claim
from framing.scoring.analysis import Flag
from framing.scoring.vocabulary import Vocabulary, VocabularySnapshot

__all__ = ["Tokens", "tokenise"]

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
    | Cue.OBJECT
    | Cue.RULE
    | Cue.TELLING
    | Cue.DOING
    | Flag.COLON
    | Flag.CLAUSE_MARK
    | Flag.NEWLINE
    | Flag.ANCHOR
)


#: Memory that a piece takes with its word, in all arrays of a batch. Measured on texts of one letter a word and a line.
_PIECE_BYTES: Final = 110


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """The pieces of a batch, which the words came from. A *word* here is one as written, torn or not.

    Attributes:
        ids: piece → its number in the vocabulary.
        word_first: piece → its first word; one element more than pieces.
        start: piece → code points from the beginning of the batch, if one stood behind each field.
        paragraph_first: paragraph → its first piece; one element more than paragraphs.
        field_first: field → its first piece; as ``paragraph_first``.
        paragraphs: their texts.
        torn: words that are the right-hand half of the word before them, ascending.
    """

    ids: Longs
    word_first: Longs
    start: Longs
    paragraph_first: Longs
    field_first: Longs
    paragraphs: pl.Series
    torn: Longs

    def words_of(self, tokens: Longs) -> Longs:
        """The first word of tokens."""
        return tokens + np.searchsorted(self.torn - np.arange(len(self.torn)), tokens, side="right")

    def locate(self, words: Longs, snapshot: VocabularySnapshot) -> tuple[Longs, Longs, Longs]:
        """(piece, start, end) of words; code points from where ``start`` counts."""
        piece = np.searchsorted(self.word_first, words, side="right") - 1
        unit = snapshot.unit_first[self.ids[piece]] + words - self.word_first[piece]
        start = self.start[piece]
        return piece, start + snapshot.unit_start[unit], start + snapshot.unit_end[unit]


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
        quote_places: (token, mark events before it), as ``pair_marks`` takes them.
        stopped: the tokens behind the paragraphs that end in a full stop, ascending.
    """

    snapshot: VocabularySnapshot
    units: Ints
    flags: Ints
    first: Longs
    pieces: _Pieces
    quote_places: Places
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
        """The texts of runs of tokens: the vocabulary has those of single words, the others are cut out.

        Python finds the n-th code point of a string at once, Polars by counting from its beginning.
        """
        units = self.units[first]
        # A word that was torn stands in no piece of the vocabulary.
        whole = (first == last) & (self.snapshot.unit_end[units] > 0)
        found = self.snapshot.surfaces.gather(units)
        several = np.flatnonzero(~whole)
        if not len(several):
            return found
        pieces, piece = self.pieces, piece[several]
        paragraph = np.searchsorted(pieces.paragraph_first, piece, side="right") - 1
        begin = pieces.start[pieces.paragraph_first[paragraph]]
        numbers, home = np.unique(paragraph, return_inverse=True)
        texts = pieces.paragraphs.gather(numbers).to_list()
        places = zip(home.tolist(), (start[several] - begin).tolist(), (end[several] - begin).tolist(), strict=True)
        cut = pl.Series([texts[text][first:last] for text, first, last in places], dtype=pl.String)
        return found.scatter(several, cut)

    def keys(self, tokens: npt.NDArray[np.integer]) -> Ints:
        """Key numbers of tokens."""
        keys: Ints = self.snapshot.unit_key[self.units[tokens]]
        return keys

    @cached_property
    def key(self) -> Ints:
        """Token → key number."""
        key: Ints = self.snapshot.unit_key[self.units]
        return key

    @cached_property
    def sentences(self) -> Longs:
        """The first token of each sentence, ascending."""
        # A field begins with a paragraph. A dot behind an abbreviation ends no sentence.
        places = np.flatnonzero((self.flags & int(Flag.NEWLINE | Flag.STOP | Flag.DOT)) != 0)
        surely = (self.flags[places] & int(Flag.NEWLINE | Flag.STOP)) != 0
        starts: Longs = places[surely | ((self.flags[places - 1] & int(Cue.ABBREVIATION)) == 0)]
        return starts

    @cached_property
    def sentence_ends(self) -> Longs:
        """Sentence → the token after its last."""
        return np.append(self.sentences[1:], len(self))

    @cached_property
    def sentence(self) -> Ints:
        """Token → sentence number."""
        begins = np.zeros(len(self), np.int32)
        begins[self.sentences] = 1
        begins[:1] = 0
        return np.cumsum(begins, dtype=np.int32)

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
        found = last_before(places, tokens + (1 - skip))
        return np.where(found >= self.sentence_spans(tokens)[0], found, -1)

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
    paragraphs = fields.str.split("\n")
    texts = paragraphs.explode()
    split = texts.str.split(" ")
    paragraph_first = _offsets(split.list.len())
    claim(_PIECE_BYTES * paragraph_first[-1])
    ids, snapshot = vocabulary.ids(split.explode())

    counts = snapshot.unit_count[ids]
    word_first = np.zeros(len(ids) + 1, np.int64)
    np.cumsum(counts, out=word_first[1:])
    # Each piece is followed by one space or line break, so that offsets are a cumulative sum.
    widths = snapshot.chars[ids] + 1
    field_first = paragraph_first[_offsets(paragraphs.list.len())]
    start = np.cumsum(widths, dtype=np.int64) - widths
    pieces = _Pieces(ids, word_first, start, paragraph_first, field_first, texts, np.zeros(0, np.int64))

    units = np.repeat(snapshot.unit_first[ids], counts)
    # Few pieces have more than one word.
    several = np.flatnonzero(counts > 1)
    units[ranges(word_first[several], counts[several])] = ranges(snapshot.unit_first[ids[several]], counts[several])
    noted = np.flatnonzero(snapshot.noted[ids])
    flags, stopped = _flags(pieces, snapshot, units, noted)
    places = _quote_places(pieces, snapshot, noted)
    tokens = Tokens(snapshot, units, flags, word_first[field_first], pieces, places, stopped)
    return _join_torn(tokens, vocabulary) if vocabulary.compiled.language.tears else tokens


def _offsets(counts: pl.Series) -> Longs:
    return np.concatenate([[0], np.cumsum(counts.to_numpy(), dtype=np.int64)])


def _flags(pieces: _Pieces, snapshot: VocabularySnapshot, units: Ints, noted: Longs) -> tuple[Ints, Longs]:
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


def _quote_places(pieces: _Pieces, snapshot: VocabularySnapshot, noted: Longs) -> Places:
    """Mark events before tokens; each paragraph with marks in it closes with an ``N``."""
    numbers = pieces.ids[noted]
    counts = snapshot.event_first[numbers + 1] - snapshot.event_first[numbers]
    events = ranges(snapshot.event_first[numbers], counts)
    piece = np.repeat(noted, counts)
    letters = snapshot.event_letters
    marks = list(
        zip(
            (pieces.word_first[piece] + snapshot.event_before[events]).tolist(),
            [letters[event] for event in events.tolist()],
            strict=True,
        )
    )
    # The paragraphs that have marks end here; the others need not be told of.
    ends = np.searchsorted(pieces.paragraph_first, piece, side="right")
    places: Places = []
    done = 0
    for number in np.flatnonzero(np.diff(ends, append=-1)).tolist():
        places += marks[done : number + 1]
        places.append((int(pieces.word_first[pieces.paragraph_first[ends[number]]]), "N"))
        done = number + 1
    return places


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
    gone = torn.tolist()
    return Tokens(
        snapshot,
        np.delete(units, torn),
        np.delete(flags, torn),
        tokens.first - np.searchsorted(torn, tokens.first),
        replace(tokens.pieces, torn=torn),
        [(token - bisect_left(gone, token), events) for token, events in tokens.quote_places],
        tokens.stopped - np.searchsorted(torn, tokens.stopped),
    )

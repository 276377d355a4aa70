"""What a vocabulary knows at one moment, as arrays."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Bools, Bytes, Ints, Longs
from framing.lexicon.compile import Compiled

__all__ = ["ALL", "Lists", "Sets", "VocabularySnapshot", "bits", "hashes"]

Sets = npt.NDArray[np.uint64]


#: Bits of the hash by which most (key, slot) pairs are told not to be there: with the some 100,000 pairs of a week's
#: news 5 % of the others pass, and the table still fits a processor's cache.
_HASH_BITS: Final = 21
#: 2⁶⁴ over the golden ratio.
_GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
#: The set of all slots.
ALL: Final = ~np.uint64(0)


class Lists(NamedTuple):
    """A list a key, end to end: that of key k is ``members[first[k]:first[k + 1]]``."""

    first: Longs
    members: Ints

    def extended(self, counts: Longs, members: npt.NDArray[np.integer]) -> Lists:
        """With the lists of new keys behind."""
        first = np.concatenate([self.first, len(self.members) + np.cumsum(counts)])
        return Lists(first, np.concatenate([self.members, members.astype(np.int32)]))


class VocabularySnapshot:
    """The arrays of a vocabulary at one moment; later growth does not touch it.

    Attributes:
        chars: piece → code points.
        tails: piece → flags that its tail gives the next word.
        noted: piece → whether it has a tail with flags, or quotation marks.
        unit_first: piece → its first unit.
        unit_count: piece → its units, which follow each other.
        event_first: piece → its first quotation mark event; the events of piece p are
            ``event_first[p]:event_first[p + 1]``.
        event_before: event → units of its piece before it.
        event_letters: event → a letter of ``mark_events``.
        marked: piece → whether it has runs of marks that cues ask for.
        run_first: piece → its first run; as ``event_first``.
        run_start, run_end, run_before, run_sign: run → see :class:`framing.scoring.marks.Runs`.
        unit_start, unit_end: unit → code points from the beginning of its piece.
        unit_key: unit → key number.
        is_loud: unit → whether it is a known word of three letters or more in capitals.
        flags: unit → Flag and Cue bits.
        surfaces: unit → its text as it stands in its piece.
        keys: key → folded word. Only added to, so that all snapshots share it.
        is_number: key → whether it is a number from 2 to 99.
        key_flags: key → Flag and Cue bits of the word alone.
        alone: key → patterns of entries, actors and negation cues that are this word and no other.
        anchored: key → the longer ones that are anchored in it.
        wanted: key → for the words left and right of it, a set of slots one of which must be filled there for any of
            these patterns to be met (see ``bits``); all slots where one of them does not ask for the very next word.
        fillable: key → the set of the slots that it fills.
        contexts: key → patterns that forbid an entry in a sentence anchored in it.
        filled: key → the slots that it fills, ascending.
        fills: sorted codes ``key × slots + slot``: which keys fill which slots.
        hashed: whether some code in ``fills`` has a hash. Only added to, so that all snapshots share it.
    """

    __slots__ = (
        "alone",
        "anchored",
        "chars",
        "contexts",
        "event_before",
        "event_first",
        "event_letters",
        "fillable",
        "filled",
        "fills",
        "flags",
        "hashed",
        "is_loud",
        "is_number",
        "key_flags",
        "keys",
        "marked",
        "noted",
        "run_before",
        "run_end",
        "run_first",
        "run_sign",
        "run_start",
        "surfaces",
        "tails",
        "unit_count",
        "unit_end",
        "unit_first",
        "unit_key",
        "unit_start",
        "wanted",
    )

    def __init__(self) -> None:
        self.chars: Ints = np.zeros(0, np.int32)
        self.tails: Ints = np.zeros(0, np.int32)
        self.noted: Bools = np.zeros(0, np.bool_)
        self.unit_first: Ints = np.zeros(0, np.int32)
        self.unit_count: Ints = np.zeros(0, np.int32)
        self.event_first: Longs = np.zeros(1, np.int64)
        self.event_before: Longs = np.zeros(0, np.int64)
        self.event_letters: Bytes = np.zeros(0, np.uint8)
        self.marked: Bools = np.zeros(0, np.bool_)
        self.run_first: Longs = np.zeros(1, np.int64)
        self.run_start: Longs = np.zeros(0, np.int64)
        self.run_end: Longs = np.zeros(0, np.int64)
        self.run_before: Longs = np.zeros(0, np.int64)
        self.run_sign: Longs = np.zeros(0, np.int64)
        self.is_loud: Bools = np.zeros(0, np.bool_)
        self.is_number: Bools = np.zeros(0, np.bool_)
        self.unit_start: Ints = np.zeros(0, np.int32)
        self.unit_end: Ints = np.zeros(0, np.int32)
        self.unit_key: Ints = np.zeros(0, np.int32)
        self.flags: Ints = np.zeros(0, np.int32)
        self.surfaces = pl.Series(dtype=pl.String)
        self.keys: list[str] = []
        self.key_flags: Ints = np.zeros(0, np.int32)
        self.alone = Lists(np.zeros(1, np.int64), np.zeros(0, np.int32))
        self.anchored = self.contexts = self.filled = self.alone
        self.wanted: Sets = np.zeros((0, 2), np.uint64)
        self.fillable: Sets = np.zeros(0, np.uint64)
        self.fills: Longs = np.zeros(0, np.int64)
        self.hashed: Bools = np.zeros(1 << _HASH_BITS, np.bool_)

    def copy(self) -> VocabularySnapshot:
        """Another snapshot of the same arrays, to be replaced one by one."""
        other = VocabularySnapshot()
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        return other

    def extend(self, **parts: npt.NDArray[np.generic]) -> None:
        """Replace arrays by longer ones of the same type."""
        for name, part in parts.items():
            array = getattr(self, name)
            setattr(self, name, np.concatenate([array, part.astype(array.dtype)]))

    def may_be_met(self, keys: Ints, before: Ints, after: Ints) -> Bools:
        """Whether a pattern anchored in each key may be met between two others: surely not, where it says no."""
        left, right = self.wanted[keys].T
        met: Bools = (left & self.fillable[before] | right & self.fillable[after]) != 0
        met |= left == ALL
        return met

    def may_fill(self, keys: Ints, slots: Ints, compiled: Compiled) -> Bools:
        """Whether keys may fill slots: surely not, where it says no."""
        may: Bools = self.hashed[hashes(keys.astype(np.int64) * compiled.slot_count + slots)]
        return may


def bits(slots: npt.NDArray[np.integer]) -> Sets:
    """Sets of one slot each, as one of 64 bits. Others share it; so what is not in a set surely is not."""
    return np.uint64(1) << (slots.astype(np.uint64) * _GOLDEN >> np.uint64(58))


def hashes(codes: Longs) -> npt.NDArray[np.uint64]:
    """Fibonacci hashing (Knuth 1973, 6.4): the upper bits of a product with 2⁶⁴ over the golden ratio."""
    product: npt.NDArray[np.uint64] = codes.view(np.uint64) * _GOLDEN
    product >>= np.uint64(64 - _HASH_BITS)
    return product

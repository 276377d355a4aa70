"""The vocabulary: everything that depends on a word alone, computed once per distinct piece of text.

A text is split at its spaces into pieces; pieces become numbers, and the numbers index arrays of lengths, units, flags
and pattern candidates. The vocabulary stays from batch to batch, so that only the first sight of a piece costs
anything. (Splitting at spaces is twice as fast as a regular expression that finds each word in running text; that
expression then runs on distinct pieces only.)
"""

from __future__ import annotations

from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.compiling import Compiled, Role
from framing.limits import VOCABULARY_PIECES
from framing.scoring.analysis import Events, Flag, analyse
from framing.text.fold import fold
from framing.text.spacing import torn

__all__ = ["Snapshot", "Vocabulary"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_SEPARATOR_BITS: Final = int(Flag.STOP | Flag.DOT | Flag.CLAUSE_MARK | Flag.BLANK)


class Snapshot:
    """The arrays of a vocabulary at one moment; later growth does not touch it.

    Attributes:
        chars: piece → code points.
        tails: piece → flags that its tail gives the next word.
        unit_first: piece → its first unit; the units of piece p are ``unit_first[p]:unit_first[p + 1]``.
        marked: piece → whether it has quotation marks.
        events: marked piece → its quotation mark events. Only ever added to, so that all snapshots share it.
        unit_start, unit_end: unit → code points from the beginning of its piece.
        unit_keys: unit → folded word; shared as ``events`` is.
        flags: unit → Flag and Cue bits.
        candidate_first: unit → its first candidate; as ``unit_first``.
        candidates: patterns anchored in the unit.
        fills: sorted codes ``unit × slots + slot``: which units fill which slots.
    """

    __slots__ = (
        "candidate_first",
        "candidates",
        "chars",
        "events",
        "fills",
        "flags",
        "marked",
        "tails",
        "unit_end",
        "unit_first",
        "unit_keys",
        "unit_start",
    )

    def __init__(self) -> None:
        self.chars: Ints = np.zeros(0, np.int32)
        self.tails: Ints = np.zeros(0, np.int32)
        self.unit_first: Ints = np.zeros(1, np.int32)
        self.marked: Bools = np.zeros(0, np.bool_)
        self.events: dict[int, Events] = {}
        self.unit_start: Ints = np.zeros(0, np.int32)
        self.unit_end: Ints = np.zeros(0, np.int32)
        self.unit_keys: list[str] = []
        self.flags: Ints = np.zeros(0, np.int32)
        self.candidate_first: Longs = np.zeros(1, np.int64)
        self.candidates: Ints = np.zeros(0, np.int32)
        self.fills: Longs = np.zeros(0, np.int64)


class Vocabulary:
    """The pieces of one language seen so far, under one compiled lexicon."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._lock = Lock()
        self._key_flags = _key_flags(compiled)
        self._anchored = _anchored(compiled)
        self._slots_of = compiled.keys.group_by("key").agg(pl.col("slot").sort())
        self._prefixes = _prefixes_by_length(compiled.prefixes)
        categories = pl.Categories.random(namespace="framing", physical=pl.UInt32)
        # Polars forgets the categories when no series of the type is left; this one keeps them.
        self._keep = pl.Series(dtype=pl.Categorical(categories))
        self._arrays = Snapshot()
        self._joined: dict[tuple[int, int], int] = {}

    @property
    def full(self) -> bool:
        """Whether it has grown to its cap, so that the next batch should begin a new one."""
        return len(self._arrays.chars) > VOCABULARY_PIECES

    def ids(self, pieces: pl.Series) -> tuple[npt.NDArray[np.uint32], Snapshot]:
        """Number pieces, learning the new ones.

        Args:
            pieces: String series, one row a piece.

        Returns:
            The piece numbers, and the arrays that they index.
        """
        with self._lock:
            ids = pieces.cast(self._keep.dtype).to_physical().to_numpy()
            known = len(self._arrays.chars)
            new = np.flatnonzero(ids >= known)
            if len(new):
                # New numbers are given in order; written backwards, each keeps the place of its first occurrence.
                place = np.empty(int(ids[new].max()) + 1 - known, np.int64)
                place[ids[new][::-1] - known] = new[::-1]
                self._learn(pieces.gather(place))
            return ids, self._arrays

    def _learn(self, pieces: pl.Series) -> None:
        """Add the arrays of new pieces."""
        old, new, found = self._arrays, Snapshot(), analyse(pieces, self.compiled)
        base = len(old.chars)
        marked = np.zeros(len(pieces), np.bool_)
        marked[list(found.events)] = True
        new.chars = np.concatenate([old.chars, found.chars])
        new.tails = np.concatenate([old.tails, found.tails])
        new.unit_first = np.concatenate([old.unit_first, (np.cumsum(found.counts) + len(old.flags)).astype(np.int32)])
        new.marked = np.concatenate([old.marked, marked])
        new.events = old.events
        new.events.update((base + piece, events) for piece, events in found.events.items())
        new.unit_start = np.concatenate([old.unit_start, found.start])
        new.unit_end = np.concatenate([old.unit_end, found.end])
        self._add_units(old, new, found.keys, found.marks)
        self._arrays = new

    def _add_units(self, old: Snapshot, new: Snapshot, keys: pl.Series, marks: Ints) -> None:
        """Look the keys of new units up: flags, slots filled, patterns anchored."""
        base = len(old.flags)
        frame = keys.alias("key").to_frame().with_row_index("unit")
        joined = frame.join(self._key_flags, on="key", how="left", maintain_order="left")
        flags = joined["flags"].fill_null(0).to_numpy()
        for cue, pattern in self.compiled.language.cue_patterns.items():
            flags = flags | np.where(keys.str.contains(pattern).to_numpy(), int(cue), 0)
        filled = self._slots_filled(frame)
        codes = (filled["unit"].to_numpy().astype(np.int64) + base) * self.compiled.slot_count
        new.fills = np.concatenate([old.fills, codes + filled["slot"].to_numpy()])
        anchored = filled.join(self._anchored, on="slot", maintain_order="left_right")
        counts = np.bincount(anchored["unit"].to_numpy(), minlength=len(keys))
        new.candidate_first = np.concatenate([old.candidate_first, np.cumsum(counts) + len(old.candidates)])
        new.candidates = np.concatenate([old.candidates, anchored["pattern"].to_numpy()])
        flags = flags | marks | np.where(counts > 0, int(Flag.ANCHOR), 0)
        new.flags = np.concatenate([old.flags, flags.astype(np.int32)])
        new.unit_keys = old.unit_keys
        new.unit_keys.extend(keys.to_list())

    def _slots_filled(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows (unit, slot), sorted: by whole key and by each prefix."""
        found = [frame.join(self._slots_of, on="key").select("unit", "slot").explode("slot")]
        for length, prefixes in self._prefixes.items():
            head = frame.select("unit", key=pl.col("key").str.slice(0, length))
            found.append(head.join(prefixes, on="key").select("unit", "slot"))
        return pl.concat(found).unique().sort("unit", "slot")

    def join(self, pairs: list[tuple[int, int]]) -> tuple[list[int], Snapshot]:
        """The units that adjacent units make where a writer tore one word in two.

        Args:
            pairs: unit numbers of two words that stand side by side.

        Returns:
            For each pair the unit of the whole word, −1 where they are two words; and the arrays with these units.
        """
        with self._lock:
            new = [pair for pair in pairs if pair not in self._joined]
            keys, language, known = self._arrays.unit_keys, self.compiled.language, self.compiled.known
            words = [pair for pair in new if torn(keys[pair[0]], keys[pair[1]], known, language)]
            self._joined.update(dict.fromkeys(new, -1))
            if words:
                self._joined.update(zip(words, self._add_joined(words), strict=True))
            return [self._joined[pair] for pair in pairs], self._arrays

    def _add_joined(self, pairs: list[tuple[int, int]]) -> range:
        """Add one unit a pair; its separators are those before the first half."""
        old, new = self._arrays, Snapshot()
        left = np.array([pair[0] for pair in pairs])
        for name in ("chars", "tails", "unit_first", "marked", "events"):
            setattr(new, name, getattr(old, name))
        new.unit_start = np.append(old.unit_start, old.unit_start[left])
        # Where it ends depends on the place: the text between the halves is not part of a unit.
        new.unit_end = np.append(old.unit_end, old.unit_end[left])
        keys = pl.Series([old.unit_keys[first] + old.unit_keys[second] for first, second in pairs])
        self._add_units(old, new, keys, old.flags[left] & _SEPARATOR_BITS)
        self._arrays = new
        return range(len(old.flags), len(new.flags))


def _key_flags(compiled: Compiled) -> pl.DataFrame:
    """Frame (key, flags): cue bits of listed words and whether the word list has them."""
    language = compiled.language
    words = [(word, int(cue)) for cue, listed in language.cue_words.items() for word in sorted(listed)]
    cues = pl.DataFrame(
        {
            "key": fold(pl.Series([word for word, _ in words], dtype=pl.String), language),
            "flags": pl.Series([bit for _, bit in words], dtype=pl.Int32),
        }
    )
    listed = pl.DataFrame({"key": pl.Series(sorted(compiled.listed), dtype=pl.String)}).with_columns(
        flags=pl.lit(int(Flag.LISTED), dtype=pl.Int32)
    )
    return pl.concat([cues, listed]).group_by("key").agg(pl.col("flags").bitwise_or())


def _anchored(compiled: Compiled) -> pl.DataFrame:
    """Frame (slot, pattern): the patterns anchored in each slot, by pattern number."""
    # Contexts beside a match are followed from the match and need no anchor.
    beside = (compiled.roles == Role.UNLESS_AFTER) | (compiled.roles == Role.UNLESS_BEFORE)
    patterns = np.flatnonzero(~beside).astype(np.int32)
    slots = compiled.slots[patterns, compiled.anchors[patterns]]
    return pl.DataFrame({"slot": slots, "pattern": patterns}).sort("slot", "pattern")


def _prefixes_by_length(prefixes: pl.DataFrame) -> dict[int, pl.DataFrame]:
    with_length = prefixes.with_columns(length=pl.col("key").str.len_chars())
    return {int(key[0]): part.drop("length") for key, part in with_length.partition_by("length", as_dict=True).items()}

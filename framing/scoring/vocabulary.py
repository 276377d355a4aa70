"""The vocabulary: everything that depends on a word alone, computed once per distinct piece of text.

A text is split at its spaces into pieces; pieces become numbers, and the numbers index arrays of lengths, units, flags
and pattern candidates. The vocabulary stays from batch to batch, so that only the first sight of a piece costs
anything. (Splitting at spaces is twice as fast as a regular expression that finds each word in running text; that
expression then runs on distinct pieces only.) All spellings of a word fold to one *key*, and what the lexicon knows of
it is looked up once per key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Bytes, Ints, Longs
from framing.languages.base import Language
from framing.languages.folding import fold
from framing.languages.frequencies import torn
from framing.lexicon.compile import Compiled
from framing.lexicon.slots import Role
from framing.limits import VOCABULARY_BYTES, VOCABULARY_PIECES
from framing.memory import claim
from framing.native.library import library
from framing.scoring.analysis import Flag, analyse
from framing.scoring.marks import runs_of
from framing.scoring.piece_table import CutPieces, PieceTable
from framing.scoring.snapshot import ALL, Sets, VocabularySnapshot, bits, hashes

__all__ = ["Vocabulary"]


#: Bytes of a piece, such as a chain of words with hyphens, from which on Polars does not cut it: each cut reads the
#: piece from its beginning. Words of news are far below; no time is measurable on either side of it.
_LONG: Final = 512

#: Memory that a new piece takes, and each byte of it, while it is learned. Measured on texts of words that all differ,
#: and on words of a million joiners.
_NEW_PIECE_BYTES: Final = 600
_NEW_LETTER_BYTES: Final = 30
#: Words in capitals, and the folded words that are numbers from 2 to 99.
_LOUD: Final = r"^\p{Lu}{3,}$"
_NUMBER: Final = "^(?:[2-9]|[1-9][0-9])$"
#: Words of a piece, for the size of a vocabulary; news has 1.1.
_UNITS: Final = 4


class Vocabulary:
    """The pieces of one language seen so far, under one compiled lexicon.

    Args:
        compiled: the lexicon.
        accelerated: whether pieces are cut and numbered in C; where it can be done if not given.
    """

    def __init__(self, compiled: Compiled, *, accelerated: bool | None = None) -> None:
        self.compiled = compiled
        #: Pieces by their letters, where C numbers them; else Polars does.
        self.table = PieceTable() if (accelerated is None and library()) or accelerated else None
        self._lock = Lock()
        self._known = _known(compiled)
        self._pieces, self._keys = _Numbers(), _Numbers()
        self._arrays = VocabularySnapshot()
        self._joined: dict[tuple[int, int], int] = {}
        self._bytes = 0
        self._broken = False

    @property
    def full(self) -> bool:
        """Whether it has grown to its cap or is of no more use, so that the next batch should begin a new one."""
        arrays = self._arrays
        # A piece without spaces may have a million words.
        is_large = max(len(arrays.chars), len(arrays.flags) // _UNITS) > VOCABULARY_PIECES
        return is_large or self._bytes > VOCABULARY_BYTES or self._broken

    def ids(self, pieces: pl.Series) -> tuple[Longs, VocabularySnapshot]:
        """Number pieces, learning the new ones.

        Args:
            pieces: String series, one row a piece.

        Returns:
            The piece numbers, and the arrays that they index.
        """
        with self._learning():
            ids, new = self._pieces.of(pieces, len(self._arrays.chars))
            if len(new):
                self._learn(new)
            return ids, self._arrays

    def cut(self, text: Bytes, ends: Longs) -> tuple[CutPieces, VocabularySnapshot]:
        """Cut fields into pieces and number these, learning the new ones; where ``table`` is not None.

        Args:
            text: UTF-8 of the fields, end to end.
            ends: field → the byte behind its last.
        """
        if self.table is None:
            raise RuntimeError("this vocabulary numbers pieces through Polars")
        with self._learning():
            known = len(self._arrays.chars)
            pieces = self.table.cut(text, ends)
            if self.table.known > known:
                self._learn(self.table.texts(known))
            return pieces, self._arrays

    @contextmanager
    def _learning(self) -> Iterator[None]:
        """Hold the lock. Broken off, it leaves pieces with numbers that nothing is known of, and nobody goes on."""
        with self._lock:
            if self._broken:
                raise MemoryError("an earlier batch was broken off")
            try:
                yield
            except BaseException:
                self._broken = True
                raise

    def _learn(self, pieces: pl.Series) -> None:
        """Add the arrays of new pieces."""
        size = int(pieces.str.len_bytes().sum())
        claim(_NEW_PIECE_BYTES * len(pieces) + _NEW_LETTER_BYTES * size)
        self._bytes += size
        learned, new = analyse(pieces, self.compiled), self._arrays.copy()
        key = self._key_numbers(new, learned.keys)[learned.key]
        events = np.bincount(learned.events.piece, minlength=len(pieces))
        first = len(new.flags) + np.cumsum(learned.counts) - learned.counts
        new.extend(
            chars=learned.chars,
            tails=learned.tails,
            noted=(learned.tails != 0) | (events > 0),
            unit_first=first,
            unit_count=learned.counts,
            event_first=len(new.event_letters) + np.cumsum(events),
            event_before=learned.events.before,
            event_letters=learned.events.letters,
            unit_start=learned.start,
            unit_end=learned.end,
            unit_key=key,
            flags=learned.marks | new.key_flags[key],
        )
        parts = _parts(pieces, learned.counts, learned.start, learned.end)
        runs = runs_of(pieces, learned.counts, learned.start)
        new.extend(
            marked=runs.counts > 0,
            run_first=len(new.run_sign) + np.cumsum(runs.counts),
            run_start=runs.start,
            run_end=runs.end,
            run_before=runs.before,
            run_sign=runs.sign,
            is_loud=parts.str.contains(_LOUD).to_numpy() & ((new.key_flags[key] & int(Flag.LISTED)) != 0),
        )
        new.surfaces = pl.concat([new.surfaces, parts], rechunk=True)
        self._arrays = new

    def _key_numbers(self, arrays: VocabularySnapshot, keys: pl.Series) -> Longs:
        """Number keys, and look the new ones up: flags, slots filled, patterns anchored."""
        base = len(arrays.key_flags)
        numbers, keys = self._keys.of(keys, base)
        if not len(keys):
            return numbers
        frame = keys.alias("key").to_frame().with_row_index("number")
        joined = frame.join(self._known.flags, on="key", how="left", maintain_order="left")
        flags = joined["flags"].fill_null(0).to_numpy()
        # Polars would hash the whole list each time, however few the keys.
        listed = np.fromiter(map(self.compiled.listed.__contains__, keys), np.bool_, len(keys))
        flags = flags | np.where(listed, int(Flag.LISTED), 0)
        for cue, pattern in self.compiled.language.cue_patterns.items():
            flags = flags | np.where(keys.str.contains(pattern).to_numpy(), int(cue), 0)
        filled = self._slots_filled(frame)
        codes = (filled["number"].to_numpy().astype(np.int64) + base) * self.compiled.slot_count
        codes += filled["slot"].to_numpy()
        of_lists = {}
        for name, patterns in self._known.patterns.items():
            pairs = of_lists[name] = filled.join(patterns, on="slot", maintain_order="left_right")
            counts = np.bincount(pairs["number"].to_numpy(), minlength=len(keys))
            setattr(arrays, name, getattr(arrays, name).extended(counts, pairs["pattern"].to_numpy()))
        counts = np.bincount(filled["number"].to_numpy(), minlength=len(keys))
        arrays.filled = arrays.filled.extended(counts, filled["slot"].to_numpy())
        is_anchor = np.zeros(len(keys), np.bool_)
        is_anchor[of_lists["alone"]["number"].to_numpy()] = True
        is_anchor[of_lists["anchored"]["number"].to_numpy()] = True
        fillable = np.zeros(len(keys), np.uint64)
        np.bitwise_or.at(fillable, filled["number"].to_numpy(), bits(filled["slot"].to_numpy()))
        arrays.extend(
            is_number=keys.str.contains(_NUMBER).to_numpy(),
            key_flags=flags | np.where(is_anchor, int(Flag.ANCHOR), 0),
            fills=codes,
            fillable=fillable,
            wanted=_wanted(of_lists["anchored"], self.compiled, len(keys)),
        )
        arrays.hashed[hashes(codes)] = True
        arrays.keys.extend(keys.to_list())
        return numbers

    def _slots_filled(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows (number, slot), sorted: by whole key and by each prefix."""
        parts = [frame.join(self.compiled.keys, on="key").select("number", "slot")]
        for length, prefixes in self._known.prefixes.items():
            head = frame.select("number", key=pl.col("key").str.slice(0, length))
            parts.append(head.join(prefixes, on="key").select("number", "slot"))
        return pl.concat(parts).unique().sort("number", "slot")

    def join(self, pairs: list[tuple[int, int]]) -> tuple[list[int], VocabularySnapshot]:
        """The units that adjacent words make where a writer tore one word in two.

        Args:
            pairs: key numbers of two words that stand side by side.

        Returns:
            For each pair the unit of the whole word, −1 where they are two words; and the arrays with these units.
        """
        with self._learning():
            new = [pair for pair in pairs if pair not in self._joined]
            keys, language, known = self._arrays.keys, self.compiled.language, self.compiled.known
            words = [pair for pair in new if torn(keys[pair[0]], keys[pair[1]], known, language)]
            self._joined.update(dict.fromkeys(new, -1))
            if words:
                self._joined.update(zip(words, self._add_joined(words), strict=True))
            return [self._joined[pair] for pair in pairs], self._arrays

    def _add_joined(self, pairs: list[tuple[int, int]]) -> range:
        """Add one unit a pair. It is in no piece: where it begins and ends depends on the place."""
        new = self._arrays.copy()
        keys = pl.Series([new.keys[left] + new.keys[right] for left, right in pairs], dtype=pl.String)
        key = self._key_numbers(new, keys)
        base, nowhere = len(new.flags), np.zeros(len(pairs), np.int32)
        new.surfaces = pl.concat([new.surfaces, keys], rechunk=True)
        quiet = np.zeros(len(pairs), np.bool_)
        new.extend(unit_start=nowhere, unit_end=nowhere, unit_key=key, is_loud=quiet, flags=new.key_flags[key])
        self._arrays = new
        return range(base, len(new.flags))


def _parts(pieces: pl.Series, counts: Longs, start: Ints, end: Ints) -> pl.Series:
    """The parts of each piece, so many of each, between two of its code points.

    Polars counts code points from the beginning of a text, as often as it has parts: of a long one Python cuts them.
    """
    owner = np.repeat(np.arange(len(pieces)), counts)
    far = (pieces.str.len_bytes().to_numpy() > _LONG)[owner]
    near = np.flatnonzero(~far)
    frame = pl.DataFrame({"text": pieces.gather(owner[near]), "start": start[near], "length": (end - start)[near]})
    texts = frame.select(pl.col("text").str.slice("start", "length")).to_series()
    if not far.any():
        return texts
    long = np.flatnonzero(far)
    cut: list[str] = []
    ends = np.cumsum(counts)
    for piece in np.unique(owner[long]).tolist():
        text, rows = pieces[piece], slice(int(ends[piece] - counts[piece]), int(ends[piece]))
        cut += [text[first:last] for first, last in zip(start[rows].tolist(), end[rows].tolist(), strict=True)]
    order = np.empty(len(owner), np.int64)
    order[np.concatenate([near, long])] = np.arange(len(owner))
    return pl.concat([texts, pl.Series(texts.name, cut, pl.String)]).gather(order)


class _Numbers:
    """Numbers of strings, in the order of their first occurrence."""

    def __init__(self) -> None:
        categories = pl.Categories.random(namespace="framing", physical=pl.UInt32)
        # Polars forgets the categories when no series of the type is left; this one keeps them.
        self._keep = pl.Series(dtype=pl.Categorical(categories))

    def of(self, strings: pl.Series, known: int) -> tuple[Longs, pl.Series]:
        """The number of each string, and the strings whose numbers are not below ``known``, in the order of these."""
        numbers = strings.cast(self._keep.dtype).to_physical().to_numpy().astype(np.int64)
        new = np.flatnonzero(numbers >= known)
        if not len(new):
            return numbers, strings.clear()
        # Written backwards, each number keeps the place of its first occurrence.
        place = np.empty(int(numbers[new].max()) + 1 - known, np.int64)
        place[numbers[new][::-1] - known] = new[::-1]
        return numbers, strings.gather(place)


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What a compiled lexicon knows of keys, laid out to be looked up.

    Attributes:
        flags: frame (key, flags), see :func:`_key_flags`.
        patterns: frames (slot, pattern) by the array of a snapshot that they go into.
        prefixes: frames (key, slot) by the length of the key.
    """

    flags: pl.DataFrame
    patterns: Mapping[str, pl.DataFrame]
    prefixes: Mapping[int, pl.DataFrame]


@lru_cache(maxsize=12)  # As many as are kept compiled.
def _known(compiled: Compiled) -> _Known:
    is_context = compiled.roles == Role.UNLESS_SENTENCE
    # Contexts beside a match are followed from the match and need no anchor.
    is_beside = (compiled.roles == Role.UNLESS_AFTER) | (compiled.roles == Role.UNLESS_BEFORE)
    is_alone = compiled.lengths == 1
    patterns = {
        "alone": _anchored(compiled, ~is_context & ~is_beside & is_alone),
        "anchored": _anchored(compiled, ~is_context & ~is_beside & ~is_alone),
        "contexts": _anchored(compiled, is_context),
    }
    return _Known(_key_flags(compiled.language), patterns, _prefixes_by_length(compiled.prefixes))


def _key_flags(language: Language) -> pl.DataFrame:
    """Frame (key, flags): cue bits of the words that the language lists."""
    words = [(word, int(cue)) for cue, listed in language.cue_words.items() for word in sorted(listed)]
    cues = pl.DataFrame(
        {
            "key": fold(pl.Series([word for word, _ in words], dtype=pl.String), language),
            "flags": pl.Series([bit for _, bit in words], dtype=pl.Int32),
        }
    )
    return cues.group_by("key").agg(pl.col("flags").bitwise_or())


def _anchored(compiled: Compiled, chosen: Bools) -> pl.DataFrame:
    """Frame (slot, pattern): the chosen patterns by the slot they are anchored in, then by number."""
    patterns = np.flatnonzero(chosen).astype(np.int32)
    slots = compiled.slots[patterns, compiled.anchors[patterns]]
    return pl.DataFrame({"slot": slots, "pattern": patterns}).sort("slot", "pattern")


def _wanted(anchored: pl.DataFrame, compiled: Compiled, keys: int) -> Sets:
    """As ``VocabularySnapshot.wanted``, from rows (number, pattern)."""
    number, pattern = anchored["number"].to_numpy(), anchored["pattern"].to_numpy()
    side, slots = compiled.sides[pattern], bits(compiled.side_slots[pattern])
    wanted = np.zeros((keys, 2), np.uint64)
    for column, chosen in enumerate((side == -1, side == 1)):
        np.bitwise_or.at(wanted[:, column], number[chosen], slots[chosen])
    wanted[number[side == 0]] = ALL
    return wanted


def _prefixes_by_length(prefixes: pl.DataFrame) -> dict[int, pl.DataFrame]:
    with_length = prefixes.with_columns(length=pl.col("key").str.len_chars())
    return {int(key[0]): part.drop("length") for key, part in with_length.partition_by("length", as_dict=True).items()}

"""The vocabulary: everything that depends on a word alone, computed once per distinct chunk.

Chunks (separators and a word) become numbers; the numbers index arrays of lengths, flags and pattern candidates.
The vocabulary stays from batch to batch, so that only the first sight of a chunk costs anything.
"""

from __future__ import annotations

from enum import IntFlag
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.compiling import Compiled, Role
from framing.limits import VOCABULARY_CHUNKS
from framing.text.chunks import SEPARATORS
from framing.text.fold import fold
from framing.text.quotations import EVENTS, mark_events
from framing.text.spacing import fragment, torn, units

__all__ = ["Flag", "Snapshot", "Vocabulary"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


class Flag(IntFlag):
    """What a unit tells beyond its language's cues (`Cue`), which take the bits below these."""

    #: The separators before it break the line: a paragraph begins.
    NEWLINE = 1 << 16
    #: They hold a full stop that ends a sentence whatever word stands before it.
    STOP = 1 << 17
    #: They hold a "." that ends a sentence unless the word before is an abbreviation.
    DOT = 1 << 18
    #: They hold punctuation that ends a clause.
    CLAUSE_MARK = 1 << 19
    #: They hold quotation marks.
    QUOTE = 1 << 20
    #: They are blank or absent.
    BLANK = 1 << 21
    #: Some pattern is anchored in this word.
    ANCHOR = 1 << 22
    #: The word stands in the language's general word list.
    LISTED = 1 << 23
    #: The word could be the right-hand piece of a word torn in two.
    FRAGMENT = 1 << 24


_MARKS: Final = {
    Flag.NEWLINE: r"[\n\r\u2028\u2029]",
    Flag.STOP: r"[।॥۔؟?!‼⁇…]",
    Flag.DOT: r"\.(?:[\s\"'”’»)\]]|$)",
    Flag.CLAUSE_MARK: r"[,;:،؛–—]|\s-\s",
    Flag.QUOTE: f"[{EVENTS}]",
    Flag.BLANK: r"^[ \t\u00a0]*$",
}


class Snapshot:
    """The arrays of a vocabulary at one moment; later growth does not touch it.

    Attributes:
        chunk_chars: chunk → code points.
        unit_first: chunk → its first unit; the units of chunk c are ``unit_first[c]:unit_first[c + 1]``.
        unit_start, unit_end: unit → code points from the beginning of its chunk.
        flags: unit → Flag and Cue bits.
        candidate_first: unit → its first candidate; as ``unit_first``.
        candidates: patterns anchored in the unit.
        fills: sorted codes ``unit × slots + slot``: which units fill which slots.
        unit_keys: unit → folded word. Only ever appended to, so that all snapshots share it.
        marked: chunk → whether it has quotation marks or a line break.
        events: marked chunk → its quotation mark events; shared as ``unit_keys`` is.
    """

    __slots__ = (
        "candidate_first",
        "candidates",
        "chunk_chars",
        "events",
        "fills",
        "flags",
        "marked",
        "unit_end",
        "unit_first",
        "unit_keys",
        "unit_start",
    )

    def __init__(self) -> None:
        self.chunk_chars: Ints = np.zeros(0, np.int32)
        self.unit_first: Ints = np.zeros(1, np.int32)
        self.unit_start: Ints = np.zeros(0, np.int32)
        self.unit_end: Ints = np.zeros(0, np.int32)
        self.flags: Ints = np.zeros(0, np.int32)
        self.candidate_first: Longs = np.zeros(1, np.int64)
        self.candidates: Ints = np.zeros(0, np.int32)
        self.fills: Longs = np.zeros(0, np.int64)
        self.unit_keys: list[str] = []
        self.marked: npt.NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.events: dict[int, str] = {}


class Vocabulary:
    """The chunks of one language seen so far, under one compiled lexicon."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._lock = Lock()
        self._key_flags = _key_flags(compiled)
        self._anchored = _anchored(compiled)
        self._slots_of = compiled.keys.group_by("key").agg(pl.col("slot").sort())
        self._prefixes = _prefixes_by_length(compiled.prefixes)
        self._categories = pl.Categories.random(namespace="framing", physical=pl.UInt32)
        # Polars forgets the categories when no series of the type is left; this one keeps them.
        self._keep = pl.Series(dtype=pl.Categorical(self._categories))
        self._arrays = Snapshot()
        self._joined: dict[tuple[int, int], int] = {}

    @property
    def full(self) -> bool:
        """Whether it has grown to its cap, so that the next batch should begin a new one."""
        return len(self._arrays.chunk_chars) > VOCABULARY_CHUNKS

    def ids(self, chunks: pl.Series) -> tuple[Ints, Snapshot]:
        """Number chunks, learning the new ones.

        Args:
            chunks: String series, one row a chunk.

        Returns:
            The chunk numbers, and the arrays that they index.
        """
        with self._lock:
            ids = chunks.cast(self._keep.dtype).to_physical().to_numpy()
            known = len(self._arrays.chunk_chars)
            new = np.flatnonzero(ids >= known)
            if len(new):
                # New numbers are given in order; written backwards, each keeps the place of its first occurrence.
                place = np.empty(int(ids[new].max()) + 1 - known, np.int64)
                place[ids[new][::-1] - known] = new[::-1]
                self._learn(chunks.gather(place))
            return ids, self._arrays

    def _learn(self, chunks: pl.Series) -> None:
        """Add the arrays of new chunks."""
        old = self._arrays
        frame = _analyse(chunks, self.compiled)
        unit_frame, counts = _units(frame, self.compiled)
        new = Snapshot()
        new.chunk_chars = _append(old.chunk_chars, frame["chars"])
        new.unit_first = np.concatenate([old.unit_first, (np.cumsum(counts) + len(old.flags)).astype(np.int32)])
        new.unit_start = _append(old.unit_start, unit_frame["start"])
        new.unit_end = _append(old.unit_end, unit_frame["end"])
        marked = (frame["marks"].to_numpy() & int(Flag.QUOTE | Flag.NEWLINE)) != 0
        new.marked = np.concatenate([old.marked, marked])
        new.events = old.events
        places = (np.flatnonzero(marked) + len(old.chunk_chars)).tolist()
        new.events.update(zip(places, map(mark_events, frame["sep"].filter(marked).to_list()), strict=True))
        self._add_units(old, new, unit_frame["key"], unit_frame["marks"].to_numpy())
        self._arrays = new

    def _add_units(self, old: Snapshot, new: Snapshot, keys: pl.Series, marks: Ints) -> None:
        """Look the keys of new units up: flags, slots filled, patterns anchored."""
        base = len(old.flags)
        frame = keys.alias("key").to_frame().with_row_index("unit")
        flags = (
            frame.join(self._key_flags, on="key", how="left", maintain_order="left")["flags"].fill_null(0).to_numpy()
        )
        for cue, pattern in self.compiled.language.cue_patterns.items():
            flags = flags | np.where(keys.str.contains(pattern).to_numpy(), int(cue), 0)
        filled = self._slots_filled(frame)
        n_slots = int(self.compiled.slots.max(initial=0)) + 1
        new.fills = np.concatenate(
            [old.fills, (filled["unit"].to_numpy().astype(np.int64) + base) * n_slots + filled["slot"].to_numpy()]
        )
        anchored = filled.join(self._anchored, on="slot", maintain_order="left_right")
        counts = np.bincount(anchored["unit"].to_numpy(), minlength=len(keys))
        new.candidate_first = np.concatenate([old.candidate_first, np.cumsum(counts) + len(old.candidates)])
        new.candidates = _append(old.candidates, anchored["pattern"])
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
            pairs: unit numbers of two pieces that stand side by side.

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
        """Add one unit a pair; its separators are those before the first piece."""
        old = self._arrays
        left = np.array([pair[0] for pair in pairs])
        new = Snapshot()
        for name in ("chunk_chars", "unit_first", "marked", "events"):
            setattr(new, name, getattr(old, name))
        new.unit_start = np.append(old.unit_start, old.unit_start[left])
        # Where it ends depends on the place: the text between the pieces is not part of a unit.
        new.unit_end = np.append(old.unit_end, old.unit_end[left])
        keys = pl.Series([old.unit_keys[first] + old.unit_keys[second] for first, second in pairs])
        self._add_units(old, new, keys, old.flags[left] & _SEPARATOR_BITS)
        self._arrays = new
        return range(len(old.flags), len(new.flags))


_SEPARATOR_BITS: Final = int(Flag.NEWLINE | Flag.STOP | Flag.DOT | Flag.CLAUSE_MARK | Flag.QUOTE | Flag.BLANK)


def _append(old: Ints, new: pl.Series) -> Ints:
    return np.concatenate([old, new.to_numpy().astype(np.int32)])


def _analyse(chunks: pl.Series, compiled: Compiled) -> pl.DataFrame:
    """Columns sep, word, key, chars, sep_chars, marks, one row a chunk."""
    script = compiled.language.script
    frame = chunks.cast(pl.String).alias("chunk").to_frame()
    frame = frame.with_columns(sep=pl.col("chunk").str.extract(rf"^({SEPARATORS})", 1))
    frame = frame.with_columns(
        chars=pl.col("chunk").str.len_chars(),
        sep_chars=pl.col("sep").str.len_chars(),
        word=pl.col("chunk").str.strip_prefix(pl.col("sep")),
    )
    marks = pl.lit(0, dtype=pl.Int32)
    for flag, pattern in _MARKS.items():
        marks = marks | pl.when(pl.col("sep").str.contains(pattern)).then(pl.lit(int(flag), dtype=pl.Int32)).otherwise(
            0
        )
    # "है.यह": a full stop set solid ends a sentence before a letter of a script without capitals; in "U.S." or
    # "3.5" it does not.
    if script != "Latin":
        solid = (pl.col("sep") == ".") & pl.col("word").str.contains(rf"^\p{{{script}}}")
        marks = marks | pl.when(solid).then(pl.lit(int(Flag.DOT), dtype=pl.Int32)).otherwise(0)
    words = frame["word"].unique(maintain_order=True)
    keys = pl.DataFrame({"word": words, "key": fold(words, compiled.language)})
    return frame.with_columns(marks=marks.cast(pl.Int32)).join(keys, on="word", how="left", maintain_order="left")


def _units(frame: pl.DataFrame, compiled: Compiled) -> tuple[pl.DataFrame, Longs]:
    """The units of each chunk (columns start, end, key, marks), and how many each chunk has.

    Nearly every word is one unit. Only words that are not known, or that begin or end in a digit, may be several
    run together.
    """
    language = compiled.language
    rows = frame.with_row_index("chunk_row").filter(pl.col("key") != "").with_columns(part=pl.lit(0, dtype=pl.Int32))
    whole = rows.select(
        "chunk_row",
        "part",
        start=pl.col("sep_chars").cast(pl.Int32),
        end=pl.col("chars").cast(pl.Int32),
        key="key",
        marks="marks",
    )
    counts = np.zeros(frame.height, np.int64)
    if language.script != "Latin":
        doubtful = pl.col("key").str.contains(r"\d") & pl.col("key").str.contains(r"\p{L}")
        if language.non_joiners:
            known = pl.Series(list(compiled.known), dtype=pl.String).implode()
            doubtful |= ~pl.col("key").is_in(known) & (pl.col("word").str.len_chars() > 2)
        several = _split_rows(rows.filter(doubtful), compiled)
        if several.height:
            whole = whole.join(several.select("chunk_row").unique(), on="chunk_row", how="anti")
            whole = pl.concat([whole, several]).sort("chunk_row", "part")
    np.add.at(counts, whole["chunk_row"].to_numpy(), 1)
    fragments = whole["key"].is_in(_fragments(whole["key"], compiled)) if language.non_joiners else None
    if fragments is not None:
        bit = pl.when(fragments & (pl.col("part") == 0)).then(pl.lit(int(Flag.FRAGMENT), dtype=pl.Int32)).otherwise(0)
        whole = whole.with_columns(marks=pl.col("marks") | bit)
    return whole, counts


def _split_rows(rows: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    found: list[tuple[int, int, int, int, str, int]] = []
    columns = (rows[name].to_list() for name in ("chunk_row", "sep_chars", "word", "key", "marks"))
    for row, offset, word, key, marks in zip(*columns, strict=True):
        pieces = units(word, key, compiled.known, compiled.language)
        if len(pieces) > 1:
            for part, piece in enumerate(pieces):
                # Only the first unit has the chunk's separators before it.
                bits = marks if part == 0 else int(Flag.BLANK)
                found.append((row, part, offset + piece.start, offset + piece.end, piece.key, bits))
    schema = {
        "chunk_row": pl.UInt32(),
        "part": pl.Int32(),
        "start": pl.Int32(),
        "end": pl.Int32(),
        "key": pl.String(),
        "marks": pl.Int32(),
    }
    return pl.DataFrame(found, schema=schema, orient="row")


def _fragments(keys: pl.Series, compiled: Compiled) -> pl.Series:
    return pl.Series(
        [key for key in keys.unique().to_list() if fragment(key, compiled.known)], dtype=pl.String
    ).implode()


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

"""Analysis: what can be told of a piece of text (what stands between two spaces) before it is seen in any context.

A piece is cut into chunks, its words are folded, run-together ones split into units, and its punctuation read. All of
it happens once per distinct piece.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.compiling import Compiled
from framing.text.chunks import SEPARATORS, cut
from framing.text.fold import fold
from framing.text.quotations import EVENTS, mark_events
from framing.text.spacing import fragment, units

__all__ = ["Analysis", "Events", "Flag", "analyse"]

#: Quotation mark events of a piece: (units of the piece before them, letters as ``mark_events`` gives them).
Events = tuple[tuple[int, str], ...]


class Flag(IntFlag):
    """What a unit tells beyond its language's cues (`Cue`), which take the bits below these."""

    #: It is the first of a paragraph.
    NEWLINE = 1 << 16
    #: The separators before it hold a full stop that ends a sentence whatever word stands before it.
    STOP = 1 << 17
    #: They hold a "." that ends a sentence unless the word before is an abbreviation.
    DOT = 1 << 18
    #: They hold punctuation that ends a clause.
    CLAUSE_MARK = 1 << 19
    #: They are blank or absent.
    BLANK = 1 << 20
    #: Some pattern is anchored in this word.
    ANCHOR = 1 << 21
    #: The word stands in the language's general word list.
    LISTED = 1 << 22
    #: The word could be the right-hand piece of a word torn in two.
    FRAGMENT = 1 << 23
    #: Of a piece's tail: there is one, so that the separators before the next word are not blank.
    TAIL = 1 << 24


# Read in separators with a space added where the piece begins or ends.
_MARKS: Final = {
    Flag.STOP: r"[।॥۔؟?!‼⁇…]",
    Flag.DOT: r"\.[\s\"'”’»)\]]",
    Flag.CLAUSE_MARK: r"[,;:،؛–—]|\s-\s",
    Flag.BLANK: r"^[ \t\u00a0]*$",
}
_QUOTES: Final = f"[{EVENTS}]"


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What is known of some pieces.

    Attributes:
        chars: piece → code points.
        tails: piece → flags of the separators behind its last word, for the next word to take over; 0 for none.
        counts: piece → units.
        start, end: unit → code points from the beginning of its piece.
        keys: unit → folded word.
        marks: unit → flags of the separators before it within the piece.
        events: piece → quotation mark events, for pieces that have any.
    """

    chars: npt.NDArray[np.int32]
    tails: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int64]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    keys: pl.Series
    marks: npt.NDArray[np.int32]
    events: dict[int, Events]


def analyse(pieces: pl.Series, compiled: Compiled) -> Analysis:
    """Analyse distinct pieces.

    Args:
        pieces: String series.
        compiled: lexicon of their language, whose forms are known words beside the word list's.
    """
    rows = _chunks(pieces, compiled)
    found = _units(rows.filter(pl.col("key") != ""), compiled)
    counts = np.bincount(found["piece"].to_numpy(), minlength=len(pieces))
    tails = np.zeros(len(pieces), np.int32)
    last = rows.filter((pl.col("word") == "") & (pl.col("marks") & int(Flag.BLANK) == 0))
    tails[last["piece"].to_numpy()] = last["marks"].to_numpy() | int(Flag.TAIL)
    return Analysis(
        chars=pieces.str.len_chars().to_numpy().astype(np.int32),
        tails=tails,
        counts=counts,
        start=found["start"].to_numpy(),
        end=found["end"].to_numpy(),
        keys=found["key"],
        marks=found["marks"].to_numpy(),
        events=_events(rows, found),
    )


def _chunks(pieces: pl.Series, compiled: Compiled) -> pl.DataFrame:
    """One row a chunk: piece, row, sep, word, key, start and end in the piece, padded separators, marks."""
    frame = pl.DataFrame({"chunk": cut(pieces)}).with_row_index("piece").explode("chunk").drop_nulls("chunk")
    frame = frame.with_row_index("row").with_columns(sep=pl.col("chunk").str.extract(rf"^({SEPARATORS})", 1))
    frame = frame.with_columns(word=pl.col("chunk").str.strip_prefix(pl.col("sep")))
    chars = pl.col("chunk").str.len_chars().cast(pl.Int32)
    total = chars.cum_sum()
    first = pl.col("piece") != pl.col("piece").shift(1, fill_value=pl.lit(2**32 - 1, dtype=pl.UInt32))
    begin = (total - chars) - pl.when(first).then(total - chars).forward_fill()
    space = pl.lit(" ")
    frame = frame.with_columns(
        start=begin + pl.col("sep").str.len_chars().cast(pl.Int32),
        end=begin + chars,
        padded=pl.concat_str(
            pl.when(first).then(space).otherwise(pl.lit("")),
            "sep",
            pl.when(pl.col("word") == "").then(space).otherwise(pl.lit("")),
        ),
    )
    words = frame["word"].unique(maintain_order=True)
    keys = pl.DataFrame({"word": words, "key": fold(words, compiled.language)})
    return frame.with_columns(marks=_marks(compiled.language.script)).join(
        keys, on="word", how="left", maintain_order="left"
    )


def _marks(script: str) -> pl.Expr:
    """The flags of separators."""
    marks = pl.lit(0, dtype=pl.Int32)
    for flag, pattern in _MARKS.items():
        bit = pl.lit(int(flag), dtype=pl.Int32)
        marks = marks | pl.when(pl.col("padded").str.contains(pattern)).then(bit).otherwise(0)
    if script != "Latin":
        # "है.यह": a full stop set solid ends a sentence before a letter of a script without capitals.
        solid = (pl.col("sep") == ".") & pl.col("word").str.contains(rf"^\p{{{script}}}")
        marks = marks | pl.when(solid).then(pl.lit(int(Flag.DOT), dtype=pl.Int32)).otherwise(0)
    return marks.cast(pl.Int32)


def _units(rows: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    """One row a unit: piece, row, part, start, end, key, marks.

    Nearly every word is one unit. Only words that are not known, or that mix digits and letters, may be several run
    together.
    """
    language = compiled.language
    columns = ("piece", "row", pl.lit(0, dtype=pl.Int32).alias("part"), "start", "end", "key", "marks")
    whole = rows.select(*columns)
    if language.script == "Latin":
        return whole
    doubtful = pl.col("key").str.contains(r"\d") & pl.col("key").str.contains(r"\p{L}")
    if language.non_joiners:
        known = pl.Series(list(compiled.known), dtype=pl.String).implode()
        doubtful |= ~pl.col("key").is_in(known) & (pl.col("key").str.len_chars() > 2)
    several = _split(rows.filter(doubtful), compiled)
    if several.height:
        whole = whole.join(several.select("row").unique(), on="row", how="anti", maintain_order="left")
        whole = pl.concat([whole, several]).sort("row", "part")
    if not language.non_joiners:
        return whole
    torn = [key for key in whole["key"].unique().to_list() if fragment(key, compiled.known)]
    right = pl.col("key").is_in(pl.Series(torn, dtype=pl.String).implode()) & (pl.col("part") == 0)
    bit = pl.when(right).then(pl.lit(int(Flag.FRAGMENT), dtype=pl.Int32)).otherwise(0)
    return whole.with_columns(marks=pl.col("marks") | bit)


def _split(rows: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    """The units of words that are several run together, as ``_units`` has them."""
    found: list[tuple[int, int, int, int, int, str, int]] = []
    columns = (rows[name].to_list() for name in ("piece", "row", "start", "word", "key", "marks"))
    for piece, row, start, word, key, marks in zip(*columns, strict=True):
        several = units(word, key, compiled.known, compiled.language)
        if len(several) > 1:
            for part, unit in enumerate(several):
                # Only the first unit has the chunk's separators before it.
                bits = marks if part == 0 else int(Flag.BLANK)
                found.append((piece, row, part, start + unit.start, start + unit.end, unit.key, bits))
    numbers = {"piece": pl.UInt32(), "row": pl.UInt32(), "part": pl.Int32(), "start": pl.Int32(), "end": pl.Int32()}
    return pl.DataFrame(found, schema={**numbers, "key": pl.String(), "marks": pl.Int32()}, orient="row")


def _events(rows: pl.DataFrame, found: pl.DataFrame) -> dict[int, Events]:
    quoted = rows.filter(pl.col("sep").str.contains(_QUOTES))
    if quoted.is_empty():
        return {}
    first = np.searchsorted(found["piece"].to_numpy(), quoted["piece"].to_numpy(), side="left")
    before = np.searchsorted(found["row"].to_numpy(), quoted["row"].to_numpy(), side="left") - first
    events: dict[int, Events] = {}
    for piece, count, separators in zip(
        quoted["piece"].to_list(), before.tolist(), quoted["padded"].to_list(), strict=True
    ):
        events[piece] = (*events.get(piece, ()), (count, mark_events(separators)))
    return events

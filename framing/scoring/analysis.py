"""Analysis: what can be told of a piece of text (what stands between two spaces) before it is seen in any context.

The punctuation around a piece is taken off, since it makes many pieces of few words. What is left, the *core*, is cut
into chunks, its words are folded and run-together ones split into units, once per distinct core. Then the punctuation
is read, once per distinct run of it.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Bytes, Ints, Longs, ranges
from framing.languages.base import Cue, Language
from framing.languages.divisible import divisible
from framing.languages.folding import SEPARATORS, cut, fold
from framing.languages.frequencies import fragment
from framing.languages.quotations import EVENTS, mark_events
from framing.languages.spacing import units
from framing.lexicon.compile import Compiled
from framing.scoring.effort import tick

__all__ = ["Analysis", "Events", "Flag", "analyse"]


class Flag(IntFlag):
    """What a unit tells beyond its language's cues (`Cue`), which take the bits below these."""

    #: It is the first of a paragraph.
    NEWLINE = 1 << 22
    #: The separators before it hold a full stop that ends a sentence whatever word stands before it.
    STOP = 1 << 23
    #: They hold a "." or "۔" that ends a sentence unless the word before is an abbreviation.
    DOT = 1 << 24
    #: They hold punctuation that ends a clause.
    CLAUSE_MARK = 1 << 25
    #: They are blank or absent. Of a piece's tail: there is one, so that the separators before the next word are not.
    BLANK = 1 << 26
    #: Some pattern is anchored in this word.
    ANCHOR = 1 << 27
    #: The word stands in the language's general word list.
    LISTED = 1 << 28
    #: The word could be a piece of a word torn in two.
    FRAGMENT = 1 << 29
    #: The separators before it hold a colon.
    COLON = 1 << 30
    #: They hold a question mark. No colon ends a sentence, so these two bits.
    QUESTION = STOP | COLON


# Read in separators with a space added where the piece begins or ends.
_MARKS: Final = {
    Flag.STOP: r"[।॥؟?!‼⁇…]",
    Flag.DOT: r"\.[\s\"'”’»)\]]|۔",
    Flag.CLAUSE_MARK: r"[,;:،؛–—]|-\s",
    Flag.COLON: ":",
    Flag.QUESTION: "[?؟]",
    Flag.BLANK: r"^[ \t\u00a0]*$",
}
#: Words that are searched between two looks at the clock.
_TICKS: Final = 16
_QUOTES: Final = f"[{EVENTS}]"

# The usual punctuation around words. No word contains any of it at its ends, so that taking it off moves no boundary;
# what is not listed is found when the core is cut.
_EDGES: Final = string.punctuation.replace("_", "") + "।॥۔؟،؛‘’“”«»…–—"


@dataclass(frozen=True, slots=True, eq=False)
class Events:
    """Quotation mark events of pieces, as parallel sequences.

    Attributes:
        piece: the piece they stand in, ascending.
        before: how many of the piece's units stand before them.
        letters: of ``mark_events``, one each.
    """

    piece: Longs
    before: Longs
    letters: Bytes


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What is known of some pieces.

    Attributes:
        chars: piece → code points.
        tails: piece → flags of the separators behind its last word, for the next word to take over; 0 for none.
        counts: piece → units.
        start, end: unit → code points from the beginning of its piece.
        keys: folded words; pieces that have a core in common share them.
        key: unit → its place in ``keys``.
        marks: unit → flags of the separators before it within the piece.
        events: quotation mark events.
    """

    chars: Ints
    tails: Ints
    counts: Longs
    start: Ints
    end: Ints
    keys: pl.Series
    key: Longs
    marks: Ints
    events: Events


def analyse(pieces: pl.Series, compiled: Compiled) -> Analysis:
    """Analyse distinct pieces.

    Args:
        pieces: String series.
        compiled: lexicon of their language, whose forms are known words beside the word list's.
    """
    parts, cores = _strip(pieces)
    rows = _chunks(cores, compiled)
    parts = _surround(parts, rows).with_columns(tail_marks=_dashed(parts, rows, compiled.language))
    unit_rows = _units(rows.filter(pl.col("key") != ""), compiled)
    core = parts["core"].to_numpy()
    per_core = np.bincount(unit_rows["core"].to_numpy(), minlength=len(cores))
    first, counts = (np.cumsum(per_core) - per_core)[core], per_core[core]
    unit = ranges(first, counts)
    before = np.repeat(parts["shift"].to_numpy(), counts)
    leading = unit_rows["leading"].to_numpy()[unit]
    marks = unit_rows["marks"].to_numpy()[unit]
    marks[leading] |= np.repeat(parts["lead_marks"].to_numpy(), counts)[leading]
    return Analysis(
        chars=parts["chars"].to_numpy(),
        tails=parts["tail_marks"].to_numpy(),
        counts=counts,
        start=unit_rows["start"].to_numpy()[unit] + before,
        end=unit_rows["end"].to_numpy()[unit] + before,
        keys=unit_rows["key"],
        key=unit,
        marks=marks,
        events=_events(parts, rows, unit_rows, counts),
    )


def _strip(pieces: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
    """One row a piece: number of its core, head and tail taken off, chars, shift (of the head); and the cores."""
    piece, body, core = pl.col("piece"), pl.col("body"), pl.col("text")
    parts = pieces.alias("piece").to_frame().with_columns(body=piece.str.strip_chars_start(_EDGES))
    parts = parts.with_columns(text=body.str.strip_chars_end(_EDGES))
    cores = parts["text"].unique(maintain_order=True)
    numbers = cores.alias("text").to_frame().with_row_index("core")
    parts = parts.join(numbers, on="text", how="left", maintain_order="left").select(
        "core",
        head=piece.str.strip_suffix(body),
        tail=body.str.strip_prefix(core),
        chars=piece.str.len_chars().cast(pl.Int32),
    )
    return parts.with_columns(shift=pl.col("head").str.len_chars().cast(pl.Int32)), cores


def _chunks(cores: pl.Series, compiled: Compiled) -> pl.DataFrame:
    """One row a chunk: core, row, sep, word, key, start and end in the core, leading, solid, marks, letters."""
    frame = pl.DataFrame({"chunk": cut(cores)}).with_row_index("core").explode("chunk").drop_nulls("chunk")
    frame = frame.with_row_index("row").with_columns(sep=pl.col("chunk").str.extract(rf"^({SEPARATORS})", 1))
    chars = pl.col("chunk").str.len_chars().cast(pl.Int32)
    total = chars.cum_sum()
    leading = pl.col("core") != pl.col("core").shift(1, fill_value=pl.lit(2**32 - 1, dtype=pl.UInt32))
    begin = (total - chars) - pl.when(leading).then(total - chars).forward_fill()
    frame = frame.select(
        "core",
        "row",
        "sep",
        word=pl.col("chunk").str.strip_prefix(pl.col("sep")),
        start=begin + pl.col("sep").str.len_chars().cast(pl.Int32),
        end=begin + chars,
        leading=leading,
    )
    words = frame["word"].unique(maintain_order=True)
    keys = pl.DataFrame({"word": words, "key": fold(words, compiled.language)})
    frame = frame.join(keys, on="word", how="left", maintain_order="left")
    frame = frame.hstack(_read(frame["sep"])).with_columns(solid=_solid(compiled.language.script))
    # What stands before a core's first word is told by its pieces.
    marks = _with_dot(pl.col("marks"), (pl.col("sep") == ".") & pl.col("solid"))
    marks = pl.when(_decimal()).then(0).otherwise(marks)
    return frame.with_columns(marks=pl.when("leading").then(0).otherwise(marks))


def _solid(script: str) -> pl.Expr:
    """Whether a full stop set solid before the word ends a sentence ("है.यह"): in scripts without capitals."""
    return pl.lit(False) if script == "Latin" else pl.col("word").str.contains(rf"^\p{{{script}}}")


def _decimal() -> pl.Expr:
    """Whether the separator before the word is a decimal point written as an Urdu full stop: "2۔5"."""
    digits = pl.col("word").str.contains(r"^\d") & pl.col("word").shift(1).str.contains(r"\d$")
    return (pl.col("sep") == "۔") & digits


def _with_dot(marks: pl.Expr, dotted: pl.Expr) -> pl.Expr:
    return marks.fill_null(0) | pl.when(dotted).then(pl.lit(int(Flag.DOT), dtype=pl.Int32)).otherwise(0)


def _surround(parts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Add lead_marks, lead_letters, tail_marks, tail_letters: what the separators around a piece's words tell.

    What the core has beside its words belongs to them. A piece without words has a tail only.
    """
    begins = rows.filter(pl.col("leading") & (pl.col("word") != "")).select("core", "solid", lead="sep")
    ends = rows.filter(pl.col("word") == "").select("core", trail="sep")
    parts = parts.join(begins, on="core", how="left", maintain_order="left")
    parts = parts.join(ends, on="core", how="left", maintain_order="left")
    space, worded, trail = pl.lit(" "), pl.col("lead").is_not_null(), pl.col("trail").fill_null("")
    parts = parts.with_columns(
        lead=pl.concat_str("head", "lead"),
        tail=pl.when(worded).then(trail + pl.col("tail")).otherwise(pl.concat_str("head", trail, "tail")),
    )
    opening = space + pl.col("lead")
    closing = pl.when(worded).then(pl.lit("")).otherwise(space) + pl.col("tail") + space
    parts = parts.hstack(_read(parts.select(opening).to_series()).rename("lead_{}".format))
    parts = parts.hstack(_read(parts.select(closing).to_series()).rename("tail_{}".format))
    tail = pl.col("tail_marks")
    return parts.with_columns(
        lead_marks=_with_dot(pl.col("lead_marks"), (pl.col("lead") == ".") & pl.col("solid")),
        tail_marks=pl.when((pl.col("tail") != "") & (tail & int(Flag.BLANK) == 0))
        .then(tail | int(Flag.BLANK))
        .otherwise(0)
        .cast(pl.Int32),
    )


def _dashed(parts: pl.DataFrame, rows: pl.DataFrame, language: Language) -> pl.Expr:
    """The flags of the tails, where a hyphen behind a finite verb is a full stop, as some Urdu newsrooms type it."""
    marks = pl.col("tail_marks")
    if language.script != "Arabic":
        return marks
    last = rows.filter(pl.col("key") != "").group_by("core").agg(pl.col("key").last())
    last = parts.select("core").join(last, on="core", how="left", maintain_order="left")
    verbal = last["key"].is_in(_finite(language).implode())
    dashed = (pl.col("tail") == "-") & pl.lit(verbal)
    return pl.when(dashed).then(marks | pl.lit(int(Flag.STOP), dtype=pl.Int32)).otherwise(marks)


@lru_cache(maxsize=12)
def _finite(language: Language) -> pl.Series:
    """The finite verbs of a language, folded."""
    verbs = language.cue_words.get(Cue.AUXILIARY, frozenset()) | language.cue_words.get(Cue.RUNNING_ON, frozenset())
    return fold(pl.Series(sorted(verbs), dtype=pl.String), language)


def _read(separators: pl.Series) -> pl.DataFrame:
    """Flags (``marks``) and quotation mark events (``letters``) of separators, null for none; few are distinct."""
    distinct = separators.alias("padded").drop_nulls().unique(maintain_order=True).to_frame()
    marks = pl.lit(0, dtype=pl.Int32)
    for flag, pattern in _MARKS.items():
        bit = pl.lit(int(flag), dtype=pl.Int32)
        marks = marks | pl.when(pl.col("padded").str.contains(pattern)).then(bit).otherwise(0)
    quoted = distinct.filter(pl.col("padded").str.contains(_QUOTES))
    letters = pl.Series("letters", [mark_events(text) for text in quoted["padded"].to_list()], dtype=pl.String)
    table = distinct.with_columns(marks=marks).join(quoted.with_columns(letters), on="padded", how="left")
    read = separators.alias("padded").to_frame().join(table, on="padded", how="left", maintain_order="left")
    return read.select("marks", "letters")


def _units(rows: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    """One row a unit: core, row, part, start, end, key, leading, marks.

    Nearly every word is one unit. Only words that are not known, or that mix digits and letters, may be several run
    together.
    """
    language = compiled.language
    part = pl.lit(0, dtype=pl.Int32).alias("part")
    columns = ("core", "row", part, "start", "end", "key", "leading", "marks")
    if language.script == "Latin":
        return rows.select(*columns)
    doubtful = pl.col("key").str.contains(r"\d") & pl.col("key").str.contains(r"\p{L}")
    if language.tears:
        # Polars would hash the whole list each time, however few the words.
        rows = rows.with_columns(pl.Series("known", map(compiled.known.__contains__, rows["key"]), pl.Boolean))
        doubtful |= ~pl.col("known") & (pl.col("key").str.len_chars() > 2)
    several = _split(rows.filter(doubtful), compiled)
    if several.height:
        rows = rows.join(several.select("row").unique(), on="row", how="anti", maintain_order="left")
    if language.tears:
        # What could be a piece of a torn word is told for the pairs that it stands in.
        bit = pl.when(fragment(pl.col("key"), pl.col("known"))).then(pl.lit(int(Flag.FRAGMENT), dtype=pl.Int32))
        rows = rows.with_columns(pl.col("marks") | bit.otherwise(0))
    whole = rows.select(*columns)
    return pl.concat([whole, several]).sort("row", "part") if several.height else whole


def _split(rows: pl.DataFrame, compiled: Compiled) -> pl.DataFrame:
    """The units of words that are several run together, as ``_units`` has them."""
    words = rows.select("word", "key").unique(maintain_order=True)
    words = words.filter(divisible(words["word"], words["key"], compiled.known, compiled.language))
    pieces_of_words = [
        (word, part, unit.start, unit.end, unit.key)
        for word, key in _ticking(words.iter_rows())
        if len(several := units(word, key, compiled.known, compiled.language)) > 1
        for part, unit in enumerate(several)
    ]
    schema = {"word": pl.String(), "part": pl.Int32(), "from": pl.Int32(), "to": pl.Int32(), "unit": pl.String()}
    split = rows.join(pl.DataFrame(pieces_of_words, schema=schema, orient="row"), on="word")
    # Only the first unit has the chunk's separators before it.
    whole = pl.col("part") == 0
    return split.select(
        "core",
        "row",
        "part",
        start=pl.col("start") + pl.col("from"),
        end=pl.col("start") + pl.col("to"),
        key="unit",
        leading=pl.col("leading") & whole,
        marks=pl.when(whole).then("marks").otherwise(int(Flag.BLANK)).cast(pl.Int32),
    )


def _ticking(rows: Iterator[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows):
        # Of a hundred letters a word takes a millisecond.
        if number % _TICKS == 0:
            tick()
        yield row


def _events(parts: pl.DataFrame, rows: pl.DataFrame, unit_rows: pl.DataFrame, counts: Longs) -> Events:
    """The events of all pieces: those before its first word, between its words, behind its last."""
    core = parts["core"].to_numpy()
    between = rows.filter(~pl.col("leading") & (pl.col("word") != "") & pl.col("letters").is_not_null())
    home = between["core"].to_numpy()
    within = np.searchsorted(unit_rows["row"].to_numpy(), between["row"].to_numpy())
    within -= np.searchsorted(unit_rows["core"].to_numpy(), home)
    per_core = np.bincount(home, minlength=int(core.max(initial=0)) + 1)
    number = ranges((np.cumsum(per_core) - per_core)[core], per_core[core])
    lead, tail = (parts[name].is_not_null().arg_true().to_numpy() for name in ("lead_letters", "tail_letters"))
    piece = np.concatenate([lead, np.repeat(np.arange(len(core)), per_core[core]), tail]).astype(np.int64)
    before = np.concatenate([np.zeros(len(lead), np.int64), within[number], counts[tail]])
    texts = [parts["lead_letters"].gather(lead), between["letters"].gather(number), parts["tail_letters"].gather(tail)]
    order = np.argsort(piece, kind="stable")
    letters = pl.concat([text.rename("letters") for text in texts]).gather(order)
    sizes = letters.str.len_bytes().to_numpy()
    joined = np.frombuffer("".join(letters.to_list()).encode("ascii"), np.uint8)
    return Events(np.repeat(piece[order], sizes), np.repeat(before[order], sizes), joined)

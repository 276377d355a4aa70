"""Entries, and their strict loading from one CSV file a dimension.

Loading refuses rather than repairs: an unknown column, a duplicate id, an empty term, a weight that is no number,
text that is not NFC and a term of the wrong script are errors that name file, line and remedy.
"""

from __future__ import annotations

import csv
import io
import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Final, Literal, cast, get_args

import polars as pl
import regex

from framing.errors import LexiconError
from framing.expressions import expression
from framing.languages.base import Language, Pos
from framing.languages.folding import WORD
from framing.lexicon.cues import Cued, Place, Sign, parse_cue
from framing.lexicon.patterns import INFLECTED, Context, Match, Slot, parse_context, parse_term
from framing.limits import LEXICON_ENTRIES, PHRASE_SLOTS, TERM_CHARS

__all__ = ["COLUMNS", "Entry", "Kind", "load_entries", "parse_row"]

Kind = Literal["stance", "topic"]

COLUMNS: Final = ("id", "term", "match", "pos", "kind", "weight", "concept", "gloss", "unless", "note")

# Looked up by what a cell says: the lexicon then holds each of these strings once, however many entries it has.
_MATCHES: Final = {name: name for name in get_args(Match)}
_PARTS: Final = {name: name for name in get_args(Pos)}
_KINDS: Final = {name: name for name in get_args(Kind)}

#: The columns of which validity depends, and how many rows are looked at in one go.
_JUDGED: Final = ("id", "term", "match", "pos", "kind", "weight", "concept", "unless")
_BLOCK: Final = 20_000

_BIDI: Final = expression(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FURTHER: Final = expression(r"\.\d+")
_CONCEPT: Final = expression(r"[a-z0-9_]+")
#: What stands before a cue's words, in Latin letters whatever the script.
_CUE: Final = expression(r"\b(?:at|cue):[a-z]*")
_WORDS: Final = Cued(Place.ANYWHERE, Sign.NONE, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a lexicon.

    Attributes:
        id: ``<language>.<dimension>.<concept>``, with ``.2``, ``.3`` … for further entries of the concept.
        weight: 0.5 weak, 1, 2 strong; any positive number in a user's own lexicon. Below 0 where it speaks of bad, in
            dimensions that are signed.
        where: file and line it was read from.
    """

    id: str
    language: str
    dimension: str
    term: str
    match: Match
    pos: Pos
    kind: Kind
    weight: float
    concept: str
    gloss: str = ""
    unless: str = ""
    note: str = ""
    where: str = ""

    def slots(self, language: Language) -> tuple[Slot, ...]:
        """The parsed term; nothing where it is a sign. Raises LexiconError with file and line where it is malformed."""
        return parse_term(self.term, self.match, self.pos, language, self.where)

    @property
    def cue(self) -> Cued:
        """The place at which it counts, and its sign where it is no words: of entries that are no cue, anywhere."""
        return parse_cue(self.term, self.where) if self.match == "cue" else _WORDS

    def contexts(self) -> list[Context]:
        """The parsed ``unless`` contexts, in which the entry does not count."""
        if not self.unless:
            return []
        return [parse_context(context, self.where) for context in self.unless.split(";") if context.strip()]


def load_entries(path: Path, *, language: Language, dimension: str, signed: bool = False) -> list[Entry]:
    """Load one lexicon file.

    Args:
        path: a UTF-8 CSV file with the columns of ``COLUMNS``.
        language: of the entries.
        dimension: which all entries of the file belong to.
        signed: whether their weights may be below 0.

    Returns:
        The entries, in file order.

    Raises:
        LexiconError: with file, line and remedy; the first problem found.
    """
    entries: list[Entry] = []
    lines: dict[str, int] = {}
    place = f"{path.parent.name}/{path.name}" if path.parent.name else path.name
    text = _text(path, place)
    # Looked for in the whole file first, row by row only where it is there.
    clean = unicodedata.is_normalized("NFC", text) and not _BIDI.search(text)
    rows = _rows(text, place)
    header = next(rows)[1]
    in_order = itemgetter(*map(header.index, COLUMNS))
    while block := [(number, in_order(cells)) for number, cells in islice(rows, _BLOCK)]:
        plain = _plain(block, language, dimension, signed) if clean else [False] * len(block)
        for (number, cells), easy in zip(block, plain, strict=True):
            where = f"{place}:{number}"
            if easy:
                entry = _entry(cells, language, dimension, cells[1], float(cells[5]), where)
            else:
                row = dict(zip(COLUMNS, cells, strict=True))
                entry = parse_row(row, language, dimension, where, clean=clean, signed=signed)
            if entry.id in lines:
                what = f"the id '{entry.id}' stands twice, first in line {lines[entry.id]}"
                raise LexiconError("lexicon.duplicate-id", what, where, "give one of them another id")
            lines[entry.id] = number
            entries.append(entry)
    return entries


def _plain(
    block: Sequence[tuple[int, tuple[str, ...]]], language: Language, dimension: str, signed: bool
) -> list[bool]:
    """Which rows are seen to be valid without a closer look: words and phrases of plain words, without contexts.

    They are most of any lexicon, and looking at a whole block at once takes a tenth of the time. What this lets pass,
    :func:`parse_row` lets pass; what it does not is for that to judge.
    """
    columns = dict(zip(COLUMNS, zip(*(cells for _, cells in block), strict=True), strict=True))
    frame = pl.DataFrame({name: columns[name] for name in _JUDGED}, schema=dict.fromkeys(_JUDGED, pl.String))
    term, spaces = pl.col("term"), pl.col("term").str.count_matches(" ", literal=True)
    one_word = (spaces == 0) & (
        (pl.col("match") == "form") | ((pl.col("match") == "lemma") & pl.col("pos").is_in(sorted(INFLECTED)))
    )
    phrase = spaces.is_between(1, PHRASE_SLOTS - 1) & (pl.col("match") == "phrase")
    stem = pl.concat_str(pl.lit(f"{language.code}.{dimension}."), pl.col("concept"))
    further = pl.col("id").str.slice(stem.str.len_chars())
    good = (
        (one_word | phrase)
        & (term.str.len_chars() <= TERM_CHARS)
        & term.str.contains(f"^{WORD}(?: {WORD})*$")
        & ~term.str.contains(rf"[\p{{L}}--\p{{Script={language.script}}}]")
        & pl.col("concept").str.contains("^[a-z0-9_]+$")
        & pl.col("id").str.starts_with(stem)
        & further.str.contains(r"^(?:\.[0-9]+)?$")
        & pl.col("pos").is_in(list(_PARTS))
        & pl.col("kind").is_in(list(_KINDS))
        & pl.col("weight").is_in(["0.5", "1", "2", *(("-1",) if signed else ())])
        & (pl.col("unless") == "")
    )
    return frame.select(good).to_series().to_list()


def _text(path: Path, place: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"not UTF-8 at byte {error.start}"
        raise LexiconError("lexicon.encoding", what, place, "save the file as CSV UTF-8") from None
    except OSError as error:
        raise LexiconError("lexicon.unreadable", str(error.strerror), place, "check the path") from None


def _rows(text: str, place: str) -> Iterator[tuple[int, list[str]]]:
    """The header and the rows below it, each with the line it ends on; empty lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    count = 0
    try:
        header = next(reader, [])
        _check_header(header, place)
        yield reader.line_num, header
        for cells in reader:
            where = f"{place}:{reader.line_num}"
            if not any(cells):
                continue
            if len(cells) != len(header):
                what = f"{len(cells)} cells, {len(header)} columns"
                raise LexiconError("lexicon.cells", what, where, "quote cells that hold a comma")
            count += 1
            if count > LEXICON_ENTRIES:
                raise LexiconError("lexicon.too-large", f"over {LEXICON_ENTRIES} entries", where, "split the lexicon")
            yield reader.line_num, cells
    except csv.Error as error:
        raise LexiconError("lexicon.csv", str(error), f"{place}:{reader.line_num}", "check the quotes") from None


def _check_header(header: list[str], place: str) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    missing = [name for name in COLUMNS if name not in header]
    if unknown:
        hint = f"the columns are {', '.join(COLUMNS)}"
        raise LexiconError("lexicon.unknown-column", f"unknown column '{unknown[0]}'", f"{place}:1", hint)
    if missing:
        raise LexiconError(
            "lexicon.missing-column", f"no column '{missing[0]}'", f"{place}:1", "add it; it may be empty"
        )
    if len(set(header)) < len(header):
        raise LexiconError("lexicon.duplicate-column", "a column stands twice", f"{place}:1", "delete one")


def parse_row(
    row: dict[str, str],
    language: Language,
    dimension: str,
    where: str = "",
    *,
    clean: bool = False,
    signed: bool = False,
) -> Entry:
    """Check one row and make it an entry.

    Args:
        row: cells by the names in ``COLUMNS``.
        language: of the entry.
        dimension: which it belongs to.
        where: file and line, for errors.
        clean: whether it is known to be in form NFC and without direction marks.
        signed: whether its weight may be below 0.

    Raises:
        LexiconError: the first cell that is not valid.
    """
    if not clean and not unicodedata.is_normalized("NFC", "\0".join(row.values())):
        name = next(name for name, cell in row.items() if not unicodedata.is_normalized("NFC", cell))
        raise LexiconError("lexicon.nfc", f"'{name}' is not in Unicode form NFC", where, "normalise the file to NFC")
    term = row["term"].strip()
    if not term:
        raise LexiconError("lexicon.empty-term", "the term is empty", where, "fill it in or delete the line")
    if not clean and _BIDI.search(term):
        raise LexiconError("lexicon.bidi", "the term holds an invisible direction mark", where, "delete it")
    written = _CUE.sub("", term) if row["match"] == "cue" else term
    stray = _other_script(language.script).search(written)
    if stray:
        what = f"'{stray.group()}' is not {language.script} script"
        raise LexiconError(
            "lexicon.script", what, where, f"entries for {language.name} are written in {language.script}"
        )
    _check_id(row["id"], row["concept"], language.code, dimension, where)
    for name, allowed in (("match", _MATCHES), ("pos", _PARTS), ("kind", _KINDS)):
        if row[name] not in allowed:
            raise LexiconError(f"lexicon.{name}", f"'{row[name]}' is no {name}", where, f"use {', '.join(allowed)}")
    cells = tuple(row[name] for name in COLUMNS)
    entry = _entry(cells, language, dimension, term, _weight(row["weight"], where, signed), where)
    entry.slots(language)
    entry.contexts()
    return entry


def _entry(cells: tuple[str, ...], language: Language, dimension: str, term: str, weight: float, where: str) -> Entry:
    """An entry of the cells of ``COLUMNS``, which are known to be valid."""
    identifier, _, match, pos, kind, _, concept, gloss, unless, note = cells
    return Entry(
        id=identifier,
        language=language.code,
        dimension=dimension,
        term=term,
        match=cast("Match", _MATCHES[match]),
        pos=cast("Pos", _PARTS[pos]),
        kind=cast("Kind", _KINDS[kind]),
        weight=weight,
        concept=concept,
        gloss=gloss,
        unless=unless,
        note=note,
        where=where,
    )


@cache
def _other_script(script: str) -> regex.Pattern[str]:
    # A letter of another script that merely looks right (a homoglyph) would never match a text. The marks /n /v /a
    # are ours.
    return regex.compile(rf"(?!(?<=/)[nva](?=$|[\s|]))(?!\p{{Script={script}}})\p{{L}}")


def _check_id(identifier: str, concept: str, code: str, dimension: str, where: str) -> None:
    if not _CONCEPT.fullmatch(concept):
        raise LexiconError("lexicon.concept", f"the concept '{concept}' is not snake_case", where, "use a-z, 0-9 and _")
    stem = f"{code}.{dimension}.{concept}"
    rest = identifier.removeprefix(stem)
    if rest == identifier or (rest and not _FURTHER.fullmatch(rest)):
        raise LexiconError("lexicon.id", f"the id '{identifier}' does not fit", where, f"write '{stem}' or '{stem}.2'")


def _weight(cell: str, where: str, signed: bool) -> float:
    try:
        weight = float(cell)
    except ValueError:
        weight = math.nan
    if not (math.isfinite(weight) and (weight > 0 or (signed and weight < 0))):
        raise LexiconError("lexicon.weight", f"the weight '{cell}' is no positive number", where, "use 0.5, 1 or 2")
    return weight

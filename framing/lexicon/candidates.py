"""Candidates for a lexicon, decided one by one: accepted into a dimension, rejected, or left for later.

A decision is written down before the next candidate is shown: an accepted word as a line of the lexicon's own file, and
both kinds in ``candidates.csv`` beside it, so that a reading can stop anywhere and go on. What is in the lexicon is not
written again, also where a reading was killed between the two.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from framing.errors import LexiconError, UsageError, whole_file
from framing.languages.folding import fold
from framing.languages.registry import language as spoken_in
from framing.lexicon.codebook import load_codebook
from framing.lexicon.entries import COLUMNS, Entry, load_entries, parse_row
from framing.lexicon.growing import GROWN
from framing.phrases import near_or

__all__ = ["DECIDED", "Candidates", "candidates"]

#: Columns of the table of decisions, in the lexicon's folder.
DECIDED: Final = ("language", "word", "decision", "entry_id")
_NAME: Final = "candidates.csv"

Decision = Literal["accepted", "rejected"]
Order = Literal["charge", "count"]


@dataclass(slots=True)
class Candidates:
    """Words of a table of grown words that nobody has decided yet, the most charged first.

    Attributes:
        folder: of the lexicon.
        language: hi, ur or en.
        rows: GROWN columns.
        dimensions: of the lexicon's codebook.
        signed: those among them in which words may weigh less than 0.
    """

    folder: Path
    language: str
    rows: pl.DataFrame
    dimensions: tuple[str, ...]
    signed: frozenset[str] = frozenset()
    _decided: set[str] = field(default_factory=set)

    def left(self) -> Iterator[dict[str, Any]]:
        """Those that are left, as rows; what is decided meanwhile does not come."""
        for row in self.rows.iter_rows(named=True):
            if row["word"] not in self._decided:
                yield row

    def __len__(self) -> int:
        return sum(1 for _ in self.left())

    def accept(self, word: str, dimension: str, **cells: str) -> Entry:
        """Make a word an entry of the lexicon.

        Args:
            word: of the candidates.
            dimension: of the lexicon.
            cells: of the entry's line: concept, and what is not as usual of term (the word), match (form), pos (adj),
                kind (stance), weight (1), gloss, unless, note.

        Raises:
            LexiconError: the line is not valid; nothing is written.
            UsageError: ``candidates.dimension``.
        """
        if dimension not in self.dimensions:
            hint = near_or(dimension, self.dimensions, "the dimensions are")
            raise UsageError("candidates.dimension", f"no dimension '{dimension}'", "", hint)
        path = self.folder / self.language / f"{dimension}.csv"
        spoken, signed = spoken_in(self.language), dimension in self.signed
        lines = load_entries(path, language=spoken, dimension=dimension, signed=signed) if path.exists() else []
        usual = {"term": word, "match": "form", "pos": "adj", "kind": "stance", "weight": "1", "note": "grown"}
        row = dict.fromkeys(COLUMNS, "") | usual | cells
        row["id"] = _free(f"{self.language}.{dimension}.{row['concept']}", {one.id for one in lines})
        entry = parse_row(row, spoken, dimension, f"{self.language}/{path.name}", signed=signed)
        if entry.term not in {one.term for one in lines}:
            _write(path, [*lines, entry])
        self._note(word, "accepted", entry.id)
        return entry

    def reject(self, word: str) -> None:
        """Say that a word is no entry; it does not come again."""
        self._note(word, "rejected")

    def _note(self, word: str, decision: Decision, entry_id: str = "") -> None:
        path = self.folder / _NAME
        is_new = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if is_new:
                writer.writerow(DECIDED)
            writer.writerow((self.language, word, decision, entry_id))
        self._decided.add(word)


def candidates(
    table: pl.DataFrame | Path | str, folder: Path | str, language: str, *, order: Order = "charge"
) -> Candidates:
    """The words of a table that are to be decided, as ``framing lexicon review candidates``.

    Args:
        table: GROWN columns, as ``framing lexicon grow`` makes them; neighbours may be missing.
        folder: of a lexicon that words are accepted into; it has a ``codebook.toml``.
        language: of the words.
        order: ``charge``: words above 0, which are charged, the most charged first; ``count``: all words, the most
            frequent first. What is good or bad is often told in plain words.

    Returns:
        Those that are in no line of the lexicon and were not decided before.

    Raises:
        LexiconError: the lexicon is not valid.
        UsageError: ``candidates.table``.
    """
    folder, spoken = Path(folder), spoken_in(language)
    rows = table if isinstance(table, pl.DataFrame) else _read(Path(table))
    if "neighbours" not in rows.columns:  # The tables that come with the toolkit have none.
        rows = rows.with_columns(neighbours=pl.lit(""))
    book = load_codebook(folder / "codebook.toml").dimensions
    signed = frozenset(name for name, one in book.items() if one.signed)
    decided = _decided(folder / _NAME, language)
    for path in sorted((folder / language).glob("*.csv")):
        if path.stem in book:
            lines = load_entries(path, language=spoken, dimension=path.stem, signed=path.stem in signed)
            decided.update(fold(pl.Series([one.term for one in lines], dtype=pl.String), spoken).to_list())
    if order == "charge":
        rows = rows.filter(pl.col("score") > 0)
    rows = rows.sort(["score" if order == "charge" else "count", "word"], descending=[True, False])
    return Candidates(folder, language, rows, tuple(book), signed, decided)


def _read(path: Path) -> pl.DataFrame:
    try:
        rows = pl.read_csv(path, infer_schema=False)
        return rows.select(
            pl.col(name).cast(kind) for name, kind in GROWN.items() if name != "neighbours" or name in rows.columns
        )
    except (OSError, pl.exceptions.PolarsError):
        hint = f"give a table of framing lexicon grow, with the columns {', '.join(GROWN)}"
        raise UsageError("candidates.table", "it is no table of grown words", str(path), hint) from None


def _decided(path: Path, language: str) -> set[str]:
    if not path.exists():
        return set()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if not rows or tuple(rows[0]) != DECIDED:
        raise LexiconError("candidates.columns", "other columns than expected", path.name, f"use {', '.join(DECIDED)}")
    return {row[1] for row in rows[1:] if row[:1] == [language]}


def _free(stem: str, taken: set[str]) -> str:
    names = [stem, *(f"{stem}.{number}" for number in range(2, len(taken) + 2))]
    return next(name for name in names if name not in taken)


def _write(path: Path, entries: list[Entry]) -> None:
    """The whole file, sorted by id, or the one that was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in sorted(entries, key=lambda one: one.id):
        cells = [getattr(entry, name) for name in COLUMNS]
        writer.writerow([f"{cell:g}" if isinstance(cell, float) else cell for cell in cells])
    with whole_file(path) as draft:
        draft.write_text(text.getvalue(), encoding="utf-8")

"""What a project learned from articles that are to be erased: lines of theirs in its rules of boilerplate.

A learned line stands in many articles of an outlet, and after an erasure it still stands in those that are left. One
that does not was the erased articles' own: it is taken out of every file of rules, however it came there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl

from framing.ingest.articles import raw_texts
from framing.ingest.boilerplate import FOLDER
from framing.ingest.cleaning import fold_line
from framing.render.escaping import bare_cell
from framing.store.integrity import guarded, write_atomically
from framing.store.project import Project

__all__ = ["unlearn"]

#: In so many other articles a line must stand to be a repetition, and nobody's own: the least that can be asked for
#: when lines are learned.
_OTHERS: Final = 2
#: Articles whose texts are held at a time.
_CHUNK: Final = 4_096


def unlearn(project: Project, runs: pl.DataFrame, gone: pl.DataFrame) -> None:
    """Take the lines out of a project's rules that stand in erased articles and in fewer than two others.

    Args:
        project: whose lock is held; it still has the articles that are to be erased.
        runs: its runs.
        gone: the erased articles' rows, all versions: columns article_id, title, text, cut.

    Raises:
        ProjectError: ``project.damaged``; a file of rules cannot be read.
        StorageError: one cannot be written.
    """
    folder = project.folder / FOLDER
    for draft in folder.glob("*.draft"):
        draft.unlink()
    files = sorted(folder.glob("*.csv"))
    if not files or gone.is_empty():
        return
    own = {fold_line(line) for lines in _lines(gone) for line in lines} | {
        fold_line(title) for title in gone["title"].drop_nulls()
    }
    found = {cell for path in files for row in _rows(path) for cell in map(_folded, row) if cell and cell in own}
    if not found:
        return
    found -= _shared(project, runs, found, set(gone["article_id"]))
    for path in files:
        rows = _rows(path)
        kept = [row for row in rows if found.isdisjoint(map(_folded, row))]
        if len(kept) < len(rows):
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(kept)
            write_atomically(path, out.getvalue().encode("utf-8", "surrogateescape"))


def _rows(path: Path) -> list[list[str]]:
    """The cells of a file of rules, whatever a spreadsheet made of its bytes; escaped where they were."""
    with guarded(path):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
    return list(csv.reader(io.StringIO(text, newline="")))


def _folded(cell: str) -> str:
    return fold_line(bare_cell(cell))


def _lines(articles: pl.DataFrame) -> Iterator[list[str]]:
    """The lines of raw texts."""
    return (text.split("\n") for text in raw_texts(articles))


def _shared(project: Project, runs: pl.DataFrame, lines: set[str], gone: set[str]) -> set[str]:
    """Those of some lines that stand in enough articles that are left."""
    holders: dict[str, set[str]] = {line: set() for line in lines}
    left = set(lines)
    scanned = project.scan("articles", ["article_id", "text", "cut"], runs)
    for batch in scanned.collect_batches(chunk_size=_CHUNK):
        others = batch.filter(~pl.col("article_id").is_in(list(gone)))
        for article, text in zip(others["article_id"], _lines(others), strict=True):
            for line in left.intersection(map(fold_line, text)):
                holders[line].add(article)
        left = {line for line in left if len(holders[line]) < _OTHERS}
        if not left:
            break
    return lines - left

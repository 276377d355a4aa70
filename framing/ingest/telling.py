"""What is said of how articles were read, in one line each with their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from framing.ingest.names import file_of
from framing.ingest.source import Note
from framing.languages.detection import contradicted
from framing.languages.registry import name_of
from framing.schemas import HEADLINE_ONLY, REPAIRED, TRUNCATED, marked

__all__ = ["added_up", "counted_notes", "refused_notes"]


def counted_notes(articles: pl.DataFrame) -> Iterator[Note]:
    """What reading made of some articles that is no matter of course, file by file.

    Args:
        articles: columns as in ``schemas.ARTICLE``, completed.
    """
    texts = articles.select(pl.concat_str("title", "text", separator="\n", ignore_nulls=True)).to_series()
    told: dict[str, pl.Expr | pl.Series] = {
        "with a headline and no text: the headline alone is scored": HEADLINE_ONLY,
        "cut off by the service that they come from: the headline alone is scored": marked(TRUNCATED),
        "with UTF-8 in them that was read as windows-1252: repaired": marked(REPAIRED),
        "in another script than the language stated of them: read as what they are written in": contradicted(
            texts, articles["language"]
        ),
    }
    for said, which in told.items():
        for place, count in _by_file(articles.filter(which)["origin"]):
            yield Note(place, said, count)


def refused_notes(articles: pl.DataFrame, status: pl.DataFrame) -> Iterator[Note]:
    """Which articles are not scored, by the language that they are in.

    Args:
        articles: columns ``article_id`` and ``origin``.
        status: columns as in ``schemas.STATUS``, of these articles.
    """
    refused = status.filter(pl.col("status") == "refused").select("article_id", "language")
    found = refused.join(articles.select("article_id", "origin"), on="article_id", maintain_order="left")
    names = found["language"].map_elements(name_of, return_dtype=pl.String)
    for name in names.unique(maintain_order=True):
        for place, count in _by_file(found.filter(names == name)["origin"]):
            yield Note(place, f"in {name}: not scored", count)


def added_up(notes: Iterable[Note]) -> list[Note]:
    """Notes in which the counts of one file that say the same are one."""
    found: dict[tuple[str, str], Note] = {}
    others = []
    for note in notes:
        if note.count:
            before = found.get((note.origin, note.said))
            found[note.origin, note.said] = Note(note.origin, note.said, note.count + (before.count if before else 0))
        else:
            others.append(note)
    return [*others, *found.values()]


def _by_file(places: pl.Series) -> Iterator[tuple[str, int]]:
    files: dict[str, int] = {}
    for place in places.to_list():
        file = file_of(place)
        files[file] = files.get(file, 0) + 1
    yield from files.items()

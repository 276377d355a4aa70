"""Rejects that still stand, and trying them again.

A reject stands until its file or row is read as an article: either by any later ``add``, or by trying it again, which
reads its path once more and takes down which of its rejects did not come again.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

import polars as pl

from framing.schemas import REJECT
from framing.store.layout import BATCH
from framing.store.project import Project, number_of

__all__ = ["REJECT_KEY", "open_rejects", "path_of"]

#: What makes two rejects the same.
REJECT_KEY: Final = ("origin", "code", "first_bytes")


def open_rejects(project: Project, runs: pl.DataFrame) -> pl.DataFrame:
    """The rejects that stand: REJECT columns and ``batch_id``, in the order in which they were found.

    Raises:
        ProjectError: ``project.damaged``.
    """
    rejects = project.columns("rejects", [BATCH, *REJECT], runs)
    if rejects.is_empty():
        return rejects
    rejects = rejects.unique(REJECT_KEY, keep="last", maintain_order=True)
    resolved = project.columns("resolutions", [BATCH, *REJECT_KEY], runs)
    read = project.scan("articles", [BATCH, "origin"], runs).filter(pl.col("origin").is_in(rejects["origin"].to_list()))
    rejects = _standing(rejects, resolved, REJECT_KEY)
    return _standing(rejects, read.collect(), ("origin",))


def _standing(rejects: pl.DataFrame, ends: pl.DataFrame, keys: Collection[str]) -> pl.DataFrame:
    """Rejects that did not end after they were found."""
    last = ends.group_by(keys).agg(number_of(BATCH).max().alias("end"))
    joined = rejects.join(last, on=list(keys), how="left", nulls_equal=True, maintain_order="left")
    return joined.filter((pl.col("end") < number_of(BATCH)).fill_null(True)).drop("end")


def path_of(origin: str) -> str | None:
    """The path or address that a reject came from, to be read again; nothing where it is no longer there.

    Example:
        >>> path_of("https://example.org/feed.xml")
        'https://example.org/feed.xml'
        >>> path_of("nowhere.csv:12") is None
        True
    """
    if origin.startswith(("http://", "https://")):
        return origin
    # "news.csv:12", or a member of an archive behind the archive's own path.
    place = origin
    while place:
        if Path(place).exists() if place == origin else Path(place).is_file():
            return place
        shorter = max(place.rfind(mark) for mark in (":", "!", "/"))
        place = place[:shorter] if shorter > 0 else ""
    return None

"""Gathers small parts of files and divides big ones, so that each batch has about as much text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from framing.ingest.source import Note, Part, Rejected, Row, rows_frame
from framing.ingest.walking import Visit

__all__ = ["batches"]


def batches(parts: Iterable[Part], batch_bytes: int) -> Iterator[Part]:
    """Gather small parts and divide big ones, so that each has about ``batch_bytes`` of text."""
    items: list[pl.DataFrame | Row] = []
    rejects: list[Rejected] = []
    notes: list[Note] = []
    visits: list[Visit] = []
    size = passed = position = 0
    for part in parts:
        rejects.extend(part.rejects)
        notes.extend(part.notes)
        visits.extend(part.visits)
        passed += part.passed
        for item in _divide(part.rows, batch_bytes) if part.row is None else (part.row,):
            length = int(_sizes(item).sum()) if isinstance(item, pl.DataFrame) else len(str(item["text"]).encode())
            if items and size + length > batch_bytes:
                yield Part(_gathered(items), rejects, notes, visits, passed, position=position)
                items, rejects, notes, visits, size, passed = [], [], [], [], 0, 0
            items.append(item)
            size += length
        position = 0 if part.visits else part.position
    if items or rejects or notes or visits or passed:
        yield Part(_gathered(items), rejects, notes, visits, passed)


def _gathered(items: Iterable[pl.DataFrame | Row]) -> pl.DataFrame:
    """Tables and single rows as one table, in their order."""
    frames = [Part().rows]
    single: list[Row] = []
    for item in items:
        if isinstance(item, pl.DataFrame):
            frames += [rows_frame(single), item] if single else [item]
            single = []
        else:
            single.append(item)
    return pl.concat([*frames, rows_frame(single)])


def _divide(rows: pl.DataFrame, batch_bytes: int) -> Iterator[pl.DataFrame]:
    sizes = _sizes(rows)
    if int(sizes.sum()) <= batch_bytes:
        if not rows.is_empty():
            yield rows
        return
    start, size = 0, 0
    for index, length in enumerate(sizes.to_list()):
        if index > start and size + length > batch_bytes:
            yield rows[start:index]
            start, size = index, 0
        size += length
    yield rows[start:]


def _sizes(rows: pl.DataFrame) -> pl.Series:
    """Bytes of each row's headline and text; a table of headlines has no other text."""
    sizes = (pl.col(name).str.len_bytes().fill_null(0).cast(pl.Int64) for name in ("title", "text"))
    return rows.select(size=pl.sum_horizontal(*sizes)).to_series()

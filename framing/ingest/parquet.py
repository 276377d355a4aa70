"""Reads Parquet files, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from framing import limits
from framing.errors import InputError
from framing.ingest.source import FIELDS, FIRST_BYTES, ROW, Part, Rejected, Source, empty_file, unreadable

__all__ = ["read_parquet"]

#: Rows fetched at once. Articles have some kilobytes, so a part stays near a batch.
_ROWS: Final = 1000
_NUMBER: Final = "row number of the file"


def read_parquet(source: Source) -> Iterator[Part]:
    """Read the articles of a Parquet file; the place of a row is ``file#row``, counted from 1.

    Yields:
        Parts of some thousand rows. A file damaged in the middle gives what stands before the damage, and one reject.
    """
    row = 0
    try:
        if source.path.stat().st_size > limits.TABLE_FILE_BYTES:
            what = f"it has more than {limits.TABLE_FILE_BYTES} bytes"
            raise InputError("input.too-large", what, source.origin, "split it")
        if source.path.stat().st_size == 0:
            yield Part(rejects=[empty_file(source)])
            return
        table = pl.scan_parquet(source.path, glob=False)
        columns = table.collect_schema()
        if "text" not in columns:
            what = f"it has no column 'text' ({', '.join(columns)[:200]})"
            hint = "name the column of the article's text 'text'"
            raise InputError("input.no-text-column", what, source.origin, hint)
        # Without a column of its own a selection of nothing but missing columns would have one row.
        numbered = table.with_row_index(_NUMBER, 1)
        selected = numbered.select(_NUMBER, *(_column(name, columns.get(name)) for name in (*FIELDS, "tags")))
        for frame in selected.collect_batches(chunk_size=_ROWS, maintain_order=True):
            yield _part(source, frame)
            row += frame.height
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, _first(source))])
    except (OSError, PolarsError, PanicException) as error:
        yield Part(rejects=[_damaged(source, error, row)])
    else:
        if row == 0:
            yield Part(rejects=[empty_file(source)])


def _column(name: str, found: pl.DataType | None) -> pl.Expr:
    """A column as text; null where there is none, or none that is text."""
    column = pl.col(name)
    if name == "tags" and isinstance(found, pl.List) and not found.inner.is_nested():
        return column.cast(ROW["tags"], strict=False).list.drop_nulls()
    if name == "tags" and found == pl.String:
        parts = column.str.split(";").list.eval(pl.element().str.strip_chars())
        return parts.list.eval(pl.element().filter(pl.element() != "")).alias(name)
    if name == "tags" or found is None or found.is_nested() or found == pl.Null:
        return pl.lit(None, dtype=ROW[name]).alias(name)
    if isinstance(found, pl.Datetime):
        moment = column.dt.convert_time_zone("UTC") if found.time_zone else column.dt.replace_time_zone("UTC")
        return moment.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").alias(name)
    if found == pl.Binary:
        # Polars' cast would fail the whole table for one byte that is not UTF-8.
        return column if name == "text" else pl.lit(None, dtype=pl.String).alias(name)
    if name == "text" and found != pl.String and not isinstance(found, pl.Categorical | pl.Enum):
        return pl.lit(None, dtype=pl.String).alias(name)
    return column.cast(pl.String, strict=False)


def _part(source: Source, frame: pl.DataFrame) -> Part:
    number = pl.col(_NUMBER).cast(pl.String)
    frame = frame.with_columns(
        (pl.lit(f"{source.origin}#") + number).alias("place"),
        (pl.lit(f"{source.label}#") + number).alias("fallback_id"),
        *(pl.lit(None, kind).alias(name) for name, kind in ROW.items() if name in ("site", "labels", "groups")),
    ).select(list(ROW))
    if frame.schema["text"] == pl.String:
        return Part(frame)
    texts: list[str | None] = []
    keep: list[bool] = []
    rejects: list[Rejected] = []
    for raw, place in frame.select("text", "place").iter_rows():
        try:
            texts.append(None if raw is None else raw.decode("utf-8"))
            keep.append(True)
        except UnicodeDecodeError as error:
            what = f"byte {error.start} of its text is not UTF-8"
            rejects.append(Rejected.of(InputError("input.encoding", what, place, "write the text as UTF-8"), raw))
            texts.append(None)
            keep.append(False)
    return Part(frame.with_columns(pl.Series("text", texts, pl.String)).filter(pl.Series(keep)), rejects)


def _damaged(source: Source, error: Exception, row: int) -> Rejected:
    bare = unreadable(source, error)
    after = f" after row {row}" if row else ""
    return Rejected(
        bare.origin, bare.code, f"it is no Parquet file, or damaged{after}: {bare.reason}", bare.hint, _first(source)
    )


def _first(source: Source) -> bytes:
    try:
        with source.path.open("rb") as handle:
            return handle.read(FIRST_BYTES)
    except OSError:
        return b""

"""Reads Parquet files, in batches.

The row groups of a Parquet file, from its footer: where reading can go on behind damage.

No library at hand tells them apart. The footer is a struct of Thrift's compact protocol; what is needed of it is the
number of rows of each group (``FileMetaData.row_groups`` and ``RowGroup.num_rows`` in the format's parquet.thrift).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from framing import limits
from framing.errors import InputError, fault_of
from framing.ingest.archives import on_disk
from framing.ingest.columns import TABLE_FIELDS, Columns, check_text, groups_of, resolve
from framing.ingest.source import ROW, Part, Rejected, Source, empty_file, unreadable

__all__ = ["read_parquet", "row_groups", "table_parts"]


_MARK: Final = b"PAR1"
#: Bytes of a footer; one of 10,000 groups of 30 columns has some 30 MB.
_MOST: Final = 64_000_000
#: Structs within structs; the format has five.
_DEPTH: Final = 16

_ROW_GROUPS: Final = 4
_NUM_ROWS: Final = 3

_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS: Final = (4, 5, 6)


def row_groups(path: Path) -> list[tuple[int, int]]:
    """The first row of each group, from 0, and the one behind its last; none where the footer cannot be read."""
    with path.open("rb") as file:
        size = path.stat().st_size
        if size < 12:
            return []
        file.seek(size - 8)
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] != _MARK or not 0 < length <= min(_MOST, size - 8):
            return []
        file.seek(size - 8 - length)
        footer = file.read(length)
    try:
        groups = _Compact(footer).struct()[_ROW_GROUPS]
        sizes = [group[_NUM_ROWS] for group in groups]
    except (IndexError, KeyError, TypeError, ValueError):
        return []
    if not all(isinstance(rows, int) and rows >= 0 for rows in sizes):
        return []
    return list(pairwise(accumulate(sizes, initial=0)))


class _Compact:
    """Reads values of Thrift's compact protocol; structs are dicts by the number of the field."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        if depth > _DEPTH:
            raise ValueError("too deep")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else self._integer()
            kind = head & 15
            fields[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind in _INTEGERS:
            return self._integer()
        if kind in (_TRUE, _FALSE, _BYTE):
            return self._byte()
        if kind in (_DOUBLE, _BINARY):
            return self._take(8 if kind == _DOUBLE else self._varint())
        if kind in (_LIST, _SET):
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._varint()
            return [self._value(head & 15, depth) for _ in range(count)]
        if kind == _MAP:
            count = self._varint()
            kinds = self._byte() if count else 0
            return [(self._value(kinds >> 4, depth), self._value(kinds & 15, depth)) for _ in range(count)]
        if kind == _STRUCT:
            return self.struct(depth + 1)
        raise ValueError(f"no type {kind}")

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _take(self, size: int) -> bytes:
        self._at += size
        if self._at > len(self._data):
            raise IndexError("cut short")
        return self._data[self._at - size : self._at]

    def _varint(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number
            if shift > 63:
                raise ValueError("too long a number")

    def _integer(self) -> int:
        number = self._varint()
        return (number >> 1) ^ -(number & 1)


#: Rows fetched at once. Articles have some kilobytes, so a part stays near a batch.
_ROWS: Final = 1000
_NUMBER: Final = "row number of the file"


def read_parquet(source: Source) -> Iterator[Part]:
    """Read the articles of a Parquet file; the place of a row is ``file#row``, counted from 1.

    Yields:
        Parts of some thousand rows. Of a file damaged in the middle each row group that can be read is read, and each
        other one is one reject, which says its rows.
    """
    row = 0
    try:
        if source.opener is None and source.path.stat().st_size > limits.TABLE_FILE_BYTES:
            what = f"it has more than {limits.TABLE_FILE_BYTES} bytes"
            raise InputError("input.too-large", what, source.origin, "split it")
        with on_disk(source) as path:
            if path.stat().st_size == 0:
                yield Part(rejects=[empty_file(source)])
                return
            table = pl.scan_parquet(path, glob=False)
            try:
                for part in table_parts(source, table):
                    yield part
                    row += part.rows.height + len(part.rejects)
            except (PolarsError, PanicException) as error:
                groups = [group for group in row_groups(path) if group[1] > row]
                if not groups or fault_of(error) is not None:
                    raise
                for part in _by_group(source, path, groups, row):
                    yield part
                    row += part.rows.height + len(part.rejects)
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    except (OSError, PolarsError, PanicException) as error:
        yield Part(rejects=[_damaged(source, error, row)])
    else:
        if row == 0:
            yield Part(rejects=[empty_file(source)])


def table_parts(source: Source, table: pl.LazyFrame) -> Iterator[Part]:
    """The articles of a table, whatever it lies in; as :func:`read_parquet`.

    Raises:
        InputError: ``input.no-text-column`` or ``input.no-column``.
        PolarsError: it cannot be read.
    """
    kinds, columns = _columns(source, table)
    yield Part(notes=columns.notes)
    for frame in _selected(_numbered(table), kinds, columns).collect_batches(chunk_size=_ROWS, maintain_order=True):
        yield _part(source, frame)


def _columns(source: Source, table: pl.LazyFrame) -> tuple[pl.Schema, Columns]:
    """The columns of a table, and which of them are what of an article."""
    kinds = table.collect_schema()
    columns = resolve(list(kinds), source, nested=[name for name, kind in kinds.items() if not _is_plain(kind)])
    check_text(source, columns, kinds)
    _check_kind(source, columns.fields["text"], kinds)
    return kinds, columns


def _by_group(source: Source, path: Path, groups: list[tuple[int, int]], row: int) -> Iterator[Part]:
    """The articles of some row groups behind the first rows, each group by itself."""
    kinds, columns = _columns(source, pl.scan_parquet(path, glob=False))
    for begin, end in groups:
        start = max(begin, row)
        # No other row group is read where a scan, whose schema nobody has asked for, is sliced before anything else.
        rows = _numbered(pl.scan_parquet(path, glob=False)).slice(start, end - start)
        frames = _selected(rows, kinds, columns)
        try:
            for frame in frames.collect_batches(chunk_size=_ROWS, maintain_order=True):
                start += frame.height
                yield _part(source, frame)
        except (PolarsError, PanicException) as error:
            bare = unreadable(source, error)
            if fault_of(error) is not None:
                raise
            lost = f"row {end}" if end == start + 1 else f"rows {start + 1:,}–{end:,}"
            what = f"a row group is damaged: {lost} skipped ({end - start:,} of {groups[-1][1]:,}): {bare.reason}"
            yield Part(rejects=[Rejected(f"{source.origin}#{start + 1}", bare.code, what, bare.hint, source.head())])


def _numbered(table: pl.LazyFrame) -> pl.LazyFrame:
    return table.with_row_index(_NUMBER, 1)


def _selected(table: pl.LazyFrame, kinds: pl.Schema, columns: Columns) -> pl.LazyFrame:
    fields = [_column(name, columns.fields[name], kinds.get(columns.fields[name])) for name in TABLE_FIELDS]
    further = {name: f"group {name}" for name in columns.further(kinds) if _is_plain(kinds[name])}
    # Without a column of its own a selection of nothing but missing columns would have one row.
    chosen = table.select(_NUMBER, *fields, *(_text(name, kinds[name]).alias(group) for name, group in further.items()))
    return chosen.with_columns(groups_of(further)).drop(list(further.values()))


def _check_kind(source: Source, text: str, kinds: pl.Schema) -> None:
    """Refuse a column of text that holds none: taken for empty, it would make headlines of articles.

    Raises:
        InputError: ``input.no-text-column``.
    """
    kind = kinds.get(text, pl.Null())
    if not isinstance(kind, pl.String | pl.Categorical | pl.Enum | pl.Binary | pl.Null) and kind != pl.List(pl.String):
        what = f"its column '{text}' is {kind}, not text"
        raise InputError("input.no-text-column", what, source.origin, "write the article's text as strings")


def _is_plain(kind: pl.DataType) -> bool:
    return not kind.is_nested() and kind not in (pl.Binary, pl.Null, pl.Object)


def _text(column: str, kind: pl.DataType) -> pl.Expr:
    """A column of scalars as text."""
    if isinstance(kind, pl.Datetime):
        moment = pl.col(column)
        moment = moment.dt.convert_time_zone("UTC") if kind.time_zone else moment.dt.replace_time_zone("UTC")
        return moment.dt.strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00")
    return pl.col(column).cast(pl.String, strict=False)


def _column(name: str, column: str, kind: pl.DataType | None) -> pl.Expr:
    """A field as text; null where there is no such column, or none that is text."""
    if name in ("tags", "labels"):
        return _list(column, kind).alias(name)
    if name == "byline" and isinstance(kind, pl.List) and not kind.inner.is_nested():
        return pl.col(column).cast(pl.List(pl.String), strict=False).list.join(", ", ignore_nulls=True).alias(name)
    if name == "text" and kind == pl.List(pl.String):
        return pl.col(column).list.join("\n", ignore_nulls=True).alias(name)
    if kind is None or kind.is_nested() or kind == pl.Null:
        return pl.lit(None, dtype=ROW[name]).alias(name)
    if kind == pl.Binary:
        # Polars' cast would fail the whole table for one byte that is not UTF-8.
        return pl.col(column).alias(name) if name == "text" else pl.lit(None, dtype=pl.String).alias(name)
    if name == "text" and kind != pl.String and not isinstance(kind, pl.Categorical | pl.Enum):
        return pl.lit(None, dtype=pl.String).alias(name)
    if name == "text":
        # What is rejected for its length anyway need not be carried along whole.
        whole, most = _text(column, kind), limits.ARTICLE_CHARS + 1
        return pl.when(whole.str.len_bytes() > 4 * most).then(whole.str.slice(0, most)).otherwise(whole).alias(name)
    return _text(column, kind).alias(name)


def _list(column: str, kind: pl.DataType | None) -> pl.Expr:
    if isinstance(kind, pl.List) and not kind.inner.is_nested():
        return pl.col(column).cast(ROW["tags"], strict=False).list.drop_nulls()
    if kind == pl.String:
        parts = pl.col(column).str.split(";").list.eval(pl.element().str.strip_chars())
        return parts.list.eval(pl.element().filter(pl.element() != ""))
    return pl.lit(None, dtype=ROW["tags"])


def _part(source: Source, frame: pl.DataFrame) -> Part:
    number = pl.col(_NUMBER).cast(pl.String)
    frame = frame.with_columns(
        (pl.lit(f"{source.origin}#") + number).alias("place"),
        (pl.lit(f"{source.label}#") + number).alias("fallback_id"),
        pl.lit(None, ROW["cut"]).alias("cut"),
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
    if fault_of(error) is not None:
        return bare
    after = f" after row {row}" if row else ""
    what = f"it is no Parquet file, or damaged{after}: {bare.reason}"
    return Rejected(bare.origin, bare.code, what, bare.hint, source.head())

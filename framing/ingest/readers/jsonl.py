"""Reads JSON: one object a line, as JSON Lines have it, or one array of objects.

A file is read in chunks of whole lines. Polars reads a chunk at once; where it cannot, or where it would turn something
that is not text into text, the chunk's lines are read one by one, so that one bad line costs one reject.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from framing import limits
from framing.errors import InputError
from framing.ingest.columns import Columns, groups_of, resolve
from framing.ingest.readers.encoding import astray, utf8
from framing.ingest.readers.jsonarray import is_answer, is_document, objects
from framing.ingest.readers.jsonrows import LISTS, TEXTS, first_wins, group_text, no_constant, object_row, wrapped
from framing.ingest.source import (
    FIRST_BYTES,
    ROW,
    Part,
    Rejected,
    Row,
    Source,
    empty_file,
    rows_frame,
    unreadable,
)

__all__ = ["read_jsonl"]


#: Bytes of one line: an article of the longest kind, written in escapes, with room for its metadata.
_LINE_BYTES: Final = 8 * limits.ARTICLE_CHARS

#: Lines that the fields are looked for in.
_SAMPLE: Final = 100

#: Bytes that tell an array from lines, and objects of an array that are handed on together.
_HEAD: Final = 1000
_GATHERED: Final = 500

#: Bytes that are read at once.
_READ: Final = 1 << 18

#: White space between a key and its colon, which hardly any program writes.
_APART: Final = re.compile(rb'"[ \t]+:')


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some whole lines: the number of the first, and the byte that it begins at."""

    line: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the objects of a file have: where the fields stand, and all keys met so far with their kinds."""

    columns: Columns
    kinds: dict[str, pl.DataType] = field(default_factory=dict)

    def learn(self, data: bytes) -> None:
        """Meet the keys of a chunk. To look for them takes a tenth of what Polars takes to infer them."""
        met = _keys_in(data)
        if met is None or not met <= self.kinds.keys():
            for name, kind in pl.read_ndjson(BytesIO(data), infer_schema_length=None).schema.items():
                self.kinds.setdefault(name, kind)

    def further(self) -> list[str]:
        """The keys that become groups: neither objects nor lists of them, in the order of their names."""
        return [name for name in self.columns.further(sorted(self.kinds)) if not _is_object(self.kinds[name])]


def read_jsonl(source: Source) -> Iterator[Part]:
    """Read the articles of a JSON Lines file, the place of a row being ``file:line``, or of one array of objects.

    Yields:
        Parts of bounded size, in the order of the file. Blank lines count as lines and as nothing else.
    """
    met = False
    shape: _Shape | None = None
    try:
        if source.opener is None and source.path.stat().st_size > limits.TABLE_FILE_BYTES:
            raise _too_large(source.origin)
        with source.open() as packed:
            handle, notes = utf8(source, packed)
            if notes:
                yield Part(notes=notes)
            if is_document(handle.peek(_HEAD)[:_HEAD]):  # type: ignore[attr-defined]
                yield from _read_document(source, handle)
                return
            for chunk in _byte_chunks(source, handle):
                if isinstance(chunk, Rejected):
                    part = Part(rejects=[chunk])
                else:
                    if shape is None:
                        sample = _sample(chunk)
                        if (
                            wrapped(sample[0], source)
                            if sample
                            else is_answer(chunk.data[:_HEAD].decode(errors="replace"))
                        ):
                            yield from _read_again(source)
                            return
                        shape = _Shape(_resolved(sample, source))
                        yield Part(notes=shape.columns.notes)
                    part = _fast(source, chunk, shape) or _slow(source, chunk, shape)
                met = met or bool(part.rejects) or not part.rows.is_empty()
                yield part
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    except (OSError, PolarsError, PanicException) as error:
        yield Part(rejects=[unreadable(source, error)])
    else:
        if not met:
            yield Part(rejects=[empty_file(source)])


def _read_again(source: Source) -> Iterator[Part]:
    """Read a file of lines as a document: each holds articles, not one."""
    with source.open() as packed:
        yield from _read_document(source, utf8(source, packed)[0])


def _read_document(source: Source, handle: IO[bytes]) -> Iterator[Part]:
    """Read one array, or objects over several lines; the place of an object is ``file#object``."""
    columns: Columns | None = None
    met = False
    for batch in _gathered(source, handle):
        if columns is None:
            columns = _resolved([value for _, value in batch[:_SAMPLE]], source)
            yield Part(notes=columns.notes)
        rows, rejects = [], []
        for number, value in batch:
            place = f"{source.origin}#{number}"
            try:
                if isinstance(value, InputError):
                    raise value
                row = object_row(value, columns)
                rows.append({**row, "place": place, "fallback_id": f"{source.label}#{number}"})
            except InputError as error:
                shown = "" if isinstance(value, InputError) else json.dumps(value)[:FIRST_BYTES]
                rejects.append(Rejected.of(error, shown.encode(), origin=place))
        met = True
        yield Part(rows_frame(rows), rejects)
    if not met:
        yield Part(rejects=[empty_file(source)])


def _gathered(source: Source, handle: IO[bytes]) -> Iterator[list[tuple[int, object]]]:
    """The numbered values of a document, some hundred at a time; an error is the last of them."""
    decoder = json.JSONDecoder(parse_constant=no_constant, object_pairs_hook=first_wins)
    batch: list[tuple[int, object]] = []
    number, size = 0, 0
    try:
        values = (one for value in objects(handle, decoder, _LINE_BYTES) for one in wrapped(value, source) or [value])
        for number, value in enumerate(values, 1):
            batch.append((number, value))
            if isinstance(value, dict):
                size += sum(len(text) for text in value.values() if isinstance(text, str))
            if size > limits.BATCH_BYTES // 2 or len(batch) >= _GATHERED:
                yield batch
                batch, size = [], 0
    except InputError as error:
        batch.append((number + 1, error))
    if batch:
        yield batch


def _resolved(values: Iterable[object], source: Source) -> Columns:
    """Where the fields stand in the first objects of a file, whose keys count in the order in which they come."""
    names: dict[str, None] = {}
    flat: set[str] = set()
    nested: set[str] = set()
    for value in values:
        if isinstance(value, dict):
            names.update(dict.fromkeys(value))
            for name, inner in value.items():
                if inner is not None:
                    (nested if group_text(inner) is None else flat).add(name)
    return resolve(list(names), source, nested=nested - flat)


def _sample(chunk: _Chunk) -> list[object]:
    """The first objects of a file; lines that are none are left out."""
    rows = []
    for line in chunk.data.split(b"\n", _SAMPLE)[:_SAMPLE]:
        with suppress(ValueError, RecursionError):
            rows.append(json.loads(line))
    return rows


def _byte_chunks(source: Source, handle: IO[bytes]) -> Iterator[_Chunk | Rejected]:
    line, offset = 1, 0
    for data in _whole_lines(handle):
        whole, last = data, b""
        if len(data) - (start := data.rfind(b"\n", 0, -1) + 1) > _LINE_BYTES:
            whole, last = data[:start], data[start:]
        if whole:
            yield _Chunk(line, offset, whole)
        line, offset = line + whole.count(b"\n"), offset + len(whole)
        if last:
            yield _long_line(source, line, last)
            offset += len(last)
            while last and not last.endswith(b"\n"):
                last = handle.readline(_LINE_BYTES)
                offset += len(last)
            line += 1
        if offset > limits.TABLE_FILE_BYTES:
            raise _too_large(source.origin)


def _whole_lines(handle: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file in pieces of whole lines; where it breaks off, the whole lines before that, and the error."""
    pieces: list[bytes] = []
    try:
        while True:
            size = limits.BATCH_BYTES
            # Piece by piece, since a broken stream loses what it has read of the piece in which it breaks.
            while size and (piece := handle.read1(min(_READ, size))):  # type: ignore[attr-defined]
                pieces.append(piece)
                size -= len(piece)
            if pieces and not pieces[-1].endswith(b"\n"):
                pieces.append(handle.readline(_LINE_BYTES))
            if not pieces:
                return
            data, pieces = b"".join(pieces), []
            yield data
    except InputError:
        data = b"".join(pieces)
        if whole := data[: data.rfind(b"\n") + 1]:
            yield whole
        raise


def _fast(source: Source, chunk: _Chunk, shape: _Shape) -> Part | None:
    """Read a chunk with Polars; null where the lines must be looked at one by one."""
    # Polars would unpack what begins like an archive, whatever its size; lines of objects begin with a brace.
    if not chunk.data[:100].lstrip().startswith(b"{"):
        return None
    columns = shape.columns
    try:
        shape.learn(chunk.data)
        further = shape.further()
        schema: dict[str, pl.DataType] = {
            name: pl.List(pl.String()) if _is_list(shape.kinds[name]) else pl.String() for name in further
        }
        schema |= {columns.fields[name]: ROW[name] for name in (*LISTS, *TEXTS)}
        frame = pl.read_ndjson(BytesIO(chunk.data), schema=schema)
    except (OSError, PolarsError, PanicException):
        return None
    numbers = [number for number, line in enumerate(chunk.data.split(b"\n"), chunk.line) if line.strip()]
    if frame.height != len(numbers) or _is_doubtful(frame, columns.fields["text"]):
        return None
    return Part(_placed(source, frame, numbers, shape))


def _is_list(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.List)


def _is_object(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.Struct) or (isinstance(kind, pl.List) and kind.inner.is_nested())


def _is_doubtful(frame: pl.DataFrame, text: str) -> bool:
    """Whether a value may not be what the file says.

    Under a schema Polars writes numbers, lists and objects as text, and half a surrogate pair as NUL.
    """
    # Polars' strings cannot hold what Python's could, so these signs are all that is left of it.
    odd = r"^[\[{]|\x00"
    nested = pl.any_horizontal(pl.col(pl.String).str.contains(odd).any())
    listed = pl.any_horizontal(pl.col(pl.List(pl.String)).explode().str.contains(odd).any())
    scalar = pl.col(text).str.contains(r"^(?:-?\d[\d.eE+-]*|true|false)$").any()
    return any(bool(frame.select(sign.fill_null(False)).item()) for sign in (nested, listed, scalar))


def _placed(source: Source, frame: pl.DataFrame, numbers: list[int], shape: _Shape) -> pl.DataFrame:
    number = pl.Series("number", numbers, pl.Int64).cast(pl.String)
    fields, lists = shape.columns.fields, [name for name, kind in frame.schema.items() if _is_list(kind)]
    further = shape.further()
    joined = frame.with_columns(pl.col(lists).list.drop_nulls()).with_columns(
        pl.col(name).list.join("; ").alias(f"group {name}") if name in lists else pl.col(name).alias(f"group {name}")
        for name in further
    )
    return joined.select(
        *(pl.col(fields[name]).alias(name) for name in (*TEXTS, *LISTS)),
        groups_of({name: f"group {name}" for name in further}),
        (pl.lit(f"{source.origin}:") + number).alias("place"),
        (pl.lit(f"{source.label}#") + number).alias("fallback_id"),
        pl.lit(None, ROW["cut"]).alias("cut"),
    ).select(list(ROW))


def _slow(source: Source, chunk: _Chunk, shape: _Shape) -> Part:
    rows: list[Row] = []
    rejects: list[Rejected] = []
    offset = chunk.offset
    for number, line in enumerate(chunk.data.split(b"\n"), chunk.line):
        if len(line) > _LINE_BYTES:
            rejects.append(_long_line(source, number, line))
        elif line.strip():
            place = f"{source.origin}:{number}"
            try:
                row = _row(line, offset, shape.columns)
                rows.append({**row, "place": place, "fallback_id": f"{source.label}#{number}"})
            except InputError as error:
                rejects.append(Rejected.of(error, line, origin=place))
        offset += len(line) + 1
    return Part(rows_frame(rows), rejects)


def _row(line: bytes, offset: int, columns: Columns) -> Row:
    try:
        record = json.loads(line.decode("utf-8"), parse_constant=no_constant, object_pairs_hook=first_wins)
    except UnicodeDecodeError as error:
        raise astray(offset + error.start, line) from error
    except RecursionError as error:
        raise InputError("input.too-deep", "its values are nested too deep", "", "write them flat") from error
    except ValueError as error:
        raise InputError("input.json", f"it is not JSON: {error}", "", "write one JSON object a line") from error
    return object_row(record, columns)


def _keys_in(data: bytes) -> set[str] | None:
    """All keys in a chunk, and perhaps some words that are none; null where that cannot be told in a hurry."""
    if _APART.search(data):
        return None
    keys = set()
    for piece in data.split(b'":')[:-1]:
        if piece.endswith(b"\\"):
            if piece.endswith(b"\\\\"):
                return None
            continue  # An escaped quotation mark within a text.
        before, _, key = piece.rpartition(b'"')
        if before.endswith(b"\\") or b"\\" in key:
            return None
        keys.add(key)
    return {key.decode("utf-8", "replace") for key in keys}


def _long_line(source: Source, number: int, line: bytes) -> Rejected:
    what, hint = f"the line has more than {_LINE_BYTES} bytes", "write one article a line"
    return Rejected.of(InputError("input.too-large", what, f"{source.origin}:{number}", hint), line)


def _too_large(origin: str) -> InputError:
    return InputError("input.too-large", f"it has more than {limits.TABLE_FILE_BYTES} bytes", origin, "split it")

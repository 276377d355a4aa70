"""Reads JSON Lines: one object a line, plain or compressed.

A file is read in chunks of whole lines. Polars reads a chunk at once; where it cannot, or where it would turn something
that is not text into text, the chunk's lines are read one by one, so that one bad line costs one reject.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from typing import IO, Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from framing import limits
from framing.errors import InputError
from framing.ingest.source import FIELDS, ROW, Part, Rejected, Source, empty_file, rows_frame, split_tags, unreadable

__all__ = ["read_jsonl"]

#: Bytes of one line: an article of the longest kind, written in escapes, with room for its metadata.
_LINE_BYTES: Final = 8 * limits.ARTICLE_CHARS

_SCHEMA: Final = {name: ROW[name] for name in (*FIELDS, "tags")}
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Some whole lines: the number of the first, and the byte that it begins at."""

    line: int
    offset: int
    data: bytes


def read_jsonl(source: Source) -> Iterator[Part]:
    """Read the articles of a JSON Lines file; the place of a row is ``file:line``.

    Yields:
        Parts of bounded size, in the order of the file. Blank lines count as lines and as nothing else.
    """
    met = False
    try:
        if source.path.stat().st_size > limits.TABLE_FILE_BYTES:
            raise _too_large(source.origin)
        for chunk in _chunks(source):
            if isinstance(chunk, Rejected):
                part = Part(rejects=[chunk])
            else:
                part = _fast(source, chunk) or _slow(source, chunk)
            met = met or bool(part.rejects) or not part.rows.is_empty()
            yield part
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, origin=source.origin)])
    except (OSError, EOFError, zlib.error, PolarsError, PanicException) as error:
        yield Part(rejects=[unreadable(source, error)])
    else:
        if not met:
            yield Part(rejects=[empty_file(source)])


def _chunks(source: Source) -> Iterator[_Chunk | Rejected]:
    if source.path.name.lower().endswith(".zst"):
        yield from _zstd_chunks(source)
        return
    packed = source.path.name.lower().endswith(".gz")
    with source.path.open("rb") as file, BufferedReader(gzip.open(file)) if packed else file as handle:
        head = handle.read(4)
        if head.startswith((_GZIP, _ZSTD)):
            what = "it is compressed, though its name does not say so"
            raise InputError("input.unreadable", what, source.origin, "let its name end in .gz or .zst")
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise InputError("input.encoding", "it is UTF-16, from byte 0", source.origin, "save it as UTF-8")
        # A byte order mark is no part of the first line.
        bare = head.removeprefix(b"\xef\xbb\xbf")
        yield from _byte_chunks(source, handle, bare, len(head) - len(bare))


def _byte_chunks(source: Source, handle: IO[bytes], head: bytes, offset: int) -> Iterator[_Chunk | Rejected]:
    line = 1
    while data := head + handle.read(limits.BATCH_BYTES):
        head = b""
        if not data.endswith(b"\n"):
            data += handle.readline(_LINE_BYTES)
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


def _zstd_chunks(source: Source) -> Iterator[_Chunk | Rejected]:
    """Python 3.11 has no Zstandard of its own, but Polars reads lines through it."""
    with source.path.open("rb") as handle:
        if handle.read(4) not in (_ZSTD, b""):
            what = "it is not Zstandard, though its name says so"
            raise InputError("input.unreadable", what, source.origin, "rename it, or fetch it again")
    line, offset = 1, 0
    lines = pl.scan_lines(source.path, name="line", glob=False)
    for frame in lines.collect_batches(chunk_size=1000, maintain_order=True):
        data = "\n".join(frame["line"].to_list()).encode() + b"\n"
        yield _Chunk(line, offset, data.removeprefix(b"\xef\xbb\xbf") if line == 1 else data)
        line, offset = line + frame.height, offset + len(data)
        if offset > limits.TABLE_FILE_BYTES:
            raise _too_large(source.origin)


def _fast(source: Source, chunk: _Chunk) -> Part | None:
    """Read a chunk with Polars; null where the lines must be looked at one by one."""
    # Polars would unpack what begins like an archive, whatever its size; lines of objects begin with a brace.
    if not chunk.data[:100].lstrip().startswith(b"{"):
        return None
    try:
        frame = pl.read_ndjson(BytesIO(chunk.data), schema=_SCHEMA)
    except (OSError, PolarsError, PanicException):
        return None
    numbers = _line_numbers(chunk)
    if frame.height != len(numbers) or _is_doubtful(frame):
        return None
    return Part(_placed(source, frame, numbers))


def _line_numbers(chunk: _Chunk) -> list[int]:
    return [number for number, line in enumerate(chunk.data.split(b"\n"), chunk.line) if line.strip()]


def _is_doubtful(frame: pl.DataFrame) -> bool:
    """Whether a value may not be what the file says.

    Under a schema Polars writes numbers, lists and objects as text, and half a surrogate pair as NUL.
    """
    # Polars' strings cannot hold what Python's could, so these signs are all that is left of it.
    nested = pl.any_horizontal(pl.col(FIELDS).str.contains(r"^[\[{]|\x00").any())
    scalar = pl.col("text").str.contains(r"^(?:-?\d[\d.eE+-]*|true|false)$").any()
    tags = frame["tags"].explode().str.contains(r"^[\[{]|\x00").any()
    return bool(tags or frame.select((nested | scalar).fill_null(False)).item())


def _placed(source: Source, frame: pl.DataFrame, numbers: list[int]) -> pl.DataFrame:
    number = pl.Series("number", numbers, pl.Int64).cast(pl.String)
    return frame.with_columns(
        pl.col("tags").list.drop_nulls(),
        (pl.lit(f"{source.origin}:") + number).alias("place"),
        (pl.lit(f"{source.label}#") + number).alias("fallback_id"),
        *(pl.lit(None, kind).alias(name) for name, kind in ROW.items() if name in ("site", "labels", "groups")),
    ).select(list(ROW))


def _slow(source: Source, chunk: _Chunk) -> Part:
    rows: list[dict[str, str | list[str] | None]] = []
    rejects: list[Rejected] = []
    offset = chunk.offset
    for number, line in enumerate(chunk.data.split(b"\n"), chunk.line):
        if len(line) > _LINE_BYTES:
            rejects.append(_long_line(source, number, line))
        elif line.strip():
            place = f"{source.origin}:{number}"
            try:
                rows.append({**_row(line, offset), "place": place, "fallback_id": f"{source.label}#{number}"})
            except InputError as error:
                rejects.append(Rejected.of(error, line, origin=place))
        offset += len(line) + 1
    return Part(rows_frame(rows), rejects)


def _row(line: bytes, offset: int) -> dict[str, str | list[str] | None]:
    try:
        record = json.loads(line.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_first_wins)
    except UnicodeDecodeError as error:
        what = f"byte {offset + error.start} of the file is not UTF-8"
        raise InputError("input.encoding", what, "", "save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise InputError("input.json", f"it is not JSON: {error}", "", "write one JSON object a line") from error
    if not isinstance(record, dict):
        what = f"it is JSON, but not an object: {type(record).__name__}"
        raise InputError("input.json", what, "", "write one JSON object a line")
    row: dict[str, str | list[str] | None] = {name: _text(record.get(name)) for name in FIELDS}
    # A number under "text" is a slip of an export, not an article.
    row["text"] = record.get("text") if isinstance(record.get("text"), str) else None
    row["tags"] = _tags(record.get("tags"))
    try:
        "".join(
            text for value in row.values() for text in (value if isinstance(value, list) else [value or ""])
        ).encode()
    except UnicodeEncodeError as error:
        what = "it holds half of a surrogate pair, which is no character"
        raise InputError("input.surrogate", what, "", "write the file anew as UTF-8") from error
    return row


def _text(value: object) -> str | None:
    """A scalar as text, as Polars writes it; a list or an object is no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value) if isinstance(value, str | int) else None


def _tags(value: object) -> list[str] | None:
    if isinstance(value, list):
        return [text for item in value if (text := _text(item)) is not None]
    return split_tags(_text(value))


def _first_wins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Of a key that stands twice Polars takes the first; which path reads a line must make no difference."""
    return dict(reversed(pairs))


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _long_line(source: Source, number: int, line: bytes) -> Rejected:
    what, hint = f"the line has more than {_LINE_BYTES} bytes", "write one article a line"
    return Rejected.of(InputError("input.too-large", what, f"{source.origin}:{number}", hint), line)


def _too_large(origin: str) -> InputError:
    return InputError("input.too-large", f"it has more than {limits.TABLE_FILE_BYTES} bytes", origin, "split it")

"""Reads files and folders of any known format into Articles and rejects.

Conservation: each row of each file is one article or one reject, and so is each file that gives no rows.

Example:
    >>> from framing.resources import seeds_folder
    >>> result = read([seeds_folder()])
    >>> result.articles.height, result.rejects.height
    (5, 0)
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from framing import limits, schemas
from framing.ingest.articles import Outlets, complete, load_outlets
from framing.ingest.delimited import read_delimited
from framing.ingest.jsonl import read_jsonl
from framing.ingest.parquet import read_parquet
from framing.ingest.plain import read_plain
from framing.ingest.source import FIRST_BYTES, Part, Reader, Rejected, Source, printable

__all__ = ["READERS", "ReadResult", "read", "read_batches"]

#: Suffix → reader. Another format is one more line.
READERS: Final[Mapping[str, Reader]] = {
    ".txt": read_plain,
    **{f"{kind}{packed}": read_jsonl for kind in (".jsonl", ".ndjson", ".json") for packed in ("", ".gz", ".zst")},
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".parquet": read_parquet,
}


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read: ``articles`` (columns of ``schemas.ARTICLE``) and ``rejects`` (columns of ``schemas.REJECT``)."""

    articles: pl.DataFrame
    rejects: pl.DataFrame


def read(paths: Iterable[str | Path], *, outlets: Outlets | None = None) -> ReadResult:
    """Read files and folders.

    Folders are read with their subfolders, in sorted order; hidden files, sidecars and files of unknown formats in them
    are passed over. A bad file or row becomes a reject, and the rest goes on.

    Args:
        paths: files and folders.
        outlets: the outlets to match; the toolkit's own if left out.

    Returns:
        All articles and rejects. Use :func:`read_batches` for more than fits into memory.
    """
    results = list(read_batches(paths, outlets=outlets))
    return ReadResult(
        pl.concat([pl.DataFrame(schema=schemas.ARTICLE), *(result.articles for result in results)]),
        pl.concat([pl.DataFrame(schema=schemas.REJECT), *(result.rejects for result in results)]),
    )


def read_batches(
    paths: Iterable[str | Path], *, batch_bytes: int = limits.BATCH_BYTES, outlets: Outlets | None = None
) -> Iterator[ReadResult]:
    """Read files and folders in batches.

    Args:
        paths: files and folders, as for :func:`read`.
        batch_bytes: bytes of text in one batch; a single article may exceed it.
        outlets: the outlets to match; the toolkit's own if left out.

    Yields:
        Batches in the order of the input. Of articles with one id, in whatever batches, the first counts.
    """
    known = load_outlets() if outlets is None else outlets
    seen: set[bytes] = set()
    for rows, rejects in _batches(_parts(paths), batch_bytes):
        articles, bad = complete(rows, known)
        articles, doubled = _without_duplicates(articles, seen)
        yield ReadResult(articles, Rejected.frame([*rejects, *bad, *doubled]))


def _parts(paths: Iterable[str | Path]) -> Iterator[Part]:
    for path in paths:
        for found in _sources(path):
            if isinstance(found, Rejected):
                yield Part(rejects=[found])
            else:
                yield from _reader(found.path)(found)


def _reader(path: Path) -> Reader:
    """The reader of a file; one must exist."""
    name = path.name.lower()
    return next(reader for suffix, reader in READERS.items() if name.endswith(suffix))


def _is_known(name: str) -> bool:
    return name.lower().endswith(tuple(READERS)) and not name.startswith(".")


def _sources(given: str | Path) -> Iterator[Source | Rejected]:
    path, origin = Path(given), printable(given)
    try:
        is_folder, is_file, exists = path.is_dir(), path.is_file(), os.path.lexists(path)
    except (OSError, ValueError) as error:
        yield Rejected(origin, "input.missing", f"there is no such file: {error}", "check the path", b"")
        return
    if is_folder:
        yield from _folder(path, origin)
    elif not exists:
        yield Rejected(origin, "input.missing", "there is no such file", "check the path", b"")
    elif not is_file:
        yield Rejected(origin, "input.not-a-file", "it is neither a file nor a folder", "name a file", b"")
    elif not path.name.lower().endswith(tuple(READERS)):
        hint = f"convert it to one of: {', '.join(READERS)}"
        yield Rejected(origin, "input.format", f"no reader for '{path.suffix or path.name}'", hint, _first(path))
    else:
        yield Source(path, origin, printable(path.name))


def _folder(folder: Path, origin: str) -> Iterator[Source | Rejected]:
    errors: list[OSError] = []
    files: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files.extend(path for name in names if _is_known(name) and (path := Path(place, name)).is_file())
    for error in errors:
        hint = "check that you may read it"
        yield Rejected(printable(str(error.filename)), "input.unreadable", str(error.strerror), hint, b"")
    if not files and not errors:
        hint = f"put files in it that end in one of: {', '.join(READERS)}"
        yield Rejected(origin, "input.no-articles", "the folder holds no articles", hint, b"")
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        yield Source(path, printable(path), printable(path.relative_to(folder).as_posix()))


def _first(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            return handle.read(FIRST_BYTES)
    except OSError:
        return b""


def _batches(parts: Iterable[Part], batch_bytes: int) -> Iterator[tuple[pl.DataFrame, list[Rejected]]]:
    """Gather small parts and divide big ones, so that each batch has about ``batch_bytes`` of text."""
    frames: list[pl.DataFrame] = []
    rejects: list[Rejected] = []
    size = 0
    for part in parts:
        rejects.extend(part.rejects)
        for frame in _divide(part.rows, batch_bytes):
            length = _bytes(frame)
            if frames and size + length > batch_bytes:
                yield pl.concat(frames), rejects
                frames, rejects, size = [], [], 0
            frames.append(frame)
            size += length
    if frames or rejects:
        yield pl.concat([Part().rows, *frames]), rejects


def _divide(rows: pl.DataFrame, batch_bytes: int) -> Iterator[pl.DataFrame]:
    if _bytes(rows) <= batch_bytes:
        if not rows.is_empty():
            yield rows
        return
    start, size = 0, 0
    for index, length in enumerate(rows["text"].str.len_bytes().fill_null(0).to_list()):
        if index > start and size + length > batch_bytes:
            yield rows[start:index]
            start, size = index, 0
        size += length
    yield rows[start:]


def _bytes(rows: pl.DataFrame) -> int:
    return int(rows["text"].str.len_bytes().sum())


def _without_duplicates(articles: pl.DataFrame, seen: set[bytes]) -> tuple[pl.DataFrame, list[Rejected]]:
    """Keep the first article of each id; ``seen`` holds digests, which are smaller than ids, of all ids so far."""
    keep: list[bool] = []
    rejects: list[Rejected] = []
    for article, origin in articles.select("article_id", "origin").iter_rows():
        digest = hashlib.blake2b(article.encode(), digest_size=16).digest()
        keep.append(digest not in seen)
        if keep[-1]:
            seen.add(digest)
            continue
        hint = "give each article an id or URL of its own; name the folder above files that share a name"
        rejects.append(
            Rejected(
                origin,
                "input.duplicate-id",
                f"the id '{article}' was read before",
                hint,
                article.encode()[:FIRST_BYTES],
            )
        )
    return articles.filter(pl.Series(keep, dtype=pl.Boolean)), rejects

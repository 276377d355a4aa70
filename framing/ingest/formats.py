"""Which reader reads what: by the first bytes where they are certain, else by the suffix of the name."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from framing.errors import InputError, pass_on
from framing.ingest.delimited import read_delimited
from framing.ingest.excel import read_workbook
from framing.ingest.feeds import read_feed
from framing.ingest.foreign import FOREIGN, foreign
from framing.ingest.jsonl import read_jsonl
from framing.ingest.packing import PACKED, ZIP
from framing.ingest.parquet import read_parquet
from framing.ingest.plain import read_plain
from framing.ingest.source import Note, Reader, Source
from framing.ingest.warc import WARC, read_warc
from framing.ingest.webpage import read_page

__all__ = ["READERS", "SUFFIXES", "is_archive", "is_page", "passed_over", "reader_of"]

#: Suffix → reader. Another format is one more line.
READERS: Final[Mapping[str, Reader]] = {
    ".txt": read_plain,
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), read_jsonl),
    **dict.fromkeys((".csv", ".tsv"), read_delimited),
    ".parquet": read_parquet,
    **dict.fromkeys((".html", ".htm", ".xhtml"), read_page),
    **dict.fromkeys((".xml", ".rss", ".atom", ".rdf"), read_feed),
    ".warc": read_warc,
    **dict.fromkeys((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"), read_workbook),
}

#: All suffixes that name a file of articles.
SUFFIXES: Final = (*READERS, *(f"{suffix}{packed}" for suffix in READERS for packed in PACKED), ".zip")

#: What the reader that the first bytes call for is called.
_NAMES: Final[Mapping[Reader, str]] = {
    read_page: "HTML",
    read_feed: "a feed",
    read_parquet: "Parquet",
    read_workbook: "a workbook",
    read_warc: "a web archive",
}

_HEAD: Final = 1000


def is_archive(source: Source) -> bool:
    """Whether a file is a zip archive of files, and not a workbook or another document, which are such too."""
    if source.head(len(ZIP)) != ZIP or _is_workbook(source):
        return False
    return foreign(source, ZIP) is None


def reader_of(source: Source) -> tuple[Reader, tuple[Note, ...]]:
    """The reader of a file that is no archive, and what to say where its name tells another one.

    Raises:
        InputError: ``input.format``; there is none.
    """
    head = source.head(_HEAD)
    if (error := foreign(source, head)) is not None:
        raise error
    named = next((reader for suffix, reader in READERS.items() if source.file_name.endswith(suffix)), None)
    found = _by_content(head) or (read_workbook if head.startswith(ZIP) and _is_workbook(source) else None)
    if found is not None and found is not named:
        notes = () if named is None else (Note(source.origin, f"read as {_NAMES[found]}, whatever its name says"),)
        return found, notes
    if named is None:
        what = f"no reader for '{_suffix(source)}'"
        raise InputError("input.format", what, source.origin, f"convert it to one of: {', '.join(READERS)}")
    return named, ()


def passed_over(origin: str, names: Iterable[str]) -> Iterator[Note]:
    """What to say of files of other formats in a folder or an archive; of sidecars nothing."""
    kinds = Counter(Path(name).suffix.lower() or "no suffix" for name in names)
    del kinds[".toml"]
    if kinds:
        said = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())[:20])
        hints = dict.fromkeys(
            f"{what}: {hint}" for what, hint in (FOREIGN[kind] for kind in sorted(kinds) if kind in FOREIGN)
        )
        yield Note(origin, "; ".join((f"passed over files of other formats: {said}", *list(hints)[:3])))


def is_page(path: Path) -> bool:
    """Whether a file of any name is a web page, as crawlers save them (``story-123``, ``view.php?id=7``)."""
    try:
        with path.open("rb") as handle:
            return _by_content(handle.read(_HEAD)) is read_page
    except OSError as error:
        pass_on(error, path)
        return False


def _by_content(head: bytes) -> Reader | None:
    """The reader that the first bytes leave no doubt of."""
    if head.startswith(b"PAR1"):
        return read_parquet
    if head.startswith(WARC):
        return read_warc
    markup = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if markup.startswith((b"<!doctype html", b"<html")):
        return read_page
    if markup.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf:rdf")):
        if any(root in markup for root in (b"<rss", b"<feed", b"<rdf:rdf")):
            return read_feed
        if b"<html" in markup or b"<!doctype html" in markup:
            return read_page
    return None


def _is_workbook(source: Source) -> bool:
    """Whether a zip archive is an Office or OpenDocument workbook."""
    try:
        with source.open() as handle, zipfile.ZipFile(handle) as archive:
            names = set(archive.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, InputError):
        return source.file_name.endswith((".xlsx", ".xlsm", ".xlsb", ".ods"))
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"})


def _suffix(source: Source) -> str:
    name = source.name or source.path.name
    return Path(name).suffix or name

"""The formats of files that are read: one list, by which a file's reader, archives, progress and messages go.

Another format is a reader (a function from a :class:`Source` to parts) and one more line in :data:`FORMATS`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from framing.errors import InputError, pass_on
from framing.ingest.archives import PACKED, TARS, WARC, ZIP
from framing.ingest.foreign import foreign, packed_document
from framing.ingest.source import Note, Part, Reader, Source

__all__ = [
    "EXTRAS",
    "FORMATS",
    "NAMED",
    "READABLE",
    "SUFFIXES",
    "Format",
    "is_archive",
    "is_packed",
    "is_page",
    "missing",
    "reader_of",
    "unsized",
    "with_suffix",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of files of articles.

    Attributes:
        name: what people call it.
        suffixes: of its files, the usual one first.
        read: its reader.
        is_mine: whether a file is certainly of this format, whatever it is called, from its first bytes; none where
            nothing but its name can tell.
        extra: the extra of the package that its reader needs; none where the package itself is enough.
        media: words in the media types under which servers hand it out.
        is_packed: whether its files are packed, so that their size tells little of the text in them.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    is_mine: Callable[[Source, bytes], bool] | None = None
    media: tuple[str, ...] = ()
    is_packed: bool = False
    extra: str = ""


def _markup(head: bytes) -> bytes:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def _is_feed(_: Source, head: bytes) -> bool:
    markup = _markup(head)
    roots = (b"<rss", b"<feed", b"<rdf:rdf")
    return markup.startswith((b"<?xml", *roots)) and any(root in markup for root in roots)


def _is_page(source: Source, head: bytes) -> bool:
    markup = _markup(head)
    names = (b"<!doctype html", b"<html")
    if markup.startswith(b"<?xml") and not _is_feed(source, head):
        return any(name in markup for name in names)
    return markup.startswith(names)


def _is_workbook(source: Source, head: bytes) -> bool:
    """Whether a zip archive is an Office or OpenDocument workbook."""
    if not head.startswith(ZIP):
        return False
    try:
        with source.open() as handle, zipfile.ZipFile(handle) as archive:
            names = set(archive.namelist())
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, InputError):
        return source.file_name.endswith((".xlsx", ".xlsm", ".xlsb", ".ods"))
    if names & {"xl/workbook.xml", "xl/workbook.bin"}:
        return True
    return "content.xml" in names and packed_document(source) is None


def _reader(module: str, name: str) -> Reader:
    """A reader, whose module is loaded when the first file of its format is read: most runs read one format."""

    def read(source: Source) -> Iterator[Part]:
        reader: Reader = getattr(import_module(f"framing.ingest.readers.{module}"), name)
        return reader(source)

    return read


_PAGE: Final = Format(
    name="HTML",
    suffixes=(".html", ".htm", ".xhtml"),
    read=_reader("web", "read_page"),
    is_mine=_is_page,
    media=("html",),
)

#: All formats; where the first bytes speak for several, the first of them is meant.
FORMATS: Final[tuple[Format, ...]] = (
    Format(name="plain text", suffixes=(".txt",), read=_reader("text", "read_plain")),
    Format(name="JSON", suffixes=(".jsonl", ".ndjson", ".json"), read=_reader("jsonl", "read_jsonl"), media=("json",)),
    Format(
        name="GDELT GKG",
        suffixes=(".gkg.csv",),
        read=_reader("gkg", "read_gkg"),
        is_mine=lambda _, head: re.match(rb"\d{14}-T?\d+\t\d{14}\t\d\t", head) is not None,
    ),
    Format(name="CSV", suffixes=(".csv", ".tsv"), read=_reader("tables", "read_delimited"), media=("csv",)),
    Format(
        name="Parquet",
        suffixes=(".parquet",),
        read=_reader("parquet", "read_parquet"),
        is_mine=lambda _, head: head.startswith(b"PAR1"),
        is_packed=True,
    ),
    _PAGE,
    Format(
        name="a feed",
        suffixes=(".xml", ".rss", ".atom", ".rdf"),
        read=_reader("web", "read_feed"),
        is_mine=_is_feed,
        media=("xml", "rss", "atom"),
    ),
    Format(
        name="a web archive",
        suffixes=(".warc",),
        read=_reader("web", "read_warc"),
        is_mine=lambda _, head: head.startswith(WARC),
    ),
    Format(
        name="a workbook",
        suffixes=(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
        read=_reader("sheltered", "read_workbook"),
        is_mine=_is_workbook,
        is_packed=True,
    ),
    Format(
        name="Word",
        suffixes=(".docx", ".docm", ".dotx"),
        read=_reader("documents", "read_word"),
        is_mine=lambda source, head: head.startswith(ZIP) and packed_document(source) == ".docx",
        is_packed=True,
    ),
    Format(
        name="OpenDocument text",
        suffixes=(".odt", ".ott", ".fodt"),
        read=_reader("documents", "read_odt"),
        is_mine=lambda source, head: head.startswith(ZIP) and packed_document(source) == ".odt",
        is_packed=True,
    ),
    Format(
        name="RTF",
        suffixes=(".rtf",),
        read=_reader("documents", "read_rtf"),
        is_mine=lambda _, head: head.startswith(b"{\\rtf"),
        extra="documents",
    ),
    Format(
        name="PDF",
        suffixes=(".pdf",),
        read=_reader("documents", "read_pdf"),
        is_mine=lambda _, head: head.startswith(b"%PDF-"),
        is_packed=True,
        extra="documents",
    ),
    Format(name="e-mail", suffixes=(".eml",), read=_reader("documents", "read_email")),
    Format(
        name="Arrow",
        suffixes=(".arrow", ".feather", ".ipc", ".arrows"),
        read=_reader("sheltered", "read_arrow"),
        is_mine=lambda _, head: head.startswith(b"ARROW1\0\0"),
        is_packed=True,
    ),
    Format(
        name="a database",
        suffixes=(),
        read=_reader("sheltered", "read_query"),
        is_mine=lambda source, _: bool(source.database),
        extra="databases",
    ),
    Format(
        name="SQLite",
        suffixes=(".sqlite", ".sqlite3", ".db"),
        read=_reader("sheltered", "read_database"),
        is_mine=lambda _, head: head.startswith(b"SQLite format 3\0"),
    ),
    Format(
        name="Stata",
        suffixes=(".dta",),
        read=_reader("sheltered", "read_stata"),
        is_mine=lambda _, head: head.startswith(b"<stata_dta>"),
        extra="stata",
    ),
    Format(
        name="SPSS",
        suffixes=(".sav", ".zsav", ".por"),
        read=_reader("sheltered", "read_spss"),
        is_mine=lambda _, head: head.startswith((b"$FL2@(#)", b"$FL3@(#)")),
        is_packed=True,
        extra="spss",
    ),
    Format(
        name="R",
        suffixes=(".rds", ".rdata", ".rda"),
        read=_reader("sheltered", "read_r"),
        is_mine=lambda _, head: head.startswith((b"X\n\0\0\0", b"RDX2\n", b"RDX3\n")),
        is_packed=True,
        extra="r",
    ),
)

#: Extra of the package → the modules that come with it.
EXTRAS: Final[Mapping[str, tuple[str, ...]]] = {
    "stata": ("pyreadstat",),
    "spss": ("pyreadstat",),
    "r": ("rdata",),
    "documents": ("pdfminer", "striprtf"),
    "databases": ("sqlalchemy", "pg8000"),
}


def missing(extra: str) -> bool:
    """Whether an extra is wanted that is not installed."""
    return any(find_spec(module) is None for module in EXTRAS.get(extra, ()))


#: The suffixes of all formats.
READABLE: Final = tuple(suffix for known in FORMATS for suffix in known.suffixes)

#: All suffixes that name a file of articles, packed ones and archives too.
SUFFIXES: Final = (*READABLE, *(f"{suffix}{packed}" for suffix in READABLE for packed in PACKED), ".zip", *TARS)

#: The same, for people.
NAMED: Final = f"{', '.join(READABLE)}; packed as .zip, .tar, {', '.join(PACKED)} or not"

_HEAD: Final = 1000


def is_archive(source: Source) -> bool:
    """Whether a file is a zip archive of files, and not a workbook or another document, which are such too."""
    head = source.head(len(ZIP))
    if head != ZIP or _is_workbook(source, head):
        return False
    return packed_document(source) is None and foreign(source, ZIP) is None


def reader_of(source: Source) -> tuple[Reader, tuple[Note, ...]]:
    """The reader of a file that is no archive, and what to say where its name tells another one.

    Raises:
        InputError: ``input.format``; there is none.
    """
    head = source.head(_HEAD)
    if (error := foreign(source, head)) is not None:
        raise error
    named = next((known for known in FORMATS if source.file_name.endswith(known.suffixes)), None)
    certain = next((known for known in FORMATS if known.is_mine is not None and known.is_mine(source, head)), None)
    if certain is not None and certain is not named:
        notes = () if named is None else (Note(source.origin, f"read as {certain.name}, whatever its name says"),)
        return certain.read, notes
    if named is None:
        what = f"no reader for '{_suffix(source)}'"
        raise InputError("input.format", what, source.origin, f"convert it to one of: {NAMED}")
    return named.read, ()


def is_page(path: Path) -> bool:
    """Whether a file of any name is a web page, as crawlers save them (``story-123``, ``view.php?id=7``)."""
    try:
        with path.open("rb") as handle:
            return _is_page(Source(path, str(path), path.name), handle.read(_HEAD))
    except OSError as error:
        pass_on(error, path)
        return False


def with_suffix(name: str, media_type: str) -> str:
    """The name of a fetched file, with the suffix that its media type calls for where it has none of that format's.

    Example:
        >>> with_suffix("latest", "application/rss+xml"), with_suffix("feed.rss", "application/rss+xml")
        ('latest.xml', 'feed.rss')
    """
    known = next((known for known in FORMATS if any(word in media_type for word in known.media)), None)
    return name if known is None or name.lower().endswith(known.suffixes) else name + known.suffixes[0]


def unsized(name: str) -> bool:
    """Whether nobody knows how far a file so called has been read before its end: its library reads it as a whole."""
    whole = [suffix for known in FORMATS if known.is_packed for suffix in known.suffixes]
    return name.lower().endswith((*whole, *(f"{suffix}{packed}" for suffix in whole for packed in PACKED)))


def is_packed(name: str) -> bool:
    """Whether a file so called has fewer bytes than the text in it."""
    return name.lower().endswith((*PACKED, ".zip", *TARS))


def _suffix(source: Source) -> str:
    name = source.name or source.path.name
    return Path(name).suffix or name

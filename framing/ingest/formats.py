"""Which reader reads what: by the first bytes where they are certain, else by the suffix of the name.

Names what files are that no reader reads, by their first bytes and their suffix, and says what to do with them.

A Word document is a zip archive, and so are e-books and presentations: opened as archives they would give dozens of
messages about their parts.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Final

from framing.errors import InputError, pass_on
from framing.ingest.archives import PACKED, ZIP
from framing.ingest.readers.jsonl import read_jsonl
from framing.ingest.readers.parquet import read_parquet
from framing.ingest.readers.tables import read_delimited, read_workbook
from framing.ingest.readers.text import read_plain
from framing.ingest.readers.web import WARC, read_feed, read_page, read_warc
from framing.ingest.source import Note, Reader, Source

__all__ = ["FOREIGN", "READERS", "SUFFIXES", "foreign", "is_archive", "is_page", "passed_over", "reader_of"]


_TEXT: Final = "save it as plain text (.txt, UTF-8)"
_READ: Final = "recognise its text first (OCR), and save that as .txt"
_TABLE: Final = "export it as CSV"

#: Suffix → what such a file is called, and what to do with it.
FOREIGN: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys((".docx", ".docm", ".dotx"), ("a Word document", _TEXT)),
    ".doc": ("a Word document", _TEXT),
    ".rtf": ("rich text (RTF)", _TEXT),
    **dict.fromkeys((".odt", ".ott", ".fodt"), ("an OpenDocument text", _TEXT)),
    ".pages": ("a Pages document", _TEXT),
    ".wpd": ("a WordPerfect document", _TEXT),
    ".pdf": ("a PDF", "extract its text first, as with pdftotext"),
    ".ps": ("PostScript", "extract its text first"),
    ".djvu": ("a DjVu scan", _READ),
    **dict.fromkeys((".pptx", ".ppt", ".odp", ".key"), ("a presentation", _TEXT)),
    ".epub": ("an e-book", _TEXT),
    **dict.fromkeys((".mobi", ".azw3"), ("an e-book", _TEXT)),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".heic"), ("an image", _READ)),
    **dict.fromkeys(
        (".mp3", ".mp4", ".wav", ".m4a", ".mov", ".avi", ".webm"), ("sound or video", "transcribe it first")
    ),
    **dict.fromkeys((".eml", ".msg", ".mbox", ".pst"), ("e-mail", _TEXT)),
    **dict.fromkeys((".mhtml", ".mht", ".webarchive"), ("a web page in one file", "save the page as HTML")),
    **dict.fromkeys(
        (".sav", ".dta", ".rds", ".rdata", ".sas7bdat", ".feather", ".arrow"),
        ("a table of a statistics program", _TABLE),
    ),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3", ".mdb", ".accdb"), ("a database", _TABLE)),
    **dict.fromkeys((".rar", ".7z", ".tar", ".tgz", ".bz2", ".xz"), ("an archive", "pack its files as .zip")),
    ".numbers": ("a Numbers spreadsheet", _TABLE),
}

#: First bytes of a file → the suffix that such files have.
_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    *((b"%PDF", ".pdf"), (b"{\\rtf", ".rtf"), (b"\x89PNG\r\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif")),
    *((b"II*\0", ".tif"), (b"MM\0*", ".tif"), (b"%!PS", ".ps"), (b"AT&TFORM", ".djvu"), (b"SQLite format 3\0", ".db")),
    *(
        (b"Rar!\x1a\x07", ".rar"),
        (b"7z\xbc\xaf\x27\x1c", ".7z"),
        (b"BZh", ".bz2"),
        (b"\xfd7zXZ\0", ".xz"),
        (b"ID3", ".mp3"),
    ),
    *((b"ARROW1", ".arrow"), (b"\xffWPC", ".wpd"), (b"!BDN", ".pst")),
)
#: The compound files of old Office programs, whose suffix alone tells one from another.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: A part of a zip archive → the suffix of the document that has it.
_PARTS: Final = {
    "word/document.xml": ".docx",
    "ppt/presentation.xml": ".pptx",
    "META-INF/container.xml": ".epub",
    "Index/Document.iwa": ".pages",
}
#: What an OpenDocument or e-book says that it is, in the part ``mimetype``.
_TYPES: Final = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/epub+zip": ".epub",
}
_TYPE_BYTES: Final = 100


def foreign(source: Source, head: bytes) -> InputError | None:
    """The error of a file that is a document, an image or the like; null where nothing tells that it is one.

    Args:
        source: the file.
        head: its first bytes.

    Returns:
        ``input.format``, with what the file is and what to do.
    """
    suffix = PurePath(source.file_name).suffix
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if found is None and head[4:12] in (b"ftypmp42", b"ftypisom", b"ftypM4A ", b"ftypqt  ", b"ftypheic"):
        found = ".heic" if head[8:12] == b"heic" else ".mp4"
    if found is None and head.startswith(b"RIFF"):
        found = {b"WEBP": ".webp", b"WAVE": ".wav", b"AVI ": ".avi"}.get(head[8:12])
    if found is None and head.startswith(b"PK\x03\x04"):
        found = _packed(source) or (suffix if suffix in FOREIGN else None)
    if found is None and head.startswith(_COMPOUND):
        found = suffix if suffix in FOREIGN else None
    # A text file may be called anything; what is no text is believed to be what its name says.
    if found is None and suffix in FOREIGN and (b"\0" in head or suffix in (".eml", ".mbox", ".mhtml", ".mht")):
        found = suffix
    if found is None:
        return None
    what, hint = FOREIGN[found]
    return InputError("input.format", f"it is {what}, which is not read", source.origin, hint)


def _packed(source: Source) -> str | None:
    """What a zip archive is that is a document."""
    try:
        with source.open() as handle, zipfile.ZipFile(handle) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    said = part.read(_TYPE_BYTES).decode("ascii", "replace").strip()
                if said in _TYPES:
                    return _TYPES[said]
            return next((suffix for name, suffix in _PARTS.items() if name in names), None)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, InputError):
        return None


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

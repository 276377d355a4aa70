"""What files are that no reader reads, by their first bytes and their suffix, and what to do with them.

A Word document is a zip archive, and so are e-books and presentations: opened as archives they would give dozens of
messages about their parts.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Final

from framing.errors import InputError
from framing.ingest.source import Note, Source

__all__ = ["FOREIGN", "foreign", "packed_document", "passed_over"]


_TEXT: Final = "save it as plain text (.txt, UTF-8)"
_READ: Final = "recognise its text first (OCR), and save that as .txt"
_TABLE: Final = "export it as CSV"

#: Suffix → what such a file is called, and what to do with it.
FOREIGN: Final[Mapping[str, tuple[str, str]]] = {
    ".doc": ("a Word document", _TEXT),
    ".pages": ("a Pages document", _TEXT),
    ".wpd": ("a WordPerfect document", _TEXT),
    ".ps": ("PostScript", "extract its text first"),
    ".djvu": ("a DjVu scan", _READ),
    **dict.fromkeys((".pptx", ".ppt", ".odp", ".key"), ("a presentation", _TEXT)),
    ".epub": ("an e-book", _TEXT),
    **dict.fromkeys((".mobi", ".azw3"), ("an e-book", _TEXT)),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".heic"), ("an image", _READ)),
    **dict.fromkeys(
        (".mp3", ".mp4", ".wav", ".m4a", ".mov", ".avi", ".webm"), ("sound or video", "transcribe it first")
    ),
    **dict.fromkeys((".msg", ".mbox", ".pst"), ("e-mail", _TEXT)),
    **dict.fromkeys((".mhtml", ".mht", ".webarchive"), ("a web page in one file", "save the page as HTML")),
    **dict.fromkeys(
        (".sas7bdat", ".xpt", ".mat"),
        ("a table of a statistics program", _TABLE),
    ),
    **dict.fromkeys((".mdb", ".accdb"), ("a database", _TABLE)),
    **dict.fromkeys((".rar", ".7z"), ("an archive", "pack its files as .zip or .tar.gz")),
    ".numbers": ("a Numbers spreadsheet", _TABLE),
}

#: First bytes of a file → the suffix that such files have.
_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    *((b"\x89PNG\r\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif")),
    *((b"II*\0", ".tif"), (b"MM\0*", ".tif"), (b"%!PS", ".ps"), (b"AT&TFORM", ".djvu")),
    *(
        (b"Rar!\x1a\x07", ".rar"),
        (b"7z\xbc\xaf\x27\x1c", ".7z"),
        (b"ID3", ".mp3"),
    ),
    *((b"\xffWPC", ".wpd"), (b"!BDN", ".pst")),
)
#: The compound files of old Office programs, whose suffix alone tells one from another.
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PACKED_BY_OFFICE: Final = (".docx", ".docm", ".dotx", ".pptx")

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
    known_as = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    if known_as is None and head[4:12] in (b"ftypmp42", b"ftypisom", b"ftypM4A ", b"ftypqt  ", b"ftypheic"):
        known_as = ".heic" if head[8:12] == b"heic" else ".mp4"
    if known_as is None and head.startswith(b"RIFF"):
        known_as = {b"WEBP": ".webp", b"WAVE": ".wav", b"AVI ": ".avi"}.get(head[8:12])
    if known_as is None and head.startswith(b"PK\x03\x04"):
        known_as = packed_document(source) or suffix
        known_as = known_as if known_as in FOREIGN else None
    if head.startswith(_COMPOUND) and suffix in _PACKED_BY_OFFICE:
        # What a password protects lies in a file of the old kind.
        return InputError("input.encrypted", "it is protected by a password", source.origin, "save it without one")
    if known_as is None and head.startswith(_COMPOUND):
        known_as = suffix if suffix in FOREIGN else None
    # A text file may be called anything; what is no text is believed to be what its name says.
    if known_as is None and suffix in FOREIGN and (b"\0" in head or suffix in (".mbox", ".mhtml", ".mht")):
        known_as = suffix
    if known_as is None:
        return None
    what, hint = FOREIGN[known_as]
    return InputError("input.format", f"it is {what}, which is not read", source.origin, hint)


def packed_document(source: Source) -> str | None:
    """The suffix of documents of the kind that a zip archive is; null where it is an archive of files."""
    try:
        with source.open() as handle, zipfile.ZipFile(handle) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    stated = part.read(_TYPE_BYTES).decode("ascii", "replace").strip()
                if stated in _TYPES:
                    return _TYPES[stated]
            return next((suffix for name, suffix in _PARTS.items() if name in names), None)
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError, InputError):
        return None


def passed_over(origin: str, names: Iterable[str]) -> Iterator[Note]:
    """What to say of files of other formats in a folder or an archive; of sidecars nothing."""
    kinds = Counter(Path(name).suffix.lower() or "no suffix" for name in names)
    del kinds[".toml"]
    if kinds:
        listed = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())[:20])
        hints = dict.fromkeys(
            f"{what}: {hint}" for what, hint in (FOREIGN[kind] for kind in sorted(kinds) if kind in FOREIGN)
        )
        yield Note(origin, "; ".join((f"passed over files of other formats: {listed}", *list(hints)[:3])))

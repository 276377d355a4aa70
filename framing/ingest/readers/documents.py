"""Reads documents of word processors, PDF and e-mail: one article a file, or a download of a news database.

Each is parsed in a process with limits, which hands on its paragraphs; what these are, plain-text files decide as well
(:func:`framing.ingest.readers.text.text_part`). A file's own properties are left aside: author and date of a document
are those of whoever saved it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from framing import limits
from framing.errors import InputError
from framing.ingest.archives import on_disk
from framing.ingest.readers.extraction import pieces
from framing.ingest.readers.text import text_part
from framing.ingest.source import Note, Part, Rejected, Source, empty_file, unreadable

__all__ = ["read_email", "read_odt", "read_pdf", "read_rtf", "read_word"]


def _read(task: str, source: Source) -> Iterator[Part]:
    """Read the article of a document, or the documents of a download in it.

    Yields:
        One part.
    """
    try:
        with on_disk(source) as path:
            size = path.stat().st_size
            if size == 0:
                yield Part(rejects=[empty_file(source)])
                return
            if size > limits.DOCUMENT_BYTES:
                what = f"it has more than {limits.DOCUMENT_BYTES} bytes"
                raise InputError("input.too-large", what, source.origin, "save its text as plain text")
            with path.open("rb"):
                pass  # What may not be read is told here, by the system's own words.
            part = _part(task, source, path)
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    else:
        yield part


def _part(task: str, source: Source, path: Path) -> Part:
    paragraphs: list[str] = []
    notes: list[Note] = []
    facts: dict[str, str] = {}
    for piece in pieces(task, path=str(path)):
        paragraphs += piece["paragraphs"]
        notes += [Note(source.origin, text) for text in piece.get("notes", ())]
        facts |= piece.get("facts", {})
    if not any(paragraph.strip() for paragraph in paragraphs):
        raise InputError("input.no-text", "there is no text in it", source.origin, "check what it holds")
    return text_part(source, "\n\n".join(paragraphs), notes, facts)


#: Readers by the kind of document.
read_word = partial(_read, "word")
read_odt = partial(_read, "odt")
read_rtf = partial(_read, "rtf")
read_pdf = partial(_read, "pdf")
read_email = partial(_read, "email")

"""Reads HTML pages, saved by hand or by a crawler."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from framing import limits
from framing.errors import InputError
from framing.ingest.encoding import decode
from framing.ingest.extraction import extract
from framing.ingest.source import Part, Rejected, Source, empty_file, unreadable

__all__ = ["declared_encoding", "load_markup", "page_part", "read_page"]

#: Where a page or an XML document names its encoding; the web looks no further than 1024 bytes.
_DECLARED: Final = regex.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", regex.IGNORECASE)
_LOOKED: Final = 4096


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that markup declares."""
    found = _DECLARED.search(raw[:_LOOKED])
    return found[1].decode("ascii") if found else None


def load_markup(source: Source, limit: int) -> bytes:
    """The bytes of a page or a feed.

    Raises:
        InputError: ``input.too-large``.
    """
    with source.open() as handle:
        raw = handle.read(limit + 1)
    if len(raw) > limit:
        raise InputError("input.too-large", f"it has more than {limit} bytes", source.origin, "save the text alone")
    return raw


def read_page(source: Source) -> Iterator[Part]:
    """Read the article of a page.

    Yields:
        One part with one row or one reject.
    """
    yield page_part(source)


def page_part(source: Source, charset: str | None = None) -> Part:
    """The article of a page.

    Args:
        source: the page.
        charset: its encoding as its server stated it, which counts before what the page itself says.

    Returns:
        A part with one row or one reject.
    """
    raw = b""
    try:
        raw = load_markup(source, limits.PAGE_BYTES)
        if not raw.strip():
            return Part(rejects=[empty_file(source)])
        decoded = decode(source, raw, charset or declared_encoding(raw))
        (row,) = extract("page", decoded.text.encode(), url=source.url)
    except OSError as error:
        return Part(rejects=[unreadable(source, error)])
    except InputError as error:
        return Part(rejects=[Rejected.of(error, raw, origin=source.origin)])
    row |= {"place": source.origin, "fallback_id": source.label}
    return Part(row=row, notes=decoded.notes)

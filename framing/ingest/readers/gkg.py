"""Reads files of GDELT's Global Knowledge Graph 2.1: each record is the headline of an article on the web.

The layout is GDELT's codebook of 19 February 2015: 27 fields apart by tabs, without a header. Of a record are read its
date, its source, its address, from which language GDELT translated it, and of the last field the page's title and, if
it is there, the page's own moment. What else it holds is what GDELT's own programs counted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Final

from framing import limits
from framing.errors import InputError
from framing.ingest.source import Part, Rejected, Row, Source, empty_file, rows_frame, unreadable

__all__ = ["read_gkg"]

_FIELDS: Final = 27
_DATE, _COLLECTION, _SOURCE, _ADDRESS, _TRANSLATED, _EXTRAS = 1, 2, 3, 4, 25, 26
#: The collection of pages on the web, whose addresses are such.
_WEB: Final = b"1"
#: Bytes of a record; the longest of a day have some 300,000.
_RECORD_BYTES: Final = 10_000_000

_TITLE: Final = re.compile(rb"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_MOMENT: Final = re.compile(rb"<PAGE_PRECISEPUBTIMESTAMP>(\d{14})</PAGE_PRECISEPUBTIMESTAMP>")
_LANGUAGE: Final = re.compile(rb"srclc:([a-z]{3})")


def read_gkg(source: Source) -> Iterator[Part]:
    """Read the records of a file; the place of one is ``file#record``, counted from 1.

    Yields:
        Parts of bounded size. A record without a page's title, or that is none, is a reject.
    """
    try:
        with source.open() as handle:
            yield from _parts(source, handle)
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])


def _parts(source: Source, handle: IO[bytes]) -> Iterator[Part]:
    rows: list[Row] = []
    rejects: list[Rejected] = []
    size = number = 0
    try:
        while line := handle.readline(_RECORD_BYTES):
            number += 1
            place = {"place": f"{source.origin}#{number}", "fallback_id": f"{source.label}#{number}"}
            try:
                rows.append({**_row(line), **place})
            except InputError as error:
                rejects.append(Rejected.of(error, line, origin=place["place"]))
            size += len(line)
            if size > limits.BATCH_BYTES:
                yield Part(rows_frame(rows), rejects)
                rows, rejects, size = [], [], 0
    except InputError:
        # What came before the file broke off is kept.
        yield Part(rows_frame(rows), rejects)
        raise
    yield Part(rows_frame(rows), rejects)
    if not number:
        yield Part(rejects=[empty_file(source)])


def _row(line: bytes) -> Row:
    """The article of a record.

    Raises:
        InputError: it is none, or has no title.
    """
    fields = line.rstrip(b"\r\n").split(b"\t")
    if len(fields) != _FIELDS:
        what = f"it has {len(fields)} fields where a record has {_FIELDS}"
        raise InputError("input.gkg", what, "", "fetch the file again")
    title = _TITLE.search(fields[_EXTRAS])
    if title is None or not title[1].strip():
        what = "its record has no title of a page, as those before 2019"
        raise InputError("input.no-text", what, "", "fetch the page at its address")
    try:
        text, name = html.unescape(title[1].decode("utf-8")).strip(), fields[_SOURCE].decode("utf-8")
        address = fields[_ADDRESS].decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("input.encoding", "it is not UTF-8", "", "fetch the file again") from error
    own = _MOMENT.search(fields[_EXTRAS])
    language = _LANGUAGE.match(fields[_TRANSLATED])
    return {
        "title": text,
        "url": address if fields[_COLLECTION] == _WEB else None,
        "outlet": name or None,
        # GDELT writes of all that it did not translate that it is English.
        "language": language[1].decode() if language else None,
        "published": _moment(own[1] if own else fields[_DATE]),
        "published_basis": "metadata",
    }


def _moment(digits: bytes) -> str | None:
    try:
        return datetime.strptime(digits.decode("ascii"), "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()
    except ValueError:
        return None

"""Reads what comes from the web: saved pages, feeds and web archives.

Reads RSS and Atom feeds.

An entry that comes with its text is that article. One with a summary alone is an article of the summary, with the group
``feed_text = summary`` and an id of its own (the address and ``#summary``), so that it never replaces the whole text.

Reads web archives (.warc), which crawlers write: each captured HTML page is an article, as a saved page is.

The format (ISO 28500) is records one after the other: a line with its version, headers, as many bytes as they say.
What is no record is one reject, and reading goes on with the next line that begins one. A packed archive (.warc.gz) is
unpacked as any other file. When a page was captured is not when it was published, and is left aside.
"""

from __future__ import annotations

import io
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, Final

import regex

from framing import limits
from framing.errors import InputError
from framing.expressions import expression
from framing.ingest.archives import WARC
from framing.ingest.readers.downloads.splitting import may_be_download, split
from framing.ingest.readers.encoding import decode
from framing.ingest.readers.extraction import extract
from framing.ingest.readers.text import documents_part
from framing.ingest.source import Note, Part, Rejected, Source, empty_file, rows_frame, unreadable

__all__ = ["declared_encoding", "load_markup", "page_part", "read_feed", "read_page", "read_warc"]


#: Where a page or an XML document names its encoding; the web looks no further than 1024 bytes.
_DECLARED: Final = expression(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", regex.IGNORECASE)
_LOOKED: Final = 4096


def declared_encoding(raw: bytes) -> str | None:
    """The encoding that markup declares."""
    match = _DECLARED.search(raw[:_LOOKED])
    return match[1].decode("ascii") if match else None


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
        if may_be_download(decoded.text):
            (whole,) = extract("plain", decoded.text.encode())
            if (download := split(whole["text"].split("\n"))) is not None:
                return documents_part(source, download, decoded.notes)
        (row,) = extract("page", decoded.text.encode(), url=source.url)
    except OSError as error:
        return Part(rejects=[unreadable(source, error)])
    except InputError as error:
        return Part(rejects=[Rejected.of(error, raw, origin=source.origin)])
    row |= {"place": source.origin, "fallback_id": source.label}
    return Part(row=row, notes=decoded.notes)


def read_feed(source: Source) -> Iterator[Part]:
    """Read the entries of a feed; the place of an entry is ``file#entry``, counted from 1.

    Yields:
        One part with a row or a reject for each entry.
    """
    raw = b""
    try:
        raw = load_markup(source, limits.FEED_BYTES)
        if not raw.strip():
            yield Part(rejects=[empty_file(source)])
            return
        decoded = decode(source, raw, declared_encoding(raw))
        entries = extract("feed", decoded.text.encode())
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, raw, origin=source.origin)])
    else:
        rows, rejects = [], []
        for number, entry in enumerate(entries, 1):
            place = f"{source.origin}#{number}"
            if "error" in entry:
                shown = (entry.get("title") or entry.get("url") or "").encode()
                code, what, hint = entry["error"]
                rejects.append(Rejected.of(InputError(code, what, place, hint), shown))
            else:
                rows.append({**entry, "place": place, "fallback_id": f"{source.label}#{number}"})
        yield Part(rows_frame(rows), rejects, decoded.notes)


#: Records that hold a page: with the HTTP headers it came with, or without.
_RESPONSE: Final = "response"
_PAGES: Final = (_RESPONSE, "resource")
_HTML: Final = ("text/html", "application/xhtml+xml")

#: Bytes of a record's headers, and of those of HTTP, at most; the longest cookies have some kilobytes.
_HEADER_BYTES: Final = 100_000
_READ: Final = 1 << 16
_CHARSET: Final = expression(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]+)", regex.I)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a record holds: the bytes of a page and its encoding, or what else it is."""

    raw: bytes
    charset: str | None
    kind: str = _HTML[0]


def read_warc(source: Source) -> Iterator[Part]:
    """Read the pages of a web archive; the place of a page is ``file#record``, counted from 1.

    Yields:
        A part for each page, and at last what was passed over: other records, images, redirections.
    """
    passed: Counter[str] = Counter()
    number = 0
    try:
        with source.open() as handle:
            for number, record in enumerate(_records(handle), 1):
                place = f"{source.origin}#{number}"
                if isinstance(record, InputError):
                    yield Part(rejects=[Rejected.of(record, origin=place)])
                    continue
                headers, block = record
                part = _part(source, number, headers, block)
                if isinstance(part, str):
                    passed[part] += 1
                else:
                    yield part
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, source.head(), origin=source.origin)])
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])
    if passed:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items())[:20])
        yield Part(notes=[Note(source.origin, f"passed over records without a page: {kinds}")])
    if not number:
        yield Part(rejects=[empty_file(source)])


def _records(handle: IO[bytes]) -> Iterator[tuple[dict[str, str], bytes] | InputError]:
    """Headers and block of each record, no more of a block than a page may have; what is none is an error."""
    lost = False
    while line := handle.readline(_READ):
        if not line.strip():
            continue
        if not line.startswith(WARC):
            if not lost:
                yield InputError("input.warc", "here no record begins", "", "fetch the archive again")
            lost = True
            continue
        headers = _headers(handle)
        length = headers.get("content-length", "")
        lost = not (length.isascii() and length.isdigit())
        if lost:
            yield InputError("input.warc", "its headers do not say how long it is", "", "fetch the archive again")
            continue
        size = int(length)
        wanted = min(size, limits.PAGE_BYTES + _HEADER_BYTES + 1) if headers.get("warc-type") in _PAGES else 0
        block = handle.read(wanted)
        rest = size - len(block)
        while rest and (data := handle.read(min(rest, _READ))):
            rest -= len(data)
        if rest:
            yield InputError("input.unreadable", "the archive ends within it", "", "fetch the archive again")
        else:
            yield headers, block


def _headers(handle: IO[bytes]) -> dict[str, str]:
    """The headers of a record, names in small letters; those beyond the limit are left out."""
    headers: dict[str, str] = {}
    size, name = 0, ""
    while (line := handle.readline(_READ)).strip():
        size += len(line)
        text = line.decode("utf-8", "replace")
        if size > _HEADER_BYTES:
            continue
        if text[0] in " \t" and name:
            headers[name] += f" {text.strip()}"
            continue
        name, _, value = (part.strip() for part in text.partition(":"))
        name = name.lower()
        headers.setdefault(name, value)
    return headers


def _part(source: Source, number: int, headers: Mapping[str, str], block: bytes) -> Part | str:
    """The page of a record, or what it is instead."""
    kind = headers.get("warc-type", "unknown")
    if kind not in _PAGES:
        return kind
    place = f"{source.origin}#{number}"
    try:
        page = _response(block) if kind == _RESPONSE else _resource(headers, block)
    except InputError as error:
        return Part(rejects=[Rejected.of(error, block, origin=place)])
    if page.kind not in _HTML:
        return page.kind
    url = headers.get("warc-target-uri", "").strip("<> ") or None

    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        yield io.BytesIO(page.raw)

    one = replace(source, origin=place, label=f"{source.label}#{number}", name="page.html", opener=opened, url=url)
    return page_part(one, page.charset)


def _resource(headers: Mapping[str, str], block: bytes) -> _Page:
    kind = headers.get("content-type", "")
    return _Page(block, _charset(kind), kind.split(";")[0].strip().lower() or "unknown")


class _Answer:
    """A record's block, as the standard library wants to read an answer: from a connection."""

    def __init__(self, block: bytes) -> None:
        self._block = block

    def makefile(self, *_: object) -> IO[bytes]:
        """The bytes of the answer."""
        return io.BytesIO(self._block)


def _response(block: bytes) -> _Page:
    """The page that a server answered with.

    Raises:
        InputError: ``input.warc``, ``input.bomb`` or ``input.format``.
    """
    import http.client  # Takes a while to load, and few files are web archives.

    answer = http.client.HTTPResponse(_Answer(block))  # type: ignore[arg-type]
    try:
        answer.begin()
        kind = answer.headers.get("content-type") or ""
        bare = kind.split(";")[0].strip().lower()
        if answer.status != http.client.OK:
            return _Page(b"", None, f"HTTP {answer.status}")
        if bare and bare not in _HTML:
            return _Page(b"", None, bare)
        # A page cut off by the crawler's own limit has what it has.
        try:
            raw = answer.read()
        except http.client.IncompleteRead as error:
            raw = error.partial
    except (http.client.HTTPException, ValueError) as error:
        what = f"it is no answer of a web server: {error or type(error).__name__}"
        raise InputError("input.warc", what, "", "fetch the archive again") from error
    return _Page(_decoded(raw, answer.headers.get("content-encoding") or ""), _charset(kind))


def _decoded(raw: bytes, encodings: str) -> bytes:
    """A page as it was before its server packed it; many crawlers unpack it and keep the header.

    Raises:
        InputError: ``input.bomb``, ``input.unreadable`` or ``input.format``.
    """
    for name in reversed([name.strip().lower() for name in encodings.split(",") if name.strip()]):
        if raw.lstrip()[:1] == b"<" or name == "identity":
            continue
        if name not in ("gzip", "x-gzip", "deflate"):
            hint = "have the crawler ask for gzip, or unpack the pages"
            raise InputError("input.format", f"its server packed it as '{name[:20]}', which is not read", "", hint)
        raw = _inflated(raw)
    return raw


def _inflated(raw: bytes) -> bytes:
    # 47: gzip or zlib, whichever it is; -15: "deflate" without a header, as some servers send it.
    for window in (47, -15):
        try:
            raw_page = zlib.decompressobj(window).decompress(raw, limits.PAGE_BYTES + 1)
        except zlib.error:
            continue
        if raw_page or not raw:
            return raw_page
    raise InputError("input.unreadable", "it cannot be unpacked", "", "fetch the archive again")


def _charset(kind: str) -> str | None:
    match = _CHARSET.search(kind)
    return match[1] if match else None

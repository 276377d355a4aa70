"""Records of web archives and bytes of pages, at the sizes where they are read otherwise."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest

from framing import limits
from framing.errors import InputError
from framing.ingest.readers import web
from framing.ingest.readers.web import declared_encoding, load_markup
from framing.ingest.source import Source


def records(raw: bytes) -> list[tuple[str, bytes] | str]:
    """Of each record its kind and its block, or why it is none."""
    found = web._records(io.BytesIO(raw))
    return [one.what if isinstance(one, InputError) else (one[0].get("warc-type", ""), one[1]) for one in found]


def record(kind: str, block: bytes, length: object = None) -> bytes:
    size = len(block) if length is None else length
    return f"WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {size}\r\n\r\n".encode() + block + b"\r\n\r\n"


NONE, LONG, ENDS = "here no record begins", "its headers do not say how long it is", "the archive ends within it"


def test_records_follow_each_other_and_blocks_of_others_are_not_kept() -> None:
    raw = record("response", b"a" * 70_000) + record("request", b"b" * 140_000) + b"\r\n" + record("resource", b"")
    assert records(raw) == [("response", b"a" * 70_000), ("request", b""), ("resource", b"")]


def test_what_is_no_record_is_told_once() -> None:
    assert records(b"x\r\ny\r\n\r\nz\r\n" + record("response", b"a") + b"x\r\n") == [NONE, ("response", b"a"), NONE]
    # So is what stands behind a record of which nobody knows where it ends.
    for length in ("many", "", "-1", "²"):
        assert records(record("response", b"x\r\ny", length) + record("response", b"a")) == [LONG, ("response", b"a")]


@pytest.mark.parametrize(("more", "told"), [(0, []), (1, [ENDS])])
def test_an_archive_ends_where_a_record_does(more: int, told: list[str]) -> None:
    for kind, size in (("response", 5), ("request", 5), ("request", 70_000)):
        raw = record(kind, b"x" * size, size + 4 + more)
        assert [one for one in records(raw) if isinstance(one, str)] == told


@pytest.mark.parametrize(
    ("size", "kept"), [(100_010, 100_010), (100_011, 100_011), (100_012, 100_011), (300_000, 100_011)]
)
def test_of_a_block_no_more_is_kept_than_a_page_and_its_headers_may_have(
    monkeypatch: pytest.MonkeyPatch, size: int, kept: int
) -> None:
    monkeypatch.setattr(limits, "PAGE_BYTES", 10)
    assert records(record("response", b"x" * size) + record("resource", b"y")) == [
        ("response", b"x" * kept),
        ("resource", b"y"),
    ]


def test_headers_go_on_in_lines_that_begin_blank_and_the_first_of_a_name_counts() -> None:
    raw = b"A: one\r\n two\r\n\tthree\r\nb : x:y \r\na: other\r\nnone\r\n: x\r\n\r\nc: z\r\n"
    handle = io.BytesIO(raw)
    assert web._headers(handle) == {"a": "one two three", "b": "x:y", "none": "", "": "x"}
    assert handle.read() == b"c: z\r\n"
    assert web._headers(io.BytesIO(b" a: b\r\n")) == {"a": "b"}
    assert web._headers(io.BytesIO(b"")) == {}


@pytest.mark.parametrize(("size", "is_kept"), [(99_999, True), (100_000, True), (100_001, False)])
def test_headers_have_so_many_bytes(size: int, is_kept: bool) -> None:
    """What stands behind is left out, and read all the same."""
    lines = [f"a{number}: {'x' * 991}\n" for number in range(90)]
    rest = size - len("".join(lines))
    handle = io.BytesIO(("".join(lines) + f"last: {'x' * (rest - 7)}\n" + "b: c\n\nbehind").encode())
    headers = web._headers(handle)
    assert ("last" in headers, "a89" in headers, "b" in headers) == (is_kept, True, False)
    assert handle.read() == b"behind"


@pytest.mark.parametrize(
    ("packed", "is_whole"),
    [
        (zlib.compress(b"x" * 99), True),
        (zlib.compress(b"x" * 100), True),
        (zlib.compress(b"x" * 101), True),
        (zlib.compress(b"x" * 102), False),
    ],
)
def test_of_a_packed_page_one_byte_more_is_unpacked_than_a_page_may_have(
    monkeypatch: pytest.MonkeyPatch, packed: bytes, is_whole: bool
) -> None:
    monkeypatch.setattr(limits, "PAGE_BYTES", 100)
    whole = zlib.decompress(packed)
    assert web._inflated(packed) == whole[:101]
    assert (web._inflated(packed) == whole) is is_whole


def test_a_page_is_unpacked_as_it_was_packed() -> None:
    page = b"\n <p>It rained.</p>"
    twice = zlib.compress(zlib.compress(page))
    assert web._decoded(twice, "gzip, deflate") == page
    assert web._decoded(zlib.compress(page), " X-GZIP ,, identity") == page
    assert web._decoded(b"\x00", "identity") == b"\x00"
    assert web._decoded(page, "br") == page  # Unpacked by the crawler.
    assert web._decoded(b"", "gzip") == b""
    for raw, encodings, code in ((b"\x00", "br", "input.format"), (b"\x00", "gzip", "input.unreadable")):
        with pytest.raises(InputError) as caught:
            web._decoded(raw, encodings)
        assert caught.value.code == code
    with pytest.raises(InputError, match="'aaaaaaaaaaaaaaaaaaaa'"):
        web._decoded(b"\x00", "a" * 21)


def answer(status: str, kind: str, body: bytes = b"<p>x") -> web._Page:
    head = f"HTTP/1.1 {status}\r\n" + (f"Content-Type: {kind}\r\n" if kind else "")
    return web._response(head.encode() + b"\r\n" + body)


def test_an_answer_is_a_page_or_what_else_it_is() -> None:
    assert answer("200 OK", "text/html; charset=cp1256") == web._Page(b"<p>x", "cp1256")
    assert answer("200 OK", "Application/XHTML+XML;x") == web._Page(b"<p>x", None)
    assert answer("200 OK", "") == web._Page(b"<p>x", None)
    assert answer("200 OK", "image/png").kind == "image/png"
    assert answer("404 Not Found", "text/html") == web._Page(b"", None, "HTTP 404")
    for kind, told in (("text/html; charset='utf-8'", ("utf-8", "text/html")), ("", (None, "unknown"))):
        page = web._resource({"content-type": kind}, b"<p>")
        assert (page.charset, page.kind, page.raw) == (*told, b"<p>")


@pytest.mark.parametrize(("before", "found"), [(4_081, "cp1256"), (4_082, "cp125"), (4_087, None)])
def test_a_page_names_its_encoding_in_its_first_bytes(before: int, found: str | None) -> None:
    head = b'<meta charset="cp1256">'
    raw = b" " * (before - 6) + head
    assert raw.index(b"charset") == before
    assert declared_encoding(raw) == found


@pytest.mark.parametrize(("size", "is_read"), [(9, True), (10, True), (11, False)])
def test_a_page_has_so_many_bytes(tmp_path: Path, size: int, is_read: bool) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"x" * size)
    source = Source(path=path, origin="a.html", label="a.html")
    if is_read:
        assert load_markup(source, 10) == b"x" * size
    else:
        with pytest.raises(InputError, match="more than 10 bytes"):
            load_markup(source, 10)

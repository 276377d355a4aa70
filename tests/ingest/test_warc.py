"""Web archives: their pages are read as saved pages are, what is none is passed over, what is broken costs itself."""

from __future__ import annotations

import gzip
import random
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import limits
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read
from framing.ingest.readers.web import read_warc
from framing.ingest.source import Source

PARAGRAPHS = (
    "पाकिस्तान के विदेश मंत्री ने कहा कि बातचीत फिर शुरू होगी और दोनों देश इसके लिए तैयार हैं।",
    "बैठक में दोनों पक्षों ने आपसी विश्वास बढ़ाने पर सहमति जताई और अगली तारीख तय की गई।",
    "सरकार ने इस पर अब तक कोई टिप्पणी नहीं की है, लेकिन विपक्ष ने सवाल उठाए हैं।",
)
PAGE = f"<html><body><article>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</article></body></html>".encode()
URL = "https://sample.example/world/story-1"


def record(kind: str, block: bytes, url: str = URL, **headers: str) -> bytes:
    named = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    named.setdefault("Content-Length", str(len(block)))
    lines = "".join(f"{key}: {value}\r\n" for key, value in named.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def answer(body: bytes = PAGE, status: str = "200 OK", **headers: str) -> bytes:
    named = {"Content-Type": "text/html", **{key.replace("_", "-"): value for key, value in headers.items()}}
    lines = "".join(f"{key}: {value}\r\n" for key, value in named.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


def chunked(body: bytes) -> bytes:
    pieces = (body[at : at + 100] for at in range(0, len(body), 100))
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"


def run(path: Path) -> ReadResult:
    return read([path], outlets=Outlets())


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "crawl"])
def test_the_pages_of_an_archive_are_articles(tmp_path: Path, name: str) -> None:
    records = [
        record("warcinfo", b"software: a crawler\r\n"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", answer()),
        record("response", answer(b"\x89PNG", Content_Type="image/png"), URL + ".png"),
        record("response", answer(b"", "301 Moved Permanently", Location=URL), URL + "/"),
        record("resource", PAGE, "<https://sample.example/world/story-2>", Content_Type="text/html; charset=utf-8"),
    ]
    pack: Callable[[bytes], bytes] = gzip.compress if name.endswith(".gz") else bytes
    path = tmp_path / name
    path.write_bytes(b"".join(map(pack, records)))
    result = run(path)
    assert result.articles.select("article_id", "url", "origin").rows() == [
        (URL, URL, f"{path}#3"),
        *[("https://sample.example/world/story-2",) * 2 + (f"{path}#6",)],
    ]
    assert result.articles["text"].to_list() == ["\n".join(PARAGRAPHS)] * 2
    assert result.articles["published"].to_list() == [None, None]
    assert result.rejects.is_empty()
    assert [note.text for note in result.notes if "passed over" in note.text] == [
        "passed over records without a page: 1 HTTP 301, 1 image/png, 1 request, 1 warcinfo"
    ]


@pytest.mark.parametrize(
    "block",
    [
        answer(chunked(PAGE), Transfer_Encoding="chunked"),
        answer(gzip.compress(PAGE), Content_Encoding="gzip"),
        answer(zlib.compress(PAGE), Content_Encoding="deflate"),
        answer(zlib.compress(PAGE)[2:-4], Content_Encoding="deflate"),
        answer(chunked(gzip.compress(PAGE)), Content_Encoding="gzip", Transfer_Encoding="chunked"),
        answer(PAGE, Content_Encoding="gzip"),  # Unpacked by the crawler.
        answer(PAGE, Content_Length=str(len(PAGE) + 50)),  # Cut off.
        answer(PAGE.decode().encode("utf-16-le"), Content_Type="text/html; charset=utf-16-le"),
    ],
    ids=["chunked", "gzip", "deflate", "bare deflate", "both", "unpacked", "cut off", "charset"],
)
def test_a_page_is_read_however_it_was_sent(tmp_path: Path, block: bytes) -> None:
    if b"utf-16-le" in block:
        # NUL bytes are no text unless the user says so; an encoding without them is what servers state.
        text = "<p>Café: the talks between the two countries will go on, said the minister on Monday.</p>" * 3
        block = answer(text.encode("cp1252"), Content_Type="text/html; charset=windows-1252")
    (tmp_path / "a.warc").write_bytes(record("response", block))
    result = run(tmp_path / "a.warc")
    assert result.rejects.is_empty()
    assert result.articles["text"][0].startswith(("पाकिस्तान", "Café"))


@pytest.mark.parametrize(
    ("broken", "code", "says"),
    [
        (b"something else\r\nand more\r\n", "input.warc", "no record begins"),
        (record("response", answer(), Content_Length="many"), "input.warc", "how long"),
        (record("response", b"no HTTP at all"), "input.warc", "web server"),
        (record("response", answer(b"\x00\x01", Content_Encoding="br")), "input.format", "'br'"),
        (record("response", answer(b"\x00\x01", Content_Encoding="gzip")), "input.unreadable", "unpacked"),
        (
            record("response", answer(gzip.compress(b"<p>" + bytes(limits.PAGE_BYTES)), Content_Encoding="gzip")),
            "input.too-large",
            "bytes",
        ),
        (record("response", answer(b"<p>" + b"a" * (limits.PAGE_BYTES + 200_000))), "input.too-large", "bytes"),
        (record("response", answer(b"")), "input.empty", "nothing"),
    ],
)
def test_a_broken_record_costs_itself(tmp_path: Path, broken: bytes, code: str, says: str) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(record("response", answer(), URL + "0") + broken + record("response", answer()))
    result = run(path)
    assert result.articles["url"].to_list() == [URL + "0", URL]
    (reject,) = result.rejects.iter_rows(named=True)
    assert (reject["code"], reject["origin"]) == (code, f"{path}#2")
    assert says in reject["reason"]


@pytest.mark.parametrize(("name", "pack"), [("a.warc", bytes), ("a.warc.gz", gzip.compress)])
def test_an_archive_cut_short_keeps_what_came_before(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    # What is unpacked at once with the break goes with it.
    whole = pack(record("response", answer(), URL + "0")) + pack(record("request", random.Random(7).randbytes(600_000)))
    (tmp_path / name).write_bytes(whole + pack(record("response", answer()))[:-40])
    result = run(tmp_path / name)
    assert result.articles["url"].to_list() == [URL + "0"]
    assert result.rejects["code"].to_list() == ["input.unreadable"]


def test_an_archive_without_a_record_is_empty(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"")
    assert run(tmp_path / "a.warc").rejects["code"].to_list() == ["input.empty"]


@given(st.binary(max_size=300), st.sampled_from(["response", "resource", "request"]))
def test_nothing_raises(tmp_path_factory: pytest.TempPathFactory, noise: bytes, kind: str) -> None:
    path = tmp_path_factory.mktemp("warc") / "a.warc"
    path.write_bytes(record(kind, b"HTTP/1.1 404 " + noise) + b"WARC/1.0\r\n" + noise)
    assert sum(len(part.rejects) + len(part.notes) for part in read_warc(Source(path, "a.warc", "a.warc")))

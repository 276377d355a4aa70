"""Servers that break off, drip, or never come to the point cost one reject and no more than their time."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from framing import limits
from framing.ingest.fetching import fetched
from framing.ingest.profiles import options
from framing.ingest.read import read
from framing.ingest.source import Rejected, Source

ARTICLE = b"<p>The minister slammed the report.</p>"
Serve = Callable[[socket.socket, Event], None]


def server(serve: Serve, secured: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server that answers each connection as told, and its address."""
    done = Event()

    def run() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                with suppress(OSError), client if secured is None else secured.wrap_socket(client, True) as opened:
                    opened.recv(1 << 16)
                    serve(opened, done)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=run, daemon=True)
        thread.start()
        yield f"http{'s' * (secured is not None)}://127.0.0.1:{listening.getsockname()[1]}/a.html"
        done.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def at_once(answer: bytes) -> Serve:
    return lambda client, _: client.sendall(answer)


def drip(beginning: bytes, piece: bytes) -> Serve:
    """Send a piece each hundredth of a second, until the test is over."""

    def serve(client: socket.socket, done: Event) -> None:
        client.sendall(beginning)
        while not done.wait(0.01):
            client.sendall(piece)

    return serve


def silent(_: socket.socket, done: Event) -> None:
    done.wait()


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CASES = {
    "fewer bytes than promised": (at_once(OK + b"Content-Length: 500\r\n\r\n" + ARTICLE), "input.cut-short"),
    "a chunk cut short": (at_once(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\n" + ARTICLE), "input.cut-short"),
    "chunks without an end": (
        at_once(OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(ARTICLE), ARTICLE)),
        "input.cut-short",
    ),
    "a slow drip": (drip(OK + b"Content-Length: 90000\r\n\r\n", b"abc"), "input.slow"),
    "a slow drip without a length": (drip(OK + b"\r\n", b"abc"), "input.slow"),
    "a drip behind a fast beginning": (
        drip(OK + b"Content-Length: 9000\r\n\r\n" + b"x" * 900, b"abc"),
        "input.slow",
    ),
    "a redirection to itself without end": (
        at_once(b"HTTP/1.1 302 Found\r\nLocation: /a.html\r\nContent-Length: 99999999\r\n\r\n"),
        "input.fetch",
    ),
    "headers that drip": (drip(OK + b"X-A: ", b"a"), "input.slow"),
    "a first line that drips": (drip(b"HTTP/1.1 200 ", b"O"), "input.slow"),
    "continue without end": (drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "input.slow"),
    "headers without end": (at_once(OK + b"X-A: a\r\n" * 300 + b"\r\n" + ARTICLE), "input.fetch"),
    "a header that is too long": (at_once(OK + b"X-A: " + b"a" * 100_000 + b"\r\n\r\n" + ARTICLE), "input.fetch"),
    "silence": (silent, "input.fetch"),
    "a packing that nobody asked for": (at_once(OK + b"Content-Encoding: br\r\n\r\n\x0b\x02\x80"), "input.fetch"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_server_is_one_reject(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    serve, code = CASES[case]
    # A server that drips is over its total time, one that sends a body slowly is seen to be slow before.
    monkeypatch.setattr(limits, "FETCH_SECONDS", 0.15)
    # Where another fault is to be found, a busy machine must not be over that time first.
    monkeypatch.setattr(limits, "FETCH_TOTAL_SECONDS", 0.6 if code == "input.slow" else 20)
    for address in server(serve):
        (found,) = fetched(address, options())
        assert isinstance(found, Rejected)
        assert found.code == code
        assert found.origin == address


@pytest.mark.parametrize(
    "head", [b"Content-Length: %d\r\n" % len(ARTICLE), b"", b"Content-Length: nonsense\r\n"], ids=["told", "not", "bad"]
)
def test_a_whole_answer_is_a_file(head: bytes, tmp_path: Path) -> None:
    for address in server(at_once(OK + head + b"\r\n" + ARTICLE)):
        for found in fetched(address, options()):
            assert isinstance(found, Source)
            assert found.path.read_bytes() == ARTICLE


@pytest.mark.parametrize("left_out", [0, 1, 8, 30])
def test_a_packed_answer_whose_stream_is_cut_short_is_one_reject(left_out: int) -> None:
    """Its length is right: the server itself had no more."""
    packed = gzip.compress(ARTICLE * 9)
    body = packed[: len(packed) - left_out]
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body)
    for address in server(at_once(head + body)):
        result = read([address])
        assert result.articles.height == (left_out == 0)
        assert result.rejects["code"].to_list() == ["input.unreadable"] * (left_out > 0)
        assert all("cannot be unpacked" in reason for reason in result.rejects["reason"])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for this machine that it signs itself, in one file."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    asked = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2"]
    asked += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(path) + ".crt"]
    subprocess.run(["openssl", "req", "-x509", *asked], check=True, capture_output=True)
    path.write_text(path.read_text() + Path(f"{path}.crt").read_text())
    return path


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_secured_server_must_be_one_that_is_trusted(
    certificate: Path, is_trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(certificate)
    for address in server(at_once(OK + b"Content-Length: %d\r\n\r\n" % len(ARTICLE) + ARTICLE), secured):
        (found,) = fetched(address, options())
        if is_trusted:
            assert isinstance(found, Source)
        else:
            assert isinstance(found, Rejected)
            assert (found.code, found.origin) == ("input.fetch", address)
            assert "certificate verify failed" in found.reason


def test_a_secured_server_that_drips_is_over_its_time(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    monkeypatch.setattr(limits, "FETCH_TOTAL_SECONDS", 0.6)
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secured.load_cert_chain(certificate)
    for address in server(drip(OK + b"X-A: ", b"a"), secured):
        (found,) = fetched(address, options())
        assert isinstance(found, Rejected)
        assert found.code == "input.slow"

"""Servers that break off, drip, or never come to the point cost one reject and no more than their time."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from framing import limits
from framing.ingest.fetching import fetched
from framing.ingest.profiles import options
from framing.ingest.source import Rejected, Source

ARTICLE = b"<p>The minister slammed the report.</p>"
Serve = Callable[[socket.socket, Event], None]


def server(serve: Serve) -> Iterator[str]:
    """A server that answers each connection as told, and its address."""
    done = Event()

    def run() -> None:
        with suppress(OSError):
            while True:
                client, _ = listening.accept()
                with client, suppress(OSError):
                    client.recv(1 << 16)
                    serve(client, done)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/a.html"
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
}


@pytest.mark.parametrize("case", CASES)
def test_a_bad_server_is_one_reject(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    serve, code = CASES[case]
    # A server that drips is over its total time, one that sends a body slowly is seen to be slow before.
    monkeypatch.setattr(limits, "FETCH_SECONDS", 0.15)
    monkeypatch.setattr(limits, "FETCH_TOTAL_SECONDS", 0.6)
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

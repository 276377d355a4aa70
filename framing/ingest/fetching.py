"""Fetches a feed or a page from the web: plain http and https, bounded in size and time, and no other address."""

from __future__ import annotations

import socket
import ssl
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from pathlib import Path, PurePosixPath
from threading import Timer
from typing import IO, Final
from urllib.parse import urlsplit

from framing import limits
from framing.errors import InputError, pass_on
from framing.ingest.formats import with_suffix
from framing.ingest.source import Options, Rejected, Source, is_address
from framing.scratch import scratch
from framing.version import __version__

__all__ = ["fetched"]

_HINT: Final = "check the address, and try again later"

#: Ways to pack an answer that are known by how it begins, as files packed so are.
_PACKINGS: Final = frozenset(("identity", "gzip", "x-gzip", "zstd"))


def fetched(url: str, options: Options) -> Iterator[Source | Rejected]:
    """A file from the web, on the disk until the next source is asked for; or the reject of what cannot be fetched."""
    with scratch() as folder:
        path = folder / "fetched"
        try:
            name, final = _fetch(url, path)
        except InputError as error:
            yield Rejected.of(error, origin=url)
        except (OSError, HTTPException, ValueError) as error:
            pass_on(error, url)
            what = f"it cannot be fetched: {getattr(error, 'reason', None) or error or type(error).__name__}"
            yield Rejected.of(InputError("input.fetch", " ".join(what.split())[:500], url, _HINT))
        else:
            yield Source(path, url, url, name=name, url=final, beside=lambda _: None, options=options)


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects within the web alone: a server must not name a file of this machine."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: object, newurl: str
    ) -> urllib.request.Request | None:
        if not is_address(newurl):
            raise InputError("input.fetch", "its server sends us elsewhere than to the web", req.full_url, _HINT)
        # What comes with a redirection is not looked at, and would be read to its end, however long.
        fp.close()
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


class _Watch:
    """Ends the connections of one fetch when its time is over: no other limit holds while headers drip in."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def keep(self, opened: socket.socket) -> None:
        """Keep an eye on a connection."""
        self._sockets.append(opened)

    def _end(self) -> None:
        self.is_over = True
        for opened in self._sockets:
            with suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)


def _watched(kind: type[HTTPConnection], watch: _Watch) -> type[HTTPConnection]:
    class Watched(kind):  # type: ignore[valid-type,misc]
        def connect(self) -> None:
            # A handshake of TLS has the limit of silence alone.
            super().connect()
            watch.keep(self.sock)

    return Watched


class _Http(urllib.request.HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_watched(HTTPConnection, self._watch), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__(context=ssl.create_default_context())
        self._watch = watch

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(_watched(HTTPSConnection, self._watch), req, context=self._context)  # type: ignore[attr-defined]


def _fetch(url: str, path: Path) -> tuple[str, str]:
    """Fetch a file to a path; a name whose suffix tells its format, and the address it came from in the end."""
    request = urllib.request.Request(url, headers={"User-Agent": f"framing-toolkit/{__version__}"})
    with _Watch(limits.FETCH_TOTAL_SECONDS) as watch:
        opener = urllib.request.build_opener(_WebOnly, _Http(watch), _Https(watch))
        try:
            with opener.open(request, timeout=limits.FETCH_SECONDS) as answer, path.open("wb") as file:
                _check_packing(answer, url)
                _copy(answer, file, url)
        except (OSError, HTTPException) as error:
            if watch.is_over:
                raise _slow(url, f"it took more than {limits.FETCH_TOTAL_SECONDS:g} seconds") from error
            raise
        if watch.is_over:
            raise _slow(url, f"it took more than {limits.FETCH_TOTAL_SECONDS:g} seconds")
        kind, final = str(answer.headers.get_content_type()), str(answer.url)
    name = PurePosixPath(urlsplit(final).path).name
    return with_suffix(name, kind) or "fetched", final


def _check_packing(answer: HTTPResponse, url: str) -> None:
    """Refuse what a server packs, without being asked to, in a way that cannot be unpacked here."""
    packing = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in _PACKINGS:
        what = f"its server packs it as '{packing[:40]}', though nobody asked for it"
        raise InputError("input.fetch", what, url, "fetch it yourself, and add the file")


def _copy(answer: HTTPResponse, file: IO[bytes], url: str) -> None:
    """Copy what a server sends, as it comes."""
    promised = answer.length
    size, before, began = 0, 0, time.monotonic()
    while promised is None or size < promised:
        try:
            data = answer.read1(1 << 16)
        except IncompleteRead as error:
            raise _cut_short(url, f"its server broke off after {size} bytes") from error
        if not data:
            break
        size += len(data)
        if size > limits.FETCH_BYTES:
            what = f"it has more than {limits.FETCH_BYTES} bytes"
            raise InputError("input.too-large", what, url, "fetch it yourself, and add the file")
        file.write(data)
        waited = time.monotonic() - began
        if waited > limits.FETCH_SECONDS:
            if size - before < waited * limits.FETCH_SPEED:
                raise _slow(url, f"its server sends fewer than {limits.FETCH_SPEED} bytes a second")
            before, began = size, time.monotonic()
    if promised is not None and size < promised:
        raise _cut_short(url, f"its server sent {size} of {promised} bytes")


def _cut_short(url: str, what: str) -> InputError:
    return InputError("input.cut-short", what, url, "try again later")


def _slow(url: str, what: str) -> InputError:
    return InputError("input.slow", what, url, "try again later, or fetch it yourself and add the file")

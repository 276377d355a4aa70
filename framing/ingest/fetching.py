"""Fetches a feed or a page from the web: plain http and https, bounded in size and time, and no other address."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import IO, Final
from urllib.parse import urlsplit

from framing import limits
from framing.errors import InputError
from framing.faults import pass_on
from framing.ingest.source import Options, Rejected, Source
from framing.memory.scratch import scratch
from framing.version import __version__

__all__ = ["fetched", "is_address"]

_SCHEMES: Final = ("http://", "https://")
_HINT: Final = "check the address, and try again later"

#: What servers call the formats, where the address does not tell.
_TYPES: Final = {"json": ".jsonl", "csv": ".csv", "html": ".html", "xml": ".xml", "rss": ".xml", "atom": ".xml"}


def is_address(text: str) -> bool:
    """Whether a text is an address that can be fetched."""
    return text.lower().startswith(_SCHEMES)


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
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _fetch(url: str, path: Path) -> tuple[str, str]:
    """Fetch a file to a path; a name whose suffix tells its format, and the address it came from in the end."""
    request = urllib.request.Request(url, headers={"User-Agent": f"framing-toolkit/{__version__}"})
    with (
        urllib.request.build_opener(_WebOnly).open(request, timeout=limits.FETCH_SECONDS) as answer,
        path.open("wb") as file,
    ):
        size = 0
        while data := answer.read(1 << 16):
            size += len(data)
            if size > limits.FETCH_BYTES:
                what = f"it has more than {limits.FETCH_BYTES} bytes"
                raise InputError("input.too-large", what, url, "fetch it yourself, and add the file")
            file.write(data)
        kind, final = str(answer.headers.get_content_type()), str(answer.url)
    name = PurePosixPath(urlsplit(final).path).name
    with suppress(StopIteration):
        name += next(suffix for word, suffix in _TYPES.items() if word in kind and not name.lower().endswith(suffix))
    return name or "fetched", final

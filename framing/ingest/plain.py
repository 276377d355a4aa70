"""Reads plain-text files: one article a file, with or without a sidecar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from framing import limits
from framing.errors import InputError
from framing.ingest.cleaning import Cleaned, clean, credited, guess_title
from framing.ingest.sidecar import FACTS, load_sidecar
from framing.ingest.source import Part, Rejected, Source, empty_file, printable, rows_frame, unreadable

__all__ = ["read_plain"]


def read_plain(source: Source) -> Iterator[Part]:
    """Read one article. Without a sidecar, its first line is the title if it looks like one.

    Yields:
        One part with one row or one reject.
    """
    raw = b""
    try:
        raw = _load(source)
        if not raw.strip():
            yield Part(rejects=[empty_file(source)])
            return
        page = _decode(source, raw)
        path = source.path.with_suffix(".toml")
        row = _with_sidecar(page, path) if path.is_file() else _row(_guessed(page, ()))
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, raw, origin=source.origin)])
    else:
        yield Part(rows_frame([{**row, "place": source.origin, "fallback_id": source.label}]))


def _load(source: Source) -> bytes:
    with source.path.open("rb") as handle:
        raw = handle.read(limits.TEXT_FILE_BYTES + 1)
    if len(raw) > limits.TEXT_FILE_BYTES:
        what = f"it has more than {limits.TEXT_FILE_BYTES} bytes"
        raise InputError("input.too-large", what, source.origin, "split it into one file an article")
    return raw


def _decode(source: Source, raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError("input.encoding", "it is UTF-16, from byte 0", source.origin, "save it as UTF-8")
    if b"\0" in raw:
        what = f"byte {raw.index(0)} is NUL: it is not a text file"
        raise InputError("input.binary", what, source.origin, "extract its text first")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "input.encoding", f"byte {error.start} is not UTF-8", source.origin, "save it as UTF-8"
        ) from error


def _guessed(page: str, cuts: Sequence[str]) -> Cleaned:
    cleaned = clean(page, title=None, cuts=cuts)
    title = guess_title(cleaned.text)
    return cleaned if title is None else clean(page, title=title, cuts=cuts)


def _with_sidecar(page: str, path: Path) -> dict[str, str | list[str] | None]:
    sidecar = load_sidecar(path)
    try:
        # A sidecar that says nothing of a title leaves it to be guessed; one that says it is unknown does not.
        known = "title" in sidecar.facts
        title, cuts = sidecar.text("title"), sidecar.cuts
        cleaned = clean(page, title=title, cuts=cuts) if known else _guessed(page, cuts)
    except InputError as error:
        raise InputError(error.code, error.what, printable(path), error.hint) from error
    facts = {name: sidecar.text(name) for name in FACTS if name in sidecar.facts}
    return {**_row(cleaned), **facts, "published_basis": sidecar.basis("published"), "tags": sidecar.tags()}


def _row(cleaned: Cleaned) -> dict[str, str | list[str] | None]:
    return {"title": cleaned.title, "text": cleaned.text, "source": credited(cleaned.cuts)}

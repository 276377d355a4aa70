"""Reads plain-text files: one article a file, with or without a sidecar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from framing import limits
from framing.errors import InputError
from framing.ingest.cleaning import Cleaned, clean, credited, guess_title
from framing.ingest.encoding import decode
from framing.ingest.fonts import illegible, is_inpage
from framing.ingest.sidecar import FACTS, parse_sidecar
from framing.ingest.source import Part, Rejected, Row, Source, empty_file, printable, unreadable

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
        if is_inpage(raw):
            raise illegible("InPage", source.origin)
        decoded = decode(source, raw)
        sidecar = source.sibling(".toml", limits.SIDECAR_BYTES + 1)
        where = printable(PurePath(source.origin).with_suffix(".toml"))
        row = _row(_guessed(decoded.text, ())) if sidecar is None else _with_sidecar(decoded.text, sidecar, where)
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, raw, origin=source.origin)])
    else:
        row |= {"place": source.origin, "fallback_id": source.label}
        yield Part(row=row, notes=decoded.notes)


def _load(source: Source) -> bytes:
    with source.open() as handle:
        raw = handle.read(limits.TEXT_FILE_BYTES + 1)
    if len(raw) > limits.TEXT_FILE_BYTES:
        what = f"it has more than {limits.TEXT_FILE_BYTES} bytes"
        raise InputError("input.too-large", what, source.origin, "split it into one file an article")
    return raw


def _guessed(page: str, cuts: Sequence[str]) -> Cleaned:
    cleaned = clean(page, title=None, cuts=cuts)
    title = guess_title(cleaned.text)
    return cleaned if title is None else clean(page, title=title, cuts=cuts)


def _with_sidecar(page: str, raw: bytes, where: str) -> Row:
    sidecar = parse_sidecar(raw, where)
    try:
        # A sidecar that says nothing of a title leaves it to be guessed; one that says it is unknown does not.
        known = "title" in sidecar.facts
        title, cuts = sidecar.text("title"), sidecar.cuts
        cleaned = clean(page, title=title, cuts=cuts) if known else _guessed(page, cuts)
    except InputError as error:
        raise InputError(error.code, error.what, where, error.hint) from error
    facts = {name: sidecar.text(name) for name in FACTS if name in sidecar.facts}
    # Whoever has looked and found no source or author need not be contradicted by a pattern.
    facts |= {name: "unknown" for name in ("source", "byline") if name in facts and facts[name] is None}
    return {
        **_row(cleaned),
        **facts,
        "published_basis": sidecar.basis("published") if "published" in sidecar.facts else None,
        "tags": sidecar.tags(),
        "groups": sidecar.groups(),
    }


def _row(cleaned: Cleaned) -> Row:
    return {
        "title": cleaned.title,
        "text": cleaned.text,
        "source": credited(cleaned.cuts),
        "cut": [{"at": cut.at, "text": cut.text, "rule": cut.rule} for cut in cleaned.cuts],
    }

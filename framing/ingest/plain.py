"""Reads plain-text files: one article a file, with or without a sidecar, or a download of a news database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Final

from framing import limits
from framing.errors import InputError
from framing.ingest.cleaning import Cleaned, clean, credited, guess_title, normalise_newlines
from framing.ingest.downloads.splitting import Split, split
from framing.ingest.encoding import decode
from framing.ingest.fonts import illegible, is_inpage
from framing.ingest.sidecar import FACTS, parse_sidecar
from framing.ingest.source import Note, Part, Rejected, Row, Source, empty_file, printable, rows_frame, unreadable

__all__ = ["read_plain"]


def read_plain(source: Source) -> Iterator[Part]:
    """Read one article, or the documents of a download (:mod:`framing.ingest.downloads`).

    Without a sidecar, an article's first line is the title if it looks like one. The place of a document is
    ``file#document``, counted from 1.

    Yields:
        One part with one row or one reject, or with the rows and rejects of a download.
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
        if (download := split(normalise_newlines(decoded.text).split("\n"))) is not None:
            yield _documents(source, download, decoded.notes)
            return
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


#: Fields of a document that are those of an article.
_DOCUMENT: Final = ("title", "text", "outlet", "country", "published", "byline", "language")


def _documents(source: Source, download: Split, notes: Sequence[Note]) -> Part:
    rows: list[Row] = []
    rejects: list[Rejected] = []
    for number, document in enumerate(download.documents, 1):
        place = f"{source.origin}#{number}"
        if isinstance(document, InputError):
            rejects.append(Rejected.of(document, origin=place))
            continue
        rows.append(
            {
                **{name: getattr(document, name) for name in _DOCUMENT},
                "article_id": document.key,
                "labels": [document.section] if document.section else None,
                "groups": [{"name": "archive", "value": download.database}],
                "place": place,
                "fallback_id": f"{source.label}#{number}",
            }
        )
    said = Note(source.origin, f"cut into the documents of a download from {download.database}")
    return Part(rows_frame(rows), rejects, [*notes, said])


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

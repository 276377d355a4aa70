"""Reads plain-text files: one article a file, with or without a sidecar, or a download of a news database.

What is a text in another container, such as a Word document, goes the same way: :func:`text_part`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from framing import limits
from framing.errors import InputError
from framing.ingest.article.clean import Cleaned, clean, credited, guess_title, normalise_newlines
from framing.ingest.article.repairs import illegible, is_inpage
from framing.ingest.readers.downloads.splitting import Documents, split
from framing.ingest.readers.encoding import decode
from framing.ingest.readers.sidecars import FACTS, parse_sidecar
from framing.ingest.source import Note, Part, Rejected, Row, Source, empty_file, printable, rows_frame, unreadable

__all__ = ["documents_part", "read_plain", "text_part"]


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
        part = text_part(source, decoded.text, decoded.notes)
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, raw, origin=source.origin)])
    else:
        yield part


def text_part(source: Source, text: str, notes: Sequence[Note] = (), facts: Mapping[str, str] | None = None) -> Part:
    """The article that a text is, or the documents of a download.

    Args:
        source: the file that it was in, whatever kind of file that is.
        text: with its paragraphs a line each.
        notes: how it was read.
        facts: what the file says of it besides, such as ``title``; a sidecar counts before these.

    Raises:
        InputError: its sidecar is wrong, or it is a download that cannot be cut.
    """
    if (download := split(normalise_newlines(text).split("\n"))) is not None:
        return documents_part(source, download, notes)
    given = dict(facts or {})
    sidecar = source.sibling(".toml", limits.SIDECAR_BYTES + 1)
    if sidecar is not None:
        row = given | _with_sidecar(text, sidecar, printable(PurePath(source.origin).with_suffix(".toml")))
    else:
        row = {**_row(clean(text, title=given["title"], cuts=()) if "title" in given else _guessed(text, ())), **given}
    return Part(row={**row, "place": source.origin, "fallback_id": source.label}, notes=notes)


#: Fields of a document that are those of an article.
_DOCUMENT: Final = ("title", "text", "outlet", "country", "published", "byline", "language")


def documents_part(source: Source, download: Documents, notes: Sequence[Note] = ()) -> Part:
    """The documents of a download as rows; the place of one is ``file#document``, counted from 1."""
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
                "id": document.key,
                "labels": [document.section] if document.section else None,
                "groups": [{"name": "archive", "value": download.database}],
                "place": place,
                "fallback_id": f"{source.label}#{number}",
            }
        )
    note = Note(source.origin, f"cut into the documents of a download from {download.database}")
    return Part(rows_frame(rows), rejects, [*notes, note])


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

"""Reads RSS and Atom feeds.

An entry that comes with its text is that article. One with a summary alone is an article of the summary, with the group
``feed_text = summary`` and an id of its own (the address and ``#summary``), so that it never replaces the whole text.
"""

from __future__ import annotations

from collections.abc import Iterator

from framing import limits
from framing.errors import InputError
from framing.ingest.encoding import decode
from framing.ingest.extraction import extract
from framing.ingest.source import Part, Rejected, Source, empty_file, rows_frame, unreadable
from framing.ingest.webpage import declared_encoding, load_markup

__all__ = ["read_feed"]


def read_feed(source: Source) -> Iterator[Part]:
    """Read the entries of a feed; the place of an entry is ``file#entry``, counted from 1.

    Yields:
        One part with a row or a reject for each entry.
    """
    raw = b""
    try:
        raw = load_markup(source, limits.FEED_BYTES)
        if not raw.strip():
            yield Part(rejects=[empty_file(source)])
            return
        decoded = decode(source, raw, declared_encoding(raw))
        entries = extract("feed", decoded.text.encode())
    except OSError as error:
        yield Part(rejects=[unreadable(source, error)])
    except InputError as error:
        yield Part(rejects=[Rejected.of(error, raw, origin=source.origin)])
    else:
        rows, rejects = [], []
        for number, entry in enumerate(entries, 1):
            place = f"{source.origin}#{number}"
            if "error" in entry:
                shown = (entry.get("title") or entry.get("url") or "").encode()
                code, what, hint = entry["error"]
                rejects.append(Rejected.of(InputError(code, what, place, hint), shown))
            else:
                rows.append({**entry, "place": place, "fallback_id": f"{source.label}#{number}"})
        yield Part(rows_frame(rows), rejects, decoded.notes)

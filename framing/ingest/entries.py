"""The entries of an RSS or Atom feed. Runs in the process of ``worker.py``."""

from __future__ import annotations

import time
from typing import Any, Final

import feedparser
import regex

from framing.ingest.markup import Unreadable, article_address, plain_text, squeezed

__all__ = ["feed_rows"]

#: A name of a time zone that the parser of dates does not know, and would take for UTC without a word.
_UNSURE: Final = regex.compile(r"\d\s+(?!GMT|UTC|UT|Z|EST|EDT|CST|CDT|MST|MDT|PST|PDT)[A-Z]{2,5}\s*$")

_DECLARATION: Final = regex.compile(r"^\s*<\?xml[^>]*\?>")

#: How a document defines an entity. Feeds need none of their own.
_ENTITY: Final = "<!ENTITY"


def feed_rows(text: str) -> list[dict[str, Any]]:
    """A row for each entry, or its error.

    Raises:
        Unreadable: ``input.entities``, ``input.feed`` or ``input.empty``.
    """
    if _ENTITY in text[:100_000].upper():
        what = "it defines entities of its own, as an XML bomb does"
        raise Unreadable("input.entities", what, "leave it out")
    parsed = feedparser.parse(_DECLARATION.sub("", text).encode())
    if not parsed.entries:
        if not parsed.version:
            raise Unreadable("input.feed", "it is no RSS or Atom feed", "check what it is")
        raise Unreadable("input.empty", "the feed has no entries", "fetch it again later")
    site = squeezed(plain_text(parsed.feed.get("title", ""))) or None
    language = parsed.feed.get("language") or None
    return [_row(entry, site, language, parsed.version) for entry in parsed.entries]


def _row(entry: Any, site: str | None, language: str | None, version: str) -> dict[str, Any]:
    contents = [plain_text(content.get("value", "")) for content in entry.get("content", ())]
    full, summary = max(contents, key=len, default=""), plain_text(entry.get("summary", ""))
    # Some feeds put the summary into both, and some the article into the summary: the longer one is the article.
    is_full = bool(full) and len(full) >= len(summary)
    text = full if is_full else summary
    title = squeezed(plain_text(entry.get("title", ""))) or None
    link = article_address(entry.get("link"))
    if not text:
        error = ("input.no-text", "the entry has no text", f"add the page itself: {link}" if link else "leave it out")
        return {"error": error, "title": title, "url": link}
    # A summary is not the article: it has an id of its own beside that of the page, and says what it is.
    name = link or entry.get("id")
    return {
        "title": title,
        "text": text,
        "url": link,
        "article_id": f"{name}#summary" if name and not is_full else name,
        "site": site,
        "published": _published(entry, version),
        "published_basis": "metadata",
        "byline": squeezed(entry.get("author", "")) or None,
        "language": entry.get("language") or language,
        "labels": [squeezed(tag["term"]) for tag in entry.get("tags", ()) if tag.get("term")],
        "groups": [{"name": "feed_text", "value": "full" if is_full else "summary"}],
    }


def _published(entry: Any, version: str) -> str | None:
    """When an entry was published; in RSS 1.0 the Dublin Core date, which the parser calls an update."""
    name = "published" if "published" in entry or version.startswith("atom") else "updated"
    text, moment = entry.get(name), entry.get(f"{name}_parsed")
    if not text or moment is None or _UNSURE.search(text):
        return text or None
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)

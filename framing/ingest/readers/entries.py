"""The entries of an RSS or Atom feed. Runs in the process of ``worker.py``.

What pages and feeds share: parsing HTML safely, and the text of a piece of it.
"""

from __future__ import annotations

import time
from typing import Any, Final
from urllib.parse import urlsplit

import feedparser
import regex
from lxml import etree, html

from framing.expressions import expression

__all__ = ["Unreadable", "article_address", "download_text", "feed_rows", "parse", "plain_text", "squeezed"]


#: Elements that end a paragraph.
_BLOCKS: Final = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "figure",
            "footer",
            "header",
            "hr",
        ),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "td",
            "th",
            "tr",
        ),
        "ul",
    )
)
_SILENT: Final = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "figcaption"))

#: lxml refuses text that declares an encoding; it is decoded already.


class Unreadable(Exception):  # noqa: N818 - it crosses a process as its three arguments
    """A page or feed that gives no article: code, what, hint."""


def parse(page: str) -> html.HtmlElement:
    """The tree of a page.

    Raises:
        Unreadable: ``input.too-deep`` or ``input.no-text``.
    """
    # The parser stops at 256 levels; with huge_tree it would go on, and what comes after would recurse.
    parser = html.HTMLParser(huge_tree=False)
    try:
        tree = html.document_fromstring(_DECLARATION.sub("", page), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("input.no-text", f"there is no page in it: {error}", "save the page again") from error
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise Unreadable("input.too-deep", "its elements are nested too deep", "save the article's text alone")
    return tree


def plain_text(markup: str) -> str:
    r"""The text of a piece of HTML, a paragraph a line.

    Example:
        >>> plain_text("<p>One &amp; <b>two</b>.</p><p>Three.</p>")
        'One & two.\nThree.'
    """
    if not markup.strip():
        return ""
    pieces: list[str] = []
    _gather(parse(f"<div>{markup}</div>"), pieces)
    lines = (squeezed(line) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def download_text(markup: str) -> str:
    """The text of a page with a blank line between its paragraphs, and the rows of a table of tags as lines.

    Factiva writes its fields as rows of two cells: ``HD`` and the headline.
    """
    tree = parse(f"<div>{markup}</div>")
    for row in tree.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        label = cells[0].text_content().strip() if len(cells) == 2 else ""
        if _FIELD.fullmatch(label):
            row.remove(cells[0])
            cells[1].text = f"{label}{_TAB}{cells[1].text or ''}"
    pieces: list[str] = []
    _gather(tree, pieces)
    lines = (squeezed(line).replace(_TAB, "\t") for line in "".join(pieces).split("\n"))
    return "\n\n".join(line for line in lines if line)


#: What stands for a tab while white space is squeezed: a letter for private use.
_TAB: Final = "\ue000"
_FIELD: Final = expression(r"[A-Z]{2,3}")


def _gather(element: html.HtmlElement, pieces: list[str]) -> None:
    # The tree has at most 256 levels.
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    ends = "\n" if element.tag in _BLOCKS else ""
    pieces.append(ends)
    pieces.append(squeezed(element.text or "", keep_ends=True))
    for child in element:
        _gather(child, pieces)
        pieces.append(squeezed(child.tail or "", keep_ends=True))
    pieces.append(ends)


def squeezed(text: str, *, keep_ends: bool = False) -> str:
    """Text with single spaces."""
    one = regex.sub(r"\s+", " ", text)
    return one if keep_ends else one.strip()


def article_address(url: str | None) -> str | None:
    """A web address that can be an article's: a front page is none, though pages name it as theirs.

    Example:
        >>> article_address("https://example.org/"), article_address(" https://example.org/a ")
        (None, 'https://example.org/a')
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    is_front = parts.path.strip("/") in ("", "index.html", "index.php", "home") and not parts.query
    return None if is_front else (url or "").strip()


#: A name of a time zone that the parser of dates does not know, and would take for UTC without a word.
_UNSURE: Final = expression(r"\d\s+(?!GMT|UTC|UT|Z|EST|EDT|CST|CDT|MST|MDT|PST|PDT)[A-Z]{2,5}\s*$")

_DECLARATION: Final = expression(r"^\s*<\?xml[^>]*\?>")

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
        "id": f"{name}#summary" if name and not is_full else name,
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

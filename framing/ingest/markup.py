"""What pages and feeds share: parsing HTML safely, and the text of a piece of it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import regex
from lxml import etree, html

__all__ = ["Unreadable", "article_address", "parse", "plain_text", "squeezed"]

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
_DECLARATION: Final = regex.compile(r"^\s*<\?xml[^>]*\?>")


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

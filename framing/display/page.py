"""A page: one file that needs no network, in light and dark, on a phone and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from framing.display.markup import Markup, tag

__all__ = ["STYLE", "fragment", "notes", "page", "section"]

#: Nothing is loaded and nothing runs: what an article says can do no harm even if it were taken for markup.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

STYLE: Final = Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def page(title: str, *parts: Markup | None, lead: str = "") -> str:
    """A whole page.

    Args:
        title: of the page.
        parts: of its body.
        lead: a line below the title.
    """
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Markup(STYLE)),
    )
    main = tag("main", tag("h1", title), tag("p", lead, class_="lead") if lead else None, *parts)
    return "<!doctype html>\n" + tag("html", head, tag("body", main, class_="framing"), lang="en") + "\n"


def fragment(*parts: Markup | None) -> str:
    """A part of another page, such as a notebook: the style comes along and touches nothing else."""
    return tag("div", tag("style", Markup(STYLE)), *parts, class_="framing")


def section(title: str, *parts: Markup | None, note: str = "", folded: bool | None = None) -> Markup:
    """A part of a page under a heading.

    Args:
        title: its heading.
        parts: what it holds.
        note: a line below the heading.
        folded: True: closed until the reader opens it; False: open, and can be closed; None: always open.
    """
    said = tag("p", note, class_="note") if note else None
    if folded is None:
        return tag("section", tag("h2", title), said, *parts)
    return tag("details", tag("summary", title), said, *parts, open=not folded)


def notes(said: Sequence[str]) -> Markup | None:
    """Caveats: what the numbers cannot tell."""
    if not said:
        return None
    return tag("ul", *(tag("li", line) for line in said), class_="caveats", aria_label="What the numbers cannot tell")

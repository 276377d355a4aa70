"""A page: one file that needs no network, in light and dark, on a phone and on paper; its elements and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

__all__ = [
    "STYLE",
    "Column",
    "Markup",
    "clean",
    "factor",
    "fragment",
    "joined",
    "named",
    "notes",
    "number",
    "page",
    "percent",
    "probability",
    "section",
    "signed",
    "table",
    "tag",
]


# Controls have no place in a page, and direction marks may not leak over their cell: bdi does what they are for.
_CONTROLS: Final = dict.fromkeys(
    (*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(8234, 8239), *range(8294, 8298))
)

#: Elements without content; those of SVG must say so themselves.
_VOID: Final = frozenset({"meta", "br"})
_CLOSED: Final = frozenset({"line", "rect", "path"})


class Markup(str):
    """Text that is HTML already. Any other string is escaped."""

    __slots__ = ()


def clean(text: str) -> str:
    """Text without control characters."""
    return text.translate(_CONTROLS)


def tag(name: str, /, *children: str | None, **attributes: object) -> Markup:
    """An element.

    Args:
        name: of the element.
        children: markup as it is, any other text escaped; None is nothing.
        attributes: values are escaped; None and False leave an attribute out, True gives it no value. A trailing
            underscore is dropped and the others become hyphens: ``class_``, ``aria_label``.

    Example:
        >>> tag("p", "a < b", class_="note", hidden=True)
        '<p class="note" hidden>a &lt; b</p>'
    """
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        written = key.rstrip("_").replace("_", "-")
        parts.append(written if value is True else f'{written}="{escape(clean(str(value)))}"')
    opening = " ".join(parts)
    if name in _VOID or name in _CLOSED:
        return Markup(f"<{opening}/>" if name in _CLOSED else f"<{opening}>")
    return Markup(f"<{opening}>{joined(*children)}</{name}>")


def joined(*children: str | None) -> Markup:
    """Markup and text one after the other."""
    return Markup(
        "".join(child if isinstance(child, Markup) else escape(clean(child)) for child in children if child is not None)
    )


def named(text: str, language: str | None = None, *, title: str | None = None) -> Markup:
    """Text of unknown direction, kept apart from its surroundings.

    Args:
        text: a name, a word.
        language: a BCP 47 code.
        title: what is shown on demand; nothing where it is the text itself.
    """
    return tag("bdi", text, lang=language, title=None if title == text else title)


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
    lead = tag("p", note, class_="note") if note else None
    if folded is None:
        return tag("section", tag("h2", title), lead, *parts)
    return tag("details", tag("summary", title), lead, *parts, open=not folded)


def notes(sentences: Sequence[str]) -> Markup | None:
    """Caveats: what the numbers cannot tell."""
    if not sentences:
        return None
    return tag(
        "ul", *(tag("li", line) for line in sentences), class_="caveats", aria_label="What the numbers cannot tell"
    )


_NONE = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: text or markup.
        kind: ``text``; ``number``, aligned at the end, as most cells are; ``chart``, as wide as there is room.
        note: what the title means, shown on demand.
    """

    title: str
    kind: str = "text"
    note: str | None = None


def table(caption: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, class_: str = "") -> Markup:
    """A table in a box of its own, which scrolls where the screen is narrow.

    Args:
        caption: what it holds, of what, and how many.
        columns: the first holds the rows' names.
        rows: cells; markup as it is, any other text escaped.
        class_: for the style.
    """
    head = tag(
        "tr", *(tag("th", column.title, scope="col", class_=column.kind, title=column.note) for column in columns)
    )
    body = [
        tag(
            "tr",
            *(
                tag("th", cell if isinstance(cell, Markup) else named(cell), scope="row")
                if place == 0
                else cell
                if cell.startswith("<td") and isinstance(cell, Markup)
                else tag("td", cell, class_=None if column.kind == "number" else column.kind)
                for place, (column, cell) in enumerate(zip(columns, row, strict=True))
            ),
        )
        for row in rows
    ]
    whole = tag(
        "table", tag("caption", tag("span", caption)), tag("thead", head), tag("tbody", *body), class_=class_ or None
    )
    # What scrolls must be reachable by keyboard.
    return tag("div", whole, class_="scroll", tabindex=0, role="region", aria_label=str(caption)[:80])


def number(value: float | int | None, digits: int = 0) -> str:
    """A number with thin spaces between thousands; a dash where there is none."""
    return _NONE if value is None else f"{value:,.{digits}f}".replace(",", "\u202f")


def signed(value: float | None, digits: int = 2) -> str:
    """A number with its sign, zero without."""
    if value is None:
        return _NONE
    text = f"{value:+.{digits}f}"
    return text[1:] if float(text) == 0 else text.replace("-", "\u2212")


def factor(value: float | None) -> str:
    """A ratio with two significant figures or so."""
    if value is None:
        return _NONE
    return f"×{value:.2f}" if value < 10 else f"×{value:.0f}"


def probability(value: float | None) -> str:
    """A p value; below a thousandth it says no more than that."""
    return _NONE if value is None else "<.001" if value < 0.001 else f"{value:.3f}".removeprefix("0")


def percent(value: float | None, digits: int = 0) -> str:
    """A share in per cent."""
    return _NONE if value is None else f"{100 * value:.{digits}f}\u202f%"

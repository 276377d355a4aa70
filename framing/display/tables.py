"""Tables: a caption that says what they hold, headers that a screen reader can follow, numbers aligned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framing.display.markup import Markup, named, tag

__all__ = ["Column", "factor", "number", "percent", "probability", "signed", "table"]

_NONE = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        title: text or markup.
        kind: ``text``; ``number``, aligned at the end; ``chart``, as wide as there is room.
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
                else tag("td", cell, class_=column.kind)
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

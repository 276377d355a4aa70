"""Links: whatever changes the view leads to the other view, by keyboard, in a new tab and as a bookmark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

__all__ = ["Child", "Children", "named", "paged", "switch", "toggle", "view_link"]

Child = Component | str | int | float | None
Children = Child | Sequence[Child]


def named(attributes: Mapping[str, object]) -> Any:
    """Attributes whose names are no Python names (``aria-label``, ``data-span``), to be passed on with ``**``."""
    return attributes


def view_link(children: Children, href: str, class_name: str = "", **attributes: Any) -> Component:
    """A link that changes the view in place."""
    return html.A(children, href=href, className=f"view {class_name}".strip(), **attributes)


def toggle(children: Children, href: str, *, on: bool, class_name: str = "", **attributes: Any) -> Component:
    """A link that switches one thing on or off."""
    attributes = {"role": "switch", "aria-checked": "true" if on else "false", **attributes}
    return view_link(children, href, f"toggle {class_name}".strip(), **attributes)


def switch(label: str, choices: Sequence[tuple[str, str, bool]]) -> Component:
    """A choice of one out of few.

    Args:
        label: what is chosen, for those who do not see it.
        choices: (text, link, whether chosen).
    """
    links: list[Child] = [
        view_link(text, href, "choice", **({"aria-current": "true"} if chosen else {}))
        for text, href, chosen in choices
    ]
    return html.Nav(links, className="switch", **named({"aria-label": label}))


def paged(
    rows: pl.DataFrame, page: int, length: int, href: Callable[[int], str], label: str
) -> tuple[pl.DataFrame, Component | None]:
    """The rows of one page of a table, and the links to the pages beside it; None where one page holds all.

    Args:
        rows: of the table.
        page: from 1; the last one where there are not so many.
        length: rows on a page.
        href: page → the link to it.
        label: what is paged, for those who do not see it.
    """
    pages = max(1, -(-rows.height // length))
    page = min(max(1, page), pages)
    first, last = (page - 1) * length, min(page * length, rows.height)
    parts: list[Child] = [html.Span(f"{first + 1:,}–{last:,} of {rows.height:,}")]
    if page > 1:
        parts.insert(0, view_link("← Previous", href(page - 1), rel="prev"))
    if page < pages:
        parts.append(view_link("Next →", href(page + 1), rel="next"))
    nav = html.Nav(parts, className="pager", **named({"aria-label": label})) if pages > 1 else None
    return rows.slice(first, length), nav

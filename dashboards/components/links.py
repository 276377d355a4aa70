"""Links: between pages, to the pages of a table, to files of what is shown and the commands that make the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from html import escape
from shlex import join
from textwrap import wrap
from typing import Any, Final
from urllib.parse import urlencode

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.filtering import LISTS, Filters, moments
from dashboards.plainview import ProfileView
from dashboards.wording import direction, say
from framing.schemas import UNKNOWN_OUTLET

__all__ = [
    "EXPORT",
    "Child",
    "Children",
    "arrowed",
    "command_for",
    "export_line",
    "find_slot",
    "named",
    "paged",
    "profile_link",
    "switch",
    "toggle",
    "view_link",
]


Child = Component | str | int | float | None
Children = Child | Sequence[Child]


def named(attributes: Mapping[str, object]) -> Any:
    """Attributes whose names are no Python names (``aria-label``, ``data-span``), to be passed on with ``**``."""
    return attributes


def view_link(children: Children, href: str, class_name: str = "", **attributes: Any) -> Component:
    """A link that changes the view in place."""
    return html.A(children, href=href, className=f"view {class_name}".strip(), **attributes)


def profile_link(
    name: str, filters: Filters, key: str | None, kind: str = "outlet", class_name: str = "", **attributes: Any
) -> Child:
    """The name of an outlet or country as a link to all about it; the name alone where there is none to tell of.

    Args:
        name: what is shown.
        filters: of the page.
        key: the outlet's id or the country's code; None, or that of texts that name no outlet, for none.
        kind: ``outlet`` or ``country``.
        class_name: of the link.
        attributes: of the link.
    """
    if not key or key.startswith(UNKNOWN_OUTLET):
        return html.Span(name, className=class_name) if class_name else name
    return view_link(name, ProfileView(filters=filters, kind=kind, key=key).href(), class_name, title=key, **attributes)


def find_slot(name: str, value: str, label: str, href: str, hint: str) -> Component:
    """Where the page's script makes a field that stands open; what is typed there becomes part of the address.

    Args:
        name: of the parameter.
        value: what is looked for now.
        label: of the field.
        href: of the view without it.
        hint: what can be typed.
    """
    attributes = {"name": name, "value": value, "label": label, "href": href, "hint": hint}
    return html.Div(className="find-slot", **named({f"data-{key}": text for key, text in attributes.items()}))


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
    parts: list[Child] = [html.Span(say("{first}–{last} of {all}", first=first + 1, last=last, all=rows.height))]
    if page > 1:
        parts.insert(0, view_link(arrowed(say("Previous"), -1), href(page - 1), rel="prev"))
    if page < pages:
        parts.append(view_link(arrowed(say("Next"), 1), href(page + 1), rel="next"))
    nav = html.Nav(parts, className="pager", **named({"aria-label": label})) if pages > 1 else None
    return rows.slice(first, length), nav


def arrowed(text: str, way: int) -> str:
    """A text with an arrow that points onward (1) or back (−1), as the reader's lines run.

    Example:
        >>> arrowed("Next", 1), arrowed("Previous", -1)
        ('Next →', '← Previous')
    """
    points_right = (way > 0) == (direction() == "ltr")
    arrow = "→" if points_right else "←"
    return f"{text} {arrow}" if way > 0 else f"{arrow} {text}"


#: Where files of what a page shows are.
EXPORT: Final = "/export/"
#: Filters of several values → the options of a command.
_OPTIONS: Final = {name: f"--{name}" for name in LISTS} | {"voices": "--voice", "sections": "--section"}


def export_line(
    name: str,
    address: str,
    command: str | None = None,
    *,
    kinds: Sequence[str] = ("csv",),
    picture: str = "",
    about: str = "",
) -> Component:
    """Links to the files of a table or chart, and a command.

    Args:
        name: of the file.
        address: of the page that shows it.
        command: that makes the same figures; None where no command has the table.
        kinds: endings of the files.
        picture: id of a chart that the page's script saves as SVG and PNG.
        about: what stands below the chart in these files.
    """
    parts: list[Child] = []
    for kind in kinds:
        href = f"{EXPORT}{name}.{kind}?{urlencode({'view': address})}"
        parts.append(
            html.A(
                kind.upper(),
                href=href,
                download="",
                **named({"aria-label": say("{format} of {name}", format=kind.upper(), name=name)}),
            )
        )
        if kind == "svg":
            # A browser turns the drawing into points.
            attributes = {
                "data-drawing": href,
                "data-name": name,
                "aria-label": say("{format} of {name}", format="PNG", name=name),
            }
            parts.append(html.Button("PNG", type="button", className="save", **named(attributes)))
    for kind in ("svg", "png") if picture else ():
        attributes = {
            "data-chart": picture,
            "data-format": kind,
            "aria-label": say("{format} of the {picture}", format=kind.upper(), picture=say(picture)),
        }
        attributes["data-about"] = "<br>".join(map(escape, wrap(about, 150)))
        parts.append(html.Button(kind.upper(), type="button", className="save", **named(attributes)))
    if command:
        parts.append(
            html.Code(command, title=say("The command that makes the same figures, in the project’s folder"), dir="ltr")
        )
    return html.P(parts, className="export")


def command_for(verb: Sequence[str], filters: Filters) -> str:
    """A command with the filters of a page; all commands take the same ones.

    Args:
        verb: the command, such as ``["export", "estimates"]`` or ``["report", "--dimension", "tone"]``.
        filters: of the page.

    Example:
        >>> command_for(["export", "articles"], Filters(language=("ur",), since="2026", until="2026-02"))
        'framing export articles --language ur --since 2026-01-01 --until 2026-02-28'
        >>> command_for(["report"], Filters(genre=("news",), voices=("own",), least=3))
        'framing report --genre news --voice own --min-articles 3'
    """
    given = ["framing", *verb]
    for name, option in _OPTIONS.items():
        given += [part for value in getattr(filters, name) for part in (option, value)]
    if filters.since:
        given += ["--since", f"{moments(filters.since)[0]:%Y-%m-%d}"]
    if filters.until:
        given += ["--until", f"{moments(filters.until)[1] - timedelta(days=1):%Y-%m-%d}"]
    if filters.about:
        given += ["--about", filters.about]
    if filters.least > 1:
        given += ["--min-articles", str(filters.least)]
    return join(given)

"""The line under a table or chart: the file of it, and the command that makes the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from shlex import join
from typing import Final
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named
from dashboards.filtering import Filters, moments

__all__ = ["EXPORT", "command_for", "export_line"]

#: Where files of what a page shows are.
EXPORT: Final = "/export/"
#: Filters that ``framing export`` has, and how it calls them.
_OPTIONS: Final = ("language", "country", "outlet", "genre")


def export_line(
    name: str, address: str, command: str | None = None, *, kinds: Sequence[str] = ("csv",), picture: str = ""
) -> Component:
    """Links to the files of a table or chart, and a command.

    Args:
        name: of the file.
        address: of the page that shows it.
        command: that makes the same figures; None where no command has the table.
        kinds: endings of the files.
        picture: id of a chart that the page's script saves as SVG and PNG.
    """
    parts: list[Child] = []
    for kind in kinds:
        href = f"{EXPORT}{name}.{kind}?{urlencode({'view': address})}"
        parts.append(html.A(kind.upper(), href=href, download="", **named({"aria-label": f"{kind.upper()} of {name}"})))
        if kind == "svg":
            # A browser turns the drawing into points.
            said = {"data-drawing": href, "aria-label": f"PNG of {name}"}
            parts.append(html.Button("PNG", type="button", className="save", **named(said)))
    for kind in ("svg", "png") if picture else ():
        said = {"data-chart": picture, "data-format": kind, "aria-label": f"{kind.upper()} of the {picture}"}
        parts.append(html.Button(kind.upper(), type="button", className="save", **named(said)))
    if command:
        parts.append(html.Code(command, title="The command that makes the same figures, in the project’s folder"))
    return html.P(parts, className="export")


def command_for(verb: Sequence[str], filters: Filters) -> str:
    """A command with the filters of a page; all commands take the same ones.

    Args:
        verb: the command, such as ``["export", "estimates"]`` or ``["report", "--dimension", "tone"]``.
        filters: of the page.

    Example:
        >>> command_for(["export", "articles"], Filters(language=("ur",), since="2026", until="2026-02"))
        'framing export articles --language ur --since 2026-01-01 --until 2026-02-28'
        >>> command_for(["report"], Filters(genre=("news",), least=3))
        'framing report --genre news --min-articles 3'
    """
    given = ["framing", *verb]
    for name in _OPTIONS:
        for value in getattr(filters, name):
            given += [f"--{name}", value]
    if filters.since:
        given += ["--since", f"{moments(filters.since)[0]:%Y-%m-%d}"]
    if filters.until:
        given += ["--until", f"{moments(filters.until)[1] - timedelta(days=1):%Y-%m-%d}"]
    if filters.about:
        given += ["--about", filters.about]
    if filters.least > 1:
        given += ["--min-articles", str(filters.least)]
    return join(given)

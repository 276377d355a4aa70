"""Parts of a page that take longer than the rest: the page stands without them, and then asks for each."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.components.links import Child, named

__all__ = ["part", "pending"]


def part(name: str, children: list[Child]) -> Component:
    """Where a part of a page stands, filled or not yet."""
    return html.Div(children, id=f"part-{name}", className="part")


def pending(name: str, address: str, says: str, *, is_empty: bool = True, again: bool = False) -> list[Child]:
    """What stands in the place of a part until it is there, and asks for it.

    Args:
        name: of the part.
        address: of the page.
        says: what is waited for.
        is_empty: whether nothing else stands there yet.
        again: whether it is asked for again and again, since its answer may be how far it is.
    """
    bones = [html.Div(className="bone"), html.Div(className="bone wide")] if is_empty else []
    asks: dict[str, str] = {"data-again": name, "data-address": address} if again else {}
    waiting = html.Div([html.P(says, className="note"), *bones], className="pending", role="status", **named(asks))
    return [waiting, dcc.Store(id=f"ask-{name}", data=address)]

"""The filters that are typed: dates, what the articles are about, the number of articles of an outlet.

And what a page says where filters leave articles out, or leave none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboards.components.links import Child, named, view_link
from dashboards.data import Selection, Snapshot
from dashboards.filtering import Filters, described
from dashboards.names import count, when
from dashboards.view import FilteredView

__all__ = ["about_panel", "dates_panel", "least_panel", "left_out", "nothing_left", "panel_details"]

#: Numbers of articles that are offered; five is what an outlet needs for an estimate at large.
_LEAST: Final = (5, 20, 100)


def panel_details(identity: str, label: str, said: Child, parts: Sequence[Child], *, on: bool, kind: str) -> Component:
    """A button with what is chosen, and under it a panel."""
    return html.Details(
        [
            html.Summary([html.Span(f"{label} ", className="label"), html.Bdi(said, className="value")]),
            html.Div(list(parts), className=f"panel {kind}".strip()),
        ],
        className="filter on" if on else "filter",
        id=identity,
    )


def _field(name: str, value: str, label: str, kind: str, hint: str = "") -> Component:
    """Where the page's script makes a field; what is typed there becomes part of the address."""
    said = {"name": name, "value": value, "label": label, "kind": kind, "hint": hint}
    return html.Div(className="ask-slot", **named({f"data-{key}": text for key, text in said.items()}))


def about_panel(view: FilteredView) -> Component:
    """What the articles name: there are too many names to choose from."""
    asked = view.filters.about
    hint = (
        "An actor such as Kashmir or NATO, found in every language; or names apart by | such as monsoon|मानसून|مون سون."
    )
    every = view_link("All articles", view.href(filters=replace(view.filters, about=""))) if asked else None
    parts = [_field("about", asked, "Only articles that name this", "text"), html.P(hint, className="note"), every]
    return panel_details("filter-about", "About", asked or "anything", parts, on=bool(asked), kind="ask")


def dates_panel(snapshot: Snapshot, view: FilteredView) -> Component:
    """The first and the last day, month or year."""
    since, until = view.filters.since, view.filters.until
    said = f"{since} to {until}" if since and until else f"from {since}" if since else f"until {until}"
    dates = snapshot.rows["published"]
    hint = "No article of this project has a date."
    if len(dates) > dates.null_count():
        hint = f"Dated articles run from {when(dates.min())} to {when(dates.max())}."  # type: ignore[arg-type]
        if dates.null_count():
            hint += f" A range leaves out the {count(dates.null_count(), 'article')} without a date."
    every = view_link("Any date", view.href(filters=replace(view.filters, since="", until="")))
    parts: list[Child] = [
        _field("since", since, "From", "date", "2026-02-05 or 2026-02"),
        _field("until", until, "Until", "date", "2026-02-05 or 2026-02"),
        html.P(hint, className="note"),
        every if since or until else None,
    ]
    on = bool(since or until)
    return panel_details("filter-dates", "Dates", said if on else "any", parts, on=on, kind="ask")


def least_panel(snapshot: Snapshot, view: FilteredView) -> Component:
    """The least number of articles that an outlet has."""
    now = view.filters.least if view.filters.least > 1 else 0
    sizes = snapshot.rows.group_by("outlet").len()["len"]
    items: list[Child] = [_size("any", count(len(sizes), "outlet"), view, 0, now)]
    items += [
        _size(f"{least:,} or more", count(int((sizes >= least).sum()), "outlet"), view, least, now) for least in _LEAST
    ]
    parts: list[Child] = [
        _field("least", str(now or ""), "At least so many articles", "number", "such as 50"),
        html.Ul(items),
    ]
    said = f"{now:,} or more" if now else "any number"
    return panel_details("filter-least", "Articles per outlet", said, parts, on=bool(now), kind="ask")


def _size(text: str, detail: str, view: FilteredView, least: int, now: int) -> Component:
    words: list[Child] = [html.Span(text, className="name"), html.Span(detail, className="n")]
    current: dict[str, str] = {"aria-current": "true"} if least == now else {}
    return html.Li(view_link(words, view.href(filters=replace(view.filters, least=least)), "", **named(current)))


def left_out(selection: Selection) -> Component | None:
    """How many articles have no date to be in a range with."""
    if not selection.undated:
        return None
    said = f"{count(selection.undated, 'undated article')} left out: a range of dates holds only what has a date."
    return html.P(said, className="note left-out", role="status")


def nothing_left(snapshot: Snapshot, selection: Selection, view: FilteredView) -> Component:
    """Which filter left nothing, how much each one leaves, and a link without each."""
    funnel: list[Child] = [html.Li(step) for step in selection.told.split("; ")]
    without: list[Child] = [
        html.Li(view_link(f"Without “{said}”", view.href(filters=fewer)))
        for said, fewer in described(view.filters, snapshot.outlet_name)
    ]
    clear = view_link("Clear the filters", view.href(filters=Filters()))
    return html.Section(
        [
            html.H2("What each filter leaves"),
            html.Ol(funnel, className="funnel"),
            html.Ul([*(without if len(without) > 1 else []), html.Li(clear)], className="ways-out"),
        ],
        className="empty-note",
    )

"""The choice of a dimension or scale, and how far rows of estimates are from what is usual in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.components.filters import panel_details
from dashboards.components.links import Child, named, view_link
from dashboards.components.scale import why_not
from dashboards.data import Snapshot
from dashboards.names import measure_name as called
from dashboards.names import numeric, rate, scale_number
from dashboards.view import FilteredView
from dashboards.wording import ENGLISH, say, spoken

__all__ = ["doublings", "figures", "is_contrast", "measure_name", "measure_of", "measure_panel"]


class MeasuredView(FilteredView, Protocol):
    """A view of one measure."""

    @property
    def measure(self) -> str:
        """Dimension or scale."""


def _names(snapshot: Snapshot, view: FilteredView) -> dict[str, str]:
    book = snapshot.lexicon.codebook
    names = {name: called(name).capitalize() for name in book.estimated}
    return names | {name: say(book.dimensions[name].label) for name in snapshot.dimensions(view.filters)}


def measure_of(snapshot: Snapshot, view: MeasuredView) -> str:
    """The measure of a view; the first one where there is none of its name: a link may be older than the lexicon."""
    names = _names(snapshot, view)
    return view.measure if view.measure in names else next(iter(names))


def measure_name(snapshot: Snapshot, measure: str) -> str:
    """How a question calls a measure."""
    book = snapshot.lexicon.codebook
    name = say(book.dimensions[measure].label) if measure in book.dimensions else called(measure)
    return f"the {name.lower()}" if spoken() == ENGLISH else name


def is_contrast(snapshot: Snapshot, measure: str) -> bool:
    """Whether a measure is a scale with two ends, and no rate."""
    scale = snapshot.lexicon.codebook.scales.get(measure)
    return scale is not None and scale.kind == "contrast"


def measure_panel(snapshot: Snapshot, view: MeasuredView) -> Component:
    """A button with the measure, and under it all of them."""
    names = _names(snapshot, view)
    links: list[Child] = [
        html.Li(
            view_link(
                html.Span(text, className="name"),
                view.href(measure=name),
                **named({"aria-current": "true"} if name == view.measure else {}),
            )
        )
        for name, text in names.items()
    ]
    return panel_details("choose-measure", say("Measure"), names[view.measure], [html.Ul(links)], on=False, kind="")


def doublings(rows: pl.DataFrame, *, contrast: bool) -> pl.DataFrame:
    """Rows of estimates with columns ``at``, ``from`` and ``to``: doublings from what is usual in their languages.

    Args:
        rows: ESTIMATE columns of one measure.
        contrast: whether it is a scale with two ends, whose estimate says just that; of a rate its ratio is taken.
    """
    columns = ("estimate", "low", "high") if contrast else ("ratio", "ratio_low", "ratio_high")
    values = [pl.col(name) if contrast else pl.col(name).log(2) for name in columns]
    return rows.with_columns(value.alias(name) for value, name in zip(values, ("at", "from", "to"), strict=True))


def figures(row: Mapping[str, Any], *, contrast: bool) -> list[Child]:
    """The estimate with its interval, in words."""
    shown = scale_number if contrast else rate
    if row["estimate"] is None or row["low"] is None:
        return [html.Small(why_not(row))]
    interval = numeric(f"{shown(row['low'])} … {shown(row['high'])}")
    return [html.B(shown(row["estimate"]), className="value"), html.Small(interval)]

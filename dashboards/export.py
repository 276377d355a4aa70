"""What a page shows, as a file: every table as CSV, the plane as SVG, each with a line that says what it holds."""

from __future__ import annotations

from textwrap import wrap
from typing import Final

import polars as pl

from dashboards.components.countries import LEVEL
from dashboards.components.drawing import WIDE, drawn
from dashboards.components.heatmap import cells_of
from dashboards.components.plane import axes_of, label_of, plane_of, points_of
from dashboards.data import Snapshot
from dashboards.filtering import Filters, described
from dashboards.names import count
from dashboards.pages.outlets import settled_outlets
from dashboards.pages.overview import settled_overview
from dashboards.view import OUTLETS, OutletsView, OverviewView, article_of
from framing.render.escaping import safe_cells

__all__ = ["exported"]


def exported(snapshot: Snapshot, name: str, address: str) -> tuple[str, str] | None:
    """A file of what a page shows.

    Args:
        snapshot: the project.
        name: ``outlets.csv``, ``countries.csv``, ``articles.csv`` and ``plane.csv`` or ``plane.svg`` of the overview;
            ``heatmap.csv``, ``contrast.csv`` and ``words.csv`` of the outlets; ``numbers.csv`` and ``evidence.csv`` of
            an article.
        address: path and query of the page.

    Returns:
        Its media type and its content; None where the page has no such file.

    Raises:
        UsageError: a filter that is none.
    """
    path, _, search = address.partition("?")
    if article_id := article_of(path):
        return _of_article(snapshot, name, article_id)
    if path == OUTLETS:
        return _of_outlets(snapshot, name, OutletsView.parse(search))
    return _of_overview(snapshot, name, OverviewView.parse(search)) if path == "/" else None


def _of_overview(snapshot: Snapshot, name: str, view: OverviewView) -> tuple[str, str] | None:
    selection = snapshot.select(view.filters)
    view = settled_overview(snapshot, view)
    said = _caption(snapshot, view.filters, selection.rows)
    if name in ("outlets.csv", "countries.csv"):
        level = "outlet" if name == "outlets.csv" else LEVEL[view.by]
        rows = selection.estimates.filter(pl.col("level") == level, pl.col("dimension") == view.scale)
        return _csv(_with_names(rows, snapshot) if level == "outlet" else rows, said)
    if name == "articles.csv":
        return _csv(selection.rows.drop("start"), said)
    plane = plane_of(snapshot, selection, view.plane) if name in ("plane.csv", "plane.svg") else None
    if plane is None:
        return None
    if name == "plane.csv":
        return _csv(plane.rows, said)
    points = points_of(snapshot, plane, view)
    label = label_of(plane)
    lines = [label, *wrap(said, 150)]
    return "image/svg+xml", drawn(points, *axes_of(plane), WIDE, label=label, caption=lines, file=True)


def _of_outlets(snapshot: Snapshot, name: str, view: OutletsView) -> tuple[str, str] | None:
    selection = snapshot.select(view.filters)
    view = settled_outlets(snapshot, selection, view)
    said = _caption(snapshot, view.filters, selection.rows)
    if name == "heatmap.csv":
        rows = cells_of(snapshot, selection)
        book = snapshot.lexicon.codebook.dimensions
        kept = [key for key, dimension in book.items() if view.family in ("", dimension.family)]
        return _csv(_with_names(rows.filter(pl.col("dimension").is_in(kept)), snapshot), said)
    if not view.a:
        return None
    found = snapshot.contrast(view.filters, view.a, view.b, view.mix)
    said += f" · A {found.a} against B {found.b}"
    if name == "contrast.csv":
        return _csv(found.table, said)
    measure = view.measure or next(iter(found.strongest), "")
    if name != "words.csv" or not measure:
        return None
    behind = snapshot.behind(view.filters, view.a, view.b, measure)
    return _csv(behind.shifts.filter(pl.col("measure") == measure), said)


def _of_article(snapshot: Snapshot, name: str, article_id: str) -> tuple[str, str] | None:
    frames: Final = {"evidence.csv": snapshot.scored.evidence, "numbers.csv": snapshot.scored.scores}
    article = snapshot.rows.filter(pl.col("article_id") == article_id)
    if name not in frames or not article.height:
        return None
    rows = frames[name].filter(pl.col("article_id") == article_id)
    return _csv(rows, _caption(snapshot, Filters(), article))


def _with_names(rows: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    names = pl.Series("name", [snapshot.outlet_name(key) for key in rows["key"]], dtype=pl.String)
    return rows.insert_column(rows.columns.index("key") + 1, names) if "name" not in rows.columns else rows


def _caption(snapshot: Snapshot, filters: Filters, rows: pl.DataFrame) -> str:
    """What a file holds, in one line."""
    chosen = described(filters, snapshot.outlet_name)
    said = [
        snapshot.name,
        *(text for text, _ in chosen),
        *([] if chosen else ["no filter"]),
        f"{count(rows.height, 'article')} of {count(rows['outlet'].n_unique(), 'outlet')}",
        f"lexicon {snapshot.lexicon.codebook.version} {snapshot.lexicon.fingerprint}",
        "rates per 1000 words; intervals hold 95 %",
    ]
    return " · ".join(said)


def _csv(rows: pl.DataFrame, said: str) -> tuple[str, str]:
    """Rows below a line that begins with ``#``, which programs can be told to pass over."""
    nested = [name for name, kind in rows.schema.items() if kind.is_nested()]
    flat: list[pl.Expr] = [pl.col(name).map_elements(_flat, return_dtype=pl.String) for name in nested]
    rows = rows.with_columns(flat)
    line = " ".join(said.replace(",", ";").replace('"', "'").split())
    return "text/csv", f"# {line}\n{rows.with_columns(safe_cells(rows.schema)).write_csv()}"


def _flat(values: object) -> str:
    return "; ".join(map(str, values)) if isinstance(values, pl.Series) else str(values)

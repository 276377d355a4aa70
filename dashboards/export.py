"""Files of what a page shows: tables as CSV, below a line that says what the file holds."""

from __future__ import annotations

from textwrap import wrap

import polars as pl
from dash import html
from dash.development.base_component import Component
from flask import has_request_context, request

from dashboards.data import Snapshot
from dashboards.filtering import Filters, described
from dashboards.names import count
from dashboards.page import File
from dashboards.rows import nameless
from dashboards.wording import many, say
from framing.render.escaping import safe_cells

__all__ = ["caption", "caption_lines", "csv", "printed", "with_names"]


def with_names(rows: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """Rows of estimates with the names of outlets beside their keys."""
    names = pl.Series("name", [snapshot.outlet_name(key) for key in rows["key"]], dtype=pl.String)
    return rows.insert_column(rows.columns.index("key") + 1, names) if "name" not in rows.columns else rows


def caption(snapshot: Snapshot, filters: Filters, rows: pl.DataFrame, address: str) -> str:
    """What a file, or a page on paper, holds, in one line.

    Args:
        snapshot: the project.
        filters: of the page.
        rows: the articles.
        address: path and query of the page, which becomes a link to it.
    """
    chosen = described(filters, snapshot.outlet_name)
    parts = [
        snapshot.name,
        *(text for text, _ in chosen),
        *([] if chosen else [say("no filter")]),
        many(
            "{articles} of {n} outlet",
            "{articles} of {n} outlets",
            rows["outlet"].n_unique() - nameless(rows)[1],
            articles=count(rows.height, "article"),
        ),
        say("lexicon {version} {hash}", version=snapshot.lexicon.codebook.version, hash=snapshot.lexicon.fingerprint),
        say("rates per 1000 words; intervals hold 95 %"),
        _link(address),
    ]
    return " · ".join(parts)


def caption_lines(text: str) -> list[str]:
    """A caption as a drawing has it below it."""
    return wrap(text, 150)


def printed(text: str) -> Component:
    """A caption that stands on paper alone: the page itself says the same in its filters and at its foot."""
    return html.P(text, className="on-paper")


def _link(address: str) -> str:
    """The link to a page, as far as it is known by which name it was asked for."""
    return (request.host_url.rstrip("/") if has_request_context() else "") + address


def csv(rows: pl.DataFrame, heading: str) -> File:
    """Rows below a line that begins with ``#``, which programs can be told to pass over."""
    nested = [name for name, kind in rows.schema.items() if kind.is_nested()]
    flat: list[pl.Expr] = [pl.col(name).map_elements(_flat, return_dtype=pl.String) for name in nested]
    rows = rows.with_columns(flat)
    line = " ".join(heading.replace(",", ";").replace('"', "'").split())
    return File("text/csv", f"# {line}\n{rows.with_columns(safe_cells(rows.schema)).write_csv()}")


def _flat(values: object) -> str:
    return "; ".join(map(str, values)) if isinstance(values, pl.Series) else str(values)

"""Tables made by hand, of what a test tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from framing.schemas import ESTIMATE


def table_of(schema: Mapping[str, pl.DataType], rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows of a table; what is not told of them is missing."""
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=dict(schema), orient="row")


def outlet(key: str, estimate: float | None = 1.0, **told: Any) -> dict[str, Any]:
    ends = (None, None) if estimate is None else (estimate / 2, estimate * 2)
    known = {"level": "outlet", "dimension": "war", "language": "en", "articles": 7, "low": ends[0], "high": ends[1]}
    return known | {"key": key, "estimate": estimate} | told


def estimates(*rows: dict[str, Any]) -> pl.DataFrame:
    return table_of(ESTIMATE, list(rows))

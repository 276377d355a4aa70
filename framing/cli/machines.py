"""What other machines say of articles, from a table of theirs: beside the lexicon's measures in ``framing report``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import polars as pl

from framing.cli.output import print_table
from framing.naming import with_names
from framing.statistics.machines import machine_estimates, machine_names, silences
from framing.statistics.observations import observe

if TYPE_CHECKING:
    from framing.cli.findings import Asked

__all__ = ["machine_rows", "print_machine_rows"]


def machine_rows(
    asked: Asked, scores: pl.DataFrame, outlet_name: Callable[[str], str]
) -> tuple[pl.DataFrame, list[str]]:
    """The machines' estimates with the names of keys, and a sentence for each machine that leaves articles out.

    Args:
        asked: what the report is about.
        scores: from :func:`framing.store.beside.read_machines`.
        outlet_name: what an outlet is called.

    Raises:
        UsageError: a machine called as a measure is; none of the articles is among those asked for.
    """
    codebook = asked.lexicon.codebook
    machine_names(scores, (*codebook.dimensions, *codebook.scales))
    level = asked.request.level
    rows = machine_estimates(observe(asked.scored, asked.articles, asked.lexicon), scores, (level,))
    return with_names(rows, level, outlet_name), silences(scores, asked.articles)


def print_machine_rows(rows: pl.DataFrame, level: str) -> None:
    """A table of the machines' estimates."""
    columns = [(level, "left"), ("machine", "left"), ("articles", "right"), ("observed", "right")]
    columns += [("at large", "right"), ("95 % interval", "right"), ("median outlet", "right"), ("p, adjusted", "right")]
    table = [
        [
            row["name"],
            row["dimension"],
            f"{row['articles']:,}",
            _figure(row["observed"]),
            _figure(row["estimate"]) if row["estimate"] is not None else row["status"],
            "–" if row["low"] is None else f"{_figure(row['low'])} … {_figure(row['high'])}",
            _figure(row["baseline"]),
            "–" if row["p_adjusted"] is None else f"{row['p_adjusted']:.3f}",
        ]
        for row in rows.sort("dimension", "key", maintain_order=True).iter_rows(named=True)
    ]
    print_table("Other machines: the mean of each, copies and articles of one event counted once", columns, table)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}".replace("-", "−")

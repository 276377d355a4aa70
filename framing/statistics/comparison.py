"""What a contrast returns, and how a notebook shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from framing.render.page import Column, factor, joined, number, probability, signed, table, tag
from framing.statistics.shift import SHIFT

__all__ = ["CONTRAST", "EXAMPLE", "SHIFTS", "SIDES", "Comparison", "strongest"]

#: One row a dimension or scale, strongest effect first, dimensions before scales.
#:
#: ``measure``: "ratio" of two rates, or "difference" of two values of a scale (−2 … +2). ``effect`` is null where too
#: little was found to say. ``low``, ``high``: its 95 % interval. ``p_adjusted``: Benjamini–Hochberg over all rows with
#: a p. ``hits`` count, of a scale both sides'; ``words`` they count in. ``rate``: per 1,000 words, at the common mix
#: where the contrast is standardised; of a scale its value, −1 … +1. ``clusters``: independent texts (or outlets).
#: ``crude``: the effect at each side's own topic mix, ``standardised``: at a common one; one of them is ``effect``.
#: ``status``: ok; few-articles (fewer than ten texts of a side); one-outlet, few-outlets (a country is no more than
#: its outlets here); few-hits; no-hits; no-words; no-baseline (nothing else in that language to compare with);
#: is-topic (cannot be standardised by topic, crude); calibrated, uncalibrated (raw across languages); same-sides.
CONTRAST: Final = {
    "dimension": pl.String(),
    "measure": pl.String(),
    "effect": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "p": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "hits_a": pl.Int64(),
    "hits_b": pl.Int64(),
    "words_a": pl.Int64(),
    "words_b": pl.Int64(),
    "rate_a": pl.Float64(),
    "rate_b": pl.Float64(),
    "clusters_a": pl.Int64(),
    "clusters_b": pl.Int64(),
    "crude": pl.Float64(),
    "standardised": pl.Float64(),
    "method": pl.String(),
    "calibrated": pl.Boolean(),
    "status": pl.String(),
}

#: One row a side.
SIDES: Final = {
    "side": pl.String(),
    "name": pl.String(),
    "articles": pl.Int64(),
    "clusters": pl.Int64(),
    "outlets": pl.Int64(),
    "words": pl.Int64(),
    "languages": pl.String(),
    "first_published": pl.Datetime("us", "UTC"),
    "last_published": pl.Datetime("us", "UTC"),
}

#: Of the strongest differences: one row an entry (or concept, across languages). ``contribution`` adds up to the crude
#: difference of the rates per 1,000 words, or of a scale's values; see :mod:`framing.statistics.shift`.
SHIFTS: Final = {"measure": pl.String(), **{name: kind for name, kind in SHIFT.items() if name != "dimension"}}

#: Of the strongest differences: some hits of each side in their contexts, drawn at random from those that the entries
#: which make the difference have.
EXAMPLE: Final = {
    "measure": pl.String(),
    "compared": pl.String(),
    "article_id": pl.String(),
    "outlet": pl.String(),
    "section": pl.String(),
    "before": pl.String(),
    "hit": pl.String(),
    "after": pl.String(),
    "entry_id": pl.String(),
    "voice": pl.String(),
}

#: Differences that words and examples are shown for.
_STRONGEST: Final = 3
#: What a notebook shows.
_SHOWN: Final = (
    ("dimension", "text"),
    ("effect", "number"),
    ("95 % interval", "number"),
    ("adjusted p", "number"),
    ("hits a", "number"),
    ("hits b", "number"),
    ("rate a", "number"),
    ("rate b", "number"),
    ("status", "text"),
)


def _cells(row: Mapping[str, Any]) -> list[str]:
    """A row of the table as a notebook shows it."""
    shown = factor if row["measure"] == "ratio" else signed
    interval = "–" if row["low"] is None or row["high"] is None else f"{shown(row['low'])} … {shown(row['high'])}"
    return [
        row["dimension"],
        shown(row["effect"]),
        interval,
        probability(row["p_adjusted"]),
        *(number(row[name]) for name in ("hits_a", "hits_b")),
        *(number(row[name], 2) for name in ("rate_a", "rate_b")),
        row["status"],
    ]


def strongest(table: pl.DataFrame) -> list[str]:
    """The dimensions and scales to look into: those that differ for sure, strongest first, else the largest."""
    told = table.filter(pl.col("effect").is_not_null() & (pl.col("status") != "uncalibrated"))
    sure = told.filter(pl.col("p_adjusted") < 0.05)
    names = [*sure["dimension"], *told.filter(pl.col("measure") == "ratio")["dimension"]]
    return list(dict.fromkeys(names))[:_STRONGEST]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A contrast of two sides.

    Attributes:
        a: what side A is called.
        b: what side B is called.
        table: CONTRAST columns.
        sides: SIDES columns.
        mixes: MIX columns (:mod:`framing.statistics.mixes`): topics and genres of both sides.
        shifts: SHIFTS columns.
        examples: EXAMPLE columns.
        caveats: sentences that belong beside the table.
        settings: what was asked for, and the lexicon's fingerprint.
    """

    a: str
    b: str
    table: pl.DataFrame
    sides: pl.DataFrame
    mixes: pl.DataFrame
    shifts: pl.DataFrame
    examples: pl.DataFrame
    caveats: tuple[str, ...]
    settings: Mapping[str, object]

    def __repr__(self) -> str:
        sure = self.table.filter(pl.col("p_adjusted") < 0.05).height
        return (
            f"<Comparison: {self.a} with {self.b}, {self.table.height} measures, {sure} differ; frames table, sides, "
            "mixes, shifts, examples; caveats>"
        )

    def _repr_html_(self) -> str:
        columns = [Column(name, kind) for name, kind in _SHOWN]
        title = f"{self.a} (a) compared with {self.b} (b)"
        rows = [_cells(row) for row in self.table.iter_rows(named=True)]
        said = tag("ul", *(tag("li", line) for line in self.caveats))
        return joined(table(title, columns, rows), said)

    @property
    def strongest(self) -> list[str]:
        """The dimensions and scales to look into first; see :func:`strongest`."""
        return strongest(self.table)

    def to_dict(self) -> dict[str, object]:
        """Plain values, as ``framing compare --json`` prints them."""
        dates = pl.col("first_published", "last_published").dt.to_string("iso:strict")
        return {
            "a": self.a,
            "b": self.b,
            "settings": dict(self.settings),
            "sides": self.sides.with_columns(dates).to_dicts(),
            "contrasts": self.table.to_dicts(),
            "mixes": self.mixes.to_dicts(),
            "shifts": self.shifts.to_dicts(),
            "examples": self.examples.to_dicts(),
            "caveats": list(self.caveats),
        }

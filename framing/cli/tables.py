"""The table of estimates that people read, and the sentences below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from framing.cli.output import console, print_table

__all__ = ["LEVEL_TITLES", "SHOWN", "print_caveats", "print_level"]

#: Dimensions and scales that the tables show; the JSON has all.
SHOWN: Final = ("sensational", "derogation", "communique", "praise", "doubt", "attribution")
_SCALES: Final = ("tone", "skepticism")

#: Adjusted p of the differences from the baseline that are marked.
SURE: Final = 0.05

LEVEL_TITLES: Final = {
    "outlet": "Outlets",
    "country": "Publisher countries",
    "source": "Source countries",
    "language": "Languages",
}

#: A country's line need not name the country twice.
_SAME: Final = {("country", "publisher"), ("source", "source"), ("language", "language")}


def print_level(
    estimates: pl.DataFrame, level: str, shown_measures: Sequence[str] = (), *, calibrated: bool = False
) -> None:
    """A block of lines for each key of a level: its scales, then its rates; those that are named, or the usual ones.

    Where the rates are ``calibrated``, those that no factor exists for are marked.
    """
    rows = estimates.filter(pl.col("level") == level)
    meta = {"publisher": "country", "source": "source_country", "language": "language"}
    meta = {name: column for name, column in meta.items() if (level, name) not in _SAME}
    columns = [(level, "left"), *((name, "left") for name in meta), ("words", "right")]
    columns += [
        ("measure", "left"),
        ("hits", "right"),
        ("value", "right"),
        ("95 % interval", "right"),
        ("× baseline", "right"),
    ]
    order = {name: index for index, name in enumerate(shown_measures or (*_SCALES, *SHOWN))}
    table: list[list[str]] = []
    for (key,), block in rows.partition_by("key", as_dict=True, maintain_order=True).items():
        head = block.row(0, named=True)
        words = str(block["words"].max())
        left = [str(key), *(head[column] or "–" for column in meta.values()), words]
        shown = block.filter(pl.col("dimension").is_in(list(order))).sort(
            pl.col("dimension").replace_strict(order, return_dtype=pl.Int8, default=0)
        )
        for row in shown.iter_rows(named=True):
            table.append([*left, row["dimension"], str(row["hits"]), *_value(row, calibrated)])
            left = [""] * len(left)
    print_table(LEVEL_TITLES.get(level, level), columns, table)


def print_caveats(said: list[str], fingerprint: str, *, counted: str = "in all voices") -> None:
    """What the numbers cannot tell, and what they are.

    Args:
        said: caveats.
        fingerprint: the lexicon's.
        counted: where hits and words are counted.
    """
    out = console()
    for line in said:
        out.print(f"! {line}", style="yellow", markup=False, highlight=False)
    out.print(
        f"\nRates per 1,000 words {counted}; tone and skepticism from stance entries, in the outlet's own "
        "voice where no other is asked for. Intervals hold 95 %; * survives the control of false discoveries.\n"
        f"Lexicon fingerprint {fingerprint[:12]}.",
        markup=False,
        highlight=False,
    )


def _value(row: dict[str, Any], marked: bool) -> tuple[str, str, str]:
    """A value with its interval, and its ratio to the language's baseline; a dash where nothing can be said."""
    if row["estimate"] is None:
        return "–", "nothing to say it from", ""
    sign = "+" if row["dimension"] in _SCALES else ""
    digits = 2 if row["dimension"] in _SCALES else 1
    low, high = (f"{row[name]:{sign}.{digits}f}" for name in ("low", "high"))
    mark = "*" if row["p_adjusted"] is not None and row["p_adjusted"] <= SURE else " "
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}{mark}"
    note = " uncalibrated" if marked and not row["calibrated"] else ""
    return f"{row['estimate']:{sign}.{digits}f}", f"{low} … {high}{note}", ratio

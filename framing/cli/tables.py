"""The table of estimates that people read, and the sentences below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from framing.cli.output import console, print_table
from framing.statistics.rankings import AIM, LOW
from framing.statistics.table import FEW_ARTICLES

__all__ = [
    "LEVEL_TITLES",
    "SHOWN",
    "AtLarge",
    "at_large",
    "counted_hits",
    "observed_value",
    "print_caveats",
    "print_level",
    "reliability",
]

#: Dimensions and scales that the tables show; the JSON has all.
SHOWN: Final = ("sensational", "derogation", "communique", "praise", "doubt", "attribution")
_SCALES: Final = ("loudness", "tone", "skepticism")

#: Adjusted p of the differences from the baseline that are marked.
SURE: Final = 0.05

LEVEL_TITLES: Final = {
    "outlet": "Outlets",
    "country": "Publisher countries",
    "source": "Source countries",
    "language": "Languages",
    "topic": "Topics",
    "target": "Targets",
    "population:country": "All outlets like these, by publisher country",
    "population:language": "All outlets like these, by language",
}

#: A country's line need not name the country twice.
_SAME: Final = {("country", "publisher"), ("source", "source"), ("language", "language")}
#: Why nothing is said at large, by status.
_WHY: Final = {"too-few-words": "too few words", "no-words": "no words", "one-outlet": "one outlet"}


def print_level(
    estimates: pl.DataFrame, level: str, shown_measures: Sequence[str] = (), *, calibrated: bool = False
) -> None:
    """A block of lines for each key of a level: its scales, then its rates; those that are named, or the usual ones.

    What was counted in these articles stands first, what is inferred of the key at large after it; where there is
    nothing to infer it from, one sentence says so instead. Where rates are ``calibrated``, those that no factor exists
    for are marked.
    """
    rows = estimates.filter(pl.col("level") == level)
    order = {name: index for index, name in enumerate(shown_measures or (*_SCALES, *SHOWN))}
    rows = rows.filter(pl.col("dimension").is_in(list(order)))
    inferred = rows["estimate"].drop_nulls().len() > 0
    kind = level.rpartition(":")[2]
    meta = {"publisher": "country", "source": "source_country", "language": "language"}
    meta = {name: column for name, column in meta.items() if (kind, name) not in _SAME}
    # A column that is empty throughout says nothing.
    meta = {name: column for name, column in meta.items() if any(rows[column].drop_nulls())}
    ranked = inferred and rows["reliability"].drop_nulls().len() > 0
    columns = [(kind, "left"), *((name, "left") for name in meta), ("articles", "right"), ("words", "right")]
    columns += [("measure", "left"), ("hits", "right"), ("observed", "right")]
    if inferred:
        columns += [("at large", "right"), ("95 % interval", "right"), ("× baseline", "right")]
    columns += [("reliability", "left")] if ranked else []
    table: list[list[str]] = []
    for (key,), block in rows.partition_by("key", as_dict=True).items():
        head = block.row(0, named=True)
        left = [str(key), *(head[column] or "–" for column in meta.values())]
        left += [str(head["articles"]), str(block["words"].max())]
        shown = block.sort(pl.col("dimension").replace_strict(order, return_dtype=pl.Int8, default=0))
        for row in shown.iter_rows(named=True):
            figures = at_large(row, calibrated) if inferred else ()
            place = (reliability(row),) if ranked else ()
            table.append([*left, row["dimension"], counted_hits(row), observed_value(row), *figures, *place])
            left = [""] * len(left)
    print_table(LEVEL_TITLES.get(level, level), columns, table)
    if ranked:
        out = "Reliability: share of what the outlets of a language differ by, as observed, that is no chance"
        _line(f"{out}; under {LOW:.2f} (!) a ranking is mostly chance, and so many articles would make it {AIM:.2f}.")
    if table and not inferred:
        _line(f"Fewer than {FEW_ARTICLES} events or texts each: these articles are counted; nothing is said at large.")


def _line(text: str) -> None:
    console().print(text, markup=False, highlight=False)


def print_caveats(sentences: Sequence[str], fingerprint: str, *, counted: str = "in all voices") -> None:
    """What the numbers cannot tell, and what they are.

    Args:
        sentences: caveats.
        fingerprint: the lexicon's.
        counted: where hits and words are counted.
    """
    out = console()
    for line in sentences:
        out.print(f"! {line}", style="yellow", markup=False, highlight=False)
    out.print(
        f"\nObserved: these articles, hits per 1,000 words {counted}; loudness, tone and skepticism from stance "
        "entries, in the outlet's own voice where no other is asked for; tone and skepticism from −1 to +1. At large: "
        "inferred, with an interval that holds 95 %; tone and skepticism in doublings, 0 as usual in the language. "
        f"* survives the control of false discoveries.\nLexicon fingerprint {fingerprint[:12]}.",
        markup=False,
        highlight=False,
    )


def counted_hits(row: dict[str, Any]) -> str:
    """Hits; of a contrast scale those of both sides.

    Example:
        >>> counted_hits({"hits": 3, "positive": 2, "negative": 1}), counted_hits({"hits": 3, "positive": None})
        ('2 : 1', '3')
    """
    return str(row["hits"]) if row["positive"] is None else f"{row['positive']} : {row['negative']}"


def observed_value(row: dict[str, Any]) -> str:
    """What was counted in these articles; a dash where there was nothing to count in."""
    if row["observed"] is None:
        return "–"
    return f"{row['observed']:.1f}" if row["positive"] is None else f"{row['observed']:+.2f}"


def reliability(row: dict[str, Any]) -> str:
    """What an outlet's place among the others is worth, and the articles that it would take where that is little.

    Example:
        >>> row = {"reliability": 0.312, "articles_needed": 1200, "articles": 20, "estimate": 1.0}
        >>> reliability(row), reliability({**row, "reliability": 0.91}), reliability({**row, "reliability": None})
        ('.31! 1,200', '.91', '')
    """
    if row["reliability"] is None or row["estimate"] is None:
        return ""
    text = f"{row['reliability']:.2f}".removeprefix("0")
    if row["reliability"] >= LOW:
        return text
    return f"{text}! {row['articles_needed']:,}" if row["articles_needed"] else f"{text}!"


class AtLarge(NamedTuple):
    """What is inferred of a key, as a table shows it."""

    estimate: str
    interval: str
    ratio: str


def at_large(row: dict[str, Any], calibrated: bool = False) -> AtLarge:
    """An estimate with its interval, and its ratio to the language's baseline; or why there is none."""
    if row["estimate"] is None:
        return AtLarge("–", _WHY.get(row["status"], "few articles"), "")
    scale = row["positive"] is not None
    sign, digits = ("+", 2) if scale else ("", 1)
    interval = _WHY.get(row["status"], "–")
    if row["low"] is not None:
        interval = " … ".join(f"{row[name]:{sign}.{digits}f}" for name in ("low", "high"))
    mark = "*" if row["p_adjusted"] is not None and row["p_adjusted"] <= SURE else " "
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}{mark}"
    note = " uncalibrated" if calibrated and not row["calibrated"] else ""
    return AtLarge(f"{row['estimate']:{sign}.{digits}f}", f"{interval}{note}", ratio)

"""Which entries make two languages differ on the same sentences: differential functioning of aligned concepts.

A sentence and its translation say the same, so that a concept which is found in one and not in the other tells of the
lexicons, or of what translators do, and not of the news. Sentences are strata: the Mantel–Haenszel odds ratio of a concept
is then the ratio of the sentences that have it in one language alone (Holland & Thayer 1988; McNemar). Its interval is
Clopper and Pearson's of the share among these, its p the exact binomial, adjusted over all concepts (Benjamini & Hochberg
1995). Concepts of which fewer than ``FEWEST`` sentences disagree are not tested. No sentence is printed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

import framing
from framing.arrays import Floats, Longs
from framing.statistics.significance import adjusted
from framing.validation.tables import read_table

#: With fewer sentences that disagree no result can be beyond chance after correction.
FEWEST: Final = 6
#: Differences under this are those of translation, whatever their p: "moderate" in the classes of educational tests
#: (|ln odds ratio| ≥ .64 is class C of Zieky 1993).
_LARGE: Final = 0.64

COLUMNS: Final = {
    "dimension": pl.String(),
    "concept": pl.String(),
    "both": pl.Int64(),
    "first": pl.Int64(),
    "second": pl.Int64(),
    "elsewhere": pl.Int64(),
    "odds": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "share": pl.Float64(),
}


def concepts_of(texts: pl.Series, code: str) -> pl.DataFrame:
    """The concepts of each sentence: columns row, dimension, concept, once each."""
    frame = pl.DataFrame({"article_id": pl.Series(np.arange(len(texts))).cast(pl.String), "text": texts})
    evidence = framing.score(frame.with_columns(language=pl.lit(code))).evidence.filter(pl.col("factor") > 0)
    return evidence.select(row=pl.col("article_id").cast(pl.Int64), dimension="dimension", concept="concept").unique()


def differential(first: pl.DataFrame, second: pl.DataFrame, shared: pl.DataFrame) -> pl.DataFrame:
    """The concepts that both lexicons have, with how far the languages differ in them.

    Args:
        first, second: what was found in the sentences of each language, as ``concepts_of`` has it.
        shared: columns dimension, concept: those that both lexicons have.

    Returns:
        COLUMNS: sentences that have it in both, in the first, in the second alone, and of those that have it in one alone
        how many have another concept of the dimension in the other language (``elsewhere``); the odds ratio of the first
        against the second with its 95 % interval; and the part of the dimension's disagreements that is its.
    """
    of_concept, of_dimension = ["dimension", "concept", "row"], ["dimension", "row"]
    whole = pl.concat([first, second]).unique()
    for name, side in (("first", first), ("second", second)):
        whole = whole.join(side.with_columns(pl.lit(True).alias(f"in_{name}")), on=of_concept, how="left")
        others = side.select(of_dimension).unique().with_columns(pl.lit(True).alias(f"by_{name}"))
        whole = whole.join(others, on=of_dimension, how="left")
    whole = whole.with_columns(pl.col("in_first", "in_second", "by_first", "by_second").fill_null(False))
    in_first, in_second = pl.col("in_first"), pl.col("in_second")
    counts = whole.join(shared, on=["dimension", "concept"], how="semi").group_by("dimension", "concept").agg(
        both=(in_first & in_second).sum().cast(pl.Int64),
        first=(in_first & ~in_second).sum().cast(pl.Int64),
        second=(~in_first & in_second).sum().cast(pl.Int64),
        elsewhere=((in_first != in_second) & pl.col("by_first") & pl.col("by_second")).sum().cast(pl.Int64),
    )  # fmt: skip
    alone = pl.col("first") + pl.col("second")
    counts = counts.with_columns(share=alone / alone.sum().over("dimension"))
    tested = counts.filter(alone >= FEWEST).sort("dimension", "concept")
    odds, low, high, p = paired(tested["first"].to_numpy(), tested["second"].to_numpy())
    values = {"odds": odds, "low": low, "high": high, "p_adjusted": adjusted(p)}
    return tested.with_columns(**{name: pl.Series(one) for name, one in values.items()}).select(list(COLUMNS))


def paired(first: Longs, second: Longs) -> tuple[Floats, Floats, Floats, Floats]:
    """Odds ratio, its interval, and the exact p of discordant pairs."""
    from scipy.stats import beta, binom

    total = first + second
    with np.errstate(invalid="ignore", divide="ignore"):
        low = np.where(first > 0, beta.ppf(0.025, first, second + 1), 0.0)
        high = np.where(second > 0, beta.ppf(0.975, first + 1, second), 1.0)
        odds = (first + 0.5) / (second + 0.5)
        ends = low / (1 - low), high / (1 - high)
    p = np.minimum(2 * binom.cdf(np.minimum(first, second), total, 0.5), 1.0)
    return odds, *ends, p


def report(gold: Path, first: str = "hi", second: str = "ur", *, most: int = 30) -> str:
    """The concepts that differ beyond chance, the largest part of the disagreement first, as a table of Markdown."""
    path = gold / "parallel_ntrex.jsonl.zst"
    if not path.exists():
        return ""
    table, lexicon = read_table(path), framing.default_lexicon()
    sides = [pl.DataFrame([(one.dimension, one.concept) for one in lexicon.entries[code]], ["dimension", "concept"], orient="row").unique() for code in (first, second)]  # fmt: skip
    shared = sides[0].join(sides[1], on=["dimension", "concept"], how="semi")
    rows = differential(concepts_of(table[first], first), concepts_of(table[second], second), shared)
    large = (pl.col("p_adjusted") <= 0.05) & (pl.col("odds").log().abs() >= _LARGE)
    differ = rows.filter(large).sort(pl.col("first") + pl.col("second"), descending=True)
    lines = [
        f"{table.height} sentences; {rows.height} concepts of {shared.height} that both languages have were tested, "
        f"{differ.height} differ.", "",
        f"| dimension | concept | both | {first} alone | {second} alone | of these under another concept | odds ratio | of the dimension's disagreement |",
        "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in differ.head(most).iter_rows(named=True):
        ends = f"{row['odds']:.2g} [{row['low']:.2g}, {'∞' if np.isinf(row['high']) else format(row['high'], '.2g')}]"
        lines.append(
            "| {dimension} | {concept} | {both} | {first} | {second} | {elsewhere} | ".format(**row)
            + f"{ends} | {row['share']:.0%} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--between", nargs=2, default=("hi", "ur"), metavar=("FIRST", "SECOND"))
    arguments = parser.parse_args()
    print(report(arguments.gold, *arguments.between))


if __name__ == "__main__":
    main()

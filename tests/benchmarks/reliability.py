"""Does reliability say how far two halves of the articles agree? ``python -m tests.benchmarks.reliability``.

The texts of each outlet are dealt into two halves, over and over; the correlation of the outlets' values in the one and
in the other, stepped up by Spearman and Brown's formula, is beside what ρ says of it. Then come the articles that an outlet
needs for a reliability of .8, in the middle of the outlets.
"""

from __future__ import annotations

import argparse

import numpy as np
import numpy.typing as npt
import polars as pl

import framing
from framing.statistics.rankings import reliability
from tests.benchmarks.corpora import corpora_folder, load
from tests.benchmarks.false_discoveries import units

Floats = npt.NDArray[np.float64]

#: Texts that an outlet must have to be split.
FEWEST = 6


def halves(
    hits: Floats, words: Floats, outlet: npt.NDArray[np.int64], outlets: int, *, splits: int
) -> tuple[float, float]:
    """The agreement of two halves of each outlet's units as ρ has it, and as it is, stepped up."""
    random, agreed = np.random.default_rng(9), []
    for _ in range(splits):
        order = random.permutation(len(outlet))
        order = order[np.argsort(outlet[order], kind="stable")]
        starts = np.searchsorted(outlet[order], np.arange(outlets))
        second = np.zeros(len(outlet), bool)
        second[order] = (np.arange(len(order)) - starts[outlet[order]]) % 2 == 1
        one, other = (
            np.bincount(outlet[part], hits[part], outlets) / np.bincount(outlet[part], words[part], outlets)
            for part in (second, ~second)
        )
        r = float(np.corrcoef(one, other)[0, 1])
        agreed.append(2 * r / (1 + r))
    # A correlation of outlets of all sizes has the mean of their sampling variances in it.
    value = reliability(hits, words, outlet, outlets).value
    with np.errstate(divide="ignore"):
        said = 1 / (1 + float(np.nanmean((1 - value) / value)))
    return said, float(np.mean(agreed))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--splits", type=int, default=200)
    splits = parser.parse_args().splits
    names = list(framing.default_lexicon().codebook.dimensions)
    for code, articles in load(corpora_folder()).items():
        named = articles.drop_nulls("outlet").filter(pl.len().over("outlet") >= FEWEST)
        hits, words, outlet = units(named)
        print(f"{code}: {outlet.max() + 1} outlets, {len(words):,} texts; as ρ says; two halves; articles for .8")
        for column, name in enumerate(names):
            if hits[:, column].sum() < 50:
                continue
            said, agreed = halves(hits[:, column], words, outlet, int(outlet.max()) + 1, splits=splits)
            needed = reliability(hits[:, column], words, outlet, int(outlet.max()) + 1).needed
            print(f"  {name}: {said:.2f}; {agreed:.2f}; {np.nanmedian(needed):,.0f}", flush=True)


if __name__ == "__main__":
    main()

"""What the lexicons find in real news: rates, coverage, entries without a hit, and the priors for `baselines.csv`.

Run it with ``make measure``. Figures are descriptive; nothing here is a validation against human judgement.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

import framing
from framing.statistics.priors import fit_rate_prior
from tests.benchmarks.corpora import load


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--gold", type=Path, help="folder of human-labelled data; not used yet")
    lexicon = framing.default_lexicon()
    for code, articles in load(parser.parse_args().corpora).items():
        scored = framing.score(articles, lexicon)
        words = int(scored.articles["words"].sum())
        coverage = float(scored.articles["coverage"].drop_nulls().to_numpy().mean())
        print(f"\n{code}: {articles.height} articles, {words} words, mean coverage {coverage:.3f}")
        own = scored.exposure.filter(pl.col("voice") == "own")["words"].sum()
        print(f"  words in the outlet's own voice: {own / words:.1%}")
        _dimensions(scored, lexicon, code, words)
        _priors(scored, lexicon, code)


def _dimensions(scored: framing.Scored, lexicon: framing.Lexicon, code: str, words: int) -> None:
    hit = set(scored.evidence["entry_id"].unique().to_list())
    for dimension in lexicon.codebook.dimensions:
        entries = [entry for entry in lexicon.entries[code] if entry.dimension == dimension]
        if entries:
            found = scored.evidence.filter(pl.col("dimension") == dimension)
            seen = sum(entry.id in hit for entry in entries)
            rate = 1000 * found.height / words
            print(f"  {dimension:14}{rate:8.2f} hits per 1,000 words; {seen} of {len(entries)} entries occur")


def _priors(scored: framing.Scored, lexicon: framing.Lexicon, code: str) -> None:
    for scale in lexicon.codebook.scales.values():
        if scale.kind == "rate":
            rows = scored.scales.filter((pl.col("scale") == scale.name) & (pl.col("section") == "all"))
            rate, prior = fit_rate_prior(rows["positive"].to_numpy(), rows["words"].to_numpy())
            print(f"  baselines.csv: {code},{scale.name},{rate:.2f},{prior:.0f}")


if __name__ == "__main__":
    main()

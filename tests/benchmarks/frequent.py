"""Which entries the news has most: ``docs/frequent.csv``, which the pages of the dimensions show.

``python -m tests.benchmarks.frequent --project FOLDER`` counts the hits of a project of news, in all voices and sections.
Only numbers leave it: an entry's hits for every million words of its language, the twelve most frequent of a dimension.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import polars as pl

import framing

__all__ = ["frequent"]

_MOST: Final = 12
_WRITTEN: Final = Path(__file__).parents[2] / "docs" / "frequent.csv"


def frequent(scored: framing.Scored) -> pl.DataFrame:
    """Columns dimension, language, entry_id, hits, per_million.

    Example:
        >>> found = frequent(framing.score(pl.DataFrame({"text": ["It was historic. It is historic."]})))
        >>> found.filter(dimension="praise").select("hits", "per_million").row(0)
        (2, 333333.3)
    """
    spoken = scored.articles.select("article_id", "language")
    words = scored.articles.group_by("language").agg(pl.sum("words"))
    hits = scored.evidence.select("article_id", "dimension", "entry_id").join(spoken, on="article_id")
    counts = hits.group_by("dimension", "language", "entry_id").agg(hits=pl.len().cast(pl.Int64))
    rates = counts.join(words, on="language").with_columns(
        per_million=(1e6 * pl.col("hits") / pl.col("words")).round(1)
    )
    order = ["dimension", "language", "hits", "entry_id"]
    ranked = rates.sort(order, descending=[False, False, True, False])
    return ranked.group_by("dimension", "language", maintain_order=True).head(_MOST).drop("words")


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path, required=True)
    scored = framing.open_project(parser.parse_args().project).load().scored
    found = frequent(scored)
    found.write_csv(_WRITTEN)
    million = scored.articles.group_by("language").agg(words=pl.sum("words") / 1e6).sort("language")
    print(f"{found.height} entries of {million.rows()} million words in {_WRITTEN}")


if __name__ == "__main__":
    main()

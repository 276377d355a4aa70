"""How well near-duplicates are found: pairs of agency text and newspaper story, labelled by people.

WD is a story wholly derived from the agency's text, PD one partly derived, ND one that was written independently. All
texts are added to one index, so that a pair counts as joined if it is in one cluster, however it got there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from framing.ingest.article.duplicates import ALIKE, SketchIndex
from framing.ingest.article.sketches import similarity, sketches
from tests.benchmarks.corpora import gold_folder

FILE = "ur_pairs_counter.jsonl.zst"
LABELS = ("WD", "PD", "ND")


@dataclass(frozen=True)
class Found:
    """Pairs of one label, how many of them are in one cluster, and how many are alike as pairs."""

    pairs: int
    joined: int
    similar: int


def available() -> bool:
    """Whether the labelled pairs are at hand."""
    return (gold_folder() / FILE).exists()


def measure(folder: Path | None = None) -> dict[str, Found]:
    """Label → what was found."""
    texts = pl.read_ndjson((folder or gold_folder()) / FILE)
    found = sketches(texts["text"])
    links = SketchIndex().add(found)
    graph = coo_array(([True] * len(links.new), (links.new, links.earlier)), shape=(texts.height, texts.height))
    _, cluster = connected_components(graph, directed=False)
    rows = texts.with_row_index("row").with_columns(cluster=pl.Series(cluster))
    pairs = rows.filter(pl.col("role") == "source").join(rows.filter(pl.col("role") == "derived"), on="group")
    alike = similarity(found[pairs["row"].to_numpy()], found[pairs["row_right"].to_numpy()])
    pairs = pairs.with_columns(joined=pl.col("cluster") == pl.col("cluster_right"), similar=pl.Series(alike >= ALIKE))
    counts = pairs.group_by("reuse").agg(pl.len(), pl.sum("joined"), pl.sum("similar"))
    return {str(label): Found(*map(int, numbers)) for label, *numbers in counts.iter_rows()}


def report(folder: Path | None = None) -> str:
    """The figures, a line a label."""
    if not ((folder or gold_folder()) / FILE).exists():
        return "  the labelled pairs are not at hand"
    found = measure(folder)
    return "\n".join(
        f"  {label}: {found[label].joined} of {found[label].pairs} pairs in one cluster "
        f"({found[label].joined / found[label].pairs:.1%}); {found[label].similar} as pairs alone"
        for label in LABELS
    )


if __name__ == "__main__":
    print(report())

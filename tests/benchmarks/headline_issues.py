"""Three issue frames on headlines of three languages: ``python -m tests.benchmarks.headline_issues``.

One reader, a language model, said of 381 headlines (176 English, 85 Hindi, 120 Urdu, drawn by a fixed seed) which of
security, public opinion and cultural identity they speak of, by the codebook and before anything was scored.
``tests/golden/issue_headlines.csv`` has that, which is facts, with the headlines' SHA-1; they stay where they are from.
Few speak of any one of them, so that languages are put together: AUC of an issue's rate (:func:`framing.issues`), with an
interval over headlines.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

import framing
from framing.arrays import Longs
from framing.validation.metrics import auc, bootstrap_interval
from tests.benchmarks.corpora import corpora_folder

LABELS: Final = Path(__file__).parents[1] / "golden" / "issue_headlines.csv"
ISSUES: Final = ("security", "public_opinion", "cultural_identity")


def labelled(corpora: Path) -> pl.DataFrame:
    """Columns article_id, title, text, language and a 0 or 1 for each issue, of the headlines that are at hand."""
    labels = pl.read_csv(LABELS)
    found = []
    for (name,), part in labels.partition_by("corpus", as_dict=True, maintain_order=True).items():
        for path in sorted(corpora.glob(f"{name}.jsonl*")):
            titles = pl.read_ndjson(path, infer_schema_length=None).select("id", pl.col("title").str.strip_chars())
            found.append(part.join(titles.unique("id"), on="id", maintain_order="left").drop_nulls("title"))
    if not found:
        return labels.clear().with_columns(title=pl.lit(None, pl.String))
    table = pl.concat(found)
    hashes = [hashlib.sha1(title.encode(), usedforsecurity=False).hexdigest() for title in table["title"].to_list()]
    return table.filter(pl.Series(hashes) == table["sha1"]).with_columns(article_id=pl.col("id"), text=pl.lit(""))


def report(corpora: Path) -> list[str]:
    """A line an issue."""
    table = labelled(corpora)
    if table.is_empty():
        return []
    found = framing.issues(framing.score(table.select("article_id", "title", "text", "language")))
    lines = []
    for issue in ISSUES:
        rates = found.filter(pl.col("issue") == issue).select("article_id", "times")
        joined = table.select("article_id", issue).join(rates, on="article_id", how="left", maintain_order="left")
        yes, times = joined[issue].to_numpy() > 0, joined["times"].fill_null(0.0).to_numpy()

        def value(rows: Longs, yes: np.ndarray = yes, times: np.ndarray = times) -> float:
            return auc(yes[rows], times[rows])

        low, high = bootstrap_interval(value, np.arange(len(yes)))
        lines.append(
            f"{issue:20}AUC {auc(yes, times):.2f} [{low:.2f}, {high:.2f}]; {yes.sum()} of {len(yes)} headlines"
        )
    return lines


if __name__ == "__main__":
    print("\n".join(report(corpora_folder())))

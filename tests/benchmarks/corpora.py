"""The texts that benchmarks run on: real news where it is at hand, else the sample articles over and over."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import polars as pl

import framing

LANGUAGES = ("hi", "ur", "en")
_ROOT = Path(__file__).parents[2]


def gold_folder() -> Path:
    """The folder of labelled data: the variable GOLD, else the one beside the project."""
    return Path(os.environ.get("GOLD") or _ROOT.parent / "shared" / "gold")


def corpora_folder() -> Path:
    """The folder of news text: the variable CORPORA, else the one beside the project."""
    return Path(os.environ.get("CORPORA") or _ROOT.parent / "shared" / "corpora")


def sha256(path: Path) -> str:
    """Hexadecimal digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load(folder: Path) -> dict[str, pl.DataFrame]:
    """Language → articles (article_id, text, language, outlet) of ``<language>.jsonl[.zst]`` in the folder."""
    found = {}
    for code in LANGUAGES:
        for path in sorted(folder.glob(f"{code}.jsonl*")):
            frame = pl.read_ndjson(path)
            found[code] = frame.select(pl.col("id").alias("article_id"), "text", "outlet", language=pl.lit(code))
    return found or _seeds()


def _seeds(times: int = 400) -> dict[str, pl.DataFrame]:
    articles = framing.read([framing.seeds_folder()]).articles.select("text", "language", "outlet")
    many = pl.concat([articles] * times).with_row_index("article_id").with_columns(pl.col("article_id").cast(pl.String))
    return {str(code): part for (code,), part in many.partition_by("language", as_dict=True).items()}


def megabytes(articles: pl.DataFrame) -> float:
    """UTF-8 text in MB."""
    return float(articles["text"].str.len_bytes().sum()) / 1e6

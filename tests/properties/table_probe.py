"""Run by itself with another hash seed: hashes of what reading makes out, and of the tables of statistics.

Usage: python -m tests.properties.table_probe LEXICON FILE
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import fields, is_dataclass
from typing import Any

import polars as pl

import framing


def frames(found: Any) -> dict[str, pl.DataFrame]:
    """The tables of a result, by name."""
    values = {each.name: getattr(found, each.name) for each in fields(found)} if is_dataclass(found) else {"": found}
    tables = {name: value for name, value in values.items() if isinstance(value, pl.DataFrame)}
    return {name: table.with_columns(pl.col(pl.Binary).bin.encode("hex")) for name, table in tables.items()}


def main() -> None:
    lexicon = framing.load_lexicon(sys.argv[1])
    result = framing.read([sys.argv[2]])
    scored, articles = framing.score(result.articles, lexicon, threads=1), result.articles
    levels = ["outlet", "country", "source", "language", "genre"]
    found = {
        "read": result,
        "estimate": framing.estimate(scored, articles, lexicon, levels=levels),
        "compare": framing.compare(scored, articles, "dawn", "virarjun", lexicon=lexicon, permutations=99),
        "trends": framing.trends(scored, articles, lexicon, period="month"),
    }
    tables = {f"{name}.{part}": table for name, each in found.items() for part, table in frames(each).items()}
    told = {name: hashlib.sha256(table.write_json().encode()).hexdigest() for name, table in tables.items()}
    rows = {name: table.height for name, table in tables.items()}
    said = [[note.origin, note.text] for note in result.notes] + framing.caveats(scored, articles, lexicon)
    genres = sorted(articles["genre"].unique())
    outlets, precisions = articles["outlet"].n_unique(), articles["published_precision"].n_unique()
    sys.stdout.write(json.dumps([told, said, {"rows": rows, "read": [outlets, precisions, genres]}]))


if __name__ == "__main__":
    main()

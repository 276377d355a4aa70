"""One collection in all formats of rows: the same articles come of it."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from framing import schemas
from framing.ingest.article.articles import Outlets
from framing.ingest.read import ReadResult, read

GOOD = b'{"text": "Good."}\n'


def run(*paths: Path | str) -> ReadResult:
    result = read(paths, outlets=Outlets())
    assert dict(result.articles.schema) == {**schemas.ARTICLE, "cluster": pl.String}
    return result


ARTICLES: list[dict[str, Any]] = [
    {
        "id": "1",
        "title": 'Eins, "zwei"',
        "text": "पहला।\nदूसरा।",
        "outlet": "Sample",
        "published": "2026-02-05",
        "tags": ["a", "b"],
    },
    {"id": "2", "title": None, "text": "پہلا۔", "outlet": None, "published": None, "tags": None},
]


def as_jsonl(path: Path) -> None:
    path.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\r\n\r\n" for row in ARTICLES), encoding="utf-8-sig", newline=""
    )


def as_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in ARTICLES).encode()))


def as_zstd(path: Path) -> None:
    pl.DataFrame(ARTICLES).write_ndjson(path, compression="zstd")


def as_delimited(path: Path, delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, list(ARTICLES[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows({**row, "tags": "; ".join(row["tags"] or ())} for row in ARTICLES)


def as_parquet(path: Path) -> None:
    when = pl.col("published").str.to_date()
    pl.DataFrame(ARTICLES).with_columns(
        when, pl.col("id").cast(pl.Int32), pl.col("text").cast(pl.Categorical)
    ).write_parquet(path)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("a.jsonl", as_jsonl),
        ("A.NDJSON", as_jsonl),
        ("a.json", as_jsonl),
        ("a.jsonl.gz", as_gzip),
        ("a.jsonl.zst", as_zstd),
        ("a.csv", as_delimited),
        ("semicolons.csv", lambda path: as_delimited(path, ";")),
        ("a.tsv", lambda path: as_delimited(path, "\t")),
        ("a.parquet", as_parquet),
    ],
)
def test_all_formats_tell_the_same(tmp_path: Path, name: str, write: Callable[[Path], None]) -> None:
    write(tmp_path / name)
    result = run(tmp_path)
    assert result.rejects.is_empty()
    first, second = result.articles.iter_rows(named=True)
    assert [first[key] for key in ("article_id", "title", "text")] == [
        ARTICLES[0][key] for key in ("id", "title", "text")
    ]
    assert (first["outlet"], first["published"], first["tags"]) == (
        "sample",
        datetime(2026, 2, 5, tzinfo=UTC),
        ["a", "b"],
    )
    assert (second["title"], second["outlet"], second["tags"]) == (None, f"unknown:{name}", None)

"""What scoring finds in all corpora, as one SHA-256 a frame: to compare two versions of the engine bit for bit.

    python -m tests.benchmarks.hashes --corpora FOLDER > before.json       in a checkout of the one version
    python -m tests.benchmarks.hashes --corpora FOLDER --same before.json  in one of the other

The second fails, and names the corpora and frames that differ. The lexicons have to be the same.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import polars as pl

import framing

#: Of ``Scored``; what is told of articles carries the version and the fingerprint besides, which may differ.
FRAMES = ("evidence", "exposure", "scores", "scales")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--same", type=Path, help="hashes to compare with")
    given = parser.parse_args()
    found = {path.name: hashes(corpus(path), given.threads) for path in sorted(given.corpora.glob("*.jsonl*"))}
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    if given.same:
        before = json.loads(given.same.read_text())
        differing = [
            f"{name}: {frame}" for name in found for frame in FRAMES if found[name][frame] != before[name][frame]
        ]
        if differing:
            sys.exit("\n".join(differing))


def corpus(path: Path) -> pl.DataFrame:
    """Articles of a corpus as scoring takes them, with the language that it is named after stated of all."""
    frame = pl.read_ndjson(path)
    columns = [name for name in ("title", "text") if name in frame.columns]
    code = path.name.partition(".")[0].partition("_")[0]
    return frame.select(*columns, article_id=pl.int_range(pl.len()).cast(pl.String), language=pl.lit(code))


def hashes(articles: pl.DataFrame, threads: int) -> dict[str, str]:
    """Frame → SHA-256 over its rows in order, with the names of the columns."""
    scored = framing.Scorer(threads=threads).score(articles)
    return {name: digest(getattr(scored, name)) for name in FRAMES}


def digest(frame: pl.DataFrame) -> str:
    """SHA-256 over a frame's columns, types and values, however these lie in memory."""
    total = hashlib.sha256()
    for column in frame:
        texts = column.dtype in (pl.String, pl.Null)
        # What lies under a null is anything.
        filled = column.cast(pl.String).fill_null("") if texts else column.cast(pl.Float64).fill_null(0.0)
        content = "\0".join(filled).encode() if texts else filled.to_numpy().tobytes()
        total.update(f"{column.name} {column.dtype} {len(content)}\0".encode())
        total.update(column.is_null().cast(pl.UInt8).to_numpy().tobytes() + content)
    return total.hexdigest()


if __name__ == "__main__":
    main()

"""How fast scoring is: MB of text per CPU second, beside `wc -w` on the same text in the same run.

Run it with ``make bench``. *First sight* scores with an empty vocabulary, *seen before* scores the same text again. The
lexicon is compiled beforehand, once. CPU seconds are of all threads, the median of several runs.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import polars as pl

import framing
from tests.benchmarks.corpora import load, megabytes

RUNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    texts = load(parser.parse_args().corpora)
    warm_up = pl.concat(articles.head(1) for articles in texts.values())
    framing.score(warm_up)
    print(f"{'':10}{'MB':>6}  {'first sight':>12}  {'seen before':>12}  {'wc -w':>8}   ratio to wc -w; spans")
    total = dict.fromkeys(("mb", "first", "again", "wc"), 0.0)
    for code, articles in texts.items():
        row = _measure(articles)
        _print(code, row)
        total = {name: total[name] + row[name] for name in total}
    _print("all", total)
    print("MB per CPU second; wall time is shorter where batches run side by side.")


def _measure(articles: pl.DataFrame) -> dict[str, float]:
    first, again, spans = [], [], 0
    for _ in range(RUNS):
        scorer = framing.Scorer()
        seconds, scored = _cpu(scorer, articles)
        first.append(seconds)
        again.append(_cpu(scorer, articles)[0])
        spans = scored.evidence.height
    return {
        "mb": megabytes(articles),
        "first": statistics.median(first),
        "again": statistics.median(again),
        "wc": statistics.median(_wc(articles) for _ in range(RUNS)),
        "spans": spans,
    }


def _cpu(scorer: framing.Scorer, articles: pl.DataFrame) -> tuple[float, framing.Scored]:
    begin = time.process_time()
    scored = scorer.score(articles)
    return time.process_time() - begin, scored


def _wc(articles: pl.DataFrame) -> float:
    """CPU seconds of `wc -w` on the text in a file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write("\n".join(articles["text"].to_list()).encode())
        file.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(["wc", "-w", file.name], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _print(name: str, row: dict[str, float]) -> None:
    first, again, wc = (row["mb"] / row[key] for key in ("first", "again", "wc"))
    spans = f"{row['spans']:.0f}" if "spans" in row else ""
    print(
        f"{name:10}{row['mb']:6.1f}  {first:12.1f}  {again:12.1f}  {wc:8.1f}   {first / wc:.2f}, {again / wc:.2f}; {spans}"
    )


if __name__ == "__main__":
    main()

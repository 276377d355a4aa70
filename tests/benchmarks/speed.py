"""How fast scoring is: MB of text per CPU second, beside `wc -w` and other programs on the same text in the same run.

Run it with ``make bench``. *First sight* scores with an empty vocabulary, *seen before* scores the same text again, each
in one thread and with all evidence; CPU seconds are medians of interleaved runs. The lexicon is compiled beforehand.
Seconds depend on the machine and on who else uses it, and their ratio to `wc -w` (in the locale C.UTF-8) much less: it is
compared with the ratio in ``speed.json``, and a language that lost a fifth of it is named.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

import framing
from tests.benchmarks.corpora import load, megabytes

RUNS: Final = 5
#: Characters that the slow programs are given.
SAMPLE: Final = 500_000
#: Of its recorded ratio, what a language may not fall under.
LEAST: Final = 0.8
#: Ratios to `wc -w`, on a quiet machine of two cores: the mean of two runs, which lay up to a fifth apart. To be written
#: anew where the engine has become faster.
RECORD: Final = Path(__file__).with_name("speed.json")

Row = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--json", type=Path, help="where to write the figures, besides the table")
    given = parser.parse_args()
    texts = load(given.corpora)
    found: dict[str, Any] = {
        "machine": machine(),
        "scoring": measure(texts),
        "others": others(texts),
        "commands": commands(texts),
    }
    slower = fallen(found["scoring"])
    show(found, slower)
    if given.json:
        given.json.write_text(json.dumps({**found, "slower": slower}, indent=1) + "\n")


def machine() -> dict[str, str | float]:
    """What the figures were measured on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "cores": os.cpu_count() or 1,
        "system": platform.platform(),
        "python": platform.python_version(),
        "polars": pl.__version__,
        "numpy": np.__version__,
        "framing": framing.__version__,
        "load": round(os.getloadavg()[0], 1),
    }


def measure(texts: dict[str, pl.DataFrame]) -> dict[str, Row]:
    """Of each language CPU seconds of both kinds and of `wc -w`, wall seconds, and how much text there is."""
    framing.Scorer(threads=1).score(pl.concat(articles.head(1) for articles in texts.values()))
    runs: dict[str, list[Row]] = {code: [] for code in texts}
    for _ in range(RUNS):
        for code, articles in texts.items():
            runs[code].append(_run(articles))
    rows = {}
    for code, articles in texts.items():
        medians = {name: statistics.median(run[name] for run in runs[code]) for name in runs[code][0]}
        rows[code] = {"mb": megabytes(articles), "articles": articles.height, **medians}
    return rows


def _run(articles: pl.DataFrame) -> Row:
    scorer = framing.Scorer(threads=1)
    first, again = _cpu(scorer.score, articles), _cpu(scorer.score, articles)
    return {"first": first[0], "again": again[0], "wall": again[1], "wc": _wc(articles)}


def _cpu(run: Callable[..., object], *arguments: object) -> tuple[float, float]:
    """CPU and wall seconds."""
    begin, wall = time.process_time(), time.perf_counter()
    run(*arguments)
    return time.process_time() - begin, time.perf_counter() - wall


def _wc(articles: pl.DataFrame) -> float:
    """CPU seconds of `wc -w` on the text in a file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write("\n".join(articles["text"].to_list()).encode())
        file.flush()
        return _child(["wc", "-w", file.name], LC_ALL="C.UTF-8")["cpu"]


def _child(arguments: list[str], **variables: str) -> Row:
    """CPU and wall seconds of a program, and the peak of its memory in MB."""
    before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        arguments, env={**os.environ, **variables}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, told = process.communicate()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        sys.exit(f"{' '.join(arguments)}: {told.decode()}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The peak is that of the largest child so far; they are run from small to large.
    return {"cpu": cpu, "wall": time.perf_counter() - wall, "peak": after.ru_maxrss / 1e3}


def others(texts: dict[str, pl.DataFrame]) -> dict[str, float | None]:
    """MB per CPU second of other programs on the same text and words; None where one is not installed."""
    found: dict[str, float | None] = {"VADER (en)": None}
    samples = {code: "\n".join(articles["text"].head(500).to_list())[:SAMPLE] for code, articles in texts.items()}
    if importlib.util.find_spec("vaderSentiment") and "en" in samples:
        module = importlib.import_module("vaderSentiment.vaderSentiment")
        paragraphs = samples["en"].split("\n")
        scored = module.SentimentIntensityAnalyzer().polarity_scores
        found["VADER (en)"] = _speed(samples["en"], lambda: [scored(text) for text in paragraphs])
    for code, sample in samples.items():
        found[f"PhraseMatcher ({code})"] = _phrases(code, sample) if importlib.util.find_spec("spacy") else None
    return found


def _phrases(code: str, sample: str) -> float:
    """SpaCy's tokeniser and PhraseMatcher, on the terms of the entries without further forms."""
    spacy: Any = importlib.import_module("spacy")
    matching: Any = importlib.import_module("spacy.matcher")
    pipeline = spacy.blank(code)
    matcher = matching.PhraseMatcher(pipeline.vocab, attr="LOWER")
    for entry in framing.default_lexicon().entries[code]:
        matcher.add(entry.dimension, [pipeline.make_doc(entry.term)])
    paragraphs = sample.split("\n")
    return _speed(sample, lambda: [matcher(pipeline.make_doc(text)) for text in paragraphs])


def _speed(sample: str, run: Callable[[], object]) -> float:
    return len(sample.encode()) / 1e6 / _cpu(run)[0]


def commands(texts: dict[str, pl.DataFrame]) -> dict[str, Row]:
    """The command line: one article a language with what is kept on the disk and without; then all of the corpora."""
    program = [sys.executable, "-m", "framing"]
    articles = pl.concat([part.select("article_id", "text", "language") for part in texts.values()])
    articles = articles.rename({"article_id": "id"})
    with tempfile.TemporaryDirectory(prefix="framing-bench-") as place:
        many, project = str(Path(place) / "many.jsonl"), ["--project", str(Path(place) / "study")]
        articles.write_ndjson(many)
        # As installed, with bytecode, whatever this machine's Python is told.
        compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(Path(place) / "bytecode")}
        kept = {**compiled, "FRAMING_CACHE": str(Path(place) / "kept")}
        found: dict[str, Row] = {}
        for code, part in texts.items():
            one = str(Path(place) / f"{code}.jsonl")
            part.head(1).select(pl.col("article_id").alias("id"), "text", "language").write_ndjson(one)
            found |= _cold([*program, "score", one], code, kept)
        _child([*program, "init", project[1]])
        for name, arguments in {"score": [many], "add": [many, *project]}.items():
            row = _child([*program, name, *arguments], **kept)
            found[f"{name}, {articles.height} articles"] = {**row, "per second": articles.height / row["wall"]}
    return found


def _cold(score: list[str], code: str, kept: dict[str, str]) -> dict[str, Row]:
    """One article with nothing kept, and with everything."""
    _child(score, **kept)
    empty = _child(score, **{**kept, "FRAMING_CACHE": "off"})
    runs = [_child(score, **kept) for _ in range(RUNS)]
    full = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    return {f"score, one article ({code}), nothing kept": empty, f"score, one article ({code})": full}


def fallen(rows: dict[str, Row]) -> list[str]:
    """What has lost a fifth of its recorded ratio to `wc -w`."""
    record = json.loads(RECORD.read_text())
    told = []
    for code, row in rows.items():
        for name in ("first", "again"):
            ratio, before = row["wc"] / row[name], record.get(code, {}).get(name, 0.0)
            if ratio < LEAST * before:
                told.append(f"{code}, {name}: {ratio:.3f} of wc -w, where {before:.3f} is recorded")
    return told


def show(found: dict[str, Any], slower: list[str]) -> None:
    print(", ".join(f"{name} {value}" for name, value in found["machine"].items()))
    print(f"\n{'':22}{'MB':>6}{'first sight':>13}{'seen before':>13}{'wall':>7}{'wc -w':>8}   of wc -w; articles/s")
    for code, row in found["scoring"].items():
        first, again, wall, wc = (row["mb"] / row[name] for name in ("first", "again", "wall", "wc"))
        ratios = f"{first / wc:.3f}, {again / wc:.3f}; {row['articles'] / row['wall']:.0f}"
        print(f"{code:22}{row['mb']:6.1f}{first:13.1f}{again:13.1f}{wall:7.1f}{wc:8.1f}   {ratios}")
    print("MB per CPU second, one thread; wall: MB per second of the clock, seen before\n")
    for name, speed in found["others"].items():
        print(f"{name:22}" + (f"{speed:.2f} MB per CPU second" if speed else "not installed (the extra `bench`)"))
    print(f"\n{'':44}{'CPU s':>8}{'wall s':>8}{'peak MB':>9}{'articles/s':>12}")
    for name, row in found["commands"].items():
        rate = f"{row['per second']:12.0f}" if "per second" in row else ""
        print(f"{name:44}{row['cpu']:8.2f}{row['wall']:8.2f}{row['peak']:9.0f}{rate}")
    print("".join(f"\nSLOWER: {line}" for line in slower) or "\nNothing has lost a fifth of its recorded ratio.")


if __name__ == "__main__":
    main()

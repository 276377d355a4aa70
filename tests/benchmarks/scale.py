"""How many articles a second are added, in how much memory and room: ``make scale ARTICLES=1000000``.

Articles of about 3 KB in three languages are made from the words of real news or, where there is none, of the sample
articles, drawn by their frequency (Zipf); one in ten is a copy of an earlier one, cut or lightly changed. They are added by
the command line, first a tenth and then the rest, each in a process of its own, whose peak of resident memory is the
system's own count: it should be the same for both. The store is then compacted, and its size compared with the text
compressed by zstd plus the evidence, compressed likewise.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.languages.folding import WORD
from framing.store.project import open_project
from tests.benchmarks.corpora import corpora_folder, load

BYTES = 3_000
COPIES = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--corpora", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="framing-scale-") as place:
        measure(Path(place), arguments.articles, arguments.corpora or corpora_folder())


def measure(place: Path, number: int, corpora: Path) -> None:
    """Make articles, add a tenth of them, then the rest, then all again and one more, compact, and print the figures."""
    tenth, rest, more = (place / f"{name}.jsonl" for name in ("tenth", "rest", "more"))
    project = place / "study"
    articles = synthesise(number + 1, corpora)
    counts = {tenth: number // 10, rest: number - number // 10, more: 1}
    for file, count in counts.items():
        with file.open("w", encoding="utf-8") as handle:
            handle.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in islice(articles, count))
    run("init", project)
    for file in (tenth, rest):
        seconds, peak = run("add", file, "--project", project)
        text = file.stat().st_size / 1e6
        speed = f"{counts[file] / seconds:.0f} a second, {seconds:.0f} s, peak {peak:.0f} MB"
        print(f"{counts[file]} articles, {text:.0f} MB: {speed}", flush=True)
    seconds, peak = run("compact", "--purge", "--project", project)
    print(f"compaction: {seconds:.0f} s, peak {peak:.0f} MB")
    seconds, peak = run("add", tenth, rest, "--project", project)
    print(f"all again: {seconds:.1f} s, peak {peak:.0f} MB")
    seconds, peak = run("add", more, "--project", project)
    print(f"one more: {seconds:.1f} s, peak {peak:.0f} MB", flush=True)
    sizes = {path.name: size(path) for path in sorted(project.iterdir()) if path.is_dir()}
    whole, least = sum(sizes.values()), floor(project, place)
    print(", ".join(f"{name} {mb:.1f}" for name, mb in sizes.items()), "MB")
    print(f"store {whole:.1f} MB; text and evidence alone {least:.1f} MB by zstd: ratio {whole / least:.2f}")


def run(*arguments: str | Path) -> tuple[float, float]:
    """Run a command; the seconds it took, and its peak of resident memory in MB, by the system's count.

    Linux keeps that of a process that becomes another in ``ru_maxrss``, so it is read where it is of this one alone.
    """
    begin = time.monotonic()
    code = (
        "import re, sys; from pathlib import Path; from framing.cli.main import framing;"
        "framing.main(sys.argv[1:], standalone_mode=False);"
        "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True
    )
    return time.monotonic() - begin, int(done.stdout.split()[-1]) / 1e3


def size(folder: Path) -> float:
    """MB of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def floor(project: Path, place: Path) -> float:
    """MB of titles and texts as one zstd column, and of the evidence as another table."""
    loaded = open_project(project).load()
    loaded.articles.select("title", "text").write_parquet(place / "text.parquet", compression="zstd")
    loaded.scored.evidence.write_parquet(place / "evidence.parquet", compression="zstd")
    return ((place / "text.parquet").stat().st_size + (place / "evidence.parquet").stat().st_size) / 1e6


def synthesise(number: int, corpora: Path) -> Iterator[dict[str, str]]:
    """Articles, always the same."""
    chance = np.random.default_rng(1)
    words = {code: vocabulary(articles["text"]) for code, articles in load(corpora).items()}
    recent: list[tuple[str, list[str]]] = []
    for index in range(number):
        if recent and chance.random() < COPIES:
            code, sentences = recent[chance.integers(len(recent))]
            sentences = sentences[: chance.integers(len(sentences) // 2, len(sentences) + 1)]
        else:
            code = list(words)[chance.integers(len(words))]
            sentences = article(chance, *words[code])
            recent = [*recent[-200:], (code, sentences)]
        yield {
            "id": f"https://news-{index % 300}.example/2026/{index}",
            "title": sentences[0][:80],
            "text": "\n".join(" ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)),
            "outlet": f"outlet-{index % 300}",
            "language": code,
            "published": f"2026-{index % 12 + 1:02}-{index % 28 + 1:02}",
        }


def vocabulary(texts: pl.Series) -> tuple[list[str], npt.NDArray[np.float64]]:
    """Words, and their cumulative shares."""
    counts = Counter(texts.head(3_000).str.extract_all(WORD).explode().drop_nulls().to_list())
    return list(counts), np.cumsum(list(counts.values())) / counts.total()


def article(chance: np.random.Generator, words: list[str], shares: npt.NDArray[np.float64]) -> list[str]:
    """Sentences of 8 to 25 words, about 3 KB of them."""
    sizes = chance.integers(8, 26, size=BYTES // 64)
    drawn = iter(np.searchsorted(shares, chance.random(sizes.sum())).tolist())
    found, length = [], 0
    for size in sizes.tolist():
        sentence = " ".join([words[place] for place in islice(drawn, size)]) + "."
        found.append(sentence)
        length += len(sentence.encode())
        if length >= BYTES:
            break
    return found


if __name__ == "__main__":
    main()

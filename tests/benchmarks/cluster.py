"""How much faster two workers are than one, and how much memory the process that writes takes: ``make bench``.

Workers are processes of this machine with one thread each (``framing add --cluster local:N``). Articles are those of
``make scale``. Each figure is taken from a warm cluster, one worker and two in turn, and the best of the rounds counts.
On a machine that does something else meanwhile, ratios tell more than seconds, and the CPU seconds of the writer and of
the workers more than both: on two cores that do nothing else, one worker takes as long as it computes, and two share
what there is to compute with the writer.

With ``--memory N`` N articles are added, and the peak of memory of the process that reads, schedules and writes is
printed as they come: it should not grow with their number, but for the tables of known articles and near-duplicates.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

import polars as pl
from distributed import Client

import framing
import framing.cluster
from framing.cluster.connecting import connected
from framing.cluster.spreading import Cluster
from framing.store.intake import Intake
from framing.store.project import init_project
from tests.benchmarks.corpora import corpora_folder
from tests.benchmarks.scale import synthesise

#: What two workers are promised to be against one.
ALONE, COMMITTED = 1.6, 1.3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=0)
    parser.add_argument("--corpora", type=Path, default=None)
    arguments = parser.parse_args()
    corpora = arguments.corpora or corpora_folder()
    with tempfile.TemporaryDirectory(prefix="framing-cluster-") as place:
        if arguments.memory:
            measure_memory(Path(place), arguments.memory, corpora)
        else:
            measure_speed(Path(place), arguments.articles, arguments.rounds, corpora)


def written(file: Path, number: int, corpora: Path) -> Path:
    """A file of so many articles."""
    with file.open("w", encoding="utf-8") as handle:
        handle.writelines(
            json.dumps(row, ensure_ascii=False) + "\n" for row in islice(synthesise(number, corpora), number)
        )
    return file


def measure_speed(place: Path, number: int, rounds: int, corpora: Path) -> None:
    """Print what one worker and two take to score, and to score and commit."""
    file = written(place / "news.jsonl", number, corpora)
    articles = framing.articles(file)
    tasks: dict[str, Callable[[Client, int], None]] = {
        "scoring alone": lambda client, _: score(client, articles),
        "with committing": lambda client, turn: add(client, file, place / f"study-{turn}"),
    }
    best: dict[tuple[str, int], tuple[float, float, float]] = {}
    with connected("local:1") as one, connected("local:2") as two:
        for client in (one, two):
            score(client, articles[:3000])
            add(client, written(place / "few.jsonl", 500, corpora), place / f"few-{id(client)}")
        for turn in range(rounds):
            for name, task in tasks.items():
                for workers, client in ((1, one), (2, two)):
                    seconds, own, theirs = timed(partial(task, client, 2 * turn + workers), client)
                    shares = f"{own:.1f} CPU s of the writer, {theirs:.1f} of workers"
                    print(f"{name}, {workers} of the workers: {seconds:.1f} s, {shares}", flush=True)
                    best[name, workers] = min(best.get((name, workers), (seconds, own, theirs)), (seconds, own, theirs))
    short = False
    for name, least in zip(tasks, (ALONE, COMMITTED), strict=True):
        ratio = best[name, 1][0] / best[name, 2][0]
        seconds, own, theirs = best[name, 2]
        computed = max(own, theirs) / max(own, (own + theirs) / 2)
        # Where the writer shares two cores with two workers, its share is what is missing by the clock.
        short |= computed < least
        print(
            f"{name}: {number / seconds:.0f} articles a second by two, {ratio:.2f} times one; "
            f"by CPU seconds {computed:.2f} times (at least {least})"
        )
    sys.exit("slower than promised" if short else 0)


def timed(task: Callable[[], None], client: Client) -> tuple[float, float, float]:
    """Seconds that a task takes, CPU seconds of this process, and those of all workers."""
    begin, own, before = time.monotonic(), time.process_time(), sum(client.run(time.process_time).values())
    task()
    theirs = sum(client.run(time.process_time).values()) - before
    return time.monotonic() - begin, time.process_time() - own, theirs


def score(client: Client, articles: pl.DataFrame) -> None:
    framing.cluster.score(articles, client)


def add(client: Client, file: Path, folder: Path) -> None:
    with Intake(init_project(folder), elsewhere=Cluster(client)) as intake:
        for _ in intake.add([file]):
            pass


def measure_memory(place: Path, number: int, corpora: Path) -> None:
    """Print the peak of memory of this process as articles are added."""
    file = written(place / "news.jsonl", number, corpora)
    added = 0
    with connected("local:2") as client, Intake(init_project(place / "study"), elsewhere=Cluster(client)) as intake:
        said = 0
        for _, counts in intake.add([file]):
            added += counts.articles
            if added - said >= number // 10 or added == number:
                said = added
                print(f"{added} articles: peak {_peak():.0f} MB", flush=True)


def _peak() -> float:
    """The peak of resident memory of this process in MB, by the system's count."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="utf-8"))
    return int(found[1]) / 1e3 if found else float("nan")


if __name__ == "__main__":
    main()

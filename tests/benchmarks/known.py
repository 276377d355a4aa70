"""How long a second run takes over files that are known: ``python -m tests.benchmarks.known --files 100000``.

Plain files, half of them with a sidecar, lie in folders of a thousand. One of them is added by the command line; the others
are taken down in the project's ledger as a run that had read them would, which spares scoring them. What is measured is
``framing add`` as a process of its own, and with one new file among those that are known.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from framing.ingest.walking import SETTLED_NS, State, Visit, walk
from framing.store.ledger import Ledger
from framing.store.project import open_project

TEXT = "मंत्री ने कहा कि समझौता ऐतिहासिक है।"
SIDECAR = '[outlet]\nvalue = "alpha"\nbasis = "stated"\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="framing-known-") as place:
        news, project = Path(place) / "news", Path(place) / "study"
        write(news, arguments.files)
        command("init", project)
        command("add", news / "000" / "0.txt", "--project", project)
        fill(project, news)
        for number in range(arguments.runs):
            told, wall, cpu = command("add", news, "--project", project)
            print(f"{told}: {wall:.2f} s, {cpu:.2f} s of processor time")
            if number == arguments.runs - 2:
                (news / "new.txt").write_text(TEXT, encoding="utf-8")


def write(news: Path, number: int) -> None:
    """Files of one sentence each."""
    for index in range(number):
        path = news / f"{index // 1_000:03}" / f"{index}.txt"
        if index % 1_000 == 0:
            path.parent.mkdir(parents=True)
        path.write_text(f"{TEXT} {index}", encoding="utf-8")
        if index % 2:
            path.with_suffix(".toml").write_text(SIDECAR, encoding="utf-8")


@dataclass(slots=True)
class Reading:
    """Takes down all files as read, with one article each."""

    visits: list[Visit] = field(default_factory=list)

    def articles_in(self, path: str, state: State) -> int:
        self.visits.append(Visit(path, state, 1, path))
        return 1


def fill(project: Path, news: Path) -> None:
    """Take down all files in the ledger."""
    time.sleep(SETTLED_NS / 1e9)  # What has just changed would be read once more.
    reading = Reading()
    walk(news, reading)
    ledger = Ledger(open_project(project))
    ledger.learn(reading.visits)
    ledger.save()


def command(*arguments: str | Path) -> tuple[str, float, float]:
    """Run a command: what it says, the seconds it took, and those of the processors."""
    begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    line = [sys.executable, "-m", "framing", *map(str, arguments)]
    done = subprocess.run(line, check=True, stdout=subprocess.PIPE, text=True)
    wall, after = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout.strip(), wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()

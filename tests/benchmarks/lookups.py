"""How long reports and look-ups take on a large project: ``python -m tests.benchmarks.lookups PROJECT``.

Each command runs in a process of its own, first with nothing kept beside the tables and then again: seconds by the
clock and of the processor, and its peak of resident memory, by the system's own count. The two outlets with most
articles are compared, an entry and a dimension are looked up, and a common and a rare word; the rare one stands in the
last file of articles.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import polars as pl
import regex

from framing.languages.folding import WORD
from framing.store.kept import clear
from framing.store.project import Project, open_project

#: Runs the command, and tells what it took: Linux keeps the peak of a process that becomes another in ``ru_maxrss``.
CODE = (
    "import re, resource, sys; from pathlib import Path; from framing.cli.main import framing;"
    "framing.main(sys.argv[1:], standalone_mode=False);"
    "used = resource.getrusage(resource.RUSAGE_SELF);"
    "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1];"
    "print(used.ru_utime + used.ru_stime, peak, file=sys.stderr)"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path)
    parser.add_argument("--entry", default="en.praise.historic")
    parser.add_argument("--common", default="government")
    parser.add_argument("--rare", help="a rare word; found in the project where none is named")
    parser.add_argument("--only", help="only what has this in its name")
    parser.add_argument("--keep", action="store_true", help="begin with what is kept already")
    chosen = parser.parse_args()
    project = open_project(chosen.project)
    a, b = largest(project)
    first = ("--first", "50")
    commands = {
        "report": ("report",),
        "compare --why": ("compare", a, b, "--why"),
        "kwic of an entry": ("kwic", chosen.entry),
        "kwic of an entry, 50 lines": ("kwic", chosen.entry, *first),
        "kwic of a dimension, 50 lines": ("kwic", "praise", *first),
        "common word, 50 lines": ("kwic", chosen.common, "--word", *first),
        "rare word, 50 lines": ("kwic", chosen.rare or rare(project), "--word", *first),
    }
    for name, command in commands.items():
        if chosen.only is None or chosen.only in name:
            if not chosen.keep:
                clear(project.folder)
            for state in ("again",) if chosen.keep else ("nothing kept", "again"):
                clock, cpu, peak = run(*command, "--json", "--project", str(project.folder))
                print(f"{name}, {state}: {clock:.2f} s, {cpu:.2f} CPU s, peak {peak:.0f} MB", flush=True)


def run(*command: str) -> tuple[float, float, float]:
    """Seconds by the clock and of the processor, and MB at most, of a command."""
    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CODE, *command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    cpu, peak = done.stderr.splitlines()[-1].split()
    return time.monotonic() - begin, float(cpu), float(peak) / 1e3


def largest(project: Project) -> tuple[str, str]:
    """The two outlets with most articles of one language."""
    articles = project.load(counts=True).articles
    counts = articles.drop_nulls("outlet").group_by("outlet", "language").len()
    counts = counts.sort("len", "outlet", descending=[True, False])
    a, language, _ = counts.row(0)
    return a, str(counts.filter(pl.col("language") == language, pl.col("outlet") != a)["outlet"][0])


def rare(project: Project) -> str:
    """A word that the last articles have once."""
    texts = project.scan("articles", ["text"], project.history().runs).tail(2_000).collect()["text"].drop_nulls()
    counts: Counter[str] = Counter(word for text in texts for word in regex.findall(WORD, text))
    return max((word for word, count in counts.items() if count == 1), key=lambda word: (len(word), word))


if __name__ == "__main__":
    main()

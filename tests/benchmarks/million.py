"""How long a lexicon of a million valid entries takes to load and compile, and what memory: ``make bench``.

The entries are generated: words of plausible syllables in three scripts, in the mix of the toolkit's own lexicon
(lemmas, forms, phrases of two and three words with and without a gap, a few prefixes, some with contexts in which
they do not count), spread over all dimensions. Loading and compiling run in a process of their own, so that the
peak of its memory is theirs.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import framing
from framing.lexicon.codebook import load_codebook
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.entries import COLUMNS
from tests.benchmarks.corpora import LANGUAGES

ENTRIES = 1_000_000
#: What the toolkit promises of so large a lexicon.
SECONDS, MEGABYTES = 60, 2000

SYLLABLES = {
    "en": "ba be bo ca de di do fa fe fu ga gi ho ja ka ki la le li lo ma me mi mo na ne no pa pe pi po ra re ri ro"
    " sa se si so ta te ti to tra tre va ve vi wa ze",
    "hi": "क का कि की के को ख खा ग गा गी च चा ज जा जी ट टी त ता ति ती द दा दी दे न ना नि नी ने प पा पु ब बा बे म मा"
    " मि मे र रा री ल ला ली व वा स सा सी ह हा श शा",
    "ur": "با بی بے تا تی پا پی جا جی چا دا دی رو را ری سا سی شا شی عا فا فی قا کا کی کو گا گی لا لی لو ما می مو نا نی"
    " وا ہا ہی خا ضا طا",
}
#: A gap, an infinitive that closes light verb phrases, and a context.
VERBS = {"en": ("take", "make", "set"), "hi": ("करना", "देना", "लेना"), "ur": ("کرنا", "دینا", "لینا")}


def write(folder: Path, entries: int = ENTRIES) -> None:
    """Write a lexicon folder of generated entries; the same on every run."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(framing.lexicons_folder() / "codebook.toml", folder)
    dimensions = list(load_codebook(folder / "codebook.toml").dimensions)
    chance = random.Random(7)
    for number, code in enumerate(LANGUAGES):
        syllables = SYLLABLES[code].split()
        (folder / code).mkdir(exist_ok=True)
        of_language = entries // len(LANGUAGES) + (number < entries % len(LANGUAGES))
        for place, dimension in enumerate(dimensions):
            of_file = of_language // len(dimensions) + (place < of_language % len(dimensions))
            with (folder / code / f"{dimension}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(COLUMNS)
                for count in range(of_file):
                    writer.writerow(_row(chance, code, dimension, count, syllables))


def _row(chance: random.Random, code: str, dimension: str, count: int, syllables: list[str]) -> list[str]:
    def word() -> str:
        return "".join(chance.choices(syllables, k=chance.randint(3, 5)))

    kind = chance.random()
    term, match, pos = word(), "lemma", chance.choice(("noun", "noun", "adj"))
    if kind < 0.15:
        match = "form"
    elif kind < 0.18:
        match = "prefix"
    elif kind < 0.38:
        verb = chance.choice(VERBS[code])
        term, match, pos = (f"{verb} {term}" if code == "en" else f"{term} {verb}"), "phrase", "verb"
    elif kind < 0.55:
        gap = " … " if chance.random() < 0.1 else " "
        term, match = f"{term}{gap}{word()}", "phrase"
    elif kind < 0.6:
        term, match, pos = f"{term} {word()} {word()}", "phrase", "phrase"
    unless = f"_ {word()};{word()}" if chance.random() < 0.05 else ""
    concept = f"concept_{count}"
    weight = chance.choice(("0.5", "1", "2"))
    return [f"{code}.{dimension}.{concept}", term, match, pos, "stance", weight, concept, "generated", unless, ""]


def measure(folder: Path) -> None:
    """Load and compile a folder, and print what it took."""
    begin, wall = time.process_time(), time.monotonic()
    lexicon = framing.load_lexicon(folder)
    loaded = time.process_time() - begin
    patterns = sum(len(compile_lexicon(lexicon, code).roles) for code in lexicon.entries)
    seconds, wall = time.process_time() - begin, time.monotonic() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    count = sum(map(len, lexicon.entries.values()))
    print(f"{count:,} entries, {patterns:,} patterns: loaded in {loaded:.1f}, compiled in {seconds - loaded:.1f} CPU s")
    print(
        f"{seconds:.1f} CPU s, {wall:.1f} s on the clock (at most {SECONDS}); peak {peak:.0f} MB (at most {MEGABYTES})"
    )
    if seconds > SECONDS or peak > MEGABYTES:
        sys.exit("slower or larger than promised")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--folder", type=Path, help="measure this folder, written before")
    arguments = parser.parse_args()
    if arguments.folder:
        measure(arguments.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), arguments.entries)
        command = [sys.executable, "-m", "tests.benchmarks.million", "--folder", folder]
        sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()

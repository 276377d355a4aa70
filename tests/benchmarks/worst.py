"""The worst that can be written: ``make worst``.

Each case is read and scored at one size and at double, each time in a process of its own. Work must be linear: what
takes more than 2.2 times as long, or as much memory, at double fails the run. The larger size is the longest article
that is read.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import Final

import framing
from framing.languages.registry import language, languages
from framing.limits import ARTICLE_CHARS

#: How much more double the text may take.
RATIO: Final = 2.2
#: Seconds and MB below which a ratio says nothing: what any process does besides, the steps memory comes in, and caches
#: (reading Hindi takes .19, .34 and .67 seconds at half a million, one and two million code points, the least of six runs,
#: and 2.3 times as long in every sixth pair).
SECONDS: Final = 0.5
MEGABYTES: Final = 60.0
#: MB by which the same run differs from one time to the next (20 at a million code points, 50 at two), which are no
#: growth.
NOISE: Final = 30.0
#: How often a size is run where a ratio is too much. Other processes disturb; they only ever add seconds, so that the
#: least of them counts (of six runs of 2,000,000 code points of hyphens the most took 1.4 times as long as the least),
#: and of memory, which comes out more as well as less, the best pair of runs.
TRIES: Final = 4
#: Words of an article that are many.
_FEW_WORDS: Final = 5

_TOLD = {"en": "told to ", "hi": "ने बताया कि ", "ur": "نے بتایا کہ "}
_SAID = {"en": "said that ", "hi": "ने कहा कि ", "ur": "نے کہا کہ "}
_QUOTED = {"en": "he said “a” ", "hi": "उसने कहा “अ” ", "ur": "اس نے کہا “ا” "}
_NOT = {"en": "not never no cannot without ", "hi": "नहीं न मत बिना ", "ur": "نہیں نہ مت بغیر "}
_ACTORS = {"en": "India Pakistan NATO Modi ", "hi": "भारत पाकिस्तान नाटो मोदी ", "ur": "بھارت پاکستان نیٹو مودی "}
_WORD = {"en": "historic", "hi": "ऐतिहासिक", "ur": "تاریخی"}
_LETTER = {"en": "a", "hi": "क", "ur": "ب"}
_FAR = {"en": "according to the plan, ", "hi": "के मुताबिक ", "ur": "کے مطابق "}
_LAPS = {"en": "again and ", "hi": "कहीं न ", "ur": "ہو نہ "}
_CONTEXTS = {
    "en": "film accuse game taunt ",
    "hi": "फिल्म मैच मिलकर काम करना ",
    "ur": "فلم ٹیم پرعزم میچ ",
}


def _repeat(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _distinct(code: str, size: int) -> str:
    """Words that all differ."""
    letters = {"en": "bcdfghjklm", "hi": "कखगघचछजझटठ", "ur": "بپتٹجچحخسش"}[code]
    table = str.maketrans("0123456789", letters)
    return " ".join(str(number).translate(table) for number in range(size // 6))[:size]


def _run_together(code: str, size: int) -> str:
    """Words of a hundred letters that are made of common ones, all different."""
    parts = sorted(language(code).function_words, key=lambda word: (len(word), word))[:150]
    chance = random.Random(1)
    words = []
    for _ in range(size // 100):
        word = ""
        while len(word) < 90:
            word += chance.choice(parts)
        words.append(word)
    return " ".join(words)[:size]


#: Case → the text of one article, by language and code points.
CASES: Final[dict[str, Callable[[str, int], str]]] = {
    "told to": lambda code, size: _repeat(_TOLD[code], size),
    "said that": lambda code, size: _repeat(_SAID[code], size),
    "he said “a”": lambda code, size: _repeat(_QUOTED[code], size),
    "according to": lambda code, size: _repeat(_FAR[code], size),
    "quotation marks": lambda code, size: _repeat(f" “{_LETTER[code]}” \"{_LETTER[code]}' ‘‘„«» ’’'", size),
    "opening marks": lambda code, size: _repeat(f"“{_LETTER[code]} ", size),
    "bare marks": lambda _, size: _repeat("“”\"'‘’«»", size),
    "negation cues": lambda code, size: _repeat(_NOT[code], size),
    "actors": lambda code, size: _repeat(_ACTORS[code], size),
    "laps": lambda code, size: _repeat(_LAPS[code], size),
    "contexts": lambda code, size: _repeat(_CONTEXTS[code], size),
    "commas": lambda code, size: _repeat(f"{_LETTER[code]}, ", size),
    "stops": lambda code, size: _repeat(f"{_LETTER[code]}{_LETTER[code]}{_LETTER[code]}! ", size),
    "line breaks": lambda code, size: _repeat(f"{_LETTER[code]}\n", size),
    "hyphens": lambda code, size: _repeat(f"{_WORD[code]}-", size),
    "dashes": lambda code, size: _repeat("-", size - 20) + f" {_WORD[code]}",
    "joiners": lambda code, size: _repeat(f"{_LETTER[code]}\u200d\u200c", size),
    "only joiners": lambda code, size: f"{_WORD[code]} " + _repeat("\u200d", size - 30) + _WORD[code],
    "combining marks": lambda code, size: f"{_WORD[code]} {_LETTER[code]}" + _repeat("\u0301\u0323", size - 40),
    "marks of the script": lambda code, size: _repeat(
        {"en": "e\u0301\u0327", "hi": "क\u094d\u093c\u0902", "ur": "ب\u064b\u0651\u0670"}[code], size
    ),
    "no spaces": lambda code, size: _repeat(_WORD[code], size),
    "no spaces but points": lambda code, size: _repeat(f"{_WORD[code]}.", size),
    "one word": lambda code, size: _repeat(f"{_WORD[code]} ", size),
    "one letter": lambda code, size: _repeat(f"{_LETTER[code]} ", size),
    "distinct words": _distinct,
    "run together": _run_together,
    "spaces": lambda code, size: f"{_WORD[code]}" + _repeat(" ", size - 30) + _WORD[code],
    "digits": lambda code, size: _repeat(f"5{_LETTER[code]}5 ", size),
    "two scripts": lambda _, size: _repeat(
        f"{(_WORD['en'] + ' ') * 12}\n{(_WORD['hi'] + ' ') * 12}\n{(_WORD['ur'] + ' ') * 12}\n", size
    ),
}
#: What is compared.
MEASURED: Final = ("read s", "score s", "read MB", "score MB")
#: Not an article but many.
MANY: Final = "many articles"


def articles(case: str, code: str, size: int) -> list[str]:
    """The texts of a case."""
    if case == MANY:
        words = _SAID[code].split() + [_WORD[code]] * _FEW_WORDS
        return [" ".join(words[:_FEW_WORDS])] * (size // 10)
    return [CASES[case](code, size)]


def measure(case: str, code: str, size: int) -> dict[str, float]:
    """CPU seconds and MB that reading and scoring a case take; a small one came before it."""
    scorer = framing.Scorer(threads=1)
    found: dict[str, float] = {}
    for chars in (min(size // 100, 5_000), size):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "worst.jsonl"
            rows = enumerate(articles(case, code, chars))
            path.write_text(
                "".join(json.dumps({"id": f"{row}", "text": text, "language": code}) + "\n" for row, text in rows)
            )
            clear_peak()
            resident, begin = memory("VmRSS"), time.process_time()
            result = framing.read([path])
            middle, high = time.process_time(), memory("VmHWM")
            clear_peak()
            scored = scorer.score(result.articles)
            end, peak = time.process_time(), memory("VmHWM")
        found = {
            "read s": middle - begin,
            "score s": end - middle,
            "read MB": high - resident,
            "score MB": peak - resident,
            "spans": scored.evidence.height,
            "rejects": result.rejects.height,
        }
    return found


def clear_peak() -> None:
    """Let the system count the peak of memory from here."""
    Path("/proc/self/clear_refs").write_text("5")


def memory(name: str) -> float:
    """A figure of the system's on this process, in MB."""
    told = re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text())
    assert told is not None
    return int(told[1]) / 1e3


def run(case: str, code: str, size: int) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.worst", "--case", case, "--language", code, "--one", str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def ratio(one: float, two: float, floor: float) -> float:
    """How much more the second is; 1 where both say nothing."""
    return two / max(one, floor) if two > 2 * floor else 1.0


def compare(case: str, code: str, size: int) -> bool:
    """Print a line; whether double the size took too much, however often it was tried."""
    one, two, ratios = run(case, code, size), run(case, code, 2 * size), dict.fromkeys(MEASURED, inf)
    for tried in range(1, TRIES + 1):
        ratios = {
            name: ratio(one[name], two[name], SECONDS)
            if name.endswith(" s")
            else min(ratios[name], ratio(one[name], two[name] - NOISE, MEGABYTES))
            for name in MEASURED
        }
        bad = [name for name, value in ratios.items() if value > RATIO]
        if not bad or tried == TRIES:
            break
        one, two = again(one, run(case, code, size)), again(two, run(case, code, 2 * size))
    told = "  ".join(f"{name} {two[name]:7.1f} ×{value:.2f}" for name, value in ratios.items())
    print(f"{case:22}{code:4}{2 * size:10,}  {told}  {'TOO MUCH: ' + ', '.join(bad) if bad else ''}", flush=True)
    return bool(bad)


def again(before: dict[str, float], now: dict[str, float]) -> dict[str, float]:
    """The figures of a run, but for the seconds, which are the least of all runs so far."""
    return {name: min(before[name], value) if name.endswith(" s") else value for name, value in now.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=ARTICLE_CHARS // 2, help="code points of the smaller size")
    parser.add_argument("--case", action="append", choices=[*CASES, MANY])
    parser.add_argument("--language", action="append", choices=list(languages()))
    parser.add_argument("--one", type=int, help="measure this size alone, and print it as JSON")
    arguments = parser.parse_args()
    cases, codes = arguments.case or [*CASES, MANY], arguments.language or list(languages())
    if arguments.one:
        print(json.dumps(measure(cases[0], codes[0], arguments.one)))
        return
    failed = [f"{case} ({code})" for case in cases for code in codes if compare(case, code, arguments.size)]
    if failed:
        sys.exit(f"not linear: {', '.join(failed)}")
    print("all linear")


if __name__ == "__main__":
    main()

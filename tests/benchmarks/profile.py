"""Where the time of scoring goes: CPU seconds of its parts, for each language, at first sight and seen before.

Run it with ``make profile``. A part's time is its own: without that of the parts it calls. The lexicon is compiled
beforehand.
"""

from __future__ import annotations

import argparse
import functools
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import polars as pl

import framing
from tests.benchmarks.corpora import load, megabytes

RUNS = 3

#: What a part is called → the functions that it is, by the module that calls them.
PARTS: Final = {
    "language told": ["score.readable", "score._languages"],
    "mixed languages": ["score.cut_mixed"],
    "pieces to words": ["batch.tokenise"],
    "pieces numbered": ["vocabulary._Numbers.of", "piece_table.PieceTable.cut"],
    "new words read": ["vocabulary.analyse"],
    "new words looked up": ["vocabulary.Vocabulary._learn"],
    "voices": ["batch.voices"],
    "matching": ["batch.find"],
    "contexts that forbid": ["batch.suppress"],
    "overlaps": ["batch.longest"],
    "negation, actors": ["batch._context"],
    "texts of matches": ["tokens.Tokens.spans"],
    "evidence": ["batch._evidence"],
    "exposure, coverage": ["batch._exposure", "batch._coverage"],
    "batches joined": ["score._in_order", "score.joined"],
    "scores": ["score.scores_of"],
    "scales": ["score.scales_of"],
}
_REST: Final = "the rest"


class Clock:
    """Adds up what functions take, each without what it calls."""

    def __init__(self) -> None:
        self.taken: dict[str, float] = defaultdict(float)
        self._open = [_REST]
        self._since = time.process_time()

    def turn(self) -> None:
        """Let what has passed count for the part that is open."""
        now = time.process_time()
        self.taken[self._open[-1]] += now - self._since
        self._since = now

    def watch(self, part: str, path: str) -> None:
        """Let a function's time count for a part."""
        module, *names = path.split(".")
        holder: Any = import_module(f"framing.scoring.{module}")
        for name in names[:-1]:
            holder = getattr(holder, name)
        setattr(holder, names[-1], self._timed(part, getattr(holder, names[-1])))

    def _timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self.turn()
            self._open.append(part)
            try:
                return function(*args, **kwargs)
            finally:
                self.turn()
                self._open.pop()

        return timed

    def measure(self, run: Callable[[pl.DataFrame], object], articles: pl.DataFrame) -> dict[str, float]:
        """The parts of one run."""
        self.turn()
        self.taken.clear()
        run(articles)
        self.turn()
        return dict(self.taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    texts = load(parser.parse_args().corpora)
    clock = Clock()
    for part, paths in PARTS.items():
        for path in paths:
            clock.watch(part, path)
    columns: dict[str, dict[str, float]] = {}
    for code, articles in texts.items():
        framing.score(articles.head(1))
        first, again = [], []
        for _ in range(RUNS):
            # One thread, so that parts do not overlap.
            scorer = framing.Scorer(threads=1)
            first.append(clock.measure(scorer.score, articles))
            again.append(clock.measure(scorer.score, articles))
        size = megabytes(articles)
        columns[f"{code} first"], columns[f"{code} again"] = (_medians(runs, size) for runs in (first, again))
    _print(columns)


def _medians(runs: list[dict[str, float]], size: float) -> dict[str, float]:
    """CPU seconds of each part for 10 MB of text."""
    return {part: statistics.median(run.get(part, 0.0) for run in runs) * 10 / size for part in (*PARTS, _REST)}


def _print(columns: dict[str, dict[str, float]]) -> None:
    print("CPU seconds for 10 MB of text, one thread")
    print(f"{'':22}" + "".join(f"{name:>10}" for name in columns))
    for part in (*PARTS, _REST):
        print(f"{part:22}" + "".join(f"{column[part]:10.3f}" for column in columns.values()))
    totals = [sum(column.values()) for column in columns.values()]
    print(f"{'all':22}" + "".join(f"{total:10.3f}" for total in totals))
    print(f"{'MB per CPU second':22}" + "".join(f"{10 / total:10.1f}" for total in totals))


if __name__ == "__main__":
    main()

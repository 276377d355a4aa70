"""Do the tests notice? Small faults put into the code at random, one at a time, and the tests run on each.

``python -m tests.benchmarks.mutate framing/scoring --count 100 --seed 1`` changes an operator, a bound, a constant, a
condition, a return or a way out of a loop somewhere in the folder, and runs the tests that reach the statement, the
quickest first, until one fails. A fault that no test notices is printed with its place: either a test is missing there,
or the statement does nothing. Statements that no test reaches count as not noticed; changes listed in
``equivalent.toml`` are not tried. Work is done on a copy of the tree.

Which tests reach which line, and how long they take, is measured first and kept in the system's temporary folder until
the tests change; where code was edited since, the lines beside a change count for it. A test that fails without the
fault as well notices nothing. Tests that take longer than ``--slow`` CPU seconds are not used, and at most
``--seconds`` are spent on one fault: a fault that only a long simulation would notice counts as not noticed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.mutants import ROOT, Fault, equivalent, faults
from tests.benchmarks.noticing import VARIABLE, Answer
from tests.benchmarks.reach import Test, measured

#: Folder → its tests, where they are more than the folder of the same name under ``tests``.
TESTS: Final = {
    "framing/scoring": ("tests/scoring", "tests/properties", "tests/test_seeds.py"),
    "framing/languages": ("tests/languages", "tests/properties/test_spelling.py", "tests/scoring"),
    "framing/lexicon": (
        *("tests/lexicon", "tests/cli/test_candidates.py", "tests/cli/test_foreign.py", "tests/cli/test_lexicon.py"),
        *("tests/properties", "tests/scoring"),
    ),
    "framing/statistics": ("tests/statistics", "tests/properties/test_estimates.py"),
    "framing/store": ("tests/store", *(f"tests/cli/test_{name}.py" for name in ("project", "outlets", "plan"))),
    "framing/ingest": (
        "tests/ingest",
        "tests/store/test_recleaning.py",
        "tests/test_cells.py",
        "tests/test_counting.py",
        "tests/test_given.py",
    ),
    "framing/figures": ("tests/figures", "tests/dashboards/test_plane.py", "tests/dashboards/test_profile.py"),
    "framing/plot": ("tests/figures", "tests/dashboards/test_time.py"),
    "framing/render": ("tests/render", "tests/cli/test_report.py", "tests/cli/test_compare.py", "tests/test_cells.py"),
    "framing/cli": (
        "tests/cli",
        "tests/scoring/test_kwic.py",
        *(f"tests/store/test_{name}.py" for name in ("amend", "codes", "erase", "goldsets", "rescore", "sample")),
        "tests/lexicon/test_review.py",
        *(f"tests/validation/test_{name}.py" for name in ("agreement", "sheets", "validate")),
    ),
    "dashboards": ("tests/dashboards", "tests/browser"),
}

#: Folders whose code compiles what others find ready in the cache.
_COMPILING: Final = ("framing/lexicon", "framing/languages")

#: A mutant that takes this many times as long as the same tests took, and a little, is an endless loop: noticed.
_PATIENCE: Final = 4
_GRACE_SECONDS: Final = 10.0

#: So many tests are tried at first: most faults are noticed by one of the quickest. To load all takes longer, and of an
#: endless loop it is known the sooner.
_FIRST: Final = 12


class Server:
    """A process that runs tests (``noticing.py``)."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        ours, theirs = socket.socketpair()
        self.line = ours.makefile("rw", encoding="utf-8")
        self.log = (folder.parent / "log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.noticing"],
            cwd=folder, env=os.environ | environment | {VARIABLE: str(theirs.fileno())}, pass_fds=[theirs.fileno()],
            stdout=self.log, stderr=self.log,
        )  # fmt: skip
        theirs.close()

    def ask(self, **request: object) -> Answer:
        """Have a request served."""
        self.line.write(json.dumps(request) + "\n")
        self.line.flush()
        answered = json.loads(self.line.readline() or "null")
        if answered is None:
            raise SystemExit(Path(self.log.name).read_text(encoding="utf-8")[-3000:])
        answer: Answer = answered
        return answer

    def close(self) -> None:
        """End the process."""
        self.line.close()
        self.process.kill()
        self.process.wait()
        self.log.close()


class Tree:
    """A copy of the tree in which faults are tried, and the processes that try them."""

    def __init__(self, folder: Path, *, cached: bool = True) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        # What is built of the sources is no part of them, and the tests of it are skipped where it is missing.
        built = [path.relative_to(ROOT).as_posix() for path in (ROOT / "framing" / "native").glob("accelerator.*")]
        for name in filter(lambda name: (ROOT / name).exists(), [*listed.splitlines(), *built]):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
        if (ROOT / ".." / "shared").exists():
            (folder.parent / "shared").symlink_to((ROOT / ".." / "shared").resolve())
        self.environment = {
            "PYTHONPATH": str(folder),
            "PYTEST_DEBUG_TEMPROOT": str(folder.parent),
            "OPENBLAS_NUM_THREADS": "1",
            "FRAMING_TESTS_CACHE": str(folder.parent / "kept") if cached else "",
        }
        #: Loads what is ours for each request.
        self.cold = Server(folder, self.environment)
        #: Has it loaded; and the tests that it can run.
        self.warm: Server | None = None
        self.ready: frozenset[str] = frozenset()
        #: Test that failed → whether it passes without a fault.
        self.sound: dict[str, bool] = {}

    def load(self, files: Iterable[str]) -> None:
        """Have tests loaded once for all faults, but for files that start threads while they are loaded."""
        self.warm = Server(self.folder, self.environment)
        self.ready = frozenset(self.warm.ask(do="warm", files=list(dict.fromkeys(files)))["ready"])

    def outcome(self, fault: Fault, tests: list[Test]) -> str:
        """A dot where a test fails with the fault in place, ``!`` where it never ends or kills, else nothing."""
        path = self.folder / fault.path
        source, state = path.read_bytes(), path.stat()
        while True:
            path.write_bytes(fault.applied(source))
            try:
                answer = self._answer(fault, tests)
            finally:
                path.write_bytes(source)
                # What was compiled of the file as it is can be used again.
                os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
            failed = [test for test in tests if test.name == answer.get("by")]
            if not failed or self._is_sound(fault, failed):
                return _mark(answer)
            tests = [test for test in tests if test not in failed]

    def _is_sound(self, fault: Fault, failed: list[Test]) -> bool:
        """Whether a test passes without a fault."""
        name = failed[0].name
        if name not in self.sound:
            self.sound[name] = not self._answer(fault, failed)["noticed"]
            if not self.sound[name]:
                print(f"\nnot used, since it fails without a fault: {name}", flush=True)
        return self.sound[name]

    def _answer(self, fault: Fault, tests: list[Test]) -> Answer:
        """What tests say of the files as they are: first those that are loaded; what runs on import takes loading it."""
        mine = [test for test in tests if test.name in self.ready]
        rest = tests
        if self.warm and not fault.on_import and any(test.reaches(fault) for test in mine):
            for part in filter(None, (mine[:_FIRST], mine[_FIRST:])):
                answer = self.warm.ask(path=str(self.folder / fault.path), **_request(part))
                if answer["noticed"]:
                    return answer
                if answer["noticed"] is None:
                    break
            else:
                rest = [test for test in tests if test.name not in self.ready and test.reaches(fault)]
        for part in filter(None, (rest[:_FIRST], rest[_FIRST:])):
            if (answer := self.cold.ask(do="try", **_request(part)))["noticed"]:
                return answer
        return {"noticed": False}

    def close(self) -> None:
        """End the processes."""
        for server in filter(None, (self.cold, self.warm)):
            server.close()


def _request(tests: list[Test]) -> dict[str, Any]:
    seconds = _GRACE_SECONDS + _PATIENCE * sum(test.seconds for test in tests)
    return {"tests": [test.name for test in tests], "seconds": seconds}


def _mark(answer: Answer) -> str:
    return ("!" if answer.get("died") else ".") if answer["noticed"] else ""


def suited(fault: Fault, tests: list[Test], seconds: float) -> list[Test]:
    """The tests for a fault: those that reach it, quickest first, then others of its file; as many as there is time."""
    rest = [test for test in tests if fault.path in test.lines]
    rest.sort(key=lambda test: (not test.reaches(fault), test.seconds))
    chosen = []
    for test in rest:
        seconds -= test.seconds
        if seconds < 0:
            break
        chosen.append(test)
    return chosen


@dataclass
class Tally:
    """How many faults of a kind were tried, and which were not noticed."""

    tried: int = 0
    missed: list[Fault] = field(default_factory=list)


def survivors(folder: str, chosen: list[Fault], only: list[str], slow: float, seconds: float) -> Tally:
    """Try faults in a folder, and print which the tests do not notice."""
    # The tests of a file are those of its folder.
    whole = folder if (ROOT / folder).is_dir() else str(Path(folder).parent)
    tests = only or [*TESTS.get(whole, (whole.replace("framing", "tests", 1),)), whole]
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        # What is compiled once for all tests of a run would be run by one of them alone.
        tree = Tree(Path(scratch) / "tree", cached=whole not in _COMPILING)
        try:
            reach = measured(tree.cold.ask, whole, tests, slow)
            tree.load(test.name.split("::")[0] for test in reach)
            for fault in chosen:
                mine = suited(fault, reach, seconds)
                tally.tried += 1
                near = sum(test.reaches(fault) for test in mine)
                if outcome := tree.outcome(fault, mine):
                    print(outcome, end="", flush=True)
                    continue
                tally.missed.append(fault)
                print(f"\nnot noticed: {fault}  ({near} tests run it)", end="", flush=True)
        finally:
            tree.close()
    return tally


def possible(folder: str) -> list[Fault]:
    """All faults that could be put into a folder, without those that would change nothing."""
    same = equivalent()
    paths = sorted((ROOT / folder).rglob("*.py")) if (ROOT / folder).is_dir() else [ROOT / folder]
    return [fault for path in paths for fault in faults(path) if (fault.statement, fault.change) not in same]


def sample(folder: str, count: int, seed: int) -> list[Fault]:
    """Faults drawn by a seed from all that could be put into a folder."""
    own = possible(folder)
    return random.Random(seed).sample(own, min(count, len(own)))


def again(folder: str, printed: str) -> list[Fault]:
    """The faults that an earlier run printed as not noticed, wherever their statements stand by now."""
    told = set(re.findall(r"not noticed: ([^:]+):\d+: (.+?)  \(\d+ tests run it\)", printed))
    return [one for one in possible(folder) if (one.path, f"{one.change}  in  {one.statement}") in told]


def main() -> None:
    """Print the share of faults that the tests notice, and the ones that they do not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", help="such as framing/scoring")
    parser.add_argument("--count", type=int, default=100, help="faults tried in each folder")
    parser.add_argument("--seed", type=int, default=1, help="another seed tries other faults")
    parser.add_argument("--again", type=Path, help="what an earlier run printed: its survivors are tried again")
    parser.add_argument("--seconds", type=float, default=30, help="CPU seconds of tests for one fault")
    parser.add_argument("--slow", type=float, default=10, help="CPU seconds from which a test is not used")
    parser.add_argument("--least", type=float, default=0.93, help="share that has to be noticed; exit 1 below it")
    parser.add_argument("--tests", nargs="*", default=[], help="tests to use in place of the folder's")
    arguments = parser.parse_args()
    poor = False
    for folder in (folder.rstrip("/") for folder in arguments.folders):
        if arguments.again:
            chosen = again(folder, arguments.again.read_text(encoding="utf-8"))
        else:
            chosen = sample(folder, arguments.count, arguments.seed)
        found = survivors(folder, chosen, arguments.tests, arguments.slow, arguments.seconds)
        share = 1 - len(found.missed) / max(found.tried, 1)
        poor |= share < arguments.least
        print(
            f"\n{folder}: {found.tried - len(found.missed)} of {found.tried} noticed ({share:.0%}), seed {arguments.seed}"
        )
        for path, number in Counter(fault.path for fault in found.missed).most_common():
            print(f"  {number} in {path}")
    sys.exit(1 if poor else 0)


if __name__ == "__main__":
    main()

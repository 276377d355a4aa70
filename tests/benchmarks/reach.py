"""Which tests reach which lines of a folder, and how long they take: measured once, and kept until the tests change.

Where code was edited since, lines that are as they were are found again, and those of a change count as reached by what
reached the lines in its place or beside it: they only say which tests are tried first. A new file takes measuring.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from tests.benchmarks.mutants import ROOT, Fault

__all__ = ["Test", "measured"]

#: Line of a file as it was → lines of it now.
_Moves = dict[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Test:
    """What a test runs of a folder, file by file, and its CPU seconds."""

    name: str
    seconds: float
    lines: dict[str, frozenset[int]]

    def reaches(self, fault: Fault) -> bool:
        """Whether it runs a line of the statement."""
        first, last = fault.lines
        return any(first <= line <= last for line in self.lines.get(fault.path, ()))


def measured(ask: Callable[..., dict[str, Any]], folder: str, tests: Iterable[str], slow: float) -> list[Test]:
    """What the tests reach: from the last time where they are as they were, else by running them.

    Args:
        ask: a server (``noticing.py``).
        folder: what is to be reached.
        tests: files, and folders of files.
        slow: CPU seconds from which a test is not used.
    """
    kept = Path(tempfile.gettempdir()) / f"framing-reach-{os.getuid()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    now = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in (ROOT / folder).rglob("*.py")
    }
    places = {name: _place(kept, folder, name, slow) for name in _files(tests)}
    if missing := [name for name, place in places.items() if not _is_kept(place, now)]:
        ran: dict[str, Any] = {}
        unused: list[str] = []
        slow_one: str | None = ""
        while slow_one is not None:
            answer = ask(do="measure", folder=folder, files=missing, but=[*ran, *unused], most=slow)
            ran |= answer["tests"]
            slow_one = answer["slow"]
            unused += [*answer["left"], *([slow_one] if slow_one else [])]
        for text in now.values():
            (kept / _hash(text)).write_text(text, encoding="utf-8")
        of = {path: _hash(text) for path, text in now.items()}
        for file in missing:
            own = {name: test for name, test in ran.items() if name.split("::")[0] == file}
            places[file].write_text(json.dumps({"of": of, "tests": own}), encoding="utf-8")
        if unused:
            print(f"not used, since too slow or failing: {', '.join(unused)}", flush=True)
    found, moves = list[Test](), dict[tuple[str, str], _Moves]()
    for place in places.values():
        read = json.loads(place.read_text(encoding="utf-8"))
        for path, text in now.items():
            if (path, then := read["of"][path]) not in moves:
                moves[path, then] = moved((kept / then).read_text(encoding="utf-8"), text)
        for name, test in read["tests"].items():
            lines = {
                path: frozenset().union(*(moves[path, read["of"][path]].get(one, ()) for one in numbers))
                for path, numbers in test["lines"].items()
                if path in now
            }
            found.append(Test(name, test["seconds"], lines))
    print(f"{folder}: {len(found)} tests of {sum(test.seconds for test in found):.0f} s", flush=True)
    return found


def moved(before: str, after: str) -> _Moves:
    """Where the lines of a text stand in another version of it; from 1.

    Example:
        >>> moved("a b c d".replace(" ", "\\n"), "a x y c d".replace(" ", "\\n"))[2] == {2, 3}
        True
        >>> moved("a", "b a")
        {1: frozenset({1})}
    """
    one, other = before.splitlines(), after.splitlines()
    found: dict[int, set[int]] = {line: set() for line in range(1, len(one) + 1)}
    for kind, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            for line in range(start, end):
                found[line + 1].add(first + line - start + 1)
        else:
            for line in range(max(start, 1), min(end + 1, len(one)) + 1):
                found[line].update(range(first + 1, last + 1))
    return {line: frozenset(places) for line, places in found.items()}


def _place(kept: Path, folder: str, file: str, slow: float) -> Path:
    """Where it is kept what the tests of a file reach, as they are now."""
    fixtures = [path / "conftest.py" for path in (ROOT / file).parents if (path / "conftest.py").exists()]
    state = _hash("\0".join(path.read_text(encoding="utf-8") for path in (ROOT / file, *fixtures)))
    return kept / f"{folder.replace('/', '-')}-{file.replace('/', '-')}-{state[:16]}-{slow}.json"


def _is_kept(place: Path, now: Iterable[str]) -> bool:
    """Whether it is, of all files that there are."""
    return place.exists() and json.loads(place.read_text(encoding="utf-8"))["of"].keys() >= set(now)


def _files(tests: Iterable[str]) -> list[str]:
    """The files of tests, and those with examples to try."""
    found: dict[str, None] = {}
    for name in tests:
        path = ROOT / name
        own = "test_*.py" if name.startswith("tests") else "*.py"
        paths = sorted(path.rglob(own)) if path.is_dir() else [path]
        tried = [one for one in paths if own != "*.py" or ">>>" in one.read_text(encoding="utf-8")]
        found |= dict.fromkeys(one.relative_to(ROOT).as_posix() for one in tried)
    return list(found)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]

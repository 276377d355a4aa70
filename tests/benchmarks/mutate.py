"""Do the tests notice? Small faults put into the code at random, one at a time, and the tests run on each.

``python -m tests.benchmarks.mutate framing/scoring --count 100 --seed 1`` changes an operator, a bound, a constant or a
condition somewhere in the folder, runs the tests that reach the line, and puts the line back. A fault that no test
notices is printed with its place: either a test is missing there, or the line does nothing. Work is done on copies of
the tree, two at a time, so that the tree itself is never touched.

Which tests reach which line is measured first, in one run of the folder's tests with ``coverage``.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Final

ROOT: Final = Path(__file__).parents[2]

#: Folder → its tests, where they are more than the folder of the same name under ``tests``.
TESTS: Final = {
    "framing/scoring": ("tests/scoring", "tests/properties", "tests/test_seeds.py"),
    "framing/languages": ("tests/languages", "tests/properties/test_spelling.py", "tests/scoring"),
    "framing/lexicon": ("tests/lexicon", "tests/properties", "tests/scoring"),
    "framing/statistics": ("tests/statistics", "tests/properties/test_estimates.py"),
    "framing/store": ("tests/store", "tests/cli/test_project.py"),
    "framing/ingest": ("tests/ingest", "tests/store/test_recleaning.py"),
    "framing/render": ("tests/render", "tests/cli/test_report.py", "tests/cli/test_compare.py"),
    "framing/cli": ("tests/cli",),
    "dashboards": ("tests/browser",),
}

_COMPARE: Final = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
_COMPARE_IS: Final = {"is": "is not", "is not": "is"}
_ARITHMETIC: Final = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "*", "&": "|", "|": "&", "**": "*"}
_BOOLEAN: Final = {"and": "or", "or": "and"}
_CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}

#: A mutant that takes this many times as long as the same tests took is an endless loop: noticed.
_PATIENCE: Final = 4
_GRACE_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One small change of a file.

    Attributes:
        path: file, relative to the tree.
        line: where, from 1.
        start, end: the bytes replaced.
        before, after: what stood there, and what stands there now.
    """

    path: str
    line: int
    start: int
    end: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.before.strip()!r} → {self.after.strip()!r}"


def faults(path: Path, root: Path = ROOT) -> list[Fault]:
    """Every fault that can be put into a file, in the order of the file.

    Example:
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "a.py").write_text("x = [n + 1 for n in range(9) if n < 3]")
        >>> [f"{fault.before.strip()} → {fault.after.strip()}" for fault in faults(folder / "a.py", folder)]
        ['+ → -', '1 → 2', '9 → 10', 'n < 3 → not (n < 3)', '< → <=', '3 → 4']
        >>> shutil.rmtree(folder)
    """
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    name = path.relative_to(root).as_posix()

    def fault(line: int, start: int, end: int, after: str) -> Fault:
        return Fault(name, line, start, end, source[start:end].decode(), after)

    def span(node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def between(left: ast.expr, right: ast.expr, changes: dict[str, str]) -> Iterator[Fault]:
        start, end = span(left)[1], span(right)[0]
        text = source[start:end].decode()
        for token in re.findall(r"not in|is not|\w+|[-+*/%&|<>=!]+", text):
            if token in changes:
                yield fault(left.end_lineno or left.lineno, start, end, text.replace(token, changes[token], 1))
                return

    def of(node: ast.AST) -> Iterator[Fault]:
        match node:
            case ast.Compare(left=left, comparators=rights):
                for one, two in pairwise([left, *rights]):
                    yield from between(one, two, {**_COMPARE, **_COMPARE_IS})
            case ast.BinOp(left=one, right=two):
                yield from between(one, two, _ARITHMETIC)
            case ast.BoolOp(values=values):
                for one, two in pairwise(values):
                    yield from between(one, two, _BOOLEAN)
            case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
                start, end = span(node)
                yield fault(node.lineno, start, end, source[slice(*span(operand))].decode())
            case ast.Constant(value=bool() | int() as value):
                start, end = span(node)
                yield fault(node.lineno, start, end, str(not value if isinstance(value, bool) else value + 1))
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in _CALLS:
                end = span(node.func)[1]
                yield fault(node.lineno, end - len(called), end, _CALLS[called])
        conditions = [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else getattr(node, "ifs", [])
        for condition in conditions:
            start, end = span(condition)
            yield fault(condition.lineno, start, end, f"not ({source[start:end].decode()})")

    return sorted(
        (one for node in _running(ast.parse(source)) for one in of(node)), key=lambda one: (one.start, -one.end)
    )


def _running(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that do something: no annotations, no imports for types only, no lists of public names."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "type_params", "decorator_list"}:
                continue
            if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                continue
            children = value if isinstance(value, list) else [value]
            waiting.extend(child for child in children if isinstance(child, ast.AST))


class Tree:
    """A copy of the tree in which faults are tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in listed.splitlines():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
        if (ROOT / ".." / "shared").exists():
            (folder.parent / "shared").symlink_to((ROOT / ".." / "shared").resolve())

    def run(self, *arguments: str, seconds: float | None = None) -> bool:
        """Whether the tests pass, within the time given."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                [sys.executable, *arguments],
                cwd=self.folder,
                env=environment,
                capture_output=True,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def is_noticed(self, fault: Fault, tests: list[str], seconds: float) -> bool:
        """Whether a test fails with the fault in place."""
        path = self.folder / fault.path
        source = path.read_bytes()
        path.write_bytes(source[: fault.start] + fault.after.encode() + source[fault.end :])
        try:
            return not self.run(*_PYTEST, "-x", *tests, fault.path, seconds=seconds)
        finally:
            path.write_bytes(source)


_PYTEST: Final = ("-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist")


@dataclass(frozen=True, slots=True)
class Reach:
    """Which tests run a line, and how long all of them take."""

    tests: dict[tuple[str, int], list[str]]
    seconds: float


def reach(tree: Tree, tests: tuple[str, ...], folder: str) -> Reach:
    """Run the tests once, and note which of them run which line."""
    settings = tree.folder / ".coveragerc"
    settings.write_text(f"[run]\ndynamic_context = test_function\nsource = {folder}\n", encoding="utf-8")
    started = time.monotonic()
    if not tree.run("-m", "coverage", "run", *_PYTEST, *tests, folder):
        raise SystemExit(f"the tests of {folder} fail as they are; mend them first")
    seconds = time.monotonic() - started
    tree.run("-m", "coverage", "json", "--show-contexts", "-o", "reach.json")
    files = json.loads((tree.folder / "reach.json").read_text(encoding="utf-8"))["files"]
    found = {}
    for name, file in files.items():
        for line, contexts in file["contexts"].items():
            found[name, int(line)] = sorted({_node(context) for context in contexts if context})
    return Reach(found, seconds)


def _node(context: str) -> str:
    """``tests.scoring.test_matching.test_one`` → ``tests/scoring/test_matching.py::test_one``."""
    parts = context.split(".")
    file = next(number for number, part in enumerate(parts) if part.startswith("test_"))
    return "::".join(["/".join(parts[: file + 1]) + ".py", *parts[file + 1 :]])


def survivors(folder: str, count: int, seed: int, jobs: int) -> tuple[int, list[Fault]]:
    """Try faults in a folder.

    Returns:
        How many were tried, and the ones that no test noticed.
    """
    possible = [fault for path in sorted((ROOT / folder).rglob("*.py")) for fault in faults(path)]
    chosen = random.Random(seed).sample(possible, min(count, len(possible)))
    tests = TESTS.get(folder, (folder.replace("framing", "tests", 1),))
    with tempfile.TemporaryDirectory() as scratch:
        trees: SimpleQueue[Tree] = SimpleQueue()
        for number in range(jobs):
            trees.put(Tree(Path(scratch) / str(number) / "tree"))
        first = trees.get()
        reached = reach(first, tests, folder)
        trees.put(first)

        def is_noticed(fault: Fault) -> bool:
            nodes = reached.tests.get((fault.path, fault.line), [])
            tree = trees.get()
            try:
                noticed = tree.is_noticed(fault, nodes, reached.seconds * _PATIENCE + _GRACE_SECONDS)
            finally:
                trees.put(tree)
            print("." if noticed else f"\nnot noticed: {fault} ({len(nodes)} tests run the line)", end="", flush=True)
            return noticed

        with ThreadPoolExecutor(jobs) as pool:
            noticed = list(pool.map(is_noticed, chosen))
    return len(chosen), [fault for fault, yes in zip(chosen, noticed, strict=True) if not yes]


def main() -> None:
    """Print the share of faults that the tests notice, and the ones that they do not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", help="such as framing/scoring")
    parser.add_argument("--count", type=int, default=100, help="faults tried in each folder")
    parser.add_argument("--seed", type=int, default=1, help="another seed tries other faults")
    parser.add_argument("--jobs", type=int, default=2, help="faults tried at a time")
    parser.add_argument("--least", type=float, default=0.93, help="share that has to be noticed; exit 1 below it")
    arguments = parser.parse_args()
    poor = False
    for folder in arguments.folders:
        folder = folder.rstrip("/")
        tried, missed = survivors(folder, arguments.count, arguments.seed, arguments.jobs)
        share = 1 - len(missed) / tried
        poor |= share < arguments.least
        print(f"\n{folder}: {tried - len(missed)} of {tried} noticed ({share:.0%}), seed {arguments.seed}")
        for fault in missed:
            print(f"  {fault}")
    sys.exit(1 if poor else 0)


if __name__ == "__main__":
    main()

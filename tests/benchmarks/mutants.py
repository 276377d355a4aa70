"""Small faults that can be put into a file: another operator, bound, constant, condition, return or way out of a loop."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]

_COMPARE: Final = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "in": "not in", "not in": "in"}
_COMPARE_IS: Final = {"is": "is not", "is not": "is"}
_ARITHMETIC: Final = {"+": "-", "-": "+", "*": "/", "/": "*", "//": "/", "%": "*", "&": "|", "|": "&", "**": "*"}
_BOOLEAN: Final = {"and": "or", "or": "and"}
_CALLS: Final = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}

#: Floats outside of these are tolerances and stand-ins for infinity, of which twice as much is the same.
_FLOATS: Final = (1e-5, 1e5)
#: Fields of the syntax tree in which nothing runs.
_IDLE: Final = frozenset({"annotation", "returns", "type_params", "decorator_list"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One small change of a file.

    Attributes:
        path: file, relative to the tree.
        lines: first and last line of the statement, from 1; of a compound one, its head.
        start, end: the bytes replaced.
        before, after: what stood there, and what stands there now.
        statement: the statement or head on one line.
        on_import: whether the place runs when the module is imported, as no function holds it.
    """

    path: str
    lines: tuple[int, int]
    start: int
    end: int
    before: str
    after: str
    statement: str
    on_import: bool

    def __str__(self) -> str:
        return f"{self.path}:{self.lines[0]}: {self.change}  in  {self.statement}"

    @property
    def change(self) -> str:
        """What is replaced by what."""
        return f"{_flat(self.before)} → {_flat(self.after)}"

    def applied(self, source: bytes) -> bytes:
        """The file with the fault, its lines where they were."""
        lost = self.before.count("\n") - self.after.count("\n")
        return source[: self.start] + self.after.encode() + b"\n" * lost + source[self.end :]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: the lines of its statement, and whether a function holds it."""

    lines: tuple[int, int]
    on_import: bool


def faults(path: Path, root: Path = ROOT) -> list[Fault]:
    """Every fault that can be put into a file, in the order of the file.

    Example:
        >>> import tempfile, shutil
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "a.py").write_text("x = [n + .5 for n in range(9) if n < 3]")
        >>> [fault.change for fault in faults(folder / "a.py", folder)]
        ['+ → -', '.5 → 1.0', '9 → 10', 'n < 3 → not (n < 3)', '< → <=', '3 → 4']
        >>> shutil.rmtree(folder)
    """
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    name = path.relative_to(root).as_posix()
    found = []
    for node, place in _running(ast.parse(source), _Place((1, 1), on_import=True)):
        first, last = place.lines
        statement = _flat(source[starts[first - 1] : starts[min(last, len(starts) - 1)]].decode())
        for start, end, after in _changes(node, source, starts):
            before = source[start:end].decode()
            found.append(Fault(name, place.lines, start, end, before, after, statement, place.on_import))
    return sorted(found, key=lambda fault: (fault.start, -fault.end))


def equivalent() -> set[tuple[str, str]]:
    """Statements and changes that were read and found to change nothing that anybody could see."""
    listed = tomllib.loads(Path(__file__).with_name("equivalent.toml").read_text(encoding="utf-8"))
    return {(row["statement"], row["change"]) for row in listed["same"]}


def _changes(node: ast.AST, source: bytes, starts: list[int]) -> Iterator[tuple[int, int, str]]:
    """Bytes to replace in a node itself, not in the nodes below it, and what by."""

    def span(node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def between(left: ast.expr, right: ast.expr, changes: dict[str, str]) -> Iterator[tuple[int, int, str]]:
        start, end = span(left)[1], span(right)[0]
        for token in re.finditer(r"not in|is not|\w+|[-+*/%&|<>=!]+", source[start:end].decode()):
            if token[0] in changes:
                yield start + token.start(), start + token.end(), changes[token[0]]
                return

    match node:
        case ast.Compare(left=left, comparators=rights):
            for one, two in pairwise([left, *rights]):
                yield from between(one, two, _COMPARE | _COMPARE_IS)
        case ast.BinOp(left=one, right=two) if not (_is_text(one) or _is_text(two)):
            yield from between(one, two, _ARITHMETIC)
        case ast.BoolOp(values=values):
            for one, two in pairwise(values):
                yield from between(one, two, _BOOLEAN)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield *span(node), f"({source[slice(*span(operand))].decode()})"
        case ast.Constant(value=bool() | int() | float() as value):
            if (other := _other(value)) is not None:
                yield *span(node), str(other)
        case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)) if called in _CALLS:
            end = span(node.func)[1]
            yield end - len(called), end, _CALLS[called]
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield *span(value), "None"
        case ast.Continue() | ast.Break():
            yield *span(node), "break" if isinstance(node, ast.Continue) else "continue"
    conditions = [node.test] if isinstance(node, ast.If | ast.IfExp | ast.While) else getattr(node, "ifs", [])
    for condition in conditions:
        start, end = span(condition)
        yield start, end, f"not ({source[start:end].decode()})"


def _other(value: float) -> float | None:
    """Another constant: the opposite, the next integer, twice as much; None where that would be the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value == 0:
        return 1.0
    return value * 2 if _FLOATS[0] <= value <= _FLOATS[1] else None


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _running(node: ast.AST, place: _Place) -> Iterator[tuple[ast.AST, _Place]]:
    """The nodes that do something: no annotations, no imports for types only, no assertions."""
    if isinstance(node, ast.Assert) or _is_for_types(node):
        return
    if isinstance(node, ast.stmt):
        place = _Place(_lines(node), place.on_import)
    yield node, place
    inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for name, value in ast.iter_fields(node):
        if name not in _IDLE:
            below = _Place(place.lines, on_import=False) if inside and name == "body" else place
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_promise(node, child):
                    yield from _running(child, below)


def _is_promise(call: ast.AST, argument: ast.AST) -> bool:
    """``strict`` of zip asserts; and that equals keep their order, a sort of one thread holds to without being told."""
    if not isinstance(argument, ast.keyword) or not isinstance(call, ast.Call):
        return False
    is_sort = isinstance(call.func, ast.Attribute) and call.func.attr == "sort"
    return argument.arg == "strict" or (argument.arg == "maintain_order" and is_sort)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _lines(node: ast.stmt) -> tuple[int, int]:
    """The lines of a statement, of a compound one those of its head."""
    last = node.end_lineno or node.lineno
    body = getattr(node, "body", None)
    if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
        first = min([body[0].lineno, *(one.lineno for one in getattr(body[0], "decorator_list", []))])
        last = max(node.lineno, first - 1)
    return node.lineno, last

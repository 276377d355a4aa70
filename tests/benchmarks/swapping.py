"""Faulty code for functions that are loaded: a fault is tried without loading anything anew."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType

__all__ = ["forget", "swap"]

#: What tells the functions of a file apart: their names with those of what they stand in, and their first lines.
_Place = tuple[str, int]


def swap(path: Path) -> bool:
    """Give all functions of a file the code that it has now; False where that takes loading it anew.

    Example:
        >>> from importlib.util import module_from_spec, spec_from_file_location
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     path = Path(folder, "a.py")
        ...     _ = path.write_text("def half(n): return n / 2")
        ...     spec = spec_from_file_location("a", path)
        ...     module = module_from_spec(spec)
        ...     spec.loader.exec_module(module)
        ...     _ = path.write_text("def half(n): return n * 2")
        ...     swap(path), module.half(8)
        (True, 16)
    """
    codes: dict[_Place, list[CodeType]] = {}
    for code in _within(compile(path.read_bytes(), str(path), "exec", dont_inherit=True)):
        codes.setdefault(_place(code), []).append(code)
    for function in [one for one in gc.get_objects() if isinstance(one, FunctionType)]:
        if function.__code__.co_filename != str(path):
            continue
        found = codes.get(_place(function.__code__), [])
        # Two functions of one line are not told apart; and of another number of outer names no function can be made.
        if len(found) != 1 or found[0].co_freevars != function.__code__.co_freevars:
            return False
        function.__code__ = found[0]
    return True


def forget(package: str) -> None:
    """Empty the caches of a package's functions, which sound code may have filled."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and (one.__module__ or "").split(".")[0] == package:
            one.cache_clear()


def _place(code: CodeType) -> _Place:
    return code.co_qualname, code.co_firstlineno


def _within(code: CodeType) -> Iterator[CodeType]:
    """The code of all functions in it, at any depth."""
    for value in code.co_consts:
        if isinstance(value, CodeType):
            yield value
            yield from _within(value)

"""One hash over everything that compiling makes of a lexicon and a language: what scored alike has the same.

The lexicon's fingerprint says which files were read, the version which release read them. Neither tells a compiler that
was changed in between, or that made something else of the same files; the hash of the compiled tables does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import Enum
from typing import Any, Final

import numpy as np
import polars as pl

from framing.languages.base import Language

__all__ = ["digest"]

#: What these do shows in the keys of the tables.
_FUNCTIONS: Final = ("inflect",)


def digest(language: Language, parts: Mapping[str, Any]) -> str:
    """SHA-256 over compiled tables, in hexadecimal.

    The same in every process, whatever its hash seed: sets are taken in sorted order, mappings by their keys, and
    whatever has an order in that order.

    Args:
        language: whose tables they are.
        parts: name → array, frame, sequence, mapping or plain value.

    Example:
        >>> from framing.languages.registry import language
        >>> english = language("en")
        >>> digest(english, {"a": {1, 2}}) == digest(english, {"a": {2, 1}}) != digest(english, {"a": [1, 2]})
        True
    """
    rules = {field.name: getattr(language, field.name) for field in fields(language) if field.name not in _FUNCTIONS}
    total = hashlib.sha256()
    for name, part in sorted({**parts, "language": rules}.items()):
        content = _bytes(part)
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def _bytes(part: Any) -> bytes:
    if isinstance(part, np.ndarray):
        return f"{part.dtype.str}{part.shape}".encode() + part.tobytes()
    if isinstance(part, pl.DataFrame):
        return repr([(name, part[name].to_list()) for name in part.columns]).encode()
    return repr(_plain(part)).encode()


def _plain(part: Any) -> Any:
    """The same in an order that does not depend on how it was made."""
    if isinstance(part, Enum):
        return part.value
    if isinstance(part, str | int | float | None):
        return part
    if isinstance(part, set | frozenset):
        return ["set", *sorted(map(_plain, part))]
    if isinstance(part, Mapping):
        return ["mapping", *sorted((_plain(key), _plain(value)) for key, value in part.items())]
    if isinstance(part, Iterable):
        return [*map(_plain, part)]
    return [type(part).__name__, *(_plain(getattr(part, field.name)) for field in fields(part))]

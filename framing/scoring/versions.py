"""Which results compare with what would be found now: those of the same lexicon, release and compiled tables.

One hash over everything that compiling makes of a lexicon and a language: what scored alike has the same.

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
from framing.lexicon.compile import tables_named
from framing.lexicon.lexicon import Lexicon
from framing.schemas import VERSIONS
from framing.version import __version__

__all__ = [
    "digest",
    "is_current",
    "used",
]


def used(status: pl.DataFrame, lexicon: Lexicon) -> dict[str, str]:
    """What scored some articles, as a run of a project says it.

    Args:
        status: STATUS columns of the articles.
        lexicon: that scored them.

    Returns:
        The columns of ``schemas.VERSIONS``; all tables apart by spaces.
    """
    tables = {name for names in status["lexicon_tables"].drop_nulls().unique() for name in names.split()}
    values = (lexicon.fingerprint, __version__, " ".join(sorted(tables)))
    return dict(zip(VERSIONS, values, strict=True))


def is_current(status: pl.DataFrame, lexicon: Lexicon) -> pl.Series:
    """Which articles were scored with this lexicon, by this version, with the tables that it compiles to now.

    Args:
        status: the columns of ``schemas.VERSIONS``. Null tables are those of a version that did not name any.
        lexicon: the one to compare with; it is compiled for the languages that the articles name.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> from framing.scoring.score import score
        >>> status = score(pl.DataFrame({"text": ["It was a historic day for us all."]})).articles
        >>> is_current(status, default_lexicon()).to_list()
        [True]
        >>> is_current(status.with_columns(lexicon_tables=pl.lit("en:0123456789abcdef")), default_lexicon()).to_list()
        [False]
    """
    same = (pl.col("lexicon_fingerprint") == lexicon.fingerprint) & (pl.col("scorer_version") == __version__)
    named = status.filter(same)["lexicon_tables"].drop_nulls().unique().to_list()
    known = tables_named(lexicon, {name for names in named for name in names.split()})
    same &= pl.col("lexicon_tables").is_in([names for names in named if known.issuperset(names.split())])
    return status.select(same.fill_null(False)).to_series()


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
    found = hashlib.sha256()
    for name, part in sorted({**parts, "language": rules}.items()):
        content = _bytes(part)
        found.update(f"{name}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


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

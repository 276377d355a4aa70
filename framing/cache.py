"""What takes long to compute and is the same each time, kept on the disk for the next process.

Nothing but plain arrays and texts is kept, never objects that reading would run; and nothing of articles. A file's
name is a hash over all that its content depends on, the code that computes it too, so that another version asks for
another file; what is damaged is written anew (:mod:`framing.sealed`). The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import io
import os
import platform
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
import regex

from framing import sealed
from framing.limits import CACHE_BYTES
from framing.version import __version__

__all__ = ["Value", "folder", "key", "read", "write"]

#: What can be kept under a name. Of mappings the order is kept, too.
Value = npt.NDArray[Any] | pl.DataFrame | tuple[str, ...] | dict[str, float]

_VARIABLE: Final = "FRAMING_CACHE"
_OFF: Final = ("", "0", "off", "no")
_NAME: Final = "framing-toolkit"
#: Nothing else in the folder is ever read or deleted.
_PATTERN, _SUFFIX = "framing-*", ".cache"
#: Code that decides what is made of a lexicon.
_SOURCES: Final = ("cache.py", "limits.py", "sealed.py", "lexicon/*.py", "languages/*.py")


def folder() -> Path | None:
    """Where files are kept: what the variable ``FRAMING_CACHE`` names, else the system's place for such; None for off.

    Example:
        >>> import os
        >>> before, os.environ["FRAMING_CACHE"] = os.environ.get("FRAMING_CACHE"), "off"
        >>> folder() is None
        True
        >>> _ = os.environ.pop("FRAMING_CACHE") if before is None else os.environ.update(FRAMING_CACHE=before)
    """
    named = os.environ.get(_VARIABLE)
    if named is not None:
        return None if named.strip().lower() in _OFF else Path(named).expanduser()
    with suppress(RuntimeError):  # There is no home.
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / _NAME
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / _NAME / "Cache"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / _NAME
    return None


def key(what: str, *parts: str) -> str:
    """The name under which something is kept: a hash over its parts, the version and the code.

    Args:
        what: kind of thing; letters and hyphens.
        parts: all that the content depends on.
    """
    digest = hashlib.sha256("\0".join([what, *parts, _engine()]).encode()).hexdigest()
    return f"{what}-{digest[:40]}"


@cache
def _engine() -> str:
    """A hash over versions and code. What libraries know of letters is theirs."""
    digest = hashlib.sha256(repr((__version__, platform.python_version(), pl.__version__, regex.__version__)).encode())
    for pattern in _SOURCES:
        for path in sorted(Path(__file__).parent.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def read(name: str) -> dict[str, Value] | None:
    """What was kept under a name (see :func:`key`); None where nothing was, or where it is damaged."""
    if (place := folder()) is None or (content := sealed.read(place / f"framing-{name}{_SUFFIX}")) is None:
        return None
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return _unpacked(dict(arrays))
    except (OSError, ValueError):
        return None


def write(name: str, values: Mapping[str, Value]) -> None:
    """Keep values under a name. Where the disk refuses, nothing is kept and nobody is told: it is done without."""
    if (place := folder()) is None or (packed := _packed(values)) is None:
        return
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **packed)
    path = place / f"framing-{name}{_SUFFIX}"
    if sealed.write(path, file.getvalue(), lambda made: made.mkdir(mode=0o700, parents=True, exist_ok=True)):
        sealed.bound((path for path in place.glob(_PATTERN) if path.suffix in (_SUFFIX, sealed.DRAFT)), CACHE_BYTES)


def _packed(values: Mapping[str, Value]) -> dict[str, npt.NDArray[Any]] | None:
    """Values as arrays whose names tell what they are; None for nulls, and for NUL in a text, which parts them here."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, value in values.items():
        match value:
            case np.ndarray():
                arrays[f"array:{name}"] = value
            case tuple():
                arrays[f"texts:{name}"] = _joined(value)
            case dict():
                arrays[f"words:{name}"] = _joined(tuple(value))
                arrays[f"rates:{name}"] = np.array(list(value.values()), np.float64)
            case _:
                if any(column.null_count() for column in value):
                    return None
                for column in value:
                    texts = column.dtype == pl.String
                    content = _joined(tuple(column)) if texts else column.to_numpy()
                    arrays[f"{'texts' if texts else 'array'}:{name}:{column.name}"] = content
    sizes = [int((array == 0).sum()) for name, array in arrays.items() if name.startswith(("texts:", "words:"))]
    return arrays if sum(sizes) == _count(values) else None


def _count(values: Mapping[str, Value]) -> int:
    """How many texts there are."""
    count = 0
    for value in values.values():
        if isinstance(value, tuple | dict):
            count += len(value)
        elif isinstance(value, pl.DataFrame):
            count += value.height * sum(kind == pl.String for kind in value.dtypes)
    return count


def _joined(texts: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("".join(f"{text}\0" for text in texts).encode(), np.uint8)


def _series(array: npt.NDArray[Any]) -> pl.Series:
    """The texts that were joined. Polars parts a long one ten times as fast as Python."""
    whole = pl.Series([array.tobytes()], dtype=pl.Binary).cast(pl.String)
    return whole.str.split("\0").explode()[:-1]


def _unpacked(arrays: Mapping[str, npt.NDArray[Any]]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    columns: dict[str, dict[str, pl.Series]] = {}
    for label, array in arrays.items():
        kind, name, *column = label.split(":")
        if column:
            content = _series(array) if kind == "texts" else pl.Series(array)
            columns.setdefault(name, {})[column[0]] = content
        elif kind == "array":
            values[name] = array
        elif kind == "texts":
            values[name] = tuple(_series(array).to_list())
        elif kind == "words":
            values[name] = dict(zip(_series(array).to_list(), arrays[f"rates:{name}"].tolist(), strict=True))
    return values | {name: pl.DataFrame(content) for name, content in columns.items()}

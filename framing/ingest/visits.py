"""Visits: which files were read to the end, and how they can be known again without being opened.

A file is the one that was read if its path, size, times of change and label are, and those of its sidecar. The time of
the last change of its entry (``ctime``) counts too: no program can set it back, so that a file edited under its old
time of modification is read again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias
from zlib import crc32

__all__ = ["SIDECAR", "Passed", "State", "Visit", "Visits", "is_settled", "places_of", "state_of"]

#: Size, time of modification, time of change (ns), and a checksum of the label and of the sidecar's own three.
State: TypeAlias = tuple[int, int, int, int]

#: The suffix of a sidecar, which is part of what is read.
SIDECAR: Final = ".toml"

#: Nanoseconds after which a changed file has another time of modification, on the coarsest file system in use (FAT).
#: A file that was changed within them may change once more without a trace: it is read again next time.
SETTLED_NS: Final = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Visit:
    """A file that was read to the end, and the number of its articles."""

    path: str
    state: State
    articles: int
    origin: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Files that were passed over, and the articles that they held when they were read."""

    files: int
    articles: int


class Visits(Protocol):
    """What was read before."""

    def articles_in(self, path: str, state: State) -> int | None:
        """The number of articles of a file, if it was read in this state."""


def state_of(
    path: str, label: str, *, found: os.stat_result | None = None, sidecar: os.stat_result | None = None
) -> State:
    """The state of a file.

    Args:
        path: the file.
        label: what its articles' ids are made from.
        found: what the system says of it; asked where left out.
        sidecar: what it says of the sidecar; asked where ``found`` is left out too.

    Raises:
        OSError: there is no such file.
    """
    if found is None:
        found = os.stat(path)
        sidecar = _stat(os.path.splitext(path)[0] + SIDECAR)
    beside = "" if sidecar is None else f"{sidecar.st_size} {sidecar.st_mtime_ns} {sidecar.st_ctime_ns}"
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, crc32(f"{label}\0{beside}".encode())


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def is_settled(state: State) -> bool:
    """Whether a change from now on will show in the file's times."""
    return time.time_ns() - max(state[1], state[2]) > SETTLED_NS


def places_of(origins: Iterable[str]) -> set[str]:
    """The files that rejects may have come from, and more: ``file`` of ``file:12``, ``a.zip`` of ``a.zip/file#3``."""
    found = set()
    for origin in origins:
        found.add(origin)
        found |= {origin[:place] for place, letter in enumerate(origin) if not letter.isalnum()}
    return found

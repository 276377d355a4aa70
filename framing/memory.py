"""What keeps memory bounded while a project grows: ids as numbers, freed memory given back, room asked for.

The C library of Linux keeps what a program has freed for its next request, and that for each of several threads by
itself. Arrays of many sizes leave it in pieces that the next batch does not fit into: adding 30,000 articles of 3 KB
held 80 MB in use there and 1,050 MB free, and more with every batch. With two pools, large blocks of the system's own
and what is free given back after each batch, 60,000 articles took 0.78 GB at the peak, the 30,000th as the last.

Python and NumPy raise an error where the system refuses memory. Polars, as all that is written in Rust, ends the
process at once. So whatever takes memory in proportion to its input asks first, and is told no while there is still
somebody to be told.
"""

from __future__ import annotations

import ctypes
import gc
import math
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Longs

__all__ = ["IdTable", "claim", "keep_little", "limit_to", "release", "room", "uncollected"]

P = ParamSpec("P")
T = TypeVar("T")


_Hashes: TypeAlias = npt.NDArray[np.uint64]
_Numbers: TypeAlias = npt.NDArray[np.uint32]

_SEED: Final = 7


class IdTable:
    """Ids, numbered from 0 in the order in which they were added; an id that is added twice has two numbers.

    It keeps a hash of 64 bits for each id and not the id: among a million ids, that any two are taken for one has a
    chance of 3 in 10⁸.

    Example:
        >>> table = IdTable()
        >>> table.add(pl.Series(["a", "b", "a"]))
        >>> [part.tolist() for part in table.find(pl.Series(["c", "a"]))]
        [[1, 1], [0, 2]]
    """

    def __init__(self) -> None:
        self._parts: list[tuple[_Hashes, _Numbers]] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, ids: pl.Series) -> None:
        """Add ids (a series of strings), each under the next number."""
        numbers = np.arange(self._length, self._length + len(ids), dtype=np.uint32)
        self._length += len(ids)
        self._parts.append(_sorted(_hashes(ids), numbers))
        # Sizes stay geometric, so that neither the parts nor the sorting grows with the number of additions.
        while len(self._parts) > 1 and len(self._parts[-1][0]) >= len(self._parts[-2][0]) // 2:
            (keys, numbers), (before, of_before) = self._parts.pop(), self._parts.pop()
            self._parts.append(_sorted(np.concatenate([before, keys]), np.concatenate([of_before, numbers])))

    def find(self, ids: pl.Series) -> tuple[Longs, Longs]:
        """Find ids.

        Args:
            ids: series of strings.

        Returns:
            Places in ``ids``, and the numbers of what is there; one pair for each number, sorted.
        """
        asked = _hashes(ids)
        places, numbers = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for keys, of_keys in self._parts:
            first = np.searchsorted(keys, asked, side="left")
            counts = np.searchsorted(keys, asked, side="right") - first
            place = np.repeat(np.arange(len(asked)), counts)
            within = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts)
            places.append(place)
            numbers.append(of_keys[first[place] + within].astype(np.int64))
        place, number = np.concatenate(places), np.concatenate(numbers)
        order = np.lexsort((number, place))
        return place[order], number[order]


def _hashes(ids: pl.Series) -> _Hashes:
    return ids.hash(_SEED).to_numpy()


def _sorted(keys: _Hashes, numbers: _Numbers) -> tuple[_Hashes, _Numbers]:
    order = np.argsort(keys, kind="stable")
    return keys[order], numbers[order]


#: Of mallopt(3): how many pools there are, and the bytes from which a block is the system's own and given back at once.
_ARENA_MAX, _ARENAS = -8, 2
_MMAP_THRESHOLD, _BLOCK = -3, 1 << 20


def keep_little() -> None:
    """Have large blocks go back to the system as soon as they are freed, from now on and in the whole process.

    It takes a twentieth of the time of adding. Before there are threads it also bounds the pools that they share.
    """
    if (library := _library()) is not None:
        library.mallopt(_ARENA_MAX, _ARENAS)
        library.mallopt(_MMAP_THRESHOLD, _BLOCK)


def release() -> None:
    """Give back what is free now, where the C library keeps it (glibc); elsewhere nothing is done."""
    if (library := _library()) is not None:
        library.malloc_trim(0)


@cache
def _library() -> ctypes.CDLL | None:
    """The C library, where it is that of Linux (glibc)."""
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # Windows has no such library.
        return None
    return library if hasattr(library, "malloc_trim") else None


#: Less than this is not asked for: any step takes so much, and asking takes a tenth of a millisecond.
_LITTLE: Final = 16_000_000

_CGROUPS: Final = Path("/sys/fs/cgroup")


def claim(size: float, *, beside: float = 0) -> None:
    """Ask for memory that is about to be taken.

    Args:
        size: bytes.
        beside: bytes that others may take meanwhile.

    Raises:
        MemoryError: there is not so much.
    """
    if size > _LITTLE and size + beside > (left := room()):
        raise MemoryError(f"{size / 1e6:.0f} MB are needed and {left / 1e6:.0f} MB are left")


#: Bytes of resident memory that somebody who is not the system lets this process have.
_allowed = math.inf


def limit_to(size: float) -> None:
    """Let this process have so many bytes of resident memory: beyond them somebody other than the system ends it."""
    global _allowed
    _allowed = size


def room() -> float:
    """The bytes that this process may still take; infinite where the system sets no limit, or does not tell."""
    return min((math.inf, *_limits()))


def _limits() -> Iterator[float]:
    """What is left of each limit that the system tells."""
    if not sys.platform.startswith("linux"):
        return
    import resource

    with suppress(OSError, ValueError, IndexError, StopIteration):
        pages = Path("/proc/self/statm").read_text().split()
        yield _allowed - int(pages[1]) * os.sysconf("SC_PAGE_SIZE")
        sizes = {resource.RLIMIT_AS: int(pages[0]), resource.RLIMIT_DATA: int(pages[5])}
        for limit, used in sizes.items():
            soft, _ = resource.getrlimit(limit)
            if soft != resource.RLIM_INFINITY:
                yield soft - used * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError, IndexError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = {name: int(amount.split()[0]) for name, _, amount in (line.partition(":") for line in lines)}
        yield 1024 * (free["MemAvailable"] + free["SwapFree"])
    with suppress(OSError, ValueError, IndexError, StopIteration):
        yield from _cgroup_limits()


def _cgroup_limits() -> Iterator[float]:
    """What is left to the control group of this process and to those around it, as containers limit memory."""
    groups = Path("/proc/self/cgroup").read_text().splitlines()
    own = next(line.split(":", 2)[2] for line in groups if line.startswith("0::"))
    group = _CGROUPS / own.strip("/")
    for folder in (group, *group.parents):
        limit = folder / "memory.max"
        if limit.is_file() and (most := limit.read_text().strip()) != "max":
            stat = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
            # What files the system keeps in memory, it gives up for anybody who asks.
            used = int((folder / "memory.current").read_text()) - int(stat.get("inactive_file", 0))
            yield int(most) - used
        if folder == _CGROUPS:
            return


def uncollected(make: Callable[P, T]) -> Callable[P, T]:
    """Let a function run without collection of cycles; it makes none.

    A lexicon of a million entries loads and compiles in half the time.

    Example:
        >>> uncollected(gc.isenabled)()
        False
    """

    @wraps(make)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        enabled = gc.isenabled()
        gc.disable()
        try:
            return make(*args, **kwargs)
        finally:
            if enabled:
                gc.enable()

    return run

"""How much more memory this process may take, asked before a lot is taken.

Python and NumPy raise an error where the system refuses memory. Polars, as all that is written in Rust, ends the
process at once. So whatever takes memory in proportion to its input asks first, and is told no while there is still
somebody to be told.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["claim", "room"]

#: Less than this is not asked for: any step takes so much, and asking takes a tenth of a millisecond.
_LITTLE: Final = 16_000_000

_CGROUPS: Final = Path("/sys/fs/cgroup")


def claim(size: float) -> None:
    """Ask for memory that is about to be taken.

    Args:
        size: bytes.

    Raises:
        MemoryError: there is not so much.
    """
    if size > _LITTLE and size > (left := room()):
        raise MemoryError(f"{size / 1e6:.0f} MB are needed and {left / 1e6:.0f} MB are left")


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
        sizes = {resource.RLIMIT_AS: int(pages[0]), resource.RLIMIT_DATA: int(pages[5])}
        for limit, used in sizes.items():
            soft, _ = resource.getrlimit(limit)
            if soft != resource.RLIM_INFINITY:
                yield soft - used * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError, IndexError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = {name: int(told.split()[0]) for name, _, told in (line.partition(":") for line in lines)}
        yield 1024 * (free["MemAvailable"] + free["SwapFree"])
    with suppress(OSError, ValueError, IndexError, StopIteration):
        yield from _cgroup_limits()


def _cgroup_limits() -> Iterator[float]:
    """What is left to the control group of this process and to those around it, as containers limit memory."""
    told = Path("/proc/self/cgroup").read_text().splitlines()
    own = next(line.split(":", 2)[2] for line in told if line.startswith("0::"))
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

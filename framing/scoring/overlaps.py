"""Overlaps: which of some spans are kept where they lap over each other; the longest wins."""

from __future__ import annotations

import numpy as np

from framing.arrays import Ints, Longs, ranges
from framing.memory import claim
from framing.native import library as native
from framing.scoring.effort import tick

__all__ = ["kept", "kept_compiled"]

#: Memory that a span takes while spans are put in order.
_SPAN_BYTES = 32


def kept(pattern: Longs, first: Longs, last: Longs, group: Longs, lengths: Ints) -> Longs:
    """Resolve overlaps within each group: the longest span wins, and spans do not overlap.

    Args:
        pattern: span → number of its pattern.
        first: span → first token.
        last: span → last token.
        group: span → number of its group; groups do not compete.
        lengths: pattern → number of slots; of two equally long spans the one with more slots wins, then the first in
            the text, then the first pattern.

    Returns:
        Numbers of the spans that are kept, by group and place.

    Example:
        >>> pattern, first, last = np.array([0, 1, 2]), np.array([4, 3, 5]), np.array([4, 4, 5])
        >>> kept(pattern, first, last, np.zeros(3, np.int64), np.array([1, 2, 1])).tolist()
        [1, 2]
    """
    order = np.lexsort((pattern, first, group))
    if not len(order):
        return order
    pattern, first, last, group = (array[order] for array in (pattern, first, last, group))
    # A gap wider than any span between groups keeps them from touching in the running maximum.
    shift = group * (int(last.max()) + 2)
    first, last = first + shift, last + shift
    reach = np.maximum.accumulate(last)
    clusters = np.flatnonzero(np.append(True, first[1:] > reach[:-1]))
    sizes = np.diff(np.append(clusters, len(order)))
    keep = np.ones(len(order), np.bool_)
    crowded = ranges(clusters[sizes > 1], sizes[sizes > 1])
    rank = np.lexsort((pattern[crowded], first[crowded], -lengths[pattern[crowded]], (first - last)[crowded]))
    place = np.zeros(len(order), np.int64)
    place[crowded[rank]] = np.arange(len(rank))
    pairs = clusters[sizes == 2]
    keep[np.where(place[pairs] < place[pairs + 1], pairs + 1, pairs)] = False
    for begin, size in zip(clusters[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):
        tick()
        cluster = slice(begin, begin + size)
        keep[cluster] = _apart(first[cluster] - first[begin], last[cluster] + 1 - first[begin], place[cluster])
    return order[keep]


def _apart(first: Longs, end: Longs, place: Longs) -> list[bool]:
    """Which of some spans are kept if each in its turn takes its tokens, unless one of them is taken.

    A phrase that laps over itself makes one cluster of a whole text: so tokens are taken, not spans compared.
    """
    taken = bytearray(int(end.max()))
    keep = [False] * len(first)
    begins, ends = first.tolist(), end.tolist()
    for member in np.argsort(place).tolist():
        begin, stop = begins[member], ends[member]
        if 1 not in taken[begin:stop]:
            taken[begin:stop] = b"\1" * (stop - begin)
            keep[member] = True
    return keep


def kept_compiled(pattern: Longs, first: Longs, last: Longs, group: Longs, lengths: Ints) -> Longs:
    """As :func:`kept`, in C; only where the accelerator is there."""
    library = native.library()
    if library is None:
        raise RuntimeError(native.accelerator().reason)
    count = len(pattern)
    claim(_SPAN_BYTES * count)
    survivors = np.empty(count, np.int64)
    given = [np.ascontiguousarray(array, np.int64) for array in (pattern, first, last, group)]
    pointers = [native.address(array, np.int64) for array in given]
    sizes = np.ascontiguousarray(lengths, np.int32)
    written = library.framing_longest(
        count, int(last.max(initial=-1)) + 1, len(sizes), *pointers, sizes.ctypes.data, survivors.ctypes.data
    )
    return survivors[: native.checked(written)]

"""What NumPy lacks: ranges of many lengths, laid end to end, and the nearest of some places."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

__all__ = [
    "Bools",
    "Bytes",
    "Floats",
    "Ints",
    "Longs",
    "Singles",
    "Spans",
    "blocks",
    "first_from",
    "is_among",
    "last_before",
    "ranges",
    "union",
]


Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
#: First tokens of stretches, and the tokens after their last.
Spans = tuple[Longs, Longs]


def ranges(first: npt.NDArray[np.integer], counts: npt.NDArray[np.integer]) -> Longs:
    """The numbers ``first[i] … first[i] + counts[i] − 1`` of all ``i``, end to end.

    Example:
        >>> ranges(np.array([7, 0, 3]), np.array([2, 0, 3])).tolist()
        [7, 8, 3, 4, 5]
    """
    ends = np.cumsum(counts, dtype=np.int64)
    numbers: Longs = np.repeat(first - ends + counts, counts)
    numbers += np.arange(len(numbers))
    return numbers


def union(first: Longs, end: Longs) -> Spans:
    """Disjoint spans, ascending, that together cover what some spans cover, however these overlap.

    A thousand spans that all run to the end of a sentence have half a million tokens; what they cover has a thousand.

    Example:
        >>> first, end = union(np.array([4, 0, 1, 6]), np.array([5, 3, 2, 6]))
        >>> first.tolist(), end.tolist()
        ([0, 4], [3, 5])
    """
    full = end > first
    order = np.argsort(first[full], kind="stable")
    first, end = first[full][order], end[full][order]
    if not len(first):
        return first, end
    reach = np.maximum.accumulate(end)
    begins = np.flatnonzero(np.append(True, first[1:] > reach[:-1]))
    return first[begins], reach[np.append(begins[1:], len(reach)) - 1]


def blocks(counts: npt.NDArray[np.integer], most: int) -> Iterator[slice]:
    """Cut a sequence into parts whose counts add up to no more than ``most``, or that are one element.

    Example:
        >>> [(block.start, block.stop) for block in blocks(np.array([2, 2, 9, 1]), 4)]
        [(0, 2), (2, 3), (3, 4)]
    """
    total = np.cumsum(counts, dtype=np.int64)
    start = 0
    while start < len(total):
        before = int(total[start] - counts[start])
        stop = max(int(np.searchsorted(total, before + most, side="right")), start + 1)
        yield slice(start, stop)
        start = stop


def last_before(places: Longs, tokens: Longs) -> Longs:
    """For each token, the last of ``places`` (ascending) before it, or −1.

    Example:
        >>> last_before(np.array([3, 7]), np.array([3, 5, 9])).tolist()
        [-1, 3, 7]
    """
    if not len(places):
        return np.full(len(tokens), -1, dtype=np.int64)
    index = np.searchsorted(places, tokens, side="left") - 1
    return np.where(index >= 0, places[np.maximum(index, 0)], -1)


def first_from(places: Longs, tokens: Longs, missing: int) -> Longs:
    """For each token, the first of ``places`` (ascending) at or after it, or ``missing``.

    Example:
        >>> first_from(np.array([3, 7]), np.array([3, 5, 9]), 99).tolist()
        [3, 7, 99]
    """
    if not len(places):
        return np.full(len(tokens), missing, dtype=np.int64)
    index = np.searchsorted(places, tokens, side="left")
    return np.where(index < len(places), places[np.minimum(index, len(places) - 1)], missing)


def is_among(values: Longs, places: Longs) -> Bools:
    """Which values are among ``places`` (ascending). ``np.isin`` hashes every value, which takes many times as long.

    Example:
        >>> is_among(np.array([3, 4, 9]), np.array([3, 7])).tolist()
        [True, False, False]
    """
    if not len(places):
        return np.zeros(len(values), np.bool_)
    index = np.searchsorted(places, values)
    index[index == len(places)] = 0
    among: Bools = places[index] == values
    return among

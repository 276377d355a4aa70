"""What NumPy lacks: ranges of many lengths, laid end to end."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["ranges"]


def ranges(first: npt.NDArray[np.integer], counts: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """The numbers ``first[i] … first[i] + counts[i] − 1`` of all ``i``, end to end.

    Example:
        >>> ranges(np.array([7, 0, 3]), np.array([2, 0, 3])).tolist()
        [7, 8, 3, 4, 5]
    """
    ends = np.cumsum(counts, dtype=np.int64)
    numbers: npt.NDArray[np.int64] = np.repeat(first - ends + counts, counts)
    numbers += np.arange(len(numbers))
    return numbers

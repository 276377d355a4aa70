"""False discoveries: how many of the differences that stand out do so by chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["adjusted"]


def adjusted(p: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Adjust p values for all comparisons that are shown together.

    Of the cells whose adjusted p is at most .05, at most one in twenty is expected to be there by chance (Benjamini &
    Hochberg, Journal of the Royal Statistical Society B 57, 1995).

    Args:
        p: one value a comparison; NaN where none was made, which stays NaN and counts for nothing.

    Returns:
        Values of the same shape, at most 1.

    Example:
        >>> adjusted([0.01, 0.04, 0.5]).round(2).tolist()
        [0.03, 0.06, 0.5]
    """
    values = np.asarray(p, dtype=np.float64)
    flat = values.ravel()
    found = np.flatnonzero(~np.isnan(flat))
    order = found[np.argsort(flat[found], kind="stable")]
    count = len(order)
    result = np.full(flat.shape, np.nan)
    scaled = flat[order] * count / np.arange(1, count + 1)
    result[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return result.reshape(values.shape)

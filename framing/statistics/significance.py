"""False discoveries: how many of the differences that stand out do so by chance.

Two questions are kept apart. *Does it differ from the rest?* is answered by a p, adjusted for all that is shown. *Does
it differ by more than outlets commonly do?* is answered by the posterior: the chance that the sign of the difference is
wrong (the local false sign rate; Stephens, Biostatistics 18, 2017), and the chance that the difference is large.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["LARGE", "RATE", "adjusted", "marked"]


#: Share of the marked cells that may have the wrong sign.
RATE: Final = 0.05
#: How sure it must be that a marked difference is large.
LARGE: Final = 0.8


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
    known = np.flatnonzero(~np.isnan(flat))
    order = known[np.argsort(flat[known], kind="stable")]
    count = len(order)
    result = np.full(flat.shape, np.nan)
    scaled = flat[order] * count / np.arange(1, count + 1)
    result[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return result.reshape(values.shape)


def marked(lfsr: npt.ArrayLike, beyond: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """The cells to mark: the largest set of large differences of which on average one in twenty has the wrong sign.

    Args:
        lfsr: chance that the difference has the other sign, 0 to ½; NaN where nothing is known.
        beyond: chance that it is large, of the same shape.

    Returns:
        Of the cells whose ``beyond`` is :data:`LARGE` or more, those with the lowest lfsr, as many as keep their mean
        at or below :data:`RATE`. Cells that are equal in both are marked together or not at all.

    Example:
        >>> marked([0.01, 0.08, 0.3, 0.001], [0.9, 0.8, 0.9, 0.5]).tolist()
        [True, True, False, False]
    """
    wrong, large = np.broadcast_arrays(np.asarray(lfsr, np.float64), np.asarray(beyond, np.float64))
    chosen = np.flatnonzero((large.ravel() >= LARGE) & ~np.isnan(wrong.ravel()))
    pairs = np.column_stack([wrong.ravel(), -large.ravel()])[chosen]
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    pairs, chosen = pairs[order], chosen[order]
    kept = pairs[:, 0].cumsum() <= RATE * np.arange(1, len(chosen) + 1)
    # Sorted by lfsr the mean never falls, so that what is kept is what comes first.
    last = np.r_[(pairs[1:] != pairs[:-1]).any(axis=1), True][: len(chosen)]
    size = int(np.flatnonzero(kept & last).max(initial=-1)) + 1
    marks = np.zeros(wrong.size, np.bool_)
    marks[chosen[:size]] = True
    return marks.reshape(wrong.shape)

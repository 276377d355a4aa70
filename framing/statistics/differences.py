"""Differences: does an outlet differ from the rest of its language by more than its texts vary?

The test of a rate is exact for counts that vary as the texts do: negative binomial around the rest's rate, whose own
uncertainty is added (two-sided mid-p; Agresti, Categorical Data Analysis, 2013, §1.4). A proportion's is the binomial's
with hits divided by the design effect. Neither asks whether the outlets cover the same topics.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from framing.statistics.dispersion import rate_effect, share_effect
from framing.statistics.tally import Rates, Shares

__all__ = ["rate_p", "share_p"]

Floats = npt.NDArray[np.float64]

#: A gamma of this shape is as good as a constant.
_MANY: Final = 1e9


def rate_p(rates: Rates, extra: Floats) -> Floats:
    """P that an outlet has the rate of the rest.

    Args:
        rates: sums of the outlets of one language.
        extra: κ of each name.

    Returns:
        Outlets × names; NaN where the outlet or the rest has no words, or nobody a hit.

    Example:
        >>> def row(*values): return np.array([values], float).T
        >>> words = row(1e4, 1e4, 1e4)
        >>> few = Rates(("x",), row(9, 40, 11), words, row(9, 40, 11), words, *[words] * 4)
        >>> (rate_p(few, np.zeros(1)) < 0.01).ravel().tolist()
        [True, True, False]
    """
    from scipy.special import betainc

    y, n, n2 = rates.y, rates.n, rates.n2
    others, words, squares = (values.sum(0) - values for values in (y, n, n2))
    usable = (n > 0) & (words > 0) & (y.sum(0) > 0)
    n, words, squares = (np.where(usable, values, 1.0) for values in (n, words, squares))
    # Half a hit more, so that a rest without any has a rate.
    rest = (others + 0.5) / words
    mean = rest * n
    doubt = rate_effect(extra, 1000 * rest, words, squares) / (others + 0.5)
    shape = 1 / np.maximum(extra * n2 / n**2 + doubt, 1 / _MANY)
    hit = mean / (mean + shape)
    at_least = np.where(y > 0, betainc(np.maximum(y, 1e-9), shape, hit), 1.0)
    upper = (at_least + betainc(y + 1, shape, hit)) / 2
    return np.where(usable, np.minimum(2 * np.minimum(upper, 1 - upper), 1), np.nan)


def share_p(shares: Shares, correlation: Floats) -> Floats:
    """P that an outlet has the proportion of the rest.

    Args:
        shares: sums of the outlets of one language.
        correlation: ρ of each name.

    Returns:
        Outlets × names; NaN where the outlet or the rest has no hits.
    """
    from scipy.special import betainc

    p, t, t2 = shares.p, shares.t, shares.t2
    positive, both, squares = (values.sum(0) - values for values in (p, t, t2))
    usable = (t > 0) & (both > 0)
    t, both = np.where(usable, t, 1.0), np.where(usable, both, 1.0)
    rest = (positive + 0.5) / (both + 1)
    doubt = share_effect(correlation, both, squares) / both
    effect = share_effect(correlation, t, t2) + t * doubt
    hits, size = p / effect, t / effect
    at_least = np.where(hits > 0, betainc(np.maximum(hits, 1e-9), np.maximum(size - hits, 0) + 1, rest), 1.0)
    above = np.where(size - hits > 0, betainc(hits + 1, np.maximum(size - hits, 1e-9), rest), 0.0)
    upper = (at_least + above) / 2
    return np.where(usable, np.minimum(2 * np.minimum(upper, 1 - upper), 1), np.nan)

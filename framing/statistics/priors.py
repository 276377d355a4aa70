"""Priors: how a rate spreads over the articles of a language, fitted on a reference corpus."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from framing.scoring.intervals import PER

__all__ = ["fit_rate_prior"]


def fit_rate_prior(hits: npt.ArrayLike, words: npt.ArrayLike) -> tuple[float, float]:
    """Fit a gamma prior of a Poisson rate by moments.

    The spread between articles is what is left of the weighted variance of their rates when chance is taken off
    (DerSimonian & Laird's estimator, applied to rates; Böhning, Biometrics 2000).

    Args:
        hits: counts per article.
        words: words per article; articles without words are left out.

    Returns:
        (mean per 1,000 words, words of evidence that the prior is worth). Infinite words where the articles vary no
        more than chance.

    Example:
        >>> rate, prior_words = fit_rate_prior([2, 0, 7, 1], [1000, 900, 1100, 1000])
        >>> rate, round(prior_words)
        (2.5, 439)
    """
    counts, exposure = np.asarray(hits, dtype=np.float64), np.asarray(words, dtype=np.float64)
    counts, exposure = counts[exposure > 0], exposure[exposure > 0]
    total = exposure.sum()
    mean = counts.sum() / total
    spread = (exposure * (counts / exposure - mean) ** 2).sum() - (len(counts) - 1) * mean
    between = spread / (total - (exposure**2).sum() / total)
    return float(PER * mean), float(mean / between) if between > 0 else float("inf")

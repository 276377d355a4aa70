"""What else a researcher would put intervals on outlets' rates with, for the same draws as ``make simulate``."""

from __future__ import annotations

import warnings
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

_RESAMPLES: Final = 400
_NORMAL: Final = 1.96


def bootstrap(hits: Floats, words: Floats, outlet: Longs, outlets: int, seed: int = 1) -> Floats:
    """Percentiles of each outlet's rate per 1,000 words over resampled articles; outlets × 2."""
    random, found = np.random.default_rng(seed), np.full((outlets, 2), np.nan)
    for number in range(outlets):
        y, n = hits[outlet == number], words[outlet == number]
        times = random.multinomial(len(y), np.full(len(y), 1 / len(y)), _RESAMPLES)
        found[number] = np.quantile(1000 * (times @ y) / (times @ n), [0.025, 0.975])
    return found


def regression(hits: Floats, words: Floats, outlet: Longs, outlets: int) -> Floats:
    """Negative binomial regression of hits on outlets, words as exposure, by statsmodels; outlets × 2.

    Outlets are fixed effects: statsmodels' Poisson model of random intercepts takes no exposure. An outlet without a hit
    has any interval that the optimiser leaves.
    """
    import statsmodels.api as sm

    exposed = sm.NegativeBinomial(hits, (outlet[:, None] == np.arange(outlets)).astype(float), exposure=words / 1000)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            fitted = exposed.fit(disp=0, maxiter=100)
            ends = fitted.params[:outlets, None] + _NORMAL * np.outer(fitted.bse[:outlets], [-1, 1])
        except np.linalg.LinAlgError:
            return np.full((outlets, 2), np.nan)
        return np.asarray(np.exp(ends), np.float64)


def mixed(hits: Floats, words: Floats, outlet: Longs, outlets: int) -> Floats:
    """Linear mixed model of articles' rates, a random intercept for each outlet, by statsmodels; outlets × 2."""
    import statsmodels.api as sm

    if outlets < 2:
        return np.full((outlets, 2), np.nan)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            fitted = sm.MixedLM(1000 * hits / words, np.ones(len(hits)), groups=outlet).fit(reml=True)
            own, spread = fitted.random_effects, fitted.random_effects_cov
            middle = np.array([fitted.fe_params[0] + own[number].iloc[0] for number in range(outlets)])
            error = np.sqrt([spread[number].iloc[0, 0] + fitted.bse_fe[0] ** 2 for number in range(outlets)])
        except (np.linalg.LinAlgError, ValueError):
            return np.full((outlets, 2), np.nan)
    return np.maximum(middle[:, None] + _NORMAL * np.outer(error, [-1, 1]), 0)

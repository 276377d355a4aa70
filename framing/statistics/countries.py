"""Countries and languages: random effects over their outlets, so that one big outlet is not the country.

Each outlet gives its own, unshrunken value. They differ by chance and by more, τ² (Paule & Mandel, Journal of Research
of the National Bureau of Standards 87, 1982); the mean's interval is Hartung and Knapp's, with the t distribution and
never narrower than the variances warrant (Hartung & Knapp, Statistics in Medicine 20, 2001; Röver, Knapp & Friede, BMC
Medical Research Methodology 15, 2015). I² is the share of the variation that is not chance (Higgins & Thompson,
Statistics in Medicine 21, 2002).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.scoring.intervals import LEVEL, NORMAL

__all__ = ["RandomEffects", "random_effects"]

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

#: Rounds of Newton's method for τ²; it converges from below, quadratically.
_ROUNDS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class RandomEffects:
    """One value a group.

    Attributes:
        mean: of the outlets' values; NaN without any.
        half: half the width of the 95 % interval; infinite for a single outlet, unless τ² is known.
        tau2: variance of the outlets' true values; NaN for a single outlet.
        i2: share of the variation that is not chance, 0 … 1; NaN for a single outlet.
        size: number of values.
    """

    mean: Floats
    half: Floats
    tau2: Floats
    i2: Floats
    size: Longs


def random_effects(
    values: Floats, variances: Floats, group: Longs, groups: int, known: Floats | None = None
) -> RandomEffects:
    """Mean of values that differ by chance and by more.

    Args:
        values: one a unit.
        variances: of each, by chance; positive.
        group: of each, as a number below ``groups``.
        groups: how many.
        known: τ² of each group where it is known; its interval is then the normal's. NaN where it is estimated.

    Example:
        >>> found = random_effects(np.array([0.1, 0.3, 0.8]), np.array([0.01, 0.02, 0.01]), np.zeros(3, int), 1)
        >>> found.mean.round(3).tolist(), found.tau2.round(3).tolist()
        ([0.402], [0.12])
    """
    from scipy.special import stdtrit

    def total(of: Floats) -> Floats:
        return np.bincount(group, of, groups).astype(np.float64)

    size = np.bincount(group, minlength=groups)
    several = size > 1
    freedom = np.maximum(size - 1, 1)

    def fitted(tau2: Floats) -> tuple[Floats, Floats, Floats]:
        weight = 1 / (variances + tau2[group])
        whole = np.maximum(total(weight), 1e-300)
        mean = total(weight * values) / whole
        return weight, whole, mean

    tau2 = np.zeros(groups)
    weight, whole, mean = fitted(tau2)
    cochran = total(weight * (values - mean[group]) ** 2)
    for _ in range(_ROUNDS):
        weight, whole, mean = fitted(tau2)
        residual = (values - mean[group]) ** 2
        excess = total(weight * residual) - freedom
        step = excess / np.maximum(total(weight**2 * residual), 1e-300)
        tau2 = np.where(several, np.maximum(tau2 + np.where(excess > 0, step, np.minimum(step, 0)), 0), 0)
    given = np.full(groups, np.nan) if known is None else known
    used = np.where(np.isnan(given), tau2, given)
    weight, whole, mean = fitted(used)
    scale = np.maximum(total(weight * (values - mean[group]) ** 2) / freedom, 1)
    with np.errstate(divide="ignore"):
        knapp = np.where(several, stdtrit(freedom, (1 + LEVEL) / 2) * np.sqrt(scale / whole), np.inf)
        half = np.where(np.isnan(given), knapp, NORMAL / np.sqrt(whole))
    i2 = np.maximum(0, 1 - freedom / np.maximum(cochran, freedom))
    return RandomEffects(
        np.where(size > 0, mean, np.nan),
        half,
        np.where(several, tau2, np.nan),
        np.where(several, i2, np.nan),
        size.astype(np.int64),
    )

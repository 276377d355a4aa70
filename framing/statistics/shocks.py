"""Shocks that last: how sure a slope over time is where one period is like the next.

A war or a campaign moves all texts of a month, and those of the next as well. So what is left of a period after the
line is, besides what few texts leave to chance, a first-order autoregression: its errors are correlated by ρ to the
power of the distance in time. An estimate of ρ from two dozen periods is far too low and uncertain besides, so it is
integrated over, together with the shocks' size, each weighted by the restricted likelihood (Harville, JASA 72, 1977).

Nominally 95 %, on 24 periods with ρ = .7: independent periods hold the slope in .67 of runs; generalised least squares
with Kendall's correction of ρ (Biometrika 41, 1954) and effective degrees of freedom in .92 where the texts add little
noise and in .86 where they add as much as the shocks; this in .97 and .91 of the same runs. With texts of five outlets
(``python -m tests.benchmarks.trends``) it is .95 at 24 periods and .91 at 12. Where nothing lasts, intervals are 1.4
times as wide as they might be. Under 12 periods nobody can tell.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["reach"]

Floats = npt.NDArray[np.float64]

#: Correlations of a period with the next, closer together where one more tenth changes more. Up to .95, evenly spaced,
#: intervals held the slope in .92 of 400 runs at 24 periods and a correlation of .7; with these in .95.
_LASTING: Final = np.array([0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.93, 0.98])
#: Sizes of shocks, in standard deviations of what is left of the periods.
_SIZES: Final = np.geomspace(0.1, 4, 8)
#: Longer series are put together in blocks of neighbours: the work grows with the cube of their number.
_BLOCKS: Final = 48
#: The smallest variance of a residual, so that matrices have inverses.
_LEAST: Final = 1e-12
_TAIL: Final = 0.975


def reach(x: Floats, residual: Floats, noise: Floats, pull: Floats) -> float:
    """Half the width of a slope's 95 % interval.

    Args:
        x: number of each period, one dimension.
        residual: what is left of each after the line, relative to what was expected.
        noise: variance of each residual by chance of the texts alone.
        pull: how much the slope changes with each residual.

    Example:
        >>> x = np.arange(24.0) - 11.5
        >>> slow, fast = np.sin(x / 3), np.sin(2.5 * x)
        >>> slow, fast = (each - np.polyval(np.polyfit(x, each, 1), x) for each in (slow, fast))
        >>> pull = x / (x @ x)
        >>> reach(x, slow, np.zeros(24), pull) > 1.5 * reach(x, fast, np.zeros(24), pull)
        True
    """
    x, residual, noise, pull = _blocks(x, residual, noise, pull)
    spread = max(float(residual.std()), np.sqrt(_LEAST))
    apart = np.abs(x[:, None] - x[None, :])
    shocks = (spread * _SIZES[:, None, None, None]) ** 2 * _LASTING[None, :, None, None] ** apart
    covariance = shocks.reshape(-1, len(x), len(x)) + np.diag(noise + _LEAST * (1 + spread**2))
    inverse = np.linalg.inv(covariance)
    line = np.column_stack([np.ones(len(x)), (x - x.mean()) / max(float(np.ptp(x)), 1.0)])
    weighted = line.T @ inverse
    information = weighted @ line
    fitted = np.linalg.solve(information, (weighted @ residual)[..., None])[..., 0] @ line.T
    left = residual - fitted
    log = -0.5 * (
        np.linalg.slogdet(covariance)[1]
        + np.linalg.slogdet(information)[1]
        + np.einsum("gi,gij,gj->g", left, inverse, left)
    )
    weight = np.exp(log - log.max())
    errors = np.sqrt(np.einsum("i,gij,j->g", pull, covariance, pull))
    return _quantile(weight / weight.sum(), errors)


def _blocks(*columns: Floats) -> tuple[Floats, ...]:
    """Neighbours in time together, where there are very many: means, but the sum of their pulls."""
    x, residual, noise, pull = columns
    if len(x) <= _BLOCKS:
        return columns
    block = np.unique(np.floor((x - x.min()) / (np.ptp(x) + 1) * _BLOCKS), return_inverse=True)[1]
    certain = 1 / (noise + _LEAST)
    total = np.bincount(block, certain)
    means = (np.bincount(block, certain * each) / total for each in (x, residual))
    return (*means, 1 / total, np.bincount(block, pull).astype(np.float64))


def _quantile(weight: Floats, errors: Floats) -> float:
    """The upper quantile of a mixture of normals about zero, by bisection."""
    from scipy.special import ndtr

    low, high = 0.0, float(errors.max()) * 4
    while high - low > 1e-9 * high and high > 0:
        middle = (low + high) / 2
        below = float((weight * ndtr(middle / np.maximum(errors, 1e-300))).sum())
        low, high = (middle, high) if below < _TAIL else (low, middle)
    return high

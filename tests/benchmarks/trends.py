"""Do intervals of slopes hold what they say where shocks last? ``python -m tests.benchmarks.trends``.

Five outlets of unequal rates write overdispersed texts; a shock that all share multiplies the rates of each month, and is
correlated with the next month's. Printed are the shares of runs in which a nominal 95 % interval holds the true slope,
and by what a slope must multiply a rate over the whole time to be seen in the middle run.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from framing.statistics.slopes import PeriodCells, slopes

Floats = npt.NDArray[np.float64]

OUTLETS, TEXTS, WORDS = 5, 12, 400.0
RATE, SLOPE = 0.004, 0.01


@dataclass(frozen=True, slots=True)
class Held:
    """Shares of runs whose intervals hold the slope, and half the middle interval of that within outlets."""

    pooled: float
    within: float
    half: float


def held(periods: int, lasting: float, shock: float, *, runs: int, share: bool = False, seed: int = 3) -> Held:
    """Run simulations.

    Args:
        periods: months.
        lasting: correlation of a month's shock with the next month's.
        shock: standard deviation of the logarithm of a month's rate.
        runs: how many.
        share: whether a proportion is followed, not a rate.
        seed: of the draws.
    """
    random = np.random.default_rng(seed)
    found = []
    for _ in range(runs):
        both = slopes(_cells(random, periods, shock * _autoregression(random, periods, lasting), share))
        found.append([(one.low <= SLOPE <= one.high, (one.high - one.low) / 2) for one in (both.pooled, both.within)])
    table = np.array(found)
    return Held(float(table[:, 0, 0].mean()), float(table[:, 1, 0].mean()), float(np.median(table[:, 1, 1])))


def _autoregression(random: np.random.Generator, periods: int, lasting: float) -> Floats:
    steps = random.normal(size=periods)
    for at in range(1, periods):
        steps[at] = lasting * steps[at - 1] + np.sqrt(1 - lasting**2) * steps[at]
    return steps


def _cells(random: np.random.Generator, periods: int, shocks: Floats, share: bool) -> PeriodCells:
    group, period = (part.ravel() for part in np.meshgrid(np.arange(OUTLETS), np.arange(periods), indexing="ij"))
    line = np.linspace(-0.8, 0.8, OUTLETS)[group] + SLOPE * period + shocks[period]
    texts = np.repeat(line[:, None], TEXTS, axis=1)
    if share:
        n = random.poisson(4.0, texts.shape).astype(np.float64)
        y = random.binomial(n.astype(int), 1 / (1 + np.exp(-texts))).astype(np.float64)
    else:
        n = random.lognormal(np.log(WORDS), 0.5, texts.shape).round()
        y = random.poisson(RATE * n * np.exp(texts) * random.gamma(1, 1, texts.shape)).astype(np.float64)
    y1, n1, y2, yn, n2 = (each.sum(axis=1) for each in (y, n, y**2, y * n, n**2))
    return PeriodCells(y1, n1, y2, yn, n2, group, period.astype(np.float64), share=share)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=400)
    runs = parser.parse_args().runs
    for share in (False, True):
        print(f"Slopes of a {'proportion' if share else 'rate'}: pooled, within; slope that can be seen")
        for periods in (12, 24, 60):
            for lasting in (0.0, 0.3, 0.7, 0.85):
                for shock in (0.1, 0.3):
                    found = held(periods, lasting, shock, runs=runs, share=share)
                    seen = np.exp(found.half * (periods - 1))
                    said = f"{found.pooled:.3f}, {found.within:.3f}; × {seen:.2f}"
                    print(f"  {periods} months, correlation {lasting}, shocks of {shock}: {said}", flush=True)


if __name__ == "__main__":
    main()

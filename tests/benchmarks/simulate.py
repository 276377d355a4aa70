"""Do the intervals hold what they say? Outlets, and their articles, drawn from populations that are known: ``make simulate``.

An outlet's rate is drawn from a gamma distribution, each article's from a gamma around its outlet's, its hits from a Poisson
distribution. A population has outlets of 1 to 1,000 articles. Printed are, for each number of articles:

* *coverage*: of all outlets drawn, the share whose true rate is in the 95 % interval;
* *hits*: how many an outlet expects;
* *atypical*: the coverage of outlets whose true rate is among the highest or lowest 5 %, on which shrinkage is hardest;

and over all outlets the share of adjusted p ≤ .05 where no outlet differs from the others, and the coverage of countries.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import gamma

from framing.lexicon.lexicon import default_lexicon
from framing.statistics.discovery import adjusted
from framing.statistics.estimates import estimates
from framing.statistics.priors import MIN_OUTLETS, TRANSFER, reference_priors
from tests.statistics.simulated import draw

Floats = npt.NDArray[np.float64]

NAMES = tuple(default_lexicon().codebook.dimensions)
#: Mean words of an article as it is drawn.
WORDS = 400 * np.exp(0.5**2 / 2)
#: Articles of an outlet, and how many outlets of a population have so many.
COUNTS = {1: 40, 3: 40, 10: 30, 100: 15, 1000: 4}
#: Hits per 1,000 words; as rare as human interest, as frequent as conflict, and as attribution.
RATES = (0.5, 4.0, 14.0)
#: Coefficients of variation of outlets and of articles, from the lowest to the highest in priors.csv.
BETWEEN = (0.3, 1.0)
WITHIN = (0.0, 0.7, 1.5)


@dataclass
class Coverage:
    """Outlets drawn, and those whose interval has their rate.

    Attributes:
        expected: hits.
    """

    expected: float
    drawn: int = 0
    held: int = 0
    far: int = 0
    far_held: int = 0

    def add(self, rates: Floats, table: pl.DataFrame, rows: npt.NDArray[np.bool_], edges: Floats) -> None:
        """Count the outlets of some rows of a table; those beyond the edges are atypical."""
        low, high = (table[name].to_numpy().reshape(-1, len(NAMES))[rows] for name in ("low", "high"))
        held, far = (low <= rates) & (rates <= high), (rates < edges[0]) | (rates > edges[1])
        self.drawn += held.size
        self.held += int(held.sum())
        self.far += int(far.sum())
        self.far_held += int((held & far).sum())

    @property
    def share(self) -> float:
        """Of the outlets drawn."""
        return self.held / self.drawn

    def __str__(self) -> str:
        far = f"; {self.far_held / self.far:.2f}" if self.far else ""
        return f"{self.share:.3f} ({self.expected:,.1f}{far})"


def population(
    counts: npt.ArrayLike,
    rate: npt.ArrayLike,
    between: npt.ArrayLike,
    within: npt.ArrayLike,
    seed: int,
    level: str = "outlet",
) -> tuple[npt.NDArray[np.float64], pl.DataFrame]:
    """True rates and estimates, both outlets × dimensions in the same order."""
    truth = draw(counts, rate=rate, between=between, within=within, seed=seed, dimensions=NAMES)
    table = estimates(truth.observations, levels=(level,)).filter(pl.col("dimension").is_in(list(NAMES)))
    return truth.rates, table


def coverage(
    counts: dict[int, int], rate: float, between: float, within: float, *, repeats: int, seed: int
) -> dict[int, Coverage]:
    """Number of articles → coverage, of populations that priors are fitted on."""
    sizes = np.repeat(list(counts), list(counts.values()))
    found = {count: Coverage(expected=rate * WORDS / 1000 * count) for count in counts}
    edges = gamma(between**-2, scale=rate * between**2).ppf([0.05, 0.95])
    for repeat in range(repeats):
        rates, table = population(sizes, rate, between, within, seed + repeat)
        for count, one in found.items():
            one.add(rates[sizes == count], table, sizes == count, edges)
    return found


def reference_coverage(counts: dict[int, int], *, repeats: int, seed: int) -> dict[int, Coverage]:
    """The same of a few outlets at a time, drawn from what priors.csv says, their corpus' mean from around it."""
    mean, variation, extra = _reference()
    sizes = np.array([count for count, times in counts.items() for _ in range(times)])
    assert len(sizes) < MIN_OUTLETS
    found = {count: Coverage(expected=float(mean.mean()) * WORDS / 1000 * count) for count in counts}
    random = np.random.default_rng(seed)
    for repeat in range(repeats):
        moved = mean * random.gamma(TRANSFER**-2, TRANSFER**2, len(mean))
        rates, table = population(sizes, moved, variation, np.sqrt(extra), seed + repeat)
        for count, one in found.items():
            one.add(rates[sizes == count], table, sizes == count, np.array([0, np.inf]))
    return found


def country_coverage(outlets: int, articles: int, *, repeats: int, seed: int) -> Coverage:
    """How often a country's interval has the average outlet's rate."""
    mean, variation, extra = _reference()
    found = Coverage(expected=float(mean.mean()) * WORDS / 1000 * articles * outlets)
    for repeat in range(repeats):
        _, table = population([articles] * outlets, mean, variation, np.sqrt(extra), seed + repeat, "country")
        found.add(mean[None, :], table, np.ones(1, np.bool_), np.array([0, np.inf]))
    return found


def false_discoveries(counts: dict[int, int], within: float, *, repeats: int, seed: int) -> tuple[float, float]:
    """Where no outlet differs: the share of dimensions with any adjusted p ≤ .05, and the share of all p ≤ .05."""
    sizes = np.repeat(list(counts), list(counts.values()))
    any_, small = [], []
    for repeat in range(repeats):
        _, table = population(sizes, 4.0, 0.0, within, seed + repeat)
        p = table["p"].to_numpy().reshape(len(sizes), len(NAMES))
        any_ += [bool((adjusted(column) <= 0.05).any()) for column in p.T]
        small.append(float((p <= 0.05).mean()))
    return float(np.mean(any_)), float(np.mean(small))


def _reference() -> tuple[npt.NDArray[np.float64], ...]:
    known = [reference_priors(default_lexicon())["en", name] for name in NAMES]
    return tuple(np.array([getattr(one, name) for one in known]) for name in ("mean", "variation", "extra"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3, help="populations a line, each of 28 dimensions")
    repeats = parser.parse_args().repeats
    print("Coverage of 95 % intervals (expected hits; coverage of atypical outlets)\n")
    print(f"| rate | outlets' CV | articles' CV | {' | '.join(f'{count:,}' for count in COUNTS)} |")
    print(f"|---|---|---|{'---|' * len(COUNTS)}")
    for seed, (rate, between, within) in enumerate(product(RATES, BETWEEN, WITHIN)):
        found = coverage(COUNTS, rate, between, within, repeats=repeats, seed=1000 * seed)
        print(f"| {rate} | {between} | {within} | {' | '.join(str(one) for one in found.values())} |", flush=True)
    few = {1: 2, 3: 2, 10: 2, 100: 1}
    found = reference_coverage(few, repeats=8 * repeats, seed=77)
    print(f"| under ten outlets | priors.csv | priors.csv | {' | '.join(str(one) for one in found.values())} | – |")
    print("\nCountries (10 articles an outlet): coverage of the average outlet")
    for outlets in (1, 2, 4, 8, 15, 30):
        print(f"  {outlets:3} outlets  {country_coverage(outlets, 10, repeats=8 * repeats, seed=99).share:.3f}")
    print("\nFalse discoveries where no outlet differs: dimensions with any adjusted p ≤ .05; p ≤ .05")
    for within in WITHIN:
        for counts in ({3: 30}, COUNTS, {100: 30}):
            any_, small = false_discoveries(counts, within, repeats=4 * repeats, seed=55)
            said = ", ".join(f"{times} outlets of {count:,}" for count, times in counts.items())
            print(f"  articles' CV {within}; {said}: {any_:.3f}; {small:.3f}", flush=True)


if __name__ == "__main__":
    main()

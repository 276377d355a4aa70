"""Do the intervals hold what they say, where the truth is known and is not the model's? ``make simulate``.

Outlets and articles are drawn from populations that the model does not take for granted: lognormal, bimodal,
zero-inflated and heavy-tailed, in topics and in events that nothing marks, with the reference off by a factor of .2 to 5.
Each draw has the language's 28 dimensions, each with the mean and spread that ``priors.csv`` has for it.

A cell is an estimate with its interval. *Computed* counts all cells, *published* those that a user sees; both are given,
because withholding can flatter. ``high/low`` is the median ratio of the ends of outlets' intervals.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.lexicon import default_lexicon
from framing.statistics.discovery import adjusted
from framing.statistics.estimates import estimates
from framing.statistics.reference import reference_news
from tests.statistics.simulated import draw

Floats = npt.NDArray[np.float64]

NAMES = tuple(default_lexicon().codebook.dimensions)
SHIFTS = (0.2, 1.0, 2.0, 3.0, 5.0)
#: How outlets vary, and how articles.
WORLDS = (
    ("gamma", "gamma"),
    ("lognormal", "lognormal"),
    ("bimodal", "topics"),
    ("gamma", "zero-inflated"),
    ("heavy-tailed", "heavy-tailed"),
    ("gamma", "bimodal"),
    ("gamma", "events"),
)
#: Articles of each outlet.
SIZES = {
    "1 × 10": (10,),
    "1 × 200": (200,),
    "3 × 1": (1, 1, 1),
    "3 × 5": (5, 5, 5),
    "5 × 20": (20,) * 5,
    "15 × 10": (10,) * 15,
    "50 × 5": (5,) * 50,
    "80 % in one": (80, 5, 5, 5, 5),
    "1 … 200": (1, 2, 5, 10, 20, 50, 100, 200),
}
#: Published coverage that is asked for: on average, at worst, and at worst where articles are zero-inflated at × 5.
LEAST = (0.93, 0.90, 0.88)
_WITHHELD = ("too-few-words", "few-articles", "no-words")


@dataclass
class Coverage:
    """Cells drawn, and those whose interval has the truth."""

    held: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    def add(self, table: pl.DataFrame, truth: Floats) -> None:
        """Count the cells of a table, in the truth's order."""
        low, high, status = (table[name].to_numpy() for name in ("low", "high", "status"))
        self.held += ((low <= truth) & (truth <= high)).tolist()
        self.shown += (~np.isin(status, _WITHHELD)).tolist()
        self.widths += (high / np.maximum(low, 1e-9)).tolist()

    @property
    def computed(self) -> float:
        """Of all cells."""
        return float(np.mean(self.held))

    @property
    def published(self) -> float:
        """Of those that are shown; NaN where none is."""
        return float(np.array(self.held)[self.shown].mean()) if any(self.shown) else float("nan")

    @property
    def withheld(self) -> float:
        """Share of the cells that is not shown."""
        return 1 - float(np.mean(self.shown))

    @property
    def width(self) -> float:
        """Median ratio of the ends of the intervals."""
        return float(np.median(self.widths))


def simulate(
    counts: Sequence[int], world: tuple[str, str], shift: float, *, repeats: int, seed: int
) -> tuple[Coverage, Coverage]:
    """Coverage of outlets, and of their country: the mean of their true rates."""
    mean, variation, extra = _reference()
    outlets, countries = Coverage(), Coverage()
    for repeat in range(repeats):
        truth = draw(
            counts,
            rate=shift * mean,
            between=variation,
            within=np.sqrt(extra),
            seed=seed + repeat,
            dimensions=NAMES,
            kinds=world,
        )
        table = estimates(truth.observations, levels=("outlet", "country"), withhold=False)
        table = table.filter(pl.col("dimension").is_in(list(NAMES)))
        outlets.add(table.filter(pl.col("level") == "outlet"), truth.rates.ravel())
        countries.add(table.filter(pl.col("level") == "country"), truth.rates.mean(axis=0))
    return outlets, countries


def false_discoveries(counts: dict[int, int], within: float, *, repeats: int, seed: int) -> tuple[float, float]:
    """Where no outlet differs: the share of dimensions with any adjusted p ≤ .05, and the share of all p ≤ .05."""
    sizes = np.repeat(list(counts), list(counts.values()))
    any_, small = [], []
    for repeat in range(repeats):
        truth = draw(sizes, rate=4.0, between=0.0, within=within, seed=seed + repeat, dimensions=NAMES)
        table = estimates(truth.observations, levels=("outlet",)).filter(pl.col("dimension").is_in(list(NAMES)))
        p = table["p"].to_numpy().reshape(len(sizes), len(NAMES))
        any_ += [bool((adjusted(column) <= 0.05).any()) for column in p.T]
        small.append(float((p <= 0.05).mean()))
    return float(np.mean(any_)), float(np.mean(small))


def _reference() -> tuple[Floats, ...]:
    known = [reference_news(default_lexicon())["en", name] for name in NAMES]
    return tuple(np.array([getattr(one, name) for one in known]) for name in ("mean", "variation", "extra"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3, help="populations a cell of the table, each of 28 dimensions")
    repeats = parser.parse_args().repeats
    print(
        "Coverage of 95 % intervals: outlets published (computed); countries published (computed); outlets' high/low\n"
    )
    print(
        "| outlets × articles | outlets, articles vary | reference off by | outlets | country | high/low | withheld |"
    )
    print("|---|---|---|---|---|---|---|")
    published: list[tuple[float, bool]] = []
    for seed, ((size, counts), world, shift) in enumerate(product(SIZES.items(), WORLDS, SHIFTS)):
        times = max(1, repeats * 10 // max(10, len(counts)))
        found = simulate(counts, world, shift, repeats=times, seed=1000 * seed)
        said = [f"{one.published:.3f} ({one.computed:.3f})" for one in found]
        print(
            f"| {size} | {', '.join(world)} | {shift} | {said[0]} | {said[1]} | {found[0].width:.1f} | "
            f"{found[0].withheld:.0%} |",
            flush=True,
        )
        easy = not (world[1] == "zero-inflated" and shift == 5.0)
        published += [(one.published, easy) for one in found if any(one.shown)]
    shares = [share for share, _ in published]
    print(f"\npublished: mean {np.mean(shares):.3f} (at least {LEAST[0]}), least {min(shares):.3f}")
    print(
        f"least but for zero-inflated at × 5: {min(share for share, easy in published if easy):.3f} (at least {LEAST[1]})"
    )
    for within in (0.0, 0.7, 1.5):
        any_, small = false_discoveries({3: 30}, within, repeats=4 * repeats, seed=55)
        print(
            f"no outlet differs, articles' CV {within}: any adjusted p ≤ .05 {any_:.3f}; p ≤ .05 {small:.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()

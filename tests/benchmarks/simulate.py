"""Do the intervals hold what they say, where the truth is known and is not the model's? ``make simulate``.

Outlets and articles are drawn from populations that the model does not take for granted: lognormal, bimodal,
zero-inflated and heavy-tailed, in topics and in events that are marked or that nothing marks, with the reference off by a
factor of .2 to 5. Each draw has the language's 28 dimensions and the sides of ``tone``, each with the mean and spread that
``priors.csv`` has for it.

A cell is an estimate with its interval. *Computed* counts all cells, *published* those that a user sees; both are given,
because withholding can flatter. ``high/low`` is the median ratio of the ends of outlets' intervals. A *wrong sign* is a
published interval that lies on one side of the language's baseline where the truth lies on the other. Beside it stand what
else is used (:mod:`tests.benchmarks.rivals`), on published cells of two dimensions of the same draws.

Progress goes to standard error; the table, as it stands in ``docs/statistics-simulated.md``, to standard output.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.lexicon import default_lexicon
from framing.statistics.estimates import estimates
from framing.statistics.figures import MIN_OUTLETS
from framing.statistics.hits import hits_of
from framing.statistics.reference import reference_news
from framing.statistics.significance import adjusted
from tests.benchmarks.rivals import bootstrap, mixed, regression
from tests.statistics.simulated import Truth, draw

Floats = npt.NDArray[np.float64]

#: Those that reference news tells of: lures are of headlines.
NAMES = tuple(name for name, one in default_lexicon().codebook.dimensions.items() if one.family != "lure")
SHIFTS = (0.2, 1.0, 5.0)
#: How outlets vary, and how articles.
WORLDS = (
    ("gamma", "gamma"),
    ("lognormal", "lognormal"),
    ("bimodal", "topics"),
    ("gamma", "zero-inflated"),
    ("heavy-tailed", "heavy-tailed"),
    ("gamma", "bimodal"),
    ("gamma", "marked events"),
    ("gamma", "events"),
)
#: Articles of each outlet, and how many populations are drawn of it.
SIZES = {
    "1 × 10": ((10,), 3),
    "3 × 5": ((5, 5, 5), 3),
    "15 × 10": ((10,) * 15, 1),
    "1 … 200": ((1, 2, 5, 10, 20, 50, 100, 200), 1),
}
#: The layout whose intervals' width is shown, where the reference is right.
SMALL = "3 × 5"
SIDES = ("tone+", "tone-")
#: Dimensions that the rivals are tried on: one of them common, one rare.
_TRIED = (18, 3)
_WITHHELD = ("too-few-words", "few-articles", "no-words")


@dataclass
class Coverage:
    """Cells drawn, and those whose interval has the truth."""

    held: list[bool] = field(default_factory=list)
    shown: list[bool] = field(default_factory=list)
    wrong: list[bool] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    def add(self, table: pl.DataFrame, truth: Floats, usual: Floats | float) -> None:
        """Count the cells of a table, in the truth's order; ``usual`` is the true baseline of each."""
        low, high, status = (table[name].to_numpy() for name in ("low", "high", "status"))
        self.held += ((low <= truth) & (truth <= high)).tolist()
        self.shown += (~np.isin(status, _WITHHELD)).tolist()
        self.widths += (high / np.maximum(low, 1e-9)).tolist()
        scale = table["dimension"][0] == "tone"
        below, above = (table[name].to_numpy() for name in (("low", "high") if scale else ("ratio_low", "ratio_high")))
        one = 0.0 if scale else 1.0
        self.wrong += (((below > one) & (truth < usual)) | ((above < one) & (truth > usual))).tolist()

    def join(self, other: Coverage) -> None:
        """Count another's cells too."""
        for name in ("held", "shown", "wrong", "widths"):
            getattr(self, name).extend(getattr(other, name))

    @property
    def computed(self) -> float:
        """Of all cells."""
        return float(np.mean(self.held)) if self.held else float("nan")

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

    @property
    def wrongly(self) -> float:
        """Share of what is shown that is on the wrong side of the baseline."""
        return float(np.array(self.wrong)[self.shown].mean()) if any(self.shown) else float("nan")


@dataclass
class Found:
    """What was found in some draws: of outlets, their country, their tone, and with each rival."""

    outlets: Coverage = field(default_factory=Coverage)
    countries: Coverage = field(default_factory=Coverage)
    tone: Coverage = field(default_factory=Coverage)
    rivals: dict[str, list[bool]] = field(default_factory=dict)

    def join(self, other: Found) -> None:
        """Count another's cells too."""
        for name in ("outlets", "countries", "tone"):
            getattr(self, name).join(getattr(other, name))
        for name, held in other.rivals.items():
            self.rivals.setdefault(name, []).extend(held)


def simulate(
    counts: Sequence[int], world: tuple[str, str], shift: float, *, repeats: int, seed: int, beside: bool = False
) -> Found:
    """Coverage of outlets, of their country (the mean of their true rates) and of tone; ``beside``: of rivals too."""
    mean, variation, extra = _reference()
    found, wide = Found(), len(NAMES)
    for repeat in range(repeats):
        truth = draw(
            counts,
            rate=shift * mean,
            between=variation,
            within=np.sqrt(extra),
            seed=seed + repeat,
            dimensions=(*NAMES, *SIDES),
            kinds=world,
        )
        table = estimates(truth.observations, levels=("outlet", "country"), withhold=False)
        rates = table.filter(pl.col("dimension").is_in(list(NAMES)))
        outlets = rates.filter(pl.col("level") == "outlet")
        true = truth.rates[:, :wide]
        usual = np.median(true, axis=0) if len(counts) >= MIN_OUTLETS else mean[:wide]
        found.outlets.add(outlets, true.ravel(), np.tile(usual, len(counts)))
        found.countries.add(rates.filter(pl.col("level") == "country"), true.mean(axis=0), usual)
        tone = table.filter(pl.col("dimension") == "tone", pl.col("level") == "outlet")
        found.tone.add(tone, _tone(truth.rates[:, wide:], mean[wide:]), 0.0)
        if beside:
            shown = ~np.isin(outlets["status"].to_numpy(), _WITHHELD).reshape(len(counts), wide)
            for name, held in _beside(truth, shown).items():
                found.rivals.setdefault(name, []).extend(held)
    return found


def _tone(sides: Floats, reference: Floats) -> Floats:
    """True tone of each outlet: from what is usual in its language, of few outlets from reference news."""
    by = reference * np.array([0.25, 4.0])
    plain, expected = (np.log2((of[0] + by[0]) / (of[1] + by[1])) for of in (sides.T, reference))
    usual = np.median(plain) if len(plain) >= MIN_OUTLETS else expected
    return np.asarray(plain - usual, np.float64)


def _beside(truth: Truth, shown: npt.NDArray[np.bool_]) -> dict[str, list[bool]]:
    """Whether the rivals' intervals have the truth, of the cells that are shown and that they have an interval for."""
    articles = truth.observations.articles
    outlet, words = articles["outlet"].rank("dense").to_numpy().astype(np.int64) - 1, articles["words"].to_numpy()
    held: dict[str, list[bool]] = {}
    for column in _TRIED:
        hits = hits_of(truth.observations, [NAMES[column]])[:, 0]
        for name, rival in (("bootstrap", bootstrap), ("regression", regression), ("mixed", mixed)):
            low, high = rival(hits.astype(float), words.astype(float), outlet, len(truth.rates)).T
            told = shown[:, column] & np.isfinite(low)
            own = truth.rates[:, column]
            held.setdefault(name, []).extend(((low <= own) & (own <= high))[told].tolist())
    return held


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
    known = [reference_news(default_lexicon())["en", name] for name in (*NAMES, *SIDES)]
    return tuple(np.array([getattr(one, name) for one in known]) for name in ("mean", "variation", "extra"))


def row(world: tuple[str, str], *, repeats: int, seed: int) -> str:
    """A line of the table."""
    whole, width, least, many = Found(), float("nan"), [], Coverage()
    for at, ((size, (counts, times)), shift) in enumerate(product(SIZES.items(), SHIFTS)):
        found = simulate(counts, world, shift, repeats=times * repeats, seed=seed + 100 * at, beside=True)
        whole.join(found)
        least.append(found.outlets.published)
        if size == SMALL and shift == 1.0:
            width = found.outlets.width
        if min(counts) >= 10:
            many.join(found.outlets)
        told = f"{found.outlets.published:.3f} ({found.outlets.computed:.3f})"
        print(f"{', '.join(world)}, {size} at × {shift}: {told}", file=sys.stderr, flush=True)
    outlets, rivals = whole.outlets, whole.rivals
    cells = [
        ", ".join(world),
        f"{outlets.published:.3f} ({outlets.computed:.3f})",
        f"{min(least):.3f}",
        f"{whole.countries.published:.3f}",
        f"{whole.tone.published:.3f}",
        f"{outlets.withheld:.0%} ({many.withheld:.0%})",
        f"{width:.1f}",
        f"{outlets.wrongly:.1%} ({whole.tone.wrongly:.1%})",
        *(f"{np.mean(rivals[name]):.3f}" for name in ("bootstrap", "regression", "mixed")),
    ]
    return f"| {' | '.join(cells)} |"


HEAD = (
    "outlets, articles vary",
    "outlets (computed)",
    "least",
    "country",
    "tone",
    "withheld (of ≥ 10 articles)",
    "high/low at 3 × 5",
    "wrong signs (tone)",
    "bootstrap",
    "neg. binomial",
    "mixed model",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=1, help="times as many populations as :data:`SIZES` says")
    repeats = parser.parse_args().repeats
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    for number, world in enumerate(WORLDS):
        print(row(world, repeats=repeats, seed=10_000 * number), flush=True)
    for within in (0.0, 0.7, 1.5):
        any_, small = false_discoveries({3: 30}, within, repeats=3 * repeats, seed=55)
        said = f"any adjusted p ≤ .05 {any_:.3f}; p ≤ .05 {small:.3f}"
        print(f"no outlet differs, articles' CV {within}: {said}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

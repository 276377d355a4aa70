"""How contrasts behave where the truth is known: ``python -m tests.benchmarks.simulate_contrasts``.

Two outlets of articles whose rates vary around their outlet's (gamma, with a coefficient of variation), whose lengths are
log-normal, and which share one true rate or have a true ratio of 2: how many intervals hold the true ratio, how many p
are below .05 where nothing differs, how far p is from uniform (Kolmogorov's distance), and how many families of 28
dimensions have any false discovery after adjustment.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from framing.lexicon.lexicon import default_lexicon
from framing.statistics.contrast_sides import Measures
from framing.statistics.dispersion import dispersion
from framing.statistics.effects import Rows, within
from framing.statistics.observations import Observations
from framing.statistics.significance import adjusted
from tests.statistics.simulated import draw, together

__all__ = ["CELLS", "Cell", "simulate", "table"]

DIMENSIONS = tuple(default_lexicon().codebook.dimensions)
MEASURES = Measures(DIMENSIONS, len(DIMENSIONS), np.zeros(len(DIMENSIONS), np.bool_))


@dataclass(frozen=True)
class Cell:
    """Articles of the two outlets, hits per 1,000 words, variation between articles, words of A's and B's articles."""

    articles: tuple[int, int]
    rate: float
    within: float
    words: tuple[float, float] = (400.0, 400.0)


CELLS = (
    Cell((1, 1), 3.0, 0.7),
    Cell((3, 3), 3.0, 0.7),
    Cell((10, 10), 3.0, 0.0),
    Cell((10, 10), 3.0, 0.7),
    Cell((10, 10), 0.3, 0.7),
    Cell((10, 100), 3.0, 0.7),
    Cell((30, 30), 3.0, 1.4),
    Cell((30, 30), 15.0, 1.4),
    Cell((30, 30), 3.0, 1.0, (150.0, 900.0)),
    Cell((20, 200), 3.0, 1.0, (900.0, 150.0)),
    Cell((100, 100), 0.3, 0.7),
    Cell((100, 100), 3.0, 1.4),
    Cell((100, 1000), 3.0, 1.4),
    Cell((1000, 1000), 3.0, 0.7),
)


def contrast(cell: Cell, times: float, seed: int, permutations: int) -> Rows:
    """One pair of outlets in all dimensions."""
    options = {"between": 0.0, "within": cell.within, "dimensions": DIMENSIONS}
    parts = []
    for side, (articles, words) in enumerate(zip(cell.articles, cell.words, strict=True)):
        rate = cell.rate * (times if side == 0 else 1.0)
        found = draw([articles], rate=rate, seed=2 * seed + side, words=words, **options)  # type: ignore[arg-type]
        parts.append(_renamed(found.observations, "ab"[side]))
    observed = together(*parts)
    sides = observed.articles.select(
        "article_id", "language", first=pl.col("article_id").str.starts_with("a"), unit="cluster", stratum=pl.lit("all")
    )
    name = pl.col("article_id").str.head(1)
    apart = replace(observed, articles=observed.articles.with_columns(outlet=name))
    kappa = dict(dispersion(apart).select("dimension", "extra").iter_rows())
    likeness = {"en": np.array([kappa[name] for name in DIMENSIONS])}
    return within(observed, sides, MEASURES, likeness, thin=1, sets=permutations, seed=seed)


def _renamed(observed: Observations, side: str) -> Observations:
    renamed = pl.lit(side) + pl.col("article_id")
    return replace(observed, articles=observed.articles.with_columns(article_id=renamed, cluster=renamed))


def simulate(cell: Cell, draws: int, *, permutations: int = 999, seed: int = 0) -> dict[str, float]:
    """Coverage (of all dimensions; of those with more than 20 hits), and p where nothing differs."""
    held, many, p, families = [], [], [], []
    for number in range(draws):
        for times in (1.0, 2.0):
            # No two cells share their draws.
            rows = contrast(cell, times, 10_000 * seed + 1000 * int(times) + number, permutations if times == 1 else 1)
            inside = (rows.effect.low <= times) & (times <= rows.effect.high)
            held.append(inside | np.isnan(rows.effect.low))
            many.append(sum(rows.hits) > 20)
            if times == 1:
                p.append(rows.p)
                families.append((adjusted(rows.p) <= 0.05).any())
    values, big, tested = np.concatenate(held), np.concatenate(many), np.concatenate(p)
    tested = np.sort(tested[np.isfinite(tested)])
    steps = np.arange(1, len(tested) + 1) / max(len(tested), 1)
    return {
        "coverage": float(values.mean()),
        "coverage_many": float(values[big].mean()) if big.any() else float("nan"),
        "p05": float((tested <= 0.05).mean()) if len(tested) else float("nan"),
        "distance": float(np.abs(steps - tested).max(initial=0.0)) if len(tested) else float("nan"),
        "families": float(np.mean(families)),
    }


def table(draws: int = 40) -> str:
    """The figures of all cells, as lines for people."""
    lines = [
        f"Contrasts of two outlets, {draws} pairs of outlets × 28 dimensions a line, true ratios 1 and 2",
        "articles        rate  variation  words       coverage  with > 20 hits  p ≤ .05  distance  families",
    ]
    for number, cell in enumerate(CELLS):
        found = simulate(cell, draws if sum(cell.articles) < 1000 else max(draws // 5, 2), seed=number)
        a, b = cell.articles
        words = f"{cell.words[0]:.0f}/{cell.words[1]:.0f}"
        figures = [f"{found[name]:8.3f}" for name in ("coverage", "coverage_many", "p05", "distance", "families")]
        lines.append(f"{a:>5} : {b:<5} {cell.rate:7.1f}  {cell.within:8.1f}  {words:10}" + "  ".join(figures))
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())

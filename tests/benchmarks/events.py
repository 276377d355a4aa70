"""What events cost where they are not looked for: ``python -m tests.benchmarks.events``.

The articles of an outlet come in events of a known size, which share most of what makes one article fuller of a frame
than the next. Printed is the share of 95 % intervals that hold an outlet's true rate, with articles as units, with the
outlet's days (an event is on one day, and two events share a day), and with the events.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.lexicon import default_lexicon
from framing.statistics.estimates import estimates
from tests.statistics.simulated import frames

Floats = npt.NDArray[np.float64]
NAMES = tuple(default_lexicon().codebook.dimensions)
RATE, OUTLETS_CV, EVENTS_CV, ARTICLES_CV = 4.0, 0.5, 1.2, 0.5


def coverage(
    outlets: int, articles: int, size: int, *, repeats: int, seed: int = 1, days: bool = False
) -> tuple[float, float]:
    """Share of intervals that hold, with articles as units and with events (or days)."""
    random = np.random.default_rng(seed)
    held: list[list[float]] = [[], []]
    for _ in range(repeats):
        outlet = np.repeat(np.arange(outlets), articles)
        event = outlet * articles + np.tile(np.arange(articles) // size, outlets)
        rates = RATE * _gamma(random, OUTLETS_CV, (outlets, len(NAMES)))
        shared = _gamma(random, EVENTS_CV, (int(event.max()) + 1, len(NAMES)))[event]
        words = np.maximum(random.lognormal(np.log(400), 0.5, len(outlet)), 5).astype(np.int64)
        mean = rates[outlet] * shared * _gamma(random, ARTICLES_CV, shared.shape) * words[:, None] / 1000
        found = frames(outlet, words, random.poisson(mean), NAMES)
        unit = outlet * articles + (event - outlet * articles) // 2 if days else event
        grouped = replace(found, articles=found.articles.with_columns(unit=pl.Series(unit)))
        for which, observed in enumerate((found, grouped)):
            table = estimates(observed, levels=("outlet",)).filter(pl.col("dimension").is_in(NAMES))
            low, high = (table[name].to_numpy().reshape(outlets, len(NAMES)) for name in ("low", "high"))
            held[which].append(float(np.mean((low <= rates) & (rates <= high))))
    return float(np.mean(held[0])), float(np.mean(held[1]))


def _gamma(random: np.random.Generator, variation: float, shape: tuple[int, ...]) -> Floats:
    return random.gamma(variation**-2, variation**2, shape)


def main() -> None:
    print("Coverage of outlets' 95 % intervals: articles as units; outlet × day; events")
    for outlets, articles in ((15, 20), (30, 40), (10, 100)):
        for size in (2, 4, 8):
            plain, joined = coverage(outlets, articles, size, repeats=4)
            _, by_day = coverage(outlets, articles, size, repeats=4, days=True)
            said = f"{plain:.3f}; {by_day:.3f}; {joined:.3f}"
            print(f"  {outlets} outlets × {articles} articles, {size} an event: {said}", flush=True)


if __name__ == "__main__":
    main()

"""What ``lexicons/priors.csv`` is made from: how outlets, and the texts of an outlet, vary in reference news.

A part of ``make measure``. Each language of the corpora is a population of its named outlets; a name counts once however
it is capitalised. A contrast scale has a line for each of its sides: ``tone+`` and ``tone-``.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

import framing
from framing.scoring.intervals import PER
from framing.statistics.cells import OUTLET, with_outlets
from framing.statistics.dispersion import extra_variance
from framing.statistics.groups import tally
from framing.statistics.hits import counts_of, with_sides
from framing.statistics.model import VARIATION, Cells, Prior, fit
from framing.statistics.observations import Observations, observe

#: Outlets that a spread is fitted on at least: of fewer, it is nearly as uncertain as each outlet.
MIN_OUTLETS = 10


def observations(code: str, articles: pl.DataFrame, scored: framing.Scored) -> Observations:
    """What was found in the articles of named outlets."""
    named = articles.with_columns(pl.col("outlet").str.to_lowercase().str.strip_chars()).drop_nulls("outlet")
    seen = observe(scored, named)
    return Observations(articles=with_outlets(seen.articles.drop_nulls("outlet")), hits=seen.hits, sides=seen.sides)


def rows(code: str, articles: pl.DataFrame, scored: framing.Scored) -> list[dict[str, object]]:
    """The lines of one language."""
    lexicon = framing.default_lexicon()
    seen = observations(code, articles, scored)
    rates, shares = counts_of(seen, lexicon.codebook)
    found = tally(seen, [OUTLET], lexicon.codebook, counts=(with_sides(rates, shares), shares))
    extra = extra_variance(found)[0][0]
    words = int(seen.articles["words"].sum())
    made: list[dict[str, object]] = []
    for column, name in enumerate(found.rates.names):
        y, n, n2 = (getattr(found.rates, sums)[:, column] for sums in ("y", "n", "n2"))
        told = n > 0
        if y.sum() and told.sum() >= MIN_OUTLETS:
            cells = Cells(y[told], n[told] / PER, n[told] ** 2 / n2[told], np.arange(told.sum()))
            one = fit(cells, Prior(None, VARIATION, float(extra[column])))
            mean, variation = float(np.exp(one.mean.mean())), float(one.variation.mean())
            figures = {"mean": f"{mean:.4g}", "variation": f"{variation:.3f}", "extra": f"{extra[column]:.3f}"}
            note = f"{seen.articles.height:,} articles of {told.sum()} outlets, {words / 1e6:.1f} million words (make measure)"
            made.append({"language": code, "dimension": name, **figures, "outlets": int(told.sum()), "note": note})
    return made


def write(path: Path, lines: list[dict[str, object]]) -> None:
    """Write the file, its lines sorted by their first two columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(lines, key=lambda line: [str(value) for value in line.values()][:2]))


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

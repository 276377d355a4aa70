"""What ``lexicons/priors.csv`` is made from: how outlets, and the texts of an outlet, vary in reference news.

A part of ``make measure``. Each language of the corpora is a population of its named outlets; a name counts once however
it is capitalised.
"""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl

import framing
from framing.statistics.dispersion import extra_variance
from framing.statistics.observations import Observations, observe
from framing.statistics.posterior import Prior
from framing.statistics.priors import populations
from framing.statistics.tally import tally

COLUMNS = ("language", "dimension", "mean", "variation", "extra", "outlets", "note")


def observations(code: str, articles: pl.DataFrame, scored: framing.Scored) -> Observations:
    """What was found in the articles of named outlets."""
    named = articles.with_columns(pl.col("outlet").str.to_lowercase().str.strip_chars()).drop_nulls("outlet")
    seen = observe(scored, named)
    return Observations(articles=seen.articles.drop_nulls("outlet"), hits=seen.hits, sides=seen.sides)


def rows(code: str, articles: pl.DataFrame, scored: framing.Scored) -> list[dict[str, object]]:
    """The lines of one language."""
    lexicon = framing.default_lexicon()
    seen = observations(code, articles, scored)
    found = tally(seen, ["outlet"], lexicon.codebook)
    extra = extra_variance(found)
    population = populations(found, extra, {}, {})[code]
    words = int(seen.articles["words"].sum())
    note = f"{seen.articles.height:,} articles of {population.outlets} outlets, {words / 1e6:.1f} million words (make measure)"
    names = (*found.rates.names, *found.shares.names)
    values = (*extra[0][0], *extra[1][0])
    made: list[dict[str, object]] = []
    for name, prior, value, basis in zip(names, population.priors, values, population.basis, strict=True):
        if basis == "outlets":
            variation = _variation(prior, share=name in found.shares.names)
            figures = {"mean": f"{prior.mean:.4g}", "variation": f"{variation:.3f}", "extra": f"{value:.3f}"}
            made.append({"language": code, "dimension": name, **figures, "outlets": population.outlets, "note": note})
    return made


def _variation(prior: Prior, *, share: bool) -> float:
    """A rate's coefficient of variation; a proportion's standard deviation as a share of the largest there can be."""
    return float((prior.first + prior.second + 1) ** -0.5 if share else prior.first**-0.5)


def write(path: Path, lines: list[dict[str, object]]) -> None:
    """Write the file, its lines sorted."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(lines, key=lambda line: (str(line["language"]), str(line["dimension"]))))

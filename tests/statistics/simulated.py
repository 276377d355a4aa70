"""Articles drawn from a population that is known."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.scoring.totals import NAMES, PLACE
from framing.statistics.observations import Observations

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Truth:
    """What was drawn: articles and each outlet's true rate per 1,000 words."""

    observations: Observations
    rates: Floats


#: How outlets and articles may vary around their mean: what the model takes for granted, and what it does not.
KINDS = ("gamma", "lognormal", "bimodal", "zero-inflated", "heavy-tailed", "topics", "events", "marked events")
#: Articles of an event, which share how full they are of a frame.
EVENT = 3


def varied(kind: str, variation: Floats, shape: tuple[int, int], random: np.random.Generator) -> Floats:
    """Positive numbers with mean 1; only the first two kinds have the coefficient of variation asked for."""
    squared = np.maximum(variation**2, 1e-12)
    if kind == "lognormal":
        spread = np.sqrt(np.log1p(squared))
        return np.asarray(np.exp(random.normal(-(spread**2) / 2, spread, shape)))
    if kind == "bimodal":
        return np.where(random.random(shape) < 0.25, 2.5, 0.5)
    if kind == "zero-inflated":
        return np.where(random.random(shape) < 0.6, 0.0, 2.5) * random.gamma(4, 1 / 4, shape)
    if kind == "heavy-tailed":
        return (random.pareto(2.2, shape) + 1) * 1.2 / 2.2
    if kind == "topics":
        # Of three topics the first hardly uses a dimension; which one that is differs by dimension.
        topic = random.choice(3, (shape[0], 1), p=[0.4, 0.35, 0.25])
        use = np.array([0.3, 0.9, 2.4])[(topic + np.arange(shape[1])) % 3]
        mean = np.array([0.4, 0.35, 0.25])[(np.arange(3)[:, None] - np.arange(shape[1])) % 3].T @ np.array(
            [0.3, 0.9, 2.4]
        )
        return np.asarray(use / mean * random.gamma(4, 1 / 4, shape))
    return np.where(squared > 1e-12, random.gamma(1 / squared, squared, shape), 1.0)


def draw(
    counts: npt.ArrayLike,
    *,
    rate: npt.ArrayLike,
    between: npt.ArrayLike,
    within: npt.ArrayLike,
    seed: int,
    dimensions: tuple[str, ...] = ("conflict",),
    words: float = 400.0,
    language: str = "en",
    kinds: tuple[str, str] = ("gamma", "gamma"),
) -> Truth:
    """Outlets with rates around ``rate`` per 1,000 words, articles with rates around their outlet's.

    ``between`` and ``within`` are the coefficients of variation of outlets and of articles, ``kinds`` how they vary,
    ``counts`` the articles of each outlet; the first three may be one value a dimension. An article's length is
    log-normal. Returned rates are outlets × dimensions. A dimension called ``tone+`` or ``tone-`` is a side of a scale.
    """
    random = np.random.default_rng(seed)
    counts = np.asarray(counts)
    outlet = np.repeat(np.arange(len(counts)), counts)
    length = np.maximum(random.lognormal(np.log(words), 0.5, len(outlet)), 5).astype(np.int64)
    rates = np.asarray(rate, np.float64) * varied(
        kinds[0], np.asarray(between, np.float64), (len(counts), len(dimensions)), random
    )
    full = varied(kinds[1], np.asarray(within, np.float64), (len(outlet), len(dimensions)), random)
    unit = np.arange(len(outlet))
    if kinds[1].endswith("events"):
        begins = np.concatenate([[0], np.cumsum(counts)])[outlet]
        unit = begins + (unit - begins) // EVENT
    hits = random.poisson(rates[outlet] / 1000 * length[:, None] * full[unit])
    found = frames(outlet, length, hits, dimensions, language)
    if kinds[1] == "marked events":
        found = replace(found, articles=found.articles.with_columns(unit=pl.Series(unit)))
    return Truth(found, rates)


def frames(
    outlet: npt.NDArray[np.int64],
    length: npt.NDArray[np.int64],
    hits: npt.NDArray[np.int64],
    dimensions: tuple[str, ...],
    language: str = "en",
) -> Observations:
    """Observations of articles with these counts, one row an article and one column a dimension."""
    ids = [f"{language}{number}" for number in range(len(outlet))]
    none = pl.lit(None, dtype=pl.String)
    articles = pl.DataFrame(
        {
            "article_id": ids,
            "cluster": ids,
            "outlet": [f"{language}-{number:04}" for number in outlet],
            "words": length,
            "words:loaded": length,
            "words:loaded_own": length,
        },
        schema_overrides={"article_id": pl.String(), "cluster": pl.String(), "outlet": pl.String()},
    ).with_columns(
        language=pl.lit(language), country=pl.lit("IN"), source=none, source_country=none, genre=pl.lit("news"),
        published=pl.lit(None, dtype=pl.Datetime("us", "UTC")),
    )  # fmt: skip
    where, which = np.nonzero(hits)
    long = pl.DataFrame(
        {
            "article_id": np.array(ids)[where].tolist(),
            "name": [dimensions[at] for at in which],
            "hits": hits[where, which],
        },
        schema={"article_id": pl.String(), "name": pl.String(), "hits": pl.Int64()},
    )
    side = pl.col("name").str.tail(1)
    sparse = long.filter(~side.is_in(["+", "-"])).rename({"name": "dimension"})
    sides = (
        long.filter(side.is_in(["+", "-"]))
        .group_by("article_id", scale=pl.col("name").str.head(-1), maintain_order=True)
        .agg(positive=pl.col("hits").filter(side == "+").sum(), negative=pl.col("hits").filter(side == "-").sum())
    )
    return keyed(articles, sparse, sides)


def together(*parts: Observations) -> Observations:
    """Observations of all their articles."""
    begin, frames_of = 0, []
    for part in parts:
        moved = pl.col("place") + begin
        frames_of.append([frame.with_columns(moved) for frame in (part.articles, part.hits, part.sides)])
        begin += part.numbers
    return Observations(*(pl.concat(frames, how="vertical_relaxed") for frames in zip(*frames_of, strict=True)))


def keyed(articles: pl.DataFrame, hits: pl.DataFrame, sides: pl.DataFrame) -> Observations:
    """Observations of frames that know articles by their ids: each has a column article_id in place of place."""
    numbered = articles.drop(PLACE, strict=False).with_row_index(PLACE)
    known = numbered.select("article_id", PLACE)
    names = {"dimension": NAMES, "scale": NAMES}
    counts = [
        frame.join(known, on="article_id", maintain_order="left")
        .drop("article_id")
        .cast({name: kind for name, kind in names.items() if name in frame.columns})
        for frame in (hits, sides)
    ]
    return Observations(numbered, *counts)

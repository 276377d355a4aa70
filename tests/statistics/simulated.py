"""Articles drawn from a population that is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.statistics.observations import Observations

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Truth:
    """What was drawn: articles and each outlet's true rate per 1,000 words."""

    observations: Observations
    rates: Floats


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
) -> Truth:
    """Outlets with gamma rates around ``rate`` per 1,000 words, articles with gamma rates around their outlet's.

    ``between`` and ``within`` are the coefficients of variation of outlets and of articles, ``counts`` the articles of
    each outlet; the first three may be one value a dimension. An article's length is log-normal. Returned rates are outlets × dimensions.
    """
    random = np.random.default_rng(seed)
    counts = np.asarray(counts)
    outlet = np.repeat(np.arange(len(counts)), counts)
    length = np.maximum(random.lognormal(np.log(words), 0.5, len(outlet)), 5).astype(np.int64)

    def gamma(variation: npt.ArrayLike, shape: tuple[int, int]) -> Floats:
        squared = np.maximum(np.asarray(variation, np.float64) ** 2, 1e-12)
        return np.where(squared > 1e-12, random.gamma(1 / squared, squared, shape), 1.0)

    rates = np.asarray(rate, np.float64) * gamma(between, (len(counts), len(dimensions)))
    mean = rates[outlet] / 1000 * length[:, None]
    hits = random.poisson(mean * gamma(within, (len(outlet), len(dimensions))))
    return Truth(frames(outlet, length, hits, dimensions, language), rates)


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
    sparse = pl.DataFrame(
        {
            "article_id": [ids[number] for number in where],
            "dimension": [dimensions[number] for number in which],
            "hits": hits[where, which],
        },
        schema={"article_id": pl.String(), "dimension": pl.String(), "hits": pl.Int64()},
    )
    sides = {"article_id": pl.String(), "scale": pl.String(), "positive": pl.Int64(), "negative": pl.Int64()}
    return Observations(articles=articles, hits=sparse, sides=pl.DataFrame(schema=sides))

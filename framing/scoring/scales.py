"""Scores and scales: evidence and exposure, added up per article."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.schemas import SCALE, SCORE
from framing.scoring.intervals import PER, contrast_interval, rate_interval

__all__ = ["WHOLE", "scale_values", "scales_of", "scores_of"]

#: Stands in the column ``section`` of a scale for the whole article.
WHOLE: Final = "all"


def scores_of(evidence: pl.DataFrame, exposure: pl.DataFrame) -> pl.DataFrame:
    """Sparse scores, one row an article × dimension × section × voice with hits.

    A match that negation has emptied (factor 0) is evidence but no hit.

    Args:
        evidence: EVIDENCE columns.
        exposure: EXPOSURE columns.

    Returns:
        SCORE columns, in the order of the evidence.
    """
    keys = ["article_id", "dimension", "section", "voice"]
    hits = evidence.filter(pl.col("factor") > 0).group_by(keys, maintain_order=True)
    scores = hits.agg(hits=pl.len().cast(pl.Int64), weighted=(pl.col("weight") * pl.col("factor")).sum())
    joined = scores.join(exposure, on=["article_id", "section", "voice"], how="left", maintain_order="left")
    return joined.with_columns(rate=PER * pl.col("hits") / pl.col("words")).select(list(SCORE))


def scales_of(articles: pl.DataFrame, evidence: pl.DataFrame, exposure: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The scales of each article: for the whole article and for each section that has words.

    Args:
        articles: columns article_id, language.
        evidence: EVIDENCE columns.
        exposure: EXPOSURE columns.
        lexicon: whose codebook defines the scales.

    Returns:
        SCALE columns; an article without words has no rows.
    """
    own = exposure.filter(pl.col("voice") == "own").select("article_id", "section", pl.col("words").alias("own"))
    places = exposure.group_by("article_id", "section", maintain_order=True).agg()
    places = places.join(own, on=["article_id", "section"], how="left", maintain_order="left")
    stance = evidence.filter((pl.col("voice") == "own") & (pl.col("kind") == "stance") & (pl.col("factor") > 0))
    counts = stance.group_by("article_id", "section", "dimension").agg(hits=pl.len().cast(pl.Int64))
    found = []
    for scale in lexicon.codebook.scales.values():
        sides = []
        for side in (scale.positive, scale.negative):
            of_side = counts.filter(pl.col("dimension").is_in(side))
            sides.append(of_side.group_by("article_id", "section").agg(pl.col("hits").sum()))
        keys = ["article_id", "section"]
        rows = places.join(sides[0].rename({"hits": "positive"}), on=keys, how="left", maintain_order="left")
        rows = rows.join(sides[1].rename({"hits": "negative"}), on=keys, how="left", maintain_order="left")
        found.append(rows.with_columns(scale=pl.lit(scale.name)))
    by_section = pl.concat(found).with_columns(pl.col("positive", "negative", "own").fill_null(0).cast(pl.Int64))
    whole = by_section.group_by("article_id", "scale", maintain_order=True).agg(
        pl.col("positive", "negative", "own").sum()
    )
    both = pl.concat([whole.with_columns(section=pl.lit(WHOLE)), by_section], how="diagonal").rename({"own": "words"})
    both = both.join(articles.select("article_id", "language"), on="article_id", how="left", maintain_order="left")
    order = {name: index for index, name in enumerate(articles["article_id"].to_list())}
    place = pl.col("article_id").replace_strict(order, return_dtype=pl.Int64, default=0)
    return scale_values(both, lexicon).sort(place, maintain_order=True).select(list(SCALE))


def scale_values(counts: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Add ``value``, ``low`` and ``high`` to counts of a scale's two sides.

    Args:
        counts: columns scale, language, positive, negative, words.
        lexicon: whose codebook and baselines hold.

    Returns:
        The same rows with the three columns; ``value`` is null where nothing can be said.
    """
    rates = sorted(name for name, scale in lexicon.codebook.scales.items() if scale.kind == "rate")
    is_rate = counts["scale"].is_in(rates).to_numpy()
    positive, negative, words = (
        counts[name].to_numpy().astype(np.float64) for name in ("positive", "negative", "words")
    )
    values = np.empty((3, counts.height))
    values[:, ~is_rate] = contrast_interval(positive[~is_rate], negative[~is_rate])
    keys = counts.filter(is_rate).select("language", "scale").rows()
    prior = np.array([lexicon.baselines.get(key, (0.0, 0.0)) for key in keys], dtype=np.float64).reshape(-1, 2)
    values[:, is_rate] = rate_interval(
        positive[is_rate], words[is_rate], prior_rate=prior[:, 0], prior_words=prior[:, 1]
    )
    columns = [pl.Series(name, row).fill_nan(None) for name, row in zip(("value", "low", "high"), values, strict=True)]
    return counts.with_columns(columns)

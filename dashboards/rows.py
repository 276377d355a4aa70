"""The articles as the dashboard lists and filters them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import polars as pl

import framing
from dashboards.names import first_words
from framing.statistics.observations import SCALE_WORDS, Observations, observe
from framing.statistics.topics import topics

__all__ = ["article_rows", "counted_sides", "recounted"]

_NAMES: Final = {"outlet": pl.String(), "outlet_name": pl.String()}


def article_rows(
    articles: pl.DataFrame, scored: framing.Scored, outlets: framing.Outlets, lexicon: framing.Lexicon
) -> pl.DataFrame:
    """One row an article: metadata, how its text begins, words, status, total hits, and each contrast as counted.

    Args:
        articles: ARTICLE columns, with or without texts.
        scored: the same articles, scored.
        outlets: what the outlets are called.
        lexicon: whose codebook has the contrasts.
    """
    keys = articles["outlet"].unique()
    names = pl.DataFrame({"outlet": keys, "outlet_name": [outlets.name(key) for key in keys]}, schema=_NAMES)
    meta = articles.select(
        "article_id", "title", "outlet", "country", "source", "source_country", "genre", "published",
        "published_basis", "published_precision",
    )  # fmt: skip
    opening = (
        scored.with_texts(articles)["text"]
        .fill_null("")
        .str.slice(0, 400)
        .map_elements(first_words, return_dtype=pl.String)
    )
    meta = meta.with_columns(opening.alias("start"))
    status = scored.articles.select("article_id", "language", "words", "status")
    hits = scored.scores.group_by("article_id").agg(pl.col("hits").sum())
    observed = observe(scored, articles, lexicon)
    rows = meta.join(status, on="article_id", how="inner", maintain_order="left")
    # A topic is what stands out among all articles, whichever are looked at.
    for part in (hits, _shares(observed.sides, lexicon), topics(observed, lexicon)):
        rows = rows.join(part, on="article_id", how="left", maintain_order="left")
    rows = rows.join(names, on="outlet", how="left", nulls_equal=True, maintain_order="left")
    return rows.with_columns(pl.col("hits").fill_null(0))


def _contrasts(lexicon: framing.Lexicon) -> list[str]:
    return [name for name, scale in lexicon.codebook.scales.items() if scale.kind == "contrast"]


def _shares(sides: pl.DataFrame, lexicon: framing.Lexicon) -> pl.DataFrame:
    """Each contrast of each article as counted, a column each.

    Like the outlets' beside them: the middle of an article's interval is another number.
    """
    both = pl.col("positive") + pl.col("negative")
    share = pl.when(both > 0).then((pl.col("positive") - pl.col("negative")) / both)
    rows = sides.filter(pl.col("scale").is_in(_contrasts(lexicon))).with_columns(share=share)
    return rows.pivot("scale", index="article_id", values="share") if rows.height else rows.select("article_id")


def recounted(
    rows: pl.DataFrame, observed: Observations, lexicon: framing.Lexicon, dimensions: Collection[str]
) -> pl.DataFrame:
    """Rows with what was counted of them in some sections and voices.

    Args:
        rows: from :func:`article_rows`.
        observed: the articles, in these sections and voices; one of which nothing is left has no number of words.
        lexicon: whose codebook has the contrasts.
        dimensions: whose hits count.
    """
    hits = observed.hits.filter(pl.col("dimension").is_in(list(dimensions)))
    found = hits.group_by("article_id").agg(pl.col("hits").sum())
    words = observed.articles.select("article_id", "words")
    rows = rows.drop("words", "hits", *_contrasts(lexicon), strict=False)
    for part in (words, found, _shares(observed.sides, lexicon)):
        rows = rows.join(part, on="article_id", how="left", maintain_order="left")
    return rows.with_columns(pl.col("hits").fill_null(0))


def counted_sides(observed: Observations) -> pl.DataFrame:
    """Outlet × scale: positive and negative hits, and the words that they count in."""
    outlets = observed.articles.select("article_id", "outlet", pl.col(f"^{SCALE_WORDS}.*$"))
    words = outlets.unpivot(index=["article_id", "outlet"], variable_name="scale", value_name="words")
    words = words.with_columns(pl.col("scale").str.strip_prefix(SCALE_WORDS))
    both = words.join(observed.sides, on=["article_id", "scale"], how="left", maintain_order="left")
    counts = pl.col("positive", "negative").fill_null(0)
    return both.with_columns(counts).group_by("outlet", "scale").agg(pl.col("positive", "negative", "words").sum())

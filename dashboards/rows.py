"""The articles as the dashboard lists and filters them."""

from __future__ import annotations

from typing import Final

import polars as pl

import framing
from dashboards.names import first_words

__all__ = ["article_rows"]

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
    # As counted, like the outlets' beside them: the middle of an article's interval is another number.
    both = pl.col("positive") + pl.col("negative")
    share = pl.when(both > 0).then((pl.col("positive") - pl.col("negative")) / both)
    contrasts = [name for name, scale in lexicon.codebook.scales.items() if scale.kind == "contrast"]
    scales = scored.scales.with_columns(pl.col("scale").cast(pl.String))
    whole = scales.filter(pl.col("section") == "all", pl.col("scale").is_in(contrasts)).with_columns(share=share)
    values = whole.pivot("scale", index="article_id", values="share") if whole.height else whole.select("article_id")
    rows = meta.join(status, on="article_id", how="inner", maintain_order="left")
    for part in (hits, values):
        rows = rows.join(part, on="article_id", how="left", maintain_order="left")
    rows = rows.join(names, on="outlet", how="left", nulls_equal=True, maintain_order="left")
    return rows.with_columns(pl.col("hits").fill_null(0))

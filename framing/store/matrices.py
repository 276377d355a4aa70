"""Tables for statistics: wide, tidy, and a matrix of articles by entries.

What was counted, of articles and of outlets. A dimension that has no hit in an article is 0 there; where an article was
not read (no language that is scored, no text where the text is asked about) or its language has no entry in a
dimension, nothing is known, and the cell is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.scoring.intervals import PER

__all__ = ["MATRICES", "matrix_rows", "outlets_wide", "tidy", "wide"]

#: Tables that are made here, of articles and the rows of scores or evidence that count.
MATRICES: Final = ("wide", "outlets-wide", "tidy", "matrix")
_OUTLET: Final = ("outlet", "outlet_name", "country")


def tidy(articles: pl.DataFrame, scores: pl.LazyFrame, lexicon: Lexicon, beside: Sequence[str]) -> pl.LazyFrame:
    """One row an article and dimension, with its hits and rate, zeros too.

    Args:
        articles: those that are asked about, with their ``words`` where these count; null where they were not read.
        scores: columns article_id, dimension, hits; the rows that count.
        lexicon: whose dimensions are meant.
        beside: columns of the articles that stand in each row.
    """
    pairs = {(language, entry.dimension) for language, entries in lexicon.entries.items() for entry in entries}
    known = pl.DataFrame(sorted(pairs), _KNOWN, orient="row")
    names = pl.LazyFrame({"dimension": list(lexicon.codebook.dimensions)})
    read = articles.lazy().select("article_id", *beside, _read_words().alias("words"))
    hits = scores.group_by("article_id", "dimension").agg(pl.col("hits").sum())
    rows = read.join(names, how="cross", maintain_order="left_right")
    rows = rows.join(hits, on=["article_id", "dimension"], how="left", maintain_order="left")
    marked = known.lazy().with_columns(known=True)
    rows = rows.join(marked, on=["language", "dimension"], how="left", maintain_order="left")
    counted = pl.when(pl.col("words").is_not_null() & pl.col("known")).then(pl.col("hits").fill_null(0))
    return rows.with_columns(hits=counted.cast(pl.Int64)).with_columns(rate=_rate()).drop("known")


_KNOWN: Final = {"language": pl.String, "dimension": pl.String}


def _read_words() -> pl.Expr:
    return pl.when(pl.col("status") != "refused").then(pl.col("words")).cast(pl.Int64)


def _rate() -> pl.Expr:
    return pl.when(pl.col("words") > 0).then(pl.col("hits") * PER / pl.col("words"))


def wide(articles: pl.DataFrame, scores: pl.LazyFrame, lexicon: Lexicon, beside: Sequence[str]) -> pl.LazyFrame:
    """One row an article: its words, then ``hits_DIMENSION`` and ``rate_DIMENSION`` of each; as :func:`tidy`."""
    rows = tidy(articles, scores, lexicon, beside)
    keys = ["article_id", *beside, "words"]
    return rows.group_by("article_id", maintain_order=True).agg(
        *(pl.col(name).first() for name in keys[1:]), *_spread(lexicon)
    )


def outlets_wide(articles: pl.DataFrame, scores: pl.LazyFrame, lexicon: Lexicon) -> pl.LazyFrame:
    """One row an outlet: its articles, those that were read, their words, then hits and rates by dimension.

    A rate is that of all words in the languages in which the dimension is known.
    """
    rows = tidy(articles, scores, lexicon, (*_OUTLET, "language"))
    counted = pl.when(pl.col("hits").is_not_null()).then(pl.col("words"))
    sums = rows.group_by(["outlet", "dimension"], maintain_order=True).agg(
        pl.col("outlet_name", "country").first(),
        articles=pl.len(),
        read=pl.col("words").is_not_null().sum(),
        all_words=pl.col("words").sum(),
        words=counted.sum(),
        hits=pl.when(pl.col("hits").is_not_null().any()).then(pl.col("hits").sum()),
    )
    sums = sums.with_columns(rate=_rate()).sort("outlet", maintain_order=True)
    keys = ["outlet_name", "country", "articles", "read"]
    return sums.group_by("outlet", maintain_order=True).agg(
        *(pl.col(name).first() for name in keys), pl.col("all_words").first().alias("words"), *_spread(lexicon)
    )


def _spread(lexicon: Lexicon) -> list[pl.Expr]:
    """The hits and rates of each dimension as columns of their own."""
    return [
        pl.col(what).filter(pl.col("dimension") == name).first().alias(f"{what}_{name}")
        for what in ("hits", "rate")
        for name in lexicon.codebook.dimensions
    ]


def matrix_rows(evidence: pl.LazyFrame) -> pl.LazyFrame:
    """One row an article and entry that has hits in it: the cells of a document-feature matrix that are not 0."""
    cells = evidence.group_by("article_id", "entry_id").agg(
        pl.col("dimension", "concept").first(), hits=pl.len().cast(pl.Int64)
    )
    return cells.select("article_id", "entry_id", "dimension", "concept", "hits").sort("article_id", "entry_id")

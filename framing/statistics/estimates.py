"""Estimates: what the scored articles say of an outlet, a country, a source, with an interval.

Rates are gamma-Poisson under Jeffreys' prior, scales beta-binomial; both on unweighted hits. Articles are added up
as they are: an interval speaks of the articles at hand, not of all that the outlet ever wrote, and few articles
are marked as such.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.schemas import ESTIMATE
from framing.scoring.intervals import PER, rate_interval
from framing.scoring.scales import WHOLE, scale_values
from framing.scoring.score import Scored

__all__ = ["FEW_ARTICLES", "LEVELS", "estimate"]

#: Level → the article column that its keys come from. Publisher and source are two levels and never added up.
LEVELS: Final = {"outlet": "outlet", "country": "country", "source": "source_country", "language": "language"}

#: Fewer articles than this speak of the articles, not of the outlet. Below ten observations the spread between an
#: outlet's articles, and so a prior for it, cannot be told from chance.
FEW_ARTICLES: Final = 10

_META: Final = ("country", "source_country", "language")


def estimate(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    levels: tuple[str, ...] = ("outlet", "country", "source"),
) -> pl.DataFrame:
    """Rates of all dimensions and values of all scales per level.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: that scored them.
        levels: any of ``LEVELS``.

    Returns:
        ESTIMATE columns. A dimension's row counts hits and words in all voices, per 1,000 words; a scale's row the
        stance hits in the voices that the scale counts. ``country``, ``source_country`` and ``language``
        name all that the key's articles have, joined by ``+``. A key without words has null estimates and status
        ``no-words``.

    Raises:
        UsageError: an unknown level.

    Example:
        >>> import polars as pl
        >>> from framing.scoring.score import score
        >>> articles = pl.DataFrame({"article_id": ["1"], "text": ["यह फैसला ऐतिहासिक है।"], "outlet": ["a"]})
        >>> table = estimate(score(articles), articles)
        >>> table.filter(pl.col("dimension") == "praise")["hits"].to_list()
        [1]
    """
    lexicon = lexicon or default_lexicon()
    if unknown := [level for level in levels if level not in LEVELS]:
        raise UsageError("estimate.level", f"no level '{unknown[0]}'", "", f"use {', '.join(LEVELS)}")
    meta = _meta(scored, articles)
    found = []
    for level in levels:
        keyed = meta.with_columns(key=pl.col(LEVELS[level])).filter(pl.col("key").is_not_null())
        if keyed.height:
            found += [_rates(scored, keyed, lexicon, level), _scales(scored, keyed, lexicon, level)]
    columns = [pl.DataFrame(schema=ESTIMATE), *(part.select(list(ESTIMATE)).cast(dict(ESTIMATE)) for part in found)]  # type: ignore[arg-type]
    return pl.concat(columns)


def _meta(scored: Scored, articles: pl.DataFrame) -> pl.DataFrame:
    """One row a scored article: its keys, words and content."""
    wanted = articles.select(
        pl.col("article_id").cast(pl.String),
        *(
            pl.col(name).cast(pl.String) if name in articles.columns else pl.lit(None, dtype=pl.String).alias(name)
            for name in ("outlet", "country", "source_country")
        ),
    )
    read = scored.articles.filter(pl.col("status") != "refused").select(
        "article_id", "language", "words", "content_sha256"
    )
    return read.join(wanted, on="article_id", how="left", maintain_order="left")


def _by_key(keyed: pl.DataFrame) -> pl.DataFrame:
    """One row a key: articles, clusters and what its articles have in common."""
    return keyed.group_by("key", maintain_order=True).agg(
        articles=pl.len().cast(pl.Int64),
        clusters=pl.col("content_sha256").n_unique().cast(pl.Int64),
        words=pl.col("words").sum(),
        **{name: pl.col(name).drop_nulls().unique().sort().str.join("+") for name in _META},
    )


def _rates(scored: Scored, keyed: pl.DataFrame, lexicon: Lexicon, level: str) -> pl.DataFrame:
    dimensions = _dimensions(lexicon, keyed)
    hits = scored.scores.join(keyed.select("article_id", "key", "language"), on="article_id", maintain_order="left")
    counted = hits.group_by("key", "dimension").agg(pl.col("hits").sum())
    grid = _by_key(keyed).join(pl.DataFrame({"dimension": dimensions}), how="cross", maintain_order="left_right")
    rows = grid.join(counted, on=["key", "dimension"], how="left", maintain_order="left").with_columns(
        pl.col("hits").fill_null(0)
    )
    baseline = _baseline(hits, keyed)
    rows = rows.join(baseline, on=["key", "dimension"], how="left", maintain_order="left")
    values = rate_interval(rows["hits"].to_numpy(), rows["words"].to_numpy())
    columns = [
        pl.Series(name, value).fill_nan(None) for name, value in zip(("estimate", "low", "high"), values, strict=True)
    ]
    return _finish(rows.with_columns(columns), level, "gamma-Poisson, Jeffreys prior").with_columns(
        ratio=pl.col("estimate") / pl.col("baseline")
    )


def _dimensions(lexicon: Lexicon, keyed: pl.DataFrame) -> list[str]:
    """Dimensions that have entries in any language of the articles, in the codebook's order."""
    codes = set(keyed["language"].str.split("-").list.first().unique().to_list())
    present = {entry.dimension for code in codes for entry in lexicon.entries.get(code, ())}
    return [name for name in lexicon.codebook.dimensions if name in present]


def _baseline(hits: pl.DataFrame, keyed: pl.DataFrame) -> pl.DataFrame:
    """What a key would have if its articles were like their languages' mean: frame (key, dimension, baseline).

    Only where another key writes in the same language: a key is no baseline of itself.
    """
    languages = keyed.group_by("language").agg(total=pl.col("words").sum(), keys=pl.col("key").n_unique())
    mean = hits.group_by("language", "dimension").agg(pl.col("hits").sum()).join(languages, on="language")
    mean = mean.with_columns(mean=PER * pl.col("hits") / pl.col("total")).select(
        "language", "dimension", "mean", "keys"
    )
    words = keyed.group_by("key", "language").agg(pl.col("words").sum())
    joined = words.join(mean, on="language")
    return joined.group_by("key", "dimension").agg(
        baseline=pl.when(pl.col("keys").min() > 1).then(
            (pl.col("mean") * pl.col("words")).sum() / pl.col("words").sum()
        )
    )


def _scales(scored: Scored, keyed: pl.DataFrame, lexicon: Lexicon, level: str) -> pl.DataFrame:
    whole = scored.scales.filter(pl.col("section") == WHOLE)
    joined = whole.join(keyed.select("article_id", "key"), on="article_id", maintain_order="left")
    counted = joined.group_by("key", "scale", maintain_order=True).agg(pl.col("positive", "negative", "words").sum())
    rows = _by_key(keyed).drop("words").join(counted, on="key", maintain_order="left_right")
    valued = scale_values(rows, lexicon).rename({"value": "estimate", "scale": "dimension"})
    rates = [name for name, scale in lexicon.codebook.scales.items() if scale.kind == "rate"]
    valued = valued.with_columns(hits=pl.col("positive") + pl.col("negative"))
    method = pl.when(pl.col("dimension").is_in(rates)).then(pl.lit("gamma-Poisson")).otherwise(pl.lit("beta-binomial"))
    valued = valued.with_columns(baseline=pl.lit(None, dtype=pl.Float64), ratio=pl.lit(None, dtype=pl.Float64))
    return _finish(valued, level, "").with_columns(method=method + pl.lit(", fixed prior"))


def _finish(rows: pl.DataFrame, level: str, method: str) -> pl.DataFrame:
    few = (
        pl.when(pl.col("words") <= 0)
        .then(pl.lit("no-words"))
        .when(pl.col("articles") < FEW_ARTICLES)
        .then(pl.lit("few-articles"))
    )
    return rows.with_columns(
        level=pl.lit(level),
        method=pl.lit(method),
        p=pl.lit(None, dtype=pl.Float64),
        p_adjusted=pl.lit(None, dtype=pl.Float64),
        calibrated=~pl.col("language").str.contains("+", literal=True),
        status=few.otherwise(pl.lit("ok")),
    )

"""Coded articles beside the lexicon: its figures per outlet, put right by what people found in some articles."""

from __future__ import annotations

from typing import Unpack

import numpy as np
import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.scoring.score import Scored
from framing.statistics.correction import correct
from framing.statistics.events import independent
from framing.statistics.hits import hits_of
from framing.statistics.levels import KEY, keyed
from framing.statistics.narrowing import fitting
from framing.statistics.observations import observe
from framing.statistics.question import Keywords, Question, question_of

__all__ = ["corrected"]


def corrected(
    scored: Scored,
    articles: pl.DataFrame,
    codes: pl.DataFrame,
    measure: str,
    lexicon: Lexicon | None = None,
    *,
    kind: str = "share",
    finite: bool = False,
    scores: pl.DataFrame | None = None,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> pl.DataFrame:
    """What a lexicon says of outlets, put right by coded articles (:mod:`framing.statistics.correction`).

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        codes: a row a coded article: article_id, code, and perhaps chance. For ``share``: 1 where the article has what
            the measure is about, 0 where not. For ``rate``: how many spans of it a coder has marked in all its text.
        measure: a dimension.
        lexicon: that scored them.
        kind: ``share`` of the articles that have a hit, or ``rate`` of hits per 1,000 words.
        finite: whether the question is about these articles alone.
        scores: article_id, and a column of numbers in place of what the lexicon says: 1 or 0, or a chance, for a share;
            a count for a rate. So figures of a dictionary, a transformer and a language model are put right alike.
        question: of which articles, which of their words count, and at what level (outlets where it names none).
        keywords: the same, one by one: ``about="kashmir"``, ``by="country"``.

    Returns:
        CORRECTED columns, a row a key. Articles without a key, and those that were refused, are left out.

    Raises:
        UsageError: an unknown measure, kind or level; scores that are no numbers, or lack articles; or as for
            :func:`framing.statistics.correction.correct`.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = [f"It was a historic deal, {at}." if at % 2 else f"It rained for {at} days." for at in range(80)]
        >>> news = pl.DataFrame({"article_id": [str(at) for at in range(80)], "text": texts, "outlet": "a"})
        >>> codes = news.select("article_id", code=pl.col("text").str.contains("historic").cast(pl.Int64)).head(60)
        >>> corrected(score(news), news, codes, "praise").select("machine", "estimate", "status").row(0)
        (0.5, 0.5, 'ok')
    """
    lexicon, asked = lexicon or default_lexicon(), question_of(question, keywords)
    if measure not in lexicon.codebook.dimensions:
        hint = f"the dimensions are {', '.join(lexicon.codebook.dimensions)}"
        raise UsageError("correction.measure", f"no dimension '{measure}'", "", hint)
    if kind not in ("share", "rate"):
        raise UsageError("correction.kind", f"no kind '{kind}'", "", "use share or rate")
    by = asked.by or "outlet"
    scored, articles = fitting(scored, articles, asked, lexicon, (by,))
    observed = keyed(observe(scored, articles, lexicon, sections=asked.sections, voices=asked.voices), by)
    rows = observed.articles.with_columns(hits=hits_of(observed, [measure])[:, 0].astype(np.int64))
    rows = rows.filter(pl.col("words") > 0, pl.col(KEY).is_not_null())
    hits = pl.col("hits")
    is_share = kind == "share"
    machine = rows.select(
        "article_id",
        key=pl.col(KEY).cast(pl.String),
        value=((hits > 0) if is_share else hits).cast(pl.Float64),
        size=pl.lit(1.0) if is_share else pl.col("words") / 1000,
        unit=independent(observed.articles),
    )
    if scores is not None:
        machine = _said(machine, scores)
    if "article_id" not in codes.columns:
        return correct(machine, codes, finite=finite)  # Which says what is missing.
    ours = codes.filter(pl.col("article_id").cast(pl.String).is_in(machine["article_id"].implode()))
    if codes.height and not ours.height:
        what = f"none of the {codes.height:,} coded articles is among those that were scored"
        raise UsageError("correction.strangers", what, "", "codes have the ids of the articles they are of")
    return correct(machine, ours, finite=finite)


def _said(machine: pl.DataFrame, scores: pl.DataFrame) -> pl.DataFrame:
    """The same articles with what another machine says of each."""
    names = [name for name in scores.columns if name != "article_id"]
    if len(names) != 1 or len(scores.columns) != 2:
        what = f"scores have the columns {', '.join(scores.columns)[:200]}"
        raise UsageError("correction.scores", what, "", "give article_id and one column of numbers")
    own = scores.select(pl.col("article_id").cast(pl.String), own=pl.col(names[0]).cast(pl.Float64, strict=False))
    if own["article_id"].is_duplicated().any():
        raise UsageError("correction.scores", "an article has two rows of scores", "", "keep one row of each")
    joined = machine.join(own, on="article_id", how="left", maintain_order="left")
    if lacking := joined.filter(~pl.col("own").is_finite().fill_null(value=False)).height:
        what = f"{names[0]} says nothing, or no number, of {lacking:,} of {joined.height:,} articles"
        raise UsageError("correction.scores", what, "", "give a number of each article that the question is about")
    return joined.with_columns(value="own").drop("own")

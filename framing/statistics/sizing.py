"""Sizing: how many articles a question takes, from those at hand."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.schemas import SECTIONS, VOICES
from framing.scoring.score import Scored
from framing.statistics.counts import counts_of
from framing.statistics.differences import measured
from framing.statistics.observations import observe
from framing.statistics.reliability import reliability
from framing.statistics.tally import texts_of

__all__ = ["POWER", "SIZE", "sizes"]

#: One row a language × dimension or scale. ``articles``: of the middle outlet; ``reliability``: of it;
#: ``articles_needed``: its articles for a reliability of .8; ``detectable``: by what its rate must differ from the
#: rest's, as a ratio, to be seen with :data:`POWER` in a test at .05, with as many articles as were asked for. Null
#: where nothing can be said.
SIZE: Final = {
    "language": pl.String(),
    "dimension": pl.String(),
    "outlets": pl.Int64(),
    "articles": pl.Float64(),
    "reliability": pl.Float64(),
    "articles_needed": pl.Float64(),
    "detectable": pl.Float64(),
}
#: Chance to find what is there.
POWER: Final = 0.8
#: Standard errors that a difference must be for that, at a two-sided level of .05: 1.96 + 0.84.
_ERRORS: Final = 2.8


def sizes(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    sections: tuple[str, ...] = SECTIONS,
    voices: tuple[str, ...] = VOICES,
    each: int = 50,
) -> pl.DataFrame:
    """How far the articles at hand, or more of their kind, rank outlets and tell them apart.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: that scored them.
        sections: whose words and hits count.
        voices: whose words and hits count.
        each: articles of an outlet for ``detectable``.

    Returns:
        SIZE columns, without the measures that nobody has a hit of.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = ["A historic deal.", "A deal.", "A long and historic deal was signed."]
        >>> news = pl.DataFrame({"article_id": ["1", "2", "3"], "text": texts, "outlet": ["a", "a", "b"]})
        >>> sizes(score(news), news).filter(dimension="praise").select("outlets", "reliability").row(0)
        (2, None)
    """
    lexicon = lexicon or default_lexicon()
    observed = observe(scored, articles, lexicon, sections=sections, voices=voices)
    counts = counts_of(observed, lexicon.codebook)
    texts, groups = texts_of(observed, ["outlet"])
    languages = sorted(groups["language"].unique().to_list())
    articles_of = np.bincount(texts.group, texts.copies, groups.height)
    rows = []
    for one in measured(texts, groups, counts):
        size = articles_of[one.rows]
        found = reliability(one.y, one.n, one.group, len(one.rows), articles=size, share=one.share)
        if np.isnan(found.error).all():
            continue
        error = np.nanmedian(found.error * np.sqrt(size)) / np.sqrt(each)
        told = np.isfinite(found.value)
        middle = [float(np.median(each[told])) if told.any() else None for each in (found.value, found.needed)]
        seen = float(np.exp(_ERRORS * error))
        rows.append((languages[one.language], one.name, len(one.rows), float(np.median(size)), *middle, seen))
    return pl.DataFrame(rows, schema=SIZE, orient="row").with_columns(
        articles_needed=pl.when(pl.col("articles_needed").is_finite()).then("articles_needed")
    )

"""Keyword in context: evidence with the words around it, all of it or a sample that anyone can draw again."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon
from framing.lexicon.names import names_of
from framing.phrases import near_or

__all__ = ["KWIC", "answering", "contexts", "draw", "draw_each", "entries_of"]


#: One row a hit. ``before`` and ``after`` are up to ``width`` code points of the same field, cut at words, in one line.
KWIC: Final = {
    "article_id": pl.String(),
    "section": pl.String(),
    "before": pl.String(),
    "hit": pl.String(),
    "after": pl.String(),
    "dimension": pl.String(),
    "entry_id": pl.String(),
    "voice": pl.String(),
    "negated": pl.Boolean(),
    "actor": pl.String(),
    "start": pl.Int64(),
    "end": pl.Int64(),
}


def answering(lexicon: Lexicon, query: str) -> frozenset[str]:
    """The ids of the entries that a query names: a dimension, a concept, an entry's id, or a term.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> sorted(answering(default_lexicon(), "shout_hoarse"))[0]
        'en.sensational.shout_hoarse'
    """
    called = pl.any_horizontal(pl.col(name) == query for name in ("dimension", "concept", "id", "term"))
    return frozenset(names_of(lexicon).filter(called)["id"])


def entries_of(lexicon: Lexicon, query: str) -> frozenset[str]:
    """As :func:`answering`.

    Raises:
        UsageError: ``kwic.nothing``: there is no such entry.
    """
    if entries := answering(lexicon, query):
        return entries
    hint = near_or(query, lexicon.codebook.dimensions, "name an entry, a concept, a term, or one of")
    raise UsageError("kwic.nothing", f"no entry for '{query}'", "", hint)


def draw(evidence: pl.DataFrame, number: int, *, seed: int = 1) -> pl.DataFrame:
    """A simple random sample of hits, in the order of the evidence.

    Args:
        evidence: EVIDENCE columns.
        number: how many; all, where there are fewer.
        seed: the same seed draws the same hits of the same evidence.
    """
    chosen = np.random.default_rng(seed).permutation(evidence.height)[:number]
    return evidence[np.sort(chosen)]


def draw_each(evidence: pl.DataFrame, entries: int, number: int, *, seed: int = 1) -> pl.DataFrame:
    """Some hits of each of the most frequent entries, most frequent entry first.

    Args:
        evidence: EVIDENCE columns.
        entries: how many entries.
        number: hits of each.
        seed: as for :func:`draw`.
    """
    counted = evidence.group_by("entry_id").len().sort("len", "entry_id", descending=[True, False])
    parts = [
        draw(evidence.filter(pl.col("entry_id") == entry), number, seed=seed)
        for entry in counted["entry_id"].head(entries)
    ]
    return pl.concat([evidence.clear(), *parts])


def contexts(evidence: pl.DataFrame, articles: pl.DataFrame, *, width: int = 60) -> pl.DataFrame:
    """Put each hit into its context.

    Args:
        evidence: EVIDENCE columns.
        articles: columns article_id, text and, where there are titles, title.
        width: code points of context on each side.

    Returns:
        KWIC columns, a row a row of the evidence, in its order.

    Example:
        >>> from framing.scoring.score import score
        >>> articles = pl.DataFrame({"article_id": ["a"], "text": ["It was a stunning, historic deal."]})
        >>> contexts(score(articles).evidence, articles)["before"][0]
        'It was a'
    """
    if "title" not in articles.columns:
        articles = articles.with_columns(title=pl.lit(None, pl.String))
    wanted = articles.filter(pl.col("article_id").is_in(evidence["article_id"].unique().implode()))
    fields = {row[0]: row[1:] for row in wanted.select("article_id", "title", "text").iter_rows()}
    before, after = [], []
    for article, section, start, end in evidence.select("article_id", "section", "start", "end").iter_rows():
        field = fields[article][0 if section == "title" else 1]
        before.append(_before(field, start, width))
        after.append(_after(field, end, width))
    placed = evidence.with_columns(
        pl.Series("before", before, pl.String), pl.Series("after", after, pl.String), hit=pl.col("surface")
    )
    return placed.select(list(KWIC)).cast(dict(KWIC))  # type: ignore[arg-type]


def _before(field: str, start: int, width: int) -> str:
    context = field[max(0, start - width) : start]
    # The word that the outer end cuts goes.
    return " ".join((context if start <= width else context[context.find(" ") + 1 :]).split())


def _after(field: str, end: int, width: int) -> str:
    context = field[end : end + width]
    kept = context if end + width >= len(field) or " " not in context else context[: context.rfind(" ")]
    return " ".join(kept.split())

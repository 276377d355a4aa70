"""Caveats: what the numbers at hand cannot tell, said in plain words beside them."""

from __future__ import annotations

import polars as pl

from framing.scoring.score import Scored
from framing.statistics.estimates import FEW_ARTICLES
from framing.text.registry import languages

__all__ = ["caveats"]


def caveats(scored: Scored, articles: pl.DataFrame) -> list[str]:
    """Sentences that belong beside any table of these articles.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.

    Returns:
        No sentence where none applies.
    """
    read = scored.articles.filter(pl.col("status") != "refused").select("article_id", "language")
    rows = read.join(articles.drop("language", strict=False), on="article_id", how="left", maintain_order="left")
    return [*_few(rows), *_confounded(rows), *_uncalibrated(rows), *_apart(rows), *_refused(scored)]


def _few(rows: pl.DataFrame) -> list[str]:
    sizes = rows.group_by("outlet").len()["len"]
    few = int((sizes < FEW_ARTICLES).sum())
    if not few:
        return []
    noun = "article" if rows.height == 1 else "articles"
    return [
        f"{rows.height} {noun}, {few} of {len(sizes)} outlets with fewer than {FEW_ARTICLES}: the intervals speak of "
        "these articles, not of the outlets."
    ]


def _confounded(rows: pl.DataFrame) -> list[str]:
    outlets = rows.group_by("outlet").agg(pl.col("language").n_unique(), articles=pl.len())
    if outlets.height < 2 or (outlets["articles"] >= FEW_ARTICLES).all():
        return []
    if rows["language"].n_unique() > 1 and (outlets["language"] == 1).all():
        return [
            "Outlet, topic and language are confounded: each outlet reports its own events in its own language, so a "
            "difference between outlets may be one of topic or of language."
        ]
    return ["Outlet and topic are confounded: each outlet reports its own events, so a difference may be one of topic."]


def _uncalibrated(rows: pl.DataFrame) -> list[str]:
    codes = sorted(set(rows["language"].to_list()))
    names = [languages()[code].name for code in codes if code in languages()]
    if len(names) < 2:
        return []
    pairs = " and ".join([", ".join(names[:-1]), names[-1]])
    return [
        f"{pairs} are uncalibrated: no factor ties their rates together, so a rate in one is not comparable with a "
        "rate in another."
    ]


def _apart(rows: pl.DataFrame) -> list[str]:
    unknown = rows.filter(pl.col("outlet").str.starts_with("unknown:"))["outlet"].n_unique()
    said = []
    if unknown:
        noun = "outlet is" if unknown == 1 else "outlets are"
        said.append(f"{unknown} {noun} unknown; each stands for itself and none are added up.")
    if "source_country" in rows.columns and rows["source_country"].drop_nulls().len():
        said.append(
            "Publisher country and source country are two things: a text that an outlet took over counts for its "
            "publisher."
        )
    return said


def _refused(scored: Scored) -> list[str]:
    refused = scored.articles.filter(pl.col("status") == "refused").height
    if not refused:
        return []
    noun = "article is" if refused == 1 else "articles are"
    return [f"{refused} {noun} in a language that the toolkit does not read, and not scored."]

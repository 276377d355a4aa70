"""The outlets of a project that no list has, and those whose name is another outlet's: for review."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from framing.ingest.outlet_rows import base
from framing.ingest.outlets import Outlets
from framing.ingest.spellings import Spelt
from framing.ingest.urls import site_of
from framing.languages.detection import UNDETERMINED
from framing.schemas import UNKNOWN_OUTLET
from framing.store.project import Project

__all__ = ["spelt_outlets", "unlisted_outlets"]

#: Titles, addresses and places of an outlet that are shown to recognise it by.
_EXAMPLES: Final = 3
#: An outlet stands at an address that this share of its articles has at least.
_SHARE: Final = 0.5


def unlisted_outlets(project: Project) -> list[dict[str, Any]]:
    """The outlets of a project's articles that are in no list.

    Args:
        project: which.

    Returns:
        One object an outlet, those with most articles first, and last what has no name, a row a file: ``outlet_id``,
        ``name``, ``spellings`` as they were written, ``articles``, ``countries``, ``languages``, examples (``urls``,
        ``titles``, ``origins``), ``named``; and ``reason``, where a listed outlet has the name and is not meant, or
        where articles that an earlier version took for a listed outlet's speak against it.

    Raises:
        ProjectError: ``project.damaged``.
    """
    outlets, articles = project.outlets(), _articles(project)
    doubtful = _doubtful(articles, outlets)
    rows = articles.with_columns(reason=doubtful).filter(
        ~pl.col("outlet").is_in(list(outlets.known)) | pl.col("reason").is_not_null()
    )
    grouped = (
        rows.group_by("outlet", "reason")
        .agg(
            spellings=pl.col("outlet_name").drop_nulls().unique().sort(),
            articles=pl.len(),
            countries=pl.col("country").drop_nulls().unique().sort(),
            languages=pl.col("tongue").drop_nulls().unique().sort(),
            urls=pl.col("url").drop_nulls().head(_EXAMPLES),
            titles=pl.col("title").drop_nulls().head(_EXAMPLES),
            origins=pl.col("origin").head(_EXAMPLES),
            named=~pl.col("outlet").first().str.starts_with(UNKNOWN_OUTLET),
        )
        .sort(["named", "articles", "outlet"], descending=[True, True, False])
    )
    return [
        {"outlet_id": (key := row.pop("outlet")), "name": outlets.name(key), **row, "reason": _reason(row, outlets)}
        for row in grouped.to_dicts()
    ]


def spelt_outlets(project: Project) -> list[Spelt]:
    """The outlets of a project's articles, for :func:`framing.ingest.spellings.propose`.

    Raises:
        ProjectError: ``project.damaged``.
    """
    outlets, articles = project.outlets(), _articles(project)
    sites = articles.select("outlet", pl.col("url").map_elements(site_of, return_dtype=pl.String).alias("site"))
    counts = (
        sites.group_by("outlet", "site").len().with_columns(share=pl.col("len") / pl.col("len").sum().over("outlet"))
    )
    stands = counts.filter((pl.col("share") >= _SHARE) & pl.col("site").is_not_null()).group_by("outlet").agg("site")
    at = dict(stands.iter_rows())
    grouped = articles.group_by("outlet").agg(
        articles=pl.len(),
        countries=pl.col("country").drop_nulls().unique(),
        languages=pl.col("tongue").drop_nulls().unique(),
        spellings=pl.col("outlet_name").drop_nulls().unique(),
    )
    return [
        Spelt(
            outlet=row["outlet"],
            name=outlets.name(row["outlet"]),
            articles=row["articles"],
            countries=frozenset(row["countries"]),
            languages=frozenset(map(base, row["languages"])),
            sites=frozenset(at.get(row["outlet"], ())),
            spellings=frozenset(row["spellings"]),
        )
        for row in grouped.sort("outlet").iter_rows(named=True)
    ]


def _articles(project: Project) -> pl.DataFrame:
    """What is known of the articles, and the language that each is in: as stated, else as it was read."""
    loaded = project.load()
    read_in = loaded.scored.articles.select("article_id", read="language")
    read = pl.when(pl.col("read") != UNDETERMINED).then("read")
    joined = loaded.articles.join(read_in, on="article_id", how="left", maintain_order="left")
    return joined.with_columns(tongue=pl.coalesce("language", read))


def _doubtful(articles: pl.DataFrame, outlets: Outlets) -> pl.Series:
    """What speaks against the listed outlet of an article that neither a name nor an address told."""
    found = []
    for outlet, name, url, language, country in articles.select(
        "outlet", "outlet_name", "url", "tongue", "country"
    ).iter_rows():
        is_told = name is not None or outlet not in outlets.known or outlets.by_url(url) == outlet
        is_against = not is_told and outlets.speaks_against(outlet, language=language, country=country)
        found.append(f"listed, but {outlets.said_of(outlet)}" if is_against else None)
    return pl.Series("reason", found, pl.String)


def _reason(row: dict[str, Any], outlets: Outlets) -> str:
    """Why a name that the list has does not mean what the list says; empty where it has no such name."""
    if row["reason"] or not row["named"]:
        return row["reason"] or ""
    for name in row["spellings"]:
        for language in row["languages"] or (None,):
            for country in row["countries"] or (None,):
                told = outlets.resolve(name, language=language, country=country)
                if told is not None and told.reason:
                    return told.reason
    return ""

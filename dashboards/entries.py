"""The entries of a lexicon in a project: how often each counts, in which outlets, and what a language lacks."""

from __future__ import annotations

from typing import Final

import polars as pl

from dashboards.data import Snapshot
from dashboards.filtering import Filters
from framing.lexicon.review import concepts
from framing.schemas import EVIDENCE
from framing.scoring.search import contexts

__all__ = ["drawn_hits", "entry_table", "hits_in", "influence", "lacking"]

#: What is kept of each article: how many hits an entry has in it, by section and voice.
_BY: Final = ("article_id", "entry_id", "section", "voice")
_ENTRY: Final = {
    "entry_id": pl.String(), "term": pl.String(), "gloss": pl.String(), "concept": pl.String(), "kind": pl.String(),
    "weight": pl.Float64(), "match": pl.String(),
}  # fmt: skip
#: Code points of context on each side of a hit.
_WIDTH: Final = 90


def hits_in(snapshot: Snapshot, filters: Filters, measure: str, code: str) -> pl.DataFrame:
    """Columns article_id, entry_id, hits of the entries of a dimension and language, as the filters let them count."""

    def make() -> dict[str, pl.DataFrame]:
        hits = snapshot.answers.hits(_ids(snapshot, measure, code))
        # Where negation emptied a match there is no hit.
        counted = hits.filter(pl.col("factor") > 0).with_columns(pl.col("section", "voice").cast(pl.String))
        return {"hits": counted.group_by(_BY).agg(hits=pl.len().cast(pl.Int64)).sort(_BY)}

    rows = snapshot.kept("entries", (measure, code), make)["hits"]
    for name, chosen in (("section", filters.sections), ("voice", filters.voices)):
        rows = rows.filter(pl.col(name).is_in(list(chosen))) if chosen else rows
    rows = rows.join(snapshot.select(filters).rows.select("article_id"), on="article_id", how="semi")
    return rows.group_by("article_id", "entry_id").agg(pl.sum("hits"))


def _ids(snapshot: Snapshot, measure: str, code: str) -> list[str]:
    return [entry.id for entry in snapshot.lexicon.entries.get(code, ()) if entry.dimension == measure]


def _entries(snapshot: Snapshot, measure: str, code: str) -> list[dict[str, object]]:
    return [
        {
            "entry_id": entry.id, "term": entry.term, "gloss": entry.gloss, "concept": entry.concept,
            "kind": entry.kind, "weight": entry.weight, "match": entry.match,
        }
        for entry in snapshot.lexicon.entries.get(code, ())
        if entry.dimension == measure
    ]  # fmt: skip


def entry_table(snapshot: Snapshot, hits: pl.DataFrame, measure: str, code: str, query: str = "") -> pl.DataFrame:
    """The entries of a dimension and language, those with the most hits first.

    Args:
        snapshot: the project.
        hits: from :func:`hits_in`.
        measure: the dimension.
        code: the language.
        query: only those that have this in their term, gloss, concept or id.

    Returns:
        Columns entry_id, term, gloss, concept, kind, weight, match, hits, articles, share: per cent of all hits of the
        dimension in the language.
    """
    rows = pl.DataFrame(_entries(snapshot, measure, code), schema=_ENTRY)
    counts = hits.group_by("entry_id").agg(pl.sum("hits"), articles=pl.len().cast(pl.Int64))
    rows = rows.join(counts, on="entry_id", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("hits", "articles").fill_null(0))
    rows = rows.with_columns(share=100 * pl.col("hits") / max(int(hits["hits"].sum()), 1))
    if query:
        named = pl.concat_str("term", "gloss", pl.col("concept").str.replace_all("_", " "), "entry_id", separator="\n")
        wanted = query.casefold().replace("_", " ")
        is_id = pl.col("entry_id") == query
        rows = rows.filter(is_id | named.str.to_lowercase().str.contains(wanted, literal=True))
    return rows.sort("hits", "entry_id", descending=[True, False])


def influence(snapshot: Snapshot, hits: pl.DataFrame, filters: Filters, entry: str, code: str) -> pl.DataFrame:
    """How much the rate of each outlet would change without an entry, those that it makes most of first.

    Returns:
        Columns outlet, articles, hits (of the entry), all_hits (of its dimension), words, rate and rate_without (per
        1,000 words, as counted), change: per cent of the rate. Outlets without a hit of the entry are left out.
    """
    rows = snapshot.select(filters).rows.filter(pl.col("language").str.split("-").list.first() == code)
    own = pl.col("hits").filter(pl.col("entry_id") == entry).sum()
    counts = hits.group_by("article_id").agg(of_entry=own, all_hits=pl.sum("hits"))
    joined = rows.select("article_id", "outlet", "words").join(counts, on="article_id", how="left")
    words = pl.col("words").fill_null(0).sum().cast(pl.Int64)
    table = joined.group_by("outlet").agg(
        articles=pl.len().cast(pl.Int64), hits=pl.col("of_entry").sum(), all_hits=pl.col("all_hits").sum(), words=words
    )
    table = table.filter(pl.col("hits") > 0, pl.col("words") > 0).with_columns(
        rate=1000 * pl.col("all_hits") / pl.col("words"),
        rate_without=1000 * (pl.col("all_hits") - pl.col("hits")) / pl.col("words"),
        change=-100 * pl.col("hits") / pl.col("all_hits"),
    )
    return table.sort("hits", "outlet", descending=[True, False], nulls_last=True)


def drawn_hits(snapshot: Snapshot, filters: Filters, entry: str, number: int, draw: int) -> pl.DataFrame:
    """Some hits of an entry in their contexts, drawn by a hash of their places: the same ones for the same draw.

    Args:
        snapshot: the project.
        filters: which articles, sections and voices.
        entry: its id.
        number: how many.
        draw: from 1; the next one has others.

    Returns:
        KWIC columns.
    """
    hits = snapshot.answers.hits([entry]).filter(pl.col("factor") > 0)
    for name, chosen in (("section", filters.sections), ("voice", filters.voices)):
        hits = hits.filter(pl.col(name).cast(pl.String).is_in(list(chosen))) if chosen else hits
    hits = hits.join(snapshot.select(filters).rows.select("article_id"), on="article_id", how="semi")
    if not hits.height:
        return contexts(
            pl.DataFrame(schema=EVIDENCE), pl.DataFrame(schema={"article_id": pl.String, "text": pl.String})
        )
    order = pl.struct("article_id", pl.col("section").cast(pl.String), "start").hash(seed=1)
    first = (draw - 1) * number % hits.height
    shown = hits.sort(order, "article_id", "start").slice(first, number)
    of = snapshot.articles.filter(pl.col("article_id").is_in(shown["article_id"].unique().implode()))
    texts = snapshot.scored.with_texts(of)
    return contexts(shown, texts.select("article_id", "title", "text"), width=_WIDTH)


def lacking(snapshot: Snapshot, measure: str, code: str) -> pl.DataFrame:
    """The concepts of a dimension that a language lacks: columns concept, and entries in each other language."""
    table = concepts(snapshot.lexicon).filter(dimension=measure)
    return table.filter(pl.col(code) == 0).drop("dimension", code) if code in table.columns else table.head(0)

"""The entries of a lexicon in a project: how often each counts, in which outlets, and what a language lacks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

import polars as pl

from dashboards.data import Snapshot
from dashboards.filtering import Filters
from framing.lexicon.review import concepts
from framing.schemas import EVIDENCE
from framing.scoring.search import contexts
from framing.statistics.events import independent

__all__ = ["drawn_hits", "drawn_order", "entry_table", "fitting", "hits_in", "influence", "lacking"]

#: What is kept of each article: how many hits an entry has in it, by section and voice.
_BY: Final = ("article_id", "entry_id", "section", "voice")
_ENTRY: Final = {
    "entry_id": pl.String(), "term": pl.String(), "gloss": pl.String(), "concept": pl.String(), "kind": pl.String(),
    "weight": pl.Float64(), "match": pl.String(),
}  # fmt: skip
#: Code points of context on each side of a hit: a sentence or two, by which its sense can be told.
_WIDTH: Final = 160
#: Hits that can be drawn of an entry or a dimension, at most: by that many a share is known to .05 to each side.
_MOST_DRAWN: Final = 400


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


def fitting(snapshot: Snapshot, filters: Filters, entries: Collection[str]) -> pl.DataFrame:
    """The hits of some entries that count under filters: EVIDENCE columns."""
    # Where negation emptied a match there is no hit.
    hits = snapshot.answers.hits(entries).filter(pl.col("factor") > 0)
    for name, chosen in (("section", filters.sections), ("voice", filters.voices)):
        hits = hits.filter(pl.col(name).cast(pl.String).is_in(list(chosen))) if chosen else hits
    return hits.join(snapshot.select(filters).rows.select("article_id"), on="article_id", how="semi")


def drawn_order(snapshot: Snapshot, filters: Filters, name: str, entries: Collection[str]) -> pl.DataFrame:
    """The first hits of some entries in an order by chance, which is that of a hash of their places.

    Of texts that belong together, such as copies of one story, there is one hit: they are right or wrong together. The
    order is the same whatever the filters, so that hits that come first among all are first among some too.

    Args:
        snapshot: the project.
        filters: which articles, sections and voices.
        name: of what is drawn for: an entry, or a dimension and language.
        entries: their ids.

    Returns:
        EVIDENCE columns; as many rows as are ever shown.
    """

    def make() -> dict[str, pl.DataFrame]:
        order = pl.struct("article_id", pl.col("section").cast(pl.String), "start", "entry_id").hash(seed=1)
        articles = snapshot.articles
        units = articles.select("article_id", of=independent(articles).cast(pl.String))
        rows = fitting(snapshot, filters, entries).sort(order, "article_id", "start")
        rows = rows.join(units, on="article_id", how="left", maintain_order="left")
        single = rows.unique(pl.coalesce("of", "article_id"), keep="first", maintain_order=True)
        names = [pl.col(each).cast(pl.String) for each in ("section", "voice", "dimension", "kind", "actor")]
        return {"hits": single.drop("of").head(_MOST_DRAWN).with_columns(names)}

    return snapshot.kept("drawn", (repr(replace(filters, family=())), name), make)["hits"]


def drawn_hits(
    snapshot: Snapshot, filters: Filters, name: str, entries: Collection[str], number: int, draw: int
) -> pl.DataFrame:
    """Some hits in their contexts, drawn by :func:`drawn_order`: the same ones for the same draw.

    Args:
        snapshot: the project.
        filters: which articles, sections and voices.
        name: of what is drawn for: an entry, or a dimension and language.
        entries: their ids.
        number: how many.
        draw: from 1; the next one has others, and after the last one come the first again.

    Returns:
        KWIC columns.
    """
    hits = drawn_order(snapshot, filters, name, entries)
    if not hits.height:
        return contexts(
            pl.DataFrame(schema=EVIDENCE), pl.DataFrame(schema={"article_id": pl.String, "text": pl.String})
        )
    draws = -(-hits.height // number)
    shown = hits.slice((draw - 1) % draws * number, number)
    of = snapshot.articles.filter(pl.col("article_id").is_in(shown["article_id"].unique().implode()))
    texts = snapshot.scored.with_texts(of)
    return contexts(shown, texts.select("article_id", "title", "text"), width=_WIDTH)


def lacking(snapshot: Snapshot, measure: str, code: str) -> pl.DataFrame:
    """The concepts of a dimension that a language lacks: columns concept, and entries in each other language."""
    table = concepts(snapshot.lexicon).filter(dimension=measure)
    return table.filter(pl.col(code) == 0).drop("dimension", code) if code in table.columns else table.head(0)

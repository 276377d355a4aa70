"""What is worked out about one outlet or country: its rates, what it writes of, its loudest articles and its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from dashboards.components.measures import doublings, is_contrast
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.plainview import ProfileView
from dashboards.sides import Sides
from framing.figures.planes import LOUD
from framing.scoring.totals import PLACE
from framing.statistics.observations import SCALE_WORDS, observe

#: Own words under which an article's rate is chance.
ENOUGH: Final = 100


def own_rows(snapshot: Snapshot, view: ProfileView) -> pl.DataFrame:
    """The articles of an outlet or country that fit the filters."""
    return snapshot.select(view.filters).rows.filter(pl.col(view.kind) == view.key)


def _measures(snapshot: Snapshot, view: ProfileView) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Dimensions and scales."""
    return snapshot.dimensions(view.filters), tuple(snapshot.lexicon.codebook.estimated)


def asked(snapshot: Snapshot, view: ProfileView) -> tuple[Filters, tuple[tuple[str, ...], ...]]:
    """Under which filters estimates are asked for, and of which measures at once.

    Where other pages have asked for them already, those are taken. Else only articles of its own languages are looked
    at: figures are fitted a language at a time, and come out the same.
    """
    ranked, parts = view.kind == "outlet", _measures(snapshot, view)
    if all(snapshot.is_estimated(view.filters, view.kind, names, ranked=ranked) for names in parts):
        return view.filters, parts
    languages = own_rows(snapshot, view)["language"].drop_nulls().unique().sort()
    own = replace(view.filters, language=tuple(languages)) if len(languages) else view.filters
    return own, (tuple(name for names in parts for name in names),)


def rates(snapshot: Snapshot, view: ProfileView) -> pl.DataFrame:
    """Rows of ``framing.estimate`` in every dimension and scale, with doublings from the usual, the furthest first."""
    filters, parts = asked(snapshot, view)
    selection, frames = snapshot.select(filters), list[pl.DataFrame]()
    for names in parts:
        rows = selection.estimates(view.kind, names, ranked=view.kind == "outlet").filter(pl.col("key") == view.key)
        contrasts = [name for name in names if is_contrast(snapshot, name)]
        frames += [
            doublings(rows.filter(pl.col("dimension").is_in(contrasts)), contrast=True),
            doublings(rows.filter(~pl.col("dimension").is_in(contrasts)), contrast=False),
        ]
    return pl.concat(frames).sort("at", "dimension", descending=[True, False], nulls_last=True)


def shares(snapshot: Snapshot, view: ProfileView, column: str) -> pl.DataFrame:
    """Columns COLUMN, articles, share, others: per cent of its articles, and of all others in its languages."""
    rows = snapshot.select(view.filters).rows
    own = own_rows(snapshot, view)
    rest = rows.join(own.select("article_id"), on="article_id", how="anti")
    rest = rest.filter(pl.col("language").is_in(own["language"].unique().implode()))
    counts = own.drop_nulls(column).group_by(column).agg(articles=pl.len().cast(pl.Int64))
    others = rest.drop_nulls(column).group_by(column).agg(others=100 * pl.len() / max(rest.height, 1))
    both = counts.join(others, on=column, how="left").with_columns(share=100 * pl.col("articles") / own.height)
    both = both.select(column, "articles", "share", pl.col("others").fill_null(0.0))
    return both.sort("articles", column, descending=[True, False])


def loudest(snapshot: Snapshot, view: ProfileView) -> pl.DataFrame:
    """Columns article_id, hits, own_words, rate: its articles with the most shouting per 1,000 own words."""
    scored, articles = snapshot.only(own_rows(snapshot, view)["article_id"])
    observed = observe(scored, articles, snapshot.lexicon, **view.filters.counted)
    words = pl.col(f"{SCALE_WORDS}{LOUD}").cast(pl.Int64)
    sides = observed.sides.filter(pl.col("scale").cast(pl.String) == LOUD)
    joined = observed.articles.select(PLACE, "article_id", own_words=words).join(sides, on=PLACE, how="inner")
    counted = joined.group_by("article_id").agg(hits=pl.sum("positive").cast(pl.Int64), own_words=pl.first("own_words"))
    counted = counted.filter(pl.col("own_words") >= ENOUGH, pl.col("hits") > 0)
    ranked = counted.with_columns(rate=1000 * pl.col("hits") / pl.col("own_words"))
    return ranked.sort("rate", "article_id", descending=[True, False])


def sides_of(view: ProfileView) -> Sides:
    """The outlet or country against the rest."""
    return Sides(by=view.kind, a=view.key)


def characteristic(snapshot: Snapshot, view: ProfileView) -> pl.DataFrame:
    """KEYNESS columns of the words that it has more often than the rest of its language, the surest first."""
    words = snapshot.words(view.filters, sides_of(view)).table
    return words.filter(pl.col("z") > 0).sort("z", "word", descending=[True, False])

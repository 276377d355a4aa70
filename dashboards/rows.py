"""The articles as the dashboard lists and filters them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

import framing
from dashboards.names import first_words
from framing.schemas import SECTIONS, UNKNOWN_OUTLET, VOICES
from framing.scoring.scales import scales_of
from framing.scoring.totals import PLACE
from framing.statistics.hits import columns_of
from framing.statistics.observations import GROUP, SCALE_WORDS, Observations, observe
from framing.statistics.topics import topics

__all__ = ["article_rows", "counted_sides", "nameless", "narrowed", "recounted"]

#: Texts that are looked at together: some 100 MB of them.
_TEXTS: Final = 20_000
#: Files without an outlet that are shown each as one: so few do not crowd out the outlets.
_SHOWN: Final = 5
_NAMES: Final = {"outlet": pl.String(), "outlet_name": pl.String()}


def article_rows(
    articles: pl.DataFrame, scored: framing.Scored, outlets: framing.Outlets, lexicon: framing.Lexicon
) -> pl.DataFrame:
    """One row an article: metadata, how its text begins where it has no title, words, status, hits, each contrast.

    A column ``group:NAME`` each has the user's own columns.

    Args:
        articles: ARTICLE columns, with or without texts.
        scored: the same articles, scored.
        outlets: what the outlets are called.
        lexicon: whose codebook has the contrasts.
    """
    keys = articles["outlet"].unique()
    names = pl.DataFrame({"outlet": keys, "outlet_name": [outlets.name(key) for key in keys]}, schema=_NAMES)
    meta = articles.select(
        "article_id", "title", "outlet", "country", "source", "source_country", "genre", "published",
        "published_basis", "published_precision",
    )  # fmt: skip
    meta = meta.join(_openings(articles, scored), on="article_id", how="left", maintain_order="left")
    status = scored.articles.select("article_id", "language", "words", "status")
    observed = observe(scored, articles, lexicon)
    rows = meta.join(status, on="article_id", how="inner", maintain_order="left")
    # A topic is what stands out among all articles, whichever are looked at.
    groups = observed.articles.select("article_id", pl.col(f"^{GROUP}.*$"))
    for part in (_hits(observed), _shares(observed, lexicon), topics(observed, lexicon), groups):
        rows = rows.join(part, on="article_id", how="left", maintain_order="left")
    rows = rows.join(names, on="outlet", how="left", nulls_equal=True, maintain_order="left")
    return rows.with_columns(pl.col("hits").fill_null(0))


def _openings(articles: pl.DataFrame, scored: framing.Scored) -> pl.DataFrame:
    """Columns article_id, start: how the texts of those articles begin that have no title, which it stands for."""
    untitled = articles.filter(pl.col("title").fill_null("") == "")
    parts = [pl.DataFrame(schema={"article_id": pl.String(), "start": pl.String()})]
    # The texts of a large project have no room in memory together.
    for part in untitled.iter_slices(_TEXTS):
        text = pl.col("text").fill_null("").str.slice(0, 400)
        start = text.map_elements(first_words, return_dtype=pl.String).alias("start")
        parts.append(scored.with_texts(part).select("article_id", start))
    return pl.concat(parts)


def _contrasts(lexicon: framing.Lexicon) -> list[str]:
    return [name for name, scale in lexicon.codebook.scales.items() if scale.kind == "contrast"]


def _hits(observed: Observations, dimensions: Collection[str] | None = None) -> pl.DataFrame:
    """The hits of each article that has any, of some dimensions or all."""
    counted = observed.hits if dimensions is None else observed.hits.filter(pl.col("dimension").is_in(list(dimensions)))
    sums = counted.group_by(PLACE).agg(pl.col("hits").sum().cast(pl.Int64))
    return sums.join(observed.articles.select(PLACE, "article_id"), on=PLACE).select("article_id", "hits")


def _shares(observed: Observations, lexicon: framing.Lexicon) -> pl.DataFrame:
    """Each contrast of each article as counted, a column each.

    Like the outlets' beside them: the middle of an article's interval is another number.
    """
    both = pl.col("positive") + pl.col("negative")
    share = pl.when(both > 0).then((pl.col("positive") - pl.col("negative")) / both)
    rows = observed.sides.filter(pl.col("scale").is_in(_contrasts(lexicon)))
    rows = rows.join(observed.articles.select(PLACE, "article_id"), on=PLACE)
    rows = rows.select("article_id", pl.col("scale").cast(pl.String), share=share)
    return rows.pivot("scale", index="article_id", values="share") if rows.height else rows.select("article_id")


def nameless(rows: pl.DataFrame) -> tuple[int, int]:
    """Articles that name no outlet, and the files that they came in, where these are too many to be shown one by one.

    Args:
        rows: column outlet, a row an article; or with a column len, a row for so many.

    Example:
        >>> nameless(pl.DataFrame({"outlet": ["dawn", *(f"unknown:{at}.csv" for at in range(6)), "unknown:1.csv"]}))
        (7, 6)
        >>> nameless(pl.DataFrame({"outlet": ["dawn", "unknown:a.csv"]}))
        (0, 0)
    """
    sizes = rows if "len" in rows.columns else rows.group_by("outlet").len()
    strangers = sizes.filter(pl.col("outlet").str.starts_with(UNKNOWN_OUTLET))
    files = strangers["outlet"].n_unique()
    return (int(strangers["len"].sum()), files) if _SHOWN < files < sizes["outlet"].n_unique() else (0, 0)


def recounted(
    rows: pl.DataFrame, observed: Observations, lexicon: framing.Lexicon, dimensions: Collection[str]
) -> pl.DataFrame:
    """Rows with what was counted of them in some sections and voices.

    Args:
        rows: from :func:`article_rows`.
        observed: the articles, in these sections and voices; one of which nothing is left has no number of words.
        lexicon: whose codebook has the contrasts.
        dimensions: whose hits count.
    """
    words = observed.articles.select("article_id", "words")
    rows = rows.drop("words", "hits", *_contrasts(lexicon), strict=False)
    for part in (words, _hits(observed, dimensions), _shares(observed, lexicon)):
        rows = rows.join(part, on="article_id", how="left", maintain_order="left")
    return rows.with_columns(pl.col("hits").fill_null(0))


def narrowed(
    scored: framing.Scored, lexicon: framing.Lexicon, *, sections: Collection[str], voices: Collection[str]
) -> framing.Scored:
    """What was found in some sections and voices of articles, with all that scoring finds.

    Args:
        scored: all that was found, see ``Scored.whole``.
        lexicon: that scored them.
        sections: that count; all where none is named.
        voices: likewise. A scale counts in those that the codebook names for it, unless fewer are chosen.
    """
    places, voices_kept = tuple(sections) or SECTIONS, tuple(voices) or VOICES
    kept = pl.col("section").cast(pl.String).is_in(places) & pl.col("voice").cast(pl.String).is_in(voices_kept)
    evidence, exposure, scores = (getattr(scored, name).filter(kept) for name in ("evidence", "exposure", "scores"))
    if set(voices_kept) != set(VOICES):
        book = lexicon.codebook
        scales = {name: replace(scale, voices=voices_kept) for name, scale in book.scales.items()}
        lexicon = replace(lexicon, codebook=replace(book, scales=scales))
    words = exposure.group_by("article_id").agg(pl.col("words").sum())
    articles = scored.articles.drop("words").join(words, on="article_id", how="left", maintain_order="left")
    articles = articles.with_columns(pl.col("words").fill_null(0)).select(scored.articles.columns)
    scales_found = scales_of(articles, evidence, exposure, lexicon)
    return framing.Scored(articles=articles, evidence=evidence, exposure=exposure, scores=scores, scales=scales_found)


def counted_sides(observed: Observations) -> pl.DataFrame:
    """Outlet × scale: positive and negative hits, and the words that they count in."""
    articles, sides = observed.articles, observed.sides
    scales = [name.removeprefix(SCALE_WORDS) for name in articles.columns if name.startswith(SCALE_WORDS)]
    words = articles.group_by("outlet").agg(pl.col(f"^{SCALE_WORDS}.*$").sum()).sort("outlet", nulls_last=True)
    # Of a million articles there are millions of rows: numbers are added up, where a join would write a name in each.
    row = pl.int_range(words.height).alias("row")
    rows = articles.select("outlet").join(
        words.select("outlet", row), on="outlet", how="left", nulls_equal=True, maintain_order="left"
    )["row"]
    of = np.full(observed.numbers, -1, np.int64)
    of[articles[PLACE].to_numpy()] = rows.to_numpy()
    at, scale = of[sides[PLACE].to_numpy()], columns_of(sides["scale"], scales)
    kept = (at >= 0) & (scale >= 0)
    cell = at[kept] * len(scales) + scale[kept]

    def added(name: str) -> pl.Series:
        sums = np.bincount(cell, sides[name].to_numpy()[kept], words.height * len(scales))
        return pl.Series(name, sums.astype(np.int64))

    words = words.rename(lambda name: name.removeprefix(SCALE_WORDS))
    parts = [words.select("outlet", scale=pl.lit(name), words=name) for name in scales]
    table = pl.concat(parts).sort("outlet", nulls_last=True, maintain_order=True)
    return table.select("outlet", "scale", added("positive"), added("negative"), "words")

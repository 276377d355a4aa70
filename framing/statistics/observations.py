"""Observations: what the scored articles give to statistics, in three frames.

Every estimate, contrast and test starts from these frames. They hold unweighted hits only: a weighted sum is not
Poisson, so that weights, whatever they are, never reach an interval.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Longs
from framing.errors import UsageError
from framing.lexicon.codebook import Scale
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.schemas import ARTICLE, LEVELS, SECTIONS, TITLE_ALONE, VOICES
from framing.scoring.scales import WHOLE
from framing.scoring.score import Scored
from framing.scoring.totals import HITS, PLACE, SIDES, Totals, words_of

__all__ = [
    "GROUP",
    "NOTHING",
    "SCALE_WORDS",
    "Observations",
    "group_columns",
    "observe",
    "published",
    "words_in",
]

#: Begins the name of a column made of the user's own groups: ``group:desk``.
GROUP: Final = "group:"
#: Begins the name of the column with the words that a scale counts in: ``words:loaded``.
SCALE_WORDS: Final = "words:"

#: Columns that keys of levels come from; the language is that in which an article was read.
_TEXTS: Final = tuple(name for name in ARTICLE if name in LEVELS.values() and name != "language")
_UTC: Final = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Articles that were read, with what was counted in them.

    Attributes:
        articles: one row an article that was read: article_id, cluster (near-duplicates share one), outlet, country,
            source, source_country, language (primary subtag), genre, published, published_precision (null: the day is
            known), words (in the chosen sections and voices; may be 0), one column ``group:NAME`` for each of the
            user's groups, for each scale a column ``words:NAME`` with the words in the voices that it counts, and
            ``place``, the number by which hits and sides know the article.
        hits: sparse, one row an article × dimension with hits: place, dimension, hits. Those of articles that are not
            among ``articles`` do not count.
        sides: sparse, one row an article × scale with stance hits on either side: place, scale, positive, negative (0
            for a rate scale); likewise.
    """

    articles: pl.DataFrame
    hits: pl.DataFrame
    sides: pl.DataFrame

    def rows(self) -> Longs:
        """The row of the article with each number, −1 where it is not among the articles."""
        places = self.articles[PLACE].to_numpy()
        row = np.full(self.numbers, -1, np.int64)
        row[places] = np.arange(len(places))
        return row

    @property
    def numbers(self) -> int:
        """One more than the largest number of an article."""
        return 1 + max(int(frame[PLACE].max() or 0) for frame in (self.articles, self.hits, self.sides))  # type: ignore[arg-type]

    def only(self, articles: pl.DataFrame) -> Observations:
        """What was observed of some articles; where these are most of all, hits of others stay, which do not count."""
        kept = self.articles.join(articles, on="article_id", how="semi", maintain_order="left")
        if 2 * kept.height > self.articles.height:
            return replace(self, articles=kept)
        present = np.zeros(self.numbers, np.bool_)
        present[kept[PLACE].to_numpy()] = True
        hits, sides = (frame.filter(present[frame[PLACE].to_numpy()]) for frame in (self.hits, self.sides))
        return Observations(kept, hits, sides)

    def __repr__(self) -> str:
        return (
            f"<Observations: {self.articles.height} articles in {self.articles['cluster'].n_unique()} clusters, "
            f"{self.articles['words'].sum()} words, {self.hits['hits'].sum()} hits; frames articles, hits, sides>"
        )


def observe(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    sections: Collection[str] = SECTIONS,
    voices: Collection[str] = VOICES,
) -> Observations:
    """Gather what statistics needs of scored articles.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles; all but ``article_id`` may be missing. Three more count where
            they are there: ``cluster`` (near-duplicate articles share one; where it is null, articles of the same
            content are a cluster), ``unit`` (what is one observation, such as an event; from
            :func:`framing.statistics.events.events`) and ``groups`` (the user's own columns, a list of {name, value}).
        lexicon: that scored them.
        sections: whose words and hits count: any of ``schemas.SECTIONS``.
        voices: whose words and hits count: any of ``schemas.VOICES``. A scale counts in the voices that the codebook
            names for it, unless fewer than all voices are asked for: then in these.

    Returns:
        The articles that were not refused, in their order. Of headlines without a text (status ``headline``), and of
        those whose text is cut off (``truncated``), nothing is known beyond the title: where it does not count, they
        are left out, since a text that is not there has no rate of 0.

    Raises:
        UsageError: no or an unknown section or voice; a lexicon with a scale that is on trial.

    Example:
        >>> from framing.scoring.score import score
        >>> news = pl.DataFrame({"article_id": ["1"], "text": ["यह फैसला ऐतिहासिक है।"], "outlet": ["a"]})
        >>> observe(score(news), news).hits.row(0)
        (0, 'praise', 1)
    """
    lexicon = lexicon or default_lexicon()
    if trial := [name for name, scale in lexicon.codebook.scales.items() if scale.experimental]:
        what = f"the scale '{trial[0]}' is on trial: a measure of texts alone, by which outlets do not compare"
        raise UsageError("estimate.experimental", what, "", "give the lexicon without it")
    _check("section", sections, SECTIONS)
    _check("voice", voices, VOICES)
    totals = _totals(scored, lexicon, sections, voices)
    read = _articles(scored, articles, sections)
    own = totals.of(read["article_id"])
    return Observations(_with_words(read, own.words, lexicon, voices), own.hits, own.sides)


def _totals(scored: Scored, lexicon: Lexicon, sections: Collection[str], voices: Collection[str]) -> Totals:
    """What was counted in some sections and voices."""
    every = set(voices) == set(VOICES)
    if every and set(sections) == set(SECTIONS):
        return scored.totals()
    counting = pl.col("section").cast(pl.String).is_in(list(sections)) & pl.col("voice").cast(pl.String).is_in(
        list(voices)
    )
    if every:
        sides = _sides(scored.scales, sections)
    else:
        scales = list(lexicon.codebook.scales.values())
        sides = _spoken_sides(scored.evidence.lazy().filter(counting), scales)
    return Totals.counted(
        scored.exposure.filter(counting), scored.scores.filter(counting), sides.with_columns(section=pl.lit(WHOLE))
    )


def words_in(scored: Scored, sections: Collection[str], voices: Collection[str]) -> pl.DataFrame:
    """Columns article_id, words: the words of each article in some sections and voices."""
    if set(sections) == set(SECTIONS):
        words = scored.words()
    else:
        words = words_of(scored.exposure.filter(pl.col("section").cast(pl.String).is_in(list(sections))))
    return words.select("article_id", words=pl.sum_horizontal(pl.col(list(voices))))


def _check(what: str, given: Collection[str], known: tuple[str, ...]) -> None:
    unknown = [name for name in given if name not in known]
    if unknown or not given:
        what_is_wrong = f"no {what} '{unknown[0]}'" if unknown else f"no {what} is chosen"
        raise UsageError(f"estimate.{what}", what_is_wrong, "", f"use {', '.join(known)}")


def _articles(scored: Scored, articles: pl.DataFrame, sections: Collection[str]) -> pl.DataFrame:
    """Article rows without their words; where titles do not count, without those that are nothing else."""
    if articles["article_id"].n_unique() < articles.height:
        articles = articles.unique("article_id", keep="last", maintain_order=True)
    given = articles.select(
        pl.col("article_id").cast(pl.String),
        *(_text(articles, name) for name in (*_TEXTS, "published_precision", "cluster")),
        *(pl.col(name).cast(pl.Int64) for name in ("unit",) if name in articles.columns),
        *(pl.col(name).cast(pl.String) for name in ("topic", "target") if name in articles.columns),
        published(articles),
    )
    if "groups" in articles.columns:
        given = given.join(group_columns(articles), on="article_id", how="left", maintain_order="left")
    silent = ("refused",) if SECTIONS[0] in sections else ("refused", *TITLE_ALONE)
    read = scored.articles.filter(~pl.col("status").is_in(silent)).select(
        "article_id", "content_sha256", pl.col("language").str.split("-").list.first()
    )
    if read.height == given.height and bool((read["article_id"] == given["article_id"]).all()):
        joined = read.hstack(given.drop("article_id"))
    else:
        joined = read.join(given, on="article_id", how="left", maintain_order="left")
    groups = [name for name in joined.columns if name.startswith(GROUP)]
    columns = ["article_id", "cluster", *_TEXTS, "language", "published", "published_precision", *groups]
    cluster = pl.coalesce("cluster", "content_sha256", "article_id")
    columns += [name for name in ("topic", "target") if name in joined.columns]
    if "unit" in joined.columns:
        columns.append("unit")
        joined = joined.with_columns(unit=pl.coalesce("unit", -1 - pl.int_range(pl.len())))
    return joined.with_columns(cluster=cluster).select(columns)


def _text(articles: pl.DataFrame, name: str) -> pl.Expr:
    present = name in articles.columns
    return pl.col(name).cast(pl.String) if present else pl.lit(None, dtype=pl.String).alias(name)


def published(articles: pl.DataFrame) -> pl.Expr:
    """The date in UTC; null where there is none or what stands there is no date."""
    kind = articles.schema.get("published")
    column = pl.col("published")
    if isinstance(kind, pl.Datetime):
        return column.dt.convert_time_zone("UTC").cast(_UTC) if kind.time_zone else column.cast(_UTC)
    if kind == pl.Date:
        return column.cast(_UTC)
    if kind == pl.String:
        # A frame made in a notebook; files have been through the readers, which know more spellings.
        return column.str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).cast(_UTC)
    return pl.lit(None, dtype=_UTC).alias("published")


def group_columns(articles: pl.DataFrame) -> pl.DataFrame:
    """Column article_id and one column for each name in the users' groups; of two values of one name the first."""
    listed = articles.select(pl.col("article_id").cast(pl.String), "groups").drop_nulls()
    long = listed.explode("groups", empty_as_null=False).unnest("groups").drop_nulls("name")
    long = long.with_columns(name=pl.lit(GROUP) + pl.col("name").cast(pl.String), value=pl.col("value").cast(pl.String))
    if not long.height:
        return listed.select("article_id").clear()
    return long.pivot("name", index="article_id", values="value", aggregate_function="first", sort_columns=True)


def _with_words(read: pl.DataFrame, words: pl.DataFrame, lexicon: Lexicon, voices: Collection[str]) -> pl.DataFrame:
    """Articles with their words, and for each scale those in the voices that it counts; numbered."""
    every = set(voices) == set(VOICES)
    counted = {"words": voices} | {
        f"{SCALE_WORDS}{scale.name}": scale.voices if every else voices for scale in lexicon.codebook.estimated.values()
    }
    sums = words.select(pl.sum_horizontal(pl.col(list(of))).cast(pl.Int64).alias(name) for name, of in counted.items())
    return read.hstack(sums).with_row_index(PLACE).select(*read.columns, *counted, PLACE)


def _sides(scales: pl.DataFrame, sections: Collection[str]) -> pl.DataFrame:
    """Stance hits in some sections, in the voices that each scale counts, as scoring counted them."""
    place, sides = pl.col("section").cast(pl.String), pl.col("positive", "negative").cast(pl.Int64)
    chosen = scales.lazy().filter(place.is_in(list(sections)))
    named = pl.col("scale").cast(pl.String)
    return chosen.group_by("article_id", named, maintain_order=True).agg(sides.sum()).collect()


def _spoken_sides(evidence: pl.LazyFrame, scales: list[Scale]) -> pl.DataFrame:
    """Stance hits in voices that a scale would not count by itself: counted anew from the spans."""
    stance = evidence.filter(pl.col("kind") == "stance", pl.col("factor") > 0)
    against = pl.col("weight") < 0
    counts = stance.group_by("article_id", "dimension", weight=pl.when(against).then(-1).otherwise(1))
    hits = counts.agg(hits=pl.len().cast(pl.Int64)).collect().lazy()
    sides = [
        hits.with_columns(scale=pl.lit(scale.name), side=scale.side())
        .filter(pl.col("side").is_not_null())
        .group_by("article_id", "scale", maintain_order=True)
        .agg(pl.col("hits").filter(pl.col("side") == side).sum().alias(side) for side in ("positive", "negative"))
        for scale in scales
    ]
    return pl.concat(sides).sort("article_id", "scale").collect()


#: No hits at all.
NOTHING: Final = Observations(articles=pl.DataFrame(), hits=pl.DataFrame(schema=HITS), sides=pl.DataFrame(schema=SIDES))

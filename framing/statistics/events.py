"""Events: which articles of an outlet tell one story, and so say less than as many articles on many.

A crash, a summit or a verdict fills an outlet's pages for days. Its articles share their words, and count as one unit
wherever uncertainty is worked out. Two articles of an outlet are on one event where they appeared a day apart at most,
have three rare words or names in common, and are alike: cosine ≥ .3 of their words, weighted by how rare each is. What
is joined by a chain of such pairs is one event. Articles without a date are joined by their near-duplicates only.

Only articles that share a rare word are compared (an inverted index), so that the time grows with the articles: 5 s of
processor time for 38,552 articles, 12,000 of them dated. In collections too large for that an outlet's day is the unit.
Where eight articles tell of one event, intervals hold the true rate in .91 to .94 of cases by events, in .91 to .94 by
days, and in .82 to .85 by articles (``python -m tests.benchmarks.events``).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Floats, Longs
from framing.languages.folding import fold
from framing.languages.registry import languages
from framing.limits import EVENT_ARTICLES
from framing.statistics.observations import published

__all__ = [
    "ALIKE",
    "BY_DAY",
    "BY_EVENT",
    "SHARED",
    "UNIT",
    "UNIT_BASIS",
    "by_event",
    "events",
    "independent",
    "with_units",
]


#: Least cosine of two articles on one event. Calibrated on 191 pairs that share three rare words and appeared a day
#: apart at most, drawn from news in English, Hindi and Urdu and read by hand: of the pairs at or above .3, 81 of 103
#: tell of one event (precision .84 where each pair counts as often as there are such pairs), and these are .74 of all
#: that do; at .35 it is 61 of 75, .86 and .60; at .28, 89 of 119, .83 and .80. Where all news is on one theme (Hindi on
#: the epidemic), pairs above are rare and mostly not of one event.
ALIKE: Final = 0.3
#: Rare words that they have in common at least.
SHARED: Final = 3
#: A word is rare that stands in fewer than this share of a language's articles,
_RARE: Final = 0.01
#: or, where articles are few, in so many at most.
_RARE_ARTICLES: Final = 4
#: No event has more than this share of an outlet's articles: what a war, or a chain of chance likenesses, joins is
#: taken apart again at its weakest links.
_LARGEST: Final = 0.2
_WORD: Final = r"[\p{L}\p{M}’']{2,}"

#: The columns that :func:`with_units` adds, and what the second says.
UNIT, UNIT_BASIS = "unit", "unit_basis"
BY_EVENT, BY_DAY = "event", "day"


def events(articles: pl.DataFrame) -> pl.Series:
    """The unit that each article belongs to.

    Args:
        articles: columns ``outlet`` and ``text``, and what there is of ``title``, ``language`` (articles of two
            languages are never compared), ``published`` (a date that tells no day counts as none) and ``cluster``
            (near-duplicates share one; of any type). Articles without an outlet are units by themselves.

    Returns:
        Int64 series ``unit``, one number an article: equal where two articles are near-duplicates in one outlet or tell
        of one event; numbered in the order of the first article of each.

    Example:
        >>> from datetime import date
        >>> crash = "Rescuers in Balasore searched the Coromandel carriages"
        >>> news = pl.DataFrame(
        ...     {
        ...         "outlet": ["a"] * 10,
        ...         "text": [f"{crash} overnight.", f"{crash} again, officials said.", *map(str, range(8))],
        ...         "published": [date(2023, 6, 3), date(2023, 6, 4), *[date(2023, 6, 4)] * 8],
        ...     }
        ... )
        >>> events(news).to_list()
        [0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
    """
    rows = _rows(articles)
    pairs = _pairs(rows)
    cosine = np.concatenate([pairs["cosine"].to_numpy(), np.full(_copies(rows).height, np.inf)])
    pairs = pl.concat([pairs.select("one", "other"), _copies(rows)])
    outlet = rows["outlet"].rank("dense").fill_null(0).to_numpy().astype(np.int64)
    sizes = np.bincount(outlet)
    largest = np.floor(sizes[outlet] * _LARGEST).astype(np.int64)
    unit = _joined(rows.height, pairs["one"].to_numpy(), pairs["other"].to_numpy(), cosine, largest)
    return pl.Series("unit", unit)


def with_units(articles: pl.DataFrame, *, most: int = EVENT_ARTICLES) -> pl.DataFrame:
    """Articles with the unit of each, which everything that works out uncertainty goes by.

    Args:
        articles: as for :func:`events`; those that have units, and those without texts or outlets, come back as they
            are.
        most: dated articles that are compared. Of more, the articles of an outlet's day are one unit, where these are
            no more than a fifth of the outlet's; else near-duplicates are.

    Returns:
        The articles with ``unit`` and ``unit_basis``, ``event`` or ``day``.

    Example:
        >>> news = pl.DataFrame({"outlet": ["a", "b"], "text": ["It rained.", "It rained."]})
        >>> with_units(news).select("unit", "unit_basis").rows()
        [(0, 'event'), (1, 'event')]
    """
    if UNIT in articles.columns or not {"outlet", "text"} <= set(articles.columns):
        return articles
    unit, basis = (events(articles), BY_EVENT) if by_event(articles, most=most) else (_days(articles), BY_DAY)
    return articles.with_columns(unit, pl.lit(basis).alias(UNIT_BASIS))


def by_event(articles: pl.DataFrame, *, most: int = EVENT_ARTICLES) -> bool:
    """Whether :func:`with_units` compares texts: of too many dated articles it does not look at them.

    Args:
        articles: columns outlet and, where there is one, published.
        most: dated articles that are compared.
    """
    dated = articles.select(_day(articles).is_not_null() & pl.col("outlet").is_not_null()).to_series().sum()
    return bool(dated <= most)


def independent(articles: pl.DataFrame) -> pl.Expr:
    """What stands for itself where outlets are compared: an event, but of a text that several outlets carry, the text.

    Args:
        articles: columns cluster and outlet, and unit where events were looked for.
    """
    if UNIT not in articles.columns:
        return pl.col("cluster")
    shared = pl.col("outlet").n_unique().over("cluster") > 1
    return pl.when(shared).then("cluster").otherwise(pl.concat_str(pl.lit("unit "), pl.col(UNIT)))


def _day(articles: pl.DataFrame) -> pl.Expr:
    """The day of publication; null where the date tells none."""
    day = published(articles).dt.date()
    if "published_precision" not in articles.columns:
        return day
    return pl.when(pl.col("published_precision").fill_null("day") == "day").then(day)


def _days(articles: pl.DataFrame) -> pl.Series:
    """An outlet's days as units, those with too many of its articles apart; near-duplicates where there is no day."""
    rows = articles.select(
        pl.col("outlet").cast(pl.String),
        day=_day(articles),
        text=pl.col("cluster").cast(pl.String) if "cluster" in articles.columns else pl.lit(None, dtype=pl.String),
        row=pl.int_range(pl.len()).cast(pl.String),
    )
    few = pl.len().over("outlet", "day") <= _LARGEST * pl.len().over("outlet")
    keys = rows.with_columns(
        day=pl.when(few & pl.col("day").is_not_null() & pl.col("outlet").is_not_null()).then(
            pl.col("day").cast(pl.String)
        ),
        text=pl.when(pl.col("outlet").is_null()).then("row").otherwise(pl.coalesce("text", "row")),
    ).select("outlet", "day", text=pl.when(pl.col("day").is_null()).then("text"))
    return keys.select(pl.struct(pl.all()).rank("dense").cast(pl.Int64).alias(UNIT)).to_series() - 1


def _rows(articles: pl.DataFrame) -> pl.DataFrame:
    """Columns row, outlet, language, day, cluster, text."""
    have = articles.columns
    nothing = pl.lit(None, dtype=pl.String)
    title = pl.col("title").fill_null("") if "title" in have else pl.lit("")
    return articles.select(
        row=pl.int_range(pl.len(), dtype=pl.Int64),
        outlet=pl.col("outlet").cast(pl.String),
        language=pl.col("language").cast(pl.String).fill_null("") if "language" in have else pl.lit(""),
        day=_day(articles),
        cluster=pl.col("cluster").cast(pl.String) if "cluster" in have else nothing,
        text=pl.concat_str(title, pl.lit(" "), pl.col("text").fill_null("")),
    )


def _copies(rows: pl.DataFrame) -> pl.DataFrame:
    """Near-duplicates of one outlet, each with the first of them."""
    there = rows.drop_nulls(["outlet", "cluster"]).select("row", first=pl.col("row").min().over("outlet", "cluster"))
    return there.filter(pl.col("row") > pl.col("first")).select(one="first", other="row")


def _pairs(rows: pl.DataFrame) -> pl.DataFrame:
    """Columns one, other, cosine: articles of an outlet that are on one event."""
    parts = [pl.DataFrame(schema={"one": pl.Int64, "other": pl.Int64, "cosine": pl.Float64})]
    for (code,), part in rows.drop_nulls("outlet").group_by("language", maintain_order=True):
        dated = part.drop_nulls("day")
        if dated.height < 2:
            continue
        counted = _words(part, str(code))
        pairs = _candidates(dated, counted, part.height)
        cosine = _cosines(counted, rows.height, part.height, pairs["one"].to_numpy(), pairs["other"].to_numpy())
        parts.append(pairs.with_columns(cosine=pl.Series(cosine, dtype=pl.Float64)).filter(pl.col("cosine") >= ALIKE))
    return pl.concat(parts)


def _words(part: pl.DataFrame, code: str) -> pl.DataFrame:
    """Columns row, word (a number), times, articles (that have the word)."""
    long = part.select("row", word=pl.col("text").str.extract_all(_WORD)).explode("word").drop_nulls("word")
    counted = long.group_by("row", "word").agg(times=pl.len())
    known = languages().get(code.split("-")[0])
    spellings = counted.select(pl.col("word").unique())
    folded = fold(spellings["word"], known) if known else spellings["word"].str.to_lowercase()
    spellings = spellings.with_columns(number=folded.rank("dense").cast(pl.Int64))
    counted = counted.join(spellings, on="word").group_by("row", "number").agg(pl.col("times").sum())
    return counted.with_columns(articles=pl.len().over("number")).rename({"number": "word"})


def _candidates(dated: pl.DataFrame, counted: pl.DataFrame, total: int) -> pl.DataFrame:
    """Columns one, other: articles of an outlet, a day apart at most, that share rare words."""
    most = max(_RARE * total, _RARE_ARTICLES + 1)
    rare = counted.filter(pl.col("articles") > 1, pl.col("articles") < most)
    posted = rare.select("row", "word").join(dated.select("row", "outlet", "day"), on="row")
    keys = ["outlet", "word", "day"]
    meet = []
    for days in (0, 1):
        later = posted.with_columns(pl.col("day") - timedelta(days=days)).rename({"row": "other"})
        met = posted.join(later, on=keys).filter(pl.col("row") < pl.col("other") if days == 0 else True)
        meet.append(met.group_by("row", "other").len().filter(pl.col("len") >= SHARED))
    return pl.concat(meet).select(one="row", other="other").sort("one", "other")


def _cosines(counted: pl.DataFrame, size: int, total: int, one: Longs, other: Longs) -> Floats:
    """Cosines of articles' words, log counts weighted by log rarity."""
    from scipy.sparse import csr_array

    if not len(one):
        return np.zeros(0)
    weighted = counted.with_columns(
        value=(1 + pl.col("times").log()) * (total / pl.col("articles")).log1p()
    ).with_columns(value=pl.col("value") / (pl.col("value") ** 2).sum().sqrt().over("row"))
    rows, words = weighted["row"].to_numpy(), weighted["word"].to_numpy()
    table = csr_array((weighted["value"].to_numpy(), (rows, words)), shape=(size, int(words.max()) + 1))
    step = 50_000
    parts = [(table[one[at : at + step]] * table[other[at : at + step]]).sum(axis=1) for at in range(0, len(one), step)]
    return np.asarray(np.concatenate(parts), np.float64)


def _joined(size: int, one: Longs, other: Longs, cosine: Floats, largest: Longs) -> Longs:
    """Components, those above their limit joined anew, the strongest links first, as long as they stay below it.

    Near-duplicates, whose cosine is infinite, stay together whatever their number.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(one), np.int8), (one, other)), shape=(size, size))
    unit = np.asarray(connected_components(graph, directed=False)[1], np.int64)
    counts = np.bincount(unit)
    large = np.flatnonzero(counts[unit[one]] > largest[one])
    if len(large):
        parent = np.arange(size)
        kept = counts[unit] <= largest
        order = large[np.lexsort((other[large], one[large], -cosine[large]))]
        weight = np.ones(size, np.int64)
        for left, right, value in zip(one[order].tolist(), other[order].tolist(), cosine[order].tolist(), strict=True):
            first, second = _root(parent, left), _root(parent, right)
            if first != second and (value == np.inf or weight[first] + weight[second] <= largest[left]):
                parent[max(first, second)] = min(first, second)
                weight[min(first, second)] += weight[max(first, second)]
        apart = np.array([_root(parent, row) for row in range(size)])
        unit = np.where(kept, unit, len(counts) + apart)
    _, begin, place = np.unique(unit, return_index=True, return_inverse=True)
    return np.asarray(np.argsort(np.argsort(begin))[place], np.int64)


def _root(parent: Longs, row: int) -> int:
    while (above := int(parent[row])) != row:
        parent[row] = parent[above]
        row = above
    return row

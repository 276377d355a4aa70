"""The two sides of a contrast: which articles stand on which, and what is counted there by cluster and stratum."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Floats, ranges
from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon
from framing.lexicon.names import dimensions_of
from framing.phrases import near, phrase, phrases
from framing.schemas import LEVELS
from framing.scoring.totals import PLACE
from framing.statistics.hits import columns_of
from framing.statistics.levels import PERIODS, keys_of, last_moment, moments
from framing.statistics.observations import GROUP, SCALE_WORDS, Observations
from framing.statistics.permutation import Units

__all__ = [
    "THIN",
    "Measures",
    "Placed",
    "Split",
    "Table",
    "column_of",
    "known",
    "measures_of",
    "split",
    "table_of",
    "units_of",
    "with_periods",
    "within_keys",
]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Articles on two sides.

    Attributes:
        a: what side A is called.
        b: what side B is called.
        frame: columns article_id, first (whether on side A); only articles that are on a side.
        notes: sentences about what was left out.
    """

    a: str
    b: str
    frame: pl.DataFrame
    notes: tuple[str, ...] = ()


def column_of(articles: pl.DataFrame, level: str) -> str:
    """The column that a level's keys stand in.

    Raises:
        UsageError: no such level, or no such group.
    """
    column = LEVELS.get(level, level if level.startswith(GROUP) or level in PERIODS else "")
    if column in articles.columns:
        return column
    groups = [name for name in articles.columns if name.startswith(GROUP)]
    levels = [*LEVELS, *PERIODS, "voice", "section", *groups]
    raise UsageError("compare.level", f"no level '{level}'", "", f"use {', '.join(levels)}")


def with_periods(observed: Observations, levels: Iterable[str]) -> Observations:
    """Observations with the keys of those levels that are periods, in columns of the same names."""
    keys = [keys_of(observed.articles, level).cast(pl.String).alias(level) for level in levels if level in PERIODS]
    return replace(observed, articles=observed.articles.with_columns(keys))


def known(articles: pl.DataFrame, level: str, key: str) -> pl.Expr:
    """Which articles have a key.

    Raises:
        UsageError: none has; the error names near ones.
    """
    column = column_of(articles, level)
    names = articles[column].drop_nulls()
    if not (names == key).any():
        counted = names.value_counts(sort=True)[column].to_list()
        raise UsageError("compare.key", f"no article has the {level} '{key}'", "", near(key, counted))
    return pl.col(column) == key


def within_keys(articles: pl.DataFrame, within: Mapping[str, str] | None) -> pl.DataFrame:
    """Articles that have all the keys of some levels.

    Raises:
        UsageError: see :func:`known`.
    """
    for level, key in (within or {}).items():
        articles = articles.filter(known(articles, level, key))
    return articles


def split(
    articles: pl.DataFrame,
    by: str,
    a: str | None,
    b: str | None,
    before: str | date | datetime | None,
    *,
    outlet_name: Callable[[str], str] = str,
) -> Split:
    """Put articles on two sides.

    Args:
        articles: of observations.
        by: level of the keys.
        a: key of side A; with ``before`` the key, if any, whose articles are compared with each other.
        b: key of side B; everything else in A's languages where there is none.
        before: the first day of side B.
        outlet_name: what an outlet is called.

    Raises:
        UsageError: an unknown level, key or date, or nothing to compare.
    """
    naming = outlet_name if by == "outlet" else str
    if before is not None:
        return _periods(articles, by, a, b, before, naming)
    if a is None:
        raise UsageError("compare.sides", "nothing to compare", "", f"name a key of the level '{by}', or a date")
    column = column_of(articles, by)
    on_a = known(articles, by, a)
    if b is not None:
        on_b = known(articles, by, b)
        frame = articles.filter(on_a | on_b).select("article_id", first=on_a)
        return Split(naming(a), naming(b), frame)
    languages = articles.filter(on_a)["language"].unique().to_list()
    rest = pl.col(column).is_not_null() & pl.col("language").is_in(languages)
    frame = articles.filter(on_a | rest).select("article_id", first=on_a)
    return Split(
        naming(a), phrase("rest of its language") if len(languages) == 1 else phrase("rest of its languages"), frame
    )


def _periods(
    articles: pl.DataFrame,
    by: str,
    a: str | None,
    b: str | None,
    before: str | date | datetime,
    naming: Callable[[str], str],
) -> Split:
    if b is not None:
        raise UsageError("compare.sides", "two keys and a date", "", "name one key, or none, with a date")
    day = _moment(before)
    if a is not None:
        articles = articles.filter(known(articles, by, a))
    published = articles.filter(pl.col("published").is_not_null())
    notes = []
    if missing := articles.height - published.height:
        notes.append(
            phrases(
                "{missing} of {n} article without a date: left out.",
                "{missing} of {n} articles without a date: left out.",
                articles.height,
                missing=missing,
            )
        )
    # Of a month in which the day lies nobody knows on which side an article is.
    dated = published.filter((last_moment() < day) | (pl.col("published") >= day))
    if unclear := published.height - dated.height:
        notes.append(
            phrases(
                "{n} article has a date without a day, in the month or year of {day}: left out.",
                "{n} articles have a date without a day, in the month or year of {day}: left out.",
                unclear,
                day=day.date().isoformat(),
            )
        )
    text = day.date().isoformat()
    before_it, from_it = phrase("before {day}", day=text), phrase("from {day}", day=text)
    if a is not None:
        before_it, from_it = (
            phrase("{name} {period}", name=naming(a), period=period) for period in (before_it, from_it)
        )
    frame = dated.select("article_id", first=pl.col("published") < day)
    return Split(before_it, from_it, frame, tuple(notes))


def _moment(given: str | date | datetime) -> datetime:
    if isinstance(given, datetime):
        return given if given.tzinfo else given.replace(tzinfo=UTC)
    if isinstance(given, str):
        try:
            return moments(given)[0]
        except UsageError as error:
            raise UsageError("compare.date", error.what, "", error.hint) from None
    return datetime(given.year, given.month, given.day, tzinfo=UTC)


#: Fewer clusters of a side in a stratum than this are no measurement of it: the stratum goes into "other".
THIN: Final = 3


@dataclass(frozen=True, slots=True)
class Measures:
    """What is measured.

    Attributes:
        names: dimensions, then scales.
        dimensions: how many of the names are dimensions.
        shares: of each name, whether it is a share of a scale's hits (a contrast scale) and no rate.
    """

    names: tuple[str, ...]
    dimensions: int
    shares: npt.NDArray[np.bool_]


def measures_of(lexicon: Lexicon, languages: set[str], chosen: tuple[str, ...] | None = None) -> Measures:
    """Dimensions that have entries in one of the languages, and the scales, in the codebook's order."""
    known = dimensions_of(lexicon)
    present = frozenset[str]().union(*(known.get(code, ()) for code in languages))
    dimensions = [name for name in lexicon.codebook.dimensions if name in present]
    scales = list(lexicon.codebook.estimated)
    if chosen is not None:
        dimensions = [name for name in dimensions if name in chosen]
        scales = [name for name in scales if name in chosen]
    shares = [False] * len(dimensions) + [lexicon.codebook.estimated[name].kind == "contrast" for name in scales]
    return Measures((*dimensions, *scales), len(dimensions), np.array(shares, dtype=np.bool_))


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Counts by row (an article, or a cluster on one side).

    Attributes:
        x: hits, or positive hits of a scale; shape (rows, measures).
        e: words, or all hits of a contrast scale.
        hits: all hits that count, of a scale both sides'.
        words: shape (rows,).
    """

    x: Floats
    e: Floats
    hits: Floats
    words: Floats


def table_of(observed: Observations, rows: pl.DataFrame, measures: Measures, size: int | None = None) -> Table:
    """Add counts up by row.

    Args:
        observed: what was counted.
        rows: columns article_id, row (0 …); an article without a row does not count.
        measures: what is measured.
        size: how many rows; up to the last one where it is not given.
    """
    if size is None:
        size = int(rows["row"].max()) + 1 if rows.height else 0  # type: ignore[arg-type]
    count = len(measures.names)
    joined = observed.articles.join(rows.select("article_id", "row"), on="article_id")
    at = joined["row"].to_numpy()
    # An article may stand in several rows.
    turn = np.argsort(joined[PLACE].to_numpy(), kind="stable")
    times = np.bincount(joined[PLACE].to_numpy(), minlength=observed.numbers)
    begins = np.cumsum(times) - times

    # Most hits are those of articles on neither side.
    hits, sides = (frame.filter(times[frame[PLACE].to_numpy()] > 0) for frame in (observed.hits, observed.sides))

    def spread(frame: pl.DataFrame, name: str, values: str, first: int, names: Sequence[str]) -> Floats:
        column = columns_of(frame[name], names).astype(np.int64)
        place = frame[PLACE].to_numpy()
        each = np.where(column >= 0, times[place], 0)
        row = at[turn[ranges(begins[place], each)]]
        cell = row * count + first + np.repeat(column, each)
        counts = np.repeat(frame[values].to_numpy(), each)
        return np.bincount(cell, counts, size * count).astype(np.float64).reshape(size, count)

    dimensions, scales = measures.names[: measures.dimensions], measures.names[measures.dimensions :]
    x = spread(hits, "dimension", "hits", 0, dimensions)
    positive, negative = (spread(sides, "scale", side, len(dimensions), scales) for side in ("positive", "negative"))
    both = positive + negative

    def added(name: str) -> Floats:
        return np.bincount(at, joined[name].to_numpy(), size).astype(np.float64)

    words = added("words")
    e = np.repeat(words[:, None], count, axis=1)
    for number, name in enumerate(scales, start=len(dimensions)):
        e[:, number] = both[:, number] if measures.shares[number] else added(SCALE_WORDS + name)
    return Table(x=x + positive, e=e, hits=x + both, words=words)


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Clusters on two sides, ready for tests.

    Attributes:
        units: with the strata that both sides have.
        strata: their names.
        hits: as for :class:`Table`, by unit.
        left_out: words of each side in strata that the other side does not have.
        rows: columns article_id, row: the unit of each article.
    """

    units: Units
    strata: tuple[str, ...]
    hits: Floats
    left_out: tuple[float, float]
    rows: pl.DataFrame


def units_of(observed: Observations, sides: pl.DataFrame, measures: Measures, *, thin: int = 1) -> Placed:
    """Put articles together by cluster and side, and clusters into strata.

    Args:
        observed: what was counted.
        sides: columns article_id, first (bool), unit (what changes sides as one), language, stratum. Articles without
            words do not count.
        measures: what is measured.
        thin: strata with fewer units of a side go into a stratum ``other`` of their language.
    """
    worded = sides.join(observed.articles.select("article_id", "words"), on="article_id", maintain_order="left")
    worded = worded.filter(pl.col("words") > 0)
    keys = worded.group_by("unit", "first", maintain_order=True).agg(
        pl.col("words").sum(), pl.col("language", "stratum").first()
    )
    # A text that both sides carry is in one stratum, whichever side it is on.
    keys = keys.with_columns(pl.col("language", "stratum").first().over("unit"), shared=pl.len().over("unit") > 1)
    keys = _merged(keys, thin)
    both = keys.group_by("stratum").agg(both=pl.col("first").n_unique() == 2)
    keys = keys.join(both, on="stratum", maintain_order="left")
    lost = [float(keys.filter(~pl.col("both") & (pl.col("first") == side))["words"].sum()) for side in (True, False)]
    keys = keys.filter("both").with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    rows = worded.select("article_id", "unit", "first").join(
        keys.select("unit", "first", "row"), on=["unit", "first"], maintain_order="left"
    )
    table = table_of(observed, rows, measures)
    strata = keys["stratum"].unique().sort()
    number = {name: at for at, name in enumerate(strata)}
    stratum = keys["stratum"].replace_strict(number, return_dtype=pl.Int64).to_numpy() if number else np.empty(0, int)
    total = np.bincount(stratum, table.words, len(number))
    units = Units(
        x=table.x,
        e=table.e,
        words=table.words,
        first=keys["first"].to_numpy().astype(np.bool_),
        stratum=stratum.astype(np.int64),
        loose=~keys["shared"].to_numpy().astype(np.bool_),
        weights=total / max(total.sum(), 1.0),
    )
    return Placed(units, tuple(strata), table.hits, (lost[0], lost[1]), rows.select("article_id", "row").drop_nulls())


def _merged(keys: pl.DataFrame, thin: int) -> pl.DataFrame:
    """Strata that are thin on a side go together, language by language; names are ``language:stratum``."""
    counted = keys.group_by("language", "stratum").agg(
        least=pl.min_horizontal(pl.col("first").sum(), (~pl.col("first")).sum())
    )
    keys = keys.join(counted, on=["language", "stratum"], maintain_order="left", nulls_equal=True)
    name = pl.when(pl.col("least") >= thin).then(pl.col("stratum")).otherwise(pl.lit("other"))
    return keys.with_columns(stratum=pl.concat_str(pl.col("language"), pl.lit(":"), name)).drop("least")

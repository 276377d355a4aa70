"""From observations to arrays: what each measure counts, by cluster, side and stratum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.statistics.observations import SCALE_WORDS, Observations
from framing.statistics.permutation import Units

__all__ = ["THIN", "Measures", "Placed", "Table", "measures_of", "table_of", "units_of"]


Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

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
    present = {entry.dimension for code in languages for entry in lexicon.entries.get(code, ())}
    dimensions = [name for name in lexicon.codebook.dimensions if name in present]
    scales = list(lexicon.codebook.scales)
    if chosen is not None:
        dimensions = [name for name in dimensions if name in chosen]
        scales = [name for name in scales if name in chosen]
    shares = [False] * len(dimensions) + [lexicon.codebook.scales[name].kind == "contrast" for name in scales]
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
    place = {name: number for number, name in enumerate(measures.names)}
    dimensions = {name: place[name] for name in measures.names[: measures.dimensions]}
    scales = {name: place[name] for name in measures.names[measures.dimensions :]}
    keyed = rows.select("article_id", "row")
    hits = observed.hits.filter(pl.col("dimension").is_in(list(dimensions))).join(keyed, on="article_id")
    sides = observed.sides.filter(pl.col("scale").is_in(list(scales))).join(keyed, on="article_id")

    def spread(frame: pl.DataFrame, column: str, values: pl.Series, where: dict[str, int]) -> Floats:
        at = frame[column].replace_strict(where, return_dtype=pl.Int64).to_numpy() if frame.height else np.empty(0, int)
        cell = frame["row"].to_numpy() * count + at
        return np.bincount(cell, values.to_numpy(), size * count).astype(np.float64).reshape(size, count)

    positive = spread(sides, "scale", sides["positive"], scales)
    both = spread(sides, "scale", sides["positive"] + sides["negative"], scales)
    x = spread(hits, "dimension", hits["hits"], dimensions)
    joined = observed.articles.join(keyed, on="article_id")
    at = joined["row"].to_numpy()

    def added(name: str) -> Floats:
        return np.bincount(at, joined[name].to_numpy(), size).astype(np.float64)

    words = added("words")
    e = np.repeat(words[:, None], count, axis=1)
    for name, number in scales.items():
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

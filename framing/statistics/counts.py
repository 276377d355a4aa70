"""Counts: hits as numbers of articles and measures, so that millions of them add up in a moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.codebook import Codebook
from framing.schemas import SECTIONS
from framing.scoring.scales import WHOLE
from framing.scoring.score import Scored
from framing.statistics.observations import Observations

__all__ = ["Counts", "counts_of", "counts_of_scored", "rate_names", "share_names"]

Ints = npt.NDArray[np.integer[Any]]

#: Articles whose counts are laid out as a full table at a time: 24 MB of 30 measures.
_CHUNK: Final = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Sparse counts, sorted by article and measure; each pair once.

    Attributes:
        names: of the measures.
        row: the article, as its row in the articles' frame.
        measure: place in ``names``.
        first: hits, or those of the positive side.
        second: hits of the negative side; empty where there is none.
    """

    names: tuple[str, ...]
    row: Ints
    measure: Ints
    first: Ints
    second: Ints


def rate_names(codebook: Codebook) -> tuple[str, ...]:
    """What is estimated as a rate: all dimensions, then the rate scales."""
    return (*codebook.dimensions, *(name for name, scale in codebook.scales.items() if scale.kind == "rate"))


def share_names(codebook: Codebook) -> tuple[str, ...]:
    """What is estimated as a proportion: the contrast scales."""
    return tuple(name for name, scale in codebook.scales.items() if scale.kind == "contrast")


def counts_of(observations: Observations, codebook: Codebook) -> tuple[Counts, Counts]:
    """The counts of observations: for rates, and for proportions."""
    sides = observations.sides.select("article_id", name="scale", first="positive", second="negative")
    hits = observations.hits.select("article_id", name="dimension", first="hits")
    return _both(hits, sides, observations.articles["article_id"], codebook)


def counts_of_scored(
    scored: Scored, ids: pl.Series, codebook: Codebook, sections: Collection[str] = SECTIONS
) -> tuple[Counts, Counts]:
    """The counts of scored articles in all voices, without an observation in between.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        ids: of the articles that count.
        codebook: whose dimensions and scales count.
        sections: whose hits count.
    """
    place = pl.col("section").cast(pl.String)
    scores, scales = scored.scores.lazy(), scored.scales.lazy()
    if set(sections) != set(SECTIONS):
        scores, chosen = scores.filter(place.is_in(list(sections))), place.is_in(list(sections))
    else:
        chosen = pl.col("section") == WHOLE
    hits = scores.select("article_id", name="dimension", first="hits").collect()
    sided = scales.filter(chosen, (pl.col("positive") > 0) | (pl.col("negative") > 0))
    sides = sided.select("article_id", name="scale", first="positive", second="negative").collect()
    return _both(hits, sides, ids, codebook)


def _both(hits: pl.DataFrame, sides: pl.DataFrame, ids: pl.Series, codebook: Codebook) -> tuple[Counts, Counts]:
    rates, shares = rate_names(codebook), share_names(codebook)
    known = pl.DataFrame({"article_id": ids, "row": np.arange(len(ids), dtype=np.int32)})
    scaled = _numbered(sides, known, rates, 1)
    contrasts = _numbered(sides, known, shares, 2)
    counted = _numbered(hits, known, rates, 1)
    # What is a rate is a dimension or a scale; the two have no name in common.
    merged = [np.concatenate(pair) if len(pair[1]) else pair[0] for pair in zip(counted, scaled, strict=True)]
    return _summed(merged, rates, len(ids)), _summed(contrasts, shares, len(ids))


def _numbered(counts: pl.DataFrame, known: pl.DataFrame, names: tuple[str, ...], sides: int) -> list[Ints]:
    """Row, measure and counts; of other articles and names, nothing."""
    article = counts["article_id"]
    # The counts of an article stand together: its row is looked up once, not once a count.
    run = article.rle_id().to_numpy()
    first = np.flatnonzero(np.diff(run, prepend=np.uint32(2**32 - 1)))
    heads = article.gather(first).cast(pl.String).to_frame("article_id")
    row = heads.join(known, on="article_id", how="left", maintain_order="left")["row"].fill_null(-1).to_numpy()[run]
    measure = _places(counts["name"], names)
    columns = [row, measure, *(counts[name].to_numpy() for name in ("first", "second")[:sides])]
    here = (row >= 0) & (measure >= 0)
    return columns if here.all() else [column[here] for column in columns]


def _places(column: pl.Series, names: tuple[str, ...]) -> Ints:
    """Each name's place, −1 for others; of an Enum the names are compared once each."""
    if isinstance(column.dtype, pl.Enum):
        place = {name: at for at, name in enumerate(names)}
        table = np.array([place.get(name, -1) for name in column.dtype.categories.to_list()], np.int16)
        return np.asarray(table[column.to_physical().to_numpy()], np.int16)
    codes = column.cast(pl.String).cast(pl.Enum(names), strict=False).to_physical()
    return codes.cast(pl.Int16).fill_null(-1).to_numpy()


def _summed(columns: list[Ints], names: tuple[str, ...], size: int) -> Counts:
    """One count a pair. A full table of a stretch of articles is faster, and smaller, than grouping their counts."""
    row = columns[0]
    if len(row) and (row[1:] < row[:-1]).any():
        order = np.argsort(row, kind="stable")
        columns = [column[order] for column in columns]
    row, measure, *values = columns
    parts: list[list[Ints]] = []
    width = max(len(names), 1)
    for at in range(0, size, _CHUNK):
        low, high = np.searchsorted(row, [at, at + _CHUNK])
        cell = (row[low:high] - at) * width + measure[low:high]
        tables = [np.bincount(cell, value[low:high], min(_CHUNK, size - at) * width) for value in values]
        where = np.flatnonzero(sum(tables))
        kept = [where // width + at, *(table[where] for table in tables)]
        parts.append([(where % width).astype(np.int16), *(each.astype(np.int32) for each in kept)])
    whole = [np.concatenate(each) for each in zip(*parts, strict=True)] or [np.empty(0, np.int32)] * 4
    return Counts(names, whole[1], whole[0], whole[2], whole[3] if len(whole) > 3 else np.empty(0, np.int32))

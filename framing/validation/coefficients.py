"""Coefficients of agreement, of many redraws of the same codes at a time.

A redraw says how often each unit is drawn. All coefficients are sums over units, so that thousands of redraws are one
matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Floats, Longs
from framing.errors import UsageError

__all__ = ["KINDS", "Coded", "ac1", "alpha", "coded_of", "ends", "kappa", "percent", "redraws"]

#: Kinds of codes (Stevens, Science 103, 1946).
KINDS: Final = ("nominal", "ordinal", "interval", "ratio")
#: Distinct codes that are put into one table of pairs.
_MOST: Final = 500


@dataclass(frozen=True, eq=False)
class Coded:
    """The codes of one dimension.

    Attributes:
        values: distinct codes, sorted.
        given: coders × texts: the place of each code in ``values``; −1 where none was given.
        weight: of each text; 1 on the average.
        cluster: of each text, from 0.
        kind: of the codes.
    """

    values: list[str]
    given: Longs
    weight: Floats
    cluster: Longs
    kind: str

    @cached_property
    def counts(self) -> Floats:
        """Texts × values: how many coders gave it."""
        counts = np.zeros((self.given.shape[1], len(self.values)))
        coder, unit = np.nonzero(self.given >= 0)
        np.add.at(counts, (unit, self.given[coder, unit]), 1.0)
        return counts


def coded_of(part: pl.DataFrame, kind: str) -> Coded:
    """The codes of units that have two or more."""
    several = part.filter(pl.len().over("unit") > 1)
    distinct = several["code"].unique().to_list()
    values = sorted(distinct) if kind == "nominal" else sorted(distinct, key=float)
    if len(values) > _MOST:
        what = f"{len(values):,} different codes"
        raise UsageError("agreement.codes", what, "", f"round them: at most {_MOST} are compared")
    units = several.group_by("unit", maintain_order=True).agg(pl.col("cluster", "weight").first())
    coders = sorted(several["coder"].unique())
    given = np.full((len(coders), units.height), -1, np.int64)
    places = [
        several[name].replace_strict(known, list(range(len(known))), return_dtype=pl.Int64).cast(pl.Int64).to_numpy()
        for name, known in (("coder", coders), ("unit", units["unit"].to_list()), ("code", values))
    ]
    given[places[0], places[1]] = places[2]
    weight = units["weight"].to_numpy()
    _, cluster = np.unique(units["cluster"].to_numpy(), return_inverse=True)
    return Coded(values, given, weight / weight.mean() if len(weight) else weight, cluster.astype(np.int64), kind)


def redraws(cluster: Longs, replicates: int, seed: int) -> Floats:
    """How often each unit is drawn, clusters as wholes: replicates × units; none where there is one cluster."""
    clusters = int(cluster.max(initial=-1)) + 1
    if clusters < 2:
        return np.empty((0, len(cluster)))
    random = np.random.default_rng(seed)
    times = random.multinomial(clusters, np.full(clusters, 1 / clusters), size=replicates)
    return np.asarray(times[:, cluster], np.float64)


def ends(values: Floats) -> tuple[float | None, float | None]:
    """The 95 % interval of a figure from its values in all redraws; None where none is defined."""
    defined = values[np.isfinite(values)]
    if not len(defined):
        return None, None
    low, high = np.quantile(defined, [0.025, 0.975])
    return float(low), float(high)


def _same(coded: Coded) -> Floats:
    """Of each unit the share of the pairs of its codes that are one."""
    of = coded.counts.sum(axis=1)
    return np.asarray((coded.counts * (coded.counts - 1)).sum(axis=1) / (of * (of - 1)), np.float64)


def _mean(values: Floats, coded: Coded, times: Floats) -> Floats:
    """Weighted mean over units in each redraw; values of shape (units,) or (units, columns)."""
    weight = times * coded.weight
    with np.errstate(invalid="ignore", divide="ignore"):
        total = weight.sum(axis=1)
        return np.asarray((weight @ values).T / total, np.float64).T


def percent(coded: Coded, times: Floats) -> Floats:
    """The share of the pairs of codes of one unit that are one, units weighed alike."""
    return _mean(_same(coded), coded, times)


def ac1(coded: Coded, times: Floats) -> Floats:
    """Chance: coders who do not know draw a code at random, which they do the more often the more codes are in use."""
    size = len(coded.values)
    if size < 2:
        return np.full(len(times), np.nan)
    shares = _mean(coded.counts / coded.counts.sum(axis=1, keepdims=True), coded, times)
    chance = (shares * (1 - shares)).sum(axis=1) / (size - 1)
    return np.asarray((percent(coded, times) - chance) / (1 - chance), np.float64)


def alpha(coded: Coded, times: Floats) -> Floats:
    """1 − observed over expected disagreement; the pairs of one unit weigh as much as its codes."""
    if not len(coded.weight):
        return np.full(len(times), np.nan)
    weight = times * coded.weight
    totals = weight @ coded.counts
    size = totals.sum(axis=1)
    of_units, expected = _apart(coded.counts, coded, totals), _apart(totals, coded, totals, each=True)
    observed = (weight.T * of_units / (coded.counts.sum(axis=1, keepdims=True) - 1)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(expected > 0, 1 - observed * (size - 1) / expected, np.nan), np.float64)


def _apart(counts: Floats, coded: Coded, totals: Floats, *, each: bool = False) -> Floats:
    """Squared distances of all pairs of codes, added up.

    Args:
        counts: rows × values.
        coded: what they are codes of.
        totals: redraws × values; of ordinal codes, the distance is how many codes lie between two, the ends by half.
        each: whether each row is of its own redraw.

    Returns:
        Rows × redraws, or rows where each is of its own; rows × 1 where distances are the same in all redraws.
    """
    size = len(coded.values)
    if coded.kind in ("nominal", "ratio"):
        apart = 1.0 - np.eye(size)
        if coded.kind == "ratio":
            value = np.array([float(each) for each in coded.values])
            both = np.abs(value[:, None] + value)
            apart = np.divide(value[:, None] - value, both, out=np.zeros((size, size)), where=both > 0) ** 2
        summed = ((counts @ apart) * counts).sum(axis=1)
        return np.asarray(summed if each else summed[:, None], np.float64)
    place = np.cumsum(totals, axis=1) - totals / 2
    if coded.kind == "interval":
        place = np.broadcast_to([float(value) for value in coded.values], totals.shape)
    # Σ (a − b)² over all pairs is 2 (m Σ a² − (Σ a)²).
    of = counts.sum(axis=1)
    if each:
        return np.asarray(2 * (of * (counts * place**2).sum(axis=1) - (counts * place).sum(axis=1) ** 2), np.float64)
    return np.asarray(2 * (of[:, None] * (counts @ (place**2).T) - (counts @ place.T) ** 2), np.float64)


def kappa(coded: Coded, times: Floats) -> Floats:
    """Of two coders. Chance: each of them gives each code as often as in all, whatever the text."""
    first, second = (np.eye(len(coded.values))[given] for given in coded.given)
    chance = (_mean(first, coded, times) * _mean(second, coded, times)).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(chance < 1, (percent(coded, times) - chance) / (1 - chance), np.nan), np.float64)

"""Permutation tests that respect clusters, for many measures at a time.

A measure is a rate: hits over words, or the positive share of a scale's hits. Whole clusters (near-duplicate articles,
or outlets) change sides, within strata (language, topic). The statistic is the difference of the two sides' rates over
its cluster-robust standard error: so studentised, the test is exact where the clusters are exchangeable, and holds its
level in large samples also where the sides differ in spread or in the length of their articles (Janssen, Stat. Probab.
Lett. 36, 1997; Chung & Romano, Ann. Stat. 41, 2013). Paired sides (two voices, two sections of one article) are tested
by flipping the signs of the articles' score contributions (Hemerik, Goeman & Finos, JRSS B 82, 2020).

All sums under one set of labels are linear in the labels, so that thousands of sets are one matrix product.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

import numpy as np

from framing.arrays import Bools, Floats, Longs

__all__ = [
    "ENOUGH",
    "Outcome",
    "Side",
    "Units",
    "assignments",
    "evaluate",
    "permutation_test",
    "relabelled",
    "relabelled_sides",
    "sign_flip_test",
]


#: With fewer sets of labels than this no p can be below 0.05.
ENOUGH: Final = 20
#: Cells of one matrix of labels: 32 MB, whatever the number of clusters.
_CELLS: Final = 4_000_000
#: More clusters than this are put together at random, side by side, into blocks of equal size that change sides as one:
#: the two variances are still estimated from thousands of blocks.
_UNITS: Final = 10_000
#: Two statistics that differ by less than this share are equal: sums in another order are not the same bits.
_TIE: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Clusters, each on one side and in one stratum.

    Attributes:
        x: numerators, shape (units, measures): hits, or positive hits of a scale.
        e: denominators, same shape: words, or all hits of a scale.
        words: words of the units, the measure of how much of a side a stratum is, shape (units,).
        first: which units are on side A; the others are on side B.
        stratum: stratum of each, 0 … number of strata − 1; each stratum has words on both sides.
        loose: which may change sides. Parts of a cluster that is on both sides stay where they are.
        weights: share of each stratum in the common mix, shape (strata,).
    """

    x: Floats
    e: Floats
    words: Floats
    first: Bools
    stratum: Longs
    loose: Bools
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """A side's rates under some sets of labels; arrays have the shape (sets, measures).

    Attributes:
        rate: hits a word, or positive share; NaN where the denominator is 0.
        variance: cluster-robust.
        chance: what the variance would be were every hit by itself (Poisson; binomial is ``chance * (1 - rate)``).
        worth: effective denominator: rate × worth is the effective number of hits.
        size: mean denominator of a cluster, each weighted by it.
        effective: how many clusters of one size would be as many as these, shape (sets, 1).
    """

    rate: Floats
    variance: Floats
    chance: Floats
    worth: Floats
    size: Floats
    effective: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Attributes: p, shape (measures,); how many sets of labels there are; whether all of them were tried."""

    p: Floats
    sets: float
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Sums to take, once each: a unit's words, numerators, denominators and their products."""

    matrix: Floats
    x: Longs
    e: Longs
    xx: Longs
    xe: Longs
    ee: Longs
    xn: Longs
    en: Longs


def _columns(units: Units) -> _Columns:
    n = units.words
    parts: list[Floats] = [n[:, None], (n * n)[:, None]]
    at = 2
    words = np.array([np.array_equal(column, n) for column in units.e.T], dtype=np.bool_)
    others = ~words

    def add(block: Floats, chosen: Bools, rest: int) -> Longs:
        nonlocal at
        index = np.full(len(words), rest, np.int64)
        index[chosen] = np.arange(at, at + int(chosen.sum()))
        parts.append(block[:, chosen])
        at += int(chosen.sum())
        return index

    x, e = units.x, units.e
    every = np.ones(len(words), np.bool_)
    index = {"x": add(x, every, 0), "xx": add(x * x, every, 0), "xn": add(x * n[:, None], every, 0)}
    index |= {"e": add(e, others, 0), "ee": add(e * e, others, 1), "en": add(e * n[:, None], others, 1)}
    index["xe"] = add(x * e, others, 0)
    index["xe"] = np.where(words, index["xn"], index["xe"])
    return _Columns(matrix=np.concatenate(parts, axis=1), **index)


def _evaluate(sums: Floats, weights: Floats, at: _Columns) -> Side:
    """A side from its sums, shape (strata, sets, columns).

    The rate is a ratio of post-stratified totals, its variance that of the linearised residuals (Cochran, Sampling
    Techniques, 1977, ch. 5A and 6), with the factor of the jackknife, (k/(k − 1))², which few skewed clusters need.
    """
    n, nn = sums[:, :, :1], sums[:, :, 1:2]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = weights[:, None, None] / n
        x, e = (sums[:, :, index] for index in (at.x, at.e))
        total = (scale * e).sum(axis=0)
        rate = (scale * x).sum(axis=0) / total
        mean = (x - rate * e) / n
        spread = sums[:, :, at.xx] - 2 * rate * sums[:, :, at.xe] + rate**2 * sums[:, :, at.ee]
        spread += -2 * mean * (sums[:, :, at.xn] - rate * sums[:, :, at.en]) + mean**2 * nn
        clusters = np.maximum((scale * n).sum(axis=0) ** 2 / (scale**2 * nn).sum(axis=0), 1.5)
        few = (clusters / (clusters - 1)) ** 2
        variance = few * (scale**2 * spread.clip(min=0)).sum(axis=0) / total**2
        chance = (scale**2 * x).sum(axis=0) / total**2
        worth = total**2 / (scale**2 * e).sum(axis=0)
        size = (scale**2 * sums[:, :, at.ee]).sum(axis=0) / (scale**2 * e).sum(axis=0)
    return Side(rate=rate, variance=variance, chance=chance, worth=worth, size=size, effective=clusters)


def _sums(matrix: Floats, chosen: Floats, units: Units) -> Floats:
    """Sums of columns by stratum, shape (strata, sets, columns); ``chosen`` has the shape (sets, units)."""
    out = np.empty((len(units.weights), len(chosen), matrix.shape[1]))
    for number in range(len(units.weights)):
        at = np.flatnonzero(units.stratum == number)
        out[number] = chosen[:, at] @ matrix[at]
    return out


def evaluate(units: Units) -> tuple[Side, Side]:
    """Both sides as they are; arrays of shape (1, measures)."""
    at = _columns(units)
    first = units.first[None, :].astype(np.float64)
    a, b = (_evaluate(_sums(at.matrix, side, units), units.weights, at) for side in (first, 1 - first))
    return a, b


def assignments(units: Units) -> float:
    """How many sets of labels there are: whole clusters, within strata."""
    log = 0.0
    for size, taken in _sizes(units):
        log += math.lgamma(size + 1) - math.lgamma(taken + 1) - math.lgamma(size - taken + 1)
    return math.exp(log) if log < 700 else math.inf


def _sizes(units: Units) -> list[tuple[int, int]]:
    """Of each stratum: how many units are loose, and how many of these are on side A."""
    counts = []
    for number in range(len(units.weights)):
        at = units.loose & (units.stratum == number)
        counts.append((int(at.sum()), int((at & units.first).sum())))
    return counts


def relabelled(units: Units, number: int, seed: int, *, drawn: bool = False) -> Iterator[Floats]:
    """Sets of labels, in chunks of shape (sets, units), 1 for side A.

    All there are, where they are not more than ``number``; else, or where ``drawn``, that many drawn at random.
    """
    places = [np.flatnonzero(units.loose & (units.stratum == stratum)) for stratum in range(len(units.weights))]
    taken = [int(units.first[at].sum()) for at in places]
    fixed = (units.first & ~units.loose).astype(np.float64)
    if not drawn and assignments(units) <= number + 0.5:
        sets = product(*(combinations(at.tolist(), count) for at, count in zip(places, taken, strict=True)))
        rows = [[unit for stratum in chosen for unit in stratum] for chosen in sets]
        labels = np.tile(fixed, (len(rows), 1))
        for row, chosen in zip(labels, rows, strict=True):
            row[chosen] = 1.0
        yield labels
        return
    random = np.random.default_rng(seed)
    chunk = _CELLS // len(fixed)
    for start in range(0, number, chunk):
        sets_now = min(chunk, number - start)
        labels = np.tile(fixed, (sets_now, 1))
        for at, count in zip(places, taken, strict=True):
            if 0 < count < len(at):
                order = random.random((sets_now, len(at))).argpartition(count, axis=1)[:, :count]
                np.put_along_axis(labels, at[order], 1.0, axis=1)
            elif count:
                labels[:, at] = 1.0
        yield labels


def permutation_test(units: Units, *, number: int = 2000, seed: int = 0) -> Outcome:
    """Test for each measure whether the two sides have one rate.

    Args:
        units: at most some ten thousand; more are put together in blocks.
        number: sets of labels to try. Where there are no more than these, all are tried and p is exact; else p is
            (b + 1) / (m + 1) (Phipson & Smyth, SAGMB 9, 2010).
        seed: of the draws.

    Returns:
        Two-sided p; NaN where a measure has no value on one side.

    Example:
        >>> hits, words = np.array([[9.0], [8.0], [9.0], [1.0], [2.0], [1.0]]), np.full(6, 100.0)
        >>> first = np.arange(6) < 3
        >>> units = Units(hits, np.tile(words, (1, 1)).T, words, first, np.zeros(6, int), first | ~first, np.ones(1))
        >>> permutation_test(units).p
        array([0.1])
    """
    units = _blocks(units, seed)
    at = _columns(units)
    total = _sums(at.matrix, np.ones((1, len(units.words))), units)
    observed, defined = _statistic(_sums(at.matrix, units.first[None, :].astype(np.float64), units), total, at, units)
    as_far = np.zeros(units.x.shape[1])
    tried = 0
    for labels in relabelled(units, number, seed):
        statistic, _ = _statistic(_sums(at.matrix, labels, units), total, at, units)
        as_far += (statistic >= observed * (1 - _TIE)).sum(axis=0)
        tried += len(labels)
    sets = assignments(units)
    exact = sets <= number + 0.5
    p = as_far / tried if exact else (as_far + 1) / (tried + 1)
    return Outcome(p=np.where(defined[0], p, np.nan), sets=sets, exact=exact)


def _statistic(sums: Floats, total: Floats, at: _Columns, units: Units) -> tuple[Floats, Bools]:
    """|studentised difference|, 0 where it is not defined; and where it is."""
    a = _evaluate(sums, units.weights, at)
    b = _evaluate(total - sums, units.weights, at)
    difference = np.abs(a.rate - b.rate)
    spread = np.sqrt(a.variance + b.variance)
    defined = np.isfinite(difference)
    # What rounding left of a difference of equal rates is none.
    difference = np.where(difference > _TIE * np.maximum(a.rate, b.rate), difference, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(difference > 0, difference / spread, 0.0)
    return np.where(defined, value, 0.0), defined


def relabelled_sides(units: Units, number: int, seed: int) -> Iterator[tuple[Side, Side]]:
    """Both sides under sets of labels drawn at random; the first pair, of one set, is as things are."""
    units = _blocks(units, seed)
    at = _columns(units)
    total = _sums(at.matrix, np.ones((1, len(units.words))), units)
    yield evaluate(units)
    for labels in relabelled(units, number, seed, drawn=True):
        sums = _sums(at.matrix, labels, units)
        yield (
            _evaluate(sums, units.weights, at),
            _evaluate(total - sums, units.weights, at),
        )


def _blocks(units: Units, seed: int) -> Units:
    """Put clusters together where there are very many."""
    size = -(-len(units.words) // _UNITS)
    if size == 1:
        return units
    order = np.random.default_rng((seed, 1)).permutation(len(units.words))
    # Within a stratum and side, in random order, every ``size`` neighbours are a block.
    key = (units.stratum * 2 + units.first) * 2 + units.loose
    order = order[np.argsort(key[order], kind="stable")]
    sorted_key = key[order]
    starts = np.flatnonzero(np.r_[True, sorted_key[1:] != sorted_key[:-1]])
    within = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    heads = np.flatnonzero(within % size == 0)
    x, e = (np.add.reduceat(values[order], heads, axis=0) for values in (units.x, units.e))
    lead = order[heads]
    return Units(
        x=x,
        e=e,
        words=np.add.reduceat(units.words[order], heads),
        first=units.first[lead],
        stratum=units.stratum[lead],
        loose=units.loose[lead],
        weights=units.weights,
    )


def sign_flip_test(contributions: Floats, *, number: int = 2000, seed: int = 0) -> Outcome:
    """Test for each measure whether contributions that are symmetric about zero under the null add up to zero.

    Args:
        contributions: shape (clusters, measures).
        number: sets of signs to try, as for :func:`permutation_test`.
        seed: of the draws.

    Returns:
        Two-sided p; NaN where fewer clusters contribute than can make p smaller than 0.05.

    Example:
        >>> float(sign_flip_test(np.ones((6, 1))).p[0])
        0.03125
    """
    used = contributions[(contributions != 0).any(axis=1)]
    clusters = len(used)
    if not clusters:
        return Outcome(p=np.full(contributions.shape[1], np.nan), sets=1.0, exact=True)
    limit = (1 - _TIE) * np.abs(used.sum(axis=0))
    sets = 2.0**clusters if clusters < 1000 else math.inf
    exact = sets <= number + 0.5
    as_far = np.zeros(contributions.shape[1])
    tried = 0
    for signs in _signs(clusters, number, exact, seed):
        as_far += (np.abs(signs @ used) >= limit).sum(axis=0)
        tried += len(signs)
    p = as_far / tried if exact else (as_far + 1) / (tried + 1)
    # Two of the sets, the observed one and its mirror image, are as far out as can be.
    enough = 2.0 ** np.minimum((used != 0).sum(axis=0), 60) >= 2 * ENOUGH
    return Outcome(p=np.where(enough, p, np.nan), sets=sets, exact=exact)


def _signs(clusters: int, number: int, exact: bool, seed: int) -> Iterator[Floats]:
    if exact:
        yield np.array(list(product((1.0, -1.0), repeat=clusters))).reshape(-1, clusters)
        return
    random = np.random.default_rng(seed)
    chunk = max(1, _CELLS // clusters)
    for start in range(0, number, chunk):
        size = (min(chunk, number - start), clusters)
        yield random.integers(0, 2, size, dtype=np.int8).astype(np.float64) * 2 - 1

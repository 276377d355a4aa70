"""Three ways to contrast articles: within languages, relative to each language, and inside articles.

Each gives :class:`Rows`: what was counted on both sides, the effect of each measure with its interval, and p.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Floats
from framing.scoring.intervals import NORMAL
from framing.statistics.contrast_sides import Measures, Placed, Table, table_of, units_of
from framing.statistics.events import independent
from framing.statistics.observations import Observations
from framing.statistics.permutation import (
    ENOUGH,
    Outcome,
    Side,
    Units,
    assignments,
    evaluate,
    permutation_test,
    relabelled_sides,
    sign_flip_test,
)
from framing.statistics.ratios import (
    Effect,
    Effective,
    Pairs,
    conditional_p,
    contributions,
    difference,
    effective,
    paired_difference,
    paired_ratio,
    ratio,
)

__all__ = [
    "Rows",
    "counted",
    "counts_only",
    "effective_sides",
    "either",
    "pairs_within",
    "picked",
    "relative",
    "within",
]

#: What is said of a contrast that is not tested, of one tested with some sets of labels, with all of them.
_METHODS: Final = ("not tested", "permutation", "permutation, exact")


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A contrast; pairs are of sides A and B, arrays of shape (measures,).

    Attributes:
        hits: all hits that count.
        words: that they count in.
        rates: per word, or share of a scale's hits that is positive; NaN where there is none.
        clusters: that are on the side, and in how many of these the measure has hits.
        effect: ratio, or difference of a scale's values.
        p: NaN where nothing was tested.
        sets: how many sets of labels there are.
        method: of the test.
        calibrated: whether the effect compares like with like.
        left_out: share of each side's words in strata that the other side does not have.
        used: the articles that were compared; null: all.
    """

    hits: tuple[Floats, Floats]
    words: tuple[Floats, Floats]
    rates: tuple[Floats, Floats]
    clusters: tuple[int, int]
    effect: Effect
    p: Floats
    sets: float
    method: str
    calibrated: npt.NDArray[np.bool_]
    left_out: tuple[float, float] = (0.0, 0.0)
    used: pl.Series | None = None


def picked(mask: npt.NDArray[np.bool_], yes: Rows, no: Rows) -> Rows:
    """Some measures of one contrast, the others of another."""

    def of(name: str) -> tuple[Floats, Floats]:
        pairs = zip(getattr(yes, name), getattr(no, name), strict=True)
        first, second = (np.where(mask, one, other) for one, other in pairs)
        return first, second

    return replace(
        no,
        hits=of("hits"),
        words=of("words"),
        rates=of("rates"),
        effect=either(mask, yes.effect, no.effect),
        p=np.where(mask, yes.p, no.p),
    )


def counts_only(
    observed: Observations,
    sides: pl.DataFrame,
    measures: Measures,
    method: str,
    left_out: tuple[float, float] = (0.0, 0.0),
) -> Rows:
    """What was counted, where there is no effect to speak of."""
    # One row a side, in this order, also where a side has no articles.
    rows = sides.select("article_id", row=pl.when("first").then(0).otherwise(1).cast(pl.Int64))
    table = table_of(observed, rows, measures, size=2)
    none = np.full(len(measures.names), np.nan)
    words = np.where(measures.shares, table.words[:, None], table.e)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = table.x / table.e
    worded = sides.join(observed.articles.filter(pl.col("words") > 0), on="article_id", how="semi")
    clusters = [worded.filter(pl.col("first") == side)["unit"].n_unique() for side in (True, False)]
    return Rows(
        hits=(table.hits[0], table.hits[1]),
        words=(words[0], words[1]),
        rates=(rates[0], rates[1]),
        clusters=(clusters[0], clusters[1]),
        effect=Effect(none, none, none),
        p=none,
        sets=1.0,
        method=method,
        calibrated=np.ones(len(none), np.bool_),
        left_out=left_out,
    )


def counted(placed: Placed, measures: Measures) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Hits and words of both sides."""
    units = placed.units
    exposure = np.where(measures.shares, units.words[:, None], units.e)
    sides = (units.first, ~units.first)
    hits = (placed.hits[sides[0]].sum(axis=0), placed.hits[sides[1]].sum(axis=0))
    return hits, (exposure[sides[0]].sum(axis=0), exposure[sides[1]].sum(axis=0))


def effective_sides(
    units: Units, measures: Measures, alike: Floats | None
) -> tuple[tuple[Side, Side], tuple[Effective, Effective]]:
    """Both sides, as they are and as independent hits; ``alike`` as for :func:`framing.statistics.ratios.effective`."""
    a, b = evaluate(units)
    has_hits = np.where(measures.shares, units.e, units.x) > 0
    informative = tuple(has_hits[chosen].sum(axis=0).astype(np.float64) for chosen in (units.first, ~units.first))
    return (a, b), effective(a, b, (informative[0], informative[1]), measures.shares, alike)


def alike_of(likeness: Mapping[str, Floats] | None, sides: pl.DataFrame) -> Floats | None:
    """Likeness of the words of a text in the languages of some articles, each weighted by how many these are."""
    # In one order: a sum of floats depends on it.
    codes = sides["language"].drop_nulls().value_counts().sort("language")
    known = [(likeness[code], count) for code, count in codes.iter_rows() if code in likeness] if likeness else []
    if not known:
        return None
    return np.asarray(sum(value * count for value, count in known) / sum(count for _, count in known), np.float64)


def within(
    observed: Observations,
    sides: pl.DataFrame,
    measures: Measures,
    likeness: Mapping[str, Floats] | None = None,
    *,
    thin: int,
    sets: int,
    seed: int,
) -> Rows:
    """Contrast within the strata that both sides have, at one mix of them.

    Args:
        observed: what was counted.
        sides: as for :func:`framing.statistics.contrast_sides.units_of`.
        measures: what is measured.
        likeness: language → how much alike the words of a text are there (see
            :func:`framing.statistics.ratios.effective`), where texts are the units.
        thin: see there.
        sets: sets of labels to try; 0 for no test.
        seed: of the draws.
    """
    placed = units_of(observed, sides, measures, thin=thin)
    units = placed.units
    total = [float(units.words[chosen].sum()) for chosen in (units.first, ~units.first)]
    sums = [left + kept for left, kept in zip(placed.left_out, total, strict=True)]
    # Where a side is empty nothing is left out: there is nothing.
    lost_a, lost_b = (left / whole if min(sums) > 0 else 0.0 for left, whole in zip(placed.left_out, sums, strict=True))
    if not len(units.words):
        return counts_only(observed, sides, measures, "permutation", (lost_a, lost_b))
    (a, b), both = effective_sides(units, measures, alike_of(likeness, sides))
    rates = a.rate[0], b.rate[0]
    effect = either(measures.shares, difference(*both, rates), ratio(*both, rates))
    test = permutation_test(units, number=sets, seed=seed) if sets else _untested(measures, assignments(units))
    hits, words = counted(placed, measures)
    return Rows(
        hits=hits,
        words=words,
        rates=rates,
        clusters=(int(units.first.sum()), int((~units.first).sum())),
        effect=effect,
        p=np.where(test.sets >= ENOUGH, test.p, np.nan),
        sets=test.sets,
        method=_METHODS[1 + test.exact if sets else 0],
        calibrated=np.ones(len(measures.names), np.bool_),
        left_out=(lost_a, lost_b),
        used=placed.rows["article_id"],
    )


def _untested(measures: Measures, sets: float) -> Outcome:
    """What comes of a test that is not asked for."""
    return Outcome(p=np.full(len(measures.names), np.nan), sets=sets, exact=False)


def either(shares: npt.NDArray[np.bool_], yes: Effect, no: Effect) -> Effect:
    """Some measures of one effect, the others of another."""
    parts = ((getattr(yes, name), getattr(no, name)) for name in ("value", "low", "high"))
    return Effect(*(np.where(shares, one, other) for one, other in parts))


def relative(
    observed: Observations,
    sides: tuple[pl.DataFrame, pl.DataFrame],
    measures: Measures,
    likeness: Mapping[str, Floats] | None = None,
    *,
    thin: int,
    sets: int,
    seed: int,
) -> Rows:
    """Contrast two sides in different languages, each relative to the rest of its own.

    Args:
        observed: what was counted.
        sides: of A and of B, each against the rest of its language, as for :func:`within`.
        measures: what is measured.
        likeness: as for :func:`within`.
        thin: as for :func:`within`.
        sets: sets of labels to try; 0 for no test.
        seed: of the draws.
    """
    placed = [units_of(observed, frame, measures, thin=thin) for frame in sides]
    if any(not len(part.units.words) for part in placed):
        own = [
            frame.filter("first").with_columns(first=pl.lit(side))
            for frame, side in zip(sides, (True, False), strict=True)
        ]
        return counts_only(observed, pl.concat(own), measures, "relative to each language")
    logs = []
    for part, frame in zip(placed, sides, strict=True):
        _, both = effective_sides(part.units, measures, alike_of(likeness, frame))
        logs.append([_transformed(side.hits, side.worth, measures.shares) for side in both])
    value = (logs[0][0][0] - logs[0][1][0]) - (logs[1][0][0] - logs[1][1][0])
    error = np.sqrt(sum(part[1] for pair in logs for part in pair))
    bounds = [value - NORMAL * error, value, value + NORMAL * error]
    low, middle, high = (np.where(measures.shares, 2 * bound, np.exp(bound)) for bound in bounds)
    sums = [counted(part, measures) for part in placed]
    rates = tuple(evaluate(part.units)[0].rate[0] for part in placed)
    clusters = tuple(int(part.units.first.sum()) for part in placed)
    known = (sums[0][0][0] + sums[1][0][0] > 0) & np.isfinite(value)
    p = _relative_p([part.units for part in placed], measures.shares, sets, seed) if sets else np.nan
    return Rows(
        hits=(sums[0][0][0], sums[1][0][0]),
        words=(sums[0][1][0], sums[1][1][0]),
        rates=(rates[0], rates[1]),
        clusters=(clusters[0], clusters[1]),
        effect=Effect(*(np.where(known, part, np.nan) for part in (middle, low, high))),
        p=np.where(known, p, np.nan),
        sets=float(sets) if sets else math.inf,
        method=f"relative to each language{', permutation' if sets else ''}",
        calibrated=np.ones(len(measures.names), np.bool_),
    )


def _transformed(hits: Floats, worth: Floats, shares: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Logarithm of a rate, or a share, with a half added to the hits, and its variance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        log, share = np.log((hits + 0.5) / worth), (hits + 0.5) / (worth + 1)
        return np.where(shares, share, log), np.where(shares, share * (1 - share) / (worth + 1), 1 / (hits + 0.5))


def _relative_p(units: list[Units], shares: npt.NDArray[np.bool_], sets: int, seed: int) -> Floats:
    """Permute each side with the rest of its language, and compare the differences of the two contrasts."""
    parts = []
    for number, part in enumerate(units):
        moved = [_moved(a, b, shares) for a, b in relabelled_sides(part, sets, seed + number)]
        parts.append([np.concatenate(arrays) for arrays in zip(*moved, strict=True)])
    (value_a, variance_a), (value_b, variance_b) = parts
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.nan_to_num(np.abs(value_a - value_b) / np.sqrt(variance_a + variance_b), posinf=np.inf)
    as_far = (statistic[1:] >= statistic[0] * (1 - 1e-9)).sum(axis=0)
    return np.asarray((as_far + 1) / len(statistic), dtype=np.float64)


def _moved(a: Side, b: Side, shares: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The contrast of a side with the rest, on the log scale for rates, and its cluster-robust variance."""
    values, variances = [], []
    with np.errstate(divide="ignore", invalid="ignore"):
        for side in (a, b):
            rate = side.rate + 0.5 / side.worth
            spread = np.maximum(side.variance, side.chance * np.where(side.rate > 0, 0.0, 1.0) + 0.25 / side.worth**2)
            values.append(np.where(shares, side.rate, np.log(rate)))
            variances.append(np.where(shares, side.variance, spread / rate**2))
    return values[0] - values[1], variances[0] + variances[1]


def pairs_within(observed: tuple[Observations, Observations], measures: Measures, *, sets: int, seed: int) -> Rows:
    """Contrast two voices, or two sections, inside articles.

    Args:
        observed: the same articles, once with each side's words and hits.
        measures: what is measured.
        sets: sets of signs to try; 0 for no test.
        seed: of the draws.
    """
    words = observed[1].articles.select("article_id", other="words")
    both = observed[0].articles.join(words, on="article_id", maintain_order="left")
    both = both.filter((pl.col("words") > 0) & (pl.col("other") > 0)).with_row_index("row")
    rows = both.select("article_id", pl.col("row").cast(pl.Int64))
    if not rows.height:
        return _pairless(observed, measures)
    tables = [table_of(part, rows, measures) for part in observed]
    cluster = both.select(independent(both)).to_series().rank("dense").to_numpy().astype(np.int64) - 1
    pairs = Pairs((tables[0].x, tables[1].x), (tables[0].e, tables[1].e), cluster)
    test = sign_flip_test(contributions(pairs), number=sets, seed=seed) if sets else _untested(measures, math.inf)
    clusters = int(cluster.max()) + 1
    rates = [_rate(table) for table in tables]
    exposure = [np.where(measures.shares, table.words.sum(), table.e.sum(axis=0)) for table in tables]
    return Rows(
        hits=(tables[0].hits.sum(axis=0), tables[1].hits.sum(axis=0)),
        words=(exposure[0], exposure[1]),
        rates=(rates[0], rates[1]),
        clusters=(clusters, clusters),
        effect=either(measures.shares, paired_difference(pairs), paired_ratio(pairs)),
        p=np.where(np.isnan(test.p), np.nan, np.fmax(test.p, conditional_p(pairs, measures.shares))),
        sets=test.sets,
        method="within articles, sign flips and binomial",
        calibrated=np.ones(len(measures.names), np.bool_),
        used=both["article_id"],
    )


def _pairless(observed: tuple[Observations, Observations], measures: Measures) -> Rows:
    """No article has words on both sides."""
    halves = []
    for side, part in zip((True, False), observed, strict=True):
        everything = part.articles.select("article_id", unit="cluster", first=pl.lit(side))
        halves.append(counts_only(part, everything, measures, "within articles"))
    a, b = halves
    return replace(
        a,
        hits=(a.hits[0], b.hits[1]),
        words=(a.words[0], b.words[1]),
        rates=(a.rates[0], b.rates[1]),
        clusters=(a.clusters[0], b.clusters[1]),
    )


def _rate(table: Table) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(table.x.sum(axis=0) / table.e.sum(axis=0), dtype=np.float64)

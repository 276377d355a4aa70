"""Saddlepoints: p of each group against the rest, as a permutation test would find it, without a permutation.

The units of a language (texts, or events) are dealt out to its outlets. What an outlet has beyond the common rate r is
S = Σ(y − rn) over its m of N units, and p is how often m units drawn at random, without replacement, have as much. The
far tail of that distribution, where a table of a thousand cells is decided, would take 10⁵ draws a cell. It is
approximated by a double saddlepoint: unit j is drawn with log odds θ₁ + tⱼ·(y − rn)ⱼ, the number drawn is conditioned
on (Robinson, Journal of the Royal Statistical Society B 44, 1982; Booth & Butler, Biometrika 77, 1990), and the tail
is that of Barndorff-Nielsen's r* (Biometrika 73, 1986). What comes out for counts is a mid-p.

Outlets differ in the length of their articles, and long articles have larger residuals and no gaps between them. A
permutation that deals long articles to everybody finds false differences then: of tables of outlets whose lengths
differ (log-sd .5) and whose rates do not, 55 to 90 % had an adjusted p ≤ .05, and still 8 to 78 % with standardised
residuals. So the log odds have a term for the logarithm of the length too, and its sum is conditioned on (the
conditional permutation test of Rosenbaum, JASA 79, 1984): 0 to 8 %, and the same level where lengths do not differ.
``python -m tests.benchmarks.false_discoveries`` has the figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Longs

__all__ = ["Shuffle", "shuffled", "shuffled_p"]


#: The sum of log lengths is conditioned on up to the spread of so many units: an outlet that has the longest articles
#: leaves no other choice, and of two or three articles no two sets have the same sum. With 0 a quarter of the tables of
#: outlets of three articles had a false discovery, with .5 to 2 none or hardly any.
_SLACK: Final = 1.0
#: Standard deviation of log lengths in news, at least: where lengths hardly differ they need hardly be conditioned on,
#: and an outlet whose texts are all a word longer would have no other reason to differ left.
_USUAL: Final = 0.5
#: Units whose hits and lengths are within this share of each other are one point, where there are more than _ENOUGH.
_ALIKE: Final = 0.1
_ENOUGH: Final = 400
#: Rounds of Newton's method; a handful does.
_ROUNDS: Final = 60
_HALVINGS: Final = 30
#: Newton's decrement at which a saddlepoint is found.
_CLOSE: Final = 1e-10
#: Nearer to the middle of the distribution than this r* is 0/0, and the normal exact enough.
_MIDDLE: Final = 1e-3
#: Residuals that differ by less, in standard deviations, are the same number rounded twice.
_TIE: Final = 1e-9
#: Outlets of one measure worked out at a time, and outlets × points of several: a few MB.
_CHUNK: Final = 256
_CELLS: Final = 200_000


@dataclass(frozen=True, slots=True, eq=False)
class Shuffle:
    """What is dealt out anew: one measure of the units of some outlets.

    Attributes:
        y: hits of each unit, or those of a scale's positive side.
        n: words of each unit, or hits of both sides; units without any say nothing and are left out.
        outlet: whose it is: 0 … ``outlets`` − 1.
        outlets: how many there are.
    """

    y: npt.ArrayLike
    n: npt.ArrayLike
    outlet: npt.ArrayLike
    outlets: int


def shuffled_p(
    y: npt.ArrayLike, n: npt.ArrayLike, outlet: npt.ArrayLike, outlets: int, *, lengths: bool = True
) -> Floats:
    """Two-sided p of each outlet against the rest, were the units shuffled among the outlets.

    Args:
        y: as in :class:`Shuffle`; so ``n``, ``outlet``, ``outlets``.
        n: words of each unit.
        outlet: whose it is.
        outlets: how many there are.
        lengths: whether units of a length are rather dealt to an outlet that has such; without it, each unit goes
            anywhere with the same chance.

    Returns:
        Shape (outlets,), twice the smaller tail. NaN where an outlet or the rest has no unit, or nobody a hit; 1 where
        all units have one rate. An outlet, or a rest, of a single unit has the exact mid-p of that unit's rank. An
        outlet that has all hits has about 2 over the number of sets of as many units: .1 of three of six, and no less.

    Example:
        >>> hits = np.r_[np.full(8, 6.0), np.arange(40) % 3]
        >>> outlet = np.r_[np.zeros(8, int), np.arange(40) % 4 + 1]
        >>> p = shuffled_p(hits, np.full(48, 100.0), outlet, 5)
        >>> bool(p[0] < 1e-6), bool((p[1:] > 0.01).all())
        (True, True)
    """
    (p,) = shuffled([Shuffle(y, n, outlet, outlets)], lengths=lengths)
    return p


def shuffled(shuffles: Iterable[Shuffle], *, lengths: bool = True) -> list[Floats]:
    """What :func:`shuffled_p` gives for each of many measures, those of one shape worked out together.

    Example:
        >>> hits, words, outlet = np.arange(6.0), np.full(6, 100.0), np.arange(6) // 3
        >>> both = shuffled([Shuffle(hits, words, outlet, 2), Shuffle(hits[::-1], words, outlet, 2)])
        >>> bool(np.allclose(both[0], both[1]))
        True
    """
    results: list[Floats] = []
    waiting: list[_Aims] = []
    for shuffle in shuffles:
        p, aims = _aims(shuffle, lengths)
        results.append(p)
        for each in aims:
            if waiting and not _fit(waiting, each):
                _settle(waiting)
                waiting = []
            waiting.append(each)
    if waiting:
        _settle(waiting)
    return results


def _aims(shuffle: Shuffle, lengths: bool) -> tuple[Floats, list[_Aims]]:
    """The p of each outlet as far as it needs no saddlepoint, and what is left, which is to be written into it."""
    hits, words = (np.asarray(each, np.float64) for each in (shuffle.y, shuffle.n))
    number, outlets = np.asarray(shuffle.outlet, np.int64), shuffle.outlets
    has_words = words > 0
    hits, words, number = hits[has_words], words[has_words], number[has_words]
    size = np.bincount(number, minlength=outlets).astype(np.float64)
    testable = (size > 0) & (size < len(hits)) & (hits.sum() > 0)
    p = np.full(outlets, np.nan)
    if not testable.any():
        return p, []
    residual = hits - hits.sum() / words.sum() * words
    residual -= residual.mean()
    spread = float(residual.std())
    # Rounding leaves some spread where there is none.
    if spread <= _TIE * max(float(hits.max()), 1.0):
        p[testable] = 1.0
        return p, []
    residual /= spread
    total = np.bincount(number, residual, outlets)
    single = testable & ((size == 1) | (size == len(hits) - 1))
    p[single] = _of_one(residual, np.where(size == 1, total, -total)[single])
    rest = np.flatnonzero(testable & ~single)
    if not len(rest):
        return p, []
    length = _standardised(np.log(words)) if lengths else np.zeros(len(words))
    points = _points(hits, words, residual, length)
    aim = np.column_stack([size, np.bincount(number, length, outlets), _inside(residual, number, size)])
    stretches = [rest[at : at + _CHUNK] for at in range(0, len(rest), _CHUNK)]
    return p, [_Aims(points, aim[stretch], stretch, p) for stretch in stretches]


def _settle(together: Sequence[_Aims]) -> None:
    """Work out what is left of some measures, and write it where it belongs."""
    for each, upper in zip(together, _upper(together), strict=True):
        each.p[each.rows] = np.minimum(2 * np.minimum(upper, 1 - upper), 1)


def _of_one(residual: Floats, value: Floats) -> Floats:
    """Mid-p of one unit drawn from all."""
    ordered = np.sort(residual)
    below, upto = np.searchsorted(ordered, value - _TIE), np.searchsorted(ordered, value + _TIE)
    upper = 1 - (below + upto) / 2 / len(residual)
    return np.asarray(np.minimum(2 * np.minimum(upper, 1 - upper), 1), np.float64)


def _standardised(values: Floats) -> Floats:
    spread = float(values.std())
    return (values - values.mean()) / max(spread, _USUAL) if spread > _TIE else np.zeros(len(values))


def _inside(residual: Floats, number: Longs, size: Floats) -> Floats:
    """Each outlet's sum; where it is the largest or smallest that there can be, halfway to the next.

    At the end itself there is no saddlepoint.
    """
    sums = np.bincount(number, residual, len(size)).astype(np.float64)
    for sign in (1.0, -1.0):
        value = sign * residual
        least, most = np.full(len(size), np.inf), np.full(len(size), -np.inf)
        np.minimum.at(least, number, value)
        np.maximum.at(most, number, value)
        # Of the others' largest values the largest: for all outlets but one, the largest of all.
        second, first = np.sort(most)[-2:]
        others = np.where(most == first, second, first)
        for row in np.flatnonzero((least >= others - _TIE) & (size > 0)):
            sums[row] -= sign * _gap(value[number == row], value[number != row]) / 2
    return sums


def _gap(own: Floats, left: Floats) -> float:
    """By how much the largest sum exceeds the next that differs, which is one exchange of two units away."""
    least, most = float(own.min()), float(left.max())
    if least - most > _TIE:
        return least - most
    below = float(left.max(where=left < least - _TIE, initial=-np.inf))
    above = float(own.min(where=own > most + _TIE, initial=np.inf))
    return min(least - below, above - most)


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Units that are alike, as one point each.

    Attributes:
        design: of each point 1, its standardised log length, its residual; shape (points, 3).
        weight: units at each point.
    """

    design: Floats
    weight: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Aims:
    """What outlets have of one measure.

    Attributes:
        points: what is dealt out.
        aim: units, their log lengths, their residuals; shape (outlets, 3).
        rows: which outlets these are.
        p: of all outlets of the measure.
    """

    points: _Points
    aim: Floats
    rows: Longs
    p: Floats


def _fit(waiting: Sequence[_Aims], other: _Aims) -> bool:
    """Whether measures are of one shape, and not too many."""
    shape = len(other.aim), len(other.points.weight)
    of_waiting = len(waiting[0].aim), len(waiting[0].points.weight)
    return shape == of_waiting and (len(waiting) + 1) * shape[0] * shape[1] <= _CELLS


def _points(hits: Floats, words: Floats, residual: Floats, length: Floats) -> _Points:
    weight = np.ones(len(hits))
    if len(hits) > _ENOUGH:
        # Counts below 1 / _ALIKE keep a point each.
        steps = np.rint([np.arcsinh(hits * _ALIKE) / _ALIKE, np.log(words) / _ALIKE]).astype(np.int64)
        steps -= steps.min(axis=1, keepdims=True)
        cell = steps[0] * (steps[1].max() + 1) + steps[1]
        weight = np.bincount(cell).astype(np.float64)
        used = weight > 0
        weight = weight[used]
        residual, length = (np.bincount(cell, values)[used] / weight for values in (residual, length))
    return _Points(np.column_stack([np.ones(len(weight)), length, residual]), weight)


@dataclass(frozen=True, slots=True, eq=False)
class _Lot:
    """Measures of one shape. What comes out of one does not depend on the others, to the last bit.

    Attributes:
        design: shape (measures, points, 3).
        weight: shape (measures, 1, points).
        aim: shape (measures, outlets, 3).
    """

    design: Floats
    weight: Floats
    aim: Floats


def _upper(aims: Sequence[_Aims]) -> list[Floats]:
    """P of a residual as large, given units and log lengths, of the outlets of each measure."""
    from scipy.special import ndtr

    weight = np.stack([each.points.weight[None] for each in aims])
    lot = _Lot(np.stack([each.points.design for each in aims]), weight, np.stack([each.aim for each in aims]))
    units = lot.weight.sum(axis=2)
    start = np.zeros_like(lot.aim)
    start[:, :, 0] = np.log(lot.aim[:, :, 0] / (units - lot.aim[:, :, 0]))
    null = _saddle(lot, start, 2)
    full = _saddle(lot, null.at, 3)
    t = full.at[:, :, 2]
    far = np.sign(t) * np.sqrt(np.maximum(2 * (full.value - null.value), 0.0))
    near = np.abs(far) < _MIDDLE
    safe = np.where(near, 1.0, far)
    ratio = np.where(near, 1.0, t * np.exp((full.bend - null.bend) / 2) / safe)
    return list(ndtr(-np.where(near, far, safe + np.log(ratio) / safe)))


@dataclass(frozen=True, slots=True, eq=False)
class _Saddle:
    """Where the exponent is highest: the slopes, the exponent, the logarithm of the Hessian's determinant.

    Shapes (measures, outlets, 3) and (measures, outlets).
    """

    at: Floats
    value: Floats
    bend: Floats


def _saddle(lot: _Lot, start: Floats, slopes: int) -> _Saddle:
    """Newton's method on θ·aim − Σ log(1 + exp(θ·design)), which is concave; all outlets at a time.

    Only the first of the slopes move. Without variation in length its slope stays where it is.
    """
    from scipy.special import expit

    design, aim = lot.design[:, :, :slopes], lot.aim[:, :, :slopes]
    products = (design[:, :, :, None] * design[:, :, None, :]).reshape(*design.shape[:2], -1)
    slack = np.array([0.0, _SLACK, 0.0])
    saddle = _Saddle(start, _exponent(lot, start, slack), np.zeros(start.shape[:2]))
    for _ in range(_ROUNDS):
        chance = expit(saddle.at @ lot.design.swapaxes(1, 2))
        gradient = aim - (chance * lot.weight) @ design - (slack * saddle.at)[:, :, :slopes]
        hessian = ((chance * (1 - chance) * lot.weight) @ products).reshape(*aim.shape, slopes)
        hessian += np.diag(slack[:slopes] + 1e-12)
        step = np.zeros_like(saddle.at)
        step[:, :, :slopes] = np.linalg.solve(hessian, gradient[..., None])[..., 0]
        saddle = replace(saddle, bend=np.linalg.slogdet(hessian)[1])
        done = np.abs(gradient * step[:, :, :slopes]).sum(axis=2) < _CLOSE
        if done.all():
            break
        saddle = _climbed(lot, saddle, np.where(done[:, :, None], 0.0, step), slack)
    return saddle


def _climbed(lot: _Lot, saddle: _Saddle, step: Floats, slack: Floats) -> _Saddle:
    """One step up, halved for those outlets where a whole one goes down."""
    share = np.ones(saddle.value.shape)
    for _ in range(_HALVINGS):
        at = saddle.at + share[:, :, None] * step
        value = _exponent(lot, at, slack)
        down = ~(value >= saddle.value - 1e-12 * np.abs(saddle.value))
        if not down.any():
            break
        share = np.where(down, share / 2, share)
    return replace(saddle, at=at, value=value)


def _exponent(lot: _Lot, at: Floats, slack: Floats) -> Floats:
    odds = at @ lot.design.swapaxes(1, 2)
    softplus = np.maximum(odds, 0) + np.log1p(np.exp(-np.abs(odds)))
    added = (softplus @ lot.weight.swapaxes(1, 2))[:, :, 0]
    return np.asarray((at * lot.aim).sum(axis=2) - added - (slack * at**2).sum(axis=2) / 2, np.float64)

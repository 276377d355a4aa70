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

False discoveries: how many of the differences that stand out do so by chance.

Two questions are kept apart. *Does it differ from the rest?* is answered by a p, adjusted for all that is shown. *Does
it differ by more than outlets commonly do?* is answered by the posterior: the chance that the sign of the difference is
wrong (the local false sign rate; Stephens, Biostatistics 18, 2017), and the chance that the difference is large.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.arrays import Floats, Longs

__all__ = ["LARGE", "RATE", "adjusted", "marked", "shuffled_p"]


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
#: Outlets worked out at a time: a few MB.
_CHUNK: Final = 256


def shuffled_p(
    y: npt.ArrayLike, n: npt.ArrayLike, outlet: npt.ArrayLike, outlets: int, *, lengths: bool = True
) -> Floats:
    """Two-sided p of each outlet against the rest, were the units shuffled among the outlets.

    Args:
        y: hits of each unit, or those of a scale's positive side.
        n: words of each unit, or hits of both sides; units without any say nothing and are left out.
        outlet: whose it is: 0 … ``outlets`` − 1.
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
    hits, words, number = np.asarray(y, np.float64), np.asarray(n, np.float64), np.asarray(outlet, np.int64)
    has_words = words > 0
    hits, words, number = hits[has_words], words[has_words], number[has_words]
    size = np.bincount(number, minlength=outlets).astype(np.float64)
    testable = (size > 0) & (size < len(hits)) & (hits.sum() > 0)
    p = np.full(outlets, np.nan)
    if not testable.any():
        return p
    residual = hits - hits.sum() / words.sum() * words
    residual -= residual.mean()
    spread = float(residual.std())
    # Rounding leaves some spread where there is none.
    if spread <= _TIE * max(float(hits.max()), 1.0):
        p[testable] = 1.0
        return p
    residual /= spread
    total = np.bincount(number, residual, outlets)
    single = testable & ((size == 1) | (size == len(hits) - 1))
    p[single] = _of_one(residual, np.where(size == 1, total, -total)[single])
    rest = np.flatnonzero(testable & ~single)
    if len(rest):
        length = _standardised(np.log(words)) if lengths else np.zeros(len(words))
        points = _points(hits, words, residual, length)
        aim = np.column_stack([size, np.bincount(number, length, outlets), _inside(residual, number, size)])
        for at in range(0, len(rest), _CHUNK):
            stretch = rest[at : at + _CHUNK]
            upper = _upper(points, aim[stretch])
            p[stretch] = np.minimum(2 * np.minimum(upper, 1 - upper), 1)
    return p


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
        products: their products, shape (points, 9).
        weight: units at each point.
    """

    design: Floats
    products: Floats
    weight: Floats


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
    design = np.column_stack([np.ones(len(weight)), length, residual])
    products = (design[:, :, None] * design[:, None, :]).reshape(len(weight), 9)
    return _Points(design, products, weight)


def _upper(points: _Points, aim: Floats) -> Floats:
    """P of a sum as large, given the other two: columns of ``aim`` are units, their log lengths, their residuals."""
    from scipy.special import ndtr

    units = points.weight.sum()
    start = np.zeros_like(aim)
    start[:, 0] = np.log(aim[:, 0] / (units - aim[:, 0]))
    # Without variation in length its slope stays where it is.
    slopes = [0, 1] if points.design[:, 1].any() else [0]
    null = _saddle(points, aim, start, slopes)
    full = _saddle(points, aim, null.at, [*slopes, 2])
    t = full.at[:, 2]
    far = np.sign(t) * np.sqrt(np.maximum(2 * (full.value - null.value), 0.0))
    near = np.abs(far) < _MIDDLE
    safe = np.where(near, 1.0, far)
    ratio = np.where(near, 1.0, t * np.exp((full.bend - null.bend) / 2) / safe)
    return np.asarray(ndtr(-np.where(near, far, safe + np.log(ratio) / safe)), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Saddle:
    """Where the exponent is highest: the slopes, the exponent, the logarithm of the Hessian's determinant."""

    at: Floats
    value: Floats
    bend: Floats


def _saddle(points: _Points, aim: Floats, start: Floats, slopes: list[int]) -> _Saddle:
    """Newton's method on θ·aim − Σ log(1 + exp(θ·design)), which is concave; all outlets at a time."""
    from scipy.special import expit

    design, weight = points.design, points.weight
    products = points.products.reshape(-1, 3, 3)[:, slopes][:, :, slopes].reshape(len(weight), -1)
    slack = np.array([0.0, _SLACK, 0.0])
    saddle = _Saddle(start, *_exponent(points, aim, start, slack))
    for _ in range(_ROUNDS):
        chance = expit(saddle.at @ design.T)
        gradient = (aim - (chance * weight) @ design - slack * saddle.at)[:, slopes]
        hessian = ((chance * (1 - chance) * weight) @ products).reshape(-1, len(slopes), len(slopes))
        hessian += np.diag(slack[slopes] + 1e-12)
        step = np.zeros_like(saddle.at)
        step[:, slopes] = np.linalg.solve(hessian, gradient[..., None])[..., 0]
        saddle = replace(saddle, bend=np.linalg.slogdet(hessian)[1])
        done = np.abs(gradient * step[:, slopes]).sum(axis=1) < _CLOSE
        if done.all():
            break
        saddle = _climbed(points, aim, saddle, np.where(done[:, None], 0.0, step), slack)
    return saddle


def _climbed(points: _Points, aim: Floats, saddle: _Saddle, step: Floats, slack: Floats) -> _Saddle:
    """One step up, halved for those outlets where a whole one goes down."""
    share = np.ones(len(aim))
    for _ in range(_HALVINGS):
        at = saddle.at + share[:, None] * step
        value, _ = _exponent(points, aim, at, slack)
        down = ~(value >= saddle.value - 1e-12 * np.abs(saddle.value))
        if not down.any():
            break
        share = np.where(down, share / 2, share)
    return replace(saddle, at=at, value=value)


def _exponent(points: _Points, aim: Floats, at: Floats, slack: Floats) -> tuple[Floats, Floats]:
    """The exponent, and zeros for a determinant that is not known yet."""
    odds = at @ points.design.T
    softplus = np.maximum(odds, 0) + np.log1p(np.exp(-np.abs(odds)))
    value = (at * aim).sum(axis=1) - softplus @ points.weight - (slack * at**2).sum(axis=1) / 2
    return np.asarray(value, np.float64), np.zeros(len(aim))


#: Share of the marked cells that may have the wrong sign.
RATE: Final = 0.05
#: How sure it must be that a marked difference is large.
LARGE: Final = 0.8


def adjusted(p: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Adjust p values for all comparisons that are shown together.

    Of the cells whose adjusted p is at most .05, at most one in twenty is expected to be there by chance (Benjamini &
    Hochberg, Journal of the Royal Statistical Society B 57, 1995).

    Args:
        p: one value a comparison; NaN where none was made, which stays NaN and counts for nothing.

    Returns:
        Values of the same shape, at most 1.

    Example:
        >>> adjusted([0.01, 0.04, 0.5]).round(2).tolist()
        [0.03, 0.06, 0.5]
    """
    values = np.asarray(p, dtype=np.float64)
    flat = values.ravel()
    known = np.flatnonzero(~np.isnan(flat))
    order = known[np.argsort(flat[known], kind="stable")]
    count = len(order)
    result = np.full(flat.shape, np.nan)
    scaled = flat[order] * count / np.arange(1, count + 1)
    result[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return result.reshape(values.shape)


def marked(lfsr: npt.ArrayLike, beyond: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """The cells to mark: the largest set of large differences of which on average one in twenty has the wrong sign.

    Args:
        lfsr: chance that the difference has the other sign, 0 to ½; NaN where nothing is known.
        beyond: chance that it is large, of the same shape.

    Returns:
        Of the cells whose ``beyond`` is :data:`LARGE` or more, those with the lowest lfsr, as many as keep their mean
        at or below :data:`RATE`. Cells that are equal in both are marked together or not at all.

    Example:
        >>> marked([0.01, 0.08, 0.3, 0.001], [0.9, 0.8, 0.9, 0.5]).tolist()
        [True, True, False, False]
    """
    wrong, large = np.broadcast_arrays(np.asarray(lfsr, np.float64), np.asarray(beyond, np.float64))
    chosen = np.flatnonzero((large.ravel() >= LARGE) & ~np.isnan(wrong.ravel()))
    pairs = np.column_stack([wrong.ravel(), -large.ravel()])[chosen]
    order = np.lexsort((pairs[:, 1], pairs[:, 0]))
    pairs, chosen = pairs[order], chosen[order]
    kept = pairs[:, 0].cumsum() <= RATE * np.arange(1, len(chosen) + 1)
    # Sorted by lfsr the mean never falls, so that what is kept is what comes first.
    last = np.r_[(pairs[1:] != pairs[:-1]).any(axis=1), True][: len(chosen)]
    size = int(np.flatnonzero(kept & last).max(initial=-1)) + 1
    marks = np.zeros(wrong.size, np.bool_)
    marks[chosen[:size]] = True
    return marks.reshape(wrong.shape)

"""Differences: does an outlet differ from the rest of its language by more than its texts vary?

The texts, or events, of a language are shuffled among its outlets (:mod:`framing.statistics.shuffling`). That asks
whether the outlet could be any other, not by how much it differs, and not whether the outlets cover the same topics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.statistics.groups import Texts, texts_of
from framing.statistics.hits import Sums
from framing.statistics.observations import SCALE_WORDS, Observations
from framing.statistics.shuffling import Shuffle, shuffled
from framing.statistics.significance import adjusted

__all__ = ["PROMISING", "Measured", "approximate_p", "differences", "measured", "tested"]


#: Adjusted p of the normal approximation up to which the exact one is worked out: ten times what counts as a
#: difference. In 300 tables of 180 groups, hits as skewed as those of news, none of 4,839 differences was passed over;
#: 14 of 3,137 were where rates are lognormal. At .2, in 40 tables, one in 600 and one in fifteen.
PROMISING: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One measure of the units of one language.

    Attributes:
        language: its place among the languages, sorted.
        name: dimension or scale.
        column: its place among rates and then shares.
        y: hits of each unit, or those of the positive side; so ``n``, words or hits of both sides.
        group: of each unit, as a place in ``rows``.
        rows: the groups of the language, as places in the tally's.
        share: whether it is a proportion.
    """

    language: int
    name: str
    column: int
    y: Floats
    n: Floats
    group: Longs
    rows: Longs
    share: bool


def differences(observations: Observations, by: Sequence[str], counts: tuple[Sums, Sums]) -> Floats:
    """P that a group has the rate, or the proportion, of the rest of its language, adjusted for all that are compared.

    Most of thousands of comparisons are far from any difference. The normal approximation to the same permutations
    tells which; they count among the comparisons, and the exact p is worked out of the others.

    Args:
        observations: whose articles are tallied by the same columns.
        by: columns that make a group, with the language, as for :func:`framing.statistics.groups.tally`.
        counts: the observations' hits and sides.

    Returns:
        Groups × names (rates and then shares), groups in the order of the tally's; NaN where nothing can be tested, 1
        where the approximation is far from a difference.
    """
    texts, groups = texts_of(observations, by)
    language = _numbers_of_languages(groups)
    rough = np.full((groups.height, sum(len(each.names) for each in counts)), np.nan)
    # All groups as if of one language: places of languages come in below.
    for one in measured(texts, groups.with_columns(language=pl.lit("")), counts):
        rough[:, one.column] = approximate_p(one.y, one.n, one.group, language)
    promising = adjusted(rough) <= PROMISING
    p = np.where(np.isnan(rough), np.nan, 1.0)
    wanted = np.zeros((int(language.max(initial=-1)) + 1, p.shape[1]), np.bool_)
    np.logical_or.at(wanted, language, promising)
    exact = tested(measured(texts, groups, counts, wanted=wanted), p.shape)
    return adjusted(np.where(wanted[language], exact, p))


def approximate_p(y: Floats, n: Floats, group: Longs, language: Longs) -> Floats:
    """Two-sided p of each group against the rest of its language by the normal approximation.

    What it is off by is skewness, which is put in where it makes p smaller (Cornish & Fisher 1938); and that lengths
    may or may not be held to what they are: the smaller p of the two is taken.

    Args:
        y: as in :class:`framing.statistics.shuffling.Shuffle`; so ``n``.
        n: words of each unit.
        group: of each unit.
        language: of each group.

    Returns:
        Shape (groups,); NaN as in :func:`framing.statistics.shuffling.shuffled_p`.
    """
    from scipy.special import ndtr

    has_words = n > 0
    y, n, group = y[has_words], n[has_words], group[has_words]
    size, of = len(language), language[group]
    count = np.bincount(group, minlength=size).astype(np.float64)
    total, hits, words = (np.bincount(of, each, size)[:size] for each in (np.ones(len(of)), y, n))
    all_of = total[language]
    with np.errstate(divide="ignore", invalid="ignore"):
        residual = y - (hits / words)[of] * n
        length = np.log(n)
        length -= (np.bincount(of, length, size) / total)[of]
        slope = np.bincount(of, residual * length, size) / np.bincount(of, length * length, size)
        held = residual - np.nan_to_num(slope)[of] * length
        z = np.zeros(size)
        for each in (residual, held):
            two, three = (np.bincount(of, each**power, size) / total for power in (2, 3))
            spread = np.sqrt(count * (all_of - count) / (all_of - 1) * two[language])
            skewness = (three / two**1.5)[language] * (all_of - 2 * count) / np.sqrt(count * all_of * (all_of - count))
            # Without a spread there is no difference, whatever the last digits leave.
            plain = np.nan_to_num(np.bincount(group, each, size) / spread, posinf=0.0, neginf=0.0)
            z = np.maximum(z, np.maximum(np.abs(plain), np.abs(plain - np.nan_to_num(skewness) * (plain**2 - 1) / 6)))
    testable = (count > 0) & (count < all_of) & (hits[language] > 0)
    return np.where(testable, 2 * ndtr(-z), np.nan)


def _numbers_of_languages(groups: pl.DataFrame) -> Longs:
    return (groups["language"].rank("dense").to_numpy() - 1).astype(np.int64)


def tested(measures: Iterable[Measured], shape: tuple[int, int]) -> Floats:
    """P of each group against the rest in each measure; shape (groups, measures)."""
    p, places = np.full(shape, np.nan), []

    def shuffles() -> Iterator[Shuffle]:
        for one in measures:
            places.append((one.rows, one.column))
            yield Shuffle(one.y, one.n, one.group, len(one.rows))

    for shuffle, place in zip(shuffled(shuffles()), places, strict=True):
        p[place] = shuffle
    return p


def measured(
    texts: Texts, groups: pl.DataFrame, counts: tuple[Sums, Sums], *, wanted: Bools | None = None
) -> Iterator[Measured]:
    """What each language's units have of each measure.

    Args:
        texts: from :func:`framing.statistics.groups.texts_of`; so ``groups``.
        groups: of the texts.
        counts: of the articles.
        wanted: languages × names (rates and then shares); all where none is given.
    """
    language = _numbers_of_languages(groups)
    rates, shares = counts
    names = (*rates.names, *(shares.names if shares.second is not None else ()))
    for number in range(int(language.max(initial=-1)) + 1):
        columns = range(len(names)) if wanted is None else np.flatnonzero(wanted[number]).tolist()
        if not columns:
            continue
        # Once a language, of its own texts: there may be as many languages as outlets, where routes are compared.
        own, rows = texts.of_groups(language == number), np.flatnonzero(language == number)
        group = np.searchsorted(rows, own.group[own.units])
        for column in columns:
            name, at = names[column], column - len(rates.names)
            if at < 0:
                words = own.of_units(own.words.get(f"{SCALE_WORDS}{name}", own.words["words"]))
                yield Measured(
                    number, name, column, _of_units(rates.first, column, own), words, group, rows, share=False
                )
            else:
                positive, negative = (_of_units(side, at, own) for side in (shares.first, shares.second))
                yield Measured(number, name, column, positive, positive + negative, group, rows, share=True)


def _of_units(counts: npt.NDArray[np.integer[Any]] | None, column: int, texts: Texts) -> Floats:
    """Counts of each unit: the sum over its texts, each the mean of its copies."""
    if counts is None or not len(texts.group):
        return np.zeros(len(texts.units))
    sums = np.add.reduceat(counts[texts.order, column].astype(np.float64), texts.starts[:-1])
    return texts.of_units(np.asarray(sums / texts.copies, np.float64))

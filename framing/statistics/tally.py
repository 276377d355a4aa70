"""Tallies: what the articles of each key add up to, near-duplicates of one text counted once.

Articles that share a cluster are copies of one text. Within a key they count as one observation, their mean: a text
that an agency sent out five times says no more than one text. The sums of squares that come along are what the
variance between texts is estimated from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.codebook import Codebook
from framing.statistics.counts import Counts, counts_of, rate_names, share_names
from framing.statistics.observations import SCALE_WORDS, Observations

__all__ = ["Rates", "Shares", "Tally", "rate_names", "share_names", "tally"]

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Ints = npt.NDArray[np.integer[Any]]


#: Words of a text that count for a measure, of texts and measures by number.
Exposure = Callable[[Longs, Ints], Floats]

#: Counts added up at a time: some tens of MB.
_STRETCH: Final = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Sums for what is estimated as a rate. All matrices are groups × names.

    Attributes:
        names: the dimensions, then the rate scales.
        hits: hits in all articles.
        words: words of all articles, in the voices that count.
        y: hits, each text counted once; with ``n`` its words.
        y2: sum over texts of y²; so ``yn``, ``n2`` and ``n3``.
    """

    names: tuple[str, ...]
    hits: Floats
    words: Floats
    y: Floats
    n: Floats
    y2: Floats
    yn: Floats
    n2: Floats
    n3: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Sums for what is estimated as a proportion. All matrices are groups × names.

    Attributes:
        names: the contrast scales.
        positive: stance hits of the positive side in all articles; so ``negative``.
        p: hits of the positive side, each text counted once; with ``t`` those of both sides.
        p2: sum over texts of p²; so ``pt``, ``t2`` and ``t3``.
    """

    names: tuple[str, ...]
    positive: Floats
    negative: Floats
    p: Floats
    t: Floats
    p2: Floats
    pt: Floats
    t2: Floats
    t3: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Sums per group: a key in one language.

    Attributes:
        groups: one row a group: the columns tallied by, ``language``, ``articles``, ``clusters``.
    """

    groups: pl.DataFrame
    rates: Rates
    shares: Shares

    @property
    def languages(self) -> list[str]:
        """The languages of the groups, sorted."""
        return sorted(self.groups["language"].unique().to_list())

    @property
    def language(self) -> Longs:
        """Each group's place in :attr:`languages`."""
        return (self.groups["language"].rank("dense").to_numpy() - 1).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """Distinct texts of each group.

    Attributes:
        of: which one each article is; −1 for an article without a group.
        copied: whether an article has copies in its group.
        group: of each text.
        copies: of each text.
        words: of each text, by column.
    """

    of: Longs
    copied: npt.NDArray[np.bool_]
    group: Longs
    copies: Floats
    words: dict[str, Floats]


def tally(
    observations: Observations,
    by: Sequence[str],
    codebook: Codebook,
    *,
    counts: tuple[Counts, Counts] | None = None,
    squares: bool = True,
) -> Tally:
    """Add up observations.

    Args:
        observations: from :func:`framing.statistics.observations.observe`.
        by: columns of its articles; articles where one of them is null are left out. Each combination of their values
            and a language makes a group.
        codebook: whose dimensions and scales are tallied.
        counts: the observations' hits and sides, where they are at hand as numbers; rows are those of the articles.
        squares: whether y², yn, p² and pt are summed, which only the fit of the dispersion needs; 0 where not.

    Returns:
        Groups sorted by ``by`` and language.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> from framing.scoring.score import score
        >>> from framing.statistics.observations import observe
        >>> news = pl.DataFrame({"article_id": ["1", "2"], "text": ["A historic deal."] * 2, "outlet": ["a", "a"]})
        >>> rates = tally(observe(score(news), news), ["outlet"], default_lexicon().codebook).rates
        >>> column = rates.names.index("praise")
        >>> float(rates.hits[0, column]), float(rates.y[0, column])
        (2.0, 1.0)
    """
    rates, shares = counts or counts_of(observations, codebook)
    group, groups = _grouped(observations.articles, by)
    texts = _texts(observations.articles, group)
    return Tally(groups, _rates(rates, texts, groups.height, squares), _shares(shares, texts, groups.height, squares))


def _grouped(articles: pl.DataFrame, by: Sequence[str]) -> tuple[Longs, pl.DataFrame]:
    """The number of each article's group, −1 without one, and the groups."""
    keys = list(dict.fromkeys((*by, "language")))
    groups = (
        articles.drop_nulls(keys)
        .group_by(keys)
        .agg(articles=pl.len().cast(pl.Int64), clusters=pl.col("cluster").n_unique().cast(pl.Int64))
    )
    groups = groups.sort(keys)
    numbers = groups.select(*keys, number=pl.int_range(pl.len(), dtype=pl.Int64))
    joined = articles.select(keys).join(numbers, on=keys, how="left", maintain_order="left")
    return joined["number"].fill_null(-1).to_numpy().astype(np.int64), groups


def _texts(articles: pl.DataFrame, group: Longs) -> _Texts:
    names = [name for name in articles.columns if name == "words" or name.startswith(SCALE_WORDS)]
    # Where a cluster has one article only, nothing is to be put together.
    several = (group >= 0) & articles.select(pl.len().over("cluster") > 1).to_series().to_numpy()
    single = np.flatnonzero((group >= 0) & ~several)
    of = np.full(len(group), -1, np.int64)
    of[single] = np.arange(len(single))
    cluster = articles.filter(several).select(pl.col("cluster").rank("dense")).to_series().to_numpy().astype(np.int64)
    pairs = group[several] * (int(cluster.max(initial=0)) + 1) + cluster
    _, first, number = np.unique(pairs, return_index=True, return_inverse=True)
    of[several] = len(single) + number
    copies = np.concatenate([np.ones(len(single)), np.bincount(number, minlength=len(first))])
    groups = np.concatenate([group[single], group[several][first]])
    here = of >= 0
    words = {name: np.bincount(of[here], articles[name].to_numpy()[here], len(copies)) / copies for name in names}
    copied = (copies > 1)[of] & here
    return _Texts(of, copied, groups, copies, words)


def _sums(counts: Counts, texts: _Texts, size: int, exposure: Exposure | None, squares: bool) -> list[Floats]:
    """Per group and measure the sums of counts, of counts of texts, and of their squares.

    In this order, of what is counted first (a), second (b), and n words: Σa and Σb of all articles; of texts, Σa, Σb,
    Σa², Σa(a + b), Σ(a + b)², Σ(a + b)³, Σan. Of the copies of a text, their mean counts.
    """
    width = len(counts.names)
    second = counts.second if len(counts.second) else None

    def added(cell: Ints, a: Ints | Floats, b: Ints | Floats | None, n: Floats | None) -> list[Floats | None]:
        a = a.astype(np.float64)
        t = a if b is None else a + b
        columns = [a, b, a**2, a * t, t**2, t**3, None if n is None else a * n]
        if b is None:
            columns[3:6] = [None] * 3
        if not squares:
            # The design effect still needs Σt².
            columns[2:] = [None, None, columns[4], None, None]
        length = (size + 1) * width
        return [None if each is None else np.bincount(cell, each, length).astype(np.float64) for each in columns]

    # Articles without a group, and copies, go to a last group that is cut off.
    home = np.where((texts.of >= 0) & ~texts.copied, texts.group[texts.of], size).astype(np.int32) * width
    totals = [np.zeros((size + 1) * width) for _ in range(7)]
    apart = []
    for at in range(0, len(counts.row), _STRETCH):
        part = slice(at, at + _STRETCH)
        row, measure = counts.row[part], counts.measure[part]
        n = exposure(texts.of[row], measure) if exposure else None
        found = added(home[row] + measure, counts.first[part], second[part] if second is not None else None, n)
        totals = [total if more is None else total + more for total, more in zip(totals, found, strict=True)]
        apart.append(np.flatnonzero(texts.copied[row]) + at)
    totals = [total[: size * width] for total in totals]
    raw = [totals[0].copy(), totals[1].copy()]
    copied = np.concatenate(apart) if apart else np.empty(0, np.int64)
    if len(copied):
        pairs = texts.of[counts.row[copied]] * width + counts.measure[copied]
        pairs, number = np.unique(pairs, return_inverse=True)
        text, measure = pairs // width, pairs % width
        cell = texts.group[text] * width + measure
        sides = [counts.first, second if second is not None else np.zeros(len(counts.row), np.int8)]
        whole = [np.bincount(number, side[copied], len(pairs)).astype(np.float64) for side in sides]
        raw = [each + np.bincount(cell, more, size * width) for each, more in zip(raw, whole, strict=True)]
        means = [each / texts.copies[text] for each in whole]
        n = exposure(text, measure) if exposure else None
        found = added(cell, means[0], means[1] if second is not None else None, n)
        totals = [
            total if more is None else total + more[: size * width] for total, more in zip(totals, found, strict=True)
        ]
    return [each.reshape(size, width) for each in (*raw, *totals)]


def _rates(counts: Counts, texts: _Texts, size: int, squares: bool) -> Rates:
    names = counts.names
    columns = list(texts.words)
    own = [f"{SCALE_WORDS}{name}" for name in names]
    column = np.array([columns.index(name if name in columns else "words") for name in own], np.int64)
    table = np.column_stack(list(texts.words.values())).ravel()

    def exposure(text: Longs, measure: Ints) -> Floats:
        return np.asarray(table[text * len(columns) + column[measure]], np.float64)

    def words(weight: Floats | float, power: int) -> Floats:
        sums = [np.bincount(texts.group, weight * value**power, size) for value in texts.words.values()]
        return np.asarray(np.column_stack(sums)[:, column], np.float64)

    raw, _, y, _, y2, _, _, _, yn = _sums(counts, texts, size, exposure if squares else None, squares)
    return Rates(
        names=names,
        hits=raw,
        words=words(texts.copies, 1),
        y=y,
        n=words(1.0, 1),
        y2=y2,
        yn=yn,
        n2=words(1.0, 2),
        n3=words(1.0, 3),
    )


def _shares(counts: Counts, texts: _Texts, size: int, squares: bool) -> Shares:
    positive, negative, p, q, p2, pt, t2, t3, _ = _sums(counts, texts, size, None, squares)
    return Shares(counts.names, positive, negative, p, p + q, p2, pt, t2, t3)

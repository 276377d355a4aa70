"""Tallies: what the articles of each key add up to, near-duplicates of one text counted once.

Articles that share a cluster are copies of one text. Within a key they count as one observation, their mean: a text
that an agency sent out five times says no more than one text. Where events were looked for
(:mod:`framing.statistics.events`), the texts on one event are one unit, their sum: a long text, as it were. The sums of
squares that come along are what the variance between units is estimated from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from framing.arrays import Bools, Floats, Longs
from framing.lexicon.codebook import Codebook
from framing.statistics.hits import NEGATIVE, POSITIVE, Sums, counts_of, rate_names, share_names
from framing.statistics.observations import SCALE_WORDS, Observations

__all__ = ["Rates", "Shares", "Tally", "Texts", "rate_names", "share_names", "tally", "texts_of"]


#: Units added up at a time: some tens of MB a matrix.
_STRETCH: Final = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Rates:
    """Sums for what is estimated as a rate. All matrices are groups × names.

    Attributes:
        names: the dimensions, then the rate scales.
        hits: hits in all articles.
        words: words of all articles, in the voices that count.
        y: hits, each text counted once; with ``n`` its words.
        y2: sum over units of y²; so ``yn``, ``n2`` and ``n3``.
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
        p2: sum over units of p²; so ``pt``, ``t2`` and ``t3``.
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
class Texts:
    """Distinct texts of each group, group by group.

    Attributes:
        order: rows of the articles that have a group, text by text.
        starts: where each text begins in ``order``, and its end.
        group: of each text.
        copies: of each text.
        words: of each text, by column.
        units: where each unit begins among the texts; as many as there are texts where no event was looked for.
    """

    order: Longs
    starts: Longs
    group: Longs
    copies: Longs
    words: dict[str, Floats]
    units: Longs

    def of_groups(self, chosen: Bools) -> Texts:
        """The texts of some groups alone, in the same order.

        Args:
            chosen: of each group, whether it is one of them.
        """
        own, sizes, begins = chosen[self.group], np.diff(self.starts), np.zeros(len(self.group), np.bool_)
        begins[self.units] = True
        return Texts(
            order=self.order[np.repeat(own, sizes)],
            starts=np.append(0, np.cumsum(sizes[own])),
            group=self.group[own],
            copies=self.copies[own],
            words={name: words[own] for name, words in self.words.items()},
            units=np.flatnonzero(begins[own]),
        )

    def of_units(self, values: Floats) -> Floats:
        """Sums over the texts of each unit."""
        alone = len(self.units) == len(self.group)
        return values if alone else np.asarray(np.add.reduceat(values, self.units), np.float64)


def tally(
    observations: Observations,
    by: Sequence[str],
    codebook: Codebook,
    *,
    counts: tuple[Sums, Sums] | None = None,
    squares: bool = True,
) -> Tally:
    """Add up observations.

    Args:
        observations: from :func:`framing.statistics.observations.observe`. Its articles may have a column ``unit``.
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
    texts, groups = texts_of(observations, by)
    sizes = {
        "articles": np.bincount(texts.group, texts.copies, groups.height),
        "clusters": np.bincount(texts.group, minlength=groups.height),
    }
    groups = groups.with_columns(pl.Series(name, size.astype(np.int64)) for name, size in sizes.items())
    return Tally(groups, _rates(rates, texts, groups.height, squares), _shares(shares, texts, groups.height, squares))


def texts_of(observations: Observations, by: Sequence[str]) -> tuple[Texts, pl.DataFrame]:
    """The distinct texts of each group, and the groups, in the order of a :func:`tally` by the same columns."""
    group, groups = _grouped(observations.articles, by)
    return _texts(observations.articles, group), groups


def _grouped(articles: pl.DataFrame, by: Sequence[str]) -> tuple[Longs, pl.DataFrame]:
    """The number of each article's group, −1 without one, and the groups."""
    keys = list(dict.fromkeys((*by, "language")))
    groups = articles.select(keys).unique().drop_nulls().sort(keys)
    numbers = groups.with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64))
    joined = articles.select(keys).join(numbers, on=keys, how="left", maintain_order="left")
    return joined["number"].fill_null(-1).to_numpy(), groups


def _texts(articles: pl.DataFrame, group: Longs) -> Texts:
    """Sorted by group, unit and cluster, the copies of a text stand together, and so do the texts of a unit."""
    cluster = _numbers(articles["cluster"])
    grouped = np.flatnonzero(group >= 0)
    pairs = group[grouped] * (int(cluster.max(initial=0)) + 1) + cluster[grouped]
    sort = np.argsort(pairs)
    order, pairs = grouped[sort], pairs[sort]
    starts = np.flatnonzero(np.diff(pairs, prepend=-1, append=-1)) if len(pairs) else np.zeros(1, np.int64)
    copies = np.diff(starts)
    units = starts[:-1]
    if "unit" in articles.columns and len(order):
        # A text that several outlets have is of the event of the first of them.
        unit = np.repeat(_numbers(articles["unit"])[order[starts[:-1]]], copies)
        sort = np.lexsort((unit, group[order]))
        order, unit, text = order[sort], unit[sort], np.repeat(np.arange(len(copies)), copies)[sort]
        starts = np.flatnonzero(np.diff(text, prepend=-1, append=-1))
        copies = np.diff(starts)
        units = np.flatnonzero(np.diff(unit, prepend=-1) | np.diff(group[order], prepend=-1))
    words = {
        name: np.add.reduceat(articles[name].to_numpy()[order].astype(np.float64), starts[:-1]) / copies
        if len(copies)
        else np.empty(0)
        for name in articles.columns
        if name == "words" or name.startswith(SCALE_WORDS)
    }
    return Texts(order, starts, group[order[starts[:-1]]], copies, words, np.searchsorted(starts, units))


def _numbers(column: pl.Series) -> Longs:
    return (column if column.dtype.is_integer() else column.rank("dense")).to_numpy().astype(np.int64)


def _sums(
    counts: Sums, texts: Texts, size: int, words: Callable[[slice], Floats] | None, squares: bool
) -> list[Floats]:
    """Per group and measure the sums of counts, of counts of units, and of their squares.

    In this order, of what is counted first (a), second (b), and n words: Σa and Σb of all articles; of units, Σa, Σb,
    Σa², Σa(a + b), Σ(a + b)², Σ(a + b)³, Σan. Of the copies of a text, their mean counts; of the texts of a unit, their
    sum.

    Args:
        counts: of the articles.
        texts: of the groups.
        size: how many groups.
        words: gives those of a stretch of units for each measure; without it, no Σan.
        squares: whether what only the fit of the dispersion needs is summed; 0 where not.
    """
    sums = [np.zeros((size, len(counts.names))) for _ in range(9)]
    of_texts = np.append(texts.units, len(texts.group))
    for at in range(0, len(texts.units), _STRETCH):
        units = slice(at, min(at + _STRETCH, len(texts.units)))
        part = slice(of_texts[units.start], of_texts[units.stop])
        group, copies = texts.group[part], texts.copies[part]
        rows = texts.order[texts.starts[part.start] : texts.starts[part.stop]]
        sides_of_rows = [side[rows] for side in (counts.first, counts.second) if side is not None]
        copied = np.flatnonzero(copies > 1)
        if len(copied):
            gather = _adder(np.repeat(np.arange(len(group)), copies), len(group), np.int32)
            sides_of_rows = [gather @ side for side in sides_of_rows]
        low, high = int(group[0]), int(group[-1]) + 1
        adder = _adder(group - low, high - low, np.float64)
        sides: list[Floats] = [side.astype(np.float64) for side in sides_of_rows]
        for number, side in enumerate(sides):
            sums[number][low:high] += adder @ side
            side[copied] /= copies[copied, None]
        if len(group) > units.stop - units.start:
            begins = of_texts[units] - part.start
            gather = _adder(
                np.repeat(np.arange(len(begins)), np.diff(begins, append=len(group))), len(begins), np.float64
            )
            sides = [gather @ side for side in sides]
            adder = _adder(group[begins] - low, high - low, np.float64)
        for number, values in _terms(sides, words(units) if words and squares else None, squares).items():
            sums[number][low:high] += adder @ values
    return sums


def _terms(sides: list[Floats], words: Floats | None, squares: bool) -> dict[int, Floats]:
    """What is summed over texts, by its place among the sums."""
    terms = {2 + number: side for number, side in enumerate(sides)}
    a = sides[0]
    if squares:
        terms[4] = a * a
    if squares and words is not None:
        terms[8] = a * words
    if len(sides) > 1:
        t = a + sides[1]
        # The design effect needs this one in any case.
        terms[6] = t * t
        if squares:
            terms |= {5: a * t, 7: t * t * t}
    return terms


def _adder(number: Longs, size: int, kind: type[np.number[Any]]) -> Any:
    """The sparse matrix that adds up rows by their number; a product with it takes a fraction of other ways' time."""
    from scipy.sparse import csc_array

    return csc_array((np.ones(len(number), kind), number, np.arange(len(number) + 1)), shape=(size, len(number)))


def _rates(counts: Sums, texts: Texts, size: int, squares: bool) -> Rates:
    names = counts.names
    columns = list(texts.words)
    own = [f"{SCALE_WORDS}{name.rstrip(POSITIVE + NEGATIVE)}" for name in names]
    column = np.array([columns.index(name if name in columns else "words") for name in own], np.int64)
    n = [texts.of_units(value) for value in texts.words.values()]
    table, group = np.column_stack(n), texts.group[texts.units]

    def added(values: list[Floats]) -> Floats:
        sums = [np.bincount(group, value, size) for value in values]
        return np.asarray(np.column_stack(sums)[:, column], np.float64)

    n2 = [value * value for value in n]
    raw, _, y, _, y2, _, _, _, yn = _sums(counts, texts, size, lambda part: table[part][:, column], squares)
    return Rates(
        names=names,
        hits=raw,
        words=added([texts.of_units(value * texts.copies) for value in texts.words.values()]),
        y=y,
        n=added(n),
        y2=y2,
        yn=yn,
        n2=added(n2),
        n3=added([value * square for value, square in zip(n, n2, strict=True)]),
    )


def _shares(counts: Sums, texts: Texts, size: int, squares: bool) -> Shares:
    positive, negative, p, q, p2, pt, t2, t3, _ = _sums(counts, texts, size, None, squares)
    return Shares(counts.names, positive, negative, p, p + q, p2, pt, t2, t3)

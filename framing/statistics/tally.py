"""Tallies: what the articles of each key add up to, near-duplicates of one text counted once.

Articles that share a cluster are copies of one text. Within a key they count as one observation, their mean: a text
that an agency sent out five times says no more than one text. The sums of squares that come along are what the
variance between texts is estimated from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.codebook import Codebook
from framing.statistics.observations import SCALE_WORDS, Observations

__all__ = ["Rates", "Shares", "Tally", "rate_names", "share_names", "tally"]

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

_GROUP: Final = "__group"


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
    """Distinct texts: their group, copies, and words by column; ``of`` says which one each article is."""

    of: Longs
    group: Longs
    copies: Floats
    words: dict[str, Floats]


def rate_names(codebook: Codebook) -> tuple[str, ...]:
    """What is estimated as a rate: all dimensions, then the rate scales."""
    return (*codebook.dimensions, *(name for name, scale in codebook.scales.items() if scale.kind == "rate"))


def share_names(codebook: Codebook) -> tuple[str, ...]:
    """What is estimated as a proportion: the contrast scales."""
    return tuple(name for name, scale in codebook.scales.items() if scale.kind == "contrast")


def tally(observations: Observations, by: Sequence[str], codebook: Codebook) -> Tally:
    """Add up observations.

    Args:
        observations: from :func:`framing.statistics.observations.observe`.
        by: columns of its articles; articles where one of them is null are left out. Each combination of their
            values and a language makes a group.
        codebook: whose dimensions and scales are tallied.

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
    articles, groups = _grouped(observations.articles, by)
    texts = _texts(articles)
    numbers = pl.DataFrame({"article_id": articles["article_id"], "text": texts.of})
    rates, shares = rate_names(codebook), share_names(codebook)
    hits = observations.hits.rename({"hits": "positive"}).with_columns(negative=pl.lit(0, dtype=pl.Int64))
    sides = observations.sides.rename({"scale": "dimension"})
    counted = pl.concat([_numbered(part, numbers, rates) for part in (hits, sides)])
    return Tally(
        groups,
        _rates(counted, texts, rates, groups.height),
        _shares(_numbered(sides, numbers, shares), texts, shares, groups.height),
    )


def _grouped(articles: pl.DataFrame, by: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles with the number of their group, and the groups."""
    keys = list(dict.fromkeys((*by, "language")))
    kept = articles.drop_nulls(keys)
    groups = kept.group_by(keys).agg(
        articles=pl.len().cast(pl.Int64), clusters=pl.col("cluster").n_unique().cast(pl.Int64)
    )
    groups = groups.sort(keys).with_row_index(_GROUP)
    kept = kept.join(groups.select(*keys, _GROUP), on=keys, how="left", maintain_order="left")
    return kept, groups.drop(_GROUP)


def _texts(articles: pl.DataFrame) -> _Texts:
    names = [name for name in articles.columns if name == "words" or name.startswith(SCALE_WORDS)]
    if articles["cluster"].n_unique() == articles.height:
        of = np.arange(articles.height)
        found = articles.select(_GROUP, *names, copies=pl.lit(1.0))
    else:
        # In the order of their first copies, so that sums of fractions come out the same in each run.
        pairs = articles.group_by(_GROUP, "cluster", maintain_order=True)
        found = pairs.agg(pl.col(names).mean(), copies=pl.len().cast(pl.Float64)).with_row_index("text")
        keys = [_GROUP, "cluster"]
        joined = articles.select(keys).join(found.select(*keys, "text"), on=keys, how="left", maintain_order="left")
        of = joined["text"].to_numpy().astype(np.int64)
    words = {name: found[name].to_numpy().astype(np.float64) for name in names}
    return _Texts(of, found[_GROUP].to_numpy().astype(np.int64), found["copies"].to_numpy(), words)


def _numbered(counts: pl.DataFrame, numbers: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Counts with the numbers of their text and measure instead of the names; all others are left out."""
    schema = {"dimension": pl.String(), "measure": pl.Int64()}
    measures = pl.DataFrame({"dimension": names, "measure": range(len(names))}, schema=schema)
    named = counts.join(measures, on="dimension", maintain_order="left").drop("dimension")
    numbered = named.join(numbers, on="article_id", maintain_order="left")
    return numbered.select("text", "measure", "positive", "negative")


def _once(counts: pl.DataFrame, texts: _Texts) -> tuple[Longs, Longs, Floats, Floats]:
    """Text, measure, and the two counts; of several copies of a text their mean."""
    if (texts.copies > 1).any():
        counts = counts.group_by("text", "measure", maintain_order=True).agg(pl.col("positive", "negative").sum())
    text = counts["text"].to_numpy()
    positive, negative = (counts[name].to_numpy() / texts.copies[text] for name in ("positive", "negative"))
    return text, counts["measure"].to_numpy(), positive, negative


def _rates(counts: pl.DataFrame, texts: _Texts, names: tuple[str, ...], size: int) -> Rates:
    text, measure, y, _ = _once(counts, texts)
    columns = list(texts.words)
    own = [f"{SCALE_WORDS}{name}" for name in names]
    column = np.array([columns.index(name if name in columns else "words") for name in own], np.int64)
    exposure = np.column_stack(list(texts.words.values()))[text, column[measure]]
    cell = texts.group[text] * len(names) + measure

    def words(weight: Floats | float, power: int) -> Floats:
        sums = [np.bincount(texts.group, weight * value**power, size) for value in texts.words.values()]
        return np.asarray(np.column_stack(sums)[:, column], np.float64)

    def hits(value: Floats) -> Floats:
        return np.bincount(cell, value, size * len(names)).astype(np.float64).reshape(size, len(names))

    return Rates(
        names=names,
        hits=hits(y * texts.copies[text]),
        words=words(texts.copies, 1),
        y=hits(y),
        n=words(1.0, 1),
        y2=hits(y**2),
        yn=hits(y * exposure),
        n2=words(1.0, 2),
        n3=words(1.0, 3),
    )


def _shares(counts: pl.DataFrame, texts: _Texts, names: tuple[str, ...], size: int) -> Shares:
    text, measure, p, negative = _once(counts, texts)
    t, copies = p + negative, texts.copies[text]
    cell = texts.group[text] * len(names) + measure

    def hits(value: Floats) -> Floats:
        return np.bincount(cell, value, size * len(names)).astype(np.float64).reshape(size, len(names))

    return Shares(
        names=names,
        positive=hits(p * copies),
        negative=hits(negative * copies),
        p=hits(p),
        t=hits(t),
        p2=hits(p**2),
        pt=hits(p * t),
        t2=hits(t**2),
        t3=hits(t**3),
    )

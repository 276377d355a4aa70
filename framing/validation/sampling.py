"""Samples: which articles people code, so that each one's chance to be drawn is known and drawing more only adds.

Each article has a number of its own between 0 and 1, a hash of it and the seed (permanent random numbers: Ohlsson, in
Cox et al., Business Survey Methods, 1995). An article is drawn where its number is below its chance. A larger sample
has all articles of a smaller one, and articles that are added later come in or not whatever is there already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from math import ceil
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Floats
from framing.errors import UsageError
from framing.scoring.intervals import NORMAL

__all__ = ["BANDS", "DRAWN", "bands", "codes_for", "draw", "evened", "permanent"]

#: One row an article drawn, in the order in which coders see them, which says nothing of outlets. ``key``: what it was
#: drawn for; ``chance``: that it would be; ``coders``: who codes it.
DRAWN: Final = {
    "article_id": pl.String(),
    "key": pl.String(),
    "chance": pl.Float64(),
    "coders": pl.List(pl.String()),
}
#: Strata of a score, from the least: none, and thirds of what is above it. Thirds, since of sixty articles a key
#: fifteen are then in each, as few as anything can be said of.
BANDS: Final = ("none", "low", "middle", "high")


def permanent(articles: Sequence[str], seed: int, what: str = "") -> Floats:
    """Numbers of articles between 0 and 1: always the same of an article and a seed, and of each ``what`` others.

    Example:
        >>> one, two = permanent(["a", "b"], 7)
        >>> bool(one == permanent(["a"], 7)[0]), bool(one == permanent(["a"], 8)[0]), bool(0 <= two < 1)
        (True, False, True)
    """
    head = f"{seed}\0{what}\0".encode()
    hashes = b"".join(hashlib.sha256(head + article.encode()).digest()[:8] for article in articles)
    return np.asarray(np.frombuffer(hashes, ">u8") / 2.0**64, np.float64)


def codes_for(half_width: float, articles: int | None = None) -> int:
    """Codes after which a share is known to so much to each side, whatever it is (95 %).

    Args:
        half_width: above 0, below 1.
        articles: how many there are, where the question is about these alone.

    Example:
        >>> codes_for(0.1), codes_for(0.1, 200)
        (97, 66)
    """
    number = (NORMAL / (2 * half_width)) ** 2
    return ceil(number if articles is None else number / (1 + (number - 1) / articles))


def bands(value: pl.Expr, *, within: str) -> pl.Expr:
    """The stratum of each article by a score: one of BANDS; equal scores are in one.

    Args:
        value: the score; at most 0, or null, is none.
        within: a column: thirds are those of each of its keys, as rates of two languages do not compare.

    Example:
        >>> scores = pl.DataFrame({"key": "a", "score": [0.0, 1.0, 2.0, 3.0, 3.0]})
        >>> scores.select(bands(pl.col("score"), within="key")).to_series().to_list()
        ['none', 'low', 'middle', 'high', 'high']
    """
    above = pl.when(value > 0).then(value)
    share = above.rank("max").over(within) / above.count().over(within)
    third = (share * (len(BANDS) - 1)).ceil().cast(pl.Int64).fill_null(0)
    return third.replace_strict(dict(enumerate(BANDS)), return_dtype=pl.String).alias("band")


def evened(articles: pl.DataFrame, strata: Sequence[str]) -> pl.DataFrame:
    """Weights with which :func:`draw` deals out the articles of each key evenly over strata.

    A stratum with fewer articles than its part gives all of them, and the others share what is left. So what is rare is
    drawn more often, with a chance that is known.

    Args:
        articles: columns article_id, key and strata, and perhaps weight, which tells within a stratum.
        strata: their columns.

    Example:
        >>> bands = ["no"] * 8 + ["yes"] * 2
        >>> rows = pl.DataFrame({"article_id": [str(at) for at in range(10)], "key": "a", "band": bands})
        >>> evened(rows, ["band"])["weight"].to_list()[-3:]
        [0.125, 0.5, 0.5]
    """
    weighed = articles if "weight" in articles.columns else articles.with_columns(weight=pl.lit(1.0))
    return weighed.with_columns(pl.col("weight") / pl.col("weight").sum().over("key", *strata))


def draw(
    articles: pl.DataFrame, *, number: int, coders: Sequence[str] = (), double: float = 0.0, seed: int = 1
) -> pl.DataFrame:
    """Draw articles to be coded.

    Args:
        articles: columns article_id, key (number articles are drawn for each), and perhaps weight (an article with the
            weight 3 is three times as likely to be drawn as one with the weight 1).
        number: of each key that are expected to be drawn; all where there are no more.
        coders: among whom the articles are dealt out at random; nobody where none are named.
        double: share of the articles that a second coder codes too.
        seed: the same draws the same.

    Returns:
        DRAWN columns.

    Raises:
        UsageError: nothing to draw from; a weight that is none; a share for a second coder where there is none.

    Example:
        >>> articles = pl.DataFrame({"article_id": [str(at) for at in range(100)], "key": ["a", "b"] * 50})
        >>> few, many = (set(draw(articles, number=number)["article_id"]) for number in (10, 20))
        >>> few < many
        True
    """
    rows = articles.drop_nulls(["article_id", "key"]).with_columns(pl.col("article_id", "key").cast(pl.String))
    if not rows.height:
        raise UsageError("sample.empty", "there are no articles to draw from", "", "widen the filters")
    if double and len(set(coders)) < 2:
        what = f"a share of {double:g} is to be coded twice, and {len(set(coders))} coders are named"
        raise UsageError("sample.coders", what, "", "name two coders or more")
    weight = (
        rows["weight"].cast(pl.Float64, strict=False)
        if "weight" in rows.columns
        else pl.repeat(1.0, rows.height, eager=True)
    )
    if not ((weight > 0) & weight.is_finite()).fill_null(value=False).all():
        raise UsageError("sample.weight", "a weight is missing, or not above 0", "", "give a number above 0")
    ids = rows["article_id"].to_list()
    chance = np.empty(len(ids))
    key = (rows["key"].rank("dense") - 1).cast(pl.Int64).to_numpy()
    for each in range(int(key.max()) + 1):
        own = np.flatnonzero(key == each)
        chance[own] = _chances(weight.to_numpy()[own], number)
    drawn = np.flatnonzero(permanent(ids, seed) < chance)
    order = drawn[np.argsort(permanent([ids[at] for at in drawn], seed, "order"), kind="stable")]
    chosen = [ids[at] for at in order]
    dealt = _dealt(chosen, list(dict.fromkeys(coders)), double, seed)
    table: pl.DataFrame = rows.select("article_id", "key")[order.tolist()]
    return table.with_columns(chance=pl.Series(chance[order]), coders=pl.Series(dealt, dtype=DRAWN["coders"]))


def _chances(weight: Floats, number: int) -> Floats:
    """Chances in the ratio of weights that add up to a number, none above 1."""
    chance = np.ones(len(weight))
    certain = np.zeros(len(weight), np.bool_)
    while not certain.all():
        left = number - int(certain.sum())
        chance[~certain] = left * weight[~certain] / weight[~certain].sum()
        if not (chance > 1).any():
            break
        certain |= chance > 1
        chance[certain] = 1.0
    return chance


def _dealt(articles: Sequence[str], coders: Sequence[str], double: float, seed: int) -> list[list[str]]:
    """Who codes each article."""
    if not coders:
        return [[] for _ in articles]
    first = (permanent(articles, seed, "coder") * len(coders)).astype(np.int64)
    further = (permanent(articles, seed, "second") * (len(coders) - 1)).astype(np.int64) + 1
    twice = permanent(articles, seed, "double") < double
    return [
        [coders[one], *([coders[(one + more) % len(coders)]] if is_double else [])]
        for one, more, is_double in zip(first.tolist(), further.tolist(), twice.tolist(), strict=True)
    ]

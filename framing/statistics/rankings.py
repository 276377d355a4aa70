"""Rankings: how reliably outlets are ranked, and how many articles it takes.

An interval says how far an outlet's value may be off; a ranking needs more, for the outlets must differ by more than
that. Reliability is the share of what differs between the observed values that is differences between the outlets:
ρⱼ = τ²/(τ² + vⱼ), with τ² the variance of the outlets' true values and vⱼ the sampling variance of outlet j's (Brennan,
Generalizability Theory, 2001). It is what the correlation of two halves of the articles tells, stepped up to all of
them (Spearman 1910; Brown 1910). Sampling variances are of units (texts or events), which vary more than chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Floats
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.schemas import SECTIONS, VOICES
from framing.scoring.score import Scored
from framing.statistics.differences import Measured, measured
from framing.statistics.groups import texts_of
from framing.statistics.hits import counts_of
from framing.statistics.observations import observe

__all__ = [
    "AIM",
    "FEWEST_OUTLETS",
    "LOW",
    "POWER",
    "SIZE",
    "Reliability",
    "articles_needed",
    "ranked",
    "reliability",
    "sizes",
]


#: Of fewer outlets τ² is hardly known, and nothing is said.
FEWEST_OUTLETS: Final = 8
#: What rankings are commonly asked to have (Nunnally, Psychometric Theory, 1978).
AIM: Final = 0.8
#: Under this more than half of what differs is chance.
LOW: Final = 0.5
_ROUNDS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """How well outlets can be ranked; arrays of shape (outlets,), NaN where nothing can be said.

    Attributes:
        value: ρ of each, 0 to 1.
        needed: articles of each for a reliability of :data:`AIM`, were its articles like those at hand; infinite where
            the outlets do not differ by more than chance.
        between: τ, the standard deviation of the outlets' true values over their mean.
        error: relative standard error of each outlet's value; also where outlets are too few for the rest.
    """

    value: Floats
    needed: Floats
    between: float
    error: Floats


def reliability(
    y: npt.ArrayLike,
    n: npt.ArrayLike,
    outlet: npt.ArrayLike,
    outlets: int,
    *,
    articles: npt.ArrayLike | None = None,
    share: bool = False,
) -> Reliability:
    """Reliability of the outlets' rates, or proportions, in one language.

    Args:
        y: hits of each unit, or those of a scale's positive side.
        n: words of each unit, or hits of both sides; units without any are left out.
        outlet: whose it is: 0 … ``outlets`` − 1.
        outlets: how many there are.
        articles: of each outlet; its units where none are given.
        share: whether ``y`` is a part of ``n``.

    Example:
        >>> outlet = np.repeat(np.arange(8), 10)
        >>> found = reliability(outlet + np.arange(80) % 3, np.full(80, 400.0), outlet, 8)
        >>> bool(found.value.min() > 0.9), bool(found.needed.max() < 10)
        (True, True)
    """
    hits, words, number = np.asarray(y, np.float64), np.asarray(n, np.float64), np.asarray(outlet, np.int64)
    has_words = words > 0
    hits, words, number = hits[has_words], words[has_words], number[has_words]
    total, room = (np.bincount(number, each, outlets).astype(np.float64) for each in (hits, words))
    units = np.bincount(number, minlength=outlets)
    nothing = np.full(outlets, np.nan)
    known = room > 0
    if not hits.sum() or (share and hits.sum() == words.sum()):
        return Reliability(nothing, nothing.copy(), np.nan, nothing.copy())
    mean = float(hits.sum() / words.sum())
    variance = _variances(hits, words, number, total, room, mean * (1 - mean) if share else mean)
    error = np.where(known, np.sqrt(variance) / mean, np.nan)
    if known.sum() < FEWEST_OUTLETS:
        return Reliability(nothing, nothing.copy(), np.nan, error)
    value = total[known] / room[known]
    between = _between(value, variance[known])
    rho = nothing.copy()
    rho[known] = between / (between + variance[known])
    size = np.asarray(units if articles is None else articles, np.float64)
    return Reliability(rho, articles_needed(size, rho), float(np.sqrt(between)) / mean, error)


def ranked(one: Measured, articles: Floats) -> tuple[Floats, Floats]:
    """Reliability of each group in a measure, and the whole articles that it needs for :data:`AIM`.

    Args:
        one: what the groups' units have of it.
        articles: of each group of any language.

    Returns:
        NaN where nothing can be said; the articles needed also where groups do not differ by more than chance.
    """
    reliable = reliability(one.y, one.n, one.group, len(one.rows), articles=articles[one.rows], share=one.share)
    return reliable.value, np.where(np.isfinite(reliable.needed), np.ceil(reliable.needed), np.nan)


def articles_needed(articles: npt.ArrayLike, value: npt.ArrayLike, aim: float = AIM) -> Floats:
    """Articles for a reliability, by Spearman and Brown's formula; from as many that have a reliability now.

    Example:
        >>> articles_needed([10, 10], [0.5, 0.8]).round(6).tolist()
        [40.0, 10.0]
    """
    rho = np.asarray(value, np.float64)
    with np.errstate(divide="ignore"):
        return np.asarray(articles, np.float64) * (aim / (1 - aim)) * (1 - rho) / rho


def _variances(
    hits: Floats, words: Floats, number: npt.NDArray[np.int64], total: Floats, room: Floats, chance: float
) -> Floats:
    """Sampling variance of each outlet's value: what chance adds, and what units differ by, pooled over all outlets.

    Var(y) = chance · n + extra · n² for a unit; the residuals around an outlet's own value tell ``extra`` by moments.
    """
    size = len(total)
    own = np.divide(total, room, out=np.zeros(size), where=room > 0)
    residual = (hits - own[number] * words) ** 2
    two, three = (np.bincount(number, words**power, size) for power in (2, 3))
    safe = np.where(room > 0, room, 1.0)
    of_chance = room - two / safe
    of_extra = two - 2 * three / safe + (two / safe) ** 2
    extra = 0.0
    if of_extra.sum() > 0:
        extra = max((float(residual.sum()) - chance * float(of_chance.sum())) / float(of_extra.sum()), 0.0)
    return np.asarray((chance * room + extra * two) / safe**2, np.float64)


def _between(value: Floats, variance: Floats) -> float:
    """τ² by Paule & Mandel (1982): the weighted spread is what it is expected to be; 0 where it is less without."""

    def spread(between: float) -> float:
        weight = 1 / (variance + between)
        centre = (weight * value).sum() / weight.sum()
        return float((weight * (value - centre) ** 2).sum()) - (len(value) - 1)

    low, high = 0.0, float(np.var(value)) * 4 + 1e-300
    if spread(1e-300) <= 0:
        return 0.0
    while spread(high) > 0:
        high *= 4
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        low, high = (middle, high) if spread(middle) > 0 else (low, middle)
    return high


#: One row a language × dimension or scale. ``articles``: of the middle outlet; ``reliability``: of it;
#: ``articles_needed``: its articles for a reliability of .8; ``detectable``: by what its rate must differ from the
#: rest's, as a ratio, to be seen with :data:`POWER` in a test at .05, with as many articles as were asked for. Null
#: where nothing can be said.
SIZE: Final = {
    "language": pl.String(),
    "dimension": pl.String(),
    "outlets": pl.Int64(),
    "articles": pl.Float64(),
    "reliability": pl.Float64(),
    "articles_needed": pl.Float64(),
    "detectable": pl.Float64(),
}
#: Chance to find what is there.
POWER: Final = 0.8
#: Standard errors that a difference must be for that, at a two-sided level of .05: 1.96 + 0.84.
_ERRORS: Final = 2.8


def sizes(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    sections: tuple[str, ...] = SECTIONS,
    voices: tuple[str, ...] = VOICES,
    each: int = 50,
) -> pl.DataFrame:
    """How far the articles at hand, or more of their kind, rank outlets and tell them apart.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: that scored them.
        sections: whose words and hits count.
        voices: whose words and hits count.
        each: articles of an outlet for ``detectable``.

    Returns:
        SIZE columns, without the measures that nobody has a hit of.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = ["A historic deal.", "A deal.", "A long and historic deal was signed."]
        >>> news = pl.DataFrame({"article_id": ["1", "2", "3"], "text": texts, "outlet": ["a", "a", "b"]})
        >>> sizes(score(news), news).filter(dimension="praise").select("outlets", "reliability").row(0)
        (2, None)
    """
    lexicon = lexicon or default_lexicon()
    observed = observe(scored, articles, lexicon, sections=sections, voices=voices)
    counts = counts_of(observed, lexicon.codebook)
    texts, groups = texts_of(observed, ["outlet"])
    languages = sorted(groups["language"].unique().to_list())
    articles_of = np.bincount(texts.group, texts.copies, groups.height)
    rows = []
    for one in measured(texts, groups, counts):
        size = articles_of[one.rows]
        reliable = reliability(one.y, one.n, one.group, len(one.rows), articles=size, share=one.share)
        if np.isnan(reliable.error).all():
            continue
        error = np.nanmedian(reliable.error * np.sqrt(size)) / np.sqrt(each)
        known = np.isfinite(reliable.value)
        middle = [float(np.median(each[known])) if known.any() else None for each in (reliable.value, reliable.needed)]
        seen = float(np.exp(_ERRORS * error))
        rows.append((languages[one.language], one.name, len(one.rows), float(np.median(size)), *middle, seen))
    return pl.DataFrame(rows, schema=SIZE, orient="row").with_columns(
        articles_needed=pl.when(pl.col("articles_needed").is_finite()).then("articles_needed")
    )

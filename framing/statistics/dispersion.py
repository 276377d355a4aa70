"""Dispersion: how much more the texts of an outlet vary than chance, and what that costs in evidence.

Sums of news are not Poisson: one report is full of a frame and the next has none of it. With y hits in n words of a
text and r the outlet's rate, Var(y) = rn + κ(rn)²: κ is the squared coefficient of variation of the texts' own rates
(the negative binomial's, Cameron & Trivedi 2013, ch. 3). The variance of an outlet's sum is then the Poisson one times
the *design effect* 1 + κ·r·Σn²/Σn, which is 1 at least; hits and words are divided by it before inference (Rao & Scott,
Statistics in Medicine 18, 1999). Likewise for a proportion p of t hits: Var = p(1−p)·t·(1 + ρ(t−1)), with ρ the
correlation between the hits of a text, and a design effect 1 + ρ(Σt²/Σt − 1) (Rao & Scott, Biometrics 48, 1992).

κ and ρ are pooled over the outlets of a language, one for each dimension or scale. They come from squared residuals
around each outlet's own rate, with texts, not articles, as the units (:mod:`framing.statistics.groups`): the variance
is cluster-robust. Where texts are few they lean on the values of reference news (``lexicons/priors.csv``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Floats
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.statistics.groups import Rates, Shares, Tally, tally
from framing.statistics.observations import Observations

__all__ = [
    "DEFAULT",
    "dispersion",
    "extra_variance",
    "fit_extra_variance",
    "fit_intra_text",
    "likeness",
    "rate_effect",
    "share_effect",
]

#: (language, dimension or scale) → κ or ρ in reference news.
Reference = Mapping[tuple[str, str], float]

#: κ and ρ where neither the texts nor reference news tell.
DEFAULT: Final = (1.0, 0.1)
#: Rounds of the fixed point below; it contracts by the share of the variance that is between texts.
_ROUNDS: Final = 30


def rate_effect(extra: npt.ArrayLike, per_1000: npt.ArrayLike, words: npt.ArrayLike, squares: npt.ArrayLike) -> Floats:
    """Design effect of a rate.

    Args:
        extra: κ.
        per_1000: the rate, per 1,000 words.
        words: Σn of the texts.
        squares: Σn² of the texts.

    Example:
        >>> float(rate_effect(0.5, 4.0, 5_000, 5 * 1_000**2))
        3.0
    """
    n = np.asarray(words, np.float64)
    longest = np.divide(squares, n, out=np.zeros(np.broadcast(squares, n).shape), where=n > 0)
    return np.asarray(1 + np.asarray(extra, np.float64) * np.asarray(per_1000, np.float64) / 1000 * longest, np.float64)


def share_effect(correlation: npt.ArrayLike, hits: npt.ArrayLike, squares: npt.ArrayLike) -> Floats:
    """Design effect of a proportion.

    Args:
        correlation: ρ.
        hits: Σt of the texts, both sides.
        squares: Σt² of the texts.

    Example:
        >>> float(share_effect(0.25, 10, 50))
        2.0
    """
    t = np.asarray(hits, np.float64)
    most = np.divide(squares, t, out=np.ones(np.broadcast(squares, t).shape), where=t > 0)
    return np.asarray(1 + np.asarray(correlation, np.float64) * np.maximum(most - 1, 0), np.float64)


def fit_extra_variance(rates: Rates, language: npt.NDArray[np.int64], size: int) -> tuple[Floats, Floats]:
    """κ by moments, and the variance of its estimate.

    Args:
        rates: sums per outlet.
        language: each outlet's language, as a number below ``size``.
        size: number of languages.

    Returns:
        Two matrices, languages × names. κ may be negative, where texts vary less than chance; its variance is
        infinite where no outlet has two texts and two hits.
    """
    y, n, n2, n3 = rates.y, rates.n, rates.n2, rates.n3
    share = _ratio(1.0, n)
    r = y * share
    # Σ(y − rn)² of an outlet; where all texts but one are empty there is nothing to compare.
    spread = rates.y2 - 2 * r * rates.yn + r**2 * n2
    chance = y * (1 - n2 * share**2)
    pull = n2 - 2 * n3 * share + n2**2 * share**2
    residual = _by(language, spread - chance, size)
    # Pairs of hits: y² without what chance adds to it.
    pairs = np.maximum(y**2 - y, 0)
    extra = np.zeros_like(residual)
    for _ in range(_ROUNDS):
        weight = _by(language, pairs * pull * _ratio(1.0, n**2 + np.maximum(extra, 0)[language] * n2), size)
        extra = np.clip(_ratio(residual, weight), -1.0, 50.0)
    # Variance of Σe², each text taken as of its outlet's mean length: Var(e²) ≈ μ + 2(μ + κμ²)².
    mean = r * _ratio(n2, n)
    texts = _ratio(n**2, n2)
    noise = _by(language, texts * (mean + 2 * (mean + np.maximum(extra, 0)[language] * mean**2) ** 2), size)
    return extra, _ratio(noise, weight**2, np.inf)


def fit_intra_text(shares: Shares, language: npt.NDArray[np.int64], size: int) -> tuple[Floats, Floats]:
    """ρ by moments, and the variance of its estimate; as :func:`fit_extra_variance`."""
    p, t, t2, t3 = shares.p, shares.t, shares.t2, shares.t3
    inverse = _ratio(1.0, t)
    q = p * inverse
    spread = shares.p2 - 2 * q * shares.pt + q**2 * t2
    # Σ v(1 − 2t/T) + (Σt²/T²)Σv, with v = t for chance alone and t(t − 1) for what ρ adds.
    chance = t - t2 * inverse
    pull = (t2 - t) - 2 * (t3 - t2) * inverse + t2 * inverse**2 * (t2 - t)
    # p(1 − p), without what chance takes from it; an outlet's variance differs, so it stays with its outlet.
    correlation = np.zeros((size, len(shares.names)))
    for _ in range(_ROUNDS):
        held = np.clip(correlation, 0, 1)[language]
        spare = t**2 - t - held * (t2 - t)
        variance = np.where(spare > 0, p * (t - p) * _ratio(1.0, np.maximum(spare, 1e-9)), 0.0)
        weight = _by(language, variance * pull, size)
        correlation = np.clip(_ratio(_by(language, spread - variance * chance, size), weight), -1.0, 1.0)
    # Var(e²) ≈ 2(v(1 + ρ(t − 1)))² + v, each text taken as of its outlet's mean number of hits.
    mean = t2 * inverse
    texts = _ratio(t**2, t2)
    one = variance * mean * (1 + held * np.maximum(mean - 1, 0))
    noise = _by(language, texts * (2 * one**2 + variance * mean), size)
    return correlation, _ratio(noise, weight**2, np.inf)


def extra_variance(counted: Tally, reference: Reference | None = None, *, errors: float = 0.0) -> tuple[Floats, Floats]:
    """κ and ρ for use: never negative, and leaning on reference news where texts are few.

    The estimate and the reference are weighted by their precision. How far a corpus differs from the reference is taken
    to be as much as the reference value itself, and at least as :data:`DEFAULT`.

    Args:
        counted: sums per outlet.
        reference: κ and ρ of reference news.
        errors: how many of their standard errors are added: of few texts the estimate is more often too small.

    Returns:
        κ as languages × rates, ρ as languages × shares.
    """
    kept = []
    for (value, variance), names, default in (
        (fit_extra_variance(counted.rates, counted.language, len(counted.languages)), counted.rates.names, DEFAULT[0]),
        (fit_intra_text(counted.shares, counted.language, len(counted.languages)), counted.shares.names, DEFAULT[1]),
    ):
        known = np.array(
            [[(reference or {}).get((code, name), default) for name in names] for code in counted.languages]
        )
        known = known.reshape(len(counted.languages), len(names))
        spread = np.maximum(known, default) ** 2
        share = spread / (spread + variance)
        # Where the variance is infinite the error is the spread's.
        error = np.sqrt(spread * (1 - share))
        kept.append(share * np.maximum(value, 0) + (1 - share) * known + errors * error)
    return kept[0], kept[1]


def dispersion(
    observations: Observations, lexicon: Lexicon | None = None, *, reference: Reference | None = None
) -> pl.DataFrame:
    """How the texts of a language vary, dimension by dimension.

    Args:
        observations: from :func:`framing.statistics.observations.observe`.
        lexicon: that scored them.
        reference: κ and ρ of reference news, by (language, dimension or scale).

    Returns:
        Columns language, dimension (or scale), kind (``rate`` or ``share``), extra (κ or ρ), texts (distinct ones),
        design_effect (of the average outlet, weighted by its hits).

    Example:
        >>> from framing.scoring.score import score
        >>> from framing.statistics.observations import observe
        >>> news = pl.DataFrame({"article_id": ["1", "2"], "text": ["A historic, stunning deal.", "No."]})
        >>> table = dispersion(observe(score(news), news.with_columns(outlet=pl.lit("a"))))
        >>> bool((table["design_effect"] >= 1).all())
        True
    """
    lexicon = lexicon or default_lexicon()
    counted = tally(observations, ["outlet"], lexicon.codebook)
    rows = []
    extra, correlation = extra_variance(counted, reference)
    texts = counted.groups.group_by("language").agg(pl.col("clusters").sum()).sort("language")["clusters"].to_list()
    rates, shares = counted.rates, counted.shares
    for kind, names, values, weight, effect in (
        (
            "rate",
            rates.names,
            extra,
            rates.y,
            rate_effect(extra[counted.language], 1000 * _ratio(rates.y, rates.n), rates.n, rates.n2),
        ),
        (
            "share",
            shares.names,
            correlation,
            shares.t,
            share_effect(correlation[counted.language], shares.t, shares.t2),
        ),
    ):
        size = len(counted.languages)
        mean = _ratio(_by(counted.language, weight * effect, size), _by(counted.language, weight, size), 1.0)
        rows += [
            (code, name, kind, values[row, column], texts[row], mean[row, column])
            for row, code in enumerate(counted.languages)
            for column, name in enumerate(names)
        ]
    schema = ["language", "dimension", "kind", "extra", "texts", "design_effect"]
    kinds = (pl.String(), pl.String(), pl.String(), pl.Float64(), pl.Int64(), pl.Float64())
    return pl.DataFrame(rows, schema=dict(zip(schema, kinds, strict=True)), orient="row")


def likeness(spread: pl.DataFrame, names: Sequence[str], shares: npt.NDArray[np.bool_]) -> dict[str, Floats]:
    """Language → κ or ρ of each measure.

    Args:
        spread: from :func:`dispersion`.
        names: of the measures.
        shares: which of them are shares, of which ρ is meant.
    """
    by_language = {}
    for (code,), rows in spread.partition_by("language", as_dict=True).items():
        extra = dict(rows.select("dimension", "extra").iter_rows())
        named = zip(names, shares, strict=True)
        by_language[str(code)] = np.array([extra.get(name, DEFAULT[int(share)]) for name, share in named])
    return by_language


def _ratio(over: npt.ArrayLike, under: npt.ArrayLike, otherwise: float = 0.0) -> Floats:
    """A quotient that is defined where nothing is divided by nothing."""
    below = np.asarray(under, np.float64)
    shape = np.broadcast(over, below).shape
    return np.asarray(np.divide(over, below, out=np.full(shape, otherwise), where=below > 0), np.float64)


def _by(number: npt.NDArray[np.int64], values: Floats, size: int) -> Floats:
    """Sums of rows by their number."""
    sums = np.zeros((size, values.shape[1]))
    np.add.at(sums, number, values)
    return sums

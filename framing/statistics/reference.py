"""Reference news: how often each dimension is found in news of many outlets, and how outlets and articles vary.

``lexicons/priors.csv`` has a line for each language and measure, fitted by ``make measure`` on corpora that are not the
user's. Estimates begin there and leave it where the user's own articles say otherwise
(:mod:`framing.statistics.model`).

Factors between languages: how much more one language's lexicon finds in the same news.

``lexicons/calibration.csv`` holds them, measured on news in translation (:mod:`framing.validation.calibration`), with
an interval that is widened by what translation may hide. A raw comparison between languages divides by the factor and
takes its uncertainty into the interval; where there is none, the value stays uncalibrated.

Raw comparisons of rates in different languages, divided by factors between the languages.

A factor says, for a language and dimension, how many times as often a lexicon finds something as the reference
language's does in the same text, translated; see :mod:`framing.statistics.reference`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import polars as pl

from framing.arrays import Floats
from framing.lexicon.entries import Entry
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.resources import lexicons_folder
from framing.scoring.intervals import NORMAL
from framing.statistics.contrast_sides import Measures, units_of
from framing.statistics.effects import Rows, alike_of, counted, counts_only, effective_sides, either
from framing.statistics.hits import NEGATIVE, POSITIVE
from framing.statistics.observations import Observations
from framing.statistics.ratios import Effect, difference, ratio

__all__ = [
    "Factors",
    "Reference",
    "calibration_factors",
    "factors_of",
    "raw",
    "reference_news",
    "same_words",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A line of ``priors.csv``.

    Attributes:
        mean: rate per 1,000 words of the average outlet.
        variation: coefficient of variation of the outlets' rates.
        extra: κ of the texts (see :mod:`framing.statistics.dispersion`).
        outlets: how many it was fitted on.
    """

    mean: float
    variation: float
    extra: float
    outlets: int


def reference_news(lexicon: Lexicon) -> Mapping[tuple[str, str], Reference]:
    """Reference news by language and measure, what holds for a lexicon.

    A dimension of another lexicon may have the same name and other words; then the reference says nothing about it.

    Example:
        >>> reference_news(default_lexicon())["hi", "praise"].outlets
        38
    """
    same = same_words(lexicon)
    return {key: line for key, line in _reference().items() if same is None or key in same}


@lru_cache(maxsize=4)
def same_words(lexicon: Lexicon) -> frozenset[tuple[str, str]] | None:
    """The languages and measures that have the same entries in the toolkit's own lexicon; None for all.

    What was measured with the toolkit's lexicon holds for these only.
    """
    own = default_lexicon()
    if lexicon is own:
        return None
    words, owned = _words(lexicon), _words(own)
    same = {
        (code, name)
        for code in lexicon.entries
        for name in lexicon.codebook.dimensions
        if words.get((code, name)) == owned.get((code, name))
    }
    scales = [name for name, scale in lexicon.codebook.estimated.items() if scale == own.codebook.estimated.get(name)]
    for name in scales:
        sides = (*own.codebook.estimated[name].positive, *own.codebook.estimated[name].negative)
        codes = [code for code in lexicon.entries if all((code, side) in same for side in sides)]
        same |= {(code, name + end) for code in codes for end in ("", POSITIVE, NEGATIVE)}
    return frozenset(same)


@cache
def _reference() -> Mapping[tuple[str, str], Reference]:
    path = lexicons_folder() / "priors.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["language"], row["dimension"]): Reference(
                mean=float(row["mean"]),
                variation=float(row["variation"]),
                extra=float(row["extra"]),
                outlets=int(row["outlets"]),
            )
            for row in csv.DictReader(file)
        }


def _words(lexicon: Lexicon) -> Mapping[tuple[str, str], list[Entry]]:
    """Language and dimension → the entries, in the lexicon's order."""
    words = defaultdict[tuple[str, str], list[Entry]](list)
    for code, entries in lexicon.entries.items():
        for entry in entries:
            words[code, entry.dimension].append(entry)
    return words


def calibration_factors(lexicon: Lexicon) -> Mapping[tuple[str, str], tuple[float, float]]:
    """(language, dimension) → factor and the standard error of its logarithm, those that hold for a lexicon.

    The reference language has factor 1 without error wherever another language has a factor against it.

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> factors = calibration_factors(default_lexicon())
        >>> factors["en", "conflict"], factors["hi", "conflict"][1] > 0
        ((1.0, 0.0), True)
    """
    known = _factors()
    same = same_words(lexicon)
    return {key: value for key, value in known.items() if same is None or key in same}


@cache
def _factors() -> Mapping[tuple[str, str], tuple[float, float]]:
    path = lexicons_folder() / "calibration.csv"
    if not path.is_file():
        return {}
    factors: dict[tuple[str, str], tuple[float, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["factor"]:
                error = float(np.log(float(row["wide_high"]) / float(row["wide_low"]))) / (2 * NORMAL)
                factors[row["language"], row["dimension"]] = float(row["factor"]), error
                factors[row["reference"], row["dimension"]] = 1.0, 0.0
    return factors


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Factors of some measures.

    Attributes:
        logs: language → logarithms, shape (measures,); NaN where no factor was measured.
        variances: of these, widened because translated news is not native news.
    """

    logs: dict[str, Floats]
    variances: dict[str, Floats]


def factors_of(lexicon: Lexicon, languages: set[str], measures: tuple[str, ...]) -> Factors:
    """The factors of some languages, those that hold for a lexicon (:func:`calibration_factors`).

    Example:
        >>> from framing.lexicon.lexicon import default_lexicon
        >>> factors = factors_of(default_lexicon(), {"hi", "en"}, ("conflict", "tone"))
        >>> factors.logs["en"].tolist(), bool(np.isnan(factors.logs["hi"][1]))
        ([0.0, nan], True)
    """
    known = calibration_factors(lexicon)
    logs, variances = {}, {}
    for code in languages:
        pairs = [known.get((code, name), (np.nan, np.nan)) for name in measures]
        factor, error = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
        logs[code], variances[code] = np.log(factor), error**2
    return Factors(logs, variances)


def raw(
    observed: Observations,
    sides: pl.DataFrame,
    measures: Measures,
    factors: Factors,
    likeness: Mapping[str, Floats] | None = None,
) -> Rows:
    """Contrast rates of different languages, divided by factors whose uncertainty goes into the interval.

    A measure without a factor is compared as it is, with no p, and marked. There is no permutation test: language and
    side are one thing.

    Args:
        observed: what was counted.
        sides: as for :func:`within`; strata do not count.
        measures: what is measured.
        factors: of the languages.
        likeness: as for :func:`framing.statistics.effects.within`.
    """
    # All languages into one stratum.
    flat = sides.with_columns(language=pl.lit("all"), stratum=pl.lit("all"))
    placed = units_of(observed, flat, measures)
    if not len(placed.units.words):
        return counts_only(observed, sides, measures, "raw")
    (a, b), both = effective_sides(placed.units, measures, alike_of(likeness, sides))
    rates = a.rate[0], b.rate[0]
    plain = either(measures.shares, difference(*both, rates), ratio(*both, rates))
    log, variance = _factor_between(observed, sides, factors, len(measures.names))
    calibrated = np.isfinite(log) & ~measures.shares
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(plain.value) - log
        # The factor's spread is added to that of the counts on each side of the ratio.
        down = np.sqrt(np.log(plain.value / plain.low) ** 2 + NORMAL**2 * variance)
        up = np.sqrt(np.log(plain.high / plain.value) ** 2 + NORMAL**2 * variance)
        effect = Effect(np.exp(value), np.exp(value - down), np.exp(value + up))
        toward = np.where(value > 0, down, up)
        p = _two_sided(np.abs(value) / (toward / NORMAL))
    hits, words = counted(placed, measures)
    return Rows(
        hits=hits,
        words=words,
        rates=rates,
        clusters=(int(placed.units.first.sum()), int((~placed.units.first).sum())),
        effect=either(~calibrated, plain, effect),
        p=np.where(calibrated, p, np.nan),
        sets=np.inf,
        method="raw, factors between languages",
        calibrated=calibrated,
    )


def _factor_between(observed: Observations, sides: pl.DataFrame, factors: Factors, size: int) -> tuple[Floats, Floats]:
    """The log of the factor that the sides' languages alone make between them, and its variance; by measure."""
    log, variance = np.zeros(size), np.zeros(size)
    for code, (on_a, on_b) in _language_shares(observed, sides).items():
        log = log + (on_a - on_b) * factors.logs[code]
        variance = variance + (on_a - on_b) ** 2 * factors.variances[code]
    return log, variance


def _language_shares(observed: Observations, sides: pl.DataFrame) -> dict[str, tuple[float, float]]:
    """Each language's share of the words of both sides."""
    rows = sides.join(observed.articles.select("article_id", "words"), on="article_id")
    sums = rows.group_by("language").agg(
        a=pl.col("words").filter(pl.col("first")).sum(), b=pl.col("words").filter(~pl.col("first")).sum()
    )
    total = max(int(sums["a"].sum()), 1), max(int(sums["b"].sum()), 1)
    return {row["language"]: (row["a"] / total[0], row["b"] / total[1]) for row in sums.iter_rows(named=True)}


def _two_sided(z: Floats) -> Floats:
    from scipy.special import ndtr

    return np.asarray(2 * ndtr(-z), dtype=np.float64)

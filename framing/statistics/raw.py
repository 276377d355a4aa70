"""Raw comparisons of rates in different languages, divided by factors between the languages.

``lexicons/calibration.csv`` holds, for each language and dimension, how many times as often a lexicon finds something
as the reference language's does in the same text, translated; see :mod:`framing.validation.calibration`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.resources import lexicons_folder
from framing.statistics.effects import Rows, alike_of, counted, counts_only, effective_sides, either
from framing.statistics.observations import Observations
from framing.statistics.ratios import Effect, difference, ratio
from framing.statistics.units import Measures, units_of

__all__ = ["Factors", "factors_of", "raw"]

Floats = npt.NDArray[np.float64]

_NORMAL: Final = 1.959963984540054


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
    """The factors of some languages.

    They were measured with the toolkit's own lexicon: another one has none.

    Example:
        >>> factors = factors_of(default_lexicon(), {"hi", "en"}, ("conflict", "tone"))
        >>> factors.logs["en"].tolist(), bool(np.isnan(factors.logs["hi"][1]))
        ([0.0, nan], True)
    """
    table = _table()
    own = lexicon.words is default_lexicon().words
    known = set(table["dimension"]) if own else set()
    logs, variances = {}, {}
    for code in languages:
        rows = {row["dimension"]: row for row in table.filter(pl.col("language") == code).iter_rows(named=True)}
        reference = code in set(table["reference"])
        log, variance = np.full(len(measures), np.nan), np.full(len(measures), np.nan)
        for at, name in enumerate(measures):
            if name not in known:
                continue
            if reference:
                log[at] = variance[at] = 0.0
            elif name in rows and rows[name]["factor"] is not None:
                row = rows[name]
                log[at] = np.log(row["factor"])
                variance[at] = (np.log(row["wide_high"] / row["wide_low"]) / (2 * _NORMAL)) ** 2
        logs[code], variances[code] = log, variance
    return Factors(logs, variances)


@cache
def _table() -> pl.DataFrame:
    return pl.read_csv(lexicons_folder() / "calibration.csv")


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
    shares = _language_shares(observed, sides)
    log, variance = np.zeros(len(measures.names)), np.zeros(len(measures.names))
    for code, (on_a, on_b) in shares.items():
        log = log + (on_a - on_b) * factors.logs[code]
        variance = variance + (on_a - on_b) ** 2 * factors.variances[code]
    calibrated = np.isfinite(log) & ~measures.shares
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log(plain.value) - log
        # The factor's spread is added to that of the counts on each side of the ratio.
        down = np.sqrt(np.log(plain.value / plain.low) ** 2 + _NORMAL**2 * variance)
        up = np.sqrt(np.log(plain.high / plain.value) ** 2 + _NORMAL**2 * variance)
        effect = Effect(np.exp(value), np.exp(value - down), np.exp(value + up))
        toward = np.where(value > 0, down, up)
        p = _two_sided(np.abs(value) / (toward / _NORMAL))
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

"""Priors: how rates and proportions spread over the outlets of a language, at hand or in reference news.

The population of a prior is a language, for each dimension and scale. Of ten outlets and more the spread is fitted on
themselves; under ten it comes from ``lexicons/priors.csv``, which holds what news of many outlets looks like. The
reference's mean is another corpus's: :data:`TRANSFER` widens its spread by how far corpora of one language differ.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.resources import lexicons_folder
from framing.scoring.intervals import PER
from framing.statistics.dispersion import rate_effect, share_effect
from framing.statistics.posterior import (
    Prior,
    beta_prior,
    fit_beta_prior,
    fit_gamma_prior,
    gamma_prior,
)
from framing.statistics.tally import Tally

__all__ = [
    "MIN_OUTLETS",
    "TRANSFER",
    "VAGUE",
    "Population",
    "Reference",
    "fit_rate_prior",
    "populations",
    "reference_priors",
    "same_words",
]

Floats = npt.NDArray[np.float64]

#: Outlets that a spread is fitted on at least: of fewer, the spread is nearly as uncertain as each outlet.
MIN_OUTLETS: Final = 10

#: Coefficient of variation of a corpus' mean rate around that of the language's reference news. Not measured: taken to
#: be as large as the spread of the middle dimension's outlets in ``priors.csv``.
TRANSFER: Final = 0.5

#: Of outlets, where neither they nor reference news tell: the middle of ``priors.csv``.
_VARIATION: Final = 0.5

#: Where nothing is known: half a hit in ten words, which any text outweighs; Jeffreys' for proportions.
VAGUE: Final = (Prior(0.5, 0.01, 50.0), beta_prior(0.5, 0.5**0.5))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A line of ``priors.csv``.

    Attributes:
        mean: rate per 1,000 words, or proportion of the positive side, of the average outlet.
        variation: coefficient of variation of the outlets' rates; for a proportion, their standard deviation as a share
            of the largest there can be.
        extra: κ or ρ of the texts (see :mod:`framing.statistics.dispersion`).
        outlets: how many it was fitted on.
    """

    mean: float
    variation: float
    extra: float
    outlets: int


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The priors of one language.

    Attributes:
        priors: of the dimensions and rate scales and then of the contrast scales, in the order of the tally.
        basis: where each comes from: ``outlets``, ``reference`` or ``none``.
        baseline: likewise, the average outlet's rate per 1,000 words or proportion; NaN where it is not known.
        baseline_basis: where the baseline comes from: ``language`` (these outlets) or ``reference``; None without.
        outlets: how many outlets of the language have words.
    """

    priors: tuple[Prior, ...]
    basis: tuple[str, ...]
    baseline: Floats
    baseline_basis: tuple[str | None, ...]
    outlets: int


def reference_priors(lexicon: Lexicon) -> Mapping[tuple[str, str], Reference]:
    """Priors of reference news by language and dimension or scale, those that hold for a lexicon.

    A dimension of another lexicon may have the same name and other words; then the reference says nothing about it.

    Example:
        >>> reference_priors(default_lexicon())["hi", "praise"].outlets >= MIN_OUTLETS
        True
    """
    same = same_words(lexicon)
    return {key: prior for key, prior in _reference().items() if same is None or key in same}


def same_words(lexicon: Lexicon) -> set[tuple[str, str]] | None:
    """The languages and dimensions, or scales, that have the same entries in the toolkit's own lexicon; None for all.

    What was measured with the toolkit's lexicon holds for these only.
    """
    own = default_lexicon()
    if lexicon is own:
        return None
    same = {
        (code, name)
        for code in lexicon.entries
        for name in lexicon.codebook.dimensions
        if _words(lexicon, code, name) == _words(own, code, name)
    }
    scales = [name for name, scale in lexicon.codebook.scales.items() if scale == own.codebook.scales.get(name)]
    for name in scales:
        sides = (*own.codebook.scales[name].positive, *own.codebook.scales[name].negative)
        same |= {(code, name) for code in lexicon.entries if all((code, side) in same for side in sides)}
    return same


def populations(
    found: Tally,
    extra: tuple[Floats, Floats],
    reference: Mapping[tuple[str, str], Reference],
    scale: Mapping[tuple[str, str], float],
) -> dict[str, Population]:
    """The priors of each language.

    Args:
        found: sums per outlet.
        extra: κ and ρ, from :func:`framing.statistics.dispersion.extra_variance`.
        reference: from :func:`reference_priors`.
        scale: what rates were divided by, by language and dimension; 1 where it names none.
    """
    language = found.language
    return {
        code: _population(
            found, np.flatnonzero(language == row), (extra[0][row], extra[1][row]), code, reference, scale
        )
        for row, code in enumerate(found.languages)
    }


def _population(
    found: Tally,
    rows: npt.NDArray[np.int64],
    extra: tuple[Floats, Floats],
    code: str,
    reference: Mapping[tuple[str, str], Reference],
    scale: Mapping[tuple[str, str], float],
) -> Population:
    rates, shares = found.rates, found.shares
    outlets = int((rates.n[rows, 0] > 0).sum()) if rates.names else 0
    priors: list[Prior] = []
    basis, baseline, baseline_basis = [], [], []
    for column, name in enumerate((*rates.names, *shares.names)):
        at = column - len(rates.names)
        other = reference.get((code, name))
        if other and at < 0 and (divisor := scale.get((code, name), 1.0)) != 1:
            other = Reference(
                mean=other.mean / divisor, variation=other.variation, extra=other.extra, outlets=other.outlets
            )
        own = _own(found, rows, column, extra, outlets)
        transferred = other and _transferred(other, share=at >= 0)
        vague = VAGUE[at >= 0]
        priors.append(own if own and outlets >= MIN_OUTLETS else transferred or vague)
        basis.append("outlets" if own and outlets >= MIN_OUTLETS else "reference" if other else "none")
        average = _average(found, rows, column, extra, other) if own else np.nan
        baseline.append(average if own else other.mean if other else np.nan)
        baseline_basis.append("language" if own else "reference" if other else None)
    return Population(tuple(priors), tuple(basis), np.array(baseline), tuple(baseline_basis), outlets)


def _own(
    found: Tally, rows: npt.NDArray[np.int64], column: int, extra: tuple[Floats, Floats], outlets: int
) -> Prior | None:
    """The spread of these outlets; None for a single one, which is no baseline of itself."""
    if outlets < 2:
        return None
    at = column - len(found.rates.names)
    if at >= 0:
        p, t, t2 = (values[rows, at] for values in (found.shares.p, found.shares.t, found.shares.t2))
        effect = share_effect(extra[1][at], t, t2)
        return fit_beta_prior(p / effect, t / effect) if t.sum() else None
    y, n, n2 = (values[rows, column] for values in (found.rates.y, found.rates.n, found.rates.n2))
    if not y.sum():
        return None
    mean = PER * y.sum() / n.sum()
    effect = rate_effect(extra[0][column], mean, n, n2)
    # The effect grows with an outlet's rate: on average over outlets, by their spread.
    spread = PER / max(fit_rate_prior(y / effect, n / effect)[1], 1e-9) / mean
    effect = rate_effect(extra[0][column], mean * (1 + min(spread, 2.0)), n, n2)
    return fit_gamma_prior(y / effect, n / effect)


def _average(
    found: Tally, rows: npt.NDArray[np.int64], column: int, extra: tuple[Floats, Floats], other: Reference | None
) -> float:
    """The average outlet: each counts by what its texts tell, and at most by how outlets differ."""
    at = column - len(found.rates.names)
    variation = other.variation if other else _VARIATION
    if at >= 0:
        hits, size, squares = (values[rows, at] for values in (found.shares.p, found.shares.t, found.shares.t2))
        weight = size / (share_effect(extra[1][at], size, squares) + variation**2 * size)
    else:
        hits, size, squares = (values[rows, column] for values in (found.rates.y, found.rates.n, found.rates.n2))
        mean = PER * hits.sum() / size.sum()
        weight = size / (rate_effect(extra[0][column], mean, size, squares) + variation**2 * mean / PER * size)
    some = size > 0
    value = float((weight[some] * hits[some] / size[some]).sum() / weight[some].sum())
    return value if at >= 0 else PER * value


def _transferred(reference: Reference, *, share: bool) -> Prior:
    if share:
        # As much for the logarithm of the odds.
        moved = reference.mean * (1 - reference.mean) * TRANSFER**2
        return beta_prior(reference.mean, min(float(np.sqrt(reference.variation**2 + moved)), 0.9))
    return gamma_prior(reference.mean, float(np.sqrt((1 + reference.variation**2) * (1 + TRANSFER**2) - 1)))


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


def _words(lexicon: Lexicon, code: str, dimension: str) -> list[object]:
    return [entry for entry in lexicon.entries.get(code, ()) if entry.dimension == dimension]


def fit_rate_prior(hits: npt.ArrayLike, words: npt.ArrayLike) -> tuple[float, float]:
    """Fit a gamma prior of a Poisson rate by moments.

    The spread between articles is what is left of the weighted variance of their rates when chance is taken off
    (DerSimonian & Laird's estimator, applied to rates; Böhning, Biometrics 2000).

    Args:
        hits: counts per article.
        words: words per article; articles without words are left out.

    Returns:
        (mean per 1,000 words, words of evidence that the prior is worth). Infinite words where the articles vary no
        more than chance.

    Example:
        >>> rate, prior_words = fit_rate_prior([2, 0, 7, 1], [1000, 900, 1100, 1000])
        >>> rate, round(prior_words)
        (2.5, 439)
    """
    counts, exposure = np.asarray(hits, dtype=np.float64), np.asarray(words, dtype=np.float64)
    counts, exposure = counts[exposure > 0], exposure[exposure > 0]
    total = exposure.sum()
    mean = counts.sum() / total
    spread = (exposure * (counts / exposure - mean) ** 2).sum() - (len(counts) - 1) * mean
    between = spread / (total - (exposure**2).sum() / total)
    return float(PER * mean), float(mean / between) if between > 0 else float("inf")

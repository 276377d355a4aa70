"""The table of estimates: rows with their counts, method, baseline and status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.schemas import ESTIMATE
from framing.scoring.intervals import NORMAL, PER
from framing.statistics.discovery import adjusted
from framing.statistics.levels import KEY
from framing.statistics.priors import Population
from framing.statistics.tally import Tally
from framing.statistics.values import MIN_UNITS, SPREADS, Layout, Values

__all__ = ["FEW_ARTICLES", "META", "Level", "table"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: Fewer articles than this are marked: below ten observations the spread between an outlet's articles cannot be told
#: from chance, and the interval rests on how articles of other outlets vary.
FEW_ARTICLES: Final = 10
#: A rate of which the words at hand would hold fewer hits than this is withheld: the estimate would be the prior's.
_EXPECTED_HITS: Final = 1.0
#: A proportion of fewer stance hits is withheld: one hit is all or nothing.
_STANCE_HITS: Final = 2.0

#: What a key's articles have in common.
META: Final = ("country", "source_country", "language")
_STATUS: Final = ("ok", "few-articles", "one-outlet", "too-few-words", "no-words")
_BASES: Final = (None, "language", "reference")
_METHODS: Final = (
    *(f"gamma-Poisson, {spread}" for spread in SPREADS),
    *(f"beta-binomial, {spread}" for spread in SPREADS),
    "random effects over outlets (Hartung–Knapp)",
    *(f"random effects over few outlets, {spread}" for spread in SPREADS),
    *(f"one outlet, {spread}" for spread in SPREADS),
)


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """All that is known of the keys of a level; matrices are keys × names, rates and then shares.

    Attributes:
        name: of the level.
        meta: one row a key.
        found: sums of the groups.
        layout: their keys.
        values: estimates and intervals.
        strata: the populations that ``layout.of_key`` numbers.
        p: against the rest of the language; None where nothing was tested.
        of_outlets: whether a key is a population of outlets.
    """

    name: str
    meta: pl.DataFrame
    found: Tally
    layout: Layout
    values: Values
    strata: tuple[Population, ...]
    p: Floats | None
    of_outlets: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Rates and then shares."""
        return (*self.found.rates.names, *self.found.shares.names)

    @property
    def cut(self) -> int:
        """Where the shares begin."""
        return len(self.found.rates.names)


def table(
    level: Level, lexicon: Lexicon, factors: Mapping[tuple[str, str], tuple[float, float]] | None
) -> pl.DataFrame:
    """The rows of a level: key by key, dimensions and then scales.

    Args:
        level: what was found.
        lexicon: whose dimensions are listed, those that have entries in a key's language.
        factors: what rates were divided by.

    Returns:
        ESTIMATE columns.
    """
    cells = {**_counts(level), **_values(level, factors)}
    row, column = np.nonzero(_present(level, lexicon))
    status = _status(level)
    meta, empty = level.meta, _STATUS.index("no-words")
    cells |= {"p": np.full(status.shape, np.nan) if level.p is None else np.where(status == empty, np.nan, level.p)}
    cut = level.cut
    cells["p_adjusted"] = np.hstack([adjusted(cells["p"][:, :cut]), adjusted(cells["p"][:, cut:])])
    cells["estimate"] = np.where(status >= _STATUS.index("too-few-words"), np.nan, cells["estimate"])
    for name in ("low", "high", "design_effect"):
        cells[name] = np.where(status == empty, np.nan, cells[name])
    baseline, basis = _baseline(level)
    cells["baseline"], cells["ratio"] = baseline, np.full(status.shape, np.nan)
    np.divide(
        cells["estimate"], baseline, out=cells["ratio"], where=(baseline > 0) & (np.arange(len(level.names)) < cut)
    )
    words = {
        "status": (_STATUS, status),
        "method": (_METHODS, _method(level)),
        "baseline_basis": (_BASES, basis),
        "dimension": (level.names, np.broadcast_to(np.arange(len(level.names)), status.shape)),
    }
    columns = {name: pl.Series(matrix[row, column]).fill_nan(None) for name, matrix in cells.items()}
    columns |= {name: pl.Series(said, dtype=pl.String)[number[row, column]] for name, (said, number) in words.items()}
    columns |= {name: meta[name][row] for name in ("articles", "clusters", "outlets", *META)}
    known = _factored(level, factors)
    columns |= {"key": meta[KEY][row], "calibrated": pl.Series(known[row, column])}
    frame = pl.DataFrame(columns).with_columns(level=pl.lit(level.name))
    return frame.select(list(ESTIMATE)).cast(dict(ESTIMATE))  # type: ignore[arg-type]


def _counts(level: Level) -> dict[str, Floats]:
    """Hits and words as they are, copies and all."""
    rates, shares = level.found.rates, level.found.shares
    positive, negative = level.layout.sums(shares.positive), level.layout.sums(shares.negative)
    words = level.layout.sums(rates.words)
    blank = np.full(words.shape, np.nan)
    return {
        "hits": np.hstack([level.layout.sums(rates.hits), positive + negative]).round(),
        "words": np.hstack([words, np.repeat(words[:, :1], positive.shape[1], axis=1)]).round(),
        "positive": np.hstack([blank, positive]).round(),
        "negative": np.hstack([blank, negative]).round(),
    }


def _values(level: Level, factors: Mapping[tuple[str, str], tuple[float, float]] | None) -> dict[str, Floats]:
    """Estimates and intervals, wider by what is not known of the factors; a scale without hits has the whole range."""
    values, cut = level.values, level.cut
    estimate, low, high = (each.copy() for each in (values.estimate, values.low, values.high))
    low[:, cut:], high[:, cut:] = np.nan_to_num(low[:, cut:], nan=-1.0), np.nan_to_num(high[:, cut:], nan=1.0)
    if factors:
        doubt = NORMAL * _errors(level, factors)
        with np.errstate(divide="ignore", invalid="ignore"):
            below, above = np.log(estimate / low)[:, :cut], np.log(high / estimate)[:, :cut]
            low[:, :cut] = estimate[:, :cut] * np.exp(-np.sqrt(below**2 + doubt**2))
            high[:, :cut] = estimate[:, :cut] * np.exp(np.sqrt(above**2 + doubt**2))
    return {
        "estimate": estimate, "low": low, "high": high,
        "design_effect": values.effect, "tau2": values.tau2, "i2": values.i2,
    }  # fmt: skip


def _errors(level: Level, factors: Mapping[tuple[str, str], tuple[float, float]]) -> Floats:
    """Standard error of each key's factor, of the languages by their hits."""
    names = level.found.rates.names
    errors = np.array(
        [
            [factors.get((code, name), (1.0, 0.0))[1] for name in names]
            for code in level.found.groups["language"].to_list()
        ]
    ).reshape(-1, len(names))
    hits = level.found.rates.y + 0.5
    whole = level.layout.sums(hits)
    return np.sqrt(level.layout.sums((hits * errors) ** 2)) / np.maximum(whole, 0.5)


def _factored(level: Level, factors: Mapping[tuple[str, str], tuple[float, float]] | None) -> Flags:
    """Whether a value was divided by a factor, in each of the languages that are in it."""
    known = np.zeros((level.meta.height, len(level.names)), bool)
    if factors:
        for row, languages in enumerate(level.meta["language"].to_list()):
            known[row] = [all((code, name) in factors for code in languages.split("+")) for name in level.names]
    return known


def _status(level: Level) -> npt.NDArray[np.int64]:
    rates, shares, cut = level.found.rates, level.found.shares, level.cut
    words = level.layout.sums(rates.n)
    expected = np.nan_to_num(level.values.estimate[:, :cut]) / PER * words
    stance = level.layout.sums(shares.t)
    few = np.hstack([expected < _EXPECTED_HITS, stance < _STANCE_HITS])
    worded = np.hstack([words > 0, np.repeat(words[:, :1] > 0, stance.shape[1], axis=1)])
    meta = level.meta
    status = np.zeros(few.shape, np.int64)
    status[(meta["articles"] < FEW_ARTICLES).to_numpy()] = _STATUS.index("few-articles")
    if level.of_outlets:
        status[(meta["outlets"] < 2).to_numpy()] = _STATUS.index("one-outlet")
    status[few] = _STATUS.index("too-few-words")
    status[~worded] = _STATUS.index("no-words")
    return status


def _baseline(level: Level) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The average outlet of each key's languages, by words, and where it is known from."""
    layout, cut = level.layout, level.cut
    values = np.array([population.baseline for population in level.strata])[layout.stratum]
    values[:, cut:] = 2 * values[:, cut:] - 1
    bases = np.array([[_BASES.index(name) for name in population.baseline_basis] for population in level.strata])
    weight = np.hstack([level.found.rates.n, level.found.shares.t]) + 0.01
    baseline = layout.sums(weight * values) / layout.sums(weight)
    basis = layout.highest(bases[layout.stratum].astype(np.float64)).astype(np.int64)
    return baseline, np.where(np.isnan(baseline), 0, basis)


def _method(level: Level) -> npt.NDArray[np.int64]:
    basis, effects = level.values.basis, level.values.effects
    kinds = len(SPREADS)
    shrunken = np.where(np.arange(len(level.names)) < level.cut, basis, basis + kinds)
    single = (level.meta["outlets"] < 2).to_numpy()[:, None]
    few = np.where(single, basis + 3 * kinds + 1, basis + 2 * kinds + 1)
    return np.where(effects == 0, shrunken, np.where(effects < MIN_UNITS, few, 2 * kinds))


def _present(level: Level, lexicon: Lexicon) -> Flags:
    """The dimensions that have entries in a key's languages, and the scales that have such dimensions."""
    known = {code: {entry.dimension for entry in entries} for code, entries in lexicon.entries.items()}
    scales = {name: {*scale.positive, *scale.negative} for name, scale in lexicon.codebook.scales.items()}
    shown = {}
    for languages in level.meta["language"].unique().to_list():
        dimensions = set().union(*(known.get(code, set()) for code in languages.split("+")))
        shown[languages] = [bool(scales.get(name, {name}) & dimensions) for name in level.names]
    return np.array([shown[languages] for languages in level.meta["language"].to_list()])

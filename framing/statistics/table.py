"""The table of estimates: a row for each key and measure, what was counted apart from what is inferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Floats, Longs
from framing.lexicon.names import dimensions_of
from framing.schemas import ESTIMATE
from framing.scoring.intervals import NORMAL, PER
from framing.statistics.cells import META, Cellular, Fitted
from framing.statistics.dispersion import rate_effect
from framing.statistics.figures import Figures
from framing.statistics.hits import NEGATIVE, POSITIVE
from framing.statistics.levels import KEY
from framing.statistics.significance import adjusted

__all__ = ["FEW_ARTICLES", "Level", "table"]

Flags = npt.NDArray[np.bool_]

#: Of fewer distinct texts nothing is said of the outlet at large.
FEW_ARTICLES: Final = 5
#: Without a hit, a rate of which the words would hold fewer than this at the usual rate is withheld: that there is none
#: says nothing.
_EXPECTED_HITS: Final = 1.0

_STATUS: Final = ("ok", "prior-conflict", "one-outlet", "too-few-words", "few-articles", "no-words")
_BASES: Final = (None, "language", "reference")
_METHODS: Final = (
    "negative binomial, outlets around a mean near reference news",
    "negative binomial, outlets around a mean of their own",
)
#: Columns that come from the figures.
_FIGURES: Final = ("estimate", "low", "high", "baseline", "ratio", "ratio_low", "ratio_high", "lfsr", "beyond")


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """All that is known of the keys of a level.

    Attributes:
        name: of the level.
        cells: of its keys.
        known: what all levels share.
        figures: of each measure, in the order of ``known.names``.
        p: against the rest of the language, keys × measures; None where nothing was tested.
        ranked: reliability and articles needed, likewise; None where keys are no outlets.
        further: whether it is about outlets like these, not these.
    """

    name: str
    cells: Cellular
    known: Fitted
    figures: Sequence[Figures]
    p: Floats | None
    ranked: tuple[Floats, Floats] | None = None
    further: bool = False

    @property
    def of_outlets(self) -> bool:
        """Whether a key is a population of outlets."""
        return bool({"country", "language"} & set(self.cells.parts))


def table(level: Level, *, withhold: bool = True) -> pl.DataFrame:
    """The rows of a level: key by key, dimensions and then scales.

    Args:
        level: what was found.
        withhold: whether estimates from too little are left out.

    Returns:
        ESTIMATE columns.
    """
    names, keys = level.known.names, level.cells.keys
    inferred = _inferred(level)
    status = _status(level, inferred["baseline"])
    if withhold:
        _withhold(inferred, status)
    empty = status == _STATUS.index("no-words")
    p = np.full(status.shape, np.nan) if level.p is None else np.where(empty, np.nan, level.p)
    ranked = level.ranked or (np.full(status.shape, np.nan),) * 2
    # Rates and scales are adjusted each for themselves: a scale is made of rates.
    cut = len(names) - len(level.known.scales)
    cells = {
        **_counted(level),
        **inferred,
        "p": p,
        "p_adjusted": np.hstack([adjusted(p[:, :cut]), adjusted(p[:, cut:])]),
        "reliability": ranked[0],
        "articles_needed": ranked[1],
    }
    words = {
        "status": (_STATUS, status),
        "method": (_METHODS, np.where(_known_before(level), 0, 1)),
        "baseline_basis": (_BASES, np.column_stack([one.basis for one in level.figures])),
        "dimension": (names, np.broadcast_to(np.arange(len(names)), status.shape)),
    }
    row, column = np.nonzero(_present(level))
    columns = {name: pl.Series(matrix[row, column]).fill_nan(None) for name, matrix in cells.items()}
    columns |= {
        name: pl.Series(spellings, dtype=pl.String)[number[row, column]] for name, (spellings, number) in words.items()
    }
    columns |= {name: keys[name][row] for name in ("articles", "clusters", "outlets", *META)}
    columns |= {"key": keys[KEY][row], "calibrated": pl.Series(_factored(level)[row, column])}
    frame = pl.DataFrame(columns).with_columns(level=pl.lit(level.name))
    return frame.select(list(ESTIMATE)).cast(dict(ESTIMATE))  # type: ignore[arg-type]


def _counted(level: Level) -> dict[str, Floats]:
    """Hits, words and what they come to, copies and all."""
    names, rates, sums = level.known.names, level.cells.counted.rates, level.cells.sums
    column = {name: at for at, name in enumerate(rates.names)}
    hits, words = sums(rates.hits), sums(rates.words)
    plain = [name for name in names if name not in level.known.scales]
    scales = [name for name in names if name in level.known.scales]
    sides = [hits[:, [column[name + end] for name in scales]] for end in (POSITIVE, NEGATIVE)]
    both = sides[0] + sides[1]
    rate = hits[:, [column[name] for name in plain]]
    spoken = words[:, [column[name] for name in plain] + [column[name + POSITIVE] for name in scales]]
    blank = np.full(rate.shape, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = np.hstack([PER * rate / spoken[:, : len(plain)], (sides[0] - sides[1]) / both])
    return {
        "hits": np.hstack([rate, both]).round(),
        "words": spoken.round(),
        "positive": np.hstack([blank, sides[0]]).round(),
        "negative": np.hstack([blank, sides[1]]).round(),
        "observed": np.where(np.isfinite(observed), observed, np.nan),
    }


def _inferred(level: Level) -> dict[str, Floats]:
    """What the figures say, wider by what is not known of the factors."""
    columns = {name: np.column_stack([getattr(one, name) for one in level.figures]) for name in _FIGURES}
    factors = level.known.factors
    if factors:
        doubt = NORMAL * _errors(level)
        with np.errstate(divide="ignore", invalid="ignore"):
            below, above = np.log(columns["estimate"] / columns["low"]), np.log(columns["high"] / columns["estimate"])
            wider = [np.exp(np.sqrt(way**2 + doubt**2)) for way in (below, above)]
        moved = doubt > 0
        columns["low"] = np.where(moved, columns["estimate"] / wider[0], columns["low"])
        columns["high"] = np.where(moved, columns["estimate"] * wider[1], columns["high"])
    columns["design_effect"] = _design_effect(level, columns["estimate"])
    return columns


def _design_effect(level: Level, estimate: Floats) -> Floats:
    """Variance of a rate's hits over a Poisson's; κ of the languages by their hits."""
    names, rates, known = level.known.names, level.cells.counted.rates, level.known
    effect = np.full(estimate.shape, np.nan)
    for at, name in enumerate(names):
        if name not in known.scales:
            column = rates.names.index(name)
            n, n2 = rates.n[:, [column]], rates.n2[:, [column]]
            varied = level.cells.sums(known.extra[level.cells.language, column][:, None] * n2)[:, 0]
            effect[:, at] = rate_effect(1.0, np.nan_to_num(estimate[:, at]), level.cells.sums(n)[:, 0], varied)
    return effect


def _errors(level: Level) -> Floats:
    """Standard error of each key's factor, of the languages by their hits; 0 for what has no factor."""
    names, rates, factors = level.known.names, level.cells.counted.rates, level.known.factors or {}
    errors = np.zeros((level.cells.keys.height, len(names)))
    for at, name in enumerate(names):
        known = np.array([factors.get((code, name), (1.0, 0.0))[1] for code in level.known.languages])
        if known.any():
            hits = rates.y[:, [rates.names.index(name)]] + 0.5
            spread = level.cells.sums((hits * known[level.cells.language][:, None]) ** 2)
            errors[:, at] = (np.sqrt(spread) / level.cells.sums(hits))[:, 0]
    return errors


def _status(level: Level, usual: Floats) -> Longs:
    names, rates = level.known.names, level.cells.counted.rates
    column = [rates.names.index(name + POSITIVE if name in level.known.scales else name) for name in names]
    words, hits = level.cells.sums(rates.n[:, column]), level.cells.sums(rates.y[:, column])
    keys, rate = level.cells.keys, np.array([name not in level.known.scales for name in names])
    few = (hits == 0) & (np.nan_to_num(usual) / PER * words < _EXPECTED_HITS)
    status = np.where(np.column_stack([one.conflict for one in level.figures]), 1, 0)
    if level.of_outlets:
        status[(keys["outlets"] < 2).to_numpy()] = _STATUS.index("one-outlet")
    status[few & rate] = _STATUS.index("too-few-words")
    status[(keys["clusters"] < FEW_ARTICLES).to_numpy()] = _STATUS.index("few-articles")
    status[words <= 0] = _STATUS.index("no-words")
    return status


def _withhold(inferred: dict[str, Floats], status: Longs) -> None:
    """Leave out what is said from too little; of a country known by one outlet, the interval."""
    for name, values in inferred.items():
        if name != "baseline":
            values[status >= _STATUS.index("too-few-words")] = np.nan
        if name not in ("baseline", "estimate", "design_effect"):
            values[status == _STATUS.index("one-outlet")] = np.nan


def _known_before(level: Level) -> Flags:
    """Whether reference news has a measure in each language of a key, and was not given up."""
    names, known = level.known.names, level.known
    has = np.array(
        [
            [(code, name + POSITIVE if name in known.scales else name) in known.reference for name in names]
            for code in known.languages
        ]
    )
    every = np.ones((level.cells.keys.height, len(names)), np.bool_)
    np.logical_and.at(every, level.cells.key, has[level.cells.language])
    return every & ~np.column_stack([one.conflict for one in level.figures])


def _factored(level: Level) -> Flags:
    """Whether a value was divided by a factor, in each of the languages that are in it."""
    names, factors = level.known.names, level.known.factors
    known = np.zeros((level.cells.keys.height, len(names)), np.bool_)
    for row, languages in enumerate(level.cells.keys["language"].to_list() if factors else ()):
        known[row] = [all((code, name) in (factors or {}) for code in languages.split("+")) for name in names]
    return known


def _present(level: Level) -> Flags:
    """The dimensions that have entries in a key's languages, and the scales that have such dimensions."""
    lexicon, names = level.known.lexicon, level.known.names
    known = dimensions_of(lexicon)
    scales = {name: {*scale.positive, *scale.negative} for name, scale in lexicon.codebook.estimated.items()}
    shown = {}
    for languages in level.cells.keys["language"].unique().to_list():
        dimensions = frozenset[str]().union(*(known.get(code, ()) for code in languages.split("+")))
        shown[languages] = [bool(scales.get(name, {name}) & dimensions) for name in names]
    present = np.array([shown[languages] for languages in level.cells.keys["language"].to_list()])
    if level.further:
        # Of one outlet nothing is said of others.
        present &= (level.cells.keys["outlets"] > 1).to_numpy()[:, None]
    return present

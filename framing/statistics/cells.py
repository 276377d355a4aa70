"""Cells: an outlet's articles in one language, as far as they belong to a key; and what the model says of each.

An outlet's own cell holds all its articles. Levels that tell outlets apart (outlet, country, language) take these cells
as they are. Levels that tell articles apart (source, genre, month …) have cells of their own, whose population is all
outlets' cells under the same key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Floats, Longs
from framing.lexicon.lexicon import Lexicon
from framing.scoring.intervals import PER
from framing.statistics.dispersion import extra_variance
from framing.statistics.figures import DRAWS, Baseline, Drawn, baseline_of
from framing.statistics.groups import Tally, tally
from framing.statistics.hits import NEGATIVE, POSITIVE, Sums, share_names
from framing.statistics.levels import CROSS, KEY, keyed, parts_of
from framing.statistics.model import VARIATION, Cells, Fit, Prior, fit
from framing.statistics.observations import Observations
from framing.statistics.reference import Reference, calibration_factors, reference_news

__all__ = ["META", "OUTLET", "Cellular", "Fitted", "Shared", "cellular", "shared", "with_outlets"]


#: The column that holds outlets where articles of none count as one outlet of their country.
OUTLET: Final = "__outlet"
_STRATUM: Final = "__stratum"
#: What a key's articles have in common.
META: Final = ("country", "source_country", "language")
#: Levels that tell outlets apart.
_OF_OUTLETS: Final = {"outlet", "country", "language"}
#: Standard errors that κ is taken above its estimate, which is skewed: of few articles it is more often too small. With
#: 0 intervals of three outlets of five zero-inflated articles held .86 of the rates at five times the reference.
_CAUTION: Final = 0.2
#: Scale → what is added to its positive side, as a multiple of that side's usual rate; to the negative one the
#: reciprocal. Of ``tone`` shouting leads, and communiqué counts where it is far more than usual. With the geometric
#: mean of both rates on both sides, as other scales have it, that hung on how common they are: shouting decided in
#: Hindi, where communiqué is rare, and communiqué in Urdu, where outlets' tone and loudness agreed in rank by .14 (in
#: Hindi by .90). So they agree by .61 and .95, and the agency APP stays the least loud of Urdu outlets.
_LEADING: Final = {"tone": 0.25}
#: What streams of draws are for.
_SIDE, _KIND = 16, 18


def with_outlets(articles: pl.DataFrame) -> pl.DataFrame:
    """Articles with the column :data:`OUTLET`."""
    nobody = pl.concat_str(pl.lit("\0"), pl.col("country").fill_null(""))
    return articles.with_columns(pl.coalesce("outlet", nobody).alias(OUTLET))


@dataclass(frozen=True, slots=True, eq=False)
class Cellular:
    """The cells of a level.

    Attributes:
        level: its name.
        parts: the level, or the two that it crosses.
        keys: one row a key: its name, articles, clusters, outlets and what its articles have in common.
        counted: sums of the cells.
        key: number of each cell's key.
        language: number of each cell's language.
        outlets: number of each cell among the outlets' own; None where cells are fitted for themselves.
        population: number of each cell's population.
        place: of each cell among the draws of its population.
        alike: as for :class:`framing.statistics.figures.Keys`.
    """

    level: str
    parts: tuple[str, ...]
    keys: pl.DataFrame
    counted: Tally
    key: Longs
    language: Longs
    outlets: Longs | None
    population: Longs
    place: Longs
    alike: Longs | None

    def sums(self, matrix: Floats) -> Floats:
        """Cells added up to keys."""
        added = np.zeros((self.keys.height, matrix.shape[1]))
        np.add.at(added, self.key, matrix)
        return added


@dataclass(frozen=True, eq=False)
class Fitted:
    """What all levels share.

    Attributes:
        lexicon: that scored.
        counts: hits of all articles, and their sides.
        languages: in the order of their numbers.
        own: sums of the outlets' own cells.
        extra: κ, languages × measures.
        reference: reference news by language and measure, divided by the factors.
        factors: (language, dimension) → factor and standard error of its logarithm, where rates are divided by it.
    """

    lexicon: Lexicon
    counts: tuple[Sums, Sums]
    languages: tuple[str, ...]
    own: Tally
    extra: Floats
    reference: Mapping[tuple[str, str], Reference]
    factors: Mapping[tuple[str, str], tuple[float, float]] | None

    @classmethod
    def of(cls, observations: Observations, counts: tuple[Sums, Sums], lexicon: Lexicon, calibrated: bool) -> Fitted:
        """Learn how articles vary, and what reference news holds."""
        factors = calibration_factors(lexicon) if calibrated else None
        own = divided(tally(observations, [OUTLET], lexicon.codebook, counts=counts), factors)
        reference = dict(reference_news(lexicon))
        for key, (factor, _) in (factors or {}).items():
            if key in reference:
                line = reference[key]
                reference[key] = Reference(
                    mean=line.mean / factor, variation=line.variation, extra=line.extra, outlets=line.outlets
                )
        usual = {key: line.extra for key, line in reference.items()}
        extra, _ = extra_variance(own, usual, errors=_CAUTION)
        return cls(lexicon, counts, tuple(own.languages), own, extra, reference, factors)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Dimensions and rate scales, and then contrast scales."""
        scales = share_names(self.lexicon.codebook)
        return (*self.own.rates.names[: len(self.own.rates.names) - 2 * len(scales)], *scales)

    @cached_property
    def scales(self) -> frozenset[str]:
        """The contrast scales."""
        return frozenset(share_names(self.lexicon.codebook))

    @cached_property
    def place(self) -> Longs:
        """Of each outlet's own cell among the draws: by what was counted in it, and not by its name."""
        return _places(self.own.rates.y, self.own.rates.n, self.own.language)

    def stream(self, name: str, kind: int, language: int = 0) -> int:
        """A number for draws that are independent of others'."""
        code = self.languages[language] if self.languages else ""
        side = name.endswith(NEGATIVE)
        return (crc32(code.encode()) & 0xFFFF) | (side << _SIDE) | (kind << _KIND)

    def prior(self, name: str, language: int) -> Prior:
        """What is known of a measure beforehand."""
        line = self.reference.get((self.languages[language], name))
        column = self.own.rates.names.index(name)
        mean, variation = (line.mean, line.variation) if line else (None, VARIATION)
        return Prior(mean, variation, float(self.extra[language, column]))

    def offsets(self, name: str, language: int) -> tuple[tuple[float, float], float | None]:
        """What is added to each side of a scale, and its value in reference news; None where that is not known.

        No outlet without hits of one side is infinitely far: both have the geometric mean of the two usual rates added,
        or each its own (:data:`_LEADING`).
        """
        pair = [self.reference.get((self.languages[language], name + end)) for end in (POSITIVE, NEGATIVE)]
        usual = [line.mean for line in pair if line and line.mean > 0]
        known = len(usual) == len(pair)
        if not known:
            of, rates = self.own.language == language, self.own.rates
            columns = [rates.names.index(name + end) for end in (POSITIVE, NEGATIVE)]
            usual = [PER * (rates.y[of, at].sum() + 0.5) / (rates.n[of, at].sum() + 1.0) for at in columns]
        middle = float(np.sqrt(usual[0] * usual[1]))
        leads = _LEADING.get(name)
        by = (leads * usual[0], usual[1] / leads) if leads else (middle, middle)
        return by, float(np.log2((usual[0] + by[0]) / (usual[1] + by[1]))) if known else None

    def outlets_drawn(self, name: str) -> tuple[Drawn, Baseline]:
        """A measure in the outlets' own cells, and what is usual in each language."""
        language = self.own.language
        drawn = self._drawn(name, self.own, language, language, self.place, 0, joint=True)
        known = np.full(len(self.languages), np.nan)
        for number, code in enumerate(self.languages):
            if name in self.scales:
                value = self.offsets(name, number)[1]
                known[number] = np.nan if value is None else value
            elif line := self.reference.get((code, name)):
                known[number] = line.mean
        return drawn, baseline_of(drawn.draws, language, known)

    def drawn(self, name: str, cells: Cellular, *, joint: bool) -> Drawn:
        """A measure in cells that are fitted for themselves, drawn together where several make one key."""
        counted = divided(cells.counted, self.factors)
        return self._drawn(name, counted, cells.language, cells.population, cells.place, 1, joint=joint)

    def _drawn(
        self, name: str, counted: Tally, language: Longs, population: Longs, place: Longs, kind: int, *, joint: bool
    ) -> Drawn:
        size = len(language)
        estimate, interval = np.full(size, np.nan), np.full((size, 2), np.nan)
        draws = np.full((DRAWS, size), np.nan, np.float32)
        variation, conflict = np.full((DRAWS, size), np.nan, np.float32), np.zeros(size, np.bool_)
        if name in self.scales:
            sides = []
            for side, end in enumerate((POSITIVE, NEGATIVE)):
                mean, logs = np.full(size, np.nan), np.full((DRAWS, size), np.nan, np.float32)
                for rows, one in self._fits(name + end, counted, language, population, place, kind, joint):
                    by = np.float32(self.offsets(name, int(language[rows[0]]))[0][side])
                    mean[rows] = one.shifted_log2(float(by))
                    logs[:, rows] = np.log2(np.exp(one.logs) + by)
                    conflict[rows] |= one.conflict
                sides.append((mean, logs))
            (plus, plus_logs), (minus, minus_logs) = sides
            return Drawn(plus - minus, interval, plus_logs - minus_logs, False, conflict, variation)
        for rows, one in self._fits(name, counted, language, population, place, kind, joint):
            estimate[rows], interval[rows], conflict[rows] = one.estimate, one.interval, one.conflict
            draws[:, rows] = np.exp(one.logs)
            variation[:, rows] = one.variation[:, None]
        return Drawn(estimate, interval, draws, True, conflict, variation)

    def _fits(
        self, name: str, counted: Tally, language: Longs, population: Longs, place: Longs, kind: int, joint: bool
    ) -> Iterator[tuple[Longs, Fit]]:
        """Each population's cells with words, and its fit."""
        column = counted.rates.names.index(name)
        y, n, n2 = (getattr(counted.rates, sums)[:, column] for sums in ("y", "n", "n2"))
        order = np.lexsort((place, population))
        order = order[n[order] > 0]
        for rows in np.split(order, np.flatnonzero(np.diff(population[order])) + 1):
            if len(rows):
                number = int(language[rows[0]])
                cells = Cells(y[rows], n[rows] / PER, n[rows] ** 2 / n2[rows], place[rows])
                yield rows, fit(cells, self.prior(name, number), self.stream(name, kind, number), joint=joint)


def cellular(observations: Observations, level: str, known: Fitted) -> Cellular | None:
    """The cells of a level; None where no article has a key."""
    at_level = keyed(observations, level)
    parts = parts_of(level)
    keys = _keys(at_level.articles.drop_nulls(KEY))
    if not keys.height:
        return None
    counted = tally(at_level, [KEY, OUTLET], known.lexicon.codebook, counts=known.counts, squares=False)
    groups = counted.groups.select(KEY, OUTLET, "language")
    key = groups.join(keys.select(KEY).with_row_index("at"), on=KEY, how="left", maintain_order="left")["at"]
    number = {code: row for row, code in enumerate(known.languages)}
    language = np.array([number[code] for code in groups["language"].to_list()], np.int64)
    outlets = None
    if set(parts) <= _OF_OUTLETS:
        own = known.own.groups.select(OUTLET, "language").with_row_index("at")
        joined = groups.join(own, on=[OUTLET, "language"], how="left", maintain_order="left")
        outlets = joined["at"].to_numpy().astype(np.int64)
    population = language
    if strata := [part for part in parts if part not in _OF_OUTLETS]:
        stratum = keyed(at_level, CROSS.join(strata)).articles[KEY].to_physical()
        pairs = at_level.articles.select(KEY).with_columns(stratum.alias(_STRATUM)).unique(KEY)
        at = groups.join(pairs, on=KEY, how="left", maintain_order="left")[_STRATUM].to_numpy().astype(np.int64)
        population = at * len(known.languages) + language
    place = _places(counted.rates.y, counted.rates.n, population)
    alike = _alike(counted, key.to_numpy(), keys.height) if parts == ("outlet",) else None
    return Cellular(
        level, parts, keys, counted, key.to_numpy().astype(np.int64), language, outlets, population, place, alike
    )


@dataclass(frozen=True, slots=True, eq=False)
class Shared:
    """Where the cells of a level are fitted: at another level, where that has the same.

    Attributes:
        level: number of the level where they are fitted.
        place: of each cell, its place there; None where the level's own cells are fitted.
        joint: whether at one of the levels that share the fit a key has several cells.
    """

    level: int
    place: Longs | None
    joint: bool


def shared(levels: Sequence[Cellular]) -> list[Shared]:
    """For each level where its cells are fitted: months, and months of each outlet, have the same cells."""
    orders = [np.lexsort((cells.place, cells.population)) for cells in levels]
    first: list[int] = []
    for number, cells in enumerate(levels):
        same = (at for at in first[:number] if first[at] == at and _same(levels[at], orders[at], cells, orders[number]))
        first.append(next(same, number))
    several = {at for at, cells in zip(first, levels, strict=True) if (np.bincount(cells.key) > 1).any()}
    fits = []
    for number, (at, cells) in enumerate(zip(first, levels, strict=True)):
        place = None
        if at != number:
            place = np.empty(len(cells.key), np.int64)
            place[orders[number]] = orders[at]
        fits.append(Shared(at, place, at in several))
    return fits


def _same(one: Cellular, first: Longs, other: Cellular, second: Longs) -> bool:
    """Whether two levels have the same cells in the same populations."""
    if one.outlets is not None or other.outlets is not None or len(first) != len(second):
        return False
    if not np.array_equal(one.population[first], other.population[second]):
        return False
    sums = [(cells.counted.rates, order) for cells, order in ((one, first), (other, second))]
    return all(
        np.array_equal(*(getattr(rates, name)[order] for rates, order in sums)) for name in ("y", "n", "n2")
    ) and np.array_equal(one.language[first], other.language[second])


def _keys(articles: pl.DataFrame) -> pl.DataFrame:
    """One row a key: articles, clusters, outlets and what its articles have in common."""
    return (
        articles.group_by(KEY)
        .agg(
            articles=pl.len().cast(pl.Int64),
            clusters=pl.col("cluster").n_unique().cast(pl.Int64),
            outlets=pl.col(OUTLET).n_unique().cast(pl.Int64),
            **{name: pl.col(name).drop_nulls().unique().sort().cast(pl.String).str.join("+") for name in META},
        )
        .sort(KEY)
    )


def _places(hits: Floats, words: Floats, population: Longs) -> Longs:
    """The rank of each cell in its population by all that was counted in it."""
    order = np.lexsort((*hits.T, words[:, 0], population)) if hits.shape[1] else np.argsort(population, kind="stable")
    place = np.empty(len(population), np.int64)
    starts = np.flatnonzero(np.diff(population[order], prepend=-1))
    sizes = np.diff(np.append(starts, len(order)))
    place[order] = np.arange(len(order)) - np.repeat(starts, sizes)
    return place


def _alike(counted: Tally, key: npt.NDArray[np.integer], size: int) -> Longs:
    """A number that keys with the same counts in the same language share; of several languages one of its own."""
    rows = np.column_stack([counted.rates.y, counted.rates.n, counted.language])
    _, same = np.unique(rows, axis=0, return_inverse=True)
    number = np.arange(size) + len(rows)
    single = np.bincount(key, minlength=size)[key] == 1
    number[key[single]] = same.ravel()[single]
    return np.unique(number, return_inverse=True)[1].astype(np.int64)


def divided(counted: Tally, factors: Mapping[tuple[str, str], tuple[float, float]] | None) -> Tally:
    """Rates divided by the factors of their languages: as if each text had more, or fewer, words."""
    if not factors:
        return counted
    codes, rates = counted.groups["language"].to_list(), counted.rates
    by = {code: np.array([factors.get((code, name), (1.0, 0.0))[0] for name in rates.names]) for code in set(codes)}
    factor = np.array([by[code] for code in codes]).reshape(rates.n.shape)
    scaled = replace(rates, n=rates.n * factor, yn=rates.yn * factor, n2=rates.n2 * factor**2, n3=rates.n3 * factor**3)
    return replace(counted, rates=scaled)

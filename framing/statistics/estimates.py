"""Estimates: what the scored articles say of an outlet, a country, a month, with an interval.

Inference is on unweighted hits. Copies of one text count once (:mod:`framing.statistics.tally`), and texts of an
outlet vary more than chance (:mod:`framing.statistics.dispersion`). What is no population of outlets (an outlet, a
source, a genre, a period, a group) is estimated with shrinkage: gamma-Poisson for a rate, beta-binomial for a
proportion, the prior being the spread of the language's outlets (:mod:`framing.statistics.priors`). Of several outlets
together it speaks of these outlets. A country or a language is a population of outlets: random effects over their
unshrunken values (:mod:`framing.statistics.countries`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.schemas import ESTIMATE, SECTIONS, VOICES
from framing.scoring.score import Scored
from framing.statistics.counts import Counts, counts_of, counts_of_scored
from framing.statistics.differences import differences
from framing.statistics.dispersion import extra_variance
from framing.statistics.factors import calibration_factors
from framing.statistics.levels import KEY, LEVELS, keyed, parts_of
from framing.statistics.observations import NOTHING, Observations, observe, observed_articles
from framing.statistics.priors import MIN_OUTLETS, Population, populations, reference_priors
from framing.statistics.table import FEW_ARTICLES, META, Level, table
from framing.statistics.tally import Tally, tally
from framing.statistics.values import Layout, random_values, shrunken_values

__all__ = ["FEW_ARTICLES", "LEVELS", "estimate", "estimates"]

Floats = npt.NDArray[np.float64]

#: Levels worked out at a time: each holds some hundred MB where a million articles have ten thousand keys.
_AT_ONCE: Final = 2
#: Levels that are populations of outlets.
_POPULATIONS: Final = ("country", "language")


def estimate(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    levels: Sequence[str] = ("outlet", "country", "source"),
    sections: Collection[str] = SECTIONS,
    voices: Collection[str] = VOICES,
    calibrated: bool = False,
) -> pl.DataFrame:
    """Rates of all dimensions and values of all scales per level.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles; see :func:`framing.statistics.observations.observe`.
        lexicon: that scored them.
        levels: ``outlet``, ``country`` (the publisher's), ``source`` (country), ``agency``, ``language``, ``genre``,
            ``day``, ``week``, ``month``, ``year`` (in UTC), ``group:NAME`` for a group of the user's, or two of them
            crossed: ``outlet*month``. Articles that lack the key are left out at that level.
        sections: whose words count.
        voices: whose words count; see :func:`framing.statistics.observations.observe` for scales.
        calibrated: whether rates are divided by the factors between languages (``lexicons/calibration.csv``), so that
            they can be compared over languages; intervals are wider by the factors' uncertainty.

    Returns:
        ESTIMATE columns, described in :mod:`framing.schemas`. ``status`` says what a value is worth: ``ok``;
        ``few-articles`` (under ten: the interval rests on how other outlets' articles vary); ``one-outlet`` (a
        country's or language's value is that of its one outlet, its interval as wide as outlets differ);
        ``too-few-words`` (the words would hold less than one hit at the estimated rate, or a scale has fewer than two
        stance hits: the estimate is withheld, the interval stands); ``no-words``.

    Raises:
        UsageError: an unknown level, section, voice or group.

    Example:
        >>> import polars as pl
        >>> from framing.scoring.score import score
        >>> articles = pl.DataFrame({"article_id": ["1"], "text": ["यह फैसला ऐतिहासिक है।"], "outlet": ["a"]})
        >>> table = estimate(score(articles), articles)
        >>> table.filter(pl.col("dimension") == "praise").select("hits", "status").row(0)
        (1, 'too-few-words')
    """
    lexicon = lexicon or default_lexicon()
    for level in levels:
        parts_of(level)
    if set(voices) != set(VOICES):
        observations = observe(scored, articles, lexicon, sections=sections, voices=voices)
        return estimates(observations, lexicon, levels=levels, calibrated=calibrated)
    # The same without the frames of hits, which for a million articles take more room than all the rest.
    read = observed_articles(scored, articles, lexicon, sections=sections)
    counts = counts_of_scored(scored, read["article_id"], lexicon.codebook, sections)
    read = _enumerated(read)
    return _estimates(replace(NOTHING, articles=read), counts, lexicon, levels, calibrated)


def estimates(
    observations: Observations,
    lexicon: Lexicon | None = None,
    *,
    levels: Sequence[str] = ("outlet", "country", "source"),
    calibrated: bool = False,
) -> pl.DataFrame:
    """The same as :func:`estimate`, of observations that are there already."""
    lexicon = lexicon or default_lexicon()
    counts = counts_of(observations, lexicon.codebook)
    observations = replace(observations, articles=_enumerated(observations.articles))
    return _estimates(observations, counts, lexicon, levels, calibrated)


def _estimates(
    observations: Observations,
    counts: tuple[Counts, Counts],
    lexicon: Lexicon,
    levels: Sequence[str],
    calibrated: bool,
) -> pl.DataFrame:
    known = _Known.of(observations, counts, lexicon, calibrated)
    # Numpy, SciPy and Polars let go of the interpreter while they add up, so that two threads use two cores.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = list(pool.map(lambda level: _level(observations, level, known), levels))
    return pl.concat([pl.DataFrame(schema=ESTIMATE), *found])


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What all levels share: how texts vary, and how outlets do.

    Attributes:
        lexicon: that scored.
        counts: hits and sides of all articles.
        languages: in the order of their numbers.
        extra: κ and ρ, languages × names.
        populations: of the languages.
        factors: (language, dimension) → factor and standard error of its logarithm, where rates are divided by it.
    """

    lexicon: Lexicon
    counts: tuple[Counts, Counts]
    languages: tuple[str, ...]
    extra: tuple[Floats, Floats]
    populations: tuple[Population, ...]
    factors: Mapping[tuple[str, str], tuple[float, float]] | None

    @classmethod
    def of(
        cls, observations: Observations, counts: tuple[Counts, Counts], lexicon: Lexicon, calibrated: bool
    ) -> _Known:
        factors = calibration_factors(lexicon) if calibrated else None
        found = tally(_with_outlets(observations), ["outlet"], lexicon.codebook, counts=counts)
        found = _divided(found, factors)
        reference = reference_priors(lexicon)
        extra = extra_variance(found, {key: prior.extra for key, prior in reference.items()})
        divisors = {key: factor for key, (factor, _) in (factors or {}).items()}
        fitted = populations(found, extra, reference, divisors)
        ordered = tuple(fitted[code] for code in found.languages)
        return cls(lexicon, counts, tuple(found.languages), extra, ordered, factors)

    def of_genre(self, observations: Observations, genre: str) -> dict[str, Population]:
        """The populations of one genre, of the languages where it has outlets enough."""
        all_ = _with_outlets(observations)
        part = all_.articles.with_columns(pl.when(pl.col("genre") == genre).then(pl.col("outlet")).alias("outlet"))
        found = tally(replace(all_, articles=part), ["outlet"], self.lexicon.codebook, counts=self.counts)
        found = _divided(found, self.factors)
        rows = [self.languages.index(code) for code in found.languages]
        fitted = populations(found, (self.extra[0][rows], self.extra[1][rows]), {}, {})
        return {code: population for code, population in fitted.items() if population.outlets >= MIN_OUTLETS}


def _enumerated(articles: pl.DataFrame) -> pl.DataFrame:
    """Texts as enumerations in their order, and clusters as numbers: they group in a fraction of the time."""
    articles = articles.drop("article_id").with_columns(pl.col("cluster").rank("dense"))
    texts = [name for name, kind in articles.schema.items() if kind == pl.String]
    known = {name: articles[name].drop_nulls().unique() for name in texts}
    # See _with_outlets.
    known["outlet"] = pl.concat([known["outlet"], pl.Series([""])]).unique()
    return articles.with_columns(pl.col(name).cast(pl.Enum(known[name].sort())) for name in texts)


def _with_outlets(observations: Observations) -> Observations:
    """Articles of no outlet are one of their own, so that how texts vary can be seen in them too."""
    return replace(observations, articles=observations.articles.with_columns(pl.col("outlet").fill_null("")))


def _divided(found: Tally, factors: Mapping[tuple[str, str], tuple[float, float]] | None) -> Tally:
    """Rates divided by the factors of their languages: as if each text had more, or fewer, words."""
    if not factors:
        return found
    codes, rates = found.groups["language"].to_list(), found.rates
    by = {code: np.array([factors.get((code, name), (1.0, 0.0))[0] for name in rates.names]) for code in set(codes)}
    factor = np.array([by[code] for code in codes]).reshape(rates.n.shape)
    scaled = replace(rates, n=rates.n * factor, yn=rates.yn * factor, n2=rates.n2 * factor**2, n3=rates.n3 * factor**3)
    return replace(found, rates=scaled)


def _level(observations: Observations, level: str, known: _Known) -> pl.DataFrame:
    here = keyed(observations, level)
    meta = _meta(here.articles.drop_nulls(KEY))
    if not meta.height:
        return pl.DataFrame(schema=ESTIMATE)
    parts = parts_of(level)
    of_outlets = bool(set(parts) & set(_POPULATIONS))
    by = [KEY, "outlet"] if of_outlets else [KEY]
    named = _with_outlets(here) if of_outlets else here
    found = _divided(tally(named, by, known.lexicon.codebook, counts=known.counts, squares=False), known.factors)
    layout, strata = _layout(here, found, meta, known, "genre" in parts)
    values = shrunken_values(found, layout, known.extra, strata)
    if of_outlets:
        values = random_values(found, layout, known.extra, values)
    p = _tested(here, layout, known) if parts == ("outlet",) else None
    return table(Level(level, meta, found, layout, values, strata, p, of_outlets), known.lexicon, known.factors)


def _meta(articles: pl.DataFrame) -> pl.DataFrame:
    """One row a key: articles, clusters, outlets and what its articles have in common."""
    return (
        articles.group_by(KEY)
        .agg(
            articles=pl.len().cast(pl.Int64),
            clusters=pl.col("cluster").n_unique().cast(pl.Int64),
            outlets=pl.col("outlet").drop_nulls().n_unique().cast(pl.Int64),
            genre=pl.col("genre").first(),
            **{name: pl.col(name).drop_nulls().unique().sort().cast(pl.String).str.join("+") for name in META},
        )
        .sort(KEY)
    )


def _layout(
    here: Observations, found: Tally, meta: pl.DataFrame, known: _Known, by_genre: bool
) -> tuple[Layout, tuple[Population, ...]]:
    """Which group belongs to which key and population, and the populations."""
    numbers = meta.select(KEY, "genre").with_row_index("number")
    groups = found.groups.select(KEY, "language").join(numbers, on=KEY, how="left", maintain_order="left")
    number = {code: row for row, code in enumerate(known.languages)}
    codes = groups["language"].to_list()
    language = np.array([number[code] for code in codes], np.int64)
    stratum, strata = language.copy(), list(known.populations)
    for genre in groups["genre"].unique().sort().to_list() if by_genre else []:
        for code, population in known.of_genre(here, genre).items():
            own = (groups["genre"] == genre) & (groups["language"] == code)
            stratum[own.to_numpy()] = len(strata)
            strata.append(population)
    return Layout(groups["number"].to_numpy().astype(np.int64), language, stratum, meta.height), tuple(strata)


def _tested(here: Observations, layout: Layout, known: _Known) -> Floats:
    """P of each outlet against the rest of its language; none for an outlet in several languages."""
    found = differences(here, [KEY], known.counts)
    p = np.full((layout.keys, found.shape[1]), np.nan)
    single = np.flatnonzero((np.bincount(layout.key, minlength=layout.keys) == 1)[layout.key])
    p[layout.key[single]] = found[single]
    return p

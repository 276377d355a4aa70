"""Estimates: what the scored articles say of an outlet, a country, a month, and what they say of it at large.

Two questions stand apart. *These articles*: hits, words and ``observed``, as counted. *At large*: estimate and interval
from one model for all outlets of a language (:mod:`framing.statistics.model`), on unweighted hits, copies of one text
counted once (:mod:`framing.statistics.groups`).

Whatever a level is, its smallest part is a *cell*: an outlet's articles in one language, as far as they belong to the
key. An outlet is its own cell. A country and a language are the unweighted mean of their outlets. A source, a genre, a
month or a group is the unweighted mean of the cells that its outlets have in it, and these cells are a population of
their own: outlets write opinion otherwise than news. ``population:country`` and ``population:language`` are what the
mean over all outlets like these would be, of which those at hand are a few.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Final, Unpack

import numpy as np
import polars as pl

from framing.arrays import Floats
from framing.errors import UsageError, warn
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import near
from framing.schemas import ESTIMATE, LEVELS
from framing.scoring.score import Scored
from framing.statistics.cells import OUTLET, Cellular, Fitted, Shared, cellular, shared, with_outlets
from framing.statistics.coded import with_labels
from framing.statistics.differences import measured, tested
from framing.statistics.figures import Drawn, Figures, Keys, figures_of, further_outlets, uniforms_of, unknown
from framing.statistics.groups import texts_of
from framing.statistics.hits import Sums, counts_of, rate_names, share_names, with_sides
from framing.statistics.levels import KEY, keyed, parts_of
from framing.statistics.machines import machine_estimates, machine_names, silences, wordings
from framing.statistics.narrowing import fitting
from framing.statistics.observations import NOTHING, Observations, observe
from framing.statistics.question import Keywords, Question, question_of
from framing.statistics.rankings import ranked
from framing.statistics.table import FEW_ARTICLES, Level, table

__all__ = ["FEW_ARTICLES", "LEVELS", "POPULATION", "estimate", "estimates"]


#: Levels where none are named.
_USUAL: Final = ("outlet", "country", "source")
#: Measures worked out at a time.
_AT_ONCE: Final = 2
#: Levels that are populations of outlets, and what their rows for outlets like theirs are called.
_POPULATIONS: Final = ("country", "language")
POPULATION: Final = "population:"


def estimate(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    levels: Sequence[str] | None = None,
    calibrated: bool = False,
    measures: Collection[str] | None = None,
    tested: bool = True,
    ranked: bool = True,
    labels: pl.DataFrame | None = None,
    scores: pl.DataFrame | None = None,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> pl.DataFrame:
    """Rates of all dimensions and values of all scales per level.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles; see :func:`framing.statistics.observations.observe`.
        lexicon: that scored them.
        levels: ``outlet``, ``country`` (the publisher's), ``source`` (country), ``agency``, ``language``, ``genre``,
            ``topic``, ``day``, ``week``, ``month``, ``quarter``, ``year`` (in UTC), ``group:NAME`` for a group of the
            user's, or two of them crossed: ``outlet*month``. Where none are named that of the question, else outlet,
            country and source. Articles that lack the key are left out at that level. ``country`` and ``language``
            bring rows of the level ``population:country`` or ``population:language`` along.
        calibrated: whether rates are divided by the factors between languages (``lexicons/calibration.csv``), so that
            they can be compared over languages; intervals are wider by the factors' uncertainty.
        measures: the dimensions and scales that are wanted; all where none are named. The rows of these are the same,
            in a fraction of the time, but for ``p_adjusted``, which is adjusted for all that is there.
        tested: whether ``p`` and ``p_adjusted`` are worked out; null where not.
        ranked: whether ``reliability`` and ``articles_needed`` are; likewise.
        labels: what people say of some of the articles, as :func:`framing.gold` gives it: article_id, dimension (may be
            left out where one measure is wanted), code and perhaps chance, content_sha256, burned. Yes, no or unsure,
            or 1 and 0, put the share of articles right; counts of places, or start and end of each, the rate. Where
            they are given, the columns of :data:`framing.statistics.coded.LABELLED` stand beside the estimates.
        scores: what other machines say of each article: article_id, and a column of numbers a machine. Each is one more
            measure, see :func:`framing.statistics.machines.machine_estimates`; what is left out, columns without
            numbers and articles that a machine says nothing of, is a FramingWarning. With labels one machine
            alone, whose figures they put right in the place of the lexicon's: see :func:`framing.corrected`.
        question: of which articles, and which of their words count; see :func:`framing.statistics.observations.observe`
            for how scales count in voices.
        keywords: the same, one by one: ``about="kashmir"``, ``voices="own"``.

    Returns:
        ESTIMATE columns, described in :mod:`framing.schemas`. ``status`` says what the estimate is worth: ``ok``;
        ``prior-conflict`` (the articles contradict reference news, which then counts for nothing);
        ``few-articles`` (under five distinct texts: withheld); ``one-outlet`` (a country or language known by one
        outlet: that outlet's estimate, and no interval); ``too-few-words`` (no hit in words that
        would hold less than one: withheld); ``no-words``.

    Raises:
        UsageError: an unknown level, measure, section, voice or group; or ``labels.…``, labels that cannot be used.

    Example:
        >>> import polars as pl
        >>> from framing.scoring.score import score
        >>> articles = pl.DataFrame({"article_id": ["1"], "text": ["यह फैसला ऐतिहासिक है।"], "outlet": ["a"]})
        >>> table = estimate(score(articles), articles)
        >>> table.filter(pl.col("dimension") == "praise").select("hits", "words", "observed", "status").row(0)
        (1, 4, 250.0, 'few-articles')
    """
    lexicon, asked = lexicon or default_lexicon(), question_of(question, keywords)
    levels = levels or ((asked.by,) if asked.by else _USUAL)
    for level in levels:
        parts_of(level)
    scored, articles = fitting(scored, articles, asked, lexicon, levels)
    observed = observe(scored, articles, lexicon, sections=asked.sections, voices=asked.voices)
    taken = (*lexicon.codebook.dimensions, *lexicon.codebook.scales)
    machines, others = [], list[str]()
    if scores is not None and labels is None and (others := machine_names(scores, taken)):
        machines = [machine_estimates(observed, scores, levels)]
        for line in (*wordings(scores), *silences(scores, articles)):
            warn(line)
    _check_measures(measures or (), [*rate_names(lexicon.codebook), *share_names(lexicon.codebook)], others)
    counts = counts_of(observed, lexicon.codebook)
    observed = replace(NOTHING, articles=_enumerated(observed.articles))
    rows = _estimates(observed, counts, lexicon, levels, calibrated, only=measures, of_units=(tested, ranked))
    if labels is None:
        return pl.concat([rows, *machines])
    left = asked.only("sections", "voices")
    return with_labels(rows, scored, articles, labels, lexicon, scores=scores, question=left)


def _check_measures(wanted: Collection[str], known: list[str], machines: Sequence[str]) -> None:
    for name in wanted:
        if name not in known and name not in machines:
            raise UsageError("estimate.measure", f"no dimension or scale '{name}'", "", near(name, known))


def estimates(
    observations: Observations,
    lexicon: Lexicon | None = None,
    *,
    levels: Sequence[str] = _USUAL,
    calibrated: bool = False,
    withhold: bool = True,
) -> pl.DataFrame:
    """The same as :func:`estimate`, of observations that are there already.

    Args:
        observations: what was counted.
        lexicon: that scored them.
        levels: as for :func:`estimate`.
        calibrated: as for :func:`estimate`.
        withhold: whether estimates from too little are left out; simulations look at them too.
    """
    lexicon = lexicon or default_lexicon()
    counts = counts_of(observations, lexicon.codebook)
    observations = replace(observations, articles=_enumerated(observations.articles))
    return _estimates(observations, counts, lexicon, levels, calibrated, withhold)


def _enumerated(articles: pl.DataFrame) -> pl.DataFrame:
    """Texts as enumerations in their order, and clusters as numbers: they group in a fraction of the time."""
    articles = with_outlets(articles.drop("article_id").with_columns(pl.col("cluster").rank("dense")))
    texts = [name for name, kind in articles.schema.items() if kind == pl.String]
    known = {name: articles[name].drop_nulls().unique() for name in texts}
    return articles.with_columns(pl.col(name).cast(pl.Enum(known[name].sort())) for name in texts)


def _estimates(
    observations: Observations,
    counts: tuple[Sums, Sums],
    lexicon: Lexicon,
    levels: Sequence[str],
    calibrated: bool,
    withhold: bool = True,
    *,
    only: Collection[str] | None = None,
    of_units: tuple[bool, bool] = (True, True),
) -> pl.DataFrame:
    counts = (with_sides(*counts), counts[1])
    known = Fitted.of(observations, counts, lexicon, calibrated)
    all_cells = [
        cells for level in dict.fromkeys(levels) if (cells := cellular(observations, level, known)) is not None
    ]
    fits = shared(all_cells)
    # Numpy and SciPy let go of the interpreter while they add up, so that two threads use two cores.
    wanted = [name for name in known.names if only is None or name in only]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        columns = list(pool.map(partial(_column, known=known, levels=all_cells, fits=fits), wanted))
    frames = [pl.DataFrame(schema=ESTIMATE)]
    for number, cells in enumerate(all_cells):
        is_told = any(of_units) and cells.parts == ("outlet",)
        p, ranking = _of_units(observations, cells, known, *of_units) if is_told else (None, None)
        figures = {name: column[number] for name, column in zip(wanted, columns, strict=True)}
        nothing = unknown(cells.keys.height)
        own = [figures[name][0] if name in figures else nothing for name in known.names]
        frames.append(table(Level(cells.level, cells, known, own, p, ranking), withhold=withhold))
        if set(cells.parts) & set(_POPULATIONS):
            further = [figures.get(name, (nothing, None))[1] or nothing for name in known.names]
            frames.append(
                table(Level(POPULATION + cells.level, cells, known, further, None, further=True), withhold=withhold)
            )
    rows = pl.concat(frames)
    return rows if only is None else rows.filter(pl.col("dimension").is_in(wanted))


def _column(
    name: str, known: Fitted, levels: Sequence[Cellular], fits: Sequence[Shared]
) -> list[tuple[Figures, Figures | None]]:
    """The figures of one measure at each level, and those for further outlets."""
    outlets, baseline = known.outlets_drawn(name)
    usual = baseline if outlets.ratio else baseline.of_differences
    columns, fitted = [], dict[int, Drawn]()
    for cells, fit in zip(levels, fits, strict=True):
        if cells.outlets is None and fit.level not in fitted:
            fitted[fit.level] = known.drawn(name, levels[fit.level], joint=fit.joint)
        drawn, place = (outlets, cells.outlets) if cells.outlets is not None else (fitted[fit.level], fit.place)
        drawn = (drawn if place is None else drawn.take(place)).centred(cells.language, baseline)
        keys = Keys(cells.key, cells.language, cells.keys.height, cells.alike)
        further = None
        if set(cells.parts) & set(_POPULATIONS):
            number = np.arange(keys.size)
            even = uniforms_of(known.stream(name, 3), cells.keys[KEY].cast(pl.String).to_list())
            like = further_outlets(drawn, keys, even)
            further = figures_of(like, Keys(number, number, keys.size), usual.of_keys(keys))
        columns.append((figures_of(drawn, keys, usual), further))
    return columns


def _of_units(
    observations: Observations, cells: Cellular, known: Fitted, is_tested: bool, is_ranked: bool
) -> tuple[Floats, tuple[Floats, Floats]]:
    """P of each outlet against the rest of its language, and how reliably it is ranked; no outlet of two languages."""
    rates, shares = known.counts
    width = len(known.names) - len(known.scales)
    plain = Sums(rates.names[:width], rates.first[:, :width])
    texts, groups = texts_of(keyed(observations, cells.level), [KEY, OUTLET])
    articles = np.bincount(texts.group, texts.copies, groups.height).astype(np.float64)
    of_cells = np.full((3, groups.height, len(known.names)), np.nan)
    if is_tested:
        of_cells[0] = tested(measured(texts, groups, (plain, shares)), of_cells[0].shape)
    for one in measured(texts, groups, (plain, shares)) if is_ranked else ():
        of_cells[1:, one.rows, one.column] = ranked(one, articles)
    figures = np.full((3, cells.keys.height, len(known.names)), np.nan)
    single = np.bincount(cells.key, minlength=cells.keys.height)[cells.key] == 1
    figures[:, cells.key[single]] = of_cells[:, single]
    return figures[0], (figures[1], figures[2])

"""Trends: rates and scales by day, week, month, with what lies beside them: how much was published, and by whom.

A corpus changes while it is watched: a loud outlet is added, a quiet one stops. Then the rate of all outlets together
rises though no outlet has changed. So each trend is told twice, of all outlets together and within outlets
(:mod:`framing.statistics.slopes`), and a warning stands where the two disagree.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final, Unpack

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Floats, Longs
from framing.errors import UsageError
from framing.languages.registry import name_of
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import Named, listed, near_or, noun, nouns, phrase, phrases
from framing.render.result import Result
from framing.schemas import LEVELS
from framing.scoring.intervals import PER, contrast_interval, rate_interval
from framing.scoring.score import Scored
from framing.statistics.dispersion import extra_variance, rate_effect, share_effect
from framing.statistics.groups import Rates, Shares, Tally, tally
from framing.statistics.levels import check_period, period_index, period_name, reaches
from framing.statistics.narrowing import fitting
from framing.statistics.observations import Observations, observe
from framing.statistics.question import Keywords, Question, question_of
from framing.statistics.significance import adjusted
from framing.statistics.slopes import FEWEST_PERIODS, PeriodCells, Slope, Slopes, slopes

__all__ = ["SERIES", "SLOPE", "VOLUME", "Trends", "trends"]


#: One row a language or key × period × dimension or scale. ``level`` is ``language`` (all of its outlets together) or
#: the level asked for. ``estimate`` is the raw rate per 1,000 words, or a scale's value from −1 to +1; ``low`` and
#: ``high`` its 95 % interval, hits and words divided by their design effect. ``words`` are null for a contrast scale.
SERIES: Final = {
    "level": pl.String(),
    "key": pl.String(),
    "language": pl.String(),
    "dimension": pl.String(),
    "period": pl.String(),
    "articles": pl.Int64(),
    "clusters": pl.Int64(),
    "words": pl.Int64(),
    "hits": pl.Int64(),
    "estimate": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "status": pl.String(),
}

#: One row a language × period × key with articles: how much of what was read then is whose. ``share`` of the words.
VOLUME: Final = {
    "language": pl.String(),
    "period": pl.String(),
    "key": pl.String(),
    "articles": pl.Int64(),
    "words": pl.Int64(),
    "share": pl.Float64(),
}

#: One row a language × dimension or scale. ``pooled`` and ``within``: by what a period multiplies the rate (of a
#: contrast scale: the odds of its positive end) in all keys together, and in each key against itself, with 95 %
#: intervals. ``p_adjusted``: of no difference between the two, after Benjamini & Hochberg. ``status``: ``ok``;
#: ``paradox``: both trends are clear and have opposite signs; ``mix``: they differ, so that the pooled trend is in part
#: one of the mix; ``one-key``: nothing to tell apart; ``few-periods``: fewer than twelve; ``no-trend``: too few hits,
#: or all at one end of time.
SLOPE: Final = {
    "language": pl.String(),
    "dimension": pl.String(),
    "periods": pl.Int64(),
    "keys": pl.Int64(),
    "pooled": pl.Float64(),
    "pooled_low": pl.Float64(),
    "pooled_high": pl.Float64(),
    "within": pl.Float64(),
    "within_low": pl.Float64(),
    "within_high": pl.Float64(),
    "p_adjusted": pl.Float64(),
    "status": pl.String(),
}

#: All but the language, which stands beside every level by itself.
_LEVELS: Final = {level: column for level, column in LEVELS.items() if level != "language"}
_UNKNOWN: Final = "unknown"
_NAME: Final = "__period"
_INDEX: Final = "__index"
_KEY: Final = "__key"


@dataclass(frozen=True, slots=True, eq=False)
class Trends(Result):
    """How rates and scales change over time.

    Attributes:
        series: SERIES columns.
        volume: VOLUME columns.
        slopes: SLOPE columns.
        caveats: sentences that belong beside them.
        period: day, week, month, quarter or year.
        level: whose trends are told apart.
    """

    FRAMES = ("slopes", "series", "volume")
    series: pl.DataFrame
    volume: pl.DataFrame
    slopes: pl.DataFrame
    caveats: tuple[str, ...]
    period: str
    level: str

    def __repr__(self) -> str:
        warned = self.slopes.filter(pl.col("status").is_in(["paradox", "mix"])).height
        return (
            f"<Trends by {self.period} of {self.series['key'].n_unique()} keys: {self.series['period'].n_unique()} "
            f"periods, {warned} warnings; frames series, volume, slopes; caveats>"
        )


def trends(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    period: str = "month",
    level: str | None = None,
    measures: Collection[str] | None = None,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> Trends:
    """Follow rates and scales over time.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles; those without a date, or of whose date the period is not known,
            are left out, and counted in a caveat.
        lexicon: that scored them.
        period: one of ``framing.statistics.levels.PERIODS``.
        level: whose trends are told apart: outlet, country, source (its country), agency, genre, topic, or
            ``group:NAME``; that of the question where none is named, else outlet.
        measures: dimensions and scales; all where none are named.
        question: of which articles, and which of their words and hits count.
        keywords: the same, one by one: ``about="kashmir"``, ``voices="own"``.

    Returns:
        Frames, and sentences where the pooled trend and those within keys disagree. Languages are never added up.

    Raises:
        UsageError: an unknown period, level, measure, section or voice.

    Example:
        >>> from framing.scoring.score import score
        >>> dates = ["2024-01-05", "2024-02-05", "2024-03-05"]
        >>> texts = ["A deal.", "A historic deal.", "A stunning, historic deal."]
        >>> news = pl.DataFrame({"article_id": ["1", "2", "3"], "text": texts, "published": dates})
        >>> news = news.with_columns(language=pl.lit("en"))
        >>> found = trends(score(news), news, measures=["praise"])
        >>> found.series.filter(pl.col("level") == "language").select("period", "hits").rows()
        [('2024-01', 0), ('2024-02', 1), ('2024-03', 1)]
    """
    check_period(period)
    lexicon, asked = lexicon or default_lexicon(), question_of(question, keywords)
    level = level or asked.by or "outlet"
    chosen = _chosen(measures, lexicon)
    scored, articles = fitting(scored, articles, asked, lexicon, (level,) if level in LEVELS else ())
    observed = observe(scored, articles, lexicon, sections=asked.sections, voices=asked.voices)
    dated = _dated(observed, period, level)
    undated = observed.articles.height - dated.articles.height
    whole, apart = (tally(dated, [*keys, _NAME, _INDEX], lexicon.codebook) for keys in ((), (_KEY,)))
    extra = extra_variance(tally(dated, [_KEY], lexicon.codebook))
    series = [pl.DataFrame(schema=SERIES)]
    for totals, name in ((whole, "language"), (apart, level)):
        series += _series(totals, extra, name, chosen)
    slope_rows = _slopes(apart, chosen)
    sentences = _sentences(slope_rows, period, level, undated, dated.articles.height)
    return Trends(pl.concat(series), _volume(dated), slope_rows, tuple(sentences), period, level)


def _chosen(measures: Collection[str] | None, lexicon: Lexicon) -> list[str]:
    known = [*lexicon.codebook.dimensions, *lexicon.codebook.estimated]
    for name in measures or ():
        if name not in known:
            hint = near_or(name, known, "use one of")
            raise UsageError("statistics.measure", f"no dimension or scale '{name}'", "", hint)
    return known if measures is None else list(measures)


def _dated(observed: Observations, period: str, level: str) -> Observations:
    """The articles with words and a date, with their period and key."""
    articles = observed.articles
    known = [*_LEVELS, *(name for name in articles.columns if name.startswith("group:"))]
    if level not in known:
        raise UsageError("statistics.level", f"no level '{level}'", "", f"use one of {', '.join(known)}")
    kept = articles.filter(reaches(period), pl.col("words") > 0).with_columns(
        period_name(pl.col("published"), period).alias(_NAME),
        period_index(pl.col("published"), period).alias(_INDEX),
        pl.col(_LEVELS.get(level, level)).fill_null(_UNKNOWN).alias(_KEY),
    )
    return replace(observed, articles=kept)


def _series(counted: Tally, extra: tuple[Floats, Floats], level: str, chosen: list[str]) -> list[pl.DataFrame]:
    """One frame a measure."""
    groups, language = counted.groups, counted.language
    key = groups["language"] if level == "language" else groups[_KEY]
    # The rate that the design effect takes for a period is that of the whole time: one period alone knows it badly.
    whose = pl.DataFrame({"key": key, "language": groups["language"]}).select(
        pl.struct("key", "language").rank("dense")
    )
    row = whose.to_series().to_numpy().astype(np.int64) - 1 if groups.height else np.zeros(0, np.int64)
    frame = groups.select("language", "articles", "clusters", period=_NAME, level=pl.lit(level), key=key)
    tables = []
    for name in chosen:
        if name in counted.rates.names:
            columns = _rate_columns(counted.rates, counted.rates.names.index(name), row, extra[0][language])
        else:
            columns = _share_columns(counted.shares, counted.shares.names.index(name), extra[1][language])
        rows = frame.with_columns(dimension=pl.lit(name), **columns)
        tables.append(rows.select(list(SERIES)).cast(dict(SERIES)))  # type: ignore[arg-type]
    return tables


def _rate_columns(rates: Rates, column: int, row: Longs, extra: Floats) -> dict[str, pl.Series]:
    y, n, n2 = (getattr(rates, name)[:, column] for name in ("y", "n", "n2"))
    size = int(row.max()) + 1 if len(row) else 0
    whole, words = np.bincount(row, y, size), np.bincount(row, n, size)
    mean = np.divide(PER * whole, words, out=np.zeros(size), where=words > 0)[row]
    effect = rate_effect(extra[:, column], mean, n, n2)
    _, low, high = rate_interval(y / effect, n / effect)
    estimate = np.divide(PER * y, n, out=np.full(len(n), np.nan), where=n > 0)
    columns = _columns(estimate, low, high, n > 0)
    return {
        **columns,
        "words": pl.Series(rates.words[:, column].round().astype(np.int64)),
        "hits": pl.Series(rates.hits[:, column].round().astype(np.int64)),
    }


def _share_columns(shares: Shares, column: int, extra: Floats) -> dict[str, Any]:
    p, t, t2 = (getattr(shares, name)[:, column] for name in ("p", "t", "t2"))
    effect = share_effect(extra[:, column], t, t2)
    _, low, high = contrast_interval(p / effect, (t - p) / effect)
    estimate = np.divide(2 * p - t, t, out=np.full(len(t), np.nan), where=t > 0)
    hits = (shares.positive[:, column] + shares.negative[:, column]).round().astype(np.int64)
    return {
        **_columns(estimate, low, high, t > 0, "no-hits"),
        "words": pl.lit(None, dtype=pl.Int64),
        "hits": pl.Series(hits),
    }


def _columns(
    estimate: Floats, low: Floats, high: Floats, known: npt.NDArray[np.bool_], status: str = "no-words"
) -> dict[str, pl.Series]:
    # The interval of a posterior need not hold the raw rate where that is at the end of what there can be.
    low, high = np.fmin(low, estimate), np.fmax(high, estimate)
    values = {"estimate": estimate, "low": low, "high": high}
    columns = {name: pl.Series(np.where(known, value, np.nan)).fill_nan(None) for name, value in values.items()}
    return {**columns, "status": pl.Series(np.where(known, "ok", status), dtype=pl.String)}


def _volume(dated: Observations) -> pl.DataFrame:
    keys = ["language", _NAME, _KEY]
    volume = dated.articles.group_by(keys).agg(articles=pl.len(), words=pl.sum("words")).sort(keys)
    share = pl.col("words") / pl.col("words").sum().over("language", _NAME)
    volume = volume.with_columns(share=share).rename({_NAME: "period", _KEY: "key"})
    return volume.select(list(VOLUME)).cast(dict(VOLUME))  # type: ignore[arg-type]


def _slopes(apart: Tally, chosen: list[str]) -> pl.DataFrame:
    group = (
        apart.groups[_KEY].rank("dense").to_numpy().astype(np.int64) if apart.groups.height else np.zeros(0, np.int64)
    )
    x = apart.groups[_INDEX].to_numpy().astype(np.float64)
    rows = []
    for number, code in enumerate(apart.languages):
        of_language = apart.language == number
        for name in chosen:
            cells = _cells(apart, name, of_language, group, x)
            kept = cells.n > 0
            periods, keys = len(np.unique(cells.x[kept])), len(np.unique(cells.group[kept]))
            rows.append((code, name, periods, keys, slopes(cells)))
    # All warnings stand beside each other, so that p is adjusted for all.
    p = adjusted([row[4].p for row in rows])
    fitted = [
        (*row[:4], *_bounds(row[4].pooled), *_bounds(row[4].within), value, _status(row[2], row[3], row[4], value))
        for row, value in zip(rows, p, strict=True)
    ]
    frame = pl.DataFrame(fitted, schema=SLOPE, orient="row")
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _cells(apart: Tally, name: str, chosen: npt.NDArray[np.bool_], group: Longs, x: Floats) -> PeriodCells:
    share = name in apart.shares.names
    sums: Rates | Shares = apart.shares if share else apart.rates
    column = sums.names.index(name)
    names = ("p", "t", "p2", "pt", "t2") if share else ("y", "n", "y2", "yn", "n2")
    y, n, y2, yn, n2 = (getattr(sums, one)[chosen, column] for one in names)
    return PeriodCells(y, n, y2, yn, n2, group[chosen], x[chosen], share=share)


def _bounds(slope: Slope) -> list[float]:
    return [float(np.exp(value)) for value in (slope.value, slope.low, slope.high)]


def _status(periods: int, keys: int, fitted: Slopes, p: float) -> str:
    if periods < FEWEST_PERIODS:
        return "few-periods"
    if not (np.isfinite(fitted.pooled.value) and np.isfinite(fitted.within.value)):
        return "no-trend"
    if keys < 2:
        return "one-key"
    if fitted.pooled.clear and fitted.within.clear and fitted.pooled.value * fitted.within.value < 0:
        return "paradox"
    return "mix" if p < 0.05 else "ok"


def _called(codes: str) -> str:
    """What languages are called; codes are joined by ``+``."""
    return listed([Named("language", code, name_of(code)) for code in codes.split("+")])


def _measured(row: dict[str, Any]) -> str:
    measure = Named("measure", row["dimension"], row["dimension"])
    return phrase("{measure} ({language})", measure=measure, language=_called(row["language"]))


def _sentences(slope_rows: pl.DataFrame, period: str, level: str, undated: int, dated: int) -> list[str]:
    lines = _undated(undated, dated, period)
    lines += [
        phrase(
            "Simpson's paradox: {measure} {together} in all together, but {within} within each {level}: what changed "
            "is how much of the words each {level} has. Read them one by one.",
            measure=_measured(row),
            together=_moves(row["pooled"], period),
            within=_moves(row["within"], period),
            level=noun(level),
        )
        for row in slope_rows.filter(pl.col("status") == "paradox").iter_rows(named=True)
    ]
    too_few = slope_rows.filter(pl.col("status") == "few-periods", pl.col("periods") > 0)
    short = too_few["language"].unique().sort().to_list()
    if short:
        lines.append(
            phrase(
                "No trend is told of {languages}: that takes {n} {periods} with articles, since what moves one often "
                "moves the next.",
                languages=listed([_called(codes) for codes in short]),
                n=FEWEST_PERIODS,
                periods=nouns(period),
            )
        )
    mixed = slope_rows.filter(pl.col("status") == "mix")
    if mixed.height:
        names = [_measured(row) for row in mixed.iter_rows(named=True)]
        lines.append(
            phrase(
                "The trend of all together is in part one of the mix of {levels} in {measures}: read the trend "
                "within each.",
                measures=names,
                levels=nouns(level),
            )
        )
    return lines


def _undated(undated: int, dated: int, period: str) -> list[str]:
    """What is left out because nobody knows when it was published."""
    if not dated:
        return [phrase("No article with words has a date: there is nothing to follow over time.")]
    if not undated:
        return []
    sentence = phrases(
        "{n} article has no words, or no date that tells the {period}: left out.",
        "{n} articles have no words, or no date that tells the {period}: left out.",
        undated,
        period=noun(period),
    )
    return [sentence]


def _moves(factor: float, period: str) -> str:
    change = f"{100 * abs(factor - 1):.2g}"
    if factor > 1:
        return phrase("rises {change} % a {period}", change=change, period=noun(period))
    return phrase("falls {change} % a {period}", change=change, period=noun(period))

"""Other machines: what a transformer, a language model or another dictionary says of articles, key by key.

A machine is a column of numbers, one an article. Nothing is known of how its numbers come about, so no model is laid
over them: a key's estimate is the mean of its cells, an outlet's articles in one language, and a cell's the mean of its
units, copies and articles of one event counted once. The interval is Student's, with Welch's degrees of freedom
(Welch, Biometrika 34, 1947): it says how well the articles at hand tell the mean of more articles of the same outlets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from framing.arrays import Floats
from framing.errors import UsageError, in_short
from framing.phrases import counted
from framing.schemas import ESTIMATE
from framing.statistics.cells import META, OUTLET, with_outlets
from framing.statistics.events import independent
from framing.statistics.figures import MIN_OUTLETS
from framing.statistics.levels import KEY, keyed
from framing.statistics.observations import Observations
from framing.statistics.significance import adjusted
from framing.statistics.table import FEW_ARTICLES

__all__ = ["machine_estimates", "machine_names", "silences", "wordings"]

_METHOD: Final = "mean of units, Student's t"
_LEVEL: Final = 0.95
_CELL: Final = [KEY, OUTLET, "language"]


def machine_names(scores: pl.DataFrame, taken: Sequence[str] = ()) -> list[str]:
    """The machines of a table of scores: its columns of numbers but ``article_id``.

    Args:
        scores: article_id, and a column of numbers a machine; others, as of a model's name, are none.
        taken: names of measures, which no machine may have.

    Raises:
        UsageError: ``scores.columns``, ``scores.name``, ``scores.numbers``, ``scores.twice``.

    Example:
        >>> machine_names(pl.DataFrame({"article_id": ["1"], "transformer": [0.7]}))
        ['transformer']
    """
    names = [name for name in scores.columns if name != "article_id"]
    if "article_id" not in scores.columns or not names:
        what = f"scores have the columns {in_short(scores.columns) or '(none)'}"
        raise UsageError("scores.columns", what, "", "give article_id and a column of numbers a machine")
    if not (machines := [name for name in names if _is_number(scores.schema[name])]):
        what = f"column '{names[0]}' holds no numbers ({scores.schema[names[0]]})"
        raise UsageError("scores.numbers", what, "", "give numbers")
    if same := sorted(set(machines) & set(taken)):
        what = f"a machine is called '{same[0]}', as a measure of the lexicon is"
        raise UsageError("scores.name", what, "", "give the column another name")
    if scores["article_id"].is_duplicated().any():
        raise UsageError("scores.twice", "an article has two rows of scores", "", "keep one row of each")
    return machines


def _is_number(kind: pl.DataType) -> bool:
    return kind.is_numeric() or kind in (pl.Boolean, pl.Null)


def wordings(scores: pl.DataFrame) -> list[str]:
    """A sentence that names the columns of a table of scores that hold no numbers, where there are any.

    Example:
        >>> wordings(pl.DataFrame({"article_id": ["1"], "model": ["bert"], "tone": [0.7]}))
        ["left out of the scores, since it holds no numbers: 'model'"]
    """
    left = [f"'{name}'" for name, kind in scores.schema.items() if name != "article_id" and not _is_number(kind)]
    holds = "it holds" if len(left) == 1 else "they hold"
    return [f"left out of the scores, since {holds} no numbers: {', '.join(left)}"] if left else []


def silences(scores: pl.DataFrame, articles: pl.DataFrame) -> list[str]:
    """A sentence for each machine that leaves articles out.

    Args:
        scores: as for :func:`machine_names`.
        articles: those asked about, column article_id.

    Example:
        >>> silences(pl.DataFrame({"article_id": ["1"], "tone": [0.7]}), pl.DataFrame({"article_id": ["1", "2"]}))
        ['tone says nothing of 1 article: left out of its rows']
    """
    ids = scores.with_columns(pl.col("article_id").cast(pl.String))
    says = articles.select("article_id").join(ids, on="article_id", how="left")
    silent = {name: says.height - int(says[name].cast(pl.Float64).is_finite().sum()) for name in machine_names(scores)}
    return [
        f"{name} says nothing of {counted(number, 'articles')}: left out of its rows"
        for name, number in silent.items()
        if number
    ]


def machine_estimates(observations: Observations, scores: pl.DataFrame, levels: Sequence[str]) -> pl.DataFrame:
    """What machines say of the keys of some levels, in the columns of other estimates.

    Args:
        observations: of the articles that the question is about.
        scores: article_id, and a column of numbers a machine; articles of which one says nothing, or no finite number,
            are left out of its rows: ``articles`` counts the others.
        levels: as for :func:`framing.estimate`.

    Returns:
        ESTIMATE columns, ``dimension`` being the machine's name. ``observed`` is the mean of all articles, copies and
        all. ``baseline`` is the median outlet of the languages, where they have five or more; there is no ratio, since
        a machine's zero may mean nothing. ``p`` (outlets only) is Welch's test against the other outlets of the
        language, adjusted over the outlets of a machine. Words, hits and what a model of rates gives are null.

    Raises:
        UsageError: see :func:`machine_names`; ``scores.strangers``: none of the articles is among those at hand.

    Example:
        >>> from framing.statistics.observations import observe
        >>> from framing.scoring.score import score
        >>> news = pl.DataFrame({"article_id": list("abcdef"), "text": [f"Rain fell {n} times." for n in range(6)],
        ...                      "outlet": "daily"})
        >>> says = news.select("article_id", model=pl.Series([0.0, 1, 0, 1, 0, 1]))
        >>> rows = machine_estimates(observe(score(news), news), says, ["outlet"])
        >>> rows.select("dimension", "articles", "estimate", "status").row(0)
        ('model', 6, 0.5, 'ok')
    """
    names = machine_names(scores)
    says = scores.select(pl.col("article_id").cast(pl.String), *(pl.col(name).cast(pl.Float64) for name in names))
    articles = observations.articles
    if says.height and articles.height and not articles.join(says, on="article_id", how="semi").height:
        what = f"none of the {says.height:,} articles of the scores is among those at hand"
        hint = f"write the ids of the articles into article_id: they look like '{articles['article_id'][0]}'"
        raise UsageError("scores.strangers", what, "", hint)
    observed = Observations(
        with_outlets(articles.with_columns(unit=independent(articles))).join(
            says, on="article_id", how="left", maintain_order="left"
        ),
        observations.hits,
        observations.sides,
    )
    frames = [pl.DataFrame(schema=ESTIMATE)]
    for level in dict.fromkeys(levels):
        rows = (
            keyed(observed, level).articles.filter(pl.col(KEY).is_not_null()).with_columns(pl.col(KEY).cast(pl.String))
        )
        for name in names:
            own = rows.filter(pl.col(name).is_finite()).with_columns(value=name)
            if own.height:
                frames.append(_table(own, level).with_columns(dimension=pl.lit(name)))
    return pl.concat([_as_estimates(frame) for frame in frames])


def _table(rows: pl.DataFrame, level: str) -> pl.DataFrame:
    """One machine at one level: a row a key."""
    cells = _cells(rows)
    keys = _keys(cells)
    sums = rows.group_by(KEY).agg(
        articles=pl.len(),
        clusters=pl.col("cluster").n_unique(),
        outlets=pl.col(OUTLET).n_unique(),
        observed=pl.col("value").mean(),
        **{name: pl.col(name).drop_nulls().unique().sort().cast(pl.String).str.join("+") for name in META},
    )
    table = sums.join(keys, on=KEY, how="left").join(_baselines(rows), on="language", how="left").sort(KEY)
    parts = level.split("*")
    alone = pl.lit(bool({"country", "language"} & set(parts))) & (pl.col("outlets") == 1)
    few = pl.col("clusters") < FEW_ARTICLES
    status = pl.when(few).then(pl.lit("few-articles")).when(alone).then(pl.lit("one-outlet")).otherwise(pl.lit("ok"))
    table = table.with_columns(status=status)
    held = pl.col("status") == "few-articles"
    table = table.with_columns(
        estimate=pl.when(~held).then("estimate"),
        **{end: pl.when(~held & (pl.col("status") != "one-outlet")).then(end) for end in ("low", "high")},
        level=pl.lit(level),
        method=pl.lit(_METHOD),
        calibrated=pl.lit(value=False),
    )
    if parts != ["outlet"]:
        return table
    p = _tested(cells)
    table = table.join(p, on=KEY, how="left").with_columns(p=pl.when(~held).then("p"))
    return table.with_columns(p_adjusted=pl.Series(adjusted(table["p"].to_numpy())).fill_nan(None))


def _cells(rows: pl.DataFrame) -> pl.DataFrame:
    """Key × outlet × language: units, their mean and variance; where there is one unit alone, that of all others."""
    units = rows.group_by(*_CELL, "unit").agg(pl.col("value").mean())
    cells = (
        units.group_by(_CELL).agg(n=pl.len(), mean=pl.col("value").mean(), variance=pl.col("value").var()).sort(_CELL)
    )
    free, variance = cells["n"].to_numpy() - 1.0, cells["variance"].fill_null(0.0).to_numpy()
    pooled = float((free * variance).sum() / free.sum()) if free.sum() else None
    return cells.with_columns(pl.col("variance").fill_null(pooled), freedom=(pl.col("n") - 1).clip(1))


def _keys(cells: pl.DataFrame) -> pl.DataFrame:
    """Key → the mean of its cells and Student's interval around it."""
    error = pl.col("variance") / pl.col("n")
    size = pl.len()
    keys = cells.group_by(KEY).agg(
        estimate=pl.col("mean").mean(),
        error=error.sum() / size**2,
        spread=(error**2 / pl.col("freedom")).sum() / size**4,
    )
    half = _half_width(*(keys[name].cast(pl.Float64).to_numpy() for name in ("error", "spread")))
    return keys.select(
        KEY,
        "estimate",
        low=pl.col("estimate") - pl.Series(half),
        high=pl.col("estimate") + pl.Series(half),
    )


def _half_width(error: Floats, spread: Floats) -> Floats:
    """Half of Student's interval, of a mean's variance and what is known of that; nothing where it has none."""
    from scipy.special import stdtrit

    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = np.where(spread > 0, error**2 / spread, np.inf)
    width = stdtrit(np.minimum(freedom, 1e9), (1 + _LEVEL) / 2) * np.sqrt(error)
    return np.asarray(width, np.float64)


def _baselines(rows: pl.DataFrame) -> pl.DataFrame:
    """Language → the median of its outlets' means, of five outlets or more."""
    units = rows.group_by("language", OUTLET, "unit").agg(pl.col("value").mean())
    outlets = units.group_by("language", OUTLET).agg(pl.col("value").mean(), size=pl.len())
    means = outlets.filter(pl.col("size") >= FEW_ARTICLES)
    languages = means.group_by(pl.col("language").cast(pl.String)).agg(baseline=pl.col("value").median(), size=pl.len())
    known = languages.filter(pl.col("size") >= MIN_OUTLETS)
    return known.select("language", "baseline", baseline_basis=pl.lit("language"))


def _tested(cells: pl.DataFrame) -> pl.DataFrame:
    """Outlet → p of Welch's test of its units against those of the other outlets of its language."""
    from scipy.special import stdtr

    n, mean, variance = (pl.col(name) for name in ("n", "mean", "variance"))
    squares = (n - 1) * variance.fill_null(0.0) + n * mean**2
    every = cells.with_columns(
        others=n.sum().over("language") - n,
        total=(n * mean).sum().over("language") - n * mean,
        squares=squares.sum().over("language") - squares,
    )
    every = every.filter(n > 1, pl.col("others") > 1)
    own, size = every["variance"].to_numpy() / every["n"].to_numpy(), every["others"].to_numpy().astype(np.float64)
    middle = every["total"].to_numpy() / size
    rest = np.maximum(every["squares"].to_numpy() - size * middle**2, 0.0) / (size - 1) / size
    with np.errstate(divide="ignore", invalid="ignore"):
        freedom = (own + rest) ** 2 / (own**2 / (every["n"].to_numpy() - 1) + rest**2 / (size - 1))
        away = np.abs(every["mean"].to_numpy() - middle) / np.sqrt(own + rest)
    p = pl.Series(2 * stdtr(freedom, -away)).fill_nan(None)
    single = every.with_columns(p=p, languages=pl.len().over(KEY)).filter(pl.col("languages") == 1)
    return single.select(pl.col(KEY), "p")


def _as_estimates(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of ESTIMATE, those that are lacking null."""
    frame = frame.rename({KEY: "key"}, strict=False)
    lacking = {name: pl.lit(None, kind) for name, kind in ESTIMATE.items() if name not in frame.columns}
    return frame.with_columns(**lacking).select(list(ESTIMATE)).cast(dict(ESTIMATE))  # type: ignore[arg-type]

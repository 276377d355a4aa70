"""From the numbers of a contrast to its table, and the sentences that belong beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Floats
from framing.phrases import nouns, phrase, phrases
from framing.scoring.intervals import PER
from framing.statistics.comparison import CONTRAST, SIDES
from framing.statistics.contrast_sides import Measures, Split
from framing.statistics.effects import Rows
from framing.statistics.levels import last_moment
from framing.statistics.observations import Observations
from framing.statistics.permutation import ENOUGH
from framing.statistics.significance import adjusted

__all__ = ["ALONE", "FEW_HITS", "FEW_TEXTS", "finished", "sentences", "side_of", "told_of_events"]


#: With fewer hits on both sides together, or less than one expected on a side at the common rate, nothing is said of a
#: measure: the interval of a ratio of 2 against 2 spans a factor of fifty.
FEW_HITS: Final = 5
#: Of fewer texts on a side the spread between its texts cannot be told from chance, and the row is marked.
FEW_TEXTS: Final = 10

#: What is said where rates can be put in relation to nothing else in their language.
ALONE: Final = phrase("A side has its language to itself: there is nothing to compare it with. Raw rates need factors.")


def finished(
    rows: Rows,
    measures: Measures,
    *,
    status: str = "ok",
    unit: str = "article",
    raw: bool = False,
    crude: Floats | None = None,
    standardised: Floats | None = None,
    topical: npt.NDArray[np.bool_] | None = None,
) -> pl.DataFrame:
    """The table of a contrast.

    Args:
        rows: what was found.
        measures: what was measured.
        status: of all rows, where nothing can be compared.
        unit: what changes sides in the test: ``article``, ``event``, ``outlet``, ``one-outlet`` (an article or event,
            for want of outlets) or ``day``.
        raw: whether rates of different languages were compared as they are.
        crude: effects at each side's own mix.
        standardised: effects at one mix.
        topical: measures that cannot be standardised because the mix is made of them.

    Returns:
        CONTRAST columns.
    """
    states = _states(rows, status, unit, raw, topical)
    silent = np.isin(states, ["few-hits", "no-hits", "no-words", "no-baseline", "same-sides"])
    p = np.where(silent, np.nan, rows.p)
    shares = measures.shares
    rates = [np.where(shares, 2 * rate - 1, PER * rate) for rate in rows.rates]
    none = np.full(len(shares), np.nan)
    columns = {
        "dimension": measures.names,
        "measure": np.where(shares, "difference", "ratio"),
        "effect": np.where(silent, np.nan, rows.effect.value),
        "low": rows.effect.low,
        "high": rows.effect.high,
        "p": p,
        "p_adjusted": adjusted(p),
        **{f"hits_{side}": hits for side, hits in zip("ab", rows.hits, strict=True)},
        **{f"words_{side}": words for side, words in zip("ab", rows.words, strict=True)},
        **{f"rate_{side}": rate for side, rate in zip("ab", rates, strict=True)},
        **{f"clusters_{side}": np.full(len(shares), count) for side, count in zip("ab", rows.clusters, strict=True)},
        "crude": np.where(silent, np.nan, none if crude is None else crude),
        "standardised": np.where(silent, np.nan, none if standardised is None else standardised),
        "method": [rows.method] * len(shares),
        "calibrated": rows.calibrated,
        "status": states,
    }
    frame = pl.DataFrame(columns, schema_overrides={"dimension": pl.String, "method": pl.String}, nan_to_null=True)
    frame = frame.with_columns(pl.selectors.float().fill_nan(None)).cast(dict(CONTRAST))  # type: ignore[arg-type]
    return _ordered(frame, pl.Series(np.arange(len(shares)) >= measures.dimensions))


def _ordered(frame: pl.DataFrame, scales: pl.Series) -> pl.DataFrame:
    """Dimensions before scales, in each the clearest difference first."""
    order = frame.with_columns(scale=scales, strength=_strength(), size=_size()).sort(
        "scale", "strength", "size", "dimension", descending=[False, True, True, False], nulls_last=True
    )
    return order.select(list(CONTRAST))


def _distance(name: str) -> pl.Expr:
    """From no effect, on the log scale for ratios."""
    return pl.when(pl.col("measure") == "ratio").then(pl.col(name).log()).otherwise(pl.col(name))


def _size() -> pl.Expr:
    return _distance("effect").abs()


def _strength() -> pl.Expr:
    """How far the nearer end of the interval is from no effect; 0 where it holds it, and where there is no effect."""
    low, high = _distance("low"), _distance("high")
    far = pl.when(low > 0).then(low).when(high < 0).then(-high).otherwise(0.0)
    return pl.when(pl.col("effect").is_null()).then(-1.0).otherwise(far)


def _states(
    rows: Rows, status: str, unit: str, raw: bool, topical: npt.NDArray[np.bool_] | None
) -> npt.NDArray[np.str_]:
    """What each row can be trusted for; the first that applies."""
    size = len(rows.p)
    if status != "ok":
        return np.full(size, status, dtype="<U16")
    total = rows.hits[0] + rows.hits[1]
    words = rows.words[0] + rows.words[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.minimum(rows.words[0], rows.words[1]) * total / words
    least = min(rows.clusters)
    lone = rows.method.startswith("relative") and not np.isfinite(rows.effect.value).any()
    conditions = [
        (np.minimum(rows.words[0], rows.words[1]) <= 0, "no-words"),
        (total == 0, "no-hits"),
        (np.full(size, lone), "no-baseline"),
        ((total < FEW_HITS) | ~(expected >= 1) | ~np.isfinite(rows.effect.value), "few-hits"),
        (np.full(size, raw) & ~rows.calibrated, "uncalibrated"),
        (np.full(size, unit == "one-outlet"), "one-outlet"),
        (np.full(size, unit == "outlet" and rows.sets < ENOUGH), "few-outlets"),
        (np.full(size, unit != "outlet" and least < FEW_TEXTS), "few-articles"),
        (np.zeros(size, np.bool_) if topical is None else topical, "is-topic"),
        (np.full(size, raw), "calibrated"),
    ]
    return np.select([condition for condition, _ in conditions], [name for _, name in conditions], "ok")


def sentences(
    rows: Rows,
    table: pl.DataFrame,
    split: Split,
    *,
    unit: str = "article",
    standardised: str | None = None,
    paired: bool = False,
) -> list[str]:
    """What the table cannot tell by itself."""
    lines = list(split.notes)
    states = set(table["status"])
    if paired:
        lines.append(
            phrase(
                "{a} and {b} are compared inside {n} texts that have both: ratios hold topic and outlet fixed "
                "(Mantel–Haenszel), rates are sums over these texts.",
                a=split.a,
                b=split.b,
                n=rows.clusters[0],
            )
        )
    if states == {"same-sides"}:
        lines.append(phrase("Both sides are the same."))
    if states == {"no-words"}:
        lines.append(phrase("A side has no words: there is nothing to compare."))
    lines += [*_left_out(rows, split, standardised), *_changed_sides(states, unit, standardised)]
    lines += _languages(rows, states, split)
    if standardised:
        lines.append(phrase("Word shifts take the crude difference apart, not the one at one mix."))
    if standardised == "topic":
        lines.append(phrase("At one mix of topics as issue frames tell them apart; what differs inside a topic stays."))
    if "is-topic" in states:
        lines.append(phrase("Issue frames make up the topics; they are compared crude and marked is-topic."))
    return lines


def _left_out(rows: Rows, split: Split, standardised: str | None) -> Iterator[str]:
    for name, share in zip((split.a, split.b), rows.left_out, strict=True):
        if share >= 0.005:
            places = {"share": f"{share:.0%}", "name": name}
            if standardised is None:
                yield phrase(
                    "{share} of the words of {name} are in languages that the other side does not have; left out.",
                    **places,
                )
            else:
                yield phrase(
                    "{share} of the words of {name} are in languages or {levels} that the other side does not have; "
                    "left out.",
                    levels=nouns(standardised),
                    **places,
                )


def _changed_sides(states: Collection[str], unit: str, standardised: str | None) -> Iterator[str]:
    """What the test let change sides, and so what its p speaks of."""
    if "few-articles" in states:
        yield phrase(
            "Fewer than {n} texts on a side: the intervals speak of these texts, not of the outlets.", n=FEW_TEXTS
        )
    if unit == "one-outlet":
        yield phrase("One of the sides is a single outlet: this compares outlets, not countries.")
    elif unit in ("outlet", "day", "event") and standardised:
        yield phrase(
            "At one mix of {levels} articles change sides in the test, not whole {units}.",
            levels=nouns(standardised),
            units=nouns(unit),
        )
    elif unit == "outlet":
        yield phrase("Outlets, not articles, change sides in the test: a country is no more than its outlets.")
    elif unit == "day":
        yield phrase("Days, not articles, change sides in the test: the articles of a day share its news.")


def _languages(rows: Rows, states: set[str], split: Split) -> list[str]:
    lines = []
    if "no-baseline" in states:
        lines.append(ALONE)
    elif rows.method.startswith("relative"):
        lines.append(
            phrase(
                "{a} and {b} share no language: each is compared with the rest of its own, and effects are ratios "
                "(differences) of these two contrasts. Rates are raw and do not compare.",
                a=split.a,
                b=split.b,
            )
        )
    if "uncalibrated" in states:
        lines.append(
            phrase("Languages differ and no factor ties them together: rows marked uncalibrated do not compare.")
        )
    if "calibrated" in states:
        lines.append(phrase("Ratios are divided by translation-based factors, whose uncertainty widens the intervals."))
    return lines


def told_of_events(articles: pl.DataFrame, compared: pl.DataFrame) -> list[str]:
    """How the units were found, where they are not the articles."""
    worded = compared.join(articles.filter(pl.col("words") > 0), on="article_id", how="semi")
    halves = [worded.filter(pl.col("first") == side) for side in (True, False)]
    undated = worded["published"].null_count()
    if not undated and worded["unit"].n_unique() == worded.height:
        return []
    places: dict[str, object] = {}
    for name, half in zip("ab", halves, strict=True):
        places[f"articles_{name}"] = phrases("{n} article", "{n} articles", half.height)
        places[f"stories_{name}"] = half["unit"].n_unique()
    sentence = phrase(
        "{articles_a} in {stories_a} and {articles_b} in {stories_b} stories: what an outlet published on one event, "
        "and copies of a text, change sides as one",
        **places,
    )
    if not undated:
        return [phrase("{sentence}.", sentence=sentence)]
    return [
        phrases(
            "{sentence}; {n} has no date, and only copies are found among these.",
            "{sentence}; {n} have no date, and only copies are found among these.",
            undated,
            sentence=sentence,
        )
    ]


def side_of(observed: Observations, name: str, label: str) -> pl.DataFrame:
    """SIDES columns: how much there is on a side."""
    worded = observed.articles.filter(pl.col("words") > 0)
    return worded.select(
        side=pl.lit(label),
        name=pl.lit(name),
        articles=pl.len(),
        clusters=pl.col("cluster").n_unique(),
        outlets=pl.col("outlet").drop_nulls().n_unique(),
        words=pl.col("words").sum(),
        languages=pl.col("language").drop_nulls().unique().sort().str.join("+"),
        first_published=pl.col("published").min(),
        last_published=last_moment().max(),
    ).cast(dict(SIDES))  # type: ignore[arg-type]

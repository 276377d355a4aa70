"""Corrected figures beside loops over articles: slopes of the other folds, variances over units, what is gathered."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import t as student

from framing.errors import FramingWarning, UsageError
from framing.statistics import correction
from framing.statistics.correction import FEW_CODES, correct, corrected_ratio


def drawn(seed: int, size: int, keys: int, helps: float, units: int) -> correction._Articles:
    """Articles of which two thirds are coded with chances that differ; a machine that helps so much."""
    random = np.random.default_rng(seed)
    y = random.poisson(0.8, size).astype(float)
    coded = random.random(size) < 0.67
    unit = random.integers(0, units, size)
    return correction._Articles(
        y=np.where(coded, y, 0.0),
        coded=coded,
        chance=random.choice([0.3, 0.6, 1.0], size),
        machine=helps * y + random.normal(size=size),
        size=random.choice([0.5, 1.0, 2.5], size),
        unit=unit,
        key=random.integers(0, keys, size),
        fold=(np.arange(units) % 5)[unit],
    )


def slope_of(articles: correction._Articles, fold: int) -> float:
    """Least squares within keys, weighed by 1 over the chance; nothing where it may be noise."""
    used = [at for at in range(len(articles.y)) if articles.coded[at] and articles.fold[at] != fold]
    if len(used) < FEW_CODES / 2:
        return 0.0
    means: dict[int, tuple[float, float]] = {}
    for key in {int(articles.key[at]) for at in used}:
        own = [at for at in used if articles.key[at] == key]
        total = sum(1 / articles.chance[at] for at in own)
        means[key] = (
            sum(articles.y[at] / articles.chance[at] for at in own) / total,
            sum(articles.machine[at] / articles.chance[at] for at in own) / total,
        )
    rows = [
        (1 / articles.chance[at], articles.y[at] - means[articles.key[at]][0], articles.machine[at] - means[articles.key[at]][1])
        for at in used
    ]  # fmt: skip
    squares = sum(w * x * x for w, _, x in rows)
    slope = sum(w * x * y for w, y, x in rows) / squares
    error = math.sqrt(sum(w**2 * x**2 * (y - slope * x) ** 2 for w, y, x in rows)) / squares
    return min(max(slope, 0.0), 1.0) if slope > 2 * error else 0.0


@pytest.mark.parametrize("helps", [-1.0, 0.0, 0.3, 0.6, 3.0])
@pytest.mark.parametrize(("seed", "size", "keys"), [(1, 200, 3), (2, 60, 1), (3, 40, 2)])
def test_a_slope_is_of_the_codes_of_the_other_folds(helps: float, seed: int, size: int, keys: int) -> None:
    articles = drawn(seed, size, keys, helps, size)
    found = correction._slopes(articles)
    assert found.tolist() == pytest.approx([slope_of(articles, fold) for fold in range(5)])


@pytest.mark.parametrize(("others", "told"), [(19, False), (20, True)])
def test_a_slope_takes_twenty_codes_of_other_folds(others: int, told: bool) -> None:
    size = others + 30
    y, coded = np.tile([0.0, 1.0], size)[:size], np.arange(size) < others
    articles = correction._Articles(
        y, coded, np.ones(size), y, np.ones(size), np.arange(size), np.zeros(size, np.int64), np.ones(size, np.int64)
    )  # fmt: skip
    assert correction._slopes(articles).tolist() == [float(told), 0.0, float(told), float(told), float(told)]
    # A machine that always says the same has none.
    assert correction._slopes(replace(articles, machine=np.ones(size))).tolist() == [0.0] * 5


def figure_of(own: correction._Articles, slopes: list[float], finite: bool) -> tuple[float, float, float]:
    """The docstring of the module, unit by unit."""
    number = len(own.y)
    slope = [slopes[fold] for fold in own.fold]
    drawn_as = [1 / own.chance[at] if own.coded[at] else 0.0 for at in range(number)]
    off = [own.y[at] - slope[at] * own.machine[at] for at in range(number)]
    mean = sum(d * o for d, o in zip(drawn_as, off, strict=True)) / sum(drawn_as)
    total = sum(own.size)
    value = (sum(s * m for s, m in zip(slope, own.machine, strict=True)) + number * mean) / total
    sums: defaultdict[int, float] = defaultdict(float)
    for at in range(number):
        pull = number / sum(drawn_as) * drawn_as[at] * (off[at] - mean)
        if finite:
            sums[own.unit[at]] += pull * math.sqrt(1 - own.chance[at])
        else:
            sums[own.unit[at]] += slope[at] * own.machine[at] + mean + pull - value * own.size[at]
    squares = [one**2 for one in sums.values()]
    units = len(squares)
    variance = sum(squares) / total**2 * units / max(units - 1, 1)
    middle = sum(squares) / units
    spread = sum((one - middle) ** 2 for one in squares)
    df = 2 * sum(squares) ** 2 / spread if spread else units - 1
    coded = {own.unit[at] for at in range(number) if own.coded[at]}
    return value, variance, min(df, len(coded) - 1)


@pytest.mark.parametrize("finite", [False, True])
@pytest.mark.parametrize(("size", "units"), [(90, 90), (90, 7), (12, 12)])
def test_a_figure_is_that_of_its_units(finite: bool, size: int, units: int) -> None:
    own = drawn(size + units, size, 1, 0.6, units)
    for slopes in ([0.0] * 5, [0.2, 0.0, 0.7, 1.0, 0.4]):
        found = correction._estimated(own, np.array(slopes), finite)
        assert (found.value, found.variance, found.df) == pytest.approx(figure_of(own, slopes, finite))


def test_a_figure_of_nothing_is_none() -> None:
    own = drawn(1, 12, 1, 0.6, 12)
    uncoded = replace(own, coded=np.zeros(12, np.bool_))
    empty = replace(own, size=np.zeros(12))
    for each in (uncoded, empty):
        found = correction._estimated(each, np.zeros(5), finite=False)
        assert np.isnan([found.value, found.variance, found.df]).all()
    # One unit alone varies by what it is off, and has no degrees of freedom.
    alone = replace(own.of(np.arange(12) == 0), y=np.array([2.0]), coded=np.ones(1, np.bool_), size=np.ones(1))
    found = correction._estimated(alone, np.zeros(5), finite=False)
    assert (found.value, found.variance, found.df) == (2.0, 0.0, 0.0)


def frames(keys: dict[str, tuple[int, int]], *, helps: float = 1.6) -> tuple[pl.DataFrame, pl.DataFrame]:
    """So many articles, and so many codes, of each key."""
    machine, codes = [], []
    for key, (articles, coded) in keys.items():
        random = np.random.default_rng(articles + coded)
        y = random.poisson(1.2, articles).astype(float)
        for at in range(articles):
            machine.append((f"{key}{at}", key, helps * y[at] + random.normal() * 0.4))
            if at < coded:
                codes.append((f"{key}{at}", y[at]))
    return (
        pl.DataFrame(machine, ["article_id", "key", "value"], orient="row"),
        pl.DataFrame(codes, ["article_id", "code"], orient="row"),
    )


@pytest.mark.parametrize("finite", [False, True])
def test_a_row_has_the_figures_of_its_key(finite: bool) -> None:
    """From fifty codes on a key has slopes of its own, and else those of all keys."""
    machine, codes = frames({"a": (120, 49), "b": (90, 50), "c": (70, 39), "d": (10, 0)})
    keys, articles = correction._gathered(machine, codes)
    assert keys == ["a", "b", "c", "d"]
    table = correct(machine, codes, finite=finite)
    for number, row in enumerate(table.iter_rows(named=True)):
        own = articles.of(articles.key == number)
        assert (row["articles"], row["coded"]) == ((120, 49), (90, 50), (70, 39), (10, 0))[number]
        assert row["machine"] == pytest.approx(own.machine.mean())
        if number < 3:
            assert row["by_hand"] == pytest.approx(own.y[own.coded].mean())
        if number > 1:
            assert (row["status"], row["needed"]) == ("few-codes", FEW_CODES - row["coded"])
            assert row["estimate"] is row["se"] is row["df"] is row["low"] is row["slope"] is row["gain"] is None
            continue
        slopes = correction._slopes(own if number == 1 else articles)
        value, variance, df = figure_of(own, slopes.tolist(), finite)
        plain = figure_of(own, [0.0] * 5, finite)[1]
        half = student.ppf(0.975, df) * math.sqrt(variance)
        expected = (value, math.sqrt(variance), df, value - half, value + half, slopes.mean(), plain / variance)
        names = ("estimate", "se", "df", "low", "high", "slope", "gain")
        assert tuple(row[name] for name in names) == pytest.approx(expected)
    assert correction._slopes(articles).tolist() != correction._slopes(articles.of(articles.key == 1)).tolist()


def test_what_is_not_known_of_chances_units_and_sizes_is_what_is_usual() -> None:
    machine = pl.DataFrame(
        {"article_id": [3, 1, 2, 4, 5], "key": ["b", "a", "a", None, "b"], "value": [1, 0, 1, 1, 0], "unit": ["x", None, "x", "y", "z"]}
    )  # fmt: skip
    codes = pl.DataFrame({"article_id": [3, 2], "code": ["yes", "no"]})
    keys, articles = correction._gathered(machine, codes)
    assert keys == ["a", "b"]
    assert articles.coded.tolist() == [True, False, True, False]
    assert articles.y.tolist() == [1, 0, 0, 0]
    # Of each key one of two is coded.
    assert articles.chance.tolist() == [0.5] * 4
    assert articles.size.tolist() == [1] * 4
    assert articles.key.tolist() == [1, 0, 0, 1]
    # An article without a unit is one by itself.
    assert articles.unit[0] == articles.unit[2]
    assert len(set(articles.unit.tolist())) == 3
    told = correction._gathered(machine.with_columns(size=2), codes.with_columns(chance=pl.Series([1.0, 0.25])))[1]
    assert told.chance[articles.coded].tolist() == [1.0, 0.25]
    assert told.size.tolist() == [2] * 4


def test_folds_are_of_units_and_of_one_size() -> None:
    machine = pl.DataFrame({"article_id": [f"{at}" for at in range(120)], "key": "a", "value": 1.0})
    machine = machine.with_columns(unit=(pl.int_range(pl.len()) // 4).cast(pl.String))
    codes = machine.select("article_id", code=pl.lit(1.0)).head(9)
    articles = correction._gathered(machine, codes)[1]
    by_unit = {(int(unit), int(fold)) for unit, fold in zip(articles.unit, articles.fold, strict=True)}
    assert len(by_unit) == 30
    assert np.bincount([fold for _, fold in by_unit]).tolist() == [6] * 5
    # Which fold a unit is in has nothing to do with its number.
    assert any(fold != unit % 5 for unit, fold in by_unit)
    assert (correction._gathered(machine, codes)[1].fold == articles.fold).all()


def test_codes_that_are_unsure_are_left_out_and_counted() -> None:
    machine, codes = frames({"a": (60, 45)})
    answers = codes.with_columns(code=pl.when(pl.col("code") > 0).then(pl.lit("yes")).otherwise(pl.lit("no")))
    unsure = answers.with_columns(code=pl.when(pl.int_range(pl.len()) < 3).then(pl.lit("unsure")).otherwise("code"))
    with pytest.warns(FramingWarning, match="^3 codes that are unsure: left out$"):
        row = correct(machine, unsure).row(0, named=True)
    assert row["coded"] == 42
    # Chances of 1 count, and those of articles without a code are nobody's.
    whole = correct(machine, answers.with_columns(chance=1.0)).row(0, named=True)
    assert (whole["coded"], whole["status"]) == (45, "ok")
    with pytest.raises(UsageError, match="a chance is missing"):
        correct(machine, answers.with_columns(chance=1.01))


@pytest.mark.parametrize(
    ("status", "said"),
    [("few-units", r"'b' is withheld \(few-units\)"), ("pooled", "'b' has few codes, and its figure leans on those")],
)
def test_ratios_are_of_figures_that_stand_alone(status: str, said: str) -> None:
    rows = pl.DataFrame(
        {"key": ["a", "b"], "status": ["ok", status], "estimate": 0.4, "se": 0.02, "df": [9.0, 4.0], "needed": [0, 7]}
    )
    with pytest.raises(UsageError, match=said):
        corrected_ratio(rows, "a", "b")
    with pytest.raises(UsageError, match="no key 'c'; there are a, b"):
        corrected_ratio(rows, "a", "c")


def test_a_ratio_has_the_fewer_degrees_of_freedom_and_none_below_nothing() -> None:
    known: dict[str, Any] = {
        "key": ["a", "b", "c"],
        "status": "ok",
        "estimate": [0.4, 0.2, 0.0],
        "se": [0.04, 0.02, 0.01],
    }
    found = corrected_ratio(pl.DataFrame({**known, "df": [30.0, 6.0, 30.0]}), "a", "b")
    half = student.ppf(0.975, 6) * math.hypot(0.1, 0.1)
    assert (found.value, found.low, found.high) == pytest.approx((2, 2 * math.exp(-half), 2 * math.exp(half)))
    over_nothing = corrected_ratio(pl.DataFrame({**known, "df": 30.0}), "a", "c")
    assert (over_nothing.value, over_nothing.high) == (math.inf, math.inf)
    of_nothing = corrected_ratio(pl.DataFrame({**known, "df": 30.0}), "c", "b")
    assert (of_nothing.value, of_nothing.low) == (0.0, 0.0)
    assert 0 < of_nothing.high < 0.3


@pytest.mark.parametrize(("error", "is_log"), [(0.0999, True), (0.1001, False)])
def test_from_half_of_the_figure_on_fiellers_theorem_tells(error: float, is_log: bool) -> None:
    rows = pl.DataFrame({"key": ["a", "b"], "status": "ok", "estimate": 0.2, "se": [error, 0.01], "df": 1e9})
    found = corrected_ratio(rows, "a", "b")
    half = 1.959964 * math.hypot(error / 0.2, 0.05)
    assert (found.low == pytest.approx(math.exp(-half), rel=1e-5)) == is_log
    # By Fieller's theorem the ends are the roots of (0.2 − 0.2 ρ)² = 1.96² (error² + 0.01² ρ²).
    if not is_log:
        a, b, c = 0.04 - 1.959964**2 * 1e-4, 0.04, 0.04 - 1.959964**2 * error**2
        root = math.sqrt(b * b - a * c)
        assert (found.low, found.high) == pytest.approx(((b - root) / a, (b + root) / a), rel=1e-5)

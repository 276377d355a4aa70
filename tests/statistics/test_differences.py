"""Which of thousands of comparisons need an exact p: none that counts as a difference is passed over."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from framing.lexicon.lexicon import default_lexicon
from framing.statistics import differences
from framing.statistics.differences import approximate_p
from framing.statistics.groups import texts_of
from framing.statistics.hits import counts_of
from framing.statistics.shuffling import Shuffle, shuffled
from framing.statistics.significance import adjusted
from tests.benchmarks.false_discoveries import TEXTS
from tests.statistics.simulated import keyed

Floats = npt.NDArray[np.float64]


def passed_over(kind: str, seed: int) -> tuple[int, int, int]:
    """Differences of one table of 60 languages with three groups each: all, those passed over, exact p worked out."""
    random = np.random.default_rng(seed)
    exact, rough = [], []
    for _ in range(60):
        size = int(random.integers(9, 120))
        group, words = np.sort(random.integers(0, 3, size)), random.lognormal(6, 0.6, size).round()
        louder = 1 + random.integers(0, 6) * (group == 1) * (random.random() < 0.3)
        hits = TEXTS[kind](random, 0.006 * louder, words)
        exact += shuffled([Shuffle(hits, words, group, 3)])
        rough.append(approximate_p(hits, words, group, np.zeros(3, np.int64)))
    differs = adjusted(np.array(exact)) <= 0.05
    tried = (adjusted(np.array(rough)) <= differences.PROMISING).any(axis=1, keepdims=True)
    return int(differs.sum()), int((differs & ~tried).sum()), int(tried.sum())


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_no_difference_is_passed_over(kind: str) -> None:
    found, lost, tried = np.sum([passed_over(kind, seed) for seed in range(6)], axis=0)
    assert found > 0
    assert lost == 0
    # Else nothing is gained.
    assert tried < 6 * 60


def test_the_approximation_is_defined_where_the_exact_p_is() -> None:
    random = np.random.default_rng(5)
    for size in (2, 3, 5, 30):
        group, words = random.integers(0, 4, size), random.integers(0, 3, size).astype(np.float64)
        for hits in (np.zeros(size), random.integers(0, 2, size).astype(np.float64)):
            exact = shuffled([Shuffle(hits, words, group, 4)])[0]
            rough = approximate_p(hits, words, group, np.zeros(4, np.int64))
            assert np.isnan(exact).tolist() == np.isnan(rough).tolist()


def approximated(y: list[float], n: list[float], group: list[int], wanted: int) -> tuple[float, bool] | None:
    """P of one group among the units of its language, by the docstring; and whether anything is left to go by."""
    units = [(a, b, g) for a, b, g in zip(y, n, group, strict=True) if b > 0]
    count, size, hits = sum(g == wanted for *_, g in units), len(units), sum(a for a, _, _ in units)
    if not 0 < count < size or not hits:
        return None
    rate = hits / sum(b for _, b, _ in units)
    free = [a - rate * b for a, b, _ in units]
    length = [math.log(b) for _, b, _ in units]
    length = [one - sum(length) / size for one in length]
    square = sum(one**2 for one in length)
    slope = sum(r * one for r, one in zip(free, length, strict=True)) / square if square else 0.0
    held = [r - slope * one for r, one in zip(free, length, strict=True)]
    z, is_told = 0.0, True
    for each in (free, held):
        two, three = (sum(one**power for one in each) / size for power in (2, 3))
        # Of a sum of units drawn without replacement: its variance, and its skewness.
        spread = math.sqrt(count * (size - count) / (size - 1) * two)
        if spread < 1e-9:
            is_told = False
            continue
        skewness = three / two**1.5 * (size - 2 * count) / math.sqrt(count * size * (size - count))
        plain = sum(r for r, (*_, g) in zip(each, units, strict=True) if g == wanted) / spread
        z = max(z, abs(plain), abs(plain - skewness * (plain**2 - 1) / 6))
    return float(2 * norm.sf(z)), is_told


UNIT = st.tuples(st.integers(0, 4), st.sampled_from([0, 50, 51, 90, 400]), st.integers(0, 4))


@given(st.lists(UNIT, min_size=2, max_size=30))
def test_the_approximation_is_that_of_cornish_and_fisher(units: list[tuple[int, int, int]]) -> None:
    """Groups 0, 2 and 4 are of one language, 1 and 3 of another."""
    y, n, group = (np.array(column) for column in zip(*units, strict=True))
    found = approximate_p(y.astype(float), n.astype(float), group, np.array([0, 1, 0, 1, 0]))
    for wanted in range(5):
        own = [unit for unit in units if unit[2] % 2 == wanted % 2]
        expected = approximated([u[0] for u in own], [u[1] for u in own], [u[2] for u in own], wanted)
        if expected is None:
            assert np.isnan(found[wanted])
        elif expected[1]:
            assert found[wanted] == pytest.approx(expected[0], rel=1e-6)
        else:
            # Where nothing is left of the residuals, what floats leave may only make the exact p be worked out.
            assert found[wanted] <= expected[0] * (1 + 1e-6)


#: Outlet, language, cluster, words, hits, sides of tone.
TABLE = [
    (f"{language}{outlet}", language, f"{language}{outlet}{text}", 100 + 37 * text % 90, (text + outlet) % 3 * (1 + 3 * (outlet == 1)), (text % 3, 2 - outlet))
    for language in ("en", "hi")
    for outlet in range(3)
    for text in range(6 + outlet)
]  # fmt: skip


@pytest.fixture(scope="module")
def observed() -> tuple[Any, Any]:
    rows = [*TABLE, ("en0", "en", "en00", 300, 9, (0, 0))]  # A copy of the first text, which counts once.
    ids = [str(at) for at in range(len(rows))]
    columns = list(zip(*rows, strict=True))
    articles = {
        "article_id": ids,
        "outlet": columns[0],
        "language": columns[1],
        "cluster": columns[2],
        "words": columns[3],
    }
    sides = {"article_id": ids, "scale": ["tone"] * len(ids)}
    sides |= {name: [both[at] for both in columns[5]] for at, name in enumerate(("positive", "negative"))}
    hits = pl.DataFrame({"article_id": ids, "dimension": ["praise"] * len(ids), "hits": columns[4]})
    found = keyed(pl.DataFrame(articles), hits, pl.DataFrame(sides))
    return found, counts_of(found, default_lexicon().codebook)


def exact_of(language: str, name: str) -> Floats:
    """P of the three outlets, the copies of a text as their mean."""
    own = [row for row in TABLE if row[1] == language]
    y: list[float] = [row[4] if name == "praise" else row[5][0] for row in own]
    n: list[float] = [row[3] if name == "praise" else sum(row[5]) for row in own]
    if language == "en":
        # The first text has a copy of other counts.
        y[0], n[0] = (y[0] + (9 if name == "praise" else 0)) / 2, (n[0] + (300 if name == "praise" else 0)) / 2
    (p,) = shuffled([Shuffle(y, n, [int(row[0][-1]) for row in own], 3)])
    return p


@pytest.mark.parametrize("promising", [2.0, -1.0])
def test_exact_p_is_worked_out_where_the_approximation_is_near(
    observed: tuple[Any, Any], promising: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differences, "PROMISING", promising)
    observations, counts = observed
    found = differences.differences(observations, ["outlet"], counts)
    rates, shares = counts
    columns = {"praise": rates.names.index("praise"), "tone": len(rates.names) + shares.names.index("tone")}
    assert found.shape == (6, len(rates.names) + len(shares.names))
    if promising < 0:
        assert set(found[~np.isnan(found)].tolist()) == {1.0}
    else:
        exact = {name: np.concatenate([exact_of(language, name) for language in ("en", "hi")]) for name in columns}
        together = adjusted(np.array([exact["praise"], exact["tone"]]))
        for row, column in zip(together, columns.values(), strict=True):
            np.testing.assert_allclose(found[:, column], row, rtol=1e-9)
    # Nothing else was found by anybody.
    others = [at for at in range(found.shape[1]) if at not in columns.values()]
    assert np.isnan(found[:, others]).all()


def test_only_languages_and_measures_that_are_wanted_are_measured(observed: tuple[Any, Any]) -> None:
    observations, counts = observed
    texts, rows = texts_of(observations, ["outlet"])
    every = list(differences.measured(texts, rows, counts))
    names = len(counts[0].names) + len(counts[1].names)
    assert Counter(one.language for one in every) == {0: names, 1: names}
    assert [one.column for one in every] == [*range(names)] * 2
    assert [one.share for one in every[:names]] == [False] * len(counts[0].names) + [True] * len(counts[1].names)
    wanted = np.zeros((2, names), np.bool_)
    wanted[1, [0, names - 1]] = True
    few = list(differences.measured(texts, rows, counts, wanted=wanted))
    assert [(one.language, one.column) for one in few] == [(1, 0), (1, names - 1)]
    assert few[0].rows.tolist() == [3, 4, 5]
    assert few[0].group.tolist() == [0] * 6 + [1] * 7 + [2] * 8
    assert few[0].n.tolist() == [float(row[3]) for row in TABLE if row[1] == "hi"]

"""Which of thousands of comparisons need an exact p: none that counts as a difference is passed over."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from framing.statistics import differences
from framing.statistics.differences import approximate_p
from framing.statistics.shuffling import Shuffle, shuffled
from framing.statistics.significance import adjusted
from tests.benchmarks.false_discoveries import TEXTS

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

"""What survives, holds and ranks among specifications, what a trend is called, and how words vary between clusters."""

from __future__ import annotations

import math
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.statistics.choices import ASKED
from framing.statistics.keyness import _design_effects, _word_counts
from framing.statistics.slopes import Slope, Slopes
from framing.statistics.specifications import SPECIFICATION, _judged, _summary
from framing.statistics.trends import _status
from tests.handmade import table_of

TONE = frozenset({"tone"})


def row(choice: str, effect: float | None, low: float | None, high: float | None, **told: Any) -> dict[str, Any]:
    return {
        "key": "a",
        "language": "en",
        "dimension": "war",
        "choice": choice,
        "effect": effect,
        "low": low,
        "high": high,
    } | told


def judged(*rows: dict[str, Any]) -> pl.DataFrame:
    return _judged(table_of(dict(SPECIFICATION), list(rows)), TONE)


@pytest.mark.parametrize(
    ("low", "high", "clear"),
    [(1.0, 3.0, False), (1.01, 3.0, True), (0.2, 1.0, False), (0.2, 0.99, True), (0.5, 2.0, False)],
)
def test_a_ratio_is_clear_where_its_interval_leaves_out_one(low: float, high: float, clear: bool) -> None:
    assert judged(row(ASKED, 1.0, low, high))["clear"].to_list() == [clear]
    # Of a scale, nought.
    assert judged(row(ASKED, 0.0, low - 1, high - 1, dimension="tone"))["clear"].to_list() == [clear]


def test_a_value_survives_on_the_same_side_alone() -> None:
    found = judged(
        row(ASKED, 2.0, 1.5, 3.0), row("x", 1.8, 1.1, 3.0), row("y", 1.7, 0.9, 3.0), row("z", 0.5, 0.2, 0.8), row("w", None, None, None),
        row(ASKED, 1.1, 0.9, 1.5, key="b"), row("x", 1.8, 1.1, 3.0, key="b"),
    )  # fmt: skip
    assert found["survives"].to_list() == [True, True, False, False, False, None, None]
    assert found["rank"].to_list() == [4, 3, 2, 1, None, 1, 2]
    assert found["measure"].to_list() == ["ratio"] * 7
    assert judged(row(ASKED, 2.0, 1.5, 3.0, dimension="tone"))["measure"].to_list() == ["difference"]


def test_a_summary_counts_what_is_above_clear_and_lost() -> None:
    rows = _summary(
        judged(
            row(ASKED, 2.0, 1.5, 3.0), row("x", 1.8, 1.1, 3.0), row("y", 1.0, 0.9, 3.0), row("z", 0.5, 0.2, 0.8), row("w", None, None, None),
            row(ASKED, 3.0, 1.5, 4.0, key="b"), row("x", 3.0, 1.5, 4.0, key="b"),
            row(ASKED, 1.1, 0.9, 1.5, key="c"), row("x", 1.8, 1.1, 3.0, key="c"),
        ),
        TONE,
    )  # fmt: skip
    # By the share that is clear on one side, and then by the median: 1.45 is before 1.4.
    assert rows["key"].to_list() == ["b", "c", "a"]
    a = rows.row(by_predicate=pl.col("key") == "a", named=True)
    assert (a["specifications"], a["above"], a["clear_above"], a["clear_below"]) == (4, 2, 2, 1)
    assert (a["least"], a["median"], a["most"], a["effect"]) == (0.5, 1.4, 2.0, 2.0)
    assert (a["choices"], a["survived"], sorted(a["lost"])) == (4, 1, ["w", "y", "z"])
    assert a["holds"] is False
    b, c = (rows.row(by_predicate=pl.col("key") == key, named=True) for key in "bc")
    assert (b["holds"], b["lost"]) == (True, [])
    # What is not clear itself can lose nothing.
    assert (c["choices"], c["survived"], c["lost"]) == (None, None, None)


UP, DOWN, NEITHER, NONE = Slope(0.5, 0.1, 0.9), Slope(-0.5, -0.9, -0.1), Slope(0.5, -0.1, 0.9), Slope()


@pytest.mark.parametrize(
    ("periods", "keys", "pooled", "within", "p", "status"),
    [
        (12, 2, UP, UP, 0.5, "ok"),
        (11, 2, UP, DOWN, 0.01, "few-periods"),
        (12, 1, UP, DOWN, 0.01, "one-key"),
        (12, 2, UP, DOWN, 0.5, "paradox"),
        (12, 2, DOWN, UP, 0.01, "paradox"),
        (12, 2, DOWN, NEITHER, 0.5, "ok"),
        (12, 2, DOWN, NEITHER, 0.049, "mix"),
        (12, 2, UP, UP, 0.05, "ok"),
        (12, 2, UP, NONE, 0.01, "no-trend"),
        (12, 2, NONE, UP, 0.01, "no-trend"),
        (12, 2, UP, UP, math.nan, "ok"),
    ],
)
def test_a_trend_is_called_by_what_it_may_be(
    periods: int, keys: int, pooled: Slope, within: Slope, p: float, status: str
) -> None:
    assert _status(periods, keys, Slopes(pooled, within, p), p) == status


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from("xyz"), st.integers(1, 5)), min_size=1, max_size=15))
def test_words_vary_between_clusters_as_a_ratio_does(rows: list[tuple[int, str, int]]) -> None:
    """Of each word Σ (y − rn)² over clusters, with their factor n / (n − 1), over its count; of one cluster, its count."""
    side = pl.DataFrame(rows, ["cluster", "word", "count"], orient="row")
    counts = _word_counts(side, "a")
    found = dict(zip(counts["word"], _design_effects(counts, side, "a"), strict=True))
    clusters = {cluster for cluster, _, _ in rows}
    sizes = {one: sum(count for cluster, _, count in rows if cluster == one) for one in clusters}
    for word in {word for _, word, _ in rows}:
        y = {one: sum(count for cluster, name, count in rows if (cluster, name) == (one, word)) for one in clusters}
        total = sum(y.values())
        rate = total / sum(sizes.values())
        spread = sum((y[one] - rate * sizes[one]) ** 2 for one in clusters)
        many = len(clusters)
        expected = total if many == 1 else max(1.0, spread * many / (many - 1) / total)
        assert found[word] == pytest.approx(expected)
        (told,) = counts.filter(word=word).select("count_a", "articles_a").rows()
        assert told == (total, sum(name == word for _, name, _ in rows))

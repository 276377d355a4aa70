"""Which concepts make two languages differ on the same sentences."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import binomtest

from tests.benchmarks.differential import differential, paired


def found(rows: list[tuple[int, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(rows, {"row": pl.Int64, "dimension": pl.String, "concept": pl.String}, orient="row")


def test_sentences_that_disagree_are_counted() -> None:
    first = found([(row, "praise", "good") for row in range(10)] + [(11, "praise", "fine")])
    second = found([(row, "praise", "good") for row in range(8, 12)] + [(3, "praise", "fine")])
    shared = pl.DataFrame({"dimension": ["praise", "praise"], "concept": ["good", "fine"]})
    table = differential(first, second, shared).to_dicts()
    assert [row["concept"] for row in table] == ["good"]
    good = table[0]
    assert (good["both"], good["first"], good["second"]) == (2, 8, 2)
    # Sentence 3 has the dimension in the second language too, and sentence 11 in the first.
    assert good["elsewhere"] == 2
    assert good["share"] == pytest.approx(10 / 12)
    assert differential(first, second, shared.head(0)).is_empty()


@pytest.mark.parametrize(("first", "second"), [(5, 1), (0, 6), (6, 0), (20, 7), (9, 9)])
def test_p_and_interval_are_those_of_the_exact_binomial(first: int, second: int) -> None:
    odds, low, high, p = paired(np.array([first]), np.array([second]))
    oracle = binomtest(first, first + second)
    ends = oracle.proportion_ci(method="exact")
    assert p[0] == pytest.approx(oracle.pvalue)
    assert low[0] == pytest.approx(ends.low / (1 - ends.low))
    assert high[0] == pytest.approx(ends.high / (1 - ends.high) if ends.high < 1 else np.inf)
    assert low[0] < odds[0] < high[0]

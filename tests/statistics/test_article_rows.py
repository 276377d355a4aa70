"""Rows of articles in long frames."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from framing.statistics.observations import article_rows

IDS = ["a", "b", "c", "d"]


@given(st.lists(st.lists(st.sampled_from([*IDS, "stranger", None])), max_size=3))
def test_each_line_finds_its_article(batches: list[list[str | None]]) -> None:
    parts = [pl.Series("article_id", lines, dtype=pl.String) for lines in batches]
    column = pl.concat(parts, rechunk=False) if parts else pl.Series("article_id", dtype=pl.String)
    rows, lengths = article_rows(column, pl.Series(IDS))
    found = [row for row, length in zip(rows.tolist(), lengths.tolist(), strict=True) for _ in range(length)]
    assert found == [IDS.index(line) if line in IDS else -1 for line in column.to_list()]


def test_articles_in_their_own_order_are_themselves() -> None:
    rows, lengths = article_rows(pl.Series(["a", "b", "b", "c", "d"]), pl.Series(IDS))
    assert (rows.tolist(), lengths.tolist()) == ([0, 1, 2, 3], [1, 2, 1, 1])

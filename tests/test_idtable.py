"""The table of ids knows what a dictionary of lists would."""

from __future__ import annotations

import sys
from collections import defaultdict

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from framing.memory import IdTable

IDS = st.text("abक", max_size=2)


@given(st.lists(st.lists(IDS, max_size=12), max_size=12), st.lists(IDS, max_size=12))
def test_all_numbers_of_an_id_are_found_in_order(batches: list[list[str]], asked: list[str]) -> None:
    table, numbers, count = IdTable(), defaultdict(list), 0
    for batch in batches:
        table.add(pl.Series(batch, dtype=pl.String))
        for name in batch:
            numbers[name].append(count)
            count += 1
    places, found = table.find(pl.Series(asked, dtype=pl.String))
    expected = [(place, number) for place, name in enumerate(asked) for number in numbers[name]]
    assert list(zip(places.tolist(), found.tolist(), strict=True)) == expected
    assert len(table) == count


def test_it_takes_twelve_bytes_an_id() -> None:
    table = IdTable()
    for start in range(0, 50_000, 1_000):
        table.add(pl.Series([f"https://news.example/{start + row}" for row in range(1_000)]))
    held = sum(sys.getsizeof(array) for part in table._parts for array in part)
    assert 12 * 50_000 <= held < 13 * 50_000
    assert len(table._parts) <= 6

"""Tables page by page: every row is on one page, at whatever length."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("dash")


@given(st.integers(0, 40), st.integers(1, 12))
def test_every_row_is_on_one_page(height: int, length: int) -> None:
    from dashboards.components.links import paged

    rows = pl.DataFrame({"row": pl.Series(range(height), dtype=pl.Int64)})
    seen: list[int] = []
    for page in range(1, max(1, -(-height // length)) + 1):
        shown, links = paged(rows, page, length, lambda number: f"?page={number}", "Pages")
        assert shown.height <= length
        assert (links is None) is (height <= length)
        seen.extend(shown["row"])
    assert seen == list(range(height))


@pytest.mark.parametrize("page", [0, 4, 99])
def test_a_page_that_there_is_not_is_the_nearest(page: int) -> None:
    from dashboards.components.links import paged

    shown, _ = paged(pl.DataFrame({"row": list(range(7))}), page, 3, str, "Pages")
    assert shown["row"].to_list() == ([0, 1, 2] if page < 1 else [6])

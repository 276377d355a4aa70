"""Frames of every library give the same Polars frame, and what is none is named."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from framing.errors import UsageError
from framing.frames import frame_of, identified, is_frame

ROWS: list[dict[str, Any]] = [
    {"id": 1, "text": "It rained.", "tags": ["a", "b"]},
    {"id": 2, "text": None, "tags": None},
]
FRAME = pl.DataFrame(ROWS)


class Capsule:
    """What any library of the Arrow interface gives, and nothing else."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return FRAME.__arrow_c_stream__(requested_schema)


KINDS: dict[str, Callable[[], Any]] = {
    "polars": lambda: FRAME,
    "lazy": lambda: FRAME.lazy(),
    "capsule": Capsule,
    "pandas": lambda: pd.DataFrame(ROWS),
    "rows": lambda: ROWS,
    "columns": lambda: {name: [row[name] for row in ROWS] for name in ROWS[0]},
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
def test_every_kind_of_table_is_the_same_frame(make: Callable[[], Any]) -> None:
    assert_frame_equal(frame_of(make()), FRAME, check_dtypes=False)


def test_columns_of_pandas_are_what_they_are() -> None:
    zoned = pd.to_datetime(["2024-03-05T10:00+05:30", None])
    columns: dict[Any, Any] = {
        "text": ["a", None],
        "float": [1.5, np.nan],
        "nullable": pd.array([7, None], dtype="Int64"),
        "flag": pd.array([True, None], dtype="boolean"),
        "naive": pd.to_datetime(["2024-03-05", None]),
        "zoned": zoned,
        "category": pd.Categorical(["x", None]),
        "date": [date(2024, 3, 5), None],
        "mixed": [1, "x"],
        "month": pd.period_range("2024-03", periods=2, freq="M"),
        "nothing": [None, np.nan],
        5: [1, 2],
    }
    found = frame_of(pd.DataFrame(columns))
    assert found.row(0) == (
        *("a", 1.5, 7, True, datetime(2024, 3, 5), datetime(2024, 3, 5, 4, 30, tzinfo=UTC), "x", date(2024, 3, 5)),
        *("1", "2024-03", None, 1),
    )
    assert found.row(1) == (*(None,) * 8, "x", "2024-04", None, 2)
    assert found.columns[-1] == "5"


CELLS = st.one_of(
    st.none(), st.text(max_size=5), st.integers(-9, 9), st.floats(allow_nan=False), st.booleans(), st.dates()
)


@given(st.lists(CELLS, max_size=6))
def test_no_column_of_pandas_raises_and_only_what_is_missing_is_null(cells: list[object]) -> None:
    found = frame_of(pd.DataFrame({"cells": pd.Series(cells, dtype=object)}))["cells"]
    assert found.is_null().to_list() == [cell is None for cell in cells]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (5, "of the type int"),
        (None, "of the type NoneType"),
        (b"text", "of the type bytes"),
        (Ellipsis, "of the type ellipsis"),
        ([{"text": "a"}, 5], "of the type list"),
        ({"text": ["a", "b"], "id": [1]}, "cannot be read as a table"),
        (pd.DataFrame([[1, 2]], columns=["text", "text"]), "two columns are called 'text'"),
    ],
    ids=str,
)
def test_what_is_no_table_is_named(given: object, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        frame_of(given, "score")
    assert str(caught.value).startswith("score: ")
    assert not is_frame([given])


def test_rows_have_ids_of_their_own_or_of_their_place() -> None:
    texts = {"text": ["a", "b"]}
    for columns, ids in (
        ({"article_id": ["x", "y"], "id": [1, 2]}, ["x", "y"]),
        ({"id": [7, 8]}, ["7", "8"]),
        ({}, ["0", "1"]),
    ):
        assert identified(pl.DataFrame({**texts, **columns}))["article_id"].to_list() == ids


def test_pandas_needs_no_pyarrow() -> None:
    # pyarrow is not installed with the toolkit; where somebody has it, it is kept from being imported.
    code = """
    import sys
    sys.modules["pyarrow"] = None
    import pandas as pd
    import framing
    frame = pd.DataFrame({"body": ["The deal was historic, it was said.", None], "when": pd.to_datetime(["2024-03-05"] * 2)})
    found = framing.read(frame, columns={"published": "when"})
    assert found.articles["published"].dt.year().to_list() == [2024], found
    assert found.rejects["code"].to_list() == ["input.no-text"], found.rejects
    assert sys.modules["pyarrow"] is None
    """
    subprocess.run([sys.executable, "-W", "error", "-c", textwrap.dedent(code)], check=True, timeout=120)

"""A damaged row group of a Parquet file costs its own rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.ingest.article.articles import Outlets
from framing.ingest.read import read
from framing.ingest.readers.parquet import row_groups

ROWS = 3_500
SIZES = [1_500, 1_500, 500]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "news.parquet"
    numbers = range(1, ROWS + 1)
    frame = pl.DataFrame(
        {"id": [f"r{at}" for at in numbers], "text": [f"Matter {at} was talked of." for at in numbers]}
    )
    frame.write_parquet(path, row_group_size=SIZES[0])
    return path


def damaged(whole: Path, path: Path, groups: set[int]) -> Path:
    """The file with the texts of some row groups overwritten."""
    raw = bytearray(whole.read_bytes())
    asked = (
        "SELECT row_group_id, coalesce(dictionary_page_offset, data_page_offset), total_compressed_size "
        f"FROM parquet_metadata('{whole}') WHERE path_in_schema = 'text'"
    )
    with duckdb.connect() as connection:
        for group, start, size in connection.execute(asked).fetchall():
            if group in groups:
                raw[start : start + size] = b"\xff" * size
    path.write_bytes(raw)
    return path


def test_row_groups_are_those_that_duckdb_sees(whole: Path) -> None:
    with duckdb.connect() as connection:
        asked = f"SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('{whole}') ORDER BY 1"
        sizes = [size for _, size in connection.execute(asked).fetchall()]
    assert sizes == SIZES
    assert [end - start for start, end in row_groups(whole)] == sizes


@pytest.mark.parametrize("groups", [{0}, {1}, {2}, {0, 2}, {0, 1, 2}])
def test_the_other_row_groups_are_read(whole: Path, tmp_path: Path, groups: set[int]) -> None:
    path = damaged(whole, tmp_path / "a.parquet", groups)
    result = read([path], outlets=Outlets())
    places = row_groups(whole)
    kept = [at for group, place in enumerate(places) if group not in groups for at in range(*place)]
    assert result.articles["article_id"].to_list() == [f"r{at + 1}" for at in kept]
    assert result.articles["origin"].to_list() == [f"{path}#{at + 1}" for at in kept]
    assert result.rejects["code"].to_list() == ["input.unreadable"] * len(groups)
    for group, origin, reason in zip(sorted(groups), *result.rejects.select("origin", "reason"), strict=True):
        start, end = places[group]
        assert origin == f"{path}#{start + 1}"
        assert f"rows {start + 1:,}–{end:,} skipped ({end - start:,} of {ROWS:,})" in reason


@given(st.binary(max_size=60), st.booleans())
def test_whatever_stands_in_the_footer_is_no_error(
    tmp_path_factory: pytest.TempPathFactory, footer: bytes, fits: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "footer.parquet"
    path.write_bytes(b"PAR1" + footer + (len(footer) + (not fits) * 99).to_bytes(4, "little") + b"PAR1")
    assert isinstance(row_groups(path), list)


TEXT = "The talks ended in Delhi today."


@pytest.mark.parametrize(
    ("name", "column", "expected"),
    [
        ("text", pl.Series([[TEXT, None, "Nobody said why."]]), f"{TEXT}\nNobody said why."),
        ("text", pl.Series([TEXT.encode()], dtype=pl.Binary), TEXT),
        ("text", pl.Series([TEXT], dtype=pl.Categorical), TEXT),
        ("byline", pl.Series([["Asha Rao", None, "B. Khan"]]), "Asha Rao, B. Khan"),
        ("byline", pl.Series([b"Asha Rao"], dtype=pl.Binary), None),
        ("byline", pl.Series([{"name": "Asha Rao"}]), None),
        ("tags", pl.Series([["talks", None, "water"]]), ["talks", "water"]),
        ("tags", pl.Series(["talks; water"]), ["talks", "water"]),
        ("published", pl.Series([datetime(2024, 2, 5, 13)]), datetime(2024, 2, 5, 13, tzinfo=UTC)),
        (
            "published",
            pl.Series([datetime(2024, 2, 5, 13)]).dt.replace_time_zone("Asia/Karachi"),
            datetime(2024, 2, 5, 8, tzinfo=UTC),
        ),
        ("published", pl.Series([date(2024, 2, 5)]), datetime(2024, 2, 5, tzinfo=UTC)),
    ],
)
def test_columns_of_any_type_are_read_as_what_they_hold(
    tmp_path: Path, name: str, column: pl.Series, expected: object
) -> None:
    frame = pl.DataFrame({"id": ["a"], "text": [TEXT]}).with_columns(column.alias(name))
    frame.write_parquet(tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert found.articles[name].to_list() == [expected]

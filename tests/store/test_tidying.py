"""Which files are worth being one, which runs and rows count, and which files nobody needs any more."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.store import rewrite
from framing.store.integrity import FileHash
from framing.store.layout import RUNS
from framing.store.log import LOG, data_files, files_with
from framing.store.maintain import _erased, _groups, runs_since


def files(*sizes: int) -> list[FileHash]:
    return [FileHash(f"articles/{number}.parquet", "", size) for number, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "grouped"),
    [
        ([], []),
        ([10], []),
        ([10, 10], [[10, 10]]),
        # Of half the size and more a file is left as it is, and parts its neighbours.
        ([49, 49], [[49, 49]]),
        ([50, 49, 49], [[49, 49]]),
        ([10, 10, 50, 10, 10], [[10, 10], [10, 10]]),
        ([10, 50, 10], []),
        # As much as one file is to have, and no more.
        ([40, 40, 20], [[40, 40, 20]]),
        ([40, 40, 21], [[40, 40]]),
        ([40, 40, 21, 30], [[40, 40], [21, 30]]),
        ([45, 45, 45, 45, 45], [[45, 45], [45, 45]]),
    ],
)
def test_neighbours_that_are_small_become_one_file(sizes: list[int], grouped: list[list[int]]) -> None:
    assert [[file.size for file in group] for group in _groups(files(*sizes), 100)] == grouped


@given(st.lists(st.integers(0, 70), max_size=12))
def test_groups_keep_the_order_and_no_two_of_them_could_be_one(sizes: list[int]) -> None:
    whole = files(*sizes)
    groups = list(_groups(whole, 100))
    flat = [file for group in groups for file in group]
    assert flat == [file for file in whole if file in flat]
    for group in groups:
        places = [whole.index(file) for file in group]
        assert places == list(range(places[0], places[0] + len(group)))
        assert len(group) > 1
        assert sum(file.size for file in group) <= 100
        assert all(file.size < 50 for file in group)


@pytest.mark.parametrize(
    ("kinds", "count"),
    [
        ([], 0),
        (["add"], 1),
        (["compact"], 0),
        (["add", "compact", "add", "erase"], 2),
        (["compact", "add", "compact", "code"], 1),
    ],
)
def test_runs_are_counted_since_the_last_compaction(kinds: list[str], count: int) -> None:
    assert runs_since(pl.DataFrame({"kind": kinds}, schema={"kind": pl.String})) == count


FILES = pl.List(pl.Struct({"path": pl.String, "size": pl.Int64, "sha256": pl.String}))


def runs(*written: tuple[list[str], list[str] | None]) -> pl.DataFrame:
    rows = [([{"path": path, "size": 1, "sha256": ""} for path in paths], gone) for paths, gone in written]
    return pl.DataFrame(rows, schema={"files": FILES, "removed": pl.List(pl.String)}, orient="row")


HISTORY = runs(
    (["articles/a", f"articles/{LOG}/0.json", "scores/a"], None),
    (["articles/b"], []),
    ([], None),
    (["articles/c", "articles/rows-1-x.parquet"], ["articles/b"]),
    (["articles/rows-0-y/c"], None),
)


def test_data_files_stand_in_the_order_of_their_batches() -> None:
    """What was written in place of others stands where they did; a folder is no name of a file."""
    assert [file.path for file in data_files(HISTORY, "articles")] == [
        "articles/a",
        "articles/rows-1-x.parquet",
        "articles/c",
        "articles/rows-0-y/c",
    ]
    assert [file.path for file in data_files(HISTORY, "scores")] == ["scores/a"]
    assert data_files(HISTORY, "score") == []


@pytest.mark.parametrize(
    ("batches", "names"),
    [
        ([0], "a"),
        ([1], "x"),
        ([2], "x"),
        ([3], "c"),
        ([0, 3], "ac"),
        ([4], "d"),
        ([99], "d"),
        ([], ""),
        ([-1], ""),
        ([2, 1], "x"),
    ],
)
def test_the_files_of_a_batch_are_the_last_that_begin_with_it_or_before(batches: list[int], names: str) -> None:
    short = {"articles/a": "a", "articles/rows-1-x.parquet": "x", "articles/c": "c", "articles/rows-0-y/c": "d"}
    assert "".join(short[file.path] for file in files_with(HISTORY, "articles", batches)) == names


def test_rows_that_later_runs_took_out_are_summed_up() -> None:
    kind = pl.List(pl.Struct({"batch_id": pl.String, "table": pl.String, "rows": pl.Int64}))
    told = [
        [{"batch_id": "1", "table": "a", "rows": 2}, {"batch_id": "1", "table": "b", "rows": 5}],
        None,
        [],
        [{"batch_id": "1", "table": "a", "rows": 3}],
    ]
    found = _erased(pl.DataFrame({"erased": told}, schema={"erased": kind})).sort("table")
    assert found.rows() == [("1", "a", 5), ("1", "b", 5)]
    assert _erased(pl.DataFrame({"erased": [None]}, schema={"erased": kind})).is_empty()


def test_what_was_removed_may_go_once_its_time_is_over() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    moments = [at.replace(second=second) for second in (1, 2, 3, 4)]
    removed = [["a", "b"], None, ["c"], ["d", "a"]]
    kind = {"finished": pl.Datetime("us", "UTC"), "removed": pl.List(pl.String)}
    history: Any = SimpleNamespace(runs=pl.DataFrame({"finished": moments, "removed": removed}, schema=kind))
    # What was removed once more was written anew in between.
    assert rewrite._removed(history, moments[2].timestamp()) == {"a": False, "b": True, "c": True, "d": False}
    assert rewrite._removed(history, moments[2].timestamp() - 0.5)["c"] is False


@pytest.mark.parametrize(("keep", "young"), [(100.0, True), (-1.0, False)])
def test_files_that_nobody_names_are_deleted(tmp_path: Path, keep: float, young: bool) -> None:
    """Old ones; all that are data where nobody else can be at work; log entries never."""
    table, log = tmp_path / "articles", tmp_path / "articles" / LOG
    log.mkdir(parents=True)
    old = time.time() - 101
    names = ("kept.parquet", "due.parquet", "waits.parquet", "old.parquet", "young.parquet", "old.txt")
    for name in names:
        (table / name).touch()
    logs = ("1.json", "2.checkpoint.parquet", "_last_checkpoint", "old.tmp", "young.tmp", "old.json")
    for name in logs:
        (log / name).touch()
    for path in (table / "old.parquet", table / "old.txt", log / "old.tmp", log / "old.json"):
        os.utime(path, (old, old))
    rewrite._discard(
        tmp_path,
        "articles",
        {"articles/kept.parquet"},
        {"articles/due.parquet": True, "articles/waits.parquet": False, "articles/kept.parquet": True},
        keep,
    )
    left = {path.name for path in table.rglob("*") if path.is_file()}
    assert left == {"kept.parquet", "waits.parquet", "old.txt", "1.json", "old.json"} | (
        {"young.parquet", "young.tmp"} if young else set()
    )
    rewrite._discard(tmp_path, RUNS, set(), {}, keep)  # There is no such table, and nothing to be done.

"""The history of a project: every run but the damaged one is read, whichever that is."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from framing.errors import ProjectError
from framing.store.layout import RUNS
from framing.store.log import (
    actions,
    added,
    data_files,
    entry,
    files_of,
    is_archive,
    newest,
    read_history,
    removed,
    removed_of,
    transactions,
)
from framing.store.project import init_project
from tests.store.conftest import AddFiles, make_articles, write_jsonl

SIZE = 5


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, add_files: AddFiles) -> Path:
    """A project of five runs of one file each."""
    folder = tmp_path_factory.mktemp("history") / "news"
    found = init_project(folder)
    for number in range(SIZE):
        path = write_jsonl(folder.parent / f"{number}.jsonl", make_articles(2, seed=number))
        add_files(found, path)
    return folder


def test_runs_are_numbered_from_the_log(project: Path, tmp_path: Path) -> None:
    last = newest(project / RUNS)
    assert newest(tmp_path / "none") == -1
    history = read_history(project)
    assert (history.version, history.runs.height, history.sealed) == (last, last + 1, True)
    assert sorted(history.rows) == list(range(last + 1))
    with pytest.raises(FileNotFoundError):
        actions(project, RUNS, last + 1)
    paths = [path for version in range(last + 1) for path in added(project, RUNS, version)]
    assert len(paths) == len(set(paths)) >= SIZE
    assert all((project / path).is_file() and path.startswith(f"{RUNS}/") for path in paths)
    assert not any(
        is_archive(path) or removed(project, RUNS, version) for version, path in enumerate(paths[: last + 1])
    )
    assert len({batch for version in range(last + 1) for batch in transactions(project, RUNS, version)}) >= SIZE


def test_nothing_was_ever_added(tmp_path: Path) -> None:
    init_project(tmp_path / "empty")
    history = read_history(tmp_path / "empty")
    assert (history.version, history.runs.height, history.rows) == (-1, 0, {})


@pytest.mark.parametrize("number", range(SIZE))
@pytest.mark.parametrize("kind", ["entry", "file"])
def test_one_damaged_run_costs_no_other(project: Path, tmp_path: Path, number: int, kind: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(project, copy)
    whole = read_history(copy)
    name = entry(RUNS, number) if kind == "entry" else added(copy, RUNS, number)[0]
    path = copy / name
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    told: list[ProjectError] = []
    found = read_history(copy, report=told.append)
    assert sorted(found.rows) == [one for one in range(whole.version + 1) if one != number]
    assert {error.code for error in told} == {"project.damaged"}
    assert any(name in str(error) for error in told)
    assert found.runs.height == whole.runs.height - 1
    with pytest.raises(ProjectError):
        read_history(copy)
    # What was read before is not read again.
    again = read_history(copy, whole, report=told.append)
    assert again.runs.equals(whole.runs)


@pytest.mark.parametrize("number", range(SIZE))
def test_what_came_since_is_read_on(project: Path, number: int) -> None:
    whole = read_history(project)
    before = replace(whole, rows={version: row for version, row in whole.rows.items() if version < number})
    assert read_history(project, before).runs.equals(whole.runs)


RUN_ROWS = pl.DataFrame(
    {
        "files": [
            [{"path": "articles/a.parquet", "size": 1, "sha256": "x"}, {"path": "runs/0.json", "size": 1, "sha256": "x"}],
            [{"path": "articles/b.parquet", "size": 2, "sha256": "y"}, {"path": "articles/_delta_log/1.json", "size": 1, "sha256": "x"}],
            [{"path": "scores/c.parquet", "size": 3, "sha256": "z"}],
        ],
        "removed": [None, ["articles/a.parquet"], []],
    },
    schema_overrides={"removed": pl.List(pl.String)},
)  # fmt: skip


def test_files_that_a_later_run_took_out_are_no_longer_there() -> None:
    assert removed_of(RUN_ROWS) == {"articles/a.parquet"}
    kept = ["runs/0.json", "articles/b.parquet", "articles/_delta_log/1.json", "scores/c.parquet"]
    assert [file.path for file in files_of(RUN_ROWS)] == kept
    assert [file.path for file in files_of(RUN_ROWS, "articles")] == kept[1:3]
    assert [file.path for file in data_files(RUN_ROWS, "articles")] == ["articles/b.parquet"]
    assert [file.path for file in data_files(RUN_ROWS, "scores")] == ["scores/c.parquet"]

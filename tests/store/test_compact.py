"""Compaction: fewer files and shorter logs, the same rows, and never a moment at which a reader sees less."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from deltalake import DeltaTable

from framing.errors import ProjectError
from framing.ingest.read import read
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.layout import RUNS, TABLES
from framing.store.loaded import Loaded
from framing.store.log import data_files, files_of, is_archive, removed_of
from framing.store.maintain import compact, runs_since, verify_project
from framing.store.project import Project, init_project, open_project
from framing.store.rewrite import GRACE


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    """A project of a dozen runs, with a changed article in the last."""
    place = tmp_path_factory.mktemp("compact")
    project = init_project(place / "study")
    rows = articles(24, 3)
    add_files(project, jsonl(place / "a.jsonl", [*rows, {"id": "empty"}]), batch_bytes=2_500)
    rows[2] |= {"text": "पाकिस्तान गला फाड़ रहा है।"}
    add_files(project, jsonl(place / "a.jsonl", rows))
    assert int(project.version()) > 10
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return open_project(shutil.copytree(made.folder, tmp_path / "study"))


def files(project: Project) -> list[str]:
    found = (path.relative_to(project.folder).as_posix() for path in project.folder.rglob("*") if path.is_file())
    return sorted(path for path in found if not path.startswith(".framing.lock"))


def assert_same(one: Loaded, other: Loaded) -> None:
    assert one.articles.equals(other.articles)
    for name in ("articles", "evidence", "exposure", "scores", "scales"):
        assert getattr(one.scored, name).equals(getattr(other.scored, name)), name


def assert_whole(project: Project) -> None:
    report = verify_project(project.folder)
    assert (report.damage, report.notes) == ((), ())


def test_compaction_changes_no_row(project: Project) -> None:
    before = project.load()
    every = {table: project.columns(table, list(columns), before.runs) for table, columns in TABLES.items()}
    found = compact(project, purge=True)
    assert found.files > 40
    assert found.files_left == sum(frame.height > 0 for frame in every.values())
    assert found.size_left < found.size
    for reader in (project, open_project(project.folder)):
        loaded = reader.load()
        assert_same(loaded, before)
        assert loaded.runs["kind"].to_list() == [*before.runs["kind"], "compact"]
        for table, columns in TABLES.items():
            assert reader.columns(table, list(columns), loaded.runs).equals(every[table]), table
    assert_whole(project)


def test_other_readers_of_delta_see_the_same_rows(project: Project) -> None:
    counts = {table: DeltaTable(project.folder / table).count() for table in ("articles", "evidence", "rejects")}
    runs = DeltaTable(project.folder / RUNS).count()
    compact(project, purge=True)
    for table, count in counts.items():
        opened = DeltaTable(project.folder / table)
        assert opened.count() == count
        assert len(opened.file_uris()) == 1
        assert (opened.protocol().min_reader_version, opened.protocol().min_writer_version) == (1, 2)
    assert DeltaTable(project.folder / RUNS).count() == runs + 1


def test_what_is_left_is_vouched_for_and_logs_are_short(project: Project) -> None:
    compact(project, purge=True)
    history = project.history()
    vouched = {file.path for file in (*history.seal, *files_of(history.runs))}
    assert vouched | {".framing.seal"} == set(files(project))
    assert any(is_archive(path) for path in vouched)
    for table in (*TABLES, RUNS):
        log = project.folder / table / "_delta_log"
        names = sorted(path.suffix for path in log.iterdir()) if log.is_dir() else []
        assert names in ([], [".json", ".parquet"])


def test_a_changed_byte_is_named_in_compacted_files_too(project: Project) -> None:
    compact(project, purge=True)
    for name in files(project):
        path = project.folder / name
        content, state = path.read_bytes(), path.stat()
        path.write_bytes(content[:-9] + bytes((content[-9] ^ 4,)) + content[-8:])
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + 10**9))
        assert name in [damage.file for damage in verify_project(project.folder).damage], name
        with pytest.raises(ProjectError):
            open_project(project.folder).load()
        path.write_bytes(content)
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert_whole(project)


def test_adding_goes_on_after_compaction(
    project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    rows = articles(24, 3)
    compact(project, purge=True)
    rows[2] |= {"text": "पाकिस्तान गला फाड़ रहा है।"}
    rows[5] |= {"text": "पुलिस ने कथित आरोपी को नहीं पकड़ा।"}
    counts = add_files(project, jsonl(tmp_path / "b.jsonl", rows))
    assert (counts.known, counts.scored) == (23, 1)
    compact(project, purge=True)
    text = open_project(project.folder).load().articles.filter(pl.col("article_id") == "article-0005")["text"].item()
    assert text == rows[5]["text"]
    assert_whole(project)


def test_large_files_stay_and_the_newest_version_is_still_the_newest(
    project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    """A large file between small ones: what is rewritten keeps its place among the batches."""
    rows = articles(60, 9)
    file = jsonl(tmp_path / "b.jsonl", rows)
    for text in ("पुलिस ने कथित आरोपी को नहीं पकड़ा।", "पाकिस्तान गला फाड़ रहा है।"):
        add_files(project, file)
        rows[3] |= {"text": text}
        file = jsonl(tmp_path / "b.jsonl", rows)
    add_files(project, file)
    before = project.load()
    large = max(data_files(before.runs, "articles"), key=lambda file: file.size)
    compact(project, target_bytes=2 * large.size, purge=True)
    loaded = project.load()
    assert large in data_files(loaded.runs, "articles")
    assert len(data_files(loaded.runs, "articles")) > 1
    assert_same(loaded, before)
    assert loaded.articles.filter(pl.col("article_id") == "article-0003")["text"].item() == text


def test_compacting_twice_does_nothing(project: Project) -> None:
    assert runs_since(project.history().runs) > 10
    compact(project)
    assert runs_since(project.history().runs) == 0
    version = project.version()
    found = compact(project)
    assert (found.runs, found.files) == (0, found.files_left)
    assert project.version() == version


def test_replaced_files_stay_for_an_hour(project: Project, scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = open_project(project.folder)
    before = reader.load()
    old = {file.path for file in files_of(before.runs)}
    found = compact(project)
    removed = removed_of(project.history().runs)
    assert found.waiting > 0
    assert old & removed
    assert all((project.folder / path).exists() for path in removed)
    with Writer(project, scorer):
        pass
    assert all((project.folder / path).exists() for path in removed)
    # A clock that runs an hour late sees files that were replaced an hour ago.
    import time

    now = time.time()
    monkeypatch.setattr("framing.store.rewrite.time.time", lambda: now + GRACE + 1)
    with Writer(project, scorer):
        pass
    assert not any((project.folder / path).exists() for path in removed)
    assert_same(reader.load(), before)
    assert_same(open_project(project.folder).load(), before)
    assert_whole(project)


@pytest.mark.parametrize(
    ("function", "call"),
    [
        ("write_rows", 2),
        ("replace_files", 2),
        ("_record", 4),
        ("checkpoint", 1),
        ("checkpoint", 7),
        ("archived", 1),
        ("replace_files", 6),
        ("write_seal", 1),
        ("_discard", 14),
    ],
)
def test_broken_off_anywhere_nothing_is_lost(
    project: Project, scorer: Scorer, fall: Callable[..., bool], function: str, call: int
) -> None:
    before = project.load()
    assert fall(function, call, lambda: compact(open_project(project.folder), purge=True))
    assert_same(open_project(project.folder).load(), before)
    with Writer(project, scorer):
        pass
    assert_same(project.load(), before)
    compact(project, purge=True)
    assert_whole(project)
    assert DeltaTable(project.folder / "articles").count() == 25
    assert_same(open_project(project.folder).load(), before)


def test_the_command_says_what_it_did(project: Project, run: Any) -> None:
    told = run("compact", "--project", project.folder)
    assert told.code == 0
    assert "stay for an hour" in told.err
    assert "now 7 of" in told.out
    found = json.loads(run("compact", "--project", project.folder, "--purge", "--json").out)
    assert (found["runs"], found["waiting"], found["files"]) == (0, 0, 7)


def test_a_writer_compacts_and_goes_on(
    project: Project, scorer: Scorer, articles: Any, jsonl: Any, tmp_path: Path
) -> None:
    """As one that watches a folder, which nobody else can compact meanwhile."""
    rows = articles(30, 5)
    batches = [
        read([jsonl(tmp_path / f"{name}.jsonl", part)])
        for name, part in {"a": rows[24:26], "b": rows[25:28], "c": rows[26:]}.items()
    ]
    twin = open_project(shutil.copytree(project.folder, tmp_path / "twin"))
    with Writer(twin, scorer) as writer:
        for batch in batches:
            writer.add(batch)
    before = len(files(project))
    with Writer(project, scorer) as writer:
        writer.add(batches[0])
        assert writer.compact(many=1_000) is None
        done = writer.compact(many=3)
        assert done is not None
        assert done.files_left < done.files
        writer.add(batches[1])
        assert writer.compact(many=3) is None
        done = writer.compact(many=1)
        assert done is not None
        writer._commits.sweep(purge=True)
        writer.add(batches[2])
    assert len(files(project)) < before
    assert_same(open_project(project.folder).load(), twin.load())
    assert_whole(project)


def test_a_writer_that_compacted_first_still_finds_clusters(
    project: Project, scorer: Scorer, jsonl: Any, tmp_path: Path
) -> None:
    """What is stored of clusters is read late, when the files that were there at first are gone."""
    stored = project.load().articles
    with Writer(project, scorer) as writer:
        writer.compact(many=1)
        writer._commits.sweep(purge=True)
        writer.add(read([jsonl(tmp_path / "copy.jsonl", [{"id": "copy", "text": stored["text"][0]}])]))
    found = project.load().articles
    of = dict(found.select("article_id", "cluster").iter_rows())
    assert of["copy"] == of[stored["article_id"][0]]

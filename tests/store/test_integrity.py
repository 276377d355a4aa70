"""A changed byte in any file of a project is named by `verify`, and no number is ever read from it."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.errors import ProjectError
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.codes import fold_now, record_draw, save_codes
from framing.store.layout import LOCK, MARKER, RUNS, SEAL, TABLES
from framing.store.log import entry, files_of, newest
from framing.store.maintain import verify_project
from framing.store.project import Project, init_project, open_project

#: Seconds added to a file's time with each change, as a clock coarser than the test would otherwise hide it.
_TICKS = itertools.count(1)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    """Four runs, a changed article, a reject, a draw and codes."""
    place = tmp_path_factory.mktemp("integrity")
    project = init_project(place / "study")
    rows = articles(9, 3)
    add_files(project, jsonl(place / "a.jsonl", [*rows, {"id": "empty"}]), batch_bytes=3_500)
    rows[2] |= {"text": "पाकिस्तान गला फाड़ रहा है।"}
    add_files(project, jsonl(place / "a.jsonl", rows))
    ids = project.newest(["content_sha256", "language"], project.history().runs)
    chosen = ids.select("article_id", key=pl.lit("a"), chance=pl.lit(0.5), coders=pl.lit(["asha"]))
    record_draw(project, chosen, ids.drop("batch_id", "scored_in"), ["doubt"], {"n": 9})
    code = {"coder": "asha", "dimension": "doubt", "code": "yes", "content_sha256": "", "codebook": ""}
    save_codes(project, "asha", [{"article_id": article, **code} for article in ids["article_id"]])
    assert fold_now(project)
    assert int(project.version()) >= 4
    assert verify_project(project.folder).damage == ()
    return project


def files(project: Project) -> list[str]:
    """All files that mean something, in an order that is the same each time."""
    found = (path.relative_to(project.folder).as_posix() for path in project.folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path != LOCK)


@contextmanager
def changed(path: Path, change: Callable[[bytes], bytes | None]) -> Iterator[None]:
    """A file with another content, or without the file, for a while."""
    content, state = path.read_bytes(), path.stat()
    result = change(content)
    if result is None:
        path.unlink()
    else:
        path.write_bytes(result)
        os.utime(path, (state.st_atime, state.st_mtime + next(_TICKS)))
    try:
        yield
    finally:
        path.write_bytes(content)
        os.utime(path, (state.st_atime, state.st_mtime))


def flip(content: bytes, position: float, bit: int) -> bytes:
    index = int(position * len(content))
    return content[:index] + bytes((content[index] ^ (1 << bit),)) + content[index + 1 :]


def assert_named(project: Project, path: str) -> None:
    """`verify` names the file; `load` raises, also for a reader that had the project open while it was whole."""
    if path == MARKER and not (project.folder / MARKER).exists():
        with pytest.raises(ProjectError) as caught:
            open_project(project.folder)
        assert caught.value.code == "project.missing"
        return
    assert path in [damage.file for damage in verify_project(project.folder).damage]
    with pytest.raises(ProjectError, match=re.escape(path)) as caught:
        open_project(project.folder).load()
    assert caught.value.code == "project.damaged"
    with pytest.raises(ProjectError, match=re.escape(path)) as caught:
        project.load()
    assert caught.value.code == "project.damaged"


def kinds(project: Project) -> set[str]:
    return {
        path.split("/", maxsplit=1)[0] + ("/log" if "_delta_log" in path else "/data" if "/" in path else "")
        for path in files(project)
    }


def test_the_project_has_a_file_of_each_kind(project: Project) -> None:
    written = {*TABLES, RUNS} - {
        "scorings",
        "resolutions",
        "amendments",
        "erasures",
        "validations",
        "burns",
        "gold",
        "verdicts",
    }  # Adding writes nothing there.
    tables = {f"{table}/{kind}" for table in written for kind in ("log", "data")}
    assert kinds(project) == tables | {MARKER, SEAL}


def test_each_file_is_vouched_for(project: Project) -> None:
    history = project.history()
    vouched = {file.path for file in (*history.seal, *files_of(history.runs))}
    assert vouched | {SEAL} == set(files(project))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_flipped_bit_is_found_wherever_it_is(project: Project, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files(project)))
    position = data.draw(st.floats(0, 1, exclude_max=True))
    bit = data.draw(st.integers(0, 7))
    with changed(project.folder / path, lambda content: flip(content, position, bit)):
        assert_named(project, path)
    assert project.load().articles.height == 9


@pytest.mark.parametrize("change", [lambda content: content[:-3], lambda _: b"", lambda _: None])
def test_a_file_cut_short_or_gone_is_found(project: Project, change: Callable[[bytes], bytes | None]) -> None:
    for path in files(project):
        if path == SEAL and change(b"1234") is None:
            continue  # See the test of the lost seal.
        with changed(project.folder / path, change):
            assert_named(project, path)
    assert verify_project(project.folder).damage == ()


@pytest.mark.parametrize("middle", [False, True])
def test_several_damaged_files_are_all_named(project: Project, tmp_path: Path, middle: bool) -> None:
    copy = open_project(shutil.copytree(project.folder, tmp_path / "copy"))
    runs = copy.load().runs
    damaged = {path for path in files(copy) if path.startswith(("articles/", "scores/_delta_log/"))}
    if middle:
        # A run that cannot be read takes along the record of its own files; all others are still checked.
        broken = newest(copy.folder / RUNS) - 1
        damaged -= {file.path for file in files_of(runs[broken : broken + 1])}
        damaged.add(entry(RUNS, broken))
    for path in damaged:
        file = copy.folder / path
        file.write_bytes(flip(file.read_bytes(), 0.5, 2))
    report = verify_project(copy.folder)
    assert {damage.file for damage in report.damage} == damaged
    assert bool(report.notes) == middle
    assert len(damaged) > 3


def test_a_run_whose_writer_died_before_the_seal_is_read_and_sealed_by_the_next(
    project: Project, scorer: Scorer, tmp_path: Path
) -> None:
    copy = open_project(shutil.copytree(project.folder, tmp_path / "copy"))
    (copy.folder / SEAL).unlink()
    assert copy.load().articles.height == 9
    report = verify_project(copy.folder)
    assert report.damage == ()
    assert len(report.notes) == 1
    with Writer(copy, scorer):
        pass
    assert verify_project(copy.folder).notes == ()
    assert (copy.folder / SEAL).is_file()


def test_rows_that_no_run_counted_are_found(project: Project, tmp_path: Path) -> None:
    """Hashes tell of files; counts tell of a record that does not fit them."""
    copy = open_project(shutil.copytree(project.folder, tmp_path / "copy"))
    last = newest(copy.folder / RUNS)
    history = copy.history()
    for table in ("scored", "rejects"):
        wrong = history.runs[-1].with_columns(pl.col(table) + 1)
        assert wrong.height == 1
        _replace_run(copy, last, wrong)
        report = verify_project(copy.folder)
        assert RUNS in [damage.file for damage in report.damage]


def _replace_run(project: Project, version: int, row: pl.DataFrame) -> None:
    """Put another row in a run's place, as one that knows how the seal is made."""
    from framing.store.integrity import hash_file, write_seal
    from framing.store.log import added

    (path,) = added(project.folder, RUNS, version)
    row.write_parquet(project.folder / path)
    names = (MARKER, entry(RUNS, version), path)
    write_seal(project.folder, [hash_file(project.folder, name) for name in names])


def test_what_a_crash_left_beside_is_no_damage(project: Project, tmp_path: Path) -> None:
    copy = open_project(shutil.copytree(project.folder, tmp_path / "copy"))
    before = copy.load().scored.evidence
    stray = next((copy.folder / "evidence").glob("*.parquet"))
    shutil.copy(stray, stray.with_name("part-00000-stray.parquet"))
    (copy.folder / "evidence" / "_delta_log" / "_commit_x.json.tmp").write_text("{", encoding="utf-8")
    assert copy.load().scored.evidence.equals(before)
    assert verify_project(copy.folder).damage == ()


def test_old_strays_are_swept_and_young_ones_left(project: Project, scorer: Scorer, tmp_path: Path) -> None:
    copy = open_project(shutil.copytree(project.folder, tmp_path / "copy"))
    recorded = files(copy)
    old, young = (copy.folder / "evidence" / f"part-00000-{name}.parquet" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"PAR1")
    os.utime(old, (0, 0))
    # The last run's own files are recorded by the next run only.
    for name in recorded:
        os.utime(copy.folder / name, (0, 0))
    with Writer(copy, scorer):
        pass
    assert not old.exists()
    assert young.exists()
    assert set(recorded) <= set(files(copy))

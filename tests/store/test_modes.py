"""Who can read a project: its owner alone, or its group where that was asked for; and never more than the umask has it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from framing.ingest.profiles import options, profile_folders, save_profile
from framing.scoring.score import Scorer
from framing.store.amend import amend
from framing.store.maintain import compact, verify_project
from framing.store.project import Project, init_project, open_project
from framing.store.rescore import rescore
from tests.conftest import Run
from tests.store.conftest import erase

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it has other rights")


@contextmanager
def umask(value: int) -> Iterator[None]:
    before = os.umask(value)
    try:
        yield
    finally:
        os.umask(before)


def modes(folder: Path) -> dict[str, set[int]]:
    """The rights of all files and of all folders of a project."""
    found: dict[str, set[int]] = {"files": set(), "folders": {stat.S_IMODE(folder.stat().st_mode)}}
    for path in folder.rglob("*"):
        found["folders" if path.is_dir() else "files"].add(stat.S_IMODE(path.stat().st_mode))
    return found


def use(project: Project, scorer: Scorer, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any) -> None:
    """All that writes."""
    for number in range(2):
        add_files(project, jsonl(tmp_path / f"{number}.jsonl", articles(3, number)), batch_bytes=2_000)
        compact(project)
    amend(project, ["article-0001"], {"byline": "nobody"})
    list(rescore(project, Scorer(replace(scorer.lexicon, fingerprint="another"), threads=1)))
    erase(project, "article-0002")
    save_profile(profile_folders(project.folder)[0], "ours", options({"text": "body"}))


def test_all_that_is_written_is_as_closed_as_the_project(
    scorer: Scorer, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    """Whatever the umask would give."""
    with umask(0o000):
        project = init_project(tmp_path / "above" / "study")
        use(project, scorer, tmp_path, articles, jsonl, add_files)
    assert modes(project.folder) == {"folders": {0o700}, "files": {0o600}}
    assert verify_project(project.folder).notes == ()


def test_a_shared_project_is_its_groups_whatever_the_umask(
    scorer: Scorer, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    with umask(0o077):
        project = init_project(tmp_path / "study", shared=True)
        add_files(project, jsonl(tmp_path / "a.jsonl", articles(3, 1)))
    assert modes(project.folder) == {"folders": {0o2770}, "files": {0o660}}


def test_a_project_that_is_open_stays_so_and_is_told_of(
    scorer: Scorer, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any, run: Run
) -> None:
    with umask(0o022):
        project = init_project(tmp_path / "study")
        project.folder.chmod(0o755)
        add_files(project, jsonl(tmp_path / "a.jsonl", articles(3, 1)))
    assert modes(project.folder)["folders"] == {0o755}
    assert modes(project.folder)["files"] == {0o600, 0o644}  # The marker was made before.
    done = run("verify", "--project", project.folder)
    assert done.code == 0
    assert "can read the project (mode 755); 'chmod -R o-rwx'" in done.err
    project.folder.chmod(0o757)
    assert "can read and change the project" in run("verify", "--project", project.folder).err


def test_an_empty_folder_is_closed_when_it_becomes_a_project(tmp_path: Path, run: Run) -> None:
    (tmp_path / "study").mkdir(mode=0o755)
    assert run("init", tmp_path / "study").code == 0
    assert modes(tmp_path / "study") == {"folders": {0o700}, "files": {0o600}}
    again = run("init", tmp_path / "study", "--shared")
    assert again.code == 2
    assert "stays as it is" in again.err
    assert open_project(tmp_path / "study").load().articles.is_empty()


@contextmanager
def somebody_else(folder: Path) -> Iterator[None]:
    """Another user, to whom a folder belongs."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 4001, 4000)
    os.seteuid(4001)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_file_that_may_not_be_read_is_told_as_that(
    scorer: Scorer, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any, run: Run
) -> None:
    file = jsonl(tmp_path / "a.jsonl", articles(3, 1))
    with TemporaryDirectory() as place:
        project = init_project(Path(place) / "study")
        add_files(project, file)
        Path(place).chmod(0o755)
        with somebody_else(project.folder):
            closed = next((project.folder / "articles").glob("*.parquet"))
            closed.chmod(0)
            found = verify_project(project.folder)
            done = run("verify", "--project", project.folder)
            loading = run("report", "--project", project.folder)
    assert found.damage == ()
    assert [unread.file for unread in found.unread] == [f"articles/{closed.name}"]
    assert done.code == 1
    assert "the system does not allow it (Permission denied)" in done.out
    assert "1 could not be read" in done.out
    assert loading.code == 1
    assert f"{closed}: it cannot be read: the system does not allow it (Permission denied)" in loading.err
    assert "[storage.denied]" in loading.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_two_of_a_group_write_to_one_project(lexicon: Path) -> None:
    """Both with the usual umask: what one makes, the other can replace."""
    with TemporaryDirectory() as place:
        os.chown(place, 4001, 4000)
        Path(place).chmod(0o750)
        folder, spare = Path(place) / "study", Path(place) / "spare"
        arguments = map(str, (lexicon, folder, spare))
        command = [sys.executable, "-m", "tests.store.sharing", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-1500:]
        assert open_project(folder).load().articles.height == 9
        assert modes(folder) == {"folders": {0o2770}, "files": {0o660}}
        assert {path.stat().st_uid for path in folder.rglob("*")} == {4001, 4002}

"""Disks that fill, break or may not be written to, many writers at once, a clock that goes back: nothing is lost.

``make torture`` runs these at every call and the kills of ``test_kills.py`` by the hundred.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import framing.store.commit
from framing.errors import StorageError
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.maintain import verify_project
from framing.store.project import init_project, open_project
from tests.store.test_kills import DEADLINE, expect_ready, sorted_frames, tell, worker

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TORTURE = bool(os.environ.get("TORTURE"))


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The faults of ``faults.c``, to be preloaded."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("there is no C compiler")
    path = tmp_path_factory.mktemp("shim") / "faults.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(path), str(HERE / "faults.c"), "-ldl"], check=True)
    return path


def test_a_write_or_rename_that_fails_at_any_moment(shim: Path, lexicon: Path, tmp_path: Path) -> None:
    """Real failures of the calls themselves, in Python, Rust and all: each n-th call in turn."""
    first, step = ("1", "1") if TORTURE else ("3", "23")
    found = subprocess.run(
        [sys.executable, str(HERE / "striking.py"), str(lexicon), str(tmp_path), first, step],
        env={**os.environ, "LD_PRELOAD": str(shim), "POLARS_MAX_THREADS": "1", "TOKIO_WORKER_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    strikes = [json.loads(line) for line in found.stdout.splitlines()]
    assert [strike for strike in strikes if not strike["fine"]] == []
    assert strikes[-1]["landed"]
    assert sum(not strike["landed"] for strike in strikes) >= len(strikes) // 2
    assert {strike["seen"] for strike in strikes} == {3, 6, 9} or not TORTURE


def test_each_command_says_what_the_system_refused_and_works_once_it_does_not(
    shim: Path, lexicon: Path, tmp_path: Path
) -> None:
    """Full disks, quotas, missing rights, too many open files, at any moment: never called damage, and none done."""
    found = subprocess.run(
        [sys.executable, "-m", "tests.store.striking_all", str(lexicon), str(tmp_path), "20" if TORTURE else "0"],
        env={**os.environ, "LD_PRELOAD": str(shim), "POLARS_MAX_THREADS": "1", "TOKIO_WORKER_THREADS": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    strikes = [json.loads(line) for line in found.stdout.splitlines()]
    assert [strike for strike in strikes if not strike["fine"]] == []
    codes = {
        errno.ENOSPC: "storage.full",
        errno.EDQUOT: "storage.quota",
        errno.EMFILE: "storage.handles",
        errno.EACCES: "storage.denied",
        errno.EROFS: "storage.read-only",
        errno.EIO: "storage.failed",
    }
    # Where a cache or a seal alone could not be written, the command has done its work and says nothing.
    told = [strike for strike in strikes if strike["code"]]
    assert [strike for strike in told if strike["code"] != codes[strike["errno"]]] == []
    assert len(told) > 0.8 * len(strikes)
    assert {strike["command"] for strike in told} == {strike["command"] for strike in strikes}
    assert "Exception ignored" not in found.stderr


@contextmanager
def mounted(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """A file system of a certain size in memory; what is given changes its options."""
    folder.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or sys.platform != "linux":
        pytest.skip("only root can mount a file system")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False)
    if made.returncode:
        pytest.skip("a file system cannot be mounted here")
    try:
        yield lambda options: (
            subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True, capture_output=True),
            None,
        )[1]
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_ends_a_run_and_the_next_completes_it(
    tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    file = jsonl(tmp_path / "news.jsonl", articles(120, 3))
    whole = init_project(tmp_path / "whole")
    add_files(whole, file, batch_bytes=12_000)
    with mounted(tmp_path / "disk", "700k") as remount:
        project = init_project(tmp_path / "disk" / "study")
        with pytest.raises(StorageError, match="No space left") as caught:
            add_files(project, file, batch_bytes=12_000)
        assert caught.value.code == "storage.full"
        before = open_project(project.folder).load()
        assert 0 < before.articles.height < 120
        assert verify_project(project.folder).damage == ()
        remount("size=20m")
        counts = add_files(open_project(project.folder), file, batch_bytes=12_000)
        assert counts.known == before.articles.height
        assert counts.scored == 120 - counts.known
        found, expected = sorted_frames(open_project(project.folder).load()), sorted_frames(whole.load())
        assert all(frame.equals(expected[name]) for name, frame in found.items())
        assert verify_project(project.folder).damage == ()


def test_a_folder_that_may_not_be_written_to_can_be_read(
    tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    file = jsonl(tmp_path / "news.jsonl", articles(12, 3))
    with mounted(tmp_path / "disk", "20m") as remount:
        project = init_project(tmp_path / "disk" / "study")
        add_files(project, file)
        remount("ro")
        readable = open_project(project.folder)
        assert readable.load().articles.height == 12
        assert verify_project(project.folder).damage == ()
        with pytest.raises(StorageError, match="Read-only") as caught:
            add_files(readable, jsonl(tmp_path / "more.jsonl", articles(20, 4)))
        assert caught.value.code == "storage.read-only"
        remount("rw")
        assert readable.load().articles.height == 12
        assert add_files(readable, file).known == 12


@pytest.mark.parametrize("writers", [2, 8] if TORTURE else [3])
def test_writers_that_start_at_once_add_each_article_once(
    tmp_path: Path, lexicon: Path, articles: Any, jsonl: Any, add_files: Any, writers: int
) -> None:
    """One holds the lock, the others are told; whoever comes again finds what is left."""
    file = jsonl(tmp_path / "news.jsonl", articles(60, 9))
    project = init_project(tmp_path / "study")
    codes = []
    with ExitStack() as stack:
        processes = [stack.enter_context(worker(lexicon, "add", project.folder, file, "4000")) for _ in range(writers)]
        for process in processes:
            expect_ready(process)
        for process in processes:
            tell(process)
        for process in processes:
            process.communicate(timeout=DEADLINE)
            codes.append(process.returncode)
    assert codes.count(0) >= 1
    loaded = open_project(project.folder).load()
    assert sorted(loaded.articles["article_id"]) == sorted(row["id"] for row in articles(60, 9))
    assert loaded.runs["scored"].sum() == 60
    assert verify_project(project.folder).damage == ()


def test_a_clock_that_goes_back_changes_nothing(
    tmp_path: Path, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of runs is that of their numbers; times are only told."""
    start = datetime(2030, 1, 1, tzinfo=UTC)

    calls = count(1)

    class Backwards(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:  # noqa: ARG003
            return start - timedelta(days=400 * next(calls))

    monkeypatch.setattr(framing.store.commit, "datetime", Backwards)
    project = init_project(tmp_path / "study")
    rows = articles(6, 1)
    for version in range(4):
        rows[2] |= {"text": f"पाठ का संस्करण {version}"}
        add_files(project, jsonl(tmp_path / "a.jsonl", rows))
        with Writer(open_project(project.folder), scorer):  # Sweeps; nothing of it may be taken for old.
            pass
    loaded = open_project(project.folder).load()
    assert loaded.runs["finished"].is_sorted(descending=True)
    assert loaded.articles.height == 6
    assert "पाठ का संस्करण 3" in loaded.articles["text"].to_list()
    assert add_files(project, tmp_path / "a.jsonl").batches == 0
    assert verify_project(project.folder).damage == ()

"""Compaction and erasure, killed for real at chosen moments, beside a reader: nothing is lost, and the next writer completes it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.codes import save_codes
from framing.store.erase import pending
from framing.store.maintain import compact, verify_project
from framing.store.project import Project, init_project, open_project

WORKER = Path(__file__).with_name("worker.py")
DEADLINE = 300.0
GONE = "article-0002"
KEPT = "article-0003"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    place = tmp_path_factory.mktemp("falls")
    project = init_project(place / "study")
    add_files(project, jsonl(place / "a.jsonl", articles(8, 3)), batch_bytes=2_500)
    return project


@pytest.mark.parametrize(
    ("function", "call", "command"),
    [
        ("replace_files", 2, ["compact", "--purge"]),
        ("write_seal", 1, ["compact", "--purge"]),
        ("replace_files", 1, ["erase", GONE, "--yes"]),
        ("_discard", 22, ["erase", GONE, "--yes"]),
        ("commit", 1, ["compact"]),
    ],
)
def test_a_killed_command_loses_nothing_and_is_completed(
    made: Project, scorer: Scorer, lexicon: Path, tmp_path: Path, function: str, call: int, command: list[str]
) -> None:
    project = open_project(shutil.copytree(made.folder, tmp_path / "study"))
    before = project.load()
    rows = [{"article_id": article, "coder": "asha", "dimension": "doubt", "code": "no"} for article in (GONE, KEPT)]
    # What a coder has saved, the command would take in first; a purge would take it out again.
    is_coded = "--purge" not in command
    if is_coded:
        save_codes(project, "asha", rows)
    process = subprocess.run(
        [sys.executable, str(WORKER), str(lexicon), "fall", str(project.folder), function, str(call), *command],
        input="go\n",
        text=True,
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
        timeout=DEADLINE,
        stdout=subprocess.DEVNULL,
        check=False,
    )
    assert process.returncode == -signal.SIGKILL
    left = before.articles.filter(pl.col("article_id") != GONE)
    seen = open_project(project.folder).load().articles
    assert seen.equals(before.articles) or seen.equals(left)
    is_erasing = command[0] == "erase"
    assert (pending(project.folder) is not None) == is_erasing
    with Writer(project, scorer):
        pass
    assert project.load().articles.equals(left if is_erasing else before.articles)
    compact(project, purge=True)
    assert open_project(project.folder).load().articles.equals(left if is_erasing else before.articles)
    report = verify_project(project.folder)
    assert (report.damage, report.notes) == ((), ())
    if is_coded:
        expected = {KEPT} if is_erasing else {GONE, KEPT}
        landed = project.columns("codes", ["article_id"], project.history().runs)["article_id"].to_list()
        assert sorted(landed) == sorted(expected)
    if is_erasing:
        content = b"".join(path.read_bytes() for path in project.folder.rglob("*") if path.is_file())
        assert GONE.encode() not in content

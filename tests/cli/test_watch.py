"""`framing add --watch` as a process of its own: what comes is added soon, what is being written waits, signals stop it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from framing.store.maintain import verify_project
from framing.store.project import Project, init_project, open_project

TEXT = "मंत्री ने कहा कि यह फैसला ऐतिहासिक है।"
DEADLINE = 300.0


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "first.txt").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(tmp_path / "study")


@pytest.fixture
def watcher(news: Path, project: Project) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "framing", "add", str(news), "--watch", "--json", "--project", str(project.folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stderr is not None
        lines = iter(process.stderr.readline, "")
        assert any("watching 1 folder" in line for line in lines)
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_until(condition: Callable[[], bool], what: str) -> float:
    begin = time.monotonic()
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < begin + DEADLINE, what
        pause.wait(0.02)
    return time.monotonic() - begin


def stored(project: Project) -> dict[str, str]:
    return dict(open_project(project.folder).load().articles.select("article_id", "text").iter_rows())


def test_what_comes_is_added_and_a_signal_stops_it(
    news: Path, project: Project, watcher: subprocess.Popen[str]
) -> None:
    assert stored(project) == {"first.txt": TEXT}
    version = project.version()
    (news / "deep").mkdir()
    (news / "deep" / "second.txt").write_text(TEXT + " दूसरा", encoding="utf-8")
    wait_until(lambda: project.version() != version, "the new file was not added")
    assert stored(project).keys() == {"first.txt", "deep/second.txt"}

    # A file that is being written is left alone until nothing has come for a while; then it is read whole.
    version = project.version()
    pause = threading.Event()
    with (news / "third.txt").open("w", encoding="utf-8") as file:
        for _ in range(5):
            file.write(TEXT + "\n")
            file.flush()
            pause.wait(0.1)
    wait_until(lambda: project.version() != version, "the slowly written file was not added")
    assert stored(project)["third.txt"].count(TEXT) == 5

    # One that is moved into its place, as careful programs do; and a new version of it.
    for words in ("चौथा", "चौथा नया"):
        version = project.version()
        (news / ".draft").write_text(TEXT + words, encoding="utf-8")
        (news / ".draft").rename(news / "fourth.txt")
        wait_until(lambda v=version: project.version() != v, "the moved file was not added")  # type: ignore[misc]
        assert stored(project)["fourth.txt"] == TEXT + words

    watcher.send_signal(signal.SIGTERM)
    out, _ = watcher.communicate(timeout=DEADLINE)
    assert watcher.returncode == 0
    counts = json.loads(out)
    assert (counts["articles"], counts["scored"], counts["replaced"]) == (5, 5, 1)
    assert verify_project(project.folder).damage == ()


def test_new_files_are_stored_as_they_come_and_ctrl_c_ends_it_well(tmp_path: Path, project: Project) -> None:
    """The folder is empty at first."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    command = [
        sys.executable,
        "-m",
        "framing",
        "add",
        str(inbox),
        "--watch",
        "--json",
        "--project",
        str(project.folder),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert process.stderr.readline() == "framing: 0 articles; watching 1 folder, stop with Ctrl-C\n"
            for number in range(5):
                (inbox / f"{number}.txt").write_text(f"{TEXT} {number}", encoding="utf-8")
                assert process.stderr.readline() == "framing: 1 scored\n"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=DEADLINE)
        finally:
            process.kill()
    assert (process.returncode, err) == (0, "")
    counts = json.loads(out)
    assert (counts["articles"], counts["scored"], counts["rejects"]) == (5, 5, 0)


def test_only_folders_are_watched(news: Path, project: Project) -> None:
    command = [sys.executable, "-m", "framing", "add", str(news / "first.txt"), "--watch", "--project"]
    found = subprocess.run([*command, str(project.folder)], capture_output=True, text=True, check=False)
    assert found.returncode == 2
    assert "only folders are watched" in found.stderr

"""Temporary folders are gone with their process, also with a killed one, and nobody else's are touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from framing.scratch import scratch, sweep_scratch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="folders have no locks")

HOLDER = """
import sys
from framing.scratch import scratch
with scratch() as folder:
    (folder / "article.txt").write_text("text")
    (folder / "deep").mkdir()
    (folder / "deep" / "more.txt").write_text("text")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def held() -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_holds_stays(place: Path) -> None:
    process, folder = held()
    assert folder.parent == place
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sweep_scratch() == 0
    assert (folder / "deep" / "more.txt").exists()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert (folder / "article.txt").exists()
    assert sweep_scratch() == 1
    assert list(place.iterdir()) == []


def test_a_folder_is_gone_when_it_is_no_longer_needed(place: Path) -> None:
    with scratch() as folder:
        (folder / "a").write_text("text", encoding="utf-8")
        assert sweep_scratch() == 0
    assert list(place.iterdir()) == []
    with pytest.raises(ZeroDivisionError), scratch():
        _ = 1 / 0
    assert list(place.iterdir()) == []


def test_links_lead_nowhere_and_what_is_not_ours_stays(place: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "kept").write_text("text", encoding="utf-8")
    # A link at a name of ours; a link inside a folder of ours; one that others may enter; other names; a file.
    (place / "framing-scratch-aaaaaaaa").symlink_to(precious)
    ours = place / "framing-scratch-bbbbbbbb"
    ours.mkdir(mode=0o700)
    (ours / "link").symlink_to(precious)
    (ours / "file").symlink_to(precious / "kept")
    open_to_all = place / "framing-scratch-cccccccc"
    open_to_all.mkdir()
    open_to_all.chmod(0o755)
    for name in ("framing-project", "framing-scratch-", "framing-scratch-dddddddd.bak"):
        (place / name).mkdir(mode=0o700)
    (place / "framing-scratch-eeeeeeee").write_text("text", encoding="utf-8")
    assert sweep_scratch() == 1
    assert not ours.exists()
    assert (precious / "kept").read_text(encoding="utf-8") == "text"
    assert len(list(place.iterdir())) == 6


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_the_folder_of_another_user_stays(place: Path) -> None:
    theirs = place / "framing-scratch-aaaaaaaa"
    theirs.mkdir(mode=0o700)
    os.chown(theirs, 12345, 12345)
    assert sweep_scratch() == 0
    assert theirs.exists()


def test_a_killed_command_leaves_nothing_for_long(place: Path) -> None:
    """Standard input is put on the disk; the next command of any kind takes it away."""
    command = [sys.executable, "-m", "framing"]
    reading, writing = os.pipe()
    with subprocess.Popen([*command, "score", "-"], stdin=reading, stdout=subprocess.DEVNULL) as process:
        os.close(reading)
        left = memoryview(b"A deal was signed. " * 100_000)  # More than a pipe holds: when it is written, it is read.
        while left:
            left = left[os.write(writing, left) :]
        assert [path.name for path in place.glob("framing-scratch-*/*")] == ["input"]
        process.kill()
    os.close(writing)
    assert list(place.iterdir()) != []
    subprocess.run([*command, "sql", "--project", str(place)], stderr=subprocess.DEVNULL, check=False)
    assert list(place.iterdir()) == []

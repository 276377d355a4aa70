"""``framing add --watch`` in one process, with folders to which something comes when the test says so."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from framing.cli import add
from framing.ingest import files
from framing.store.intake import Intake
from framing.store.project import init_project
from tests.conftest import Run

TEXT = "The deal was historic, they said."


def test_what_comes_is_told_and_files_are_put_together_once_nothing_waits(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, seen = tmp_path / "inbox", list[str]()
    inbox.mkdir()
    (inbox / "a.txt").write_text(TEXT, encoding="utf-8")
    init_project(tmp_path / "study")

    def coming(folders: list[Path], _: object, stop: Event) -> Iterator[list[Path]]:
        assert folders == [inbox]
        for what in ("nothing", "nothing", "b", "b", "nothing", "stop"):
            if what == "b":
                (inbox / "b.txt").write_text(TEXT + " Again.", encoding="utf-8")
            if what == "stop":
                stop.set()
            seen.append(what)
            yield [inbox / "b.txt"] if what == "b" else []

    def compact(self: Intake) -> bool:
        seen.append("compacted")
        return seen.count("compacted") == 1

    monkeypatch.setattr(files, "watch", coming)
    monkeypatch.setattr(Intake, "compact", compact)
    found = run("add", inbox, "--watch", "--jobs", "1", "--project", tmp_path / "study")
    assert found.code == 0
    # Once when nothing more was there at first, and once behind what came.
    assert seen == ["nothing", "compacted", "nothing", "b", "b", "nothing", "compacted", "stop"]
    assert [line.removeprefix("framing: ") for line in found.err.splitlines()] == [
        "1 article; watching 1 folder, stop with Ctrl-C",
        "compacted: adding had become slower",
        "1 scored",
        "1 known",
    ]


def test_an_empty_folder_is_no_mistake_and_hidden_files_are_none(tmp_path: Path) -> None:
    assert not add._holds_files(str(tmp_path))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / ".draft").write_text("", encoding="utf-8")
    assert not add._holds_files(str(tmp_path))
    (tmp_path / "deep" / "a.txt").write_text("", encoding="utf-8")
    assert add._holds_files(str(tmp_path))


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_after_what_is_at_hand_and_a_second_ctrl_c_interrupts(name: signal.Signals) -> None:
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    with add._stopping() as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), name)
        assert stop.wait(5)
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert {each: signal.getsignal(each) for each in before} == before

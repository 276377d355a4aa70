"""When a ledger is written down, and what it takes for known."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from framing.ingest.source import Options
from framing.store import ledger
from framing.store.layout import LEDGER
from framing.store.ledger import Ledger
from framing.store.project import Project, init_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(tmp_path / "study")


def visit(path: str, articles: int = 3) -> Any:
    return SimpleNamespace(path=path, state=(1, 2, 3, 4), articles=articles)


@pytest.mark.parametrize(("seconds", "is_saved"), [(0.0, False), (60.0, False), (60.1, True)])
def test_what_was_learnt_is_written_down_after_a_minute(
    project: Project, monkeypatch: pytest.MonkeyPatch, seconds: float, is_saved: bool
) -> None:
    clock = [100.0]
    monkeypatch.setattr(ledger, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    known = Ledger(project)
    clock[0] += seconds
    known.learn([visit("a.txt"), visit("b.txt", 0)])
    assert (project.folder / LEDGER).exists() is is_saved
    if is_saved:
        # From then on the next minute counts, and nothing is written that was before.
        (project.folder / LEDGER).unlink()
        known.learn([visit("c.txt")])
        assert not (project.folder / LEDGER).exists()
        clock[0] += 60.1
        known.learn([])
        assert len(Ledger(project)) == 3


def test_a_file_is_known_in_the_state_in_which_it_was_read(project: Project) -> None:
    known = Ledger(project)
    assert len(known) == 0
    known.save()
    assert not (project.folder / LEDGER).exists()  # There is nothing to write down.
    known.learn([visit("a b\udcff.txt"), visit("none.txt", 0)])
    known.save()
    again = Ledger(project)
    assert len(again) == 2
    assert again.articles_in("a b\udcff.txt", (1, 2, 3, 4)) == 3
    assert again.articles_in("none.txt", (1, 2, 3, 4)) == 0
    for state in ((0, 2, 3, 4), (1, 0, 3, 4), (1, 2, 0, 4), (1, 2, 3, 0)):
        assert again.articles_in("a b\udcff.txt", state) is None
    assert again.articles_in("other.txt", (1, 2, 3, 4)) is None


@pytest.mark.parametrize("place", [0, 70, -1])
def test_a_ledger_that_was_changed_is_none(project: Project, place: int) -> None:
    known = Ledger(project)
    known.learn([visit("a.txt")])
    known.save()
    path = project.folder / LEDGER
    raw = bytearray(path.read_bytes())
    raw[place] ^= 1
    path.write_bytes(raw)
    assert len(Ledger(project)) == 0
    path.write_bytes(b"")
    assert len(Ledger(project)) == 0


def test_what_the_user_says_and_the_files_of_rules_make_another_ledger(project: Project) -> None:
    known = Ledger(project, Options(encoding="cp1256"))
    known.learn([visit("a.txt")])
    known.save()
    assert len(Ledger(project, Options(encoding="cp1256"))) == 1
    for other in (Options(), Options(encoding="cp1252"), Options(encoding="cp1256", columns={"text": "body"})):
        assert len(Ledger(project, other)) == 0
    (project.folder / "notes.csv").write_text("nothing that files are read by", encoding="utf-8")
    assert len(Ledger(project, Options(encoding="cp1256"))) == 1
    (project.folder / "boilerplate.csv").write_text("line\n", encoding="utf-8")
    assert len(Ledger(project, Options(encoding="cp1256"))) == 0

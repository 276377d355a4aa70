"""Rejects: listed with their reasons, tried again, and no longer listed once they are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from framing.store.known import path_of
from framing.store.project import init_project
from tests.conftest import Run

GOOD = '{"id": "a", "text": "यह फैसला ऐतिहासिक है।", "language": "hi"}\n'


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """A project that met a file in a wrong encoding, a row without text, and a file that is gone since."""
    folder = init_project(tmp_path / "study").folder
    (tmp_path / "rows.jsonl").write_text(GOOD + '{"id": "b", "text": ""}\n', encoding="utf-8")
    (tmp_path / "bytes.txt").write_bytes(b"\x00\x01\x1b[31m binary \xff\xfe" * 9)
    (tmp_path / "gone.txt").write_bytes(b"\x00\x01\x02\x03")
    assert (
        run("add", *(tmp_path / name for name in ("rows.jsonl", "bytes.txt", "gone.txt")), "--project", folder).code
        == 3
    )
    (tmp_path / "gone.txt").unlink()
    return folder


def listed(run: Run, project: Path, *options: str) -> list[dict[str, Any]]:
    result = run("rejects", "--project", project, "--json", *options)
    assert result.code == 0
    return [json.loads(line) for line in result.out.splitlines()]


def names(found: list[dict[str, Any]]) -> list[str]:
    return sorted(Path(row["origin"]).name for row in found)


def test_each_is_listed_with_place_reason_and_beginning(project: Path, run: Run) -> None:
    found = listed(run, project)
    assert names(found) == ["bytes.txt", "gone.txt", "rows.jsonl:2"]
    assert all(row["reason"] and row["code"].startswith("input.") for row in found)
    binary = next(row for row in found if row["origin"].endswith("bytes.txt"))
    assert "binary" in binary["first_bytes"]
    told = run("rejects", "--project", project)
    assert "bytes.txt: " in told.out
    assert f"[{binary['code']}]" in told.out
    assert "3 rejects" in told.err
    assert "\x1b" not in told.out
    assert "\x00" not in told.out


def test_a_mistyped_path_is_told_each_time_and_not_kept(project: Path, tmp_path: Path, run: Run) -> None:
    before = listed(run, project)
    for _ in range(2):
        told = run("add", tmp_path / "mistyped.csv", "--project", project)
        assert told.code == 1
        assert "there is no such file" in told.err
    assert listed(run, project) == before


def test_they_can_be_chosen_by_code(project: Path, run: Run) -> None:
    assert names(listed(run, project, "--code", "input.no-text")) == ["rows.jsonl:2"]
    assert len(listed(run, project, "--code", "input")) == 3
    assert listed(run, project, "--code", "input.no") == []


def test_what_is_repaired_is_no_longer_listed(project: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "bytes.txt").write_text("मंत्री ने कहा कि यह फैसला ऐतिहासिक है।", encoding="utf-8")
    again = run("add", "--retry-rejects", "--project", project, "--json")
    assert again.code == 3  # The row without text still is.
    assert json.loads(again.out)["scored"] == 1
    assert "no longer there" in again.err
    assert names(listed(run, project)) == ["gone.txt", "rows.jsonl:2"]
    # A row that is left out of its file is no reject any more, and a file that breaks again is one again.
    (tmp_path / "rows.jsonl").write_text(GOOD, encoding="utf-8")
    assert run("add", "--retry-rejects", "--project", project).code == 0
    assert names(listed(run, project)) == ["gone.txt"]
    (tmp_path / "rows.jsonl").write_text(GOOD + '{"id": "b", "text": ""}\n', encoding="utf-8")
    run("add", tmp_path / "rows.jsonl", "--project", project)
    assert names(listed(run, project)) == ["gone.txt", "rows.jsonl:2"]
    assert run("verify", "--project", project).code == 0


def test_what_a_later_add_reads_is_no_longer_listed(project: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "rows.jsonl").write_text(GOOD + '{"id": "b", "text": "पुलिस ने जाँच शुरू की।"}\n', encoding="utf-8")
    run("add", tmp_path / "rows.jsonl", "--project", project)
    assert "rows.jsonl:2" not in names(listed(run, project))


def test_nothing_to_add_is_a_usage_error(project: Path, run: Run) -> None:
    assert run("add", "--project", project).code == 2


def test_a_path_is_found_in_a_place(tmp_path: Path) -> None:
    file = tmp_path / "a: b.zip"
    file.write_bytes(b"x")
    for place in (f"{file}", f"{file}:12", f"{file}!inner/news.csv:12", f"{file}/inner.txt"):
        assert path_of(place) == str(file)
    assert path_of(str(tmp_path)) == str(tmp_path)
    assert path_of(f"{tmp_path}/nothing.csv:3") is None

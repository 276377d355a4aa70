"""What is said of rejects: one line for what is one matter, whatever its size; and no news of what was told before."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framing import schemas
from framing.cli.reading import Refusals
from framing.store.project import init_project
from tests.conftest import Run

GOOD = '{"id": "a", "text": "यह फैसला ऐतिहासिक है।", "language": "hi"}\n'
BAD = '{"id": "b", "text": ""}\n'


def frame(*rows: tuple[str, str, str]) -> pl.DataFrame:
    return pl.DataFrame([(*row, "mend it", b"") for row in rows], schema=schemas.REJECT, orient="row")


def said(capsys: pytest.CaptureFixture[str], *batches: pl.DataFrame) -> list[str]:
    capsys.readouterr()
    refusals = Refusals()
    with refusals.telling():
        for batch in batches:
            refusals.tell(batch)
    return [line.removeprefix("framing: ") for line in capsys.readouterr().err.splitlines()]


def test_many_rows_of_a_file_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [(f"a.csv:{number}", "input.encoding", f"byte {number} is not UTF-8") for number in range(2, 403)]
    assert said(capsys, frame(*rows, ("b.xlsx#Sheet 1!7", "input.no-text", "there is no text"))) == [
        "a.csv: 401 rows (2, 3, 4, …): byte 2 is not UTF-8, or the like; mend it [input.encoding]",
        "b.xlsx#Sheet 1!7: there is no text; mend it [input.no-text]",
    ]
    rows = [(f"b.xlsx#Sheet 1!{number}", "input.no-text", "there is no text") for number in (4, 9)]
    assert said(capsys, frame(*rows)) == [
        "b.xlsx: 2 rows (Sheet 1!4, Sheet 1!9): there is no text; mend it [input.no-text]"
    ]


def test_a_file_that_goes_on_in_the_next_batch_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (frame((f"a.csv:{number}", "c", "r"), (f"a.csv:{number + 1}", "c", "r")) for number in (1, 5))
    assert said(capsys, first, second, frame(("b.csv", "c", "r"))) == [
        "a.csv: 4 rows (1, 2, 5, …): r; mend it [c]",
        "b.csv: r; mend it [c]",
    ]


def test_many_files_are_counted_after_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    found = said(capsys, frame(*((f"{number}.html", "c", "r") for number in range(300))))
    assert found[:2] == ["0.html: r; mend it [c]", "1.html: r; mend it [c]"]
    assert found[5:] == ["295 more files: r [c]"]


@example([(file, 0, "x") for file in "abcefdd"])
@given(st.lists(st.tuples(st.sampled_from("abcdefghij"), st.integers(0, 9), st.sampled_from(("x", "y"))), max_size=80))
def test_each_reject_is_in_one_line(rows: list[tuple[str, int, str]]) -> None:
    """However they are spread over batches."""
    lines: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("framing.cli.reading.message", lines.append)
        refusals = Refusals()
        with refusals.telling():
            for start in range(0, len(rows), 7):
                part = rows[start : start + 7]
                refusals.tell(frame(*((f"{file}.csv:{row}", code, f"bad {code}") for file, row, code in part)))
    count = 0
    for line in lines:
        number = next((word for word in line.split() if word.isdecimal()), "1")
        both = re.split(" more files? with ", line)
        count += int(both[1].split()[0]) if len(both) == 2 else int(number)
    assert count == len(rows)


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    folder = init_project(tmp_path / "study").folder
    (tmp_path / "rows.jsonl").write_text(GOOD + BAD, encoding="utf-8")
    assert run("add", tmp_path / "rows.jsonl", "--project", folder).code == 3
    return folder


def added(run: Run, project: Path, *options: object) -> tuple[int, dict[str, Any], str]:
    done = run("add", project.parent / "rows.jsonl", "--project", project, "--json", *options)
    return done.code, json.loads(done.out), done.err


def test_a_reject_that_was_told_is_no_news(project: Path, run: Run) -> None:
    code, counts, err = added(run, project)
    assert (code, counts["rejects"], counts["old_rejects"], counts["known"]) == (0, 1, 1, 1)
    assert err == ""
    assert run("add", project.parent / "rows.jsonl", "--project", project).out == "2 articles: 1 old reject, 1 known\n"
    code, _, err = added(run, project, "--strict")
    assert code == 3
    assert "rows.jsonl:2: " in err


def test_a_new_reject_beside_an_old_one_is_news(project: Path, run: Run) -> None:
    (project.parent / "rows.jsonl").write_text(GOOD + BAD + '{"id": "c", "text": 5}\n', encoding="utf-8")
    code, counts, err = added(run, project)
    assert (code, counts["rejects"], counts["old_rejects"]) == (3, 2, 1)
    assert "rows.jsonl:3: " in err
    assert "rows.jsonl:2: " not in err
    assert run("verify", "--project", project).code == 0


def test_nothing_but_an_old_reject_is_no_failure(project: Path, run: Run) -> None:
    (project.parent / "rows.jsonl").write_text(BAD, encoding="utf-8")
    assert added(run, project)[0] == 1  # In another row: a new one, and nothing else.
    assert added(run, project)[0] == 0
    assert added(run, project, "--strict")[0] == 1

"""What is said of how files were read: each thing once, rejects by file and reason, and at last how many more."""

from __future__ import annotations

import pytest

from framing.cli.reading import Notes, Refusals
from framing.ingest.source import Note
from framing.schemas import REJECT
from tests.handmade import table_of

Capture = pytest.CaptureFixture[str]


def told(capsys: Capture) -> list[str]:
    return [line.removeprefix("framing: ") for line in capsys.readouterr().err.splitlines()]


def tell(refusals: Refusals, *rejects: tuple[str, str], code: str = "input.no-text", hint: str = "fill it in") -> None:
    """Tell of rejects: where, and why."""
    rows = [{"origin": origin, "reason": reason, "code": code, "hint": hint} for origin, reason in rejects]
    refusals.tell(table_of(REJECT, rows))


def test_what_is_true_of_several_files_is_said_once_and_counted(capsys: Capture) -> None:
    notes = Notes()
    notes.tell(
        [
            Note("a.csv", "read as windows-1256"),
            Note("b.csv", "read as windows-1256"),
            Note("b.csv", "dated by its name"),
        ]
    )
    notes.tell([Note("c.csv", "read as windows-1256")])
    assert told(capsys) == ["a.csv: read as windows-1256", "b.csv: dated by its name"]
    notes.sum_up()
    assert told(capsys) == ["2 more files: read as windows-1256"]
    # What was said is not said again, and only what is new is counted.
    notes.tell([Note("d.csv", "read as windows-1256"), Note("e.csv", "dated by its name")])
    assert told(capsys) == []
    notes.sum_up()
    assert told(capsys) == ["1 more file: read as windows-1256", "1 more file: dated by its name"]
    notes.sum_up()
    assert told(capsys) == []


def test_what_is_true_of_some_articles_is_said_with_their_number(capsys: Capture) -> None:
    notes = Notes()
    notes.tell([Note("a.csv", "have no date", 2), Note("a.csv", "have no date", 1), Note("b.csv", "are headlines", 1)])
    notes.tell([Note("c.csv", "are headlines", 4)])
    assert told(capsys) == []
    notes.sum_up()
    assert told(capsys) == ["a.csv: 3 articles have no date", "2 files: 5 articles are headlines"]
    notes.sum_up()
    assert told(capsys) == []


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (1, "a.csv:1: no text; fill it in [input.no-text]"),
        (2, "a.csv: 2 rows (1, 2): no text; fill it in [input.no-text]"),
        (3, "a.csv: 3 rows (1, 2, 3): no text; fill it in [input.no-text]"),
        (4, "a.csv: 4 rows (1, 2, 3, …): no text; fill it in [input.no-text]"),
    ],
)
def test_many_rows_of_a_file_are_one_line(capsys: Capture, rows: int, said: str) -> None:
    refusals = Refusals()
    tell(refusals, *((f"a.csv:{row}", "no text") for row in range(1, rows + 1)))
    assert told(capsys) == []
    refusals.sum_up()
    assert told(capsys) == [said]
    refusals.sum_up()
    assert told(capsys) == []


def test_a_file_is_told_of_as_soon_as_it_is_over(capsys: Capture) -> None:
    refusals = Refusals()
    tell(refusals, ("a.csv:1", "too short: 3 letters"), ("b.csv:1", "no text"))
    tell(refusals, ("a.csv:9", "too short: 4 letters"), hint="leave it out")
    assert told(capsys) == ["b.csv:1: no text; fill it in [input.no-text]"]
    with refusals.telling():
        pass
    assert told(capsys) == ["a.csv: 2 rows (1, 9): too short: 3 letters, or the like; fill it in [input.no-text]"]
    tell(refusals, ("c.csv", "no text"), hint="")
    refusals.sum_up()
    assert told(capsys) == ["c.csv: no text [input.no-text]"]


@pytest.mark.parametrize(
    ("files", "rows", "last"),
    [
        (5, 1, "f4.csv: no text; fill it in [input.no-text]"),
        (6, 1, "1 more file: no text [input.no-text]"),
        (7, 2, "2 more files with 4 rejects: no text [input.no-text]"),
    ],
)
def test_of_the_same_in_many_files_five_are_named(capsys: Capture, files: int, rows: int, last: str) -> None:
    refusals = Refusals()
    for file in range(files):
        places = [f"f{file}.csv:{row}" for row in range(rows)] if rows > 1 else [f"f{file}.csv"]
        tell(refusals, *((place, "no text") for place in places))
    refusals.sum_up()
    said = told(capsys)
    assert len(said) == min(files, 6)
    assert said[-1] == last

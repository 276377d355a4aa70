"""Rows of tables as the process that reads them hands them on: how many, how long, and what a cell is as text."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from framing.ingest.readers import cells, databases, datafiles, sheets
from framing.ingest.readers.cells import in_pieces, with_header
from framing.ingest.readers.entries import Unreadable


def sizes(rows: list[list[str | None]]) -> list[int]:
    return [len(piece["rows"]) for piece in in_pieces("s", enumerate(rows, 1))]


@pytest.mark.parametrize(
    ("count", "expected"), [(0, [0]), (1_999, [1_999]), (2_000, [2_000, 0]), (4_001, [2_000, 2_000, 1])]
)
def test_two_thousand_rows_are_handed_on_together(count: int, expected: list[int]) -> None:
    assert sizes([["a"]] * count) == expected


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [((5, 5), [2]), ((5, 6), [2, 0]), ((11, 1), [1, 1]), ((5, 5, 1, 1), [3, 1]), ((10, 21, 1), [3, 0])],
)
def test_or_rows_of_so_many_characters(
    monkeypatch: pytest.MonkeyPatch, lengths: tuple[int, ...], expected: list[int]
) -> None:
    """A row that is too long counts for none."""
    monkeypatch.setattr(cells, "_CHARS", 10)
    monkeypatch.setattr(cells, "_ROW_CHARS", 20)
    assert sizes([["x" * (length - 1), None, "y"] for length in lengths]) == expected


@pytest.mark.parametrize(("length", "is_kept"), [(19, True), (20, True), (21, False)])
def test_a_row_has_so_many_characters(monkeypatch: pytest.MonkeyPatch, length: int, is_kept: bool) -> None:
    monkeypatch.setattr(cells, "_ROW_CHARS", 20)
    row = ["x" * 10, "y" * (length - 10)]
    (piece,) = in_pieces("s", [(7, row)])
    assert piece == {"sheet": "s", "rows": [(7, row if is_kept else None)]}


def test_rows_without_a_cell_are_left_out_and_the_others_keep_their_numbers() -> None:
    rows = [("head", "more"), (None, ""), (math.nan, "x", None), (b"\xff",), (b"caf\xc3\xa9", "", "")]
    (piece,) = in_pieces("", with_header(("a", "b"), rows))
    assert piece["rows"] == [
        (0, ["a", "b"]), (1, ["head", "more"]), (3, [None, "x"]),
        (4, None, ("input.encoding", "a cell of it is not UTF-8", "write its texts as UTF-8")), (5, ["café"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((value, None) for value in (None, "", math.nan, [], [None, ""], ())),
        *((value, text) for value, text in ((True, "true"), (False, "false"), (0, "0"), (2.0, "2"), (2.5, "2.5"), (-1e3, "-1000"))),
        *((value, text) for value, text in ((date(2024, 3, 5), "2024-03-05"), (time(9, 5), "09:05:00"), (timedelta(hours=1), "1:00:00"))),
        (datetime(2024, 3, 5, 9, tzinfo=UTC), "2024-03-05T09:00:00+00:00"),
        ([1, None, "a"], "1; a"), (("a",), "a"), (b"a", "a"), ("a_x000D_\nb", "a\nb"), ("a", "a"),
    ],
)  # fmt: skip
def test_a_cell_is_text(value: object, text: str | None) -> None:
    assert cells._cell(value) == text


@pytest.mark.parametrize(
    ("raw", "extent"),
    [
        ([b""], (0, 0)),
        ([b'<row r="3"><c r="A3"/></row><row spans="1:2" r="12">'], (12, 0)),
        ([b"<x:row r='9'><x:c s='1' r='AA7'/>"], (9, 27)),
        # Cells beyond Z count for themselves, also where no row does.
        ([b'<c r="Z5"/><c r="AZ6"/><c r="ABC4"/>'], (6, 731)),
        ([b'<row r="7"/><row r="5"/>'], (7, 0)),
        ([b'<c r="BA1"/><c r="AB2"/>'], (2, 53)),
        # What stands on the border of two pieces is met in the second.
        ([b'<row r="1', b'2">', b""], (12, 0)),
        ([b"x" * 500 + b"<row " + b" " * 190 + b"r=", b'"8"'], (8, 0)),
        ([b"<row " + b" " * 200 + b"r=", b'"8"'], (0, 0)),
    ],
)
def test_a_sheet_reaches_as_far_as_its_cells(raw: list[bytes], extent: tuple[int, int]) -> None:
    assert sheets._extent(raw) == extent


def test_as_many_bytes_are_unpacked_as_may_be() -> None:
    budget = sheets._Budget(10)
    budget.spend(4)
    budget.spend(6)
    with pytest.raises(Unreadable) as caught:
        budget.spend(1)
    assert caught.value.args == ("input.too-large", "unpacked it has more than 10 bytes", "save its sheets as CSV")


@pytest.mark.parametrize(
    ("told", "most"),
    [
        (lambda text: databases._said(text), 300),
        (lambda text: databases._said(ValueError({"M": text, "S": "ERROR"})), 300),
        (lambda text: databases._damaged(sqlite3.DatabaseError(text))[1], 300),
    ],
)
def test_what_a_database_says_is_told_in_short(told: Callable[[str], str], most: int) -> None:
    assert told("no \n such   table").endswith(": no such table")
    for more in (0, 1):
        assert told("x" * (most + more)).endswith(f": {'x' * most}")
    assert databases._said(ValueError()) == "the database refuses it: "


def test_what_a_workbook_says_is_told_in_short() -> None:
    begin = "it is no workbook, or damaged: "
    assert sheets._damaged(ValueError("a \n b"))[1] == f"{begin}a b"
    assert sheets._damaged(ValueError())[1] == f"{begin}ValueError"
    assert sheets._damaged(ValueError("x" * 600))[1] == (begin + "x" * 600)[:500]
    assert sheets._damaged(OSError(5, "it broke"))[1:] == ("it broke (os error 5)", "")
    assert sheets._damaged(OSError("it broke"))[1] == f"{begin}it broke"
    assert sheets._too_far(3, 1_000)[1].endswith("row 3 and column 1,000: a table of 3,000 cells")


def test_dates_of_r_are_days_and_its_times_seconds() -> None:
    assert datafiles._days([0.0, 1.9, -0.5, math.nan], None) == [
        date(1970, 1, 1),
        date(1970, 1, 2),
        date(1969, 12, 31),
        None,
    ]
    moments = datafiles._moments([0.5, math.nan], None)
    assert moments == [datetime(1970, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC), None]


class Reader:
    """As the library that reads Stata and SPSS: some rows of a file with two columns, one of them labelled."""

    def __init__(self, rows: int, *, said: bool = True) -> None:
        self.rows, self.said = rows, said
        self.asked: list[tuple[int, int]] = []

    def __call__(
        self, _: str, *, metadataonly: bool = False, row_offset: int = 0, row_limit: int = 0, **__: Any
    ) -> Any:
        about = SimpleNamespace(
            number_rows=self.rows if self.said else None,
            column_names=["a", "b"],
            variable_value_labels={"b": {1.0: "yes"}},
        )
        if metadataonly:
            return None, about
        self.asked.append((row_offset, row_limit))
        places = range(row_offset, min(row_offset + row_limit, self.rows))
        return {"a": [str(place) for place in places], "b": [place % 2 for place in places]}, about


@pytest.mark.parametrize(
    ("rows", "chunk", "asked"),
    [
        # As many rows as have so many bytes of the file, which has a hundred; until there are fewer than asked for.
        (10, 50, [(0, 5), (5, 5), (10, 5)]),
        (10, 59, [(0, 5), (5, 5), (10, 5)]),
        (9, 100, [(0, 9), (9, 9)]),
        (9, 1_000, [(0, 90)]),
        (9, 1, [(number, 1) for number in range(10)]),
        (10, 10**9, [(0, 50_000)]),
        (0, 100, [(0, 50_000)]),
    ],
)
def test_rows_of_a_large_file_are_read_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, chunk: int, asked: list[tuple[int, int]]
) -> None:
    monkeypatch.setattr(datafiles, "_CHUNK", chunk)
    (tmp_path / "a.sav").write_bytes(b"x" * 100)
    reader = Reader(rows)
    given = [row for piece in datafiles._rows(reader, str(tmp_path / "a.sav"), None) for row in piece["rows"]]
    assert reader.asked == asked
    assert given == [
        (0, ["a", "b"]),
        *((place + 1, [str(place), "yes" if place % 2 else "0"]) for place in range(rows)),
    ]
    if rows:
        # A portable file does not say how many it has: it is read as if they were fifty thousand.
        silent = Reader(rows, said=False)
        list(datafiles._rows(silent, str(tmp_path / "a.sav"), None))
        assert silent.asked[0] == (0, min(chunk * 500, 50_000))


@pytest.mark.parametrize("error", [ValueError("a \n b"), OverflowError("x" * 301)])
def test_what_a_file_of_statistics_says_is_told_in_short(tmp_path: Path, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    (tmp_path / "a.sav").write_bytes(b"x")
    with pytest.raises(Unreadable) as caught:
        list(datafiles._rows(fail, str(tmp_path / "a.sav"), None))
    said = "a b" if isinstance(error, ValueError) else "x" * 300
    assert caught.value.args[1] == f"it is damaged, or not what its name says: {said}"

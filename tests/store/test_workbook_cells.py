"""Cells of workbooks: what each kind of value is written as, how long a text may be, and where a sheet ends."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from framing.errors import UsageError
from framing.store import workbooks
from framing.store.workbooks import Workbook, _cell, _shortened


def cells(values: list[Any], kind: pl.DataType | None = None) -> list[str]:
    frame = pl.DataFrame({"a": pl.Series(values, dtype=kind)})
    return frame.select(_cell("a", frame.schema["a"])).to_series().to_list()


@pytest.mark.parametrize(
    ("values", "kind", "written"),
    [
        ([True, False, None], pl.Boolean(), ['<c t="b"><v>1</v></c>', '<c t="b"><v>0</v></c>', "<c/>"]),
        ([7, None, -1], pl.Int64(), ["<c><v>7</v></c>", "<c/>", "<c><v>-1</v></c>"]),
        (
            [0.5, float("nan"), float("inf"), None],
            pl.Float64(),
            ["<c><v>0.5</v></c>", *['<c t="e"><v>#NUM!</v></c>'] * 2, "<c/>"],
        ),
    ],
)
def test_values_are_written_as_their_kind(values: list[Any], kind: pl.DataType, written: list[str]) -> None:
    assert cells(values, kind) == written


@pytest.mark.parametrize(
    ("moment", "serial"),
    [
        # As spreadsheets number days; before March 1900 they are one off, and so those are texts.
        (datetime(1970, 1, 1, tzinfo=UTC), "25569.0"),
        (datetime(2024, 3, 5, 12, tzinfo=UTC), "45356.5"),
        (datetime(2024, 3, 5, 0, 0, 1, tzinfo=UTC), "45356.00001157"),
        (datetime(1900, 3, 1, tzinfo=UTC), "61.0"),
        (datetime(1900, 2, 28, 23, 59, 59, tzinfo=UTC), None),
        (datetime(1899, 12, 31, tzinfo=UTC), None),
    ],
)
def test_dates_are_days_since_1900(moment: datetime, serial: str | None) -> None:
    text = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    expected = f'<c s="2"><v>{serial}</v></c>' if serial else f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    for unit in ("ms", "us", "ns"):
        assert cells([moment, None], pl.Datetime(unit, "UTC")) == [expected, "<c/>"]


@pytest.mark.parametrize(
    ("text", "style"), [("a<b & c>", 0), ("=1+1", 3), ("+1", 3), ("-1", 3), ("@a", 3), ("a=1", 0), ("", 0)]
)
def test_a_text_that_might_run_is_marked_as_one(text: str, style: int) -> None:
    (cell,) = cells([text])
    shown = ElementTree.fromstring(cell.replace("xml:space", "space"))
    assert (shown.get("s"), "".join(shown.itertext())) == (str(style), text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        *(("a" * size, min(size, 32_767)) for size in (16_383, 16_384, 32_766, 32_767, 32_768, 40_000)),
        # Letters beyond the basic plane take two of them; half of one is none.
        *(("😀" * size, min(size, 16_383)) for size in (16_383, 16_384, 20_000)),
        ("a" + "😀" * 16_383, 16_384),
        ("aa" + "😀" * 16_383, 16_384),
    ],
)
def test_a_cell_holds_so_many_letters(text: str, kept: int) -> None:
    short, cut = _shortened(pl.Series("a", ["b", text, None]))
    assert short.to_list() == ["b", text[:kept], None]
    assert cut == (kept < len(text))


def test_what_xml_cannot_hold_is_written_out() -> None:
    odd = pl.Series("a", ["a\x0bb", "\ufffe", "_x000A_", "_xyzw_", "tab\tline\n", "a\rb"])
    written, cut = _shortened(odd)
    assert written.to_list() == ["a_x000B_b", "_xFFFE_", "_x005F_x000A_", "_xyzw_", "tab\tline\n", "a_x000D_b"]
    assert cut == 0


def sheets(path: Path) -> list[tuple[str, list[list[Any]]]]:
    book = CalamineWorkbook.from_path(path)
    return [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]


@pytest.mark.parametrize(("rows", "on"), [(0, [0]), (2, [2]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])])
@pytest.mark.parametrize("chunk", [1, 2, 5])
def test_a_sheet_holds_so_many_rows_with_its_heading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, on: list[int], chunk: int
) -> None:
    monkeypatch.setattr(workbooks, "ROWS", 4)
    monkeypatch.setattr(workbooks, "_CHUNK", chunk)
    frame = pl.LazyFrame({"n": range(rows), "t": ["x"] * rows}, schema={"n": pl.Int64, "t": pl.String})
    with Workbook(tmp_path / "a.xlsx") as book:
        assert book.add("Rows", frame) == (rows, len(on))
        assert book.add("More", frame.head(1).select("t")) == (min(rows, 1), 1)
    found = sheets(tmp_path / "a.xlsx")
    assert [name for name, _ in found] == ["Rows", *(f"Rows {number}" for number in range(2, len(on) + 1)), "More"]
    assert [len(each) - 1 for _, each in found[:-1]] == on
    assert all(each[0] == ["n", "t"] for _, each in found[:-1])
    assert [row[0] for _, each in found[:-1] for row in each[1:]] == list(range(rows))
    assert book.shortened == 0


@pytest.mark.parametrize(("rows", "fits"), [(23, True), (24, True), (25, False)])
def test_a_table_has_eight_sheets_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, fits: bool
) -> None:
    monkeypatch.setattr(workbooks, "ROWS", 4)
    frame = pl.LazyFrame({"n": range(rows)})
    with Workbook(tmp_path / "a.xlsx") as book:
        if fits:
            assert book.add("Rows", frame) == (rows, 8)
        else:
            with pytest.raises(UsageError, match="more rows than 8 sheets hold"):
                book.add("Rows", frame)


@pytest.mark.parametrize(("columns", "fits"), [(3, True), (4, False)])
def test_a_sheet_has_so_many_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int, fits: bool) -> None:
    monkeypatch.setattr(workbooks, "_COLUMNS", 3)
    frame = pl.LazyFrame(schema={f"c{number}": pl.Int64 for number in range(columns)})
    with Workbook(tmp_path / "a.xlsx") as book:
        if fits:
            assert book.add("Wide", frame) == (0, 1)
        else:
            with pytest.raises(UsageError, match="4 columns are more than a sheet holds"):
                book.add("Wide", frame)


def test_texts_that_were_cut_are_counted(tmp_path: Path) -> None:
    frame = pl.LazyFrame({"a": ["x" * 32_768, "b"], "b": ["y" * 40_000, "c"], "n": [1, 2]})
    with Workbook(tmp_path / "a.xlsx") as book:
        book.add("Rows", frame)
    assert book.shortened == 2


def test_a_workbook_that_fails_describes_nothing(tmp_path: Path) -> None:
    error = ValueError("stop")
    book = Workbook(tmp_path / "a.xlsx")
    book.__enter__()
    book.add("Rows", pl.LazyFrame({"a": [1]}))
    book.__exit__(ValueError, error, None)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert archive.namelist() == ["xl/worksheets/sheet1.xml"]

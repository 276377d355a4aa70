"""What one date of a column leaves open the others decide, or it is asked for; and everything is counted."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing import limits
from framing.errors import UsageError
from framing.ingest.article.articles import Outlets
from framing.ingest.article.datecolumns import dated
from framing.ingest.profiles import load_profile, options, save_profile
from framing.ingest.read import ReadResult, read, read_batches
from framing.ingest.source import Options, Part, Source, rows_frame

MDY = ["03/04/2024", "03/12/2024", "03/13/2024", "03/25/2024"]


def table(path: Path, dates: list[str], **more: str) -> Path:
    rows = [{"date": text, "text": "It rained.", **more} for text in dates]
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(path: Path, order: str | None = None) -> ReadResult:
    return read([path], outlets=Outlets(), date_order=order)


def days(result: ReadResult) -> list[str | None]:
    return result.articles["published"].dt.strftime("%Y-%m-%d").to_list()


def said(result: ReadResult) -> list[str]:
    return [note.text for note in result.notes if "dates" in note.text]


def test_one_day_above_twelve_settles_a_column(tmp_path: Path) -> None:
    # The publisher's country writes days first; the table does not.
    result = run(table(tmp_path / "a.csv", MDY, country="IN"))
    assert days(result) == ["2024-03-04", "2024-03-12", "2024-03-13", "2024-03-25"]
    assert said(result) == ["dates read: 2 as month/day/year, as the others of the column are"]


def test_each_file_is_a_column_of_its_own(tmp_path: Path) -> None:
    table(tmp_path / "a.csv", ["03/04/2024", "03/25/2024"])
    table(tmp_path / "b.csv", ["03/04/2024", "25/03/2024"])
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.write(tmp_path / "a.csv", "a.csv")
        archive.write(tmp_path / "b.csv", "b.csv")
    assert days(run(tmp_path)) == ["2024-03-04", "2024-03-25", "2024-04-03", "2024-03-25"] * 2


@pytest.mark.parametrize(
    "dates", [["03/04/2024", "03/12/2024"], ["03/04/2024", "03/12/2024", "13/04/2024", "04/13/2024"]]
)
def test_what_no_date_settles_or_two_contradict_is_left_out_and_asked_for(tmp_path: Path, dates: list[str]) -> None:
    path = table(tmp_path / "a.csv", [*dates, "05/05/2024"], country="IN")
    result = run(path)
    assert days(result)[:2] == [None, None]
    assert result.articles["published_basis"].to_list()[:2] == ["unknown", "unknown"]
    # Whatever says by itself which day it means is that day.
    assert days(result)[2:] == ["2024-04-13", "2024-04-13", "2024-05-05"][-len(dates) + 1 :]
    (told,) = said(result)
    assert told.startswith(f"2 of {len(dates) + 1} dates could be day/month or month/day ('03/04/2024', '03/12/2024')")
    assert "say --date-order dmy or mdy" in told
    assert days(run(path, "dmy"))[:2] == ["2024-04-03", "2024-12-03"]
    assert days(run(path, "mdy"))[:2] == ["2024-03-04", "2024-03-12"]


def test_what_does_not_fit_the_order_that_was_told_is_no_date(tmp_path: Path) -> None:
    result = run(table(tmp_path / "a.csv", ["03/04/2024", "03/25/2024", "2024-03-05"]), "dmy")
    assert days(result) == ["2024-04-03", None, "2024-03-05"]
    assert said(result) == ["1 of 3 dates do not fit the order dmy ('03/25/2024'); counted as not given"]


def test_years_of_two_digits_may_stand_first(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", ["24-03-05", "24-03-12"])
    assert days(run(path)) == [None, None]
    assert "could be day/month or year first" in said(run(path))[0]
    assert days(run(path, "ymd")) == ["2024-03-05", "2024-03-12"]
    assert days(run(table(tmp_path / "b.csv", ["24-03-05", "99-03-12"]))) == ["2024-03-05", "1999-03-12"]


def test_dates_that_cannot_be_read_are_counted_once_a_file(tmp_path: Path) -> None:
    dates = ["منگل 2 نومبر", "بدھ 3 نومبر", "?", "28.07.14", "2024-03", "45356", "1709596800000"]
    result = run(table(tmp_path / "a.csv", dates * 3))
    assert said(result) == [
        "9 of 21 dates could not be read ('منگل 2 نومبر', 'بدھ 3 نومبر', '?'), 6 of them for want of a year; "
        "counted as not given; dates read: 3 as days that a spreadsheet counts, 3 as milliseconds since 1970, "
        "3 as a month or a year, since they name no day"
    ]
    assert result.articles["published"].is_null().sum() == 9


def test_a_month_is_stated_and_known_as_a_month(tmp_path: Path) -> None:
    result = run(table(tmp_path / "a.csv", ["2024-03", "2024", "2024-03-05", "?"]))
    found = result.articles.select("published", "published_basis", "published_precision").rows()
    assert found == [
        (datetime(2024, 3, 1, tzinfo=UTC), "stated", "month"),
        (datetime(2024, 1, 1, tzinfo=UTC), "stated", "year"),
        (datetime(2024, 3, 5, tzinfo=UTC), "metadata", "day"),
        (None, "unknown", None),
    ]
    # An export that is read again says the same.
    result.articles.select("article_id", "text", "published", "published_basis", "published_precision").write_parquet(
        tmp_path / "again.parquet"
    )
    again = run(tmp_path / "again.parquet").articles
    assert again.select("published", "published_basis", "published_precision").rows() == found


def test_a_url_still_tells_a_day_that_a_table_does_not(tmp_path: Path) -> None:
    result = run(table(tmp_path / "a.csv", ["03/04/2024"], url="https://example.com/2024/04/03/rain"))
    assert days(result) == ["2024-04-03"]
    assert result.articles["published_basis"].to_list() == ["inferred"]


@pytest.mark.parametrize("since_1904", [False, True])
def test_a_workbook_says_from_when_its_days_are_counted(tmp_path: Path, since_1904: bool) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": since_1904}) as book:
        sheet = book.add_worksheet()
        shown = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["date", "text"])
        sheet.write_datetime(1, 0, datetime(2024, 3, 5), shown)
        sheet.write_number(2, 0, 45356 - (1462 if since_1904 else 0))  # Saved without a format.
        for row in (1, 2):
            sheet.write_string(row, 1, "It rained.")
    assert days(run(path)) == ["2024-03-05", "2024-03-05"]


def source_of(parts: list[Part]) -> tuple[Source, Callable[[Source], Iterator[Part]], list[int]]:
    """A file in parts, its reader, and how many parts were read."""
    count = [0]

    def reader(_: Source) -> Iterator[Part]:
        for part in parts:
            count[0] += 1
            yield part

    return Source(Path("a.csv"), "a.csv", "a.csv"), reader, count


def parts_of(dates: list[str], sizes: list[int]) -> list[Part]:
    rows = rows_frame([{"text": "It rained.", "published": text} for text in dates])
    parts, start = [], 0
    for size in sizes:
        parts.append(Part(rows[start : start + size]))
        start += size
    return [*parts, Part(rows[start:])]


DATES = st.lists(
    st.tuples(
        st.dates(date(1970, 1, 1), date(2026, 1, 1)),
        st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y-%m-%d", "?"]),
    ).map(lambda pair: pair[0].strftime(pair[1])),
    min_size=1,
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DATES, st.lists(st.integers(0, 4), max_size=6), st.integers(0, 60))
def test_the_size_of_parts_and_of_memory_makes_no_difference(
    monkeypatch: pytest.MonkeyPatch, dates: list[str], sizes: list[int], kept: int
) -> None:
    source, reader, _ = source_of(parts_of(dates, []))
    whole = list(dated(source, reader))
    with monkeypatch.context() as patch:
        patch.setattr(limits, "BATCH_BYTES", kept)
        source, reader, _ = source_of(parts_of(dates, sizes))
        divided = list(dated(source, reader))
    for parts in (whole, divided):
        assert sum(part.rows.height for part in parts) == len(dates)
    first, second = (pl.concat(part.rows for part in parts)["published"].to_list() for parts in (whole, divided))
    assert first == second
    assert [note.text for part in whole for note in part.notes] == [
        note.text for part in divided for note in part.notes
    ]


@pytest.mark.parametrize(
    ("dates", "kept", "read"),
    [
        (["2024-03-05"] * 5, 0, 6),  # Dates that leave nothing open are read once, whatever fits into memory.
        (["25/03/2024"] * 5, 0, 6),
        ([*MDY, "03/05/2024"], 1_000, 6),  # What fits into memory too.
        ([*MDY, "03/05/2024"], 0, 12),
    ],
)
def test_a_file_is_read_again_only_where_it_must_be(
    monkeypatch: pytest.MonkeyPatch, dates: list[str], kept: int, read: int
) -> None:
    monkeypatch.setattr(limits, "BATCH_BYTES", kept)
    source, reader, count = source_of(parts_of(dates, [1] * 5))
    assert len(pl.concat(part.rows for part in dated(source, reader))) == 5
    assert count == [read]


def test_standard_input_is_a_column_too(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(f'{{"text": "It rained {number}.", "published": "{text}"}}\n' for number, text in enumerate(MDY))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    (result,) = read_batches(["-"], outlets=Outlets())
    assert days(result) == ["2024-03-04", "2024-03-12", "2024-03-13", "2024-03-25"]


def test_a_page_is_no_column_and_follows_its_country_or_the_user(tmp_path: Path) -> None:
    page = '<html><head><meta name="date" content="03/04/2024"></head><body><article><p>{}</p></article></body></html>'
    path = tmp_path / "a.html"
    path.write_text(page.format("It rained all day, and people stayed at home. " * 9), encoding="utf-8")
    result = run(path)
    assert days(result) == [None]
    assert any("--date-order" in note.text for note in result.notes)
    assert days(run(path, "mdy")) == ["2024-03-04"]


def test_an_order_is_checked_saved_and_loaded(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="use dmy, mdy, ymd"):
        options(date_order="ddmm")
    told = options(date_order="DMY")
    assert told == Options(date_order="dmy")
    for saved in (told, replace(told, encoding="utf-8"), options({"text": "body"}, date_order="ymd")):
        save_profile(tmp_path, "mine", saved)
        assert load_profile("mine", [tmp_path]) == saved
    (tmp_path / "bad.toml").write_text('date_order = "xyz"\n', encoding="utf-8")
    with pytest.raises(UsageError, match="no order of a date"):
        load_profile("bad", [tmp_path])

"""Tables for statistics and their files: wide, tidy, Matrix Market, Arrow, R; and workbooks that are written as a stream."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pytest
import scipy.io
import scipy.sparse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from framing.errors import UsageError
from framing.store import workbooks
from framing.store.export import export
from framing.store.project import Project, init_project

FORMULA = '=HYPERLINK("http://example.org"; "कश्मीर")'


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.none(), min_size=1, max_size=8))
def test_a_cell_of_a_workbook_is_the_text_whatever_it_is(tmp_path: Path, texts: list[str | None]) -> None:
    texts.append("_x000D_ and \r")
    with workbooks.Workbook(tmp_path / "a.xlsx") as book:
        book.add("a & b", pl.LazyFrame({"text": texts}, schema={"text": pl.String}))
    with ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    cells = [cell.findtext("{*}is/{*}t") for cell in sheet.iter("{*}c")]
    # ECMA-376 part 1, 22.9.2.19: what XML cannot hold stands as _xHHHH_.
    found = [cell and re.sub("_x([0-9A-Fa-f]{4})_", lambda odd: chr(int(odd[1], 16)), cell) for cell in cells]
    assert found == ["text", *texts]
    assert book.shortened == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("x" * 32_766, 32_766),
        ("x" * 32_767, 32_767),
        ("x" * 32_768, 32_767),
        ("😀" * 16_383, 16_383),
        ("😀" * 16_384, 16_383),
    ],
)
def test_a_cell_holds_so_many_units_of_utf_16(tmp_path: Path, text: str, kept: int) -> None:
    """A letter beyond the first plane has two, and is not cut through; what is cut is counted, cell by cell."""
    with workbooks.Workbook(tmp_path / "a.xlsx") as book:
        book.add("a", pl.LazyFrame({"text": [text, "a\r", text, None], "again": [text, "b", "c", "d"]}))
    _, *found = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("a").to_python()
    assert [len(str(found[0][column])) for column in (0, 1)] == [kept, kept]
    assert book.shortened == (3 if kept < len(text) else 0)


@pytest.mark.parametrize(("rows", "sheets"), [(0, 1), (3, 1), (4, 2), (24, 8), (25, None)])
def test_rows_stand_on_eight_sheets_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, sheets: int | None
) -> None:
    monkeypatch.setattr(workbooks, "ROWS", 4)  # With the heading.
    frame = pl.LazyFrame({"n": range(rows)}, schema={"n": pl.Int64})
    if sheets is None:
        with (
            pytest.raises(UsageError, match="more rows than 8 sheets"),
            workbooks.Workbook(tmp_path / "a.xlsx") as book,
        ):
            book.add("a", frame)
        return
    with workbooks.Workbook(tmp_path / "a.xlsx") as book:
        assert book.add("a", frame) == (rows, sheets)
        assert book.add("b", frame) == (rows, sheets)
    names = CalamineWorkbook.from_path(tmp_path / "a.xlsx").sheet_names
    assert names == [f"{name} {at}".removesuffix(" 1") for name in "ab" for at in range(1, sheets + 1)]


@pytest.mark.parametrize(("columns", "fits"), [(2, True), (3, True), (4, False)])
def test_a_sheet_holds_so_many_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int, fits: bool
) -> None:
    monkeypatch.setattr(workbooks, "_COLUMNS", 3)
    frame = pl.LazyFrame({f"c{at}": [at] for at in range(columns)})
    with workbooks.Workbook(tmp_path / "a.xlsx") as book:
        if fits:
            assert book.add("a", frame) == (1, 1)
        else:
            with pytest.raises(UsageError, match="4 columns are more than a sheet holds"):
                book.add("a", frame)


def test_a_full_disk_is_told_once(tmp_path: Path) -> None:
    """What is written after it goes nowhere, so that closing the archive complains of nothing."""
    with pytest.raises(OSError, match="No space left"), workbooks.Workbook(Path("/dev/full")) as book:
        book.add("a", pl.LazyFrame({"text": ["x" * 30_000] * 1_000, "n": range(1_000)}))


def test_numbers_and_moments_stand_as_themselves(tmp_path: Path) -> None:
    moments = [datetime(2024, 2, 29, 13, 5, 7, tzinfo=UTC), datetime(1899, 1, 1, tzinfo=UTC), None]
    rows = {"n": [1, -2, None], "x": [0.1, float("nan"), 1e300], "yes": [True, False, None], "when": moments}
    with workbooks.Workbook(tmp_path / "a.xlsx") as book:
        book.add("a", pl.LazyFrame(rows))
    _, *found = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("a").to_python()
    assert [row[0] for row in found] == [1, -2, ""]
    assert (found[0][1], found[2][1]) == (0.1, 1e300)
    assert [row[2] for row in found] == [True, False, ""]
    assert found[0][3] == moments[0].replace(tzinfo=None)  # type: ignore[union-attr]
    assert found[1][3] == "1899-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def half_read(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    """Articles with hits, one without any, a headline alone, and one in a language that is not read."""
    place = tmp_path_factory.mktemp("half-read")
    rows = articles(6, 3)
    rows[1] |= {"title": FORMULA}
    rows.append({"id": "calm", "text": "गाँव के स्कूल में नए शिक्षक आए।", "outlet": "alpha", "language": "hi"})
    rows.append({"id": "alone", "title": "पाकिस्तान कश्मीर पर फिर गला फाड़ रहा है।", "outlet": "alpha", "language": "hi"})
    rows.append(
        {"id": "foreign", "text": "Die Gespräche sind am Montag gescheitert, und niemand weiß warum.", "outlet": "zeit"}
    )
    project = init_project(place / "study")
    add_files(project, jsonl(place / "a.jsonl", rows))
    return project


def test_wide_and_tidy_tables_are_zero_where_zero_and_empty_where_unread(half_read: Project, tmp_path: Path) -> None:
    for table in ("wide", "tidy", "outlets-wide"):
        export(half_read, table, tmp_path / f"{table}.parquet")
    wide, tidy, outlets = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("wide", "tidy", "outlets-wide"))
    lexicon = half_read.lexicon()
    names = list(lexicon.codebook.dimensions)
    known = {entry.dimension for entry in lexicon.entries["hi"]}
    scores = half_read.load().scored.scores.group_by("article_id", "dimension").agg(pl.col("hits").sum())
    expected = {(article, dimension): hits for article, dimension, hits in scores.iter_rows()}
    assert expected
    assert tidy.height == wide.height * len(names) == 9 * len(names)
    for row in tidy.iter_rows(named=True):
        pair = row["article_id"], row["dimension"]
        is_read = row["article_id"] != "foreign" and row["dimension"] in known
        assert row["hits"] == (expected.get(pair, 0) if is_read else None)
        assert (row["rate"] is None) == (not is_read)
    spread = wide.unpivot(
        [f"hits_{name}" for name in names], index="article_id", variable_name="dimension", value_name="hits"
    )
    spread = spread.with_columns(pl.col("dimension").str.strip_prefix("hits_"))
    keys = ["article_id", "dimension"]
    assert spread.sort(keys).equals(tidy.select(*keys, "hits").sort(keys))
    alpha = outlets.row(by_predicate=pl.col("outlet") == "alpha", named=True)
    own = wide.filter(pl.col("outlet") == "alpha")
    assert (alpha["articles"], alpha["words"]) == (own.height, own["words"].sum())
    assert alpha["hits_sensational"] == own["hits_sensational"].sum() > 0
    assert outlets.row(by_predicate=pl.col("outlet") == "zeit", named=True)["hits_sensational"] is None


def test_sections_that_are_not_there_are_empty(half_read: Project, tmp_path: Path) -> None:
    export(half_read, "wide", tmp_path / "w.parquet", sections=("lead", "body"))
    rows = {row["article_id"]: row for row in pl.read_parquet(tmp_path / "w.parquet").iter_rows(named=True)}
    assert rows["alone"]["hits_sensational"] is None
    assert rows["calm"]["hits_sensational"] == 0


def test_a_matrix_is_read_by_another_library_with_its_labels(half_read: Project, tmp_path: Path) -> None:
    found = export(half_read, "matrix", tmp_path / "m.mtx")
    assert [file.name for file in found.files[:3]] == ["m.mtx", "m.rows.csv", "m.columns.csv"]
    matrix = scipy.sparse.csr_matrix(scipy.io.mmread(tmp_path / "m.mtx"))
    rows, columns = read_csv(tmp_path / "m.rows.csv"), read_csv(tmp_path / "m.columns.csv")
    assert matrix.shape == (len(rows), len(columns))
    assert [row["article_id"] for row in rows if row["article_id"] in ("calm", "foreign")] == ["calm"]
    assert any("1 article not read" in note for note in found.notes)
    evidence = half_read.load().scored.evidence.filter(pl.col("factor") > 0)
    expected = {
        (row["article_id"], row["entry_id"]): row["len"]
        for row in evidence.group_by("article_id", "entry_id").len().iter_rows(named=True)
    }
    got = {
        (rows[at]["article_id"], columns[by]["entry_id"]): int(matrix[int(at), int(by)])
        for at, by in zip(*matrix.nonzero(), strict=True)
    }
    assert got == expected
    with pytest.raises(UsageError, match="no matrix"):
        export(half_read, "tidy", tmp_path / "t.mtx")


def test_arrow_and_r_hold_the_rows_as_they_are(half_read: Project, tmp_path: Path) -> None:
    export(half_read, "articles", tmp_path / "a.arrow")
    export(half_read, "articles", tmp_path / "a.parquet")
    expected = pl.read_parquet(tmp_path / "a.parquet")
    assert pl.read_ipc(tmp_path / "a.arrow").equals(expected)
    found = export(half_read, "articles", tmp_path / "a.R")
    assert [file.name for file in found.files[:2]] == ["a.R", "a.data.txt"]
    script = (tmp_path / "a.R").read_text(encoding="utf-8")
    named = re.findall(r'^ +"(\w+)" = "(character|numeric|logical)",?$', script, re.MULTILINE)
    assert [name for name, _ in named] == expected.columns
    assert '"a.data.txt"' in script
    assert f"nrow(articles) == {expected.height})" in script
    with (tmp_path / "a.data.txt").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    # Nothing is escaped in what no spreadsheet opens by itself.
    assert {row["article_id"]: row["title"] for row in rows}["article-0001"] == FORMULA
    assert [row["text"] for row in rows] == expected["text"].to_list()


def test_truths_are_read_as_text_and_told_to_r(half_read: Project, tmp_path: Path) -> None:
    export(half_read, "evidence", tmp_path / "e.R")
    script = (tmp_path / "e.R").read_text(encoding="utf-8")
    # In the table they stand in quotes, which R's reader of truths does not take.
    assert '"negated" = "character"' in script
    assert 'evidence[["negated"]] <- as.logical(evidence[["negated"]])' in script


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R on this machine")
@pytest.mark.parametrize("table", ["articles", "evidence", "wide"])
def test_r_reads_it(half_read: Project, tmp_path: Path, table: str) -> None:
    export(half_read, table, tmp_path / "t.R")
    export(half_read, table, tmp_path / "t.parquet")
    expected = pl.read_parquet(tmp_path / "t.parquet")
    told = f'source("t.R", encoding = "UTF-8"); cat(nrow({table}), sum(nchar({table}$article_id)))'
    done = subprocess.run(["Rscript", "-e", told], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(expected.height), str(expected["article_id"].str.len_chars().sum())]

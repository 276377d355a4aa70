"""Exports: what is in the project, cell by cell, in files that no spreadsheet runs; with what it means and how it was made."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import duckdb
import polars as pl
import pyreadstat
import pytest
from python_calamine import CalamineWorkbook

import framing
from framing.errors import UsageError
from framing.lexicon.lexicon import load_lexicon
from framing.naming import Naming
from framing.scoring.score import Scorer
from framing.statistics.narrowing import Funnel, keep_known
from framing.statistics.observations import observe
from framing.store import formats, workbooks
from framing.store.add import Writer
from framing.store.amend import amend
from framing.store.badges import badges_of
from framing.store.export import EXPORTS, export
from framing.store.maintain import compact
from framing.store.methods import codebook
from framing.store.project import Project, init_project, open_project
from framing.store.rescore import rescore
from framing.store.sql import sql_views

FORMULA = '=HYPERLINK("http://example.org"; "कश्मीर")'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    """A dozen articles, one amended, one that looks like a formula, one with tags and groups; and a reject."""
    place = tmp_path_factory.mktemp("export")
    project = init_project(place / "study")
    rows = articles(12, 5)
    rows[1] |= {"title": FORMULA, "published": "2026-02-05T18:30:00+05:30"}
    rows[2] |= {"tags": ["कश्मीर", "@व्यापार"], "wave": "2", "coder": "-a", "published": "2026-02-06"}
    rows[3] |= {"text": "कश्मीर में पाकिस्तान गला फाड़ रहा है।\n\n" + "बाज़ार में सब्ज़ियों के दाम पहले जैसे रहे। " * 1000}
    add_files(project, jsonl(place / "a.jsonl", [*rows, {"id": "empty", "text": ""}]), batch_bytes=9_000)
    amend(project, ["article-0004"], {"genre": "opinion"})
    return project


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_articles_are_flat_and_whole(project: Project, tmp_path: Path) -> None:
    found = export(project, "articles", tmp_path / "articles.csv")
    loaded = project.load()
    rows = {row["article_id"]: row for row in read_csv(tmp_path / "articles.csv")}
    assert found.rows == found.articles == len(rows) == 12
    for row in loaded.articles.iter_rows(named=True):
        assert rows[row["article_id"]]["text"] == row["text"]
    tagged = rows["article-0002"]
    assert (tagged["tags"], tagged["group_wave"], tagged["group_coder"]) == ("कश्मीर; @व्यापार", "2", "'-a")
    assert tagged["published"] == "2026-02-06T00:00:00Z"
    assert rows["article-0001"]["published"] == "2026-02-05T13:00:00Z"
    assert rows["article-0001"]["title"] == f"'{FORMULA}"
    assert rows["article-0004"]["genre"] == "opinion"
    assert int(rows["article-0003"]["words"]) > 1000


@pytest.mark.parametrize("table", ["evidence", "scores", "scales", "exposure"])
def test_what_scoring_found_is_exported_beside_its_article(project: Project, tmp_path: Path, table: str) -> None:
    found = export(project, table, tmp_path / f"{table}.parquet")
    frame = pl.read_parquet(tmp_path / f"{table}.parquet")
    expected = getattr(project.load().scored, table)
    assert found.rows == frame.height == expected.height > 0
    keys = ["article_id", *(name for name in ("section", "voice", "dimension", "scale", "start") if name in expected)]
    assert frame.select(expected.columns).sort(keys).equals(expected.sort(keys))
    outlets = dict(project.load().articles.select("article_id", "outlet").iter_rows())
    assert all(outlets[article] == outlet for article, outlet in frame.select("article_id", "outlet").iter_rows())


def test_estimates_are_those_of_the_library(project: Project, tmp_path: Path) -> None:
    export(project, "estimates", tmp_path / "e.parquet")
    loaded = project.load()
    levels = ("outlet", "country", "source", "language")
    expected = framing.estimate(loaded.scored, loaded.articles, project.lexicon(), levels=levels)
    found = pl.read_parquet(tmp_path / "e.parquet")
    assert found.drop("name", "badge").equals(expected)
    scales = project.lexicon().codebook.scales
    assert set(found.filter(found["dimension"].is_in(list(scales)))["badge"]) == {None}
    known = {
        row["dimension"]: row["badge"] for row in badges_of(project, found["dimension"].unique(), ["hi"]).to_dicts()
    }
    told = found.filter(language="hi").drop_nulls("badge").select("dimension", "badge").unique()
    assert dict(told.iter_rows()) == known
    assert "Checks of dimensions (language), read a second time blind: " in (tmp_path / "e.methods.txt").read_text(
        "utf-8"
    )
    assert found["name"].to_list() == found["key"].to_list()  # As the outlets of these articles are written.


def test_outlets_stand_by_their_names_and_are_read_again(tmp_path: Path, jsonl: Any, add_files: Any) -> None:
    """A listed outlet that its address told, an unlisted one in two spellings, two that are called the same, and none."""
    text = "The minister said that the talks, {} of them, went on."
    rows: list[dict[str, str]] = [
        {"url": "https://www.dawn.com/news/1"},
        {"outlet": "VirArjun"},
        {"outlet": "Vir Arjun"},
        {"outlet": "Vir Arjun"},
        {"outlet": "AAP", "country": "IN"},
        {"outlet": "AAP", "country": "NZ"},
        {},
    ]
    file = jsonl(tmp_path / "n.jsonl", [row | {"text": text.format(at)} for at, row in enumerate(rows)])
    project = init_project(tmp_path / "study")
    add_files(project, file)
    expected = ["Dawn", *["Vir Arjun"] * 3, "AAP (aap~in)", "AAP (aap~nz)", "unknown (n.jsonl)"]
    for table in ("articles", "exposure", "estimates"):
        export(project, table, tmp_path / f"{table}.csv")
    for table in ("articles", "exposure"):
        named = {row["article_id"]: row["outlet_name"] for row in read_csv(tmp_path / f"{table}.csv")}
        assert [named[key] for key in sorted(named)] == expected
    estimated = [row for row in read_csv(tmp_path / "estimates.csv") if row["level"] == "outlet"]
    assert {row["name"] for row in estimated} == set(expected)
    again = framing.read([tmp_path / "articles.csv"]).articles["outlet"].to_list()
    assert again == ["dawn", "virarjun", "virarjun", "virarjun", "aap~in", "aap~nz", "unknown:n.jsonl"]
    with duckdb.connect() as connection:
        connection.execute(sql_views(project))
        joined = "SELECT name FROM articles JOIN outlets USING (outlet) ORDER BY origin"
        assert [name for (name,) in connection.execute(joined).fetchall()] == expected


def test_rejects_are_printable(project: Project, tmp_path: Path) -> None:
    assert export(project, "rejects", tmp_path / "r.csv").rows == 1
    assert read_csv(tmp_path / "r.csv")[0]["code"] == "input.no-text"


@pytest.mark.parametrize("table", EXPORTS)
def test_each_column_has_a_meaning(project: Project, tmp_path: Path, table: str) -> None:
    export(project, table, tmp_path / f"{table}.csv", bom=True)
    assert (tmp_path / f"{table}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    header = next(csv.reader([(tmp_path / f"{table}.csv").read_text(encoding="utf-8-sig").splitlines()[0]]))
    book = read_csv(tmp_path / f"{table}.codebook.csv")
    assert [row["name"] for row in book if row["what"] == "column"] == header
    assert all(row["meaning"] and row["type"] for row in book)
    dimensions = {row["name"]: row["meaning"] for row in book if row["what"] == "dimension"}
    assert any(name in header for name in ("dimension", "scale", "hits_sensational")) == bool(dimensions)
    if dimensions:
        definition = project.lexicon().codebook.dimensions["sensational"].definition
        assert definition in dimensions["sensational"]


def test_methods_cite_what_made_it(project: Project, tmp_path: Path) -> None:
    asked = framing.Question(outlet="alpha", since="2020-01-01")
    export(project, "scores", tmp_path / "s.csv", question=asked)
    said = (tmp_path / "s.methods.txt").read_text(encoding="utf-8")
    assert project.lexicon().fingerprint in said
    assert framing.__version__ in said
    assert "outlet alpha; since 2020-01-01" in said
    loaded = project.load()
    export(project, "articles", tmp_path / "a.csv")
    said = (tmp_path / "a.methods.txt").read_text(encoding="utf-8")
    assert "Filters: none" in said
    assert "n = 12 articles" in said
    assert f"{loaded.scored.articles['words'].sum():,} words" in said
    assert "Published 2026-02-05 to 2026-02-06; 10 articles without a date." in said
    # The small lexicon that scored them is not the project's.
    assert "But 12 articles were scored with lexicon" in said


def test_filters_choose_articles(project: Project, tmp_path: Path) -> None:
    def ids(**asked: Any) -> list[str]:
        export(project, "articles", tmp_path / "f.parquet", **asked)
        return sorted(pl.read_parquet(tmp_path / "f.parquet")["article_id"])

    articles = project.load().articles
    assert ids(outlet="alpha") == sorted(articles.filter(pl.col("outlet") == "alpha")["article_id"])
    assert ids(since="2026-02-05", until="2026-02-05") == ["article-0001"]
    assert ids(since="2026-02-05T13:00:01Z") == ["article-0002"]
    expected = framing.about(articles, "kashmir")
    assert ids(about="kashmir") == sorted(expected.filter(pl.col("mentions") > 0)["article_id"])
    assert "article-0003" in ids(about="kashmir")
    assert len(ids(language="hi", country="IN")) == 12
    export(project, "evidence", tmp_path / "e.parquet", about="kashmir")
    assert set(pl.read_parquet(tmp_path / "e.parquet")["article_id"]) <= set(ids(about="kashmir"))


def test_sections_and_voices_choose_rows_and_where_words_count(project: Project, tmp_path: Path) -> None:
    chosen: dict[str, Any] = {"sections": ["body"], "voices": ["own", "reported"]}
    loaded = project.load()
    kept = pl.col("section").is_in(chosen["sections"]) & pl.col("voice").is_in(chosen["voices"])
    for table in ("evidence", "scores", "exposure"):
        export(project, table, tmp_path / f"{table}.parquet", **chosen)
        rows = pl.read_parquet(tmp_path / f"{table}.parquet")
        assert rows.height == getattr(loaded.scored, table).filter(kept).height
        assert rows.height < getattr(loaded.scored, table).height
    export(project, "articles", tmp_path / "articles.parquet", **chosen)
    words = pl.read_parquet(tmp_path / "articles.parquet").select("article_id", "words").drop_nulls()
    observed = observe(loaded.scored, loaded.articles, project.lexicon(), **chosen).articles
    assert dict(words.iter_rows()) == dict(observed.select("article_id", "words").iter_rows())
    export(project, "estimates", tmp_path / "estimates.parquet", **chosen)
    told = pl.read_parquet(tmp_path / "estimates.parquet").filter(level="outlet")
    wanted = framing.estimate(loaded.scored, loaded.articles, project.lexicon(), levels=("outlet",), **chosen)
    assert told["hits"].to_list() == wanted["hits"].to_list()
    assert "voice" in (tmp_path / "estimates.methods.txt").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match="counts in the voices"):
        export(project, "scales", tmp_path / "scales.csv", voices=["own"])


@pytest.mark.parametrize(
    ("table", "name", "asked", "code"),
    [
        ("nothing", "a.csv", {}, "export.table"),
        ("articles", "a.docx", {}, "export.format"),
        ("articles", "a", {}, "export.format"),
        ("articles", "a.csv", {"outlet": "nobody"}, "filter.unknown"),
        ("articles", "a.csv", {"since": "soon"}, "filter.date"),
        ("articles", "study/a.csv", {}, "export.place"),
    ],
)
def test_what_does_not_fit_is_refused(
    project: Project, tmp_path: Path, table: str, name: str, asked: dict[str, Any], code: str
) -> None:
    output = project.folder / name.removeprefix("study/") if name.startswith("study/") else tmp_path / name
    with pytest.raises(UsageError) as caught:
        export(project, table, output, **asked)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_has_a_codebook_and_runs_nothing(project: Project, tmp_path: Path) -> None:
    found = export(project, "articles", tmp_path / "a.xlsx")
    book = sheets(tmp_path / "a.xlsx")
    assert list(book) == ["articles", "codebook", "methods"]
    head, *rows = book["articles"]
    assert len(rows) == found.rows == 12
    titles = {row[head.index("article_id")]: row for row in rows}
    assert titles["article-0001"][head.index("title")] == FORMULA
    assert titles["article-0001"][head.index("published")].isoformat() == "2026-02-05T13:00:00"
    assert len(titles["article-0003"][head.index("text")]) == 32_767
    assert any("cut to the 32767" in note for note in found.notes)
    assert project.lexicon().fingerprint in "".join(row[0] for row in book["methods"])
    assert [row[1] for row in book["codebook"] if row[0] == "column"] == head
    raw = b"".join(_members(tmp_path / "a.xlsx"))
    assert b"<f>" not in raw
    assert b"<hyperlink" not in raw
    # What could be a formula stays text also when somebody edits the cell.
    assert b'quotePrefix="1"' in raw


def _members(path: Path) -> Iterator[bytes]:
    with ZipFile(path) as archive:
        yield from map(archive.read, archive.namelist())


def test_rows_beyond_a_sheet_stand_on_the_next(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "ROWS", 6)
    found = export(project, "articles", tmp_path / "a.xlsx")
    book = sheets(tmp_path / "a.xlsx")
    assert [len(rows) - 1 for name, rows in book.items() if name.startswith("articles")] == [5, 5, 2]
    assert found.rows == 12
    assert any("on several" in note for note in found.notes)
    with pytest.raises(UsageError, match="more rows than 8 sheets") as caught:
        export(project, "evidence", tmp_path / "e.xlsx")
    assert caught.value.code == "export.too-large"
    assert not (tmp_path / "e.xlsx").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_large_table_is_chosen_from_like_a_small_one() -> None:
    """Polars filters a large frame in pieces, where a predicate that names no column does not fit."""
    moment = datetime(2026, 2, 5, 12, tzinfo=UTC)
    large = pl.DataFrame({"outlet": ["alpha", "beta"] * 50_000, "published": [None, moment] * 50_000})
    large = large.with_columns(published_precision=pl.lit("day"))
    naming = Naming(framing.load_outlets(), framing.default_lexicon())

    def kept(**asked: str) -> pl.DataFrame:
        return keep_known(Funnel(large), framing.Question(**asked), key=naming.key).rows  # type: ignore[arg-type]

    assert kept().equals(large)
    assert kept(outlet="alpha").height == 50_000
    of_a_day = kept(since="2026-02-05", until="2026-02-05")
    assert of_a_day["outlet"].unique().to_list() == ["beta"]


@pytest.mark.parametrize("suffix", ["dta", "sav"])
def test_stata_and_spss_read_it(project: Project, tmp_path: Path, suffix: str) -> None:
    export(project, "articles", tmp_path / f"a.{suffix}")
    frame, meta = getattr(pyreadstat, f"read_{suffix}")(str(tmp_path / f"a.{suffix}"), output_format="polars")
    expected = project.load()
    assert frame["article_id"].to_list() == expected.articles["article_id"].to_list()
    words = expected.articles.select("article_id").join(
        expected.scored.articles, on="article_id", maintain_order="left"
    )
    assert frame["words"].cast(pl.Int64).to_list() == words["words"].to_list()
    assert frame["title"].to_list() == [title or "" for title in expected.articles["title"]]
    assert meta.column_names_to_labels["outlet"].startswith("Id of the outlet")
    assert all(len(name) <= 32 for name in frame.columns)


def test_names_for_stata_are_short_and_differ() -> None:
    names = formats._names(["group_आयु", "group_उम्र", "x" * 40, "x" * 41, "1a"], 32)
    assert len(set(names.values())) == 5
    assert all(name.isascii() and name.isidentifier() and len(name) <= 32 for name in names.values())


def test_a_codebook_knows_group_columns(project: Project) -> None:
    book = codebook("articles", pl.Schema({"group_wave": pl.String()}), project.lexicon())
    assert "wave" in book["meaning"][0]


def test_the_command_and_the_public_function(project: Project, tmp_path: Path, run: Any) -> None:
    file = tmp_path / "out.csv"
    told = run("export", "scores", "--project", project.folder, "--output", file, "--json")
    assert told.code == 0
    found = json.loads(told.out)
    assert found["rows"] == len(read_csv(file))
    assert found["files"][0] == str(file)
    assert framing.export(project.folder, "scores", tmp_path / "b.csv").rows == found["rows"]
    assert run("export", "scores", "--project", project.folder, "-o", file, "--outlet", "nobody").code == 2
    assert run("export", "nothing", "--project", project.folder).code == 2


def test_duckdb_reads_a_project_as_it_is(
    project: Project, tmp_path: Path, scorer: Scorer, articles: Any, jsonl: Any, fall: Any
) -> None:
    """Also with what a killed writer left beside, by the one condition that the readme names."""
    copy = open_project(shutil.copytree(project.folder, tmp_path / "copy"))
    file = jsonl(tmp_path / "new.jsonl", [row | {"id": f"new-{row['id']}"} for row in articles(3, 8)])

    def add() -> None:
        with Writer(copy, scorer) as writer:
            writer.add(framing.read([file]))

    assert fall("_run_files", 1, add)
    rows = f"read_parquet('{copy.folder}/articles/*.parquet', union_by_name = true)"
    runs = f"read_parquet('{copy.folder}/runs/*.parquet', union_by_name = true)"
    with duckdb.connect() as connection:
        total = connection.execute(f"SELECT count(*) FROM {rows}").fetchone()
        committed = f"SELECT article_id, text FROM {rows} WHERE batch_id IN (SELECT batch_id FROM {runs})"
        found = connection.execute(committed).fetchall()
    assert total == (16,)
    assert len(found) == 13  # Twelve articles, of which one was amended.
    assert dict(found) == dict(copy.load().articles.select("article_id", "text").iter_rows())


def assert_views(project: Project) -> None:
    """DuckDB shows what the toolkit loads."""
    loaded = project.load()
    with duckdb.connect() as connection:
        connection.execute(sql_views(project))
        rows = connection.execute(
            "SELECT article_id, outlet, genre, words, lexicon_fingerprint FROM articles"
        ).fetchall()
        status = loaded.articles.select("article_id", "outlet", "genre").join(loaded.scored.articles, on="article_id")
        names = ("article_id", "outlet", "genre", "words", "lexicon_fingerprint")
        assert sorted(rows) == sorted(status.select(names).iter_rows())
        spans = connection.execute("SELECT article_id, section, start, surface, dimension FROM evidence").fetchall()
        names = ("article_id", "section", "start", "surface", "dimension")
        assert sorted(spans) == sorted(loaded.scored.evidence.select(names).iter_rows())
        for table in ("exposure", "scores", "scales"):
            found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert found == (getattr(loaded.scored, table).height,)
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (loaded.runs.height,)


def test_views_show_what_the_toolkit_loads(
    project: Project, tmp_path: Path, lexicon: Path, scorer: Scorer, run: Any
) -> None:
    copy = open_project(shutil.copytree(project.folder, tmp_path / "it's a copy"))
    assert_views(copy)
    edited = shutil.copytree(lexicon, tmp_path / "lexicon")
    (edited / "hi" / "doubt.csv").write_text(
        (edited / "hi" / "doubt.csv").read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8"
    )
    list(rescore(copy, Scorer(load_lexicon(edited), threads=1)))
    assert_views(copy)
    amend(copy, ["article-0005"], {"outlet": "delta"})
    compact(copy)
    assert_views(copy)
    compact(copy, purge=True)
    assert_views(copy)
    assert run("sql", "--project", copy.folder).out == sql_views(copy)
    assert sql_views(init_project(tmp_path / "empty")) == ""

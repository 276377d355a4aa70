"""Projects: made, opened, and read back as what scoring gave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from framing.errors import ProjectError
from framing.ingest.read import read
from framing.schemas import ARTICLE, EVIDENCE, EXPOSURE, SCALE, SCORE, STATUS
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.layout import FORMAT, MARKER, RUN, RUNS, TABLES
from framing.store.maintain import compact
from framing.store.project import Project, init_project, open_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(tmp_path / "study")


def code_of(error: pytest.ExceptionInfo[ProjectError]) -> str:
    return error.value.code


def test_an_empty_project_has_all_columns_and_no_rows(project: Project) -> None:
    loaded = project.load()
    scored = loaded.scored
    assert project.name == "study"
    assert loaded.version == project.version()
    for frame, columns in (
        (loaded.articles, {**ARTICLE, "cluster": pl.String()}),
        (loaded.runs, RUN),
        (scored.articles, STATUS),
        (scored.evidence, EVIDENCE),
        (scored.exposure, EXPOSURE),
        (scored.scores, SCORE),
        (scored.scales, SCALE),
    ):
        assert frame.schema == pl.Schema(columns)
        assert frame.is_empty()


def test_what_is_stored_is_what_was_scored(
    project: Project, tmp_path: Path, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any
) -> None:
    rows = articles(30, 1)
    # One that nobody can read, one whose language is detected, one with a list and a date.
    rows[3] |= {"title": "Погода", "text": "Это сообщение о погоде в столице.", "language": ""}
    rows[4] |= {"language": ""}
    rows[5] |= {"tags": ["कश्मीर", "व्यापार"], "published": "2026-02-06T05:32:00Z", "url": "https://example.org/a?b=1"}
    file = jsonl(tmp_path / "news.jsonl", rows)
    counts = add_files(project, file, batch_bytes=3_000)
    loaded = project.load()
    expected = read([file])
    scored = scorer.score(expected.articles)
    assert counts.batches > 2
    assert loaded.articles.equals(expected.articles)
    for name in ("articles", "evidence", "exposure", "scores", "scales"):
        assert getattr(loaded.scored, name).equals(getattr(scored, name)), name
    assert counts.refused == 1
    assert counts.scored == 29


def test_a_project_may_lie_in_any_folder(
    tmp_path: Path, articles: Any, jsonl: Any, add_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "अध्ययन (2026) 100% *?#&'" / "p"
    project = init_project(folder)
    add_files(project, jsonl(tmp_path / "a.jsonl", articles(3, 1)))
    add_files(project, jsonl(tmp_path / "b.jsonl", articles(6, 1)))
    assert open_project(folder).load().articles.height == 6
    monkeypatch.chdir(folder)
    assert open_project(".").name == "p"
    assert open_project(".").load().articles.height == 6


@pytest.mark.parametrize("name", ["study [2026]", "a|b", "a^b", "a\nb"])
def test_a_folder_that_delta_cannot_write_to_is_refused_at_once(
    tmp_path: Path, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any, name: str
) -> None:
    with pytest.raises(ProjectError) as caught:
        init_project(tmp_path / name)
    assert code_of(caught) == "project.folder-name"
    assert not (tmp_path / name).exists()
    # A project that was moved there can be read, if not added to.
    project = init_project(tmp_path / "good")
    add_files(project, jsonl(tmp_path / "a.jsonl", articles(3, 1)))
    moved = open_project(project.folder.rename(tmp_path / name))
    assert moved.load().articles.height == 3
    with pytest.raises(ProjectError) as caught, Writer(moved, scorer):
        pass
    assert code_of(caught) == "project.folder-name"


def test_a_moved_project_is_whole(project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any) -> None:
    add_files(project, jsonl(tmp_path / "a.jsonl", articles(3, 1)))
    moved = project.folder.rename(tmp_path / "elsewhere")
    assert open_project(moved).load().articles.height == 3
    counts = add_files(open_project(moved), tmp_path / "a.jsonl")
    assert counts.known == 3


def test_the_version_changes_exactly_with_each_batch(
    project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    file = jsonl(tmp_path / "a.jsonl", articles(10, 1))
    seen = [project.version()]
    for _ in range(2):
        counts = add_files(project, file, batch_bytes=2_000)
        seen.append(project.version())
    assert counts.batches == 0
    assert seen[0] != seen[1] == seen[2]
    assert project.load().version == seen[2]
    assert project.load().runs.height == int(seen[2])


def test_no_table_column_is_of_a_type_that_delta_cannot_hold() -> None:
    held = (pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.Binary, pl.List, pl.Datetime)
    for columns in (*TABLES.values(), RUN):
        for kind in columns.values():
            assert isinstance(kind, held)
            assert not isinstance(kind, pl.Datetime) or kind.time_zone == "UTC"


def test_other_readers_of_delta_see_the_same_rows(
    project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    deltalake = pytest.importorskip("deltalake")
    add_files(project, jsonl(tmp_path / "a.jsonl", articles(10, 1)), batch_bytes=2_000)
    table = deltalake.DeltaTable(project.folder / "articles")
    assert table.count() == 10
    assert pl.read_delta(str(project.folder / "evidence")).height == project.load().scored.evidence.height
    assert deltalake.DeltaTable(project.folder / RUNS).count() == project.load().runs.height


def test_no_article_text_stands_in_a_log(
    project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    """Logs outlive an erased article."""
    rows = articles(2, 1)
    add_files(project, jsonl(tmp_path / "a.jsonl", rows))
    for log in project.folder.glob("*/_delta_log/*"):
        content = log.read_text(encoding="utf-8")
        assert rows[0]["title"][:20] not in content
        assert rows[0]["id"] not in content


def test_init_twice_changes_nothing(project: Project) -> None:
    before = (project.folder / MARKER).read_bytes()
    assert init_project(project.folder).folder == project.folder
    assert (project.folder / MARKER).read_bytes() == before


def test_init_keeps_off_what_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        init_project(tmp_path)
    assert code_of(caught) == "project.not-empty"
    with pytest.raises(ProjectError) as caught:
        init_project(tmp_path / "notes.txt")
    assert code_of(caught) == "project.not-a-folder"
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_init_that_was_cut_short_can_be_run_again(tmp_path: Path) -> None:
    (tmp_path / f"{MARKER}.draft").write_text("form", encoding="utf-8")
    assert init_project(tmp_path).load().articles.is_empty()


@pytest.mark.parametrize("name", ["nowhere", "plain"])
def test_a_folder_without_a_marker_is_missing(tmp_path: Path, name: str) -> None:
    (tmp_path / "plain").mkdir()
    with pytest.raises(ProjectError, match="framing init") as caught:
        open_project(tmp_path / name)
    assert code_of(caught) == "project.missing"


def test_a_newer_format_is_refused_not_guessed_at(project: Project) -> None:
    (project.folder / MARKER).write_text(f"format = {FORMAT + 1}\n", encoding="utf-8")
    with pytest.raises(ProjectError) as caught:
        open_project(project.folder)
    assert code_of(caught) == "project.newer"


@pytest.mark.parametrize("content", ["", "format = 'one'", "format = 0", "format = ", "format = true"])
def test_a_broken_marker_is_damage(project: Project, content: str) -> None:
    (project.folder / MARKER).write_text(content, encoding="utf-8")
    with pytest.raises(ProjectError, match=MARKER) as caught:
        open_project(project.folder)
    assert code_of(caught) == "project.damaged"


def test_a_project_of_an_earlier_version_gets_the_columns_that_came_later(
    project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row | {"wave": "1"} for row in articles(4, 1)]
    with monkeypatch.context() as earlier:
        earlier.delitem(TABLES["articles"], "groups")
        add_files(project, jsonl(tmp_path / "before.jsonl", rows[:2]))
    assert open_project(project.folder).load().articles["groups"].to_list() == [None, None]
    add_files(open_project(project.folder), jsonl(tmp_path / "after.jsonl", rows[2:]))
    groups = open_project(project.folder).load().articles["groups"].to_list()
    assert groups == [None, None, *([[{"name": "wave", "value": "1"}]] * 2)]


def test_what_came_last_is_told(project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any) -> None:
    assert project.latest() is None
    add_files(project, jsonl(tmp_path / "a.jsonl", articles(3, 1)))
    add_files(project, jsonl(tmp_path / "b.jsonl", articles(7, 1)))
    compact(project)
    # Both came on one day, but for a test at midnight; of the second, three were known.
    finished = project.history().runs.filter(kind="add")["finished"]
    when, came = project.latest() or (None, 0)
    assert when == finished.max()
    assert came == (7 if finished.dt.date().n_unique() == 1 else 4)

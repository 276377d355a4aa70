"""Adding: nothing twice, changes as new versions, and each article accounted for."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from deltalake import DeltaTable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import framing.store.commit
from framing import schemas
from framing.errors import ProjectError, StorageError
from framing.ingest.read import ReadResult
from framing.scoring.score import Scorer
from framing.store.add import Counts, Writer
from framing.store.layout import TABLES
from framing.store.log import newest
from framing.store.maintain import verify_project
from framing.store.project import Project, init_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(tmp_path / "study")


def assert_law(counts: Counts) -> None:
    parts = counts.scored + counts.refused + counts.rejects + counts.known + counts.superseded
    assert counts.articles == parts


def batch(*pairs: tuple[str, str]) -> ReadResult:
    """Articles of an id and a text, as a reader gives them."""
    rows = [
        {"article_id": name, "text": text, "language": "hi", "content_sha256": digest(text)} for name, text in pairs
    ]
    return ReadResult(pl.DataFrame(rows, schema=schemas.ARTICLE), pl.DataFrame(schema=schemas.REJECT))


def digest(text: str) -> str:
    return text.encode().hex().ljust(64, "0")[:64]


def stored(project: Project) -> dict[str, str]:
    return dict(project.load().articles.select("article_id", "text").iter_rows())


def test_adding_twice_adds_nothing(project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any) -> None:
    file = jsonl(tmp_path / "a.jsonl", [*articles(20, 1), {"id": "no-text"}])
    first = add_files(project, file)
    before = sorted((path, path.stat().st_mtime_ns) for path in project.folder.rglob("*") if path.is_file())
    second = add_files(project, file, batch_bytes=1_000)
    assert (first.scored, first.rejects, first.batches) == (20, 1, 1)
    assert (second.scored, second.known, second.rejects, second.batches) == (0, 20, 1, 0)
    assert sorted((path, path.stat().st_mtime_ns) for path in project.folder.rglob("*") if path.is_file()) == before
    assert_law(first)
    assert_law(second)


def test_articles_of_one_address_are_known_by_the_users_own_ids(
    project: Project, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    rows = [{**row, "url": "https://a.example/x"} for row in articles(2, 1)]
    rows = [{("article_id" if name == "id" else name): value for name, value in row.items()} for row in rows]
    file = jsonl(tmp_path / "a.jsonl", rows)
    assert add_files(project, file).scored == 2
    assert add_files(project, file).known == 2
    rows[1]["text"] = "पाकिस्तान गला फाड़ रहा है। " * 20
    counts = add_files(project, jsonl(tmp_path / "b.jsonl", rows))
    assert (counts.scored, counts.known, counts.replaced) == (1, 1, 1)
    assert stored(project) == {row["article_id"]: row["text"] for row in rows}


def test_a_changed_article_is_a_new_version(
    project: Project, tmp_path: Path, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any
) -> None:
    rows = articles(12, 1)
    add_files(project, jsonl(tmp_path / "a.jsonl", rows))
    rows[7] |= {"title": "नया शीर्षक", "text": "पाकिस्तान गला फाड़ रहा है। " * 20}
    file = jsonl(tmp_path / "a.jsonl", rows)
    counts = add_files(project, file)
    assert (counts.scored, counts.known, counts.replaced) == (1, 11, 1)
    loaded = project.load()
    assert loaded.articles.height == 12
    changed = loaded.articles.filter(pl.col("article_id") == "article-0007")
    assert changed["title"].to_list() == ["नया शीर्षक"]
    alone = scorer.score(changed)
    for name in ("articles", "evidence", "exposure", "scores", "scales"):
        frame = getattr(loaded.scored, name)
        assert frame.filter(pl.col("article_id") == "article-0007").equals(getattr(alone, name)), name
    assert verify_project(project.folder).damage == ()


def test_an_article_that_changes_back_is_newest_again(project: Project, scorer: Scorer) -> None:
    with Writer(project, scorer) as writer:
        for text in ("पहला पाठ", "दूसरा पाठ", "पहला पाठ"):
            assert writer.add(batch(("a", text))).scored == 1
            assert stored(project) == {"a": text}
        assert writer.add(batch(("a", "पहला पाठ"))).known == 1
    assert verify_project(project.folder).damage == ()


def test_of_one_id_in_a_batch_the_last_counts(project: Project, scorer: Scorer) -> None:
    with Writer(project, scorer) as writer:
        counts = writer.add(batch(("a", "पहला पाठ"), ("b", "और एक"), ("a", "दूसरा पाठ")))
    assert (counts.articles, counts.scored, counts.superseded) == (3, 2, 1)
    assert stored(project) == {"a": "दूसरा पाठ", "b": "और एक"}
    assert_law(counts)


def test_rejects_are_recorded_once_with_their_reason(project: Project, tmp_path: Path, add_files: Any) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"id": "x", "text": ""}\n{broken\n', encoding="utf-8")
    counts = add_files(project, file)
    assert (counts.articles, counts.rejects) == (2, 2)
    runs = project.load().runs
    rejects = project.columns("rejects", list(TABLES["rejects"]), runs)
    assert rejects.height == 2
    assert rejects["reason"].str.len_chars().min() > 0  # type: ignore[operator]
    assert rejects["batch_id"].unique().to_list() == runs["batch_id"].to_list()
    assert add_files(project, file).batches == 0
    file.write_text('{"id": "x", "text": ""}\n{broken\n{"id": "y"}\n', encoding="utf-8")
    assert add_files(project, file).batches == 1
    assert project.columns("rejects", ["origin"], project.load().runs).height == 3


def test_each_run_says_what_it_wrote(
    project: Project, tmp_path: Path, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any
) -> None:
    add_files(project, jsonl(tmp_path / "a.jsonl", articles(9, 1)), batch_bytes=2_500)
    loaded = project.load()
    assert loaded.runs["batch_id"].is_unique().all()
    assert loaded.runs["finished"].is_sorted()
    assert set(loaded.runs["kind"]) == {"add"}
    assert set(loaded.runs["lexicon_fingerprint"]) == {scorer.lexicon.fingerprint}
    rows = loaded.runs.select(pl.col("tables")).explode("tables").unnest("tables")
    counted = dict(rows.group_by("table").agg(pl.col("rows").sum()).iter_rows())
    assert counted["articles"] == 9
    assert counted["evidence"] == loaded.scored.evidence.height
    assert counted["scales"] == loaded.scored.scales.height
    last = {table["table"]: table["version"] for table in loaded.runs["tables"].to_list()[-1]}
    assert last == {table: newest(project.folder / table) for table in TABLES}


@contextmanager
def no_lock(folder: Path) -> Iterator[None]:
    yield


def test_without_a_lock_delta_lets_one_of_two_writers_win(
    project: Project, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network file systems have no locks."""
    monkeypatch.setattr(framing.store.commit, "writer_lock", no_lock)
    with Writer(project, scorer) as writer:
        writer.add(batch(("a", "पहला पाठ")))
    with Writer(project, scorer) as one, Writer(project, scorer) as two:
        one.add(batch(("b", "दूसरा पाठ")))
        with pytest.raises(ProjectError) as late:
            two.add(batch(("b", "दूसरा पाठ")))
        with Writer(project, scorer) as three:
            three.add(batch(("c", "तीसरा पाठ")))
        # This one has its tables open already, and finds out in the act.
        with pytest.raises(ProjectError) as overtaken:
            one.add(batch(("d", "चौथा पाठ")))
    assert late.value.code == overtaken.value.code == "project.busy"
    assert stored(project) == {"a": "पहला पाठ", "b": "दूसरा पाठ", "c": "तीसरा पाठ"}
    with Writer(project, scorer):
        pass
    assert DeltaTable(project.folder / "articles").count() == 3


def test_a_full_disk_adds_nothing_and_says_so(
    project: Project, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Writer(project, scorer) as writer:
        with monkeypatch.context() as patch:
            patch.setattr(framing.store.commit, "hash_file", full)
            with pytest.raises(StorageError, match="No space left") as caught:
                writer.add(batch(("a", "पहला पाठ")))
        assert caught.value.code == "storage.full"
        assert stored(project) == {}
        with pytest.raises(ProjectError, match="run this again"):
            writer.add(batch(("b", "दूसरा पाठ")))
    with Writer(project, scorer) as writer:
        assert writer.add(batch(("a", "पहला पाठ"))).scored == 1
    assert stored(project) == {"a": "पहला पाठ"}
    assert verify_project(project.folder).damage == ()
    assert DeltaTable(project.folder / "articles").count() == 1


def test_a_batch_that_landed_stands_without_its_seal(
    project: Project, scorer: Scorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Writer(project, scorer) as writer:
        writer.add(batch(("a", "पहला पाठ")))
        with monkeypatch.context() as patch:
            patch.setattr(framing.store.commit, "write_seal", full)
            assert writer.add(batch(("b", "दूसरा पाठ"))).scored == 1
        assert stored(project) == {"a": "पहला पाठ", "b": "दूसरा पाठ"}
        assert verify_project(project.folder).notes
        writer.add(batch(("c", "तीसरा पाठ")))
    report = verify_project(project.folder)
    assert (report.damage, report.notes, report.runs) == ((), (), 3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(("एक", "दो"))), max_size=4), max_size=4),
)
def test_the_store_is_a_dictionary(
    tmp_path_factory: pytest.TempPathFactory, scorer: Scorer, batches: list[list[tuple[str, str]]]
) -> None:
    """Whatever comes in whatever batches: the last text of each id is what readers see, and all is accounted for."""
    project = init_project(tmp_path_factory.mktemp("dict"))
    expected: dict[str, str] = {}
    with Writer(project, scorer) as writer:
        for pairs in batches:
            counts = writer.add(batch(*pairs))
            expected |= dict(pairs)
            assert_law(counts)
            assert counts.articles == len(pairs)
            assert stored(project) == expected
    assert verify_project(project.folder).damage == ()

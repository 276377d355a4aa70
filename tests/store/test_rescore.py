"""Another lexicon: what is stale is scored anew, batch by batch, and the difference can be told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import framing
import framing.store.rescore as rescoring
from framing.errors import UsageError
from framing.lexicon.compile import compile_lexicon
from framing.lexicon.lexicon import load_lexicon
from framing.scoring.score import Scorer
from framing.store.amend import amend
from framing.store.layout import BATCH, RUN, TABLES
from framing.store.maintain import compact, verify_project
from framing.store.project import Project, init_project, open_project
from framing.store.rescore import diff, last_rescoring, rescore, stale
from framing.store.sql import sql_views

KEYS = ["article_id", "section", "start", "dimension"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    """Twenty articles in several batches, one in two versions, one amended."""
    place = tmp_path_factory.mktemp("rescore")
    project = init_project(place / "study")
    rows = articles(20, 3)
    add_files(project, jsonl(place / "a.jsonl", rows), batch_bytes=4_000)
    rows[2] |= {"text": "पाकिस्तान गला फाड़ रहा है। पुलिस ने कथित आरोपी को नहीं पकड़ा।"}
    add_files(project, jsonl(place / "a.jsonl", rows))
    amend(project, ["article-0005"], {"outlet": "delta"})
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return open_project(shutil.copytree(made.folder, tmp_path / "study"))


@pytest.fixture(scope="module")
def other(lexicon: Path, tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    """A scorer whose lexicon lacks a dimension's entries: all of `doubt`."""
    edited = shutil.copytree(lexicon, tmp_path_factory.mktemp("edited") / "lexicon")
    file = edited / "hi" / "doubt.csv"
    file.write_text(file.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    return Scorer(load_lexicon(edited), threads=1)


def test_the_result_is_as_if_scored_with_it_at_first(project: Project, other: Scorer) -> None:
    before = project.load()
    steps = list(rescore(project, other, batch_bytes=4_000))
    assert steps[0].articles == 0
    assert steps[-1].articles == steps[-1].stale == 20
    assert len(steps) > 3
    after = project.load()
    assert after.articles.equals(before.articles)
    alone = other.score(after.articles)
    for name in ("articles", "evidence", "exposure", "scores", "scales"):
        frame = getattr(after.scored, name).sort("article_id", maintain_order=True)
        assert frame.equals(getattr(alone, name).sort("article_id", maintain_order=True)), name
    written = after.runs.filter(pl.col("kind") == "rescore")["tables"].explode().struct.unnest()
    assert written.filter(pl.col("table") == "articles")["rows"].sum() == 0
    assert verify_project(project.folder).damage == ()


def test_only_what_is_stale_is_scored(
    project: Project, other: Scorer, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    list(rescore(project, other))
    version = project.version()
    assert [step.stale for step in rescore(project, other)] == [0]
    assert project.version() == version
    # The other lexicon's project now takes a new article, which the first lexicon scores.
    add_files(project, jsonl(tmp_path / "new.jsonl", articles(22, 3)[20:]))
    assert [step.articles for step in rescore(project, other)] == [0, 2]


def test_adding_known_files_scores_nothing_anew(
    project: Project, other: Scorer, tmp_path: Path, articles: Any, jsonl: Any, add_files: Any
) -> None:
    counts = add_files(project, jsonl(tmp_path / "a.jsonl", articles(1, 3)), scorer=other)
    assert (counts.known, counts.scored) == (1, 0)


def test_broken_off_it_goes_on_where_it_was(project: Project, other: Scorer, fall: Callable[..., bool]) -> None:
    assert fall("_commit", 3, lambda: list(rescore(open_project(project.folder), other, batch_bytes=4_000)))
    left = stale(project, project.history().runs, other.lexicon).height
    assert 0 < left < 20
    assert list(rescore(project, other, batch_bytes=4_000))[-1].articles == left
    alone = other.score(project.load().articles)
    assert project.load().scored.evidence.sort(KEYS).equals(alone.evidence.sort(KEYS))
    assert verify_project(project.folder).damage == ()


def test_an_amendment_after_it_keeps_the_new_scores(project: Project, other: Scorer) -> None:
    list(rescore(project, other))
    expected = project.load().scored.evidence.sort(KEYS)
    amend(project, ["article-0002", "article-0005"], {"genre": "opinion"})
    compact(project, purge=True)
    assert project.load().scored.evidence.sort(KEYS).equals(expected)
    assert set(project.load().scored.articles["lexicon_fingerprint"]) == {other.lexicon.fingerprint}
    assert stale(project, project.history().runs, other.lexicon).is_empty()


def test_the_difference_is_the_dimension_that_went(project: Project, scorer: Scorer, other: Scorer) -> None:
    before = project.load()
    list(rescore(project, other, batch_bytes=4_000))
    compact(project, purge=True)
    found = diff(project, *last_rescoring(project.history().runs))
    assert found.articles == (20, 20)
    doubt = before.scored.evidence.filter(pl.col("dimension") == "doubt")
    vanished = found.entries.filter(pl.col("status") == "vanished")
    assert dict(vanished.select("entry_id", "hits_before").iter_rows()) == dict(
        doubt.group_by("entry_id").agg(pl.len().cast(pl.Int64)).iter_rows()
    )
    outlets = before.articles.select("article_id", "outlet")
    hits = doubt.join(outlets, on="article_id").group_by("outlet").len()
    words = before.scored.articles.join(outlets, on="article_id").group_by("outlet").agg(pl.col("words").sum())
    rates = hits.join(words, on="outlet").select("outlet", -1000 * pl.col("len") / pl.col("words"))
    moved = dict(found.outlets.filter(pl.col("dimension") == "doubt").select("outlet", "change").iter_rows())
    assert moved == pytest.approx(dict(rates.iter_rows()))
    assert found.outlets["change"].abs().is_sorted(descending=True)


def test_any_two_states_can_be_compared(project: Project) -> None:
    last = int(project.version())
    assert diff(project, last, last).entries.is_empty()
    assert diff(project, last - 1, last).outlets["outlet"].to_list().count("delta") > 0  # The amended article moved.
    from_nothing = diff(project, 0, last)
    assert set(from_nothing.outlets.select("outlet", "outlet_name").iter_rows()) == {
        (outlet, project.outlets().name(outlet)) for outlet in from_nothing.outlets["outlet"]
    }
    assert from_nothing.articles == (0, 20)
    assert from_nothing.entries["hits_after"].sum() == project.load().scored.evidence.height
    assert set(from_nothing.entries["status"]) == {"appeared"}
    with pytest.raises(UsageError):
        diff(project, 0, last + 1)


def test_what_an_older_compiler_scored_is_stale(project: Project, scorer: Scorer) -> None:
    """The same files compiled to other tables, under the same version."""
    lexicon = scorer.lexicon
    assert stale(project, project.history().runs, lexicon).is_empty()
    another = replace(lexicon, words={**lexicon.words, "hi": {**lexicon.words["hi"], "फलाना": 40.0}})
    assert another.fingerprint == lexicon.fingerprint
    assert stale(project, project.history().runs, another).height == 20
    assert [step.articles for step in rescore(project, Scorer(another, threads=1))] == [0, 20]
    assert stale(project, project.history().runs, another).is_empty()
    runs = project.history().runs
    assert runs["lexicon_fingerprint"].to_list()[-1] == lexicon.fingerprint
    named = dict(zip(runs["kind"], runs["lexicon_tables"], strict=True))
    assert named["add"] == compile_lexicon(lexicon, "hi").name
    assert named["rescore"] == compile_lexicon(another, "hi").name
    assert named["amend"] is None


@pytest.fixture
def unnamed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The layout of a project before tables were named."""
    with monkeypatch.context() as earlier:
        for columns in (RUN, TABLES["articles"], TABLES["scorings"]):
            earlier.delitem(columns, "lexicon_tables")
        earlier.setattr(
            rescoring, "stale", lambda project, runs, _: project.newest([], runs).select("article_id", BATCH)
        )
        yield earlier


def test_a_project_from_before_tables_were_named_opens_and_is_stale(
    unnamed: pytest.MonkeyPatch,
    tmp_path: Path,
    articles: Any,
    jsonl: Any,
    add_files: Any,
    scorer: Scorer,
    other: Scorer,
) -> None:
    project = init_project(tmp_path / "study")
    add_files(project, jsonl(tmp_path / "a.jsonl", articles(6, 3)))
    list(rescore(project, other))
    list(rescore(project, scorer))
    unnamed.undo()
    project = open_project(project.folder)
    before = project.load()
    assert before.scored.articles["lexicon_tables"].null_count() == 6
    assert before.runs["lexicon_tables"].null_count() == 3
    assert "CASE" in sql_views(project)
    assert duck(project).height == 6
    assert verify_project(project.folder).damage == ()
    assert stale(project, project.history().runs, scorer.lexicon).height == 6
    add_files(project, jsonl(tmp_path / "b.jsonl", articles(7, 3)[6:]))
    assert duck(project)["lexicon_tables"].null_count() == 6
    assert [step.articles for step in rescore(project, scorer)] == [0, 6]
    assert duck(project)["lexicon_tables"].null_count() == 0
    compact(project, purge=True)
    after = open_project(project.folder).load()
    assert after.scored.evidence.sort(KEYS).equals(scorer.score(after.articles).evidence.sort(KEYS))


def duck(project: Project) -> pl.DataFrame:
    """The view of articles, as DuckDB reads it."""
    with duckdb.connect() as connection:
        connection.execute(sql_views(project))
        return pl.DataFrame(connection.execute("SELECT * FROM articles").fetchnumpy())


def test_the_commands(tmp_path: Path, run: Any) -> None:
    folder, text = tmp_path / "news", tmp_path / "a.txt"
    text.write_text("A historic day: the drizzle reached the coast, officials said.", encoding="utf-8")
    source = tmp_path / "rain.csv"
    source.write_text("term,category\ndrizzle,weather\n", encoding="utf-8")
    run("init", folder)
    run("add", text, "--project", folder)
    assert run("diff", "--project", folder).code == 2
    assert "nothing is stale" in run("rescore", "--project", folder).out
    run("lexicon", "import", source, folder / "lexicons" / "rain", "--language", "en")
    assert "framing rescore" in run("report", "--project", folder).out
    assert "1 of 1 article of the later state: scored with another" in run("diff", 0, 1, "--project", folder).err
    done = run("rescore", "--project", folder)
    assert done.code == 0
    assert "1 article scored anew" in done.out
    assert "appeared" in done.out
    assert "framing rescore" not in run("report", "--project", folder).out
    found = json.loads(run("diff", "--project", folder, "--json").out)
    assert [(row["dimension"], row["hits_after"]) for row in found["entries"]] == [("weather", 1)]
    assert (found["stale_before"], found["stale_after"]) == (1, 0)
    assert run("diff", 1, 2, "--project", folder).err == ""
    assert run("diff", "1", "--project", folder).code == 2


def test_what_an_older_version_scored_is_stale(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, text = tmp_path / "news", tmp_path / "a.txt"
    text.write_text("A historic day: the drizzle reached the coast, officials said.", encoding="utf-8")
    run("init", folder)
    with monkeypatch.context() as older:
        older.setattr("framing.scoring.score.__version__", "0.1.0")
        run("add", text, "--project", folder)
    assert open_project(folder).load().scored.articles["scorer_version"].to_list() == ["0.1.0"]
    assert "1 of 1 article of the later state: scored with another" in run("diff", 0, 1, "--project", folder).err
    assert "framing rescore" in run("report", "--project", folder).out
    found = json.loads(run("rescore", "--project", folder, "--json").out)
    assert (found["scored"], found["stale_before"], found["stale_after"]) == (1, 1, 0)
    assert (found["outlets"], found["entries"]) == ([], [])
    assert open_project(folder).load().scored.articles["scorer_version"].to_list() == [framing.__version__]
    assert "nothing is stale" in run("rescore", "--project", folder).out

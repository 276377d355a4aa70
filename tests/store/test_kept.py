"""What a project keeps for its next reader: reports are the same with it and without, and it forgets what is erased."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from framing.lexicon.lexicon import load_lexicon
from framing.schemas import SECTIONS, VOICES
from framing.scoring.score import Scorer
from framing.statistics.estimates import estimate
from framing.statistics.events import UNIT, with_units
from framing.statistics.hits import counts_of
from framing.statistics.observations import observe
from framing.store.amend import amend
from framing.store.answers import Answers
from framing.store.commit import Commits
from framing.store.kept import clear, kept_files
from framing.store.layout import KEPT
from framing.store.loaded import COUNTED, Loaded
from framing.store.maintain import compact, verify_project
from framing.store.project import Project, init_project, open_project
from framing.store.rescore import rescore
from tests.store.conftest import erase, read_of


@pytest.fixture(scope="module")
def rows(articles: Any) -> list[dict[str, str]]:
    """Articles of three outlets, dated, two of each three on one day."""
    found = articles(12, 5)
    return [row | {"published": f"2026-01-{1 + at // 3:02}"} for at, row in enumerate(found)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, rows: Any, jsonl: Any, add_files: Any) -> Project:
    place = tmp_path_factory.mktemp("kept")
    project = init_project(place / "study")
    add_files(project, jsonl(place / "a.jsonl", rows), batch_bytes=3_000)
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return open_project(shutil.copytree(made.folder, tmp_path / "study"))


@pytest.fixture(scope="module")
def other(lexicon: Path, tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    """A scorer that knows a dimension less."""
    folder = shutil.copytree(lexicon, tmp_path_factory.mktemp("other") / "lexicon")
    (folder / "hi" / "doubt.csv").unlink()
    return Scorer(load_lexicon(folder), threads=1)


def told(loaded: Loaded, scorer: Scorer) -> list[pl.DataFrame]:
    """All that estimates are worked out from, and what stands behind them."""
    observed = [
        observe(loaded.scored, loaded.articles, scorer.lexicon, sections=sections, voices=voices)
        for sections, voices in ((SECTIONS, VOICES), (("title", "lead"), ("own",)))
    ]
    rows = [getattr(one, name) for one in observed for name in ("articles", "hits", "sides")]
    counts = counts_of(observed[0], scorer.lexicon.codebook)
    numbers = [pl.DataFrame(one.first) for one in counts]
    texts = loaded.scored.with_texts(loaded.articles).select("article_id", "text")
    return [*rows, *numbers, loaded.articles.select("article_id", UNIT, "outlet"), loaded.scored.evidence, texts]


def same(project: Project, scorer: Scorer) -> None:
    """Read anew, from what is kept, and by an open reader: what is told is what all the tables say."""
    whole = project.load()
    expected = told(replace(whole, articles=with_units(whole.articles)), scorer)
    for reader in (project, open_project(project.folder)):
        for one, another in zip(told(Answers(reader).counted(), scorer), expected, strict=True):
            assert_frame_equal(one, another, check_exact=True)


STEPS = ("amend", "erase", "rescore", "compact", "purge", "add", "delete", "damage", "nothing")


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 11)), min_size=1, max_size=4))
def test_what_is_told_is_what_the_tables_say_whatever_came_between(
    made: Project,
    rows: Any,
    jsonl: Any,
    add_files: Any,
    scorer: Scorer,
    other: Scorer,
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[str, int]],
) -> None:
    place = tmp_path_factory.mktemp("steps")
    project = open_project(shutil.copytree(made.folder, place / "study"))
    same(project, scorer)
    for step, number in steps:
        article = f"article-{number:04}"
        there = article in project.load().articles["article_id"]
        match step:
            case "amend" if there:
                amend(project, [article], {"outlet": "delta", "date": "2026-01-02"})
            case "erase" if there:
                erase(project, article)
            case "rescore":
                list(rescore(project, other if number % 2 else scorer))
            case "compact" | "purge":
                compact(project, purge=step == "purge")
            case "add":
                text = f"{rows[number]['text']} कश्मीर"
                add_files(project, jsonl(place / f"{number}.jsonl", [rows[number] | {"text": text}]))
            case "delete":
                shutil.rmtree(project.folder / KEPT)
            case "damage":
                for path in kept_files(project.folder):
                    path.write_bytes(path.read_bytes()[:-1] + b"?")
        same(project, scorer)


def test_estimates_from_counts_are_those_from_the_tables(project: Project, scorer: Scorer) -> None:
    loaded, whole = Answers(project).counted(), project.load()
    found = estimate(loaded.scored, loaded.articles, scorer.lexicon, levels=("outlet",))
    expected = estimate(whole.scored, with_units(whole.articles), scorer.lexicon, levels=("outlet",))
    assert_frame_equal(found, expected, check_exact=True)


def test_what_was_kept_is_not_worked_out_again(project: Project) -> None:
    first = Answers(project).counted().articles
    again = Answers(open_project(project.folder))
    kept = again.get("units", (), lambda: pytest.fail("it was kept"))
    assert kept["units"][UNIT].to_list() == first[UNIT].to_list()


def test_nothing_of_an_erased_article_is_kept(project: Project) -> None:
    Answers(project).get("names", (), lambda: {"names": pl.DataFrame({"id": ["article-0003"]})})
    assert any(b"article-0003" in path.read_bytes() for path in kept_files(project.folder))
    erase(project, "article-0003")
    assert kept_files(project.folder) == []


def test_a_reader_that_an_erasure_overtook_takes_back_what_it_kept(project: Project) -> None:
    slow = Answers(project)
    ids = slow.counted().articles["article_id"]

    def make() -> dict[str, pl.DataFrame]:
        erase(open_project(project.folder), "article-0003")
        return {"names": pl.DataFrame({"id": ids})}

    assert "article-0003" in slow.get("names", (), make)["names"]["id"]
    assert kept_files(project.folder) == []


def test_what_earlier_runs_kept_goes_with_the_next_writer(project: Project) -> None:
    Answers(project).counted()
    amend(project, ["article-0001"], {"genre": "opinion"})
    assert len(kept_files(project.folder)) == 1
    with Commits(project):
        assert kept_files(project.folder) == []


def test_a_folder_that_cannot_be_written_is_done_without(project: Project, scorer: Scorer) -> None:
    (project.folder / KEPT).write_bytes(b"")
    same(project, scorer)


def test_verification_tells_of_damage_and_of_what_is_old_and_neither_is_damage(project: Project) -> None:
    Answers(project).counted()
    assert verify_project(project.folder).notes == ()
    (path,) = kept_files(project.folder)
    path.write_bytes(b"no")
    (said,) = verify_project(project.folder).notes
    assert said.startswith("1 of 1 file in .framing.kept")
    assert not verify_project(project.folder).damage
    path.rename(path.with_name(f"000000{path.name[6:]}"))
    assert len(verify_project(project.folder).notes) == 2


def test_what_is_kept_is_bounded(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("framing.store.kept.KEPT_BYTES", 20_000)
    answers = Answers(project)
    for number in range(9):
        answers.get("numbers", (str(number),), lambda: {"numbers": pl.DataFrame({"n": pl.int_range(900, eager=True)})})
    assert 1 <= sum(path.stat().st_size for path in kept_files(project.folder)) // 7_000 <= 3
    clear(project.folder)
    assert kept_files(project.folder) == []


@pytest.mark.parametrize("query", ["पाकिस्तान", "nobody"])
def test_counts_of_some_articles_are_theirs(project: Project, query: str) -> None:
    loaded, whole = Answers(project).counted(), project.load()
    ids = whole.articles["article_id"].filter(whole.articles["title"].str.contains(query))
    some, expected = loaded.scored.only(ids), whole.scored.only(ids)
    assert_frame_equal(some.evidence, expected.evidence)
    for table, kinds in COUNTED.items():
        known = getattr(expected, table).select(list(kinds))
        assert_frame_equal(
            getattr(some, table).with_columns(pl.col(pl.Categorical).cast(pl.String)).cast(known.schema), known
        )


def test_an_article_is_read_from_its_own_files(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = Answers(project).counted()
    one = loaded.scored.only(pl.Series(["article-0007"]))
    assert read_of("evidence", lambda: one.evidence, monkeypatch) == 1

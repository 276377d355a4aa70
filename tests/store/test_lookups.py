"""Look-ups in a project read few files, and find what reading all of them finds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from framing.cli.findings import Tables
from framing.scoring.concordance import keys_of, matches
from framing.statistics.specifications import specifications
from framing.store import kept, words
from framing.store.kept import kept_files, kept_of
from framing.store.loaded import held_of
from framing.store.log import data_files
from framing.store.maintain import compact
from framing.store.project import Project, init_project, open_project
from framing.store.words import find_words
from tests.conftest import Run
from tests.store.conftest import erase, read_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any, add_files: Any) -> Project:
    """Some batches, whose last article alone has the word कमल."""
    place = tmp_path_factory.mktemp("lookups")
    rows = articles(24, 5)
    rows[-1]["text"] += " कमल खिला।"
    project = init_project(place / "study")
    add_files(project, jsonl(place / "a.jsonl", rows), batch_bytes=5_000)
    assert len(data_files(project.history().runs, "evidence")) > 3
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path) -> Project:
    return open_project(shutil.copytree(made.folder, tmp_path / "study"))


COMMANDS = (
    ("report", "--json", "--dimension", "doubt", "--about", "पाकिस्तान"),
    ("report", "--json", "--sensitivity", "--dimension", "doubt", "--period", "month"),
    ("report", "--outlet", "alpha", "--since", "2030"),
    ("compare", "alpha", "beta", "--why", "--json", "--about", "पाकिस्तान"),
    ("kwic", "doubt", "--json"),
    ("kwic", "doubt", "--json", "--outlet", "alpha", "--voice", "own", "--first", "3"),
    ("kwic", "नए शिक्षक", "--word", "--first", "2", "--outlet", "beta"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_answers_are_the_same_whatever_was_kept(
    project: Project, run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    first = run(*command, "--project", project.folder)
    before = kept_files(project.folder)
    assert before
    assert run(*command, "--project", project.folder) == first
    assert kept_files(project.folder) == before
    for path in before:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert run(*command, "--project", project.folder) == first
    # What another version kept has other names.
    for path in kept_files(project.folder):
        path.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(kept, "_engine", lambda: "another")
        run(*command, "--project", project.folder)
    assert not set(kept_files(project.folder)) & set(before)
    assert run(*command, "--project", project.folder) == first


def test_specifications_come_back_as_they_were(project: Project, run: Run) -> None:
    loaded = project.load()
    made = specifications(loaded.scored, loaded.articles, measure="doubt")
    empty = pl.DataFrame()
    found = Tables(1, 2, 3, empty, ("no", "yes"), None, None, (made, made))
    back = Tables.from_frames(found.to_frames())
    assert (back.stored, back.articles, back.words, back.caveats) == (1, 2, 3, ("no", "yes"))
    assert (back.trends, back.choices) == (None, None)
    for one in back.curves:
        assert one.table.equals(made.table)
        assert one.summary.equals(made.summary)
        assert (one.level, one.scales) == (made.level, made.scales)
    assert len(back.curves) == 2


def test_a_second_report_works_nothing_out(project: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("report", "--json", "--project", project.folder)

    def fail(*_: object) -> None:
        pytest.fail("it was kept")

    monkeypatch.setattr(Tables, "of", fail)
    assert run("report", "--json", "--project", project.folder) == first
    assert "doubt" in run("report", "--project", project.folder, "--dimension", "doubt").out


@pytest.mark.parametrize("entries", [{"hi.doubt.claim"}, {"hi.nothing"}, None])
def test_hits_are_those_of_all_evidence(project: Project, entries: set[str] | None) -> None:
    evidence = project.load().scored.evidence
    wanted = entries or set(evidence["entry_id"].unique())
    expected = evidence.filter(pl.col("entry_id").is_in(list(wanted)))
    held = held_of(project)
    assert_frame_equal(held.hits(wanted), expected)
    quoted = pl.col("voice") == "quoted"
    assert_frame_equal(held.hits(wanted, quoted), expected.filter(quoted))
    for most in (1, expected.height - 1, expected.height, expected.height + 1):
        if most > 0:
            assert_frame_equal(held.hits(wanted, None, most), expected.head(most))
    assert held.count(quoted) == evidence.filter(quoted).height
    assert held.count(pl.lit(True)) == evidence.height


def test_the_first_hits_are_read_from_the_first_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = set(project.load().scored.evidence["entry_id"].unique())
    assert read_of("evidence", lambda: held_of(project).hits(wanted, None, 1), monkeypatch) == 1
    assert read_of("evidence", lambda: held_of(project).hits(wanted, None), monkeypatch) > 3


def test_a_file_without_an_entry_is_not_read_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def look() -> object:
        return held_of(project).hits({"hi.nothing"})

    assert read_of("evidence", look, monkeypatch) > 3
    assert read_of("evidence", look, monkeypatch) == 0


def test_a_rare_word_is_read_from_its_own_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def look() -> pl.DataFrame:
        return find_words(held_of(project), keys_of("कमल"))

    assert look()["article_id"].to_list() == ["article-0023"]
    # The keys are read from all of them, and texts from one.
    cut = read_texts(look, monkeypatch)
    assert cut == [1]


def read_texts(task: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many articles are read at a time."""
    sizes = []
    texts = words._texts

    def count(*given: Any) -> pl.DataFrame:
        found = texts(*given)
        sizes.append(found.height)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(words, "_texts", count)
        task()
    return sizes


@pytest.mark.parametrize("listed", [0, 1, 16])
@pytest.mark.parametrize("block", [3, 8_192])
def test_words_are_found_wherever_they_stand(
    project: Project, monkeypatch: pytest.MonkeyPatch, block: int, listed: int
) -> None:
    monkeypatch.setattr(words, "_BLOCK", block)
    monkeypatch.setattr(words, "_PIECE", 2)
    monkeypatch.setattr(words, "_LISTED", listed)
    compact(project)
    whole = project.load().articles
    some = whole["article_id"].gather_every(2)
    held = held_of(project)
    for query in ("पाकिस्तान", "पाकिस्तान कश्मीर", "कमल", "nobody"):
        expected = matches(whole, keys_of(query))
        assert_frame_equal(find_words(held, keys_of(query)), expected)
        own = expected.filter(pl.col("article_id").is_in(some.implode()))
        assert_frame_equal(find_words(held, keys_of(query), some), own)
        for most in (1, 5):
            assert_frame_equal(find_words(held, keys_of(query), None, most), expected.head(most))


def test_what_is_kept_of_a_file_stays_when_a_batch_lands_and_goes_with_the_file(
    project: Project, articles: Any, jsonl: Any, add_files: Any, tmp_path: Path
) -> None:
    held_of(project).hits({"hi.doubt.claim"})
    before = kept_files(project.folder)
    more = [row | {"id": f"more-{at}"} for at, row in enumerate(articles(3, 9))]
    add_files(project, jsonl(tmp_path / "more.jsonl", more))
    held_of(project).hits({"hi.doubt.claim"})
    after = kept_files(project.folder)
    assert set(before) < set(after)
    assert len(after) == len(before) + 1
    compact(project, purge=True)
    held_of(project).hits({"hi.doubt.claim"})
    assert len(kept_files(project.folder)) == 1


def test_nothing_of_an_erased_article_is_kept_of_its_files(project: Project, run: Run) -> None:
    for command in COMMANDS[3:]:
        run(*command, "--project", project.folder)
    assert kept_files(project.folder)
    erase(project, "article-0023")
    assert kept_files(project.folder) == []
    assert find_words(held_of(project), keys_of("कमल")).is_empty()


def test_a_reader_that_an_erasure_overtook_takes_back_what_it_kept_of_a_file(project: Project) -> None:
    file = data_files(project.history().runs, "articles")[-1]

    def make() -> dict[str, pl.DataFrame]:
        erase(open_project(project.folder), "article-0023")
        return {"ids": pl.DataFrame({"id": ["article-0023"]})}

    assert kept_of(project.folder, file, "ids", make)["ids"].height == 1
    assert kept_files(project.folder) == []


def test_it_is_told_how_far_the_noting_of_words_has_come_the_first_time_alone(project: Project) -> None:
    held, told = held_of(project), list[int]()
    find_words(held, keys_of("कमल"), tell=told.append)
    assert told == sorted(set(told))
    assert told[-1] == held.keys.height
    told.clear()
    find_words(held, keys_of("कमल"), tell=told.append)
    assert told == []

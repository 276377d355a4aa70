"""Keyword in context: what stands around a hit, and samples that can be drawn again."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

import framing
from framing.scoring.search import KWIC, answering, contexts, draw, draw_each
from tests.conftest import Run


@cache
def seeds() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sample articles and their evidence."""
    articles = framing.read([framing.seeds_folder()]).articles
    return articles, framing.score(articles).evidence


@given(st.integers(0, 90))
def test_a_context_is_what_stands_around_the_hit(width: int) -> None:
    articles, evidence = seeds()
    texts = {row["article_id"]: row for row in articles.iter_rows(named=True)}
    for row in contexts(evidence, articles, width=width).iter_rows(named=True):
        field = texts[row["article_id"]]["title" if row["section"] == "title" else "text"]
        assert row["hit"] == field[row["start"] : row["end"]]
        before, after = field[: row["start"]], field[row["end"] :]
        assert len(row["before"]) <= width
        assert len(row["after"]) <= width
        assert " ".join(before.split()).endswith(row["before"])
        assert " ".join(after.split()).startswith(row["after"])


def test_a_sample_can_be_drawn_again_and_another_seed_draws_another(scored: framing.Scored) -> None:
    evidence = scored.evidence
    assert draw(evidence, 20, seed=4).equals(draw(evidence, 20, seed=4))
    assert not draw(evidence, 20, seed=4).equals(draw(evidence, 20, seed=5))
    assert draw(evidence, evidence.height + 1).equals(evidence)
    assert draw(evidence, 20).equals(draw(evidence, 20, seed=1))
    assert draw_each(evidence, 3, 2).equals(draw_each(evidence, 3, 2, seed=1))


def test_each_of_the_most_frequent_entries_shows_some_hits(scored: framing.Scored) -> None:
    evidence = scored.evidence
    drawn = draw_each(evidence, 6, 2)
    counts = evidence["entry_id"].value_counts(sort=True)
    shown = drawn["entry_id"].value_counts()
    assert shown.height == 6
    assert shown["count"].max() == 2
    least = counts.join(shown, on="entry_id", how="semi")["count"].min()
    assert counts.join(shown, on="entry_id", how="anti")["count"].max() <= least  # type: ignore[operator]


def test_sixty_letters_on_either_side_are_shown_where_nothing_else_is_said() -> None:
    articles, evidence = seeds()
    assert contexts(evidence, articles).equals(contexts(evidence, articles, width=60))


def test_no_evidence_is_an_empty_table(scored: framing.Scored, seeds: framing.ReadResult) -> None:
    empty = contexts(scored.evidence.clear(), seeds.articles)
    assert empty.schema == pl.Schema(KWIC)
    assert empty.is_empty()


def test_a_query_is_a_dimension_a_concept_an_id_or_a_term() -> None:
    lexicon = framing.default_lexicon()
    entry = next(entry for entry in lexicon.entries["hi"] if entry.concept == "shout_hoarse")
    by_concept = answering(lexicon, entry.concept)
    assert entry.id in by_concept
    assert {one.split(".")[0] for one in by_concept} == {"en", "hi", "ur"}
    assert by_concept <= answering(lexicon, entry.dimension)
    assert entry.id in answering(lexicon, entry.term)
    assert answering(lexicon, entry.id) == {entry.id}


def test_the_command_reads_files_or_a_project(tmp_path: Path, run: Run) -> None:
    of_files = run("kwic", "communique", framing.seeds_folder(), "--language", "ur", "--json")
    assert of_files.code == 0
    folder = tmp_path / "news"
    run("init", folder)
    run("add", framing.seeds_folder(), "--project", folder)
    of_project = run("kwic", "communique", "--project", folder, "--language", "ur", "--json")
    hits = [{**json.loads(line), "article_id": ""} for line in of_files.out.splitlines()]
    assert hits == [{**json.loads(line), "article_id": ""} for line in of_project.out.splitlines()]
    own = [
        json.loads(line)
        for line in run("kwic", "communique", "--project", folder, "--voice", "own", "--json").out.splitlines()
    ]
    assert {hit["voice"] for hit in own} == {"own"}
    table = run("kwic", "shout_hoarse", "--project", folder)
    assert "1 of 1 hit\n" in table.out
    assert len(run("kwic", "communique", "--project", folder, "--sample", "3", "--json").out.splitlines()) == 3
    assert (
        len(run("kwic", "communique", "--project", folder, "--entries", "2", "--each", "1", "--json").out.splitlines())
        == 2
    )


def test_a_query_that_names_nothing_lists_the_dimensions(run: Run) -> None:
    result = run("kwic", "zzz", framing.seeds_folder())
    assert result.code == 2
    assert "sensational" in result.err


def test_files_without_an_article_are_told_of(tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    result = run("kwic", "praise", tmp_path / "empty.txt")
    assert result.code == 2
    assert "no article could be read" in result.err

"""A review finds what was probably not meant, and nothing in the toolkit's own lexicon."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import framing
from framing.lexicon.review import concepts, review
from tests.conftest import MakeLexicon, Row, Run

SHIPPED = framing.lexicons_folder()


def row(term: str, concept: str, **cells: str) -> Row:
    match = cells.pop("match", "phrase" if " " in term else "lemma")
    return {"term": term, "concept": concept, "match": match, **cells}


CASES = [
    ("one lemma, two spellings", {"en/praise": [row("favour", "a"), row("favor", "b")]}, ["duplicate"]),
    ("a form of a lemma", {"en/praise": [row("hero", "a"), row("heroes", "b", match="form")]}, ["swallowed"]),
    ("a prefix takes in a word", {"en/praise": [row("glor", "a", match="prefix"), row("glory", "b")]}, ["swallowed"]),
    ("a gap takes in the phrase without", {"hi/praise": [row("नई … जान", "a"), row("नई जान", "b")]}, ["swallowed"]),
    ("a longer phrase is no double", {"en/praise": [row("new life", "a"), row("life", "b")]}, []),
    ("a rival with exceptions leaves room", {"en/praise": [row("hero", "a", unless="greek"), row("heroes", "b", match="form")]}, []),
    ("a rival with the same exceptions leaves none", {"en/praise": [row("hero", "a", unless="greek"), row("heroes", "b", match="form", unless="greek")]}, ["swallowed"]),
    ("a prefix takes in a longer one", {"en/praise": [row("glor", "a", match="prefix"), row("glori", "b", match="prefix")]}, ["swallowed"]),
    ("a prefix takes in none of another", {"en/praise": [row("glor", "a", match="prefix"), row("grand", "b", match="prefix")]}, []),
    ("a word counts at every place", {"en/praise": [row("wow", "a"), row("at:start wow", "b", match="cue")]}, ["swallowed"]),
    ("a word counts at every place, whichever is first", {"en/praise": [row("at:start wow", "a", match="cue"), row("wow", "b")]}, ["swallowed"]),
    ("one place twice", {"en/praise": [row("at:end wow", "a", match="cue"), row("at:end wow", "b", match="cue")]}, ["duplicate"]),
    ("two places", {"en/praise": [row("at:end wow", "a", match="cue"), row("at:start wow", "b", match="cue")]}, []),
    ("two registers", {"en/praise": [row("brazen", "a")], "en/derogation": [row("brazen", "a")]}, ["family"]),
    ("two registers, with a reason", {"en/praise": [row("brazen", "a", note="both")], "en/derogation": [row("brazen", "a")]}, []),
    ("two registers, the reason is the other's", {"en/praise": [row("brazen", "a")], "en/derogation": [row("brazen", "a", note="both")]}, []),
    ("two families", {"en/praise": [row("brazen", "a")], "en/doubt": [row("brazen", "a")]}, []),
    ("the context is the entry's own word", {"en/praise": [row("new life", "a", unless="life")]}, ["own-context"]),
    ("a context beside it", {"en/praise": [row("new life", "a", unless="_ sentence")]}, []),
    ("a context of several words, among them its own", {"en/praise": [row("new life", "a", unless="new life")]}, []),
    ("a context near and far", {"en/praise": [row("hero", "a", unless="_ myth;_ … myth")]}, []),
    ("a context before and behind", {"en/praise": [row("hero", "a", unless="_ myth;myth _")]}, []),
    ("a context near, twice", {"en/praise": [row("hero", "a", unless="_ … myth;greek;_ … myth")]}, ["repeated-context"]),
    ("a context twice", {"en/praise": [row("hero", "a", unless="greek;myth;greek")]}, ["repeated-context"]),
]  # fmt: skip


@pytest.mark.parametrize(("files", "codes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_doubt_is_found_and_only_that(
    files: dict[str, list[Row]], codes: list[str], make_lexicon: MakeLexicon
) -> None:
    found = review(make_lexicon(files))
    assert [finding.code for finding in found] == codes
    for finding in found:
        assert finding.where.rpartition(":")[2] in {"2", "3"}


def test_doubts_come_in_the_order_of_reading(make_lexicon: MakeLexicon) -> None:
    double = [row("plain", "x"), *(row("favour", f"a{number}") for number in range(11))]
    found = review(make_lexicon({"en/praise": double, "en/derogation": [row("bad", "b"), row("bad", "c")]}))
    lines = [finding.where for finding in found]
    assert lines[0] == "en/derogation.csv:3"
    assert lines[1:] == sorted(lines[1:], key=lambda where: int(where.rpartition(":")[2]))
    assert set(lines[1:]) == {f"en/praise.csv:{line}" for line in range(4, 14)}


def test_the_toolkits_own_lexicon_leaves_no_doubt() -> None:
    assert [str(finding) for finding in review(framing.default_lexicon())] == []


def test_concepts_count_entries_a_language(make_lexicon: MakeLexicon) -> None:
    table = concepts(make_lexicon({"en/praise": [row("hero", "a"), row("brave", "b")], "hi/praise": [row("वीर", "a")]}))
    assert {name: table[name].to_list() for name in ("concept", "en", "hi", "ur")} == {
        "concept": ["a", "b"], "en": [1, 1], "hi": [1, 0], "ur": [0, 0]
    }  # fmt: skip


def test_check_lists_doubts_and_fails(tmp_path: Path, run: Run, make_lexicon: MakeLexicon) -> None:
    make_lexicon({"en/praise": [row("favour", "a"), row("favor", "b")]})
    result = run("lexicon", "check", tmp_path / "lexicon")
    assert result.code == 1
    assert result.out.startswith("en/praise.csv:3: 'favor' matches the same as 'favour' (en/praise.csv:2)")
    printed = json.loads(run("lexicon", "check", tmp_path / "lexicon", "--json").out)
    assert [finding["code"] for finding in printed["findings"]] == ["duplicate"]


def test_check_finds_entries_that_a_corpus_lacks(tmp_path: Path, run: Run, make_lexicon: MakeLexicon) -> None:
    rows = [row("hero", "a"), row("saint", "b"), row("sage", "c", note="rare")]
    make_lexicon({"en/praise": rows, "hi/praise": [row("वीर", "a")]})
    text = tmp_path / "news.txt"
    text.write_text("The town said its heroes came back from the hills on Monday.", encoding="utf-8")
    result = run("lexicon", "check", tmp_path / "lexicon", "--corpus", text, "--json")
    assert [finding["entry_id"] for finding in json.loads(result.out)["findings"]] == ["en.praise.b"]
    assert "no Hindi" in result.err


def test_coverage_names_the_concepts_a_language_lacks(tmp_path: Path, run: Run, make_lexicon: MakeLexicon) -> None:
    make_lexicon({"en/praise": [row("hero", "a"), row("brave", "b")], "hi/praise": [row("वीर", "a")]})
    folder = tmp_path / "lexicon"
    printed = json.loads(run("lexicon", "coverage", "--json", "--lexicon", folder).out)
    assert printed == {
        "dimension": "praise",
        "concepts": 2,
        "everywhere": 1,
        "lacking": {"en": [], "hi": ["b"]},
        "in_use": {},
    }
    assert "Hindi lacks" in run("lexicon", "coverage", "praise", "--lexicon", folder).out
    assert run("lexicon", "coverage", "volume").code == 2


def test_coverage_says_which_share_of_the_entries_a_corpus_has(
    tmp_path: Path, run: Run, make_lexicon: MakeLexicon
) -> None:
    make_lexicon({"en/praise": [row("hero", "a"), row("saint", "b")], "hi/praise": [row("वीर", "a")]})
    text = tmp_path / "news.txt"
    text.write_text("The town said its heroes came back from the hills on Monday.", encoding="utf-8")
    folder = tmp_path / "lexicon"
    result = run("lexicon", "coverage", "--lexicon", folder, "--corpus", text, "--json")
    assert json.loads(result.out)["in_use"] == {"en": {"entries": 2, "attested": 1}}
    assert "no Hindi" in result.err
    printed = run("lexicon", "coverage", "praise", "--lexicon", folder, "--corpus", text).out
    assert "50% of 2" in printed
    assert printed.count("in use") == 2


@pytest.mark.parametrize("dimension", list(framing.default_lexicon().codebook.dimensions))
def test_most_concepts_stand_in_all_three_languages(dimension: str) -> None:
    table = concepts(framing.default_lexicon())
    rows = table.filter(table["dimension"] == dimension)
    least = rows.select("en", "hi", "ur").min_horizontal()
    assert rows.height
    assert (least > 0).mean() >= 0.7  # type: ignore[operator]

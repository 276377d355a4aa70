"""``framing lexicon check`` and ``show``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import framing
from framing.cli.lexicon import _few
from tests.cli.test_tables import cells
from tests.conftest import MakeLexicon, Run


def test_check_counts_a_valid_lexicon(run: Run) -> None:
    result = run("lexicon", "check", "--json")
    printed = json.loads(result.out)
    lexicon = framing.default_lexicon()
    assert result.code == 0
    assert printed["fingerprint"] == lexicon.fingerprint
    assert sum(row["entries"] for row in printed["entries"]) == sum(map(len, lexicon.entries.values()))
    assert "sensational" in run("lexicon", "check").out


def test_check_names_file_and_line_of_a_duplicate(tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(framing.lexicons_folder(), folder)
    path = folder / "hi" / "doubt.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1]]), encoding="utf-8")
    result = run("lexicon", "check", folder)
    assert result.code == 1
    assert result.err.startswith(f"framing: hi/doubt.csv:{len(lines) + 1}: the id ")
    assert f"first in line {len(lines)}" in result.err


def test_show_finds_by_concept_dimension_and_term(run: Run) -> None:
    shown = [json.loads(line) for line in run("lexicon", "show", "shout_hoarse", "--json").out.splitlines()]
    assert {entry["language"] for entry in shown} == {"en", "hi", "ur"}
    by_term = json.loads(run("lexicon", "show", "चालबाज", "--json", "--forms").out.splitlines()[0])
    assert by_term["dimension"] == "derogation"
    assert by_term["term"] in by_term["forms"] or not by_term["forms"]
    everything = run("lexicon", "show", "praise", "--language", "ur", "--json").out.splitlines()
    assert len(everything) == sum(entry.dimension == "praise" for entry in framing.default_lexicon().entries["ur"])
    assert "गला" in run("lexicon", "show", "shout_hoarse").out


def test_show_of_nothing_lists_the_dimensions(run: Run) -> None:
    result = run("lexicon", "show", "zzz")
    assert result.code == 2
    assert "sensational" in result.err


@pytest.fixture
def small(make_lexicon: MakeLexicon, tmp_path: Path) -> Path:
    """Three concepts, one of which Urdu has, and an inflected noun."""
    make_lexicon({
        "en/praise": [{"concept": name, "term": name} for name in ("historic", "splendid")] + [{"concept": "hero", "term": "hero", "match": "lemma"}],
        "ur/praise": [{"concept": "historic", "term": "تاریخی"}],
    })  # fmt: skip
    return tmp_path / "lexicon"


def test_coverage_tells_what_each_language_lacks_and_has_in_use(
    small: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "news.jsonl").write_text(
        json.dumps({"id": "a", "text": "A historic day.", "language": "en"}), encoding="utf-8"
    )
    done = run("lexicon", "coverage", "praise", "--lexicon", small, "--corpus", tmp_path / "news.jsonl")
    print(done.out)  # noqa: T201 - to be read as cells
    assert cells(capsys) == [
        ["Concepts"], ["dimension", "concepts", "in all", "English lacks", "Urdu lacks", "English in use", "Urdu in use"],
        ["praise", "3", "33%", "–", "2: hero, splendid", "33% of 3", "–"], [],
    ]  # fmt: skip
    assert "the corpus has no Urdu" in done.err
    told = json.loads(run("lexicon", "coverage", "--lexicon", small, "--json").out)
    assert told == {
        "dimension": "praise",
        "concepts": 3,
        "everywhere": 1,
        "lacking": {"en": [], "ur": ["hero", "splendid"]},
        "in_use": {},
    }
    assert "in use" not in run("lexicon", "coverage", "--lexicon", small).out
    assert "no dimension 'prais'; did you mean praise" in run("lexicon", "coverage", "prais", "--lexicon", small).err


@pytest.mark.parametrize(
    ("names", "everything", "told"),
    [(0, False, "–"), (12, False, "12: "), (13, False, "13: "), (13, True, "13: ")],
)
def test_a_table_lists_twelve_concepts_by_name(names: int, everything: bool, told: str) -> None:
    listed = [f"c{at}" for at in range(names)]
    shown = listed if everything else listed[:12]
    more = " … 1 more" if names > len(shown) else ""
    assert _few(listed, everything=everything) == (f"{told}{', '.join(shown)}{more}" if names else told)


def test_show_has_a_row_an_entry(small: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    print(run("lexicon", "show", "hero", "--lexicon", small, "--forms").out)  # noqa: T201 - to be read as cells
    title, head, row, _ = cells(capsys)
    assert title == ["1 entry"]
    assert head == ["id", "term", "match", "kind", "weight", "gloss", "unless", "forms"]
    assert row == ["en.praise.hero", "hero", "lemma", "stance", "1", "hero heroes"]
    assert run("lexicon", "show", "praise", "--lexicon", small).out.startswith("4 entries\n")


def test_check_counts_entries_and_doubts(small: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    print(run("lexicon", "check", small).out)  # noqa: T201 - to be read as cells
    title, head, *rows, _ = cells(capsys)
    assert title[0].endswith(": valid")
    assert (head, rows) == (["dimension", "English", "Urdu"], [["praise", "3", "1"], ["all", "3", "1"]])
    done = run("lexicon", "check", small, "--json")
    assert (done.code, json.loads(done.out)["entries"]) == (
        0, [{"dimension": "praise", "language": code, "entries": count} for code, count in (("en", 3), ("ur", 1))]
    )  # fmt: skip

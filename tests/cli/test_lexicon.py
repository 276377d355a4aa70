"""``framing lexicon check`` and ``show``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import framing
from tests.conftest import Run


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

"""Floors of inflection on treebanks; skipped where the labelled data are not at hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.benchmarks.inflection import EXCLUSIONS, file_of, gold_folder, measure, sha256

#: language → (recall, precision, SHA-256 of the treebank they were measured on).
FLOORS = {
    "hi": (0.97, 0.97, "2f88e879a9bab980203b3b02a231dba8ab804adb7ef91d1687ce107bc18a6219"),
    "ur": (0.95, 0.97, "53d18c929d3a4062176aaf52cd9b5523cd8b4f3013326b1d2dcb9472052bbe8e"),
    "en": (0.98, 0.97, "459809e1a49212d1e1739b02b88e1e5be9567481f2d2760abfff45d492a670db"),
}


@pytest.mark.parametrize("code", FLOORS)
def test_inflection_agrees_with_the_treebank(code: str) -> None:
    path = file_of(gold_folder(), code)
    if not path.is_file():
        pytest.skip(f"no {path.name}: set GOLD to the folder of labelled data")
    recall, precision, digest = FLOORS[code]
    same = "the file of the floors" if sha256(path) == digest else f"another file than that of the floors ({digest})"
    found = measure(path, code)
    assert [agreement.pos for agreement in found] == ["noun", "verb", "adj"]
    for agreement in found:
        assert agreement.recall >= recall, f"{agreement}, on {same}"
        assert agreement.precision >= precision, f"{agreement}, on {same}"


def test_each_exclusion_stands_once_with_a_reason() -> None:
    with EXCLUSIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [(row["language"], row["form"], row["lemma"], row["pos"]) for row in rows]
    assert keys == sorted(set(keys))
    assert all(row["reason"].strip() for row in rows)
    assert {row["language"] for row in rows} <= set(FLOORS)


def test_the_measure_sees_what_is_missing_and_what_is_wrong(tmp_path: Path) -> None:
    row = {
        "tokens": ["talks", "talked", "torks", "walk"],
        "lemmas": ["talk", "talk", "talk", "wander"],
        "upos": ["NOUN", "VERB", "VERB", "VERB"],
    }
    # "wanders" is attested, but as a form of another verb.
    other = {"tokens": ["wanders"], "lemmas": ["stroll"], "upos": ["VERB"]}
    path = tmp_path / "treebank.jsonl"
    path.write_text(json.dumps(row) + "\n" + json.dumps(other) + "\n", encoding="utf-8")
    nouns, verbs = measure(path, "en")
    assert (nouns.recall, nouns.precision) == (1.0, 1.0)
    assert (verbs.tokens, verbs.recall) == (4, 0.25)
    assert (verbs.pairs, verbs.precision) == (2, 0.5)

"""Scores do not depend on the order in which a process happens to keep its sets."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import framing
from framing.languages.registry import language, languages
from framing.lexicon.patterns import parse_term
from framing.lexicon.respelling import respelt
from tests.conftest import write_entries
from tests.properties.speech import BETWEEN, STOPS, TURNS, WORDS

SEEDS = range(6)

#: Entries that are written in several ways, whose ways are made of sets: of prefixes, contractions, auxiliaries, forms.
ENTRIES = {
    "en/policy": [
        {"term": "counterproductive", "pos": "adj"},
        {"term": "co-operate", "match": "phrase", "pos": "verb"},
        {"term": "did not rule out", "match": "phrase", "pos": "phrase"},
        {"term": "cannot go on", "match": "phrase", "pos": "phrase"},
        {"term": "even|evenly ready", "match": "phrase", "pos": "phrase"},
        {"term": "nation", "match": "prefix"},
    ],
    "en/praise": [
        {"term": "historic", "pos": "adj", "unless": "film; not _"},
        {"term": "carry", "match": "lemma", "pos": "verb"},
    ],
    "hi/praise": [
        {"term": "ऐतिहासिक", "pos": "adj"},
        {"term": "गला … फाड़ना", "match": "phrase", "pos": "verb"},
        {"term": "निंदा करना", "match": "phrase", "pos": "verb"},
    ],
    "ur/praise": [
        {"term": "تاریخی", "pos": "adj"},
        {"term": "کر دیا", "match": "phrase", "pos": "phrase"},
        {"term": "آگ بگولہ ہونا", "match": "phrase", "pos": "verb"},
    ],
}
DRAWN = {
    "en": ["counter-productive", "counterproductive", "cooperate", "co-operated", "didn't rule out", "can't go on"],
    "hi": ["ने की निंदा", "निंदा नहीं की", "गला फाड़ रहा", "मत करो ऐतिहासिक", "न करें"],
    "ur": ["کردیا", "کر دیا", "آگ بگولہ ہوگیا", "اورتاریخی", "تاریخ ی"],
}


def article(code: str, chance: random.Random) -> str:
    """Some sentences, dense with speech and with the entries above."""
    words = [*WORDS[code], *TURNS[code] * 6, *DRAWN[code] * 12]
    between = [*BETWEEN, *STOPS[code], "\n"]
    return "".join(chance.choice(words) + chance.choice(between) for _ in range(150))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A lexicon and a file of articles in all languages."""
    folder = tmp_path_factory.mktemp("seeds")
    chance = random.Random(7)
    articles = [{"text": article(code, chance), "language": code} for code in languages() for _ in range(4)]
    (folder / "articles.json").write_text(json.dumps(articles), encoding="utf-8")
    lexicon = folder / "lexicon"
    for name, rows in ENTRIES.items():
        write_entries(lexicon / f"{name}.csv", rows)
    (lexicon / "codebook.toml").write_bytes((framing.lexicons_folder() / "codebook.toml").read_bytes())
    for name in ("actors.csv", *(f"{code}/words.csv" for code in languages())):
        lines = (framing.lexicons_folder() / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (lexicon / name).write_text("".join(lines[:400]), encoding="utf-8")
    return lexicon, folder / "articles.json"


def test_tables_and_evidence_are_the_same_whatever_the_hash_seed(inputs: tuple[Path, Path]) -> None:
    scored = framing.score(pl.read_json(inputs[1]), framing.load_lexicon(inputs[0]))
    # Nothing would be told apart where nothing is found.
    assert scored.evidence["entry_id"].n_unique() >= 10
    assert scored.exposure["voice"].n_unique() == 4

    same_for_all("seed_probe", inputs, seeded(SEEDS))


@pytest.mark.parametrize("accelerator", ["on", "off"])
def test_tables_and_evidence_are_the_same_whatever_the_threads(inputs: tuple[Path, Path], accelerator: str) -> None:
    threads = [{"POLARS_MAX_THREADS": str(count), "FRAMING_ACCELERATOR": accelerator} for count in (1, 2, 8)]
    assert len(same_for_all("seed_probe", inputs, threads)["evidence"]) == 64


def seeded(seeds: Iterable[int]) -> list[dict[str, str]]:
    return [{"PYTHONHASHSEED": str(seed)} for seed in seeds]


def same_for_all(probe: str, given: Iterable[Path], environments: Iterable[dict[str, str]]) -> Any:
    """What a probe prints; the same in each environment."""

    def told(variables: dict[str, str]) -> Any:
        command = [sys.executable, "-m", f"tests.properties.{probe}", *map(str, given)]
        environment = {**os.environ, "POLARS_MAX_THREADS": "1", **variables}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
        )
        return json.loads(done.stdout)

    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(told, environments)
    for other in others:
        assert other == first
    return first


#: Names of outlets: of one in several ways, of one that is another's elsewhere, and none.
NAMES = ["Dawn", "dawn.com", "Vir Arjun", "vir-arjun", "AAP", "The Nation", "Sample Post", ""]
DATES = ["2025-03-{:02}", "{:02} March 2025", "{:02}/04/2025", "2025-05", "मई 2025", "yesterday"]
LABELS = ["Opinion/News", "News / Editorial", "Blog | World", "Press Release", ""]
PLACES = ["IN", "PK", "US", ""]


def test_reading_and_statistics_are_the_same_whatever_the_hash_seed(inputs: tuple[Path, Path], tmp_path: Path) -> None:
    chance = random.Random(3)
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["text", "outlet", "date", "category", "country", "source", "tags"])
        for number in range(96):
            text = article(["en", "hi", "ur"][number % 8 % 3], chance)
            date = chance.choice(DATES).format(number % 28 + 1)
            rest = (chance.choice(of) for of in (LABELS, PLACES, ["PTI", "Reuters", ""], ["a; b", "b", ""]))
            table.writerow([text, NAMES[number % 8], date, *rest])
    _, said, counts = same_for_all("table_probe", (inputs[0], tmp_path / "a.csv"), seeded((1, 5)))
    # Nothing would be told apart where nothing is found.
    assert min(counts["rows"][name] for name in ("read.articles", "estimate.", "compare.table", "trends.series")) > 8
    outlets, precisions, genres = counts["read"]
    assert (outlets >= 5, precisions >= 2, len(genres) >= 3, len(said) >= 3) == (True, True, True, True)


def test_a_word_is_taken_apart_behind_its_longest_prefix() -> None:
    english = language("en")
    assert {"co", "counter"} <= english.prefixes
    ways = respelt(parse_term("counterproductive", "form", "adj", english), english)
    assert [[slot.alternatives[0].word for slot in way] for way in ways] == [["counter", "productive"]]
    assert respelt(parse_term("counters", "form", "noun", english), english) == []

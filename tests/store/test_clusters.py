"""Clusters in a project: near-duplicates share one, whatever the order, the batches and the runs in between."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import polars as pl
import pytest

from framing import schemas
from framing.ingest.read import ReadResult
from framing.lexicon.lexicon import load_lexicon
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.layout import TABLES
from framing.store.maintain import verify_project
from framing.store.project import Project, init_project, open_project

ALPHABET = "कखगघचछजझटठडढतथदधनपफबभमयरलवशसह"


def words(seed: int, number: int = 60) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices(ALPHABET, k=5)) for _ in range(number)]


WIRE, OTHER = words(1), words(2)
#: a and b share nothing; the bridge has half of each.
TEXTS = {
    "a": " ".join(WIRE),
    "b": " ".join(OTHER),
    "a-copy": "दिल्ली " + " ".join(WIRE[:50]),
    "b-copy": " ".join(OTHER[10:]) + " मुंबई",
    "alone": " ".join(words(3)),
    "bridge": " ".join(WIRE[:40] + OTHER[:40]),
}


def batch(*names: str, **texts: str) -> ReadResult:
    rows = [
        {"article_id": name, "text": text, "language": "hi", "content_sha256": text.encode().hex()[-64:]}
        for name, text in {**{name: TEXTS[name] for name in names}, **texts}.items()
    ]
    return ReadResult(pl.DataFrame(rows, schema=schemas.ARTICLE), pl.DataFrame(schema=schemas.REJECT))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return init_project(tmp_path / "study")


def add(project: Project, scorer: Scorer, *batches: ReadResult) -> None:
    with Writer(project, scorer) as writer:
        for one in batches:
            writer.add(one)


def clusters(project: Project) -> dict[str, str]:
    return dict(open_project(project.folder).load().articles.select("article_id", "cluster").iter_rows())


def rows(project: Project) -> pl.DataFrame:
    return project.columns("clusters", list(TABLES["clusters"]), project.history().runs)


def test_copies_share_the_cluster_of_the_first(project: Project, scorer: Scorer) -> None:
    add(project, scorer, batch("a", "b", "a-copy"), batch("b-copy", "alone"))
    assert clusters(project) == {"a": "a", "b": "b", "a-copy": "a", "b-copy": "b", "alone": "alone"}


def test_a_text_that_joins_two_clusters_makes_them_one(project: Project, scorer: Scorer) -> None:
    add(project, scorer, batch("a", "b", "b-copy"))
    add(project, scorer, batch("bridge"))
    assert clusters(project) == dict.fromkeys(("a", "b", "b-copy", "bridge"), "a")
    stored = rows(project)
    assert stored["article_id"].to_list() == ["a", "b", "b-copy", "bridge", "b", "b-copy"]
    assert stored["sketch"].is_null().to_list() == [False] * 4 + [True] * 2
    # What the table says, a reader of the table finds by each article's last row.
    last = stored.unique("article_id", keep="last")
    assert last["cluster"].n_unique() == 1
    assert verify_project(project.folder).damage == ()


@pytest.mark.parametrize("seed", range(2))
def test_neither_order_nor_batches_nor_runs_matter(project: Project, scorer: Scorer, seed: int) -> None:
    names = list(TEXTS)
    chance = random.Random(seed)
    chance.shuffle(names)
    while names:
        size = chance.randint(1, 3)
        add(project, scorer, *(batch(name) for name in names[: size // 2]), batch(*names[size // 2 : size]))
        names = names[size:]
    found = clusters(project)
    assert {found[name] for name in TEXTS if name != "alone"} == {next(name for name in found if name != "alone")}
    assert found["alone"] == "alone"


def test_a_new_version_stays_and_may_join_another(project: Project, scorer: Scorer) -> None:
    add(project, scorer, batch("a", "a-copy", "b"))
    add(project, scorer, batch(a=TEXTS["b-copy"]))
    assert clusters(project) == dict.fromkeys(("a", "a-copy", "b"), "a-copy")


def test_a_text_scored_anew_adds_nothing(project: Project, scorer: Scorer, lexicon: Path, tmp_path: Path) -> None:
    add(project, scorer, batch("a", "a-copy", "b"))
    edited = shutil.copytree(lexicon, tmp_path / "lexicon")
    with (edited / "codebook.toml").open("a", encoding="utf-8") as codebook:
        codebook.write("\n# a remark\n")
    before = rows(project).height
    add(project, Scorer(load_lexicon(edited), threads=1), batch("a", "a-copy", "b"))
    assert rows(project).height == before == 3
    assert clusters(project)["a-copy"] == "a"

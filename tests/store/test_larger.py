"""Estimates of a project whose texts do not fit into memory: they are worked out of the counts that batches keep."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import polars as pl
import pytest

from framing.limits import EVENT_ARTICLES
from framing.scoring.score import Scorer
from framing.store.commit import Commits
from framing.store.layout import BATCH, TABLES
from framing.store.project import Project, init_project

#: Batches of so many copies of a few articles, more than are looked at for events; and letters that each text goes on for.
BATCHES, COPIES, LONGER = 26, 200, 4_000
#: Memory that the system gives beyond what a process holds that has loaded all modules: the texts have 480 MB.
ROOM = 350_000_000

UNDER_LIMIT = """
import resource, sys
from pathlib import Path
import scipy.sparse.csgraph, scipy.stats
import framing
from framing.store.project import open_project

folder, task = sys.argv[1:]
news = [{"text": "It was a historic day.", "outlet": "a"}] * 9
framing.estimate(framing.score(news), news)
size = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_DATA, (size + ROOM, resource.RLIM_INFINITY))
loaded = open_project(folder).load(counts=task == "counts")
print(framing.estimate(loaded.scored, loaded.articles, levels=["outlet"]).write_json())
"""


@pytest.fixture(scope="module")
def project(
    tmp_path_factory: pytest.TempPathFactory, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any
) -> Project:
    """Many articles with long texts. They are scored without what makes them long, which takes no time to write."""
    place = tmp_path_factory.mktemp("larger")
    few = init_project(place / "few")
    news = [
        row | {"published": f"2024-0{number % 9 + 1}-0{number % 7 + 1}"} for number, row in enumerate(articles(10, 3))
    ]
    add_files(few, jsonl(place / "few.jsonl", news))
    runs = few.history().runs
    versions = {name: runs[name][0] for name in ("lexicon_fingerprint", "scorer_version", "lexicon_tables")}
    copies = pl.DataFrame({"copy": range(COPIES)})
    once = {}
    for table in ("articles", "evidence", "exposure", "scores", "scales"):
        rows = few.columns(table, list(TABLES[table]), runs).drop(BATCH)
        once[table] = copies.join(rows, how="cross").with_columns(
            pl.format("{}-{}", "article_id", "copy").alias("article_id")
        )
    once["articles"] = once["articles"].with_columns(pl.col("text") + "। " + "और " * (LONGER // 3))
    project = init_project(place / "many")
    counts = {"articles": 10 * COPIES, "scored": 10 * COPIES}
    with Commits(project) as commits:
        for batch in range(BATCHES):
            named = pl.format("{}-{}", "article_id", pl.lit(batch)).alias("article_id")
            frames = {table: rows.drop("copy").with_columns(named) for table, rows in once.items()}
            commits.commit("add", frames, counts, versions=versions)
    assert BATCHES * COPIES * 10 > EVENT_ARTICLES
    return project


def under_limit(project: Project, task: str) -> subprocess.CompletedProcess[str]:
    code = UNDER_LIMIT.replace("ROOM", str(ROOM))
    command = [sys.executable, "-W", "ignore", "-c", code, str(project.folder), task]
    # Pools of memory, one a thread, would be room that nobody uses.
    environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not limit what a process takes")
def test_estimates_work_from_counts(project: Project) -> None:
    whole = under_limit(project, "whole")
    assert whole.returncode != 0
    assert "memory" in whole.stderr.lower()
    done = under_limit(project, "counts")
    assert done.returncode == 0, done.stderr
    table = json.loads(done.stdout)
    assert sum({row["key"]: row["articles"] for row in table}.values()) == BATCHES * COPIES * 10

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
BATCHES, COPIES, LONGER = 26, 200, 12_000
#: Memory that the system gives beyond what a process holds that has loaded all modules: the texts have 1,400 MB.
ROOM = 600_000_000

UNDER_LIMIT = """
import resource, sys
from pathlib import Path
import scipy.sparse.csgraph, scipy.stats
import framing
from framing.cli.main import main
from framing.store.project import open_project

folder, task = sys.argv[1:]
news = [{"text": "It was a historic day.", "outlet": "a"}] * 9
framing.estimate(framing.score(news), news)
size = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_DATA, (size + ROOM, resource.RLIM_INFINITY))
loaded = open_project(folder).load(counts=task == "counts")
print(framing.estimate(loaded.scored, loaded.articles, levels=["outlet"]).write_json())
sys.stdout.flush()
main(["report", "--project", folder, "--json"])
"""


@pytest.fixture(scope="module")
def project(
    tmp_path_factory: pytest.TempPathFactory, scorer: Scorer, articles: Any, jsonl: Any, add_files: Any
) -> Project:
    """Many articles with long texts. They are scored without what makes them long, which takes no time to write."""
    place = tmp_path_factory.mktemp("larger")
    few = init_project(place / "few")
    rows = [
        row | {"published": f"2024-0{number % 9 + 1}-0{number % 7 + 1}"} for number, row in enumerate(articles(10, 3))
    ]
    add_files(few, jsonl(place / "few.jsonl", rows))
    runs = few.history().runs
    once = {table: few.columns(table, list(columns), runs).drop(BATCH) for table, columns in TABLES.items()}
    project = init_project(place / "many")
    counts = {"articles": 10 * COPIES, "scored": 10 * COPIES}
    versions = dict(runs.row(0, named=True))
    with Commits(project) as commits:
        for batch in range(BATCHES):
            frames = {
                table: pl.concat(
                    frame.with_columns(
                        pl.format("{}-{}-{}", "article_id", pl.lit(batch), pl.lit(copy)).alias("article_id")
                    )
                    for copy in range(COPIES)
                )
                for table, frame in once.items()
                if table in ("articles", "evidence", "exposure", "scores", "scales")
            }
            frames["articles"] = frames["articles"].with_columns(pl.col("text") + "। " + "और " * (LONGER // 3))
            named = {name: versions[name] for name in ("lexicon_fingerprint", "scorer_version", "lexicon_tables")}
            commits.commit("add", frames, counts, versions=named)
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
    table, report = map(json.loads, done.stdout.splitlines())
    rows = report["estimates"]
    assert {(row["key"], row["articles"]) for row in table} == {(row["key"], row["articles"]) for row in rows}
    assert sum({row["key"]: row["articles"] for row in table}.values()) == BATCHES * COPIES * 10

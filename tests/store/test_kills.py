"""Writers that are killed at any moment, beside a reader that never stops: nothing lost, nothing doubled, nothing half seen."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from framing.errors import ProjectError
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.layout import RUNS, TABLES
from framing.store.loaded import Loaded
from framing.store.log import newest
from framing.store.maintain import verify_project
from framing.store.project import Project, init_project, open_project

WORKER = Path(__file__).with_name("worker.py")
#: Each kind once here, hundreds with `make torture`; each finds some batches to go.
KILLS = int(os.environ.get("TORTURE") or 6)
ARTICLES = 20 * KILLS
BATCH_BYTES = 6_000
DEADLINE = 300.0


@contextmanager
def worker(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", "TOKIO_WORKER_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, str(WORKER), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def expect_ready(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def wait_until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + DEADLINE
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < end, what
        pause.wait(0.002)


@dataclass(frozen=True)
class Outcome:
    reference: Loaded
    kills: int
    landed: list[int]
    leftovers: int
    reader: str
    last: dict[str, Any]
    loaded: Loaded
    project: Project


@pytest.fixture(scope="module")
def outcome(
    tmp_path_factory: pytest.TempPathFactory, lexicon: Path, articles: Any, jsonl: Any, add_files: Any
) -> Outcome:
    """Kills, a reader beside them, and one last run that is left in peace."""
    place = tmp_path_factory.mktemp("kills")
    file = jsonl(place / "news.jsonl", articles(ARTICLES, 7))
    whole = init_project(place / "whole")
    add_files(whole, file, batch_bytes=BATCH_BYTES * 10)
    reference = whole.load()
    spans = dict(reference.scored.evidence.group_by("article_id").len().iter_rows())
    expected = place / "spans.json"
    expected.write_text(json.dumps(spans), encoding="utf-8")
    project = init_project(place / "killed")
    arguments = (lexicon, "add", project.folder, file, str(BATCH_BYTES))
    chance = random.Random(20)
    landed, leftovers = [], 0
    with ExitStack() as stack:
        reader = stack.enter_context(worker(lexicon, "read", project.folder, expected))
        expect_ready(reader)
        # The next process gets ready while the present one is killed.
        following = stack.enter_context(worker(*arguments))
        for number in range(KILLS):
            process, following = following, stack.enter_context(worker(*arguments))
            expect_ready(process)
            before = newest(project.folder / RUNS)
            tell(process)
            if number % 5:  # Every fifth kill may come before anything has landed.
                wait_until(lambda b=before: newest(project.folder / RUNS) > b, "no batch landed")  # type: ignore[misc]
            if number % 3:
                with pytest.raises(subprocess.TimeoutExpired):
                    process.wait(chance.uniform(0, 0.25))
            else:  # In the midst of a commit: some table is ahead of what the runs record.
                written = [table for table in sorted(TABLES) if newest(whole.folder / table) >= 0]
                table = project.folder / chance.choice(written)
                ahead = newest(table)
                wait_until(lambda t=table, b=ahead: newest(t) > b, "nothing was written")  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
            assert process.wait(DEADLINE) == -signal.SIGKILL
            landed.append(newest(project.folder / RUNS) - before)
            leftovers += _has_leftover(project)
        expect_ready(following)
        tell(following)
        # What the kills left to do takes the longer, the more of them there were.
        output, _ = following.communicate(timeout=20 * DEADLINE)
        seen, _ = reader.communicate("go\n", timeout=DEADLINE)
    return Outcome(reference, KILLS, landed, leftovers, seen, json.loads(output), project.load(), project)


def _has_leftover(project: Project) -> bool:
    """Whether the killed writer left rows in some table that no run counts."""
    runs = project.history().runs
    if runs.is_empty():
        return any(newest(project.folder / table) >= 0 for table in TABLES)
    versions = {table["table"]: table["version"] for table in runs["tables"].to_list()[-1]}
    return any(newest(project.folder / table) > versions[table] for table in TABLES)


def sorted_frames(loaded: Loaded) -> dict[str, pl.DataFrame]:
    scored = loaded.scored
    frames = {
        "articles": loaded.articles,
        "status": scored.articles,
        "evidence": scored.evidence,
        "exposure": scored.exposure,
        "scores": scored.scores,
        "scales": scored.scales,
    }
    return {name: frame.sort("article_id", maintain_order=True) for name, frame in frames.items()}


def test_the_result_equals_the_uninterrupted_run(outcome: Outcome) -> None:
    expected = sorted_frames(outcome.reference)
    for name, frame in sorted_frames(outcome.loaded).items():
        assert frame.equals(expected[name]), name
    assert outcome.loaded.articles.height == ARTICLES


def test_the_kills_struck(outcome: Outcome) -> None:
    """The test means something: batches landed before kills, kills left rows behind, and work was left for the last run."""
    assert sum(map(bool, outcome.landed)) >= outcome.kills // 2
    assert outcome.leftovers >= outcome.kills // 5
    assert 0 < outcome.last["scored"] < ARTICLES


def test_the_reader_saw_whole_batches_only(outcome: Outcome) -> None:
    verdict, _, states = outcome.reader.strip().partition(" ")
    assert verdict == "whole", outcome.reader
    assert int(states) > outcome.kills // 2


def test_nothing_that_came_in_went_missing(outcome: Outcome) -> None:
    last = outcome.last
    assert last["articles"] == ARTICLES == last["known"] + last["scored"]
    runs = outcome.loaded.runs
    assert runs["scored"].sum() == ARTICLES
    assert runs["replaced"].sum() == 0


def test_what_the_kills_left_is_swept_and_the_rest_verifies(outcome: Outcome) -> None:
    report = verify_project(outcome.project.folder)
    assert report.damage == ()
    assert report.notes == ()
    assert not _has_leftover(outcome.project)


def test_a_second_writer_is_refused_and_a_killed_one_frees_the_lock(
    tmp_path: Path, lexicon: Path, scorer: Scorer
) -> None:
    project = init_project(tmp_path / "p")
    with worker(lexicon, "hold", project.folder) as holder:
        expect_ready(holder)
        with pytest.raises(ProjectError) as caught, Writer(open_project(project.folder), scorer):
            pass
        assert caught.value.code == "project.busy"
        assert project.load().articles.is_empty()
        holder.send_signal(signal.SIGKILL)
        holder.wait(DEADLINE)
        with Writer(project, scorer):
            pass

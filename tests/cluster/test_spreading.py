"""What a cluster comes to is what one process comes to, row for row; also when workers and schedulers die."""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from distributed import Client

import framing
import framing.cluster
from framing import memory
from framing.cluster.spreading import Cluster
from framing.cluster.work import Score, Sent
from framing.errors import ClusterError
from framing.ingest.article.outlets import load_outlets
from framing.ingest.completing import Completer
from framing.ingest.source import Part, rows_frame
from framing.lexicon.lexicon import Lexicon
from framing.scoring.score import Scored, Scorer
from framing.store.known import open_rejects
from framing.store.layout import RUNS, TABLES
from framing.store.loaded import Loaded
from framing.store.maintain import verify_project
from framing.store.project import Project, init_project
from tests.cluster.machines import pids, scheduler, worker

#: Kills of a worker; hundreds of kills of other kinds are in ``tests/store``. ``make torture`` makes 20.
KILLS = 20 if os.environ.get("TORTURE") else 2
ARTICLES = 60 * KILLS
BATCH_BYTES = 6_000


def same(found: Scored, expected: Scored) -> None:
    for name in Scored.__dataclass_fields__:
        assert getattr(found, name).equals(getattr(expected, name)), name


def same_project(found: Loaded, expected: Loaded) -> None:
    """The same rows, in the same order."""
    assert found.articles.equals(expected.articles)
    same(found.scored, expected.scored)


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, articles: Any, jsonl: Any) -> Path:
    """Articles, of which some are copies, some no articles, and some in no language that is read."""
    rows = articles(ARTICLES, 11)
    for place in range(5, ARTICLES, 25):
        rows[place] |= {"text": rows[place - 4]["text"], "title": rows[place - 4]["title"]}
        rows[place + 1] |= {"text": "", "title": ""}
        rows[place + 2] |= {"text": "Пришли новости из столицы. " * 4, "title": "", "language": "ru"}
        rows[place + 3] |= {"id": rows[place]["id"]}
        rows[place + 4] |= {"published": "31 Feb 2024", "outlet": "The Hindu (Online)"}
    file: Path = jsonl(tmp_path_factory.mktemp("news") / "news.jsonl", rows)
    return file


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory, news: Path, add_files: Any) -> Loaded:
    """What one process comes to."""
    project = init_project(tmp_path_factory.mktemp("alone") / "p")
    add_files(project, news, batch_bytes=BATCH_BYTES)
    loaded = project.load()
    rejects = open_rejects(project, project.history().runs)
    assert loaded.articles["cluster"].n_unique() < loaded.articles.height
    assert set(rejects["code"]) == {"input.no-text", "input.duplicate-id"}
    assert "refused" in set(loaded.scored.articles["status"])
    return loaded


def test_frames_and_files_are_scored_as_here(client: Client, news: Path, small: Lexicon) -> None:
    with pytest.warns(framing.FramingWarning):
        read = framing.articles(news)
    frame = pl.DataFrame({"text": read["text"], "id": read["article_id"]})
    for given in (read, frame, frame.drop("id")):
        same(framing.cluster.score(given, client, small), Scorer(small).score(given))
    with pytest.warns(framing.FramingWarning):
        same(framing.cluster.score([news], client, small), Scorer(small).score(read))
    nothing = framing.cluster.score(frame.clear(), client, small)
    same(nothing, Scorer(small).score(frame.clear()))
    with pytest.raises(framing.UsageError, match=r"stands twice"):
        framing.cluster.score(pl.concat([frame, frame]), client, small)


def test_killed_workers_change_nothing(
    client: Client, tmp_path: Path, news: Path, alone: Loaded, add_there: Any
) -> None:
    project, chance = init_project(tmp_path / "p"), random.Random(5)
    # Not so late that nothing is under way any more.
    moments = set(chance.sample(range(alone.runs.height - 5), KILLS))
    landed, struck = count(), []

    def kill() -> None:
        if next(landed) in moments:
            address, pid = chance.choice(sorted(pids(client).items()))
            struck.append(bool(client.processing()[address]) or bool(client.has_what()[address]))
            os.kill(pid, signal.SIGKILL)

    counts = add_there(project, client, news, batch_bytes=BATCH_BYTES, told=kill)
    assert len(struck) == KILLS
    assert sum(struck) >= KILLS // 2  # Something to do, or something done that nobody had fetched.
    assert counts.articles == ARTICLES
    loaded = project.load()
    same_project(loaded, alone)
    assert loaded.runs["scored"].sum() == alone.runs["scored"].sum()
    assert verify_project(project.folder).damage == ()
    assert add_there(project, client, news).batches == 0


def test_a_dead_scheduler_leaves_what_the_next_run_completes(
    tmp_path: Path, news: Path, alone: Loaded, add_there: Any, add_files: Any
) -> None:
    project = init_project(tmp_path / "p")
    with (
        scheduler() as running,
        worker(running.address),
        Client(running.address, timeout=2, set_as_default=False) as client,
    ):

        def end() -> None:
            running.process.kill()

        with pytest.raises(ClusterError) as caught:
            add_there(project, client, news, batch_bytes=BATCH_BYTES, told=end)
        assert caught.value.code == "cluster.lost"
        assert caught.value.where == running.address
    before = project.load().articles.height
    assert 0 < before < alone.articles.height
    add_files(project, news, batch_bytes=BATCH_BYTES)
    same_project(project.load(), alone)
    assert verify_project(project.folder).damage == ()


def test_the_tables_are_read_by_duckdb(
    client: Client, tmp_path: Path, news: Path, alone: Loaded, add_there: Any
) -> None:
    project: Project = init_project(tmp_path / "p")
    add_there(project, client, news, batch_bytes=20_000)
    with duckdb.connect() as connection:
        for table in TABLES:
            if (project.folder / table).is_dir():
                runs = f"'{project.folder}/{RUNS}/*.parquet'"
                query = f"SELECT count(*) FROM '{project.folder}/{table}/*.parquet' WHERE batch_id IN (SELECT batch_id FROM {runs})"
                (rows,) = connection.execute(query).fetchone() or (0,)
                assert rows == project.columns(table, ["batch_id"], project.history().runs).height
        names = connection.execute(f"SELECT entry_id FROM '{project.folder}/evidence/*.parquet'").fetchall()
    assert sorted(name for (name,) in names) == sorted(alone.scored.evidence["entry_id"])


def test_a_lexicon_is_sent_once(client: Client, small: Lexicon) -> None:
    """Of a second sending nothing comes to the workers: what they have stays the same object."""

    def held(dask_worker: Any) -> dict[str, int]:
        return {name: id(plugin) for name, plugin in dask_worker.plugins.items() if name.startswith("framing-")}

    cluster = Cluster(client)
    name = cluster.send(Sent(Score(small, sketched=False)))
    before = client.run(held)
    assert len(before) == 2
    assert small.fingerprint in name
    assert all(name in plugins for plugins in before.values())
    cluster.send(Sent(Score(small, sketched=False)))
    assert client.run(held) == before


def test_a_worker_with_a_nanny_fills_nine_tenths_of_its_memory(client: Client, small: Lexicon) -> None:
    """Its nanny would end it soon after; where it stops by itself, the one article that is too much is told."""

    def allowed(dask_worker: Any) -> tuple[float, float]:
        return memory._allowed, dask_worker.memory_manager.memory_limit

    for batch in range(2):
        found = framing.cluster.score({"text": [f"मंत्री ने {batch} बार कहा।"]}, client, small)
        assert found.articles.height == 1
    told = [(most, limit) for most, limit in client.run(allowed).values() if most != float("inf")]
    assert told
    assert all(most == pytest.approx(0.9 * limit) for most, limit in told)


def test_more_is_not_under_way_than_keeps_workers_busy(
    client: Client, small: Lexicon, tmp_path: Path, articles: Any
) -> None:
    """Two batches a thread and one more: however many articles there are, memory holds so many batches."""
    cluster = Cluster(client)
    scoring = cluster.scoring(small)
    frame = pl.DataFrame(articles(10, 3)).rename({"id": "article_id"})
    waiting = []
    for number in range(1, 6):
        waiting.append(scoring.start(frame))
        assert scoring.is_full() == (number > 4)
    for found in waiting:
        assert found().scored.articles.height == 10
    assert not scoring.is_full()
    read: list[int] = []

    def parts() -> Iterator[Part]:
        for number in range(12):
            read.append(number)
            yield Part(rows_frame([{"text": "मंत्री ने कहा।", "place": str(number), "fallback_id": str(number)}]))

    each = cluster.each(Completer(load_outlets()), parts())
    part, completed = next(each)
    assert len(read) == 5
    assert [part.rows["place"][0], *completed.articles["origin"]] == ["0", "0"]
    assert [completed.articles["origin"][0] for _, completed in each] == [str(number) for number in range(1, 12)]


def test_processes_of_this_machine_are_a_cluster(run: Any, tmp_path: Path) -> None:
    """The whole way from the command line, with the toolkit's own lexicon and certificates that last as long as the run."""
    told, loaded = [], []
    for number, more in enumerate(([], ["--cluster", "local:2"])):
        project = init_project(tmp_path / str(number))
        found = run("add", framing.seeds_folder(), "--project", project.folder, "--json", *more)
        assert (found.code, found.err) == (0, "")
        told.append({name: count for name, count in json.loads(found.out).items() if name != "project"})
        loaded.append(project.load())
    assert told[0] == told[1]
    same_project(loaded[1], loaded[0])

"""A scheduler and two workers, as processes of their own, for all tests of a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import Client

from framing.cluster.spreading import Cluster
from framing.lexicon.lexicon import Lexicon, load_lexicon
from framing.store.add import Counts
from framing.store.intake import Intake
from framing.store.project import Project
from tests.cluster.machines import Scheduler, scheduler, worker
from tests.store.conftest import add_files, articles, jsonl, lexicon, scorer

__all__ = ["add_files", "articles", "jsonl", "lexicon", "scorer"]


@pytest.fixture(scope="session")
def workers() -> Iterator[Scheduler]:
    """Two workers; the nanny of each starts it anew where it dies."""
    with scheduler() as running, worker(running.address), worker(running.address):
        yield running


@pytest.fixture(scope="session")
def client(workers: Scheduler) -> Iterator[Client]:
    with Client(workers.address, set_as_default=False) as connected:
        connected.wait_for_workers(2)
        yield connected


@pytest.fixture(scope="session")
def small(lexicon: Path) -> Lexicon:
    return load_lexicon(lexicon)


AddThere = Callable[..., Counts]


@pytest.fixture(scope="session")
def add_there(small: Lexicon) -> AddThere:
    """Add files to a project on a cluster, in batches of some bytes; told of each batch."""

    def add(
        project: Project,
        client: Client,
        *paths: Path,
        batch_bytes: int = 6_000,
        told: Callable[[], None] = lambda: None,
    ) -> Counts:
        cluster, counts = Cluster(client), Counts()
        with Intake(project, batch_bytes=batch_bytes, scorer=cluster.scoring(small), elsewhere=cluster) as intake:
            for _, added in intake.add(paths):
                counts += added
                told()
        return counts

    return add

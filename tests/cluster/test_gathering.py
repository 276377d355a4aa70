"""How long a batch is waited for, what is told where it does not come, and how many are under way.

Futures, clocks and what scores are stand-ins: that nobody comes for minutes, or a scheduler ends between two questions,
cannot be brought about at will.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import framing.cluster
from framing.cluster import spreading
from framing.cluster.spreading import Cluster
from framing.errors import ClusterError
from framing.scoring import score


class Future:
    """One that was never sent."""

    def __init__(self, status: str, error: BaseException | None) -> None:
        self.status, self.error, self.released = status, error, False

    def exception(self, timeout: float) -> BaseException | None:  # noqa: ARG002 - Dask names it
        return self.error if self.status == "error" else None

    def result(self) -> dict[str, bytes]:
        if self.error is not None:
            raise self.error
        return {}

    def release(self) -> None:
        self.released = True


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    monkeypatch.setattr(spreading, "welcomed", lambda _: {})
    return Cluster(_client())


def _client(**answers: object) -> Any:
    return SimpleNamespace(scheduler=SimpleNamespace(address="tcp://s:1"), **answers)


@pytest.mark.parametrize(
    ("status", "error", "told"),
    [
        ("finished", None, None),
        # What fails on a worker is its own; what fails on the way to it is the scheduler's end.
        ("error", OSError("no space left"), OSError),
        ("error", MemoryError(), MemoryError),
        ("finished", OSError("connection closed"), "cluster.lost"),
        ("cancelled", CancelledError(), "cluster.lost"),
        ("lost", CancelledError(), "cluster.lost"),
    ],
)
def test_what_becomes_of_a_batch(cluster: Cluster, status: str, error: BaseException | None, told: Any) -> None:
    future: Any = Future(status, error)
    if told is None:
        assert cluster.gather(future) == {}
    else:
        with pytest.raises(ClusterError if isinstance(told, str) else told) as caught:
            cluster.gather(future)
        if isinstance(told, str):
            assert isinstance(caught.value, ClusterError)
            assert (caught.value.code, caught.value.where) == (told, "tcp://s:1")
            assert caught.value.__cause__ is error
        else:
            assert caught.value is error
    assert future.released


@pytest.mark.parametrize("error", [CancelledError(), OSError("closed")])
def test_a_scheduler_that_ends_is_told_wherever_it_is_asked(cluster: Cluster, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    future: Any = SimpleNamespace(exception=fail)
    with pytest.raises(ClusterError) as caught:
        cluster.settle(future)
    assert (caught.value.code, caught.value.where) == ("cluster.lost", "tcp://s:1")
    if isinstance(error, OSError):
        cluster._client = _client(register_plugin=fail)
        sent: Any = SimpleNamespace(name="sent")
        with pytest.raises(ClusterError, match="the scheduler is gone"):
            cluster.send(sent)


@pytest.mark.parametrize(
    ("workers", "seconds"),
    [
        # The last look after which it is more than ten minutes.
        ([0], 610),
        # Somebody was there at the third look, and then no more.
        ([0, 0, 1, 0], 640),
        ([1] * 100 + [0], 1_610),
    ],
)
def test_workers_are_waited_for_ten_minutes(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch, workers: list[int], seconds: int
) -> None:
    """The queue of a cluster may take so long until others come; as long as somebody works there is no end."""
    clock, looks = [0.0], iter(workers)

    def wait(timeout: float) -> None:
        clock[0] += timeout
        raise TimeoutError

    monkeypatch.setattr(spreading, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(cluster, "_threads", lambda: next(looks, workers[-1]))
    future: Any = SimpleNamespace(exception=wait)
    with pytest.raises(ClusterError) as caught:
        cluster.settle(future)
    assert (caught.value.code, clock[0]) == ("cluster.no-workers", seconds)


@pytest.mark.parametrize("threads", [[], [0], [1], [2, 3]])
def test_so_many_batches_are_under_way_as_threads_work_on_and_have_before_them(
    cluster: Cluster, threads: list[int]
) -> None:
    """Where nobody is there, as many as for one."""
    workers = {str(place): {"nthreads": count} for place, count in enumerate(threads)}
    # Dask tells of all of them where it is asked for -1.
    cluster._client = _client(scheduler_info=lambda n_workers: {"workers": workers if n_workers == -1 else {}})
    most = 2 * max(1, sum(threads))
    assert [cluster.is_enough([1] * count) for count in (most, most + 1)] == [False, True]


@pytest.mark.parametrize("most", [1, 2, 5])
def test_batches_are_asked_for_in_order_once_as_many_are_under_way_as_may_be(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(score, "BATCH_BYTES", 1)
    log: list[str] = []

    def start(articles: pl.DataFrame) -> Callable[[], str]:
        name: str = articles["text"].item()
        log.append(name)
        assert under_way() <= most

        def wait() -> str:
            log.append(f"{name} is there")
            return name

        return wait

    def under_way() -> int:
        return sum(1 if len(what) == 1 else -1 for what in log)

    scoring: Any = SimpleNamespace(start=start, is_full=lambda: under_way() >= most)
    articles = pl.DataFrame({"title": [""] * 4, "text": list("abcd")})
    found: Iterator[Any] = framing.cluster._outcome(scoring, articles)
    assert list(found) == list("abcd")
    # Nothing is waited for before as many are under way.
    assert log.index("a is there") == min(most, 4)

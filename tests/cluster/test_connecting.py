"""Who is taken for a cluster, how those who are not are told, and what workers of this machine are like."""

from __future__ import annotations

import logging
import os
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from types import SimpleNamespace
from typing import Any

import dask
import pytest
from distributed import Client, default_client

from framing.cluster import connecting
from framing.cluster.connecting import address_of, connected, welcomed
from framing.cluster.work import identity
from framing.errors import ClusterError


@contextmanager
def listening(answer: Callable[[socket.socket], object]) -> Iterator[str]:
    """Somebody who takes one connection, and answers it; host and port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            taken, _ = server.accept()
            with taken:
                answer(taken)

        thread = Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join()


def speak_first(taken: socket.socket) -> None:
    """As a scheduler of Dask does: how long its greeting is, and the greeting."""
    taken.sendall((8).to_bytes(8, "little") + b"greeting")
    taken.recv(1_000)


def hang_up(taken: socket.socket) -> None:
    """End the connection as a machine does on which nobody takes it."""
    taken.recv(1)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.mark.parametrize("answer", [speak_first, hang_up, socket.socket.close])
def test_who_does_not_talk_tls_is_knocked_at_and_left(answer: Callable[[socket.socket], object]) -> None:
    with listening(answer) as place:
        connecting._knock(f"tcp://{place}")


def test_who_is_to_talk_tls_is_not_asked_twice() -> None:
    """The client's own try tells of certificates."""
    with listening(lambda taken: taken.recv(1)) as place:
        connecting._knock(f"tls://{place}")


@pytest.mark.parametrize(
    ("address", "error", "code", "what"),
    [
        ("tls://a:1", ValueError("no\n  certificate"), "cluster.tls", "TLS was refused: no certificate"),
        ("tcp://a:1", OSError("timed  out"), "cluster.unreachable", "the scheduler does not answer: timed out"),
    ],
)
def test_who_does_not_take_us_in_is_told_with_the_first_cause(
    address: str, error: Exception, code: str, what: str
) -> None:
    late = OSError("it took too long")
    late.__cause__ = error
    for given in (error, late):
        refusal = connecting._refusal(address, given)
        assert (refusal.code, refusal.what, refusal.where) == (code, what, address)


@pytest.mark.parametrize(("missed", "told"), [(0, False), (2, False), (3, True)])
def test_a_machine_under_load_has_three_tries(monkeypatch: pytest.MonkeyPatch, missed: int, told: bool) -> None:
    """That the thread of a client does not begin in time cannot be brought about at will."""
    tries = []

    def begun(address: str, **options: Any) -> str:
        tries.append((address, options["set_as_default"]))
        assert len(tries) > missed
        return "client"

    monkeypatch.setattr(connecting, "Client", begun)
    if told:
        with pytest.raises(ClusterError) as caught:
            connecting._client("tcp://a:1")
        assert (caught.value.code, caught.value.where) == ("cluster.busy", "tcp://a:1")
    else:
        assert str(connecting._client("tcp://a:1")) == "client"
    assert tries == [("tcp://a:1", False)] * min(missed + 1, 3)


class Answering:
    """What a scheduler and its workers say of themselves: to have other versions of them start takes seconds."""

    def __init__(self, version: str | None, **workers: Any) -> None:
        self.scheduler = SimpleNamespace(address="tcp://s:1")
        self.version, self.workers = version, workers

    def wait_for_workers(self, _: int, timeout: float) -> None:
        if not self.workers:
            raise TimeoutError(timeout)

    def run_on_scheduler(self, _: object, name: str) -> str | None:
        assert name == "framing.version.__version__"
        return self.version

    def run(self, asked: object, *_: str, on_error: str) -> dict[str, Any]:
        assert on_error == "return"
        here = ("1.0", identity())
        return {name: (here if said is WELL else said)[asked is identity] for name, said in self.workers.items()}


#: A worker that has what this process has.
WELL = object()


@pytest.mark.parametrize(
    ("client", "code", "who"),
    [
        (Answering("1.0"), "cluster.no-workers", "tcp://s:1"),
        (Answering(None, a=WELL), "cluster.no-package", "scheduler tcp://s:1"),
        (Answering("1.0", c=(None, {}), b=(None, {}), a=WELL), "cluster.no-package", "worker b"),
        (Answering("1.0", a=WELL, b=(ModuleNotFoundError("a"), {})), "cluster.no-package", "worker b"),
        (Answering("1.0", b=("0.9", AttributeError("identity")), a=WELL), "cluster.version", "worker b"),
        (Answering("1.0", a=WELL, c=("0.9", {"version": "0"}), b=("0.9", {})), "cluster.version", "worker b"),
    ],
)
def test_the_first_who_would_not_score_as_here_is_named(client: Any, code: str, who: str) -> None:
    with pytest.raises(ClusterError) as caught:
        welcomed(client)
    assert (caught.value.code, caught.value.where) == (code, who)


def test_who_scores_as_here_is_welcome() -> None:
    client: Any = Answering("1.0", a=WELL, b=WELL)
    assert welcomed(client) == identity()


def test_a_client_that_is_closed_is_nowhere() -> None:
    with Client(processes=False, n_workers=1, dashboard_address="127.0.0.1:0", set_as_default=False) as client:
        assert address_of(client).startswith("inproc://")
    client.scheduler = None
    assert address_of(client) == ""


def test_workers_of_this_machine_have_a_thread_each_and_talk_to_nobody_else() -> None:
    before = dask.config.get("distributed.scheduler.allowed-failures")
    with connected("local:1") as client:
        info = client.scheduler_info(n_workers=-1)
        (worker,) = info["workers"].values()
        assert worker["nthreads"] == 1
        assert client.direct_to_workers
        (pid,) = client.run(os.getpid).values()
        assert pid != os.getpid()
        assert address_of(client).startswith("tls://127.0.0.1:")
        assert client.run(os.environ.get, "POLARS_MAX_THREADS") == dict.fromkeys(info["workers"], "1")
        assert client.run_on_scheduler(lambda dask_scheduler: dask_scheduler.allowed_failures) == 1
        # What matters is said by the errors; the loggers say nothing.
        for name in ("distributed", "distributed.core", "distributed.scheduler"):
            assert not logging.getLogger(name).isEnabledFor(logging.CRITICAL)
        with pytest.raises(ValueError, match="No clients found"):
            default_client()
    assert dask.config.get("distributed.scheduler.allowed-failures") == before

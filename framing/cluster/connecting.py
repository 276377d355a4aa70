"""Connecting to a cluster: one that is there already, or workers of this machine; whoever does not fit is refused."""

from __future__ import annotations

import logging
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pydoc import locate
from typing import Final
from urllib.parse import urlsplit

import cryptography  # noqa: F401 - Dask asks for it when it makes certificates, and is told here that it is missing
import dask
from distributed import Client, LocalCluster

from framing.cluster.work import differing, identity
from framing.errors import ClusterError
from framing.version import __version__

__all__ = ["address_of", "connected", "welcomed"]

#: Seconds until nobody is there: a scheduler, and workers, whose start takes longer.
_SCHEDULER, _WORKERS = 10.0, 30.0
#: How often a client is begun anew where this machine is too busy to begin its thread.
_TRIES: Final = 3

_LOCAL: Final = re.compile(r"local:([1-9]\d{0,3})")
_REMOTE: Final = re.compile(r"(tcp|tls)://.+:\d+")

#: Workers of this machine: one thread each, so that Polars has no more either; and of a batch under which workers die,
#: two are enough to tell that it is the batch.
_CONFIG: Final = {
    "distributed.nanny.pre-spawn-environ.POLARS_MAX_THREADS": 1,
    "distributed.scheduler.allowed-failures": 1,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of a cluster, as long as it is needed.

    Args:
        address: ``tcp://host:port`` or ``tls://host:port`` of a scheduler; certificates are those of Dask's own
            settings (``DASK_DISTRIBUTED__COMM__TLS__…``). Or ``local:N`` for N processes of this machine, which talk
            over connections that no other user of the machine can enter.

    Raises:
        ClusterError: ``cluster.address``, ``cluster.unreachable``, ``cluster.tls``, ``cluster.busy``, or as
            :func:`welcomed`.
    """
    local = _LOCAL.fullmatch(address)
    if local is None and not _REMOTE.fullmatch(address):
        hint = "name tcp://host:port or tls://host:port of a scheduler, or local:4 for four workers here"
        raise ClusterError("cluster.address", "it is no address of a cluster", address, hint)
    # What matters of it is said by the errors, in a line each.
    for name in ("distributed", *logging.Logger.manager.loggerDict):
        if name.split(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with _local(int(local[1])) if local else _remote(address) as client:
        yield client


@contextmanager
def _local(workers: int) -> Iterator[Client]:
    with (
        dask.config.set(_CONFIG),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            # There are no pages; Dask listens all the same, and so only to this machine, at a port that is free.
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL + 1,
            security=True,
        ) as cluster,
        Client(cluster, set_as_default=False, direct_to_workers=True) as client,
    ):
        yield client


@contextmanager
def _remote(address: str) -> Iterator[Client]:
    _knock(address)
    try:
        client = _client(address)
    except (OSError, TypeError, ValueError, ImportError) as error:
        raise _refusal(address, error) from error
    try:
        yield client
    finally:
        # Whoever is gone is not waited for.
        client.close(timeout=2)


def _client(address: str) -> Client:
    """A client; Dask gives the thread of its loop ten seconds to begin, and on a machine under load it may miss them.

    Raises:
        ClusterError: ``cluster.busy``.
    """
    for _ in range(_TRIES):
        with suppress(AssertionError):
            return Client(address, timeout=_SCHEDULER, set_as_default=False)
    hint = "this machine is too busy to begin a thread; try again once it has less to do"
    raise ClusterError("cluster.busy", "no connection to the scheduler could be begun", address, hint)


def _knock(address: str) -> None:
    """Find out at once where nobody is there, or where somebody wants another kind of connection.

    Raises:
        ClusterError: ``cluster.unreachable`` or ``cluster.tls``.
    """
    place = urlsplit(address)
    try:
        with socket.create_connection((place.hostname or "", place.port or 0), timeout=_SCHEDULER) as connection:
            if place.scheme == "tls" or not _wants_tls(connection):
                return
    # Of a port or a name that cannot be one, Python says so by a ValueError.
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "start one with 'dask scheduler', or check the address and the firewall"
        raise ClusterError("cluster.unreachable", f"there is no scheduler: {reason}", address, hint) from error
    hint = f"name tls://{place.netloc}, and certificates by DASK_DISTRIBUTED__COMM__TLS__CA_FILE and its like"
    raise ClusterError("cluster.tls", "the scheduler there talks TLS only", address, hint)


def _wants_tls(connection: socket.socket) -> bool:
    """Whether the other side answers as TLS does; a scheduler without TLS speaks first, and in Dask's own way."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with context.wrap_socket(connection):
            return True
    except ssl.SSLError as error:
        return error.reason not in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNEXPECTED_EOF_WHILE_READING")
    except OSError:
        return False


def _refusal(address: str, error: BaseException) -> ClusterError:
    """What is wrong with a scheduler that is there, and does not take us in."""
    reason = " ".join(str(error.__cause__ or error).split())
    if address.startswith("tls:"):
        hint = "check the certificates in Dask's settings (DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …CLIENT__CERT, …KEY)"
        return ClusterError("cluster.tls", f"TLS was refused: {reason}", address, hint)
    hint = "check that it is a Dask scheduler, and of a version that this Dask understands"
    return ClusterError("cluster.unreachable", f"the scheduler does not answer: {reason}", address, hint)


def welcomed(client: Client) -> dict[str, str]:
    """What all workers of a cluster and this process have alike.

    Raises:
        ClusterError: ``cluster.no-workers``; ``cluster.no-package``, ``cluster.version`` or ``cluster.fingerprint``,
            which name the first worker that would not score as this process does.
    """
    place = address_of(client)
    try:
        client.wait_for_workers(1, timeout=_WORKERS)
    except TimeoutError:
        hint = "start some with 'dask worker', then run this again"
        raise ClusterError("cluster.no-workers", "the scheduler has no workers", place, hint) from None
    version = client.run_on_scheduler(locate, "framing.version.__version__")
    if version is None:
        raise _without_package(f"scheduler {place}")
    for address, reported in sorted(client.run(locate, "framing.version.__version__", on_error="return").items()):
        if not isinstance(reported, str):
            raise _without_package(f"worker {address}")
    expected = identity()
    for address, reported in sorted(client.run(identity, on_error="return").items()):
        # What it has is of an earlier version, which knows of no clusters.
        has = reported if isinstance(reported, dict) else {"version": "of another version"}
        if refusal := differing(expected, has, f"worker {address}"):
            raise refusal
    return expected


def address_of(client: Client) -> str:
    """Where the scheduler of a client is, for messages."""
    return str(client.scheduler.address) if client.scheduler is not None else ""


def _without_package(who: str) -> ClusterError:
    hint = f"install framing-toolkit {__version__} there, in the Python that runs it, and restart it"
    return ClusterError("cluster.no-package", "the package 'framing' is not there", who, hint)

"""Schedulers and workers as processes of their own, as on machines of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from distributed import Client

__all__ = ["Scheduler", "pids", "scheduler", "worker"]

#: Nothing of a worker's start takes so long.
DEADLINE = 120.0

#: A worker whose Python finds the libraries and not what is installed to be edited in place, such as this package.
WITHOUT = "import sys; sys.path[:] = [path for path in sys.path if path] + [{site!r}]; from distributed.cli.dask_worker import main; main()"


@dataclass(frozen=True)
class Scheduler:
    """Where a scheduler is, and its process."""

    address: str
    process: subprocess.Popen[str]


@contextmanager
def scheduler(*options: str, settings: Mapping[str, str] | None = None) -> Iterator[Scheduler]:
    """A scheduler at a port that was free."""
    module = ["-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    command = [*module, "--dashboard-address", "127.0.0.1:0", *options]
    with _running(command, settings, subprocess.PIPE) as process:
        assert process.stderr is not None
        address = next(line.split()[-1] for line in process.stderr if "Scheduler at:" in line)
        # What else it says is read, so that it never waits for a reader.
        reader = Thread(target=process.stderr.read)
        reader.start()
        try:
            yield Scheduler(address, process)
        finally:
            process.kill()
            reader.join()


@contextmanager
def worker(
    address: str, *options: str, settings: Mapping[str, str] | None = None, without: Path | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A worker with one thread; ``without`` is a folder of libraries in which this package is not."""
    command = ["-m", "distributed.cli.dask_worker"]
    if without is not None:
        command = ["-S", "-E", "-c", WITHOUT.format(site=str(without))]
    command += [address, "--nthreads", "1", "--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
    with _running([*command, *options], settings) as process:
        yield process


@contextmanager
def _running(
    command: list[str], settings: Mapping[str, str] | None, told: int = subprocess.DEVNULL
) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "POLARS_MAX_THREADS": "1", **(settings or {})}
    process = subprocess.Popen(
        [sys.executable, *command],
        stderr=told,
        stdout=subprocess.DEVNULL,
        text=True,
        env=environment,
        # What lies in the folder of the tests would come before all else.
        cwd="/",
    )
    try:
        yield process
    finally:
        # A worker that is told to end asks the scheduler first; of one whose nanny is gone nothing stays.
        process.kill()
        process.wait(DEADLINE)
        if process.stderr is not None:
            process.stderr.close()


def pids(client: Client) -> dict[str, int]:
    """The process of each worker, by its address."""
    found: dict[str, int] = client.run(os.getpid)
    return found

"""Has pages, feeds and workbooks read in a process of its own, which a hostile one may exhaust without harm.

The process is started with the first of them (0.5 s), kept for the next ones, and ended when one takes more memory than
``limits.PAGE_MEMORY`` or more computing than ``limits.PAGE_SECONDS``; the next one gets a new process. Whoever asks
while another answer is being read gets a process more. It is no fork, which would hang where Polars runs.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

import framing
from framing import limits
from framing.errors import InputError

__all__ = ["extract", "pieces"]


_HOME: Final = str(Path(framing.__file__).parent.parent)
#: How a process ends that has computed for longer than it may.
_TOO_LONG: Final = -getattr(signal, "SIGXCPU", sys.maxsize)

_Process: TypeAlias = "subprocess.Popen[bytes]"


class _Pool:
    """The processes that wait for a question."""

    def __init__(self) -> None:
        self._idle: list[_Process] = []

    def take(self) -> _Process:
        """A process that nobody else speaks with; a new one where none waits."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._start()

    def give_back(self, process: _Process) -> None:
        """A process whose answer was heard to the end."""
        self._idle.append(process)

    def clear(self) -> None:
        """End the processes that wait."""
        while self._idle:
            _end(self._idle.pop())

    def forget(self) -> None:
        """Leave the processes to whoever started them."""
        self._idle = []

    def _start(self) -> _Process:
        path = os.pathsep.join(filter(None, (_HOME, os.environ.get("PYTHONPATH"))))
        return subprocess.Popen(
            [sys.executable, "-m", "framing.ingest.readers.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Threads of Polars and NumPy take address space, which is what the process has little of.
            env={**os.environ, "PYTHONPATH": path, "POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )


_POOL: Final = _Pool()
atexit.register(_POOL.clear)
if hasattr(os, "register_at_fork"):
    # A forked process must not speak with its parent's.
    os.register_at_fork(after_in_child=_POOL.forget)


def extract(task: str, payload: bytes, **facts: str | None) -> list[dict[str, Any]]:
    """The articles of a page or a feed.

    Args:
        task: ``page`` or ``feed``.
        payload: the page or the feed in UTF-8.
        facts: what else is known of it.

    Returns:
        Rows with some of the columns of ``source.ROW``; a row with ``error`` is a reject: its code, what, and a hint.

    Raises:
        InputError: the whole cannot be read.
    """
    return [row for piece in pieces(task, payload, **facts) for row in piece["rows"]]


def pieces(task: str, payload: bytes = b"", **facts: str | int | None) -> Iterator[dict[str, Any]]:
    """What is found, piece by piece.

    Args:
        task: ``page``, ``feed``, or one of the worker's tables.
        payload: the page or the feed in UTF-8.
        facts: what else is known of it; the ``path`` of a file, and what its reader wants to know.

    Raises:
        InputError: it cannot be read, or no further; ``input.too-slow`` or ``input.unreadable`` where the process had
            to be ended, or ended itself.
    """
    process = _POOL.take()
    whole = False
    try:
        question = {"task": task, "size": len(payload), "seconds": limits.PAGE_SECONDS, **facts}
        _say(process, json.dumps(question).encode() + b"\n" + payload)
        while (piece := _hear(process, task)) is not None:
            if "error" in piece and "sheet" not in piece:
                code, what, hint = piece["error"]
                whole = _hear(process, task) is None
                raise InputError(code, what, "", hint)
            yield piece
        whole = True
    finally:
        if whole:
            _POOL.give_back(process)
        else:
            _end(process)


def _say(process: _Process, question: bytes) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(question)
        process.stdin.flush()
    except OSError:
        pass  # It has ended; nothing is to be heard of it.


def _hear(process: _Process, task: str) -> dict[str, Any] | None:
    """The next line of an answer; null is its end."""
    assert process.stdout is not None
    late = threading.Event()

    def stop_late() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(limits.PAGE_SECONDS * limits.PAGE_PATIENCE, stop_late)
    timer.start()
    try:
        line = process.stdout.readline()
    finally:
        timer.cancel()
    if not line.endswith(b"\n"):
        _end(process)
        raise _failure(task, late.is_set() or process.returncode == _TOO_LONG)
    piece: dict[str, Any] | None = json.loads(line)
    return piece


def _end(process: _Process) -> None:
    process.kill()
    process.communicate()


def _failure(task: str, late: bool) -> InputError:
    wanted, hint = "its text", "save the article's text alone"
    if task == "workbook":
        wanted, hint = "its rows", "save its sheets as CSV"
    elif task in ("arrow", "database", "query", "r", "spss", "stata"):
        wanted, hint = "its rows", "export its tables as CSV"
    if late:
        what = f"{wanted} could not be found within {limits.PAGE_SECONDS:g} seconds of computing"
        return InputError("input.too-slow", what, "", hint)
    what = f"{wanted} could not be found: it takes too much memory, or breaks the program that reads it"
    return InputError("input.unreadable", what, "", hint)

"""Has pages and feeds read in a process of its own, which a hostile one may exhaust without harm.

The process is started with the first page (0.5 s), kept for the next ones, and ended when a page takes more computing
than ``limits.PAGE_SECONDS``; the next page gets a new one. It is no fork, which would hang where Polars runs.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Final

import framing
from framing import limits
from framing.errors import InputError

__all__ = ["extract"]

_HOME: Final = str(Path(framing.__file__).parent.parent)
#: How a process ends that has computed for longer than it may.
_TOO_LONG: Final = -getattr(signal, "SIGXCPU", sys.maxsize)


class _Worker:
    """One process, and one question at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, task: str, payload: bytes, facts: dict[str, str | None]) -> dict[str, Any]:
        """The answer to a question.

        Raises:
            InputError: ``input.too-slow`` or ``input.unreadable``; the process is gone then.
        """
        with self._lock:
            process = self._process or self._start()
            late = threading.Event()

            def stop_late() -> None:
                late.set()
                process.kill()

            timer = threading.Timer(limits.PAGE_SECONDS * limits.PAGE_PATIENCE, stop_late)
            timer.start()
            try:
                question = {"task": task, "size": len(payload), "seconds": limits.PAGE_SECONDS, **facts}
                answer = _converse(process, question, payload)
            finally:
                timer.cancel()
            if answer is None:
                self.stop()
                raise _failure(late.is_set() or process.returncode == _TOO_LONG)
            return answer

    def _start(self) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, (_HOME, os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "framing.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )
        return self._process

    def stop(self) -> None:
        """End the process; the next question starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _converse(process: subprocess.Popen[bytes], header: dict[str, Any], payload: bytes) -> dict[str, Any] | None:
    """Ask and hear; null where the process ends instead of answering."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(header).encode() + b"\n" + payload)
        process.stdin.flush()
        line = process.stdout.readline()
        answer = json.loads(line) if line.endswith(b"\n") else None
    except (OSError, ValueError):
        return None
    return answer if isinstance(answer, dict) else None


def _failure(late: bool) -> InputError:
    if late:
        what = f"its text could not be found within {limits.PAGE_SECONDS:g} seconds"
        return InputError("input.too-slow", what, "", "save the article's text alone")
    what = "its text could not be found: it takes too much memory, or breaks the program that looks for it"
    return InputError("input.unreadable", what, "", "save the article's text alone")


_WORKER: Final = _Worker()
atexit.register(_WORKER.stop)
if hasattr(os, "register_at_fork"):
    # A forked process must not speak with its parent's worker.
    os.register_at_fork(after_in_child=lambda: setattr(_WORKER, "_process", None))


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
    answer = _WORKER.ask(task, payload, facts)
    if "error" in answer:
        code, what, hint = answer["error"]
        raise InputError(code, what, "", hint)
    rows: list[dict[str, Any]] = answer["rows"]
    return rows

"""How long scoring may take, and what becomes of what takes longer.

Work is linear in the text, whatever the text (see ``tests/benchmarks/worst.py``), so no article of a newspaper comes
near these limits. They are for what nobody has thought of: it costs an article, not the run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from framing.limits import SCORE_SECONDS, SCORE_SECONDS_PER_MB

__all__ = ["TooLongError", "bounded", "tick"]


class TooLongError(Exception):
    """Scoring has taken longer than it may."""


_bounds = threading.local()


@contextmanager
def bounded(size: int) -> Iterator[None]:
    """Let this thread compute for so long, for a text of so many bytes."""
    _bounds.end = _now() + SCORE_SECONDS + SCORE_SECONDS_PER_MB * size / 1e6
    try:
        yield
    finally:
        del _bounds.end


def tick() -> None:
    """Look at the clock: between steps, and within loops that Python goes through word by word.

    Raises:
        TooLongError: the thread has computed for longer than it may.
    """
    if _now() > getattr(_bounds, "end", float("inf")):
        raise TooLongError


def _now() -> float:
    """Seconds that this thread has computed; that others had the processor does not count."""
    return time.thread_time()

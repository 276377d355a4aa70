"""Work that takes longer than a reader waits: a thread of its own does it, and tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Final, TypeAlias

__all__ = ["PAGE_WAITS", "PART_WAITS", "Background", "Tell"]

#: Seconds that a page waits for such work, and a part of it that is asked for again and again.
PAGE_WAITS: Final = 0.25
PART_WAITS: Final = 1.0

#: Takes how many articles are done.
Tell: TypeAlias = Callable[[int], object]


class Background:
    """Pieces of work, each done once, by a thread of its own.

    Args:
        most: results that are kept.

    Attributes:
        done: articles that the piece of work that told last is done with.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._made: dict[Hashable, Future[object]] = {}
        self.done = 0

    def get(self, key: Hashable, make: Callable[[Tell], object], seconds: float | None) -> object:
        """What is made, or None where it takes longer.

        Args:
            key: what is asked for.
            make: makes it; it is given what to tell how many articles are done.
            seconds: to wait; as long as it takes where none are named.

        Raises:
            FramingError: what was asked for is not to be had.

        Example:
            >>> Background(1).get("sum", lambda tell: 1 + 1, None)
            2
        """
        with self._lock:
            wanted = self._made.get(key)
            if wanted is None or (wanted.done() and wanted.exception() is not None):
                while len(self._made) >= self._most:
                    self._made.pop(next(iter(self._made)))
                wanted = self._made[key] = Future()
                # A daemon, so that nobody who ends the server waits for it.
                Thread(target=self._work, args=(wanted, make), daemon=True).start()
        try:
            return wanted.result(seconds)
        except TimeoutError:
            return None

    def _work(self, into: Future[object], make: Callable[[Tell], object]) -> None:
        try:
            into.set_result(make(self._tell))
        except BaseException as error:
            into.set_exception(error)

    def _tell(self, done: int) -> None:
        self.done = done

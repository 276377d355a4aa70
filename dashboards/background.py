"""Work that readers wait for: done once for all who ask, and by a thread of its own where it takes long."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Final, Generic, TypeAlias, TypeVar

from dashboards.wording import ENGLISH, speaking

__all__ = ["PAGE_WAITS", "PART_WAITS", "Background", "Once", "Tell"]

K = TypeVar("K")
T = TypeVar("T")

#: Seconds that a page waits for such work, and a part of it that is asked for again and again.
PAGE_WAITS: Final = 0.25
PART_WAITS: Final = 1.0

#: Takes how many articles are done.
Tell: TypeAlias = Callable[[int], object]
#: Values kept: going back and forth between a few filters costs nothing.
KEPT: Final = 16


class Once(Generic[K, T]):
    """Values by key; the oldest of too many are forgotten.

    Args:
        most: values that are kept.

    Example:
        >>> squares = Once()
        >>> squares.get(3, lambda: 9), squares.get(3, lambda: 1 / 0), 3 in squares, 4 in squares
        (9, 9, True, False)
    """

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._lock = Lock()
        self._made: dict[K, Future[T]] = {}

    def get(self, key: K, make: Callable[[], T]) -> T:
        """A value, made where nobody has asked for it yet; what fails is made again the next time."""
        with self._lock:
            known = self._made.get(key)
            if known is None:
                while len(self._made) >= self._most:
                    self._made.pop(next(iter(self._made)))
                mine = self._made[key] = Future[T]()
        if known is not None:
            return known.result()
        try:
            # Readers of other languages get the same.
            with speaking(ENGLISH):
                mine.set_result(make())
        except BaseException as error:
            with self._lock:
                self._made.pop(key, None)
            mine.set_exception(error)
        return mine.result()

    def items(self) -> Iterator[tuple[K, T]]:
        """What is made."""
        for key, made in tuple(self._made.items()):
            if made.done() and made.exception() is None:
                yield key, made.result()

    def __contains__(self, key: K) -> bool:
        known = self._made.get(key)
        return known is not None and known.done()


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

"""Values that several requests ask for at once: each is made by the first of them, and the others wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from threading import Lock
from typing import Final, Generic, TypeVar

from dashboards.wording import ENGLISH, speaking

__all__ = ["Once"]

K = TypeVar("K")
T = TypeVar("T")

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

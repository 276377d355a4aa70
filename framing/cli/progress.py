"""What is seen while articles are added: on a terminal a bar with rate, remaining time and rejects; elsewhere lines."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from framing.cli.output import console, message
from framing.store.counts import Counts

if TYPE_CHECKING:
    from framing.ingest.read import ReadResult

__all__ = ["Progress"]

#: Seconds between lines where standard error is no terminal.
_EVERY: Final = 30.0


class Progress:
    """Says how far a run is; a context manager."""

    def __init__(self) -> None:
        self._console = console(err=True)
        self._start = self._said = time.monotonic()
        self._read = 0
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[told]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("reading", total=None, told="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, paths: Iterable[str]) -> None:
        """Take the size of the files as what is to be read; unknown where a path is no file or folder."""
        if self._console.is_terminal:
            sizes = [_size(path) for path in paths]
            known = [size for size in sizes if size is not None]
            self._bar.update(self._task, total=sum(known) if sizes and len(known) == len(sizes) else None)

    def tell(self, result: ReadResult, counts: Counts) -> None:
        """Say what was added so far."""
        new = counts.articles - counts.known
        rate = new / max(time.monotonic() - self._start, 1e-9)
        rejects = f", {counts.rejects} rejects" if counts.rejects else ""
        told = f"{counts.articles} articles{rejects}, {rate:.0f} a second"
        self._read += int(result.articles["text"].str.len_bytes().sum())
        self._bar.update(self._task, completed=self._read, told=told)
        if result.passed:
            # How much of what was expected is read already, nobody has asked; so nobody knows what remains.
            self._bar.update(self._task, total=None)
        if not self._console.is_terminal and time.monotonic() - self._said > _EVERY:
            self._said = time.monotonic()
            message(told)


def _size(path: str) -> int | None:
    """Bytes of a file or of all files in a folder; none for an address or a packed file, whose text is larger."""
    if os.path.isdir(path):
        return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(path) for name in names)
    if not os.path.isfile(path) or path.endswith((".gz", ".zst", ".zip", ".parquet", ".xlsx")):
        return None
    return os.path.getsize(path)

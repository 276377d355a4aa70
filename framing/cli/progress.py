"""What is seen while articles are added: on a terminal a bar with rate, remaining time and rejects; elsewhere lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from rich.progress import BarColumn, ProgressColumn, Task
from rich.progress import Progress as Bar
from rich.table import Column
from rich.text import Text

from framing.cli.output import above, console, message
from framing.counting import counted
from framing.store.counts import Counts

if TYPE_CHECKING:
    from framing.ingest.read import ReadResult

__all__ = ["Progress"]

#: Seconds between lines where standard error is no terminal.
_EVERY: Final = 30.0

#: Columns of a terminal on which a bar fits beside the numbers of a million articles.
_WIDE: Final = 72


class Progress:
    """Says how far a run is; a context manager.

    Args:
        expected: bytes of all files that are to be read; none where nobody knows. Asked at the first batch.
    """

    def __init__(self, expected: Callable[[], int | None] = lambda: None) -> None:
        self._console = console(err=True)
        self._expected = expected
        self._counts = Counts()
        self._pace = _Pace()
        self._said = time.monotonic()
        is_wide = self._console.width >= _WIDE
        self._bar = Bar(
            *((BarColumn(bar_width=20),) if is_wide else ()),
            _Told(lambda: self._told(short=not is_wide)),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._bar.add_task("reading", total=None)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._stack.enter_context(self._bar)
            self._stack.enter_context(above(self._console))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def tell(self, result: ReadResult, counts: Counts) -> None:
        """Say what was added so far.

        Args:
            result: of one more batch.
            counts: of all batches.
        """
        if self._console.is_terminal and not self._counts.articles:
            self._pace.total = self._expected()
        self._counts = counts
        self._pace.go_on(result)
        self._bar.update(self._task, completed=self._pace.read, total=self._pace.total)
        if not self._console.is_terminal and time.monotonic() - self._said > _EVERY:
            self._said = time.monotonic()
            message(self._told())

    def _told(self, *, short: bool = False) -> str:
        counts, pace = self._counts, self._pace
        if not counts.articles:
            return "reading"
        parts = [counted(counts.articles, "read" if short else "articles")]
        new = counts.rejects - counts.old_rejects
        parts += [counted(new, "rejects")] if new else []
        if pace.rate is not None:
            parts.append(f"{pace.rate:.0f}{'/s' if short else ' a second'}")
        if (left := pace.left()) is not None:
            minutes, seconds = divmod(round(left), 60)
            hours, minutes = divmod(minutes, 60)
            parts.append(f"{hours}:{minutes:02}:{seconds:02} left" if hours else f"{minutes}:{seconds:02} left")
        return ", ".join(parts)


class _Pace:
    """How fast articles come, and how much of what is to be read is read."""

    def __init__(self) -> None:
        self.total: int | None = None
        self.read = 0
        self.rate: float | None = None
        self._articles = self._text = self._files = 0
        self._last = time.monotonic()
        self._speed = 0.0
        #: Moment, articles and bytes from which it is counted: the first batch waits for lexicons and tables, and as
        #: soon as there is another it does not count.
        self._since = (self._last, 0, 0)

    def go_on(self, result: ReadResult) -> None:
        """Take one more batch into account."""
        is_first = not self._articles
        self._last = time.monotonic()
        self._articles += result.articles.height + result.rejects.height
        # A file that was read to the end counts whole, whatever part of it was text; of others the text counts.
        self._files += sum(visit.state[0] for visit in result.visits)
        self._text += int(result.articles["text"].str.len_bytes().sum())
        self.read = max(self._text, self._files)
        moment, before, read = self._since
        seconds = max(self._last - moment, 1e-9)
        self.rate, self._speed = (self._articles - before) / seconds, (self.read - read) / seconds
        if is_first:
            self._since = (self._last, self._articles, self.read)

    def left(self) -> float | None:
        """Seconds, as things went so far."""
        if self.total is None or not self._speed:
            return None
        return max(0.0, (self.total - self.read) / self._speed - (time.monotonic() - self._last))


class _Told(ProgressColumn):
    """The numbers, in fewer letters where there is little room."""

    def __init__(self, told: Callable[[], str]) -> None:
        super().__init__(Column(no_wrap=True, overflow="ellipsis"))
        self._call = told

    def render(self, task: Task) -> Text:  # noqa: ARG002 - the numbers are those of the whole run
        return Text(self._call())

"""``framing add``: read files, score what is new or changed, add it to a project; and watch folders for more.

What is seen while articles are added: on a terminal a bar with rate, remaining time and rejects; elsewhere lines.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from threading import Event
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Final, Self

import click
from rich.progress import BarColumn, ProgressColumn, Task
from rich.progress import Progress as Bar
from rich.table import Column
from rich.text import Text

from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED
from framing.cli.options import PROJECT, command
from framing.cli.output import above, console, json_line, message, say
from framing.cli.reading import OUTLET, Notes, Reading, Refusals, options_of, reading_options
from framing.errors import UsageError
from framing.ingest.source import Options, Source
from framing.memory import keep_little
from framing.phrases import counted
from framing.store.intake import Intake
from framing.store.layout import COMMIT_BYTES, Counts
from framing.store.project import Project, open_project

if TYPE_CHECKING:
    import polars as pl

    from framing.ingest.read import ReadResult
    from framing.store.elsewhere import Elsewhere

__all__ = ["Progress", "add"]


#: Seconds between lines where standard error is no terminal.
_EVERY: Final = 30.0

#: Columns of a terminal on which a bar fits beside the numbers of a million articles.
_WIDE: Final = 72


class Progress:
    """Says how far a run is; a context manager.

    Args:
        expected: bytes of all files that are to be read; none where nobody knows. Asked at the first batch.
        is_packed: whether there is more text in them than bytes.
    """

    def __init__(
        self, expected: Callable[[], int | None] = lambda: None, is_packed: Callable[[], bool] = lambda: False
    ) -> None:
        self._is_packed = is_packed
        self._console = console(err=True)
        self._expected = expected
        self._counts = Counts()
        self._pace = _Pace()
        self._said = time.monotonic()
        is_wide = self._console.width >= _WIDE
        self._bar = Bar(
            *((BarColumn(bar_width=20),) if is_wide else ()),
            _Late(lambda: self._summary(short=not is_wide)),
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
            self._pace.total, self._pace.is_packed = self._expected(), self._is_packed()
        self._counts = counts
        self._pace.go_on(result)
        self._bar.update(self._task, completed=self._pace.read, total=self._pace.total)
        if not self._console.is_terminal and time.monotonic() - self._said > _EVERY:
            self._said = time.monotonic()
            message(self._summary())

    def _summary(self, *, short: bool = False) -> str:
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
        self.is_packed = False
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
        done = self._files + result.position
        self.read = max(self.read, done if self.is_packed else max(done, self._text))
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


class _Late(ProgressColumn):
    """The numbers, in fewer letters where there is little room."""

    def __init__(self, call: Callable[[], str]) -> None:
        super().__init__(Column(no_wrap=True, overflow="ellipsis"))
        self._call = call

    def render(self, task: Task) -> Text:  # noqa: ARG002 - the numbers are those of the whole run
        return Text(self._call())


_OPTIONS: Final = (
    click.option("--retry-rejects", is_flag=True, help="Try again what could not be read; see 'framing rejects'."),
    click.option(
        "--strict",
        is_flag=True,
        help="Tell of rejects that an earlier run met, too, and exit with 3 while any stands.",
    ),
    click.option(
        "--watch", is_flag=True, help="Go on adding what comes into these folders, until Ctrl-C or a TERM signal."
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1),
        help="Batches scored at a time (the number of cores where none is given); the result is always the same.",
    ),
    click.option(
        "--cluster",
        help="Read and score on the workers of a Dask cluster: tcp:// or tls://host:port of its scheduler, or local:4 "
        "for four processes here.",
    ),
    click.option("--json", "as_json", is_flag=True, help="One JSON object: the counts and the project's version."),
    click.option(
        "--batch-bytes",
        type=click.IntRange(1),
        default=COMMIT_BYTES,
        show_default=True,
        help="Bytes of text that are scored and committed together; less takes less memory.",
    ),
)


def _options(command: Callable[..., int]) -> Callable[..., int]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@PROJECT
@OUTLET
@reading_options
@_options
def add(
    paths: tuple[str, ...],
    folder: Path,
    reading: Reading,
    retry_rejects: bool,
    strict: bool,
    watch: bool,
    jobs: int | None,
    cluster: str | None,
    as_json: bool,
    batch_bytes: int,
) -> int:
    r"""Score articles that are new or changed, and add them to a project.

    PATHS are files, folders, patterns, web addresses of feeds, databases (postgresql://reader@localhost/news, with
    --query), or - for standard input, as for `framing score`. What
    the project knows already is passed over, so adding the same files again does nothing, and an interrupted run is
    simply started again. A reject that an earlier run met is no news: it is counted as old.

    \b
    framing add seeds --project news
    framing add "archive/*.jsonl" more.csv --date-order dmy --project news
    framing add daily-2026-01-01.jsonl --outlet Dawn --project news
    """
    if not paths and not retry_rejects:
        raise UsageError("add.usage", "no path is given", "", "name files or folders, or --retry-rejects")
    if cluster and jobs:
        raise UsageError("add.usage", "--jobs is for this machine alone", "", "leave out --jobs or --cluster")
    keep_little()
    project = open_project(folder)
    options = options_of(reading, project.folder, paths)
    with (
        _elsewhere(cluster) as elsewhere,
        Intake(project, options=options, jobs=jobs, batch_bytes=batch_bytes, elsewhere=elsewhere) as intake,
    ):
        # Whoever tries rejects again wants to know of those that stand.
        is_strict = strict or retry_rejects
        adding = _Adding(intake, news_only=not is_strict)
        if retry_rejects:
            adding.retry()
        if watch:
            adding.watch(paths, options)
        else:
            adding.add(paths)
        counts = adding.counts
    adding.notes.sum_up()
    numbers = {name: getattr(counts, name) for name in Counts.names()}
    if as_json:
        click.echo(json_line({"project": str(project.folder), "version": project.version(), **numbers}))
    else:
        say(": ".join(filter(None, (counted(counts.articles, "articles"), _shares(counts)))))
    if counts.batches:
        _advise(project)
    if counts.rejects if is_strict else counts.rejects - counts.old_rejects:
        return DONE_WITH_REJECTS if counts.articles > counts.rejects else FAILED
    return DONE


def _elsewhere(address: str | None) -> AbstractContextManager[Elsewhere | None]:
    """What takes reading and scoring off this process; nothing where no cluster is named."""
    if address is None:
        return nullcontext()
    from framing.cluster import opened

    return opened(address)


def _shares(counts: Counts) -> str:
    """What became of the articles, in words; what is 0 is left out."""
    numbers = {name: getattr(counts, name) for name in _TOLD} | {"rejects": counts.rejects - counts.old_rejects}
    return ", ".join(counted(number, name.replace("_", " ")) for name, number in numbers.items() if number)


def _advise(project: Project) -> None:
    from framing.store.maintain import MANY_RUNS, runs_since

    if runs_since(project.history().runs) >= MANY_RUNS:
        message("the project has many small files; 'framing compact' makes them few, and adding faster")


class _Adding:
    """Adds batch after batch, and says what happens."""

    def __init__(self, intake: Intake, *, news_only: bool) -> None:
        self.counts = Counts()
        self.notes = Notes()
        self._intake = intake
        self._news_only = news_only

    def add(
        self, paths: Sequence[str | Source], *, again: bool = False, stop: Event | None = None
    ) -> list[pl.DataFrame]:
        """Add what is new in some files; the rejects met."""
        rejects = []
        added = Counts()
        refusals = Refusals()
        with Progress(self._intake.expected, self._intake.is_packed) as progress, refusals.telling():
            for result, counts in self._intake.add(paths, again=again):
                self.counts += counts
                added += counts
                if result is None:
                    continue
                self.notes.tell(result.notes)
                new = self._intake.new_rejects if self._news_only else result.rejects
                if new is not None:
                    refusals.tell(new)
                rejects.append(result.rejects)
                progress.tell(result, added)
                if stop is not None and stop.is_set():
                    break
        return rejects

    def retry(self) -> None:
        """Read again what could not be read, and take down what can be now."""
        from framing.cli.maintain import resolved, retried

        for path, before in retried(self._intake.project).items():
            self._intake.resolve(resolved(before, self.add([path], again=True)))

    def watch(self, paths: tuple[str, ...], options: Options) -> None:
        """Add what is in folders, then what comes."""
        from framing.ingest.files import watch as watch_folders

        folders = [Path(path) for path in paths]
        for folder in folders:
            if not folder.is_dir():
                what, hint = "it is no folder, and only folders are watched", "name a folder"
                raise UsageError("add.watch", what, str(folder), hint)
        with _stopping() as stop:
            coming = watch_folders(folders, options, stop)
            files = next(coming, [])
            # A folder to which nothing has come yet is no mistake here.
            self.add([path for path in paths if _holds_files(path)], stop=stop)
            self._intake.prepare()
            articles, watched = counted(self.counts.articles, "articles"), counted(len(folders), "folders")
            message(f"{articles}; watching {watched}, stop with Ctrl-C")
            is_new = True
            while not stop.is_set():
                if files:
                    before = self.counts
                    self.add(files)
                    self.notes.sum_up()
                    message(_shares(self.counts - before) or "nothing new")
                    is_new = True
                elif is_new:
                    # Nothing waits, and nobody else can: this process holds the lock for as long as it watches.
                    is_new = False
                    if self._intake.compact():
                        message("compacted: adding had become slower")
                files = next(coming, [])


def _holds_files(folder: str) -> bool:
    return any(not name.startswith(".") for _, _, names in os.walk(folder) for name in names)


#: The counts that are told.
_TOLD: Final = ("scored", "refused", "rejects", "old_rejects", "known", "superseded", "replaced")


@contextmanager
def _stopping() -> Iterator[Event]:
    """An event that Ctrl-C and the TERM signal set; a second Ctrl-C interrupts."""
    stop = Event()

    def handle(number: int, _: FrameType | None) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    names = [signal.SIGINT] if sys.platform == "win32" else [signal.SIGINT, signal.SIGTERM]
    before = {name: signal.signal(name, handle) for name in names}
    try:
        yield stop
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)

"""``framing add``: read files, score what is new or changed, add it to a project; and watch folders for more."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Final

import click

from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED
from framing.cli.options import PROJECT, command
from framing.cli.output import json_line, message, say
from framing.cli.progress import Progress
from framing.cli.reading import Notes, Reading, reading_options, told
from framing.cli.refusals import Refusals
from framing.counting import counted
from framing.errors import UsageError
from framing.ingest.source import Options, Source
from framing.memory import keep_little
from framing.store.counts import Counts
from framing.store.intake import Intake
from framing.store.layout import COMMIT_BYTES
from framing.store.project import Project, open_project

if TYPE_CHECKING:
    import polars as pl

__all__ = ["add"]

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
    as_json: bool,
    batch_bytes: int,
) -> int:
    """Score articles that are new or changed, and add them to a project.

    PATHS are files, folders, patterns, web addresses of feeds, or - for standard input, as for `framing score`. What
    the project knows already is passed over, so adding the same files again does nothing, and an interrupted run is
    simply started again. A reject that an earlier run met is no news: it is counted as old.
    """
    if not paths and not retry_rejects:
        raise UsageError("add.usage", "no path is given", "", "name files or folders, or --retry-rejects")
    keep_little()
    project = open_project(folder)
    options = told(reading, project.folder)
    with Intake(project, options=options, jobs=jobs, batch_bytes=batch_bytes) as intake:
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


def _shares(counts: Counts) -> str:
    """What became of the articles, in words; what is 0 is left out."""
    numbers = {name: getattr(counts, name) for name in _TOLD} | {"rejects": counts.rejects - counts.old_rejects}
    return ", ".join(counted(number, name.replace("_", " ")) for name, number in numbers.items() if number)


def _advise(project: Project) -> None:
    from framing.store.compact import MANY_RUNS, runs_since

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
        with Progress(self._intake.expected) as progress, refusals.telling():
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
        from framing.cli.rejects import resolved, retried

        for path, before in retried(self._intake.project).items():
            self._intake.resolve(resolved(before, self.add([path], again=True)))

    def watch(self, paths: tuple[str, ...], options: Options) -> None:
        """Add what is in folders, then what comes."""
        from framing.ingest.watching import watch as watch_folders

        folders = [Path(path) for path in paths]
        for folder in folders:
            if not folder.is_dir():
                what, hint = "it is no folder, and only folders are watched", "name a folder"
                raise UsageError("add.watch", what, str(folder), hint)
        with _stopping() as stop:
            coming = watch_folders(folders, options, stop)
            found = next(coming, [])
            # A folder to which nothing has come yet is no mistake here.
            self.add([path for path in paths if _holds_files(path)], stop=stop)
            self._intake.prepare()
            articles, watched = counted(self.counts.articles, "articles"), counted(len(folders), "folders")
            message(f"{articles}; watching {watched}, stop with Ctrl-C")
            is_new = True
            while not stop.is_set():
                if found:
                    before = self.counts
                    self.add(found)
                    self.notes.sum_up()
                    message(_shares(self.counts - before) or "nothing new")
                    is_new = True
                elif is_new:
                    # Nothing waits, and nobody else can: this process holds the lock for as long as it watches.
                    is_new = False
                    if self._intake.compact():
                        message("compacted: adding had become slower")
                found = next(coming, [])


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

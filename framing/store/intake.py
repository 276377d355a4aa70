"""Intake: from files to a project; what was read before is passed over.

Reading goes on while a batch is scored, and scoring while the batch before it is committed.

Jobs are threads: they share vocabularies and compiled lexicons, which each process would have to make anew, and Polars
and NumPy work outside of Python's lock. The result is the same whatever their number: batches land in the order of the
input.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from framing.ingest.source import Options, Source
from framing.ingest.walking import Visits, Walk, places_of, walk
from framing.memory import release
from framing.resources import seeds_folder
from framing.store.layout import COMMIT_BYTES, Counts
from framing.store.ledger import Ledger
from framing.store.project import Project

if TYPE_CHECKING:
    import polars as pl

    from framing.ingest.read import ReadResult
    from framing.scoring.score import Scorer
    from framing.store.add import Begun, Unlanded, Writer
    from framing.store.elsewhere import Elsewhere, Scoring

__all__ = ["Intake", "ahead"]

Item = TypeVar("Item")


class Intake:
    """Reads files and adds what is new to a project; a context manager.

    The project's lock is taken when the first file is met that was not read before, and held until the end. So a run
    that finds nothing new loads no lexicon and disturbs nobody.

    Args:
        project: to add to.
        options: what the user says of the files.
        jobs: batches scored at a time; the number of cores where none is given.
        batch_bytes: bytes of text that are scored and committed together.
        scorer: one with the project's lexicon where none is given.
        elsewhere: completes and scores batches in the place of this process.
    """

    def __init__(
        self,
        project: Project,
        *,
        options: Options | None = None,
        jobs: int | None = None,
        batch_bytes: int = COMMIT_BYTES,
        scorer: Scorer | Scoring | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self.project = project
        self._elsewhere = elsewhere
        self._options = options or Options()
        self._jobs = jobs or os.cpu_count() or 1
        self._batch_bytes = batch_bytes
        self._scorer = scorer
        self._writer: Writer | None = None
        #: The rejects of the batch that :meth:`add` gave last which no earlier run has met; none where it has none.
        self.new_rejects: pl.DataFrame | None = None
        self._unread: set[str] = set()
        self._ledger = Ledger(project, self._options)
        self._left: list[str | Path | Source | Walk] = []
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(
        self, paths: Iterable[str | Path | Source], *, again: bool = False
    ) -> Iterator[tuple[ReadResult | None, Counts]]:
        """Read files and add what is new.

        Args:
            paths: as for :func:`framing.ingest.read.read_batches`.
            again: read all of them, known or not.

        Yields:
            What was read, and what became of it, batch by batch. For folders in which nothing is new there is nothing
            that was read.

        Raises:
            ProjectError: ``project.busy``, ``project.damaged`` or ``project.write``; what was added before is safe.
        """
        visits = None if again else self._ledger
        walked = [_walked(path, visits) for path in paths]
        self._left = left = [path for path in walked if not (isinstance(path, Walk) and path.is_known)]
        if passed := sum(path.articles for path in walked if isinstance(path, Walk) and path.is_known):
            yield None, Counts(articles=passed, known=passed)
        if left:
            yield from self._landed(self._scored(self._read(left, visits)))

    def _scored(self, results: Iterator[ReadResult]) -> Iterator[tuple[ReadResult, Unlanded | None]]:
        """Batches, each with what is to be committed of it, if anything."""
        waiting: deque[tuple[ReadResult, Begun | None]] = deque()
        for result in results:
            has_news = result.articles.height or result.rejects.height or result.visits
            waiting.append((result, self.writer.begin(result) if has_news else None))
            while waiting and (waiting[0][1] is None or self.writer.is_full):
                yield self._finished(*waiting.popleft())
        while waiting:
            yield self._finished(*waiting.popleft())

    def _finished(self, result: ReadResult, begun: Begun | None) -> tuple[ReadResult, Unlanded | None]:
        return result, None if begun is None else self.writer.finish(begun)

    def _landed(
        self, batches: Iterator[tuple[ReadResult, Unlanded | None]]
    ) -> Iterator[tuple[ReadResult | None, Counts]]:
        """Commit batches in order, each while the next one is scored; with one job, before it is.

        Nothing is being committed while what was added is given out.
        """
        with ThreadPoolExecutor(1) as pool:
            landing: tuple[ReadResult, Future[Counts] | None] | None = None
            for result, unlanded in batches:
                if landing is not None:
                    yield self._written(*landing)
                landing = result, None if unlanded is None else pool.submit(self.writer.land, unlanded)
                # What was too much at once is scored in parts while it lands, and no vocabulary serves two then.
                if self._jobs == 1 or (unlanded is not None and unlanded.apart):
                    yield self._written(*landing)
                    landing = None
            if landing is not None:
                yield self._written(*landing)

    def _written(self, result: ReadResult, landing: Future[Counts] | None) -> tuple[ReadResult, Counts]:
        """What was read and what became of it, once it has landed."""
        counts = Counts(articles=result.passed, known=result.passed)
        self.new_rejects = None
        if landing is not None:
            counts += landing.result()
            self.new_rejects = self.writer.new_rejects
            result = self._completed(result)
            self._ledger.learn(result.visits)
            release()
        return result, counts

    def _completed(self, result: ReadResult) -> ReadResult:
        """What was read, with what adding found out about it."""
        too_much = self.writer.too_much
        # A file with a reject is not one that has been read to the end.
        self._unread |= places_of(too_much["origin"])
        return replace(
            result,
            notes=(*result.notes, *self.writer.refused),
            rejects=result.rejects if too_much.is_empty() else result.rejects.vstack(too_much),
            visits=tuple(visit for visit in result.visits if visit.path not in self._unread),
        )

    def expected(self) -> int | None:
        """Bytes of the files that :meth:`add` is reading; none where nobody knows, as of an address."""
        sizes = []
        for path in self._left:
            sizes += [_size(file) for file in (path.files.values() if isinstance(path, Walk) else (path,))]
        known = [size for size in sizes if size is not None]
        return sum(known) if len(known) == len(sizes) else None

    def is_packed(self) -> bool:
        """Whether text of the files that :meth:`add` is reading is packed, so that there is more of it than bytes."""
        from framing.ingest.formats import is_packed

        files = (file for path in self._left for file in (path.files.values() if isinstance(path, Walk) else (path,)))
        return any(is_packed(_path_of(file)) for file in files)

    def _read(self, paths: Iterable[str | Path | Source | Walk], visits: Visits | None) -> Iterator[ReadResult]:
        # A run that finds nothing new does without all that reading needs.
        from framing.ingest.article.outlets import load_outlets
        from framing.ingest.completing import in_turn
        from framing.ingest.read import read_batches

        results = read_batches(
            paths,
            batch_bytes=self._batch_bytes,
            outlets=load_outlets(project=self.project.folder),
            options=self._options,
            boilerplate=self.project.boilerplate(),
            visits=visits,
            each=in_turn if self._elsewhere is None else self._elsewhere.each,
        )
        return ahead(results) if self._jobs > 1 else results

    def prepare(self) -> None:
        """Make ready what reading and scoring need, before there is anything to read; the lock is not taken yet."""
        if self._scorer is None:
            import framing.store.add  # noqa: F401  # For the modules that it loads.
            from framing.ingest.read import read
            from framing.store.elsewhere import scoring

            # Tables are made at their first use; the samples use those of all languages.
            scoring(self._loaded()).start(read([seeds_folder()]).articles)()

    def _loaded(self) -> Scorer | Scoring:
        if self._scorer is None and self._elsewhere is not None:
            self._scorer = self._elsewhere.scoring(self.project.lexicon())
        elif self._scorer is None:
            # A run that finds nothing new does without it, and it takes longer to load than such a run lasts.
            from framing.scoring.score import Scorer

            self._scorer = Scorer(self.project.lexicon(), threads=self._jobs)
        return self._scorer

    @property
    def writer(self) -> Writer:
        """The writer; the first time, it is opened.

        Raises:
            ProjectError: ``project.busy`` or ``project.damaged``.
        """
        if self._writer is None:
            from framing.store.add import Writer

            self._writer = self._stack.enter_context(Writer(self.project, self._loaded()))
            # Saved while the lock is still held.
            self._stack.callback(self._ledger.save)
        return self._writer

    def compact(self) -> bool:
        """Compact the project where runs of this intake, or of others before it, have made it slow; whether it was."""
        return self._writer is not None and self._writer.compact() is not None

    def resolve(self, rejects: pl.DataFrame) -> None:
        """See :meth:`framing.store.add.Writer.resolve`."""
        if rejects.height:
            self.writer.resolve(rejects)


def _walked(path: str | Path | Source, visits: Visits | None) -> str | Path | Source | Walk:
    """A folder is walked at once; whatever else it may be is found out when it is read."""
    if isinstance(path, Source) or "://" in os.fspath(path) or not os.path.isdir(path) or os.fspath(path) == "-":
        return path
    return walk(path, visits)


def _path_of(file: str | Path | Source | os.DirEntry[str]) -> str:
    return os.fspath(file.path if isinstance(file, Source) else file)


def _size(file: str | Path | Source | os.DirEntry[str]) -> int | None:
    """Bytes of a file that is read; none for an address, and for a file of which nobody knows how far it is read."""
    from framing.ingest.formats import SUFFIXES, unsized

    path = _path_of(file)
    name = path.lower()
    if isinstance(file, os.DirEntry) and not name.endswith(SUFFIXES):
        return 0  # In a folder it is passed over.
    if unsized(name):
        return None
    try:
        return os.stat(path).st_size
    except OSError:
        return None


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items, each made while the one before it is used."""
    end = object()
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, items, end)
        while (item := following.result()) is not end:
            following = pool.submit(next, items, end)
            yield item  # type: ignore[misc]

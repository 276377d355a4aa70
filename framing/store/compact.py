"""Compaction: many small files become few large ones, and thousands of runs and log entries a few.

Each commit leaves a file in each table and an entry in each log, and reading takes longer with each. Compaction is a
run of its own, with the same commit point as any other: killed before it, nothing has changed, and the next writer
takes out what was written; killed after it, the next writer deletes what was replaced. No row changes. All versions of
articles and all earlier scorings stay; only erasing takes them away.

Readers are never blocked. The toolkit's own readers follow a project to its new files; for other programs, which may
have listed files and not yet opened them, the old files stay for an hour.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import polars as pl

from framing.store.commit import Commits
from framing.store.integrity import FileHash
from framing.store.layout import TABLES
from framing.store.project import Project, data_files
from framing.store.rewrite import Rewrite, write_rows

__all__ = ["MANY_RUNS", "Compacted", "compact", "compact_within", "runs_since"]

#: Bytes of a data file that is large enough: Delta readers find files of 100 MB to 1 GB fastest, and a smaller one is
#: sooner rewritten.
TARGET_BYTES: Final = 128_000_000

#: Below so many runs since the last compaction their own files are left alone where no data file is rewritten.
_FEW_RUNS: Final = 10

#: After so many runs compaction is worth telling of: a commit then takes twice the time of one to a compacted project
#: (0.18 s instead of 0.06 s after 120 runs).
MANY_RUNS: Final = 100


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compaction did.

    Attributes:
        files: data files before.
        files_left: data files afterwards.
        size: bytes of the data files before.
        size_left: bytes of the data files afterwards.
        runs: runs that were summed up.
        waiting: bytes of replaced files that a later run deletes.
    """

    files: int
    files_left: int
    size: int
    size_left: int
    runs: int
    waiting: int


def compact(project: Project, *, target_bytes: int = TARGET_BYTES, purge: bool = False) -> Compacted:
    """Rewrite small files of all tables into few, and sum up the logs.

    Args:
        project: to compact.
        target_bytes: a data file at least half as large as this is left as it is.
        purge: delete replaced files at once; another program that is just reading them fails.

    Returns:
        What was done; where nothing was worth it, no run was made.

    Raises:
        ProjectError: ``project.busy``, ``project.write`` or ``project.damaged``; the project is as it was.
        StorageError: the disk is full, fails or may not be written to; likewise.
    """
    with Commits(project) as commits:
        return compact_within(commits, target_bytes=target_bytes, purge=purge)


def compact_within(commits: Commits, *, target_bytes: int = TARGET_BYTES, purge: bool = False) -> Compacted:
    """:func:`compact` for one who holds the project's lock already, and goes on writing."""
    project = commits.project
    runs = project.history().runs
    before = [file for table in TABLES for file in data_files(runs, table)]
    rewrites: dict[str, Rewrite] = {}
    with _dropped(project, rewrites):
        for table in TABLES:
            if groups := list(_groups(data_files(runs, table), target_bytes)):
                rewrites[table] = Rewrite([file for group in groups for file in group], [])
                _rewrite(project, table, groups, rewrites[table].added)
    is_worth_it = bool(rewrites) or runs_since(runs) >= _FEW_RUNS
    if is_worth_it:
        commits.commit("compact", {}, {}, rewrites=rewrites, shorten=True)
    waiting = commits.sweep(purge=purge)
    commits.history = project.history()
    now = commits.history.runs
    after = [file for table in TABLES for file in data_files(now, table)]
    return Compacted(len(before), len(after), _size(before), _size(after), runs.height if is_worth_it else 0, waiting)


def runs_since(runs: pl.DataFrame) -> int:
    """How many runs there have been since the last compaction."""
    kinds = runs["kind"].to_list()[::-1]
    return kinds.index("compact") if "compact" in kinds else len(kinds)


def _groups(files: list[FileHash], target: int) -> Iterator[list[FileHash]]:
    """Neighbours that are worth being one file. Only neighbours: the order of files is the order of batches."""
    group: list[FileHash] = []
    for file in files:
        is_large = file.size >= target / 2
        if is_large or _size(group) + file.size > target:
            if len(group) > 1:
                yield group
            group = []
        if not is_large:
            group.append(file)
    if len(group) > 1:
        yield group


def _rewrite(project: Project, table: str, groups: list[list[FileHash]], added: list[str]) -> None:
    token = secrets.token_hex(4)
    for group in groups:
        project.check(group)
        if (path := write_rows(project.folder, table, group, token)) is not None:
            added.append(path)


@contextmanager
def _dropped(project: Project, rewrites: dict[str, Rewrite]) -> Iterator[None]:
    """Where not all files could be written, those that were are deleted: a full disk has no room for them."""
    try:
        yield
    except BaseException:
        for path in (path for rewrite in rewrites.values() for path in rewrite.added):
            with suppress(OSError):
                (project.folder / path).unlink()
        raise


def _size(files: list[FileHash]) -> int:
    return sum(file.size for file in files)

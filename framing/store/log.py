"""The little of Delta's log that reading needs: which versions there are, and which files an entry adds.

The log is read without the Delta library, entry by entry, so that a broken entry can be named.

The runs of a project, each verified by the one after it.

A run cannot hold the hashes of its own log entry and data file. The next run records them, and until there is one the
seal does; so from the newest to the oldest, whatever is read was vouched for by something read before. One gap is left,
and known: a process killed between a commit and its seal leaves a last run that nothing vouches for until the next
writer seals it.

Thousands of runs would be thousands of files to read. So compaction writes all runs before its own into one file, the
*archive*, which its own run's log entry adds: from there on back, reading takes that file's word.
"""

from __future__ import annotations

import json
import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import polars as pl

from framing.errors import ProjectError
from framing.phrases import counted
from framing.store.integrity import FileHash, check, damaged, guarded, read_seal
from framing.store.layout import RUN, RUNS

__all__ = [
    "ARCHIVE",
    "LOG",
    "History",
    "actions",
    "added",
    "archived",
    "data_files",
    "entry",
    "files_of",
    "files_with",
    "is_archive",
    "newest",
    "read_history",
    "read_parquet",
    "removed",
    "removed_of",
    "scan_parquet",
    "transactions",
]

#: The name of a data file that was written in place of others, with the number of its first batch.
_REWRITTEN: Final = re.compile(r"/rows-(\d+)-[^/]*$")


LOG: Final = "_delta_log"
_ENTRY: Final = re.compile(r"(\d{20})\.json")


def newest(table: Path) -> int:
    """The newest version of a table; -1 where there is no table.

    It lists names and opens nothing, so it is cheap and works while a writer commits.
    """
    try:
        names = os.listdir(table / LOG)
    except FileNotFoundError:
        return -1
    return max((int(match[1]) for name in names if (match := _ENTRY.fullmatch(name))), default=-1)


def entry(table: str, version: int) -> str:
    """The path of a log entry, relative to the project.

    Example:
        >>> entry("runs", 7)
        'runs/_delta_log/00000000000000000007.json'
    """
    return f"{table}/{LOG}/{version:020d}.json"


def actions(folder: Path, table: str, version: int) -> list[dict[str, Any]]:
    """The actions of a log entry.

    Raises:
        ValueError: it is not what Delta writes.
    """
    lines = (folder / entry(table, version)).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines if line.strip()]
    if not all(isinstance(action, dict) for action in entries) or not entries:
        raise ValueError("not a Delta log entry")
    return entries


def added(folder: Path, table: str, version: int) -> list[str]:
    """The data files that a log entry adds, relative to the project."""
    return _paths(folder, table, version, "add")


def removed(folder: Path, table: str, version: int) -> list[str]:
    """The data files that a log entry takes out, relative to the project."""
    return _paths(folder, table, version, "remove")


def _paths(folder: Path, table: str, version: int, kind: str) -> list[str]:
    named = (action[kind] for action in actions(folder, table, version) if kind in action)
    return [f"{table}/{unquote(action['path'])}" for action in named]


def transactions(folder: Path, table: str, version: int) -> list[str]:
    """The batches that a log entry belongs to: one for an append, none for anything else."""
    return [str(action["txn"]["appId"]) for action in actions(folder, table, version) if "txn" in action]


#: How the names of files begin that hold all earlier runs.
ARCHIVE: Final = "archive-"


@dataclass(frozen=True, slots=True)
class History:
    """All runs up to one version of the table ``runs``.

    Attributes:
        version: of the table; -1 where nothing was ever added.
        runs: RUN columns, oldest first.
        sealed: whether something vouches for the last run's own files.
        seal: what the seal vouches for.
        rows: version → its row, to read on from.
    """

    version: int = -1
    runs: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=RUN))
    sealed: bool = True
    seal: tuple[FileHash, ...] = ()
    rows: Mapping[int, pl.DataFrame] = field(default_factory=dict)

    @property
    def versions(self) -> dict[str, int]:
        """The version of each table that the last run recorded."""
        if self.version < 0:
            return {}
        return {table["table"]: table["version"] for table in self.runs["tables"].to_list()[-1]}


def read_history(
    folder: Path, before: History | None = None, *, report: Callable[[ProjectError], None] | None = None
) -> History:
    """Read the runs.

    Args:
        folder: the project.
        before: what was read earlier; only what came since is read again.
        report: told of each damaged file, whose run is then left out; without it, the first one raises.

    Raises:
        ProjectError: ``project.damaged``.
    """
    tell = report or _raise
    # The seal first: the version found afterwards is the sealed one or newer, whatever a writer does meanwhile.
    seal: dict[str, FileHash] = {}
    try:
        seal = {file.path: file for file in read_seal(folder)}
    except ProjectError as error:
        tell(error)
    version = newest(folder / RUNS)
    vouched = dict(seal)
    earlier = before.rows if before is not None else {}
    rows: dict[int, pl.DataFrame] = {}
    for number in range(version, -1, -1):
        if number in rows:
            continue  # An archive held it.
        try:
            if number in earlier:
                rows[number] = earlier[number]
            else:
                rows |= _read_runs(folder, number, vouched)
        except ProjectError as error:
            tell(error)
            if not (folder / entry(RUNS, number - 1)).exists():
                break  # All that came before was in an archive.
            continue
        vouched.update((file.path, file) for file in files_of(rows[number], RUNS))
    for file in seal.values():
        # A run that was deleted altogether is one that the loop above did not come by.
        try:
            check(folder, file)
        except ProjectError as error:
            tell(error)
    runs = pl.concat([pl.DataFrame(schema=RUN), *(rows[number] for number in sorted(rows))])
    sealed = version < 0 or entry(RUNS, version) in seal
    return History(version, runs, sealed, tuple(seal.values()), rows)


def _raise(error: ProjectError) -> None:
    raise error


def _read_runs(folder: Path, version: int, vouched: Mapping[str, FileHash]) -> dict[int, pl.DataFrame]:
    """The row of one run, and of all before it where it brought an archive; from files verified where vouched for."""
    log = entry(RUNS, version)
    if log in vouched:
        check(folder, vouched[log])
    with guarded(folder / log):
        paths = added(folder, RUNS, version)
    for path in paths:
        if path in vouched:
            check(folder, vouched[path])
    row = read_parquet(folder, [path for path in paths if not is_archive(path)], RUN)
    if row.height != 1:
        raise damaged(folder / log, f"it adds {counted(row.height, 'runs')} instead of one")
    rows = {version: row}
    for path in filter(is_archive, paths):
        earlier = read_parquet(folder, [path], RUN)
        if earlier.height != version:
            raise damaged(folder / path, f"it holds {counted(earlier.height, 'runs')} instead of {version}")
        rows |= {number: earlier[number] for number in range(version)}
    return rows


def is_archive(path: str) -> bool:
    """Whether a file holds all earlier runs, not a run of its own."""
    return path.startswith(f"{RUNS}/{ARCHIVE}")


def archived(folder: Path, runs: pl.DataFrame) -> pl.DataFrame:
    """Runs as an archive holds them: what they wrote and later ones deleted is left out."""
    gone = sorted(removed_of(runs))
    left = [path for path in gone if (folder / path).exists()]
    files = pl.element().struct.field("path").is_in(gone)
    return runs.with_columns(
        pl.col("files").list.eval(pl.element().filter(~files)),
        pl.col("removed").list.eval(pl.element().filter(pl.element().is_in(left))),
    ).select(list(RUN))


def files_of(runs: pl.DataFrame, table: str | None = None) -> list[FileHash]:
    """The files that runs record and none of them took out, in the order of writing; of one table where it is named."""
    all_files = (FileHash(**file) for files in runs["files"].to_list() for file in files)
    gone = removed_of(runs)
    return [
        file for file in all_files if file.path not in gone and (table is None or file.path.startswith(f"{table}/"))
    ]


def removed_of(runs: pl.DataFrame) -> set[str]:
    """The files that runs took out."""
    return set(runs["removed"].drop_nulls().explode().drop_nulls())


def read_parquet(folder: Path, paths: list[str], columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Some columns of data files, one after the other.

    Raises:
        ProjectError: ``project.damaged``.
    """
    with guarded(folder / paths[0] if len(paths) == 1 else folder):
        return scan_parquet(folder, paths, columns).collect()


def scan_parquet(
    folder: Path, paths: list[str], columns: Mapping[str, pl.DataType], *, row: str | None = None
) -> pl.LazyFrame:
    """As :func:`read_parquet`, to be read in pieces; nothing is opened yet. ``row`` names a column of row numbers."""
    kinds = dict(columns)
    if not paths:
        return pl.LazyFrame(schema=kinds)
    places = [folder / path for path in paths]
    # What an earlier version wrote has no column that came later: it is null there.
    scanned = pl.scan_parquet(
        places,
        glob=False,
        hive_partitioning=False,
        schema=kinds,
        missing_columns="insert",
        extra_columns="ignore",
        row_index_name=row,
    )
    return scanned.select(*([row] if row else []), *columns).cast(kinds)  # type: ignore[arg-type]


def data_files(runs: pl.DataFrame, table: str) -> list[FileHash]:
    """The data files of a table that are part of the project, in the order of the batches that their rows came with.

    A rewritten file stands in the place of what it replaced; its name begins with the number of its first batch.
    """
    return [file for _, file in _by_batch(runs, table)]


def files_with(runs: pl.DataFrame, table: str, batches: Iterable[int]) -> list[FileHash]:
    """As :func:`data_files`, those alone that may hold rows of some batches, by their numbers."""
    files = _by_batch(runs, table)
    firsts = [first for first, _ in files]
    # Rows of a batch stand in the last file that begins with it or an earlier one, or in several that begin so.
    wanted = {firsts[place - 1] for number in batches if (place := bisect_right(firsts, number))}
    return [file for first, file in files if first in wanted]


def _by_batch(runs: pl.DataFrame, table: str) -> list[tuple[int, FileHash]]:
    """Data files, each with the number of its first batch."""
    gone = removed_of(runs)
    numbered = []
    for number, files in enumerate(runs["files"].to_list()):
        for file in files:
            path = file["path"]
            if path.startswith(f"{table}/") and not path.startswith(f"{table}/{LOG}/") and path not in gone:
                rewritten = _REWRITTEN.search(path)
                numbered.append((int(rewritten[1]) if rewritten else number, FileHash(**file)))
    return sorted(numbered, key=lambda pair: pair[0])

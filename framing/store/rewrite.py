"""Data files written in the place of others: fewer and larger ones, or the same without some articles.

A rewritten file has the rows of adjacent files in their order, with the batches that they came with, so that whoever
filters by batch sees what they saw before. Its name begins with the number of its first batch, which is its place.

Sweeping: what a killed writer left behind is taken out of the Delta tables, and what was replaced is deleted.

The toolkit's own readers never see either, since no run names it; this is for whoever reads the tables with other
tools. A table's log is made to name the files that runs name, in one commit of Delta. Files that compaction replaced go
after an hour, files that belong to nobody after thirty days, when no reader can still hold them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction
from deltalake.transaction import AddAction, RemoveAction
from polars.exceptions import PolarsError

from framing.errors import ProjectError, StorageError, is_panic, writing
from framing.store.integrity import FileHash, guarded
from framing.store.layout import BATCH, RUNS, TABLES
from framing.store.log import LOG, History, added, data_files, entry, files_of, newest, scan_parquet

__all__ = ["GRACE", "Rewrite", "checkpoint", "log_files", "replace_files", "sweep", "write_rows"]


_HOOKS: Final = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
#: Rows of a row group. Readers hold whole groups in memory: 8,192 articles of 3 KB are 25 MB.
_GROUP_ROWS: Final = {"articles": 8_192}
#: Of ZSTD. Rewritten files stay for long: 16 MB of news in three languages took 4.7 MB at level 3, 4.1 MB at level 9
#: (at 40 MB/s instead of 100) and 4.0 MB at level 12 (at 15 MB/s).
_LEVEL: Final = 9
_CHECKPOINT: Final = re.compile(r"\d{20}\.checkpoint\.parquet")


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What takes the place of some data files of a table.

    Attributes:
        removed: files that are no longer part of the project.
        added: paths of the files in their place, relative to the project.
        erased: batch → rows of it that were left out.
    """

    removed: Sequence[FileHash]
    added: list[str]
    erased: Sequence[tuple[str, int]] = ()


def write_rows(
    folder: Path, table: str, files: Sequence[FileHash], name: str, *, without: pl.Expr | None = None
) -> str | None:
    """Write the rows of adjacent data files into one, in bounded memory.

    Args:
        folder: the project.
        table: the table.
        files: its files, in order.
        name: tells the new file from others that begin with the same batch.
        without: rows to leave out.

    Returns:
        The new file's path relative to the project; nothing where no row is left.

    Raises:
        ProjectError: ``project.damaged``, or ``project.write``; no piece of the new file is left.
        StorageError: the system refused to read or write; likewise.
    """
    with guarded(folder / table):
        rows = scan_parquet(folder, [file.path for file in files], TABLES[table])
        if without is not None:
            rows = rows.filter(~without.fill_null(False))
        first = rows.select(pl.col(BATCH).first()).collect()[BATCH].to_list()
        if not first or first[0] is None:
            return None
    path = f"{table}/rows-{first[0].split('-')[0]}-{name}.parquet"
    with _whole(folder / path):
        rows.sink_parquet(
            folder / path,
            compression="zstd",
            compression_level=_LEVEL,
            row_group_size=_GROUP_ROWS.get(table, 131_072),
            maintain_order=True,
        )
    return path


@contextmanager
def _whole(path: Path) -> Iterator[None]:
    """A data file that is being written of others that were checked: whatever goes wrong, they are not damaged."""
    try:
        with writing(path, then="nothing was changed"):
            yield
    except BaseException as error:
        with suppress(OSError):
            path.unlink()
        if isinstance(error, PolarsError) or is_panic(error):
            what = f"a file could not be written: {' '.join(str(error).split())[:200]}"
            hint = "check the disk and its rights, and run this again; nothing was changed"
            raise ProjectError("project.write", what, str(path), hint) from error
        raise


def replace_files(
    folder: Path, table: str, added: Iterable[str], removed: Iterable[tuple[str, int | None]], *claims: Transaction
) -> None:
    """Replace data files in a table's log, in one commit of Delta.

    Args:
        folder: the project.
        table: the table.
        added: paths relative to the project.
        removed: paths relative to the project, with sizes where they are known.
        claims: that the commit carries.
    """
    opened = DeltaTable((folder / table).as_uri())
    now = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = []
    for path in added:
        rows = pl.scan_parquet(folder / path, glob=False).select(pl.len()).collect().item()
        size = (folder / path).stat().st_size
        actions.append(AddAction(path.removeprefix(f"{table}/"), size, {}, now, False, f'{{"numRecords":{rows}}}'))
    for path, known in removed:
        actions.append(RemoveAction(path.removeprefix(f"{table}/"), False, now, known, {}))
    opened.create_write_transaction(
        actions,
        "append",
        opened.schema(),
        commit_properties=CommitProperties(app_transactions=list(claims), max_commit_retries=0),
        post_commithook_properties=_HOOKS,
    )


def checkpoint(folder: Path, table: str) -> str:
    """Sum up a table's log in a file, so that readers need no older entries; its path.

    The hint beside it, which Delta overwrites with each checkpoint, is taken away: no run could vouch for a file that
    changes, and readers find the checkpoint without it.
    """
    DeltaTable((folder / table).as_uri()).create_checkpoint()
    with suppress(FileNotFoundError):
        (folder / table / LOG / "_last_checkpoint").unlink()
    return entry(table, newest(folder / table)).replace(".json", ".checkpoint.parquet")


def log_files(folder: Path, table: str, *, besides: Collection[str]) -> list[str]:
    """The log entries and checkpoints of a table, relative to the project."""
    names = (path.name for path in (folder / table / LOG).iterdir())
    entries = (f"{table}/{LOG}/{name}" for name in names if name.endswith(".json") or _CHECKPOINT.fullmatch(name))
    return sorted(path for path in entries if path not in besides)


#: Seconds that a replaced file stays, for readers of other programs that listed it and have not yet opened it.
GRACE: Final = 3600.0

#: Seconds that a file nobody names is left alone.
_KEEP: Final = 30 * 24 * 3600.0


def sweep(
    folder: Path, history: History, recorded: Mapping[str, int], *, grace: float = GRACE, strays: bool = False
) -> None:
    """Take out what no run names, and delete what runs removed.

    Args:
        folder: the project, whose lock is held.
        history: its runs.
        recorded: table → the version that the last run recorded.
        grace: seconds that removed files stay.
        strays: delete data files that no run names, however young.
    """
    for table in TABLES:
        if newest(folder / table) > recorded.get(table, -1):
            # What cannot be taken out stays as invisible as it is.
            with suppress(ProjectError, StorageError), guarded(folder / table):
                _reconcile(folder, table, history)
    kept = {*(file.path for file in files_of(history.runs)), *_own(folder, history.version)}
    removed = _removed(history, time.time() - grace)
    for table in (*TABLES, RUNS):
        _discard(folder, table, kept, removed, -1.0 if strays and table != RUNS else _KEEP)


def _reconcile(folder: Path, table: str, history: History) -> None:
    """Make a table's log name the files that runs name."""
    uris = DeltaTable((folder / table).as_uri()).file_uris()
    active = {f"{table}/{uri.rpartition('/')[2]}" for uri in uris}
    named = {file.path for file in data_files(history.runs, table)}
    if active != named:
        replace_files(folder, table, sorted(named - active), [(path, None) for path in sorted(active - named)])


def _own(folder: Path, version: int) -> Iterator[str]:
    """The last run's own files: only the next run records them."""
    if version >= 0:
        yield entry(RUNS, version)
        yield from added(folder, RUNS, version)


def _removed(history: History, before: float) -> dict[str, bool]:
    """Removed files, and whether they may go."""
    superfluous: dict[str, bool] = {}
    for finished, paths in history.runs.select("finished", "removed").iter_rows():
        superfluous |= dict.fromkeys(paths or (), finished.timestamp() <= before)
    return superfluous


def _discard(folder: Path, table: str, kept: set[str], removed: dict[str, bool], keep: float) -> None:
    if not (folder / table / LOG).is_dir():
        return
    for path in sorted((*(folder / table / LOG).iterdir(), *(folder / table).glob("*.parquet"))):
        name = path.relative_to(folder).as_posix()
        if name in kept:
            continue
        with suppress(OSError):
            if name in removed:
                is_due = removed[name]
            elif path.name.endswith((".checkpoint.parquet", "_last_checkpoint")):
                is_due = True  # No run vouches for it, and the entries that it sums up are there.
            else:
                is_due = path.suffix in {".parquet", ".tmp"} and time.time() - path.stat().st_mtime > keep
            if is_due:
                path.unlink()

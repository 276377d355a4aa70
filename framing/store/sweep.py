"""Sweeping: what a killed writer left behind is taken out of the Delta tables, and what was replaced is deleted.

The toolkit's own readers never see either, since no run names it; this is for whoever reads the tables with other
tools. A table's log is made to name the files that runs name, in one commit of Delta. Files that compaction replaced go
after an hour, files that belong to nobody after thirty days, when no reader can still hold them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from deltalake import DeltaTable

from framing.errors import ProjectError, StorageError
from framing.store.history import History, files_of
from framing.store.integrity import guarded
from framing.store.layout import RUNS, TABLES
from framing.store.log import LOG, added, entry, newest
from framing.store.project import data_files
from framing.store.rewrite import replace_files

__all__ = ["GRACE", "sweep"]

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
    active = {f"{table}/{uri.rsplit('/', 1)[-1]}" for uri in uris}
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
    found: dict[str, bool] = {}
    for finished, paths in history.runs.select("finished", "removed").iter_rows():
        found |= dict.fromkeys(paths or (), finished.timestamp() <= before)
    return found


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

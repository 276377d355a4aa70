"""Sweeping: what a killed writer left behind is taken out of the Delta tables.

The toolkit's own readers never see it, since no run names it; this is for whoever reads the tables with other tools.
Rows are deleted by Delta's own means, and files that belong to nobody go after thirty days, when no reader can still
hold them.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from deltalake import DeltaTable, PostCommitHookProperties

from framing.errors import ProjectError
from framing.store.integrity import guarded
from framing.store.layout import BATCH, RUNS
from framing.store.log import LOG, added, newest, removed, transactions

__all__ = ["sweep"]

#: Seconds that a file nobody names is left alone.
_KEEP: Final = 30 * 24 * 3600

_HOOKS: Final = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)


def sweep(folder: Path, recorded: Mapping[str, int], files: Collection[str]) -> None:
    """Delete the rows of batches that never landed.

    Args:
        folder: the project, whose lock is held.
        recorded: table → the version that the last run recorded.
        files: all files that runs record.
    """
    for table, version in recorded.items():
        leftover = _leftover(folder, table, range(version + 1, newest(folder / table) + 1))
        if leftover:
            _delete(folder / table, leftover)
        _discard(folder, table, files)
    _discard(folder, RUNS, files)


def _leftover(folder: Path, table: str, versions: Iterable[int]) -> set[str]:
    """The batches since the last run whose rows still stand: each run has one batch, so these have no run."""
    standing: dict[str, list[str]] = {}
    with guarded(folder / table / LOG):
        for version in versions:
            for path in added(folder, table, version):
                standing[path] = transactions(folder, table, version)
            for path in removed(folder, table, version):
                standing.pop(path, None)
    return {batch for batches in standing.values() for batch in batches}


def _delete(table: Path, batches: Collection[str]) -> None:
    names = ", ".join(f"'{batch}'" for batch in sorted(batches))
    # A leftover that cannot be read cannot be deleted; it stays as invisible as it is.
    with suppress(ProjectError), guarded(table):
        DeltaTable(table.as_uri()).delete(f"{BATCH} IN ({names})", post_commithook_properties=_HOOKS)


def _discard(folder: Path, table: str, files: Collection[str]) -> None:
    """Remove old data files that no run records, and drafts of log entries."""
    if not (folder / table / LOG).is_dir():
        return
    for path in (*(folder / table).glob("*.parquet"), *(folder / table / LOG).glob("*.tmp")):
        with suppress(OSError):
            is_recorded = path.relative_to(folder).as_posix() in files
            if not is_recorded and time.time() - path.stat().st_mtime > _KEEP:
                path.unlink()

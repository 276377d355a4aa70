"""One writer at a time. Readers take no lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from framing.errors import ProjectError
from framing.modes import as_folder
from framing.store.layout import LOCK

__all__ = ["writer_lock"]


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the project's lock. It belongs to the process: the system frees it however the process ends.

    Raises:
        ProjectError: ``project.busy``; another process, or another writer of this one, holds it.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        as_folder(handle, folder)
        try:
            _take(handle)
        except (BlockingIOError, PermissionError):
            hint = "wait for it, then run this again; nothing was added"
            raise ProjectError("project.busy", "another process is writing", str(folder), hint) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _take(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _take(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

"""Folders for what is needed for a moment: a download, an unpacked file; gone with the process, also with a killed one.

A process that is killed cannot clean up, and what it leaves holds text of articles. So whoever starts next does. A
folder's owner holds a lock on it, which the system frees however the process ends: a folder that can be locked has no
owner. Only folders are touched that bear our name, belong to this user and are open to nobody else; what a link leads
to is never touched, and whatever stands at the name in the meantime, nothing is deleted but what is in the folder that
was locked.

Bytes put aside on the disk, in a file that has no name and is gone with the process.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["Spill", "scratch", "sweep_scratch"]


_PREFIX: Final = "framing-scratch-"
#: As ``tempfile`` makes names.
_NAME: Final = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")
#: Of a process that was killed between making a folder and locking it there is an empty one at most; and whoever sweeps
#: may take an empty one away before it is locked, so it is made again.
_ATTEMPTS: Final = 10


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for temporary files that nobody else can read; gone afterwards.

    Raises:
        OSError: the system's folder of temporary files does not take it.
    """
    _sweep_once()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as first:
        folder, handle = first, _held(first)
        for _ in range(_ATTEMPTS):
            if handle is not None or not _CAN_LOCK:
                break
            os.makedirs(folder, mode=0o700, exist_ok=True)
            handle = _held(folder)
        try:
            yield Path(folder)
        finally:
            if handle is not None:
                os.close(handle)


def sweep_scratch() -> int:
    """Delete what killed processes left; how many folders that were.

    Where the system has no locks for folders (Windows), nothing is deleted.
    """
    if not _CAN_LOCK:
        return 0
    place = tempfile.gettempdir()
    swept = 0
    with suppress(OSError):
        root = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            with os.scandir(place) as entries:
                names = [entry.name for entry in entries if _NAME.fullmatch(entry.name)]
            swept = sum(_swept(root, name) for name in names)
        finally:
            os.close(root)
    return swept


@cache
def _sweep_once() -> None:
    sweep_scratch()


def _swept(root: int, name: str) -> bool:
    """Delete one folder, if it is ours and nobody's any more."""
    with suppress(OSError):
        handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=root)
        try:
            state = os.fstat(handle)
            if state.st_uid != os.getuid() or stat.S_IMODE(state.st_mode) & 0o077:
                return False
            _lock(handle)
            _empty(handle)
            # Whatever stands at the name by now, only an empty folder goes.
            os.rmdir(name, dir_fd=root)
            return True
        finally:
            os.close(handle)
    return False


def _empty(handle: int) -> None:
    """Delete all that is in an open folder; links are deleted, never followed."""
    for _, folders, files, inner in os.fwalk(".", topdown=False, follow_symlinks=False, dir_fd=handle):
        for name in files:
            os.unlink(name, dir_fd=inner)
        for name in folders:
            if stat.S_ISLNK(os.stat(name, dir_fd=inner, follow_symlinks=False).st_mode):
                os.unlink(name, dir_fd=inner)
            else:
                os.rmdir(name, dir_fd=inner)


def _held(folder: str) -> int | None:
    """A lock on a folder; nothing where somebody sweeps it at this moment."""
    if not _CAN_LOCK:
        return None
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            _lock(handle)
            if os.path.samestat(os.fstat(handle), os.lstat(folder)):
                return handle
        except OSError:
            pass
        os.close(handle)
    return None


try:
    import fcntl
except ImportError:  # Windows.
    _CAN_LOCK = False

    def _lock(handle: int) -> None:
        raise OSError(handle)
else:
    _CAN_LOCK = hasattr(os, "O_DIRECTORY") and os.open in os.supports_dir_fd

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


Bytes: TypeAlias = "npt.NDArray[np.uint8]"


class Spill:
    """Rows of bytes of one width, appended and read in stretches; the system keeps in memory what it has room for.

    Args:
        width: bytes of a row.
        folder: the folder of the file; that of the system's temporary files where none is given.

    Raises:
        OSError: here or when rows are appended, where the disk does not take them.

    Example:
        >>> import numpy as np
        >>> spill = Spill(2)
        >>> spill.append(np.array([[1, 2], [3, 4], [5, 6]], np.uint8))
        >>> len(spill), spill.read(1, 3).tolist()
        (3, [[3, 4], [5, 6]])
    """

    def __init__(self, width: int, folder: Path | None = None) -> None:
        self._width = width
        self._rows = 0
        self._file = tempfile.TemporaryFile(prefix=".framing.spill-", dir=folder, buffering=0)  # noqa: SIM115
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return self._rows

    def append(self, rows: Bytes) -> None:
        """Append an array (rows, width)."""
        import numpy as np  # Whoever only wants a place for files does without it.

        left = np.ascontiguousarray(rows).reshape(-1).data
        self._file.seek(self._rows * self._width)
        while left:
            left = left[self._file.write(left) :]
        self._rows += len(rows)

    def read(self, start: int, end: int) -> Bytes:
        """Rows ``start`` to ``end`` as an array (rows, width)."""
        import numpy as np

        block = np.empty((end - start, self._width), np.uint8)
        left = block.reshape(-1).data
        self._file.seek(start * self._width)
        while left:
            if not (got := self._file.readinto(left)):
                raise OSError("rows put aside on the disk are gone")
            left = left[got:]
        return block

"""Bytes put aside on the disk, in a file that has no name and is gone with the process."""

from __future__ import annotations

import tempfile
import weakref
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["Spill"]

Bytes: TypeAlias = npt.NDArray[np.uint8]


class Spill:
    """Rows of bytes of one width, appended and read in stretches; the system keeps in memory what it has room for.

    Args:
        width: bytes of a row.
        folder: the folder of the file; that of the system's temporary files where none is given.

    Raises:
        OSError: here or when rows are appended, where the disk does not take them.

    Example:
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
        left = np.ascontiguousarray(rows).reshape(-1).data
        self._file.seek(self._rows * self._width)
        while left:
            left = left[self._file.write(left) :]
        self._rows += len(rows)

    def read(self, start: int, end: int) -> Bytes:
        """Rows ``start`` to ``end`` as an array (rows, width)."""
        found = np.empty((end - start, self._width), np.uint8)
        left = found.reshape(-1).data
        self._file.seek(start * self._width)
        while left:
            if not (got := self._file.readinto(left)):
                raise OSError("rows put aside on the disk are gone")
            left = left[got:]
        return found

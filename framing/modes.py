"""Who may read what a project holds: its folder says so, and whatever is made in it follows.

Libraries write files as the process's umask has it, which mostly lets everybody read them, and a process has one umask
for all its threads. So nothing is done about that: a project's folder is closed, which closes all that is in it from
the first byte, and each file is given the folder's rights when it is recorded. A folder that was left open to others,
as those of earlier versions were, keeps its way: files in it have the rights that the umask gives.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["PRIVATE", "SHARED", "as_folder", "close", "is_open_to_all", "make_folder"]

#: Of a folder that is its owner's alone, and of one that is its group's: what is made in it belongs to the group too.
PRIVATE: Final = 0o700
SHARED: Final = 0o2770

_OTHERS: Final = 0o007


def close(folder: Path, *, shared: bool) -> None:
    """Close a folder to others.

    Args:
        folder: that was just made, or is empty.
        shared: leave it open to its group, whatever the umask; else it keeps what the umask left its owner.

    Raises:
        OSError: it is somebody else's.
    """
    if sys.platform == "win32":  # It has other rights, which a folder takes from the one above it.
        return
    folder.chmod(SHARED if shared else stat.S_IMODE(folder.stat().st_mode) & PRIVATE)


def make_folder(folder: Path) -> None:
    """Make a folder with the rights of the one that it is in; one that is there stays as it is."""
    with suppress(FileExistsError):
        folder.mkdir()
        if (mode := _followed(folder.parent)) is not None:
            folder.chmod(mode)


def as_folder(handle: int, folder: Path) -> None:
    """Give an open file the rights of its folder, where it is ours to give and the folder is closed to others."""
    if (mode := _followed(folder)) is None:
        return
    state = os.fstat(handle)
    if state.st_uid == os.geteuid() and stat.S_IMODE(state.st_mode) != (wanted := mode & 0o666):
        os.fchmod(handle, wanted)


def is_open_to_all(folder: Path) -> int | None:
    """The mode of a folder that others may read, enter or change; nothing where it is closed to them."""
    if sys.platform == "win32":
        return None
    mode = stat.S_IMODE(folder.stat().st_mode)
    return mode if mode & _OTHERS else None


def _followed(folder: Path) -> int | None:
    """The rights that things in a folder take over from it; none where it is open to others."""
    if sys.platform == "win32":
        return None
    mode = stat.S_IMODE(folder.stat().st_mode)
    return None if mode & _OTHERS else mode & SHARED

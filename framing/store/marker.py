"""The file that makes a folder a project: where it may be, what it says, and whether it can be read."""

from __future__ import annotations

import re
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Final

from framing.errors import ProjectError
from framing.modes import PRIVATE, close
from framing.store.integrity import check, damaged, guarded, read_seal, write_atomically
from framing.store.layout import FORMAT, MARKER
from framing.version import __version__

__all__ = ["check_marker", "check_name", "is_project", "make_marker"]

#: What the object store below the Delta library takes for no part of a file's address, or for a separator.
_UNWRITABLE: Final = re.compile(r"[\[\]|^\\\x00-\x1f\x7f]")


def is_project(folder: Path) -> bool:
    """Whether a folder is a project, whichever can read it."""
    return (folder / MARKER).is_file()


def make_marker(folder: Path, *, shared: bool) -> None:
    """Make a folder and its marker.

    Args:
        folder: new or empty.
        shared: leave it open to the owner's group.

    Raises:
        ProjectError: ``project.not-empty``, ``project.not-a-folder`` or ``project.folder-name``.
    """
    if folder.exists() and not folder.is_dir():
        raise ProjectError("project.not-a-folder", "it is a file", str(folder), "name a new folder")
    check_name(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(PRIVATE, exist_ok=True)
    if any(path.name != f"{MARKER}.draft" for path in folder.iterdir()):
        raise ProjectError("project.not-empty", "the folder is not empty", str(folder), "name a new or an empty folder")
    # An empty folder that somebody else has made is used as it is; 'framing verify' says who can read it.
    with suppress(PermissionError):
        close(folder, shared=shared)
    lines = [
        "# This folder is a project of the framing toolkit.",
        f"format = {FORMAT}",
        f'created_by = "{__version__}"',
    ]
    write_atomically(folder / MARKER, "\n".join([*lines, ""]).encode())


def check_name(folder: Path) -> None:
    """Refuse a folder that the Delta library cannot write to; it can be read all the same.

    Raises:
        ProjectError: ``project.folder-name``.
    """
    if match := _UNWRITABLE.search(folder.absolute().as_posix()):
        what = f"Delta Lake cannot write to a folder with {match[0]!r} in its path"
        raise ProjectError("project.folder-name", what, str(folder), "rename it")


def check_marker(folder: Path) -> None:
    """Refuse a folder that is no project, or one of a newer version.

    Raises:
        ProjectError: ``project.missing``, ``project.newer`` or ``project.damaged``.
    """
    marker = folder / MARKER
    if not marker.is_file():
        what = "this folder is no project" if folder.is_dir() else "there is no such folder"
        raise ProjectError("project.missing", what, str(folder), "make a project with 'framing init'")
    for file in read_seal(folder):
        if file.path == MARKER:
            check(folder, file)
    with guarded(marker):
        number = tomllib.loads(marker.read_text(encoding="utf-8")).get("format")
    if type(number) is not int or number < 1:
        raise damaged(marker, "it names no format version")
    if number > FORMAT:
        what = f"it has format {number}, and this version of the toolkit knows formats up to {FORMAT}"
        raise ProjectError("project.newer", what, str(folder), "install a newer version of the toolkit")

"""Walking a folder: what lies in it, and which of it was read before.

A project is given the same folders day after day, and most of what lies there is known. So this module asks the system
for no more than a file's name and state, opens nothing, and loads nothing that reading needs.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Final

from framing.ingest.visits import SIDECAR, Visits, state_of

__all__ = ["Walk", "known_file", "printable", "walk"]

_DOT: Final = "."


@dataclass(slots=True)
class Walk:
    """A folder as it was found, with its subfolders.

    Attributes:
        folder: as it was given.
        files: path below the folder → entry; files that were not read before, sidecars of files left out.
        passed: number of files that were read before and are the same now.
        articles: that they held.
        links: links to folders, which are not followed.
        errors: why folders could not be listed.
    """

    folder: str
    files: dict[str, os.DirEntry[str]] = field(default_factory=dict)
    passed: int = 0
    articles: int = 0
    links: list[os.DirEntry[str]] = field(default_factory=list)
    errors: list[OSError] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether there is nothing in it that was not read before."""
        return bool(self.passed) and not (self.files or self.links or self.errors)


def walk(folder: str | os.PathLike[str], visits: Visits | None = None) -> Walk:
    """List a folder and its subfolders, without hidden files and without the folders that links lead to.

    Args:
        folder: the folder.
        visits: files that were read before and are the same now are only counted.
    """
    found = Walk(os.fspath(folder))
    places = [(found.folder, "")]
    absolute = os.path.abspath(found.folder)
    while places:
        place, below = places.pop()
        try:
            with os.scandir(place) as listing:
                entries = [entry for entry in listing if not entry.name.startswith(_DOT)]
        except OSError as error:
            found.errors.append(error)
            continue
        files = []
        for entry in entries:
            if not _is_folder(entry):
                files.append(entry)
            elif entry.is_symlink():
                found.links.append(entry)
            else:
                places.append((entry.path, f"{below}{entry.name}/"))
        _sort(found, files, below, f"{absolute}/{below}", visits)
    return found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or leads to one; a link that leads to itself, or where we may not go, is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _sort(found: Walk, files: list[os.DirEntry[str]], below: str, place: str, visits: Visits | None) -> None:
    """Tell the files of one folder that were read before from the others."""
    sidecars = {entry.name[: -len(SIDECAR)]: entry for entry in files if entry.name.endswith(SIDECAR)}
    described = set()
    for entry in files:
        name = entry.name
        if name.endswith(SIDECAR):
            continue
        stem = name.rpartition(_DOT)[0] or name
        beside = sidecars.get(stem)
        if beside is not None:
            described.add(stem)
        known = None if visits is None else _known(visits, place + name, below + name, entry, beside)
        if known is None:
            found.files[below + name] = entry
        else:
            found.passed += 1
            found.articles += known
    for stem in sidecars.keys() - described:
        found.files[below + sidecars[stem].name] = sidecars[stem]


def _known(
    visits: Visits, path: str, below: str, entry: os.DirEntry[str], beside: os.DirEntry[str] | None
) -> int | None:
    """The articles of a file that was read before and is the same now."""
    try:
        state = state_of(path, printable(below), found=entry.stat(), sidecar=None if beside is None else beside.stat())
    except OSError:
        return None
    return visits.articles_in(path, state)


def printable(path: str | os.PathLike[str]) -> str:
    """A path as text; a name that is not valid UTF-8 has its odd bytes written out."""
    return os.fspath(path).encode("utf-8", "backslashreplace").decode("utf-8")


def known_file(path: str, visits: Visits) -> int | None:
    """The articles of a file that was named by itself, if it was read before and is the same now."""
    try:
        return visits.articles_in(os.path.abspath(path), state_of(path, printable(os.path.basename(path))))
    except (OSError, ValueError):
        return None

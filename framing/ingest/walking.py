"""Walking a folder: what lies in it, and which of it was read before.

A project is given the same folders day after day, and most of what lies there is known. So this module asks the system
for no more than a file's name and state, opens nothing, and loads nothing that reading needs.

Visits: which files were read to the end, and how they can be known again without being opened.

A file is the one that was read if its path, size, times of change and label are, and those of its sidecar. The time of
the last change of its entry (``ctime``) counts too: no program can set it back, so that a file edited under its old
time of modification is read again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias
from zlib import crc32

__all__ = [
    "MARKER",
    "SIDECAR",
    "Passed",
    "State",
    "Visit",
    "Visits",
    "Walk",
    "is_settled",
    "known_file",
    "places_of",
    "printable",
    "state_of",
    "walk",
]


#: Size, time of modification, time of change (ns), and a checksum of the label and of the sidecar's own three.
State: TypeAlias = tuple[int, int, int, int]

#: The suffix of a sidecar, which is part of what is read.
SIDECAR: Final = ".toml"

#: Nanoseconds after which a changed file has another time of modification, on the coarsest file system in use (FAT).
#: A file that was changed within them may change once more without a trace: it is read again next time.
SETTLED_NS: Final = 2_000_000_000


#: The file that makes a folder a project.
MARKER: Final = "framing.toml"


@dataclass(frozen=True, slots=True)
class Visit:
    """A file that was read to the end, and the number of its articles."""

    path: str
    state: State
    articles: int
    origin: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Files that were passed over, and the articles that they held when they were read."""

    files: int
    articles: int


class Visits(Protocol):
    """What was read before."""

    def articles_in(self, path: str, state: State) -> int | None:
        """The number of articles of a file, if it was read in this state."""


def state_of(
    path: str, label: str, *, status: os.stat_result | None = None, sidecar: os.stat_result | None = None
) -> State:
    """The state of a file.

    Args:
        path: the file.
        label: what its articles' ids are made from.
        status: what the system says of it; asked where left out.
        sidecar: what it says of the sidecar; asked where ``status`` is left out too.

    Raises:
        OSError: there is no such file.
    """
    if status is None:
        status = os.stat(path)
        sidecar = _stat(os.path.splitext(path)[0] + SIDECAR)
    beside = "" if sidecar is None else f"{sidecar.st_size} {sidecar.st_mtime_ns} {sidecar.st_ctime_ns}"
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, crc32(f"{label}\0{beside}".encode())


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def is_settled(state: State) -> bool:
    """Whether a change from now on will show in the file's times."""
    return time.time_ns() - max(state[1], state[2]) > SETTLED_NS


def places_of(origins: Iterable[str]) -> set[str]:
    """The files that rejects may have come from, and more: ``file`` of ``file:12``, ``a.zip`` of ``a.zip/file#3``."""
    places = set()
    for origin in origins:
        places.add(origin)
        places |= {origin[:place] for place, letter in enumerate(origin) if not letter.isalnum()}
    return places


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
        projects: folders that the toolkit keeps its own tables in, which are not looked into.
        errors: why folders could not be listed.
    """

    folder: str
    files: dict[str, os.DirEntry[str]] = field(default_factory=dict)
    passed: int = 0
    articles: int = 0
    links: list[os.DirEntry[str]] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    errors: list[OSError] = field(default_factory=list)

    @property
    def is_known(self) -> bool:
        """Whether there is nothing in it that was not read before."""
        return bool(self.passed) and not (self.files or self.links or self.errors)


def walk(folder: str | os.PathLike[str], visits: Visits | None = None) -> Walk:
    """List a folder and its subfolders, without hidden files, projects and folders that links lead to.

    Args:
        folder: the folder.
        visits: files that were read before and are the same now are only counted.
    """
    walked = Walk(os.fspath(folder))
    places = [(walked.folder, "")]
    absolute = os.path.abspath(walked.folder)
    while places:
        place, below = places.pop()
        try:
            with os.scandir(place) as listing:
                entries = [entry for entry in listing if not entry.name.startswith(_DOT)]
        except OSError as error:
            walked.errors.append(error)
            continue
        if below and any(entry.name == MARKER for entry in entries):
            walked.projects.append(place)
            continue
        files = []
        for entry in entries:
            if not _is_folder(entry):
                files.append(entry)
            elif entry.is_symlink():
                walked.links.append(entry)
            else:
                places.append((entry.path, f"{below}{entry.name}/"))
        _sort(walked, files, below, f"{absolute}/{below}", visits)
    return walked


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or leads to one; a link that leads to itself, or where we may not go, is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _sort(walked: Walk, files: list[os.DirEntry[str]], below: str, place: str, visits: Visits | None) -> None:
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
            walked.files[below + name] = entry
        else:
            walked.passed += 1
            walked.articles += known
    for stem in sidecars.keys() - described:
        walked.files[below + sidecars[stem].name] = sidecars[stem]


def _known(
    visits: Visits, path: str, below: str, entry: os.DirEntry[str], beside: os.DirEntry[str] | None
) -> int | None:
    """The articles of a file that was read before and is the same now."""
    try:
        state = state_of(path, printable(below), status=entry.stat(), sidecar=None if beside is None else beside.stat())
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

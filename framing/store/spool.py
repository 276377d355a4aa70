"""The spool: what people code is on the disk at once, whoever is writing to the project meanwhile.

A project has one writer, which may be busy for hours, and coders cannot wait. So each has a file of their own, to which
lines are appended and forced to the disk before anything is called saved. The next writer takes the files aside, folds
their lines into the tables and deletes them (:mod:`framing.store.fold`); killed in between, it is done by the one after
it, which knows by their names the records that landed. Readers read tables and spool.

A line begins with a hash of the rest. What a killed process left half written has no end of line: it was never called
saved, and the next line takes its place. Any other line whose hash is wrong was changed by somebody: it is kept aside
and ``framing verify`` names it.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from framing.errors import writing
from framing.modes import as_folder, make_folder
from framing.store.integrity import sync_folder
from framing.store.layout import SPOOL, held

__all__ = ["BROKEN", "Waiting", "append", "spooled", "taken", "waiting"]

#: Lines that were changed by somebody, kept for a look.
BROKEN: Final = f"{SPOOL}/broken"
_LINES: Final = ".lines"
_TAKEN: Final = ".taken"
_HASH: Final = 16


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a spool.

    Attributes:
        records: in the order in which each coder saved them.
        broken: lines that are not what was written.
    """

    records: list[dict[str, Any]]
    broken: list[bytes]


def append(folder: Path, who: str, records: Iterable[Mapping[str, Any]]) -> None:
    """Save records. When this returns, they are on the disk, whatever happens then.

    Args:
        folder: the project.
        who: whose file they go to.
        records: plain values.

    Raises:
        StorageError: the system refused, and nothing was saved.
    """
    content = b"".join(map(_line, records))
    place = folder / SPOOL
    path = place / f"{hashlib.sha256(who.encode()).hexdigest()[:16]}{_LINES}"
    with writing(path, then="nothing of it was saved"):
        if not place.is_dir():
            make_folder(place)
            sync_folder(folder)
        while not _appended(path, content):
            pass  # A writer took the file aside while we waited for it.


def _appended(path: Path, content: bytes) -> bool:
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        held(handle)
        if not _is_at(handle, path):
            return False
        as_folder(handle, path.parent)
        end = _whole(handle)
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, end)
            raise
        sync_folder(path.parent)
        return True
    finally:
        os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _whole(handle: int) -> int:
    """Take a half-written line off the end of a file; where it ends then."""
    size = os.fstat(handle).st_size
    start = size
    while start:
        length = min(start, 65_536)
        start -= length
        os.lseek(handle, start, os.SEEK_SET)
        if (last := os.read(handle, length).rfind(b"\n")) >= 0:
            start += last + 1
            break
    if start < size:
        os.ftruncate(handle, start)
    return start


def _line(record: Mapping[str, Any]) -> bytes:
    body = json.dumps(record, ensure_ascii=False, allow_nan=False).encode()
    return hashlib.sha256(body).hexdigest()[:_HASH].encode() + b" " + body + b"\n"


def waiting(folder: Path) -> Waiting:
    """What waits in a project's spool. Read it before the tables: what is gone from it by then stands in these."""
    place = folder / SPOOL
    while True:
        names = _names(place)
        try:
            read = _read(place / name for name in names)
        except FileNotFoundError:
            continue
        # A file that was taken aside meanwhile has another name.
        if _names(place) == names:
            return read


def spooled(folder: Path) -> list[tuple[str, int]]:
    """Names and sizes of a project's spool: others when something was saved; cheap. Look before you read."""
    place = folder / SPOOL
    try:
        return sorted((path.name, path.stat().st_size) for path in place.iterdir())
    except FileNotFoundError:
        return spooled(folder) if place.is_dir() else []


def _names(place: Path) -> list[str]:
    try:
        names = os.listdir(place)
    except FileNotFoundError:
        return []
    # What was taken aside was saved before what stands in the file that took its place.
    return [*sorted(n for n in names if n.endswith(_TAKEN)), *sorted(n for n in names if n.endswith(_LINES))]


def _read(paths: Iterable[Path]) -> Waiting:
    records, broken = [], []
    for path in paths:
        for line in path.read_bytes().split(b"\n")[:-1]:
            digest, _, body = line.partition(b" ")
            if hashlib.sha256(body).hexdigest()[:_HASH].encode() == digest:
                records.append(json.loads(body))
            else:
                broken.append(line)
    return Waiting(records, broken)


@contextmanager
def taken(folder: Path) -> Iterator[Waiting]:
    """Take what waits out of the spool, when all that is done with it succeeds; by the one writer."""
    place = folder / SPOOL
    names = _names(place)
    if not names:
        yield Waiting([], [])
        return
    for name in (name for name in names if name.endswith(_LINES)):
        _take_aside(place / name)
    paths = [place / name for name in _names(place) if name.endswith(_TAKEN)]
    read = _read(paths)
    yield read
    if read.broken:
        with (folder / BROKEN).open("ab") as file:
            file.write(b"".join(line + b"\n" for line in read.broken))
            file.flush()
            as_folder(file.fileno(), place)
            os.fsync(file.fileno())
    for path in paths:
        path.unlink()
    sync_folder(place)


def _take_aside(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    try:
        held(handle)
        path.rename(path.with_name(f"{path.name.removesuffix(_LINES)}-{secrets.token_hex(4)}{_TAKEN}"))
    finally:
        os.close(handle)

"""Integrity: a changed byte is an error that names its file, never a wrong number.

A flipped bit in a Parquet file mostly reads back as another value without any error, so no file is trusted before its
SHA-256 is what was recorded. A file is hashed once per path, size and modification time.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

from framing.errors import FramingError, ProjectError, is_panic, refused, writing
from framing.modes import as_folder
from framing.store.layout import SEAL

__all__ = [
    "FileHash",
    "Watch",
    "check",
    "check_all",
    "damaged",
    "guarded",
    "hash_file",
    "read_seal",
    "sync_folder",
    "write_atomically",
    "write_seal",
]

_HINT: Final = (
    "restore the file from a copy, or make a new project from the articles; 'framing verify' lists all damage"
)

#: What a file system says that failed to force something to the disk, not one that cannot.
_FAILED: Final = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT})

#: (path, size, modification time) → SHA-256. Entries are facts about a file, so all projects of a process share them.
_HASHED: Final[dict[tuple[str, int, int], str]] = {}


@dataclass(frozen=True, slots=True)
class FileHash:
    """A file as it was written.

    Attributes:
        path: relative to the project folder, with ``/``.
        sha256: in hexadecimal.
        size: in bytes.
    """

    path: str
    sha256: str
    size: int


def damaged(path: str | Path, what: str) -> ProjectError:
    """The error of a damaged file."""
    return ProjectError("project.damaged", what, str(path), _HINT)


@contextmanager
def guarded(path: str | Path) -> Iterator[None]:
    """Turn whatever a library raises over a broken file into ``project.damaged``.

    A broken Parquet file can make Rust panic; such a panic is no ``Exception``.

    Raises:
        ProjectError: ``project.damaged``.
        StorageError: the system refused to read, whatever the file holds.
    """
    try:
        yield
    except FramingError:
        raise
    except FileNotFoundError as error:
        raise damaged(path, "the file is missing") from error
    except MemoryError:
        raise
    except BaseException as error:
        if not (isinstance(error, Exception) or is_panic(error)):
            raise
        if explained := refused(error, path, doing="it cannot be read"):
            raise explained from error
        raise damaged(path, f"it cannot be read: {_short(error)}") from error


def _short(error: BaseException) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:200]


def hash_file(folder: Path, path: str, *, sync: bool = False) -> FileHash:
    """Hash a file as it is now.

    Args:
        folder: the project.
        path: relative to it.
        sync: force the file to the disk first; it was just written, and gets the project's rights.
    """
    with (folder / path).open("rb") as file:
        if sync:
            as_folder(file.fileno(), folder)
            os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        state = os.fstat(file.fileno())
    _HASHED[str(folder / path), state.st_size, state.st_mtime_ns] = digest
    return FileHash(path, digest, state.st_size)


def check(folder: Path, expected: FileHash, *, afresh: bool = False) -> None:
    """Compare a file with its record.

    Args:
        folder: the project.
        expected: the record.
        afresh: hash it even where it was hashed before.

    Raises:
        ProjectError: ``project.damaged``; it is missing or another than recorded.
    """
    path = folder / expected.path
    with guarded(path):
        state = path.stat()
        if state.st_size != expected.size:
            raise damaged(path, f"it has {state.st_size} bytes instead of {expected.size}")
        digest = None if afresh else _HASHED.get((str(path), state.st_size, state.st_mtime_ns))
        if (digest or hash_file(folder, expected.path).sha256) != expected.sha256:
            raise damaged(path, "its content is not what was written")


def check_all(folder: Path, files: Iterable[FileHash]) -> None:
    """Compare files with their records.

    Raises:
        ProjectError: ``project.damaged``; the first that is missing or another than recorded.
    """
    recorded = list(files)
    if len(recorded) < 2:  # Not worth a thread.
        for file in recorded:
            check(folder, file)
        return
    # Hashing lets go of the interpreter, so that two threads use two cores.
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(partial(check, folder), recorded):
            pass


class Watch:
    """Files that are compared with their records again and again: one whose size, date and place did not change is not.

    A look costs some two microseconds a file.

    Args:
        folder: the project.
        files: the records.
    """

    def __init__(self, folder: Path, files: Sequence[FileHash]) -> None:
        self._folder = folder
        self._files = [(os.path.join(folder, file.path), file) for file in files]
        self._seen: dict[str, tuple[int, int, int]] = {}

    def look(self) -> None:
        """Compare the files with their records.

        Raises:
            ProjectError: ``project.damaged``; see :func:`check`.
        """
        seen = self._seen
        for path, file in self._files:
            try:
                state = os.stat(path)
                now = state.st_size, state.st_mtime_ns, state.st_ino
            except OSError:
                now = None
            if now is None or seen.get(path) != now:
                check(self._folder, file)
                if now is not None:
                    seen[path] = now


def write_atomically(path: Path, content: bytes) -> None:
    """Write a small file so that a reader finds the old content or the new, also after a crash.

    Raises:
        StorageError: the system refused; what was there before is still there.
    """
    draft = path.with_name(f"{path.name}.draft")
    with writing(path):
        try:
            with draft.open("wb") as file:
                as_folder(file.fileno(), path.parent)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            sync_folder(path.parent)
        except OSError:
            # On a full disk even a piece of a file is in the way of the next one.
            with suppress(OSError):
                draft.unlink()
            raise


def sync_folder(folder: Path) -> None:
    """Force a folder's list of files to the disk, where the system knows how.

    Raises:
        OSError: it knows how, and the disk failed.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # Some systems open no folders, some file systems sync none.
        if error.errno in _FAILED:
            raise


def write_seal(folder: Path, files: Iterable[FileHash]) -> None:
    """Seal files that no later run has recorded yet."""
    body = json.dumps({"files": [asdict(file) for file in files]}, indent=0).encode()
    write_atomically(folder / SEAL, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def read_seal(folder: Path) -> tuple[FileHash, ...]:
    """The sealed files; none where there is no seal yet.

    Raises:
        ProjectError: ``project.damaged``; the seal itself is broken.
        StorageError: the system refused to read it.
    """
    path = folder / SEAL
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise (refused(error, path, doing="it cannot be read") or error) from None
    if hashlib.sha256(body).hexdigest().encode() != digest:
        raise damaged(path, "its content is not what was written")
    return tuple(FileHash(file["path"], file["sha256"], file["size"]) for file in json.loads(body)["files"])

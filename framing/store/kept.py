"""What a project keeps of its own tables for the next reader: a cache beside them, and no data.

What takes long to work out and depends on stored files alone, such as which articles tell of one event, is kept in a
folder of the project under a name that is a hash over all it depends on: the files' recorded hashes, the lists and
lexicons, the code. So nothing kept is ever out of date; it is either what is asked for, or not asked for any more; what
is damaged is as good as absent (:mod:`framing.sealed`). Where the folder may not be written to, all is done without. It
may be deleted.

What is worked out of the whole project belongs to one version of it, which its name begins with, and goes when
something is kept of a newer one. What is worked out of a single data file, which never changes, begins with the name of
that file, and goes when the file does: a batch that lands leaves it as it is. An erasure takes all of it away. A reader
that was slower than the erasure finds, when it has written, that the project has moved on, or that the file is no more,
and takes back what it wrote.
"""

from __future__ import annotations

import hashlib
import io
import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import polars as pl

from framing import sealed
from framing.limits import KEPT_BYTES
from framing.modes import as_folder, make_folder
from framing.resources import lexicons_folder
from framing.store.integrity import FileHash
from framing.store.layout import KEPT, RUNS
from framing.store.log import newest
from framing.version import __version__

__all__ = ["Frames", "Kept", "clean", "clear", "is_of", "is_sound", "kept_files", "kept_of", "tidy"]

#: Tables by name.
Frames = Mapping[str, pl.DataFrame]

_SUFFIX: Final = ".kept"
#: Stands between table, data file and kind in the names of what is kept of data files.
_OF: Final = "@"
_PACKAGE: Final = Path(__file__).parents[1]


class Kept:
    """What one version of a project keeps.

    Args:
        folder: the project.
        version: the number of its last run.
    """

    def __init__(self, folder: Path, version: int) -> None:
        self._project = folder
        self._version = version
        self._folder = folder / KEPT

    def get(
        self, what: str, parts: tuple[str, ...], make: Callable[[], Frames], is_current: Callable[[], bool]
    ) -> Frames:
        """What was kept, else what is made now, and kept.

        Args:
            what: kind of thing; letters and hyphens.
            parts: all that it depends on, beside the project's version and the code.
            make: makes it; the same each time.
            is_current: whether what it was made of is what ``parts`` say, asked when it is made.
        """
        path = self._path(what, parts)
        answer = _read(path)
        if answer is None:
            answer = make()
            if is_current() and _write(path, answer):
                clean(self._project)
        return answer

    def has(self, what: str, parts: tuple[str, ...]) -> bool:
        """Whether something was kept."""
        return self._path(what, parts).is_file()

    def _path(self, what: str, parts: tuple[str, ...]) -> Path:
        named = hashlib.sha256("\0".join([what, *parts, _engine()]).encode()).hexdigest()
        return self._folder / f"{self._version:06d}-{what}-{named[:40]}{_SUFFIX}"


def kept_of(folder: Path, file: FileHash, what: str, make: Callable[[], Frames], *, is_cleaned: bool = True) -> Frames:
    """What was kept of a data file, else what is made of it now, and kept.

    Args:
        folder: the project.
        file: the data file, as it was recorded.
        what: kind of thing; letters and hyphens.
        make: makes it of a file that is what was recorded, and of nothing else.
        is_cleaned: whether to :func:`clean` after it was made: a look at all files, which of thousands of files comes
            once, after the last.
    """
    named = hashlib.sha256(f"{what}\0{file.path}\0{file.sha256}\0{_engine()}".encode()).hexdigest()
    path = folder / KEPT / f"{file.path.replace('/', _OF)}{_OF}{what}-{named[:40]}{_SUFFIX}"
    answer = _read(path)
    if answer is None:
        answer = make()
        if _write(path, answer) and is_cleaned:
            clean(folder)
    return answer


def _write(path: Path, frames: Frames) -> bool:
    """Write a file; whether the system let us."""
    return sealed.write(path, _packed(frames), make_folder, lambda handle: as_folder(handle, path.parent))


def clean(folder: Path) -> None:
    """Take away what is no longer asked for, and the oldest where it is too much.

    What was just written goes, too, where the project has moved on meanwhile.
    """
    tidy(folder)
    sealed.bound(kept_files(folder), KEPT_BYTES)


def kept_files(folder: Path) -> list[Path]:
    """The files that a project keeps, drafts too."""
    with suppress(OSError):
        return sorted(path for path in (folder / KEPT).iterdir() if path.suffix in (_SUFFIX, sealed.DRAFT))
    return []


def clear(folder: Path) -> None:
    """Delete all that a project keeps.

    Raises:
        OSError: the system refuses.
    """
    for path in kept_files(folder):
        path.unlink(missing_ok=True)


def tidy(folder: Path) -> None:
    """Delete what earlier versions of a project kept, as far as the system lets us: nobody asks for it any more."""
    now = newest(folder / RUNS)
    for path in kept_files(folder):
        if not is_of(path, now) and sealed.is_done(path):
            with suppress(OSError):
                path.unlink()


def is_of(path: Path, version: int) -> bool:
    """Whether a file was kept of a version of the project, by its last run's number, or of a file that is there."""
    *place, _ = path.name.split(_OF)
    return path.parent.parent.joinpath(*place).is_file() if place else path.name.startswith(f"{version:06d}-")


def is_sound(path: Path) -> bool:
    """Whether a file is what was written."""
    return path.suffix == sealed.DRAFT or sealed.read(path) is not None


@cache
def _engine() -> str:
    """A hash over the code, the lists and the libraries that work things out; lexicons have their fingerprints."""
    libraries = [version(name) for name in ("numpy", "polars", "regex", "scipy")]
    digest = hashlib.sha256(repr((__version__, platform.python_version(), libraries)).encode())
    for path in sorted((*_PACKAGE.rglob("*.py"), *lexicons_folder().glob("*.csv"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _packed(frames: Frames) -> bytes:
    """Frames as Arrow has them, one after the other, each with its name and size before it."""
    body = io.BytesIO()
    for name, frame in frames.items():
        content = io.BytesIO()
        frame.write_ipc(content, compression="lz4")
        body.write(f"{name}\n{content.tell()}\n".encode())
        body.write(content.getvalue())
    return body.getvalue()


def _read(path: Path) -> Frames | None:
    if (content := sealed.read(path)) is None:
        return None
    frames: dict[str, pl.DataFrame] = {}
    at = io.BytesIO(content)
    while name := at.readline().decode().rstrip("\n"):
        frames[name] = pl.read_ipc(io.BytesIO(at.read(int(at.readline()))))
    return frames

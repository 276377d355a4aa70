"""Sealed files: what may be gone but never wrong, such as a cache.

Each begins with a hash of the rest: what is damaged is as good as absent. It is written aside and renamed, so that
several processes may write at once, and each reader finds a whole file or none.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = ["DRAFT", "bound", "is_done", "read", "write"]

#: The suffix of what is being written.
DRAFT: Final = ".draft"
#: Seconds after which whoever wrote a draft is taken for dead.
_PATIENCE: Final = 600
_HASH: Final = hashlib.sha256().digest_size


def read(path: Path) -> bytes | None:
    """What a file holds; None where it is absent, not readable or not what was written."""
    with suppress(OSError):
        content = path.read_bytes()
        if hashlib.sha256(content[_HASH:]).digest() == content[:_HASH]:
            return content[_HASH:]
    return None


def write(
    path: Path, content: bytes, make: Callable[[Path], object], finish: Callable[[int], object] = lambda _: None
) -> bool:
    """Write a file; whether the system let us. Where it does not, no piece is left.

    Args:
        path: the file.
        content: what it will hold.
        make: makes its folder.
        finish: given the file's number before anything is in it, such as to set its mode.

    Example:
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = Path(folder) / "new" / "numbers"
        ...     write(file, b"1 2 3", lambda parent: parent.mkdir()), read(file)
        (True, b'1 2 3')
    """
    draft = None
    try:
        make(path.parent)
        handle, draft = tempfile.mkstemp(suffix=DRAFT, prefix="framing-", dir=path.parent)
        with os.fdopen(handle, "wb") as opened:
            finish(handle)
            opened.write(hashlib.sha256(content).digest() + content)
        os.replace(draft, path)
    except OSError:
        if draft is not None:
            with suppress(OSError):
                os.unlink(draft)
        return False
    return True


def is_done(path: Path) -> bool:
    """Whether nobody is writing a file any more."""
    if path.suffix != DRAFT:
        return True
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _PATIENCE
    return False


def bound(paths: Iterable[Path], most: int) -> None:
    """Delete the oldest files where all are more bytes than allowed, and drafts whose writers were killed."""
    sized = []
    for path in paths:
        # Another process may delete it in the meantime.
        with suppress(OSError):
            state = path.stat()
            sized.append((state.st_mtime, state.st_size, path))
    total = 0
    for _, size, path in sorted(sized, reverse=True):
        total += size
        if (total > most or path.suffix == DRAFT) and is_done(path):
            with suppress(OSError):
                path.unlink()

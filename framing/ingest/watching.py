"""Watching folders: files are named as soon as they are there and have been written to the end.

A file is named half a second after its last byte: the :data:`QUIET` time, two steps in which the system's notice is
gathered and looked at, and what a busy machine adds. A running ``framing add --watch`` then needs some 0.2 s to read,
score and commit it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Final

from framing.ingest.formats import SUFFIXES
from framing.ingest.source import Options, Source, printable
from framing.ingest.visits import SIDECAR

__all__ = ["watch"]

#: Seconds that a file must have stayed as it is. A program that writes on after a longer pause makes another version.
QUIET: Final = 0.3

#: Milliseconds between looks at files that are being written.
_STEP: Final = 50


def watch(folders: Sequence[Path], options: Options, stop: Event) -> Iterator[list[Source]]:
    """Name files that come or change, from now on, until told to stop.

    Args:
        folders: to watch, with their subfolders.
        options: passed on to each source.
        stop: ends it.

    Yields:
        The files that were written since the last time, mostly none, twenty times a second. From the first time on the
        folders are watched: whoever then reads what lies there already misses no file.
    """
    from watchfiles import watch as watch_files

    roots = [os.path.abspath(folder) for folder in folders]
    pending: dict[str, tuple[tuple[int, int], float]] = {}
    for changes in watch_files(
        *roots,
        watch_filter=None,
        debounce=_STEP,
        step=_STEP // 2,
        rust_timeout=_STEP,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        for _, path in changes:
            pending |= dict.fromkeys(_files(path), ((-1, -1), 0.0))
        ready = []
        for path in list(pending):
            state, now = _state(path), time.monotonic()
            if state is None:
                del pending[path]
            elif state != pending[path][0]:
                pending[path] = state, now
            elif now - pending[path][1] >= QUIET:
                del pending[path]
                ready.append(path)
        yield [source for path in sorted(ready) if (source := _source(path, folders, roots, options)) is not None]


def _files(path: str) -> Iterator[str]:
    """The files that a change speaks of: the file, that of a sidecar, all of a new folder, as some may go unnamed."""
    if path.endswith(SIDECAR):
        yield path.removesuffix(SIDECAR) + ".txt"
    elif os.path.isdir(path):
        for place, _, names in os.walk(path):
            yield from (os.path.join(place, name) for name in names)
    else:
        yield path


def _state(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _source(path: str, folders: Sequence[Path], roots: Sequence[str], options: Options) -> Source | None:
    """A file as it would be named if its folder were read; none for what is passed over there."""
    for folder, root in zip(folders, roots, strict=True):
        if path.startswith(f"{root}/"):
            below = path[len(root) + 1 :]
            hidden = any(part.startswith(".") for part in below.split("/"))
            if hidden or not below.lower().endswith(SUFFIXES) or not os.path.isfile(path) or os.path.islink(path):
                return None
            inside = folder / below
            return Source(inside, printable(inside), printable(below), options=options)
    return None

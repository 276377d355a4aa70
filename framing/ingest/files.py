"""Files: found by what the user names, and watched for.

Watching folders: files are named as soon as they are there and have been written to the end.

A file is named half a second after its last byte: the :data:`QUIET` time, two steps in which the system's notice is
gathered and looked at, and what a busy machine adds. A running ``framing add --watch`` then needs some 0.2 s to read,
score and commit it.
"""

from __future__ import annotations

import glob
import io
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from threading import Event
from typing import Final

from framing.errors import InputError, copied, pass_on
from framing.ingest.foreign import passed_over
from framing.ingest.formats import NAMED, SUFFIXES, is_page
from framing.ingest.source import Note, Options, Rejected, Source, is_address, is_database, printable
from framing.ingest.walking import MARKER, SIDECAR, Passed, Visits, Walk, known_file, walk
from framing.scratch import scratch

__all__ = ["STDIN", "find", "watch"]


#: What stands for standard input.
STDIN: Final = "-"


def find(
    given: str | Path | Walk, options: Options, visits: Visits | None = None
) -> Iterator[Source | Rejected | Note | Passed]:
    """The files that a path, a pattern, a web address or "-" names.

    Folders are walked in sorted order, with their subfolders; hidden files, sidecars and files of unknown formats in
    them are passed over. Temporary files last until the next source is asked for.

    Args:
        given: what the user wrote, or a folder that was walked already.
        options: passed on to each source.
        visits: files that were read before and are the same now are passed over.
    """
    if isinstance(given, Walk):
        yield from _folder(given, options)
        return
    text = os.fspath(given)
    if text == STDIN:
        yield from _standard_input(options)
        return
    if not text:  # An unset variable of a shell; as a path it would be the folder that one is in.
        yield Rejected("''", "input.missing", "the path is empty", "name a file or a folder", b"")
        return
    if is_address(text):
        from framing.ingest.fetching import fetched  # The web is another library's business, and most files are here.

        yield from fetched(text, options)
        return
    if is_database(text):
        yield _database(text, options)
        return
    path, origin = Path(given), printable(given)
    try:
        is_folder, is_file, exists = path.is_dir(), path.is_file(), os.path.lexists(path)
    except (OSError, ValueError) as error:
        yield Rejected(origin, "input.missing", f"there is no such file: {error}", "check the path", b"")
        return
    if is_folder:
        yield from _folder(walk(path, visits), options)
    elif not exists and glob.has_magic(text) and (matches := sorted(glob.glob(text, recursive=True))):
        for match in matches:
            yield from find(match, options, visits)
    elif not exists:
        yield Rejected(origin, "input.missing", "there is no such file", "check the path", b"")
    elif not is_file:
        yield Rejected(origin, "input.not-a-file", "it is neither a file nor a folder", "name a file", b"")
    else:
        known = None if visits is None else known_file(text, visits)
        label = printable(path.name)
        yield Source(path, origin, label, options=options) if known is None else Passed(1, known)


def _database(address: str, options: Options) -> Source | Rejected:
    """A database, under its address without the password and whatever else opens it."""
    scheme, _, rest = address.partition("://")
    place, slash, name = rest.partition("?")[0].partition("/")
    user, at, host = place.rpartition("@")
    origin = printable(f"{scheme}://{user.partition(':')[0]}{at}{host}{slash}{name}")
    if not options.query:
        hint = "say which of its rows are articles: --query 'SELECT id, title, text FROM articles'"
        return Rejected(origin, "input.no-query", "it is a database, and no query is given", hint, b"")
    return Source(
        Path(origin),
        origin,
        origin,
        opener=lambda: nullcontext(io.BytesIO()),
        beside=lambda _: None,
        database=address,
        options=options,
    )


def _standard_input(options: Options) -> Iterator[Source | Rejected]:
    """Standard input, put on the disk: some formats must be read twice."""
    with scratch() as folder:
        path = folder / "input"
        copied(sys.stdin.buffer, path)
        with path.open("rb") as file:
            is_json = file.read(1000).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        name = "input.jsonl" if is_json else "input.txt"
        yield Source(path, STDIN, STDIN, name=name, beside=lambda _: None, options=options)


def _folder(walked: Walk, options: Options) -> Iterator[Source | Rejected | Note | Passed]:
    root, origin = os.path.realpath(walked.folder), printable(walked.folder)
    rejects = [_unlisted(error) for error in walked.errors]
    rejects += [_outside(Path(link.path)) for link in walked.links if _leaves(Path(link.path), root)]
    others = []
    sources: list[tuple[str, os.DirEntry[str]]] = []
    for name, entry in sorted(walked.files.items()):
        if not _is_file(entry):
            if name.lower().endswith(SUFFIXES):
                rejects.append(_no_file(entry))
            continue
        if not (name.lower().endswith(SUFFIXES) or is_page(Path(entry.path))):
            others.append(entry.name)
        elif entry.is_symlink() and _leaves(Path(entry.path), root):
            rejects.append(_outside(Path(entry.path)))
        else:
            sources.append((name, entry))
    yield from passed_over(origin, others)
    for project in sorted(walked.projects):
        yield Note(printable(project), "a project of the toolkit: passed over")
    yield from sorted(rejects, key=lambda reject: reject.origin)
    if walked.passed:
        yield Passed(walked.passed, walked.articles)
    elif not sources and not rejects:
        hint = f"put files in it that end in one of: {NAMED}"
        yield Rejected(origin, "input.no-articles", "the folder holds no articles", hint, b"")
    for name, entry in sources:
        path = Path(entry.path)
        yield Source(path, printable(path), printable(name), options=options)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False  # A link that leads to itself.


def _no_file(entry: os.DirEntry[str]) -> Rejected:
    """What is named like a file of articles and is none: a pipe, a device, a link that leads nowhere."""
    path = Path(entry.path)
    if entry.is_symlink() and not os.path.exists(path):
        error = InputError(
            "input.link", "it is a link that leads nowhere we may go", printable(path), "mend or remove it"
        )
        leads = b""
        with suppress(OSError):  # A folder that may be listed, and not entered.
            leads = os.fsencode(path.readlink())
        return Rejected.of(error, leads)
    what, hint = "it is neither a file nor a folder", "put a file in its place"
    return Rejected(printable(path), "input.not-a-file", what, hint, b"")


def _unlisted(error: OSError) -> Rejected:
    where, hint = printable(str(error.filename)), "check that you may read it"
    pass_on(error, where)
    return Rejected(where, "input.unreadable", str(error.strerror), hint, b"")


def _leaves(path: Path, root: str) -> bool:
    return not Path(os.path.realpath(path)).is_relative_to(root)


def _outside(path: Path) -> Rejected:
    what, hint = "it is a link that leads out of the folder", "name the file itself, or copy it into the folder"
    # The link's own bytes are where it leads; what lies there is not looked at.
    return Rejected.of(InputError("input.link", what, printable(path), hint), os.fsencode(path.readlink()))


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
        status = os.stat(path)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _in_project(root: str, below: str) -> bool:
    """Whether a file is one of the toolkit's own: those of a project that lies in a watched folder."""
    inside = below.split("/")[:-1]
    return any(os.path.isfile(os.path.join(root, *inside[:depth], MARKER)) for depth in range(1, len(inside) + 1))


def _source(path: str, folders: Sequence[Path], roots: Sequence[str], options: Options) -> Source | None:
    """A file as it would be named if its folder were read; none for what is passed over there."""
    for folder, root in zip(folders, roots, strict=True):
        if path.startswith(f"{root}/"):
            below = path[len(root) + 1 :]
            hidden = any(part.startswith(".") for part in below.split("/"))
            hidden = hidden or _in_project(root, below)
            if hidden or not below.lower().endswith(SUFFIXES) or not os.path.isfile(path) or os.path.islink(path):
                return None
            inside = folder / below
            return Source(inside, printable(inside), printable(below), options=options)
    return None

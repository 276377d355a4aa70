"""From what the user names to files: files, folders, patterns, web addresses and standard input."""

from __future__ import annotations

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from framing.errors import InputError
from framing.ingest.fetching import fetched, is_address
from framing.ingest.formats import SUFFIXES, is_page, passed_over
from framing.ingest.source import Note, Options, Rejected, Source, printable

__all__ = ["STDIN", "find"]

#: What stands for standard input.
STDIN: Final = "-"


def find(given: str | Path, options: Options) -> Iterator[Source | Rejected | Note]:
    """The files that a path, a pattern, a web address or "-" names.

    Folders are walked in sorted order, with their subfolders; hidden files, sidecars and files of unknown formats in
    them are passed over. Temporary files last until the next source is asked for.

    Args:
        given: what the user wrote.
        options: passed on to each source.
    """
    text = os.fspath(given)
    if text == STDIN:
        yield from _standard_input(options)
        return
    if is_address(text):
        yield from fetched(text, options)
        return
    path, origin = Path(given), printable(given)
    try:
        is_folder, is_file, exists = path.is_dir(), path.is_file(), os.path.lexists(path)
    except (OSError, ValueError) as error:
        yield Rejected(origin, "input.missing", f"there is no such file: {error}", "check the path", b"")
        return
    if is_folder:
        yield from _folder(path, origin, options)
    elif not exists and glob.has_magic(text) and (matches := sorted(glob.glob(text, recursive=True))):
        for match in matches:
            yield from find(match, options)
    elif not exists:
        yield Rejected(origin, "input.missing", "there is no such file", "check the path", b"")
    elif not is_file:
        yield Rejected(origin, "input.not-a-file", "it is neither a file nor a folder", "name a file", b"")
    else:
        yield Source(path, origin, printable(path.name), options=options)


def _standard_input(options: Options) -> Iterator[Source | Rejected]:
    """Standard input, put on the disk: some formats must be read twice."""
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        path = Path(folder) / "input"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file, 1 << 20)
        with path.open("rb") as file:
            is_json = file.read(1000).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        name = "input.jsonl" if is_json else "input.txt"
        yield Source(path, STDIN, STDIN, name=name, beside=lambda _: None, options=options)


def _folder(folder: Path, origin: str, options: Options) -> Iterator[Source | Rejected | Note]:
    errors: list[OSError] = []
    files: list[Path] = []
    rejects: list[Rejected] = []
    others: list[str] = []
    root = os.path.realpath(folder)
    for place, folders, names in os.walk(folder, onerror=errors.append):
        rejects += [
            _outside(path) for name in folders if (path := Path(place, name)).is_symlink() and _leaves(path, root)
        ]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(place, name)
            if name.startswith(".") or not path.is_file():
                continue
            if not (name.lower().endswith(SUFFIXES) or is_page(path)):
                others.append(name)
            elif path.is_symlink() and _leaves(path, root):
                rejects.append(_outside(path))
            else:
                files.append(path)
    for error in errors:
        hint = "check that you may read it"
        rejects.append(Rejected(printable(str(error.filename)), "input.unreadable", str(error.strerror), hint, b""))
    yield from passed_over(origin, others)
    yield from sorted(rejects, key=lambda reject: reject.origin)
    if not files and not rejects:
        hint = f"put files in it that end in one of: {', '.join(SUFFIXES)}"
        yield Rejected(origin, "input.no-articles", "the folder holds no articles", hint, b"")
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        label = printable(path.relative_to(folder).as_posix())
        yield Source(path, printable(path), label, options=options)


def _leaves(path: Path, root: str) -> bool:
    return not Path(os.path.realpath(path)).is_relative_to(root)


def _outside(path: Path) -> Rejected:
    what = "it is a link that leads out of the folder"
    return Rejected.of(
        InputError("input.link", what, printable(path), "name the file itself, or copy it into the folder")
    )

"""From what the user names to files: files, folders, patterns, web addresses and standard input."""

from __future__ import annotations

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from framing.errors import InputError
from framing.ingest.fetching import fetched, is_address
from framing.ingest.formats import SUFFIXES, is_page, passed_over
from framing.ingest.source import Note, Options, Rejected, Source, printable
from framing.ingest.visits import SIDECAR, Passed, Visits, state_of

__all__ = ["STDIN", "find"]

#: What stands for standard input.
STDIN: Final = "-"


def find(
    given: str | Path, options: Options, visits: Visits | None = None
) -> Iterator[Source | Rejected | Note | Passed]:
    """The files that a path, a pattern, a web address or "-" names.

    Folders are walked in sorted order, with their subfolders; hidden files, sidecars and files of unknown formats in
    them are passed over. Temporary files last until the next source is asked for.

    Args:
        given: what the user wrote.
        options: passed on to each source.
        visits: files that were read before and are the same now are passed over.
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
        yield from _folder(path, origin, options, visits)
    elif not exists and glob.has_magic(text) and (matches := sorted(glob.glob(text, recursive=True))):
        for match in matches:
            yield from find(match, options, visits)
    elif not exists:
        yield Rejected(origin, "input.missing", "there is no such file", "check the path", b"")
    elif not is_file:
        yield Rejected(origin, "input.not-a-file", "it is neither a file nor a folder", "name a file", b"")
    else:
        label = printable(path.name)
        known = None
        if visits is not None:
            with suppress(OSError):
                absolute = os.path.abspath(path)
                known = visits.articles_in(absolute, state_of(absolute, label))
        yield Source(path, origin, label, options=options) if known is None else Passed(1, known)


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


@dataclass(slots=True)
class _Walk:
    """What lies in a folder, by its path below it; nothing is asked of the system that listing did not tell."""

    root: str
    files: dict[str, os.DirEntry[str]] = field(default_factory=dict)
    folders: list[os.DirEntry[str]] = field(default_factory=list)
    rejects: list[Rejected] = field(default_factory=list)

    def walk(self, folder: str, below: str = "") -> None:
        """List a folder and its subfolders, without those that links lead to."""
        try:
            with os.scandir(folder) as listing:
                entries = list(listing)
        except OSError as error:
            hint = "check that you may read it"
            reason = str(error.strerror)
            self.rejects.append(Rejected(printable(str(error.filename)), "input.unreadable", reason, hint, b""))
            return
        inner = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                if not entry.is_symlink():
                    inner.append(entry)
                elif _leaves(Path(entry.path), self.root):
                    self.rejects.append(_outside(Path(entry.path)))
            else:
                self.files[below + entry.name] = entry
        for entry in inner:
            self.walk(entry.path, f"{below}{entry.name}/")


def _folder(
    folder: Path, origin: str, options: Options, visits: Visits | None
) -> Iterator[Source | Rejected | Note | Passed]:
    found = _Walk(os.path.realpath(folder))
    found.walk(os.fspath(folder))
    absolute = os.path.abspath(folder)
    passed, articles, others = 0, 0, []
    sources: list[tuple[str, os.DirEntry[str]]] = []
    for name, entry in sorted(found.files.items()):
        known = None if visits is None else _known(visits, f"{absolute}/{name}", name, found.files)
        if known is not None:
            passed, articles = passed + 1, articles + known
        elif not entry.is_file():
            continue
        elif not (name.lower().endswith(SUFFIXES) or is_page(Path(entry.path))):
            others.append(entry.name)
        elif entry.is_symlink() and _leaves(Path(entry.path), found.root):
            found.rejects.append(_outside(Path(entry.path)))
        else:
            sources.append((name, entry))
    yield from passed_over(origin, others)
    yield from sorted(found.rejects, key=lambda reject: reject.origin)
    if passed:
        yield Passed(passed, articles)
    elif not sources and not found.rejects:
        hint = f"put files in it that end in one of: {', '.join(SUFFIXES)}"
        yield Rejected(origin, "input.no-articles", "the folder holds no articles", hint, b"")
    for name, entry in sources:
        path = Path(entry.path)
        yield Source(path, printable(path), printable(name), options=options)


def _known(visits: Visits, path: str, name: str, files: Mapping[str, os.DirEntry[str]]) -> int | None:
    """The articles of a file that was read before and is the same now."""
    try:
        beside = files.get(os.path.splitext(name)[0] + SIDECAR)
        state = state_of(path, printable(name), found=files[name].stat(), sidecar=beside.stat() if beside else None)
    except OSError:
        return None
    return visits.articles_in(path, state)


def _leaves(path: Path, root: str) -> bool:
    return not Path(os.path.realpath(path)).is_relative_to(root)


def _outside(path: Path) -> Rejected:
    what, hint = "it is a link that leads out of the folder", "name the file itself, or copy it into the folder"
    # The link's own bytes are where it leads; what lies there is not looked at.
    return Rejected.of(InputError("input.link", what, printable(path), hint), os.fsencode(path.readlink()))

"""The ledger: which files a project has read, so that the same files are not opened again.

It is a cache in a file of its own. It names only files whose articles have all landed, carries its own SHA-256 and the
id of the last run it knew of, and is put aside where any of this does not fit: where it is broken, where the project
was restored from an older copy, where files would be read in another way than then. Without it a run takes longer and
comes to the same.

A run that finds nothing new does little but load it. So it is a list of strings, each file's path and what is known of
it, and it names the last run by the hash of that run's log entry, which is read faster than the runs are.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import fields
from typing import Any, Final

from framing.errors import StorageError
from framing.ingest.source import Options
from framing.ingest.walking import State, Visit
from framing.resources import lexicons_folder
from framing.store.integrity import hash_file, write_atomically
from framing.store.layout import BATCH, LEDGER, RUNS
from framing.store.log import entry
from framing.store.project import Project
from framing.version import __version__

__all__ = ["Ledger"]

#: Changes with the form of the file.
_FORM: Final = "paths and states, 1"

#: No path holds it.
_BETWEEN: Final = "\0"

#: Seconds between savings while files are read. What a killed run had not saved yet is read again, and known.
_EVERY: Final = 60.0

#: Files that say how articles are read: in the toolkit's folder of data, and in the project's own.
_RULES: Final = (("*.csv", "*.toml"), ("outlets*", "boilerplate*", "boilerplate*/*"))


class Ledger:
    """The files that a project has read.

    Args:
        project: whose ledger it is.
        options: what the user says of the files now.

    Raises:
        ProjectError: ``project.damaged``; the runs cannot be read.
    """

    def __init__(self, project: Project, options: Options | None = None) -> None:
        self._project = project
        self._context = _context(project, options or Options())
        #: Path → state and articles, as text: of a million files, numbers would be five million objects.
        self._files = self._load()
        self._saved = time.monotonic()
        self._changed = False

    def __len__(self) -> int:
        return len(self._files)

    def articles_in(self, path: str, state: State) -> int | None:
        """The number of articles of a file, if it was read in this state."""
        line = self._files.get(path)
        if line is None:
            return None
        known_state, _, articles = line.rpartition(" ")
        return int(articles) if known_state == _written(state) else None

    def learn(self, visits: Iterable[Visit]) -> None:
        """Take down files whose articles have landed."""
        for visit in visits:
            self._files[visit.path] = f"{_written(visit.state)} {visit.articles}"
            self._changed = True
        if time.monotonic() - self._saved > _EVERY:
            self.save()

    def save(self) -> None:
        """Write it down, where it has changed; where that fails, the files are read again next time."""
        if not self._changed:
            return
        head = json.dumps({"context": self._context, **self._last()}).encode()
        parts = (part for pair in self._files.items() for part in pair)
        # A tenth as long, and unpacked in no time.
        body = zlib.compress(_BETWEEN.join(parts).encode("utf-8", "surrogateescape"), 1)
        content = head + b"\n" + body
        with suppress(OSError, StorageError):
            write_atomically(
                self._project.folder / LEDGER, hashlib.sha256(content).hexdigest().encode() + b"\n" + content
            )
        self._changed, self._saved = False, time.monotonic()

    def _load(self) -> dict[str, str]:
        try:
            digest, _, content = (self._project.folder / LEDGER).read_bytes().partition(b"\n")
        except OSError:
            return {}
        if hashlib.sha256(content).hexdigest().encode() != digest:
            return {}
        head, _, body = content.partition(b"\n")
        with suppress(ValueError, zlib.error):
            header = json.loads(head)
            if isinstance(header, dict) and header.get("context") == self._context and self._has_landed(header):
                parts = zlib.decompress(body).decode("utf-8", "surrogateescape").split(_BETWEEN)
                return dict(zip(parts[::2], parts[1::2], strict=True)) if parts != [""] else {}
        return {}

    def _last(self) -> dict[str, str | int | None]:
        """The last run: its batch, and its log entry."""
        history = self._project.history()
        if not history.runs.height:
            return {BATCH: None}
        log = hash_file(self._project.folder, entry(RUNS, history.version))
        return {BATCH: history.runs[BATCH][-1], "version": history.version, "sha256": log.sha256}

    def _has_landed(self, header: Mapping[str, Any]) -> bool:
        """Whether the project has the last run that the ledger knew of."""
        if (version := header.get("version")) is not None:
            with suppress(OSError):
                log = self._project.folder / entry(RUNS, version)
                if hashlib.sha256(log.read_bytes()).hexdigest() == header.get("sha256"):
                    return True
        # There was none yet, or its entry was taken out when the runs were gathered in one file.
        return header.get(BATCH) in [None, *self._project.history().runs[BATCH].to_list()]


def _written(state: State) -> str:
    return f"{state[0]} {state[1]} {state[2]} {state[3]}"


def _context(project: Project, options: Options) -> str:
    """Changes with whatever files are read by: the version, what the user says of them, outlets, rules of cleaning."""
    stated = {field.name: getattr(options, field.name) for field in fields(options)}
    stated["columns"] = sorted(options.columns.items())
    parts = [_FORM, __version__, repr(stated)]
    for folder, rules in zip((lexicons_folder(), project.folder), _RULES, strict=True):
        for path in sorted(path for rule in rules for path in folder.glob(rule) if path.is_file()):
            parts += [path.name, hashlib.sha256(path.read_bytes()).hexdigest()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()

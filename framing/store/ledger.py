"""The ledger: which files a project has read, so that the same files are not opened again.

It is a cache in a file of its own. It names only files whose articles have all landed, carries its own SHA-256 and the
id of the last run it knew of, and is put aside where any of this does not fit: where it is broken, where the project
was restored from an older copy, where files would be read in another way than then. Without it a run takes longer and
comes to the same.
"""

from __future__ import annotations

import hashlib
import io
import json
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

import polars as pl

from framing.ingest.source import Options
from framing.ingest.visits import State, Visit
from framing.resources import lexicons_folder
from framing.store.integrity import write_atomically
from framing.store.layout import BATCH, LEDGER
from framing.store.project import Project
from framing.version import __version__

__all__ = ["Ledger"]

_COLUMNS: Final = {
    "path": pl.String(),
    "size": pl.Int64(),
    "modified": pl.Int64(),
    "changed": pl.Int64(),
    "label": pl.Int64(),
    "articles": pl.Int64(),
}

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
        self._files: dict[str, tuple[State, int]] = {}
        self._saved = time.monotonic()
        self._changed = False
        if (found := self._load()) is not None:
            states = found.select("size", "modified", "changed", "label").iter_rows()
            self._files = dict(zip(found["path"], zip(states, found["articles"], strict=True), strict=True))

    def __len__(self) -> int:
        return len(self._files)

    def articles_in(self, path: str, state: State) -> int | None:
        """The number of articles of a file, if it was read in this state."""
        entry = self._files.get(path)
        return entry[1] if entry is not None and entry[0] == state else None

    def learn(self, visits: Iterable[Visit]) -> None:
        """Take down files whose articles have landed."""
        for visit in visits:
            self._files[visit.path] = visit.state, visit.articles
            self._changed = True
        if time.monotonic() - self._saved > _EVERY:
            self.save()

    def save(self) -> None:
        """Write it down, where it has changed; where that fails, the files are read again next time."""
        if not self._changed:
            return
        rows = [(path, *state, articles) for path, (state, articles) in self._files.items()]
        body = io.BytesIO()
        pl.DataFrame(rows, schema=_COLUMNS, orient="row").write_parquet(body, compression="zstd")
        head = json.dumps({"context": self._context, BATCH: self._last()}).encode()
        content = head + b"\n" + body.getvalue()
        with suppress(OSError):
            write_atomically(
                self._project.folder / LEDGER, hashlib.sha256(content).hexdigest().encode() + b"\n" + content
            )
        self._changed, self._saved = False, time.monotonic()

    def _load(self) -> pl.DataFrame | None:
        try:
            digest, _, content = (self._project.folder / LEDGER).read_bytes().partition(b"\n")
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest().encode() != digest:
            return None
        head, _, body = content.partition(b"\n")
        said = json.loads(head)
        landed = [None, *self._project.history().runs[BATCH].to_list()]
        if said.get("context") != self._context or said.get(BATCH) not in landed:
            return None
        return pl.read_parquet(io.BytesIO(body)).cast(_COLUMNS)  # type: ignore[arg-type]

    def _last(self) -> str | None:
        runs = self._project.history().runs
        return runs[BATCH][-1] if runs.height else None


def _context(project: Project, options: Options) -> str:
    """Changes with whatever files are read by: the version, what the user says of them, outlets, rules of cleaning."""
    parts = [__version__, repr(sorted(options.columns.items())), repr(options.encoding)]
    for folder, rules in zip((lexicons_folder(), project.folder), _RULES, strict=True):
        for path in sorted(path for rule in rules for path in folder.glob(rule) if path.is_file()):
            parts += [path.name, hashlib.sha256(path.read_bytes()).hexdigest()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()

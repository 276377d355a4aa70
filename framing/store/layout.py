"""What a project folder holds: names, tables and their columns.

::

    framing.toml      marks the folder as a project; format version
    .framing.lock     held by the one writer
    .framing.seal     hashes of what no run can record: the last run's own files, and the marker
    .framing.ledger   a cache: which files were read, and their state then
    .framing.erasing  what an erasure that has begun is to purge; gone when it is done
    .framing.looks    which questions were asked of the data
    .framing.spool/   codes, draws and verdicts that no writer has folded into the tables yet (see ``spool.py``)
    articles/ evidence/ exposure/ scores/ scales/ clusters/ scorings/ rejects/ resolutions/ amendments/ erasures/
    codes/ draws/ validations/ burns/ gold/ verdicts/
                      Delta tables; every row names its batch
    runs/             Delta table; one row a run. The append of that row is the run's commit point

A batch that ``runs`` does not name is invisible. Each row of ``runs`` lists the data files and log entries of its batch
with their SHA-256, so that a reader takes exactly those files, whatever a crash left beside them, and knows a changed
byte. Files that later runs took out (``removed``) are no longer part of the project.

An article's newest version is its row of the last batch. What scoring found in it stands under the batch of its last
row in ``scorings``, if that came later; else under the batch that its row names in ``scored_in``, else its own batch.

What became of the articles that came in.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

import polars as pl

from framing.errors import ProjectError
from framing.ingest.walking import MARKER
from framing.modes import as_folder
from framing.schemas import (
    ARTICLE,
    BURN,
    CLUSTER,
    CODE,
    DRAW,
    EVIDENCE,
    EXPOSURE,
    GOLD_SET,
    REJECT,
    SCALE,
    SCORE,
    STATUS,
    VALIDATION,
    VERDICT,
)  # fmt: skip

__all__ = [
    "BATCH",
    "COMMIT_BYTES",
    "ERASING",
    "FORMAT",
    "KEPT",
    "LEDGER",
    "LEXICONS",
    "LOCK",
    "LOOKS",
    "MARKER",
    "OUTLETS",
    "RUN",
    "RUNS",
    "SCORED_IN",
    "SEAL",
    "SPOOL",
    "STATED",
    "TABLES",
    "Counts",
    "held",
    "writer_lock",
]


#: Version of all that this page says. A reader refuses a newer one.
FORMAT: Final = 1

#: Bytes of text that one batch commits where nothing else is asked for. Each commit takes Delta a little longer than
#: the one before it (0.15 s at first, 0.5 s after 400), so they are fewer and larger than the scorer's own batches.
#: By 32 MB a commit adding takes more memory, and no less time.
COMMIT_BYTES: Final = 16_000_000

#: Where a project names outlets of its own.
OUTLETS: Final = "outlets.csv"
#: Where a project keeps lexicons of its own, one a folder.
LEXICONS: Final = "lexicons"
LOCK: Final = ".framing.lock"
SEAL: Final = ".framing.seal"
LEDGER: Final = ".framing.ledger"
ERASING: Final = ".framing.erasing"
#: What is kept for the next reader, and may be deleted (see ``kept.py``).
KEPT: Final = ".framing.kept"
#: Which questions were asked of the data (see ``looks.py``).
LOOKS: Final = ".framing.looks"
#: Holds what is data and has not been folded into the tables yet.
SPOOL: Final = ".framing.spool"
RUNS: Final = "runs"
BATCH: Final = "batch_id"

#: An article has two languages: the one it was read in, which is ``language`` as in STATUS, and the one its file
#: stated.
STATED: Final = "language_stated"

#: The batch that holds what scoring found in an amended article; null where it is the row's own.
SCORED_IN: Final = "scored_in"

_KEY: Final = {BATCH: pl.String()}

#: Table → columns, in the order of writing.
TABLES: Final[Mapping[str, Mapping[str, pl.DataType]]] = {
    "evidence": {**_KEY, **EVIDENCE},
    "exposure": {**_KEY, **EXPOSURE},
    "scores": {**_KEY, **SCORE},
    "scales": {**_KEY, **SCALE},
    "clusters": {**_KEY, **CLUSTER},
    "rejects": {**_KEY, **REJECT},
    # One row a reject that was tried again and did not come again.
    "resolutions": {**_KEY, "origin": pl.String(), "code": pl.String(), "first_bytes": pl.Binary()},
    # One row an article that was scored anew, with another lexicon or version.
    "scorings": {**_KEY, **STATUS},
    # One row an article × field that a researcher corrected.
    "amendments": {**_KEY, "article_id": pl.String(), "field": pl.String(), "value": pl.String()},
    # What was erased, by the hash of its id or of its content: it is not added again.
    "erasures": {**_KEY, "key_sha256": pl.String(), "reason": pl.String(), "erased": pl.Datetime("us", "UTC")},
    # What people say of articles, and which articles were drawn for them.
    "codes": {**_KEY, **CODE},
    "draws": {**_KEY, **DRAW},
    "validations": {**_KEY, **VALIDATION},
    "burns": {**_KEY, **BURN},
    "gold": {**_KEY, **GOLD_SET},
    # What readers say of hits.
    "verdicts": {**_KEY, **VERDICT},
    "articles": {**_KEY, **ARTICLE, STATED: pl.String(), **STATUS, SCORED_IN: pl.String()},
}

#: One row a run. Of the counts, ``articles`` = scored + refused + rejects + known + superseded; ``replaced`` counts
#: stored versions that this run made old or erased, ``tables`` the rows it added to each table with its Delta version
#: after it, ``removed`` files that are no longer part of the project, ``erased`` the rows taken out of earlier runs.
#: What scored is told as in ``schemas.VERSIONS``.
RUN: Final = {
    BATCH: pl.String(),
    "finished": pl.Datetime("us", "UTC"),
    "kind": pl.String(),
    "articles": pl.Int64(),
    "scored": pl.Int64(),
    "refused": pl.Int64(),
    "rejects": pl.Int64(),
    "known": pl.Int64(),
    "superseded": pl.Int64(),
    "replaced": pl.Int64(),
    "lexicon_fingerprint": pl.String(),
    "scorer_version": pl.String(),
    "lexicon_tables": pl.String(),
    "tables": pl.List(pl.Struct({"table": pl.String(), "version": pl.Int64(), "rows": pl.Int64()})),
    "files": pl.List(pl.Struct({"path": pl.String(), "sha256": pl.String(), "size": pl.Int64()})),
    "removed": pl.List(pl.String()),
    "erased": pl.List(pl.Struct({BATCH: pl.String(), "table": pl.String(), "rows": pl.Int64()})),
}


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the project's lock. It belongs to the process: the system frees it however the process ends.

    Raises:
        ProjectError: ``project.busy``; another process, or another writer of this one, holds it.
    """
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
    try:
        as_folder(handle, folder)
        try:
            _take(handle)
        except (BlockingIOError, PermissionError):
            hint = "wait for it, then run this again; nothing was added"
            raise ProjectError("project.busy", "another process is writing", str(folder), hint) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":

    def _take(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def held(handle: int) -> None:
        """Wait for the lock of an open file; closing it frees it."""
        import msvcrt

        # Bytes far behind its end: the lock of others keeps nobody from reading the file.
        os.lseek(handle, 1 << 40, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

else:

    def _take(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def held(handle: int) -> None:
        """Wait for the lock of an open file; closing it frees it."""
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the articles that came in: ``articles`` = scored + refused + rejects + known + superseded.

    ``old_rejects`` counts the rejects that an earlier run met, too, ``replaced`` stored versions that were made old,
    ``batches`` the batches that landed.
    """

    articles: int = 0
    scored: int = 0
    refused: int = 0
    rejects: int = 0
    known: int = 0
    superseded: int = 0
    old_rejects: int = 0
    replaced: int = 0
    batches: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in self.names()})

    def __sub__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) - getattr(other, name) for name in self.names()})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the counts."""
        return tuple(field.name for field in fields(cls))

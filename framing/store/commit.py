"""Committing runs: what a run writes is either all visible or not at all.

A run writes its rows to each table, forces them to the disk, and then appends one row to ``runs``; that append is the
commit point. Killed before it, the run left rows that no reader sees and the next one takes out; killed after it, the
run is whole.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from types import MappingProxyType, TracebackType
from typing import Final, Self

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction, WriterProperties
from deltalake import write_deltalake as write_delta
from deltalake.exceptions import CommitFailedError, DeltaError

from framing.errors import FramingError, ProjectError, StorageError, is_panic, probe, refused
from framing.modes import make_folder
from framing.schemas import VERSIONS
from framing.store.erase import Erasure, erasure_keys, pending, purged_rows, reject_keys, unlearn
from framing.store.fold import fold
from framing.store.integrity import FileHash, hash_file, sync_folder, write_seal
from framing.store.kept import clear, tidy
from framing.store.layout import BATCH, ERASING, LEDGER, MARKER, RUN, RUNS, TABLES, writer_lock
from framing.store.log import ARCHIVE, LOG, History, added, archived, entry, newest, removed_of, transactions
from framing.store.marker import check_name
from framing.store.project import Project
from framing.store.rewrite import GRACE, Rewrite, checkpoint, log_files, replace_files, sweep
from framing.version import __version__

__all__ = ["Commits"]

_WRITER: Final = WriterProperties(compression="ZSTD", compression_level=3)
#: Runs are numbered. Of two writers on a file system without locks both claim a number, and Delta lets one have it.
_CLAIM: Final = "framing.run"
#: Log entries are recorded in ``runs`` and so must stay; checkpoints are made by compaction, which records them.
_HOOKS: Final = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
#: Delta copies the least and greatest value of each such column into its log: never of a column that holds text.
_SETTINGS: Final = {"delta.dataSkippingStatsColumns": BATCH}
#: Bytes that any run takes at least: a dozen files and log entries, each a block of the disk or more.
_LEAST: Final = 64_000
#: How many times smaller rows become in a file at most: news 3 to 8 times, one article over and over some 100 times.
_DENSEST: Final = 200
#: What is true, by the kind of run, where the disk did not take it.
_KEPT: Final = {
    "compact": "the project is as it was",
    "amend": "nothing was amended",
    "code": "what was coded is safe, and the next writer takes it in",
    "erase": "the erasure is noted, and the next command that writes completes it",
    "rescore": "what was scored anew before is kept",
}
#: RUN's columns that count what came in.
_COUNTS: Final = ("articles", "scored", "refused", "rejects", "known", "superseded", "replaced")


class Commits:
    """Commits runs to a project; a context manager that holds the project's lock.

    Args:
        project: to write to.

    Attributes:
        history: the runs there were on entering, and those of an erasure that was completed then.
        completed: that erasure; nothing where none was interrupted.

    Raises:
        ProjectError: on entering, ``project.busy`` or ``project.damaged``.
        StorageError: on entering and on leaving, where the system refused to read or write meanwhile.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.history = History()
        self.completed: Erasure | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        check_name(self.project.folder)
        try:
            self._open()
        except OSError as error:
            self._name(error)
            raise
        return self

    def _open(self) -> None:
        with ExitStack() as stack:
            stack.enter_context(writer_lock(self.project.folder))
            self.history = self.project.history()
            if not self.history.sealed:
                self._seal(self.history.version)
            self._recorded = dict.fromkeys(TABLES, -1) | self.history.versions
            sweep(self.project.folder, self.history, self._recorded)
            tidy(self.project.folder)
            self._tables: dict[str, DeltaTable] = {}
            self._number = self.history.version + 1
            self._broken = False
            if (erasure := pending(self.project.folder)) is not None:
                self.erase(erasure)
                self.completed = erasure
            fold(self)
            self._stack = stack.pop_all()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        if isinstance(error, OSError):
            self._name(error)

    def _name(self, error: OSError) -> None:
        """Raise an error as what it is, where the system refused something."""
        if explained := refused(error, self.project.folder, then="what was added before is safe"):
            raise explained from error

    def erase(self, erasure: Erasure) -> int:
        """Carry out an erasure, or what is left to do of it.

        Args:
            erasure: noted in the project first, so that whatever happens it is completed.

        Returns:
            How many rows were erased.

        Raises:
            ProjectError: ``project.busy``, ``project.write`` or ``project.damaged``; the next writer goes on with it.
            StorageError: as for :meth:`commit`; likewise.
        """
        folder = self.project.folder
        erasure.note(folder)
        # File names may be headlines. Without its ledger the project reads all files once more, and knows them; and so
        # the next 'add' opens a writer, which completes what is noted.
        (folder / LEDGER).unlink(missing_ok=True)
        rewrites, gone = purged_rows(self.project, self.history.runs, erasure)
        # While the articles are there: whoever completes an erasure after its commit can no longer tell their lines.
        unlearn(self.project, self.history.runs, gone)
        if rewrites:
            keys = [erasure_keys(gone)["key_sha256"], reject_keys(pl.Series(erasure.rejects, dtype=pl.String))]
            record = pl.DataFrame({"key_sha256": pl.concat(keys).unique()}).with_columns(
                reason=pl.lit(erasure.reason, dtype=pl.String),
                erased=pl.lit(datetime.fromisoformat(erasure.erased), dtype=pl.Datetime("us", "UTC")),
            )
            counts = {"replaced": gone["article_id"].n_unique()}
            self.commit("erase", {"erasures": record}, counts, rewrites=rewrites)
            self.history = self.project.history()
        # What coders said meanwhile of what is gone.
        fold(self, purge=True)
        self.sweep(purge=True, strays=True)
        clear(folder)
        for name in (LEDGER, f"{LEDGER}.draft", f"{ERASING}.draft", ERASING):
            (folder / name).unlink(missing_ok=True)
        sync_folder(folder)
        return sum(rows for rewrite in rewrites.values() for _, rows in rewrite.erased)

    def sweep(self, *, purge: bool = False, strays: bool = False) -> int:
        """Delete what runs removed.

        Args:
            purge: at once, not when an hour has passed.
            strays: also data files that no run names.

        Returns:
            Bytes of removed files that are still there.
        """
        folder, history = self.project.folder, self.project.history()
        sweep(folder, history, self._recorded, grace=0.0 if purge else GRACE, strays=strays)
        paths = (folder / path for path in removed_of(history.runs))
        return sum(path.stat().st_size for path in paths if path.exists())

    def check(self) -> None:
        """Refuse to go on where an earlier run could not be written.

        Raises:
            ProjectError: ``project.write``.
        """
        if self._broken:
            what, hint = "an earlier batch could not be written", "run this again"
            raise ProjectError("project.write", what, str(self.project.folder), hint)

    def commit(
        self,
        kind: str,
        frames: Mapping[str, pl.DataFrame],
        counts: Mapping[str, int],
        *,
        versions: Mapping[str, str] = MappingProxyType({}),
        rewrites: Mapping[str, Rewrite] = MappingProxyType({}),
        shorten: bool = False,
    ) -> None:
        """Commit a run.

        Args:
            kind: what the run did: ``add``, ``amend``, ``code``, ``erase``, ``rescore``, ``compact``.
            frames: table → its new rows, without their batch.
            counts: the counts among RUN's columns; what is left out is 0.
            versions: what scored, where the run did (:func:`framing.scoring.versions.used`).
            rewrites: table → what takes the place of some of its files.
            shorten: sum up all logs and earlier runs, so that opening the project takes no longer as runs add up.

        Raises:
            ProjectError: ``project.busy`` or ``project.write``; nothing was added.
            StorageError: the disk is full, fails or may not be written to; likewise.
        """
        self.check()
        # Whatever stops a commit halfway, what is on the disk is then for the next writer to sweep.
        self._broken = True
        # Asked first, a disk says what is wrong; met halfway, Delta's writer panics, and leaves pieces of files.
        size = max(_LEAST, int(sum(frame.estimated_size() for frame in frames.values())) // _DENSEST)
        if (reason := probe(self.project.folder, size, sync=False)) is not None:
            raise self.failed(reason, kind) from reason
        try:
            self._commit(kind, frames, counts, versions, rewrites, shorten)
        except BaseException as error:
            if not (isinstance(error, DeltaError | OSError) or is_panic(error)):
                raise
            raise self.failed(error, kind) from error
        self._broken = False

    def failed(self, error: BaseException, kind: str = "add") -> FramingError:
        """The error of a run that could not be written; nothing is committed after it."""
        self._broken = True
        folder, then = self.project.folder, _KEPT.get(kind, "what was added before is safe")
        doing = "the batch could not be written" if kind == "add" else f"'{kind}' could not be written"
        # Delta says of a log entry that the disk did not take that somebody else wrote it.
        if explained := refused(error, folder, doing=doing, then=then):
            return explained
        if isinstance(error, CommitFailedError):
            hint = "run this again; nothing of the batch was added"
            return ProjectError("project.busy", "another process wrote", str(folder), hint)
        if (reason := probe(folder)) is not None and (explained := refused(reason, folder, doing=doing, then=then)):
            return explained
        what = f"{doing}: {' '.join(str(error).split())[:200]}"
        return ProjectError("project.write", what, str(folder), f"check the disk and its rights; {then}")

    def _commit(
        self,
        kind: str,
        frames: Mapping[str, pl.DataFrame],
        counts: Mapping[str, int],
        versions: Mapping[str, str],
        rewrites: Mapping[str, Rewrite],
        shorten: bool,
    ) -> None:
        # The number keeps batches in order for whoever reads the tables, the rest makes a crashed batch another batch.
        batch = f"{self._number:06d}-{secrets.token_hex(4)}"
        files: list[FileHash] = []
        removed: list[str] = []
        for table in TABLES:
            frame = frames.get(table)
            if frame is not None and frame.height:
                self._append(table, frame.select(pl.lit(batch).alias(BATCH), pl.all()), batch)
            if table in rewrites:
                removed += self._rewrite(table, rewrites[table], batch)
            files += self._record(table, batch)
        files += self._run_files(self._number - 1)
        if shorten:
            checkpoints, summed_up = self._shorten()
            files += checkpoints
            removed += summed_up
        row = {
            **dict.fromkeys(_COUNTS, 0),
            **counts,
            BATCH: batch,
            "finished": datetime.now(UTC),
            "kind": kind,
            **dict.fromkeys(VERSIONS),
            "scorer_version": __version__,
            **versions,
            "tables": self._written(frames),
            "files": [asdict(file) for file in files],
            "removed": removed,
            "erased": _erased(rewrites),
        }
        self._append_run(pl.DataFrame([row], schema=RUN), batch, shorten)

    def _append_run(self, run: pl.DataFrame, batch: str, shorten: bool) -> None:
        """The commit itself: with this row the batch is visible."""
        number = self._number
        claims = (Transaction(batch, 1), Transaction(_CLAIM, number))
        if shorten:
            self._append_with_archive(run, batch, claims)
        else:
            self._append(RUNS, run, batch, *claims[1:])
        self._number += 1
        self._seal(number)

    def _written(self, frames: Mapping[str, pl.DataFrame]) -> list[dict[str, object]]:
        """What RUN's column ``tables`` says."""
        heights = {table: frame.height for table, frame in frames.items()}
        return [{"table": table, "version": self._recorded[table], "rows": heights.get(table, 0)} for table in TABLES]

    def _rewrite(self, table: str, rewrite: Rewrite, batch: str) -> list[str]:
        self._tables.pop(table, None)
        pairs = [(file.path, file.size) for file in rewrite.removed]
        replace_files(self.project.folder, table, rewrite.added, pairs, Transaction(batch, 1))
        return [path for path, _ in pairs]

    def _shorten(self) -> tuple[list[FileHash], list[str]]:
        """Checkpoints of all tables; and the log entries and runs that they and the archive make superfluous."""
        folder, files, removed = self.project.folder, [], []
        for table in (*TABLES, RUNS):
            if newest(folder / table) < 0:
                continue
            files.append(hash_file(folder, checkpoint(folder, table), sync=True))
            sync_folder(folder / table / LOG)
            # Which version is the newest is told by the name of its entry, so that one stays. Of runs it is the next.
            last = entry(table, newest(folder / table))
            removed += log_files(folder, table, besides={files[-1].path, *((last,) if table != RUNS else ())})
        return files, removed + [path for path in self._active_runs() if path not in removed]

    def _active_runs(self) -> list[str]:
        if newest(self.project.folder / RUNS) < 0:
            return []
        uris = DeltaTable((self.project.folder / RUNS).as_uri()).file_uris()
        return [f"{RUNS}/{uri.rpartition('/')[2]}" for uri in uris]

    def _append_with_archive(self, run: pl.DataFrame, batch: str, claims: tuple[Transaction, ...]) -> None:
        """Append a run and put one file in the place of those of all earlier runs: one entry, and so one moment."""
        folder = self.project.folder
        runs = self.project.history().runs
        self._tables.pop(RUNS, None)
        if runs.is_empty():
            self._append(RUNS, run, batch, *claims[1:])
            return
        paths = [f"{RUNS}/part-{batch}.parquet", f"{RUNS}/{ARCHIVE}{batch}.parquet"]
        for path, frame in zip(paths, (run, archived(folder, runs)), strict=True):
            frame.write_parquet(folder / path, compression="zstd")
            hash_file(folder, path, sync=True)
        sync_folder(folder / RUNS)
        replace_files(folder, RUNS, paths, [(path, None) for path in self._active_runs()], *claims)

    def _append(self, table: str, frame: pl.DataFrame, batch: str, *claims: Transaction) -> None:
        folder = self.project.folder / table
        if table not in self._tables and newest(folder) >= 0:
            self._tables[table] = DeltaTable(folder.as_uri())
        opened = self._tables.get(table)
        if opened is not None:
            if opened.transaction_version(batch) is not None:
                return  # A plain append that is run twice would double the rows.
            if any((opened.transaction_version(claim.app_id) or -1) >= claim.version for claim in claims):
                raise CommitFailedError("the run's number is taken")
        if opened is None:
            # Delta would make them as the umask has it.
            make_folder(folder)
            make_folder(folder / LOG)
        write_delta(
            folder.as_uri() if opened is None else opened,
            frame,
            mode="append",
            # A project begun by an earlier version gets the columns that came later.
            schema_mode="merge",
            configuration=_SETTINGS if opened is None else None,
            writer_properties=_WRITER,
            commit_properties=CommitProperties(app_transactions=[Transaction(batch, 1), *claims], max_commit_retries=0),
            post_commithook_properties=_HOOKS,
        )

    def _record(self, table: str, batch: str) -> list[FileHash]:
        """Hash a table's new log entries, a crashed batch's too, and the data files of this batch; sync them."""
        folder = self.project.folder
        before, now = self._recorded[table], newest(folder / table)
        files = []
        for version in range(before + 1, now + 1):
            files.append(hash_file(folder, entry(table, version), sync=True))
            if batch in transactions(folder, table, version):
                files += [hash_file(folder, path, sync=True) for path in added(folder, table, version)]
        if files:
            sync_folder(folder / table)
            sync_folder(folder / table / LOG)
        self._recorded[table] = now
        return files

    def _run_files(self, number: int) -> list[FileHash]:
        """Hash the files of one run, in the table ``runs`` itself."""
        folder = self.project.folder
        paths = [entry(RUNS, number), *added(folder, RUNS, number)] if number >= 0 else []
        return [hash_file(folder, path, sync=True) for path in paths]

    def _seal(self, number: int) -> None:
        """Vouch for a run that has landed. Where that fails the run stands, and the next writer seals it."""
        with suppress(OSError, StorageError):
            files = self._run_files(number)
            for name in (RUNS, f"{RUNS}/{LOG}"):
                sync_folder(self.project.folder / name)
            write_seal(self.project.folder, [hash_file(self.project.folder, MARKER), *files])


def _erased(rewrites: Mapping[str, Rewrite]) -> list[dict[str, object]]:
    """What RUN's column ``erased`` says."""
    return [
        {BATCH: batch, "table": table, "rows": rows}
        for table, rewrite in rewrites.items()
        for batch, rows in rewrite.erased
    ]

"""Adding articles, batch by batch: what a batch scored is either all visible or not at all.

A batch writes its rows to each table, forces them to the disk, and then appends one row to ``runs``; that append is the
commit point. Killed before it, the batch left rows that no reader sees and the next writer deletes; killed after it,
the batch is whole.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self

import polars as pl
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, Transaction, WriterProperties
from deltalake import write_deltalake as write_delta
from deltalake.exceptions import CommitFailedError, DeltaError

from framing.errors import ProjectError
from framing.ingest.read import ReadResult
from framing.scoring.score import Scored, Scorer
from framing.store.history import History, files_of
from framing.store.integrity import FileHash, hash_file, is_panic, sync_folder, write_seal
from framing.store.known import Known, Sorted
from framing.store.layout import BATCH, MARKER, RUN, RUNS, STATED, TABLES
from framing.store.lock import writer_lock
from framing.store.log import LOG, added, entry, newest, transactions
from framing.store.project import Project, check_name
from framing.store.sweep import sweep
from framing.version import __version__

__all__ = ["Counts", "Writer"]

_WRITER: Final = WriterProperties(compression="ZSTD", compression_level=3)
#: Runs are numbered. Of two writers on a file system without locks both claim a number, and Delta lets one have it.
_CLAIM: Final = "framing.run"
#: Log entries are recorded in ``runs`` and so must stay; checkpoints would stand beside them without a record.
_HOOKS: Final = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
#: Delta copies the least and greatest value of each such column into its log: never of a column that holds text.
_SETTINGS: Final = {"delta.dataSkippingStatsColumns": BATCH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the articles that came in: ``articles`` = scored + refused + rejects + known + superseded.

    ``replaced`` counts stored versions that were made old, ``batches`` the batches that landed.
    """

    articles: int = 0
    scored: int = 0
    refused: int = 0
    rejects: int = 0
    known: int = 0
    superseded: int = 0
    replaced: int = 0
    batches: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in self.names()})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The names of the counts."""
        return tuple(field.name for field in fields(cls))


class Writer:
    """Adds batches to a project; a context manager that holds the project's lock.

    Args:
        project: to add to.
        scorer: one with the project's lexicon where none is given.

    Raises:
        ProjectError: on entering, ``project.busy`` or ``project.damaged``.
    """

    def __init__(self, project: Project, scorer: Scorer | None = None) -> None:
        self.project = project
        self._scorer = scorer or Scorer(project.lexicon())
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        check_name(self.project.folder)
        with ExitStack() as stack:
            stack.enter_context(writer_lock(self.project.folder))
            history = self.project.history()
            if not history.sealed:
                self._seal(history.version)
            self._recorded = dict.fromkeys(TABLES, -1) | _versions(history)
            self._known = Known(
                self.project,
                history.runs,
                lexicon_fingerprint=self._scorer.lexicon.fingerprint,
                scorer_version=__version__,
            )
            sweep(self.project.folder, self._recorded, {file.path for file in files_of(history.runs)})
            self._tables: dict[str, DeltaTable] = {}
            self._number = history.version + 1
            self._broken = False
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def add(self, result: ReadResult) -> Counts:
        """Add one batch; where nothing in it is new, nothing is written.

        Args:
            result: from :func:`framing.ingest.read.read_batches`.

        Returns:
            What became of it, once it has landed.

        Raises:
            ProjectError: ``project.busy`` or ``project.write``; nothing of the batch was added.
        """
        if self._broken:
            what, hint = "an earlier batch could not be written", "run this again"
            raise ProjectError("project.write", what, str(self.project.folder), hint)
        batch = self._known.sort(result.articles, result.rejects)
        scored = self._scorer.score(batch.new)
        counts = _counts(result, batch, scored)
        if counts.batches:
            # Whatever stops a commit halfway, what is on the disk is then for the next writer to sweep.
            self._broken = True
            self._commit_guarded(counts, _frames(batch, scored))
            self._broken = False
            self._known.learn(batch)
        return counts

    def _commit_guarded(self, counts: Counts, frames: Mapping[str, pl.DataFrame]) -> None:
        """Commit; what the libraries raise becomes a ProjectError."""
        place = str(self.project.folder)
        try:
            self._commit(counts, frames)
        except CommitFailedError as error:
            hint = "run this again; nothing of the batch was added"
            raise ProjectError("project.busy", "another process wrote", place, hint) from error
        except BaseException as error:
            if not (isinstance(error, DeltaError | OSError) or is_panic(error)):
                raise
            what = f"the batch could not be written: {' '.join(str(error).split())[:200]}"
            hint = "check free space and rights; what was added before is safe"
            raise ProjectError("project.write", what, place, hint) from error

    def _commit(self, counts: Counts, frames: Mapping[str, pl.DataFrame]) -> None:
        number = self._number
        # The number keeps batches in order for whoever reads the tables, the rest makes a crashed batch another batch.
        batch = f"{number:06d}-{secrets.token_hex(4)}"
        files: list[FileHash] = []
        for table, frame in frames.items():
            if frame.height:
                self._append(table, frame.select(pl.lit(batch).alias(BATCH), pl.all()), batch)
            files += self._record(table, batch)
        files += self._run_files(number - 1)
        row = {
            **{name: getattr(counts, name) for name in Counts.names() if name in RUN},
            BATCH: batch,
            "finished": datetime.now(UTC),
            "kind": "add",
            "lexicon_fingerprint": self._scorer.lexicon.fingerprint,
            "scorer_version": __version__,
            "tables": [
                {"table": table, "version": self._recorded[table], "rows": frame.height}
                for table, frame in frames.items()
            ],
            "files": [{"path": file.path, "sha256": file.sha256, "size": file.size} for file in files],
        }
        self._append(RUNS, pl.DataFrame([row], schema=RUN), batch, Transaction(_CLAIM, number))
        self._number += 1
        self._seal(number)

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
        with suppress(OSError):
            files = self._run_files(number)
            for name in (RUNS, f"{RUNS}/{LOG}"):
                sync_folder(self.project.folder / name)
            write_seal(self.project.folder, [hash_file(self.project.folder, MARKER), *files])


def _counts(result: ReadResult, batch: Sorted, scored: Scored) -> Counts:
    refused = int((scored.articles["status"] == "refused").sum())
    return Counts(
        articles=result.articles.height + result.rejects.height,
        scored=batch.new.height - refused,
        refused=refused,
        rejects=result.rejects.height,
        known=batch.known,
        superseded=batch.superseded,
        replaced=batch.replaced,
        batches=int(bool(batch.new.height or batch.rejects.height)),
    )


def _versions(history: History) -> dict[str, int]:
    """The version of each table that the last run recorded."""
    if history.version < 0:
        return {}
    return {table["table"]: table["version"] for table in history.runs["tables"].to_list()[-1]}


def _frames(batch: Sorted, scored: Scored) -> dict[str, pl.DataFrame]:
    """The rows of a batch by table, in the order of writing, without their batch id."""
    articles = pl.concat(
        [
            batch.new.rename({"language": STATED}).drop("content_sha256"),
            scored.articles.drop("article_id"),
        ],
        how="horizontal",
    )
    frames = {
        "evidence": scored.evidence,
        "exposure": scored.exposure,
        "scores": scored.scores,
        "scales": scored.scales,
        "rejects": batch.rejects,
        "articles": articles,
    }
    return {table: frames[table].select(list(columns)[1:]) for table, columns in TABLES.items()}

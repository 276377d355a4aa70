"""Verifying a project: every recorded file hashed afresh, every count taken again.

What it cannot know is stated in :mod:`framing.store.history`: between a commit and its seal a killed process leaves one
run whose own two files nothing vouches for. The report says so where it is the case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl
from deltalake import DeltaTable

from framing.errors import ProjectError, StorageError
from framing.modes import is_open_to_all
from framing.store.history import History, files_of, read_history, read_parquet
from framing.store.integrity import check, guarded
from framing.store.layout import BATCH, ERASING, TABLES
from framing.store.log import LOG
from framing.store.project import Project, data_files, open_project

__all__ = ["Damage", "Report", "verify_project"]


#: What the system refuses of one file, and not of the next.
_OF_A_FILE: Final = ("storage.denied", "storage.failed")


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged or missing file, or a table with other rows than were written; ``file`` is relative to the project."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, and what was found.

    Attributes:
        runs: batches that landed.
        files: files hashed.
        size: bytes hashed.
        damage: nothing where the project is whole.
        unread: what the system would not let us read, and so may be whole or not.
        notes: what could not be checked, and who can read the project beside its owner and group.
    """

    runs: int
    files: int
    size: int
    damage: tuple[Damage, ...]
    notes: tuple[str, ...]
    unread: tuple[Damage, ...] = ()


@dataclass(slots=True)
class _Findings:
    project: Project
    damage: list[Damage] = field(default_factory=list)
    unread: list[Damage] = field(default_factory=list)

    def note(self, error: ProjectError | StorageError) -> None:
        """Take down a ``project.damaged``, or what the system refused of one file; anything else is neither."""
        file = error.where.removeprefix(f"{self.project.folder}/")
        if error.code in _OF_A_FILE:
            self.unread.append(Damage(file, error.what))
            return
        if error.code != "project.damaged":
            raise error
        self.say(file, error.what)

    def say(self, file: str, reason: str) -> None:
        if file not in {damage.file for damage in self.damage}:
            self.damage.append(Damage(file, reason))


def verify_project(folder: Path | str) -> Report:
    """Check all files and counts of a project, while a writer may be at work.

    Raises:
        ProjectError: ``project.missing`` or ``project.newer``; damage is reported, never raised.
        StorageError: the system refused what any other file would need, too, or the runs cannot be read.
    """
    project = Project(Path(folder).absolute())
    findings = _Findings(project)
    try:
        open_project(folder)
    except ProjectError as error:
        findings.note(error)
    history = read_history(project.folder, report=findings.note)
    notes = [] if history.sealed else ["nothing vouches for the last run's own files until the next 'framing add'"]
    if (project.folder / ERASING).exists():
        notes.append("an erasure was interrupted; the next 'framing add', 'erase' or 'compact' completes it")
    if (mode := is_open_to_all(project.folder)) is not None:
        can = "read and change" if mode & 0o002 else "read"
        notes.append(
            f"whoever reaches the folder on this machine can {can} the project (mode {mode:o}); 'chmod -R o-rwx' on it"
            " closes it to others"
        )
    if findings.damage:
        notes.append("what only a damaged run recorded was not checked")
    files = {file.path: file for file in (*history.seal, *files_of(history.runs))}
    for file in files.values():
        try:
            check(project.folder, file, afresh=True)
        except (ProjectError, StorageError) as error:
            findings.note(error)
    if not findings.damage and not findings.unread:
        _check_counts(findings, history)
    return Report(
        history.runs.height,
        len(files),
        sum(file.size for file in files.values()),
        tuple(findings.damage),
        tuple(notes),
        tuple(findings.unread),
    )


def _check_counts(findings: _Findings, history: History) -> None:
    """Each table holds for each batch the rows that its run counted, to our reader and to any reader of Delta."""
    runs = history.runs
    if runs.is_empty():
        return
    _check_law(findings, runs)
    recorded = runs.select(BATCH, pl.col("tables")).explode("tables").unnest("tables")
    for table in TABLES:
        try:
            _check_table(findings, runs, table, recorded.filter(pl.col("table") == table))
        except ProjectError as error:
            findings.note(error)


def _erased(runs: pl.DataFrame) -> pl.DataFrame:
    """Rows that later runs took out, by batch and table."""
    found = runs.select(pl.col("erased").drop_nulls().explode().drop_nulls()).unnest("erased")
    return found.group_by(BATCH, "table").agg(pl.col("rows").sum().alias("erased"))


def _check_table(findings: _Findings, runs: pl.DataFrame, table: str, recorded: pl.DataFrame) -> None:
    folder = findings.project.folder
    paths = [file.path for file in data_files(runs, table)]
    counted = read_parquet(folder, paths, {BATCH: pl.String()}).group_by(BATCH).agg(found=pl.len().cast(pl.Int64))
    left = recorded.join(_erased(runs), on=[BATCH, "table"], how="left", maintain_order="left").with_columns(
        pl.col("rows") - pl.col("erased").fill_null(0)
    )
    rows = left.filter(pl.col("rows") != 0).join(counted, on=BATCH, how="full", coalesce=True).sort(BATCH)
    for batch, expected, found in rows.select(BATCH, pl.col("rows", "found").fill_null(0)).iter_rows():
        if expected != found:
            findings.say(table, f"batch {batch} has {found} rows instead of {expected}")
    version = recorded["version"].to_list()[-1] if recorded.height else -1
    if version >= 0:
        with guarded(folder / table / LOG):
            active = {
                uri.rsplit("/", 1)[-1] for uri in DeltaTable((folder / table).as_uri(), version=version).file_uris()
            }
        if active != {path.rsplit("/", 1)[-1] for path in paths}:
            findings.say(f"{table}/{LOG}", "Delta's log names other data files than the runs do")


def _check_law(findings: _Findings, runs: pl.DataFrame) -> None:
    """Nothing that came in went missing: neither within a run, nor between runs and articles."""
    parts = pl.sum_horizontal("scored", "refused", "rejects", "known", "superseded")
    for batch in runs.filter(pl.col("articles") != parts)[BATCH]:
        findings.say("runs", f"batch {batch}: what came in is not what was counted")
    ids = findings.project.columns("articles", ["article_id"], runs)["article_id"].n_unique()
    expected = int(runs.select((pl.col("scored") + pl.col("refused") - pl.col("replaced")).sum()).item())
    if ids != expected:
        findings.say("articles", f"it has {ids} articles instead of {expected}")

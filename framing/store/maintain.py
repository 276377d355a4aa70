"""Keeping a project sound: every recorded file verified, many small files made few.

What it cannot know is stated in :mod:`framing.store.log`: between a commit and its seal a killed process leaves one
run whose own two files nothing vouches for. The report says so where it is the case.

Compaction: many small files become few large ones, and thousands of runs and log entries a few.

Each commit leaves a file in each table and an entry in each log, and reading takes longer with each. Compaction is a
run of its own, with the same commit point as any other: killed before it, nothing has changed, and the next writer
takes out what was written; killed after it, the next writer deletes what was replaced. No row changes. All versions of
articles and all earlier scorings stay; only erasing takes them away.

Readers are never blocked. The toolkit's own readers follow a project to its new files; for other programs, which may
have listed files and not yet opened them, the old files stay for an hour.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl
from deltalake import DeltaTable

from framing.errors import ProjectError, StorageError
from framing.modes import is_open_to_all
from framing.phrases import counted
from framing.store.commit import Commits
from framing.store.integrity import FileHash, check, guarded
from framing.store.kept import is_of, is_sound, kept_files
from framing.store.layout import BATCH, ERASING, KEPT, SPOOL, TABLES
from framing.store.log import LOG, History, data_files, files_of, read_history, read_parquet
from framing.store.project import Project, open_project
from framing.store.rewrite import Rewrite, write_rows
from framing.store.spool import BROKEN, waiting

__all__ = ["MANY_RUNS", "Compacted", "Damage", "Report", "compact", "compact_within", "runs_since", "verify_project"]


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
    notes += _kept(project.folder, history.version)
    notes += _spooled(findings)
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


def _kept(folder: Path, version: int) -> list[str]:
    """What there is to say of what is kept for readers; damage to it is none to the project."""
    files = kept_files(folder)
    broken = sum(not is_sound(path) for path in files)
    old = sum(not is_of(path, version) for path in files)
    lines = []
    if broken:
        lines.append(
            f"{broken} of {counted(len(files), 'files')} in {KEPT}, kept for faster reports, cannot be read: they count"
            " for nothing and are made anew; the folder may be deleted"
        )
    if old:
        lines.append(
            f"{old} of {counted(len(files), 'files')} in {KEPT} are of earlier runs; the next writer deletes them"
        )
    return lines


def _spooled(findings: _Findings) -> list[str]:
    """What is coded and not yet in the tables; lines that were changed by somebody are damage."""
    folder = findings.project.folder
    spooled = waiting(folder)
    aside = folder / BROKEN
    kept = aside.read_bytes().count(b"\n") if aside.is_file() else 0
    if number := len(spooled.broken) + kept:
        what = (
            f"{counted(number, 'lines are', 'line is')} not what coders saved; 'framing code status' says what is left"
        )
        findings.say(BROKEN if kept else SPOOL, what)
    return [f"{counted(len(spooled.records), 'codes')} wait for the next writer"] if spooled.records else []


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
    pieces = runs.select(pl.col("erased").drop_nulls().explode().drop_nulls()).unnest("erased")
    return pieces.group_by(BATCH, "table").agg(pl.col("rows").sum().alias("erased"))


def _check_table(findings: _Findings, runs: pl.DataFrame, table: str, recorded: pl.DataFrame) -> None:
    folder = findings.project.folder
    paths = [file.path for file in data_files(runs, table)]
    counted = read_parquet(folder, paths, {BATCH: pl.String()}).group_by(BATCH).agg(found=pl.len().cast(pl.Int64))
    left = recorded.join(_erased(runs), on=[BATCH, "table"], how="left", maintain_order="left").with_columns(
        pl.col("rows") - pl.col("erased").fill_null(0)
    )
    rows = left.filter(pl.col("rows") != 0).join(counted, on=BATCH, how="full", coalesce=True).sort(BATCH)
    for batch, expected, height in rows.select(BATCH, pl.col("rows", "found").fill_null(0)).iter_rows():
        if expected != height:
            findings.say(table, f"batch {batch} has {height} rows instead of {expected}")
    version = recorded["version"].to_list()[-1] if recorded.height else -1
    if version >= 0:
        with guarded(folder / table / LOG):
            active = {
                uri.rpartition("/")[2] for uri in DeltaTable((folder / table).as_uri(), version=version).file_uris()
            }
        if active != {path.rpartition("/")[2] for path in paths}:
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


#: Bytes of a data file that is large enough: Delta readers find files of 100 MB to 1 GB fastest, and a smaller one is
#: sooner rewritten.
TARGET_BYTES: Final = 128_000_000

#: Below so many runs since the last compaction their own files are left alone where no data file is rewritten.
_FEW_RUNS: Final = 10

#: After so many runs compaction is worth telling of: a commit then takes twice the time of one to a compacted project
#: (0.18 s instead of 0.06 s after 120 runs).
MANY_RUNS: Final = 100


@dataclass(frozen=True, slots=True)
class Compacted:
    """What compaction did.

    Attributes:
        files: data files before.
        files_left: data files afterwards.
        size: bytes of the data files before.
        size_left: bytes of the data files afterwards.
        runs: runs that were summed up.
        waiting: bytes of replaced files that a later run deletes.
    """

    files: int
    files_left: int
    size: int
    size_left: int
    runs: int
    waiting: int


def compact(project: Project | Path | str, *, target_bytes: int = TARGET_BYTES, purge: bool = False) -> Compacted:
    """Rewrite small files of all tables into few, and sum up the logs.

    Args:
        project: to compact, or its folder.
        target_bytes: a data file at least half as large as this is left as it is.
        purge: delete replaced files at once; another program that is just reading them fails.

    Returns:
        What was done; where nothing was worth it, no run was made.

    Raises:
        ProjectError: ``project.busy``, ``project.write`` or ``project.damaged``; the project is as it was.
        StorageError: the disk is full, fails or may not be written to; likewise.
    """
    project = open_project(project)
    with Commits(project) as commits:
        return compact_within(commits, target_bytes=target_bytes, purge=purge)


def compact_within(commits: Commits, *, target_bytes: int = TARGET_BYTES, purge: bool = False) -> Compacted:
    """:func:`compact` for one who holds the project's lock already, and goes on writing."""
    project = commits.project
    runs = project.history().runs
    before = [file for table in TABLES for file in data_files(runs, table)]
    rewrites: dict[str, Rewrite] = {}
    with _dropped(project, rewrites):
        for table in TABLES:
            if groups := list(_groups(data_files(runs, table), target_bytes)):
                rewrites[table] = Rewrite([file for group in groups for file in group], [])
                _rewrite(project, table, groups, rewrites[table].added)
    is_worth_it = bool(rewrites) or runs_since(runs) >= _FEW_RUNS
    if is_worth_it:
        commits.commit("compact", {}, {}, rewrites=rewrites, shorten=True)
    waiting = commits.sweep(purge=purge)
    commits.history = project.history()
    now = commits.history.runs
    after = [file for table in TABLES for file in data_files(now, table)]
    return Compacted(len(before), len(after), _size(before), _size(after), runs.height if is_worth_it else 0, waiting)


def runs_since(runs: pl.DataFrame) -> int:
    """How many runs there have been since the last compaction."""
    kinds = runs["kind"].to_list()[::-1]
    return kinds.index("compact") if "compact" in kinds else len(kinds)


def _groups(files: list[FileHash], target: int) -> Iterator[list[FileHash]]:
    """Neighbours that are worth being one file. Only neighbours: the order of files is the order of batches."""
    group: list[FileHash] = []
    for file in files:
        is_large = file.size >= target / 2
        if is_large or _size(group) + file.size > target:
            if len(group) > 1:
                yield group
            group = []
        if not is_large:
            group.append(file)
    if len(group) > 1:
        yield group


def _rewrite(project: Project, table: str, groups: list[list[FileHash]], added: list[str]) -> None:
    token = secrets.token_hex(4)
    for group in groups:
        project.check(group)
        if (path := write_rows(project.folder, table, group, token)) is not None:
            added.append(path)


@contextmanager
def _dropped(project: Project, rewrites: dict[str, Rewrite]) -> Iterator[None]:
    """Where not all files could be written, those that were are deleted: a full disk has no room for them."""
    try:
        yield
    except BaseException:
        for path in (path for rewrite in rewrites.values() for path in rewrite.added):
            with suppress(OSError):
                (project.folder / path).unlink()
        raise


def _size(files: list[FileHash]) -> int:
    return sum(file.size for file in files)

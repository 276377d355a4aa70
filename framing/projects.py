"""What is done with a project: the commands that write to it or look into it, as functions with results.

``framing add`` prints what :func:`add` returns, and so on; functions that need nothing of the command line stand where
their work is done, in :mod:`framing.store`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from framing.errors import UsageError
from framing.ingest.article.articles import as_cuts
from framing.ingest.article.boilerplate import Learned, merge, newest_rules, write_rules
from framing.ingest.article.boilerplate import learn as learn_lines
from framing.ingest.article.cuts import rebuild
from framing.ingest.article.outlets import load_outlets
from framing.ingest.article.spellings import Proposal, propose
from framing.ingest.inputs import Held, held
from framing.ingest.read import added_up, options, read_batches
from framing.ingest.source import Note, Options
from framing.modes import make_folder
from framing.schemas import REJECT
from framing.scoring.score import Scorer
from framing.store.add import Writer
from framing.store.codes import codes_of, draws_of
from framing.store.commit import Commits
from framing.store.erase import Erasure, erased_before, find_articles
from framing.store.intake import Intake
from framing.store.integrity import write_atomically
from framing.store.known import open_rejects
from framing.store.layout import Counts
from framing.store.maintain import Report, verify_project
from framing.store.outlets import add_aliases, remove_alias, spelt_outlets
from framing.store.project import Project, open_project
from framing.store.rescore import Diff, Rescored, last_rescoring
from framing.store.rescore import diff as compare_states
from framing.store.rescore import rescore as score_anew

__all__ = [
    "Added",
    "Erased",
    "add",
    "code_status",
    "diff",
    "erase",
    "learn_boilerplate",
    "merge_outlets",
    "outlet_spellings",
    "rejects",
    "rescore",
    "unmerge_outlet",
    "verify",
]


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """What became of what was added.

    Attributes:
        counts: articles that came in, and how many of them were scored, refused, known, replaced.
        rejects: REJECT columns: what could not be read, and why; those of earlier runs as well.
        notes: what was guessed of the files, with counts.
    """

    counts: Counts
    rejects: pl.DataFrame
    notes: tuple[Note, ...]


def add(
    project: Project | Path | str,
    given: object,
    *,
    columns: dict[str, str] | None = None,
    encoding: str | None = None,
    date_order: str | None = None,
    language: str | None = None,
    groups_from_path: str | None = None,
    query: str | None = None,
    outlet: str | None = None,
    scorer: Scorer | None = None,
    jobs: int | None = None,
) -> Added:
    """Score articles that are new or changed, and add them to a project, as ``framing add``.

    Args:
        project: to add to, or its folder.
        given: as for :func:`framing.read`: files, folders, addresses, frames. Files that were read before are not
            opened again.
        columns: as for :func:`framing.read`, and so the next six.
        encoding: likewise.
        date_order: likewise.
        language: likewise.
        groups_from_path: likewise.
        query: likewise.
        outlet: likewise.
        scorer: one with the project's lexicon where none is given.
        jobs: batches scored at a time; the number of cores where none is given.

    Raises:
        ProjectError: ``project.busy``, ``project.damaged`` or ``project.write``; what was added before is safe.
        UsageError: what was given cannot be read at all.

    Example:
        >>> import framing, tempfile
        >>> folder = tempfile.TemporaryDirectory()
        >>> project = framing.init_project(folder.name + "/news")
        >>> add(project, framing.seeds_folder()).counts.scored
        5
        >>> add(project, framing.seeds_folder()).counts.known
        5
        >>> folder.cleanup()
    """
    project = open_project(project)
    stated = options(columns, encoding, date_order, language, groups_from_path, query, outlet)
    inputs = held(given)
    files = [one for one in inputs if not isinstance(one, Held)]
    parts = [_add_files(project, files, stated, scorer, jobs)] if files else []
    if tables := [one for one in inputs if isinstance(one, Held)]:
        parts.append(_add_tables(project, tables, stated, scorer))
    rejected = pl.concat([pl.DataFrame(schema=REJECT), *(part.rejects for part in parts)])
    notes = tuple(added_up(note for part in parts for note in part.notes))
    return Added(sum((part.counts for part in parts), Counts()), rejected, notes)


def _add_files(
    project: Project, files: list[str | Path], stated: Options, scorer: Scorer | None, jobs: int | None
) -> Added:
    counts, rejected, notes = Counts(), [pl.DataFrame(schema=REJECT)], list[Note]()
    with Intake(project, options=stated, jobs=jobs, scorer=scorer) as intake:
        for result, more in intake.add(files):
            counts += more
            if result is not None:
                rejected.append(result.rejects)
                notes += result.notes
    return Added(counts, pl.concat(rejected), tuple(notes))


def _add_tables(project: Project, tables: list[Held], stated: Options, scorer: Scorer | None) -> Added:
    counts, rejected, notes = Counts(), [pl.DataFrame(schema=REJECT)], list[Note]()
    outlets, boilerplate = load_outlets(project=project.folder), project.boilerplate()
    with Writer(project, scorer) as writer:
        for result in read_batches(tables, outlets=outlets, boilerplate=boilerplate, options=stated):
            counts += writer.add(result)
            rejected.append(result.rejects)
            notes += result.notes
    return Added(counts, pl.concat(rejected), tuple(notes))


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased.

    Attributes:
        articles: ids of articles.
        rejects: places that rejects came from.
        rows: of all tables.
        before: of what was named, what had been erased earlier, and when.
        completed: an erasure that had been interrupted, and was completed first.
    """

    articles: tuple[str, ...] = ()
    rejects: tuple[str, ...] = ()
    rows: int = 0
    before: Mapping[str, datetime] = field(default_factory=dict)
    completed: Erasure | None = None


def erase(project: Project | Path | str, articles: Iterable[str], *, reason: str = "") -> Erased:
    """Purge articles from every file of a project, as ``framing erase --yes``: there is no way back.

    An erasure that was interrupted is completed first.

    Args:
        project: which, or its folder.
        articles: their ids or addresses, or the places that rejects came from.
        reason: kept for good with the record, so name nobody in it.

    Raises:
        InputError: ``input.no-article``; nothing was erased.
        ProjectError: ``project.busy``, ``project.write`` or ``project.damaged``.
    """
    project = open_project(project)
    with Commits(project) as commits:
        done = commits.completed
        left = [name for name in articles if done is None or name not in done.names]
        before = erased_before(project, commits.history.runs, left)
        left = [name for name in left if name not in before]
        if not left:
            return Erased(before=before, completed=done)
        erasure = find_articles(project, commits.history.runs, left, reason=reason)
        return Erased(erasure.articles, erasure.rejects, commits.erase(erasure), before, done)


def verify(project: Project | Path | str) -> Report:
    """Check every file of a project against its recorded SHA-256, and every count, as ``framing verify``.

    Args:
        project: which, or its folder: a damaged one may not open.

    Raises:
        ProjectError: ``project.missing`` or ``project.newer``; damage is reported, never raised.
        StorageError: the system refused what any other file would need, too.
    """
    return verify_project(Path(project))


def rescore(project: Project | Path | str, scorer: Scorer | None = None) -> Rescored:
    """Score anew what was scored with another lexicon, version or compiler, as ``framing rescore``.

    Args:
        project: which, or its folder; :func:`diff` says what moved.
        scorer: one with the project's lexicon where none is given.

    Returns:
        How many articles were stale and how many were scored, and what could not be.

    Raises:
        ProjectError: ``project.busy``, ``project.write`` or ``project.damaged``; what has landed stays.
    """
    project = open_project(project)
    *_, last = score_anew(project, scorer)
    return last


def diff(project: Project | Path | str, before: int | None = None, after: int | None = None) -> Diff:
    """Say what moved between two states of a project, by outlet and by entry, as ``framing diff``.

    Args:
        project: which, or its folder.
        before: runs there had been; without numbers, the states before and after articles were last scored anew.
        after: likewise.

    Raises:
        UsageError: ``diff.usage`` or ``diff.runs``; there are no two such states.
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    if (before is None) != (after is None):
        raise UsageError("diff.usage", "one state is named", "", "name two, or none")
    if before is None or after is None:
        before, after = last_rescoring(project.history().runs)
    return compare_states(project, before, after)


def rejects(project: Project | Path | str, code: str | None = None) -> pl.DataFrame:
    """What could not be read, and why, as ``framing rejects``.

    Args:
        project: which, or its folder.
        code: only those with this reason code, such as ``input.encoding``; ``input`` for all that begin so.

    Returns:
        ``batch_id`` and the columns of REJECT, in the order in which they were found.

    Raises:
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    standing = open_rejects(project, project.history().runs)
    if code is None:
        return standing
    return standing.filter((pl.col("code") == code) | pl.col("code").str.starts_with(f"{code}."))


def outlet_spellings(project: Project | Path | str) -> list[Proposal]:
    """Spellings in a project that may be one outlet, as ``framing outlets --merge``: for review, nothing changes.

    Raises:
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    return propose(spelt_outlets(project), project.outlets())


def merge_outlets(project: Project | Path | str, proposals: Iterable[Proposal]) -> int:
    """Write spellings of outlets into the project's ``outlets.csv``, as ``framing outlets --merge --apply``.

    Args:
        project: which, or its folder.
        proposals: of :func:`outlet_spellings`, those that are right.

    Returns:
        How many spellings were new.

    Raises:
        UsageError: the file is not valid, or would not be; it is then as it was.
    """
    project = open_project(project)
    aliases = [(one.into, one.spelling.outlet, one.spelling.name) for one in proposals]
    return add_aliases(project.folder, aliases, project.outlets())


def unmerge_outlet(project: Project | Path | str, name: str) -> str | None:
    """Take a spelling out of the project's ``outlets.csv`` again, as ``framing outlets --unmerge``.

    Returns:
        The id of the outlet that it was a spelling of; none where the file has no such spelling.

    Raises:
        UsageError: the file is not valid.
    """
    project = open_project(project)
    return remove_alias(project.folder, name)


def learn_boilerplate(
    project: Project | Path | str, *, minimum: int = 5, share: float = 0.02, dry_run: bool = False
) -> tuple[list[Learned], bool]:
    """Find the lines that stand in many articles of an outlet, as ``framing boilerplate learn``.

    Args:
        project: which, or its folder; the lines are written into it, and :func:`framing.apply_boilerplate` cuts them.
        minimum: articles with a line, at least.
        share: part of the outlet's articles with it, at least; a tenth for lines as long as a sentence.
        dry_run: write nothing.

    Returns:
        All lines that are known now, and whether there are others than before.

    Raises:
        ProjectError: ``project.damaged`` or ``project.write``.
    """
    project = open_project(project)
    articles = project.load().articles.select("outlet", "text", "cut")
    texts = ((outlet, rebuild(text, as_cuts(cut))) for outlet, text, cut in articles.iter_rows())
    before = newest_rules(project.folder)
    rules = merge(learn_lines(texts, minimum=minimum, share=share), before)
    if rules != before and not dry_run:
        path, content = write_rules(rules, project.boilerplate().version + 1)
        make_folder((project.folder / path).parent)
        write_atomically(project.folder / path, content)
    return rules, rules != before


def code_status(project: Project | Path | str) -> pl.DataFrame:
    """How far coding is, as ``framing code status``.

    Returns:
        Columns coder, dimension, coded, left, again (text or codebook changed since).

    Raises:
        ProjectError: ``project.damaged``.
    """
    project = open_project(project)
    key = ["coder", "dimension", "article_id"]
    drawn = draws_of(project).select("article_id", coder="coders", dimension="dimensions")
    drawn = drawn.explode("coder").explode("dimension")
    state = codes_of(project).select(*key, "status")
    both = drawn.unique(key).join(state, on=key, how="full", coalesce=True)
    counts = both.group_by("coder", "dimension").agg(
        coded=(pl.col("status") == "current").sum().cast(pl.Int64),
        left=pl.col("status").is_null().sum().cast(pl.Int64),
        again=pl.col("status").is_in(["text", "codebook"]).sum().cast(pl.Int64),
    )
    return counts.sort("coder", "dimension")

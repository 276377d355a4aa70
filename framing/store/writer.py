"""Adding articles, batch by batch; how a batch becomes visible all at once stands in :mod:`framing.store.commit`."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Self

import polars as pl

from framing.errors import InputError
from framing.ingest.read import ReadResult
from framing.ingest.source import Note
from framing.ingest.telling import refused_notes
from framing.memory import release
from framing.schemas import REJECT
from framing.scoring.portions import EXHAUSTED, exhausted, halves, reject
from framing.scoring.score import Scored, Scorer
from framing.scoring.versions import used
from framing.store.amend import amended
from framing.store.clusters import Clusters
from framing.store.commit import Commits
from framing.store.compact import MANY_RUNS, Compacted, compact_within, runs_since
from framing.store.counts import Counts
from framing.store.known import Known, Sorted
from framing.store.layout import RUN, SCORED_IN, STATED, TABLES
from framing.store.project import Project
from framing.store.rejects import REJECT_KEY

__all__ = ["Counts", "Writer"]


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
        #: The rejects of the last batch that no earlier run has met.
        self.new_rejects = pl.DataFrame(schema=REJECT)
        #: The articles of the last batch that could not be scored, as rejects.
        self.too_much = pl.DataFrame(schema=REJECT)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._commits = stack.enter_context(Commits(self.project))
            self._known = Known(self.project, self._commits.history.runs)
            self._amendments = self.project.columns(
                "amendments", ["article_id", "field", "value"], self._commits.history.runs
            )
            self._clusters: Clusters | None = None
            #: What is to be said of the articles of the last batch that are not scored.
            self.refused: tuple[Note, ...] = ()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, result: ReadResult) -> Counts:
        """Add one batch; where nothing in it is new, nothing is written.

        Args:
            result: from :func:`framing.ingest.read.read_batches`.

        Returns:
            What became of it, once it has landed. What takes more memory or time than there is lands in parts, and
            an article that is alone too much is counted as a reject.

        Raises:
            ProjectError: ``project.busy`` or ``project.write``; nothing of the batch was added.
        """
        self._commits.check()
        batch = self._known.sort(amended(result.articles, self._amendments), result.rejects)
        found: Scored | InputError
        try:
            found = self._scorer.score(batch.new)
        except EXHAUSTED as error:
            found = exhausted(error, batch.new)
        # Only now is what the error held free again.
        if isinstance(found, InputError):
            return self._add_apart(result, found)
        return self._land(result, batch, found)

    def _land(self, result: ReadResult, batch: Sorted, scored: Scored) -> Counts:
        """Commit a batch that was scored."""
        counts = _counts(result, batch, scored)
        self.new_rejects, self.too_much = batch.rejects, batch.rejects.clear()
        self.refused = tuple(refused_notes(batch.new, scored.articles))
        if counts.batches:
            clusters = self._assign(batch.new)
            numbers = {name: getattr(counts, name) for name in Counts.names() if name in RUN}
            versions = used(scored.articles, self._scorer.lexicon)
            self._commits.commit("add", _frames(batch, scored, clusters), numbers, versions=versions)
            self._known.learn(batch)
        return counts

    def _add_apart(self, result: ReadResult, error: InputError) -> Counts:
        """Add a batch that was too much in two, each of which lands by itself; of one article, as a reject."""
        release()
        if result.articles.height == 1:
            found = reject(error, result.articles)
            nothing = result.articles.clear()
            counts = self.add(replace(result, articles=nothing, rejects=result.rejects.vstack(found)))
            self.too_much = found
            return counts
        first, second = (replace(result, articles=half) for half in halves(result.articles))
        counts = self.add(first)
        new_rejects, too_much, refused = self.new_rejects, self.too_much, self.refused
        counts += self.add(replace(second, rejects=result.rejects.clear()))
        self.new_rejects = new_rejects.vstack(self.new_rejects)
        self.too_much, self.refused = too_much.vstack(self.too_much), (*refused, *self.refused)
        return counts

    def _assign(self, new: pl.DataFrame) -> pl.DataFrame:
        """The clusters of new articles; what is stored of clusters is read when the first new article comes."""
        try:
            if self._clusters is None:
                self._clusters = Clusters(self.project, self._commits.history.runs)
            return self._clusters.assign(new)
        except OSError as error:
            raise self._commits.failed(error) from error

    def compact(self, *, many: int = MANY_RUNS) -> Compacted | None:
        """Compact the project and go on, where so many runs have added up that each takes longer.

        Args:
            many: runs since the last compaction.

        Returns:
            What was done; nothing where there were fewer.

        Raises:
            ProjectError: ``project.busy``, ``project.write`` or ``project.damaged``.
        """
        self._commits.check()
        if runs_since(self.project.history().runs) < many:
            return None
        return compact_within(self._commits)

    def resolve(self, rejects: pl.DataFrame) -> None:
        """Take down that rejects, tried again, did not come again.

        Args:
            rejects: columns of ``REJECT_KEY``.

        Raises:
            ProjectError: ``project.busy`` or ``project.write``.
        """
        if rejects.height:
            self._commits.commit("retry", {"resolutions": rejects.select(REJECT_KEY)}, {})


def _counts(result: ReadResult, batch: Sorted, scored: Scored) -> Counts:
    refused = int((scored.articles["status"] == "refused").sum())
    return Counts(
        articles=result.articles.height + result.rejects.height,
        scored=batch.new.height - refused,
        refused=refused,
        rejects=result.rejects.height,
        known=batch.known,
        superseded=batch.superseded,
        old_rejects=result.rejects.height - batch.rejects.height,
        replaced=batch.replaced,
        batches=int(bool(batch.new.height or batch.rejects.height)),
    )


def _frames(batch: Sorted, scored: Scored, clusters: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The rows of a batch by table, in the order of writing, without their batch id."""
    articles = pl.concat(
        [
            batch.new.rename({"language": STATED}).drop("content_sha256"),
            scored.articles.drop("article_id"),
            pl.DataFrame(schema={SCORED_IN: pl.String()}).clear(batch.new.height),
        ],
        how="horizontal",
    )
    frames = {
        "evidence": scored.evidence,
        "exposure": scored.exposure,
        "scores": scored.scores,
        "scales": scored.scales,
        "clusters": clusters,
        "rejects": batch.rejects,
        "articles": articles,
    }
    return {table: frame.select(list(TABLES[table])[1:]) for table, frame in frames.items()}

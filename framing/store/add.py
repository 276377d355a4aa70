"""Adding articles, batch by batch; how a batch becomes visible all at once stands in :mod:`framing.store.commit`.

Clusters: which stored articles are near-duplicates of each other, such as agency copy.

Two articles are in one cluster if their texts are alike (:mod:`framing.ingest.article.duplicates`), or if a chain of
articles joins them: clusters are the connected components of likeness over all versions ever stored, so they depend
neither on the order in which articles came nor on the batches. What is stored is append-only: each new text adds a row
with its sketch and its cluster, and where it joins two clusters, the members of the younger one get a row with the
number of the older. The last row of an article counts. A text of 3 KB in Hindi costs 96 bytes for its sketch, and its
id.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Longs
from framing.errors import InputError
from framing.ingest.article.duplicates import SketchIndex, compared, merged
from framing.ingest.article.sketches import SLOTS, Bytes, digests, sketches
from framing.ingest.read import ReadResult, refused_notes
from framing.ingest.source import Note
from framing.memory import IdTable, release
from framing.schemas import CLUSTER, REJECT
from framing.scoring.portions import EXHAUSTED, exhausted, halves, reject
from framing.scoring.score import Scored, Scorer
from framing.scoring.versions import used
from framing.scratch import Spill
from framing.store.amend import amended
from framing.store.commit import Commits
from framing.store.elsewhere import Outcome, Scoring, scoring
from framing.store.known import REJECT_KEY, Known, Sorted
from framing.store.layout import RUN, SCORED_IN, STATED, TABLES, Counts
from framing.store.maintain import MANY_RUNS, Compacted, compact_within, runs_since
from framing.store.project import Project, open_project

__all__ = ["Begun", "Clusters", "Counts", "Unlanded", "Writer"]


class Clusters:
    """The clusters of a project while articles are added; about 40 MB for a million articles, and 150 MB of disk.

    Args:
        project: read once, at the start.
        runs: its runs.

    Raises:
        ProjectError: ``project.damaged``.
        OSError: the project's disk does not take what is put aside.
    """

    def __init__(self, project: Project, runs: pl.DataFrame) -> None:
        self._ids, self._names = IdTable(), _Names(project.folder)
        self._index = SketchIndex(project.folder)
        self._cluster: Longs = np.zeros(0, np.int64)
        for rows in project.pieces("clusters", ["article_id", "cluster", "sketch"], runs):
            texts = rows.filter(pl.col("sketch").is_not_null())
            self._keep(texts["article_id"], texts["cluster"].to_numpy())
            self._index.load(np.frombuffer(b"".join(texts["sketch"]), np.uint8).reshape(-1, SLOTS))
            # The last row of an article counts, for all its versions.
            last = rows.unique("article_id", keep="last")
            place, stored = self._ids.find(last["article_id"])
            self._cluster[stored] = last["cluster"].to_numpy()[place]
        self._next = int(self._cluster.max(initial=-1)) + 1

    def assign(self, articles: pl.DataFrame, sketched: Bytes | None = None) -> pl.DataFrame:
        """Find the clusters of new articles and new versions, which are known from then on.

        Args:
            articles: columns article_id, title and text; each id once. Headlines without a text are alike or not as
                headlines.
            sketched: their sketches; made here where they are not given.

        Returns:
            The rows to store: first those of new texts, then those of earlier articles whose cluster was joined to an
            older one.
        """
        sketched = sketches(compared(articles)) if sketched is None else sketched
        row, stored = self._ids.find(articles["article_id"])
        # A text that was only scored anew, or corrected in its title, is where it was.
        is_new = np.ones(len(sketched), bool)
        is_new[row[digests(sketched)[row] == self._index.digests[stored]]] = False
        ids, sketched = articles["article_id"].filter(pl.Series(is_new)), sketched[is_new]
        changed = is_new[row]
        links = self._index.add(sketched)
        before = len(self._cluster)
        own = self._next + np.arange(len(sketched))
        cluster = np.concatenate([self._cluster, own])
        cluster = merged(
            cluster,
            np.concatenate([cluster[links.new], own[np.cumsum(is_new)[row[changed]] - 1]]),
            np.concatenate([cluster[links.earlier], cluster[stored[changed]]]),
        )
        moved = np.flatnonzero(cluster[:before] != self._cluster)
        self._next += len(sketched)
        self._cluster = cluster[:before]
        self._keep(ids, cluster[before:])
        best = np.zeros(len(sketched))
        np.maximum.at(best, links.new - before, links.similarity)
        return pl.concat([_rows(ids, cluster[before:], best, sketched), self._moved(moved)])

    def _keep(self, ids: pl.Series, cluster: Longs) -> None:
        self._ids.add(ids)
        self._names.append(ids)
        self._cluster = np.concatenate([self._cluster, cluster])

    def _moved(self, rows: Longs) -> pl.DataFrame:
        rows_now = pl.DataFrame({"article_id": self._names.gather(rows), "cluster": self._cluster[rows]})
        once = rows_now.unique("article_id", keep="last", maintain_order=True)
        return _typed(once.with_columns(similarity=None, sketch=None))


class _Names:
    """Ids, put aside on the disk: only those of articles that move to another cluster are asked for again."""

    def __init__(self, folder: Path) -> None:
        self._bytes = Spill(1, folder)
        self._ends: Longs = np.zeros(1, np.int64)

    def append(self, ids: pl.Series) -> None:
        ends = self._ends[-1] + ids.str.len_bytes().cast(pl.Int64).cum_sum().to_numpy()
        self._bytes.append(np.frombuffer("".join(ids).encode(), np.uint8))
        self._ends = np.concatenate([self._ends, ends])

    def gather(self, rows: Longs) -> pl.Series:
        names = (self._bytes.read(int(self._ends[row]), int(self._ends[row + 1])).tobytes().decode() for row in rows)
        return pl.Series(names, dtype=pl.String)


def _rows(ids: pl.Series, cluster: Longs, best: npt.NDArray[np.float64], sketched: Bytes) -> pl.DataFrame:
    rows = pl.DataFrame({"article_id": ids, "cluster": cluster, "similarity": best})
    sketch = pl.Series([sketch.tobytes() for sketch in sketched], dtype=pl.Binary)
    return _typed(rows.with_columns(pl.when(pl.col("similarity") > 0).then("similarity"), sketch=sketch))


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(list(CLUSTER)).cast(dict(CLUSTER))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False)
class Begun:
    """A batch that is being scored.

    Attributes:
        result: what was read.
        batch: the same, sorted by what is to be done with it.
        outcome: gives what scoring found, once it has.
    """

    result: ReadResult
    batch: Sorted
    outcome: Callable[[], Outcome]


@dataclass(frozen=True, slots=True, eq=False)
class Unlanded:
    """A batch that was scored and is not committed yet.

    Attributes:
        result: what was read.
        batch: the same, sorted by what is to be done with it.
        outcome: what was found, or why it was too much. Its rejects stand in ``result`` and ``batch``, too.
    """

    result: ReadResult
    batch: Sorted
    outcome: Outcome | InputError

    @property
    def apart(self) -> bool:
        """Whether it was too much at once, so that landing it scores its halves."""
        return isinstance(self.outcome, InputError)


class Writer:
    """Adds batches to a project; a context manager that holds the project's lock.

    Args:
        project: to add to, or its folder.
        scorer: one with the project's lexicon where none is given; or what has batches scored elsewhere.

    Raises:
        ProjectError: on entering, ``project.busy`` or ``project.damaged``.
    """

    def __init__(self, project: Project | Path | str, scorer: Scorer | Scoring | None = None) -> None:
        self.project = open_project(project)
        self._scoring = scoring(scorer or Scorer(self.project.lexicon()))
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
        return self.land(self.score(result))

    def score(self, result: ReadResult) -> Unlanded:
        """Score one batch and write nothing yet; meanwhile another thread may land the one before it.

        Args:
            result: as for :meth:`add`.

        Returns:
            What is to be landed next. Where it is ``apart``, it has to land before the next batch is scored.
        """
        return self.finish(self.begin(result))

    def begin(self, result: ReadResult) -> Begun:
        """Have one batch scored; others may be begun before it is finished.

        Args:
            result: as for :meth:`add`; none of its articles is in a batch that is begun and not landed.
        """
        batch = self._known.sort(amended(result.articles, self._amendments), result.rejects)
        # The next batch has to know it. Should it not land, nothing lands after it.
        self._known.learn(batch)
        return Begun(result, batch, self._scoring.start(batch.new))

    def finish(self, begun: Begun) -> Unlanded:
        """Wait until a batch is scored: see :meth:`score`. Batches are finished in the order in which they begun."""
        result, batch = begun.result, begun.batch
        outcome: Outcome | InputError
        try:
            outcome = begun.outcome()
        except EXHAUSTED as error:
            outcome = exhausted(error, batch.new)
        except BaseException:
            self._known.forget(batch)
            raise
        if isinstance(outcome, InputError):
            self._known.forget(batch)
        elif outcome.too_much.height:
            self._known.forget(batch)
            lost = batch.new.join(outcome.scored.articles, on="article_id", how="anti")["article_id"]
            articles = result.articles.filter(~pl.col("article_id").is_in(lost.implode()))
            result = replace(result, articles=articles, rejects=result.rejects.vstack(outcome.too_much))
            batch = self._known.sort(amended(articles, self._amendments), result.rejects)
            self._known.learn(batch)
        return Unlanded(result, batch, outcome)

    @property
    def is_full(self) -> bool:
        """Whether so many batches are begun that one has to be finished before the next begins."""
        return self._scoring.is_full()

    def land(self, unlanded: Unlanded) -> Counts:
        """Commit what was scored, in the order of scoring; see :meth:`add`."""
        # Only now is what an error held free again.
        if isinstance(unlanded.outcome, InputError):
            return self._add_apart(unlanded.result, unlanded.outcome)
        return self._land(unlanded, unlanded.outcome)

    def _land(self, unlanded: Unlanded, outcome: Outcome) -> Counts:
        """Commit a batch that was scored."""
        batch, scored = unlanded.batch, outcome.scored
        counts = _counts(unlanded.result, batch, scored)
        self.new_rejects, self.too_much = batch.rejects, outcome.too_much
        self.refused = tuple(refused_notes(batch.new, scored.articles))
        if counts.batches:
            clusters = self._assign(batch.new, outcome.sketches)
            numbers = {name: getattr(counts, name) for name in Counts.names() if name in RUN}
            versions = used(scored.articles, self._scoring.lexicon)
            self._commits.commit("add", _frames(batch, scored, clusters), numbers, versions=versions)
        return counts

    def _add_apart(self, result: ReadResult, error: InputError) -> Counts:
        """Add a batch that was too much in two, each of which lands by itself; of one article, as a reject."""
        release()
        if result.articles.height == 1:
            rejects = reject(error, result.articles)
            nothing = result.articles.clear()
            counts = self.add(replace(result, articles=nothing, rejects=result.rejects.vstack(rejects)))
            self.too_much = rejects
            return counts
        first, second = (replace(result, articles=half) for half in halves(result.articles))
        counts = self.add(first)
        new_rejects, too_much, refused = self.new_rejects, self.too_much, self.refused
        counts += self.add(replace(second, rejects=result.rejects.clear()))
        self.new_rejects = new_rejects.vstack(self.new_rejects)
        self.too_much, self.refused = too_much.vstack(self.too_much), (*refused, *self.refused)
        return counts

    def _assign(self, new: pl.DataFrame, sketched: Bytes | None) -> pl.DataFrame:
        """The clusters of new articles; what is stored of clusters is read when the first new article comes."""
        try:
            if self._clusters is None:
                self._clusters = Clusters(self.project, self._commits.history.runs)
            return self._clusters.assign(new, sketched)
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
        batches=int(bool(batch.new.height or batch.recorded.height)),
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
        "rejects": batch.recorded,
        "articles": articles,
    }
    return {table: frame.select(list(TABLES[table])[1:]) for table, frame in frames.items()}

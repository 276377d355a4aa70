"""What readers of a project get: everything at once, or the counts alone and the rest when it is asked for.

Reports and look-ups need what was counted, article by article. Texts and spans take ten times as much room, and are
read for those articles of which somebody asks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

import polars as pl

from framing.schemas import EVIDENCE, EXPOSURE, SCALE, SCORE
from framing.scoring.score import Scored
from framing.scoring.totals import NAMES, Totals
from framing.store.counted import totals_of
from framing.store.integrity import FileHash, guarded
from framing.store.kept import Frames, kept_of
from framing.store.layout import BATCH, SCORED_IN, TABLES
from framing.store.log import data_files, files_with, scan_parquet

if TYPE_CHECKING:
    from framing.store.project import Project

__all__ = ["COUNTED", "LONG", "Held", "Loaded", "Stored", "held_of", "is_plain"]

#: Columns of articles that are as long as their texts.
LONG: Final = ("text", "cut")

#: Table → what counts of it, with the types that it is held in.
COUNTED: Final[Mapping[str, Mapping[str, pl.DataType]]] = {
    "exposure": {**EXPOSURE, "section": NAMES, "voice": NAMES, "words": pl.Int32()},
    "scores": {"article_id": pl.String(), "dimension": NAMES, "section": NAMES, "voice": NAMES, "hits": pl.Int32()},
    "scales": {
        "article_id": pl.String(),
        "scale": NAMES,
        "section": NAMES,
        "positive": pl.Int32(),
        "negative": pl.Int32(),
        "words": pl.Int32(),
    },
}


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Where that stands of some articles which takes room: texts, spans and counts, each read when it is asked for.

    Attributes:
        project: that they are of.
        keys: columns article_id, batch_id (of the text), scored_in (the batch of what was found in it).
        plain: the number of runs there were, where none had stored or scored an article twice: as long as it is the
            same, every row of every table counts.
    """

    project: Project
    keys: pl.DataFrame
    plain: int | None = None

    def texts(self, articles: pl.Series | None = None) -> pl.DataFrame:
        """Columns article_id, title, text of some articles by their ids, of all where none are named; in no order.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._rows("articles", ("article_id", "title", "text"), BATCH, articles)

    def cuts(self, articles: pl.Series) -> pl.DataFrame:
        """Columns article_id, cut of some articles by their ids; in no order.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._rows("articles", ("article_id", "cut"), BATCH, articles)

    def evidence(self, articles: pl.Series | None = None, entries: Collection[str] | None = None) -> pl.DataFrame:
        """EVIDENCE columns of some articles, or of all; only of some entries, where they are named.

        Raises:
            ProjectError: ``project.damaged``.
        """
        where = None if entries is None else pl.col("entry_id").is_in(list(entries))
        return self._rows("evidence", tuple(EVIDENCE), SCORED_IN, articles, where)

    def hits(self, entries: Collection[str], where: pl.Expr | None = None, most: int | None = None) -> pl.DataFrame:
        """EVIDENCE columns of the hits of some entries, read from those files alone that hold any.

        Args:
            entries: their ids.
            where: what else hits must fulfil.
            most: the so many first ones; what comes after them is not read.

        Raises:
            ProjectError: ``project.damaged``.
        """
        wanted = pl.col("entry_id").is_in(list(entries))

        def read() -> pl.DataFrame:
            parts, total = [pl.DataFrame(schema=EVIDENCE)], 0
            runs, keys = self.now(SCORED_IN)
            for file in data_files(runs, "evidence"):
                if most is not None and total >= most:
                    break
                if _entries(self.project, file).filter(wanted).height:
                    rows = self._own(file, "evidence", tuple(EVIDENCE), wanted, keys)
                    parts.append(rows if where is None else rows.filter(where))
                    total += parts[-1].height
            return pl.concat(parts).head(total if most is None else most)

        return self.project.steadily(read)

    def count(self, where: pl.Expr) -> int:
        """How many hits of any entry fulfil a condition.

        Raises:
            ProjectError: ``project.damaged``.
        """
        names = tuple(name for name in EVIDENCE if name in {"article_id", *where.meta.root_names()})

        def read() -> int:
            runs, keys = self.now(SCORED_IN)
            return sum(self._own(file, "evidence", names, where, keys).height for file in data_files(runs, "evidence"))

        return self.project.steadily(read)

    def counts(self, table: str) -> pl.DataFrame:
        """What was counted in all articles, with the columns and types of :data:`COUNTED`.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._rows(table, tuple(COUNTED[table]), SCORED_IN, None, kinds=COUNTED[table])

    def totals(self) -> Totals:
        """What was counted in all articles, in all sections and voices together.

        Raises:
            ProjectError: ``project.damaged``.
        """
        keys = self.keys.select("article_id", pl.col(SCORED_IN).alias(BATCH))
        return self.project.steadily(lambda: totals_of(self.project, self.project.history().runs, keys))

    def _rows(
        self,
        table: str,
        names: tuple[str, ...],
        batch: str,
        articles: pl.Series | None,
        where: pl.Expr | None = None,
        kinds: Mapping[str, pl.DataType] | None = None,
    ) -> pl.DataFrame:
        """Rows of a table, file by file, so that no more than one is held as it is stored."""
        own = self.keys if articles is None else self.keys.filter(pl.col("article_id").is_in(articles.implode()))
        numbers = own[batch].unique().str.extract(r"^(\d+)-").cast(pl.Int64).to_list()
        if own.height < self.keys.height:
            wanted = pl.col("article_id").is_in(own["article_id"].implode())
            where = wanted if where is None else wanted & where
        held = dict(kinds or {name: TABLES[table][name] for name in names})

        def read() -> pl.DataFrame:
            runs, keys = self.now(batch, own)
            rows = (self._own(file, table, names, where, keys) for file in files_with(runs, table, numbers))
            return pl.concat([pl.DataFrame(schema=held), *(part.cast(held) for part in rows)])  # type: ignore[arg-type]

        return self.project.steadily(read)

    def now(self, batch: str, own: pl.DataFrame | None = None) -> tuple[pl.DataFrame, pl.DataFrame | None]:
        """The runs, and the keys (article_id, batch_id) of the rows that count; none where every row does."""
        runs = self.project.history().runs
        if runs.height == self.plain:
            return runs, None
        return runs, (self.keys if own is None else own).select("article_id", pl.col(batch).alias(BATCH))

    def _own(
        self, file: FileHash, table: str, names: tuple[str, ...], where: pl.Expr | None, keys: pl.DataFrame | None
    ) -> pl.DataFrame:
        """Some columns of those rows of a file that count."""
        kinds = {name: TABLES[table][name] for name in (*(() if keys is None else (BATCH,)), *names)}
        self.project.check([file])
        with guarded(self.project.folder / file.path):
            rows = scan_parquet(self.project.folder, [file.path], kinds)
            part = (rows if where is None else rows.filter(where)).collect()
        if keys is None:
            return part
        return part.join(keys, on=["article_id", BATCH], how="semi", maintain_order="left").select(names)

    def whole(self, status: pl.DataFrame) -> Scored:
        """All that was found in some articles, with the columns that :meth:`counts` leaves out.

        Args:
            status: STATUS columns of the articles.

        Raises:
            ProjectError: ``project.damaged``.
        """
        tables = {"evidence": EVIDENCE, "exposure": EXPOSURE, "scores": SCORE, "scales": SCALE}
        ids = status["article_id"]
        frames = {table: self._rows(table, tuple(columns), SCORED_IN, ids) for table, columns in tables.items()}
        return Scored(articles=status, **frames)


def held_of(project: Project) -> Held:
    """Where the texts of a project stand, and what was found in them; nothing of either is read yet.

    Raises:
        ProjectError: ``project.damaged``.
    """

    def read() -> Held:
        runs = project.history().runs
        if not is_plain(runs):
            return Held(project, project.newest(["article_id"], runs))
        keys = project.columns("articles", ["article_id", BATCH, SCORED_IN], runs)
        return Held(project, keys.with_columns(pl.coalesce(SCORED_IN, BATCH).alias(SCORED_IN)), runs.height)

    return project.steadily(read)


def is_plain(runs: pl.DataFrame) -> bool:
    """Whether no article was ever stored or scored twice: then every row is the newest, and tables need no batches."""
    return int(runs["replaced"].sum()) == 0 and not runs["kind"].is_in(["amend", "rescore"]).any()


def _entries(project: Project, file: FileHash) -> pl.DataFrame:
    """Columns entry_id, hits: of which entries a file of evidence holds hits, and how many."""

    def make() -> Frames:
        project.check([file])
        with guarded(project.folder / file.path):
            rows = scan_parquet(project.folder, [file.path], {"entry_id": pl.String()})
            return {"entries": rows.group_by("entry_id").agg(hits=pl.len()).sort("entry_id").collect()}

    return kept_of(project.folder, file, "entries", make)["entries"]


class Stored(Scored):
    """What scoring found, each part read from the project when it is first asked for.

    Counts are read for all articles, once, and narrowed; evidence is read for those articles that are asked about.

    Args:
        articles: STATUS columns.
        held: where the rest stands.
        wider: the same of more articles, whose counts these are among.
    """

    __slots__ = ("_frames", "_held", "_lock", "_totals", "_wider")
    _frames: dict[str, pl.DataFrame]
    _totals: list[Totals]
    _held: Held
    _lock: Lock
    _wider: Stored | None

    def __init__(self, articles: pl.DataFrame, held: Held, wider: Stored | None = None) -> None:
        object.__setattr__(self, "articles", articles)
        object.__setattr__(self, "_held", held)
        object.__setattr__(self, "_wider", wider)
        object.__setattr__(self, "_frames", {})
        object.__setattr__(self, "_totals", [])
        object.__setattr__(self, "_lock", Lock())

    @property
    def exposure(self) -> pl.DataFrame:
        """Columns of :data:`COUNTED`; so ``scores`` and ``scales``.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._counts("exposure")

    @property
    def scores(self) -> pl.DataFrame:
        """See :attr:`exposure`."""
        return self._counts("scores")

    @property
    def scales(self) -> pl.DataFrame:
        """See :attr:`exposure`."""
        return self._counts("scales")

    @property
    def evidence(self) -> pl.DataFrame:
        """EVIDENCE columns.

        Raises:
            ProjectError: ``project.damaged``.
        """
        if "evidence" not in self._frames:
            wider = self._wider
            if wider is not None and "evidence" in wider._frames:
                self._frames["evidence"] = wider.evidence.filter(self._own())
            else:
                self._frames["evidence"] = self._held.evidence(self.articles["article_id"])
        return self._frames["evidence"]

    def totals(self) -> Totals:
        """What was counted in each article, in all sections and voices together.

        Raises:
            ProjectError: ``project.damaged``.
        """
        with self._lock:
            if not self._totals:
                whole = self._held.totals() if self._wider is None else self._wider.totals()
                self._totals.append(whole.of(self.articles["article_id"]))
            return self._totals[0]

    def words(self) -> pl.DataFrame:
        """Column article_id, and the words in each of ``schemas.VOICES``, in all sections together.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self.totals().words

    def _counts(self, table: str) -> pl.DataFrame:
        if table not in self._frames:
            wider = self._wider
            self._frames[table] = (
                self._held.counts(table) if wider is None else wider._counts(table).filter(self._own())
            )
        return self._frames[table]

    def _own(self) -> pl.Expr:
        return pl.col("article_id").is_in(self.articles["article_id"].implode())

    def whole(self) -> Scored:
        """All that was found in the articles, with the columns that counts leave out.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._held.whole(self.articles)

    def with_texts(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Articles of the project with their texts, in their order; as they are where they have them.

        Raises:
            ProjectError: ``project.damaged``.
        """
        if "text" in articles.columns:
            return articles
        texts = self._held.texts(articles["article_id"]).select("article_id", "text")
        return articles.join(texts, on="article_id", how="left", maintain_order="left")

    def with_cuts(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Articles of the project with what cleaning took out of them, in their order; as they are where they have it.

        Raises:
            ProjectError: ``project.damaged``.
        """
        if "cut" in articles.columns:
            return articles
        cuts = self._held.cuts(articles["article_id"])
        return articles.join(cuts, on="article_id", how="left", maintain_order="left")

    def __repr__(self) -> str:
        return f"<Stored: {self.articles.height} articles, {self.articles['words'].sum()} words; the rest on demand>"

    def only(self, articles: pl.Series) -> Scored:
        """What was found in some articles, by their ids."""
        return Stored(self.articles.filter(pl.col("article_id").is_in(articles.implode())), self._held, self)


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """A project at one moment: whole batches only, and of each article the newest version.

    Attributes:
        articles: ARTICLE columns, as they were read, and ``cluster``: the id of the first article of those that are
            near-duplicates of each other; its own id where an article is alone. Without the columns of :data:`LONG`
            where counts alone were asked for.
        scored: what scoring found in them.
        runs: RUN columns (see ``framing.store.layout``), oldest first.
        version: what :meth:`Project.version` said at that moment.
    """

    articles: pl.DataFrame
    scored: Scored
    runs: pl.DataFrame
    version: str

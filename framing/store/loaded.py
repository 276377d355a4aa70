"""What readers of a project get: everything at once, or the counts alone and the rest when it is asked for.

Reports and look-ups need what was counted, article by article. Texts and spans take ten times as much room, and are
read for those articles of which somebody asks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from framing.schemas import EVIDENCE, EXPOSURE, SCALE, SCORE
from framing.scoring.score import Scored
from framing.store.integrity import guarded
from framing.store.layout import BATCH, SCORED_IN, TABLES
from framing.store.log import data_files, files_with, read_parquet, scan_parquet

if TYPE_CHECKING:
    from framing.store.project import Project

__all__ = ["COUNTED", "LONG", "NAMES", "Held", "Loaded", "Stored"]

#: Columns of articles that are as long as their texts.
LONG: Final = ("text", "cut")

#: Names that stand in millions of rows: each is kept once.
NAMES: Final = pl.Categorical(pl.Categories("names", "framing", pl.UInt16))

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
    """Where the texts and spans of the articles stand that somebody has read the counts of.

    Attributes:
        project: that they are of.
        keys: columns article_id, batch_id (of the text), scored_in (the batch of what was found in it).
    """

    project: Project
    keys: pl.DataFrame

    def texts(self, articles: pl.Series | None = None) -> pl.DataFrame:
        """Columns article_id, title, text of some articles by their ids, of all where none are named; in no order.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._rows("articles", ("article_id", "title", "text"), BATCH, articles)

    def evidence(self, articles: pl.Series | None = None, entries: Collection[str] | None = None) -> pl.DataFrame:
        """EVIDENCE columns of some articles, or of all; only of some entries, where they are named.

        Raises:
            ProjectError: ``project.damaged``.
        """
        where = None if entries is None else pl.col("entry_id").is_in(list(entries))
        return self._rows("evidence", tuple(EVIDENCE), SCORED_IN, articles, where)

    def _rows(
        self,
        table: str,
        names: tuple[str, ...],
        batch: str,
        articles: pl.Series | None,
        where: pl.Expr | None = None,
    ) -> pl.DataFrame:
        keys = self.keys if articles is None else self.keys.filter(pl.col("article_id").is_in(articles.implode()))
        keys = keys.select("article_id", pl.col(batch).alias(BATCH))
        numbers = keys[BATCH].unique().str.extract(r"^(\d+)-").cast(pl.Int64).to_list()
        is_all = keys.height == self.keys.height
        kinds = {name: TABLES[table][name] for name in (BATCH, *names)}

        def read() -> pl.DataFrame:
            parts = [pl.DataFrame(schema=kinds)]
            for file in files_with(self.project.history().runs, table, numbers):
                self.project.check([file])
                with guarded(self.project.folder / file.path):
                    rows = scan_parquet(self.project.folder, [file.path], kinds)
                    if not is_all:
                        rows = rows.filter(pl.col("article_id").is_in(keys["article_id"].implode()))
                    rows = rows if where is None else rows.filter(where)
                    parts.append(rows.collect())
            everything = pl.concat(parts)
            return everything.join(keys, on=["article_id", BATCH], how="semi", maintain_order="left").select(names)

        return self.project.steadily(read)

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

    def counts(self, status: pl.DataFrame, runs: pl.DataFrame, scorings: pl.DataFrame | None) -> Stored:
        """What was counted, file by file, so that no more than one is held as it is stored.

        Args:
            status: STATUS columns of the articles.
            runs: of the project's history.
            scorings: columns article_id, batch_id: what counts; everything where there is none.

        Raises:
            ProjectError: ``project.damaged``.
        """
        frames = {}
        for table, kinds in COUNTED.items():
            parts = [pl.DataFrame(schema=dict(kinds))]
            for file in data_files(runs, table):
                self.project.check([file])
                stored = {name: TABLES[table][name] for name in (BATCH, *kinds)}
                rows = read_parquet(self.project.folder, [file.path], stored if scorings is not None else _but(stored))
                if scorings is not None:
                    rows = rows.join(scorings, on=["article_id", BATCH], how="semi", maintain_order="left")
                parts.append(rows.select(list(kinds)).cast(dict(kinds)))  # type: ignore[arg-type]
            frames[table] = pl.concat(parts)
        return Stored({"articles": status, **frames}, self)


def _but(kinds: Mapping[str, pl.DataType]) -> dict[str, pl.DataType]:
    """Columns without that of the batch."""
    return {name: kind for name, kind in kinds.items() if name != BATCH}


class Stored(Scored):
    """What scoring found, its evidence read from the project when it is first asked for.

    Args:
        found: the other frames, of which ``exposure``, ``scores`` and ``scales`` have the columns of :data:`COUNTED`.
        held: where the evidence stands.
    """

    __slots__ = ("_evidence", "_held")
    _evidence: pl.DataFrame | None
    _held: Held

    def __init__(self, tables: Mapping[str, pl.DataFrame], held: Held, evidence: pl.DataFrame | None = None) -> None:
        for name in ("articles", "exposure", "scores", "scales"):
            object.__setattr__(self, name, tables[name])
        object.__setattr__(self, "_held", held)
        object.__setattr__(self, "_evidence", evidence)

    @property
    def evidence(self) -> pl.DataFrame:
        """EVIDENCE columns.

        Raises:
            ProjectError: ``project.damaged``.
        """
        if self._evidence is None:
            object.__setattr__(self, "_evidence", self._held.evidence(self.articles["article_id"]))
        assert self._evidence is not None
        return self._evidence

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

    def __repr__(self) -> str:
        return f"<Stored: {self.articles.height} articles, {self.articles['words'].sum()} words; evidence on demand>"

    def only(self, articles: pl.Series) -> Scored:
        """What was found in some articles, by their ids."""
        keep = pl.col("article_id").is_in(articles.implode())
        frames = {name: getattr(self, name).filter(keep) for name in ("articles", "exposure", "scores", "scales")}
        return Stored(frames, self._held, None if self._evidence is None else self._evidence.filter(keep))


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

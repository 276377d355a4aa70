"""Clusters: which stored articles are near-duplicates of each other, such as agency copy.

Two articles are in one cluster if their texts are alike (:mod:`framing.ingest.duplicates`), or if a chain of articles
joins them: clusters are the connected components of likeness over all versions ever stored, so they depend neither on
the order in which articles came nor on the batches. What is stored is append-only: each new text adds a row with its
sketch and its cluster, and where it joins two clusters, the members of the younger one get a row with the number of the
older. The last row of an article counts. A text of 3 KB in Hindi costs 96 bytes for its sketch, and its id.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.ingest.duplicates import SketchIndex, compared, merged
from framing.ingest.sketches import SLOTS, Bytes, digests, sketches
from framing.memory import IdTable, Longs
from framing.schemas import CLUSTER
from framing.scratch import Spill
from framing.store.project import Project

__all__ = ["Clusters"]


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

    def assign(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Find the clusters of new articles and new versions, which are known from then on.

        Args:
            articles: columns article_id, title and text; each id once. Headlines without a text are alike or not as
                headlines.

        Returns:
            The rows to store: first those of new texts, then those of earlier articles whose cluster was joined to an
            older one.
        """
        found = sketches(compared(articles))
        row, stored = self._ids.find(articles["article_id"])
        # A text that was only scored anew, or corrected in its title, is where it was.
        is_new = np.ones(len(found), bool)
        is_new[row[digests(found)[row] == self._index.digests[stored]]] = False
        ids, found = articles["article_id"].filter(pl.Series(is_new)), found[is_new]
        changed = is_new[row]
        links = self._index.add(found)
        before = len(self._cluster)
        own = self._next + np.arange(len(found))
        cluster = np.concatenate([self._cluster, own])
        cluster = merged(
            cluster,
            np.concatenate([cluster[links.new], own[np.cumsum(is_new)[row[changed]] - 1]]),
            np.concatenate([cluster[links.earlier], cluster[stored[changed]]]),
        )
        moved = np.flatnonzero(cluster[:before] != self._cluster)
        self._next += len(found)
        self._cluster = cluster[:before]
        self._keep(ids, cluster[before:])
        best = np.zeros(len(found))
        np.maximum.at(best, links.new - before, links.similarity)
        return pl.concat([_rows(ids, cluster[before:], best, found), self._moved(moved)])

    def _keep(self, ids: pl.Series, cluster: Longs) -> None:
        self._ids.add(ids)
        self._names.append(ids)
        self._cluster = np.concatenate([self._cluster, cluster])

    def _moved(self, rows: Longs) -> pl.DataFrame:
        found = pl.DataFrame({"article_id": self._names.gather(rows), "cluster": self._cluster[rows]})
        once = found.unique("article_id", keep="last", maintain_order=True)
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
        found = (self._bytes.read(int(self._ends[row]), int(self._ends[row + 1])).tobytes().decode() for row in rows)
        return pl.Series(found, dtype=pl.String)


def _rows(ids: pl.Series, cluster: Longs, best: npt.NDArray[np.float64], found: Bytes) -> pl.DataFrame:
    rows = pl.DataFrame({"article_id": ids, "cluster": cluster, "similarity": best})
    sketch = pl.Series([sketch.tobytes() for sketch in found], dtype=pl.Binary)
    return _typed(rows.with_columns(pl.when(pl.col("similarity") > 0).then("similarity"), sketch=sketch))


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(list(CLUSTER)).cast(dict(CLUSTER))  # type: ignore[arg-type]

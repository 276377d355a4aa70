"""Clusters: which stored articles are near-duplicates of each other, such as agency copy.

Two articles are in one cluster if their texts are alike (:mod:`framing.ingest.duplicates`), or if a chain of articles
joins them: clusters are the connected components of likeness over all versions ever stored, so they depend neither on
the order in which articles came nor on the batches. What is stored is append-only: each new text adds a row with its
sketch and its cluster, and where it joins two clusters, the members of the younger one get a row with the number of the
older. The last row of an article counts. A text of 3 KB in Hindi costs 96 bytes for its sketch, and its id.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.ingest.duplicates import Longs, SketchIndex
from framing.ingest.sketches import SLOTS, Bytes, digests, sketches
from framing.schemas import CLUSTER
from framing.store.project import Project

__all__ = ["Clusters"]

#: Sketches turned into an array at a time.
_PIECE: Final = 10_000


class Clusters:
    """The clusters of a project while articles are added; about 0.4 GB for a million articles.

    Args:
        project: read once, at the start.
        runs: its runs.

    Raises:
        ProjectError: ``project.damaged``.
    """

    def __init__(self, project: Project, runs: pl.DataFrame) -> None:
        rows = project.columns("clusters", ["article_id", "cluster", "sketch"], runs)
        is_text = rows["sketch"].is_not_null()
        found = _array(rows["sketch"].filter(is_text))
        rows = rows.select("article_id", "cluster")
        last = rows.unique("article_id", keep="last", maintain_order=True)
        texts = rows.filter(is_text).select("article_id")
        del rows
        texts = texts.join(last, on="article_id", how="left", maintain_order="left")
        del last
        self._ids = texts["article_id"]
        self._cluster: Longs = texts["cluster"].to_numpy().astype(np.int64)
        del texts
        self._digest = digests(found)
        self._next = int(self._cluster.max(initial=-1)) + 1
        self._index = SketchIndex(found)

    def assign(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Find the clusters of new articles and new versions, which are known from then on.

        Args:
            articles: columns article_id and text; each id once.

        Returns:
            The rows to store: first those of new texts, then those of earlier articles whose cluster was joined to an
            older one.
        """
        found = sketches(articles["text"])
        row, stored = self._versions(articles["article_id"])
        # A text that was only scored anew, or corrected in its title, is where it was.
        is_new = np.ones(len(found), bool)
        is_new[row[digests(found)[row] == self._digest[stored]]] = False
        ids, found = articles["article_id"].filter(pl.Series(is_new)), found[is_new]
        changed = is_new[row]
        links = self._index.add(found)
        before = len(self._cluster)
        own = self._next + np.arange(len(found))
        cluster = np.concatenate([self._cluster, own])
        cluster = _merged(
            cluster,
            np.concatenate([cluster[links.new], own[np.cumsum(is_new)[row[changed]] - 1]]),
            np.concatenate([cluster[links.earlier], cluster[stored[changed]]]),
        )
        moved = np.flatnonzero(cluster[:before] != self._cluster)
        self._next += len(found)
        self._ids = pl.concat([self._ids, ids])
        self._cluster = cluster
        self._digest = np.concatenate([self._digest, digests(found)])
        best = np.zeros(len(found))
        np.maximum.at(best, links.new - before, links.similarity)
        return pl.concat([_rows(ids, cluster[before:], best, found), self._moved(moved)])

    def _versions(self, ids: pl.Series) -> tuple[Longs, Longs]:
        """Which of these articles are stored: places in ``ids``, and the rows of their versions."""
        # Most are not: what is joined is no larger than the batch, whatever the store is.
        stored = np.flatnonzero(self._ids.is_in(ids.implode()).to_numpy())
        found = pl.DataFrame({"article_id": self._ids.gather(stored), "stored": stored})
        asked = pl.DataFrame({"article_id": ids}).with_row_index("row")
        pairs = found.join(asked, on="article_id", how="inner", maintain_order="left")
        return pairs["row"].to_numpy().astype(np.int64), pairs["stored"].to_numpy().astype(np.int64)

    def _moved(self, rows: Longs) -> pl.DataFrame:
        found = pl.DataFrame({"article_id": self._ids.gather(rows), "cluster": self._cluster[rows]})
        once = found.unique("article_id", keep="last", maintain_order=True)
        return _typed(once.with_columns(similarity=None, sketch=None))


def _rows(ids: pl.Series, cluster: Longs, best: npt.NDArray[np.float64], found: Bytes) -> pl.DataFrame:
    rows = pl.DataFrame({"article_id": ids, "cluster": cluster, "similarity": best})
    sketch = pl.Series([sketch.tobytes() for sketch in found], dtype=pl.Binary)
    return _typed(rows.with_columns(pl.when(pl.col("similarity") > 0).then("similarity"), sketch=sketch))


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(list(CLUSTER)).cast(dict(CLUSTER))  # type: ignore[arg-type]


def _array(sketch: pl.Series) -> Bytes:
    """Stored sketches as one array, piece by piece: a million small objects would not be given back."""
    found = np.empty((len(sketch), SLOTS), np.uint8)
    for start in range(0, len(sketch), _PIECE):
        piece = b"".join(sketch[start : start + _PIECE].to_list())
        found[start : start + _PIECE] = np.frombuffer(piece, np.uint8).reshape(-1, SLOTS)
    return found


def _merged(cluster: Longs, left: Longs, right: Longs) -> Longs:
    """Clusters after ``left[i]`` and ``right[i]`` became one, under the lower number."""
    from scipy.sparse import coo_array  # Takes half a second to load.
    from scipy.sparse.csgraph import connected_components

    names, inverse = np.unique(np.concatenate([left, right]), return_inverse=True)
    if not len(names):
        return cluster
    pairs = inverse.reshape(2, -1)
    graph = coo_array((np.ones(pairs.shape[1], bool), (pairs[0], pairs[1])), shape=(len(names), len(names)))
    _, component = connected_components(graph, directed=False)
    lowest = np.full(component.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(lowest, component, names)
    place = np.minimum(np.searchsorted(names, cluster), len(names) - 1)
    return np.where(names[place] == cluster, lowest[component[place]], cluster)

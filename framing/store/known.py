"""What the store knows already, so that nothing is stored twice.

Rejects that still stand, and trying them again.

A reject stands until its file or row is read as an article: either by any later ``add``, or by trying it again, which
reads its path once more and takes down which of its rejects did not come again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from framing.arrays import Longs
from framing.memory import IdTable
from framing.schemas import REJECT, UNKNOWN_OUTLET
from framing.store.erase import erasure_keys, reject_keys
from framing.store.layout import BATCH
from framing.store.project import Project, number_of

__all__ = ["REJECT_KEY", "Known", "Sorted", "open_rejects", "path_of"]


#: What makes two rejects the same.
REJECT_KEY: Final = ("origin", "code", "first_bytes")


def open_rejects(project: Project, runs: pl.DataFrame) -> pl.DataFrame:
    """The rejects that stand: REJECT columns and ``batch_id``, in the order in which they were found.

    Raises:
        ProjectError: ``project.damaged``.
    """
    rejects = project.columns("rejects", [BATCH, *REJECT], runs)
    if rejects.is_empty():
        return rejects
    rejects = rejects.unique(REJECT_KEY, keep="last", maintain_order=True)
    resolved = project.columns("resolutions", [BATCH, *REJECT_KEY], runs)
    read = project.scan("articles", [BATCH, "origin"], runs).filter(pl.col("origin").is_in(rejects["origin"].to_list()))
    rejects = _standing(rejects, resolved, REJECT_KEY)
    return _standing(rejects, read.collect(), ("origin",))


def _standing(rejects: pl.DataFrame, ends: pl.DataFrame, keys: Collection[str]) -> pl.DataFrame:
    """Rejects that did not end after they were found."""
    last = ends.group_by(keys).agg(number_of(BATCH).max().alias("end"))
    joined = rejects.join(last, on=list(keys), how="left", nulls_equal=True, maintain_order="left")
    return joined.filter((pl.col("end") < number_of(BATCH)).fill_null(True)).drop("end")


def path_of(origin: str) -> str | None:
    """The path or address that a reject came from, to be read again; nothing where it is no longer there.

    Example:
        >>> path_of("https://example.org/feed.xml")
        'https://example.org/feed.xml'
        >>> path_of("nowhere.csv:12") is None
        True
    """
    if origin.startswith(("http://", "https://")):
        return origin
    # "news.csv:12", or a member of an archive behind the archive's own path.
    place = origin
    while place:
        if Path(place).exists() if place == origin else Path(place).is_file():
            return place
        shorter = max(place.rfind(mark) for mark in (":", "!", "/"))
        place = place[:shorter] if shorter > 0 else ""
    return None


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """A batch, sorted by what is to be done with it.

    Attributes:
        new: articles to score.
        rejects: rejects that no earlier run has recorded.
        known: articles that are stored with this content, and those that were erased.
        superseded: articles behind which another of the same id stands in this batch.
        replaced: new articles that replace a stored version.
    """

    new: pl.DataFrame
    rejects: pl.DataFrame
    known: int
    superseded: int
    replaced: int

    @property
    def recorded(self) -> pl.DataFrame:
        """The rejects to record: not paths without a file, mistyped as a rule, which no later run would resolve."""
        return self.rejects.filter(pl.col("code") != "input.missing")


class Known:
    """The newest stored version of each article, and the recorded rejects.

    Of each version it holds a hash of the id and one of the content, and whether it has a date and an outlet: about
    20 MB for a million articles.

    Args:
        project: read once, at the start.
        runs: its runs.
    """

    def __init__(self, project: Project, runs: pl.DataFrame) -> None:
        self._ids, self._contents, self._lacking = IdTable(), np.zeros(0, np.uint64), np.zeros(0, np.uint8)
        self._forgotten = np.zeros(0, np.bool_)
        for stored in project.pieces("articles", ["article_id", "content_sha256", "published", "outlet"], runs):
            self._keep(stored)
        self._erased = project.columns("erasures", ["key_sha256"], runs)
        self._rejects = [open_rejects(project, runs).select(REJECT_KEY)]

    def sort(self, articles: pl.DataFrame, rejects: pl.DataFrame) -> Sorted:
        """Sort a batch; :meth:`learn` it before the next is sorted."""
        once = articles.unique("article_id", keep="last", maintain_order=True)
        superseded = articles.height - once.height
        erased, once = self._without_erased(once)
        newest = self._newest(once["article_id"])
        is_stored = newest >= 0
        is_known = is_stored.copy()
        is_known[is_stored] = _contents(once)[is_stored] == self._contents[newest[is_stored]]
        # The same content says more where it has a date or an outlet by now, as with --date-order or --outlet.
        is_known[is_stored] &= (self._lacking[newest[is_stored]] & ~_lacking(once)[is_stored]) == 0
        return Sorted(
            new=once.filter(pl.Series(~is_known)),
            rejects=self._new_rejects(rejects),
            known=int(is_known.sum()) + erased,
            superseded=superseded,
            replaced=int((is_stored & ~is_known).sum()),
        )

    def learn(self, batch: Sorted) -> None:
        """Take a batch into account that is committed, or is the next to be."""
        self._keep(batch.new)
        _append(self._rejects, batch.rejects.select(REJECT_KEY))

    def forget(self, batch: Sorted) -> None:
        """Take back what was learned of a batch that is not committed as it is; others may have been learned since."""
        newest = self._newest(batch.new["article_id"])
        self._forgotten[newest[newest >= 0]] = True
        keys = batch.rejects.select(REJECT_KEY)
        self._rejects = [
            part.join(keys, on=REJECT_KEY, how="anti", nulls_equal=True, maintain_order="left")
            for part in self._rejects
        ]

    def _newest(self, ids: pl.Series) -> Longs:
        """The number of the newest version of each article; -1 where there is none."""
        place, stored = self._ids.find(ids)
        counts = ~self._forgotten[stored]
        newest = np.full(len(ids), -1)
        newest[place[counts]] = stored[counts]  # The last of several counts, and they are sorted.
        return newest

    def _keep(self, articles: pl.DataFrame) -> None:
        self._ids.add(articles["article_id"])
        self._forgotten = np.concatenate([self._forgotten, np.zeros(articles.height, np.bool_)])
        self._contents = np.concatenate([self._contents, _contents(articles)])
        self._lacking = np.concatenate([self._lacking, _lacking(articles)])

    def _without_erased(self, articles: pl.DataFrame) -> tuple[int, pl.DataFrame]:
        """Leave out what was erased by its id, its address or its content; how many that were."""
        if self._erased.is_empty():
            return 0, articles
        rows = erasure_keys(articles).join(self._erased, on="key_sha256", how="semi")["row"].unique()
        kept = ~pl.Series(range(articles.height), dtype=pl.Int64).is_in(rows.to_list())
        return rows.len(), articles.filter(kept)

    def _new_rejects(self, rejects: pl.DataFrame) -> pl.DataFrame:
        once = rejects.unique(REJECT_KEY, keep="first", maintain_order=True)
        if self._erased.height:
            once = once.filter(~reject_keys(once["origin"]).is_in(self._erased["key_sha256"].to_list()))
        for part in self._rejects:
            once = once.join(part, on=REJECT_KEY, how="anti", nulls_equal=True, maintain_order="left")
        return once


def _append(parts: list[pl.DataFrame], part: pl.DataFrame) -> None:
    """Append in order; sizes stay geometric, so that neither the parts nor the copying grows with the batches."""
    parts.append(part)
    while len(parts) > 1 and parts[-1].height >= parts[-2].height:
        last = parts.pop()
        parts[-1] = pl.concat([parts[-1], last], rechunk=True)


def _contents(articles: pl.DataFrame) -> npt.NDArray[np.uint64]:
    """A number for each content: two versions of an article are taken for one by a chance of one in 2⁶⁴."""
    return articles["content_sha256"].hash().to_numpy()


def _lacking(articles: pl.DataFrame) -> npt.NDArray[np.uint8]:
    """What each article lacks: 1 a date, 2 an outlet."""
    undated = pl.col("published").is_null().cast(pl.UInt8)
    unnamed = pl.col("outlet").str.starts_with(UNKNOWN_OUTLET).fill_null(value=True).cast(pl.UInt8)
    return articles.select(undated + 2 * unnamed).to_series().to_numpy()

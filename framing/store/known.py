"""What the store knows already, so that nothing is stored twice."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from framing.store.erase import erasure_keys, reject_keys
from framing.store.project import Project
from framing.store.rejects import REJECT_KEY, open_rejects

__all__ = ["Known", "Sorted"]


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """A batch, sorted by what is to be done with it.

    Attributes:
        new: articles to score.
        rejects: rejects to record.
        known: articles that are stored as they are, and those that were erased.
        superseded: articles behind which another of the same id stands in this batch.
        replaced: new articles that replace a stored version.
    """

    new: pl.DataFrame
    rejects: pl.DataFrame
    known: int
    superseded: int
    replaced: int


class Known:
    """The newest stored version of each article, and the recorded rejects.

    It holds each article's id and content hash: about 110 MB for a million articles.

    Args:
        project: read once, at the start.
        runs: its runs.
    """

    def __init__(self, project: Project, runs: pl.DataFrame) -> None:
        stored = project.columns("articles", ["article_id", "content_sha256"], runs)
        # A digest is held as bytes, half as long as its digits.
        self._articles = [stored.select("article_id", digest=_digest())]
        self._erased = project.columns("erasures", ["key_sha256"], runs)
        self._rejects = [open_rejects(project, runs).select(REJECT_KEY)]

    def sort(self, articles: pl.DataFrame, rejects: pl.DataFrame) -> Sorted:
        """Sort a batch; :meth:`learn` it once it is committed."""
        once = articles.unique("article_id", keep="last", maintain_order=True)
        superseded = articles.height - once.height
        erased, once = self._without_erased(once)
        ids = once.select("article_id", content=_digest())
        # Only what the batch asks for is gathered: the store may be larger by far than the batch.
        found = pl.concat(
            [part.join(ids, on="article_id", how="semi", maintain_order="left") for part in self._articles]
        )
        newest = found.unique("article_id", keep="last", maintain_order=True)
        stored = ids.join(newest.with_columns(stored=True), on="article_id", how="left", maintain_order="left")
        is_known = (stored["content"] == stored["digest"]).fill_null(False)
        is_stored = stored["stored"].is_not_null()
        return Sorted(
            new=once.filter(~is_known),
            rejects=self._new_rejects(rejects),
            known=int(is_known.sum()) + erased,
            superseded=superseded,
            replaced=int((is_stored & ~is_known).sum()),
        )

    def learn(self, batch: Sorted) -> None:
        """Take a committed batch into account."""
        _append(self._articles, batch.new.select("article_id", digest=_digest()))
        _append(self._rejects, batch.rejects.select(REJECT_KEY))

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


def _digest() -> pl.Expr:
    return pl.col("content_sha256").str.decode("hex")

"""What the store knows already, so that nothing is stored twice."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from framing.store.project import Project

__all__ = ["Known", "Sorted"]

_REJECT_KEY = ["origin", "code", "first_bytes"]


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """A batch, sorted by what is to be done with it.

    Attributes:
        new: articles to score.
        rejects: rejects to record.
        known: articles that are stored as they are.
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
        lexicon_fingerprint: of the scorer; articles scored with another are not known.
        scorer_version: likewise.
    """

    def __init__(self, project: Project, runs: pl.DataFrame, *, lexicon_fingerprint: str, scorer_version: str) -> None:
        names = ["article_id", "content_sha256", "lexicon_fingerprint", "scorer_version"]
        same = (pl.col(names[2]) == lexicon_fingerprint) & (pl.col(names[3]) == scorer_version)
        stored = project.columns("articles", names, runs)
        # A digest is held as bytes, half as long as its digits; what was scored otherwise has none that could be met
        # again.
        self._articles = [stored.select("article_id", digest=pl.when(same).then(_digest()))]
        self._rejects = [project.columns("rejects", _REJECT_KEY, runs).unique()]

    def sort(self, articles: pl.DataFrame, rejects: pl.DataFrame) -> Sorted:
        """Sort a batch; :meth:`learn` it once it is committed."""
        once = articles.unique("article_id", keep="last", maintain_order=True)
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
            known=int(is_known.sum()),
            superseded=articles.height - once.height,
            replaced=int((is_stored & ~is_known).sum()),
        )

    def learn(self, batch: Sorted) -> None:
        """Take a committed batch into account."""
        _append(self._articles, batch.new.select("article_id", digest=_digest()))
        _append(self._rejects, batch.rejects.select(_REJECT_KEY))

    def _new_rejects(self, rejects: pl.DataFrame) -> pl.DataFrame:
        once = rejects.unique(_REJECT_KEY, keep="first", maintain_order=True)
        for part in self._rejects:
            once = once.join(part, on=_REJECT_KEY, how="anti", nulls_equal=True, maintain_order="left")
        return once


def _append(parts: list[pl.DataFrame], part: pl.DataFrame) -> None:
    """Append in order; sizes stay geometric, so that neither the parts nor the copying grows with the batches."""
    parts.append(part)
    while len(parts) > 1 and parts[-1].height >= parts[-2].height:
        last = parts.pop()
        parts[-1] = pl.concat([parts[-1], last], rechunk=True)


def _digest() -> pl.Expr:
    return pl.col("content_sha256").str.decode("hex")

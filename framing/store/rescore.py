"""Scoring anew what was scored with another lexicon, version or compiler, batch by batch.

The texts stay where they are. A batch writes what scoring found under its own name, and a row in ``scorings`` for each
article that says so; what was found before stays, and can be compared with it. Interrupted, it goes on where it was:
what has landed is no longer stale.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from framing.errors import InputError
from framing.lexicon.lexicon import Lexicon
from framing.schemas import ARTICLE, VERSIONS
from framing.scoring.portions import score_in_portions
from framing.scoring.score import Scored, Scorer
from framing.scoring.versions import is_current, used
from framing.store.commit import Commits
from framing.store.layout import BATCH, COMMIT_BYTES, STATED, TABLES
from framing.store.project import Project

__all__ = ["Rescored", "rescore", "stale"]

#: Rows of articles that are read at a time.
_ROWS = 8_192
_SIZE = pl.col("text").str.len_bytes().fill_null(0) + pl.col("title").str.len_bytes().fill_null(0)


@dataclass(frozen=True, slots=True)
class Rescored:
    """A batch that has landed: ``articles`` scored anew so far, of ``stale`` in all.

    ``left`` says of articles that take more memory or time than there is: they stay as they were.
    """

    articles: int
    stale: int
    left: tuple[InputError, ...] = ()


def stale(project: Project, runs: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The newest versions that were scored with another lexicon, version or compiler: frame (article_id, batch_id).

    Raises:
        ProjectError: ``project.damaged``.
    """
    newest = project.newest([*VERSIONS], runs)
    return newest.filter(~is_current(newest, lexicon)).select("article_id", BATCH)


def rescore(project: Project, scorer: Scorer | None = None, *, batch_bytes: int = COMMIT_BYTES) -> Iterator[Rescored]:
    """Score what is stale anew.

    Args:
        project: whose articles.
        scorer: one with the project's lexicon where none is given.
        batch_bytes: bytes of text that are scored and committed together.

    Yields:
        How far it has come, first before anything was scored and then once for each batch that has landed.

    Raises:
        ProjectError: ``project.busy``, ``project.write`` or ``project.damaged``; what has landed stays.
    """
    scorer = scorer or Scorer(project.lexicon())
    with Commits(project) as commits:
        wanted = stale(project, commits.history.runs, scorer.lexicon)
        done, left = 0, list[InputError]()
        yield Rescored(0, wanted.height)
        batches = _batches(project, commits.history.runs, wanted, batch_bytes)
        for articles, scored in (part for batch in batches for part in score_in_portions(scorer, batch)):
            if isinstance(scored, InputError):
                left.append(scored)
                continue
            refused = int((scored.articles["status"] == "refused").sum())
            counts = {
                "articles": articles.height,
                "scored": articles.height - refused,
                "refused": refused,
                "replaced": articles.height,
            }
            commits.commit("rescore", _frames(scored), counts, versions=used(scored.articles, scorer.lexicon))
            done += articles.height
            yield Rescored(done, wanted.height)
        if left:
            yield Rescored(done, wanted.height, tuple(left))


def _frames(scored: Scored) -> dict[str, pl.DataFrame]:
    frames = {
        "evidence": scored.evidence,
        "exposure": scored.exposure,
        "scores": scored.scores,
        "scales": scored.scales,
        "scorings": scored.articles,
    }
    return {table: frame.select(list(TABLES[table])[1:]) for table, frame in frames.items()}


def _batches(project: Project, runs: pl.DataFrame, wanted: pl.DataFrame, batch_bytes: int) -> Iterator[pl.DataFrame]:
    """The articles that are wanted, as they were read, in batches; a file is never read as a whole."""
    parts: list[pl.DataFrame] = []
    size = 0
    for rows in project.pieces("articles", list(TABLES["articles"]), runs, height=_ROWS):
        kept = rows.join(wanted, on=["article_id", BATCH], how="semi", maintain_order="left")
        if kept.is_empty():
            continue
        parts.append(kept.with_columns(language=pl.col(STATED)).select(list(ARTICLE)))
        size += int(kept.select(_SIZE).sum().item())
        while size >= batch_bytes and parts:
            together = pl.concat(parts)
            sizes = together.select(_SIZE).to_series().cum_sum()
            count = max(1, int((sizes <= batch_bytes).sum()))
            yield together[:count]
            parts = [together[count:]] if count < together.height else []
            size -= int(sizes[count - 1])
    if parts:
        yield pl.concat(parts)

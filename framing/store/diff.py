"""What moved between two states of a project: by outlet and dimension, and by entry.

A project keeps what scoring found before, so that a state is known by the number of runs there had been. After a
lexicon was changed and the articles scored anew, the difference says what the change did to the measurement; nothing
else has changed then. Articles that were not scored as they would be now are counted: what moved may be theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from framing.counting import counted
from framing.errors import UsageError
from framing.schemas import VERSIONS
from framing.scoring.intervals import PER
from framing.scoring.versions import is_current
from framing.store.layout import BATCH, SCORED_IN
from framing.store.project import Project

__all__ = ["Diff", "diff", "last_rescoring"]


@dataclass(frozen=True, slots=True, eq=False)
class Diff:
    """What moved.

    Attributes:
        before: runs there had been.
        after: likewise.
        articles: how many articles there were before and afterwards.
        stale: how many of these were scored with another lexicon, version or compiler than the project has now.
        outlets: frame (outlet, outlet_name, dimension, words_before, words_after, hits_before, hits_after, rate_before,
            rate_after, change): rates per 1,000 words in all voices; only what moved, the largest change first.
        entries: frame (entry_id, dimension, hits_before, hits_after, change, status): appeared, vanished or changed;
            only what moved, the largest change first.
    """

    before: int
    after: int
    articles: tuple[int, int]
    stale: tuple[int, int]
    outlets: pl.DataFrame
    entries: pl.DataFrame


def last_rescoring(runs: pl.DataFrame) -> tuple[int, int]:
    """The states before and after articles were last scored anew; the last two states where they never were.

    Raises:
        UsageError: ``diff.runs``; there are no two states.
    """
    kinds = runs["kind"].to_list()
    if "rescore" in kinds:
        last = len(kinds) - kinds[::-1].index("rescore")
        first = last
        # An interrupted rescoring is as many runs as batches landed, with compaction perhaps between them.
        while first > 0 and kinds[first - 1] in ("rescore", "compact"):
            first -= 1
        return first, last
    if len(kinds) < 2:
        raise UsageError("diff.runs", "there are no two states to compare", "", "add articles, or score them anew")
    return len(kinds) - 1, len(kinds)


def diff(project: Project, before: int, after: int) -> Diff:
    """Compare two states.

    Args:
        project: which.
        before: runs there had been.
        after: likewise.

    Raises:
        UsageError: ``diff.runs``; a number that is no state.
        ProjectError: ``project.damaged``.
    """
    runs = project.history().runs
    for number in (before, after):
        if not 0 <= number <= runs.height:
            raise UsageError("diff.runs", f"{number} is no state", "", f"so far: {counted(runs.height, 'runs')}")
    newest = [project.newest(["outlet", "outlet_name", *VERSIONS], runs, before=number) for number in (before, after)]
    lexicon = project.lexicon()
    stale = [articles.height - int(is_current(articles, lexicon).sum()) for articles in newest]
    states = [(project, _scored(articles), runs) for articles in newest]
    outlets = _joined([_by_outlet(*state) for state in states], ("outlet", "dimension"), ("hits",))
    words = _joined([_words(*state) for state in states], ("outlet",), ("words",))
    outlets = outlets.join(words, on="outlet", how="left").with_columns(
        **{f"rate_{side}": PER * pl.col(f"hits_{side}") / _positive(f"words_{side}") for side in ("before", "after")}
    )
    change = (pl.col("rate_after").fill_null(0) - pl.col("rate_before").fill_null(0)).alias("change")
    entries = _joined([_by_entry(*state) for state in states], ("entry_id", "dimension"), ("hits",))
    appeared = pl.when(pl.col("hits_before") == 0).then(pl.lit("appeared"))
    status = appeared.when(pl.col("hits_after") == 0).then(pl.lit("vanished")).otherwise(pl.lit("changed"))
    moved = entries.with_columns(change=pl.col("hits_after") - pl.col("hits_before"), status=status)
    called = pl.col("outlet").replace_strict(_names(project, newest), return_dtype=pl.String).alias("outlet_name")
    shown = ("outlet", "outlet_name", "dimension")
    names = [f"{name}_{side}" for name in ("words", "hits", "rate") for side in ("before", "after")]
    return Diff(
        before,
        after,
        (newest[0].height, newest[1].height),
        (stale[0], stale[1]),
        _moved(outlets.with_columns(change, called).select(*shown, *names, "change"), ("outlet", "dimension")),
        _moved(moved, ("entry_id", "dimension")),
    )


def _names(project: Project, states: Sequence[pl.DataFrame]) -> Mapping[str, str]:
    """What the outlets of some states are called, by id."""
    return project.outlets().among(pl.concat(state.select("outlet", "outlet_name") for state in states)).shown


def _scored(newest: pl.DataFrame) -> pl.DataFrame:
    """The newest articles of a state: article_id, outlet, batch_id of their scoring."""
    return newest.select("article_id", "outlet", pl.col(SCORED_IN).alias(BATCH))


def _found(project: Project, articles: pl.DataFrame, runs: pl.DataFrame, table: str, names: list[str]) -> pl.LazyFrame:
    rows = project.scan(table, [BATCH, "article_id", *names], runs)
    return rows.join(articles.lazy(), on=["article_id", BATCH])


def _by_outlet(project: Project, articles: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    found = _found(project, articles, runs, "scores", ["dimension", "hits"])
    return found.group_by("outlet", "dimension").agg(pl.col("hits").sum()).collect(engine="streaming")


def _words(project: Project, articles: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    found = _found(project, articles, runs, "exposure", ["words"])
    return found.group_by("outlet").agg(pl.col("words").sum()).collect(engine="streaming")


def _by_entry(project: Project, articles: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    found = _found(project, articles, runs, "evidence", ["entry_id", "dimension"])
    return found.group_by("entry_id", "dimension").agg(hits=pl.len().cast(pl.Int64)).collect(engine="streaming")


def _joined(pair: Sequence[pl.DataFrame], keys: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    sides = [
        frame.rename({name: f"{name}_{side}" for name in names})
        for frame, side in zip(pair, ("before", "after"), strict=True)
    ]
    joined = sides[0].join(sides[1], on=list(keys), how="full", coalesce=True)
    return joined.with_columns(pl.col(f"{name}_{side}").fill_null(0) for name in names for side in ("before", "after"))


def _positive(name: str) -> pl.Expr:
    return pl.when(pl.col(name) > 0).then(pl.col(name))


def _moved(rows: pl.DataFrame, keys: tuple[str, str]) -> pl.DataFrame:
    size = pl.col("change").abs()
    return rows.filter(pl.col("change") != 0).sort(size, *keys, descending=[True, False, False])

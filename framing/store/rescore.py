"""Going over a project again: scored and cleaned anew, and what moved.

The texts stay where they are. A batch writes what scoring found under its own name, and a row in ``scorings`` for each
article that says so; what was found before stays, and can be compared with it. Interrupted, it goes on where it was:
what has landed is no longer stale.

Cleans what a project holds again, with the patterns of this version and what the project has learned since.

The raw texts need not be read again: what was cut is put back, but for what only the file itself could tell
(its sidecar's patterns, its blank lines), and the text is cleaned anew. An article whose text changes becomes a
new version of the same id; all others stay as they are. What is known of an article stays as well, since most of it
came from what is not in the text; only a source or a genre that was not known is looked for again, as adding does.

What moved between two states of a project: by outlet and dimension, and by entry.

A project keeps what scoring found before, so that a state is known by the number of runs there had been. After a
lexicon was changed and the articles scored anew, the difference says what the change did to the measurement; nothing
else has changed then. Articles that were not scored as they would be now are counted: what moved may be theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from framing import schemas
from framing.errors import InputError, UsageError
from framing.ingest.article.articles import Outlets, as_cuts, content_sha256, cuts_series, filled
from framing.ingest.article.boilerplate import Boilerplate
from framing.ingest.article.clean import clean
from framing.ingest.article.cuts import compose, restore
from framing.ingest.read import ReadResult
from framing.lexicon.lexicon import Lexicon
from framing.phrases import counted
from framing.schemas import ARTICLE, VERSIONS
from framing.scoring.intervals import PER
from framing.scoring.portions import score_in_portions
from framing.scoring.score import Scored, Scorer
from framing.scoring.versions import is_current, used
from framing.store.add import Counts, Writer
from framing.store.commit import Commits
from framing.store.layout import BATCH, COMMIT_BYTES, SCORED_IN, STATED, TABLES
from framing.store.project import Project, open_project

__all__ = ["Diff", "Rescored", "apply_boilerplate", "diff", "last_rescoring", "reclean", "rescore", "stale"]


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


#: Rules whose cuts are not made again: what made them is not in the project.
_STAYS: Final = ("space", "sidecar")


def reclean(articles: pl.DataFrame, boilerplate: Boilerplate, outlets: Outlets) -> pl.DataFrame:
    """Clean articles again.

    Args:
        articles: ARTICLE columns.
        boilerplate: what was learned of their outlets.
        outlets: to match the credits with that are found now.

    Returns:
        The articles whose text is another now, ARTICLE columns; with the source and the genre that the text tells,
        where they were not known. An article of which nothing would be left is not among them.
    """
    texts, cuts, changed = [], [], []
    for title, text, outlet, cut in articles.select("title", "text", "outlet", "cut").iter_rows():
        whole, stays = restore(text, as_cuts(cut), keep=_STAYS)
        cleaned = clean(whole, title=title, learned=boilerplate.lines.get(outlet), tidy=False)
        texts.append(cleaned.text)
        cuts.append(compose(stays, cleaned.cuts))
        changed.append(cleaned.text != text and bool(cleaned.text.strip()))
    recleaned = articles.with_columns(pl.Series("text", texts, pl.String), cuts_series(cuts))
    recleaned = recleaned.filter(pl.Series(changed, dtype=pl.Boolean))
    return filled(recleaned, outlets).with_columns(content_sha256(recleaned)).select(list(schemas.ARTICLE))


def apply_boilerplate(project: Project | Path | str, *, batch_bytes: int = COMMIT_BYTES) -> Counts:
    """Clean all articles of a project again and store those that change as new versions.

    Args:
        project: the project, or its folder.
        batch_bytes: bytes of text that are scored and committed together.

    Returns:
        What became of the articles that change.

    Raises:
        ProjectError: as for adding.
    """
    project = open_project(project)
    boilerplate = project.boilerplate()
    outlets = project.outlets()
    articles = project.load().articles
    counts = Counts()
    with Writer(project) as writer:
        for part in _slices(articles, batch_bytes):
            changed = reclean(part, boilerplate, outlets)
            if changed.height:
                counts += writer.add(ReadResult(changed, pl.DataFrame(schema=schemas.REJECT)))
    return counts


def _slices(articles: pl.DataFrame, batch_bytes: int) -> Iterator[pl.DataFrame]:
    sizes = articles["text"].str.len_bytes().cast(pl.Int64).cum_sum() // max(batch_bytes, 1)
    yield from articles.with_columns(sizes.alias("slice")).partition_by("slice", maintain_order=True, include_key=False)


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


def _rows_of(
    project: Project, articles: pl.DataFrame, runs: pl.DataFrame, table: str, names: list[str]
) -> pl.LazyFrame:
    rows = project.scan(table, [BATCH, "article_id", *names], runs)
    return rows.join(articles.lazy(), on=["article_id", BATCH])


def _by_outlet(project: Project, articles: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    rows = _rows_of(project, articles, runs, "scores", ["dimension", "hits"])
    return rows.group_by("outlet", "dimension").agg(pl.col("hits").sum()).collect(engine="streaming")


def _words(project: Project, articles: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    rows = _rows_of(project, articles, runs, "exposure", ["words"])
    return rows.group_by("outlet").agg(pl.col("words").sum()).collect(engine="streaming")


def _by_entry(project: Project, articles: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    rows = _rows_of(project, articles, runs, "evidence", ["entry_id", "dimension"])
    return rows.group_by("entry_id", "dimension").agg(hits=pl.len().cast(pl.Int64)).collect(engine="streaming")


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

"""Exports: a project's tables for spreadsheets, statistics programs and other people.

An export is flat: one value a cell, groups as columns of their own, dates in UTC. Beside it stands its codebook and
``methods.txt``, which says what made it. A text cell that a spreadsheet would run as a formula is escaped, since
article text is anybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Unpack

import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon
from framing.naming import Naming, with_names
from framing.schemas import (
    ARTICLE,
    ESTIMATE,
    EVIDENCE,
    EXPOSURE,
    REJECT,
    SCALE,
    SCORE,
    SECTIONS,
    STATUS,
    TITLE_ALONE,
    VERSIONS,
    VOICES,
)
from framing.scoring.about import Mentions, Query, restrict
from framing.statistics.estimates import estimate
from framing.statistics.events import with_units
from framing.statistics.narrowing import Funnel, keep_about, keep_known, keep_large, option
from framing.statistics.question import Keywords, Question, question_of
from framing.statistics.topics import with_topics
from framing.store.badges import BADGES, badges_of
from framing.store.codes import codes_of
from framing.store.formats import FORMATS, Sheet, write
from framing.store.known import open_rejects
from framing.store.layout import BATCH, SCORED_IN, STATED
from framing.store.matrices import MATRICES, matrix_rows, outlets_wide, tidy, wide
from framing.store.methods import codebook, methods
from framing.store.project import Project, open_project

__all__ = ["EXPORTS", "Exported", "export"]

#: What can be exported.
EXPORTS: Final = (
    *("articles", "evidence", "scores", "scales", "exposure", "estimates", "codes", "rejects"),
    *MATRICES,
)

_LEVELS: Final = ("outlet", "country", "source", "language")
#: Metadata that stands beside each row of evidence and scores.
_BESIDE: Final = ("outlet", "outlet_name", "country", "language", "genre", "published", "published_precision")
_SCHEMAS: Final = {"evidence": EVIDENCE, "scores": SCORE, "scales": SCALE, "exposure": EXPOSURE}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written.

    Attributes:
        rows: of the table.
        articles: that it speaks of.
        files: the table's, and those beside it.
        notes: how words of the query were taken, which filter left no article, and what the format could not hold.
    """

    rows: int
    articles: int
    files: tuple[Path, ...]
    notes: tuple[str, ...]


def export(
    project: Project | Path | str,
    table: str,
    output: Path | str,
    *,
    format: str | None = None,  # noqa: A002 - the word that users know
    bom: bool = False,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> Exported:
    """Write a table of a project to a file, with its codebook and a ``methods.txt`` beside it.

    Articles, evidence, scores, scales and exposure are written to CSV and Parquet in pieces, so that memory does not
    grow with their text. All speak of the newest version of each article.

    Args:
        project: a project or its folder.
        table: one of ``EXPORTS``.
        output: the file; its suffix is the format where none is named.
        format: ``csv``, ``xlsx``, ``parquet``, ``arrow``, ``dta`` (Stata), ``sav`` (SPSS), ``r`` (a text table and a
            script of base R that reads it) or, of the table ``matrix``, ``mtx`` (Matrix Market with labels).
        bom: begin a CSV with the mark by which Excel knows UTF-8.
        question: of which articles; all where nothing is named. Rejects are no articles, and always all. Sections and
            voices narrow rows of evidence, scores and exposure, and are where estimates and the words of articles
            count; scales have rows by section, but voices of their own.
        keywords: the same, one by one: ``outlet="BBC Hindi"``, ``since="2025-01"``.

    Returns:
        What was written.

    Raises:
        UsageError: a table, format, place or filter that does not fit; ``export.voice``: voices for scales.
        ProjectError: ``project.damaged`` and others of :func:`open_project`.
    """
    project = open_project(project)
    output = Path(output)
    if table not in EXPORTS:
        raise UsageError("export.table", f"there is no table '{table}'", "", f"use one of {', '.join(EXPORTS)}")
    format = (format or output.suffix.removeprefix(".")).lower()  # noqa: A001
    if format not in FORMATS:
        raise UsageError("export.format", f"no format '{format}'", str(output), f"use one of {', '.join(FORMATS)}")
    if format == "mtx" and table != "matrix":
        raise UsageError("export.format", f"'{table}' is no matrix", str(output), "export the table 'matrix' as mtx")
    if output.resolve().is_relative_to(project.folder.resolve()):
        raise UsageError(
            "export.place", "an export does not belong into the project", str(output), "name another place"
        )
    asked, lexicon = question_of(question, keywords), project.lexicon()
    if table == "scales" and set(asked.voices) != set(VOICES):
        hint = "export evidence or scores in these voices"
        raise UsageError("export.voice", "a scale counts in the voices that the codebook names for it", "", hint)
    runs = project.history().runs
    funnel, readings = _articles(project, runs, lexicon, asked)
    articles = funnel.rows
    rows = _rows(project, table, runs, articles, lexicon, asked)
    schema = rows.collect_schema()
    book = codebook(table, schema, lexicon)
    methods_text = methods(
        project, table, articles, lexicon, filters=_named(asked), runs=runs.height, moment=datetime.now(UTC)
    )
    sheet = Sheet(table, book, methods_text, bom, articles=articles)
    count, files = write(format, rows, output, sheet)
    empty = [funnel.summary()] if articles.is_empty() and asked.filters else []
    return Exported(count, articles.height, files, (*readings, *empty, *sheet.notes))


def _articles(project: Project, runs: pl.DataFrame, lexicon: Lexicon, asked: Question) -> tuple[Funnel, list[str]]:
    """The articles that a question is about, all that is known of them but their text; how its query was read."""
    names = [name for name in (*ARTICLE, STATED, *STATUS) if name not in ("title", "text", "cut")]
    articles = project.newest(list(dict.fromkeys(names)), runs)
    outlets = project.outlets().among(articles)
    articles = articles.with_columns(outlet_name=pl.col("outlet").replace_strict(outlets.shown, return_dtype=pl.String))
    if asked.topic or any("topic" in level for level in asked.levels):
        loaded = project.load()
        topics = with_topics(loaded.scored, loaded.articles, lexicon, ["topic"]).select("article_id", "topic")
        articles = articles.join(topics, on="article_id", how="left", maintain_order="left")
    funnel = keep_known(Funnel(articles), asked, key=Naming(outlets, lexicon).key, called=option)
    readings: list[str] = []
    if asked.about is not None:
        query = Query(asked.about, lexicon)
        readings = query.readings()
        keep_about(funnel, asked.about, _mentions(project, runs, funnel.rows, query), called=option)
    return keep_large(funnel, asked, called=option), readings


def _mentions(project: Project, runs: pl.DataFrame, rows: pl.DataFrame, query: Query) -> Mentions:
    """What a query finds in articles, whose texts are read in pieces."""
    texts = _with_text(project, runs, rows, ["language"]).select("article_id", "title", "text", "language")
    return Mentions.together([query.of(batch) for batch in texts.collect_batches(chunk_size=4_096) if batch.height])


def _with_text(project: Project, runs: pl.DataFrame, wanted: pl.DataFrame, names: Sequence[str]) -> pl.LazyFrame:
    rows = project.scan("articles", ["article_id", BATCH, "title", "text"], runs)
    keys = wanted.lazy().select(list(dict.fromkeys(("article_id", BATCH, *names))))
    return rows.join(keys, on=["article_id", BATCH], maintain_order="left")


def _named(asked: Question) -> dict[str, str]:
    """The filters in use, and the sections and voices where they are not all."""
    given = {"section": (asked.sections, SECTIONS), "voice": (asked.voices, VOICES)}
    return asked.named() | {name: ", ".join(own) for name, (own, every) in given.items() if set(own) != set(every)}


def _counting(asked: Question) -> list[pl.Expr]:
    """Which rows are in the sections and voices that count; a table may lack either."""
    pairs = (("section", asked.sections, SECTIONS), ("voice", asked.voices, VOICES))
    return [pl.col(name).is_in(list(own)) for name, own, every in pairs if set(own) != set(every)]


def _rows(
    project: Project, table: str, runs: pl.DataFrame, articles: pl.DataFrame, lexicon: Lexicon, asked: Question
) -> pl.LazyFrame:
    if table == "articles":
        return _article_rows(project, runs, _recounted(project, runs, articles, asked))
    if table == "rejects":
        first = pl.col("first_bytes").map_elements(_printable, return_dtype=pl.String)
        return open_rejects(project, runs).with_columns(first).select(*REJECT, BATCH).lazy()
    if table == "codes":
        codes = codes_of(project).filter(pl.col("article_id").is_in(articles["article_id"].implode()))
        return codes.with_columns(spans=_flat_spans()).drop("record", "drawn_in").lazy()
    if table in MATRICES:
        return _matrix(project, table, runs, _recounted(project, runs, articles, asked), lexicon, asked)
    if table == "estimates":
        loaded = project.load()
        scored = restrict(loaded.scored, articles["article_id"])
        kept = with_units(loaded.articles).filter(pl.col("article_id").is_in(articles["article_id"].implode()))
        counted = Question(sections=asked.sections, voices=asked.voices)
        estimated = estimate(scored, kept, lexicon, levels=_LEVELS, question=counted).select(list(ESTIMATE))
        named = with_names(estimated, None, project.outlets().name)
        return _with_badges(named, project, kept["language"].drop_nulls().unique()).lazy()
    columns = _SCHEMAS[table]
    keys = articles.lazy().select("article_id", *_BESIDE, pl.col(SCORED_IN).alias(BATCH))
    rows = project.scan(table, [BATCH, *columns], runs).join(keys, on=["article_id", BATCH], maintain_order="left")
    rows = rows.filter(*counting) if (counting := _counting(asked)) else rows
    return rows.select("article_id", *_BESIDE, *(name for name in columns if name != "article_id"))


def _with_badges(estimated: pl.DataFrame, project: Project, languages: pl.Series) -> pl.DataFrame:
    """Estimates, and how far each dimension was checked: of several languages, where least; null for a scale."""
    known = badges_of(project, estimated["dimension"].unique().sort(), languages.sort())
    level = pl.col("badge").replace_strict({name: at for at, name in enumerate(BADGES)}, return_dtype=pl.Int64)
    rows = estimated.with_row_index("row").select("row", "dimension", pl.col("language").str.split("+"))
    rows = rows.explode("language").join(known.with_columns(level), on=["dimension", "language"], how="inner")
    least = rows.group_by("row").agg(pl.col("badge").min()).sort("row")
    names = pl.col("badge").replace_strict(dict(enumerate(BADGES)), default=None, return_dtype=pl.String)
    numbered = estimated.with_row_index("row").join(least, on="row", how="left", maintain_order="left")
    return numbered.with_columns(names).drop("row")


def _flat_spans() -> pl.Expr:
    span = (pl.element().struct.field(name) for name in ("section", "start", "end"))
    return pl.col("spans").list.eval(pl.format("{} {}-{}", *span)).list.join("; ")


def _matrix(
    project: Project, table: str, runs: pl.DataFrame, articles: pl.DataFrame, lexicon: Lexicon, asked: Question
) -> pl.LazyFrame:
    """A table for statistics, of the rows that count."""
    keys = articles.lazy().select("article_id", pl.col(SCORED_IN).alias(BATCH))
    if table == "matrix":
        names = ["article_id", BATCH, "section", "voice", "entry_id", "dimension", "concept", "factor"]
        spans = project.scan("evidence", names, runs).filter(pl.col("factor") > 0, *_counting(asked))
        return matrix_rows(spans.join(keys, on=["article_id", BATCH], how="semi"))
    names = ["article_id", BATCH, "section", "voice", "dimension", "hits"]
    scores = project.scan("scores", names, runs).filter(pl.lit(True), *_counting(asked))
    scores = scores.join(keys, on=["article_id", BATCH], how="semi")
    if table == "outlets-wide":
        return outlets_wide(articles, scores, lexicon)
    return (tidy if table == "tidy" else wide)(articles, scores, lexicon, _BESIDE)


def _recounted(project: Project, runs: pl.DataFrame, articles: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """Articles with their words in the sections and voices that count; null where nothing is known of these.

    As everywhere: of what is a headline alone nothing but the headline is known.
    """
    if not (counting := _counting(asked)):
        return articles
    exposure = project.scan("exposure", ["article_id", BATCH, "section", "voice", "words"], runs).filter(*counting)
    keys = articles.lazy().select("article_id", pl.col(SCORED_IN).alias(BATCH))
    own = exposure.join(keys, on=["article_id", BATCH], how="semi")
    words = own.group_by("article_id").agg(counted=pl.col("words").sum()).collect()
    silent = ("refused",) if SECTIONS[0] in asked.sections else ("refused", *TITLE_ALONE)
    known = pl.when(~pl.col("status").is_in(silent)).then(pl.col("counted").fill_null(0))
    rows = articles.join(words, on="article_id", how="left", maintain_order="left")
    return rows.with_columns(words=known.cast(articles.schema["words"])).drop("counted")


def _article_rows(project: Project, runs: pl.DataFrame, articles: pl.DataFrame) -> pl.LazyFrame:
    groups = articles.select("groups").explode("groups").unnest("groups")["name"].drop_nulls().unique().sort()
    flat = articles.with_columns(
        pl.col("tags").list.join("; "),
        *(_group(name).alias(f"group_{name}") for name in groups),
    )
    names = ["article_id", "url", "title", "text", "outlet", "outlet_name", "country", "source", "source_country"]
    names += ["genre", "language", STATED, "published", "published_basis", "published_precision", "byline", "tags"]
    names += [f"group_{name}" for name in groups]
    names += ["words", "coverage", "status", "content_sha256", *VERSIONS, "origin", BATCH]
    kept = [name for name in names if name not in ("article_id", "title", "text", BATCH)]
    return _with_text(project, runs, flat, kept).select(names)


def _group(name: str) -> pl.Expr:
    pairs = pl.col("groups").list.eval(
        pl.element().filter(pl.element().struct.field("name") == name).struct.field("value")
    )
    return pairs.list.first()


def _printable(first: bytes) -> str:
    return first.decode("utf-8", errors="backslashreplace")

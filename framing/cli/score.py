"""``framing score``: stateless scoring of files to standard output or a file."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED
from framing.cli.options import LEXICON, SCALES, command, filtered
from framing.cli.output import json_line, message, write_frame
from framing.cli.reading import Notes, Reading, Refusals, options_of, reading_options
from framing.errors import InputError, UsageError, whole_file
from framing.ingest.article.outlets import load_outlets
from framing.ingest.read import read_batches, refused_notes
from framing.ingest.source import Options
from framing.lexicon.grown import with_scales
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.render.escaping import escaped
from framing.scoring.portions import reject, score_in_portions
from framing.scoring.records import records
from framing.scoring.score import Scored, Scorer

if TYPE_CHECKING:
    from framing.scoring.about import Query
    from framing.statistics.narrowing import FunnelCounts
    from framing.statistics.question import Question

__all__ = ["score"]


#: Filters that speak of all articles together, or of what is known when they are scored.
_OTHERS = ("language", "topic", "within", "min_articles", "top", "sections", "voices")
_TABLES = ("scores", "evidence", "exposure", "scales", "articles", "issues")


@command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file: .jsonl, .csv or .parquet."
)
@click.option(
    "--table",
    type=click.Choice(_TABLES),
    help="A table instead of one object an article (.csv and .parquet hold tables: scores unless named).",
)
@LEXICON
@SCALES
@filtered(*_OTHERS)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output (the default).")
@reading_options
@click.option("--threads", type=click.IntRange(1, 64), help="Batches scored at a time.")
def score(
    paths: tuple[str, ...],
    output: Path | None,
    table: str | None,
    folder: Path | None,
    scales: tuple[str, ...],
    asked: Question,
    as_json: bool,
    reading: Reading,
    threads: int | None,
) -> int:
    r"""Score articles without a project.

    PATHS are files, folders, patterns, web addresses or - for standard input: plain text (with a .toml sidecar or
    without; downloads of LexisNexis, Factiva and ProQuest are cut into their documents), HTML pages, RSS and Atom
    feeds, JSON Lines, CSV, TSV, Parquet and workbooks with columns named as in an article (`text` or `title` alone is
    enough; --map names others), and .zip, .gz and .zst of these. Output is one JSON object an article.

    \b
    framing score article.txt
    framing score archive.jsonl --output scored.jsonl
    framing score news.csv --output evidence.csv --table evidence
    framing score news.xlsx --map title=Headline,text=Body
    framing score headlines.csv --output issues.csv --table issues
    framing score news.csv --scales charge --table scales
    """
    if as_json and output is not None:
        raise UsageError("score.output", "--json prints, --output writes", "", "give one of them")
    lexicon = with_scales(load_lexicon(folder) if folder else default_lexicon(), scales)
    scorer = Scorer(lexicon, threads=threads)
    if output is not None and output.suffix.lower() not in (".jsonl", ".ndjson", ".csv", ".parquet"):
        raise UsageError(
            "output.format", f"cannot write '{output.suffix}'", str(output), "use .jsonl, .csv or .parquet"
        )
    wants_table = table or ("scores" if output is not None and output.suffix.lower() in (".csv", ".parquet") else None)
    sift = _Sift(asked, scorer.lexicon)
    batches = _scored(paths, scorer, sift, options_of(reading, paths=[str(path) for path in paths]))
    if wants_table:
        _write_table(batches, wants_table, output, scorer.lexicon)
    else:
        _write_records(batches, output)
    sift.tell()
    if sift.rejects:
        return DONE_WITH_REJECTS if sift.articles else FAILED
    return DONE


class _Sift:
    """Which articles of each batch fit a question, and how many there were of all.

    Attributes:
        articles: that were read and could be scored.
        rejects: that were not.
    """

    def __init__(self, asked: Question, lexicon: Lexicon) -> None:
        self.articles = self.rejects = 0
        self._asked = asked
        self._lexicon = lexicon
        self._query = self._read_query() if asked.about is not None else None
        self._left: FunnelCounts | None = None

    def _read_query(self) -> Query:
        from framing.scoring.about import Query

        return Query(str(self._asked.about), self._lexicon)

    def keep(self, articles: pl.DataFrame) -> pl.DataFrame:
        """Those of a batch that fit."""
        if not self._asked.filters or articles.is_empty():
            return articles
        # What filters need takes a while to load, and most commands have none.
        from framing.naming import Naming
        from framing.statistics.narrowing import Funnel, keep_about, keep_known, option

        naming = Naming(load_outlets().among(articles), self._lexicon)

        def key(level: str, given: str, present: Collection[str]) -> str:
            try:
                return naming.key(level, given, present)
            except UsageError as error:
                # What this batch has not, another may have.
                if error.code == "filter.unknown":
                    return given
                raise

        funnel = keep_known(Funnel(articles), self._asked, key=key, called=option)
        if self._query is not None:
            mentions = self._query.of(funnel.rows) if funnel.rows.height else self._query.nothing()
            keep_about(funnel, str(self._asked.about), mentions, called=option)
        self._left = funnel.counts if self._left is None else self._left + funnel.counts
        return funnel.rows

    def tell(self) -> None:
        """Say how a query was read, and which filter left nothing."""
        for reading in self._query.readings() if self._query is not None else ():
            message(reading)
        if self._left is not None and not self._left.steps[-1].left:
            message(self._left.summary())


def _scored(
    paths: tuple[str, ...], scorer: Scorer, sift: _Sift, options: Options
) -> Iterator[tuple[pl.DataFrame, Scored]]:
    """Batches of articles and what was found in them; rejects are reported as they come."""
    notes, refusals = Notes(), Refusals()
    with refusals.telling():
        for result in read_batches(paths, options=options):
            notes.tell(result.notes)
            refusals.tell(result.rejects)
            sift.articles += result.articles.height
            sift.rejects += result.rejects.height
            articles = sift.keep(result.articles)
            for part, scored in score_in_portions(scorer, articles) if articles.height else ():
                if isinstance(scored, InputError):
                    refusals.tell(reject(scored, part))
                    sift.articles, sift.rejects = sift.articles - 1, sift.rejects + 1
                    continue
                notes.tell(refused_notes(part, scored.articles))
                yield part, scored
    notes.sum_up()


def _write_records(batches: Iterator[tuple[pl.DataFrame, Scored]], output: Path | None) -> None:
    if output is None:
        _print_records(batches, sys.stdout)
    else:
        with whole_file(output) as draft, draft.open("w", encoding="utf-8") as file:
            _print_records(batches, file)


def _print_records(batches: Iterator[tuple[pl.DataFrame, Scored]], file: TextIO) -> None:
    record: dict[str, Any]
    outlet_name = load_outlets().name
    for articles, scored in batches:
        for record in records(scored, articles, outlet_name):
            file.write(json_line(record) + "\n")
        file.flush()


def _write_table(
    batches: Iterator[tuple[pl.DataFrame, Scored]], table: str, output: Path | None, lexicon: Lexicon
) -> None:
    if table == "issues":
        # What it needs takes a while to load.
        from framing.statistics.issues import issues

        frames = [issues(scored, lexicon) for _, scored in batches]
    else:
        frames = [getattr(scored, table) for _, scored in batches]
    whole = pl.concat(frames) if frames else pl.DataFrame()
    if output is None:
        sys.stdout.write(escaped(whole.write_ndjson()))
    else:
        write_frame(whole, output)

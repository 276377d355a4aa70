"""``framing score``: stateless scoring of files to standard output or a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED
from framing.cli.options import LEXICON, command
from framing.cli.output import json_line, message, write_frame
from framing.cli.reading import Notes, Reading, reading_options, told
from framing.cli.refusals import Refusals
from framing.errors import InputError, UsageError, whole_file
from framing.ingest.outlets import load_outlets
from framing.ingest.read import read_batches
from framing.ingest.source import Options
from framing.ingest.telling import refused_notes
from framing.lexicon.lexicon import default_lexicon, load_lexicon
from framing.render.escaping import escaped
from framing.scoring.portions import reject, score_in_portions
from framing.scoring.records import records
from framing.scoring.score import Scored, Scorer
from framing.scoring.search import about

__all__ = ["score"]

_TABLES = ("scores", "evidence", "exposure", "scales", "articles")


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
@click.option("--about", "query", help="Only articles that name this: an actor, or names apart by '|' in any language.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines on standard output (the default).")
@reading_options
@click.option("--threads", type=click.IntRange(1, 64), help="Batches scored at a time.")
def score(
    paths: tuple[str, ...],
    output: Path | None,
    table: str | None,
    folder: Path | None,
    query: str | None,
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
    """
    if as_json and output is not None:
        raise UsageError("score.output", "--json prints, --output writes", "", "give one of them")
    scorer = Scorer(load_lexicon(folder) if folder else default_lexicon(), threads=threads)
    if output is not None and output.suffix.lower() not in (".jsonl", ".ndjson", ".csv", ".parquet"):
        raise UsageError(
            "output.format", f"cannot write '{output.suffix}'", str(output), "use .jsonl, .csv or .parquet"
        )
    wants_table = table or ("scores" if output is not None and output.suffix.lower() in (".csv", ".parquet") else None)
    tally = {"articles": 0, "rejects": 0, "left": 0}
    options = told(reading)
    batches = _scored(paths, scorer, query, tally, options)
    if wants_table:
        _write_table(batches, wants_table, output)
    else:
        _write_records(batches, output)
    if query is not None and not tally["left"] and tally["articles"]:
        message(f"articles: {tally['articles']:,}; --about {query} leaves 0")
    if tally["rejects"]:
        return DONE_WITH_REJECTS if tally["articles"] else FAILED
    return DONE


def _scored(
    paths: tuple[str, ...], scorer: Scorer, query: str | None, tally: dict[str, int], options: Options
) -> Iterator[tuple[pl.DataFrame, Scored]]:
    """Batches of articles and what was found in them; rejects are reported as they come."""
    notes, refusals = Notes(), Refusals()
    with refusals.telling():
        for result in read_batches(paths, options=options):
            notes.tell(result.notes)
            refusals.tell(result.rejects)
            tally["articles"] += result.articles.height
            tally["rejects"] += result.rejects.height
            articles = result.articles
            if query is not None and articles.height:
                articles = articles.filter(about(articles, query, scorer.lexicon)["mentions"] > 0)
            tally["left"] += articles.height
            for part, scored in score_in_portions(scorer, articles) if articles.height else ():
                if isinstance(scored, InputError):
                    refusals.tell(reject(scored, part))
                    tally["articles"], tally["rejects"] = tally["articles"] - 1, tally["rejects"] + 1
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


def _write_table(batches: Iterator[tuple[pl.DataFrame, Scored]], table: str, output: Path | None) -> None:
    frames = [getattr(scored, table) for _, scored in batches]
    whole = pl.concat(frames) if frames else pl.DataFrame()
    if output is None:
        sys.stdout.write(escaped(whole.write_ndjson()))
    else:
        write_frame(whole, output)

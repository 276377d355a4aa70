"""``framing score``: stateless scoring of files to standard output or a file.

``framing kwic``: the hits of a dimension, a concept or an entry in their contexts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS, FAILED
from framing.cli.options import LEXICON, command
from framing.cli.output import json_line, message, print_table, write_frame
from framing.cli.reading import Notes, Reading, Refusals, reading_options, told
from framing.errors import InputError, UsageError, whole_file
from framing.ingest.article.outlets import load_outlets
from framing.ingest.read import read_batches, refused_notes
from framing.ingest.source import Options
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.phrases import counted
from framing.render.escaping import escaped
from framing.schemas import VOICES
from framing.scoring.portions import reject, score_in_portions
from framing.scoring.records import records
from framing.scoring.score import Scored, Scorer
from framing.scoring.search import about, answering, contexts, draw, draw_each
from framing.store.filters import Funnel, language_of
from framing.store.project import open_project

__all__ = ["kwic", "score"]


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


_TEXTS = {"article_id": pl.String(), "title": pl.String(), "text": pl.String()}


@command()
@click.argument("query")
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The project to look into, where no PATH is given (the current folder where none is named).",
)
@click.option("--about", "topic", help="Only articles that name this: an actor, or names apart by '|' in any language.")
@click.option("--language", "code", help="Hits in this language only (code or name).")
@click.option("--voice", type=click.Choice(VOICES), help="Hits in this voice only.")
@click.option("--sample", type=click.IntRange(1), help="That many hits, drawn at random.")
@click.option("--entries", type=click.IntRange(1), help="Some hits of each of the so many most frequent entries.")
@click.option("--each", type=click.IntRange(1), default=5, show_default=True, help="With --entries: hits of each.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw; the same seed draws the same hits.")
@click.option("--width", type=click.IntRange(0, 2000), default=60, show_default=True, help="Characters on each side.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a hit.")
@click.option(
    "--lexicon",
    "lexicon_folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A lexicon folder of your own, for the texts at PATH.",
)
def kwic(
    query: str,
    paths: tuple[str, ...],
    folder: Path,
    topic: str | None,
    code: str | None,
    voice: str | None,
    sample: int | None,
    entries: int | None,
    each: int,
    seed: int,
    width: int,
    as_json: bool,
    lexicon_folder: Path | None,
) -> int:
    r"""Show the words behind a number, each in its context.

    QUERY is a dimension, a concept, an entry's id or its term. The texts are those at PATH, as for
    `framing score`, else a project's.

    \b
    framing kwic sensational --project news --sample 50 --seed 7
    framing kwic shout_hoarse article.txt
    """
    if sample and entries:
        raise UsageError("kwic.usage", "--sample and --entries draw in two ways", "", "give one of them")
    lexicon = _lexicon(lexicon_folder, None if paths else folder)
    wanted = answering(lexicon, query)
    if not wanted:
        hint = f"name an entry, a concept, a term, or one of {', '.join(lexicon.codebook.dimensions)}"
        raise UsageError("kwic.nothing", f"no entry for '{query}'", "", hint)
    evidence, articles, rejects = _of_files(paths, lexicon) if paths else _of_project(folder)
    hits = Funnel(evidence, "hits").keep(query, pl.col("entry_id").is_in(list(wanted)))
    if topic is not None and articles.height:
        on_topic = about(articles, topic, lexicon).filter(pl.col("mentions") > 0)
        hits.keep(f"--about {topic}", pl.col("article_id").is_in(on_topic["article_id"].implode()))
    if voice:
        hits.keep(f"--voice {voice}", pl.col("voice") == voice)
    if code:
        hits.keep(f"--language {code}", pl.col("entry_id").str.starts_with(f"{language_of(code)}."))
    evidence = hits.rows
    total = evidence.height
    if not total:
        message(hits.told())
    if entries:
        evidence = draw_each(evidence, entries, each, seed=seed)
    elif sample:
        evidence = draw(evidence, sample, seed=seed)
    found = contexts(evidence, articles, width=width)
    if as_json:
        for row in found.iter_rows(named=True):
            click.echo(json_line(row))
    else:
        title = f"{query}: {found.height:,} of {counted(total, 'hits')}"
        columns = [("before", "right"), ("hit", "left"), ("after", "left"), ("entry", "left"), ("voice", "left")]
        rows = found.select("before", "hit", "after", "entry_id", pl.col("voice")).iter_rows()
        print_table(title, columns, rows)
    return DONE_WITH_REJECTS if rejects else DONE


def _lexicon(own: Path | None, project: Path | None) -> Lexicon:
    if own is not None:
        return load_lexicon(own)
    return open_project(project).lexicon() if project is not None else default_lexicon()


def _of_project(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    loaded = open_project(folder).load()
    return loaded.scored.evidence, loaded.articles, 0


def _of_files(paths: tuple[str, ...], lexicon: Lexicon) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """Evidence and texts of files; batches without evidence are let go."""
    scorer = Scorer(lexicon)
    evidence, articles, rejects = [], [pl.DataFrame(schema=_TEXTS)], 0
    refusals = Refusals()
    for result in read_batches(paths):
        refusals.tell(result.rejects)
        rejects += result.rejects.height
        scored = scorer.score(result.articles) if result.articles.height else None
        if scored is not None:
            evidence.append(scored.evidence)
            articles.append(result.articles.select(list(_TEXTS)))
    refusals.sum_up()
    if not evidence:
        raise UsageError("kwic.no-articles", "no article could be read", ", ".join(paths), "see the lines above")
    return pl.concat(evidence), pl.concat(articles), rejects

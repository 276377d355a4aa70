"""``framing kwic``: the hits of a dimension, a concept or an entry in their contexts."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import command
from framing.cli.output import json_line, message, print_table
from framing.cli.refusals import Refusals
from framing.counting import counted
from framing.errors import UsageError
from framing.ingest.read import read_batches
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.schemas import VOICES
from framing.scoring.score import Scorer
from framing.scoring.search import about, answering, contexts, draw, draw_each
from framing.store.funnel import Funnel
from framing.store.naming import language_of
from framing.store.project import open_project

__all__ = ["kwic"]

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

"""``framing kwic``: the hits of a dimension, a concept or an entry in their contexts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import command, filtered
from framing.cli.output import json_line, message, print_table
from framing.errors import UsageError
from framing.naming import Naming, language_of
from framing.phrases import counted
from framing.schemas import SECTIONS, VOICES
from framing.scoring.score import Scored
from framing.scoring.search import contexts, draw, draw_each, entries_of
from framing.statistics.narrowing import Funnel, narrowed, option

if TYPE_CHECKING:
    from framing.ingest.article.outlets import Outlets
    from framing.lexicon.lexicon import Lexicon
    from framing.statistics.question import Question

__all__ = ["kwic"]


@command()
@click.argument("query")
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    envvar="FRAMING_PROJECT",
    help="The project to look into, where no PATH is given (else that of FRAMING_PROJECT, else the current folder).",
)
@filtered()
@click.option("--sample", type=click.IntRange(1), help="That many hits, drawn at random.")
@click.option("--entries", type=click.IntRange(1), help="Some hits of each of the so many most frequent entries.")
@click.option("--each", type=click.IntRange(1), default=5, show_default=True, help="With --entries: hits of each.")
@click.option("--seed", type=int, default=1, show_default=True, help="Of the draw; the same seed draws the same hits.")
@click.option("--width", type=click.IntRange(0, 2000), default=60, show_default=True, help="Characters on each side.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a hit.")
@click.option(
    "--lexicon",
    "own",
    type=click.Path(path_type=Path, file_okay=False),
    help="A lexicon folder of your own, for the texts at PATH.",
)
def kwic(
    query: str,
    paths: tuple[str, ...],
    folder: Path,
    asked: Question,
    width: int,
    as_json: bool,
    own: Path | None,
    **draws: Any,
) -> int:
    r"""Show the words behind a number, each in its context.

    QUERY is a dimension, a concept, an entry's id or its term. The texts are those at PATH, as for
    `framing score`, else a project's. --language is that of the words: an article may hold several.

    \b
    framing kwic sensational --project news --sample 50 --seed 7
    framing kwic praise --project news --about 'election NOT cricket' --since 2025
    framing kwic shout_hoarse article.txt
    """
    if draws["sample"] and draws["entries"]:
        raise UsageError("kwic.usage", "--sample and --entries draw in two ways", "", "give one of them")
    lexicon = _lexicon(own, None if paths else folder)
    wanted = entries_of(lexicon, query)
    texts = _of_files(paths, lexicon) if paths else _of_project(folder, lexicon)
    evidence = _hits(texts, query, wanted, asked)
    total = evidence.height
    if draws["entries"]:
        evidence = draw_each(evidence, draws["entries"], draws["each"], seed=draws["seed"])
    elif draws["sample"]:
        evidence = draw(evidence, draws["sample"], seed=draws["seed"])
    lines = contexts(evidence, texts.articles, width=width)
    if as_json:
        for row in lines.iter_rows(named=True):
            click.echo(json_line(row))
    else:
        title = f"{query}: {lines.height:,} of {counted(total, 'hits')}"
        columns = [("before", "right"), ("hit", "left"), ("after", "left"), ("entry", "left"), ("voice", "left")]
        rows = lines.select("before", "hit", "after", "entry_id", pl.col("voice")).iter_rows()
        print_table(title, columns, rows)
    return DONE_WITH_REJECTS if texts.rejects else DONE


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """What is looked into: articles, what was found in them by a lexicon, and how many could not be read."""

    scored: Scored
    articles: pl.DataFrame
    outlets: Outlets
    lexicon: Lexicon
    rejects: int = 0


def _hits(texts: _Texts, query: str, wanted: frozenset[str], asked: Question) -> pl.DataFrame:
    """The hits that a question is about; a message says so where there are none."""
    of_articles = asked.without("language")
    key = Naming(texts.outlets.among(texts.articles), texts.lexicon).key
    narrowing = narrowed(texts.scored, texts.articles, of_articles, texts.lexicon, key=key, called=option)
    for reading in narrowing.readings:
        message(reading)
    hits = Funnel(texts.scored.evidence, "hits").keep(query, pl.col("entry_id").is_in(list(wanted)))
    if of_articles.filters:
        steps = "; ".join(step.name for step in narrowing.funnel.counts.steps)
        hits.keep(steps, pl.col("article_id").is_in(narrowing.articles["article_id"].implode()))
    for name, values, every in (("section", asked.sections, SECTIONS), ("voice", asked.voices, VOICES)):
        if set(values) != set(every):
            hits.keep(option(name, ", ".join(values)), pl.col(name).cast(pl.String).is_in(values))
    if asked.language:
        codes = [f"{language_of(name)}." for name in asked.language]
        starts = [pl.col("entry_id").str.starts_with(code) for code in codes]
        hits.keep(option("language", ", ".join(asked.language)), pl.any_horizontal(starts))
    if hits.rows.is_empty():
        message(narrowing.funnel.summary() if narrowing.articles.is_empty() and of_articles.filters else hits.summary())
    return hits.rows


def _lexicon(own: Path | None, project: Path | None) -> Lexicon:
    from framing.lexicon.lexicon import default_lexicon, load_lexicon
    from framing.store.project import open_project

    if own is not None:
        return load_lexicon(own)
    return open_project(project).lexicon() if project is not None else default_lexicon()


def _of_project(folder: Path, lexicon: Lexicon) -> _Texts:
    from framing.store.project import open_project

    project = open_project(folder)
    loaded = project.load()
    return _Texts(loaded.scored, loaded.articles, project.outlets(), lexicon)


def _of_files(paths: tuple[str, ...], lexicon: Lexicon) -> _Texts:
    from framing.cli.reading import Refusals
    from framing.ingest.article.outlets import load_outlets
    from framing.ingest.read import read_batches
    from framing.scoring.score import Scorer

    scorer, refusals, rejects = Scorer(lexicon), Refusals(), 0
    scored: list[Scored] = []
    articles: list[pl.DataFrame] = []
    for result in read_batches(paths):
        refusals.tell(result.rejects)
        rejects += result.rejects.height
        if result.articles.height:
            scored.append(scorer.score(result.articles))
            articles.append(result.articles)
    refusals.sum_up()
    if not scored:
        raise UsageError("kwic.no-articles", "no article could be read", ", ".join(paths), "see the lines above")
    whole = {name: pl.concat([getattr(each, name) for each in scored]) for name in Scored.__dataclass_fields__}
    return _Texts(Scored(**whole), pl.concat(articles), load_outlets(), lexicon, rejects)

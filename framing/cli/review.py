"""``framing lexicon review``: sheets for a blind reading, and what a reading says of the lexicon."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from framing.cli.candidates import review_candidates
from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import LEXICON, group
from framing.cli.output import json_line, message, print_table, say
from framing.cli.reading import Notes, Refusals
from framing.errors import UsageError
from framing.ingest.read import read_batches
from framing.lexicon.lexicon import load_lexicon
from framing.lexicons import draw_reading
from framing.phrases import counted
from framing.schemas import ARTICLE
from framing.store.project import open_project
from framing.store.verdicts import counting, hit_figures, population_of, verdicts_of
from framing.validation.reading import FEW, pooled
from framing.validation.reading import figures as compute
from framing.validation.sheets import read_sheets

__all__ = ["review"]


@group()
def review() -> None:
    """Draw sheets for a blind reading and compute figures from them; decide grown words one by one."""


@review.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option(
    "--into", required=True, type=click.Path(path_type=Path, file_okay=False), help="A new folder for the sheets."
)
@click.option("--hits", type=click.IntRange(1), default=50, show_default=True, help="Hits of each dimension.")
@click.option("--texts", type=click.IntRange(0), default=20, show_default=True, help="Whole articles of each language.")
@click.option("--dimension", "dimensions", multiple=True, help="Only of this dimension; may come again.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same again.")
@LEXICON
def draw(
    inputs: tuple[str, ...],
    into: Path,
    hits: int,
    texts: int,
    dimensions: tuple[str, ...],
    seed: int,
    folder: Path | None,
) -> int:
    r"""Draw sheets for readers from news.

    hits.csv has a hit a line, no two of a dimension from one article: write right, wrong or unsure in 'verdict' and who
    read in 'reader'. texts/ has whole articles: write what you find of each dimension into marks.csv, with its words as
    they stand there. The codebook says what counts; key.csv says what the lexicon found, so leave it closed.

    \b
    framing lexicon review draw news/ --into reading --hits 50 --texts 20
    framing lexicon review figures reading
    """
    refusals, notes = Refusals(), Notes()
    parts = []
    for result in read_batches(inputs):
        notes.tell(result.notes)
        refusals.tell(result.rejects)
        parts.append(result.articles)
    notes.sum_up()
    refusals.sum_up()
    articles = pl.concat(parts, how="vertical_relaxed") if parts else pl.DataFrame(schema=ARTICLE)
    lexicon = load_lexicon(folder) if folder else None
    drawn, whole = draw_reading(
        articles, into, dimensions=dimensions, hits=hits, texts=texts, seed=seed, lexicon=lexicon
    )
    say(f"{into}: {counted(drawn, 'hits')} to judge, {counted(whole, 'texts')} to mark (seed {seed})")
    return DONE


@review.command()
@click.argument("sheets", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Of hits that were judged on the dashboard of this project, in place of sheets.",
)
@click.option("--entries", is_flag=True, help="Of each entry that was judged, in place of each dimension.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a figure.")
def figures(sheets: Path | None, folder: Path | None, entries: bool, as_json: bool) -> int:
    r"""Compute precision and recall with 95 % intervals from sheets that were filled in.

    Each language and dimension alone, then each dimension in all languages together; "few" marks what is of few hits.
    Lines that cannot be read are named and left out; exit code 3 where there are any.

    With --project it takes what readers say of hits on the dashboard's page of the lexicons. These are of hits alone,
    so that they tell precision, and not what the lexicon misses.

    \b
    framing lexicon review figures reading
    framing lexicon review figures --project news --entries
    """
    if (sheets is None) == (folder is None):
        hint = "name the folder of the sheets, or a project with --project"
        raise UsageError("review.which", "sheets or a project are read, one of them", "", hint)
    if folder is not None:
        return _judged(folder, entries=entries, as_json=as_json)
    if entries:
        hint = "name a project with --project; of sheets figures are by dimension"
        raise UsageError("review.entries", "sheets do not tell figures of entries", str(sheets), hint)
    assert sheets is not None
    return _filled_in(sheets, as_json=as_json)


review.add_command(review_candidates)


def _filled_in(sheets: Path, *, as_json: bool) -> int:
    """Figures of sheets."""
    read = read_sheets(sheets)
    for problem in read.problems:
        message(problem)
    if not read.verdicts and not read.marks:
        hint = "write verdicts into hits.csv or what you find into marks.csv"
        raise UsageError("review.unread", "nothing is filled in yet", str(sheets), hint)
    table = compute(read)
    _print(table, f"What the reading says (seed {read.about['seed']})", as_json=as_json)
    if table["language"].n_unique() > 1:
        _print(pooled(read), "Each dimension in all languages together", as_json=as_json)
    return DONE_WITH_REJECTS if read.problems else DONE


def _judged(folder: Path, *, entries: bool, as_json: bool) -> int:
    """Figures of hits that were judged in a project."""
    project = open_project(folder)
    rows = verdicts_of(project)
    kind, by = ("entry", "entry_id") if entries else ("dimension", "dimension")
    kept = counting(rows, kind, fingerprint=project.lexicon().fingerprint)
    if not kept.height:
        hint = "judge some on the dashboard's page Lexicons: framing dashboard --coder NAME"
        what = f"no hit that was drawn for {'an entry or its dimension' if entries else 'a dimension'} is judged yet"
        raise UsageError("review.unread", what, str(folder), hint)
    if left := rows.height - kept.height:
        message(
            f"{counted(left, 'verdicts')} left out: text, codebook or lexicon changed since, or the hits were drawn "
            "for something else, or among those of other filters"
        )
    table = hit_figures(kept, by, None if entries else population_of(project))
    _print(table, f"What readers say of hits in {project.name}", as_json=as_json)
    return DONE


def _print(table: pl.DataFrame, title: str, *, as_json: bool) -> None:
    if as_json:
        for row in table.iter_rows(named=True):
            click.echo(json_line(row))
        return
    columns = [("language", "left"), ("dimension", "left"), ("figure", "left"), ("value", "right")]
    columns += [("95 %", "right"), ("of", "right"), ("", "left"), ("articles", "right"), ("read by", "left")]
    rows = [
        [
            *(row[name] for name in ("language", "dimension", "figure")),
            f"{row['value']:.3f}",
            f"{row['low']:.3f} to {row['high']:.3f}",
            str(row["n"]),
            "few" if row["n"] < FEW else "",
            str(row["clusters"]),
            row["reader"],
        ]
        for row in table.iter_rows(named=True)
    ]
    print_table(title, columns, rows)
    if (table["n"] < FEW).any():
        message(f"few: fewer than {FEW}, which say little")

"""``framing lexicon review``: sheets for a blind reading, and what a reading says of the lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import LEXICON, command, group
from framing.cli.output import json_line, message, print_table, say
from framing.cli.reading import Notes, Refusals
from framing.errors import LexiconError, UsageError
from framing.ingest.read import read_batches
from framing.languages.registry import languages
from framing.lexicon.candidates import Candidates, candidates
from framing.lexicon.lexicon import load_lexicon
from framing.lexicons import INFLECTED, draw_reading
from framing.phrases import counted
from framing.schemas import ARTICLE
from framing.scoring.concordance import keys_of
from framing.scoring.search import contexts
from framing.store.beside import grown_path
from framing.store.loaded import held_of
from framing.store.project import Project, open_project
from framing.store.verdicts import counting, hit_figures, population_of, verdicts_of
from framing.store.words import find_words
from framing.validation.reading import FEW, pooled
from framing.validation.reading import figures as compute
from framing.validation.sheets import read_sheets

__all__ = ["review", "review_candidates"]


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


_ASKED: Final = "dimension, r(eject), s(kip) or q(uit)"
_PARTS: Final = (*INFLECTED, "adv", "phrase")


@command("candidates")
@click.argument("table", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", "code", type=click.Choice(list(languages())), required=True, help="Of the words.")
@click.option(
    "--into", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="A lexicon folder."
)
@click.option(
    "--project",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Whose articles the contexts are from, and its grown words where no TABLE is named.",
)
@click.option(
    "--order",
    type=click.Choice(["charge", "count"]),
    default="charge",
    show_default=True,
    help="The most charged words first, or all by how often they occur.",
)
@click.option("--contexts", "shown", type=click.IntRange(0, 50), default=5, show_default=True, help="Of each word.")
def review_candidates(
    table: Path | None, code: str, into: Path, folder: Path | None, order: Literal["charge", "count"], shown: int
) -> int:
    r"""Decide grown words one by one: accept into a dimension, reject, skip.

    Each word comes with its score, the words near it and some of its places in a project. What is accepted becomes a
    line of the lexicon at once, with the contexts in which it does not count (unless); what is rejected does not come
    again; what is skipped comes next time. Stop with q and go on later.

    \b
    framing lexicon grow --project news --language hi
    framing lexicon review candidates --project news --language hi --into news/lexicons/own
    """
    project = open_project(folder) if folder is not None else None
    if table is None:
        if project is None:
            hint = "name a TABLE, or a --project with grown words"
            raise UsageError("candidates.which", "no table is named", "", hint)
        table = grown_path(project.folder, code)
    listed = candidates(table, into, code, order=order)
    done, total = [0, 0], len(listed)
    for number, row in enumerate(listed.left(), start=1):
        near = f"; near it: {row['neighbours']}" if row["neighbours"] else ""
        say(f"{number}/{total}  {row['word']}  {row['score']:+.2f}  {row['count']:,} times{near}")
        for line in _places(project, row["word"], shown) if project is not None and shown else ():
            say(f"    {line}")
        answer = _answer(listed.dimensions)
        if answer == "q":
            break
        if answer == "r":
            listed.reject(row["word"])
            done[1] += 1
        elif answer != "s":
            done[0] += _accepted(listed, row, answer)
    say(f"{counted(done[0], 'words')} accepted, {done[1]} rejected, {len(listed)} left")
    return DONE


def _answer(dimensions: tuple[str, ...]) -> str:
    """A dimension, r, s or q; asked again until it is one. The end of input is q."""
    while True:
        try:
            given = str(click.prompt(_ASKED, default="s", show_default=False)).strip()
        except click.Abort:
            return "q"
        if given in (*dimensions, "r", "s", "q"):
            return given
        like = [name for name in dimensions if name.startswith(given)]
        if len(like) == 1:
            return like[0]
        message(f"no dimension '{given}'; use one of {', '.join(like or dimensions)}")


def _accepted(listed: Candidates, row: dict[str, Any], dimension: str) -> bool:
    """Ask for the cells of an entry until they are valid; whether it was accepted in the end."""
    word = row["word"]
    while True:
        try:
            pos = click.prompt("part of speech", type=click.Choice(_PARTS), default="adj")
            concept = click.prompt("concept (English, snake_case)", default=word if word.isascii() else None)
            weight = click.prompt("weight", type=click.Choice(_weights(dimension in listed.signed)), default="1")
            gloss = click.prompt("gloss", default="", show_default=False)
            unless = click.prompt("unless (contexts in which it does not count)", default="", show_default=False)
        except click.Abort:
            return False
        match = "lemma" if pos in INFLECTED else "form"
        cells = {"pos": pos, "concept": concept, "weight": weight, "gloss": gloss, "unless": unless, "match": match}
        try:
            entry = listed.accept(word, dimension, **cells)
        except LexiconError as error:
            message(f"{error.what}; {error.hint}")
            continue
        say(f"    {entry.id}")
        return True


def _weights(signed: bool) -> list[str]:
    return [*(("-1",) if signed else ()), "0.5", "1", "2"]


def _places(project: Project, word: str, most: int) -> list[str]:
    """Some places of a word in a project, each in a line."""
    held = held_of(project)
    places: pl.DataFrame = find_words(held, keys_of(word), None, most, lambda _: None)
    lines = contexts(places, held.texts(places["article_id"].unique()), width=50)
    return [f"{row['before']} [{row['hit']}] {row['after']}".replace("\n", " ") for row in lines.iter_rows(named=True)]


review.add_command(review_candidates)

"""``framing lexicon review candidates``: grown words, decided one by one in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, Literal

import click
import polars as pl

from framing.cli.main import DONE
from framing.cli.options import command
from framing.cli.output import message, say
from framing.errors import LexiconError, UsageError
from framing.languages.registry import languages
from framing.lexicon.candidates import Candidates, candidates
from framing.lexicons import INFLECTED
from framing.phrases import counted
from framing.scoring.concordance import keys_of
from framing.scoring.search import contexts
from framing.store.grown import grown_path
from framing.store.loaded import held_of
from framing.store.project import Project, open_project
from framing.store.words import find_words

__all__ = ["review_candidates"]

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

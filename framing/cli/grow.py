"""``framing lexicon grow``: candidates for a lexicon, and how charged each word is, from texts without labels."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

import click
import polars as pl

from framing.cli.main import DONE
from framing.cli.options import LEXICON, command
from framing.cli.output import message, say, write_frame
from framing.cli.reading import Refusals
from framing.errors import LexiconError, UsageError
from framing.ingest.read import read_batches
from framing.languages.registry import language, languages
from framing.lexicon.growing import grow, guarded, seeded
from framing.lexicon.lexicon import default_lexicon, load_lexicon
from framing.phrases import counted
from framing.resources import lexicons_folder
from framing.store.project import open_project

__all__ = ["CHARGED", "grow_words", "identities_of", "pairs_of"]

#: The dimensions whose entries are charged by themselves: those that the scale `loaded` counts.
CHARGED: Final = ("sensational", "derogation", "praise", "intensifier", "doubt", "morality")


def pairs_of(path: Path) -> list[tuple[str, str]]:
    """Charged and neutral words of a CSV with these two columns.

    Raises:
        LexiconError: the file cannot be read, has other columns, or a pair of anything but two single words.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError("pairs.unreadable", str(error), str(path), "check the path") from None
    if not rows or rows[0] != ["charged", "neutral"]:
        raise LexiconError("pairs.columns", "other columns than expected", path.name, "use charged, neutral")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != 2 or any(len(word.split()) != 1 for word in row) or row[0] == row[1]:
            what = "a pair is two single words that differ"
            raise LexiconError("pairs.pair", what, f"{path.name}:{number}", "correct the line")
    return [(row[0], row[1]) for row in rows[1:]]


def identities_of(path: Path, code: str) -> list[str]:
    """The words of a language for peoples, faiths, castes and parties."""
    with path.open(encoding="utf-8", newline="") as file:
        return [word for row in csv.DictReader(file) if row["language"] == code for word in row["words"].split()]


@command("grow")
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--language", "code", type=click.Choice(list(languages())), required=True, help="Of the words.")
@click.option("--project", type=click.Path(path_type=Path, file_okay=False), help="Grow from a project's articles.")
@click.option(
    "--seeds", type=click.Path(path_type=Path, dir_okay=False),
    help="CSV: charged, neutral; two words a line with the same referent (the toolkit's own where none is named).",
)  # fmt: skip
@click.option("--without-entries", is_flag=True, help="From the pairs alone, not from the lexicon's entries too.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A table: .csv, .parquet …"
)
@LEXICON
def grow_words(
    paths: tuple[str, ...],
    code: str,
    project: Path | None,
    seeds: Path | None,
    without_entries: bool,
    output: Path,
    folder: Path | None,
) -> int:
    r"""Learn from texts without labels how charged each word is.

    Words get a score by the company they keep: above 0 like the charged words of the pairs and the lexicon's entries,
    below 0 plainer than usual. Names, peoples, faiths, castes, parties and words that tell a topic get none. The scores
    are experimental: candidates to read before they enter a lexicon, in no scale.

    \b
    framing lexicon grow news/ --language hi --output candidates.csv
    """
    if bool(paths) == (project is not None):
        raise UsageError("grow.from", "files or a project, and one of the two", "", "name what to grow from")
    spoken = language(code)
    lexicon = load_lexicon(folder) if folder else default_lexicon()
    pairs = pairs_of(seeds or lexicons_folder() / "pairs" / f"{code}.csv")
    texts = _texts(paths, project, code)
    entries = seeded(lexicon, spoken, CHARGED)
    silent = guarded(lexicon, spoken, identities_of(lexicons_folder() / "identities.csv", code), entries)
    table = grow(texts, spoken, pairs, () if without_entries else entries, silent)
    write_frame(table, output)
    say(f"{output}: {counted(table.height, 'words')} from {counted(texts.height, 'texts')} in {spoken.name}")
    return DONE


def _texts(paths: tuple[str, ...], project: Path | None, code: str) -> pl.DataFrame:
    """Texts of a language with their outlets."""
    if project is not None:
        held = open_project(project).load()
        languages_read = held.scored.articles.select("article_id", read_in="language")
        articles = held.scored.with_texts(held.articles).join(languages_read, on="article_id")
        articles = articles.filter(pl.col("read_in").str.starts_with(code))
    else:
        refusals, parts = Refusals(), []
        for result in read_batches(paths):
            refusals.tell(result.rejects)
            parts.append(result.articles.filter(pl.col("language").fill_null(code).str.starts_with(code)))
        refusals.sum_up()
        articles = pl.concat(parts) if parts else pl.DataFrame(schema={"title": str, "text": str, "outlet": str})
    whole = pl.concat_str(pl.col("title").fill_null(""), pl.lit("\n"), pl.col("text").fill_null(""))
    texts = articles.select("outlet", text=whole)
    if texts.is_empty():
        raise UsageError("grow.nothing", f"there is no text in {language(code).name}", "", "name other files")
    message(f"growing from {counted(texts.height, 'texts')}")
    return texts

"""``framing lexicon grow``: candidates for a lexicon, and how charged each word is, from texts without labels."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl

from framing.cli.main import DONE
from framing.cli.options import LEXICON, command
from framing.cli.output import message, say, write_frame
from framing.cli.reading import Refusals
from framing.errors import UsageError
from framing.growing import grow_words as grown
from framing.ingest.read import read_batches
from framing.languages.registry import language, languages
from framing.lexicon.lexicon import load_lexicon
from framing.modes import make_folder
from framing.phrases import counted
from framing.store.beside import grown_path
from framing.store.project import open_project

__all__ = ["grow_words"]


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
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A table: .csv, .parquet … (with --project, grown/LANGUAGE.csv in it, which the dashboard shows).",
)
@LEXICON
def grow_words(
    paths: tuple[str, ...],
    code: str,
    project: Path | None,
    seeds: Path | None,
    without_entries: bool,
    output: Path | None,
    folder: Path | None,
) -> int:
    r"""Learn from texts without labels how charged each word is.

    Words get a score by the company they keep: above 0 like the charged words of the pairs and the lexicon's entries,
    below 0 plainer than usual. Names, peoples, faiths, castes, parties and words that tell a topic get none. The scores
    are experimental: candidates to read before they enter a lexicon, in no scale.

    \b
    framing lexicon grow news/ --language hi --output candidates.csv
    framing lexicon grow --project news --language hi
    """
    if bool(paths) == (project is not None):
        raise UsageError("grow.from", "files or a project, and one of the two", "", "name what to grow from")
    if output is None:
        if project is None:
            raise UsageError("grow.output", "no table is named", "", "give --output, or grow from a --project")
        output = grown_path(open_project(project).folder, code)
        make_folder(output.parent)
    spoken = language(code)
    texts = _texts(paths, project, code)
    lexicon = load_lexicon(folder) if folder else None
    table = grown(texts, code, seeds=seeds, with_entries=not without_entries, lexicon=lexicon)
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

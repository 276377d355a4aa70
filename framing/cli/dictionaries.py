"""``framing lexicon import`` and ``export``: dictionaries of other programs.

``framing lexicon calibrate``: translation-based factors between languages, from parallel text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
import polars as pl

from framing.cli.main import DONE
from framing.cli.options import LEXICON, command
from framing.cli.output import json_line, message, print_table, say, write_frame
from framing.dictionaries import export_dictionary as write
from framing.dictionaries import import_dictionary as convert
from framing.errors import UsageError
from framing.languages.registry import languages
from framing.lexicon.foreign.convert import FORMATS
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.lexicons import calibrate as measured
from framing.lexicons import compared, part_rows
from framing.phrases import counted, near_or
from framing.validation.calibration import PARTS, missing
from framing.validation.tables import read_table

__all__ = ["calibrate", "export_dictionary", "import_dictionary"]


_FORMAT = click.option(
    "--format", "name", type=click.Choice(list(FORMATS)), help="The format (else told by the file's suffix)."
)


@command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--language", "code", type=click.Choice(list(languages())), required=True, help="Of its words.")
@_FORMAT
@click.option("--replace", is_flag=True, help="Write over the lexicon that is in the folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: entries by dimension, and warnings.")
def import_dictionary(file: Path, folder: Path, code: str, name: str | None, replace: bool, as_json: bool) -> int:
    r"""Make a lexicon folder of another program's dictionary.

    FILE is a dictionary of LIWC (.dic, .dicx), quanteda (.yml), Yoshikoder (.ykd), Lexicoder (.lc3), WordStat (.cat),
    VADER (.tsv) or a .csv with the columns term, category and weight. Each category becomes a dimension. What cannot be
    carried over is told, feature by feature. In a project, put the folder under its folder lexicons/: it then counts
    beside the toolkit's own lexicon, and may have no dimension of the same name as that or another folder there.

    \b
    framing lexicon import moral.dic news/lexicons/moral --language en
    framing lexicon import moral.dic news/lexicons/moral --language en --replace
    framing score article.txt --lexicon news/lexicons/moral
    """
    made = convert(file, folder, code, format=name, replace=replace)
    for line in made.warnings:
        message(f"{file.name}: {line}")
    if as_json:
        click.echo(json_line({"folder": str(folder), "entries": made.entries, "warnings": list(made.warnings)}))
    else:
        total = sum(made.entries.values())
        instead = f", instead of {made.replaced:,}" if made.replaced else ""
        say(f"{folder}: {counted(total, 'entries', 'entry')} in {counted(len(made.entries), 'dimensions')}{instead}")
    if made.unscored is not None:
        message(f"the project's articles are not scored with it yet: framing rescore --project {made.unscored}")
    return DONE


@command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--language", "code", type=click.Choice(list(languages())), required=True, help="Entries of this language."
)
@click.option("--dimension", "dimensions", multiple=True, help="Only these (all where none is named).")
@_FORMAT
@LEXICON
def export_dictionary(file: Path, code: str, dimensions: tuple[str, ...], name: str | None, folder: Path | None) -> int:
    r"""Write entries as a dictionary of another program.

    Inflected forms are spelt out, because other programs do not inflect. What the format cannot hold is told.

    \b
    framing lexicon export praise.dic --dimension praise --language en
    """
    made = write(file, code, dimensions, format=name, lexicon=load_lexicon(folder) if folder else None)
    for line in made.warnings:
        message(f"{line}")
    total = counted(sum(made.entries.values()), "entries", "entry")
    say(f"{file}: {total} as {counted(made.patterns, 'patterns')}", err=True)
    return DONE


#: Decimals of a factor in the file: more than the intervals can tell apart.
_DECIMALS: Final = 3


@command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", "codes", multiple=True, help="Columns to compare (all languages that are columns).")
@click.option("--reference", default="en", show_default=True, help="The language that others are divided by.")
@click.option("--group", default="group", show_default=True, help="The column of the documents.")
@click.option(
    "--part",
    type=click.Choice([*PARTS, "all"]),
    default="fit",
    show_default=True,
    help="Documents to use: half are kept for finding missing words, the other half only for fitting.",
)
@click.option("--missing", "dimension", help="List the sentences that have this dimension in the reference only.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the factors as CSV.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row.")
@LEXICON
def calibrate(
    file: Path,
    codes: tuple[str, ...],
    reference: str,
    group: str,
    part: str,
    dimension: str | None,
    output: Path | None,
    as_json: bool,
    folder: Path | None,
) -> int:
    r"""Measure how the lexicons of two languages compare on sentences and their translations.

    FILE holds a sentence a row: a column for each language (named en, hi, ur) and the document it comes from.

    \b
    framing lexicon calibrate parallel.jsonl --output lexicons/calibration.csv
    framing lexicon calibrate parallel.jsonl --part find --missing praise
    """
    table = read_table(file)
    lexicon = load_lexicon(folder) if folder else default_lexicon()
    if dimension is not None:
        others = [code for code in compared(table, codes, reference, file.name) if code != reference]
        _list_missing(part_rows(table, group, part), others, reference, dimension, lexicon)
        return 0
    factors_by_language = measured(
        file, languages_of=codes, reference=reference, group=group, part=part, lexicon=lexicon
    )
    if output is not None:
        write_frame(factors_by_language.with_columns(pl.selectors.float().round(_DECIMALS)), output)
    if as_json:
        for row in factors_by_language.iter_rows(named=True):
            click.echo(json_line(row))
    elif output is None:
        _print(factors_by_language)
    return 0


def _list_missing(table: pl.DataFrame, codes: list[str], reference: str, dimension: str, lexicon: Lexicon) -> None:
    if dimension not in lexicon.codebook.dimensions:
        hint = near_or(dimension, lexicon.codebook.dimensions, "the dimensions are")
        raise UsageError("calibrate.dimension", f"no dimension '{dimension}'", "", hint)
    for code in codes:
        rows = missing(table, code, reference, dimension, lexicon)
        print_table(
            f"{dimension}: in {reference}, not in {code}: {rows.height} sentences",
            [(reference, "left"), ("hits", "left"), (code, "left")],
            rows.iter_rows(),
        )


def _print(table: pl.DataFrame) -> None:
    columns = [("language", "left"), ("dimension", "left"), ("hits", "right"), ("reference", "right")]
    columns += [
        ("factor", "right"),
        ("95 %", "left"),
        ("widened", "left"),
        ("rank corr.", "right"),
        ("ceiling", "right"),
    ]
    rows = [
        [
            row["language"],
            row["dimension"],
            str(row["hits"]),
            str(row["hits_reference"]),
            _number(row["factor"]),
            f"{_number(row['low'])} … {_number(row['high'])}",
            f"{_number(row['wide_low'])} … {_number(row['wide_high'])}",
            _number(row["correlation"]),
            _number(row["ceiling"]),
        ]
        for row in table.iter_rows(named=True)
    ]
    print_table("Translation-based factors", columns, rows)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"

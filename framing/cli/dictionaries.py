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
from framing.errors import LexiconError, UsageError, whole_file, writing
from framing.languages.registry import language, languages
from framing.lexicon.foreign.convert import FORMATS, format_of, from_entries, write_lexicon
from framing.lexicon.foreign.dictionary import Warnings
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.limits import DICTIONARY_BYTES
from framing.phrases import counted
from framing.validation.calibration import PARTS, counts, factors, missing, part_of
from framing.validation.validate import read_table

__all__ = ["calibrate", "export_dictionary", "import_dictionary"]


_FORMAT = click.option(
    "--format", "name", type=click.Choice(list(FORMATS)), help="The format (else told by the file's suffix)."
)


@command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--language", "code", type=click.Choice(list(languages())), required=True, help="Of its words.")
@_FORMAT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: entries by dimension, and warnings.")
def import_dictionary(file: Path, folder: Path, code: str, name: str | None, as_json: bool) -> int:
    r"""Make a lexicon folder of another program's dictionary.

    FILE is a dictionary of LIWC (.dic, .dicx), quanteda (.yml), Yoshikoder (.ykd), Lexicoder (.lc3), WordStat (.cat),
    VADER (.tsv) or a .csv with the columns term, category and weight. Each category becomes a dimension. What cannot be
    carried over is told, feature by feature. In a project, put the folder under its folder lexicons/.

    \b
    framing lexicon import moral.dic news/lexicons/moral --language en
    framing score article.txt --lexicon news/lexicons/moral
    """
    form = format_of(file, name)
    warnings = Warnings()
    try:
        dictionary = form.read(_text(file), warnings)
    except LexiconError as error:
        place = f"{file.name}: {error.where}" if error.where else file.name
        raise LexiconError(error.code, error.what, place, error.hint) from None
    with writing(folder):
        counts = write_lexicon(dictionary, folder, language(code), name=file.name, warnings=warnings)
    load_lexicon(folder)
    for line in warnings.lines():
        message(f"{file.name}: {line}")
    if as_json:
        click.echo(json_line({"folder": str(folder), "entries": counts, "warnings": warnings.lines()}))
    else:
        total = sum(counts.values())
        say(f"{folder}: {counted(total, 'entries', 'entry')} in {counted(len(counts), 'dimensions')}")
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
    """Write entries as a dictionary of another program.

    Inflected forms are spelt out, because other programs do not inflect. What the format cannot hold is told.
    """
    form = format_of(file, name)
    lexicon = load_lexicon(folder) if folder else default_lexicon()
    for one in dimensions:
        if one not in lexicon.codebook.dimensions:
            hint = f"the dimensions are {', '.join(lexicon.codebook.dimensions)}"
            raise UsageError("export.dimension", f"no dimension '{one}'", "", hint)
    entries = [entry for entry in lexicon.entries[code] if not dimensions or entry.dimension in dimensions]
    if not entries:
        raise UsageError("export.nothing", "no entries to write", "", "name another language or dimension")
    warnings = Warnings()
    dictionary = from_entries(entries, language(code), warnings)
    with whole_file(file) as draft:
        draft.write_text(form.write(dictionary, warnings), encoding="utf-8")
    for line in warnings.lines():
        message(f"{line}")
    patterns = sum(map(len, dictionary.categories.values()))
    say(f"{file}: {counted(len(entries), 'entries', 'entry')} as {counted(patterns, 'patterns')}", err=True)
    return DONE


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > DICTIONARY_BYTES:
            what = f"over {DICTIONARY_BYTES} bytes"
            raise LexiconError("foreign.too-large", what, file.name, "split the dictionary")
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        # Older LIWC and WordStat files are Windows text; every byte has a meaning there.
        return file.read_bytes().decode("cp1252", errors="replace")
    except OSError as error:
        raise LexiconError("foreign.unreadable", str(error.strerror), str(file), "check the path") from None


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
    codes = codes or tuple(code for code in languages() if code in table.columns)
    if len(set(codes)) < 2 or reference not in codes:
        hint = f"the columns are {', '.join(table.columns)}"
        raise UsageError("calibrate.languages", f"no two languages with '{reference}' among them", file.name, hint)
    if part != "all" and group in table.columns:
        table = table.filter(pl.col(group).cast(pl.String).map_elements(part_of, return_dtype=pl.String) == part)
    if dimension is not None:
        _list_missing(table, [code for code in codes if code != reference], reference, dimension, lexicon)
        return 0
    factors_by_language = factors(counts(table, codes, group, lexicon), reference=reference)
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
        hint = f"the dimensions are {', '.join(lexicon.codebook.dimensions)}"
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

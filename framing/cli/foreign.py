"""``framing lexicon import`` and ``export``: dictionaries of other programs."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.main import DONE
from framing.cli.options import LEXICON, command
from framing.cli.output import json_line, message, say
from framing.counting import counted
from framing.errors import LexiconError, UsageError, whole_file, writing
from framing.languages.registry import language, languages
from framing.lexicon.foreign.convert import FORMATS, format_of, from_entries, write_lexicon
from framing.lexicon.foreign.dictionary import Warnings
from framing.lexicon.lexicon import default_lexicon, load_lexicon
from framing.limits import DICTIONARY_BYTES

__all__ = ["export_dictionary", "import_dictionary"]

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

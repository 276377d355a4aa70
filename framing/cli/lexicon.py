"""``framing lexicon``: look into a lexicon and check it."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.calibrate import calibrate
from framing.cli.check import check, coverage
from framing.cli.expand import expand
from framing.cli.foreign import export_dictionary, import_dictionary
from framing.cli.options import LEXICON, group
from framing.cli.output import json_line, print_table
from framing.errors import UsageError
from framing.languages.registry import language, languages
from framing.lexicon.entries import COLUMNS, Entry
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon

__all__ = ["lexicon"]

_SHOWN = ("id", "term", "match", "kind", "weight", "gloss", "unless")
_FIELDS = ("id", "language", "dimension", *COLUMNS[1:])


@group()
def lexicon() -> None:
    """Check, show, expand, import, export and calibrate lexicons."""


lexicon.add_command(calibrate)
lexicon.add_command(check)
lexicon.add_command(coverage)
lexicon.add_command(expand)
lexicon.add_command(export_dictionary)
lexicon.add_command(import_dictionary)


@lexicon.command()
@click.argument("query", required=False, default="")
@click.option("--language", "code", type=click.Choice(list(languages())), help="Entries of this language only.")
@click.option("--forms", is_flag=True, help="List the inflected forms too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an entry.")
@LEXICON
def show(query: str, code: str | None, forms: bool, as_json: bool, folder: Path | None) -> int:
    """Show entries.

    QUERY is a dimension, a concept, an entry's id, or a piece of its term; all entries where it is left out.
    """
    loaded = _load(folder)
    found = [entry for entry in _entries(loaded) if (code is None or entry.language == code) and _answers(entry, query)]
    if not found:
        names = ", ".join(loaded.codebook.dimensions)
        raise UsageError(
            "lexicon.nothing", f"no entry for '{query}'", "", f"ask for a term, a concept or one of {names}"
        )
    if as_json:
        for entry in found:
            extra = {"forms": _forms(entry)} if forms else {}
            click.echo(json_line({**{name: getattr(entry, name) for name in _FIELDS}, **extra}))
        return 0
    columns = [(name, "right" if name == "weight" else "left") for name in _SHOWN]
    rows = [[_cell(getattr(entry, name)) for name in _SHOWN] for entry in found]
    if forms:
        columns.append(("forms", "left"))
        rows = [[*row, " ".join(_forms(entry))] for row, entry in zip(rows, found, strict=True)]
    print_table(f"{len(found)} {'entry' if len(found) == 1 else 'entries'}", columns, rows)
    return 0


def _cell(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _load(folder: Path | None) -> Lexicon:
    return load_lexicon(folder) if folder else default_lexicon()


def _entries(loaded: Lexicon) -> list[Entry]:
    return [entry for entries in loaded.entries.values() for entry in entries]


def _answers(entry: Entry, query: str) -> bool:
    return query in ("", entry.dimension, entry.concept, entry.id) or query in entry.term


def _forms(entry: Entry) -> list[str]:
    """All forms of the entry's inflected words."""
    spoken = language(entry.language)
    words = (word for slot in entry.slots(spoken) for word in slot.alternatives if word.pos)
    return sorted({form for word in words if word.pos for form in spoken.inflect(word.word, word.pos)})

"""``framing lexicon``: look into a lexicon and check it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from framing.cli.output import json_line, print_table
from framing.errors import UsageError
from framing.lexicon.compiling import compile_lexicon
from framing.lexicon.entries import COLUMNS, Entry
from framing.lexicon.lexicon import Lexicon, default_lexicon, load_lexicon
from framing.text.registry import language, languages

__all__ = ["lexicon"]

_SHOWN = ("id", "term", "match", "kind", "weight", "gloss", "unless")
_FIELDS = ("id", "language", "dimension", *COLUMNS[1:])
_FOLDER = click.option(
    "--lexicon", "folder", type=click.Path(path_type=Path, file_okay=False), help="A lexicon folder of your own."
)


@click.group()
def lexicon() -> None:
    """Check and show lexicons."""


@lexicon.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(folder: Path | None, as_json: bool) -> int:
    """Check a lexicon folder (the toolkit's own where none is named).

    Stops at the first entry that is not valid, with file, line and remedy. A valid lexicon is counted.
    """
    loaded = _load(folder)
    for code in languages():
        compile_lexicon(loaded, code)
    counts = Counter((entry.dimension, entry.language) for entry in _entries(loaded))
    if as_json:
        listed = [
            {"dimension": name, "language": code, "entries": number} for (name, code), number in sorted(counts.items())
        ]
        version = {"fingerprint": loaded.fingerprint, "version": loaded.codebook.version}
        click.echo(json_line({**version, "entries": listed}))
        return 0
    present = [name for name in loaded.codebook.dimensions if any(counts[name, code] for code in languages())]
    rows = [[name, *(str(counts[name, code]) for code in languages())] for name in present]
    title = f"Lexicon {loaded.codebook.version}, fingerprint {loaded.fingerprint[:12]}: valid"
    print_table(title, [("dimension", "left"), *((language(code).name, "right") for code in languages())], rows)
    return 0


@lexicon.command()
@click.argument("query", required=False, default="")
@click.option("--language", "code", type=click.Choice(list(languages())), help="Entries of this language only.")
@click.option("--forms", is_flag=True, help="List the inflected forms too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an entry.")
@_FOLDER
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

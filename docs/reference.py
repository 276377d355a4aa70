"""Pages of the site that are made of the code: commands, functions, tables, and a page for each dimension."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from html import escape
from inspect import cleandoc
from pathlib import Path
from typing import Final

import click
import polars as pl
import regex

import framing
from docs import notebooks
from framing.cli.main import framing as root
from framing.lexicon.codebook import Dimension
from framing.lexicon.lexicon import Lexicon
from framing.store.columns import meaning
from framing.store.layout import RUN, TABLES

__all__ = ["write_reference"]

#: Entries of a language that a page shows; the lexicon's files have all.
_ENTRIES: Final = 30
#: Written by ``python -m tests.benchmarks.frequent``.
_FREQUENT: Final = Path(__file__).with_name("frequent.csv")
_NAMES: Final = {"en": "English", "hi": "Hindi", "ur": "Urdu"}
#: Table of a project → what it is for. What is not named here can be made anew of the others.
_DATA: Final = {
    "articles": "the texts, and what is known of them: a row a version of an article",
    "runs": "what each run did, and the hash of every file that it wrote",
    "clusters": "which articles are near-duplicates",
    "rejects": "what could not be read, and why",
    "resolutions": "rejects that were tried again and did not come again",
    "amendments": "what a researcher corrected",
    "erasures": "hashes of what was erased, so that it is not added again",
    "codes": "what people say of articles",
    "draws": "which articles were drawn for people, and with what chance",
    "validations": "how machines did on codes",
    "burns": "codes that a lexicon was tuned on",
    "verdicts": "which hits readers judged right or wrong",
    "gold": "gold sets that somebody has named",
}


def write_reference(folder: Path) -> None:
    """Write all pages that are made of the code; the folder is theirs alone."""
    folder.mkdir(exist_ok=True)
    (folder / "commands.md").write_text("".join(_commands()), encoding="utf-8")
    (folder / "functions.md").write_text("".join(_functions()), encoding="utf-8")
    (folder / "tables.md").write_text("".join(_tables()), encoding="utf-8")
    for path in notebooks.FOLDER.glob("*.ipynb"):
        page = notebooks.page_of(json.loads(path.read_text(encoding="utf-8")))
        (folder / f"{path.stem}.md").write_text(page, encoding="utf-8")
    dimensions = folder / "dimensions"
    dimensions.mkdir(exist_ok=True)
    lexicon = framing.default_lexicon()
    validity, frequent = _validity(), pl.read_csv(_FREQUENT)
    for name, dimension in lexicon.codebook.dimensions.items():
        page = "".join(_dimension(dimension, lexicon, validity, frequent))
        (dimensions / f"{name}.md").write_text(page, encoding="utf-8")
    names = "\n".join(lexicon.codebook.dimensions)
    page = f"# Dimensions\n\n{_scales(lexicon)}\n```{{toctree}}\n:maxdepth: 1\n\n{names}\n```\n"
    (dimensions / "index.md").write_text(page, encoding="utf-8")


#: Modules that are public themselves.
_ROOMS: Final = ("cluster", "figures", "plot")


def _commands(group: click.Group = root, name: str = "framing") -> Iterator[str]:
    if group is root:
        yield "# Commands\n\nWhat `--help` says of each, made of the commands themselves.\n"
    context = click.Context(group, info_name=name)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _commands(command, f"{name} {part}")
            continue
        inner = click.Context(command, info_name=f"{name} {part}", max_content_width=100, terminal_width=100)
        yield f"\n## {name} {part}\n\n```text\n{command.get_help(inner)}\n```\n"


def _functions() -> Iterator[str]:
    yield "# Functions and classes\n\nWhat `framing` names; [From Python](../python.md) tells which command is which.\n"
    names = [name for name in framing.__all__ if name not in ("__version__", *_ROOMS)]
    for title, kind, is_class in (("Functions", "function", False), ("Classes", "class", True)):
        yield f"\n## {title}\n"
        for name in names:
            found = getattr(framing, name)
            if isinstance(found, type) == is_class:
                members = "\n   :members:" if is_class and not issubclass(found, Exception) else ""
                yield f"\n```{{eval-rst}}\n.. auto{kind}:: framing.{name}{members}\n```\n"

    for room in _ROOMS:
        yield f"\n## framing.{room}\n\n```{{eval-rst}}\n.. automodule:: framing.{room}\n   :members:\n```\n"


def _tables() -> Iterator[str]:
    yield cleandoc("""
        # Tables of a project

        Each is a [Delta Lake](https://delta.io) table in the project's folder. *Data* cannot be had again from anything
        else; *found* is made of the articles and the lexicon, by `framing rescore`. What begins with a dot beside them
        (`.framing.kept`, `.framing.ledger`) is a cache and may be deleted, but for `.framing.spool`, which holds codes
        that no writer has taken in.
    """)
    for name, columns in {**TABLES, "runs": RUN}.items():
        kind = f"*data*: {_DATA[name]}" if name in _DATA else "*found*"
        yield f"\n\n## {name}\n\n{kind}\n\n| column | type | meaning |\n|---|---|---|\n"
        for column, dtype in columns.items():
            yield f"| `{column}` | {_cell(str(dtype))} | {_cell(meaning(name, column))} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _validity() -> pl.DataFrame:
    with (framing.lexicons_folder() / "validity.csv").open(encoding="utf-8") as file:
        return pl.DataFrame(list(csv.DictReader(file)))


def _scales(lexicon: Lexicon) -> str:
    rows = [
        f"| `{name}` | {' + '.join(scale.positive)} | {' + '.join(scale.negative) or '–'} | {_cell(scale.definition)} |"
        for name, scale in lexicon.codebook.scales.items()
    ]
    return "\n".join(["| scale | of | against | |", "|---|---|---|---|", *rows, ""])


def _dimension(dimension: Dimension, lexicon: Lexicon, validity: pl.DataFrame, frequent: pl.DataFrame) -> Iterator[str]:
    name = dimension.name
    yield f"# {dimension.label}\n\n`{name}`, of the family {dimension.family}. {dimension.definition}\n"
    for title, rules in (("It counts", dimension.include), ("It does not count", dimension.exclude)):
        if rules:
            yield f"\n## {title}\n\n" + "".join(f"- {rule}\n" for rule in rules)
    yield "\n## Examples\n\n"
    for code, sentences in dimension.examples.items():
        yield from (f"- {_NAMES.get(code, code)}: {_said(sentence, code)}\n" for sentence in sentences)
    yield "\n## Entries\n\n"
    for code, entries in lexicon.entries.items():
        own = [entry.term for entry in entries if entry.dimension == name]
        spread = own[:: max(1, len(own) // _ENTRIES)][:_ENTRIES]
        shown = " · ".join(f'<bdi lang="{code}">{escape(term)}</bdi>' for term in spread)
        yield f"**{_NAMES.get(code, code)}** ({len(own)}, such as): {shown}\n\n"
    yield from _hits(frequent.filter(pl.col("dimension") == name), lexicon)
    rows = validity.filter(pl.col("measure") == name).to_dicts()
    yield "## What was measured\n\n"
    if not rows:
        yield "Nothing yet: `framing sample` and `framing validate` measure it on your own news.\n"
        return
    yield "| | language | data | figure | | 95 % | n |\n|---|---|---|---|---|---|---|\n"
    for row in rows:
        interval = f"{row['low']} … {row['high']}" if row["low"] else "–"
        cells = [row["check"], _NAMES.get(row["language"], row["language"]), row["data"], row["figure"]]
        yield f"| {' | '.join(map(_cell, [*cells, row['value'], interval, row['n']]))} |\n"


def _hits(rows: pl.DataFrame, lexicon: Lexicon) -> Iterator[str]:
    """The entries that real news has most: an entry that is much of a dimension is worth a look in one's own news."""
    yield "## Frequent hits\n\n"
    yield "Hits for every million words of news (9.1 million words, all voices and sections; counted by\n"
    yield "`python -m tests.benchmarks.frequent`).\n\n"
    for code, entries in lexicon.entries.items():
        terms = {entry.id: entry.term for entry in entries}
        own = rows.filter(pl.col("language") == code, pl.col("entry_id").is_in(list(terms)))
        shown = " · ".join(
            f'<bdi lang="{code}">{escape(terms[entry])}</bdi> {rate:g}'
            for entry, rate in own.select("entry_id", "per_million").iter_rows()
        )
        yield f"**{_NAMES.get(code, code)}**: {shown or 'none'}\n\n"


def _said(sentence: str, code: str) -> str:
    """A sentence in its own language and direction, the evoking words bold."""
    marked = regex.sub(r"\[(.*?)\]", r"<strong>\1</strong>", escape(sentence))
    return f'<bdi lang="{code}">{marked}</bdi>'

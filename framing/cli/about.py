"""``framing cite``, ``dimensions``, ``formats``: citing the toolkit, what it measures, what it reads and writes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from framing.cli.main import DONE
from framing.cli.options import LEXICON, command, named_project
from framing.cli.output import data, json_line, print_table
from framing.errors import UsageError
from framing.lexicon.lexicon import load_lexicon
from framing.lexicons import citation
from framing.lexicons import dimensions as listed
from framing.store.formats import formats as known
from framing.store.project import open_project

__all__ = ["cite", "dimensions", "formats"]


@command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: lists of what is read and written.")
def formats(as_json: bool) -> int:
    r"""List the formats of files that can be read and written, and the extra of the package that each needs.

    \b
    framing formats
    pip install 'framing-toolkit[r]'   # for what says "pip install …"
    """
    table = known()
    if as_json:
        keys = ("format", "suffixes", "extra", "installed")
        click.echo(json_line({kind: table.filter(kind=kind).select(keys).to_dicts() for kind in ("read", "written")}))
        return DONE
    columns = [("format", "left"), ("files", "left"), ("needs", "left")]
    for title, kind in (("Read", "read"), ("Written", "written")):
        rows = table.filter(kind=kind).to_dicts()
        print_table(title, columns, [(row["format"], " ".join(row["suffixes"]), _needs(row)) for row in rows])
    return DONE


def _needs(row: dict[str, Any]) -> str:
    extra = row["extra"]
    if not extra:
        return ""
    return f"{extra} (installed)" if row["installed"] else f"pip install 'framing-toolkit[{extra}]'"


@command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@LEXICON
@click.option(
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    help="The lexicon of this project, with its own dictionaries (else that of FRAMING_PROJECT, else the toolkit's).",
)
def cite(as_json: bool, folder: Path | None, project: Path | None) -> int:
    r"""Say how to cite the toolkit and its lexicon: a number depends on both.

    \b
    framing cite
    framing cite --project news
    """
    if folder and project:
        raise UsageError("cite.usage", "--lexicon and --project are two lexicons", "", "give one of them")
    home = None if folder else project or named_project()
    cited = citation(load_lexicon(folder) if folder else open_project(home).lexicon() if home else None)
    if as_json:
        click.echo(json_line(cited))
    else:
        data(f"{cited['text']}\n\n{cited['bibtex']}\n")
    return DONE


@command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a dimension, with its whole definition.")
@LEXICON
def dimensions(as_json: bool, folder: Path | None) -> int:
    r"""List what is measured: each dimension with its family, its definition and its entries by language.

    \b
    framing dimensions
    """
    table = listed(load_lexicon(folder) if folder else None)
    if as_json:
        for row in table.iter_rows(named=True):
            click.echo(json_line(row))
        return DONE
    codes = table.columns[4:]
    columns = [("dimension", "left"), ("family", "left"), *((code, "right") for code in codes), ("definition", "left")]
    rows = [
        [row["dimension"], row["family"], *(f"{row[code]:,}" for code in codes), row["definition"]]
        for row in table.iter_rows(named=True)
    ]
    print_table(f"{table.height} dimensions", columns, rows)
    return DONE

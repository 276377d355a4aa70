"""``framing formats``: the formats that can be read and written, and what each needs."""

from __future__ import annotations

import click

from framing.cli.main import DONE
from framing.cli.options import command
from framing.cli.output import json_line, print_table
from framing.ingest.archives import PACKED, TARS
from framing.ingest.formats import FORMATS, missing
from framing.store.formats import FORMATS as WRITTEN
from framing.store.formats import WRITTEN_BY

__all__ = ["formats"]


@command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: lists of what is read and written.")
def formats(as_json: bool) -> int:
    r"""List the formats of files that can be read and written, and the extra of the package that each needs.

    \b
    Such as: framing formats
             pip install 'framing-toolkit[r]'   # for what says "pip install …"
    """
    archives = ("archives", (".zip", *TARS, *PACKED), "")
    kinds = [*((known.name, known.suffixes, known.extra) for known in FORMATS), archives]
    read = [(name, list(suffixes), extra) for name, suffixes, extra in kinds]
    written = [(name, [f".{'R' if name == 'r' else name}"], WRITTEN_BY.get(name, "")) for name in WRITTEN]
    if as_json:
        keys = ("format", "suffixes", "extra", "installed")
        tables = {"read": read, "written": written}
        rows = {
            kind: [dict(zip(keys, (*row, not missing(row[2])), strict=True)) for row in table]
            for kind, table in tables.items()
        }
        click.echo(json_line(rows))
        return DONE
    columns = [("format", "left"), ("files", "left"), ("needs", "left")]
    for title, table in (("Read", read), ("Written", written)):
        print_table(title, columns, [(name, " ".join(suffixes), _needs(extra)) for name, suffixes, extra in table])
    return DONE


def _needs(extra: str) -> str:
    if not extra:
        return ""
    return f"pip install 'framing-toolkit[{extra}]'" if missing(extra) else f"{extra} (installed)"

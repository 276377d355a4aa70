"""``framing formats``: the formats that can be read and written, and what each needs."""

from __future__ import annotations

from typing import Any

import click

from framing.cli.main import DONE
from framing.cli.options import command
from framing.cli.output import json_line, print_table
from framing.store.formats import formats as known

__all__ = ["formats"]


@command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: lists of what is read and written.")
def formats(as_json: bool) -> int:
    r"""List the formats of files that can be read and written, and the extra of the package that each needs.

    \b
    Such as: framing formats
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

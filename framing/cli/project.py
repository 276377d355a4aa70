"""``framing init``, ``verify``: a project folder and what is in it."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.main import DONE, FAILED
from framing.cli.options import PROJECT, command
from framing.cli.output import json_line, message, say
from framing.counting import counted
from framing.errors import UsageError
from framing.store.layout import MARKER
from framing.store.project import init_project
from framing.store.verify import verify_project

__all__ = ["init", "verify"]


@command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--shared", is_flag=True, help="For your group as well, to read and to write.")
def init(folder: Path, shared: bool) -> int:
    """Make a new project folder, which nobody but you can read.

    DIR must be new or empty; a folder that is a project already is left as it is.
    """
    existed = (folder / MARKER).is_file()
    if existed and shared:
        what, hint = "it is a project already, and stays as it is", "chmod and chgrp change whose it is"
        raise UsageError("init.shared", what, str(folder), hint)
    project = init_project(folder, shared=shared)
    made = f"new project, for {'your group' if shared else 'you alone'}"
    hint = "" if existed else f"; add articles with: framing add PATH --project {folder}"
    say(f"{project.folder}: {'is a project already' if existed else made}{hint}", err=True)
    return DONE


@command()
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: what was checked, and all damage.")
def verify(folder: Path, as_json: bool) -> int:
    """Check every file of a project against its recorded SHA-256, and every count.

    Exit code 1 if a file is damaged, missing or cannot be read. The files of the last run itself are vouched for by a
    seal, those of earlier runs by the run after them.
    """
    found = verify_project(folder)
    if as_json:
        damage, unread = (
            [{"file": one.file, "reason": one.reason} for one in files] for files in (found.damage, found.unread)
        )
        counts = {"runs": found.runs, "files": found.files, "bytes": found.size}
        told = {"damage": damage, "unread": unread, "notes": list(found.notes)}
        click.echo(json_line({"project": str(folder.absolute()), **counts, **told}))
    else:
        for line in (*found.damage, *found.unread):
            say(f"{line.file}: {line.reason}")
        for note in found.notes:
            message(note)
        states = ((len(found.damage), "damaged"), (len(found.unread), "could not be read"))
        verdict = ", ".join(f"{number} {state}" for number, state in states if number) or "all as written"
        sizes = ((found.runs, "runs"), (found.files, "files"), (found.size, "bytes"))
        say(f"{', '.join(counted(*size) for size in sizes)}: {verdict}")
    return FAILED if found.damage or found.unread else DONE

"""``framing compact``: a project's many small files become few."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import json_line, message, say
from framing.counting import counted
from framing.store.compact import compact as compact_project
from framing.store.project import open_project

__all__ = ["compact"]


@command()
@PROJECT
@click.option("--purge", is_flag=True, help="Delete replaced files at once; another program just reading them fails.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: files and bytes before and afterwards.")
def compact(folder: Path, purge: bool, as_json: bool) -> int:
    """Rewrite a project's many small files into few, and sum up its logs.

    Nothing that the project says changes: all versions of articles and all earlier scorings stay. Interrupted, it
    is simply started again. Replaced files stay for an hour, for other programs that are just reading them; the next
    command that writes deletes them.
    """
    found = compact_project(open_project(folder), purge=purge)
    if as_json:
        click.echo(json_line(asdict(found)))
        return DONE
    before, after, waiting = (f"{size / 1e6:.1f} MB" for size in (found.size, found.size_left, found.waiting))
    files, runs = counted(found.files, "data files"), counted(found.runs, "runs")
    say(f"{files} of {before}: now {found.files_left:,} of {after}; {runs} summed up")
    if found.waiting:
        why = "stay for an hour, for programs that read them now"
        message(f"replaced files ({waiting}) {why}; --purge deletes them at once")
    return DONE

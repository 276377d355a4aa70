"""``framing sql``: a project as views, for DuckDB."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import data, json_line
from framing.store.project import open_project
from framing.store.sql import views

__all__ = ["sql"]


@command()
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the statements.")
def sql(folder: Path, as_json: bool) -> int:
    """Print SQL that makes views of a project for DuckDB: articles, outlets (their names), evidence, scores and others.

    Such as: framing sql > views.sql, and then: duckdb -init views.sql. The views show the newest version of each
    article in the project as it is now; make them anew when it has changed.
    """
    project = open_project(folder)
    statements = views(project)
    if as_json:
        click.echo(json_line({"version": project.version(), "sql": statements}))
    else:
        data(statements)
    return DONE

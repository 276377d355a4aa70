"""``framing erase``: takedown requests."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT
from framing.cli.output import json_line
from framing.errors import UsageError
from framing.store.commit import Commits
from framing.store.erase import find_articles
from framing.store.project import open_project

__all__ = ["erase"]


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@PROJECT
@click.option("--yes", is_flag=True, help="Do it; without it, nothing is erased.")
@click.option("--reason", default="", help="Kept for good with the record, so name nobody in it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: how many articles, rejects and rows.")
def erase(articles: tuple[str, ...], folder: Path, yes: bool, reason: str, as_json: bool) -> int:
    """Purge articles from every file of a project, with all their versions and all that was found in them.

    ARTICLE is an id, an address, or the place that a reject came from. There is no way back. What stays is a record
    without text: hashes of id, address and content, the time and the reason. By them the article is known when it comes
    again, and is not added. Interrupted, the next command that writes completes it.
    """
    project = open_project(folder)
    if not yes:
        found = find_articles(project, project.history().runs, articles, reason=reason)
        what = f"this would erase {_said(len(found.articles), len(found.rejects))} for good"
        raise UsageError("erase.yes", what, str(project.folder), "say --yes to do it")
    with Commits(project) as commits:
        found = find_articles(project, commits.history.runs, articles, reason=reason)
        rows = commits.erase(found)
    if as_json:
        numbers = {"articles": len(found.articles), "rejects": len(found.rejects), "rows": rows}
        click.echo(json_line({"project": str(project.folder), "version": project.version(), **numbers}))
    else:
        click.echo(f"erased {_said(len(found.articles), len(found.rejects))}: {rows} rows")
        click.echo("framing: the files that they were added from are not part of the project and still there", err=True)
    return DONE


def _said(articles: int, rejects: int) -> str:
    numbers = ((articles, "article"), (rejects, "reject"))
    return " and ".join(f"{number} {noun}{'s' * (number != 1)}" for number, noun in numbers if number or noun[0] == "a")

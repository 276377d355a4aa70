"""``framing erase``: takedown requests."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import json_line, message, say
from framing.errors import UsageError
from framing.phrases import counted
from framing.store.commit import Commits
from framing.store.erase import erased_before, find_articles, pending
from framing.store.project import Project, open_project

__all__ = ["erase"]


_NOTHING: Final = {"articles": 0, "rejects": 0}


@command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@PROJECT
@click.option("--yes", is_flag=True, help="Do it; without it, nothing is erased.")
@click.option("--reason", default="", help="Kept for good with the record, so name nobody in it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: how many articles, rejects and rows.")
def erase(articles: tuple[str, ...], folder: Path, yes: bool, reason: str, as_json: bool) -> int:
    """Purge articles from every file of a project, with all their versions and all that was found in them.

    ARTICLE is an id, an address, or the place that a reject came from. There is no way back. What stays is a record
    without text: hashes of id, address and content, the time and the reason. By them the article is known when it comes
    again, and is not added. Interrupted, the next command that writes completes it; the same command says so.
    """
    project = open_project(folder)
    if not yes:
        raise UsageError("erase.yes", _asked(project, articles), str(project.folder), "say --yes to do it")
    with Commits(project) as commits:
        done = commits.completed
        left = [name for name in articles if done is None or name not in done.names]
        before = erased_before(project, commits.history.runs, left)
        left = [name for name in left if name not in before]
        # Where nothing is left to find, nothing is written.
        erasure = find_articles(project, commits.history.runs, left, reason=reason) if left else None
        rows = commits.erase(erasure) if erasure is not None else 0
    numbers = {"articles": len(erasure.articles), "rejects": len(erasure.rejects)} if erasure else _NOTHING
    if as_json:
        more = {"rows": rows, "completed": done is not None, "erased_before": list(before)}
        click.echo(json_line({"project": str(project.folder), "version": project.version(), **numbers, **more}))
        return DONE
    if done is not None:
        say(f"completed the erasure that was interrupted: {_counts(len(done.articles), len(done.rejects))}")
    for name, moment in before.items():
        say(f"{name}: erased before, on {moment:%Y-%m-%d}")
    if erasure is not None:
        say(f"erased {_counts(**numbers)}: {counted(rows, 'rows')}")
    message("the files that they were added from are not part of the project and still there")
    return DONE


def _asked(project: Project, articles: tuple[str, ...]) -> str:
    """What would be done."""
    noted = pending(project.folder)
    left = [name for name in articles if noted is None or name not in noted.names]
    parts = ["complete the erasure that was interrupted"] if noted is not None else []
    if left:
        erasure = find_articles(project, project.history().runs, left, reason="")
        parts.append(f"erase {_counts(len(erasure.articles), len(erasure.rejects))} for good")
    return f"this would {' and '.join(parts)}"


def _counts(articles: int, rejects: int) -> str:
    return " and ".join([counted(articles, "articles"), *([counted(rejects, "rejects")] if rejects else [])])

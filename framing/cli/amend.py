"""``framing amend``, ``framing erase``: what a researcher corrects of what is known of articles, and takedowns."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import json_line, message, say
from framing.errors import UsageError
from framing.phrases import counted
from framing.projects import erase as erase_articles
from framing.store.amend import amend as amend_articles
from framing.store.erase import find_articles, pending
from framing.store.project import Project, open_project

__all__ = ["amend", "erase"]


@command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE…")
@PROJECT
@click.option("--yes", is_flag=True, help="Do it; without it, nothing is erased.")
@click.option("--reason", default="", help="Kept for good with the record, so name nobody in it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: how many articles, rejects and rows.")
def erase(articles: tuple[str, ...], folder: Path, yes: bool, reason: str, as_json: bool) -> int:
    r"""Purge articles from every file of a project, with all their versions and all that was found in them.

    ARTICLE is an id, an address, or the place that a reject came from. There is no way back. What stays is a record
    without text: hashes of id, address and content, the time and the reason. By them the article is known when it comes
    again, and is not added. Interrupted, the next command that writes completes it; the same command says so.

    \b
    framing erase 003_8e66cc77db7f60df.txt --reason takedown --yes --project news
    """
    project = open_project(folder)
    if not yes:
        raise UsageError("erase.yes", _asked(project, articles), str(project.folder), "say --yes to do it")
    erased = erase_articles(project, articles, reason=reason)
    done, numbers = erased.completed, {"articles": len(erased.articles), "rejects": len(erased.rejects)}
    if as_json:
        more = {"rows": erased.rows, "completed": done is not None, "erased_before": list(erased.before)}
        click.echo(json_line({"project": str(project.folder), "version": project.version(), **numbers, **more}))
        return DONE
    if done is not None:
        say(f"completed the erasure that was interrupted: {_counts(len(done.articles), len(done.rejects))}")
    for name, moment in erased.before.items():
        say(f"{name}: erased before, on {moment:%Y-%m-%d}")
    if any(numbers.values()):
        say(f"erased {_counts(**numbers)}: {counted(erased.rows, 'rows')}")
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


@command()
@click.argument("words", nargs=-1, required=True, metavar="ARTICLE… KEY=VALUE…")
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the articles and what changed.")
def amend(words: tuple[str, ...], folder: Path, as_json: bool) -> int:
    r"""Correct what is known about articles: outlet, country, source, source_country, genre, date, byline, group.NAME.

    ARTICLE is an id or an address; an empty value (country=) says that it is not known. The text is not scored anew,
    and the amendment holds also when the article's file is added again. A corrected text comes in by 'framing add'.

    \b
    framing amend 003_8e66cc77db7f60df.txt outlet=jang-urdu genre=news --project news
    """
    # Addresses have equals signs too: the changes are the words at the end that begin with a field.
    split = next((place for place, word in enumerate(words) if _is_change(word)), len(words))
    articles, changes = words[:split], words[split:]
    if not articles or not changes:
        what = "name one or more articles and then what changes"
        raise UsageError("amend.usage", what, "", "such as: framing amend ARTICLE outlet=bbc-hindi date=2026-02-05")
    if wrong := [word for word in changes if not _is_change(word)]:
        raise UsageError("amend.usage", f"'{wrong[0]}' is no change", "", "write KEY=VALUE, articles first")
    pairs = dict(word.split("=", 1) for word in changes)
    if len(pairs) < len(changes):
        raise UsageError("amend.usage", "a field is given twice", " ".join(changes), "give it one value")
    amended = amend_articles(open_project(folder), articles, pairs)
    if as_json:
        rows = [
            dict(zip(("article_id", "field", "before", "after"), change, strict=True)) for change in amended.changes
        ]
        click.echo(json_line({"articles": list(amended.articles), "changes": rows}))
        return DONE
    for article, field, before, after in amended.changes:
        say(f"{article}: {field} {before or '–'} → {after or '–'}")
    if not amended.changes:
        message("it was so already; nothing was changed")
    return DONE


def _is_change(word: str) -> bool:
    key, equals, _ = word.partition("=")
    return bool(equals) and key.replace("_", "").replace(".", "", 1).replace("-", "").isalnum()

"""``framing amend``: what a researcher corrects of what is known about an article."""

from __future__ import annotations

from pathlib import Path

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import json_line, message, say
from framing.errors import UsageError
from framing.store.amend import amend as amend_articles
from framing.store.project import open_project

__all__ = ["amend"]


@command()
@click.argument("words", nargs=-1, required=True, metavar="ARTICLE… KEY=VALUE…")
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the articles and what changed.")
def amend(words: tuple[str, ...], folder: Path, as_json: bool) -> int:
    """Correct what is known about articles: outlet, country, source, source_country, genre, date, byline, group.NAME.

    ARTICLE is an id or an address; an empty value (country=) says that it is not known. The text is not scored anew,
    and the amendment holds also when the article's file is added again. A corrected text comes in by 'framing add'.
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

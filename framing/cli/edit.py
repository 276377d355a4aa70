"""``framing amend``: what a researcher corrects of what is known about an article.

``framing erase``: takedown requests.

``framing boilerplate``: what cleaning cuts, and the lines that outlets repeat.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command, group
from framing.cli.output import data, json_line, message, print_table, say
from framing.errors import UsageError
from framing.ingest.article.articles import as_cuts
from framing.ingest.article.boilerplate import learn as learn_lines
from framing.ingest.article.boilerplate import merge, newest_rules, write_rules
from framing.ingest.article.cuts import rebuild
from framing.modes import make_folder
from framing.phrases import counted
from framing.store.amend import amend as amend_articles
from framing.store.commit import Commits
from framing.store.erase import erased_before, find_articles, pending
from framing.store.filters import Naming
from framing.store.integrity import write_atomically
from framing.store.project import Project, open_project
from framing.store.rescore import apply_boilerplate

__all__ = ["amend", "boilerplate", "erase"]


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
    found = amend_articles(open_project(folder), articles, pairs)
    if as_json:
        rows = [dict(zip(("article_id", "field", "before", "after"), change, strict=True)) for change in found.changes]
        click.echo(json_line({"articles": list(found.articles), "changes": rows}))
        return DONE
    for article, field, before, after in found.changes:
        say(f"{article}: {field} {before or '–'} → {after or '–'}")
    if not found.changes:
        message("it was so already; nothing was changed")
    return DONE


def _is_change(word: str) -> bool:
    key, equals, _ = word.partition("=")
    return bool(equals) and key.replace("_", "").replace(".", "", 1).replace("-", "").isalnum()


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
        found = find_articles(project, commits.history.runs, left, reason=reason) if left else None
        rows = commits.erase(found) if found is not None else 0
    numbers = {"articles": len(found.articles), "rejects": len(found.rejects)} if found else _NOTHING
    if as_json:
        more = {"rows": rows, "completed": done is not None, "erased_before": list(before)}
        click.echo(json_line({"project": str(project.folder), "version": project.version(), **numbers, **more}))
        return DONE
    if done is not None:
        say(f"completed the erasure that was interrupted: {_said(len(done.articles), len(done.rejects))}")
    for name, moment in before.items():
        say(f"{name}: erased before, on {moment:%Y-%m-%d}")
    if found is not None:
        say(f"erased {_said(**numbers)}: {counted(rows, 'rows')}")
    message("the files that they were added from are not part of the project and still there")
    return DONE


def _asked(project: Project, articles: tuple[str, ...]) -> str:
    """What would be done."""
    noted = pending(project.folder)
    left = [name for name in articles if noted is None or name not in noted.names]
    parts = ["complete the erasure that was interrupted"] if noted is not None else []
    if left:
        found = find_articles(project, project.history().runs, left, reason="")
        parts.append(f"erase {_said(len(found.articles), len(found.rejects))} for good")
    return f"this would {' and '.join(parts)}"


def _said(articles: int, rejects: int) -> str:
    return " and ".join([counted(articles, "articles"), *([counted(rejects, "rejects")] if rejects else [])])


#: Characters of a line that a table shows.
_SHOWN: Final = 120


@group()
def boilerplate() -> None:
    """Learn, show and cut the lines that outlets repeat around their articles.

    What many sites share is cut when articles are added. What one outlet repeats is only cut after `learn` has found it
    and `apply` (or adding again) has used it; `show` tells what was cut and what was learned.
    """


@boilerplate.command()
@PROJECT
@click.option("--minimum", type=click.IntRange(2), default=5, show_default=True, help="Articles with a line, at least.")
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    default=0.02,
    show_default=True,
    help="Part of the outlet's articles with it, at least; a tenth for lines as long as a sentence.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be learned, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the version and its lines.")
def learn(folder: Path, minimum: int, share: float, dry_run: bool, as_json: bool) -> int:
    """Find the lines that stand in many articles of an outlet, and write them into the project.

    They lie in boilerplate/NNNN.csv, one file a time, and the last file counts. Read it before `apply`: 'no' under
    'use' keeps a line in the articles. The same articles give the same file, in whatever order they were added.
    """
    project = open_project(folder)
    articles = project.load().articles.select("outlet", "text", "cut")
    texts = ((outlet, rebuild(text, as_cuts(cut))) for outlet, text, cut in articles.iter_rows())
    before = newest_rules(project.folder)
    rules = merge(learn_lines(texts, minimum=minimum, share=share), before)
    version = project.boilerplate().version
    new = rules != before
    if new and not dry_run:
        version += 1
        path, content = write_rules(rules, version)
        make_folder((project.folder / path).parent)
        write_atomically(project.folder / path, content)
        message(f"{project.folder / path}: {counted(len(rules), 'lines')}; cut them with 'framing boilerplate apply'")
    elif not new:
        message(f"nothing new: {counted(len(before), 'lines')}, as learned before")
    name = project.outlets().name
    if as_json:
        lines = [
            {
                "outlet": rule.outlet,
                "outlet_name": name(rule.outlet),
                "use": rule.use,
                "articles": rule.articles,
                "of": rule.of,
                "line": rule.line,
            }
            for rule in rules
        ]
        click.echo(json_line({"project": str(project.folder), "version": version, "lines": lines}))
    elif rules:
        cells = ([name(rule.outlet), f"{rule.articles} of {rule.of}", rule.line[:_SHOWN]] for rule in rules if rule.use)
        print_table("Lines that outlets repeat", [("outlet", "left"), ("articles", "right"), ("line", "left")], cells)
    return DONE


@boilerplate.command()
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: how many articles changed.")
def apply(folder: Path, as_json: bool) -> int:
    """Clean all articles of a project again, with what was learned.

    An article whose text changes becomes a new version of the same id and is scored anew; the others are not touched.
    """
    project = open_project(folder)
    counts = apply_boilerplate(project)
    if as_json:
        found = {"project": str(project.folder), "version": project.version(), "changed": counts.articles}
        click.echo(json_line(found))
    else:
        say(f"{counted(counts.articles, 'articles are', 'article is')} another now")
    return DONE


@boilerplate.command()
@click.argument("article", required=False)
@PROJECT
@click.option("--outlet", help="What was cut of this outlet's articles, most frequent first.")
@click.option("--raw", is_flag=True, help="With an article: its raw text, put together again.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a piece.")
def show(article: str | None, folder: Path, outlet: str | None, raw: bool, as_json: bool) -> int:
    """Show what was cut: of one ARTICLE, of an --outlet, or how often by each rule.

    A piece is shown with its rule and the offset in the cleaned text at which it stood.
    """
    project = open_project(folder)
    if article is not None and outlet is not None:
        raise UsageError("boilerplate.usage", "an article and an --outlet are named", "", "name one of them")
    if article is not None:
        _show_article(project, article, raw=raw, as_json=as_json)
        return DONE
    articles = project.load().articles
    if outlet is not None:
        naming = Naming(project.outlets().among(articles), project.lexicon())
        outlet = naming.key("outlet", outlet, set(articles["outlet"]), code="boilerplate.outlet")
        articles = articles.filter(articles["outlet"] == outlet)
    pieces: Counter[tuple[str, str]] = Counter()
    for found in articles["cut"].to_list():
        once = {(cut.rule, " ".join(cut.text.split())) for cut in as_cuts(found) if cut.rule != "space"}
        pieces.update((rule, text if outlet is not None else "") for rule, text in once)
    rows = sorted(pieces.items(), key=lambda item: (-item[1], item[0]))
    if as_json:
        for (rule, text), count in rows:
            click.echo(json_line({"rule": rule, "articles": count, **({"text": text} if outlet is not None else {})}))
    elif not rows:
        message("nothing was cut")
    else:
        columns = [("rule", "left"), ("articles", "right")] + ([("text", "left")] if outlet is not None else [])
        cells = ([rule, str(count), *([text[:_SHOWN]] if outlet is not None else [])] for (rule, text), count in rows)
        print_table("What was cut", columns, cells)
    return DONE


def _show_article(project: Project, article: str, *, raw: bool, as_json: bool) -> None:
    articles = project.load().articles
    found = articles.filter(articles["article_id"] == article)
    if found.is_empty():
        hint = "name it by its article_id"
        raise UsageError("boilerplate.article", f"there is no article '{article}'", str(project.folder), hint)
    text, cut = found.select("text", "cut").row(0)
    cuts = as_cuts(cut)
    if raw:
        data(rebuild(text, cuts) + "\n")
        return
    shown = [piece for piece in cuts if piece.rule != "space"]
    if as_json:
        for piece in shown:
            click.echo(json_line({"rule": piece.rule, "at": piece.at, "text": piece.text}))
    elif not shown:
        message("nothing was cut of it but blank lines" if cuts else "nothing was cut of it")
    else:
        cells = ([piece.rule, str(piece.at), " ".join(piece.text.split())] for piece in shown)
        print_table("What was cut", [("rule", "left"), ("at", "right"), ("text", "left")], cells)

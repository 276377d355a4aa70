"""``framing boilerplate``: what cleaning cuts, and the lines that outlets repeat."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, group
from framing.cli.output import data, json_line, message, print_table, say
from framing.errors import UsageError
from framing.ingest.article.articles import as_cuts
from framing.ingest.article.boilerplate import write_rules
from framing.ingest.article.cuts import rebuild
from framing.naming import Naming
from framing.phrases import counted
from framing.projects import learn_boilerplate
from framing.store.project import Project, open_project
from framing.store.rescore import apply_boilerplate

__all__ = ["boilerplate"]


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
    r"""Find the lines that stand in many articles of an outlet, and write them into the project.

    They lie in boilerplate/NNNN.csv, one file a time, and the last file counts. Read it before `apply`: 'no' under
    'use' keeps a line in the articles. The same articles give the same file, in whatever order they were added.

    \b
    framing boilerplate learn --project news
    """
    project = open_project(folder)
    rules, new = learn_boilerplate(project, minimum=minimum, share=share, dry_run=dry_run)
    version = project.boilerplate().version
    if new and not dry_run:
        path = project.folder / write_rules((), version)[0]
        message(f"{path}: {counted(len(rules), 'lines')}; cut them with 'framing boilerplate apply'")
    elif not new:
        message(f"nothing new: {counted(len(rules), 'lines')}, as learned before")
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
    r"""Clean all articles of a project again, with what was learned.

    An article whose text changes becomes a new version of the same id and is scored anew; the others are not touched.

    \b
    framing boilerplate apply --project news
    """
    project = open_project(folder)
    counts = apply_boilerplate(project)
    if as_json:
        summary = {"project": str(project.folder), "version": project.version(), "changed": counts.articles}
        click.echo(json_line(summary))
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
    r"""Show what was cut: of one ARTICLE, of an --outlet, or how often by each rule.

    A piece is shown with its rule and the offset in the cleaned text at which it stood.

    \b
    framing boilerplate show --project news
    framing boilerplate show 000_6d8d83354671c590.txt --project news
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
    for cuts in articles["cut"].to_list():
        once = {(cut.rule, " ".join(cut.text.split())) for cut in as_cuts(cuts) if cut.rule != "space"}
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
    rows = articles.filter(articles["article_id"] == article)
    if rows.is_empty():
        hint = "name it by its article_id"
        raise UsageError("boilerplate.article", f"there is no article '{article}'", str(project.folder), hint)
    text, cut = rows.select("text", "cut").row(0)
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

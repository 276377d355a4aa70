"""``framing demo``: the five sample articles, scored; what the toolkit does in one screen."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import Any, Final

import click
import polars as pl

from framing.cli.dashboard import serve as serve_dashboard
from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import command
from framing.cli.output import console, json_line, message, print_table
from framing.cli.reading import Refusals
from framing.cli.tables import SHOWN, print_caveats, print_level
from framing.errors import UsageError
from framing.ingest.article.outlets import Outlets
from framing.ingest.read import read
from framing.languages.registry import name_of
from framing.naming import with_names
from framing.phrases import counted
from framing.render.escaping import line_of
from framing.resources import seeds_folder
from framing.scoring.records import records
from framing.scoring.score import Scored
from framing.scratch import scratch
from framing.statistics.caveats import caveats
from framing.statistics.estimates import estimate
from framing.statistics.events import with_units
from framing.store.add import Writer
from framing.store.project import init_project

__all__ = ["demo"]


#: What fits a terminal as people have it.
_WIDTH: Final = 100
#: Words that stand for an article.
_WORDS: Final = 5


@command()
@click.option("--serve/--no-serve", default=True, show_default=True, help="Serve the dashboard afterwards.")
@click.option("--port", default=8050, show_default=True, type=click.IntRange(0, 65535), help="Its port; 0: a free one.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--tables", is_flag=True, help="Print the full tables, and all words behind them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object (articles, estimates, caveats); serves nothing.")
def demo(serve: bool, port: int, no_browser: bool, tables: bool, as_json: bool) -> int:
    r"""Score the five sample articles into a fresh project, say what was counted, serve the dashboard.

    \b
    framing demo
    framing demo --no-serve --json
    """
    with scratch() as folder:
        result = read([seeds_folder()])
        refusals = Refusals()
        refusals.tell(result.rejects)
        refusals.sum_up()
        project = init_project(folder / "demo")
        with Writer(project) as writer:
            writer.add(result)
        loaded = project.load()
        outlets = project.outlets()
        articles = with_units(loaded.articles)
        estimates = with_names(estimate(loaded.scored, articles), None, outlets.name)
        sentences = caveats(loaded.scored, articles)
        if as_json:
            rows = list(records(loaded.scored, articles, outlets.name))
            click.echo(json_line({"articles": rows, "estimates": estimates.to_dicts(), "caveats": sentences}))
        else:
            _print(loaded.scored, articles, outlets)
            if tables:
                _print_tables(loaded.scored, articles, outlets, estimates, sentences)
            if serve:
                _serve(project.folder, port, not no_browser)
    return DONE_WITH_REJECTS if result.rejects.height else DONE


def _serve(folder: Path, port: int, browser: bool) -> None:
    try:
        serve_dashboard(folder, port=port, browser=browser)
    except UsageError as error:
        # Without the dashboard's packages the tables are all there is to see, and they were shown.
        if error.code != "dashboard.missing":
            raise
        message(f"{error}")
    except KeyboardInterrupt:
        message("stopped")


# --- one screen --------------------------------------------------------------------------------------------------


def _print(scored: Scored, articles: pl.DataFrame, outlets: Outlets) -> None:
    """What was counted in each article, its strongest words, and what that cannot say."""
    words = int(scored.articles["words"].sum())
    _line(f"{counted(articles.height, 'articles')}, {words:,} words. What was counted in each:\n", style="bold")
    tone = scored.scales.filter(pl.col("scale") == "tone", pl.col("section") == "all")
    rows = tone.join(scored.articles.select("article_id", "language", total="words"), on="article_id")
    for article in articles.iter_rows(named=True):
        row = rows.row(by_predicate=pl.col("article_id") == article["article_id"], named=True)
        _print_article(article, outlets, row, scored.evidence.filter(pl.col("article_id") == article["article_id"]))
    _line("Loud: alarm and contempt; communiqué: the set phrases of official statements; in the outlet's own voice.\n")
    _line(
        "One article an outlet tells nothing of outlets at large: that takes five articles of each and more. Outlet, "
        "topic and language are one here, and only the first and the fourth article report the same event. With a "
        "collection of your own: framing init, framing add, framing report."
    )
    _line("\nThe full tables: framing demo --tables. Every word in its sentence: the dashboard.")


def _print_article(article: dict[str, Any], outlets: Outlets, row: dict[str, Any], evidence: pl.DataFrame) -> None:
    credit = f", text of {outlets.name(article['source'])}" if article["source"] else ""
    place = f"{name_of(row['language'])}, {article['country'] or '–'}{credit}"
    _line(line_of(f"{outlets.name(article['outlet'])} ({place}; {row['total']} words)"), style="bold")
    _line(f"  {row['positive']} loud against {row['negative']} communiqué" + _others(evidence))
    if strongest := _strongest(evidence):
        _line(f"  {line_of(strongest)}")
    _line("")


def _others(evidence: pl.DataFrame) -> str:
    """Further dimensions of the tables with hits."""
    counts = dict(evidence.group_by("dimension").len().iter_rows())
    parts = [f"{name} {counts[name]}" for name in SHOWN[3:] if counts.get(name)]
    return f"; {', '.join(parts)}" if parts else ""


def _strongest(evidence: pl.DataFrame) -> str:
    """The words that weigh most on either side of the tone, those of the title first."""
    register = evidence.filter(
        pl.col("dimension").is_in(SHOWN[:3]), pl.col("kind") == "stance", pl.col("voice") == "own", pl.col("factor") > 0
    )
    quiet = pl.col("dimension") == "communique"
    ranked = register.sort(quiet, -pl.col("weight"), pl.col("section") != "title", "start", maintain_order=True)
    return " · ".join(ranked.unique("surface", maintain_order=True)["surface"].head(_WORDS).to_list())


def _line(text: str, style: str | None = None) -> None:
    out = console()
    for part in text.split("\n"):
        for line in wrap(part, _WIDTH, subsequent_indent="  " if part.startswith("  ") else "") or [""]:
            out.print(line, style=style, markup=False, highlight=False)


# --- the full tables ---------------------------------------------------------------------------------------------


def _print_tables(
    scored: Scored, articles: pl.DataFrame, outlets: Outlets, estimates: pl.DataFrame, sentences: list[str]
) -> None:
    out = console()
    out.print()
    for level in ("outlet", "country", "source"):
        print_level(estimates.with_columns(key="name"), level)
        out.print()
    _print_words(scored, articles, outlets)
    out.print()
    print_caveats(sentences, scored.articles["lexicon_fingerprint"][0])


def _print_words(scored: Scored, articles: pl.DataFrame, outlets: Outlets) -> None:
    """The words behind the numbers: each article's spans by dimension."""
    rows = []
    shown = scored.evidence.filter(pl.col("dimension").is_in(SHOWN))
    for article in articles.iter_rows(named=True):
        own = shown.filter(pl.col("article_id") == article["article_id"])
        for dimension in SHOWN:
            spans = own.filter(pl.col("dimension") == dimension)
            if spans.height:
                words = spans.group_by("surface", "voice", "section", maintain_order=True).len()
                text = ", ".join(_span(row) for row in words.iter_rows(named=True))
                rows.append([outlets.name(article["outlet"]), dimension, text])
    print_table(
        "The words behind them (voice and section where not the outlet's own in the body)",
        [("outlet", "left"), ("dimension", "left"), ("spans", "left")],
        rows,
    )


def _span(row: dict[str, Any]) -> str:
    marks = [row["section"]] if row["section"] != "body" else []
    marks += [row["voice"]] if row["voice"] != "own" else []
    times = f" ×{row['len']}" if row["len"] > 1 else ""
    return str(row["surface"]) + times + (f" ({', '.join(marks)})" if marks else "")

"""``framing demo``: the five sample articles, scored; what the toolkit does in one screen."""

from __future__ import annotations

from typing import Any

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.output import console, json_line, print_table, report_rejects
from framing.cli.tables import SHOWN, print_caveats, print_level
from framing.ingest.read import read
from framing.lexicon.lexicon import default_lexicon
from framing.resources import seeds_folder
from framing.scoring.records import records
from framing.scoring.score import Scored, score
from framing.statistics.caveats import caveats
from framing.statistics.estimates import estimate

__all__ = ["demo"]


@click.command()
@click.option(
    "--serve/--no-serve", default=False, help="Open the dashboard afterwards (comes with a project).", hidden=True
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: articles, estimates, caveats.")
def demo(serve: bool, as_json: bool) -> int:
    """Score the five sample articles and print the tables."""
    result = read([seeds_folder()])
    report_rejects(result.rejects)
    lexicon = default_lexicon()
    scored = score(result.articles, lexicon)
    estimates = estimate(scored, result.articles, lexicon)
    said = caveats(scored, result.articles)
    if as_json:
        rows = list(records(scored, result.articles))
        click.echo(json_line({"articles": rows, "estimates": estimates.to_dicts(), "caveats": said}))
    else:
        _print(scored, result.articles, estimates, said)
    return DONE_WITH_REJECTS if result.rejects.height else DONE


def _print(scored: Scored, articles: pl.DataFrame, estimates: pl.DataFrame, said: list[str]) -> None:
    out = console()
    words = scored.articles["words"].sum()
    out.print(
        f"How do {articles['outlet'].n_unique()} outlets frame the news? {articles.height} articles, {words} words.\n",
        style="bold",
    )
    for level in ("outlet", "country", "source"):
        print_level(estimates, level)
        out.print()
    _print_words(scored, articles)
    out.print()
    print_caveats(said, scored.articles["lexicon_fingerprint"][0])


def _print_words(scored: Scored, articles: pl.DataFrame) -> None:
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
                rows.append([article["outlet"], dimension, text])
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

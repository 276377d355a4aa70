"""``framing demo``: the five sample articles, scored; what the toolkit does in one screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import command
from framing.cli.output import console, json_line, message, print_table
from framing.cli.refusals import Refusals
from framing.cli.tables import SHOWN, print_caveats, print_level
from framing.errors import UsageError
from framing.ingest.read import read
from framing.memory.scratch import scratch
from framing.resources import seeds_folder
from framing.scoring.records import records
from framing.scoring.score import Scored
from framing.statistics.caveats import caveats
from framing.statistics.estimates import estimate
from framing.store.project import init_project
from framing.store.writer import Writer

__all__ = ["demo"]


@command()
@click.option("--serve/--no-serve", default=True, show_default=True, help="Serve the dashboard afterwards.")
@click.option("--port", default=8050, show_default=True, type=click.IntRange(0, 65535), help="Its port; 0: a free one.")
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object (articles, estimates, caveats); serves nothing.")
def demo(serve: bool, port: int, no_browser: bool, as_json: bool) -> int:
    """Score the five sample articles into a fresh project, print the tables, serve the dashboard."""
    with scratch() as folder:
        result = read([seeds_folder()])
        refusals = Refusals()
        refusals.tell(result.rejects)
        refusals.sum_up()
        project = init_project(folder / "demo")
        with Writer(project) as writer:
            writer.add(result)
        loaded = project.load()
        estimates = estimate(loaded.scored, loaded.articles)
        said = caveats(loaded.scored, loaded.articles)
        if as_json:
            rows = list(records(loaded.scored, loaded.articles))
            click.echo(json_line({"articles": rows, "estimates": estimates.to_dicts(), "caveats": said}))
        else:
            _print(loaded.scored, loaded.articles, estimates, said)
            if serve:
                _serve(project.folder, port, not no_browser)
    return DONE_WITH_REJECTS if result.rejects.height else DONE


def _serve(folder: Path, port: int, browser: bool) -> None:
    from framing.cli.dashboard import serve

    try:
        serve(folder, port=port, browser=browser)
    except UsageError as error:
        # Without the dashboard's packages the tables are all there is to see, and they were shown.
        if error.code != "dashboard.missing":
            raise
        message(f"{error}")
    except KeyboardInterrupt:
        message("stopped")


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

"""``framing demo``: the five sample articles, scored; what the toolkit does in one screen."""

from __future__ import annotations

from typing import Any, Final

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.output import console, json_line, print_table, report_rejects
from framing.ingest.read import read
from framing.lexicon.lexicon import default_lexicon
from framing.resources import seeds_folder
from framing.scoring.records import records
from framing.scoring.score import Scored, score
from framing.statistics.caveats import caveats
from framing.statistics.estimates import estimate

__all__ = ["demo"]

#: Dimensions and scales that the tables show; the JSON has all.
_SHOWN: Final = ("sensational", "derogation", "communique", "praise", "doubt", "attribution")
_SCALES: Final = ("tone", "skepticism")
_SAME: Final = {("country", "publisher"), ("source", "source")}


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
    for level, title in (("outlet", "Outlets"), ("country", "Publisher countries"), ("source", "Source countries")):
        _print_level(estimates.filter(pl.col("level") == level), level, title)
        out.print()
    _print_words(scored, articles)
    out.print()
    for line in said:
        out.print(f"! {line}", style="yellow", markup=False, highlight=False)
    out.print(
        "\nRates per 1,000 words in all voices; scales from stance entries in the outlet's own voice. "
        "Intervals hold 95 %.\n"
        f"Lexicon fingerprint {scored.articles['lexicon_fingerprint'][0][:12]}.",
        markup=False,
        highlight=False,
    )


def _print_level(rows: pl.DataFrame, level: str, title: str) -> None:
    """A block of lines a key: its scales, then its rates."""
    # A country's line need not name the country twice.
    meta = {"publisher": "country", "source": "source_country", "language": "language"}
    meta = {name: column for name, column in meta.items() if (level, name) not in _SAME}
    columns = [(level, "left"), *((name, "left") for name in meta), ("words", "right")]
    columns += [("measure", "left"), ("hits", "right"), ("value", "right"), ("95 % interval", "right")]
    order = {name: index for index, name in enumerate((*_SCALES, *_SHOWN))}
    table: list[list[str]] = []
    for (key,), block in rows.partition_by("key", as_dict=True, maintain_order=True).items():
        head = block.row(0, named=True)
        words = str(block["words"].max())
        left = [str(key), *(head[column] or "–" for column in meta.values()), words]
        shown = block.filter(pl.col("dimension").is_in(list(order))).sort(
            pl.col("dimension").replace_strict(order, return_dtype=pl.Int8, default=0)
        )
        for row in shown.iter_rows(named=True):
            table.append([*left, row["dimension"], str(row["hits"]), *_value(row)])
            left = [""] * len(left)
    print_table(title, columns, table)


def _value(row: dict[str, Any]) -> tuple[str, str]:
    """A value with its interval; a dash where nothing can be said."""
    if row["estimate"] is None:
        return "–", "nothing to say it from"
    sign = "+" if row["dimension"] in _SCALES else ""
    digits = 2 if row["dimension"] in _SCALES else 1
    low, high = (f"{row[name]:{sign}.{digits}f}" for name in ("low", "high"))
    return f"{row['estimate']:{sign}.{digits}f}", f"{low} … {high}"


def _print_words(scored: Scored, articles: pl.DataFrame) -> None:
    """The words behind the numbers: each article's spans by dimension."""
    rows = []
    shown = scored.evidence.filter(pl.col("dimension").is_in(_SHOWN))
    for article in articles.iter_rows(named=True):
        own = shown.filter(pl.col("article_id") == article["article_id"])
        for dimension in _SHOWN:
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

"""``framing rescore`` and ``framing diff``: what another lexicon changes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click
import polars as pl

from framing.cli.main import DONE, DONE_WITH_REJECTS
from framing.cli.options import PROJECT, command
from framing.cli.output import console, json_line, message, print_table, say
from framing.counting import counted
from framing.errors import UsageError
from framing.store.diff import Diff, last_rescoring
from framing.store.diff import diff as compare_states
from framing.store.layout import COMMIT_BYTES
from framing.store.project import open_project
from framing.store.rescore import rescore as score_anew

__all__ = ["diff", "rescore"]

#: Lines of a table for people; the JSON has all.
_LINES = 15


@command()
@PROJECT
@click.option(
    "--batch-bytes",
    type=click.IntRange(1),
    default=COMMIT_BYTES,
    show_default=True,
    help="Bytes of text that are scored and committed together; less takes less memory.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: how many, and what moved.")
def rescore(folder: Path, batch_bytes: int, as_json: bool) -> int:
    """Score anew what was scored with another lexicon, version or compiler, and say what moved.

    What was found before stays, for 'framing diff'. Interrupted, it is simply started again.
    """
    project = open_project(folder)
    before = int(project.version())
    start = time.monotonic()
    with console(err=True).status("reading") as status:
        for step in score_anew(project, batch_bytes=batch_bytes):
            rate = step.articles / max(time.monotonic() - start, 1e-9)
            left = (step.stale - step.articles) / rate if rate else 0
            done = f"{step.articles:,} of {counted(step.stale, 'articles')}"
            status.update(f"{done}, {rate:.0f} a second, {left:.0f} s left")
    for error in step.left:
        message(f"{error}")
    found = compare_states(project, before, int(project.version()))
    code = DONE_WITH_REJECTS if step.left else DONE
    if as_json:
        click.echo(json_line({"scored": step.articles, **_record(found)}))
        return code
    if step.stale:
        say(f"{counted(step.articles, 'articles')} scored anew")
        _print(found)
    else:
        say("nothing is stale: all articles were scored with this lexicon, version and compiler")
    return code


@command()
@click.argument("states", nargs=-1, type=click.IntRange(0), metavar="[RUN_A RUN_B]")
@PROJECT
@click.option("--json", "as_json", is_flag=True, help="One JSON object: all that moved.")
def diff(states: tuple[int, ...], folder: Path, as_json: bool) -> int:
    """Say what moved between two states of a project, by outlet and by entry.

    A state is a number of runs: 'framing diff 12 15' compares what the project said after its 12th and after its
    15th. Without numbers, it is before and after the articles were last scored anew.
    """
    if len(states) not in (0, 2):
        raise UsageError("diff.usage", "name two states or none", "", "such as: framing diff 12 15")
    project = open_project(folder)
    before, after = states or last_rescoring(project.history().runs)
    found = compare_states(project, before, after)
    if as_json:
        click.echo(json_line(_record(found)))
    else:
        _print(found)
    return DONE


def _record(found: Diff) -> dict[str, Any]:
    return {
        "before": found.before,
        "after": found.after,
        "articles_before": found.articles[0],
        "articles_after": found.articles[1],
        "stale_before": found.stale[0],
        "stale_after": found.stale[1],
        "outlets": found.outlets.to_dicts(),
        "entries": found.entries.to_dicts(),
    }


def _print(found: Diff) -> None:
    if found.articles[0] != found.articles[1]:
        before = counted(found.articles[0], "articles")
        message(f"{before} before, {found.articles[1]:,} after: rates moved with the articles, too")
    if found.stale[1]:
        what = f"{found.stale[1]:,} of {counted(found.articles[1], 'articles')} of the later state"
        message(f"{what}: scored with another lexicon, version or compiler; 'framing rescore' scores them anew")
    if found.outlets.is_empty() and found.entries.is_empty():
        say("nothing moved")
        return
    names = ("outlet", "dimension", "hits", "rate before", "after", "change")
    rows = [
        (
            row["outlet_name"],
            row["dimension"],
            f"{row['hits_before']} → {row['hits_after']}",
            *(_number(row[name]) for name in ("rate_before", "rate_after")),
            f"{row['change']:+.2f}",
        )
        for row in found.outlets.head(_LINES).iter_rows(named=True)
    ]
    print_table(f"Hits per 1,000 words{_of(found.outlets)}", [(name, _side(name)) for name in names], rows)
    heads = ("entry", "dimension", "hits", "change", "")
    lines = [
        (
            row["entry_id"],
            row["dimension"],
            f"{row['hits_before']} → {row['hits_after']}",
            f"{row['change']:+}",
            row["status"],
        )
        for row in found.entries.head(_LINES).iter_rows(named=True)
    ]
    console().print()
    print_table(f"Entries{_of(found.entries)}", [(name, _side(name)) for name in heads], lines)


def _of(rows: pl.DataFrame) -> str:
    return f" (the largest {_LINES} of {rows.height} changes; --json has all)" if rows.height > _LINES else ""


def _side(name: str) -> str:
    return "left" if name in ("outlet", "entry", "dimension", "") else "right"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"

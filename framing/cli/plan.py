"""``framing plan``: the question, filters and measures of a study, fixed before its results are seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from framing.cli.main import DONE
from framing.cli.options import FILTERS, PROJECT, command, filtered
from framing.cli.output import json_line, message, print_table
from framing.errors import UsageError

if TYPE_CHECKING:
    import polars as pl

    from framing.statistics.question import Question

__all__ = ["PLAN", "check_context", "plan"]

PLAN: Final = click.option(
    "--plan",
    "plan_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Run what this plan fixed, and call all else exploratory.",
)


def check_context(context: click.Context) -> None:
    """Refuse a command that says otherwise: which articles and words count is no question for afterwards.

    Raises:
        UsageError: ``plan.fixed``.
    """
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        given = source is not None and source.name == "COMMANDLINE"
        if given and parameter.name in ("by", *FILTERS):
            option = parameter.opts[0]
            raise UsageError("plan.fixed", f"the plan fixes {option}", "", f"leave out {option} or --plan")


@command()
@PROJECT
@click.option("--write", "path", type=click.Path(path_type=Path, dir_okay=False), help="Fix the plan in this new file.")
@click.option("--question", default="", help="What you want to know, in a sentence.")
@click.option("--by", default="outlet", show_default=True, help="As for 'framing report'.")
@filtered()
@click.option("--dimension", "measures", multiple=True, help="A dimension or scale that the question is about.")
@click.option(
    "--each", type=click.IntRange(1), default=50, show_default=True, help="Articles of an outlet to plan for."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object: the plan and its sizes.")
def plan(
    folder: Path,
    path: Path | None,
    question: str,
    by: str,
    asked: Question,
    measures: tuple[str, ...],
    each: int,
    as_json: bool,
) -> int:
    r"""Fix a question, its filters and measures before results are seen, and say how many articles it takes.

    \b
    framing plan --dimension sensational --dimension praise --each 80
    framing plan --write plan.toml --question 'Is A louder than the rest?' --dimension sensational
    framing report --plan plan.toml

    Sizes are from articles that the project has, so plan on a pilot. The project itself is only read.
    """
    from framing.statistics.levels import parts_of
    from framing.store.plans import Plan, check_plan, study_sizes, write_plan
    from framing.store.project import open_project

    project = open_project(folder)
    parts_of(by)
    fixed = Plan(question, asked.changed(by=by), measures)
    check_plan(fixed, project.lexicon(), path)
    table, narrowed = study_sizes(project, fixed, each=each)
    for reading in narrowed.readings:
        message(reading)
    if narrowed.articles.is_empty() and narrowed.funnel.counts.whole:
        message(narrowed.funnel.summary())
    if path is not None:
        write_plan(fixed, path, project.lexicon())
        message(f"fixed {path} ({fixed.sha256[:12]}); run it with 'framing report --plan {path}'")
    if as_json:
        click.echo(json_line({"plan": {**fixed.to_dict(), "sha256": fixed.sha256}, "sizes": table.to_dicts()}))
    elif table.is_empty():
        message("the project has no articles that tell sizes; add a pilot with 'framing add'")
    else:
        _print(table, each)
    return DONE


def _print(table: pl.DataFrame, each: int) -> None:
    columns = [("measure", "left"), ("language", "left"), ("outlets", "right"), ("articles each", "right")]
    columns += [("reliability", "right"), ("articles for .8", "right"), (f"ratio seen with {each}", "right")]

    def cell(value: float | None, form: str) -> str:
        return "–" if value is None else format(value, form)

    rows = [
        [
            row["dimension"],
            row["language"],
            str(row["outlets"]),
            cell(row["articles"], ",.0f"),
            cell(row["reliability"], ".2f"),
            cell(row["articles_needed"], ",.0f"),
            cell(row["detectable"], ".2f"),
        ]
        for row in table.iter_rows(named=True)
    ]
    print_table("What a study takes: articles of the middle outlet", columns, rows)

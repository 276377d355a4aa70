"""``framing report``: what a project says of its outlets, countries, months, and what of it survives other choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import polars as pl

from framing.cli.findings import Asked, Findings, Request, Tables
from framing.cli.main import DONE
from framing.cli.options import PROJECT, PROJECT_CODES, command, filtered
from framing.cli.output import console, json_line, message, print_table, say
from framing.cli.plan import PLAN, check_context
from framing.cli.tables import SHOWN, print_caveats, print_level
from framing.errors import whole_file
from framing.schemas import SECTIONS, VOICES
from framing.statistics.estimates import POPULATION
from framing.statistics.specifications import Specifications
from framing.statistics.trends import Trends
from framing.store.badges import badge_lines

if TYPE_CHECKING:
    from framing.statistics.question import Question
    from framing.store.answers import Answers

__all__ = ["print_findings", "report"]

#: Values that a table of what survives shows; the JSON and the page have all.
_SHOWN: Final = 40


def print_findings(results: Findings) -> None:
    """All that was asked for, and what belongs beside it."""
    request, findings = results.request, results.tables
    estimates = results.estimates.with_columns(key="name")
    levels = [request.level]
    population = POPULATION + request.level
    if estimates.filter(pl.col("level") == population)["estimate"].drop_nulls().len():
        levels.append(population)
    for level in levels:
        print_level(estimates, level, request.measures, calibrated=request.calibrated)
        console().print()
    if results.machines is not None:
        from framing.cli.machines import print_machine_rows

        print_machine_rows(results.machines, request.level)
        console().print()
    if findings.trends is not None:
        _print_trends(findings.trends, request.measures)
    if findings.choices is not None:
        _print_choices(results, findings.choices)
    for curve in findings.curves:
        _print_curve(results, curve)
    sections, voices = request.counted.values()
    where = "in all voices" if set(voices) == set(VOICES) else f"in {' and '.join(voices)} words"
    if set(sections) != set(SECTIONS):
        where += f" of {' and '.join(sections)}"
    further = findings.trends.caveats if findings.trends is not None else ()
    print_caveats([*results.sentences, *further], results.lexicon.fingerprint, counted=where)
    shown = results.badges.filter(pl.col("dimension").is_in(request.measures or SHOWN))
    for line in badge_lines(shown, brief=not request.measures):
        say(line)


def _print_trends(trends: Trends, measures: tuple[str, ...]) -> None:
    estimated = trends.slopes.filter(pl.col("pooled").is_not_null())
    estimated = estimated.filter(
        pl.col("dimension").is_in(measures or SHOWN) | pl.col("status").is_in(["paradox", "mix"])
    )
    columns = [("dimension", "left"), ("language", "left"), ("all together", "right"), ("95 % interval", "right")]
    columns += [(f"within each {trends.level}", "right"), ("95 % interval", "right"), ("", "left")]
    rows = [
        [
            row["dimension"],
            row["language"],
            f"× {row['pooled']:.3f}",
            f"{row['pooled_low']:.3f} … {row['pooled_high']:.3f}",
            "–" if row["within"] is None else f"× {row['within']:.3f}",
            "–" if row["within"] is None else f"{row['within_low']:.3f} … {row['within_high']:.3f}",
            "" if row["status"] == "ok" else row["status"],
        ]
        for row in estimated.iter_rows(named=True)
    ]
    periods = trends.series["period"].n_unique()
    print_table(f"Trends: by what a {trends.period} multiplies a rate, over {periods} {trends.period}s", columns, rows)
    console().print()


def _print_choices(results: Findings, choices: Specifications) -> None:
    clear = choices.clear
    columns = [(choices.level, "left"), ("measure", "left"), ("effect", "right"), ("95 % interval", "right")]
    columns += [("survives", "right"), ("not under", "left")]
    rows = [
        [
            row["name"],
            row["dimension"],
            f"{row['effect']:.2f}",
            f"{row['low']:.2f} … {row['high']:.2f}",
            f"{row['survived']} of {row['choices']}",
            ", ".join(row["lost"]),
        ]
        for row in results.named(clear.head(_SHOWN), choices.level).iter_rows(named=True)
    ]
    stable = clear.filter(clear["survived"] == clear["choices"]).height
    title = f"Other choices: {stable} of {clear.height} values that leave out their baseline survive all"
    print_table(title, columns, rows)
    _print_more(clear.height)


def _print_curve(results: Findings, curve: Specifications) -> None:
    columns = [(curve.level, "left"), ("language", "left"), ("as asked", "right"), ("median", "right")]
    columns += [("least … most", "right"), ("above", "right"), ("clear", "right")]
    rows = [
        [
            row["name"],
            row["language"],
            "–" if row["effect"] is None else f"{row['effect']:.2f}",
            f"{row['median']:.2f}",
            f"{row['least']:.2f} … {row['most']:.2f}",
            f"{row['above']} of {row['specifications']}",
            str(max(row["clear_above"], row["clear_below"])),
        ]
        for row in results.named(curve.summary.head(_SHOWN), curve.level).iter_rows(named=True)
    ]
    holds = curve.summary.filter("holds").height
    measure = ", ".join(curve.table["dimension"].unique())
    title = f"Specifications of {measure}: {holds} of {curve.summary.height} are clear on one side under all choices"
    print_table(title, columns, rows)
    _print_more(curve.summary.height)


def _print_more(height: int) -> None:
    if height > _SHOWN:
        console().print(f"{height - _SHOWN} more; --json has all.", highlight=False)
    console().print()


_PERIODS: Final = ("day", "week", "month", "quarter", "year")
_LEVELS: Final = (
    "outlet, country, source, agency, language, genre, topic, target, period, group:NAME, or two: 'outlet*period'."
)


@command()
@PROJECT
@click.option("--by", default="outlet", show_default=True, help=_LEVELS)
@click.option(
    "--period", type=click.Choice(_PERIODS), help="Follow rates over time, by day, week, month, quarter or year."
)
@filtered()
@click.option("--dimension", "measures", multiple=True, help="Only this dimension or scale.")
@click.option("--calibrated", is_flag=True, help="Divide rates by measured factors between languages.")
@PLAN
@click.option("--sensitivity", "alone", is_flag=True, help="What survives other choices: without headlines, …")
@click.option(
    "--specifications", "together", is_flag=True, help="The effect of one --dimension under all choices together."
)
@click.option(
    "--corrected",
    "codes",
    is_flag=False,
    flag_value=PROJECT_CODES,
    type=click.Path(path_type=Path),
    help="Put the share of articles with one --dimension right by codes: of the project, a folder or a table.",
)
@click.option(
    "--scores",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What other machines say (else the project's machines.csv): article_id, and a column of numbers each.",
)
@click.option("--rate", is_flag=True, help="With --corrected: the rate, by the words that coders marked.")
@click.option("--sample", "sample", help="Of the project's codes, those of this sample (else the one with most).")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object: estimates, caveats and what else was asked for."
)
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page that needs no network."
)
def report(
    folder: Path,
    plan_path: Path | None,
    codes: Path | None,
    sample: str | None,
    rate: bool,
    scores: Path | None,
    as_json: bool,
    page: Path | None,
    by: str,
    asked: Question,
    **options: Any,
) -> int:
    r"""Print what a project says of its outlets, countries, sources, languages or months, with intervals.

    \b
    framing report --by country --project news
    framing report --by 'outlet*period' --period month --dimension sensational
    framing report --period week --html weeks.html
    framing report --sensitivity --about kashmir
    framing report --corrected --dimension derogation --project news
    framing report --corrected coding --dimension derogation
    framing report --scores transformer.csv
    framing report --plan plan.toml
    """
    from framing.store.answers import Answers
    from framing.store.looks import question_said
    from framing.store.plans import read_plan
    from framing.store.project import open_project

    fixed = read_plan(plan_path) if plan_path is not None else None
    planned: list[str] = []
    if fixed is not None:
        check_context(click.get_current_context())
        asked, by = fixed.asked, str(fixed.asked.by)
        options["measures"], planned = fixed.measured(options["measures"])
    request = Request(question=asked.changed(by=by), **options)
    project = open_project(folder)
    lexicon = project.lexicon()
    request.check(lexicon)
    answers = Answers(project)
    if codes is not None:
        from framing.cli.corrected import report_corrected

        report_corrected(
            answers, request.question, options["measures"], codes, as_json, sample, rate=rate, scores=scores
        )
        return DONE
    findings = _tables(request, answers)
    asked_as = question_said(request.question.changed(by=request.level), request.measures)
    answers.look("report", asked_as, findings.estimates["p"].count())
    outlet_name = answers.outlets().name
    plan = (fixed, planned) if fixed is not None else None
    results = Findings.of(request, findings, lexicon, outlet_name, project.validations(), plan)
    results = replace(results, machines=_machines(scores, request, answers))
    if page is not None:
        _write(page, project.name, results)
    if as_json:
        click.echo(json_line(results.to_dict()))
    elif not findings.stored:
        message("the project has no articles yet; add some with 'framing add'")
    elif page is None and findings.articles:
        print_findings(results)
    return DONE


def _machines(path: Path | None, request: Request, answers: Answers) -> pl.DataFrame | None:
    """What other machines say: those of a table, else those of the project's own."""
    from framing.cli.machines import machine_rows
    from framing.store.beside import machines_of_project, read_machines

    folder = answers.project.folder
    scores = machines_of_project(folder) if path is None else read_machines(path)
    rows, notes = None, list(scores.problems)
    if scores.table is not None:
        # What the filters left was told with the tables.
        asked = _asked(request, answers, tell=lambda _: None)
        rows, more = machine_rows(asked, scores.table, answers.outlets().name)
        notes += more
    for line in notes:
        message(line)
    return rows


def _tables(request: Request, answers: Answers) -> Tables:
    from framing.cli.keeping import Tell, kept

    def make(tell: Tell) -> dict[str, pl.DataFrame]:
        return Tables.of(_asked(request, answers, tell), answers.outlets().name).to_frames()

    return Tables.from_frames(kept(answers, "report", request.parts, make))


def _asked(request: Request, answers: Answers, tell: Callable[[str], None]) -> Asked:
    """What is asked, of the articles that it is about; where there are none it is told why."""
    from framing.statistics.events import with_units
    from framing.store.filters import chosen_of

    project = answers.project
    # Choices weigh hits, of which counts know nothing.
    loaded = project.load() if request.alone or request.together else answers.counted()
    kept, narrowing = chosen_of(loaded, request.question.changed(by=request.level), project)
    for line in (
        *narrowing.readings,
        *([narrowing.funnel.summary()] if kept.articles.is_empty() and loaded.articles.height else []),
    ):
        tell(line)
    return Asked(request, kept.scored, with_units(kept.articles), project.lexicon(), loaded.articles.height)


def _write(path: Path, project: str, results: Findings) -> None:
    from framing.cli.pages.charts import choice_parts, curve_parts
    from framing.cli.pages.report import report_page
    from framing.cli.tables import LEVEL_TITLES

    findings, scope = results.tables, results.scope()
    further = choice_parts(findings.choices, scope, results.outlet_name) if findings.choices is not None else []
    further += [part for curve in findings.curves for part in curve_parts(curve, scope, results.outlet_name)]
    level = results.request.level
    content = report_page(
        f"{project}: {LEVEL_TITLES.get(level, level).lower()}",
        results.estimates,
        results.sentences,
        results.lexicon,
        scope,
        outlet_name=results.outlet_name,
        trends=findings.trends,
        badges=results.badges,
        further=further,
    )
    with whole_file(path) as draft:
        draft.write_text(content, encoding="utf-8")
    message(f"wrote {path}")

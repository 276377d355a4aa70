"""``framing plan``: the question, filters and measures of a study, fixed before its results are seen."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from framing import limits
from framing.cli.main import DONE
from framing.cli.options import FILTERS, PROJECT, command, filtered, levels_of
from framing.cli.output import json_line, message, print_table
from framing.errors import UsageError
from framing.store.integrity import write_atomically

if TYPE_CHECKING:
    import polars as pl

    from framing.lexicon.lexicon import Lexicon
    from framing.statistics.question import Question
    from framing.store.project import Project

__all__ = ["PLAN", "Plan", "plan", "read_plan"]

PLAN: Final = click.option(
    "--plan",
    "plan_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Run what this plan fixed, and call all else exploratory.",
)
#: What a plan always names; other filters stand in it where they are used.
_ALWAYS: Final = ("question", "by", "about", "sections", "voices", "measures")
_LISTS: Final = ("sections", "voices", "measures", "outlet", "country", "language", "genre", "topic", "within")
_NUMBERS: Final = ("min_articles", "top")


@dataclass(frozen=True, slots=True)
class Plan:
    """What was fixed.

    Attributes:
        question: in the researcher's words.
        asked: the same as the toolkit takes it: of which articles, by which level, and which of their words count.
        measures: dimensions and scales that the question is about.
    """

    question: str
    asked: Question
    measures: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """All that is fixed, as the file holds it."""
        asked = self.asked
        always = {"question": self.question, "by": asked.by or "outlet", "about": asked.about or ""}
        counted = {"sections": list(asked.sections), "voices": list(asked.voices), "measures": list(self.measures)}
        names = [name for name in asked.filters if name not in always]
        further = {name: getattr(asked, name) for name in names}
        if "within" in further:
            further["within"] = [f"{level}={key}" for level, key in asked.within]
        return {**always, **counted, **{name: list(v) if isinstance(v, tuple) else v for name, v in further.items()}}

    @property
    def sha256(self) -> str:
        """Of what is fixed, whatever else stands in the file."""
        return hashlib.sha256(json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def text(self) -> str:
        """The file: TOML, whose strings and lists are written as JSON's are."""
        lines = ["# Fixed by 'framing plan' before results were seen: a changed line no longer fits the hash.", ""]
        lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in self.to_dict().items()]
        return "\n".join([*lines, f'sha256 = "{self.sha256}"', ""])

    @staticmethod
    def check(context: click.Context) -> None:
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

    def measured(self, asked: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
        """The measures of a report, and what belongs beside its tables."""
        more = tuple(name for name in asked if name not in self.measures)
        notes = [f"Planned: {self.question} ({', '.join(self.measures)}; plan {self.sha256[:12]})."]
        if more:
            notes.append(f"Exploratory, since the plan does not name it: {', '.join(more)}.")
        return (*self.measures, *more), notes

    def adjusted(self, estimates: pl.DataFrame) -> pl.DataFrame:
        """Estimates whose p are adjusted for what was planned alone; what is exploratory keeps its own."""
        import polars as pl

        from framing.statistics.significance import adjusted

        planned = estimates["dimension"].is_in(list(self.measures)).to_numpy()
        values = estimates["p_adjusted"].to_numpy().astype(float).copy()
        values[planned] = adjusted(estimates["p"].to_numpy().astype(float)[planned])
        return estimates.with_columns(p_adjusted=pl.Series(values).fill_nan(None))


def read_plan(path: Path) -> Plan:
    """Read a plan.

    Raises:
        UsageError: ``plan.unreadable``, ``plan.invalid``, or ``plan.changed`` where it no longer fits its hash.
    """
    hint = "write one with 'framing plan --write FILE'"
    try:
        with path.open("rb") as file:
            table = tomllib.loads(file.read(limits.SIDECAR_BYTES).decode("utf-8-sig"))
    except OSError as error:
        raise UsageError("plan.unreadable", f"cannot be read ({error.strerror})", str(path), hint) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError("plan.invalid", f"is no TOML ({error})", str(path), hint) from None
    fixed = _plan(table, path, hint)
    if fixed.sha256 != table["sha256"]:
        what = "the plan was changed after it was fixed: it does not fit its hash"
        raise UsageError("plan.changed", what, str(path), "restore it, or fix a new plan and say so")
    return fixed


def _plan(table: dict[str, Any], path: Path, hint: str) -> Plan:
    from framing.statistics.question import FILTERS as CHOOSING
    from framing.statistics.question import Question

    names = (*_ALWAYS, *(name for name in CHOOSING if name in table), "sha256")
    wrong = [name for name in names if not isinstance(table.get(name), _kind(name))]
    if wrong or not all(isinstance(each, str) for name in _LISTS for each in table.get(name, ())):
        problem = f"'{wrong[0]}' is missing or no {_kind(wrong[0]).__name__}" if wrong else "a list holds no text"
        raise UsageError("plan.invalid", problem, str(path), hint)
    keywords: dict[str, Any] = {
        name: table[name] or None for name in names if name not in ("question", "measures", "sha256")
    }
    keywords["within"] = levels_of(table.get("within", ()))
    return Plan(table["question"], Question(**keywords), tuple(table["measures"]))


def _kind(name: str) -> type:
    return list if name in _LISTS else int if name in _NUMBERS else str


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
    from framing.store.project import open_project

    project = open_project(folder)
    lexicon = project.lexicon()
    parts_of(by)
    fixed = Plan(question, asked.changed(by=by), measures)
    _check(fixed, path, lexicon)
    table = _sizes(fixed, project, each)
    if path is not None:
        write_atomically(path, fixed.text().encode("utf-8"))
        message(f"fixed {path} ({fixed.sha256[:12]}); run it with 'framing report --plan {path}'")
    if as_json:
        click.echo(json_line({"plan": {**fixed.to_dict(), "sha256": fixed.sha256}, "sizes": table.to_dicts()}))
    elif table.is_empty():
        message("the project has no articles that tell sizes; add a pilot with 'framing add'")
    else:
        _print(table, each)
    return DONE


def _check(fixed: Plan, path: Path | None, lexicon: Lexicon) -> None:
    from framing.scoring.expression import parse

    known = [*lexicon.codebook.dimensions, *lexicon.codebook.scales]
    for name in fixed.measures:
        if name not in known:
            what = f"no dimension or scale '{name}'"
            raise UsageError("plan.dimension", what, "", f"use one of {', '.join(known)}")
    if fixed.asked.about:
        parse(fixed.asked.about)
    if path is None:
        return
    if not fixed.measures or not fixed.question.strip():
        raise UsageError("plan.open", "a plan fixes a question and measures", "", "give --question and --dimension")
    if path.exists():
        raise UsageError("plan.exists", "is there already: a plan is fixed once", str(path), "write another file")


def _sizes(fixed: Plan, project: Project, each: int) -> pl.DataFrame:
    import polars as pl

    from framing.statistics.events import with_units
    from framing.statistics.rankings import SIZE, sizes
    from framing.store.filters import chosen_of

    loaded = project.load()
    kept, sizes_by_measure = chosen_of(replace(loaded, articles=with_units(loaded.articles)), fixed.asked, project)
    for reading in sizes_by_measure.readings:
        message(reading)
    if kept.articles.is_empty():
        if loaded.articles.height:
            message(sizes_by_measure.funnel.summary())
        return pl.DataFrame(schema=SIZE)
    counted = {"sections": fixed.asked.sections, "voices": fixed.asked.voices}
    table = sizes(kept.scored, kept.articles, project.lexicon(), each=each, **counted)
    return table.filter(pl.col("dimension").is_in(list(fixed.measures))) if fixed.measures else table


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

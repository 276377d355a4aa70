"""``framing plan``: the question, filters and measures of a study, fixed before its results are seen."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from framing import limits
from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import json_line, message, print_table
from framing.errors import UsageError
from framing.schemas import SECTIONS, VOICES
from framing.store.integrity import write_atomically

if TYPE_CHECKING:
    import polars as pl

    from framing.lexicon.lexicon import Lexicon

__all__ = ["PLAN", "Plan", "plan", "read_plan"]

PLAN: Final = click.option(
    "--plan",
    "plan_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Run what this plan fixed, and call all else exploratory.",
)
#: The options that a plan fixes, by the names of their parameters.
#: Parameter of a report → its option, where a plan fixes it: which articles count is no question for afterwards.
_FIXED: Final = {
    "by": "--by",
    "about": "--about",
    "sections": "--section",
    "voices": "--voice",
    "outlets": "--outlet",
    "countries": "--country",
    "languages": "--language",
    "genres": "--genre",
    "since": "--since",
    "until": "--until",
    "least": "--min-articles",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What was fixed.

    Attributes:
        question: in the researcher's words.
        by: as ``report --by``; so ``about``, empty where all articles count, ``sections`` and ``voices``.
        measures: dimensions and scales that the question is about.
    """

    question: str
    by: str
    about: str
    sections: tuple[str, ...]
    voices: tuple[str, ...]
    measures: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Of what is fixed, whatever else stands in the file."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def text(self) -> str:
        """The file: TOML, whose strings and lists are written as JSON's are."""
        lines = ["# Fixed by 'framing plan' before results were seen: a changed line no longer fits the hash.", ""]
        lines += [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in asdict(self).items()]
        return "\n".join([*lines, f'sha256 = "{self.sha256}"', ""])

    def options(self, context: click.Context, asked: tuple[str, ...]) -> tuple[dict[str, Any], list[str]]:
        """The options of a report that this fixes, and what belongs beside its tables.

        Raises:
            UsageError: ``plan.fixed``, where the command says otherwise.
        """
        for name, option in _FIXED.items():
            source = context.get_parameter_source(name)
            if source is not None and source.name == "COMMANDLINE":
                raise UsageError("plan.fixed", f"the plan fixes {option}", "", f"leave out {option} or --plan")
        more = tuple(name for name in asked if name not in self.measures)
        said = [f"Planned: {self.question} ({', '.join(self.measures)}; plan {self.sha256[:12]})."]
        if more:
            said.append(f"Exploratory, since the plan does not name it: {', '.join(more)}.")
        values = {"by": self.by, "about": self.about or None, "sections": self.sections, "voices": self.voices}
        return {**values, "measures": (*self.measures, *more)}, said

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
    names = tuple(Plan.__dataclass_fields__)
    missing = [name for name in (*names, "sha256") if not isinstance(table.get(name), _kind(name))]
    if missing or not all(isinstance(each, str) for name in names[3:] for each in table[name]):
        said = f"'{missing[0]}' is missing or no {_kind(missing[0]).__name__}" if missing else "a list holds no text"
        raise UsageError("plan.invalid", said, str(path), hint)
    question, by, about = (str(table[name]) for name in names[:3])
    found = Plan(question, by, about, *(tuple(table[name]) for name in names[3:]))
    if found.sha256 != table["sha256"]:
        what = "the plan was changed after it was fixed: it does not fit its hash"
        raise UsageError("plan.changed", what, str(path), "restore it, or fix a new plan and say so")
    return found


def _kind(name: str) -> type:
    return list if name in ("sections", "voices", "measures") else str


@command()
@PROJECT
@click.option("--write", "path", type=click.Path(path_type=Path, dir_okay=False), help="Fix the plan in this new file.")
@click.option("--question", default="", help="What you want to know, in a sentence.")
@click.option("--by", default="outlet", show_default=True, help="As for 'framing report'.")
@click.option("--about", default="", help="Only articles that name this.")
@click.option("--section", "sections", multiple=True, type=click.Choice(SECTIONS), help="Count in this section only.")
@click.option("--voice", "voices", multiple=True, type=click.Choice(VOICES), help="Count in this voice only.")
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
    about: str,
    sections: tuple[str, ...],
    voices: tuple[str, ...],
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
    fixed = Plan(question, by, about, tuple(sections or SECTIONS), tuple(voices or VOICES), measures)
    _check(fixed, path, lexicon)
    loaded = project.load()
    table = _sizes(fixed, loaded.scored, loaded.articles, lexicon, each)
    if path is not None:
        write_atomically(path, fixed.text().encode("utf-8"))
        message(f"fixed {path} ({fixed.sha256[:12]}); run it with 'framing report --plan {path}'")
    if as_json:
        click.echo(json_line({"plan": {**asdict(fixed), "sha256": fixed.sha256}, "sizes": table.to_dicts()}))
    elif table.is_empty():
        message("the project has no articles that tell sizes; add a pilot with 'framing add'")
    else:
        _print(table, each)
    return DONE


def _check(fixed: Plan, path: Path | None, lexicon: Lexicon) -> None:
    known = [*lexicon.codebook.dimensions, *lexicon.codebook.scales]
    for name in fixed.measures:
        if name not in known:
            what = f"no dimension or scale '{name}'"
            raise UsageError("plan.dimension", what, "", f"use one of {', '.join(known)}")
    if path is None:
        return
    if not fixed.measures or not fixed.question.strip():
        raise UsageError("plan.open", "a plan fixes a question and measures", "", "give --question and --dimension")
    if path.exists():
        raise UsageError("plan.exists", "is there already: a plan is fixed once", str(path), "write another file")


def _sizes(fixed: Plan, scored: Any, articles: pl.DataFrame, lexicon: Lexicon, each: int) -> pl.DataFrame:
    import polars as pl

    from framing.scoring.search import about, restrict
    from framing.statistics.events import with_units
    from framing.statistics.rankings import SIZE, sizes

    articles = with_units(articles)
    if fixed.about and articles.height:
        articles = articles.filter(pl.lit(about(articles, fixed.about, lexicon)["mentions"] > 0))
        scored = restrict(scored, articles["article_id"])
    if articles.is_empty():
        return pl.DataFrame(schema=SIZE)
    found = sizes(scored, articles, lexicon, sections=fixed.sections, voices=fixed.voices, each=each)
    return found.filter(pl.col("dimension").is_in(list(fixed.measures))) if fixed.measures else found


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

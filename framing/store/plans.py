"""Plans: the question, filters and measures of a study, fixed before its results are seen."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import polars as pl

from framing import limits
from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon
from framing.phrases import near_or
from framing.scoring.expression import parse
from framing.statistics.events import with_units
from framing.statistics.narrowing import Narrowed
from framing.statistics.question import FILTERS, Question, levels_of
from framing.statistics.rankings import SIZE, sizes
from framing.statistics.significance import adjusted
from framing.store.filters import chosen_of
from framing.store.integrity import write_atomically
from framing.store.project import Project, open_project

__all__ = ["Plan", "check_plan", "read_plan", "study_sizes", "write_plan"]

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

    def measured(self, asked: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
        """The measures of a report, and what belongs beside its tables."""
        more = tuple(name for name in asked if name not in self.measures)
        notes = [f"Planned: {self.question} ({', '.join(self.measures)}; plan {self.sha256[:12]})."]
        if more:
            notes.append(f"Exploratory, since the plan does not name it: {', '.join(more)}.")
        return (*self.measures, *more), notes

    def adjusted(self, estimates: pl.DataFrame) -> pl.DataFrame:
        """Estimates whose p are adjusted for what was planned alone; what is exploratory keeps its own."""
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
    names = (*_ALWAYS, *(name for name in FILTERS if name in table), "sha256")
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


def write_plan(plan: Plan, path: Path | str, lexicon: Lexicon) -> None:
    """Fix a plan in a new file.

    Args:
        plan: a question and measures at least.
        path: no file yet: a plan is fixed once.
        lexicon: whose dimensions and scales the measures are.

    Raises:
        UsageError: ``plan.open``, ``plan.exists``, or a measure or a query that there is not.
    """
    check_plan(plan, lexicon, Path(path))
    write_atomically(Path(path), plan.text().encode("utf-8"))


def check_plan(plan: Plan, lexicon: Lexicon, path: Path | None = None) -> None:
    """Refuse measures and a query that there are not; and, where a plan is to be fixed, one that leaves things open.

    Raises:
        UsageError: ``plan.dimension``, ``plan.open``, ``plan.exists``, or the query is none.
    """
    known = [*lexicon.codebook.dimensions, *lexicon.codebook.estimated]
    for name in plan.measures:
        if name not in known:
            what = f"no dimension or scale '{name}'"
            raise UsageError("plan.dimension", what, "", near_or(name, known, "use one of"))
    if plan.asked.about:
        parse(plan.asked.about)
    if path is None:
        return
    if not plan.measures or not plan.question.strip():
        raise UsageError("plan.open", "a plan fixes a question and measures", "", "give --question and --dimension")
    if path.exists():
        raise UsageError("plan.exists", "is there already: a plan is fixed once", str(path), "write another file")


def study_sizes(project: Project | Path | str, plan: Plan, *, each: int = 50) -> tuple[pl.DataFrame, Narrowed]:
    """How many articles a study takes, from those that a project has: plan on a pilot.

    Args:
        project: which, or its folder; it is only read.
        plan: of which articles, and which of their words count.
        each: articles of an outlet to plan for.

    Returns:
        SIZE columns, a row a measure and language, none where no article fits; and how the articles were chosen.
    """
    project = open_project(project)
    loaded = project.load()
    kept, narrowed = chosen_of(replace(loaded, articles=with_units(loaded.articles)), plan.asked, project)
    if kept.articles.is_empty():
        return pl.DataFrame(schema=SIZE), narrowed
    counted = {"sections": plan.asked.sections, "voices": plan.asked.voices}
    table = sizes(kept.scored, kept.articles, project.lexicon(), each=each, **counted)
    return (table.filter(pl.col("dimension").is_in(list(plan.measures))) if plan.measures else table), narrowed

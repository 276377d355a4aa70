"""``framing report``: what a project says of its outlets, countries, months, and what of it survives other choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from framing.cli.main import DONE
from framing.cli.options import PROJECT, command
from framing.cli.output import console, json_line, message, print_table
from framing.cli.plan import PLAN, read_plan
from framing.cli.tables import LEVEL_TITLES, SHOWN, print_caveats, print_level
from framing.counting import counted
from framing.errors import UsageError, whole_file
from framing.schemas import SECTIONS, VOICES

if TYPE_CHECKING:
    import polars as pl

    from framing.lexicon.lexicon import Lexicon
    from framing.scoring.score import Scored
    from framing.statistics.sensitivity import Sensitivity
    from framing.statistics.specifications import Specifications
    from framing.statistics.trends import Trends

    #: Gives the rows of a level a column ``name``.
    _Named = Callable[[pl.DataFrame, str], pl.DataFrame]

__all__ = ["report"]

_PERIOD: Final = "period"
_MONTH: Final = "month"
_PERIODS: Final = ("day", "week", "month", "year")
_CROSS: Final = "*"
#: Values that a table of survival shows; the JSON and the page have all.
_SHOWN: Final = 40


@command()
@PROJECT
@click.option(
    "--by",
    "level",
    default="outlet",
    show_default=True,
    help="outlet, country, source, agency, language, genre, period, group:NAME, or two of them: 'outlet*period'.",
)
@click.option("--period", type=click.Choice(_PERIODS), help="Follow rates over time, by day, week, month or year.")
@click.option("--about", "query", help="Only articles that name this: an actor, or names apart by '|' in any language.")
@click.option("--section", "sections", multiple=True, type=click.Choice(SECTIONS), help="Count in this section only.")
@click.option("--voice", "voices", multiple=True, type=click.Choice(VOICES), help="Count in this voice only.")
@click.option("--dimension", "measures", multiple=True, help="Only this dimension or scale.")
@click.option("--calibrated", is_flag=True, help="Divide rates by measured factors between languages.")
@PLAN
@click.option("--sensitivity", "with_choices", is_flag=True, help="What survives other choices: without headlines, …")
@click.option(
    "--specifications", "with_curve", is_flag=True, help="The effect of one --dimension under all choices together."
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object: estimates, caveats and what else was asked for."
)
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page that needs no network."
)
def report(
    folder: Path,
    level: str,
    period: str | None,
    query: str | None,
    sections: tuple[str, ...],
    voices: tuple[str, ...],
    measures: tuple[str, ...],
    calibrated: bool,
    plan_path: Path | None,
    with_choices: bool,
    with_curve: bool,
    as_json: bool,
    page: Path | None,
) -> int:
    r"""Print what a project says of its outlets, countries, sources, languages or months, with intervals.

    \b
    framing report --by country --project news
    framing report --by 'outlet*period' --period month --dimension sensational
    framing report --period week --html weeks.html
    framing report --sensitivity --about kashmir
    framing report --plan plan.toml
    """
    import polars as pl

    from framing.scoring.search import about, restrict
    from framing.statistics.caveats import caveats
    from framing.store.funnel import Funnel
    from framing.store.naming import with_names
    from framing.store.project import open_project

    fixed = read_plan(plan_path) if plan_path is not None else None
    planned: list[str] = []
    if fixed is not None:
        options, planned = fixed.options(click.get_current_context(), measures)
        level, query, sections, voices, measures = (
            options[name] for name in ("level", "query", "sections", "voices", "measures")
        )
    project = open_project(folder)
    loaded = project.load()
    lexicon = project.lexicon()
    _check(measures, lexicon)
    articles, scored = loaded.articles, loaded.scored
    if query is not None and articles.height:
        on_topic = pl.lit(about(articles, query, lexicon)["mentions"] > 0)
        funnel = Funnel(articles).keep(f"--about {query}", on_topic)
        articles = funnel.rows
        if articles.is_empty():
            message(funnel.told())
        scored = restrict(scored, articles["article_id"])
    whole = _Asked(
        scored,
        articles,
        lexicon,
        _level(level, period),
        tuple(sections or SECTIONS),
        tuple(voices or VOICES),
        calibrated,
    )
    estimates = whole.estimates()
    if measures:
        estimates = estimates.filter(pl.col("dimension").is_in(measures))
    estimates = fixed.adjusted(estimates) if fixed is not None else estimates
    outlet_name = project.outlets().name
    named = partial(with_names, outlet_name=outlet_name)
    estimates = named(estimates, whole.level)
    said = [*planned, *caveats(scored, articles, lexicon, calibrated=calibrated)]
    timed = period is not None or any(part in _PERIODS for part in whole.level.split(_CROSS))
    trends = whole.trends(period, measures) if timed else None
    choices = whole.sensitivity(measures) if with_choices else None
    curves = whole.specifications(measures) if with_curve else []
    if page is not None:
        _write(page, whole, project.name, outlet_name, query, estimates, said, trends, choices, curves)
    if as_json:
        click.echo(json_line(_plain(estimates, said, trends, choices, curves, named)))
    elif loaded.articles.is_empty():
        message("the project has no articles yet; add some with 'framing add'")
    elif page is None and articles.height:
        _print(whole, estimates, said, trends, choices, curves, measures, named)
    return DONE


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What was asked for, of which articles."""

    scored: Scored
    articles: pl.DataFrame
    lexicon: Lexicon
    level: str
    sections: tuple[str, ...]
    voices: tuple[str, ...]
    calibrated: bool

    def estimates(self) -> pl.DataFrame:
        from framing.statistics.estimates import estimate

        counted = {"sections": self.sections, "voices": self.voices}
        return estimate(
            self.scored, self.articles, self.lexicon, levels=(self.level,), calibrated=self.calibrated, **counted
        )

    def trends(self, period: str | None, measures: tuple[str, ...]) -> Trends:
        from framing.statistics.trends import trends

        others = [part for part in self.level.split(_CROSS) if part not in _PERIODS]
        period = period or next((part for part in self.level.split(_CROSS) if part in _PERIODS), _MONTH)
        # A language is never told apart by itself, and an agency is called a source among articles.
        other = others[0] if others else "outlet"
        level = {"language": "outlet", "source": "source_country", "agency": "source"}.get(other, other)
        found = {"period": period, "level": level, "sections": self.sections, "voices": self.voices}
        return trends(self.scored, self.articles, self.lexicon, measures=measures or None, **found)  # type: ignore[arg-type]

    def sensitivity(self, measures: tuple[str, ...]) -> Sensitivity:
        from framing.statistics.sensitivity import sensitivity

        chosen = {"level": self.level, "sections": self.sections, "voices": self.voices}
        return sensitivity(self.scored, self.articles, self.lexicon, measures=measures or None, **chosen)  # type: ignore[arg-type]

    def specifications(self, measures: tuple[str, ...]) -> list[Specifications]:
        from framing.statistics.specifications import specifications

        if not measures:
            what = "--specifications makes dozens of tables of one measure each"
            raise UsageError("report.specifications", what, "", "name it with --dimension")
        task = (self.scored, self.articles, self.lexicon)
        return [specifications(*task, measure=name, level=self.level) for name in measures]

    def scope(self, query: str | None) -> str:
        """What was counted: stands below every table."""
        words = int(self.scored.articles["words"].sum())
        parts = [f"{counted(self.articles.height, 'articles')}, {counted(words, 'words')}"]
        if query is not None:
            parts.append(f"about {query}")
        if set(self.sections) != set(SECTIONS):
            parts.append(f"in {' and '.join(self.sections)}")
        if set(self.voices) != set(VOICES):
            parts.append(f"{' and '.join(self.voices)} words")
        if self.calibrated:
            parts.append("rates divided by factors between languages")
        return "; ".join([*parts, f"lexicon {self.lexicon.codebook.version} ({self.lexicon.fingerprint[:12]})"])


def _level(level: str, period: str | None) -> str:
    parts = [period or _MONTH if part.strip() == _PERIOD else part.strip() for part in level.split(_CROSS)]
    return _CROSS.join(parts)


def _check(measures: tuple[str, ...], lexicon: Lexicon) -> None:
    known = [*lexicon.codebook.dimensions, *lexicon.codebook.scales]
    for name in measures:
        if name not in known:
            what = f"no dimension or scale '{name}'"
            raise UsageError("report.dimension", what, "", f"use one of {', '.join(known)}")


def _write(
    path: Path,
    asked: _Asked,
    project: str,
    outlet_name: Callable[[str], str],
    query: str | None,
    estimates: pl.DataFrame,
    said: list[str],
    trends: Trends | None,
    choices: Sensitivity | None,
    curves: list[Specifications],
) -> None:
    from framing.cli.pages.choices import choice_parts
    from framing.cli.pages.curve import curve_parts
    from framing.cli.pages.report import report_page

    scope = asked.scope(query)
    further = choice_parts(choices, asked.lexicon, scope, outlet_name) if choices is not None else []
    further += [part for curve in curves for part in curve_parts(curve, scope, outlet_name)]
    title = f"{project}: {LEVEL_TITLES.get(asked.level, asked.level).lower()}"
    content = report_page(
        title, estimates, said, asked.lexicon, scope, outlet_name=outlet_name, trends=trends, further=further
    )
    with whole_file(path) as draft:
        draft.write_text(content, encoding="utf-8")
    message(f"wrote {path}")


def _plain(
    estimates: pl.DataFrame,
    said: list[str],
    trends: Trends | None,
    choices: Sensitivity | None,
    curves: list[Specifications],
    named: _Named,
) -> dict[str, Any]:
    """Plain values for JSON."""
    found: dict[str, Any] = {"estimates": estimates.to_dicts(), "caveats": said}
    if trends is not None:
        # Among articles, an agency is called a source.
        level = "agency" if trends.level == "source" else trends.level
        frames = {name: named(getattr(trends, name), level).to_dicts() for name in ("series", "volume")}
        frames["slopes"] = trends.slopes.to_dicts()
        found["trends"] = {"period": trends.period, "level": trends.level, **frames, "caveats": list(trends.caveats)}
    if choices is not None:
        found["sensitivity"] = {
            name: named(getattr(choices, name), choices.level).to_dicts() for name in ("table", "survival")
        }
    if curves:
        found["specifications"] = {
            name: [row for each in curves for row in named(getattr(each, name), each.level).to_dicts()]
            for name in ("table", "curve")
        }
    return found


def _print(
    asked: _Asked,
    estimates: pl.DataFrame,
    said: list[str],
    trends: Trends | None,
    choices: Sensitivity | None,
    curves: list[Specifications],
    measures: tuple[str, ...],
    named: _Named,
) -> None:
    import polars as pl

    from framing.statistics.estimates import POPULATION

    estimates = estimates.with_columns(key="name")
    print_level(estimates, asked.level, measures, calibrated=asked.calibrated)
    console().print()
    population = POPULATION + asked.level
    if estimates.filter(pl.col("level") == population)["estimate"].drop_nulls().len():
        print_level(estimates, population, measures, calibrated=asked.calibrated)
        console().print()
    if trends is not None:
        _print_trends(trends, measures)
    if choices is not None:
        _print_choices(choices, named)
    for curve in curves:
        _print_curve(curve, named)
    counted = "in all voices" if set(asked.voices) == set(VOICES) else f"in {' and '.join(asked.voices)} words"
    if set(asked.sections) != set(SECTIONS):
        counted += f" of {' and '.join(asked.sections)}"
    print_caveats([*said, *(trends.caveats if trends else ())], asked.lexicon.fingerprint, counted=counted)


def _print_trends(trends: Trends, measures: tuple[str, ...]) -> None:
    import polars as pl

    told = trends.slopes.filter(pl.col("pooled").is_not_null())
    told = told.filter(pl.col("dimension").is_in(measures or SHOWN) | pl.col("status").is_in(["paradox", "mix"]))
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
        for row in told.iter_rows(named=True)
    ]
    periods = trends.series["period"].n_unique()
    print_table(f"Trends: by what a {trends.period} multiplies a rate, over {periods} {trends.period}s", columns, rows)
    console().print()


def _print_choices(choices: Sensitivity, named: _Named) -> None:
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
        for row in named(choices.survival.head(_SHOWN), choices.level).iter_rows(named=True)
    ]
    stable = choices.survival.filter(choices.survival["survived"] == choices.survival["choices"]).height
    title = f"Other choices: {stable} of {choices.survival.height} values that leave out their baseline survive all"
    print_table(title, columns, rows)
    if choices.survival.height > _SHOWN:
        console().print(f"{choices.survival.height - _SHOWN} more; --json has all.", highlight=False)
    console().print()


def _print_curve(curve: Specifications, named: _Named) -> None:
    columns = [(curve.level, "left"), ("language", "left"), ("median", "right"), ("least … most", "right")]
    columns += [("above", "right"), ("clear", "right")]
    rows = [
        [
            row["name"],
            row["language"],
            f"{row['median']:.2f}",
            f"{row['least']:.2f} … {row['most']:.2f}",
            f"{row['above']} of {row['specifications']}",
            str(max(row["clear_above"], row["clear_below"])),
        ]
        for row in named(curve.curve.head(_SHOWN), curve.level).iter_rows(named=True)
    ]
    holds = curve.curve.filter("holds").height
    title = (
        f"Specifications of {curve.measure}: {holds} of {curve.curve.height} are clear on one side under all choices"
    )
    print_table(title, columns, rows)
    if curve.curve.height > _SHOWN:
        console().print(f"{curve.curve.height - _SHOWN} more; --json has all.", highlight=False)
    console().print()

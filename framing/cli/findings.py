"""What ``framing report`` was asked for, of which articles, and what it found.

The tables of ``framing report`` in the terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from framing.cli.output import console, print_table
from framing.errors import UsageError
from framing.phrases import counted
from framing.schemas import SECTIONS, VOICES

if TYPE_CHECKING:
    import polars as pl

    from framing.cli.plan import Plan
    from framing.lexicon.lexicon import Lexicon
    from framing.scoring.score import Scored
    from framing.statistics.specifications import Specifications
    from framing.statistics.trends import Trends
    from framing.store.filters import Chosen

__all__ = ["Asked", "Findings", "Question", "findings", "print_findings"]


_PERIOD: Final = "period"
_MONTH: Final = "month"
_PERIODS: Final = ("day", "week", "month", "year")
_CROSS: Final = "*"


@dataclass(frozen=True, slots=True)
class Question:
    """The options of the command.

    Attributes:
        by: the level, as it was given.
        period: to follow rates by; None for none.
        chosen: which articles.
        sections: that count; so ``voices``; none where all do.
        measures: dimensions and scales; none where all are shown.
        calibrated: whether rates are divided by factors between languages.
        alone: whether each choice is made the other way; ``together``: whether all combinations are.
    """

    by: str
    period: str | None
    chosen: Chosen
    sections: tuple[str, ...]
    voices: tuple[str, ...]
    measures: tuple[str, ...]
    calibrated: bool
    alone: bool
    together: bool

    @property
    def level(self) -> str:
        """The level, with the period that it names."""
        parts = [part.strip() for part in self.by.split(_CROSS)]
        return _CROSS.join(self.period or _MONTH if part == _PERIOD else part for part in parts)

    @property
    def is_timed(self) -> bool:
        """Whether rates are followed over time."""
        return self.period is not None or any(part in _PERIODS for part in self.level.split(_CROSS))

    def check(self, lexicon: Lexicon) -> None:
        """Refuse what there is not.

        Raises:
            UsageError: ``report.dimension``, ``report.specifications``.
        """
        known = [*lexicon.codebook.dimensions, *lexicon.codebook.scales]
        for name in self.measures:
            if name not in known:
                what = f"no dimension or scale '{name}'"
                raise UsageError("report.dimension", what, "", f"use one of {', '.join(known)}")
        if self.together and not self.measures:
            what = "--specifications makes dozens of tables of one measure each"
            raise UsageError("report.specifications", what, "", "name it with --dimension")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question to some articles."""

    question: Question
    scored: Scored
    articles: pl.DataFrame
    lexicon: Lexicon

    @property
    def counted(self) -> dict[str, Any]:
        """The sections and voices that count."""
        return {"sections": self.question.sections or SECTIONS, "voices": self.question.voices or VOICES}

    def estimates(self) -> pl.DataFrame:
        """The estimates of the level, of the measures that were asked for."""
        import polars as pl

        from framing.statistics.estimates import estimate

        asked = {"levels": (self.question.level,), "calibrated": self.question.calibrated, **self.counted}
        found = estimate(self.scored, self.articles, self.lexicon, **asked)
        return found.filter(pl.col("dimension").is_in(self.question.measures)) if self.question.measures else found

    def trends(self) -> Trends:
        """Rates over time, within each key of the level."""
        from framing.statistics.trends import trends

        parts = self.question.level.split(_CROSS)
        period = self.question.period or next((part for part in parts if part in _PERIODS), _MONTH)
        # A language stands beside every level by itself.
        level = next((part for part in parts if part not in {*_PERIODS, "language"}), "outlet")
        found = {"period": period, "level": level, "measures": self.question.measures or None, **self.counted}
        return trends(self.scored, self.articles, self.lexicon, **found)

    def choices(self) -> Specifications:
        """The table with each choice made the other way."""
        from framing.statistics.specifications import sensitivity

        asked = {"measures": self.question.measures or None, "level": self.question.level, **self.counted}
        return sensitivity(self.scored, self.articles, self.lexicon, **asked)

    def curves(self) -> list[Specifications]:
        """The table of each measure under all combinations of choices."""
        from framing.statistics.specifications import specifications

        of = (self.scored, self.articles, self.lexicon)
        asked = {"level": self.question.level, **self.counted}
        return [specifications(*of, measure=name, **asked) for name in self.question.measures]

    def scope(self) -> str:
        """What was counted: stands below every table."""
        words = int(self.scored.articles["words"].sum())
        parts = [f"{counted(self.articles.height, 'articles')}, {counted(words, 'words')}"]
        parts += [f"{name} {value}" for name, value in self.question.chosen.named().items()]
        sections, voices = self.counted.values()
        if set(sections) != set(SECTIONS):
            parts.append(f"in {' and '.join(sections)}")
        if set(voices) != set(VOICES):
            parts.append(f"{' and '.join(voices)} words")
        if self.question.calibrated:
            parts.append("rates divided by factors between languages")
        return "; ".join([*parts, f"lexicon {self.lexicon.codebook.version} ({self.lexicon.fingerprint[:12]})"])


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What was found.

    Attributes:
        asked: what was asked for.
        outlet_name: what an outlet is called.
        estimates: with the names of the keys.
        said: what belongs beside the tables.
        trends: where it was asked for; so ``choices`` and ``curves``.
    """

    asked: Asked
    outlet_name: Callable[[str], str]
    estimates: pl.DataFrame
    said: list[str]
    trends: Trends | None
    choices: Specifications | None
    curves: list[Specifications]

    def named(self, rows: pl.DataFrame, level: str) -> pl.DataFrame:
        """Rows with what their keys are called."""
        from framing.store.filters import with_names

        return with_names(rows, level, self.outlet_name)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        found: dict[str, Any] = {"estimates": self.estimates.to_dicts(), "caveats": self.said}
        if (trends := self.trends) is not None:
            frames = {name: self.named(getattr(trends, name), trends.level).to_dicts() for name in ("series", "volume")}
            frames["slopes"] = trends.slopes.to_dicts()
            found["trends"] = {
                "period": trends.period,
                "level": trends.level,
                **frames,
                "caveats": list(trends.caveats),
            }
        for name, tables in (("sensitivity", [self.choices] if self.choices else []), ("specifications", self.curves)):
            if tables:
                found[name] = {
                    part: [row for each in tables for row in self.named(getattr(each, part), each.level).to_dicts()]
                    for part in ("table", "summary")
                }
        return found


def findings(asked: Asked, plan: Plan | None, planned: list[str], outlet_name: Callable[[str], str]) -> Findings:
    """Answer a question.

    Args:
        asked: the question, and the articles.
        plan: that fixed the question, if one did.
        planned: what the plan has to say.
        outlet_name: what an outlet is called.
    """
    from framing.statistics.caveats import caveats
    from framing.store.filters import with_names

    question = asked.question
    estimates = asked.estimates()
    estimates = plan.adjusted(estimates) if plan is not None else estimates
    told = {"calibrated": question.calibrated, "outlet_name": outlet_name}
    said = caveats(asked.scored, asked.articles, asked.lexicon, **told)  # type: ignore[arg-type]
    return Findings(
        asked=asked,
        outlet_name=outlet_name,
        estimates=with_names(estimates, question.level, outlet_name),
        said=[*planned, *said],
        trends=asked.trends() if question.is_timed else None,
        choices=asked.choices() if question.alone else None,
        curves=asked.curves() if question.together else [],
    )


#: Values that a table of what survives shows; the JSON and the page have all.
_SHOWN: Final = 40


def print_findings(found: Findings) -> None:
    """All that was asked for, and what belongs beside it."""
    import polars as pl

    from framing.cli.tables import print_caveats, print_level
    from framing.statistics.estimates import POPULATION

    question = found.asked.question
    estimates = found.estimates.with_columns(key="name")
    levels = [question.level]
    population = POPULATION + question.level
    if estimates.filter(pl.col("level") == population)["estimate"].drop_nulls().len():
        levels.append(population)
    for level in levels:
        print_level(estimates, level, question.measures, calibrated=question.calibrated)
        console().print()
    if found.trends is not None:
        _print_trends(found.trends, question.measures)
    if found.choices is not None:
        _print_choices(found, found.choices)
    for curve in found.curves:
        _print_curve(found, curve)
    sections, voices = found.asked.counted.values()
    where = "in all voices" if set(voices) == set(VOICES) else f"in {' and '.join(voices)} words"
    if set(sections) != set(SECTIONS):
        where += f" of {' and '.join(sections)}"
    further = found.trends.caveats if found.trends is not None else ()
    print_caveats([*found.said, *further], found.asked.lexicon.fingerprint, counted=where)


def _print_trends(trends: Trends, measures: tuple[str, ...]) -> None:
    import polars as pl

    from framing.cli.tables import SHOWN

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


def _print_choices(found: Findings, choices: Specifications) -> None:
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
        for row in found.named(clear.head(_SHOWN), choices.level).iter_rows(named=True)
    ]
    stable = clear.filter(clear["survived"] == clear["choices"]).height
    title = f"Other choices: {stable} of {clear.height} values that leave out their baseline survive all"
    print_table(title, columns, rows)
    _print_more(clear.height)


def _print_curve(found: Findings, curve: Specifications) -> None:
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
        for row in found.named(curve.summary.head(_SHOWN), curve.level).iter_rows(named=True)
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

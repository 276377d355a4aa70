"""What ``framing report`` was asked for, of which articles, and what it found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from framing.errors import UsageError
from framing.phrases import counted

if TYPE_CHECKING:
    import polars as pl

    from framing.cli.plan import Plan
    from framing.lexicon.lexicon import Lexicon
    from framing.scoring.score import Scored
    from framing.statistics.question import Question
    from framing.statistics.specifications import Specifications
    from framing.statistics.trends import Trends

__all__ = ["Asked", "Findings", "Request", "findings"]


#: Stands in ``--by`` for the period that ``--period`` names.
_PERIOD: Final = "period"
_MONTH: Final = "month"


@dataclass(frozen=True, slots=True)
class Request:
    """The options of the command.

    Attributes:
        question: of which articles, and which of their words count; ``by`` is the level, as it was given.
        period: to follow rates by; None for none.
        measures: dimensions and scales; none where all are shown.
        calibrated: whether rates are divided by factors between languages.
        alone: whether each choice is made the other way; ``together``: whether all combinations are.
    """

    question: Question
    period: str | None
    measures: tuple[str, ...]
    calibrated: bool
    alone: bool
    together: bool

    @property
    def level(self) -> str:
        """The level, with the period that it names."""
        from framing.statistics.levels import CROSS

        parts = [part.strip() for part in (self.question.by or "outlet").split(CROSS)]
        return CROSS.join(self.period or _MONTH if part == _PERIOD else part for part in parts)

    @property
    def is_timed(self) -> bool:
        """Whether rates are followed over time."""
        from framing.statistics.levels import CROSS, PERIODS

        return self.period is not None or any(part in PERIODS for part in self.level.split(CROSS))

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
    """What is asked of some articles."""

    request: Request
    scored: Scored
    articles: pl.DataFrame
    lexicon: Lexicon

    @property
    def counted(self) -> dict[str, Any]:
        """The sections and voices that count."""
        return {"sections": self.request.question.sections, "voices": self.request.question.voices}

    def estimates(self) -> pl.DataFrame:
        """The estimates of the level, of the measures that were asked for."""
        import polars as pl

        from framing.statistics.estimates import estimate

        asked = {"levels": (self.request.level,), "calibrated": self.request.calibrated, **self.counted}
        estimated = estimate(self.scored, self.articles, self.lexicon, **asked)
        return (
            estimated.filter(pl.col("dimension").is_in(self.request.measures)) if self.request.measures else estimated
        )

    def trends(self) -> Trends:
        """Rates over time, within each key of the level."""
        from framing.statistics.levels import CROSS, PERIODS
        from framing.statistics.trends import trends

        parts = self.request.level.split(CROSS)
        period = self.request.period or next((part for part in parts if part in PERIODS), _MONTH)
        # A language stands beside every level by itself.
        level = next((part for part in parts if part not in {*PERIODS, "language"}), "outlet")
        options = {"period": period, "level": level, "measures": self.request.measures or None, **self.counted}
        return trends(self.scored, self.articles, self.lexicon, **options)

    def choices(self) -> Specifications:
        """The table with each choice made the other way."""
        from framing.statistics.specifications import sensitivity

        asked = {"measures": self.request.measures or None, "level": self.request.level, **self.counted}
        return sensitivity(self.scored, self.articles, self.lexicon, **asked)

    def curves(self) -> list[Specifications]:
        """The table of each measure under all combinations of choices."""
        from framing.statistics.specifications import specifications

        of = (self.scored, self.articles, self.lexicon)
        asked = {"level": self.request.level, **self.counted}
        return [specifications(*of, measure=name, **asked) for name in self.request.measures]

    def scope(self) -> str:
        """What was counted: stands below every table."""
        words = int(self.scored.articles["words"].sum())
        from framing.schemas import SECTIONS, VOICES

        parts = [f"{counted(self.articles.height, 'articles')}, {counted(words, 'words')}"]
        parts += [f"{name} {value}" for name, value in self.request.question.named().items()]
        sections, voices = self.counted.values()
        if set(sections) != set(SECTIONS):
            parts.append(f"in {' and '.join(sections)}")
        if set(voices) != set(VOICES):
            parts.append(f"{' and '.join(voices)} words")
        if self.request.calibrated:
            parts.append("rates divided by factors between languages")
        return "; ".join([*parts, f"lexicon {self.lexicon.codebook.version} ({self.lexicon.fingerprint[:12]})"])


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What was found.

    Attributes:
        asked: what was asked for.
        outlet_name: what an outlet is called.
        estimates: with the names of the keys.
        sentences: what belongs beside the tables.
        trends: where it was asked for; so ``choices`` and ``curves``.
    """

    asked: Asked
    outlet_name: Callable[[str], str]
    estimates: pl.DataFrame
    sentences: list[str]
    trends: Trends | None
    choices: Specifications | None
    curves: list[Specifications]

    def named(self, rows: pl.DataFrame, level: str) -> pl.DataFrame:
        """Rows with what their keys are called."""
        from framing.naming import with_names

        return with_names(rows, level, self.outlet_name)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        record: dict[str, Any] = {"estimates": self.estimates.to_dicts(), "caveats": self.sentences}
        if (trends := self.trends) is not None:
            frames = {name: self.named(getattr(trends, name), trends.level).to_dicts() for name in ("series", "volume")}
            frames["slopes"] = trends.slopes.to_dicts()
            record["trends"] = {
                "period": trends.period,
                "level": trends.level,
                **frames,
                "caveats": list(trends.caveats),
            }
        for name, tables in (("sensitivity", [self.choices] if self.choices else []), ("specifications", self.curves)):
            if tables:
                record[name] = {
                    part: [row for each in tables for row in self.named(getattr(each, part), each.level).to_dicts()]
                    for part in ("table", "summary")
                }
        return record


def findings(asked: Asked, plan: Plan | None, planned: list[str], outlet_name: Callable[[str], str]) -> Findings:
    """Answer a question.

    Args:
        asked: the question, and the articles.
        plan: that fixed the question, if one did.
        planned: what the plan has to say.
        outlet_name: what an outlet is called.
    """
    from framing.naming import with_names
    from framing.statistics.caveats import caveats

    request = asked.request
    estimates = asked.estimates()
    estimates = plan.adjusted(estimates) if plan is not None else estimates
    options = {"calibrated": request.calibrated, "outlet_name": outlet_name}
    sentences = caveats(asked.scored, asked.articles, asked.lexicon, **options)  # type: ignore[arg-type]
    return Findings(
        asked=asked,
        outlet_name=outlet_name,
        estimates=with_names(estimates, request.level, outlet_name),
        sentences=[*planned, *sentences],
        trends=asked.trends() if request.is_timed else None,
        choices=asked.choices() if request.alone else None,
        curves=asked.curves() if request.together else [],
    )

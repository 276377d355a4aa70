"""What ``framing report`` was asked for, of which articles, and what it found.

What it found is worked out once for each state of a project: it is kept as tables, and read back as the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from framing.errors import UsageError
from framing.phrases import counted, near_or

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from framing.lexicon.lexicon import Lexicon
    from framing.scoring.score import Scored
    from framing.statistics.question import Question
    from framing.statistics.specifications import Specifications
    from framing.statistics.trends import Trends
    from framing.store.plans import Plan

__all__ = ["Asked", "Findings", "Request", "Tables"]


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

    @property
    def parts(self) -> tuple[str, ...]:
        """All that the answer depends on, as what it is kept under; estimates are always of all measures."""
        names = set(self.__dataclass_fields__)
        names -= set() if self.is_timed or self.alone or self.together else {"measures"}
        return tuple(f"{name}={getattr(self, name)!r}" for name in sorted(names))

    @property
    def counted(self) -> dict[str, Any]:
        """The sections and voices that count."""
        return {"sections": self.question.sections, "voices": self.question.voices}

    def scope(self, articles: int, words: int, lexicon: Lexicon) -> str:
        """What was counted: stands below every table."""
        from framing.schemas import SECTIONS, VOICES

        parts = [f"{counted(articles, 'articles')}, {counted(words, 'words')}"]
        parts += [f"{name} {value}" for name, value in self.question.named().items()]
        sections, voices = self.counted.values()
        if set(sections) != set(SECTIONS):
            parts.append(f"in {' and '.join(sections)}")
        if set(voices) != set(VOICES):
            parts.append(f"{' and '.join(voices)} words")
        if self.calibrated:
            parts.append("rates divided by factors between languages")
        return "; ".join([*parts, f"lexicon {lexicon.codebook.version} ({lexicon.fingerprint[:12]})"])

    def check(self, lexicon: Lexicon) -> None:
        """Refuse what there is not.

        Raises:
            UsageError: ``report.dimension``, ``report.specifications``.
        """
        known = [*lexicon.codebook.dimensions, *lexicon.codebook.estimated]
        for name in self.measures:
            if name not in known:
                what = f"no dimension or scale '{name}'"
                hint = near_or(name, known, "use one of")
                raise UsageError("report.dimension", what, "", hint)
        if self.together and not self.measures:
            what = "--specifications makes dozens of tables of one measure each"
            raise UsageError("report.specifications", what, "", "name it with --dimension")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What is asked of some articles, and how many articles the project has."""

    request: Request
    scored: Scored
    articles: pl.DataFrame
    lexicon: Lexicon
    stored: int

    def estimates(self) -> pl.DataFrame:
        """The estimates of the level, of all measures."""
        from framing.statistics.estimates import estimate

        asked = {"levels": (self.request.level,), "calibrated": self.request.calibrated, **self.request.counted}
        return estimate(self.scored, self.articles, self.lexicon, **asked)

    def trends(self) -> Trends:
        """Rates over time, within each key of the level."""
        from framing.statistics.levels import CROSS, PERIODS
        from framing.statistics.trends import trends

        parts = self.request.level.split(CROSS)
        period = self.request.period or next((part for part in parts if part in PERIODS), _MONTH)
        # A language stands beside every level by itself.
        level = next((part for part in parts if part not in {*PERIODS, "language"}), "outlet")
        options = {"period": period, "level": level, "measures": self.request.measures or None, **self.request.counted}
        return trends(self.scored, self.articles, self.lexicon, **options)

    def choices(self) -> Specifications:
        """The table with each choice made the other way."""
        from framing.statistics.specifications import sensitivity

        asked = {"measures": self.request.measures or None, "level": self.request.level, **self.request.counted}
        return sensitivity(self.scored, self.articles, self.lexicon, **asked)

    def curves(self) -> list[Specifications]:
        """The table of each measure under all combinations of choices."""
        from framing.statistics.specifications import specifications

        of = (self.scored, self.articles, self.lexicon)
        asked = {"level": self.request.level, **self.request.counted}
        return [specifications(*of, measure=name, **asked) for name in self.request.measures]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """What was found, as it is kept.

    Attributes:
        stored: articles that the project has.
        articles: that the question is about.
        words: of theirs.
        estimates: of the level, of all measures.
        caveats: what belongs beside the tables.
        trends: where it was asked for; so ``choices`` and ``curves``.
    """

    stored: int
    articles: int
    words: int
    estimates: pl.DataFrame
    caveats: tuple[str, ...]
    trends: Trends | None
    choices: Specifications | None
    curves: tuple[Specifications, ...]

    @classmethod
    def of(cls, asked: Asked, outlet_name: Callable[[str], str]) -> Tables:
        """Find it."""
        from framing.statistics.caveats import caveats

        request, of = asked.request, (asked.scored, asked.articles, asked.lexicon)
        return cls(
            stored=asked.stored,
            articles=asked.articles.height,
            words=int(asked.scored.articles["words"].sum()),
            estimates=asked.estimates(),
            caveats=tuple(caveats(*of, calibrated=request.calibrated, outlet_name=outlet_name)),
            trends=asked.trends() if request.is_timed else None,
            choices=asked.choices() if request.alone else None,
            curves=tuple(asked.curves()) if request.together else (),
        )

    def to_frames(self) -> dict[str, pl.DataFrame]:
        """The same as tables by name."""
        import polars as pl

        from framing.frames import texts

        frames = {"estimates": self.estimates, "caveats": texts(self.caveats)}
        frames["sizes"] = pl.DataFrame({name: [getattr(self, name)] for name in ("stored", "articles", "words")})
        if (trends := self.trends) is not None:
            frames |= {f"trends {name}": getattr(trends, name) for name in _OF_TRENDS}
            frames |= {"trends caveats": texts(trends.caveats), "trends by": texts([trends.period, trends.level])}
        tables = {"choices": self.choices, **{f"curve {at}": each for at, each in enumerate(self.curves)}}
        for name, each in tables.items():
            if each is not None:
                frames |= {f"{name} {part}": getattr(each, part) for part in _OF_CHOICES}
                frames |= {f"{name} scales": texts(sorted(each.scales)), f"{name} by": texts([each.level])}
        return frames

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> Tables:
        """What :meth:`to_frames` made tables of."""
        from framing.frames import texts_of
        from framing.statistics.specifications import Specifications
        from framing.statistics.trends import Trends

        def specified(name: str) -> Specifications:
            table, summary = (frames[f"{name} {part}"] for part in _OF_CHOICES)
            (level,), scales = texts_of(frames[f"{name} by"]), texts_of(frames[f"{name} scales"])
            return Specifications(table, summary, level, frozenset(scales))

        trends = None
        if "trends by" in frames:
            series, volume, slopes = (frames[f"trends {name}"] for name in _OF_TRENDS)
            period, level = texts_of(frames["trends by"])
            trends = Trends(series, volume, slopes, tuple(texts_of(frames["trends caveats"])), period, level)
        return cls(
            **frames["sizes"].row(0, named=True),
            estimates=frames["estimates"],
            caveats=tuple(texts_of(frames["caveats"])),
            trends=trends,
            choices=specified("choices") if "choices by" in frames else None,
            curves=tuple(specified(name.removesuffix(" by")) for name in frames if _CURVE.fullmatch(name)),
        )


#: The frames of trends, and of specifications, in the order of their attributes.
_OF_TRENDS: Final = ("series", "volume", "slopes")
_OF_CHOICES: Final = ("table", "summary")
_CURVE: Final = re.compile(r"curve \d+ by")


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """What was found, with what it is called.

    Attributes:
        request: what was asked for.
        lexicon: that scored the articles.
        outlet_name: what an outlet is called.
        estimates: with the names of the keys.
        sentences: what belongs beside the tables.
        tables: all of it.
        badges: how far dimensions have been checked in languages, see :func:`framing.store.badges.badges`.
        machines: what other machines say, where there are some, see :mod:`framing.statistics.machines`.
    """

    request: Request
    lexicon: Lexicon
    outlet_name: Callable[[str], str]
    estimates: pl.DataFrame
    sentences: list[str]
    tables: Tables
    badges: pl.DataFrame
    machines: pl.DataFrame | None = None

    @classmethod
    def of(
        cls,
        request: Request,
        tables: Tables,
        lexicon: Lexicon,
        outlet_name: Callable[[str], str],
        validations: pl.DataFrame,
        plan: tuple[Plan, list[str]] | None = None,
    ) -> Findings:
        """Name what was found.

        Args:
            request: what was asked for.
            tables: the answer.
            lexicon: that scored the articles.
            outlet_name: what an outlet is called.
            validations: of the project.
            plan: that fixed the question, if one did, and what it has to say.
        """
        import polars as pl

        from framing.naming import with_names
        from framing.store.badges import badges

        estimates = tables.estimates
        if request.measures:
            estimates = estimates.filter(pl.col("dimension").is_in(request.measures))
        estimates = estimates if plan is None else plan[0].adjusted(estimates)
        # Of a level that mixes languages, the row has several.
        several = estimates["language"].drop_nulls().str.split("+").explode()
        languages = several.unique().sort()
        return cls(
            request=request,
            lexicon=lexicon,
            outlet_name=outlet_name,
            estimates=with_names(estimates, request.level, outlet_name),
            sentences=[*(() if plan is None else plan[1]), *tables.caveats],
            tables=tables,
            badges=badges(lexicon, estimates["dimension"].unique(maintain_order=True), languages, validations),
        )

    def scope(self) -> str:
        """What was counted: stands below every table."""
        return self.request.scope(self.tables.articles, self.tables.words, self.lexicon)

    def named(self, rows: pl.DataFrame, level: str) -> pl.DataFrame:
        """Rows with what their keys are called."""
        from framing.naming import with_names

        return with_names(rows, level, self.outlet_name)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        record: dict[str, Any] = {"estimates": self.estimates.to_dicts(), "caveats": self.sentences}
        record["badges"] = self.badges.to_dicts()
        if self.machines is not None:
            record["machines"] = self.machines.to_dicts()
        if (trends := self.tables.trends) is not None:
            frames = {name: self.named(getattr(trends, name), trends.level).to_dicts() for name in ("series", "volume")}
            frames["slopes"] = trends.slopes.to_dicts()
            record["trends"] = {
                "period": trends.period,
                "level": trends.level,
                **frames,
                "caveats": list(trends.caveats),
            }
        choices = [self.tables.choices] if self.tables.choices else []
        for name, curves in (("sensitivity", choices), ("specifications", self.tables.curves)):
            if curves:
                record[name] = {
                    part: [row for each in curves for row in self.named(getattr(each, part), each.level).to_dicts()]
                    for part in ("table", "summary")
                }
        return record

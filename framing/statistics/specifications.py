"""Specifications: the same table under other choices, and what of it survives.

Whoever makes a table chooses: whether headlines count, whether quoted words do, what a copy is worth. A finding that
depends on such a choice is a finding about the choice (the "multiverse" of Steegen et al., Perspectives on
Psychological Science 11, 2016). A *specification* is one set of choices. :func:`sensitivity` makes each choice the
other way alone, for all measures; :func:`specifications` makes all combinations of choices that can be defended, for
one measure, and sorts them by their effects (the specification curve of Simonsohn, Simmons & Nelson, Nature Human
Behaviour 4, 2020). A value survives a specification if it stays on the same side of its baseline with an interval that
leaves the baseline out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from itertools import product
from typing import Final, Unpack

import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.phrases import near_or
from framing.render.result import Result
from framing.scoring.score import Scored
from framing.statistics.choices import ALONE, ASKED, TOGETHER, WAYS, Specification, Task, contrasts
from framing.statistics.narrowing import fitting
from framing.statistics.question import Keywords, Question, question_of

__all__ = ["SPECIFICATION", "SUMMARY", "Specifications", "sensitivity", "specifications"]

#: One row a key × dimension or scale × specification. ``choice`` names what is not as in the table itself; ``rank``:
#: from 1, by effect. ``effect``: a "ratio" to the language's baseline, or of a contrast scale the "difference" from it,
#: as ``measure`` says; ``low`` and ``high`` its 95 % interval. ``clear``: whether that leaves the baseline out.
#: ``survives``: clear on the same side as the table itself; null where the table itself is not clear.
SPECIFICATION: Final = {
    "key": pl.String(),
    "language": pl.String(),
    "dimension": pl.String(),
    "choice": pl.String(),
    **{name: pl.String() for name in WAYS},
    "rank": pl.Int64(),
    "measure": pl.String(),
    "words": pl.Int64(),
    "hits": pl.Int64(),
    "effect": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "clear": pl.Boolean(),
    "survives": pl.Boolean(),
}
#: One row a key × dimension or scale that some specification says something of, those first that hold. ``effect``,
#: ``low``, ``high``: of the table itself. Of ``specifications`` that say anything, how many have the effect ``above``
#: the baseline, how many are clear on either side, and the effects' range. ``holds``: all are on one side and clear.
#: ``choices``: specifications besides the table itself, of which the value ``survived`` some and was ``lost`` under
#: others; null where the table itself is not clear.
SUMMARY: Final = {
    "key": pl.String(),
    "language": pl.String(),
    "dimension": pl.String(),
    "effect": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "specifications": pl.Int64(),
    "above": pl.Int64(),
    "clear_above": pl.Int64(),
    "clear_below": pl.Int64(),
    "least": pl.Float64(),
    "median": pl.Float64(),
    "most": pl.Float64(),
    "holds": pl.Boolean(),
    "choices": pl.Int64(),
    "survived": pl.Int64(),
    "lost": pl.List(pl.String()),
}
_CELL: Final = ["key", "dimension"]


@dataclass(frozen=True, slots=True, eq=False)
class Specifications(Result):
    """A table under several specifications.

    Attributes:
        table: SPECIFICATION columns.
        summary: SUMMARY columns.
        level: of the keys.
        scales: the contrast scales, whose baseline is 0 and not a ratio of 1.
    """

    FRAMES = ("summary", "table")
    table: pl.DataFrame
    summary: pl.DataFrame
    level: str
    scales: frozenset[str]

    @property
    def clear(self) -> pl.DataFrame:
        """The summary of what is clear in the table itself; what depends on a choice first."""
        rows = self.summary.drop_nulls("survived")
        return rows.sort(pl.col("choices") - pl.col("survived"), descending=True, maintain_order=True)

    def __repr__(self) -> str:
        clear = self.clear
        stable = clear.filter(pl.col("survived") == pl.col("choices")).height
        return f"<Specifications: {stable} of {clear.height} clear values survive all choices; frames table, summary>"

    def side_by_side(self) -> pl.DataFrame:
        """One row a key × dimension, one column of effects a specification, that of the table itself first."""
        order = pl.col("choice") != ASKED
        rows = self.table.sort(order, maintain_order=True)
        return rows.pivot("choice", index=["key", "language", "dimension"], values="effect", maintain_order=True)


def sensitivity(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    level: str | None = None,
    measures: Collection[str] | None = None,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> Specifications:
    """Make a table with each choice made the other way, one at a time.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: that scored them.
        level: as for :func:`framing.statistics.estimates.estimate`; that of the question where none is named, else
            outlet.
        measures: dimensions and scales; all where none are named.
        question: of which articles, and which of their words and hits count in the table itself.
        keywords: the same, one by one: ``about="kashmir"``, ``voices="own"``.

    Returns:
        See :class:`Specifications`. A choice that changes nothing, because it was made already or no article has a
        headline or a copy, is left out.

    Raises:
        UsageError: an unknown level, section or voice.

    Example:
        >>> from framing.scoring.score import score
        >>> news = pl.DataFrame({"article_id": ["1"], "text": ["A historic deal was signed."], "outlet": ["a"]})
        >>> sensitivity(score(news), news).table["choice"][0]
        'as asked'
    """
    task = _task(scored, articles, lexicon or default_lexicon(), level, question_of(question, keywords))
    ways = [(name, way) for name, ways in task.ways().items() for way in ways[1:] if way not in TOGETHER]
    alone = [Specification(), *(replace(Specification(), **{name: way}) for name, way in ways)]
    return _made(task, alone, None if measures is None else list(measures))


def specifications(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    measure: str,
    level: str | None = None,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> Specifications:
    """Make a table of one measure under each combination of choices.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: that scored them.
        measure: a dimension or scale. Topics are set equal for dimensions that are no issue frame (indirect
            standardisation). Entries go for dimensions alone.
        level: as for :func:`sensitivity`.
        question: of which articles, and which of their words and hits count in the table itself.
        keywords: the same, one by one: ``about="kashmir"``, ``voices="own"``.

    Returns:
        See :class:`Specifications`. Combinations that count the same are there once.

    Raises:
        UsageError: an unknown measure, level, section or voice.

    Example:
        >>> from framing.scoring.score import score
        >>> news = pl.DataFrame({"article_id": ["1"], "text": ["A historic deal was signed."], "outlet": ["a"]})
        >>> specifications(score(news), news, measure="praise").table.select("voices", "copies").row(0)
        ('as asked', 'once')
    """
    lexicon = lexicon or default_lexicon()
    known = [*lexicon.codebook.dimensions, *lexicon.codebook.estimated]
    if measure not in known:
        what = f"no dimension or scale '{measure}'"
        raise UsageError("statistics.measure", what, "", near_or(measure, known, "use one of"))
    task = _task(scored, articles, lexicon, level, question_of(question, keywords), measure)
    ways = [[way for way in ways if way not in ALONE] for ways in task.ways().values()]
    return _made(task, [Specification(*each) for each in product(*ways)], [measure])


def _task(
    scored: Scored, articles: pl.DataFrame, lexicon: Lexicon, level: str | None, asked: Question, measure: str = ""
) -> Task:
    level = level or asked.by or "outlet"
    scored, articles = fitting(scored, articles, asked, lexicon, (level,))
    return Task(scored, articles, lexicon, level, asked.sections, asked.voices, measure)


def _made(task: Task, chosen: Iterable[Specification], measures: list[str] | None) -> Specifications:
    """The table under each specification, without those that count the same as one before."""
    seen: list[pl.DataFrame] = []
    tables = []
    for each in chosen:
        table = task.effects(each)
        table = table if measures is None else table.filter(pl.col("dimension").is_in(measures))
        if any(table.equals(other) for other in seen):
            continue
        seen.append(table)
        named = {"choice": each.choice, **asdict(each)}
        tables.append(table.with_columns(pl.lit(value).alias(name) for name, value in named.items()))
    scales = frozenset(contrasts(task.lexicon))
    table = _judged(pl.concat(tables, how="vertical_relaxed"), scales)
    return Specifications(table, _summary(table, scales), task.level, scales)


def _side(scales: frozenset[str]) -> pl.Expr:
    middle = pl.when(pl.col("dimension").is_in(list(scales))).then(0.0).otherwise(1.0)
    side = pl.when(pl.col("low") > middle).then(1).when(pl.col("high") < middle).then(-1).otherwise(0)
    # What is withheld is on neither side.
    return pl.when(pl.col("effect").is_not_null()).then(side)


def _judged(rows: pl.DataFrame, scales: frozenset[str]) -> pl.DataFrame:
    """Add whether a value is clear, whether it survives, and its rank; what is withheld ranks last."""
    rows = rows.with_columns(side=_side(scales))
    asked = rows.filter(pl.col("choice") == ASKED).select(*_CELL, asked="side")
    rows = rows.join(asked, on=_CELL, how="left", maintain_order="left")
    survives = pl.when(pl.col("asked") != 0).then((pl.col("side") == pl.col("asked")).fill_null(False))
    rank = pl.col("effect").rank("ordinal").over(_CELL)
    measure = pl.when(pl.col("dimension").is_in(list(scales))).then(pl.lit("difference")).otherwise(pl.lit("ratio"))
    rows = rows.with_columns(clear=pl.col("side") != 0, survives=survives, rank=rank, measure=measure)
    return rows.select(list(SPECIFICATION)).cast(dict(SPECIFICATION))  # type: ignore[arg-type]


def _summary(table: pl.DataFrame, scales: frozenset[str]) -> pl.DataFrame:
    middle = pl.when(pl.col("dimension").is_in(list(scales))).then(0.0).otherwise(1.0)
    above = pl.col("effect") > middle
    rows = (
        table.drop_nulls("effect")
        .group_by("key", "language", "dimension", maintain_order=True)
        .agg(
            specifications=pl.len(),
            above=above.sum(),
            clear_above=(above & pl.col("clear")).sum(),
            clear_below=(~above & pl.col("clear")).sum(),
            least=pl.col("effect").min(),
            median=pl.col("effect").median(),
            most=pl.col("effect").max(),
        )
    )
    asked = table.filter(pl.col("choice") == ASKED).select(*_CELL, "effect", "low", "high", asked="clear")
    gone = ~pl.col("survives").fill_null(False)
    others = (
        table.filter(pl.col("choice") != ASKED, pl.col("survives").is_not_null())
        .group_by(_CELL)
        .agg(choices=pl.len(), survived=(~gone).sum(), lost=pl.col("choice").filter(gone))
    )
    rows = rows.join(asked, on=_CELL, how="left", maintain_order="left")
    rows = rows.join(others, on=_CELL, how="left", maintain_order="left")
    filled = pl.col("choices", "survived").fill_null(0), pl.col("lost").fill_null([])
    rows = rows.with_columns(pl.when("asked").then(each) for each in filled)
    clear = pl.max_horizontal("clear_above", "clear_below")
    rows = rows.with_columns(holds=clear == pl.col("specifications"), share=clear / pl.col("specifications"))
    rows = rows.sort("share", "median", descending=True, maintain_order=True)
    return rows.select(list(SUMMARY)).cast(dict(SUMMARY))  # type: ignore[arg-type]

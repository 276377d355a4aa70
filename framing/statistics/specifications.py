"""Specifications: one measure under every combination of choices, as a curve.

:mod:`framing.statistics.sensitivity` makes one choice the other way at a time. A finding may also depend on two choices
together, and whoever looks at many tables may show the one that tells most. So all combinations of five choices that
can be defended are made, and shown sorted (the specification curve of Simonsohn, Simmons & Nelson, Nature Human
Behaviour 4, 2020): voices, sections, whether the entries with most hits go, whether topics are set equal, and what a
copy is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import polars as pl

from framing.errors import UsageError
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.render.page import Markup, fragment, tag
from framing.schemas import SECTIONS, VOICES
from framing.scoring.score import Scored
from framing.statistics.observations import Observations
from framing.statistics.sensitivity import Task, entries_of
from framing.statistics.topics import topic_frames, topics

__all__ = ["CURVE", "SPECIFICATION", "WAYS", "Specifications", "specifications"]

#: Choice → its two or three ways.
WAYS: Final = {
    "voices": ("all", "own"),
    "sections": ("all", "no headlines"),
    "entries": ("all", "without top 1", "without top 3"),
    "topics": ("as they are", "set equal"),
    "copies": ("once", "each"),
}
#: One row a key × specification. ``rank``: from 1, by effect, within a key. ``effect``: the ratio to the language's
#: baseline; of a contrast scale how far it is from it; ``low`` and ``high`` its 95 % interval. ``clear``: whether that
#: leaves the baseline out.
SPECIFICATION: Final = {
    "key": pl.String(),
    "language": pl.String(),
    "dimension": pl.String(),
    "rank": pl.Int64(),
    **{name: pl.String() for name in WAYS},
    "words": pl.Int64(),
    "hits": pl.Int64(),
    "effect": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "clear": pl.Boolean(),
}
#: One row a key: of how many specifications that say anything the effect is above the baseline, how many leave it out
#: on either side, and the effects' range. ``holds``: all are on one side and clear.
CURVE: Final = {
    "key": pl.String(),
    "language": pl.String(),
    "dimension": pl.String(),
    "specifications": pl.Int64(),
    "above": pl.Int64(),
    "clear_above": pl.Int64(),
    "clear_below": pl.Int64(),
    "least": pl.Float64(),
    "median": pl.Float64(),
    "most": pl.Float64(),
    "holds": pl.Boolean(),
}


@dataclass(frozen=True, slots=True, eq=False)
class Specifications:
    """One measure under all combinations of choices.

    Attributes:
        table: SPECIFICATION columns.
        curve: CURVE columns, what depends on the choices most last.
        measure: whose effects they are.
        level: of the keys.
        middle: the baseline's effect: 1, or 0 of a contrast scale.
    """

    table: pl.DataFrame
    curve: pl.DataFrame
    measure: str
    level: str
    middle: float

    def __repr__(self) -> str:
        holds = self.curve.filter("holds").height
        return f"<Specifications: {holds} of {self.curve.height} keys on one side throughout; frames table, curve>"

    def _repr_html_(self) -> str:
        return fragment(tag("p", repr(self)[1:-1], class_="note"), Markup(self.curve._repr_html_()))


def specifications(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    measure: str,
    level: str = "outlet",
) -> Specifications:
    """Make a table under each combination of choices.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: that scored them.
        measure: a dimension or scale. Topics are set equal for dimensions that are no issue frame: each article's words
            are weighed by how full of the measure its topic is in its language (indirect standardisation). Entries go
            for dimensions alone.
        level: as for :func:`framing.statistics.estimates.estimate`.

    Returns:
        See :class:`Specifications`. Combinations that count the same are there once.

    Raises:
        UsageError: an unknown measure or level.

    Example:
        >>> from framing.scoring.score import score
        >>> news = pl.DataFrame({"article_id": ["1"], "text": ["A historic deal was signed."], "outlet": ["a"]})
        >>> specifications(score(news), news, measure="praise").table.select("voices", "copies").row(0)
        ('all', 'once')
    """
    lexicon = lexicon or default_lexicon()
    known = [*lexicon.codebook.dimensions, *lexicon.codebook.scales]
    if measure not in known:
        raise UsageError(
            "statistics.measure", f"no dimension or scale '{measure}'", "", f"use one of {', '.join(known)}"
        )
    scale = lexicon.codebook.scales.get(measure)
    middle = 0.0 if scale is not None and scale.kind == "contrast" else 1.0
    found = [pl.DataFrame(schema=SPECIFICATION)]
    seen: list[pl.DataFrame] = []
    for choices, task, observed in _all(scored, articles, lexicon, measure, level):
        told = task.effects(observed).filter(pl.col("dimension") == measure)
        if any(told.equals(other) for other in seen):
            continue
        seen.append(told)
        found.append(told.with_columns(pl.lit(value).alias(name) for name, value in choices.items()))
    table = pl.concat(found, how="diagonal_relaxed")
    clear = (pl.col("low") > middle) | (pl.col("high") < middle)
    # What is withheld is on neither side; it ranks last.
    table = table.with_columns(clear=pl.when(pl.col("effect").is_not_null()).then(clear))
    table = table.with_columns(rank=pl.col("effect").rank("ordinal").over("key").cast(pl.Int64)).sort(
        "key", "rank", nulls_last=True
    )
    table = table.select(list(SPECIFICATION)).cast(dict(SPECIFICATION))  # type: ignore[arg-type]
    return Specifications(table, _curve(table, middle), measure, level, middle)


def _all(
    scored: Scored, articles: pl.DataFrame, lexicon: Lexicon, measure: str, level: str
) -> Iterator[tuple[dict[str, str], Task, Observations]]:
    """Each combination, and what is counted under it."""
    whole = Task(scored, articles, lexicon, level, SECTIONS, VOICES)
    topic = topics(whole.observed(), lexicon)
    apart = articles.with_columns(cluster="article_id")
    is_dimension = measure in lexicon.codebook.dimensions
    for values in product(*WAYS.values()):
        choices = dict(zip(WAYS, values, strict=True))
        if choices["entries"] != WAYS["entries"][0] and not is_dimension:
            continue
        if choices["topics"] != WAYS["topics"][0] and (not is_dimension or measure in topic_frames(lexicon)):
            continue
        task = replace(
            whole,
            articles=articles if choices["copies"] == "once" else apart,
            sections=SECTIONS if choices["sections"] == "all" else SECTIONS[1:],
            voices=VOICES if choices["voices"] == "all" else VOICES[:1],
        )
        observed = task.observed()
        if choices["entries"] != WAYS["entries"][0]:
            observed = _without(task, observed, measure, int(choices["entries"][-1]))
        if choices["topics"] != WAYS["topics"][0]:
            observed = _at_equal_topics(observed, topic, measure)
        yield choices, task, observed


def _without(task: Task, observed: Observations, measure: str, number: int) -> Observations:
    """Hits without those of each language's most frequent entries."""
    counts = entries_of(task).filter(pl.col("dimension") == measure)
    spoken = observed.articles.select("article_id", "language")
    ranked = counts.join(spoken, on="article_id").group_by("language", "entry_id").agg(pl.sum("hits"))
    ranked = ranked.sort("hits", "entry_id", descending=[True, False])
    gone = ranked.filter(pl.int_range(pl.len()).over("language") < number)
    lost = counts.join(gone.select("entry_id"), on="entry_id", how="semi")
    lost = lost.group_by("article_id", "dimension").agg(lost=pl.sum("hits"))
    hits = observed.hits.join(lost, on=["article_id", "dimension"], how="left", maintain_order="left")
    left = hits.with_columns(pl.col("hits") - pl.col("lost").fill_null(0)).drop("lost").filter(pl.col("hits") > 0)
    return replace(observed, hits=left)


def _at_equal_topics(observed: Observations, topic: pl.DataFrame, measure: str) -> Observations:
    """Words weighed by how full of the measure an article's topic is: as many hits are then as many more than usual."""
    hits = observed.hits.filter(pl.col("dimension") == measure).select("article_id", "hits")
    rows = observed.articles.join(topic, on="article_id", how="left", maintain_order="left")
    rows = rows.join(hits, on="article_id", how="left", maintain_order="left").with_columns(pl.col("hits").fill_null(0))
    of_topic = ["language", "topic"]
    # Half a hit more, spread as the words are, so that a topic without any keeps some words.
    rate = (pl.col("hits").sum().over(of_topic) + 0.5) / (pl.col("words").sum().over(of_topic) + 1)
    usual = (pl.col("hits").sum().over("language") + 0.5) / (pl.col("words").sum().over("language") + 1)
    return replace(observed, articles=rows.with_columns(words=pl.col("words") * rate / usual).drop("topic", "hits"))


def _curve(table: pl.DataFrame, middle: float) -> pl.DataFrame:
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
    clear = pl.max_horizontal("clear_above", "clear_below")
    rows = rows.with_columns(holds=clear == pl.col("specifications"), share=clear / pl.col("specifications"))
    rows = rows.sort("share", pl.col("median"), descending=True, maintain_order=True)
    return rows.select(list(CURVE)).cast(dict(CURVE))  # type: ignore[arg-type]

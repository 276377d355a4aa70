"""Sensitivity: the same table under other choices, side by side, and what of it survives.

Whoever makes a table chooses: whether headlines count, whether quoted words do, what a copy is worth. A finding that
depends on such a choice is a finding about the choice (the "multiverse" of Steegen et al., Perspectives on
Psychological Science 11, 2016). So each choice is made the other way, one at a time, and a value survives if it stays
on the same side of its baseline with an interval that leaves the baseline out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import polars as pl

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.render.page import Markup, fragment, tag
from framing.schemas import SECTIONS, VOICES
from framing.scoring.scales import scores_of
from framing.scoring.score import Scored
from framing.statistics.estimates import estimates
from framing.statistics.levels import KEY, keyed
from framing.statistics.observations import Observations, observe

__all__ = ["CHOICES", "SENSITIVITY", "SURVIVAL", "Sensitivity", "Task", "entries_of", "sensitivity"]

#: Choice → what it does.
CHOICES: Final = {
    "as asked": "the table itself",
    "no headlines": "titles do not count",
    "own voice": "only the outlet's own words count, not what it quotes or reports",
    "all voices": "quoted and reported words count as well",
    "copies counted": "each copy of a text counts, not the text once",
    "stance only": "entries that name a topic do not count",
    "weighted": "strong words count double, weak ones half",
    "without top entry": "the entry with most hits goes, everywhere",
}

#: One row a key × dimension or scale × choice. ``effect``: the ratio to the language's baseline; of a contrast scale
#: how far it is from it. ``low`` and ``high``: 95 % interval. ``clear``: whether that leaves the baseline out.
#: ``survives``: clear on the same side as the table itself; null where the table itself is not clear.
SENSITIVITY: Final = {
    "key": pl.String(),
    "language": pl.String(),
    "dimension": pl.String(),
    "choice": pl.String(),
    "words": pl.Int64(),
    "hits": pl.Int64(),
    "effect": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "clear": pl.Boolean(),
    "survives": pl.Boolean(),
}

#: One row a key × dimension or scale that is clear in the table itself: under how many of the other choices it
#: survives, and under which it does not.
SURVIVAL: Final = {
    "key": pl.String(),
    "language": pl.String(),
    "dimension": pl.String(),
    "effect": pl.Float64(),
    "low": pl.Float64(),
    "high": pl.Float64(),
    "choices": pl.Int64(),
    "survived": pl.Int64(),
    "lost": pl.List(pl.String()),
}

_ASKED: Final = "as asked"
#: Tables that are made, at most and at least, to leave out the top entries of different keys; those of further keys
#: stay untried. In between, as many as read so many articles together: all choices took 55 s of processor time on
#: 100,000 articles of 1,000 outlets.
_RUNS: Final = 40
_FEWEST_RUNS: Final = 3
_RUN_ARTICLES: Final = 1_000_000
_CELL: Final = ["key", "dimension"]


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity:
    """The same table under several choices.

    Attributes:
        table: SENSITIVITY columns.
        survival: SURVIVAL columns, what depends on a choice first.
        level: of the keys.
    """

    table: pl.DataFrame
    survival: pl.DataFrame
    level: str

    def __repr__(self) -> str:
        stable = self.survival.filter(pl.col("survived") == pl.col("choices")).height
        clear = self.survival.height
        return f"<Sensitivity: {stable} of {clear} clear values survive all choices; frames table, survival>"

    def _repr_html_(self) -> str:
        said = tag("p", repr(self)[1:-1], class_="note")
        return fragment(said, Markup(self.survival._repr_html_()), Markup(self.side_by_side()._repr_html_()))

    def side_by_side(self) -> pl.DataFrame:
        """One row a key × dimension, one column of effects a choice."""
        return self.table.pivot("choice", index=["key", "language", "dimension"], values="effect", maintain_order=True)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What a table is made of, and how: one set of choices."""

    scored: Scored
    articles: pl.DataFrame
    lexicon: Lexicon
    level: str
    sections: Collection[str]
    voices: Collection[str]

    def table(self) -> pl.DataFrame:
        """The table as these choices make it: effects with intervals."""
        return self.effects(self.observed())

    def observed(self) -> Observations:
        """What is counted."""
        return observe(self.scored, self.articles, self.lexicon, sections=self.sections, voices=self.voices)

    def effects(self, observed: Observations) -> pl.DataFrame:
        """The table of what was counted."""
        found = estimates(observed, self.lexicon, levels=(self.level,))
        found = found.filter(pl.col("level") == self.level)
        # A scale is its distance from the baseline already.
        distance = pl.col("dimension").is_in(_contrasts(self.lexicon)) & pl.col("baseline").is_not_null()
        effects = {
            name: pl.when(distance).then(pl.col(own)).otherwise(pl.col(ratio))
            for name, own, ratio in (
                ("effect", "estimate", "ratio"), ("low", "low", "ratio_low"), ("high", "high", "ratio_high")
            )
        }  # fmt: skip
        return found.select("key", "language", "dimension", "words", "hits", **effects)


def sensitivity(
    scored: Scored,
    articles: pl.DataFrame,
    lexicon: Lexicon | None = None,
    *,
    level: str = "outlet",
    measures: Collection[str] | None = None,
    sections: Collection[str] = SECTIONS,
    voices: Collection[str] = VOICES,
) -> Sensitivity:
    """Make a table under each choice.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: that scored them.
        level: as for :func:`framing.statistics.estimates.estimate`.
        measures: dimensions and scales; all where none are named.
        sections: whose words and hits count in the table itself.
        voices: whose words and hits count in the table itself.

    Returns:
        See :class:`Sensitivity`. A choice that changes nothing, because it was made already or no article has a
        headline or a copy, is left out.

    Raises:
        UsageError: an unknown level, section or voice.

    Example:
        >>> from framing.scoring.score import score
        >>> news = pl.DataFrame({"article_id": ["1"], "text": ["A historic deal was signed."], "outlet": ["a"]})
        >>> sensitivity(score(news), news).table["choice"][0]
        'as asked'
    """
    lexicon = lexicon or default_lexicon()
    task = Task(scored, articles, lexicon, level, sections, voices)
    tables = {_ASKED: task.table()}
    for name, change in _changes(task).items():
        tables[name] = change()
    tables["without top entry"] = _without_top(task)
    # Where no article has a headline, or no text a copy, the choice is none.
    tables = {name: table for name, table in tables.items() if name == _ASKED or not table.equals(tables[_ASKED])}
    found = pl.concat([table.with_columns(choice=pl.lit(name)) for name, table in tables.items()])
    if measures is not None:
        found = found.filter(pl.col("dimension").is_in(list(measures)))
    found = _judged(found, lexicon)
    return Sensitivity(found, _survival(found), level)


def _contrasts(lexicon: Lexicon) -> list[str]:
    return [name for name, scale in lexicon.codebook.scales.items() if scale.kind == "contrast"]


def _changes(task: Task) -> Mapping[str, Callable[[], pl.DataFrame]]:
    """The choices that change something."""
    changes: dict[str, Callable[[], pl.DataFrame]] = {}
    body = [name for name in task.sections if name != SECTIONS[0]]
    if body and len(body) < len(task.sections):
        changes["no headlines"] = replace(task, sections=body).table
    if set(task.voices) != {VOICES[0]}:
        changes["own voice"] = replace(task, voices=VOICES[:1]).table
    if set(task.voices) != set(VOICES):
        changes["all voices"] = replace(task, voices=VOICES).table
    changes["copies counted"] = replace(task, articles=task.articles.with_columns(cluster="article_id")).table
    changes["stance only"] = replace(task, scored=_stance(task)).table
    changes["weighted"] = partial(_weighted, task)
    return changes


def _stance(task: Task) -> Scored:
    """What scoring would have found without entries that name a topic; scales count none of these anyway."""
    evidence = task.scored.evidence.filter(pl.col("kind") == "stance")
    return replace(task.scored, evidence=evidence, scores=scores_of(evidence, task.scored.exposure))


def _weighted(task: Task) -> pl.DataFrame:
    """The table with its ratios moved by how strong the words of a key are, compared with those of its language.

    A weighted sum is not Poisson, so that weights only move a value and its interval, and do not make them. Scales have
    no weights.
    """
    chosen = pl.col("section").is_in(list(task.sections)) & pl.col("voice").is_in(list(task.voices))
    hits = task.scored.scores.filter(chosen).group_by("article_id", "dimension").agg(pl.sum("hits", "weighted"))
    keys = _keys(task)
    sums = hits.join(keys, on="article_id").group_by("key", "language", "dimension").agg(pl.sum("hits", "weighted"))
    strength = pl.col("weighted") / pl.col("hits")
    usual = (pl.col("weighted").sum() / pl.col("hits").sum()).over("language", "dimension")
    moves = sums.with_columns(move=strength / usual).group_by(_CELL).agg(pl.col("move").mean())
    return _moved(task.table().filter(~pl.col("dimension").is_in(list(task.lexicon.codebook.scales))), moves)


def _keys(task: Task) -> pl.DataFrame:
    """Columns article_id, key, language."""
    observed = observe(task.scored, task.articles, task.lexicon)
    return keyed(observed, task.level).articles.select("article_id", "language", key=pl.col(KEY).cast(pl.String))


def _moved(table: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    joined = table.join(moves.with_columns(told=pl.lit(True)), on=_CELL, how="left", maintain_order="left")
    # Without hits nothing moves; weights that are no numbers leave nothing to say.
    finite = pl.when(pl.col("move").is_finite()).then("move")
    move = pl.when(pl.col("told").is_null()).then(1.0).otherwise(finite)
    return joined.with_columns(pl.col("effect", "low", "high") * move).select(table.columns)


def _without_top(task: Task) -> pl.DataFrame:
    """Each key's row as it is when the entry with most of its hits is taken out of all keys."""
    counts, observed = entries_of(task), task.observed()
    tops = _tops(task, counts)
    runs = min(_RUNS, max(_FEWEST_RUNS, _RUN_ARTICLES // max(observed.articles.height, 1)))
    found = []
    for run in tops["run"].unique().sort().head(runs):
        gone = tops.filter(pl.col("run") == run)
        lost = counts.join(gone.select("dimension", "entry_id").unique(), on=["dimension", "entry_id"], how="semi")
        lost = lost.group_by("article_id", "dimension").agg(lost=pl.sum("hits"))
        hits = observed.hits.join(lost, on=["article_id", "dimension"], how="left", maintain_order="left")
        left = hits.with_columns(pl.col("hits") - pl.col("lost").fill_null(0)).drop("lost").filter(pl.col("hits") > 0)
        table = task.effects(replace(observed, hits=left))
        found.append(table.join(gone.select(_CELL), on=_CELL, how="semi", maintain_order="left"))
    return pl.concat([task.effects(observed).clear(), *found])


def entries_of(task: Task) -> pl.DataFrame:
    """Columns article_id, dimension, entry_id, hits."""
    chosen = pl.col("section").is_in(list(task.sections)) & pl.col("voice").is_in(list(task.voices))
    spans = task.scored.evidence.lazy().filter(chosen, pl.col("factor") > 0)
    return spans.group_by("article_id", "dimension", "entry_id").agg(hits=pl.len().cast(pl.Int64)).collect()


def _tops(task: Task, counts: pl.DataFrame) -> pl.DataFrame:
    """Columns key, dimension, entry_id, run: keys with one top entry of a dimension share a run.

    The entries that are on top of most keys are in the first runs.
    """
    counted = (
        counts.join(_keys(task), on="article_id")
        .group_by("key", "language", "dimension", "entry_id")
        .agg(pl.sum("hits"))
    )
    ranked = counted.sort("hits", "entry_id", descending=[True, False]).unique(_CELL, keep="first", maintain_order=True)
    places = ["language", "dimension"]
    entries = ranked.group_by(*places, "entry_id").len().sort("len", "entry_id", descending=[True, False])
    # Languages and dimensions have entries of their own, so that one run can take out one of each.
    entries = entries.with_columns(run=pl.int_range(pl.len()).over(places))
    return ranked.join(entries, on=[*places, "entry_id"]).select(*_CELL, "entry_id", "run")


def _judged(found: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Add whether a value is clear, and whether it survives."""
    middle = pl.when(pl.col("dimension").is_in(_contrasts(lexicon))).then(0.0).otherwise(1.0)
    side = pl.when(pl.col("low") > middle).then(1).when(pl.col("high") < middle).then(-1).otherwise(0)
    # A withheld estimate has nothing to survive.
    found = found.with_columns(side=pl.when(pl.col("effect").is_not_null()).then(side))
    asked = found.filter(pl.col("choice") == _ASKED).select(*_CELL, asked="side")
    found = found.join(asked, on=_CELL, how="left", maintain_order="left")
    survives = pl.when(pl.col("asked") != 0).then((pl.col("side") == pl.col("asked")).fill_null(False))
    found = found.with_columns(clear=pl.col("side") != 0, survives=survives)
    return found.select(list(SENSITIVITY)).cast(dict(SENSITIVITY))  # type: ignore[arg-type]


def _survival(found: pl.DataFrame) -> pl.DataFrame:
    asked = found.filter(pl.col("choice") == _ASKED, pl.col("clear").fill_null(False))
    others = (
        found.filter(pl.col("choice") != _ASKED)
        .group_by(_CELL)
        .agg(
            choices=pl.len().cast(pl.Int64),
            survived=pl.col("survives").fill_null(False).sum().cast(pl.Int64),
            lost=pl.col("choice").filter(~pl.col("survives").fill_null(False)),
        )
    )
    rows = asked.join(others, on=_CELL, how="left", maintain_order="left")
    rows = rows.sort(pl.col("choices") - pl.col("survived"), descending=True, maintain_order=True)
    return rows.select(list(SURVIVAL)).cast(dict(SURVIVAL))  # type: ignore[arg-type]

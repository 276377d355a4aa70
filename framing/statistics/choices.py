"""Choices: how a table is made when headlines, quotations, copies, entries, topics or weights count otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Final

import numpy as np
import polars as pl

from framing.lexicon.lexicon import Lexicon
from framing.schemas import SECTIONS, VOICES
from framing.scoring.scales import scores_of
from framing.scoring.score import Scored
from framing.scoring.totals import NAMES, PLACE
from framing.statistics.estimates import estimates
from framing.statistics.hits import hits_of
from framing.statistics.levels import KEY, keyed
from framing.statistics.observations import Observations, observe
from framing.statistics.topics import topic_frames, topics

__all__ = ["ALONE", "ASKED", "TOGETHER", "WAYS", "Specification", "Task", "contrasts", "meaning"]

#: The table itself: the first way of each choice.
ASKED: Final = "as asked"
#: Choice → its ways, and what each does; the first is that of the table itself.
WAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "sections": {ASKED: "the sections that were asked for", "no headlines": "titles do not count"},
    "voices": {
        ASKED: "the voices that were asked for",
        "own voice": "only the outlet's own words count, not what it quotes or reports",
        "all voices": "quoted and reported words count as well",
    },
    "copies": {"once": "a text counts once", "copies counted": "each copy of a text counts"},
    "entries": {
        "all": "every entry counts",
        "stance only": "entries that name a topic do not count",
        "without top entry": "the entry that has most hits in a language goes, everywhere",
        "without top three": "the three entries that have most hits in a language go, everywhere",
    },
    "topics": {
        "as they are": "each key has its own topics",
        "topics set equal": "an article's words are weighed by how full of the measure its topic is in its language",
    },
    "weights": {"unweighted": "every hit counts the same", "weighted": "strong words count double, weak ones half"},
}
_TOP: Final = {"without top entry": 1, "without top three": 3}
#: Ways that are made alone only, and in combinations only.
ALONE: Final = ("stance only", "weighted")
TOGETHER: Final = ("without top three", "topics set equal")


def meaning(way: str) -> str:
    """What a way of a choice does.

    Example:
        >>> meaning("no headlines")
        'titles do not count'
    """
    return next(ways[way] for ways in WAYS.values() if way in ways)


@dataclass(frozen=True, slots=True)
class Specification:
    """One set of choices: a way of each."""

    sections: str = ASKED
    voices: str = ASKED
    copies: str = "once"
    entries: str = "all"
    topics: str = "as they are"
    weights: str = "unweighted"

    @property
    def choice(self) -> str:
        """What is not as in the table itself."""
        others = [getattr(self, each.name) for each in fields(self) if getattr(self, each.name) != each.default]
        return " + ".join(others) or ASKED


@dataclass(frozen=True, eq=False)
class Task:
    """What a table is made of."""

    scored: Scored
    articles: pl.DataFrame
    lexicon: Lexicon
    level: str
    sections: Collection[str]
    voices: Collection[str]
    #: Where the table is of one measure.
    measure: str = ""

    def ways(self) -> dict[str, list[str]]:
        """The ways of each choice that may change something."""
        possible = {name: list(ways) for name, ways in WAYS.items()}
        body = [name for name in self.sections if name != SECTIONS[0]]
        if not body or len(body) == len(self.sections):
            possible["sections"].remove("no headlines")
        if set(self.voices) == {VOICES[0]}:
            possible["voices"].remove("own voice")
        if set(self.voices) == set(VOICES):
            possible["voices"].remove("all voices")
        if self.measure and self.measure not in self.lexicon.codebook.dimensions:
            possible["entries"] = possible["entries"][:1]
        if self.measure in (*self.lexicon.codebook.estimated, *topic_frames(self.lexicon)):
            possible["topics"] = possible["topics"][:1]
        return possible

    def effects(self, chosen: Specification) -> pl.DataFrame:
        """The table as these choices make it: key, language, dimension, words, hits, effect, low, high."""
        sections = [name for name in self.sections if chosen.sections == ASKED or name != SECTIONS[0]]
        voices = {"own voice": VOICES[:1], "all voices": VOICES}.get(chosen.voices, tuple(self.voices))
        articles = self.articles if chosen.copies == "once" else self.articles.with_columns(cluster="article_id")
        scored = self._stance if chosen.entries == "stance only" else self.scored
        observed = observe(scored, articles, self.lexicon, sections=sections, voices=voices)
        if chosen.entries in _TOP:
            observed = self._without(observed, sections, voices, _TOP[chosen.entries])
        if chosen.topics != "as they are":
            observed = _at_equal_topics(observed, self._topics, self.measure)
        estimated = estimates(observed, self._counted, levels=(self.level,)).filter(pl.col("level") == self.level)
        # A scale is its distance from the baseline already.
        distance = pl.col("dimension").is_in(contrasts(self.lexicon)) & pl.col("baseline").is_not_null()
        effects = {
            name: pl.when(distance).then(pl.col(own)).otherwise(pl.col(ratio))
            for name, own, ratio in (
                ("effect", "estimate", "ratio"), ("low", "low", "ratio_low"), ("high", "high", "ratio_high")
            )
        }  # fmt: skip
        table = estimated.select("key", "language", "dimension", "words", "hits", **effects)
        return table if chosen.weights == "unweighted" else self._weighted(table, sections, voices)

    @cached_property
    def _counted(self) -> Lexicon:
        """The lexicon with nothing but the measure, where there is one: other measures need not be worked out."""
        if not self.measure:
            return self.lexicon
        book = self.lexicon.codebook
        scales = {name: scale for name, scale in book.scales.items() if name == self.measure}
        wanted = {self.measure, *(side for scale in scales.values() for side in (*scale.positive, *scale.negative))}
        dimensions = {name: dimension for name, dimension in book.dimensions.items() if name in wanted}
        return replace(self.lexicon, codebook=replace(book, dimensions=dimensions, scales=scales))

    @cached_property
    def _stance(self) -> Scored:
        """What scoring would have found without entries that name a topic; scales count none of these anyway."""
        evidence = self.scored.evidence.filter(pl.col("kind") == "stance")
        of, scores = self.scored, scores_of(evidence, self.scored.exposure)
        return Scored(of.articles, evidence, of.exposure, scores, of.scales)

    @cached_property
    def _topics(self) -> pl.DataFrame:
        return topics(observe(self.scored, self.articles, self.lexicon), self.lexicon)

    @cached_property
    def _keys(self) -> pl.DataFrame:
        """Columns article_id, key, language."""
        observed = observe(self.scored, self.articles, self.lexicon)
        return keyed(observed, self.level).articles.select("article_id", "language", key=pl.col(KEY).cast(pl.String))

    def _without(
        self, observed: Observations, sections: Collection[str], voices: Collection[str], number: int
    ) -> Observations:
        """Hits without those of each language's most frequent entries.

        The same entries go everywhere: of those that a key uses most itself, outlets with few hits would lose most, so
        that all ratios would grow.
        """
        spans = self.scored.evidence.lazy().filter(_counts(sections, voices), pl.col("factor") > 0)
        counts = spans.group_by("article_id", "dimension", "entry_id").agg(hits=pl.len().cast(pl.Int64)).collect()
        counts = counts.join(observed.articles.select("article_id", "language"), on="article_id")
        ranked = counts.group_by("language", "dimension", "entry_id").agg(pl.sum("hits"))
        ranked = ranked.sort("hits", "entry_id", descending=[True, False])
        places = ["language", "dimension"]
        gone = ranked.filter(pl.int_range(pl.len()).over(places) < number).select(*places, "entry_id")
        lost = counts.join(gone, on=[*places, "entry_id"], how="semi")
        lost = lost.group_by("article_id", "dimension").agg(lost=pl.sum("hits"))
        numbers = observed.articles.select("article_id", PLACE)
        lost = lost.join(numbers, on="article_id").select(PLACE, pl.col("dimension").cast(NAMES), "lost")
        hits = observed.hits.join(lost, on=[PLACE, "dimension"], how="left", maintain_order="left")
        left = hits.with_columns(pl.col("hits") - pl.col("lost").fill_null(0)).drop("lost")
        return replace(observed, hits=left.filter(pl.col("hits") > 0))

    def _weighted(self, table: pl.DataFrame, sections: Collection[str], voices: Collection[str]) -> pl.DataFrame:
        """Ratios moved by how strong the words of a key are, compared with those of its language.

        A weighted sum is not Poisson, so that weights only move a value and its interval, and do not make them. Scales
        have no weights, and those of signed dimensions say what a word speaks of, not how strongly.
        """
        hits = self.scored.scores.filter(_counts(sections, voices)).join(self._keys, on="article_id")
        sums = hits.group_by("key", "language", "dimension").agg(pl.sum("hits", "weighted"))
        usual = (pl.col("weighted").sum() / pl.col("hits").sum()).over("language", "dimension")
        strength = pl.col("weighted") / pl.col("hits") / usual
        moves = (
            sums.with_columns(move=strength).group_by("key", "dimension").agg(pl.col("move").mean(), told=pl.lit(True))
        )
        book = self.lexicon.codebook
        signed = [name for name, dimension in book.dimensions.items() if dimension.signed]
        rates = table.filter(~pl.col("dimension").is_in([*book.estimated, *signed]))
        joined = rates.join(moves, on=["key", "dimension"], how="left", maintain_order="left")
        # Without hits nothing moves; weights that are no numbers leave nothing to say.
        finite = pl.when(pl.col("move").is_finite()).then("move")
        move = pl.when(pl.col("told").is_null()).then(1.0).otherwise(finite)
        return joined.with_columns(pl.col("effect", "low", "high") * move).select(table.columns)


def _counts(sections: Collection[str], voices: Collection[str]) -> pl.Expr:
    return pl.col("section").is_in(list(sections)) & pl.col("voice").is_in(list(voices))


def contrasts(lexicon: Lexicon) -> list[str]:
    """The scales whose baseline is 0 and not a ratio of 1."""
    return [name for name, scale in lexicon.codebook.estimated.items() if scale.kind == "contrast"]


def _at_equal_topics(observed: Observations, topic: pl.DataFrame, measure: str) -> Observations:
    """Words weighed by how full of the measure an article's topic is: as many hits are then as many more than usual."""
    rows = observed.articles.with_columns(hits=hits_of(observed, [measure])[:, 0].astype(np.int64))
    rows = rows.join(topic, on="article_id", how="left", maintain_order="left")
    of_topic = ["language", "topic"]
    # Half a hit more, spread as the words are, so that a topic without any keeps some words.
    rate = (pl.col("hits").sum().over(of_topic) + 0.5) / (pl.col("words").sum().over(of_topic) + 1)
    usual = (pl.col("hits").sum().over("language") + 0.5) / (pl.col("words").sum().over("language") + 1)
    return replace(observed, articles=rows.with_columns(words=pl.col("words") * rate / usual).drop("topic", "hits"))

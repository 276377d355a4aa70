"""Reasons for a contrast: the words that set its sides apart, and the entries and articles that it rests on.

Influence: how far a number moves if one entry, or one article, goes.

A ratio that rests on one word is a finding about that word; one that rests on one article is no finding at all. Leaving
out each in turn (Efron & Stein, Annals of Statistics 9, 1981) shows which numbers these are, and on what they rest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, Self, Unpack

import numpy as np
import polars as pl

from framing.arrays import Floats
from framing.frames import ids_of
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.render.result import Result
from framing.schemas import LEVELS, SECTIONS, VOICES
from framing.scoring.intervals import PER
from framing.scoring.score import Scored
from framing.statistics.contrast_sides import split, with_periods, within_keys
from framing.statistics.keyness import KEYNESS, keyness
from framing.statistics.narrowing import fitting
from framing.statistics.observations import observe, words_in
from framing.statistics.question import Keywords, Question, question_of, sided
from framing.statistics.shift import count_entries, entry_names

__all__ = ["INFLUENCE", "INFLUENCES", "Ground", "Reasons", "influence", "reasons"]


#: One row an entry or article with hits. ``kind`` says what ``value`` is: ``rate`` per 1,000 words, ``ratio`` of two
#: rates, ``value`` of a contrast scale, or ``difference`` of two such values. ``without``: the same if this one goes.
#: ``change``: for rates and ratios ``without / value`` (1: no change), for scales ``without − value`` (0: no change).
INFLUENCE: Final = {
    "unit": pl.String(),
    "term": pl.String(),
    "hits_a": pl.Int64(),
    "hits_b": pl.Int64(),
    "kind": pl.String(),
    "value": pl.Float64(),
    "without": pl.Float64(),
    "change": pl.Float64(),
}

#: Jeffreys' half hit, so that a side without hits has a ratio all the same.
_HALF: Final = 0.5

# Hits of the positive side, of the negative side, and words; of a dimension or a rate scale the first and the last.
_Sums = tuple[Floats, Floats, Floats]


def influence(
    scored: Scored,
    a_ids: Collection[str] | pl.Series | pl.DataFrame,
    b_ids: Collection[str] | pl.Series | pl.DataFrame | None,
    measure: str,
    lexicon: Lexicon | None = None,
    *,
    by: Literal["entry", "article"] = "entry",
    sections: Collection[str] = SECTIONS,
    voices: Collection[str] | None = None,
) -> pl.DataFrame:
    """Leave out each entry or each article in turn.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        a_ids: article ids of one set, or the articles themselves (:func:`framing.where`).
        b_ids: those of the set that it is compared with; None for the number of A alone.
        measure: a dimension or a scale of the codebook.
        lexicon: that scored the articles.
        by: what is left out: an ``entry`` on both sides, or an ``article``.
        sections: whose words and hits count.
        voices: whose words and hits count; all for a dimension, and for a scale those that the codebook names.

    Returns:
        INFLUENCE columns, the largest change first; an entry or article without hits has no row. Rates and ratios count
        half a hit on top, so that there is one to speak of where nothing is left. Numbers are null where there is none:
        no words, or no stance hits of a contrast scale.

    Raises:
        UsageError: an unknown measure.

    Example:
        >>> from framing.scoring.score import score
        >>> news = pl.DataFrame({"article_id": ["a"], "text": ["An admirable deal was signed."]})
        >>> influence(score(news), ["a"], None, "praise").select("term", "value", "without").row(0)
        ('admirable', 300.0, 100.0)
    """
    lexicon = lexicon or default_lexicon()
    scale = lexicon.codebook.estimated.get(measure)
    contrast = scale is not None and scale.kind == "contrast"
    counts = count_entries(scored.evidence.filter(_within(sections)), measure, lexicon, voices=voices)
    spoken = voices if voices is not None else scale.voices if scale else VOICES
    words = words_in(scored, sections, spoken)
    given = {"a_ids": a_ids} if b_ids is None else {"a_ids": a_ids, "b_ids": b_ids}
    ids = [ids_of(one, side, scored.articles["article_id"]) for side, one in given.items()]
    own = [counts.join(one, on="article_id", how="semi") for one in ids]
    total_words = [int(words.join(one, on="article_id", how="semi")["words"].sum()) for one in ids]
    unit = "entry_id" if by == "entry" else "article_id"
    units = _units(own, unit).join(words.rename({"article_id": unit}), on=unit, how="left", maintain_order="left")
    whole, rest = _with_and_without(units, own, total_words, by)
    value, without = (_number(sides, contrast) for sides in (whole, rest))
    kinds = ("value", "difference") if contrast else ("rate", "ratio")
    with np.errstate(invalid="ignore"):
        change = without - value if contrast else without / value
    rows = units.with_columns(
        unit=pl.col(unit),
        hits_a=pl.col("positive_a") + pl.col("negative_a"),
        hits_b=pl.col("positive_b") + pl.col("negative_b"),
        kind=pl.lit(kinds[len(ids) - 1]),
        value=pl.Series(value, dtype=pl.Float64).fill_nan(None),
        without=pl.Series(without, dtype=pl.Float64).fill_nan(None),
        change=pl.Series(change, dtype=pl.Float64).fill_nan(None),
    )
    moved = pl.col("change").abs() if contrast else pl.col("change").log().abs()
    rows = rows.sort(moved, "unit", descending=[True, False], nulls_last=True)
    return _named(rows, by, lexicon).select(list(INFLUENCE)).cast(dict(INFLUENCE))  # type: ignore[arg-type]


def _within(sections: Collection[str]) -> pl.Expr:
    return pl.col("section").cast(pl.String).is_in(list(sections))


def _with_and_without(
    units: pl.DataFrame, own: Sequence[pl.DataFrame], words: Sequence[int], by: str
) -> tuple[list[_Sums], list[_Sums]]:
    """The sums of each side, and what is left of them without each unit of ``found``."""
    zero = np.zeros(units.height)
    exposure = zero if by == "entry" else units["words"].fill_null(0).to_numpy().astype(np.float64)
    whole, rest = [], []
    for name, hits, total in zip("ab", own, words, strict=False):
        ends = [float(hits.filter(_end(sign))["hits"].sum()) for sign in (1, -1)]
        lost = [units[f"{end}_{name}"].to_numpy().astype(np.float64) for end in ("positive", "negative")]
        lost_words = np.where(lost[0] + lost[1] > 0, exposure, 0.0)
        whole.append((zero + ends[0], zero + ends[1], zero + total))
        rest.append((ends[0] - lost[0], ends[1] - lost[1], total - lost_words))
    return whole, rest


def _end(sign: int) -> pl.Expr:
    negative = pl.col("side").fill_null("positive") == "negative"
    return negative if sign < 0 else ~negative


def _units(sides: list[pl.DataFrame], unit: str) -> pl.DataFrame:
    """One row an entry or article: its hits at both ends of the scale, on both sides."""
    empty = sides[0].clear()
    ends = {"positive": 1, "negative": -1}
    counted = [
        side.group_by(unit).agg(
            *(pl.col("hits").filter(_end(sign)).sum().alias(f"{end}_{name}") for end, sign in ends.items())
        )
        for name, side in zip("ab", [*sides, empty], strict=False)
    ]
    return counted[0].join(counted[1], on=unit, how="full", coalesce=True).with_columns(pl.exclude(unit).fill_null(0))


def _number(sides: list[_Sums], contrast: bool) -> Floats:
    """What is measured, of one side or of two."""
    numbers = []
    for positive, negative, words in sides:
        with np.errstate(divide="ignore", invalid="ignore"):
            if contrast:
                number = (positive - negative) / (positive + negative)
            else:
                number = np.where(words > 0, PER * (positive + _HALF) / words, np.nan)
        numbers.append(number)
    if len(numbers) == 1:
        return numbers[0]
    return numbers[0] - numbers[1] if contrast else numbers[0] / numbers[1]


def _named(rows: pl.DataFrame, by: str, lexicon: Lexicon) -> pl.DataFrame:
    if by == "article":
        return rows.with_columns(term=pl.lit(None, dtype=pl.String))
    named = rows.join(
        entry_names(set(rows["unit"]), lexicon), left_on="unit", right_on="entry_id", how="left", maintain_order="left"
    )
    return named.with_columns(pl.col("term").fill_null(pl.col("unit")))


#: INFLUENCE columns, of several dimensions and scales.
INFLUENCES: Final = {"measure": pl.String(), **INFLUENCE}

_INSIDE: Final = ("voice", "section")


@dataclass(frozen=True, slots=True, eq=False)
class Reasons(Result):
    """What a contrast rests on.

    Attributes:
        keyness: KEYNESS columns: all words of side A against those of side B.
        entries: INFLUENCES columns: how far each contrast moves if an entry goes.
        articles: INFLUENCES columns: how far it moves if an article goes.
    """

    FRAMES = ("entries", "articles", "keyness")
    keyness: pl.DataFrame
    entries: pl.DataFrame
    articles: pl.DataFrame

    def __repr__(self) -> str:
        return f"<Reasons: {self.keyness.height} words; frames keyness, entries, articles>"

    def to_dict(self) -> dict[str, object]:
        """Plain values."""
        return {name: frame.to_dicts() for name, frame in self.to_frames().items()}

    def to_frames(self) -> dict[str, pl.DataFrame]:
        """The same as tables by name."""
        return {name: getattr(self, name) for name in ("keyness", "entries", "articles")}

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> Self:
        """What :meth:`to_frames` made tables of."""
        return cls(**{name: frames[name] for name in ("keyness", "entries", "articles")})


def reasons(
    scored: Scored,
    articles: pl.DataFrame,
    measures: Collection[str],
    a: str | None = None,
    b: str | None = None,
    *,
    lexicon: Lexicon | None = None,
    before: str | date | None = None,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> Reasons:
    """Find what a contrast rests on; its sides are named as in :func:`framing.statistics.contrasts.compare`.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles, with their texts.
        measures: dimensions and scales whose entries and articles are left out in turn.
        a: key of side A.
        b: key of side B; without it, the rest of A's languages.
        lexicon: that scored the articles.
        before: contrast what was published before this day with what came from it on.
        question: of which articles, which of their words and hits count, and ``by``, the level of the keys. A contrast
            inside articles (voice, section) has no words or articles of its own sides, and empty frames.
        keywords: the same, one by one.

    Raises:
        UsageError: an unknown level, key, measure or date.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = ["An admirable deal was signed.", "The deal was signed."] * 9
        >>> news = pl.DataFrame({"text": texts, "outlet": ["a", "b"] * 9, "language": ["en"] * 18})
        >>> news = news.with_columns(article_id=pl.int_range(18).cast(pl.String))
        >>> reasons(score(news), news, ["praise"], "a", "b").entries["term"].to_list()
        ['admirable']
    """
    lexicon, asked = lexicon or default_lexicon(), sided(question_of(question, keywords), a, b, before)
    return Ground(scored, articles, asked, lexicon).reasons(measures)


class Ground:
    """What a contrast stands on: the articles of its sides, their words, and what each entry and article gives.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles, with their texts.
        question: which names the sides.
        lexicon: that scored the articles.

    Raises:
        UsageError: an unknown level, key or date.
    """

    def __init__(self, scored: Scored, articles: pl.DataFrame, question: Question, lexicon: Lexicon) -> None:
        self._question, self._lexicon = question, lexicon
        #: A contrast inside articles has no articles of its own sides.
        self._is_inside = (question.by or "outlet") in _INSIDE
        if self._is_inside:
            return
        levels = tuple(level for level in question.levels if level in LEVELS)
        scored, articles = fitting(scored, articles, question.without("within"), lexicon, levels)
        observed = observe(scored, articles, lexicon, sections=question.sections, voices=question.voices)
        placed = with_periods(observed, question.levels).articles
        within = within_keys(placed, dict(question.within))
        frame = split(within, question.by or "outlet", question.a, question.b, question.before).frame
        self._ids = [frame.filter(pl.col("first") == side)["article_id"] for side in (True, False)]
        # Spans of articles that are on no side are not read.
        self._scored = scored.only(frame["article_id"])
        self._articles = articles.filter(pl.col("article_id").cast(pl.String).is_in(frame["article_id"].implode()))

    def words(self) -> pl.DataFrame:
        """KEYNESS columns: all words of side A against those of side B."""
        if self._is_inside:
            return pl.DataFrame(schema=KEYNESS)
        asked, (a, b) = self._question, self._ids
        texts = self._scored.with_texts(self._articles)
        return keyness(texts, a, b, self._lexicon, sections=asked.sections, voices=asked.voices)

    def moved(self, by: Literal["entry", "article"], measures: Collection[str]) -> pl.DataFrame:
        """INFLUENCES columns: how far each measure moves if an entry, or an article, goes."""
        parts, asked = [pl.DataFrame(schema=INFLUENCES)], self._question
        if self._is_inside:
            return parts[0]
        a, b = self._ids
        voices = None if set(asked.voices) == set(VOICES) else asked.voices
        for measure in measures:
            moved = influence(self._scored, a, b, measure, self._lexicon, by=by, sections=asked.sections, voices=voices)
            parts.append(moved.select(measure=pl.lit(measure), **{name: name for name in INFLUENCE}))
        return pl.concat(parts)

    def reasons(self, measures: Collection[str], words: pl.DataFrame | None = None) -> Reasons:
        """All of it, for some measures.

        Args:
            measures: dimensions and scales whose entries and articles are left out in turn.
            words: from :meth:`words`, where they were counted already.
        """
        counted = self.words() if words is None else words
        return Reasons(counted, self.moved("entry", measures), self.moved("article", measures))

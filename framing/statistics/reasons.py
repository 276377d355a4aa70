"""Reasons for a contrast: the words that set its sides apart, and the entries and articles that it rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import polars as pl

from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.render.page import Markup, fragment, joined, tag
from framing.schemas import SECTIONS, VOICES
from framing.scoring.score import Scored
from framing.scoring.search import about as about_query
from framing.scoring.search import restrict
from framing.statistics.influence import INFLUENCE, influence
from framing.statistics.keyness import KEYNESS, keyness
from framing.statistics.observations import observe
from framing.statistics.sides import split, within_keys

__all__ = ["INFLUENCES", "Reasons", "reasons"]

#: INFLUENCE columns, of several dimensions and scales.
INFLUENCES: Final = {"measure": pl.String(), **INFLUENCE}

_INSIDE: Final = ("voice", "section")


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """What a contrast rests on.

    Attributes:
        keyness: KEYNESS columns: all words of side A against those of side B.
        entries: INFLUENCES columns: how far each contrast moves if an entry goes.
        articles: INFLUENCES columns: how far it moves if an article goes.
    """

    keyness: pl.DataFrame
    entries: pl.DataFrame
    articles: pl.DataFrame

    def __repr__(self) -> str:
        return f"<Reasons: {self.keyness.height} words; frames keyness, entries, articles>"

    def _repr_html_(self) -> str:
        frames = (
            ("All words", self.keyness),
            ("Without an entry", self.entries),
            ("Without an article", self.articles),
        )
        return fragment(*(joined(tag("h3", title), Markup(frame._repr_html_())) for title, frame in frames))

    def to_dict(self) -> dict[str, object]:
        """Plain values."""
        return {name: getattr(self, name).to_dicts() for name in ("keyness", "entries", "articles")}


def reasons(
    scored: Scored,
    articles: pl.DataFrame,
    measures: Collection[str],
    a: str | None = None,
    b: str | None = None,
    *,
    lexicon: Lexicon | None = None,
    by: str = "outlet",
    before: str | date | None = None,
    within: Mapping[str, str] | None = None,
    about: str | None = None,
    sections: Collection[str] = SECTIONS,
    voices: Collection[str] = VOICES,
) -> Reasons:
    """Find what a contrast rests on; its sides are named as in :func:`framing.statistics.contrasts.compare`.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles, with their texts.
        measures: dimensions and scales whose entries and articles are left out in turn.
        a: key of side A.
        b: key of side B; without it, the rest of A's languages.
        lexicon: that scored the articles.
        by: level of the keys. A contrast inside articles (voice, section) has no words or articles of its own sides,
            and empty frames.
        before: contrast what was published before this day with what came from it on.
        within: only articles with these keys of these levels.
        about: only articles that name this.
        sections: whose words and hits count.
        voices: whose words and hits count.

    Raises:
        UsageError: an unknown level, key, measure or date.

    Example:
        >>> from framing.scoring.score import score
        >>> texts = ["A historic deal was signed.", "The deal was signed."] * 9
        >>> news = pl.DataFrame({"text": texts, "outlet": ["a", "b"] * 9, "language": ["en"] * 18})
        >>> news = news.with_columns(article_id=pl.int_range(18).cast(pl.String))
        >>> reasons(score(news), news, ["praise"], "a", "b").entries["term"].to_list()
        ['historic']
    """
    lexicon = lexicon or default_lexicon()
    empty = pl.DataFrame(schema=INFLUENCES)
    if by in _INSIDE:
        return Reasons(pl.DataFrame(schema=KEYNESS), empty, empty)
    if about is not None and articles.height:
        articles = articles.filter(about_query(articles, about, lexicon)["mentions"] > 0)
        scored = restrict(scored, articles["article_id"])
    observed = observe(scored, articles, lexicon, sections=sections, voices=voices)
    frame = split(within_keys(observed.articles, within), by, a, b, before).frame
    ids = [frame.filter(pl.col("first") == side)["article_id"] for side in (True, False)]
    chosen = None if set(voices) == set(VOICES) else voices

    def moved(what: Literal["entry", "article"]) -> pl.DataFrame:
        found = [
            influence(scored, ids[0], ids[1], measure, lexicon, by=what, sections=sections, voices=chosen)
            .with_columns(measure=pl.lit(measure))
            .select(list(INFLUENCES))
            for measure in measures
        ]
        return pl.concat([empty, *found])

    words = keyness(articles, ids[0], ids[1], lexicon, sections=sections, voices=voices)
    return Reasons(words, moved("entry"), moved("article"))

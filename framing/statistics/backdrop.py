"""The backdrop of contrasts: what those of any two sides of some articles go by, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import Final, TypeAlias

import polars as pl

from framing.arrays import Floats
from framing.lexicon.lexicon import Lexicon
from framing.schemas import SECTIONS, VOICES
from framing.scoring.score import Scored
from framing.statistics.contrast_sides import Measures
from framing.statistics.dispersion import dispersion, likeness
from framing.statistics.events import independent
from framing.statistics.observations import Observations, observe
from framing.statistics.topics import topics

__all__ = ["ALONE", "Backdrop"]

#: The column that says what stands for itself, see :func:`framing.statistics.events.independent`.
ALONE: Final = "alone"
_Counting: TypeAlias = tuple[frozenset[str], frozenset[str]]
#: Ways of counting that are held: of a million articles each takes some 300 MB.
_HELD: Final = 2


class Backdrop:
    """Articles, what was counted in them, how much the texts of an outlet vary, and topics.

    Args:
        scored: from :func:`framing.scoring.score.score`.
        articles: ARTICLE columns of the same articles.
        lexicon: that scored them.
    """

    def __init__(self, scored: Scored, articles: pl.DataFrame, lexicon: Lexicon) -> None:
        self.scored, self.articles, self.lexicon = scored, articles, lexicon
        self._lock = Lock()
        self._observed: dict[_Counting, Observations] = {}
        self._spread: dict[_Counting, pl.DataFrame] = {}

    def observed(self, sections: Collection[str] = SECTIONS, voices: Collection[str] = VOICES) -> Observations:
        """What was counted in some sections and voices; see :func:`framing.statistics.observations.observe`.

        The articles have one more column, :data:`ALONE`: what stands for itself where outlets are compared, which other
        articles than those of two sides decide.
        """
        key = frozenset(sections), frozenset(voices)
        with self._lock:
            if key not in self._observed:
                observed = observe(self.scored, self.articles, self.lexicon, sections=sections, voices=voices)
                alone = independent(observed.articles).alias(ALONE)
                observed = replace(observed, articles=observed.articles.with_columns(alone))
                while len(self._observed) >= _HELD:
                    self._observed.pop(next(iter(self._observed)))
                self._observed[key] = observed
            return self._observed[key]

    def likeness(self, measures: Measures, sections: Collection[str], voices: Collection[str]) -> dict[str, Floats]:
        """Language → how much alike the words of a text are, in some sections and voices."""
        key = frozenset(sections), frozenset(voices)
        if key not in self._spread:
            self._spread[key] = dispersion(self.observed(sections, voices), self.lexicon)
        return likeness(self._spread[key], measures.names, measures.shares)

    @cached_property
    def topics(self) -> pl.DataFrame:
        """Columns article_id, topic, in all sections and voices."""
        return topics(self.observed(), self.lexicon)

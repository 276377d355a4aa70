"""Where batches are read and scored: in the process that writes, one after the other, or elsewhere, many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from framing.arrays import Bytes
from framing.ingest.completing import Completed, Completer
from framing.ingest.source import Part
from framing.lexicon.lexicon import Lexicon
from framing.schemas import REJECT
from framing.scoring.score import Scored, Scorer

__all__ = ["Elsewhere", "Outcome", "Scoring", "scoring"]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of a batch of articles.

    Attributes:
        scored: what scoring found in them.
        too_much: those that could not be scored, as rejects; ``scored`` has nothing of them.
        sketches: of the scored ones, where somebody has made them already (:mod:`framing.ingest.article.sketches`).
    """

    scored: Scored
    too_much: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REJECT))
    sketches: Bytes | None = None


class Scoring(Protocol):
    """Has batches scored."""

    @property
    def lexicon(self) -> Lexicon:
        """What they are scored with."""

    def start(self, articles: pl.DataFrame) -> Callable[[], Outcome]:
        """Have articles scored; what comes back waits for it and may raise ``portions.EXHAUSTED``."""

    def is_full(self) -> bool:
        """Whether so many batches are being scored that one has to be asked for before the next is started."""


class Elsewhere(Protocol):
    """What takes reading and scoring off this process."""

    def scoring(self, lexicon: Lexicon) -> Scoring:
        """What scores with a lexicon."""

    def each(self, completer: Completer, parts: Iterator[Part]) -> Iterator[tuple[Part, Completed]]:
        """See :data:`framing.ingest.completing.Each`."""


class _Here:
    """Scores each batch when it is asked for, in this process."""

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    @property
    def lexicon(self) -> Lexicon:
        return self._scorer.lexicon

    def start(self, articles: pl.DataFrame) -> Callable[[], Outcome]:
        return lambda: Outcome(self._scorer.score(articles))

    def is_full(self) -> bool:
        return True


def scoring(scorer: Scorer | Scoring) -> Scoring:
    """What scores batches with a scorer; what does so already stays as it is."""
    return _Here(scorer) if isinstance(scorer, Scorer) else scorer

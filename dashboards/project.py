"""What the dashboard needs of a project: one on the disk has it, and so has one in memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

import polars as pl

import framing
from framing.store.beside import GrownWords, MachineScores, Milestones

__all__ = ["AnswersLike", "LoadedLike", "ProjectLike"]


class LoadedLike(Protocol):
    """What a project gives when it is read."""

    @property
    def articles(self) -> pl.DataFrame:
        """ARTICLE columns."""

    @property
    def scored(self) -> framing.Scored:
        """The same articles, scored."""


class AnswersLike(Protocol):
    """What is worked out of a project, and kept for the next time."""

    def counted(self) -> LoadedLike:
        """What was counted, the articles with their units."""

    def outlets(self) -> framing.Outlets:
        """What the outlets are called."""

    def get(
        self, what: str, parts: tuple[str, ...], make: Callable[[], Mapping[str, pl.DataFrame]], /
    ) -> Mapping[str, pl.DataFrame]:
        """An answer: what was kept of it, else what is made."""

    def has(self, what: str, parts: tuple[str, ...], /) -> bool:
        """Whether an answer was kept."""

    def places(self, keys: tuple[str, ...], tell: Callable[[int], object], /) -> pl.DataFrame:
        """Where words stand next to each other; MATCH columns. It is told of how many articles the words were noted."""

    def milestones(self) -> Milestones:
        """Days that its readers named."""

    def machines(self) -> MachineScores:
        """What other machines say of its articles."""

    def grown(self, language: str, /) -> GrownWords:
        """Words that were grown from its articles."""

    def hits(self, entries: Collection[str], /) -> pl.DataFrame:
        """EVIDENCE columns of some entries."""

    def codes(self) -> pl.DataFrame:
        """What people have coded, as ``framing.codes_of`` has it."""

    def draws(self) -> pl.DataFrame:
        """What was drawn to be coded; DRAW columns."""

    def verdicts(self) -> pl.DataFrame:
        """What readers say of hits; VERDICT columns and ``status``."""

    def looks(self) -> pl.DataFrame:
        """Which questions were asked of the data, the last first; LOOK columns."""

    def keeps_looks(self) -> bool:
        """Whether they can be taken down."""

    def look(self, asked: str, question: str, comparisons: int, /) -> None:
        """Take down a question whose answer tests something, by what it is asked and how many comparisons it makes."""

    def runs(self) -> pl.DataFrame:
        """What was done to the project; RUNS columns, the last first."""

    def rejects(self) -> pl.DataFrame:
        """What could not be read; STANDING columns."""

    def pairs(self) -> pl.DataFrame:
        """Outlets that may be one; PAIR columns."""


class ProjectLike(Protocol):
    """A project, as far as the dashboard needs it."""

    @property
    def name(self) -> str:
        """What people call it."""

    def state(self) -> str:
        """Changes when a batch landed, or outlets were named anew; cheap."""

    def latest(self) -> tuple[datetime, int] | None:
        """When articles came last, and how many came on that day."""

    def validations(self) -> pl.DataFrame | None:
        """What was found when machines were compared with its codes."""

    def answers(self) -> AnswersLike:
        """What is worked out of it, as of now."""

    def lexicon(self) -> framing.Lexicon:
        """Whose entries and codebook explain the numbers."""

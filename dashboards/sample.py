"""The sample articles as a project in memory, for a first look, for screenshots and for tests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import polars as pl

import framing
from framing.lexicon.growing import GROWN
from framing.schemas import CODE, DRAW, VERDICT
from framing.scoring.concordance import matches
from framing.store.answers import PAIR, RUNS, STANDING
from framing.store.beside import MILESTONE, GrownWords, MachineScores, Milestones
from framing.store.looks import LOOK

__all__ = ["SampleAnswers", "SampleLoaded", "SampleProject", "seeds"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampleLoaded:
    """What a sample project gives when it is read."""

    articles: pl.DataFrame
    scored: framing.Scored
    version: str


@dataclass(frozen=True, slots=True, eq=False)
class SampleAnswers:
    """What is worked out of a sample project; nothing of it is kept."""

    sample: SampleLoaded

    def counted(self) -> SampleLoaded:
        """Everything, the articles with their units."""
        return replace(self.sample, articles=framing.with_units(self.sample.articles))

    def outlets(self) -> framing.Outlets:
        """The toolkit's own, and what those of the articles are called that it does not know."""
        return framing.load_outlets().among(self.sample.articles)

    def get(
        self, _what: str, _parts: tuple[str, ...], make: Callable[[], Mapping[str, pl.DataFrame]]
    ) -> Mapping[str, pl.DataFrame]:
        """An answer, worked out each time."""
        return make()

    def has(self, _what: str, _parts: tuple[str, ...]) -> bool:
        """Whether an answer was kept: none is."""
        return False

    def places(self, keys: tuple[str, ...], _tell: Callable[[int], object]) -> pl.DataFrame:
        """Where words stand next to each other."""
        return matches(self.sample.articles, keys)

    def milestones(self) -> Milestones:
        """Days that its readers named: none."""
        return Milestones(pl.DataFrame(schema=MILESTONE), ())

    def machines(self) -> MachineScores:
        """What other machines say of its articles: nothing."""
        return MachineScores(None, ())

    def grown(self, _language: str) -> GrownWords:
        """Words that were grown from its articles: none."""
        return GrownWords(pl.DataFrame(schema=GROWN))

    def hits(self, entries: Collection[str]) -> pl.DataFrame:
        """The hits of some entries."""
        return self.sample.scored.evidence.filter(pl.col("entry_id").is_in(list(entries)))

    def codes(self) -> pl.DataFrame:
        """What people have coded: nothing."""
        return pl.DataFrame(schema=CODE)

    def draws(self) -> pl.DataFrame:
        """What was drawn to be coded: nothing."""
        return pl.DataFrame(schema=DRAW)

    def verdicts(self) -> pl.DataFrame:
        """What readers say of hits: nothing."""
        return pl.DataFrame(schema={**VERDICT, "status": pl.String})

    def looks(self) -> pl.DataFrame:
        """Which questions were asked: nothing is recorded."""
        return pl.DataFrame(schema=LOOK)

    def keeps_looks(self) -> bool:
        """Whether they can be taken down: a sample has no place for them."""
        return False

    def look(self, _asked: str, _question: str, _comparisons: int) -> None:
        """Take down a question: there is no place for it."""

    def runs(self) -> pl.DataFrame:
        """What was done: nothing is recorded."""
        return pl.DataFrame(schema=RUNS)

    def rejects(self) -> pl.DataFrame:
        """What could not be read: nothing is recorded."""
        return pl.DataFrame(schema=STANDING)

    def pairs(self) -> pl.DataFrame:
        """Outlets that may be one: they are not looked for."""
        return pl.DataFrame(schema=PAIR)


class SampleProject:
    """A project that lives in memory; each change of its articles is a batch that landed.

    Args:
        articles: ARTICLE columns.
        name: what people call it.
    """

    def __init__(self, articles: pl.DataFrame, name: str = "Sample articles") -> None:
        self.name = name
        self._batches = 0
        self.replace(articles)

    def replace(self, articles: pl.DataFrame) -> None:
        """Let a batch land: from now on, these are the articles."""
        scored = framing.score(articles)
        self._loaded = SampleLoaded(articles=articles, scored=scored, version=str(self._batches + 1))
        self._batches += 1

    def version(self) -> str:
        """Changes exactly when a batch landed."""
        return str(self._batches)

    def state(self) -> str:
        """Changes exactly when a batch landed."""
        return self.version()

    def latest(self) -> None:
        """Of a sample nobody asks when it came."""

    def validations(self) -> None:
        """Nobody has coded it."""

    def lexicon(self) -> framing.Lexicon:
        """The toolkit's own."""
        return framing.default_lexicon()

    def answers(self) -> SampleAnswers:
        """What is worked out of it as of now."""
        return SampleAnswers(self._loaded)

    def load(self) -> SampleLoaded:
        """Everything, as of now."""
        return self._loaded


def seeds() -> SampleProject:
    """The five articles that come with the toolkit."""
    return SampleProject(framing.read([framing.seeds_folder()]).articles)

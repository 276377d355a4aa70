"""What is worked out of a whole project, and kept for whoever asks the same again: units, topics, tables.

Each answer depends on what is stored, on the lists that name outlets, on the lexicon and on the question. It is kept
beside the tables (:mod:`framing.store.kept`) under a hash of all of these, so that it is the same with and without.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

import polars as pl

from framing.ingest.article.outlets import Outlets, load_outlets
from framing.ingest.article.spellings import propose
from framing.schemas import REJECT
from framing.statistics.events import UNIT, UNIT_BASIS, by_event, with_units
from framing.store.beside import GrownWords, MachineScores, Milestones, machines_of_project, read_grown, read_milestones
from framing.store.codes import codes_of, draws_of
from framing.store.kept import Frames, Kept
from framing.store.known import open_rejects
from framing.store.layout import OUTLETS, RUN
from framing.store.loaded import Loaded, held_of
from framing.store.log import files_of
from framing.store.looks import keeps_looks, looks_of, record_look
from framing.store.outlets import spelt_outlets
from framing.store.project import Project
from framing.store.spool import spooled
from framing.store.verdicts import verdicts_of
from framing.store.words import find_words

__all__ = ["PAIR", "RUNS", "STANDING", "Answers"]

#: Of a run, what people ask of it.
RUNS: Final = {
    name: RUN[name]
    for name in (
        "finished", "kind", "articles", "scored", "refused", "rejects", "known", "superseded", "replaced",
        "lexicon_fingerprint", "scorer_version",
    )
}  # fmt: skip
#: Of a reject, what people read.
STANDING: Final = {name: kind for name, kind in REJECT.items() if name != "first_bytes"}
#: One row an outlet in no list that may be another one, as ``framing outlets --merge`` proposes it.
PAIR: Final = {
    "outlet": pl.String(), "name": pl.String(), "articles": pl.Int64(), "into": pl.String(), "into_name": pl.String(),
    "into_articles": pl.Int64(), "why": pl.String(),
}  # fmt: skip


class Answers:
    """Answers to questions about a project as it is now.

    Args:
        project: the project.

    Raises:
        ProjectError: ``project.damaged``.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self._loaded: Loaded | None = None
        self._outlets: Outlets | None = None
        self._people: dict[str, tuple[object, pl.DataFrame]] = {}
        self._look()

    def _look(self) -> None:
        self._moment = self._now()
        runs = self.project.steadily(self._verified)
        files = "\n".join(f"{file.path} {file.sha256}" for file in files_of(runs))
        self._kept = Kept(self.project.folder, runs.height - 1)
        self._state = hashlib.sha256(files.encode() + b"\0" + self._moment[1]).hexdigest()

    def _verified(self) -> pl.DataFrame:
        """The runs; all files are what was written, also those of which no answer is made anew."""
        runs = self.project.history().runs
        self.project.check(files_of(runs))
        return runs

    def _now(self) -> tuple[str, bytes]:
        """What changes when answers do: the project's version, and what names its outlets."""
        path = self.project.folder / OUTLETS
        return self.project.version(), path.read_bytes() if path.is_file() else b""

    def loaded(self) -> Loaded:
        """What was counted in the project, read when it is first needed.

        Raises:
            ProjectError: ``project.damaged``.
        """
        while self._loaded is None:
            loaded = self.project.load(counts=True)
            if (loaded.version, self._now()) == (self._moment[0], self._moment):
                self._loaded = loaded
            else:
                self._look()
        return self._loaded

    def get(self, what: str, parts: tuple[str, ...], make: Callable[[], Frames]) -> Frames:
        """An answer.

        Args:
            what: kind of answer; letters and hyphens.
            parts: the question, and the fingerprint of the lexicon where it depends on one.
            make: works it out from what is stored, and nothing else.
        """
        return self._kept.get(what, (self._state, *parts), make, lambda: self._now() == self._moment)

    def has(self, what: str, parts: tuple[str, ...]) -> bool:
        """Whether an answer was kept: then :meth:`get` takes no time to work it out."""
        return self._kept.has(what, (self._state, *parts))

    def outlets(self) -> Outlets:
        """What :meth:`Project.outlets` gives, without a look at all articles where their outlets' names were kept.

        Raises:
            UsageError: ``outlets.csv`` is not valid.
            ProjectError: ``project.damaged``.
        """
        if self._outlets is None:

            def make() -> Frames:
                shown = self.project.outlets().shown
                names = {"outlet": list(shown), "name": list(shown.values())}
                return {"names": pl.DataFrame(names, schema=dict.fromkeys(names, pl.String))}

            listed = load_outlets(project=self.project.folder)
            self._outlets = replace(listed, shown=dict(self.get("names", (), make)["names"].iter_rows()))
        return self._outlets

    def places(self, keys: tuple[str, ...], tell: Callable[[int], object]) -> pl.DataFrame:
        """Where words stand next to each other, see :func:`framing.store.words.find_words`.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return find_words(held_of(self.project), keys, tell=tell)

    def hits(self, entries: Collection[str]) -> pl.DataFrame:
        """EVIDENCE columns of some entries.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return held_of(self.project).hits(entries)

    def milestones(self) -> Milestones:
        """The days that the project's ``events.csv`` names, as it is now."""
        return read_milestones(self.project.folder)

    def machines(self) -> MachineScores:
        """What other machines say of the project's articles, as the table is now."""
        return machines_of_project(self.project.folder)

    def grown(self, language: str) -> GrownWords:
        """The words that were grown from the project's articles in a language, as the table is now."""
        return read_grown(self.project.folder, language)

    def codes(self) -> pl.DataFrame:
        """What people have coded, see :func:`framing.store.codes.codes_of`, as it is now.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._said("codes", codes_of)

    def draws(self) -> pl.DataFrame:
        """What was drawn to be coded, see :func:`framing.store.codes.draws_of`, as it is now.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._said("draws", draws_of)

    def verdicts(self) -> pl.DataFrame:
        """What readers say of hits, see :func:`framing.store.verdicts.verdicts_of`, as it is now.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self._said("verdicts", verdicts_of)

    def looks(self) -> pl.DataFrame:
        """LOOK columns: which questions were asked of the project, the last first."""
        return looks_of(self.project.folder)

    def keeps_looks(self) -> bool:
        """Whether looks can be taken down here."""
        return keeps_looks(self.project.folder)

    def look(self, asked: str, question: str, comparisons: int) -> None:
        """Take down a question whose answer tests something, see :func:`framing.store.looks.record_look`."""
        record_look(self.project.folder, asked, question, comparisons, self._moment[0])

    def _said(self, what: str, read: Callable[[Project], pl.DataFrame]) -> pl.DataFrame:
        """What people said; it is read again where something was written since: reading takes a tenth of a second."""
        project = self.project
        now = project.version(), project.lexicon().fingerprint, spooled(project.folder)
        known = self._people.get(what)
        if known is None or known[0] != now:
            known = self._people[what] = now, read(project)
        return known[1]

    def runs(self) -> pl.DataFrame:
        """RUNS columns, the last run first.

        Raises:
            ProjectError: ``project.damaged``.
        """
        return self.project.history().runs.select(RUNS.keys()).reverse()

    def rejects(self) -> pl.DataFrame:
        """STANDING columns: what could not be read, as ``framing rejects`` lists it.

        Raises:
            ProjectError: ``project.damaged``.
        """
        project = self.project
        return project.steadily(lambda: open_rejects(project, project.history().runs)).select(STANDING.keys())

    def pairs(self) -> pl.DataFrame:
        """PAIR columns: outlets that may be one.

        Raises:
            ProjectError: ``project.damaged``.
        """

        def make() -> Frames:
            rows = [
                (
                    one.spelling.outlet,
                    one.spelling.name,
                    one.spelling.articles,
                    one.into,
                    one.name,
                    one.articles,
                    one.why,
                )
                for one in propose(spelt_outlets(self.project), self.project.outlets())
            ]
            return {"pairs": pl.DataFrame(rows, schema=PAIR, orient="row")}

        return self.get("pairs", (), make)["pairs"]

    def counted(self) -> Loaded:
        """What was counted, the articles with the unit of each: what all that works out uncertainty goes by.

        Raises:
            ProjectError: ``project.damaged``.
        """
        loaded = self.loaded()

        def make() -> Frames:
            articles = loaded.articles
            # Of too many articles the texts are not looked at.
            blank = pl.lit(None, pl.String).alias("text")
            articles = loaded.scored.with_texts(articles) if by_event(articles) else articles.with_columns(blank)
            return {"units": with_units(articles).select(UNIT, UNIT_BASIS)}

        return replace(loaded, articles=loaded.articles.hstack(self.get("units", (), make)["units"]))

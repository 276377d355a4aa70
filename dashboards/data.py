"""What the dashboard knows of a project as of one moment, and what fits some filters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

import framing
from dashboards.background import Once, Tell
from dashboards.filtering import Filters, keep
from dashboards.project import AnswersLike, LoadedLike
from dashboards.rows import article_rows, counted_sides, narrowed, recounted
from dashboards.selection import Selection
from dashboards.sides import Sides, side_ids
from dashboards.targets import TARGET, Finding, Targets, of_targets
from dashboards.wording import ENGLISH, speaking
from framing.errors import UsageError
from framing.frames import texts, texts_of
from framing.lexicon.entries import Entry
from framing.phrases import phrase
from framing.statistics.backdrop import Backdrop
from framing.statistics.contrasts import Contrast
from framing.statistics.observations import Observations, observe

__all__ = ["MOST_COUNTED", "QUICK", "Snapshot", "Words"]

#: Of so few articles everything is worked out while the page is made: it takes about half a second.
QUICK: Final = 500
#: What a contrast is called in full, beside those of one measure and those without tests.
_TESTED: Final = "contrast"
_STEP: Final = {"name": pl.String(), "left": pl.Int64(), "alone": pl.Int64()}
#: Articles of a side whose words are counted, at most: a thousand and more rank the first fifty words alike, and a page
#: must not wait for a hundred thousand.
MOST_COUNTED: Final = 1_500


class Words(NamedTuple):
    """The words of two sides: KEYNESS columns, and how many articles each side has in all."""

    table: pl.DataFrame
    on_a: int
    on_b: int


class Snapshot:
    """A project as of one version.

    Args:
        name: of the project.
        state: of the project, see :meth:`dashboards.feed.Feed.state`.
        answers: what is worked out of it, and kept.
        lexicon: whose entries and codebook explain the numbers.
        outlets: what the outlets are called.
        latest: when articles came last, and how many came on that day.
        validations: what was found on the project's codes; see :func:`dashboards.checking.checks_now`.
    """

    def __init__(
        self,
        name: str,
        state: str,
        answers: AnswersLike,
        lexicon: framing.Lexicon,
        outlets: framing.Outlets,
        latest: tuple[datetime, int] | None = None,
        validations: pl.DataFrame | None = None,
    ) -> None:
        self.name = name
        self.latest = latest
        self.validations = validations
        self.state = state
        self.answers = answers
        self.lexicon = lexicon
        #: The name of an outlet, or of an agency, by its id.
        self.outlet_name = outlets.name
        self._selections: Once[Filters, Selection] = Once()
        self._contrasts: Once[tuple[Filters, Sides, str], framing.Comparison] = Once()
        #: Of a million articles each takes some 300 MB.
        self._backdrops: Once[tuple[Filters, bool], Backdrop] = Once(2)
        self._words: Once[tuple[Filters, Sides], Words] = Once()
        self._estimates: Once[tuple[Filters, str, tuple[str, ...], bool], pl.DataFrame] = Once()
        self._sizes: Once[str, pl.DataFrame] = Once()
        #: Whom the articles speak of.
        self.named = Finding(self._targets, lambda: self.rows.height <= QUICK or self.has("targets"))
        self._caveats: Once[Filters, pl.DataFrame] = Once()
        names = self.kept("rows", (), lambda: {"rows": article_rows(self.articles, self.scored, outlets, lexicon)})
        #: One row an article: metadata, words, status, topic, total hits, and each contrast as counted.
        self.rows = names["rows"]

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The lexicon's entries by their ids; reading them takes a second."""
        return {entry.id: entry for entries in self.lexicon.entries.values() for entry in entries}

    @cached_property
    def _loaded(self) -> LoadedLike:
        return self.answers.counted()

    @property
    def articles(self) -> pl.DataFrame:
        """With what belongs together: what is shown of uncertainty goes by units, whatever the filters."""
        return self._loaded.articles

    @property
    def scored(self) -> framing.Scored:
        """What was found in the articles, read when it is first needed."""
        return self._loaded.scored

    def kept(
        self, what: str, parts: tuple[str, ...], make: Callable[[], Mapping[str, pl.DataFrame]]
    ) -> Mapping[str, pl.DataFrame]:
        """An answer that the project keeps, else what is made; it depends on the project, the lexicon and ``parts``."""
        # It is kept for readers of all languages.
        with speaking(ENGLISH):
            return self.answers.get(f"dashboard-{what}", (self.lexicon.fingerprint, _code(), *parts), make)

    def sizes(self, name: str) -> pl.DataFrame:
        """How many articles have each value of a column of :attr:`rows`: columns NAME, count."""
        return self._sizes.get(name, lambda: self.rows[name].drop_nulls().value_counts())

    def dimensions(self, filters: Filters) -> tuple[str, ...]:
        """The dimensions of the families that filters name; all where they name none.

        Raises:
            UsageError: ``dashboard.filter``: there is no such family.
        """
        book = self.lexicon.codebook
        for family in filters.family:
            if family not in book.families:
                what = phrase("'{family}' is no family of dimensions", family=family[:40])
                raise UsageError("dashboard.filter", what, "", phrase("use {names}", names=list(book.families)))
        return tuple(
            name for name, each in book.dimensions.items() if not filters.family or each.family in filters.family
        )

    def select(self, filters: Filters) -> Selection:
        """The articles that fit filters.

        Raises:
            UsageError: a filter asks for what there is not.
        """
        return self._selections.get(filters, partial(self._select, filters))

    def _select(self, filters: Filters) -> Selection:
        self.dimensions(filters)
        kept = self.kept("selection", (repr(filters),), partial(self._selected, filters))
        counts = kept["counts"].row(0, named=True)
        return Selection(
            rows=kept["selected"] if "selected" in kept else self.rows.filter(kept["rows"]["kept"]),
            sides=kept["sides"],
            undated=counts["undated"],
            steps=tuple(kept["steps"].rows()),
            estimated=partial(self._estimated, filters),
        )

    def _selected(self, filters: Filters) -> dict[str, pl.DataFrame]:
        kept = keep(
            self.rows.with_row_index("at"),
            filters,
            on_topic=lambda rows: self._on_topic(rows, filters.about),
        )
        observed = self._observed_of(kept.rows, filters)
        counted = {"sides": counted_sides(observed)}
        if filters.counted or filters.family:
            counted["selected"] = recounted(kept.rows.drop("at"), observed, self.lexicon, self.dimensions(filters))
        mask = np.zeros(self.rows.height, np.bool_)
        mask[kept.rows["at"].to_numpy()] = True
        return {
            "rows": pl.DataFrame({"kept": mask}),
            **counted,
            "counts": pl.DataFrame({"undated": [kept.undated]}),
            "steps": pl.DataFrame(kept.steps, schema=_STEP, orient="row"),
        }

    def _observed_of(self, rows: pl.DataFrame, filters: Filters) -> Observations:
        """What was counted in the articles of some rows, in the sections and voices that filters name."""
        if filters.counted or not self._is_aligned:
            scored, articles = self.only(rows["article_id"])
            return observe(scored, articles, self.lexicon, **filters.counted)
        # Of a million articles gathering anew takes half a second; hits of the others count for none.
        whole = self._whole
        return replace(whole, articles=whole.articles[rows["at"].to_numpy()] if filters else whole.articles)

    @property
    def _whole(self) -> Observations:
        """What was counted in all articles."""
        return self._backdrop(Filters(), Sides()).observed()

    @cached_property
    def _is_aligned(self) -> bool:
        """Whether what was counted goes by the same rows as :attr:`rows`."""
        ids = self._whole.articles["article_id"]
        return len(ids) == self.rows.height and bool((ids == self.rows["article_id"]).all())

    def is_quick(self, filters: Filters) -> bool:
        """Whether there are so few articles that nothing about them takes long."""
        return self.select(filters).rows.height <= QUICK

    def caveats(self, filters: Filters) -> tuple[str, ...]:
        """What the numbers of the articles that fit filters cannot tell, from ``framing.caveats``."""

        def make() -> dict[str, pl.DataFrame]:
            scored, articles = self.among(filters)
            caveats_found = framing.caveats(scored, articles, self.lexicon, outlet_name=self.outlet_name)
            return {"caveats": texts(caveats_found)}

        frames = self._caveats.get(filters, lambda: self.kept("caveats", (repr(filters),), make)["caveats"])
        return tuple(texts_of(frames))

    def has_caveats(self, filters: Filters) -> bool:
        """Whether :meth:`caveats` has its answer already."""
        return filters in self._caveats or self.has("caveats", filters)

    def is_estimated(self, filters: Filters, level: str, measures: Collection[str], *, ranked: bool = False) -> bool:
        """Whether the estimates of a selection are there already."""
        wanted = tuple(dict.fromkeys(measures))
        if self._known(filters, level, wanted, ranked) is not None:
            return True
        return self.has("estimates", filters, level, wanted, ranked)

    def _known(self, filters: Filters, level: str, measures: tuple[str, ...], ranked: bool) -> pl.DataFrame | None:
        for (*asked, known_measures, is_ranked), estimated in tuple(self._estimates.items()):
            if asked == [filters, level] and set(measures) <= set(known_measures) and is_ranked >= ranked:
                return estimated.filter(pl.col("dimension").is_in(list(measures)))
        return None

    def _estimated(self, filters: Filters, level: str, measures: tuple[str, ...], ranked: bool) -> pl.DataFrame:
        """Estimates of the articles that fit filters; see :meth:`Selection.estimates`."""
        if (known := self._known(filters, level, measures, ranked)) is not None:
            return known

        def make() -> dict[str, pl.DataFrame]:
            scored, articles = self.among(filters)
            book = self.lexicon.codebook  # One of the project's own may lack what a page asks for.
            there = [name for name in measures if name in (*book.dimensions, *book.scales)]
            asked: dict[str, Any] = {"levels": (level,), "measures": there, "tested": False, "ranked": ranked}
            estimated = framing.estimate(scored, articles, self.lexicon, **asked, **filters.counted)
            return {"estimates": estimated.filter(pl.col("level") == level)}

        key = (filters, level, measures, ranked)
        return self._estimates.get(key, lambda: self.kept("estimates", tuple(map(repr, key)), make)["estimates"])

    def among(self, filters: Filters) -> tuple[framing.Scored, pl.DataFrame]:
        """The articles that fit filters, and what was found in them."""
        return (self.scored, self.articles) if not filters else self.only(self.select(filters).rows["article_id"])

    def _on_topic(self, rows: pl.DataFrame, query: str) -> pl.Series:
        """The ids of those that name what a query stands for."""
        if not rows.height:
            return rows["article_id"]
        texts = self.scored.with_texts(self.articles.join(rows, on="article_id", how="semi", maintain_order="left"))
        return framing.about(texts, query, self.lexicon).filter(pl.col("mentions") > 0)["article_id"]

    def contrast(self, filters: Filters, sides: Sides) -> framing.Comparison:
        """Two sides compared, in all dimensions and scales, with tests; :meth:`behind` has the words.

        Args:
            filters: among these articles only.
            sides: what is compared.

        Raises:
            FramingError: there is no such side or mix among these articles.
        """
        return self._compared(filters, sides, _TESTED, **self._measured(filters), explain=())

    def is_compared(self, filters: Filters, sides: Sides) -> bool:
        """Whether :meth:`contrast` has its answer already."""
        return (filters, sides, _TESTED) in self._contrasts or self.has("contrast", filters, sides, _TESTED)

    def effects(self, filters: Filters, sides: Sides) -> framing.Comparison:
        """The same without tests, mixes, caveats and words, in a fraction of the time.

        Raises:
            FramingError: there is no such side or mix among these articles.
        """
        if self.is_compared(filters, sides):
            return self.contrast(filters, sides)
        return self._compared(filters, sides, "effects", **self._measured(filters), explain=(), permutations=0)

    def behind(self, filters: Filters, sides: Sides, measure: str) -> framing.Comparison:
        """The words that make the difference in one dimension or scale: a contrast of which no test is wanted.

        Raises:
            FramingError: there is no such side or measure among these articles.
        """
        of = replace(sides, mix="")
        asked: dict[str, Any] = {"chosen": (measure,), "explain": (measure,), "permutations": 0}
        return self._compared(filters, of, measure, **asked)

    def is_explained(self, filters: Filters, sides: Sides, measure: str) -> bool:
        """Whether :meth:`behind` has its answer already."""
        key = filters, replace(sides, mix=""), measure
        return key in self._contrasts or self.has("contrast", *key)

    def _measured(self, filters: Filters) -> dict[str, Any]:
        return {"chosen": self.dimensions(filters)} if filters.family else {}

    def has(self, what: str, *parts: object) -> bool:
        """Whether the project keeps an answer to a question."""
        return self.answers.has(f"dashboard-{what}", (self.lexicon.fingerprint, _code(), *map(repr, parts)))

    def _backdrop(self, filters: Filters, sides: Sides) -> Backdrop:
        is_of_targets = sides.by == TARGET
        among = self._targets_among if is_of_targets else self.among
        return self._backdrops.get((filters, is_of_targets), lambda: Backdrop(*among(filters), self.lexicon))

    def _targets(self, tell: Tell) -> Targets:
        kept = self.kept("targets", (), lambda: of_targets(self.scored, self.articles, self.lexicon, tell))
        return Targets(kept, self.scored, self.articles)

    def _targets_among(self, filters: Filters) -> tuple[framing.Scored, pl.DataFrame]:
        return self.named.targets.among(self.select(filters).rows["article_id"] if filters else None)

    def keyed(self, filters: Filters, sides: Sides) -> pl.DataFrame:
        """A row of the selection for each key of a level that an article has: several where it speaks of several."""
        rows = self.select(filters).rows
        return self.named.targets.keyed(rows) if sides.by == TARGET else rows

    def _compared(self, filters: Filters, sides: Sides, kind: str, **options: Any) -> framing.Comparison:
        def make() -> dict[str, pl.DataFrame]:
            backdrop = self._backdrop(filters, sides)
            asked = sides.question().changed(**sides.counted(filters))
            how = {**sides.options(), **options, "outlet_name": self.outlet_name}
            return Contrast(backdrop=backdrop, asked=asked, **how).comparison().to_frames()

        def get() -> framing.Comparison:
            parts = tuple(map(repr, (filters, sides, kind)))
            return framing.Comparison.from_frames(self.kept("contrast", parts, make))

        return self._contrasts.get((filters, sides, kind), get)

    def words(self, filters: Filters, sides: Sides) -> Words:
        """All words that set two sides of articles apart, see ``framing.keyness``; counted in a sample of large sides.

        The sample is the same each time: articles go by a hash of their ids.
        """

        def make() -> Words:
            on_a, on_b = side_ids(sides, self.select(filters).rows)
            counted = [ids.gather(ids.hash(seed=1).arg_sort()[:MOST_COUNTED]) for ids in (on_a, on_b)]

            def count_words() -> dict[str, pl.DataFrame]:
                scored, articles = self.only(pl.concat(counted))
                return {"words": framing.keyness(scored.with_texts(articles), counted[0], counted[1], self.lexicon)}

            parts = (repr(filters), repr(sides), str(MOST_COUNTED))
            return Words(self.kept("keyness", parts, count_words)["words"], len(on_a), len(on_b))

        return self._words.get((filters, sides), make)

    def is_counted(self, filters: Filters, sides: Sides) -> bool:
        """Whether :meth:`words` has its answer already."""
        return (filters, sides) in self._words or self.has("keyness", filters, sides, MOST_COUNTED)

    def only(self, ids: pl.Series) -> tuple[framing.Scored, pl.DataFrame]:
        """Some articles by their ids, and what was found in them."""
        if len(ids) == self.articles.height:
            return self.scored, self.articles
        return self.scored.only(ids), self.articles.filter(pl.col("article_id").is_in(ids.implode()))

    def article(self, article_id: str, filters: Filters) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """One article: its ARTICLE row, and its record in the sections and voices that filters let count.

        None where the project has no such article.
        """
        scored, articles = self.only(pl.Series([article_id], dtype=pl.String))
        if not articles.height or not scored.articles.height:
            return None
        articles = scored.with_cuts(scored.with_texts(articles))
        return articles.row(0, named=True), next(iter(framing.records(self.found(article_id, filters), articles)))

    def found(self, article_id: str, filters: Filters) -> framing.Scored:
        """All that was found in an article, in the sections and voices that filters let count."""
        whole = self.scored.only(pl.Series([article_id], dtype=pl.String)).whole()
        if not filters.counted:
            return whole
        return narrowed(whole, self.lexicon, sections=filters.sections, voices=filters.voices)


@cache
def _code() -> str:
    """A hash over what makes rows and picks them."""
    names = ("checking", "data", "entries", "filtering", "names", "rows", "searching", "selection", "sides", "targets")
    own = (Path(__file__).with_name(f"{name}.py").read_bytes() for name in names)
    return hashlib.sha256(b"".join(own)).hexdigest()

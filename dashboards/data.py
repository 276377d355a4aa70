"""What the dashboard knows of a project: one look at it, kept until the project changes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import polars as pl

import framing
from dashboards.filtering import Filters, keep, moments
from dashboards.names import first_words
from dashboards.sides import BY, Sides
from framing.statistics.levels import last_moment

__all__ = ["MOST_COUNTED", "Feed", "Problem", "ProjectLike", "Selection", "Snapshot", "Words"]

T = TypeVar("T")

_LOG: Final = logging.getLogger(__name__)

_NAMES: Final = {"outlet": pl.String(), "outlet_name": pl.String()}

#: Selections kept: going back and forth between a few filters costs nothing.
_KEPT: Final = 16
#: Articles of a side whose words are counted, at most: a thousand and more rank the first fifty words alike, and a page
#: must not wait for a hundred thousand.
MOST_COUNTED: Final = 1_500


class LoadedLike(Protocol):
    """What a project gives when it is read."""

    @property
    def articles(self) -> pl.DataFrame:
        """ARTICLE columns."""

    @property
    def scored(self) -> framing.Scored:
        """The same articles, scored."""

    @property
    def version(self) -> str:
        """Of what was read."""


class ProjectLike(Protocol):
    """A project, as far as the dashboard needs it."""

    @property
    def name(self) -> str:
        """What people call it."""

    def state(self) -> str:
        """Changes when a batch landed, or outlets were named anew; cheap."""

    def load(self) -> LoadedLike:
        """Everything, as of now."""

    def lexicon(self) -> framing.Lexicon:
        """Whose entries and codebook explain the numbers."""

    def outlets(self) -> framing.Outlets:
        """What the outlets are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why there is nothing to show, and what to do about it."""

    code: str
    what: str
    where: str = ""
    hint: str = ""


class Words(NamedTuple):
    """The words of two sides: KEYNESS columns, and how many articles each side has in all."""

    table: pl.DataFrame
    on_a: int
    on_b: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Selection:
    """The articles that fit some filters, and what the toolkit says of them.

    Attributes:
        rows: one row an article, see :attr:`Snapshot.rows`.
        estimates: from ``framing.estimate``.
        sides: outlet × scale: positive, negative and own words, which ``framing.estimate`` adds up to its ``hits``.
        caveats: from ``framing.caveats``.
        articles: ARTICLE columns of the same articles.
        scored: the same articles, scored.
        undated: articles that a range of dates leaves out because they have none.
        told: how many articles each filter leaves.
    """

    rows: pl.DataFrame
    estimates: pl.DataFrame
    sides: pl.DataFrame
    caveats: tuple[str, ...]
    articles: pl.DataFrame
    scored: framing.Scored
    undated: int
    told: str


class Snapshot:
    """A project as of one version.

    Args:
        name: of the project.
        loaded: what the project gave.
        lexicon: whose entries and codebook explain the numbers.
        outlets: what the outlets are called.
    """

    def __init__(self, name: str, loaded: LoadedLike, lexicon: framing.Lexicon, outlets: framing.Outlets) -> None:
        self.name = name
        self.version = loaded.version
        #: With what belongs together: what is shown of uncertainty goes by units, whatever the filters.
        self.articles = framing.with_units(loaded.articles)
        self.scored = loaded.scored
        self.lexicon = lexicon
        #: The name of an outlet, or of an agency, by its id.
        self.outlet_name = outlets.name
        #: One row an article: metadata, words, status, total hits, and each contrast as counted.
        self.rows = _rows(loaded.articles, loaded.scored, outlets, lexicon)
        self.entries = {entry.id: entry for entries in lexicon.entries.values() for entry in entries}
        self._selections: dict[Filters, Selection] = {}
        self._contrasts: dict[tuple[Filters, Sides, str], framing.Comparison] = {}
        self._words: dict[tuple[Filters, Sides], Words] = {}

    def select(self, filters: Filters) -> Selection:
        """The articles that fit filters."""
        if filters not in self._selections:
            found = self._select(filters)
            while len(self._selections) >= _KEPT:
                self._selections.pop(next(iter(self._selections)), None)
            self._selections[filters] = found
        return self._selections[filters]

    def _select(self, filters: Filters) -> Selection:
        kept = keep(
            self.rows, filters, outlet_name=self.outlet_name, on_topic=lambda rows: self._on_topic(rows, filters.about)
        )
        rows = kept.rows
        scored, articles = (self.scored, self.articles) if not filters else self._only(rows["article_id"])
        sides = scored.scales.filter(pl.col("section") == "all").join(
            rows.select("article_id", "outlet"), on="article_id", how="inner", maintain_order="left"
        )
        return Selection(
            rows=rows,
            estimates=framing.estimate(scored, articles, self.lexicon),
            sides=sides.group_by("outlet", "scale").agg(pl.col("positive", "negative", "words").sum()),
            caveats=tuple(framing.caveats(scored, articles, self.lexicon, outlet_name=self.outlet_name)),
            articles=articles,
            scored=scored,
            undated=kept.undated,
            told=kept.told,
        )

    def _on_topic(self, rows: pl.DataFrame, query: str) -> pl.Series:
        """The ids of those that name what a query stands for."""
        if not rows.height:
            return rows["article_id"]
        texts = self.articles.join(rows, on="article_id", how="semi", maintain_order="left")
        return framing.about(texts, query, self.lexicon).filter(pl.col("mentions") > 0)["article_id"]

    def contrast(self, filters: Filters, sides: Sides) -> framing.Comparison:
        """Two sides compared, in all dimensions and scales.

        Args:
            filters: among these articles only.
            sides: what is compared.

        Raises:
            FramingError: there is no such side or mix among these articles.
        """
        return self._compared(filters, sides, "")

    def behind(self, filters: Filters, sides: Sides, measure: str) -> framing.Comparison:
        """The words that make the difference in one dimension or scale: a contrast of which no test is wanted.

        Raises:
            FramingError: there is no such side or measure among these articles.
        """
        return self._compared(
            filters, replace(sides, mix=""), measure, dimensions=[measure], explain=[measure], permutations=1
        )

    def _compared(self, filters: Filters, sides: Sides, measure: str, **options: Any) -> framing.Comparison:
        key = filters, sides, measure
        if key not in self._contrasts:
            chosen = self.select(filters)
            compared = framing.compare(
                chosen.scored,
                chosen.articles,
                lexicon=self.lexicon,
                outlet_name=self.outlet_name,
                **sides.options(),
                **options,
            )
            while len(self._contrasts) >= _KEPT:
                self._contrasts.pop(next(iter(self._contrasts)), None)
            self._contrasts[key] = compared
        return self._contrasts[key]

    def words(self, filters: Filters, sides: Sides) -> Words:
        """All words that set two sides of articles apart, see ``framing.keyness``; counted in a sample of large sides.

        The sample is the same each time: articles go by a hash of their ids.
        """
        key = filters, sides
        if key not in self._words:
            on_a, on_b = self._ids(self.select(filters).rows, sides)
            counted = [ids.gather(ids.hash(seed=1).arg_sort()[:MOST_COUNTED]) for ids in (on_a, on_b)]
            articles = self._only(pl.concat(counted))[1]
            table = framing.keyness(articles, counted[0], counted[1], self.lexicon)
            while len(self._words) >= _KEPT:
                self._words.pop(next(iter(self._words)), None)
            self._words[key] = Words(table, len(on_a), len(on_b))
        return self._words[key]

    def _ids(self, rows: pl.DataFrame, sides: Sides) -> tuple[pl.Series, pl.Series]:
        """The articles of each side."""
        if sides.by == "period":
            day = moments(sides.before)[0]
            return (
                rows.filter(last_moment() < day)["article_id"],
                rows.filter(pl.col("published") >= day)["article_id"],
            )
        column = pl.col(BY[sides.by].column)
        first = rows.filter(column == sides.a)
        rest = (column != sides.a) & pl.col("language").is_in(first["language"].implode())
        others = column == sides.b if sides.b else rest
        return first["article_id"], rows.filter(others)["article_id"]

    def _only(self, ids: pl.Series) -> tuple[framing.Scored, pl.DataFrame]:
        kept = pl.DataFrame({"article_id": ids})

        def part(frame: pl.DataFrame) -> pl.DataFrame:
            return frame.join(kept, on="article_id", how="semi", maintain_order="left")

        names = ("articles", "evidence", "exposure", "scores", "scales")
        return framing.Scored(**{name: part(getattr(self.scored, name)) for name in names}), part(self.articles)

    def article(self, article_id: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """One article: its ARTICLE row and its record; None where the project has no such article."""
        scored, articles = self._only(pl.Series([article_id], dtype=pl.String))
        if not articles.height or not scored.articles.height:
            return None
        return articles.row(0, named=True), next(iter(framing.records(scored, articles)))


class Feed:
    """The project behind a dashboard, opened when first needed and read again when it changed.

    Args:
        opener: opens the project; raises a ``FramingError`` that says what is wrong and what to do.
        lexicon: the project's where none is given.
    """

    def __init__(self, opener: Callable[[], ProjectLike], lexicon: framing.Lexicon | None = None) -> None:
        self._opener = opener
        self._lexicon = lexicon
        self._lock = Lock()
        self._project: ProjectLike | None = None
        self._seen: tuple[str, Snapshot] | None = None

    def state(self) -> str:
        """A word that changes when there is something else to show."""
        found = self._guarded(lambda: f"version {self._open().state()}")
        return f"problem {found.code} {found.what}" if isinstance(found, Problem) else found

    def look(self) -> Snapshot | Problem:
        """The project as it is now, or why it cannot be shown."""
        with self._lock:
            return self._guarded(self._snapshot)

    def _open(self) -> ProjectLike:
        if self._project is None:
            self._project = self._opener()
        return self._project

    def _snapshot(self) -> Snapshot:
        project = self._open()
        state = project.state()
        if self._seen is None or self._seen[0] != state:
            lexicon = self._lexicon or project.lexicon()
            self._seen = state, Snapshot(project.name, project.load(), lexicon, project.outlets())
        return self._seen[1]

    def _guarded(self, ask: Callable[[], T]) -> T | Problem:
        """An answer, or the problem that stood in its way; a project that failed is opened afresh next time."""
        try:
            return ask()
        except framing.FramingError as error:
            self._project = None
            return Problem(code=error.code, what=error.what, where=error.where, hint=error.hint)
        except BaseException as error:
            # A panic of the engine on a damaged file is no Exception; all else that is none must pass.
            if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
                raise
            _LOG.exception("the project cannot be read")
            self._project = None
            hint = "Run framing verify on the project; the terminal that serves this page has the details."
            return Problem(code="dashboard.unreadable", what="the project cannot be read", hint=hint)


def _rows(
    articles: pl.DataFrame, scored: framing.Scored, outlets: framing.Outlets, lexicon: framing.Lexicon
) -> pl.DataFrame:
    keys = articles["outlet"].unique()
    names = pl.DataFrame({"outlet": keys, "outlet_name": [outlets.name(key) for key in keys]}, schema=_NAMES)
    meta = articles.select(
        "article_id", "title", "outlet", "country", "source", "source_country", "genre", "published",
        "published_basis", "published_precision",
        start=pl.col("text").fill_null("").str.slice(0, 400).map_elements(first_words, return_dtype=pl.String),
    )  # fmt: skip
    status = scored.articles.select("article_id", "language", "words", "status")
    hits = scored.scores.group_by("article_id").agg(pl.col("hits").sum())
    # As counted, like the outlets' beside them: the middle of an article's interval is another number.
    both = pl.col("positive") + pl.col("negative")
    share = pl.when(both > 0).then((pl.col("positive") - pl.col("negative")) / both)
    contrasts = [name for name, scale in lexicon.codebook.scales.items() if scale.kind == "contrast"]
    whole = scored.scales.filter(pl.col("section") == "all", pl.col("scale").is_in(contrasts)).with_columns(share=share)
    values = whole.pivot("scale", index="article_id", values="share") if whole.height else whole.select("article_id")
    rows = meta.join(status, on="article_id", how="inner", maintain_order="left")
    for part in (hits, values):
        rows = rows.join(part, on="article_id", how="left", maintain_order="left")
    rows = rows.join(names, on="outlet", how="left", nulls_equal=True, maintain_order="left")
    return rows.with_columns(pl.col("hits").fill_null(0))

"""Searches over a project: every place of a word or an entry, whatever the filters, and what stands near."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

import polars as pl

from dashboards.background import Background, Once, Tell
from dashboards.data import Snapshot
from dashboards.filtering import Filters
from dashboards.plainview import SearchView
from dashboards.view import FilteredView
from dashboards.wording import many
from framing.scoring.concordance import collocates, keys_of
from framing.scoring.search import answering, contexts, entries_of

__all__ = [
    "MOST_LINES",
    "MOST_NEAR",
    "WIDTH",
    "Lines",
    "Searches",
    "collocates_of",
    "has_entries",
    "lines_of",
    "rows_of",
    "searches",
]

#: Places that are shown with their contexts, at most: nobody reads on, and their texts have to be read.
MOST_LINES: Final = 20_000
#: Articles whose words are counted for what stands near, at most: a second's work.
MOST_NEAR: Final = 1_500
#: Code points of context on each side: as many as ``framing kwic`` shows.
WIDTH: Final = 60
#: Searches of a project that are kept in memory.
_KEPT: Final = 12
#: What filters can choose places by.
_BY: Final = ("article_id", "section", "voice", "language_of_entry")
_META: Final = (
    "article_id", "title", "start", "outlet", "outlet_name", "country", "language", "published", "published_precision",
)  # fmt: skip


class _Places(NamedTuple):
    """How many places there are, by _BY, and those with their contexts."""

    places: pl.DataFrame
    lines: pl.DataFrame


_LANGUAGE: Final = pl.col("entry_id").str.extract(r"^([^.]+)\.").alias(_BY[-1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lines:
    """What a view finds.

    Attributes:
        rows: the articles that were looked at, see ``Snapshot.rows``, with the words that stand in them.
        articles: those of them that have a place, and how many: column ``places``.
        places: how many there are.
        lines: KWIC columns, and what is known of the article, of all places or of so many as are shown.
        orders: the lines in each order that was asked for.
    """

    rows: pl.DataFrame
    articles: pl.DataFrame
    places: int
    lines: pl.DataFrame
    orders: Once[str, pl.DataFrame] = field(default_factory=Once)

    @property
    def is_drawn(self) -> bool:
        """Whether there are more places than are shown."""
        return self.lines.height < self.places


class Searches:
    """The searches of a project; each is worked out in the background, so that nobody waits in the dark.

    Args:
        snapshot: the project.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.made = Background(_KEPT)
        #: What views found, by what they look for and their filters.
        self.lines: Once[tuple[str, str, Filters], Lines] = Once()
        #: Whether the lexicon has entries of a name.
        self.names: Once[str, bool] = Once(64)
        self._articles = snapshot.rows.height

    @property
    def progress(self) -> str:
        """What is being done."""
        if 0 < self.made.done < self._articles:
            return many(
                "Noting the words of {n} article, once for all searches: {done} done …",
                "Noting the words of {n} articles, once for all searches: {done} done …",
                self._articles,
                done=self.made.done,
            )
        return many("Looking through {n} article …", "Looking through {n} articles …", self._articles)


_SEARCHES: Final[WeakKeyDictionary[Snapshot, Searches]] = WeakKeyDictionary()
_LOCK: Final = Lock()


def searches(snapshot: Snapshot) -> Searches:
    """The searches of a project as of one moment, which go when it does."""
    with _LOCK:
        return _SEARCHES.setdefault(snapshot, Searches(snapshot))


def lines_of(snapshot: Snapshot, view: SearchView, seconds: float | None = None) -> Lines | None:
    """What a view finds, or None where it takes longer.

    Args:
        snapshot: the project.
        view: what is looked for, and in which articles.
        seconds: to wait; as long as it takes where none are named.

    Raises:
        UsageError: ``kwic.word``, ``kwic.nothing``: there is nothing of the kind to look for.
    """
    key = view.kind, view.q, view.filters
    known = dict(searches(snapshot).lines.items()).get(key)
    if known is not None:
        return known
    is_entry = view.kind == "entry"
    wanted = tuple(sorted(entries_of(snapshot.lexicon, view.q))) if is_entry else keys_of(view.q)
    made = searches(snapshot).made.get((view.kind, *wanted), partial(_placed, snapshot, view.kind, wanted), seconds)
    if not isinstance(made, _Places):
        return None
    return searches(snapshot).lines.get(key, partial(_lines, made, rows_of(snapshot, view), view))


def has_entries(snapshot: Snapshot, name: str) -> bool:
    """Whether the lexicon has a dimension, a concept, an entry or a term of a name."""
    return searches(snapshot).names.get(name, lambda: bool(answering(snapshot.lexicon, name)))


def _lines(match: _Places, rows: pl.DataFrame, view: SearchView) -> Lines:
    """What of a search fits the filters."""
    counted = match.places.filter(_counting(view)).group_by("article_id", maintain_order=True).agg(pl.sum("places"))
    counted = rows.join(counted, on="article_id", how="inner", maintain_order="left")
    meta = rows.select(pl.col(_META).name.map(lambda name: f"of_{name}" if name in ("title", "start") else name))
    lines = match.lines.with_columns(_LANGUAGE).filter(_counting(view))
    lines = lines.join(meta, on="article_id", how="inner", maintain_order="left")
    return Lines(rows=rows, articles=counted, places=int(counted["places"].sum()), lines=lines.drop(_BY[-1]))


def rows_of(snapshot: Snapshot, view: FilteredView) -> pl.DataFrame:
    """The articles that are looked at, with all their words where words of any kind are looked for.

    As with ``framing kwic``, the language of hits is that of their entries, and words have no section and no voice.
    """
    if getattr(view, "kind", "") == "entry":
        return snapshot.select(replace(view.filters, language=(), family=())).rows
    return snapshot.select(replace(view.filters, voices=(), sections=(), family=())).rows


def _counting(view: SearchView) -> list[pl.Expr]:
    """Which places count under the filters that speak of words."""
    if view.kind != "entry":
        return [pl.lit(True)]
    kept = [
        pl.col(name).cast(pl.String).is_in(list(chosen))
        for name, chosen in (("section", view.filters.sections), ("voice", view.filters.voices))
        if chosen
    ]
    if view.filters.language:
        codes = [language.split("-")[0] for language in view.filters.language]
        kept.append(pl.col(_BY[-1]).is_in(codes))
    return kept or [pl.lit(True)]


def _placed(snapshot: Snapshot, kind: str, wanted: tuple[str, ...], tell: Tell) -> _Places:
    """All places of words or entries in a project."""

    def make() -> dict[str, pl.DataFrame]:
        answers = snapshot.answers
        places = answers.hits(wanted) if kind == "entry" else answers.places(wanted, tell)
        shown = _drawn(places)
        texts = snapshot.scored.with_texts(_of(snapshot.articles, shown["article_id"]))
        lines = contexts(shown, texts.select("article_id", "title", "text"), width=WIDTH)
        names = pl.col("section", "voice").cast(pl.String)
        return {"places": places.with_columns(_LANGUAGE, names).group_by(_BY).agg(places=pl.len()), "lines": lines}

    kept = snapshot.kept("search", (kind, *wanted, str(WIDTH), str(MOST_LINES)), make)
    return _Places(kept["places"], kept["lines"])


def _drawn(places: pl.DataFrame) -> pl.DataFrame:
    """Places of as many articles as are shown, drawn by a hash of their ids: the same ones each time."""
    if places.height <= MOST_LINES:
        return places
    sizes = places.group_by("article_id").len().sort(pl.col("article_id").hash(seed=1), "article_id")
    drawn = sizes.filter(pl.col("len").cum_sum() <= MOST_LINES)["article_id"]
    return _of(places, drawn)


def _of(frame: pl.DataFrame, articles: pl.Series) -> pl.DataFrame:
    return frame.filter(pl.col("article_id").is_in(articles.unique().implode()))


def collocates_of(
    snapshot: Snapshot, view: SearchView, lines: Lines, seconds: float | None = None
) -> pl.DataFrame | None:
    """What stands near the places of a view, or None where counting takes longer; COLLOCATE columns."""
    ids = lines.lines["article_id"].unique()
    ids = ids.gather(ids.hash(seed=1).arg_sort()[:MOST_NEAR])

    def make() -> dict[str, pl.DataFrame]:
        texts = snapshot.scored.with_texts(_of(snapshot.articles, ids))
        return {"words": collocates(texts, _of(lines.lines, ids))}

    def work(_: Callable[[int], object]) -> object:
        parts = (view.kind, view.q, repr(view.filters), str(MOST_NEAR), str(MOST_LINES))
        return snapshot.kept("collocates", parts, make)["words"]

    made = searches(snapshot).made.get(("near", view.kind, view.q, repr(view.filters)), work, seconds)
    return made if isinstance(made, pl.DataFrame) else None

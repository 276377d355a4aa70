"""The public functions that take what was scored: what each is given goes through :mod:`framing.given` first.

The Polars namespace: ``frame.framing.score()`` in a notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, wraps
from typing import Any

import polars as pl

from framing.errors import UsageError
from framing.given import of_articles, of_found, of_scored, score, warn
from framing.ingest.article.outlets import Outlets, load_outlets
from framing.lexicon.lexicon import Lexicon
from framing.scoring import records as _records
from framing.scoring import search as _search
from framing.scoring.score import Scored
from framing.statistics import caveats as _caveats
from framing.statistics import contrasts as _contrasts
from framing.statistics import estimates as _estimates
from framing.statistics import events as _events
from framing.statistics import keyness as _keyness
from framing.statistics import levels as _levels
from framing.statistics import reasons as _reasons
from framing.statistics import shift as _shift
from framing.statistics import significance as _significance
from framing.statistics import specifications as _specifications
from framing.statistics import trends as _trends
from framing.statistics.levels import PERIODS

__all__ = [
    "FramingNamespace",
    "about",
    "caveats",
    "compare",
    "estimate",
    "events",
    "influence",
    "keyness",
    "marked",
    "reasons",
    "records",
    "sensitivity",
    "shift",
    "specifications",
    "trends",
    "with_units",
]


#: Levels of :func:`estimate` where none are named.
_USUAL = ("outlet", "country", "source")


def _has_levels(given: Mapping[str, Any]) -> None:
    """Refuse articles that have a key at none of the levels that were asked for; say which of several there is not.

    Raises:
        UsageError: ``articles.no-level``, or an unknown level.
    """
    articles, asked = given["articles"], given.get("levels")
    missing = {level: column for level in asked or _USUAL if (column := _missing(articles, level))}
    if not missing:
        return
    level, column = next(iter(missing.items()))
    if len(missing) == len(asked or _USUAL):
        what = f"no column '{column}', which the level '{level}' needs (columns: {', '.join(articles.columns)[:200]})"
        hint = "give the articles that were scored, with their outlets; framing.articles(frame) makes these out"
        raise UsageError("articles.no-level", what, "estimate", hint)
    if asked:
        warn(f"there are no rows of the level '{level}', since the articles have no column '{column}'")


def _missing(articles: pl.DataFrame, level: str) -> str | None:
    """A column that a level needs and the articles lack. Languages are known from scoring, groups told of when read."""
    for part in _levels.parts_of(level):
        column = "published" if part in PERIODS else _levels.LEVELS.get(part, "language")
        if column not in (*articles.columns, "language"):
            return column
    return None


@wraps(_records.records)
def _with_names(
    scored: Scored, articles: pl.DataFrame, outlet_name: Callable[[str, str | None], str] | None = None
) -> Iterator[dict[str, Any]]:
    return _records.records(scored, articles, outlet_name or _listed().name)


@cache
def _listed() -> Outlets:
    return load_outlets()


estimate = of_scored(_estimates.estimate, _has_levels)
compare = of_scored(_contrasts.compare)
trends = of_scored(_trends.trends)
sensitivity = of_scored(_specifications.sensitivity)
specifications = of_scored(_specifications.specifications)
reasons = of_scored(_reasons.reasons, units=False)
caveats = of_scored(_caveats.caveats)
records = of_scored(_with_names, clusters=False, units=False)
keyness = of_articles(_keyness.keyness)
events = of_articles(_events.events)
with_units = of_articles(_events.with_units)
marked = _significance.marked
about = of_articles(_search.about, clusters=False)
influence = of_found(_reasons.influence)
shift = of_found(_shift.shift)


@pl.api.register_dataframe_namespace("framing")
class FramingNamespace:
    """Scoring as a method of any DataFrame that has a column ``text``.

    Example:
        >>> import framing, polars as pl
        >>> pl.DataFrame({"text": ["دونوں رہنماؤں نے اعادہ کیا۔"]}).framing.score().articles["language"].to_list()
        ['ur']
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def score(self, lexicon: Lexicon | None = None, *, threads: int | None = None) -> Scored:
        """Score the frame's articles; see :func:`framing.score`."""
        return score(self._frame, lexicon, threads=threads)

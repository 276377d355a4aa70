"""The public functions that take what was scored: what each is given goes through :mod:`framing.given` first.

The Polars namespace: ``frame.framing.score()`` in a notebook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, wraps
from typing import Any, Unpack

import polars as pl

from framing.errors import UsageError, in_short, warn
from framing.frames import pandas_of
from framing.given import of_articles, of_found, of_scored, score
from framing.ingest.article.outlets import Outlets, load_outlets
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.render.result import Shown
from framing.schemas import LEVELS
from framing.scoring import about as _about
from framing.scoring import records as _records
from framing.scoring import search as _search
from framing.scoring.score import Scored
from framing.statistics import caveats as _caveats
from framing.statistics import coded as _coded
from framing.statistics import contrasts as _contrasts
from framing.statistics import estimates as _estimates
from framing.statistics import events as _events
from framing.statistics import issues as _issues
from framing.statistics import keyness as _keyness
from framing.statistics import levels as _levels
from framing.statistics import reasons as _reasons
from framing.statistics import shift as _shift
from framing.statistics import significance as _significance
from framing.statistics import specifications as _specifications
from framing.statistics import trends as _trends
from framing.statistics.levels import PERIODS
from framing.statistics.narrowing import fitting
from framing.statistics.narrowing import where as _where
from framing.statistics.question import Keywords, Question, question_of
from framing.validation import machines as _machines

__all__ = [
    "FramingNamespace",
    "about",
    "caveats",
    "compare",
    "corrected",
    "estimate",
    "events",
    "influence",
    "issues",
    "keyness",
    "kwic",
    "marked",
    "reasons",
    "records",
    "sensitivity",
    "shift",
    "specifications",
    "trends",
    "validity",
    "where",
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
    by = question_of(given.get("question"), given.get("keywords", {})).by
    asked = asked or ((by,) if by else None)
    missing = {level: column for level in asked or _USUAL if (column := _missing(articles, level))}
    if not missing:
        return
    level, column = next(iter(missing.items()))
    if len(missing) == len(asked or _USUAL):
        what = f"no column '{column}', which the level '{level}' needs (columns: {in_short(articles.columns)})"
        hint = "give the articles that were scored, with their outlets; framing.articles(frame) makes these out"
        raise UsageError("articles.no-level", what, "estimate", hint)
    if asked:
        warn(f"there are no rows of the level '{level}', since the articles have no column '{column}'")


def _missing(articles: pl.DataFrame, level: str) -> str | None:
    """A column that a level needs and the articles lack.

    Languages and topics are known from scoring; of groups it is told when they are read.
    """
    for part in _levels.parts_of(level):
        column = "published" if part in PERIODS else LEVELS.get(part, "language")
        if column not in (*articles.columns, "language", "topic", "target"):
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


def _kwic(
    scored: Scored,
    articles: pl.DataFrame,
    query: str,
    lexicon: Lexicon | None = None,
    *,
    sample: int | None = None,
    seed: int = 1,
    width: int = 60,
    question: Question | None = None,
    **keywords: Unpack[Keywords],
) -> pl.DataFrame:
    """Hits in their contexts.

    Args:
        scored: from :func:`framing.score`.
        articles: the same articles, with their texts.
        query: a dimension, a concept, an entry's id or its term.
        lexicon: that scored them.
        sample: that many hits, drawn at random; all where it is left out.
        seed: of the draw; the same seed draws the same hits.
        width: code points of context on each side.
        question: of which articles, sections and voices.
        keywords: the same, one by one: ``about="kashmir"``, ``voices="own"``.

    Returns:
        A row a hit: article_id, section, before, hit, after, dimension, entry_id, voice, negated, actor, start, end.

    Raises:
        UsageError: ``kwic.nothing``: the lexicon has no such entry; or a filter that does not fit.

    Example:
        >>> import framing
        >>> news = pl.DataFrame({"text": ["It was a magnificent, historic deal."]})
        >>> framing.kwic(framing.score(news), news, "praise")["hit"].to_list()
        ['magnificent', 'historic deal']
    """
    lexicon, asked = lexicon or default_lexicon(), question_of(question, keywords)
    wanted = _search.entries_of(lexicon, query)
    scored, articles = fitting(scored, articles, asked, lexicon)
    evidence = scored.evidence.filter(
        pl.col("entry_id").is_in(list(wanted)),
        pl.col("section").cast(pl.String).is_in(asked.sections),
        pl.col("voice").cast(pl.String).is_in(asked.voices),
    )
    return _search.contexts(
        evidence if sample is None else _search.draw(evidence, sample, seed=seed), articles, width=width
    )


estimate = of_scored(_estimates.estimate, _has_levels)
compare = of_scored(_contrasts.compare)
corrected = of_scored(_coded.corrected)
validity = of_scored(_machines.validity)
trends = of_scored(_trends.trends)
sensitivity = of_scored(_specifications.sensitivity)
specifications = of_scored(_specifications.specifications)
reasons = of_scored(_reasons.reasons, units=False)
caveats = of_scored(_caveats.caveats)
kwic = of_scored(_kwic, clusters=False, units=False)
records = of_scored(_with_names, clusters=False, units=False)
keyness = of_articles(_keyness.keyness)
events = of_articles(_events.events)
with_units = of_articles(_events.with_units)
where = of_articles(_where, clusters=False)
marked = _significance.marked
about = of_articles(_about.about, clusters=False)
influence = of_found(_reasons.influence)
issues = of_found(_issues.issues)
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

    def show(self, caption: str = "table") -> Shown:
        """The frame as a notebook shows it best: intervals in one column, short numbers, names in their own direction.

        Example:
            >>> import polars as pl
            >>> pl.DataFrame({"key": ["a"], "low": [0.5], "high": [1.0]}).framing.show()._repr_html_().count("<tr>")
            2
        """
        return Shown(self._frame, caption)

    def to_pandas(self) -> Any:
        """The frame as one of pandas, without pyarrow too.

        Raises:
            UsageError: ``frame.missing`` without pandas.
        """
        return pandas_of(self._frame)

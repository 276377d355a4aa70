"""The entrance of the public functions: whatever a caller has becomes articles, and what does not fit is named.

The stages below take Polars frames with the columns of :mod:`framing.schemas`. People have files, frames of other
libraries, and frames with columns of their own. The functions here, and those of :mod:`framing.api`, make the one
out of the other, look for near-duplicates and story events where nobody has, and say by a
:class:`framing.FramingWarning` what was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import BoundArguments, signature
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias, TypeVar

import polars as pl

from framing.errors import InputError, UsageError, warn
from framing.frames import GIVEN, frame_of, identified, is_frame
from framing.ingest.article.duplicates import with_clusters
from framing.ingest.article.outlets import Outlets, load_outlets
from framing.ingest.read import ReadResult, read
from framing.lexicon.grown import with_scales
from framing.lexicon.lexicon import Lexicon, default_lexicon
from framing.naming import Naming
from framing.phrases import counted
from framing.schemas import LEVELS
from framing.scoring.about import restrict
from framing.scoring.score import Scored, Scorer
from framing.statistics.events import UNIT, with_units
from framing.statistics.question import Question, question_of

__all__ = ["articles", "articles_of", "of_articles", "of_found", "of_scored", "score"]

P = ParamSpec("P")
R = TypeVar("R")
#: What looks at the arguments of a function, by their names, and raises.
Check: TypeAlias = Callable[[Mapping[str, Any]], None]

#: Arguments that are collections of names.
_LISTS: Final = frozenset(("a_ids", "b_ids", "dimensions", "explain", "levels", "measures", "sections", "voices"))
#: Arguments that are tables of what others say of articles.
_TABLES: Final = frozenset(("codes", "labels", "scores"))

#: Rejects that a warning names.
_NAMED: Final = 3


def articles(
    given: object,
    *,
    outlets: Outlets | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    date_order: str | None = None,
    language: str | None = None,
    outlet: str | None = None,
) -> pl.DataFrame:
    """Articles from files or frames, ready to be scored and compared.

    The same as ``read(given, …).articles``, but warnings say what could not be read, and how columns were taken.

    Args:
        given: as for :func:`framing.read`: paths, frames of Polars, pandas or Arrow, rows as dictionaries, texts.
        outlets: see :func:`framing.read`.
        columns: see :func:`framing.read`.
        encoding: see :func:`framing.read`.
        date_order: see :func:`framing.read`.
        language: see :func:`framing.read`.
        outlet: see :func:`framing.read`.

    Returns:
        ARTICLE columns and ``cluster``.

    Raises:
        UsageError: what was given cannot be read at all, or an option that there is not.
        InputError: nothing of it could be read.

    Example:
        >>> frame = pl.DataFrame({"text": ["It rained."], "outlet": ["BBC Hindi"], "published": ["5-Mar-24"]})
        >>> articles(frame).select("article_id", "outlet", pl.col("published").dt.date().cast(str)).row(0)
        ('table#1', 'bbc-hindi', '2024-03-05')
    """
    stated = {"encoding": encoding, "date_order": date_order, "language": language, "outlet": outlet}
    return _articles_of(read(given, outlets=outlets, columns=columns, **stated))


def score(
    given: object, lexicon: Lexicon | None = None, *, threads: int | None = None, scales: Sequence[str] = ()
) -> Scored:
    """Score articles with a lexicon.

    Args:
        given: articles: a frame of Polars, pandas or Arrow with a column ``text``, scored as it is; or a path, a list
            of paths, rows or a text, which are read as :func:`articles` does. A frame without ``article_id`` takes its
            ``id``, else the number of the row; without ``language`` it is detected, article by article. A frame with
            columns of other names goes through :func:`articles` first.
        lexicon: the toolkit's own where none is given.
        threads: batches scored at a time.
        scales: names of scales that are there for those who ask for them: ``charge``, which counts grown words and is
            experimental.

    Returns:
        See :func:`framing.scoring.score.score`.

    Raises:
        UsageError: what is given is no articles, has no column ``text``, one of the wrong type, or an ``article_id``
            that stands twice.
        InputError: none of the files could be read.

    Example:
        >>> score({"text": "The deal was historic."}).evidence.select("dimension", "surface").rows()
        [('praise', 'historic'), ('judgement', 'historic')]
    """
    if scales:
        lexicon = with_scales(lexicon or default_lexicon(), scales)
    return Scorer(lexicon, threads=threads).score(_frame(given))


def articles_of(given: object) -> pl.DataFrame:
    """The articles that were given, with ids: a frame as it is, what was read, or what can be read.

    Raises:
        UsageError: ``articles.kind``, ``articles.frame`` or ``articles.scored``.
        InputError: nothing of it could be read.
    """
    return identified(_frame(given))


def _frame(given: object) -> pl.DataFrame:
    if isinstance(given, Scored):
        what = "it is what was found in articles, not the articles"
        raise UsageError(
            "articles.scored", what, "", "give the articles that were scored, with their texts and outlets"
        )
    held = given if is_frame(given) else getattr(given, "articles", None)
    return frame_of(held) if is_frame(held) else _articles_of(read(given))


def of_scored(
    function: Callable[Concatenate[Scored, pl.DataFrame, P], R],
    check: Check | None = None,
    *,
    clusters: bool = True,
    units: bool = True,
) -> Callable[Concatenate[Scored, object, P], R]:
    """A function of what was scored and its articles, for whatever can be given in the place of articles.

    Of articles that were scored and are not given, and the other way round, nothing is said: people look at parts.

    Args:
        function: whose first two arguments these are.
        check: what its articles must have, by its other arguments.
        clusters: whether near-duplicates matter; where no column ``cluster`` says which there are, they are looked for.
        units: whether it works out uncertainty; where no column ``unit`` says what belongs together, story events are
            looked for.
    """
    return _entered(function, check, clusters, units)


def of_articles(
    function: Callable[Concatenate[pl.DataFrame, P], R], *, clusters: bool = True
) -> Callable[Concatenate[object, P], R]:
    """A function of articles, for whatever can be given in their place; see :func:`of_scored`."""
    return _entered(function, None, clusters, units=False)


def of_found(function: Callable[P, R]) -> Callable[P, R]:
    """A function of what was found alone, a ``Scored`` or its evidence, which is checked."""
    return _entered(function, None, clusters=False, units=False)


def _entered(function: Callable[..., Any], check: Check | None, clusters: bool, units: bool) -> Callable[..., Any]:
    """A function whose arguments ``scored``, ``evidence``, ``articles`` and tables were made to fit, or refused."""
    name = function.__name__

    @wraps(function)
    def call(*args: object, **kwargs: object) -> Any:
        bound = _bound(function, args, kwargs)
        given = bound.arguments
        if "scored" in given:
            _check_scored(given["scored"], name)
        if "evidence" in given:
            given["evidence"] = _evidence(given["evidence"], name)
        for table in (key for key in _TABLES & given.keys() if given[key] is not None):
            given[table] = frame_of(given[table], name, table)
        if "articles" in given:
            given["articles"] = articles_of(given["articles"])
            if "scored" in given:
                given["scored"] = _shared(given["scored"], given["articles"], name)
            if check is not None:
                check(given)
            if clusters:
                given["articles"] = _clustered(given["articles"])
            if units:
                given["articles"] = _in_units(given["articles"])
        if "question" in bound.signature.parameters:
            given["question"] = _with_keys(given)
        return function(*bound.args, **bound.kwargs)

    return call


def _bound(function: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]) -> BoundArguments:
    """Arguments by name; a name alone is a list of one, where it would be taken for a list of letters."""
    bound = signature(function).bind(*args, **kwargs)
    for name in _LISTS & bound.arguments.keys():
        if isinstance(bound.arguments[name], str):
            bound.arguments[name] = (bound.arguments[name],)
    return bound


def _with_keys(given: dict[str, Any]) -> Question:
    """The question that a function is asked, its names and those of sides made the keys of the articles."""
    question = question_of(given.pop("question", None), given.pop("keywords", {}))
    articles, sides = given["articles"], [side for side in ("a", "b") if given.get(side) is not None]
    if not (question.filters or sides) or "outlet" not in articles.columns:
        return question
    naming = Naming(load_outlets().among(articles), given.get("lexicon") or default_lexicon())
    known = {level: articles[column] for level, column in LEVELS.items() if column in articles.columns}
    if "scored" in given:
        known["language"] = given["scored"].articles["language"]

    def key(level: str, name: str, code: str = "filter.unknown") -> str:
        # A topic, a month or a group has no other name.
        return naming.key(level, name, set(known[level].drop_nulls()), code=code) if level in known else name

    for side in sides:
        given[side] = key(question.by or "outlet", given[side], code="compare.key")
    return question.with_keys(key)


def _check_scored(scored: object, name: str) -> None:
    if not isinstance(scored, Scored):
        what = f"the first argument is of the type {type(scored).__name__}, and not what framing.score returns"
        hint = f"framing.{name}(framing.score(articles), …)"
        raise UsageError("articles.scored", what, name, hint)


def _evidence(given: object, name: str) -> pl.DataFrame:
    evidence = given.evidence if isinstance(given, Scored) else given
    if not isinstance(evidence, pl.DataFrame) or "entry_id" not in evidence.columns:
        hint = f"framing.{name}(scored.evidence, …)"
        raise UsageError("articles.evidence", "the first argument is no evidence of spans", name, hint)
    return evidence


def _shared(scored: Scored, articles: pl.DataFrame, name: str) -> Scored:
    """What was found in these articles.

    Raises:
        UsageError: ``articles.others``: it was found in none of them.
    """
    ids = scored.articles["article_id"]
    shared = ids.is_in(articles["article_id"].implode())
    if ids.len() and not shared.any():
        what = f"none of the {ids.len():,} articles that were scored is among these {articles.height:,}"
        raise UsageError("articles.others", what, name, "give the articles that were scored, with the same ids")
    return scored if shared.all() else restrict(scored, articles["article_id"])


def _clustered(articles: pl.DataFrame) -> pl.DataFrame:
    if "cluster" in articles.columns:
        return articles
    if articles.schema.get("text") == pl.String:
        return with_clusters(articles)
    warn("near-duplicates were not looked for, since the articles have neither a column 'cluster' nor their texts")
    return articles


def _in_units(articles: pl.DataFrame) -> pl.DataFrame:
    in_units = with_units(articles)
    if UNIT not in in_units.columns and {"outlet", "published"} <= set(articles.columns):
        warn("story events were not looked for, since the articles have neither a column 'unit' nor their texts")
    return in_units


def _articles_of(result: ReadResult) -> pl.DataFrame:
    """The articles that were read; what there is to say of the others is said."""
    rejects = result.rejects
    if rejects.height and not result.articles.height:
        first = rejects.row(0, named=True)
        more = f" (and {rejects.height - 1:,} more)" if rejects.height > 1 else ""
        hint = f"{first['hint']}; give {GIVEN}" if first["code"] == "input.missing" else first["hint"]
        raise InputError(first["code"], f"{first['reason']}{more}", first["origin"], hint)
    seen = set()
    for note in result.notes:
        text = f"{counted(note.count, 'articles')} {note.text}" if note.count else note.text
        if text not in seen:
            seen.add(text)
            warn(f"{note.origin}: {text}")
    if rejects.height:
        named = "; ".join(f"{row['origin']}: {row['reason']}" for row in rejects.head(_NAMED).iter_rows(named=True))
        warn(f"{rejects.height:,} of {rejects.height + result.articles.height:,} could not be read: {named}"
              f"{'; …' if rejects.height > _NAMED else ''} (framing.read gives all of them as rejects)")  # fmt: skip
    return result.articles

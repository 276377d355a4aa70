"""A question: what is compared, of which articles, and which of their words count.

Everything that answers one takes it as it is, or the keyword arguments that it is made from::

    kashmir = framing.Question(about="kashmir", language="hi", since="2025-01")
    framing.estimate(scored, articles, question=kashmir)
    framing.estimate(scored, articles, about="kashmir", language="hi", since="2025-01")
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, TypeAlias, TypedDict, Unpack

from framing.errors import UsageError
from framing.schemas import GENRES, SECTIONS, VOICES

__all__ = ["FILTERS", "Keywords", "Question", "Sides", "levels_of", "question_of", "sided"]

#: A name, or several.
Names: TypeAlias = str | Collection[str]


class Keywords(TypedDict, total=False):
    """The keyword arguments that a :class:`Question` is made from, wherever one is asked."""

    by: str | None
    within: Mapping[str, str] | None
    about: str | None
    sections: Names
    voices: Names
    outlet: Names
    country: Names
    language: Names
    genre: Names
    topic: Names
    since: str | date | None
    until: str | date | None
    min_articles: int | None
    top: int | None


class Sides(Keywords, total=False):
    """These, and the sides of a comparison."""

    a: str | None
    b: str | None
    before: str | date | None


#: What chooses articles, in the order in which it is applied: what speaks of those that are left comes last.
FILTERS: Final = (
    "outlet", "country", "language", "genre", "topic", "since", "until", "within", "about", "min_articles", "top",
)  # fmt: skip
_LISTS: Final = ("sections", "voices", "outlet", "country", "language", "genre", "topic")
_NUMBERS: Final = {"min_articles": "least number of articles", "top": "largest outlets"}


@dataclass(frozen=True, slots=True, init=False)
class Question:
    """What is compared, of which articles, and which of their words count. What is left out asks for all.

    Attributes:
        by: the level of what is compared: ``outlet``, ``country``, ``topic``, ``month`` …, or two crossed.
        a: key of side A of a comparison.
        b: key of side B.
        before: the first day of side B, where what was published before it is compared with the rest.
        within: only articles with these keys of these levels: pairs of a level and a key.
        about: only articles that fit this query: ``kashmir``, ``election AND NOT cricket``, ``india NEAR/5 talks``.
        sections: whose words count: title, lead, body.
        voices: whose words count: own, quoted, reported, mention.
        outlet: only these outlets: ids, or names as they are printed and any other that is known.
        country: only publishers in these countries: codes or names.
        language: only articles that were read in these languages: codes or names.
        genre: only news, opinion, editorial, release or unknown.
        topic: only articles with these topics (:mod:`framing.statistics.topics`).
        since: the first day, month, year or moment of publication, ISO 8601; an article without a date does not fit.
        until: the last one, as a whole.
        min_articles: only outlets with so many of the articles that are left by all else.
        top: only so many outlets: those with most of these articles.

    Raises:
        UsageError: a section, voice or genre that there is not, or a number below one.

    Example:
        >>> Question(about="kashmir", language="hi", since="2025-01").named()
        {'about': 'kashmir', 'language': 'hi', 'since': '2025-01'}
    """

    by: str | None = None
    a: str | None = None
    b: str | None = None
    before: str | None = None
    within: tuple[tuple[str, str], ...] = ()
    about: str | None = None
    sections: tuple[str, ...] = SECTIONS
    voices: tuple[str, ...] = VOICES
    outlet: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    genre: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_articles: int | None = None
    top: int | None = None

    def __init__(self, **keywords: Unpack[Sides]) -> None:
        given: dict[str, Any] = dict(keywords)
        for each in fields(self):
            value = given.pop(each.name, None)
            object.__setattr__(self, each.name, each.default if value is None else _settled(each.name, value))
        if given:
            known = ", ".join(each.name for each in fields(self))
            raise TypeError(f"Question has no '{next(iter(given))}'; it has {known}")
        for name, what in (("sections", SECTIONS), ("voices", VOICES)):
            _check(name.removesuffix("s"), getattr(self, name), what)
        _check("genre", self.genre or GENRES, GENRES)

    @property
    def filters(self) -> tuple[str, ...]:
        """The names of the filters in use, in the order in which they are applied."""
        return tuple(name for name in FILTERS if getattr(self, name))

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that it names: what it compares, and what it stays within."""
        return tuple(level for level in (self.by, *(level for level, _ in self.within)) if level)

    def only(self, *names: str) -> Question:
        """The question with these filters alone.

        Example:
            >>> Question(about="kashmir", outlet="dawn", voices="own").only("outlet").named()
            {'outlet': 'dawn'}
        """
        return self.without(*(name for name in FILTERS if name not in names))

    def without(self, *names: str) -> Question:
        """The question without these filters."""
        return self._with(dict.fromkeys(names))

    def changed(self, **keywords: Unpack[Sides]) -> Question:
        """The question, but for what is named here.

        Example:
            >>> Question(about="kashmir", genre="news").changed(genre="opinion").named()
            {'about': 'kashmir', 'genre': 'opinion'}
        """
        return self._with(dict(keywords))

    def _with(self, changes: Mapping[str, Any]) -> Question:
        return Question(**{**{each.name: getattr(self, each.name) for each in fields(self)}, **changes})

    def named(self) -> dict[str, str]:
        """The filters in use, for people."""
        given = {
            "about": self.about,
            "outlet": ", ".join(self.outlet),
            "country": ", ".join(self.country),
            "language": ", ".join(self.language),
            "since": self.since,
            "until": self.until,
            "genre": ", ".join(self.genre),
            "topic": ", ".join(self.topic),
            "within": ", ".join(f"{level}={key}" for level, key in self.within),
            **{what: str(getattr(self, name) or "") for name, what in _NUMBERS.items()},
        }
        return {name: value for name, value in given.items() if value}

    def with_keys(self, key: Callable[[str, str], str]) -> Question:
        """The question with the keys that its names mean.

        Args:
            key: of a level, by one of its names.
        """
        lists = {name: tuple(key(name, each) for each in getattr(self, name)) for name in _LISTS[2:]}
        return self._with({**lists, "within": {level: key(level, each) for level, each in self.within}})


def question_of(question: Question | None, keywords: Keywords) -> Question:
    """A question, and what keyword arguments say otherwise."""
    return Question(**keywords) if question is None else question.changed(**keywords)


def sided(question: Question, a: str | None, b: str | None, before: str | date | None) -> Question:
    """A question with these sides, where some are named."""
    sides: Sides = {}
    sides |= {"a": a} if a is not None else {}
    sides |= {"b": b} if b is not None else {}
    sides |= {"before": before} if before is not None else {}
    return question.changed(**sides)


def _settled(name: str, value: Any) -> Any:
    """A value as the question keeps it."""
    if name in _LISTS:
        return (value,) if isinstance(value, str) else tuple(dict.fromkeys(value))
    if name == "within":
        return tuple(value.items() if isinstance(value, Mapping) else value)
    if name in _NUMBERS and value < 1:
        raise UsageError("question.number", f"{name} is {value}", "", "give a number of one or more")
    return value.isoformat() if isinstance(value, date) else value


def _check(what: str, given: Collection[str], known: tuple[str, ...]) -> None:
    unknown = [name for name in given if name not in known]
    if unknown or not given:
        problem = f"no {what} '{unknown[0]}'" if unknown else f"no {what} is chosen"
        raise UsageError(f"estimate.{what}", problem, "", f"use {', '.join(known)}")


def levels_of(pairs: Iterable[str]) -> dict[str, str]:
    """The keys that ``--within`` names, by level.

    Raises:
        UsageError: ``filter.within``.

    Example:
        >>> levels_of(["country=IN", "group:desk = city"])
        {'country': 'IN', 'group:desk': 'city'}
    """
    keys: dict[str, str] = {}
    for pair in pairs:
        level, equals, key = (part.strip() for part in pair.partition("="))
        if not equals:
            raise UsageError("filter.within", f"'{pair}' names no key", "", "--within wants LEVEL=KEY")
        if level in keys:
            what = f"--within names two keys of one level: {keys[level]} and {key}"
            raise UsageError("filter.within", what, "", "an article has one; name one of them")
        keys[level] = key
    return keys

"""Cues: entries that are no words, and entries that count at one place of a headline only.

A cue's term is a *sign* (``cue:exclamation``), or a place before a sign or before words (``at:end cue:question``,
``at:start these|this … things``). Signs and places are closed sets; what they are is said in ``Sign`` and ``Place``.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final, NamedTuple, TypeVar

from framing.errors import LexiconError

__all__ = ["MARKS", "PLACES", "SIGNS", "Cued", "Place", "Sign", "parse_cue"]


class Sign(IntEnum):
    """What a cue that is no word looks like."""

    #: Words are looked for.
    NONE = 0
    #: One exclamation mark with no other mark beside it.
    EXCLAMATION = 1
    #: Two question or exclamation marks or more: "!!", "?!", "؟؟".
    REPEATED = 2
    #: One question mark with no other mark beside it.
    QUESTION = 3
    #: Dots for what is left out: "…", "..".
    ELLIPSIS = 4
    #: A number from 2 to 99 in digits of any script, before a word and without a mark or hyphen between: "7 things".
    NUMBER = 5
    #: Two words or more in capitals, all known words of three letters or more, in a sentence that has others: "you NEED
    #: THIS now". Abbreviations mostly are shorter or alone.
    CAPITALS = 6


class Place(IntEnum):
    """Where a cue counts."""

    #: In all of an article.
    ANYWHERE = 0
    #: In its headline.
    HEADLINE = 1
    #: As the first words of the headline, or of what follows its colon.
    START = 2
    #: As the last words or mark of the headline.
    END = 3


#: The signs and places as they are written.
SIGNS: Final = {sign.name.lower(): sign for sign in Sign if sign}
PLACES: Final = {place.name.lower(): place for place in Place if place}
#: The signs that stand between words. The others are words themselves.
MARKS: Final = frozenset({Sign.EXCLAMATION, Sign.REPEATED, Sign.QUESTION, Sign.ELLIPSIS})

_AT: Final = "at:"
_CUE: Final = "cue:"
_T = TypeVar("_T")


class Cued(NamedTuple):
    """A cue's term, parsed.

    Attributes:
        place: where it counts.
        sign: what it is, ``NONE`` where it is words.
        words: the rest of the term, to be parsed like a phrase; empty where it is a sign.
    """

    place: Place
    sign: Sign
    words: str


def parse_cue(term: str, where: str = "") -> Cued:
    """Parse the term of an entry whose match is ``cue``.

    Raises:
        LexiconError: an unknown place or sign, words beside a sign, or neither a place nor a sign.

    Example:
        >>> parse_cue("at:end cue:question").sign.name, parse_cue("at:start these things").words
        ('QUESTION', 'these things')
    """
    first, *rest = term.split()
    place = Place.ANYWHERE
    if first.startswith(_AT):
        place = _known(first, _AT, PLACES, where)
        if not rest:
            raise LexiconError("lexicon.cue", f"nothing follows '{first}'", where, f"add a sign or words: {_signs()}")
        first, *rest = rest
    if not first.startswith(_CUE):
        return Cued(_placed(place, term, where), Sign.NONE, " ".join([first, *rest]))
    sign = _known(first, _CUE, SIGNS, where)
    if rest:
        raise LexiconError("lexicon.cue", f"'{' '.join(rest)}' stands behind '{first}'", where, "a sign stands alone")
    return Cued(place, sign, "")


def _placed(place: Place, term: str, where: str) -> Place:
    if place is Place.ANYWHERE:
        hint = f"begin with {_listed(_AT, PLACES)}, or write a sign: {_signs()}"
        raise LexiconError("lexicon.cue", f"'{term}' is words without a place", where, hint)
    return place


def _known(piece: str, prefix: str, known: dict[str, _T], where: str) -> _T:
    name = piece.removeprefix(prefix)
    if name not in known:
        raise LexiconError("lexicon.cue", f"there is no '{piece}'", where, f"use {_listed(prefix, known)}")
    return known[name]


def _signs() -> str:
    return _listed(_CUE, SIGNS)


def _listed(prefix: str, names: Sequence[str] | dict[str, _T]) -> str:
    return ", ".join(f"{prefix}{name}" for name in names)

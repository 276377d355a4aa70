"""Reads who wrote an article from the lines that say so."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

import regex

__all__ = ["byline_from", "tidy_byline"]

#: Labels of authors; editors and producers are not.
_AUTHOR: Final = regex.compile(
    r"\s*(?:By|BY|Written [Bb]y|Reported [Bb]y|Author|लेखक|लेखिका|रिपोर्टर|द्वारा|تحریر|مصنف|کالم نگار)"
    r"(?:\s?[:؛۔–—-]\s?|\s+)(?P<name>.+)"
)
#: Where a name ends: at the next part of the line, a date, or what somebody else did.
_END: Final = regex.compile(
    r"\s*(?:[|•·\n]|(?:Edited|Updated|Published|Posted|Written|Reported|Last [Uu]pdated|Produced)\b"
    r"|अपडेट|प्रकाशित|اپ ڈیٹ|شائع|,?\s*\d|[،,]?\s*\(?(?:IST|PKT)\b)"
)
_EDGES: Final = " \t,;:|–—-।۔\u00a0"
#: Longer than any list of names; what follows such a label is then a sentence.
_NAME_CHARS: Final = 80


def byline_from(lines: Iterable[str]) -> str | None:
    """The author that the first of some byline lines names; null where none does.

    Args:
        lines: lines that were cut as bylines.

    Example:
        >>> byline_from(["Edited By: B. Desk", "By : A. Rao | Edited By: B. Desk | Updated at : 06 Feb 2026"])
        'A. Rao'
    """
    for line in lines:
        if (match := _AUTHOR.match(unicodedata.normalize("NFC", line.strip()))) is not None and (
            name := _cut_off(match["name"])
        ):
            return name
    return None


def tidy_byline(byline: str | None) -> str | None:
    """A byline as a reader gave it, without its label.

    Example:
        >>> tidy_byline("By Asha Rao"), tidy_byline("Asha Rao"), tidy_byline("By ")
        ('Asha Rao', 'Asha Rao', None)
    """
    if byline is None:
        return None
    bare = regex.sub(r"^\s*(?:by|written by)\b\s*:?\s*", "", byline, flags=regex.I).strip(_EDGES)
    return bare or None


def _cut_off(name: str) -> str | None:
    end = _END.search(name)
    bare = (name[: end.start()] if end is not None else name).strip(_EDGES)
    return bare if 1 < len(bare) <= _NAME_CHARS and not bare.isdigit() else None

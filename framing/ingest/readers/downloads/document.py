"""What a document of a download is, and what the layouts of all databases have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from framing.errors import InputError
from framing.ingest.article.sites import named_country

__all__ = ["COPYRIGHT", "DatabaseLayout", "Document", "blocks", "checked", "country_of", "is_date", "joined", "uncut"]


#: A date as databases write it on a line of its own: a month's name, a day and a year in any order, or a month and a
#: year; behind it a weekday, a time or an edition.
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE: Final = re.compile(
    rf"(?:\w+day,?\s+)?(?:{_MONTH}\s+(?:\d{{1,2}},?\s+)?(?:19|20)\d\d|\d{{1,2}}\s+{_MONTH},?\s+(?:19|20)\d\d)(?P<rest>.*)",
    re.IGNORECASE,
)
#: Characters that may stand behind a date on its line: "Wednesday 10:15 AM GMT", "Late Edition - Final".
_BEHIND: Final = 60

COPYRIGHT: Final = re.compile(r"(?:copyright\b|©|\(c\)\s*\d{4}|all rights reserved)", re.IGNORECASE)

#: How many times fewer or more words may be found than a document says that it has, and words beyond which that counts.
#: Databases count headline, byline and tables in or out; two documents run together have twice as many.
_TIMES: Final = 2.0
_WORDS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as its database describes it; ``words`` is how many it says that it has, ``key`` the database's id.

    ``text`` has one line a paragraph, without the lines of the database's own.
    """

    title: str | None = None
    outlet: str | None = None
    country: str | None = None
    published: str | None = None
    byline: str | None = None
    section: str | None = None
    language: str | None = None
    key: str | None = None
    words: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseLayout:
    """How one database lays its downloads out.

    Attributes:
        name: of the database.
        signs: how many documents some lines seem to hold, cut or not; 0 for other files.
        cut: the lines of each document, with the number that it says it has (0 where it says none).
        document: what the lines of one say.
    """

    name: str
    signs: Callable[[Sequence[str]], int]
    cut: Callable[[Sequence[str]], list[tuple[int, Sequence[str]]]]
    document: Callable[[Sequence[str]], Document]


#: The place that databases write behind the name of a publication, to tell it from others of that name.
_PLACE: Final = re.compile(r"\((?:[^(),]*, *)?([^(),]+)\)\s*$")


def country_of(outlet: str | None) -> str | None:
    """The country that a publication's name says it is from.

    Example:
        >>> country_of("Dawn (Pakistan)"), country_of("Gulf News (Dubai, United Arab Emirates)"), country_of("Mint")
        ('PK', 'AE', None)
    """
    place = _PLACE.search(outlet or "")
    return named_country(place[1]) if place else None


def uncut(what: str, where: str = "") -> InputError:
    """The error of a download, or of a document in it, that cannot be cut safely."""
    hint = "download it again as plain text with all fields, or save each document as a file"
    return InputError("input.uncut", what, where, hint)


def checked(document: Document) -> Document:
    """The document, if it has as many words as it says.

    Raises:
        InputError: ``input.uncut``.
    """
    if not (document.title or document.text):
        raise uncut("no headline and no text were found in it")
    counted = len((document.text or "").split())
    if document.words is not None and abs(counted - document.words) > _WORDS:
        few, many = sorted((counted, document.words))
        if many > _TIMES * few:
            raise uncut(f"it says that it has {document.words} words, and {counted} were found")
    return replace(document, country=country_of(document.outlet))


def is_date(line: str) -> bool:
    """Whether a line is a date, and perhaps a weekday, a time or an edition behind it.

    Example:
        >>> is_date("July 1, 2015 Wednesday"), is_date("1 January 2021"), is_date("In July 2015 he left.")
        (True, True, False)
    """
    match = _DATE.fullmatch(line.strip())
    return match is not None and len(match["rest"]) <= _BEHIND


def blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Runs of lines between blank ones, stripped."""
    block: list[str] = []
    for line in lines:
        if bare := line.strip():
            block.append(bare)
        elif block:
            yield block
            block = []
    if block:
        yield block


def joined(lines: Iterable[str]) -> str | None:
    """Lines as one text; null where there is nothing in them."""
    return " ".join(" ".join(lines).split()) or None

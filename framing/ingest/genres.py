"""Tells an article's genre from what its site says of it: sections, address, headline, closing lines.

The genres are news, opinion, editorial and release; without a sign the genre is unknown, since most pages that say
nothing are news and some are not. The signs stand in ``lexicons/genres.csv`` (``genre, sign, forms``):

- ``section``: a section name or category is this, whole, or a part of it between ``/ > | »``;
- ``type``: the page's schema.org type;
- ``url``: a part of the address's path, or its first subdomain, is this, or begins with it and a hyphen or number;
- ``title``: the headline begins with this and a colon, bar or dash, or ends with a bar and this;
- ``opening``: the first or second line is this;
- ``closing``: one of the last lines has this in it ("views are personal").

Of several signs the more particular counts: editorial before release, opinion, and news. What a press office
publishes is a release. A dateline makes an article news that says nothing else.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import regex

from framing.ingest.urls import split_url
from framing.resources import lexicons_folder

__all__ = ["genre_of", "given_genre"]

#: The more particular first.
_ORDER: Final = ("editorial", "release", "opinion", "news")
_BETWEEN: Final = regex.compile(r"\s*[/>|»›]\s*")
_TITLE_START: Final = regex.compile(r"([^:|–—-]{3,30}?)\s*(?:[:|–—]|\s-)\s")
_TITLE_END: Final = regex.compile(r".*\|\s*([^|]{3,30})")
_CLOSING_LINES: Final = 3
_OPENING_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class _Signs:
    """Sign → folded form → genre; closing forms apart, since they are looked for within lines."""

    forms: dict[str, dict[str, str]]
    closing: dict[str, str]


def genre_of(
    *,
    url: str | None = None,
    labels: Iterable[str] = (),
    title: str | None = None,
    lines: Sequence[str] = (),
    kind: str | None = None,
    dateline: bool = False,
) -> str:
    """The genre that an article's signs tell.

    Args:
        url: its address.
        labels: section names, categories, schema.org types.
        title: its headline.
        lines: its text's lines, with those that were cut.
        kind: its outlet's.
        dateline: whether it begins with a dateline.

    Returns:
        One of ``schemas.GENRES``.

    Example:
        >>> genre_of(labels=["संपादकीय"]), genre_of(url="https://example.com/opinion/a-1"), genre_of(title="A day")
        ('editorial', 'opinion', 'unknown')
    """
    found = {*_labels(labels), *_address(url), *_headline(title), *_text(lines)}
    if kind == "press office":
        found.add("release")
    if dateline:
        found.add("news")
    return next((genre for genre in _ORDER if genre in found), "unknown")


def given_genre(genre: str | None) -> str | None:
    """The genre that a column names, in the words of any language; null where it names none.

    Example:
        >>> given_genre("Op-Ed"), given_genre("اداریہ"), given_genre("gossip")
        ('opinion', 'editorial', None)
    """
    if genre is None:
        return None
    folded = _fold(genre)
    if folded in (*_ORDER, "unknown"):
        return folded
    # Of several ("Opinion/News") the same one as where a page has them as labels, not whichever a set holds first.
    found = _labels([genre])
    return next((name for name in _ORDER if name in found), None)


def _labels(labels: Iterable[str]) -> set[str]:
    signs = _signs().forms
    found = set()
    for label in labels:
        for part in {label, *_BETWEEN.split(label)}:
            folded = _fold(part.rsplit("schema.org/", 1)[-1])
            found |= {signs[sign][folded] for sign in ("section", "type") if folded in signs[sign]}
    return found


def _address(url: str | None) -> set[str]:
    parts = split_url(url)
    if parts is None or not parts.hostname:
        return set()
    forms = _signs().forms["url"]
    first, _, rest = parts.hostname.partition(".")
    found = {forms[first]} if first in forms and "." in rest else set()
    # The last part is the article's own name, which may begin with any word.
    for part in parts.path.lower().strip("/").split("/")[:-1]:
        if part in forms:
            found.add(forms[part])
    return found


def _headline(title: str | None) -> set[str]:
    forms = _signs().forms["title"]
    matches = (pattern.match(title) for pattern in (_TITLE_START, _TITLE_END)) if title else ()
    return {forms[folded] for match in matches if match is not None and (folded := _fold(match[1])) in forms}


def _text(lines: Sequence[str]) -> set[str]:
    signs = _signs()
    opening = signs.forms["opening"]
    short = (_fold(line) for line in lines[:3] if len(line) <= _OPENING_CHARS)
    found = {opening[line] for line in short if line in opening}
    for line in lines[-_CLOSING_LINES:]:
        # Not normalised, which would take longer than all the rest; the forms are spelled in one way.
        end = line[-400:].casefold()
        found |= {genre for form, genre in signs.closing.items() if form in end}
    return found


@cache
def _signs() -> _Signs:
    forms: dict[str, dict[str, str]] = {}
    with (lexicons_folder() / "genres.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            named = {_fold(form): row["genre"] for form in row["forms"].split(";")}
            forms.setdefault(row["sign"], {}).update(named)
    closing = forms.pop("closing")
    return _Signs(forms, closing)


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())

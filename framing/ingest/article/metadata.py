"""Makes out what an article is from what was read of it: outlet, source, date, genre, byline, each with its signs.

What is given counts before what is found, what the page states before what its address or a dateline lets
infer, and what nothing tells stays unknown.

Reads who wrote an article from the lines that say so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import regex

from framing.expressions import expression
from framing.ingest.article.agencies import Agencies, Credit, load_agencies
from framing.ingest.article.clean import credited
from framing.ingest.article.cuts import Cut
from framing.ingest.article.datecells import Dated, read_cell
from framing.ingest.article.dates import parse_date, parse_published, stated_date, url_date
from framing.ingest.article.names import name_key, slug
from framing.ingest.article.outlets import Outlets
from framing.ingest.article.sites import COUNTRIES, genre_of, given_genre, site_of
from framing.languages.registry import furniture
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["EDGE_CHARS", "Facts", "Given", "byline_from", "interpret", "tidy_byline"]


#: Labels of authors; editors and producers are not.
_AUTHOR: Final = expression(rf"\s*(?:{'|'.join(furniture('author'))})(?:\s?[:؛۔–—-]\s?|\s+)(?P<name>.+)")
#: Where a name ends: at the next part of the line, a date, or what somebody else did.
_END: Final = expression(rf"\s*(?:[|•·\n]|{'|'.join(furniture('after_author'))}|,?\s*\d|[،,]?\s*\(?(?:IST|PKT)\b)")
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


#: Characters at either end of a text in which credits and signs of a genre are looked for.
EDGE_CHARS: Final = 400

#: What people write in a column where nothing is known, as keys; as an outlet it would pool strangers.
_NOT_GIVEN: Final = frozenset(
    (
        "unknown",
        "unknownoutlet",
        "none",
        "null",
        "nan",
        "na",
        "nil",
        "undefined",
        "unspecified",
        "notavailable",
        *furniture("no_author"),
    )
)

_ARCHIVED: Final = expression(r"\s*date (\d{4}-\d{2}-\d{2})\s*")
#: Lines at the top in which a dateline may stand, below a headline and its deck, and at the end for a credit.
_FIRST_LINES: Final = 4
_LAST_LINES: Final = 2
#: A byline of fewer letters is hardly an outlet's name.
_OUTLET_CHARS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was read of an article: the fields of ``source.ROW``, the two ends of its text, and what was cut of it.

    ``unknown`` is the outlet that it shares with the rest of its file where nothing names one; ``language`` the one
    stated, or else the one that its text is in.
    """

    unknown: str
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    outlet_name: str | None = None
    language: str | None = None
    site: str | None = None
    country: str | None = None
    source: str | None = None
    genre: str | None = None
    published: str | None = None
    byline: str | None = None
    labels: Sequence[str] = ()
    head: str = ""
    tail: str = ""
    cuts: Sequence[Cut] = ()
    undated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an article is.

    ``outlet_name`` is the name by which the outlet was found, as it was written; null where an address or a desk told.
    ``published_basis`` is null where the date was given: then the reader knows the basis. ``published_precision`` says
    whether the day, the month or the year is known.
    """

    outlet: str
    outlet_name: str | None
    source: str | None
    genre: str
    published: datetime | None
    published_basis: str | None
    published_precision: str | None
    byline: str | None


def interpret(given: Given, outlets: Outlets) -> Facts:
    """Make out what an article is.

    Args:
        given: what was read.
        outlets: the outlets that are known.

    Example:
        >>> from framing.ingest.article.outlets import load_outlets
        >>> given = Given(unknown="unknown:1.txt", head="नई दिल्ली, 5 मार्च 2022 (भाषा) सरकार ने कहा।")
        >>> facts = interpret(given, load_outlets())
        >>> facts.source, facts.genre, facts.published.date().isoformat(), facts.published_basis
        ('pti', 'news', '2022-03-05', 'inferred')
    """
    agencies = load_agencies()
    first = [line for line in given.head.split("\n") if line.strip()][:_FIRST_LINES]
    last = [line for line in given.tail.split("\n") if line.strip()][-_LAST_LINES - 1 :]
    dateline = next((credit for line in first if (credit := agencies.dateline(line)) is not None), None)
    bylines = [cut.text for cut in given.cuts if cut.rule == "byline"]
    silent = _is_unknown(given.byline)
    byline = None if silent else tidy_byline(given.byline) or byline_from(bylines)
    outlet, written = _outlet(given, byline, dateline, outlets, agencies)
    source = _source(given, byline, dateline, last, outlets, agencies)
    country = given.country if given.country in COUNTRIES else outlets.country(outlet)
    published, basis = _published(given, bylines, dateline, country)
    genre = given_genre(given.genre)
    if genre is None or genre == "unknown":
        kinds = (outlets.kind(outlet), outlets.kind(source))
        genre = genre_of(
            url=given.url,
            labels=given.labels,
            title=given.title,
            lines=[*first, *last],
            kind="press office" if "press office" in kinds else None,
            dateline=dateline is not None,
        )
    return Facts(
        outlet=outlet,
        outlet_name=written,
        source=source,
        genre=genre,
        published=None if published is None else published.moment,
        published_basis=basis,
        published_precision=None if published is None else published.precision,
        byline=byline or (dateline.byline if dateline is not None and not silent else None),
    )


def _is_unknown(value: str | None) -> bool:
    """Whether somebody has written that a value is not known: then there is a reason not to look for one."""
    return value is not None and name_key(value) in _NOT_GIVEN


def _outlet(
    given: Given, byline: str | None, dateline: Credit | None, outlets: Outlets, agencies: Agencies
) -> tuple[str, str | None]:
    """The outlet that publishes, and the name that told it: by address, as given, by the site's name, desk or byline.

    An address counts before a name: a page is where it stands, whatever somebody calls it.
    """
    if outlet := outlets.by_url(given.url):
        return outlet, None
    country = given.country if given.country in COUNTRIES else None
    for name in _names(given):
        if name is None or _is_unknown(name):
            continue
        if (resolved := outlets.resolve(name, language=given.language, country=country)) is not None:
            return resolved.outlet, name
    site = outlets.resolve(given.site or "", language=given.language, country=country)
    if site is not None and site.is_listed:
        return site.outlet, given.site
    if new_site := site_of(given.url):
        return new_site, None
    if site is not None:
        return site.outlet, given.site
    if dateline is not None and dateline.outlet in outlets.known:
        return str(dateline.outlet), None
    # An agency in the byline is where the text comes from, not where it stands.
    if byline and len(byline) >= _OUTLET_CHARS and agencies.byline(byline) is None:
        outlet = outlets.by_name(byline, language=given.language, country=country)
        if outlet and outlets.kind(outlet) != "agency":
            return outlet, None
    return given.unknown, None


def _names(given: Given) -> tuple[str | None, ...]:
    """The names that may tell the outlet, as they were before an export told those apart that are alike."""
    if given.outlet is not None and given.outlet.startswith(UNKNOWN_OUTLET):
        return ()  # What an export calls an outlet that nobody named is no name.
    written = given.outlet_name and given.outlet_name.removesuffix(f" ({given.outlet})")
    return written, given.outlet


def _source(
    given: Given,
    byline: str | None,
    dateline: Credit | None,
    last: Sequence[str],
    outlets: Outlets,
    agencies: Agencies,
) -> str | None:
    if _is_unknown(given.source):
        return None
    name = given.source or credited(given.cuts)
    if name:
        country = given.country if given.country in COUNTRIES else None
        agency = agencies.source(name)
        resolved = outlets.credited(name, language=given.language, country=country)
        if resolved is not None and resolved.is_listed:
            return resolved.outlet
        return agency if agency in outlets.known else slug(name)
    credits_cut = [cut.text for cut in given.cuts if cut.rule == "credit"]
    source = (
        agencies.byline(byline)
        or (dateline.source if dateline is not None else None)
        or next((source for line in [*credits_cut, *reversed(last)] if (source := agencies.last_line(line))), None)
    )
    return source if source in outlets.known else None


def _published(
    given: Given, bylines: Sequence[str], dateline: Credit | None, country: str | None
) -> tuple[Dated | None, str | None]:
    """The date of publication and how it is known."""
    if given.published is not None and (day := read_cell(given.published, country=country)) is not None:
        return day, None
    if given.undated:
        return None, None
    moment, basis = _date_elsewhere(given, bylines, dateline, country)
    return (None, None) if moment is None else (Dated(moment, "day"), basis)


def _date_elsewhere(
    given: Given, bylines: Sequence[str], dateline: Credit | None, country: str | None
) -> tuple[datetime | None, str | None]:
    """The date that a page's lines, its address or a dateline tell."""
    cut_lines = [cut.text for cut in given.cuts if cut.rule in ("date", "byline")]
    lines = [line for line in cut_lines if _ARCHIVED.fullmatch(line) is None]
    if (moment := stated_date(lines, country=country)) is not None:
        return moment, "stated"
    for line in bylines:
        if (moment := parse_date(line, country=country)) is not None:
            return moment, "stated"
    for line in cut_lines:
        if (label := _ARCHIVED.fullmatch(line)) is not None:
            return parse_published(label[1]), "metadata"
    if dateline is not None and (moment := parse_date(dateline.rest, country=country)) is not None:
        return moment, "inferred"
    if (moment := url_date(given.url)) is not None:
        return moment, "inferred"
    return None, None

"""What an address, a section or a country's name tells of an article: its site, its genre, where its outlet sits.

Tells an article's genre from what its site says of it: sections, address, headline, closing lines.

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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import polars as pl

from framing.expressions import expression
from framing.phrases import COUNTRY_NAMES
from framing.resources import lexicons_folder

__all__ = [
    "COUNTRIES",
    "canonical_url",
    "country_names",
    "genre_of",
    "given_genre",
    "named_country",
    "site_of",
    "split_url",
]


#: ISO 3166-1 alpha-2, and XK, by which Kosovo goes everywhere.
COUNTRIES: Final = frozenset(COUNTRY_NAMES)


def named_country(name: str) -> str | None:
    """The code of a country by its code or name; null where it is none.

    Example:
        >>> named_country("pk"), named_country("United States"), named_country("भारत"), named_country("Europe")
        ('PK', 'US', 'IN', None)
    """
    bare = " ".join(name.split())
    return bare.upper() if bare.upper() in COUNTRIES else country_names().get(bare.casefold())


@cache
def country_names() -> Mapping[str, str]:
    """Name in small letters → code, as the toolkit's table of actors has them."""
    table = pl.read_csv(lexicons_folder() / "actors.csv", columns=["actor_id", "kind", "alias", "note"])
    # Some names stand there only to keep another from matching within them: New England.
    named = table.filter((pl.col("kind") == "country") & ~pl.col("note").fill_null("").str.starts_with("keeps "))
    pairs = ((str(alias).casefold(), str(code)) for code, alias in named.select("actor_id", "alias").iter_rows())
    own = {name.casefold(): code for code, name in COUNTRY_NAMES.items()}
    # Names that are a person's or a place's as well, such as Jordan, are no actors, and still name countries here.
    return own | {alias: code for alias, code in pairs if code in COUNTRIES}


#: Query parameters that tell where a reader came from, not which article it is.
_TRACKING: Final = expression(r"utm_.*|fbclid|gclid|igshid|mc_cid|mc_eid")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}

#: Labels under which countries register names: example.com.pk is a site, com.pk is none.
_SECOND_LEVEL: Final = frozenset(
    ("ac", "co", "com", "edu", "firm", "gen", "gov", "info", "mil", "ne", "net", "nic", "or", "org", "tv")
)

#: Where each name below is a publisher of its own.
_HOSTS: Final = frozenset(
    (
        "blogspot.com",
        "wordpress.com",
        "substack.com",
        "medium.com",
        "tumblr.com",
        "github.io",
        "wixsite.com",
        "weebly.com",
        "beehiiv.com",
        "ghost.io",
    )
)

#: Where each first part of the path is a publisher of its own.
_PLATFORMS: Final = frozenset(
    (
        "facebook.com",
        "instagram.com",
        "medium.com",
        "t.me",
        "threads.net",
        "tiktok.com",
        "twitter.com",
        "x.com",
        "youtube.com",
        "vk.com",
    )
)

#: Subdomains that are one site with the domain; any other, such as hindi.example.com, is an edition of its own.
_SAME_SITE: Final = frozenset(("www", "m", "mobile", "amp", "news", "beta", "feeds", "rss", "web", "wap"))


def canonical_url(url: str | None) -> str | None:
    """One spelling of a web address: no fragment, no tracking parameters, scheme and host in small letters.

    Example:
        >>> canonical_url("HTTPS://Example.com:443/a?utm_source=x&id=7#top")
        'https://example.com/a?id=7'
    """
    parts = split_url(url)
    if parts is None or parts.hostname is None:
        return None
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    query = parts.query
    if any(_TRACKING.fullmatch(part.split("=")[0]) for part in query.split("&")):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)])
    return parts._replace(netloc=parts.hostname + port, path=parts.path or "/", query=query, fragment="").geturl()


def split_url(url: str | None) -> SplitResult | None:
    """The parts of a web address; null for anything else."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        valid = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and parts.port != -1
    except ValueError:
        return None
    return parts if valid else None


def site_of(url: str | None) -> str | None:
    """The site of an article: what a new outlet is named after; null where there is no web address.

    It is the registered domain, with a subdomain that holds an edition of its own, and on platforms that many publish
    on with the publisher's name.

    Example:
        >>> site_of("https://www.example.com.pk/news/1"), site_of("https://hindi.example.com/a")
        ('example.com.pk', 'hindi.example.com')
        >>> site_of("https://t.me/sample/12")
        't.me/sample'
    """
    parts = split_url(url)
    if parts is None or not parts.hostname:
        return None
    labels = parts.hostname.rstrip(".").split(".")
    if labels[-1].isdigit() or ":" in parts.hostname:
        return parts.hostname  # An address of numbers has no levels.
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    registered = labels[-3:] if country else labels[-2:]
    domain, above = ".".join(registered), labels[: -len(registered)]
    while above and above[0] in _SAME_SITE and domain not in _HOSTS:
        above = above[1:]
    host = ".".join([*above, domain])
    first = parts.path.strip("/").split("/")[0]
    return f"{domain}/{first.lower()}" if domain in _PLATFORMS and not above and first else host


#: The more particular first.
_ORDER: Final = ("editorial", "release", "opinion", "news")
_BETWEEN: Final = expression(r"\s*[/>|»›]\s*")
_TITLE_START: Final = expression(r"([^:|–—-]{3,30}?)\s*(?:[:|–—]|\s-)\s")
_TITLE_END: Final = expression(r".*\|\s*([^|]{3,30})")
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
    genres = {*_labels(labels), *_address(url), *_headline(title), *_text(lines)}
    if kind == "press office":
        genres.add("release")
    if dateline:
        genres.add("news")
    return next((genre for genre in _ORDER if genre in genres), "unknown")


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
    genres = _labels([genre])
    return next((name for name in _ORDER if name in genres), None)


def _labels(labels: Iterable[str]) -> set[str]:
    signs = _signs().forms
    genres = set()
    for label in labels:
        for part in {label, *_BETWEEN.split(label)}:
            folded = _fold(part.rpartition("schema.org/")[2])
            genres |= {signs[sign][folded] for sign in ("section", "type") if folded in signs[sign]}
    return genres


def _address(url: str | None) -> set[str]:
    parts = split_url(url)
    if parts is None or not parts.hostname:
        return set()
    forms = _signs().forms["url"]
    first, _, rest = parts.hostname.partition(".")
    genres = {forms[first]} if first in forms and "." in rest else set()
    # The last part is the article's own name, which may begin with any word.
    for part in parts.path.lower().strip("/").split("/")[:-1]:
        if part in forms:
            genres.add(forms[part])
    return genres


def _headline(title: str | None) -> set[str]:
    forms = _signs().forms["title"]
    matches = (pattern.match(title) for pattern in (_TITLE_START, _TITLE_END)) if title else ()
    return {forms[folded] for match in matches if match is not None and (folded := _fold(match[1])) in forms}


def _text(lines: Sequence[str]) -> set[str]:
    signs = _signs()
    opening = signs.forms["opening"]
    short = (_fold(line) for line in lines[:3] if len(line) <= _OPENING_CHARS)
    genres = {opening[line] for line in short if line in opening}
    for line in lines[-_CLOSING_LINES:]:
        # Not normalised, which would take longer than all the rest; the forms are spelled in one way.
        end = line[-400:].casefold()
        genres |= {genre for form, genre in signs.closing.items() if form in end}
    return genres


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

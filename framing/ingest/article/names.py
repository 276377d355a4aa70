"""Names of outlets: when two spellings are trivially one, and the ids of outlets that are in no list.

An outlet that the list does not know goes by its own written name. Its id is that name's key, so that ``Vir Arjun``,
``vir-arjun`` and ``VirArjun`` are one outlet from the start, whichever of them comes first. Spellings that a reader can
tell apart (a letter more, another script, "The" before it) are never joined by themselves; ``framing outlets --merge``
proposes them.

An article that names no outlet at all shares the unknown of its *file*, ``unknown:`` and the file's name within the
folder that was given: one row, not one outlet an article. It counts in its language and country; where outlets are
compared, averaged or exchanged, the file counts as one of them, and a caveat says how many articles that are. Files of
one article each, such as plain texts, are unknowns of their own.

The rows of an ``outlets.csv``: its columns, and how strictly they are read.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import regex

from framing.errors import UsageError
from framing.expressions import expression
from framing.ingest.article.sites import COUNTRIES
from framing.render.escaping import bare_cell
from framing.schemas import UNKNOWN_OUTLET

__all__ = [
    "COLUMNS",
    "INTERNATIONAL",
    "KINDS",
    "MARK",
    "OWNERS",
    "SAME_LETTERS",
    "Outlet",
    "apart",
    "base",
    "file_of",
    "is_address",
    "is_unknown",
    "name_key",
    "read_rows",
    "slug",
    "unknown_of",
    "unlisted",
]


#: Between the key of a name and what tells it from a listed outlet of that name (``aap~in``).
MARK: Final = "~"

#: Letters of Urdu that keyboards write in several ways.
SAME_LETTERS: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "أ": "ا"})
#: Spaces, punctuation, joiners, tatweel, Urdu vowel signs, and the nukta that many newsrooms leave out.
_LEFT_OUT: Final = expression(r"[\p{Z}\p{P}\p{C}\u0640\u093c]|[\p{Mn}--[\u0900-\u0fff]]", regex.V1)
#: Of these, those that a name in ASCII may have.
_ASCII_OUT: Final = {code: None for code in range(128) if unicodedata.category(chr(code))[0] in "ZPC"}
_ADDRESS: Final = expression(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?:/[^\s/?#]+)*")
#: The row behind a file's name: ``news.jsonl:12``, ``news.csv#12``, ``book.xlsx#Sheet 1!12``.
_ROW: Final = expression(r"(?:[:#]|#[^#!/]+!)\d+$")
#: The origin of what comes from standard input.
_STDIN: Final = expression(r"-(?:[:#].*)?")


def name_key(name: str) -> str:
    """A name as it is looked up: no case, spaces, hyphens, punctuation or joiners, one form of each letter.

    Example:
        >>> name_key(" BBC  Hindi "), name_key("Vir_Arjun") == name_key("vir-arjun") == name_key("VirArjun")
        ('bbchindi', True)
        >>> name_key("न्यूज़18") == name_key("न्यूज 18"), name_key("جنگ‌") == name_key("جَنگ"), name_key("???")
        (True, True, '')
    """
    if name.isascii():
        return name.lower().translate(_ASCII_OUT)
    # Case before composing: the small form of some letters is composed anew.
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).translate(SAME_LETTERS)
    return _LEFT_OUT.sub("", unicodedata.normalize("NFC", _LEFT_OUT.sub("", folded)))


def is_address(name: str) -> bool:
    """Whether a name is the address of a site, as people write it in a column.

    Example:
        >>> is_address("example.co.in"), is_address("t.me/sample"), is_address("U.S. News"), is_address("No. 1")
        (True, True, False, False)
    """
    return _ADDRESS.fullmatch(name.strip().lower()) is not None


def unlisted(name: str) -> str | None:
    """The id of an outlet that is in no list; letters of every script stay. Null where a name says nothing.

    Example:
        >>> unlisted("The Other Paper!"), unlisted("दैनिक नमूना"), unlisted("Example.com"), unlisted("???")
        ('theotherpaper', 'दैनिकनमूना', 'example.com', None)
    """
    bare = unicodedata.normalize("NFC", name.strip()).lower().removeprefix("https://").removeprefix("http://")
    bare = bare.removeprefix("www.").rstrip("/")
    return bare if is_address(bare) else name_key(name) or None


def slug(name: str) -> str | None:
    """The id of a source that is in no list: its name with hyphens for all that is no letter or digit.

    Example:
        >>> slug("A Small Agency!"), slug("???")
        ('a-small-agency', None)
    """
    folded = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    return regex.sub(r"[^\p{L}\p{M}\p{N}.]+", "-", folded).strip("-.") or None


def apart(name: str, *, country: str | None, language: str | None) -> str:
    """The id of an outlet whose name the list has for another one: the key, and what tells it from that one.

    Example:
        >>> apart("AAP", country="IN", language="hi"), apart("AAP", country=None, language="hi")
        ('aap~in', 'aap~hi')
    """
    return f"{name_key(name)}{MARK}{(country or language or 'und').lower()}"


def is_unknown(outlet: str) -> bool:
    """Whether an id stands for the articles of a file that name no outlet."""
    return outlet.startswith(UNKNOWN_OUTLET)


def file_of(place: str) -> str:
    """The file that an article stood in, or that its id is made from.

    Example:
        >>> file_of("data/news.jsonl:12"), file_of("book.xlsx#Sheet 1!12"), file_of("1.txt")
        ('data/news.jsonl', 'book.xlsx', '1.txt')
    """
    return _ROW.sub("", place)


#: What names a file's day or its number in a series, and no outlet.
_BATCH: Final = expression(
    r"(?<!\d)(?:(?:19|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])(?:\1(?:0[1-9]|[12]\d|3[01]))?"
    r"|(?:0[1-9]|[12]\d|3[01])([-_.])(?:0[1-9]|1[0-2])\2(?:19|20)\d\d)(?:[-_T]\d\d[-_:]?\d\d(?:[-_:]?\d\d)?)?(?!\d)"
    r"|(?<=(?:batch|part|chunk)[-_ ]?)\d+"
)


def series_of(file: str) -> str:
    """What the files of a series have in common: their names without days and numbers of batches.

    Example:
        >>> series_of("daily-2026-01-01.jsonl"), series_of("news/20260101/part-00003.csv"), series_of("hindi.csv")
        ('daily-*.jsonl', 'news/*/part-*.csv', 'hindi.csv')
    """
    return _BATCH.sub("*", file)


def unknown_of(fallback_id: str, place: str) -> str:
    """The id that the articles of a file share which name no outlet, and of all files of its series.

    Args:
        fallback_id: what an article is called that brings no id: the file within the folder given, and the row.
        place: where it stood.

    Example:
        >>> unknown_of("2024/news.jsonl#12", "data/2024/news.jsonl:12"), unknown_of("1.txt", "data/1.txt")
        ('unknown:2024/news.jsonl', 'unknown:1.txt')
        >>> unknown_of("d1f0c2", "-:3")
        'unknown:-'
        >>> unknown_of("daily-2026-01-01.jsonl#12", "daily-2026-01-01.jsonl:12")
        'unknown:daily-*.jsonl'
    """
    return f"{UNKNOWN_OUTLET}{'-' if _STDIN.fullmatch(place) else series_of(file_of(fallback_id))}"


COLUMNS: Final = (
    *("outlet_id", "name", "names", "domains", "country", "language", "reach", "kind", "owner_class", "note"),
)

#: The ``reach`` of an outlet that is made for readers of other countries too: a country that somebody states for its
#: articles does not speak against it, as it does against a national paper.
INTERNATIONAL: Final = "international"

#: A press office publishes what its government, army or organisation says; whatever it publishes is a release.
KINDS: Final = (
    *("newspaper", "broadcaster", "agency", "state media", "party organ", "digital", "magazine", "press office"),
)

#: state: a government owns or runs it; public: under public law, independent of the government of the day; party: owned
#: by a party or its organ; trust, cooperative, nonprofit: no one takes the profit.
OWNERS: Final = ("private", "state", "public", "party", "military", "trust", "cooperative", "nonprofit")

#: No capitals, so that an id has one spelling; and none of the signs that stand between ids and lists of them.
_ID: Final = expression(r"[^\s\p{Lu}\p{C};:,*]+")
_DOMAIN: Final = expression(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s/?#]+)*")
_ONE: Final = "leave it where it belongs"
_SHARED: Final = "leave it where it belongs, or give the two outlets another language or country each"
_LANGUAGE: Final = expression(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet; the fields are the columns of the file, empty where the file says nothing."""

    outlet_id: str
    name: str = ""
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str | None = None
    languages: tuple[str, ...] = ()
    reach: str | None = None
    kind: str | None = None
    owner_class: str | None = None
    note: str = ""

    @property
    def language(self) -> str | None:
        """Its main language; ``languages`` has all that it publishes in."""
        return self.languages[0] if self.languages else None

    @property
    def spellings(self) -> frozenset[str]:
        """The keys of all that it is called."""
        return frozenset(filter(None, map(name_key, (self.outlet_id, self.name, *self.names))))

    def is_like(self, other: Outlet) -> bool:
        """Whether an article's language and country cannot tell it from another outlet of the same name."""
        tongues = [set(map(base, outlet.languages)) for outlet in (self, other)]
        apart = all(tongues) and not tongues[0] & tongues[1]
        return not apart and (not (self.country and other.country) or self.country == other.country)


def base(language: str) -> str:
    """The language itself, without its region or script.

    Example:
        >>> base("hi-IN")
        'hi'
    """
    return language.split("-")[0].lower()


def read_rows(path: Path) -> Iterator[Outlet]:
    """The rows of a file.

    Raises:
        UsageError: one line with file, line and what to do.
    """
    taken: dict[str, list[tuple[int, Outlet]]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            _check_header(path, reader.fieldnames or ())
            for row in reader:
                outlet = _outlet(f"{path}:{reader.line_num}", row)
                _check_claims(f"{path}:{reader.line_num}", reader.line_num, outlet, taken)
                yield outlet
    except UnicodeDecodeError as error:
        raise _error(str(path), f"byte {error.start} is not UTF-8", "save it as CSV UTF-8") from error
    except csv.Error as error:
        raise _error(str(path), f"it cannot be split into cells: {error}", "check its quotation marks") from error


def _check_claims(where: str, line: int, outlet: Outlet, taken: dict[str, list[tuple[int, Outlet]]]) -> None:
    """An id or a domain stands on one row; a name on several where language or country tell them apart."""
    names = {name_key(name): name for name in (*outlet.names, outlet.name, outlet.outlet_id)}
    claims = [(f"domain {domain}", domain, False) for domain in outlet.domains]
    claims += [(f"id {outlet.outlet_id}", outlet.outlet_id, False)]
    claims += [(f"name {key}", name, True) for key, name in sorted(names.items()) if key]
    for claim, shown, is_shared in claims:
        for other, holder in taken.get(claim, ()):
            if not is_shared or outlet.is_like(holder):
                raise _error(where, f"'{shown}' stands on line {other} too", _SHARED if is_shared else _ONE)
        taken.setdefault(claim, []).append((line, outlet))


def _check_header(path: Path, header: object) -> None:
    names = list(header) if isinstance(header, list | tuple) else []
    if "outlet_id" not in names:
        raise UsageError("outlets.columns", "there is no column outlet_id", str(path), "name the id column outlet_id")
    if unknown := [name for name in names if name not in COLUMNS]:
        raise UsageError("outlets.columns", f"unknown column '{unknown[0]}'", str(path), f"use {', '.join(COLUMNS)}")


def _outlet(where: str, row: Mapping[str | None, str | list[str] | None]) -> Outlet:
    if None in row or None in row.values():
        raise _error(where, "it has more or fewer cells than the header", "check commas and quotation marks")
    cell = {str(name): bare_cell(unicodedata.normalize("NFC", str(value)).strip()) for name, value in row.items()}
    domains = tuple(domain.lower().removeprefix("www.").rstrip("/") for domain in _list(cell.get("domains")))
    outlet = Outlet(
        outlet_id=cell["outlet_id"],
        name=cell.get("name", ""),
        names=_list(cell.get("names")),
        domains=domains,
        country=cell.get("country") or None,
        languages=_list(cell.get("language")),
        reach=cell.get("reach") or None,
        kind=cell.get("kind") or None,
        owner_class=cell.get("owner_class") or None,
        note=cell.get("note", ""),
    )
    _check_values(where, outlet)
    return outlet


def _check_values(where: str, outlet: Outlet) -> None:
    for domain in outlet.domains:
        if not _DOMAIN.fullmatch(domain):
            raise _error(where, f"'{domain}' is no domain", "write it as example.com or example.com/hindi")
    if not _ID.fullmatch(outlet.outlet_id):
        raise _error(where, f"'{outlet.outlet_id}' is no outlet_id", "use small letters, digits and hyphens")
    if outlet.country is not None and outlet.country not in COUNTRIES:
        raise _error(where, f"'{outlet.country}' is no country", "use ISO 3166-1 alpha-2, such as IN or PK")
    for language in outlet.languages:
        if not _LANGUAGE.fullmatch(language):
            raise _error(where, f"'{language}' is no language code", "use BCP 47, such as hi or ur")
    for name, value, values in (
        ("reach", outlet.reach, (INTERNATIONAL,)),
        ("kind", outlet.kind, KINDS),
        ("owner_class", outlet.owner_class, OWNERS),
    ):
        if value is not None and value not in values:
            raise _error(where, f"'{value}' is no {name}", f"use one of: {', '.join(values)}")


def _list(cell: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in (cell or "").split(";") if part.strip()))


def _error(where: str, what: str, hint: str) -> UsageError:
    return UsageError("outlets.row", what, where, hint)

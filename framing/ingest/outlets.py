"""The outlets that the toolkit knows, and how an article finds its own.

``lexicons/outlets.csv`` names them; a project may have an ``outlets.csv`` of its own, whose rows win. One row
an outlet:

================ =====================================================================================================
``outlet_id``    small letters, digits and hyphens (in a project's file any name without spaces)
``name``         its name in the Latin script
``names``        further names, in every script, separated by semicolons
``domains``      web addresses without scheme and www; one with a path (``bbc.com/hindi``) goes before the bare domain
``country``      the publisher's, ISO 3166-1 alpha-2
``language``     BCP 47; each language edition with a domain or path of its own is an outlet of its own
``kind``         one of :data:`KINDS`
``owner_class``  one of :data:`OWNERS`
``note``         free text
================ =====================================================================================================
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import regex

from framing.cells import bare_cell
from framing.errors import UsageError
from framing.ingest.countries import COUNTRIES
from framing.ingest.urls import split_url
from framing.resources import lexicons_folder
from framing.schemas import UNKNOWN_OUTLET

__all__ = ["COLUMNS", "KINDS", "OWNERS", "Outlet", "Outlets", "fold_name", "load_outlets", "slug"]

COLUMNS: Final = ("outlet_id", "name", "names", "domains", "country", "language", "kind", "owner_class", "note")

#: A press office publishes what its government, army or organisation says; whatever it publishes is a release.
KINDS: Final = (
    *("newspaper", "broadcaster", "agency", "state media", "party organ", "digital", "magazine", "press office"),
)

#: state: a government owns or runs it; public: under public law, independent of the government of the day; party: owned
#: by a party or its organ; trust, cooperative, nonprofit: no one takes the profit.
OWNERS: Final = ("private", "state", "public", "party", "military", "trust", "cooperative", "nonprofit")

_ID: Final = regex.compile(r"[\p{Ll}\p{Lo}\p{M}\p{N}][\p{Ll}\p{Lo}\p{M}\p{N}./_-]*")
_DOMAIN: Final = regex.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s/?#]+)*")
_LANGUAGE: Final = regex.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")

#: Parts of a path that an outlet's address may have (nhk.or.jp/nhkworld/hi).
_PATH_PARTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet; the fields are the columns of the file, empty where the file says nothing."""

    outlet_id: str
    name: str = ""
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str | None = None
    language: str | None = None
    kind: str | None = None
    owner_class: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outlets:
    """Outlets by id, by any of their names, and by domain."""

    known: Mapping[str, Outlet] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)

    def find(self, name: str | None, url: str | None = None) -> str | None:
        """The id of a known outlet, by its id, a name, a domain, or the address of an article."""
        return self.by_name(name) or self.by_url(url)

    def by_name(self, name: str | None) -> str | None:
        """The id of a known outlet, by its id, a name or a domain."""
        if not name:
            return None
        host, _, path = name.strip().lower().removeprefix("https://").removeprefix("http://").partition("/")
        return self.names.get(fold_name(name)) or self._by_address(host, path)

    def by_url(self, url: str | None) -> str | None:
        """The id of a known outlet by the address of an article; of several, that with the longest address."""
        parts = split_url(url)
        return self._by_address(parts.hostname, parts.path) if parts is not None and parts.hostname else None

    def name(self, outlet: str | None) -> str:
        """What people call an outlet: its name, else its id; an unknown one is told from the next by its article.

        Example:
            >>> outlets = load_outlets()
            >>> outlets.name("abp-live"), outlets.name("unknown:001_ca77ba33da955ca4.txt"), outlets.name("the-gazette")
            ('ABP Live', 'Unknown outlet (001_ca77…)', 'the-gazette')
        """
        if not outlet:
            return "Unknown outlet"
        if outlet.startswith(UNKNOWN_OUTLET):
            rest = outlet.removeprefix(UNKNOWN_OUTLET).rstrip("/").rsplit("/", 1)[-1]
            return f"Unknown outlet ({rest[:8]}…)" if len(rest) > 9 else f"Unknown outlet ({rest})"
        return (self.known[outlet].name if outlet in self.known else "") or outlet

    def country(self, outlet: str | None) -> str | None:
        """The publisher's country."""
        return self.known[outlet].country if outlet is not None and outlet in self.known else None

    def kind(self, outlet: str | None) -> str | None:
        """One of :data:`KINDS`; null for an unknown outlet."""
        return self.known[outlet].kind if outlet is not None and outlet in self.known else None

    def _by_address(self, host: str, path: str) -> str | None:
        labels = host.rstrip(".").split(".")
        parts = path.lower().strip("/").split("/")[:_PATH_PARTS] if path.strip("/") else []
        # hindi.example.com belongs to example.com unless it is listed itself; a bare "com" is nobody's.
        for start in range(len(labels) - 1):
            domain = ".".join(labels[start:])
            for end in range(len(parts), -1, -1):
                if found := self.domains.get("/".join([domain, *parts[:end]])):
                    return found
        return None


def load_outlets(path: Path | None = None, *, project: Path | None = None) -> Outlets:
    """Read the outlets.

    Args:
        path: an ``outlets.csv``; the toolkit's own if left out.
        project: a project folder; the rows of its ``outlets.csv``, if it has one, win over those of ``path``.

    Returns:
        The outlets; none if the file is absent, since every outlet is then simply a new one.

    Raises:
        UsageError: a file is not valid; one line with file, line and what to do.

    Example:
        >>> load_outlets().find(None, "https://www.bbc.com/hindi/india-1")
        'bbc-hindi'
    """
    rows: dict[str, Outlet] = {}
    own: dict[str, Outlet] = {}
    for file, into in ((path or lexicons_folder() / "outlets.csv", rows), (project and project / "outlets.csv", own)):
        if file is not None and file.is_file():
            into.update((outlet.outlet_id, outlet) for outlet in _read(file))
    names: dict[str, str] = {}
    domains: dict[str, str] = {}
    # The project's names and domains first: what they claim is theirs.
    for outlet in [*own.values(), *(outlet for key, outlet in rows.items() if key not in own)]:
        for name in (outlet.outlet_id, outlet.name, *outlet.names):
            names.setdefault(fold_name(name), outlet.outlet_id)
        for domain in outlet.domains:
            domains.setdefault(domain, outlet.outlet_id)
    names.pop("", None)
    return Outlets({**rows, **own}, names, domains)


def fold_name(name: str) -> str:
    """A name as it is looked up: NFC, without regard to case and spaces.

    Example:
        >>> fold_name(" BBC  Hindi ")
        'bbc hindi'
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def slug(name: str) -> str | None:
    """An id made from a name; letters of every script stay, since a Hindi name says more than its transliteration.

    Example:
        >>> slug("The Other Paper!"), slug("???")
        ('the-other-paper', None)
    """
    return regex.sub(r"[^\p{L}\p{M}\p{N}.]+", "-", fold_name(name)).strip("-.") or None


def _read(path: Path) -> Iterator[Outlet]:
    taken: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            _check_header(path, reader.fieldnames or ())
            for row in reader:
                outlet = _outlet(f"{path}:{reader.line_num}", row)
                names = {fold_name(name) for name in (outlet.outlet_id, outlet.name, *outlet.names) if name}
                for claim in sorted({*names, *outlet.domains}):
                    if claim in taken:
                        what = f"'{claim}' stands on line {taken[claim]} too"
                        raise _error(f"{path}:{reader.line_num}", what, "leave it where it belongs")
                    taken[claim] = reader.line_num
                yield outlet
    except UnicodeDecodeError as error:
        raise _error(str(path), f"byte {error.start} is not UTF-8", "save it as CSV UTF-8") from error
    except csv.Error as error:
        raise _error(str(path), f"it cannot be split into cells: {error}", "check its quotation marks") from error


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
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            raise _error(where, f"'{domain}' is no domain", "write it as example.com or example.com/hindi")
    outlet = Outlet(
        outlet_id=cell["outlet_id"],
        name=cell.get("name", ""),
        names=_list(cell.get("names")),
        domains=domains,
        country=cell.get("country") or None,
        language=cell.get("language") or None,
        kind=cell.get("kind") or None,
        owner_class=cell.get("owner_class") or None,
        note=cell.get("note", ""),
    )
    if not _ID.fullmatch(outlet.outlet_id):
        raise _error(where, f"'{outlet.outlet_id}' is no outlet_id", "use small letters, digits and hyphens")
    if outlet.country is not None and outlet.country not in COUNTRIES:
        raise _error(where, f"'{outlet.country}' is no country", "use ISO 3166-1 alpha-2, such as IN or PK")
    if outlet.language is not None and not _LANGUAGE.fullmatch(outlet.language):
        raise _error(where, f"'{outlet.language}' is no language code", "use BCP 47, such as hi or ur")
    if outlet.kind is not None and outlet.kind not in KINDS:
        raise _error(where, f"'{outlet.kind}' is no kind", f"use one of: {', '.join(KINDS)}")
    if outlet.owner_class is not None and outlet.owner_class not in OWNERS:
        raise _error(where, f"'{outlet.owner_class}' is no owner_class", f"use one of: {', '.join(OWNERS)}")
    return outlet


def _list(cell: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in (cell or "").split(";") if part.strip()))


def _error(where: str, what: str, hint: str) -> UsageError:
    return UsageError("outlets.row", what, where, hint)

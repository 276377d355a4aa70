"""The rows of an ``outlets.csv``: its columns, and how strictly they are read."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import regex

from framing.errors import UsageError
from framing.ingest.countries import COUNTRIES
from framing.ingest.names import name_key
from framing.render.escaping import bare_cell

__all__ = ["COLUMNS", "INTERNATIONAL", "KINDS", "OWNERS", "Outlet", "base", "read_rows"]

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
_ID: Final = regex.compile(r"[^\s\p{Lu}\p{C};:,*]+")
_DOMAIN: Final = regex.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s/?#]+)*")
_ONE: Final = "leave it where it belongs"
_SHARED: Final = "leave it where it belongs, or give the two outlets another language or country each"
_LANGUAGE: Final = regex.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


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
